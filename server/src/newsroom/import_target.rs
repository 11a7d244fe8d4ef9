//! Where an import puts articles: into the store of a server on its own, or into the feed that the servers of one
//! database follow.

use std::collections::HashMap;
use std::path::PathBuf;

use bantin_core::draft::Media;
use bantin_core::identity::{Head, Incoming};
use bantin_core::sources::Source;
use bantin_import::{KnownPictures, Published};
use bantin_media::{pictures, take};
use bantin_model::{Site, Slug, StaticPage};
use bantin_store::illustrate::{Illustrated, illustrate};
use bantin_store::ledger::Group;
use bantin_store::postgres::{Address, Postgres};
use bantin_store::register::Register;
use bantin_store::sqlite::{ImportedArticle, Store};

use super::NewsroomError;

/// A place that an import puts articles into.
pub trait ImportTarget {
    fn site(&mut self) -> Result<Option<Site>, NewsroomError>;
    fn set_site(&mut self, site: &Site) -> Result<(), NewsroomError>;
    /// Sets the sources that are followed.
    fn follow_sources(&mut self, sources: &[Source]) -> Result<(), NewsroomError>;
    /// The sources that are followed.
    fn followed(&mut self) -> Result<Vec<Source>, NewsroomError>;
    /// Takes files (pictures); articles and pages that refer to them come later.
    fn take_files(&mut self, files: &[Media]) -> Result<(), NewsroomError>;
    /// Takes articles of a source, at `now` (Unix seconds).
    fn take(
        &mut self,
        head: &Head,
        incoming: &mut [Incoming],
        now: i64,
    ) -> Result<Vec<ImportedArticle>, NewsroomError>;
    /// The names of the sources that begin with `prefix`.
    fn sources(&mut self, prefix: &str) -> Result<Vec<String>, NewsroomError>;
    fn rename_source(&mut self, from: &str, to: &str) -> Result<(), NewsroomError>;
    /// The articles of a source that are public or held, each with its ids at the source.
    fn known_of(&mut self, source: &str) -> Result<HashMap<Slug, Vec<String>>, NewsroomError>;
    /// Withdraws articles that their sources have no more.
    fn leave(&mut self, slugs: &[Slug], now: i64) -> Result<(), NewsroomError>;
    /// Sets the static pages. Answers how many changed, went or came.
    fn set_static_pages(&mut self, pages: &mut [StaticPage]) -> Result<usize, NewsroomError>;
    /// The folder for the texts of a large source while it is read; `None` for the system's.
    fn scratch(&self) -> Option<PathBuf>;
    /// The pictures of which nothing could be made, a line for each.
    fn notes(&mut self) -> Vec<String>;
    /// The pictures that earlier imports took; none where that is not remembered.
    fn known_pictures(&mut self) -> Result<KnownPictures, NewsroomError> {
        Ok(KnownPictures::default())
    }
    /// Remembers the pictures that this import took, by the hash of their original bytes.
    fn learn_pictures(&mut self, _learned: &[(String, Published)]) -> Result<(), NewsroomError> {
        Ok(())
    }
}

/// The store and the media folder of a server on its own.
pub struct Folder<'a> {
    pub store: &'a Store,
    pub media: PathBuf,
    pub notes: Vec<String>,
}

