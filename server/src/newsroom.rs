//! From sources to a newsroom that can be read: drafts into the store, pictures into the media
//! folder, related news anew.

use std::collections::BTreeMap;
use std::path::Path;

use bantin_media::pictures::PictureError;
use bantin_model::Slug;

use crate::draft::Draft;
use crate::import::static_pages::StaticDraft;
use crate::import::{self, Entry, ImportError, Imported, Options};
use crate::lock::{Lock, LockError};
use crate::postgres::{Address, PostgresError};
use crate::serve::{self, ServeError};
use crate::shelf::{Feed, Folder, Shelf};
use crate::site_file::{self, SiteFileError};
use crate::store::{Put, StoreError};
use crate::strip_older::strip_older;
use crate::{advice, leftovers};

/// The lock of a data folder that whoever changes its articles holds.
pub const IMPORT_LOCK: &str = ".import.lock";

/// Drafts stored in one transaction.
const BATCH: usize = 200;

/// Why an import stopped. A broken entry does not stop one; it is counted in the [`Outcome`].
#[derive(Debug, thiserror::Error)]
pub enum NewsroomError {
    #[error(transparent)]
    Serve(#[from] ServeError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Site(#[from] SiteFileError),
    #[error(
        "there is no article \"{0}\": its slug is the last part of its address, /articles/SLUG/"
    )]
    Unknown(Slug),
    #[error(transparent)]
    Picture(#[from] PictureError),
    #[error(transparent)]
    Postgres(#[from] PostgresError),
    #[error(transparent)]
    Lock(#[from] LockError),
    #[error("cannot wait for the database: {0}")]
    Runtime(std::io::Error),
}

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    pub added: usize,
    pub updated: usize,
    pub unchanged: usize,
    /// Files that say they are drafts.
    pub skipped: usize,
    /// Entries and sources that could not be read, each in a line for whoever runs the import.
    pub failed: Vec<String>,
    /// What was left out of articles that were taken.
    pub notes: Vec<String>,
    /// Static pages that were added, changed or taken away.
    pub pages: usize,
    /// Lists of related news that changed.
    pub related: usize,
}

/// Imports `sources` (folders, feed files, URLs) into the folder `data`.
///
/// # Errors
/// [`NewsroomError`]; what was stored before it stays stored.
pub fn import(data: &Path, sources: &[String]) -> Result<Outcome, NewsroomError> {
    let store = serve::create_store(data)?;
    let _lock = Lock::wait(&data.join(IMPORT_LOCK), "import", &mut |error| {
        tracing::warn!("{error}");
    })?;
    if let Err((path, error)) = leftovers::clear(data) {
        tracing::warn!("{}: {error}; {}", path.display(), advice::io(&error));
    }
    let media = serve::media_folder(data);
    let notes = strip_older(&store, &media)?;
    let mut outcome = import_to(&mut Folder { store: &store, media, notes }, sources)?;
    if outcome.added + outcome.updated > 0 {
        outcome.related = store.relate()?;
    }
    store.advance_revision()?;
    Ok(outcome)
}

/// Publishes `sources` to all servers that share the database at `address`; each of them makes what it shows
/// of it.
///
/// # Errors
/// [`NewsroomError`]; what was published before it stays published.
pub fn publish(address: &Address, sources: &[String]) -> Result<Outcome, NewsroomError> {
    import_to(&mut Feed::open(address)?, sources)
}

fn import_to(shelf: &mut dyn Shelf, sources: &[String]) -> Result<Outcome, NewsroomError> {
    for source in sources {
        let file = Path::new(source).join(site_file::NAME);
        if file.is_file() {
            shelf.set_site(&site_file::read(&file)?)?;
        }
    }
    let site = shelf.site()?.unwrap_or_else(site_file::nameless);
    let options = Options { pictures: shelf.known_pictures()?, ..Options::of(&site) };
    let mut intake =
        Intake { shelf, waiting: Vec::new(), slugs: BTreeMap::new(), outcome: Outcome::default() };
    for source in sources {
        let mut stopped = None;
        let read = import::read(source, &options, &mut |entry| {
            if stopped.is_none()
                && let Err(error) = intake.take(entry)
            {
                stopped = Some(error);
            }
        });
        if let Some(error) = stopped {
            return Err(error);
        }
        if let Err(error) = read {
            intake.outcome.failed.push(ImportError::to_string(&error));
        }
    }
    intake.store_waiting()?;
    for source in sources {
        intake.static_pages(Path::new(source), &options)?;
    }
    intake.shelf.learn_pictures(&options.pictures.learned())?;
    intake.outcome.notes.extend(intake.shelf.notes());
    Ok(intake.outcome)
}

/// Withdraws an article from the newsroom in `data`: its address says so from now on, or leads to the
/// article `moved_to`.
///
/// # Errors
/// [`NewsroomError::Unknown`] when there is no such article; the store's own.
pub fn remove(data: &Path, slug: &Slug, moved_to: Option<&Slug>) -> Result<(), NewsroomError> {
    let store = serve::open_store(data)?;
    if let Some(other) = moved_to
        && !store.has_article(other)?
    {
        return Err(NewsroomError::Unknown(other.clone()));
    }
    if !store.remove(slug, moved_to)? {
        return Err(NewsroomError::Unknown(slug.clone()));
    }
    store.relate()?;
    Ok(store.advance_revision()?)
}

/// As [`remove`], from all servers that share the database at `address`.
///
/// # Errors
/// [`NewsroomError`].
pub fn withdraw(
    address: &Address,
    slug: &Slug,
    moved_to: Option<&Slug>,
) -> Result<(), NewsroomError> {
    let Feed { runtime, postgres } = Feed::open(address)?;
    runtime.block_on(async {
        if let Some(other) = moved_to
            && !postgres.has_article(other).await?
        {
            return Err(NewsroomError::Unknown(other.clone()));
        }
        if !postgres.withdraw(slug, moved_to).await? {
            return Err(NewsroomError::Unknown(slug.clone()));
        }
        Ok(())
    })
}

struct Intake<'a> {
    shelf: &'a mut dyn Shelf,
    waiting: Vec<Draft>,
    /// Where each slug of this import came from, so that two sources never overwrite each other.
    slugs: BTreeMap<String, String>,
    outcome: Outcome,
}

