//! Ready-made programs of tools, as their projects publish them. What cannot be fetched, or is not what was published, is
//! not used, and whoever asked goes another way.

use std::io::Read;
use std::path::{Component, Path, PathBuf};
use std::time::Duration;

use sha2::{Digest, Sha256};

use crate::process::hex;

/// How long a host may take until it is there, and a whole archive.
const CONNECT: Duration = Duration::from_secs(5);
const WHOLE: Duration = Duration::from_secs(180);
/// No archive comes near this, in bytes.
const MOST: u64 = 300 << 20;

/// A published archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// A `.tar.gz`.
    pub url: String,
    pub checksum: Checksum,
    pub layout: Layout,
    /// The program in `bin` that it is fetched for.
    pub program: &'static str,
}

/// How an archive is known to be the published one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Checksum {
    /// Its SHA-256, known here.
    Pinned(&'static str),
    /// A file beside it, with this ending, which begins with it.
    Beside(&'static str),
}

/// The layout of an archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Programs, wherever they are: they go into `bin`.
    Programs,
    /// A folder with `bin` and what that needs beside it.
    Tree,
}

/// Why a release is not used.
#[derive(Debug, thiserror::Error)]
pub enum ReleaseError {
    #[error("{0} cannot be fetched: {1}")]
    Fetch(String, Box<ureq::Error>),
    #[error("{url} has the SHA-256 {got}, and not {expected}")]
    Checksum { url: String, expected: String, got: String },
    #[error("{0} names no SHA-256")]
    NoChecksum(String),
    #[error("{url} cannot be unpacked: {error}")]
    Archive { url: String, error: std::io::Error },
    #[error("{url} has no {program} in it")]
    NoProgram { url: String, program: &'static str },
}

impl Release {
    /// Puts the release into the folder `own`, whole or not at all.
    ///
    /// # Errors
    /// [`ReleaseError`].
    pub fn take(&self, own: &Path) -> Result<(), ReleaseError> {
        let bytes = self.fetch(&self.url)?;
        let expected = match self.checksum {
            Checksum::Pinned(sum) => sum.to_owned(),
            Checksum::Beside(ending) => self.published(ending)?,
        };
        let got = hex(&Sha256::digest(&bytes), 64);
        if got != expected {
            return Err(ReleaseError::Checksum { url: self.url.clone(), expected, got });
        }
        let partial = PathBuf::from(format!("{}.partial", own.display()));
        let archive = |error| ReleaseError::Archive { url: self.url.clone(), error };
        // One that was cut off may be there.
        let _ = std::fs::remove_dir_all(&partial);
        self.unpack(&bytes, &partial).map_err(archive)?;
        if !partial.join("bin").join(self.program).is_file() {
            let _ = std::fs::remove_dir_all(&partial);
            return Err(ReleaseError::NoProgram { url: self.url.clone(), program: self.program });
        }
        let _ = std::fs::remove_dir_all(own);
        std::fs::rename(&partial, own).map_err(archive)
    }

    fn fetch(&self, url: &str) -> Result<Vec<u8>, ReleaseError> {
        let config = ureq::Agent::config_builder()
            .timeout_connect(Some(CONNECT))
            .timeout_global(Some(WHOLE))
            .build();
        let failed = |error| ReleaseError::Fetch(url.to_owned(), Box::new(error));
        let mut answer = ureq::Agent::new_with_config(config).get(url).call().map_err(failed)?;
        answer.body_mut().with_config().limit(MOST).read_to_vec().map_err(failed)
    }

    /// The SHA-256 that the file beside the archive names.
    fn published(&self, ending: &str) -> Result<String, ReleaseError> {
        let url = format!("{}{ending}", self.url);
        let text = String::from_utf8_lossy(&self.fetch(&url)?).into_owned();
        let sum = text.split_whitespace().next().unwrap_or_default().to_lowercase();
        let is_sum = sum.len() == 64 && sum.bytes().all(|byte| byte.is_ascii_hexdigit());
        if is_sum { Ok(sum) } else { Err(ReleaseError::NoChecksum(url)) }
    }

    fn unpack(&self, bytes: &[u8], to: &Path) -> std::io::Result<()> {
        let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(bytes));
        for entry in archive.entries()? {
            let mut entry = entry?;
            if !entry.header().entry_type().is_file() {
                continue;
            }
            let Some(place) = self.place(&entry.path()?) else { continue };
            let path = to.join(place);
            if let Some(above) = path.parent() {
                std::fs::create_dir_all(above)?;
            }
            let mut content = Vec::new();
            entry.read_to_end(&mut content)?;
            std::fs::write(&path, content)?;
            set_mode(
                &path,
                entry.header().mode()? & 0o111 != 0 || self.layout == Layout::Programs,
            )?;
        }
        Ok(())
    }

    /// Where the file `path` of the archive goes; nowhere, where it would lead out.
    fn place(&self, path: &Path) -> Option<PathBuf> {
        let mut names = Vec::new();
        for part in path.components() {
            match part {
                Component::Normal(name) => names.push(name),
                Component::CurDir => {}
                _ => return None,
            }
        }
        match self.layout {
            Layout::Programs => {
                let name = names.last().filter(|name| Path::new(name).extension().is_none())?;
                Some(Path::new("bin").join(name))
            }
            Layout::Tree => {
                let place: PathBuf = names.iter().skip(1).collect();
                (names.len() > 1).then_some(place)
            }
        }
    }
}