impl ImportTarget for Folder<'_> {
    fn site(&mut self) -> Result<Option<Site>, NewsroomError> {
        Ok(self.store.site()?)
    }

    fn set_site(&mut self, site: &Site) -> Result<(), NewsroomError> {
        Ok(self.store.set_site(site)?)
    }

    fn follow_sources(&mut self, sources: &[Source]) -> Result<(), NewsroomError> {
        Ok(self.store.follow_sources(sources)?)
    }

    fn followed(&mut self) -> Result<Vec<Source>, NewsroomError> {
        Ok(self.store.followed()?.into_iter().map(|entry| entry.source).collect())
    }

    fn take_files(&mut self, files: &[Media]) -> Result<(), NewsroomError> {
        for file in files {
            pictures::write(&self.media, &file.name, &file.bytes)?;
        }
        Ok(())
    }

    fn take(
        &mut self,
        head: &Head,
        incoming: &mut [Incoming],
        now: i64,
    ) -> Result<Vec<ImportedArticle>, NewsroomError> {
        let parts = incoming.iter_mut().map(|one| Illustrated::draft(&mut one.draft));
        self.notes.extend(illustrate(self.store, &self.media, parts)?);
        Ok(self.store.take(head, incoming, now)?)
    }

    fn sources(&mut self, prefix: &str) -> Result<Vec<String>, NewsroomError> {
        Ok(self.store.sources(prefix)?)
    }

    fn rename_source(&mut self, from: &str, to: &str) -> Result<(), NewsroomError> {
        Ok(self.store.rename_source(from, to)?)
    }

    fn known_of(&mut self, source: &str) -> Result<HashMap<Slug, Vec<String>>, NewsroomError> {
        Ok(self.store.known_of(source)?)
    }

    fn leave(&mut self, slugs: &[Slug], now: i64) -> Result<(), NewsroomError> {
        Ok(self.store.leave(slugs, now)?)
    }

    fn set_static_pages(&mut self, pages: &mut [StaticPage]) -> Result<usize, NewsroomError> {
        let parts = pages.iter_mut().map(Illustrated::page);
        self.notes.extend(illustrate(self.store, &self.media, parts)?);
        Ok(self.store.set_static_pages(pages)?)
    }

    fn scratch(&self) -> Option<PathBuf> {
        self.media.parent().map(PathBuf::from)
    }

    fn notes(&mut self) -> Vec<String> {
        std::mem::take(&mut self.notes)
    }

    fn known_pictures(&mut self) -> Result<KnownPictures, NewsroomError> {
        Ok(KnownPictures::new(self.media.clone(), self.store.all_made(take::RULES)?))
    }

    fn learn_pictures(&mut self, learned: &[(String, Published)]) -> Result<(), NewsroomError> {
        Ok(self.store.set_made(take::RULES, learned)?)
    }
}

/// The feed that servers of one database follow.
pub struct Feed {
    pub runtime: tokio::runtime::Runtime,
    pub postgres: Postgres,
}

impl Feed {
    pub fn open(address: &Address) -> Result<Self, NewsroomError> {
        let runtime = tokio::runtime::Runtime::new().map_err(NewsroomError::Runtime)?;
        let postgres = runtime.block_on(Postgres::open(address, Group::default()))?;
        Ok(Self { runtime, postgres })
    }
}

impl ImportTarget for Feed {
    fn site(&mut self) -> Result<Option<Site>, NewsroomError> {
        Ok(self.runtime.block_on(self.postgres.published_site())?)
    }

    fn set_site(&mut self, site: &Site) -> Result<(), NewsroomError> {
        Ok(self.runtime.block_on(self.postgres.publish_site(site))?)
    }

    fn follow_sources(&mut self, sources: &[Source]) -> Result<(), NewsroomError> {
        Ok(self.runtime.block_on(self.postgres.follow_sources(sources))?)
    }

    fn followed(&mut self) -> Result<Vec<Source>, NewsroomError> {
        let entries = self.runtime.block_on(self.postgres.followed())?;
        Ok(entries.into_iter().map(|entry| entry.source).collect())
    }

    fn take_files(&mut self, files: &[Media]) -> Result<(), NewsroomError> {
        Ok(self.runtime.block_on(self.postgres.publish_pictures(files))?)
    }

    fn take(
        &mut self,
        head: &Head,
        incoming: &mut [Incoming],
        now: i64,
    ) -> Result<Vec<ImportedArticle>, NewsroomError> {
        Ok(self.runtime.block_on(self.postgres.take(head, incoming, now))?)
    }

    fn sources(&mut self, prefix: &str) -> Result<Vec<String>, NewsroomError> {
        Ok(self.runtime.block_on(self.postgres.sources(prefix))?)
    }

    fn rename_source(&mut self, from: &str, to: &str) -> Result<(), NewsroomError> {
        Ok(self.runtime.block_on(self.postgres.rename_source(from, to))?)
    }

    fn known_of(&mut self, source: &str) -> Result<HashMap<Slug, Vec<String>>, NewsroomError> {
        Ok(self.runtime.block_on(self.postgres.known_of(source))?)
    }

    fn leave(&mut self, slugs: &[Slug], now: i64) -> Result<(), NewsroomError> {
        Ok(self.runtime.block_on(self.postgres.leave(slugs, now))?)
    }

    fn set_static_pages(&mut self, pages: &mut [StaticPage]) -> Result<usize, NewsroomError> {
        let changed = self.runtime.block_on(self.postgres.publish_pages(pages))?;
        Ok(if changed { pages.len() } else { 0 })
    }

    fn scratch(&self) -> Option<PathBuf> {
        None
    }

    fn notes(&mut self) -> Vec<String> {
        Vec::new()
    }
}
