//! Writes what changed: the article's page, and the pages of lists, feeds and sitemaps that show it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::Ordering;

use bantin_model::path::{self, ListKind};
use bantin_model::{Article, Route, SearchIndex, Slug};
use bantin_store::sqlite::{Changes, PAGE_SIZE, Text, is_always_there};

use super::manifest::Made;
use super::{Export, ExportError, MEDIA, Outcome, frames_of};
use crate::search::Patch;
use crate::syndication::sitemap;

/// The pages of a list to write: archive pages by number, and the newest page as `None`.
type Numbers = BTreeSet<Option<u32>>;

/// The pages of lists to write.
#[derive(Default)]
struct Stale {
    lists: BTreeMap<String, (ListKind, Numbers)>,
    sitemaps: BTreeSet<String>,
    /// The files to remove.
    gone: Vec<String>,
}

impl Stale {
    fn add(&mut self, kind: &ListKind, page: Option<u32>) {
        let name = path::list(kind, None);
        let (_, numbers) = self.lists.entry(name).or_insert_with(|| (kind.clone(), Numbers::new()));
        numbers.insert(page);
    }

    /// The sections whose lists are to be written.
    fn sections(&self) -> Vec<String> {
        let section = |(kind, _): &(ListKind, Numbers)| match kind {
            ListKind::Section(id) => Some(id.clone()),
            _ => None,
        };
        self.lists.values().filter_map(section).collect()
    }
}

/// An article with only the parts that lists show.
fn listed(article: Article) -> Article {
    Article {
        earlier: Vec::new(),
        body: Vec::new(),
        related: Vec::new(),
        newer: None,
        older: None,
        ..article
    }
}

impl Export {
    pub(super) fn changed(self, changes: &Changes, made: Made) -> Result<Outcome, ExportError> {
        let mut stale = Stale::default();
        self.pictures()?;
        // An import has removed pictures with hidden data in them.
        let had: Vec<_> = self.folder.had_below(MEDIA).map(str::to_owned).collect();
        stale.gone.extend(had);
        let is_reworded = self.folder.cut.is_some()
            || self.folder.before.as_ref().is_none_or(|before| before.words != made.words);
        let index = if is_reworded { self.index_before(changes)? } else { None };
        let mut patch = Patch::default();
        // A page says which addresses its article had before.
        let led_to = changes.gone.iter().filter_map(|gone| gone.moved_to.as_ref());
        let articles: BTreeSet<&Slug> = changes.articles.iter().chain(led_to).collect();
        for slug in articles {
            self.changed_article(slug, index, &mut patch, &mut stale)?;
        }
        for (kind, since) in &changes.reordered {
            self.reordered(kind, *since, &mut stale)?;
        }
        if changes.reordered.iter().any(|(kind, _)| matches!(kind, ListKind::Month(_))) {
            self.archive()?;
        }
        for slug in &changes.pages {
            self.static_page(slug)?;
        }
        for gone in &changes.gone {
            self.gone(gone)?;
            let page = Route::Article { slug: gone.slug.clone() }.path("");
            stale.gone.push(format!("api/v1/{}", path::article(&gone.slug)));
            stale.gone.push(format!("api/v1/{}", path::oembed(&gone.slug)));
            stale.gone.extend(frames_of(&gone.slug).map(|frame| frame.path() + "index.html"));
            stale.gone.extend([format!("{page}index.html"), format!("{page}gone.html")]);
        }
        self.earlier_addresses(changes)?;
        for key in &changes.old_addresses {
            if let Some(led) = self.store.old_redirect_of(key)? {
                self.old_page(&led)?;
            }
            stale.gone.extend(self.old_files(key)?);
        }
        // The page that said that an article is gone is removed once the article is back.
        for slug in &changes.articles {
            let page = Route::Article { slug: slug.clone() }.path("");
            stale.gone.push(format!("{page}gone.html"));
        }
        // The front pages show the most-read articles.
        stale.add(&ListKind::MostRead, None);
        for tag in &self.site.languages {
            stale.add(&ListKind::Language(tag.clone()), None);
            stale.add(&ListKind::MostReadLanguage(tag.clone()), None);
        }
        // Only the sections in which something changed: there may be many.
        for id in stale.sections() {
            stale.add(&ListKind::MostReadSection(id), None);
        }
        for (kind, numbers) in stale.lists.values() {
            for page in numbers {
                self.list_page_of(kind, *page)?;
            }
        }
        if index.is_some() {
            stale.gone.extend(self.patch_index(&patch)?);
        } else if is_reworded {
            let now: BTreeSet<String> = self.index()?.into_iter().collect();
            let old = self.folder.had_below("api/v1/search/words/");
            stale.gone.extend(old.filter(|old| !now.contains(*old)).map(str::to_owned));
        }
        for name in &stale.sitemaps {
            self.put_file(name)?;
        }
        self.put_file("sitemap-news.xml")?;
        self.missing()?;
        self.demo()?;
        self.for_hosts()?;
        let pages = self.drawn.load(Ordering::Relaxed);
        Ok(Outcome { pages, ..self.folder.close_changed(made, &stale.gone)? })
    }