impl Intake<'_> {
    fn take(&mut self, entry: Entry) -> Result<(), NewsroomError> {
        match entry {
            Entry::Failed(failure) => self.outcome.failed.push(failure.to_string()),
            Entry::Skipped(_) => self.outcome.skipped += 1,
            Entry::Imported(imported) => {
                let Imported { name, draft, dropped, .. } = *imported;
                if let Some(first) = self.slugs.get(draft.slug.as_str()) {
                    let slug = &draft.slug;
                    self.outcome
                        .failed
                        .push(format!("{name}: the slug \"{slug}\" is taken by {first}"));
                    return Ok(());
                }
                self.outcome.notes.extend(dropped.iter().map(|note| format!("{name}: {note}")));
                self.slugs.insert(draft.slug.as_str().to_owned(), name);
                self.shelf.take_files(&draft.media)?;
                // The bytes are where they belong; a batch of articles is small without them.
                self.waiting.push(Draft { media: Vec::new(), ..draft });
                if self.waiting.len() >= BATCH {
                    self.store_waiting()?;
                }
            }
        }
        Ok(())
    }

    /// The static pages of a newsroom's folder, in place of those there were.
    fn static_pages(&mut self, source: &Path, options: &Options) -> Result<(), NewsroomError> {
        let is_newsroom = source.join(site_file::NAME).is_file()
            && source.join(import::static_pages::FOLDER).is_dir();
        if !is_newsroom {
            return Ok(());
        }
        let read = match import::static_pages::read(source, options) {
            Ok(read) => read,
            Err(error) => {
                self.outcome.failed.push(error.to_string());
                return Ok(());
            }
        };
        let mut pages = Vec::new();
        for draft in read {
            match draft {
                Ok(StaticDraft { name, page, media, dropped }) => {
                    self.outcome.notes.extend(dropped.iter().map(|note| format!("{name}: {note}")));
                    self.shelf.take_files(&media)?;
                    pages.push(page);
                }
                Err(failed) => self.outcome.failed.push(failed.to_string()),
            }
        }
        self.outcome.pages += self.shelf.set_static_pages(&mut pages)?;
        Ok(())
    }

    fn store_waiting(&mut self) -> Result<(), NewsroomError> {
        for put in self.shelf.put(&mut self.waiting)? {
            match put {
                Put::Added => self.outcome.added += 1,
                Put::Updated => self.outcome.updated += 1,
                Put::Unchanged => self.outcome.unchanged += 1,
            }
        }
        self.waiting.clear();
        Ok(())
    }
}
