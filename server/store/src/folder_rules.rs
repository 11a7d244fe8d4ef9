//! Which folders may be within which. A data folder has the key that signs readers' tokens, and an export is published
//! as a whole: so neither may be within the other, whatever links lead there.

use std::path::{Component, Path, PathBuf};

use crate::data_folder::{STORE, media_folder, widgets_folder};
use crate::sqlite::files::FileId;

/// The list of files that an export leaves in its folder.
const MANIFEST: &str = ".bantin-export";

/// Two folders of which one must not be within the other.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum FolderRuleError {
    #[error("{out} is in the data folder {data}: whoever may read the site could read the newsroom's keys. \
        Give another --out", out = .out.display(), data = .data.display())]
    OutInData { out: PathBuf, data: PathBuf },
    #[error("the data folder {data} is in {out}, which would be published with the newsroom's keys. \
        Give another --out, or move the data folder", out = .out.display(), data = .data.display())]
    DataInOut { out: PathBuf, data: PathBuf },
    #[error("the data folder {data} would be in {site}, which an export has written and a host publishes. \
        Give another --data", data = .data.display(), site = .site.display())]
    DataInSite { data: PathBuf, site: PathBuf },
    #[error("the backup {out} would be in {site}, which an export has written and a host publishes. \
        Give another --out", out = .out.display(), site = .site.display())]
    BackupInSite { out: PathBuf, site: PathBuf },
    #[error("{out} is in the built app {app}, which the next build replaces. Give another --out",
        out = .out.display(), app = .app.display())]
    OutInApp { out: PathBuf, app: PathBuf },
    #[error("of the backup {backup} and the data folder {data}, one is in the other. Give a folder apart from it",
        backup = .backup.display(), data = .data.display())]
    BackupInData { backup: PathBuf, data: PathBuf },
}

/// Checks that an export of the newsroom in `data`, with the built `app`, may be written to `out`.
///
/// # Errors
/// [`FolderRuleError`].
pub fn may_export(data: &Path, app: Option<&Path>, out: &Path) -> Result<(), FolderRuleError> {
    are_apart(data, out)?;
    if let Some(app) = app.filter(|app| is_within(out, app)) {
        return Err(FolderRuleError::OutInApp { out: out.to_owned(), app: app.to_owned() });
    }
    Ok(())
}

/// Checks that neither the data folder `data` nor the export `out` is within the other.
///
/// # Errors
/// [`FolderRuleError`].
pub fn are_apart(data: &Path, out: &Path) -> Result<(), FolderRuleError> {
    // Subfolders of a data folder may be links to other disks.
    let store = whole(&data.join(STORE)).parent().map(Path::to_owned);
    let parts = [data.to_owned(), media_folder(data), widgets_folder(data)];
    for data in parts.into_iter().chain(store) {
        let out = out.to_owned();
        if is_within(&out, &data) {
            return Err(FolderRuleError::OutInData { out, data });
        }
        if is_within(&data, &out) {
            return Err(FolderRuleError::DataInOut { out, data });
        }
    }
    Ok(())
}

/// Checks that a newsroom may be made in `data`.
///
/// # Errors
/// [`FolderRuleError::DataInSite`].
pub fn may_hold_data(data: &Path) -> Result<(), FolderRuleError> {
    match site_above(data) {
        Some(site) => Err(FolderRuleError::DataInSite { data: data.to_owned(), site }),
        None => Ok(()),
    }
}

/// Checks that a backup of the newsroom in `data` may be written to `backup`.
///
/// # Errors
/// [`FolderRuleError`].
pub fn may_back_up(data: &Path, backup: &Path) -> Result<(), FolderRuleError> {
    if is_within(backup, data) || is_within(data, backup) {
        return Err(FolderRuleError::BackupInData {
            backup: backup.to_owned(),
            data: data.to_owned(),
        });
    }
    match site_above(backup) {
        Some(site) => Err(FolderRuleError::BackupInSite { out: backup.to_owned(), site }),
        None => Ok(()),
    }
}

/// The folder of the export that `path` is in, or would be in.
pub fn site_above(path: &Path) -> Option<PathBuf> {
    let above = whole(path);
    above.ancestors().find(|folder| folder.join(MANIFEST).is_file()).map(Path::to_owned)
}

/// Whether `inner` is `outer` or within it, also where neither exists yet.
pub fn is_within(inner: &Path, outer: &Path) -> bool {
    let (inner, outer) = (whole(inner), whole(outer));
    if inner.starts_with(&outer) {
        return true;
    }
    // A folder can have two paths without any link: by another mount, or in a file system that ignores case.
    let Ok(id) = FileId::at(&outer) else { return false };
    cfg!(unix) && inner.ancestors().any(|folder| FileId::at(folder).is_ok_and(|own| own == id))
}

/// The absolute path with links resolved, as far as it exists, and without `..`.
fn whole(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut whole = PathBuf::new();
    for part in path.components() {
        match part {
            // Everything before is free of links, so the system would resolve it to this.
            Component::ParentDir => {
                whole.pop();
            }
            Component::CurDir => {}
            part => {
                whole.push(part);
                if let Ok(there) = whole.canonicalize() {
                    whole = there;
                } else if let Ok(to) = whole.read_link() {
                    // A link to a path that does not exist yet.
                    whole.pop();
                    whole.push(to);
                }
            }
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_and_a_data_folder_are_never_in_each_other() {
        let folder = tempfile::tempdir().unwrap();
        let at = |path: &str| folder.path().join(path);
        for path in ["data/media", "app", "other"] {
            std::fs::create_dir_all(at(path)).unwrap();
        }
        let export = |data: &str, out: &str| may_export(&at(data), Some(&at("app")), &at(out));
        assert_eq!(export("data", "site"), Ok(()));
        assert_eq!(export("data", "data-site"), Ok(()));
        for out in ["data", "data/site", "other/../data/site", "data/media", "data/new/er/site"] {
            assert!(matches!(export("data", out), Err(FolderRuleError::OutInData { .. })), "{out}");
        }
        for out in ["", "data/..", "other/.."] {
            assert!(matches!(export("data", out), Err(FolderRuleError::DataInOut { .. })), "{out}");
        }
        assert!(matches!(export("data", "app/site"), Err(FolderRuleError::OutInApp { .. })));
        assert!(may_back_up(&at("data"), &at("data/backup")).is_err());
        assert!(may_back_up(&at("data"), &at("backup")).is_ok());
    }

    #[cfg(unix)]
    #[test]
    fn links_do_not_hide_where_a_folder_is() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let at = |path: &str| folder.path().join(path);
        for path in ["data", "site", "pictures/of"] {
            std::fs::create_dir_all(at(path)).unwrap();
        }
        symlink(at("data"), at("link")).unwrap();
        symlink(at("pictures/of"), at("data/media")).unwrap();
        symlink(at("data/later"), at("dangling")).unwrap();
        for out in ["link", "link/site", "link/new/site", "pictures/of", "pictures", "dangling"] {
            assert!(may_export(&at("data"), Some(&at("app")), &at(out)).is_err(), "{out}");
        }
        assert!(may_export(&at("link"), Some(&at("app")), &at("data/site")).is_err());
        // In what an export wrote, no newsroom is made and no backup is put.
        std::fs::write(at("site").join(MANIFEST), "").unwrap();
        symlink(at("site"), at("www")).unwrap();
        for path in ["site", "site/data", "www/new/data"] {
            assert!(may_hold_data(&at(path)).is_err(), "{path}");
            assert!(may_back_up(&at("data"), &at(path)).is_err(), "{path}");
        }
        assert!(may_hold_data(&at("data")).is_ok());
    }
}
