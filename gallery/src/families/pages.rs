//! Whole pages.

use bantin::api::ApiError;
use bantin::api::search::Found;
use bantin::pages::{Actions, Page, PageView};
use bantin::reader::reading_list::{Entries, Entry};
use bantin_model::list::FeedExtension;
use bantin_model::path::ListKind;
use bantin_model::{Block, Inline, Route, StaticPage, Summary};
use leptos::prelude::*;

use super::text::every_block;
use crate::papers::Paper;
use crate::specimens::Specimen;
use crate::stories::slug;
use crate::voices::STACKED;

pub fn drawn(paper: &Paper) -> Vec<Specimen> {
    let mut drawn = fronts(paper);
    drawn.extend(articles(paper));
    drawn.extend(lists(paper));
    drawn.extend(own(paper));
    drawn.extend(failures(paper));
    drawn
}

fn page(paper: &Paper, name: &str, route: Route, page: Page) -> Specimen {
    with_actions(paper, name, route, page, Actions::default())
}

fn with_actions(paper: &Paper, name: &str, route: Route, page: Page, actions: Actions) -> Specimen {
    let edition = paper.edition();
    let own = edition.clone();
    Specimen::of(&edition, name, || view! { <PageView edition=own route page actions /> })
}

fn first() -> Route {
    Route::Front { lang: None, page: None }
}

fn fronts(paper: &Paper) -> Vec<Specimen> {
    let lang = paper.voice.lang;
    let newest = |count: usize| {
        let pinned = paper.feed(vec![paper.story(90)], FeedExtension::default()).items.remove(0);
        let bantin = FeedExtension {
            // What fills no list has no older page.
            older: (count > 3).then_some(3),
            pinned: Some(Box::new(pinned)),
            ..FeedExtension::default()
        };
        paper.feed(paper.stories(0..count), bantin)
    };
    let most_read = || Some(paper.feed(paper.stories(40..46), FeedExtension::default()));
    let front = |name: &str, paper: &Paper, count: usize| {
        let of = |(at, id): (usize, &str)| {
            let stories = paper.stories(100 * at + 100..100 * at + 108).into_iter();
            let stories = stories.map(|story| Summary { section: id.to_owned(), ..story });
            (id.to_owned(), paper.feed(stories.collect(), FeedExtension::default()))
        };
        let ids = paper.site.brand.front_sections(lang);
        let sections = ids.into_iter().enumerate().map(of).collect();
        let most_read = if count > 3 { most_read() } else { None };
        page(
            paper,
            name,
            first(),
            Page::front(lang, newest(count), most_read).with_sections(sections),
        )
    };
    let plain = paper.with(|site| site.brand.front.clear());
    let archived =
        FeedExtension { page: Some(2), newer: Some(3), older: Some(1), ..Default::default() };
    let archived = paper.feed(paper.stories(0..5), archived);
    let has_own = !paper.site.brand.front.is_empty();
    let own = has_own.then(|| front("A front page of the newsroom's own", paper, 14));
    let usual = [
        front("The usual front page", &plain, 14),
        front("The usual front page with one story", &plain, 1),
        page(
            paper,
            "A front page before the first story",
            first(),
            Page::front(lang, newest(0), None),
        ),
        page(
            paper,
            "A page of the front page's archive",
            Route::Front { lang: None, page: Some(2) },
            Page::front(lang, archived, None),
        ),
    ];
    own.into_iter().chain(usual).collect()
}

fn articles(paper: &Paper) -> Vec<Specimen> {
    let route = || Route::Article { slug: slug("story-0") };
    let whole = paper.article(every_block(paper));
    let mut stacked = paper.bare_article();
    STACKED.clone_into(&mut stacked.title);
    STACKED.clone_into(&mut stacked.lead);
    "vi".clone_into(&mut stacked.lang);
    let article = |article| Page::Article(Box::new(article));
    vec![
        page(paper, "An article with everything", route(), article(whole)),
        page(paper, "An article with nothing but text", route(), article(paper.bare_article())),
        page(paper, "Stacked marks in headline and lead", route(), article(stacked)),
    ]
}

