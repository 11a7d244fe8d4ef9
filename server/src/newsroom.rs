//! From sources to a newsroom that can be read: drafts into the store, pictures into the media
//! folder, related news anew.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use bantin_media::pictures::{self, PictureError};
use bantin_model::Slug;

use crate::draft::Draft;
use crate::illustrate::{Illustrated, illustrate};
use crate::import::static_pages::StaticDraft;
use crate::import::{self, Entry, ImportError, Imported, Options};
use crate::serve::{self, ServeError};
use crate::site_file::{self, SiteFileError};
use crate::store::{Put, Store, StoreError};

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
    #[error("there is no article \"{0}\"")]
    Unknown(Slug),
    #[error(transparent)]
    Picture(#[from] PictureError),
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
    let store = serve::open_store(data)?;
    for source in sources {
        let file = Path::new(source).join(site_file::NAME);
        if file.is_file() {
            store.set_site(&site_file::read(&file)?)?;
        }
    }
    let site = store.site()?.unwrap_or_else(site_file::nameless);
    let mut intake = Intake {
        store: &store,
        media: serve::media_folder(data),
        waiting: Vec::new(),
        slugs: BTreeMap::new(),
        outcome: Outcome::default(),
    };
    for source in sources {
        let mut stopped = None;
        let read = import::read(source, &Options::of(&site), &mut |entry| {
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
        intake.static_pages(Path::new(source), &Options::of(&site))?;
    }
    let mut outcome = intake.outcome;
    if outcome.added + outcome.updated > 0 {
        outcome.related = store.relate()?;
    }
    store.advance_revision()?;
    Ok(outcome)
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

struct Intake<'a> {
    store: &'a Store,
    media: PathBuf,
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
                for file in &draft.media {
                    pictures::write(&self.media, &file.name, &file.bytes)?;
                }
                // The bytes are on disk now; a batch of articles is small without them.
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
                    for file in &media {
                        pictures::write(&self.media, &file.name, &file.bytes)?;
                    }
                    pages.push(page);
                }
                Err(failed) => self.outcome.failed.push(failed.to_string()),
            }
        }
        let notes = illustrate(
            self.store,
            &self.media,
            pages.iter_mut().map(|page| Illustrated {
                image: None,
                body: &mut page.body,
                crops: None,
            }),
        )?;
        self.outcome.notes.extend(notes);
        self.outcome.pages += self.store.set_static_pages(&pages)?;
        Ok(())
    }

    fn store_waiting(&mut self) -> Result<(), NewsroomError> {
        let notes = illustrate(
            self.store,
            &self.media,
            self.waiting.iter_mut().map(|draft| Illustrated {
                image: draft.image.as_mut(),
                body: &mut draft.body,
                crops: Some(&mut draft.crops),
            }),
        )?;
        self.outcome.notes.extend(notes);
        for put in self.store.put(&self.waiting)? {
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
