//! Checks the data folder: the store, the pictures, permissions, space on the disk.

use std::path::{Path, PathBuf};

use bantin_site::export::guard;
use bantin_store::advice;
use bantin_store::data_folder;
use bantin_store::folder_rules;
use bantin_store::leftovers;
use bantin_store::open;
use bantin_store::sqlite::{self, Store, StoreError, files};
use rusqlite::Connection;

use super::{Finding, some};
use crate::backup::{is_whole, names, shown};

/// How many bytes an import, a backup or an export may need besides what is there.
const ROOM: u64 = 256 << 20;

const RESTORE: &str = "Put a backup back: `bantin-server restore --overwrite`";

/// Checks the store, and answers it if it can be read.
pub fn store(data: &Path, findings: &mut Vec<Finding>) -> Option<Store> {
    let path = data.join(data_folder::STORE);
    let connection = match sqlite::is_store(&path).and_then(|()| sqlite::connect_to_read(&path)) {
        Ok(connection) => connection,
        Err(error) => {
            findings.push(Finding::Wrong(error.to_string()));
            return None;
        }
    };
    findings.push(match integrity(&connection) {
        Ok(said) if said.is_empty() => Finding::Well(format!("{} is sound", path.display())),
        Ok(said) => {
            Finding::Wrong(format!("{} is damaged: {}. {RESTORE}", path.display(), some(&said)))
        }
        Err(error) => {
            Finding::Wrong(format!("{} cannot be read: {error}. {RESTORE}", path.display()))
        }
    });
    let (found, known) = (sqlite::version(&connection).ok()?, sqlite::newest());
    drop(connection);
    findings.push(match found.cmp(&known) {
        std::cmp::Ordering::Equal => Finding::Well(format!("its schema has version {known}, as this program needs it")),
        std::cmp::Ordering::Less => Finding::Note(format!(
            "its schema has version {found}, of an earlier program; the next import or `serve` brings it to {known}"
        )),
        std::cmp::Ordering::Greater => {
            Finding::Wrong(StoreError::TooNew { found, known }.to_string())
        }
    });
    // Nothing more can be said about another version.
    let store = open::open_store_to_read(data).ok()?;
    match inside(&store) {
        Ok(said) => findings.extend(said),
        Err(error) => findings.push(Finding::Wrong(format!("{error}. {RESTORE}"))),
    }
    Some(store)
}

fn integrity(connection: &Connection) -> Result<Vec<String>, rusqlite::Error> {
    let mut statement = connection.prepare("PRAGMA integrity_check(20)")?;
    let said = statement.query_map([], |row| row.get::<_, String>(0))?;
    let mut said = said.collect::<Result<Vec<_>, _>>()?;
    said.retain(|line| line != "ok");
    let sql = "SELECT count(*) FROM pragma_foreign_key_check()";
    let loose: u64 = connection.query_row(sql, [], |row| row.get(0))?;
    if loose > 0 {
        said.push(format!("{loose} rows belong to an article that is not there"));
    }
    Ok(said)
}

fn inside(store: &Store) -> Result<Vec<Finding>, StoreError> {
    let total = store.total(&bantin_model::path::ListKind::Latest)?;
    let mut said = Vec::new();
    said.push(match store.site()? {
        Some(site) => Finding::Well(format!("it holds {}, {total} articles", site.name)),
        None => Finding::Note(format!(
            "it has {total} articles and no name: import a folder with a site.toml"
        )),
    });
    let is_replica = store.meta("follows")?.is_some();
    let identity = store.meta("identity")?.is_some();
    said.push(if identity || is_replica {
        let identity = guard::newsroom(store)?;
        let of = if is_replica { ", that of the database it follows" } else { "" };
        Finding::Well(format!("its identity is {identity}{of}"))
    } else {
        Finding::Note("it has no identity yet; the next import or export gives it one".to_owned())
    });
    if !is_replica {
        let wrong = store.miscounted()?;
        said.push(if wrong.is_empty() {
            Finding::Well("every counter agrees with its votes".to_owned())
        } else {
            Finding::Wrong(format!(
                "the counters of {} articles do not agree with their votes: {}. Run `bantin-server ratings recount`",
                wrong.len(),
                some(&wrong)
            ))
        });
    }
    Ok(said)
}