fn lists(paper: &Paper) -> Vec<Specimen> {
    let id = paper.sections().remove(0);
    let name = Some(paper.voice.places[0].to_owned());
    let route = |page| Route::List { kind: ListKind::Section(id.clone()), page };
    let list = |count, bantin| Page::List { list: paper.feed(paper.stories(0..count), bantin) };
    let of = |page, newer, older| FeedExtension {
        page,
        newer,
        older,
        name: name.clone(),
        ..Default::default()
    };
    let searching = |page| Route::Search { lang: None, query: paper.voice.asked.to_owned(), page };
    let search = |query: &str, found| Page::Search {
        lang: paper.voice.lang.to_owned(),
        query: query.to_owned(),
        found,
    };
    let asked = paper.voice.asked;
    let found = Found { total: 2_000, hits: paper.stories(0..6) };
    vec![
        page(paper, "A section", route(None), list(8, of(None, None, Some(3)))),
        page(
            paper,
            "A page of a section's archive",
            route(Some(1)),
            list(3, of(Some(1), Some(2), None)),
        ),
        page(paper, "A section before its first story", route(None), list(0, of(None, None, None))),
        page(
            paper,
            "Search, before anything is asked",
            searching(None),
            Page::asking(paper.voice.lang),
        ),
        page(
            paper,
            "Search, the second page of many",
            searching(Some(2)),
            search(asked, Some(found)),
        ),
        page(
            paper,
            "Search, nothing found",
            searching(None),
            search("xyzzy", Some(Found::default())),
        ),
    ]
}

/// Articles on the reader's device.
pub fn entries(paper: &Paper, count: usize) -> Entries {
    let entry =
        |Summary { slug, lang, published, title, .. }| Entry { slug, lang, published, title };
    Entries(paper.stories(0..count).into_iter().map(entry).collect())
}

/// What is on the reader's device, and pages that are no news.
fn own(paper: &Paper) -> Vec<Specimen> {
    let lang = paper.voice.lang;
    let saved = |count| Page::Saved {
        lang: lang.to_owned(),
        saved: entries(paper, count),
        history: entries(paper, count * 2),
    };
    let about = |name: &str, title: &str, body| {
        Page::About(Box::new(StaticPage {
            slug: slug(name),
            lang: lang.to_owned(),
            title: title.to_owned(),
            description: String::new(),
            body,
        }))
    };
    let months = |year: u32| {
        let month = |month: u32| vec![Inline::text(format!("{month}/{year} (12)"))].into();
        let items = (1..=12).rev().map(month).collect();
        let year = vec![Inline::text(year.to_string())];
        let heading = Block::Heading { level: 2, id: None, text: year };
        [heading, Block::List { ordered: false, start: None, items }]
    };
    let archive = [2024, 2023].into_iter().flat_map(months).collect();
    let route = || Route::Saved { lang: None };
    vec![
        page(paper, "Nothing saved", route(), saved(0)),
        page(paper, "Saved and read", route(), saved(3)),
        page(
            paper,
            "A page that is no news, one of several",
            Route::About { slug: slug("who") },
            about("who", paper.voice.places[0], vec![paper.paragraph(), paper.paragraph()]),
        ),
        page(
            paper,
            "The archive",
            Route::Archive,
            about("archive", paper.edition().messages().archive, archive),
        ),
    ]
}

fn failures(paper: &Paper) -> Vec<Specimen> {
    let newest = paper.feed(paper.stories(0..8), FeedExtension::default());
    let missing = |newest| Page::Missing { words: paper.voice.asked.to_owned(), newest };
    let mut drawn = vec![
        page(paper, "Nothing is here, and the newest", Route::Unknown, missing(Some(newest))),
        page(paper, "Nothing is here, nor anything else", Route::Unknown, missing(None)),
        page(paper, "Withdrawn", Route::Unknown, Page::Gone),
    ];
    for error in errors() {
        let at_hand =
            if error == ApiError::Offline { entries(paper, 3) } else { Entries::default() };
        let retry = error.is_passing().then(|| Callback::new(|()| {}));
        let name = format!("Failed: {error}");
        let actions = Actions { retry, at_hand, ..Actions::default() };
        drawn.push(with_actions(paper, &name, Route::Unknown, Page::Failed(error), actions));
    }
    drawn
}

/// One of each kind that a page of its own stands for.
fn errors() -> Vec<ApiError> {
    let all = [
        ApiError::Offline,
        ApiError::Timeout,
        ApiError::Server { status: 503, wait: 0 },
        ApiError::Refused { status: 403, kind: None },
        ApiError::Unreadable(bantin::api::json::Unreadable { field: "title" }),
        ApiError::Mixed,
    ];
    // The compiler asks here for a failure that is new. These three are no failed page.
    let is_page = |error: &ApiError| match error {
        ApiError::NotFound | ApiError::Gone | ApiError::ProofWanted { .. } => false,
        ApiError::Offline
        | ApiError::Timeout
        | ApiError::Server { .. }
        | ApiError::Refused { .. }
        | ApiError::Unreadable(_)
        | ApiError::Mixed => true,
    };
    all.into_iter().filter(is_page).collect()
}
