//! The files of a store: their permissions, and telling one from another.
//!
//! The store holds the key that signs readers' tokens, so only its owner may read it: from the first byte on the folder
//! is 0700 and the files are 0600. SQLite gives its log and its index the permissions of the store's file.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

/// The identity of a file, which tells it from every other that has stood at the same path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileId(u64, u64);

impl FileId {
    /// The identity of the file at `path`.
    #[cfg(unix)]
    pub fn at(path: &Path) -> io::Result<Self> {
        use std::os::unix::fs::MetadataExt;
        let about = std::fs::metadata(path)?;
        Ok(Self(about.dev(), about.ino()))
    }

    /// Here it only says that there is a file at `path`.
    #[cfg(not(unix))]
    pub fn at(path: &Path) -> io::Result<Self> {
        std::fs::metadata(path).map(|_| Self(0, 0))
    }
}

/// Makes the folder at `path` for its owner alone, unless it is there.
///
/// # Errors
/// Of the file system.
pub fn create_private_folder(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Makes an empty file for its owner alone.
///
/// # Errors
/// Of the file system; [`io::ErrorKind::AlreadyExists`] when it is there.
pub fn create_private_file(path: &Path) -> io::Result<File> {
    private().create_new(true).open(path)
}

/// Opens a file for writing; makes it for its owner alone when it does not exist.
///
/// # Errors
/// Of the file system.
pub fn open_private_file(path: &Path) -> io::Result<File> {
    private().create(true).truncate(false).open(path)
}

fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Whether this user may write to the store at `path` and the files beside it.
pub fn may_write(path: &Path) -> bool {
    let opened = OpenOptions::new().read(true).write(true).open(path);
    opened.and_then(|_| open_turns(path)).is_ok()
}

/// The file that is locked for a turn to write the store at `path`.
pub(super) fn open_turns(path: &Path) -> io::Result<File> {
    open_private_file(&beside(path, "-turns"))
}

/// The path of the file beside the store whose name ends in `ending`.
pub fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Removes all permissions but the owner's from the store at `path`, its other files and the folder it is in. Earlier
/// versions made these files readable for everybody. Answers what was changed: each path, with its permissions before.
///
/// # Errors
/// Of the file system; [`io::ErrorKind::PermissionDenied`] when the files belong to somebody else.
#[cfg(unix)]
pub fn tighten(path: &Path) -> io::Result<Vec<(PathBuf, u32)>> {
    use std::os::unix::fs::PermissionsExt;
    let files = ["", "-wal", "-shm", "-turns"].map(|ending| beside(path, ending));
    let folder = path.parent().map(Path::to_owned);
    let mut changed = Vec::new();
    for path in folder.into_iter().chain(files) {
        let Ok(about) = std::fs::metadata(&path) else { continue };
        let mode = about.permissions().mode() & 0o7777;
        if mode & 0o077 != 0 {
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode & !0o077))?;
            changed.push((path, mode));
        }
    }
    Ok(changed)
}

/// Only Unix has permissions of this kind.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub fn tighten(_: &Path) -> io::Result<Vec<(PathBuf, u32)>> {
    Ok(Vec::new())
}
