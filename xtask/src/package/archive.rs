//! The archive of a release: the program, its licences, where to start. The same files give the same bytes.

use std::io::Write;
use std::path::{Path, PathBuf};

use flate2::{Compression, GzBuilder};
use sha2::{Digest, Sha256};

use super::VERSION;
use crate::XtaskError;
use crate::process::{hex, io, output, root};

/// Files of the repository that the archive contains, under their own names.
const TEXTS: [&str; 21] = [
    "README.md",
    "CHANGELOG.md",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "docs/start.md",
    "docs/site.md",
    "docs/import.md",
    "docs/import/markdown.md",
    "docs/import/feeds.md",
    "docs/import/wordpress-site.md",
    "docs/import/wordpress-export.md",
    "docs/import/ghost-site.md",
    "docs/import/ghost-export.md",
    "docs/import/bantin.md",
    "docs/deploy.md",
    "docs/deploy/nginx.conf",
    "docs/deploy/Caddyfile",
    "docs/deploy/Containerfile",
    "docs/deploy/bantin-export.cron",
    "docs/deploy/github-pages.yml",
    "docs/deploy/nginx-two.conf",
];

/// Writes the archive into `folder`, and a file with its SHA-256 beside it.
pub fn write(program: &Path, materials: &[PathBuf], folder: &Path) -> Result<PathBuf, XtaskError> {
    let name = format!("bantin-{VERSION}-{}-{}", std::env::consts::ARCH, std::env::consts::OS);
    let mut files = vec![("bantin-server".to_owned(), program.to_owned(), 0o755)];
    files.extend(TEXTS.map(|text| (text.to_owned(), root().join(text), 0o644)));
    files.extend(materials.iter().map(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        (name, path.clone(), 0o644)
    }));
    let path = folder.join(format!("{name}.tar.gz"));
    let bytes = packed(&name, &files, last_commit())?;
    std::fs::write(&path, &bytes).map_err(io(&path))?;
    let sum = format!("{}  {name}.tar.gz\n", hex(&Sha256::digest(&bytes), 64));
    let beside = folder.join(format!("{name}.tar.gz.sha256"));
    std::fs::write(&beside, sum).map_err(io(&beside))?;
    Ok(path)
}

/// Files (name, where it is, mode) in a folder `name`, dated `second` (Unix).
fn packed(
    name: &str,
    files: &[(String, PathBuf, u32)],
    second: u64,
) -> Result<Vec<u8>, XtaskError> {
    let gz = GzBuilder::new().mtime(0).write(Vec::new(), Compression::best());
    let mut tar = tar::Builder::new(gz);
    for (file, from, mode) in files {
        let bytes = std::fs::read(from).map_err(io(from))?;
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(*mode);
        header.set_mtime(second);
        header.set_uid(0);
        header.set_gid(0);
        tar.append_data(&mut header, format!("{name}/{file}"), &*bytes).map_err(io(from))?;
    }
    let finished = tar.into_inner().and_then(|gz| gz.finish()).and_then(|mut bytes| {
        bytes.flush()?;
        Ok(bytes)
    });
    finished.map_err(io(Path::new(name)))
}

/// When the last commit was made (Unix), or `SOURCE_DATE_EPOCH`. The present time would give other bytes each time.
fn last_commit() -> u64 {
    let told = std::env::var("SOURCE_DATE_EPOCH").ok();
    let told = told.or_else(|| output("git", &["log", "-1", "--format=%ct"]));
    told.and_then(|text| text.trim().parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_same_files_give_the_same_bytes() {
        let folder = std::env::temp_dir().join(format!("bantin-archive-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let files: Vec<_> = ["a", "b"]
            .map(|name| {
                std::fs::write(folder.join(name), name).unwrap();
                (name.to_owned(), folder.join(name), 0o644)
            })
            .into();
        let first = packed("x", &files, 5).unwrap();
        for (_, path, _) in &files {
            let text = std::fs::read(path).unwrap();
            std::fs::write(path, text).unwrap();
        }
        assert_eq!(packed("x", &files, 5).unwrap(), first);
        let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(&*first));
        let names: Vec<_> =
            archive.entries().unwrap().map(|e| e.unwrap().path().unwrap().into_owned()).collect();
        assert_eq!(names, [Path::new("x/a"), Path::new("x/b")]);
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn all_that_goes_along_is_there() {
        for text in TEXTS {
            assert!(root().join(text).is_file(), "{text}");
        }
    }
}
