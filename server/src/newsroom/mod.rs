//! From sources to a newsroom that can be read: drafts into the store, pictures into the media folder, and related news
//! computed again.

mod import_target;
mod intake;
mod note;
mod preview;
mod strip_older;

use std::path::Path;
use std::time::Duration;

use bantin_media::pictures::PictureError;
use bantin_model::Slug;
use jiff::Timestamp;
use serde::Serialize;
use url::Url;

use bantin_core::sources::about::About;
use bantin_import::site_file::SiteFileError;
use bantin_import::{Found, PrivateHost, Progress};
use bantin_store::advice;
use bantin_store::data_folder::media_folder;
use bantin_store::leftovers;
use bantin_store::lock::{Lock, LockError};
use bantin_store::open::{OpenError, create_store, open_store, refuse_preview};
use bantin_store::postgres::{Address, PostgresError};
use bantin_store::sqlite::{Restored, Store, StoreError};
use import_target::{Feed, Folder};
use intake::{ImportInput, import_to};
use strip_older::strip_older;

pub use note::ImportNote;
pub use preview::{Loss, Mark, Previewed};

/// The lock of a data folder, held by whoever changes its articles.
pub const IMPORT_LOCK: &str = ".import.lock";

/// Why an import stopped. A broken entry does not stop it, and is counted in the [`Outcome`].
#[derive(Debug, thiserror::Error)]
pub enum NewsroomError {
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Site(#[from] SiteFileError),
    #[error(transparent)]
    Picture(#[from] PictureError),
    #[error(transparent)]
    Postgres(#[from] PostgresError),
    #[error(transparent)]
    Lock(#[from] LockError),
    #[error("cannot wait for the database: {0}")]
    Runtime(std::io::Error),
}

/// The result of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Outcome {
    pub added: usize,
    pub updated: usize,
    pub unchanged: usize,
    /// Articles that were stored and become public later, each with its time.
    pub held: Vec<ImportNote>,
    /// Articles that were left out on purpose, each with the reason.
    pub skipped: Vec<ImportNote>,
    /// Articles that the newsroom withdrew, and that stay withdrawn.
    pub left_out: Vec<ImportNote>,
    /// Articles that were withdrawn because their source has them no more, or not for everybody.
    pub withdrawn: Vec<String>,
    /// Articles with a new address; the earlier one leads to it.
    pub moved: Vec<String>,
    /// Entries and sources that could not be read.
    pub failed: Vec<ImportNote>,
    /// Parts that were left out of imported articles.
    pub notes: Vec<String>,
    /// How many static pages were added, changed or removed.
    pub pages: usize,
    /// How many lists of related news changed.
    pub related: usize,
    /// How the sources were read, for those who follow them.
    #[serde(skip)]
    pub reading: Reading,
    /// What authors want to know of it; empty except in a preview.
    #[serde(skip)]
    pub preview: Previewed,
}

/// How the sources of an import were read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Whether a held article came or changed, which may have been public until now.
    pub holds_other: bool,
    /// Whether a source was read as a whole, so that articles missing there were withdrawn.
    pub is_whole: bool,
    /// Why a source could not be read, or not to its end.
    pub stopped: Option<Stopped>,
}

/// Why a source could not be read to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stopped {
    pub why: String,
    pub advice: Option<String>,
    /// How long it asks to be left alone.
    pub rest: Option<Duration>,
}

/// The settings of an import.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Withdraw articles that a source has no more even if those are most of them.
    pub allow_removal: bool,
    /// Called to tell how far reading has come.
    pub progress: Option<fn(Progress)>,
    /// The Content API key of a Ghost site, if it is not in the address.
    pub key: Option<String>,
    /// The site that an export of Ghost's comes from.
    pub site: Option<Url>,
    /// What the newsroom says about the sources.
    pub about: About,
    /// Hosts in local networks that may be fetched from.
    pub private: Vec<PrivateHost>,
    /// Make public what is not public yet or no more, and mark it in [`Outcome::preview`]: for authors, in a store that
    /// nobody else reads. No source is followed.
    pub preview: bool,
}

/// Imports `sources` (folders, feed files, URLs) into the folder `data`.
///
/// # Errors
/// [`NewsroomError`]; what was stored before the error stays stored.
pub fn import(data: &Path, sources: &[String]) -> Result<Outcome, NewsroomError> {
    import_at(data, sources, Settings::default(), Timestamp::now())
}

/// As [`import`], with settings, at `now`: articles dated later are held until then.
///
/// # Errors
/// As [`import`].
pub fn import_at(
    data: &Path,
    sources: &[String],
    settings: Settings,
    now: Timestamp,
) -> Result<Outcome, NewsroomError> {
    let given = sources.iter().map(|source| ImportInput::Named(source));
    let (store, mut outcome) = take_in(data, given.collect(), settings, now)?;
    if outcome.has_changed() {
        outcome.related = store.relate()?;
    }
    store.advance_revision()?;
    Ok(outcome)
}