#[cfg(unix)]
fn set_mode(path: &Path, is_program: bool) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = if is_program { 0o755 } else { 0o644 };
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn set_mode(_path: &Path, _is_program: bool) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
pub mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use std::io::{BufRead, BufReader, Write};
    use std::net::TcpListener;

    use super::*;

    /// An archive with these files in it.
    pub fn archive(files: &[(&str, &str)]) -> Vec<u8> {
        let mut tar = tar::Builder::new(flate2::write::GzEncoder::new(
            Vec::new(),
            flate2::Compression::fast(),
        ));
        for (name, text) in files {
            let mut header = tar::Header::new_gnu();
            header.set_size(text.len() as u64);
            header.set_mode(0o755);
            // As it is, also where it leads out.
            header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
            header.set_cksum();
            tar.append(&header, text.as_bytes()).unwrap();
        }
        tar.into_inner().unwrap().finish().unwrap()
    }

    /// A host that has these files, each for as long as the test runs; its address.
    pub fn host(files: Vec<(&'static str, Vec<u8>)>) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut head = String::new();
                let mut lines = BufReader::new(stream.try_clone().unwrap());
                lines.read_line(&mut head).unwrap();
                let asked = head.split(' ').nth(1).unwrap_or_default().to_owned();
                while lines.read_line(&mut head).unwrap() > 2 {}
                let file = files.iter().find(|(name, _)| asked == format!("/{name}"));
                let (status, bytes) = match file {
                    Some((_, bytes)) => ("200 OK", &bytes[..]),
                    None => ("404 Not Found", &b""[..]),
                };
                let length = bytes.len();
                write!(
                    stream,
                    "HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
                )
                .unwrap();
                stream.write_all(bytes).unwrap();
            }
        });
        format!("http://{address}")
    }

    /// A folder of this test's own.
    pub fn folder(name: &str) -> PathBuf {
        let folder =
            std::env::temp_dir().join(format!("bantin-xtask-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        folder
    }

    fn release(host: &str, checksum: Checksum, layout: Layout) -> Release {
        Release { url: format!("{host}/tool.tar.gz"), checksum, layout, program: "tool" }
    }

    const BESIDE: Checksum = Checksum::Beside(".sha256sum");

    #[test]
    fn a_release_that_is_what_was_published_is_unpacked() {
        let programs = archive(&[
            ("tool-1.0/tool", "#!/bin/sh\n"),
            ("tool-1.0/README.md", "x"),
            ("../out", "x"),
        ]);
        let sum = format!("{}  tool.tar.gz\n", hex(&Sha256::digest(&programs), 64));
        let host =
            host(vec![("tool.tar.gz", programs), ("tool.tar.gz.sha256sum", sum.into_bytes())]);
        let own = folder("programs");
        release(&host, BESIDE, Layout::Programs).take(&own).unwrap();
        assert_eq!(std::fs::read_to_string(own.join("bin/tool")).unwrap(), "#!/bin/sh\n");
        assert!(!own.join("bin/README.md").exists());
        std::fs::remove_dir_all(&own).unwrap();
    }

    #[test]
    fn a_tree_keeps_what_a_program_needs_beside_it() {
        let tree = archive(&[("tool-1/bin/tool", "run"), ("tool-1/lib/libtool.so", "lib")]);
        let sum: &'static str = hex(&Sha256::digest(&tree), 64).leak();
        let host = host(vec![("tool.tar.gz", tree)]);
        let own = folder("tree");
        release(&host, Checksum::Pinned(sum), Layout::Tree).take(&own).unwrap();
        assert!(own.join("bin/tool").is_file() && own.join("lib/libtool.so").is_file());
        std::fs::remove_dir_all(&own).unwrap();
    }

    #[test]
    fn one_that_is_not_what_was_published_is_not_used() {
        let wrong = "00".repeat(32).leak();
        let host = host(vec![
            ("tool.tar.gz", archive(&[("tool", "other")])),
            ("tool.tar.gz.sha256sum", b"<html>".to_vec()),
        ]);
        let own = folder("wrong");
        let take = |checksum| release(&host, checksum, Layout::Programs).take(&own).unwrap_err();
        assert!(matches!(take(Checksum::Pinned(wrong)), ReleaseError::Checksum { .. }));
        assert!(matches!(take(BESIDE), ReleaseError::NoChecksum(_)));
        assert!(matches!(take(Checksum::Beside(".sig")), ReleaseError::Fetch(..)));
        assert!(!own.exists());
    }

    #[test]
    fn one_without_the_program_is_not_used() {
        let other = archive(&[("other", "x")]);
        let sum: &'static str = hex(&Sha256::digest(&other), 64).leak();
        let host = host(vec![("tool.tar.gz", other)]);
        let error = release(&host, Checksum::Pinned(sum), Layout::Programs)
            .take(&folder("none"))
            .unwrap_err();
        assert!(matches!(error, ReleaseError::NoProgram { .. }), "{error}");
    }
}
