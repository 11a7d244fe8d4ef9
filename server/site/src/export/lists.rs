//! Writes lists as JSON, Atom and pages, and sitemaps.

use bantin::pages::Page;
use bantin_model::list::Pages;
use bantin_model::path::{self, ListKind};
use bantin_model::{FeedItem, Route};
use bantin_store::sqlite::{ListPage, PAGE_SIZE};

use super::{Export, ExportError};
use crate::content;
use crate::months;
use crate::syndication::{self, sitemap};

impl Export {
    /// Writes a list with all its archive pages, read once from the oldest to the newest article.
    pub(super) fn list(&self, kind: &ListKind) -> Result<(), ExportError> {
        if kind.is_most_read() {
            return self.list_page_of(kind, None);
        }
        let pages = Pages { total: self.store.total(kind)?, size: PAGE_SIZE };
        let archived = u32::try_from(pages.archived()).unwrap_or(u32::MAX);
        let size = usize::try_from(PAGE_SIZE).unwrap_or(usize::MAX);
        let mut items: Vec<FeedItem> = Vec::new();
        let mut page = 1;
        self.store.walk(kind, &self.site.url, |item| {
            items.push(item);
            if page <= archived && items.len() == size {
                self.list_page(kind, Some(page), newest_first(&mut items, pages))?;
                page += 1;
            }
            Ok::<_, ExportError>(())
        })?;
        self.list_page(kind, None, newest_first(&mut items, pages))
    }

    /// One page of a list.
    pub(super) fn list_page_of(
        &self,
        kind: &ListKind,
        page: Option<u32>,
    ) -> Result<(), ExportError> {
        match self.store.list(kind, page, &self.site.url)? {
            Some(list) => self.list_page(kind, page, list),
            None => Ok(()),
        }
    }

    fn list_page(
        &self,
        kind: &ListKind,
        page: Option<u32>,
        list: ListPage,
    ) -> Result<(), ExportError> {
        let feed = content::to_feed(&self.site, kind, page, list);
        let feed = content::with_pinned(&self.store, &self.site, kind, feed)?;
        self.put_json(&path::list(kind, page), &feed)?;
        if page.is_none() && syndication::is_followed(kind) {
            let path = path::atom(kind);
            let own = format!("{}{path}", self.site.url.as_str());
            let xml = syndication::atom(&feed, &self.site, &own)
                .map_err(|error| ExportError::Io(path.clone().into(), error))?;
            self.folder.put(&path, &xml)?;
        }
        let Some(route) = self.route_of(kind, page) else { return Ok(()) };
        let drawn = match kind {
            ListKind::Language(tag) => content::front(&self.store, &self.site, tag, feed)?,
            _ => Page::List { list: feed },
        };
        self.put_page(&route, &drawn)
    }

    /// The route of a page of a list; `None` for a list that has no pages for readers.
    fn route_of(&self, kind: &ListKind, page: Option<u32>) -> Option<Route> {
        match kind {
            ListKind::Language(tag) => {
                let lang = (*tag != self.site.default_language).then(|| tag.clone());
                Some(Route::Front { lang, page })
            }
            ListKind::Latest => None,
            kind if kind.is_most_read() => None,
            _ => Some(Route::List { kind: kind.clone(), page }),
        }
    }

    /// The paths of the files that a page of a list consists of.
    pub(super) fn files_of(&self, kind: &ListKind, page: Option<u32>) -> Vec<String> {
        let json = format!("api/v1/{}", path::list(kind, page));
        let html = self.route_of(kind, page).map(|route| route.path("") + "index.html");
        let is_followed = page.is_none() && syndication::is_followed(kind);
        let atom = is_followed.then(|| path::atom(kind));
        [Some(json), html, atom].into_iter().flatten().collect()
    }

    /// Writes the months of the archive, as JSON and as a page.
    pub(super) fn archive(&self) -> Result<(), ExportError> {
        let months = months::months(&self.store, &self.site)?;
        self.put_json(path::MONTHS, &months)?;
        self.put_page(&Route::Archive, &Page::About(Box::new(months.page)))
    }

    /// Writes the page for addresses where nothing is, which shows the newest articles.
    pub(super) fn missing(&self) -> Result<(), ExportError> {
        let page = content::missing(&self.store, &self.site, &Route::Unknown)?;
        self.folder.put("404.html", self.page(&Route::Unknown, &page).as_bytes())
    }

    pub(super) fn sitemaps(&self) -> Result<(), ExportError> {
        let names = sitemap::parts(&self.store, &self.site)?.names();
        let news = ["sitemap-news.xml".to_owned()];
        names.iter().chain(&news).try_for_each(|name| self.put_file(name))
    }

    /// Writes a file of [`syndication`].
    pub(super) fn put_file(&self, path: &str) -> Result<(), ExportError> {
        match syndication::file(path, &self.store, &self.site)? {
            Some((bytes, _)) => self.folder.put(path, &bytes),
            None => Ok(()),
        }
    }
}

/// The collected items as a page of their list.
fn newest_first(items: &mut Vec<FeedItem>, pages: Pages) -> ListPage {
    let mut items = std::mem::take(items);
    items.reverse();
    ListPage { items, pages }
}