/// As [`import_at`], for a source that was looked at before. Running servers notice when something changed.
///
/// # Errors
/// As [`import`].
pub fn import_found(
    data: &Path,
    found: Found,
    settings: Settings,
    now: Timestamp,
) -> Result<Outcome, NewsroomError> {
    let (store, mut outcome) = take_in(data, vec![ImportInput::Found(found)], settings, now)?;
    if outcome.has_changed() || !outcome.moved.is_empty() {
        outcome.related = store.relate()?;
        store.advance_revision()?;
    }
    Ok(outcome)
}

fn take_in(
    data: &Path,
    given: Vec<ImportInput<'_>>,
    settings: Settings,
    now: Timestamp,
) -> Result<(Store, Outcome), NewsroomError> {
    let store = create_store(data)?;
    if !settings.preview {
        refuse_preview(&store, data)?;
    }
    // A keeper that follows sources just waits; a person is told for whom the command waits.
    let is_command = given.iter().any(|given| matches!(given, ImportInput::Named(_)));
    let _lock = Lock::wait(&data.join(IMPORT_LOCK), "import", &mut |error| {
        if is_command {
            tracing::warn!("{error}");
        }
    })?;
    if let Err((path, error)) = leftovers::clear(data) {
        tracing::warn!("{}: {error}; {}", path.display(), advice::io(&error));
    }
    let media = media_folder(data);
    let notes = strip_older(&store, &media)?;
    let mut target = Folder { store: &store, media, notes };
    let outcome = import_to(&mut target, given, settings, now);
    drop(target);
    if outcome.is_err() {
        // Articles that were stored before the error are to be shown all the same.
        store.advance_revision()?;
    }
    Ok((store, outcome?))
}

/// Publishes `sources` to all servers that share the database at `address`; each of them makes its own lists and
/// pictures.
///
/// # Errors
/// [`NewsroomError`]; what was published before the error stays published.
pub fn publish(address: &Address, sources: &[String]) -> Result<Outcome, NewsroomError> {
    publish_at(address, sources, Settings::default(), Timestamp::now())
}

/// As [`publish`], with settings, at `now`.
///
/// # Errors
/// As [`publish`].
pub fn publish_at(
    address: &Address,
    sources: &[String],
    settings: Settings,
    now: Timestamp,
) -> Result<Outcome, NewsroomError> {
    let given = sources.iter().map(|source| ImportInput::Named(source)).collect();
    import_to(&mut Feed::open(address)?, given, settings, now)
}

/// As [`publish_at`], for a source that was looked at before.
///
/// # Errors
/// As [`publish`].
pub fn publish_found(
    address: &Address,
    found: Found,
    settings: Settings,
    now: Timestamp,
) -> Result<Outcome, NewsroomError> {
    import_to(&mut Feed::open(address)?, vec![ImportInput::Found(found)], settings, now)
}

/// Withdraws an article from the newsroom in `data` until [`restore`]. Its address says that it is gone, or leads to
/// the article `moved_to`.
///
/// # Errors
/// With a [`bantin_store::sqlite::MoveError`] when there is no such article, or the redirect would lead nowhere.
pub fn remove(data: &Path, slug: &Slug, moved_to: Option<&Slug>) -> Result<(), NewsroomError> {
    let store = open_store(data)?;
    store.withdraw(slug, moved_to, Timestamp::now().as_second())?;
    store.relate()?;
    Ok(store.advance_revision()?)
}

/// As [`remove`], from all servers that share the database at `address`.
///
/// # Errors
/// As [`remove`].
pub fn withdraw(
    address: &Address,
    slug: &Slug,
    moved_to: Option<&Slug>,
) -> Result<(), NewsroomError> {
    let Feed { runtime, postgres } = Feed::open(address)?;
    let now = Timestamp::now().as_second();
    Ok(runtime.block_on(postgres.withdraw(slug, moved_to, now))?)
}

/// Brings back an article that was withdrawn, with its votes and readings if that was not long ago.
///
/// # Errors
/// With a [`bantin_store::sqlite::MoveError`] when there is no such article, or it was not withdrawn.
pub fn restore(data: &Path, slug: &Slug) -> Result<Restored, NewsroomError> {
    let store = open_store(data)?;
    let restored = store.restore(slug, Timestamp::now().as_second())?;
    store.relate()?;
    store.advance_revision()?;
    Ok(restored)
}

/// As [`restore`], on all servers that share the database at `address`.
///
/// # Errors
/// As [`restore`].
pub fn restore_shared(address: &Address, slug: &Slug) -> Result<Restored, NewsroomError> {
    let Feed { runtime, postgres } = Feed::open(address)?;
    Ok(runtime.block_on(postgres.restore(slug, Timestamp::now().as_second()))?)
}

impl Outcome {
    /// Whether readers see any article in another form than before.
    pub fn has_changed(&self) -> bool {
        let is_other = self.added + self.updated > 0 || self.reading.holds_other;
        is_other || !self.withdrawn.is_empty()
    }
}
