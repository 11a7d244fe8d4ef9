//! The files that `site.toml` names: read in its folder, and named by their bytes.

use std::fmt::Display;
use std::path::{Path, PathBuf};

use bantin_core::draft::Media;
use bantin_media::brand::MadeFile;
use bantin_media::hash16;
use bantin_model::Link;
use toml::Spanned;

use super::{Wrong, did_you_mean, wrong};

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
        let bytes =
            std::fs::read(&whole).map_err(|error| bad(format!("cannot be read: {error}")))?;
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
