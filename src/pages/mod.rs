//! One file a route. [`load`] fetches what a route needs; [`view`] draws it, in the browser and
//! natively alike ([`PageView`]).

mod about;
pub mod article;
mod blocks;
mod drawing;
mod failed;
mod front;
pub mod head;
mod list;
mod saved;
pub mod search;
mod stories;

use bantin_model::list::Feed;
use bantin_model::path::{self, ListKind};
use bantin_model::{Article, FeedItem, Route, Site, Slug, StaticPage, Summary};
use leptos::prelude::Callback;

use crate::api::search::Found;
use crate::api::{ApiError, Client};
use crate::components::Edition;
use crate::components::notice;
use crate::reader::reading_list::{Entries, ReadingList};
pub use drawing::{PageView, PageViewProps, view};

/// A page: a route's data, with everything needed to draw it.
#[derive(Clone, Debug, PartialEq)]
pub enum Page {
    Front {
        lang: String,
        list: Feed,
        most_read: Vec<Summary>,
        /// The newest articles of each section on the newsroom's own front page, by the section's id.
        sections: Vec<(String, Vec<Summary>)>,
    },
    /// The list of a section, tag, author or month; the route says of which.
    List {
        list: Feed,
    },
    About(Box<StaticPage>),
    /// `found` is absent before anything was asked.
    Search {
        lang: String,
        query: String,
        found: Option<Found>,
    },
    Article(Box<Article>),
    /// The lists of articles that the reader saved and read.
    Saved {
        lang: String,
        saved: Entries,
        history: Entries,
    },
    /// No such page on this site.
    Missing {
        /// The words in the address that was asked for.
        words: String,
        newest: Option<Feed>,
    },
    /// An article that was withdrawn.
    Gone,
    Failed(ApiError),
}

/// What the reader does to the lists on the page of saved articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListChange {
    TakeOffSaved(Slug),
    ClearHistory,
}

/// What the controls of a page do. Natively they do nothing.
#[derive(Clone, Default)]
pub struct Actions {
    pub retry: Option<Callback<()>>,
    /// Gives the saved articles and those that were read, as they are after the change.
    pub change_lists: Option<Callback<ListChange, (Entries, Entries)>>,
    /// Articles that can be read without a network, for a page that failed for want of one.
    pub at_hand: Entries,
}

/// Fetches what `route` needs. A failure is a page too.
pub async fn load(client: &Client, site: &Site, route: &Route) -> Page {
    let page = match found(client, site, route).await {
        Ok(page) => page,
        Err(ApiError::NotFound) => Page::missing(route, None),
        Err(ApiError::Gone) => Page::Gone,
        Err(error) => Page::Failed(error),
    };
    // The lists in the margin: without them, the page is shown all the same.
    let beside = match &page {
        Page::Front { lang, list, .. } if list.bantin.page.is_none() => {
            ListKind::MostReadLanguage(lang.clone())
        }
        Page::Missing { .. } => ListKind::Language(site.default_language.clone()),
        _ => return page,
    };
    let beside = client.list(&beside, None).await.ok();
    match page {
        Page::Front { lang, list, .. } => {
            let ids = site.brand.front_sections(&lang);
            let kinds = ids.iter().map(|id| ListKind::Section((*id).to_owned()));
            let lists = client.lists(kinds.collect()).await;
            let ids = ids.into_iter().map(str::to_owned);
            let sections = ids.zip(lists).filter_map(|(id, list)| Some((id, list?))).collect();
            Page::front(&lang, list, beside).with_sections(sections)
        }
        _ => Page::missing(route, beside),
    }
}

async fn found(client: &Client, site: &Site, route: &Route) -> Result<Page, ApiError> {
    let language = |lang: &Option<String>| {
        let lang = site.front_language(lang.as_deref()).ok_or(ApiError::NotFound)?;
        Ok::<_, ApiError>(lang.to_owned())
    };
    let (kind, page) = match route {
        Route::List { kind, page } => (kind.clone(), *page),
        Route::Front { lang, page } => (ListKind::Language(language(lang)?), *page),
        Route::Article { slug } => return Ok(Page::Article(Box::new(client.article(slug).await?))),
        Route::About { .. } | Route::Archive => {
            let slug = match route {
                Route::About { slug } => Some(slug),
                _ => None,
            };
            return Ok(Page::About(Box::new(client.static_page(slug).await?)));
        }
        Route::Search { lang, query, page } => {
            let lang = language(lang)?;
            let found = match &**query {
                "" => None,
                _ => Some(client.search(query, page.unwrap_or(1)).await?),
            };
            return Ok(Page::Search { lang, query: query.clone(), found });
        }
        Route::Saved { lang } => return Ok(Page::saved(&language(lang)?)),
        Route::Unknown => return Err(ApiError::NotFound),
    };
    let list = client.list(&kind, page).await?;
    Ok(match kind {
        ListKind::Language(lang) => Page::front(&lang, list, None),
        _ => Page::List { list },
    })
}

