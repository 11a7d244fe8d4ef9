//! Keeps the files of all versions of the widgets. A page elsewhere may name one version exactly, with the hash of its
//! loader, and that must stay when a new one is built. So each is kept beside the store.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use bantin::locale::file;
use bantin_store::data_folder::widgets_folder;

use crate::app::App;

/// Keeps the versions in the built `app`, unless they are kept already.
///
/// # Errors
/// Of the file system, with the path.
pub fn keep(app: &App, data: &Path) -> Result<(), (PathBuf, std::io::Error)> {
    let to = widgets_folder(data);
    let at = |path: &Path| {
        let path = path.to_owned();
        move |error| (path, error)
    };
    // The folder is served, so it must exist even before there is any version.
    std::fs::create_dir_all(&to).map_err(at(&to))?;
    keep_words(&to)?;
    let names = match app.names() {
        // When the pages are opened, a missing app is reported.
        Err((_, error)) if error.kind() == ErrorKind::NotFound => return Ok(()),
        names => names?,
    };
    let mut versions: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for name in &names {
        if let Some((version, file)) = name.strip_prefix("embed/").and_then(|of| of.split_once('/'))
        {
            versions.entry(version).or_default().push((name, file));
        }
    }
    for (version, files) in versions {
        let target = to.join(version);
        if target.exists() {
            continue;
        }
        // Each is complete or missing, so one with this name is complete.
        let partial = to.join(format!(".{version}.partial"));
        // An interrupted copy may have been of another build.
        let _ = std::fs::remove_dir_all(&partial);
        std::fs::create_dir_all(&partial).map_err(at(&partial))?;
        for (name, file) in files {
            let bytes = app.read(name).map_err(at(&app.path(name)))?;
            let path = partial.join(file);
            std::fs::write(&path, bytes).map_err(at(&path))?;
        }
        std::fs::rename(&partial, &target).map_err(at(&target))?;
    }
    Ok(())
}

/// Keeps the words of the present widgets in `folder`: widgets of earlier versions ask for theirs as long as they are
/// used.
fn keep_words(folder: &Path) -> Result<(), (PathBuf, std::io::Error)> {
    for (name, words) in file::all() {
        let Some(path) = name.strip_prefix("embed/").map(|name| folder.join(name)) else {
            continue;
        };
        let at = |error| (path.clone(), error);
        if path.exists() {
            continue;
        }
        std::fs::create_dir_all(path.parent().unwrap_or(folder)).map_err(at)?;
        let partial = path.with_extension("partial");
        std::fs::write(&partial, words).map_err(at)?;
        std::fs::rename(&partial, &path).map_err(at)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_stays_when_a_new_one_is_built() {
        let temporary = tempfile::tempdir().unwrap();
        let (app, data) = (temporary.path().join("app"), temporary.path().join("data"));
        for version in ["0.1.0-a", "0.2.0-b"] {
            let _ = std::fs::remove_dir_all(&app);
            std::fs::create_dir_all(app.join("embed").join(version)).unwrap();
            std::fs::write(app.join("embed").join(version).join("v1.js"), version).unwrap();
            let app = App::Folder(app.clone());
            keep(&app, &data).unwrap();
            keep(&app, &data).unwrap();
        }
        for version in ["0.1.0-a", "0.2.0-b"] {
            let file = widgets_folder(&data).join(version).join("v1.js");
            assert_eq!(std::fs::read_to_string(file).unwrap(), version);
        }
        for (name, words) in file::all().iter().filter(|(name, _)| name.starts_with("embed/")) {
            let kept = data.join(name);
            assert_eq!(&std::fs::read_to_string(kept).unwrap(), words, "{name}");
        }
    }
}