/// Checks every picture, and whether all that are shown are there.
pub fn pictures(data: &Path, has_store: bool, findings: &mut Vec<Finding>) {
    let media = data_folder::media_folder(data);
    let there = match names(&media) {
        Ok(there) => there,
        Err(error) => {
            findings.push(Finding::Wrong(error.to_string()));
            return;
        }
    };
    let (mut damaged, mut unread) = (Vec::new(), Vec::new());
    for name in &there {
        match std::fs::read(media.join(name)) {
            Ok(bytes) if is_whole(name, &bytes) => {}
            Ok(_) => damaged.push(name.clone()),
            Err(error) => unread.push(format!("{name} ({error})")),
        }
    }
    let mut missing = Vec::new();
    if has_store {
        let path = data.join(data_folder::STORE);
        let shown = sqlite::connect_to_read(&path).map_err(Into::into).and_then(|c| shown(&c));
        match shown {
            Ok(shown) => missing.extend(shown.into_iter().filter(|name| !there.contains(name))),
            Err(error) => findings.push(Finding::Wrong(error.to_string())),
        }
    }
    let heal = "`bantin-server backup` into the folder of a backup that has them whole repairs them; or import the articles \
         that show them again";
    if !damaged.is_empty() {
        findings.push(Finding::Wrong(format!(
            "{} pictures are damaged, their bytes do not match their names: {}. {heal}",
            damaged.len(),
            some(&damaged)
        )));
    }
    if !missing.is_empty() {
        findings.push(Finding::Wrong(format!(
            "{} pictures that are shown are missing: {}. {heal}",
            missing.len(),
            some(&missing)
        )));
    }
    if !unread.is_empty() {
        findings.push(Finding::Wrong(format!(
            "{} pictures cannot be read: {}. Run this as the user who owns them",
            unread.len(),
            some(&unread)
        )));
    }
    if damaged.is_empty() && missing.is_empty() && unread.is_empty() {
        findings.push(Finding::Well(format!("{} pictures are whole", there.len())));
    }
}

/// Checks that only their owner may use the folder and the store, and that the folder is not published.
#[cfg(unix)]
pub fn permissions(data: &Path, findings: &mut Vec<Finding>) {
    use std::os::unix::fs::PermissionsExt;
    let store = data.join(data_folder::STORE);
    let files = ["", "-wal", "-shm", "-turns"].map(|ending| files::beside(&store, ending));
    let mut open = Vec::new();
    for path in files.iter().map(PathBuf::as_path).chain([data]) {
        let Ok(about) = std::fs::metadata(path) else { continue };
        let mode = about.permissions().mode() & 0o7777;
        if mode & 0o077 != 0 {
            open.push(format!("{} ({mode:04o})", path.display()));
        }
    }
    findings.push(if open.is_empty() {
        Finding::Well("nobody but its owner may use the data folder".to_owned())
    } else {
        Finding::Wrong(format!(
            "other users of this machine may use {}, and with it the keys that sign readers' tokens. Take that from them with \
             chmod go=; if you do not trust them, also run `bantin-server ratings rotate-key --drop-old`",
            some(&open)
        ))
    });
    if let Some(site) = folder_rules::site_above(data) {
        findings.push(Finding::Wrong(format!(
            "the data folder is in {}, which a host publishes. Move it elsewhere",
            site.display()
        )));
    }
    if store.is_file() && !files::may_write(&store) {
        findings.push(Finding::Note(
            "this user may read the store but not write it: export and check work, other commands do not".to_owned(),
        ));
    }
}

#[cfg(not(unix))]
pub fn permissions(data: &Path, findings: &mut Vec<Finding>) {
    if let Some(site) = folder_rules::site_above(data) {
        findings.push(Finding::Wrong(format!(
            "the data folder is in {}, which a host publishes. Move it elsewhere",
            site.display()
        )));
    }
}

/// Checks for unfinished files of killed commands.
pub fn leftovers(data: &Path, findings: &mut Vec<Finding>) {
    match leftovers::find(data) {
        Ok(left) if left.is_empty() => {}
        Ok(left) => findings.push(Finding::Note(format!(
            "unfinished files of a command that was killed, or is still at work ({}): {}. The next import removes them",
            left.len(),
            some(&left.iter().map(|path| path.display().to_string()).collect::<Vec<_>>())
        ))),
        Err((path, error)) => findings.push(Finding::Wrong(format!(
            "{}: {error}; {}",
            path.display(),
            advice::io(&error)
        ))),
    }
}

/// Checks the space on the disk of `folder`.
#[cfg(unix)]
pub fn room(folder: &Path, what: &str, findings: &mut Vec<Finding>) {
    let Ok(disk) = rustix::fs::statvfs(folder) else { return };
    let free = disk.f_bavail.saturating_mul(disk.f_frsize);
    let store = std::fs::metadata(folder.join(data_folder::STORE)).map_or(0, |about| about.len());
    let mib = free >> 20;
    findings.push(if free < ROOM.max(store) {
        Finding::Wrong(format!(
            "the disk of {what} has {mib} MiB left: make room before an import, a backup or an export needs it"
        ))
    } else if disk.f_files > 0 && disk.f_favail < 10_000 {
        Finding::Wrong(format!(
            "the disk of {what} takes {} more files: an export writes several for each article. Make room",
            disk.f_favail
        ))
    } else {
        Finding::Well(format!("the disk of {what} has {mib} MiB left"))
    });
}

#[cfg(not(unix))]
pub fn room(_: &Path, _: &str, _: &mut Vec<Finding>) {}
