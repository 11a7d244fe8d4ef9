//! What there is to read at a path of the read tree and at a route of the site, from the store. The
//! server and the export both ask here, so that they cannot disagree.

use bantin::pages::Page;
use bantin_model::list::{Feed, FeedExtension, VERSION};
use bantin_model::path::{self, ListKind};
use bantin_model::{Link, Route, Site};

use crate::store::{ListPage, Store, StoreError};

/// A list; `None` when the site has no such list or page.
///
/// # Errors
/// [`StoreError`].
pub fn feed(
    store: &Store,
    site: &Site,
    kind: &ListKind,
    page: Option<u32>,
) -> Result<Option<Feed>, StoreError> {
    let is_known = match kind {
        ListKind::Section(id) => site.section(id).is_some(),
        ListKind::Language(lang) => site.languages.contains(lang),
        ListKind::Latest | ListKind::Tag(_) | ListKind::MostRead => true,
    };
    if !is_known {
        return Ok(None);
    }
    Ok(store.list(kind, page, &site.url)?.map(|list| to_feed(site, kind, page, list)))
}

fn to_feed(site: &Site, kind: &ListKind, page: Option<u32>, list: ListPage) -> Feed {
    let archived = u32::try_from(list.pages.archived()).unwrap_or(u32::MAX);
    let (older, newer) = match page {
        None => ((archived > 0 && *kind != ListKind::MostRead).then_some(archived), None),
        Some(page) => ((page > 1).then(|| page - 1), (page < archived).then(|| page + 1)),
    };
    let address = |path: &str| {
        Link::new(&format!("{}api/v1/{path}", site.url.as_str())).unwrap_or(Link::root())
    };
    let (title, language) = match kind {
        ListKind::Section(id) => match site.section(id) {
            Some(section) => {
                (format!("{} – {}", section.name, site.name), Some(section.lang.clone()))
            }
            None => (site.name.clone(), None),
        },
        ListKind::Language(lang) => (site.name.clone(), Some(lang.clone())),
        ListKind::Tag(id) => (format!("{id} – {}", site.name), None),
        ListKind::Latest | ListKind::MostRead => (site.name.clone(), None),
    };
    Feed {
        version: VERSION.to_owned(),
        title,
        home_page_url: site.url.clone(),
        feed_url: address(&path::list(kind, page)),
        next_url: older.map(|older| address(&path::list(kind, Some(older)))),
        description: (!site.description.is_empty()).then(|| site.description.clone()),
        language,
        items: list.items,
        bantin: FeedExtension { page, older, newer, total: list.pages.total },
    }
}

/// The page at `route`, with everything needed to draw it.
///
/// # Errors
/// [`StoreError`].
pub fn page(store: &Store, site: &Site, route: &Route) -> Result<Page, StoreError> {
    let page = match route {
        Route::Front { lang, page } => match site.front_language(lang.as_deref()) {
            Some(lang) => {
                let list = feed(store, site, &ListKind::Language(lang.to_owned()), *page)?;
                let most_read = match page {
                    None => feed(store, site, &ListKind::MostRead, None)?,
                    Some(_) => None,
                };
                list.map(|list| Page::front(lang, list, most_read))
            }
            None => None,
        },
        Route::Section { id, page } => feed(store, site, &ListKind::Section(id.clone()), *page)?
            .map(|list| Page::Section { id: id.clone(), list }),
        Route::Article { slug } => {
            store.article(slug, &site.url)?.map(|article| Page::Article(Box::new(article)))
        }
        Route::Unknown => None,
    };
    Ok(page.unwrap_or(Page::Missing))
}
