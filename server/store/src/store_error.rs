//! The errors of a store: of a server's own, or of the database that several servers share.

use std::error::Error;
use std::path::PathBuf;

use bantin_model::Slug;
use deadpool_postgres::PoolError;

use crate::advice;
use crate::part::Part;

/// Why a store did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the store failed: {0}{advice}", advice = advice::sqlite(.0))]
    Sqlite(#[from] rusqlite::Error),
    #[error("stored JSON cannot be read: {0}")]
    Json(#[from] serde_json::Error),
    #[error(
        "the store has schema version {found}, this program knows {known}: use a newer program"
    )]
    TooNew { found: usize, known: usize },
    #[error(
        "the store has schema version {found}, this program has {known}: open it once as a user who may write it"
    )]
    TooOld { found: usize, known: usize },
    #[error("there is no store at {path}: check --data. `bantin-server import` makes a new one, `restore` brings one back", path = .0.display())]
    Missing(PathBuf),
    #[error("{path} is not a store of Bản Tin: {1}. Move it away, or give the right --data", path = .0.display())]
    NotAStore(PathBuf, String),
    /// The file is gone, or another one is in its place: writes would be lost.
    #[error("the store is no longer at {path}: bring it back, or start the server again on the one that is there", path = .0.display())]
    Moved(PathBuf),
    #[error("the store is open for reading only")]
    ReadOnly,
    #[error("{path}: {1}; {advice}", path = .0.display(), advice = advice::io(.1))]
    File(PathBuf, std::io::Error),
    #[error("\"{0}\" is not a date in the form of RFC 3339, as 2026-01-02T07:00:00+07:00")]
    Date(String),
    #[error("a slug or an address in the store is not valid: {0}")]
    Stored(String),
    #[error("the thread that writes votes cannot be started: {0}")]
    Thread(std::io::Error),
    #[error("the database failed: {0}")]
    Postgres(#[from] tokio_postgres::Error),
    #[error("the database failed: {0}")]
    Pool(#[from] deadpool_postgres::PoolError),
    #[error(transparent)]
    Move(#[from] MoveError),
    /// Too many votes wait, or votes cannot be written at present.
    #[error("the store takes no votes at the moment")]
    Busy,
    #[error("the store is being closed")]
    Stopped,
    /// Not done, or nobody knows whether it was done.
    #[error("{0}: this part of the server failed and is starting again; try again in some seconds")]
    Interrupted(Part),
    #[error("{path} is damaged ({1}): stop the server, put the last backup in its place (`bantin-server restore`), and look at the disk", path = .0.display())]
    Damaged(PathBuf, String),
}

impl StoreError {
    /// Whether another try may help (locked, busy, full).
    pub fn is_passing(&self) -> bool {
        use rusqlite::ErrorCode::{DatabaseBusy, DatabaseLocked, DiskFull, SystemIoFailure};
        match self {
            Self::Sqlite(rusqlite::Error::SqliteFailure(error, _)) => {
                matches!(error.code, DatabaseBusy | DatabaseLocked | DiskFull | SystemIoFailure)
            }
            Self::Postgres(error) | Self::Pool(PoolError::Backend(error)) => may_pass(error),
            Self::Pool(PoolError::Timeout(_) | PoolError::Closed) => true,
            Self::Busy | Self::Stopped | Self::Interrupted(_) | Self::Moved(_) => true,
            // No thread or no file can be had: the machine is overloaded.
            Self::Thread(_) => true,
            _ => false,
        }
    }

    /// Whether the shared database does not answer, which is no fault of this server.
    pub fn is_elsewhere(&self) -> bool {
        matches!(self, Self::Postgres(_) | Self::Pool(_)) && self.is_passing()
    }
}

/// Whether PostgreSQL's error may pass soon: no connection, no resources, a lock that could not be had, a server that
/// is stopping, starting, or read-only because another has taken over.
fn may_pass(error: &tokio_postgres::Error) -> bool {
    match error.code() {
        Some(code) => {
            ["08", "40", "53", "55", "57", "58"].contains(&code.code().get(..2).unwrap_or_default())
                || code.code() == "25006"
        }
        None => {
            error.is_closed() || error.source().is_some_and(|cause| cause.is::<std::io::Error>())
        }
    }
}

/// Why an article cannot be withdrawn, or brought back.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoveError {
    #[error("there is no article \"{0}\": give the last part of its address, /articles/SLUG/")]
    Unknown(Slug),
    #[error("\"{0}\" is an earlier address of \"{1}\": give that one")]
    Earlier(Slug, Slug),
    #[error("\"{0}\" would lead to itself: give another article with --moved-to, or none")]
    Loop(Slug),
    #[error("\"{0}\" is not public, so nothing can lead to it: give an article that is, or none")]
    Nowhere(Slug),
    #[error("\"{0}\" was not withdrawn: there is nothing to bring back")]
    NotWithdrawn(Slug),
}
