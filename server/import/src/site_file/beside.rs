//! The files that `site.toml` names: read in its folder, and named by their bytes.

use std::fmt::Display;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use bantin_core::draft::Media;
use bantin_media::brand::MadeFile;
use bantin_media::hash16;
use bantin_model::Link;
use toml::Spanned;

use super::outside::MAX_STYLE;
use super::{Wrong, did_you_mean, wrong};

/// As much of a file as is read, in bytes: one more than what is largest of all that are taken, so that a larger one is
/// refused for its size.
const ENOUGH: usize = {
    let (brand, font) = (bantin_media::brand::MAX_BYTES, bantin_media::font::MAX_BYTES);
    let most = if brand > font { brand } else { font };
    (if most > MAX_STYLE { most } else { MAX_STYLE }) + 1
};

fn start_of(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(ENOUGH as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The files in the newsroom's folder, and the files made of them.
pub struct Files<'a> {
    folder: &'a Path,
    made: Vec<Media>,
}

impl<'a> Files<'a> {
    /// Those in `folder`.
    pub fn of(folder: &'a Path) -> Self {
        Self { folder, made: Vec::new() }
    }

    /// The files made of them.
    pub fn made(self) -> Vec<Media> {
        self.made
    }

    /// Makes a `T` of the file that `value` names.
    pub fn read<T, E: Display>(
        &self,
        value: &Spanned<String>,
        field: &str,
        make: impl FnOnce(&[u8]) -> Result<T, E>,
    ) -> Result<T, Wrong> {
        let name = value.get_ref();
        let bad = |why: String| wrong(value, format!("{field}: \"{name}\" {why}"));
        let path = self.folder.join(name);
        let whole = match (self.folder.canonicalize(), path.canonicalize()) {
            (Ok(folder), Ok(path)) if path.starts_with(&folder) => path,
            (Ok(_), Ok(_)) => {
                return Err(bad("leads out of the folder of site.toml; put the file there".into()));
            }
            _ => {
                let near = did_you_mean(name, self.names().iter().map(String::as_str));
                return Err(bad(format!("is not there; give a file beside site.toml{near}")));
            }
        };
        // What is no file, such as a pipe, might never end.
        if !whole.is_file() {
            return Err(bad("is no file; give a file beside site.toml".into()));
        }
        let bytes = start_of(&whole).map_err(|error| bad(format!("cannot be read: {error}")))?;
        make(&bytes).map_err(|error| bad(format!("cannot be taken: {error}")))
    }

    /// The pictures, style sheets and fonts beside `site.toml` and in its subfolders.
    fn names(&self) -> Vec<String> {
        let below = |folder: &Path| -> Vec<PathBuf> {
            let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
            entries.map(|entry| entry.path()).collect()
        };
        let all = below(self.folder).into_iter().flat_map(|path| match path.is_dir() {
            true => below(&path),
            false => vec![path],
        });
        let ends = ["svg", "png", "jpg", "css", "woff2"];
        let is_one = |path: &PathBuf| {
            path.extension().is_some_and(|end| ends.iter().any(|known| end == *known))
        };
        let name = |path: PathBuf| Some(path.strip_prefix(self.folder).ok()?.to_str()?.to_owned());
        all.filter(is_one).filter_map(name).collect()
    }

    /// Names a file by its bytes, and adds it to the files.
    pub fn keep(&mut self, value: &Spanned<String>, file: MadeFile) -> Result<Link, Wrong> {
        let MadeFile { bytes, extension } = file;
        let name = format!("{}.{extension}", hash16(&bytes));
        let link = Link::new(&format!("/media/{name}"));
        let link = link.map_err(|error| wrong(value, error.to_string()))?;
        if !self.made.iter().any(|known| known.name == name) {
            self.made.push(Media { name, bytes });
        }
        Ok(link)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(folder: &Path, name: &str) -> Result<usize, String> {
        let length = |bytes: &[u8]| Ok::<_, String>(bytes.len());
        let read = Files::of(folder).read(&Spanned::new(0..1, name.to_owned()), "logo", length);
        read.map_err(|error| error.what)
    }

    #[test]
    fn no_more_of_a_file_is_read_than_it_takes_to_refuse_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = File::create(folder.path().join("large.svg")).unwrap();
        file.set_len(1 << 32).unwrap();
        std::fs::write(folder.path().join("small.svg"), "abc").unwrap();
        assert_eq!(read(folder.path(), "small.svg"), Ok(3));
        assert_eq!(read(folder.path(), "large.svg"), Ok((512 << 10) + 1));
    }

    #[test]
    fn what_is_no_file_is_not_opened() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("below")).unwrap();
        let said = read(folder.path(), "below").unwrap_err();
        assert_eq!(said, "logo: \"below\" is no file; give a file beside site.toml");
        #[cfg(unix)]
        {
            let pipe = folder.path().join("pipe.svg");
            let made = std::process::Command::new("mkfifo").arg(&pipe).status().unwrap();
            assert!(made.success());
            let said = read(folder.path(), "pipe.svg").unwrap_err();
            assert!(said.contains("is no file"), "{said}");
        }
    }
}
