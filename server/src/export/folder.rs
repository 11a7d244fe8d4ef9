//! The folder that is written: only what differs, each file whole or not at all.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use super::{ExportError, Outcome};

/// What an export has written, one path a line, so that the next one knows what is gone.
const MANIFEST: &str = ".bantin-export";

pub struct Folder {
    root: PathBuf,
    before: BTreeSet<String>,
    now: Mutex<BTreeSet<String>>,
    written: AtomicUsize,
    unchanged: AtomicUsize,
}

impl Folder {
    /// The folder `root`, which is made when it is not there.
    pub fn open(root: &Path) -> Result<Self, ExportError> {
        std::fs::create_dir_all(root).map_err(|error| ExportError::Io(root.to_owned(), error))?;
        let before = std::fs::read_to_string(root.join(MANIFEST)).unwrap_or_default();
        Ok(Self {
            root: root.to_owned(),
            before: before.lines().map(str::to_owned).collect(),
            now: Mutex::default(),
            written: AtomicUsize::new(0),
            unchanged: AtomicUsize::new(0),
        })
    }

    /// Writes `bytes` at `path`, with `.br` and `.gz` beside it where that helps, unless they are there.
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<(), ExportError> {
        let is_there = std::fs::read(self.root.join(path)).is_ok_and(|there| there == bytes);
        let packed = is_compressible(path);
        let copies = [".br", ".gz"].map(|ending| format!("{path}{ending}"));
        let has_copies = copies.iter().all(|copy| self.root.join(copy).is_file());
        if is_there && (has_copies || !packed) {
            self.unchanged.fetch_add(1, Ordering::Relaxed);
        } else {
            // The copies first: whoever asks for one in between gets the new bytes or the old, whole.
            if packed {
                let [br, gz] = &copies;
                self.write(br, &brotli(bytes))?;
                self.write(gz, &gzip(bytes))?;
            }
            self.write(path, bytes)?;
            self.written.fetch_add(1, Ordering::Relaxed);
        }
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        if packed {
            now.extend(copies);
        }
        now.insert(path.to_owned());
        Ok(())
    }

    fn write(&self, path: &str, bytes: &[u8]) -> Result<(), ExportError> {
        let path = self.root.join(path);
        let folder = path.parent().unwrap_or(&self.root).to_owned();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let partial = folder.join(format!(".{name}.partial"));
        let write = || {
            std::fs::create_dir_all(&folder)?;
            std::fs::write(&partial, bytes)?;
            std::fs::rename(&partial, &path)
        };
        write().map_err(|error| ExportError::Io(path.clone(), error))
    }

    /// Removes what an earlier export wrote and this one did not, and remembers this one.
    pub fn close(self) -> Result<Outcome, ExportError> {
        let now = self.now.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let mut removed = 0;
        for gone in self.before.difference(&now) {
            // One that somebody else removed is gone as well.
            if std::fs::remove_file(self.root.join(gone)).is_ok() {
                removed += 1;
            }
        }
        let lines: String = now.iter().map(|path| format!("{path}\n")).collect();
        if std::fs::read_to_string(self.root.join(MANIFEST)).ok() != Some(lines.clone()) {
            self.write(MANIFEST, lines.as_bytes())?;
        }
        Ok(Outcome {
            pages: 0,
            written: self.written.into_inner(),
            unchanged: self.unchanged.into_inner(),
            removed,
        })
    }
}

fn is_compressible(path: &str) -> bool {
    let ending = path.rsplit('.').next().unwrap_or_default();
    matches!(
        ending,
        "html" | "js" | "css" | "wasm" | "svg" | "json" | "txt" | "xml" | "webmanifest"
    )
}

/// Brotli, quality 9: 11 takes ten times as long for two in a hundred fewer bytes of a page.
fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let parameters = ::brotli::enc::BrotliEncoderParams { quality: 9, ..Default::default() };
    // Writing to a vector cannot fail.
    let _ = ::brotli::BrotliCompress(&mut &*bytes, &mut out, &parameters);
    out
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    // Writing to a vector cannot fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}