impl Page {
    /// The front page in `lang`: its list, and in the margin the most-read articles in that language.
    pub fn front(lang: &str, list: Feed, most_read: Option<Feed>) -> Self {
        let most_read = most_read.into_iter().flat_map(|feed| feed.items);
        let most_read = most_read.take(stories::MOST_READ).map(FeedItem::into_summary).collect();
        Self::Front { lang: lang.to_owned(), list, most_read, sections: Vec::new() }
    }

    /// The same front page with the newest articles of these sections.
    #[must_use]
    pub fn with_sections(mut self, of: Vec<(String, Feed)>) -> Self {
        if let Self::Front { sections, .. } = &mut self {
            let summaries = |(id, list): (String, Feed)| (id, list::summaries(list));
            *sections = of.into_iter().map(summaries).collect();
        }
        self
    }

    /// The page for a route where nothing is: the words of its address, and the newest articles.
    pub fn missing(route: &Route, newest: Option<Feed>) -> Self {
        Self::Missing { words: route.words(), newest }
    }

    /// The page of the reader's own lists, in `lang`. Natively they are empty.
    pub fn saved(lang: &str) -> Self {
        let (saved, history) = (ReadingList::Saved.entries(), ReadingList::History.entries());
        Self::Saved { lang: lang.to_owned(), saved, history }
    }

    /// The same page as it is prerendered, with empty lists.
    pub fn nothing_saved(lang: &str) -> Self {
        Self::Saved {
            lang: lang.to_owned(),
            saved: Entries::default(),
            history: Entries::default(),
        }
    }

    /// The search page in `lang` before a question.
    pub fn asking(lang: &str) -> Self {
        Self::Search { lang: lang.to_owned(), query: String::new(), found: None }
    }

    /// The paths of the files of the read tree that this page was drawn from. None for a page that asked the live
    /// service, or that shows what is on the device.
    pub fn files(&self, route: &Route) -> Vec<String> {
        match (self, route) {
            (Self::Article(article), _) => vec![path::article(&article.slug)],
            (Self::Front { lang, sections, .. }, Route::Front { page, .. }) => {
                let mut files = vec![
                    path::list(&ListKind::Language(lang.clone()), *page),
                    path::list(&ListKind::MostReadLanguage(lang.clone()), None),
                ];
                for (id, _) in sections {
                    files.push(path::list(&ListKind::Section(id.clone()), None));
                }
                files
            }
            (Self::List { .. }, Route::List { kind, page }) => vec![path::list(kind, *page)],
            (Self::About(_), Route::About { slug }) => vec![path::static_page(slug)],
            (Self::About(_), _) => vec![path::MONTHS.to_owned()],
            _ => Vec::new(),
        }
    }

    /// BCP 47 of the page's language.
    pub fn lang<'a>(&'a self, site: &'a Site) -> &'a str {
        let default = &site.default_language;
        match self {
            Self::Front { lang, .. } | Self::Search { lang, .. } | Self::Saved { lang, .. } => lang,
            Self::List { list } => list.language.as_ref().unwrap_or(default),
            Self::Article(article) => &article.lang,
            Self::About(page) => &page.lang,
            Self::Missing { .. } | Self::Gone | Self::Failed(_) => default,
        }
    }

    /// The page's title, without the site's name; empty on the front page.
    pub fn title(&self, edition: &Edition) -> String {
        let messages = edition.messages();
        match self {
            Self::Front { list, .. } => list
                .bantin
                .page
                .map(|page| messages.page.with(&page.to_string()))
                .unwrap_or_default(),
            Self::List { list } => list.bantin.name.clone().unwrap_or_default(),
            Self::Article(article) => article.title.clone(),
            Self::About(page) => page.title.clone(),
            Self::Search { found: Some(found), query, .. } => {
                let count = messages.search_count.of(messages, found.total);
                format!("{}: {query} ({count})", messages.search)
            }
            Self::Search { .. } => messages.search.to_owned(),
            Self::Saved { .. } => messages.saved_title.to_owned(),
            Self::Missing { .. } => messages.missing_title.to_owned(),
            Self::Gone => messages.gone_title.to_owned(),
            Self::Failed(error) => notice::title(messages, error).to_owned(),
        }
    }
}

/// The list that this page shows; `None` for a page that shows none, or one that gets no new articles.
pub fn feed_of(route: &Route, page: &Page) -> Option<ListKind> {
    match (page, route) {
        (Page::Front { lang, .. }, _) => Some(ListKind::Language(lang.clone())),
        // A month gets no new articles.
        (_, Route::List { kind: ListKind::Month(_), .. }) => None,
        (Page::List { .. }, Route::List { kind, .. }) => Some(kind.clone()),
        _ => None,
    }
}
