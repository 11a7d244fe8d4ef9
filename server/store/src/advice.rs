//! What to do about an error of the file system or of SQLite, as the end of a message.

use std::io::{self, ErrorKind};

use rusqlite::ErrorCode;

/// What to do about `error`.
pub fn io(error: &io::Error) -> &'static str {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            "make room on this disk and run the command again; what was there is whole"
        }
        ErrorKind::PermissionDenied => {
            "run this as the user who owns it, or give this user the right to it"
        }
        ErrorKind::ReadOnlyFilesystem => {
            "nothing can be written there: give another folder, or mount it to be written"
        }
        ErrorKind::NotFound => "check that the path is right and its disk is mounted",
        ErrorKind::NotADirectory | ErrorKind::IsADirectory | ErrorKind::AlreadyExists => {
            "something else stands there: move it away, or give another path"
        }
        ErrorKind::AddrInUse => {
            "another program listens there: stop it, or give another port with --listen"
        }
        ErrorKind::AddrNotAvailable => "this machine has no such address: check --listen",
        _ => {
            "look whether the disk is sound and mounted (`bantin-server check` helps), then try again"
        }
    }
}

/// What to do about an error of SQLite.
pub fn sqlite(error: &rusqlite::Error) -> &'static str {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => {
            "; make room on its disk and try again, nothing that was stored is lost"
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            "; another program has been writing it for long: try again when that has ended"
        }
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            "; `bantin-server check` says how much of it, `bantin-server restore` puts a backup back"
        }
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => {
            "; run this as the user who owns the data folder"
        }
        Some(ErrorCode::SystemIoFailure) => {
            "; look whether its disk is full, sound and mounted, then try again"
        }
        _ => "",
    }
}
