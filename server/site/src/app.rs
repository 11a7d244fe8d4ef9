//! The files of the built app (`dist`), for serving and exporting: from a folder, or from those built into the program
//! (feature `app-inside`).

use std::collections::BTreeMap;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use axum::body::Bytes;

/// The place of the built app's files.
#[derive(Clone, Debug)]
pub enum App {
    Folder(PathBuf),
    /// Files by path, with `/`.
    Inside(Arc<BTreeMap<String, Bytes>>),
}

/// No app was given, and the program has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "this program was built without the app. Give the folder of the built app with --app, which `cargo xtask build` \
     makes, or take a released program, which has the app inside"
)]
pub struct NoApp;

impl From<PathBuf> for App {
    fn from(folder: PathBuf) -> Self {
        Self::Folder(folder)
    }
}

impl App {
    /// The app that was built into this program.
    pub fn inside() -> Option<Self> {
        inside::files().map(|files| Self::Inside(Arc::new(files)))
    }

    /// The app in the folder that was given, else the one inside.
    pub fn given_or_inside(folder: Option<PathBuf>) -> Option<Self> {
        folder.map(Self::Folder).or_else(Self::inside)
    }

    /// Its folder, where it is one.
    pub fn folder(&self) -> Option<&Path> {
        match self {
            Self::Folder(folder) => Some(folder),
            Self::Inside(_) => None,
        }
    }

    /// The name of the file `name` for people.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder().unwrap_or(Path::new("the app inside the program")).join(name)
    }

    /// The file `name`.
    ///
    /// # Errors
    /// Of the file system; [`ErrorKind::NotFound`] where there is no such file.
    pub fn read(&self, name: &str) -> io::Result<Bytes> {
        match self {
            Self::Folder(folder) => std::fs::read(folder.join(name)).map(Bytes::from),
            Self::Inside(files) => {
                files.get(name).cloned().ok_or_else(|| io::Error::from(ErrorKind::NotFound))
            }
        }
    }

    /// The names of all files that are not hidden, in the order of their paths, with `/`.
    ///
    /// # Errors
    /// Of the file system, with the folder.
    pub fn names(&self) -> Result<Vec<String>, (PathBuf, io::Error)> {
        match self {
            Self::Folder(folder) => {
                let mut names = Vec::new();
                below(folder, "", &mut names)?;
                names.sort();
                Ok(names)
            }
            Self::Inside(files) => {
                let is_shown = |name: &&String| name.split('/').all(|part| !part.starts_with('.'));
                Ok(files.keys().filter(is_shown).cloned().collect())
            }
        }
    }

    /// The length and the time of the file `name`, by which changes are noticed. Files inside the program never change.
    pub fn stamp(&self, name: &str) -> Option<(u64, SystemTime)> {
        match self {
            Self::Folder(folder) => {
                let about = std::fs::metadata(folder.join(name)).ok()?;
                Some((about.len(), about.modified().unwrap_or(SystemTime::UNIX_EPOCH)))
            }
            Self::Inside(files) => {
                Some((files.get(name)?.len().try_into().ok()?, SystemTime::UNIX_EPOCH))
            }
        }
    }
}

fn below(folder: &Path, before: &str, names: &mut Vec<String>) -> Result<(), (PathBuf, io::Error)> {
    let io = |error| (folder.to_owned(), error);
    for entry in std::fs::read_dir(folder).map_err(io)? {
        let entry = entry.map_err(io)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let path = format!("{before}{name}");
        if entry.path().is_dir() {
            below(&entry.path(), &format!("{path}/"), names)?;
        } else {
            names.push(path);
        }
    }
    Ok(())
}

#[cfg(feature = "app-inside")]
mod inside {
    use std::borrow::Cow;
    use std::collections::BTreeMap;

    use axum::body::Bytes;
    use rust_embed::Embed;

    /// The result of `cargo xtask build`, with packed copies.
    #[derive(Embed)]
    #[folder = "../../dist"]
    struct Dist;

    pub fn files() -> Option<BTreeMap<String, Bytes>> {
        let file = |name: Cow<'static, str>| {
            let bytes = match Dist::get(&name)?.data {
                Cow::Borrowed(bytes) => Bytes::from_static(bytes),
                Cow::Owned(bytes) => Bytes::from(bytes),
            };
            Some((name.into_owned(), bytes))
        };
        Some(Dist::iter().filter_map(file).collect())
    }
}

#[cfg(not(feature = "app-inside"))]
mod inside {
    use std::collections::BTreeMap;

    use axum::body::Bytes;

    pub fn files() -> Option<BTreeMap<String, Bytes>> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same files, in a folder and inside.
    fn both(folder: &Path) -> [App; 2] {
        let files =
            [("index.html", "page"), ("index.html.br", "packed"), ("embed/v1.js", "loader")];
        for (name, text) in files {
            let path = folder.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        std::fs::write(folder.join(".hidden"), "x").unwrap();
        let inside =
            files.map(|(name, text)| (name.to_owned(), Bytes::from_static(text.as_bytes())));
        [App::Folder(folder.to_owned()), App::Inside(Arc::new(inside.into()))]
    }

    #[test]
    fn a_folder_and_what_is_inside_are_read_alike() {
        let folder = tempfile::tempdir().unwrap();
        for app in both(folder.path()) {
            assert_eq!(app.names().unwrap(), ["embed/v1.js", "index.html", "index.html.br"]);
            assert_eq!(app.read("embed/v1.js").unwrap(), "loader");
            assert_eq!(app.read("nothing.js").unwrap_err().kind(), ErrorKind::NotFound);
            assert_eq!(app.stamp("index.html").unwrap().0, 4);
            assert_eq!(app.stamp("nothing.js"), None);
        }
    }

    #[test]
    fn a_folder_that_is_given_comes_before_what_is_inside() {
        let given = App::given_or_inside(Some("dist".into()));
        assert_eq!(given.as_ref().and_then(App::folder), Some(Path::new("dist")));
        assert_eq!(App::given_or_inside(None).is_some(), cfg!(feature = "app-inside"));
    }
}
