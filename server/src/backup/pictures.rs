//! Copies pictures between a data folder and a backup. Each is named by its bytes, so every copy can be checked, and a
//! damaged one can be repaired from a good one in the other folder.

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::Path;

use bantin_store::sqlite::files;
use rusqlite::{Connection, OptionalExtension};

use super::{BackupError, io, settle};

/// What was done with the pictures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pictures {
    /// Damaged ones that were repaired, in either folder.
    pub healed: Vec<String>,
    /// Shown by an article or a page, or of the newsroom's look, and intact in neither folder.
    pub missing: Vec<String>,
}

/// Whether a picture has the bytes that its name says; a name without a hash counts as right.
pub fn is_whole(name: &str, bytes: &[u8]) -> bool {
    match hash_of(name) {
        Some(hash) => bantin_media::hash16(bytes) == hash,
        None => true,
    }
}

/// The hash in a picture's name: sixteen hexadecimal digits before the ending.
fn hash_of(name: &str) -> Option<&str> {
    let hash = name.split('.').next().unwrap_or_default();
    let is_hash = hash.len() == 16 && hash.bytes().all(|b| b.is_ascii_hexdigit());
    is_hash.then_some(hash)
}

/// The names of all pictures that articles and static pages in this store show, also those of held and withdrawn
/// articles, which may come back; and of the files of the newsroom's look, such as its logo and fonts.
pub(crate) fn shown(store: &Connection) -> Result<BTreeSet<String>, BackupError> {
    let mut names = BTreeSet::new();
    // In a store of an earlier version all articles are public.
    let sql =
        "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'record')";
    let has_others: bool = store.query_row(sql, [], |row| row.get(0))?;
    let articles = if has_others { "record" } else { "article" };
    for (column, table) in [("card", articles), ("body", articles), ("body", "page")] {
        let mut statement = store.prepare(&format!("SELECT {column} FROM {table}"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            names.extend(named_in(&row.get::<_, String>(0)?));
        }
    }
    let sql = "SELECT CAST(value AS TEXT) FROM meta WHERE key = 'site'";
    let site: Option<String> = store.query_row(sql, [], |row| row.get(0)).optional()?;
    names.extend(site.iter().flat_map(|site| named_in(site)));
    Ok(names)
}

/// The names of pictures after `/media/` in a text.
fn named_in(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split("/media/").skip(1).filter_map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '.');
        let name = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
        (hash_of(name).is_some() && name.len() > 17).then(|| name.to_owned())
    })
}

/// Copies the pictures in `from` to `to`; intact ones there stay. A damaged one in either folder is repaired from the
/// other.
pub(super) fn copy(
    from: &Path,
    to: &Path,
    shown: &BTreeSet<String>,
) -> Result<Pictures, BackupError> {
    let mut pictures = Pictures::default();
    let all: BTreeSet<String> = names(from)?.into_iter().chain(shown.iter().cloned()).collect();
    for name in all {
        let source = read(&from.join(&name))?;
        let is_there = source.is_some();
        let source = source.filter(|bytes| is_whole(&name, bytes));
        let target = read(&to.join(&name))?;
        let was_there = target.is_some();
        let target = target.filter(|bytes| is_whole(&name, bytes));
        match (source, target) {
            (Some(bytes), None) => {
                write(to, &name, &bytes)?;
                if was_there {
                    pictures.healed.push(name);
                }
            }
            (None, Some(bytes)) if is_there || shown.contains(&name) => {
                match write(from, &name, &bytes) {
                    Ok(()) => pictures.healed.push(name),
                    // A user who may not write there leaves it as it is; the other folder has it intact.
                    Err(BackupError::Io(_, error)) if may_not(&error) => {}
                    Err(error) => return Err(error),
                }
            }
            (None, None) if is_there || was_there || shown.contains(&name) => {
                pictures.missing.push(name);
            }
            _ => {}
        }
    }
    Ok(pictures)
}

fn may_not(error: &std::io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem | ErrorKind::NotFound
    )
}

/// The names of files in a folder, without hidden ones; none when it does not exist.
pub(crate) fn names(folder: &Path) -> Result<Vec<String>, BackupError> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(io(folder)(error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(io(folder))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') && entry.path().is_file() {
            names.push(name);
        }
    }
    Ok(names)
}

fn read(path: &Path) -> Result<Option<Vec<u8>>, BackupError> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(io(path)(error)),
    }
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), BackupError> {
    let partial = folder.join(format!(".{name}.partial"));
    let failed = io(&partial);
    let write = || {
        use std::io::Write;
        let mut file = files::open_private_file(&partial)?;
        file.set_len(0)?;
        file.write_all(bytes)
    };
    write().map_err(failed)?;
    settle(&partial, &folder.join(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_found_where_they_are_named() {
        let text = r#"{"src":"/media/0123456789abcdef.jpg","variants":["/media/fedcba9876543210.webp"],"x":"/media/other.jpg"}"#;
        let names: Vec<_> = named_in(text).collect();
        assert_eq!(names, ["0123456789abcdef.jpg", "fedcba9876543210.webp"]);
    }

    #[test]
    fn a_damaged_picture_is_made_whole_by_the_other_folder_s() {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("from"), folder.path().join("to"));
        for folder in [&from, &to] {
            std::fs::create_dir(folder).unwrap();
        }
        let named = |bytes: &[u8]| format!("{}.jpg", bantin_media::hash16(bytes));
        let put = |folder: &Path, name: &str, bytes: &[u8]| {
            std::fs::write(folder.join(name), bytes).unwrap();
        };
        let all: Vec<String> = ["new", "bad copy", "bad here", "lost here", "bad both", "never"]
            .map(|text| named(text.as_bytes()))
            .to_vec();
        let [new, bad_copy, bad_here, lost_here, bad_both, never] = &*all else { unreachable!() };
        put(&from, new, b"new");
        put(&from, bad_copy, b"bad copy");
        put(&to, bad_copy, b"x");
        put(&from, bad_here, b"x");
        put(&to, bad_here, b"bad here");
        put(&to, lost_here, b"lost here");
        put(&from, bad_both, b"x");
        put(&to, bad_both, b"y");
        let pictures = copy(&from, &to, &all.iter().cloned().collect()).unwrap();
        let sorted = |mut names: Vec<String>| {
            names.sort();
            names
        };
        let names = |names: &[&String]| sorted(names.iter().map(|name| (*name).clone()).collect());
        assert_eq!(sorted(pictures.healed), names(&[bad_copy, bad_here, lost_here]));
        assert_eq!(sorted(pictures.missing), names(&[bad_both, never]));
        for (folder, name) in [(&to, new), (&to, bad_copy), (&from, bad_here), (&from, lost_here)] {
            assert!(is_whole(name, &std::fs::read(folder.join(name)).unwrap()), "{name}");
        }
    }
}
