//! Exports again and again. Errors that pass by themselves (a full disk, a store that is away, an app that is being
//! replaced) are waited for, and the published site stays meanwhile.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bantin_store::data_folder::STORE;
use bantin_store::folder_rules;
use bantin_store::open::OpenError;
use bantin_store::sqlite::files::{self, FileId};
use bantin_store::sqlite::{Store, StoreError};
use jiff::Timestamp;

use super::manifest::MANIFEST;
use super::{Consent, Export, ExportError, Outcome, Target, guard, lock, open_store, site_of};

/// The longest pause after an error.
const LONGEST: Duration = Duration::from_secs(30);

/// What happens to an export that watches.
#[derive(Debug)]
pub enum WatchEvent {
    Exported(Outcome),
    /// It waits for this error to pass; reported once, however often it tries.
    Waiting(ExportError),
    /// The error that it waited for has passed.
    GoesOn,
}

/// Exports now, and again whenever something has changed, which is checked after every `pause`. It ends only with an
/// error that does not pass by itself. `on_event` is told what happens.
///
/// # Errors
/// [`ExportError`]; for the first export any error but a full disk or a busy store.
pub fn watch(
    data: &Path,
    target: &Target,
    consent: Consent,
    pause: Duration,
    on_event: &mut dyn FnMut(WatchEvent),
) -> Result<(), ExportError> {
    let mut watch = Watch { data, target, consent, session: None, newsroom: None };
    may_watch(data, target)?;
    let _lock = lock(target)?;
    let mut waits_for = None;
    let mut next = pause;
    loop {
        match watch.look() {
            Ok(outcome) => {
                if waits_for.take().is_some() {
                    on_event(WatchEvent::GoesOn);
                }
                if let Some(outcome) = outcome {
                    on_event(WatchEvent::Exported(outcome));
                }
                next = pause;
            }
            Err(error) => {
                let has_begun = watch.newsroom.is_some();
                if !is_passing(&error, has_begun) {
                    return Err(error);
                }
                let cause = cause(&error);
                // Looking for the store costs nothing; writing a site onto a full disk does.
                let is_costly = matches!(error, ExportError::Io(..));
                next = if is_costly { (next * 2).min(LONGEST.max(pause)) } else { pause };
                if waits_for.as_ref() != Some(&cause) {
                    on_event(WatchEvent::Waiting(error));
                    waits_for = Some(cause);
                }
            }
        }
        std::thread::sleep(next);
    }
}

/// Checks that an export of `data` to `target` can begin, without making or writing anything.
///
/// # Errors
/// [`ExportError`].
pub fn may_watch(data: &Path, target: &Target) -> Result<(), ExportError> {
    folder_rules::may_export(data, target.app.folder(), &target.out)?;
    drop(open_store(data)?);
    Ok(())
}

/// Whether an error may pass by itself. Before the first export, only errors that have nothing to do with the options.
fn is_passing(error: &ExportError, has_begun: bool) -> bool {
    let of_store = |error: &StoreError| match error {
        StoreError::Missing(_)
        | StoreError::NotAStore(..)
        | StoreError::File(..)
        | StoreError::Sqlite(_) => has_begun || error.is_passing(),
        error => error.is_passing(),
    };
    match error {
        ExportError::Store(error) | ExportError::Open(OpenError::Store(error)) => of_store(error),
        ExportError::Io(_, error) => has_begun || is_full(error),
        ExportError::Open(OpenError::Folder(..))
        | ExportError::Another(_)
        | ExportError::NoList(_)
        | ExportError::OutGone(_)
        | ExportError::Link(_)
        | ExportError::Loss(_) => has_begun,
        // The app is being built anew.
        ExportError::Pages(_) => has_begun,
        ExportError::Open(_)
        | ExportError::FolderRule(_)
        | ExportError::Lock(_)
        | ExportError::Json(_) => false,
    }
}

fn is_full(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
    matches!(error.kind(), FileTooLarge | QuotaExceeded | StorageFull)
}

/// The key by which an error counts as the same: for a disk, whichever file it was noticed at.
fn cause(error: &ExportError) -> String {
    match error {
        ExportError::Io(_, error) => format!("{:?}", error.kind()),
        error => error.to_string(),
    }
}

struct Watch<'a> {
    data: &'a Path,
    target: &'a Target,
    consent: Consent,
    session: Option<Session>,
    /// The newsroom that was exported; from then on no other one is.
    newsroom: Option<String>,
}

/// An open store, and what its last export showed.
struct Session {
    store: Arc<Store>,
    file: FileId,
    shown: Option<Shown>,
}

/// The state that an export showed. While it is the same, there is nothing to do.
#[derive(PartialEq, Eq)]
struct Shown {
    tick: i64,
    of: Sources,
}

#[derive(Clone, PartialEq, Eq)]
struct Sources {
    site: Vec<u8>,
    /// Length and time of those files of the app that change with any other file of it.
    app: Vec<Option<(u64, SystemTime)>>,
    /// Length and time of the store's files, if its clock cannot be advanced.
    store: Vec<Option<(u64, SystemTime)>>,
}

impl Watch<'_> {
    /// Looks for changes and exports them. `None` when there was nothing to do.
    fn look(&mut self) -> Result<Option<Outcome>, ExportError> {
        let path = self.data.join(STORE);
        let file = FileId::at(&path).map_err(|_| StoreError::Missing(path.clone()));
        let is_same = self
            .session
            .as_ref()
            .is_some_and(|open| file.as_ref().is_ok_and(|file| open.file == *file));
        if !is_same {
            self.session = None;
        }
        let file = file?;
        if self.newsroom.is_some() && !self.target.out.join(MANIFEST).is_file() {
            return Err(ExportError::OutGone(self.target.out.clone()));
        }
        if self.session.is_none() {
            let store = open_store(self.data)?;
            let newsroom = guard::newsroom(&store)?;
            if self.newsroom.as_ref().is_some_and(|known| *known != newsroom) {
                return Err(ExportError::Another(self.target.out.clone()));
            }
            self.session = Some(Session { store, file, shown: None });
        }
        let Some(session) = &mut self.session else { return Ok(None) };
        // Publishes articles whose time has come; a store open only for reading stays as it is.
        session.store.publish_and_relate(Timestamp::now())?;
        let of = sources(&path, &session.store, self.target)?;
        if let Some(shown) = &session.shown
            && shown.of == of
            && (session.store.is_read_only() || !session.store.has_changed(shown.tick)?)
        {
            return Ok(None);
        }
        // Consent is only for what was there when it was given.
        let replace = self.consent.replace && self.newsroom.is_none();
        let consent = Consent { replace, ..self.consent };
        let export = Export::open(self.data, self.target, Arc::clone(&session.store), consent)?;
        let newsroom = export.newsroom.clone();
        let (outcome, tick) = export.run(consent)?;
        session.shown = Some(Shown { tick, of });
        self.newsroom = Some(newsroom);
        Ok(outcome)
    }
}

fn sources(path: &Path, store: &Store, target: &Target) -> Result<Sources, ExportError> {
    let about = |path: PathBuf| {
        let about = std::fs::metadata(path).ok()?;
        Some((about.len(), about.modified().unwrap_or(SystemTime::UNIX_EPOCH)))
    };
    let app = ["index.html", "build.json", "embed/v1.js"].map(|name| target.app.stamp(name));
    let own = if store.is_read_only() {
        ["", "-wal"].map(|ending| about(files::beside(path, ending))).to_vec()
    } else {
        Vec::new()
    };
    let site = serde_json::to_vec(&site_of(store, target)?)?;
    Ok(Sources { site, app: app.to_vec(), store: own })
}