    /// Writes an article. Notes its lists if their parts of it changed, and how its words changed for the index.
    fn changed_article(
        &self,
        slug: &Slug,
        index: Option<SearchIndex>,
        patch: &mut Patch,
        stale: &mut Stale,
    ) -> Result<(), ExportError> {
        let Some(new) = self.store.article(slug, &self.site.url)? else { return Ok(()) };
        // Read before the file is written anew. After an interrupted export it may be the new one already.
        let old = if self.folder.cut.is_some() { None } else { self.folder.article(slug) };
        // At an address that led on, it is another one.
        let old = old.filter(|old| old.slug == *slug);
        if let Some(SearchIndex { bodies, .. }) = index {
            let (before, now) =
                (old.as_ref().map(|old| Text::of(old, bodies)), Text::of(&new, bodies));
            if before.as_ref() != Some(&now) {
                let number = self.store.position(&ListKind::Latest, slug)?.unwrap_or_default();
                patch.add(u32::try_from(number).unwrap_or(u32::MAX), before.as_ref(), &now);
            }
        }
        let is_listed_otherwise = old.is_none_or(|old| listed(old) != listed(new.clone()));
        self.put_article(new)?;
        if is_listed_otherwise { self.note_lists_of(slug, stale) } else { Ok(()) }
    }

    /// Writes what is at the earlier addresses of the articles that changed, where the addresses did not change
    /// themselves.
    fn earlier_addresses(&self, changes: &Changes) -> Result<(), ExportError> {
        let articles: BTreeSet<&Slug> = changes.articles.iter().collect();
        let written: BTreeSet<&Slug> = changes.gone.iter().map(|gone| &gone.slug).collect();
        for gone in self.store.gone()? {
            let leads_to_one = gone.moved_to.as_ref().is_some_and(|to| articles.contains(to));
            if leads_to_one && !written.contains(&gone.slug) {
                self.gone(&gone)?;
            }
        }
        Ok(())
    }

    /// Marks the list pages with this article as to be written.
    fn note_lists_of(&self, slug: &Slug, stale: &mut Stale) -> Result<(), ExportError> {
        for kind in self.store.lists_of(slug)? {
            let Some(older) = self.store.position(&kind, slug)? else { continue };
            if kind == ListKind::Latest {
                stale.sitemaps.insert(sitemap::parts(&self.store, &self.site)?.name_of(older));
            }
            stale.add(&kind, self.page_of(&kind, older)?);
        }
        Ok(())
    }

    /// The page of a list on which the article that has `older` older ones is.
    fn page_of(&self, kind: &ListKind, older: u64) -> Result<Option<u32>, ExportError> {
        let number = u32::try_from(older / PAGE_SIZE + 1).unwrap_or(u32::MAX);
        Ok(Some(number).filter(|number| *number <= self.archived(kind).unwrap_or(0)))
    }

    /// How many archive pages a list has.
    fn archived(&self, kind: &ListKind) -> Result<u32, ExportError> {
        let pages = bantin_model::list::Pages { total: self.store.total(kind)?, size: PAGE_SIZE };
        Ok(u32::try_from(pages.archived()).unwrap_or(u32::MAX))
    }

    /// Marks the pages from the one published at `since` on as to be written, and removes those that no longer exist.
    fn reordered(&self, kind: &ListKind, since: i64, stale: &mut Stale) -> Result<(), ExportError> {
        let older = self.store.older_than(kind, since)?;
        let archived = self.archived(kind)?;
        // The page before them has a link to the next one, which may be new or gone.
        let first = u32::try_from(older / PAGE_SIZE).unwrap_or(u32::MAX).min(archived).max(1);
        for page in first..=archived {
            stale.add(kind, Some(page));
        }
        let is_there = is_always_there(kind) || self.store.total(kind)? > 0;
        if is_there {
            stale.add(kind, None);
        }
        let mut page = archived + 1;
        while self.folder.had(&format!("api/v1/{}", path::list(kind, Some(page)))) {
            stale.gone.extend(self.files_of(kind, Some(page)));
            page += 1;
        }
        if !is_there {
            stale.gone.extend(self.files_of(kind, None));
        }
        match kind {
            ListKind::Latest => self.sitemaps_from(older, stale),
            // Tags, authors and months are themselves in the sitemap.
            ListKind::Author(_) | ListKind::Month(_) => {
                self.sitemaps_from(self.store.total(&ListKind::Latest)?, stale)
            }
            _ => Ok(()),
        }
    }

    /// Marks the sitemaps from the article that has `older` older ones on as to be written, and that of other pages,
    /// and removes those that no longer exist.
    fn sitemaps_from(&self, older: u64, stale: &mut Stale) -> Result<(), ExportError> {
        let parts = sitemap::parts(&self.store, &self.site)?;
        let total = self.store.total(&ListKind::Latest)?;
        let newest = parts.name_of(total.saturating_sub(1));
        let from = parts.name_of(older);
        let names = parts.names();
        let at = names.iter().position(|name| *name == from).unwrap_or(names.len());
        stale.sitemaps.extend(names.get(at..).unwrap_or_default().iter().cloned());
        stale.sitemaps.extend(["sitemap.xml".to_owned(), parts.of_pages().to_owned(), newest]);
        let known = names.iter().any(|name| name == sitemap::PAGES);
        if known && !self.folder.had(sitemap::PAGES) {
            stale.sitemaps.extend(names);
        } else {
            let old = self
                .folder
                .had_below("sitemap-")
                .filter(|old| *old != "sitemap-news.xml" && !names.iter().any(|name| name == old));
            stale.gone.extend(old.map(str::to_owned));
        }
        Ok(())
    }
}
