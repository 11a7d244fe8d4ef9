//! Reads from the store what is at a path of the read tree and at a route of the site. The server and the export both
//! use this, so that they cannot disagree.

use bantin::pages::Page;
use bantin::prerender::absolute;
use bantin_core::normalize::{author_id, tag_id};
use bantin_model::list::{Feed, FeedExtension, VERSION};
use bantin_model::path::{self, ListKind};
use bantin_model::{Icons, Link, Route, Section, Site, language};
use bantin_store::sqlite::{ListPage, Store, StoreError};

use crate::months;

/// The site as it was imported, with its static pages, and without a live service.
///
/// # Errors
/// [`StoreError`].
pub fn site(store: &Store) -> Result<Site, StoreError> {
    let mut site = store.site()?.unwrap_or_else(bantin_core::nameless::nameless);
    if site.sections.is_empty() {
        // A site that names no sections has those that its articles name: readers are led to them.
        let lang = &site.default_language;
        let section = |id: String| Section { name: id.clone(), id, lang: lang.clone() };
        site.sections = store.sections_in_use()?.into_iter().map(section).collect();
    }
    Ok(Site { pages: store.static_pages()?, ..site })
}

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
        ListKind::Section(id) | ListKind::MostReadSection(id) => site.section(id).is_some(),
        ListKind::Language(lang) | ListKind::MostReadLanguage(lang) => {
            site.languages.contains(lang)
        }
        _ => true,
    };
    if !is_known {
        return Ok(None);
    }
    match store.list(kind, page, &site.url)? {
        Some(list) => with_pinned(store, site, kind, to_feed(site, kind, page, list)).map(Some),
        None => Ok(None),
    }
}

/// The newest list of a language with the pinned article, on a site whose front page has a place for it.
///
/// # Errors
/// [`StoreError`].
pub fn with_pinned(
    store: &Store,
    site: &Site,
    kind: &ListKind,
    mut feed: Feed,
) -> Result<Feed, StoreError> {
    if let ListKind::Language(lang) = kind
        && feed.bantin.page.is_none()
        && site.brand.front_in(lang).any(|block| block.block == "pinned")
    {
        let now = jiff::Timestamp::now().as_second();
        feed.bantin.pinned = store.pinned(lang, now, &site.url)?.map(Box::new);
    }
    Ok(feed)
}

/// The front page in `lang`, whose list is given.
///
/// # Errors
/// [`StoreError`].
pub fn front(store: &Store, site: &Site, lang: &str, list: Feed) -> Result<Page, StoreError> {
    if list.bantin.page.is_some() {
        return Ok(Page::front(lang, list, None));
    }
    let most_read = feed(store, site, &ListKind::MostReadLanguage(lang.to_owned()), None)?;
    let mut sections = Vec::new();
    for id in site.brand.front_sections(lang) {
        if let Some(of) = feed(store, site, &ListKind::Section(id.to_owned()), None)? {
            sections.push((id.to_owned(), of));
        }
    }
    Ok(Page::front(lang, list, most_read).with_sections(sections))
}

/// A page of a list in the form of the contract.
pub fn to_feed(site: &Site, kind: &ListKind, page: Option<u32>, list: ListPage) -> Feed {
    let archived = u32::try_from(list.pages.archived()).unwrap_or(u32::MAX);
    let (older, newer) = match page {
        None => ((archived > 0 && !kind.is_most_read()).then_some(archived), None),
        Some(page) => ((page > 1).then(|| page - 1), (page < archived).then(|| page + 1)),
    };
    let address = |path: &str| {
        Link::new(&format!("{}api/v1/{path}", site.url.as_str())).unwrap_or(Link::root())
    };
    let (name, language) = match kind {
        ListKind::Section(id) | ListKind::MostReadSection(id) => {
            let section = site.section(id);
            (section.map(|s| s.name.clone()), section.map(|s| s.lang.clone()))
        }
        ListKind::Language(lang) | ListKind::MostReadLanguage(lang) => (None, Some(lang.clone())),
        ListKind::Tag(id) => {
            // The author of the newest article is likely to write the tag as it should be.
            let newest = list.items.first();
            let mut tags = newest.into_iter().flat_map(|item| &item.tags);
            let name = tags.find(|name| tag_id(name) == *id).cloned();
            (name.or_else(|| Some(id.clone())), newest.map(|item| item.language.clone()))
        }
        ListKind::Author(id) => {
            let newest = list.items.first();
            let mut authors = newest.into_iter().flat_map(|item| &item.authors);
            let name = authors.find(|author| author_id(&author.name) == *id);
            let name = name.map_or(id, |author| &author.name);
            (Some(name.clone()), newest.map(|item| item.language.clone()))
        }
        ListKind::Month(id) => (Some(months::name(site, id)), None),
        ListKind::Latest | ListKind::MostRead => (None, None),
    };
    let title = match &name {
        Some(name) => format!("{name} – {}", site.name),
        None => site.name.clone(),
    };
    Feed {
        version: VERSION.to_owned(),
        title,
        home_page_url: site.url.clone(),
        feed_url: address(&path::list(kind, page)),
        next_url: older.map(|older| address(&path::list(kind, Some(older)))),
        description: (!site.description.is_empty()).then(|| site.description.clone()),
        language,
        icon: icon(site, |icons| &icons.large),
        favicon: icon(site, |icons| &icons.small),
        items: list.items,
        bantin: FeedExtension {
            page,
            older,
            newer,
            total: page.is_none().then_some(list.pages.total),
            name,
            pinned: None,
        },
    }
}

/// The absolute address of a file of the newsroom's icon, for other sites.
pub fn icon(site: &Site, which: impl Fn(&Icons) -> &Link) -> Option<Link> {
    let icons = site.brand.icons.as_ref()?;
    Link::new(&absolute(site, which(icons))).ok()
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
                list.map(|list| front(store, site, lang, list)).transpose()?
            }
            None => None,
        },
        Route::List { kind, page } => {
            feed(store, site, kind, *page)?.map(|list| Page::List { list })
        }
        Route::Archive => Some(Page::About(Box::new(months::months(store, site)?.page))),
        Route::About { slug } => store.static_page(slug)?.map(|page| Page::About(Box::new(page))),
        Route::Article { slug } => match store.article(slug, &site.url)? {
            Some(article) => Some(Page::Article(Box::new(article))),
            None => store.gone_article(slug)?.map(|_| Page::Gone),
        },
        // A search is answered by the index, not by the store alone.
        Route::Saved { lang } => site.front_language(lang.as_deref()).map(Page::nothing_saved),
        Route::Search { .. } | Route::Unknown => None,
    };
    match page {
        Some(page) => Ok(page),
        None => missing(store, site, route),
    }
}

/// The page for a route where nothing is.
///
/// # Errors
/// [`StoreError`].
pub fn missing(store: &Store, site: &Site, route: &Route) -> Result<Page, StoreError> {
    let kind = ListKind::Language(site.default_language.clone());
    Ok(Page::missing(route, feed(store, site, &kind, None)?))
}

/// The route in the site's own language, for a route in a language that is looked up as one of the site's.
pub fn in_language_of(site: &Site, route: &Route) -> Option<Route> {
    let (Route::Front { lang, .. } | Route::Saved { lang }) = route else { return None };
    let asked = lang.as_ref().filter(|tag| !site.languages.contains(tag))?;
    let own = language::nearest(asked, &site.languages)?;
    let lang = (own != site.default_language).then(|| own.to_owned());
    Some(match route {
        Route::Front { page, .. } => Route::Front { lang, page: *page },
        _ => Route::Saved { lang },
    })
}
