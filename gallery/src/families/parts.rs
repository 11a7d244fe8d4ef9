//! What pages are made of, each in its states.

use std::sync::Arc;

use bantin::components::byline::{Byline, Dateline};
use bantin::components::marked::Marked;
use bantin::components::notice::Notice;
use bantin::components::pager::Pager;
use bantin::components::reading_list::ReadingListItems;
use bantin::components::related::{latest, others, related};
use bantin::components::suggestions::{self, Suggested};
use bantin::components::teaser::{Level, Size, Teaser};
use bantin::components::tools::Tools;
use bantin::components::{Edition, figure};
use bantin::pages::search::{SearchForm, SearchFormProps};
use bantin_model::list::FeedExtension;
use bantin_model::search::Question;
use bantin_model::{Author, Route, Show, Slug, Summary};
use leptos::prelude::*;

use super::pages::entries;
use super::{around, opened};
use crate::papers::Paper;
use crate::specimens::Specimen;
use crate::stories::{PUBLISHED, UPDATED};
use crate::voices::{LONG_ADDRESS, LONG_WORD, STACKED};

pub fn drawn(paper: &Paper) -> Vec<Specimen> {
    let mut drawn = around::drawn(paper);
    drawn.extend(teasers(paper));
    drawn.extend(lines(paper));
    drawn.extend(others_of(paper));
    drawn.extend(lists(paper));
    drawn.extend(searches(paper));
    drawn.extend(opened::drawn(paper));
    drawn
}

fn teasers(paper: &Paper) -> Vec<Specimen> {
    let all = paper.with(|site| {
        let lists = ["author", "updated", "views", "rating"].map(str::to_owned).to_vec();
        let article = site.brand.show.take().map(|show| show.article).unwrap_or_default();
        site.brand.show = Some(Show { article, lists });
    });
    let teaser = |name: &str, paper: &Paper, summary: Summary, size: Size, level: Level| {
        let teaser = || view! { <Teaser summary size level /> };
        Specimen::of(&paper.edition(), name, teaser)
    };
    let mut drawn = Vec::new();
    for (name, size) in sizes() {
        let without = Summary { image: None, ..paper.story(0) };
        let long = Summary {
            title: LONG_WORD.to_owned(),
            lead: LONG_ADDRESS.to_owned(),
            ..paper.story(2)
        };
        let stacked = Summary {
            title: STACKED.to_owned(),
            lead: STACKED.to_owned(),
            lang: "vi".to_owned(),
            ..paper.story(1)
        };
        drawn.extend([
            teaser(&format!("Teaser, {name}"), paper, paper.story(0), size, Level::Two),
            teaser(&format!("Teaser, {name}, no picture"), paper, without, size, Level::Three),
            teaser(&format!("Teaser, {name}, long words"), paper, long, size, Level::Two),
            teaser(&format!("Teaser, {name}, stacked marks"), paper, stacked, size, Level::Three),
        ]);
    }
    let high = paper.story(7);
    let high = Summary { image: Some(paper.image("tall")), ..high };
    let foreign = Summary {
        lang: "fr".to_owned(),
        title: "Le pont de bois a rouvert".to_owned(),
        ..paper.story(0)
    };
    drawn.extend([
        teaser("Teaser, a high picture", paper, high, Size::Full, Level::Two),
        teaser("Teaser, in another language", paper, foreign, Size::Compact, Level::Two),
        teaser(
            "Teaser, with nothing but what it must have",
            paper,
            paper.bare_story(),
            Size::Full,
            Level::Two,
        ),
        teaser("Teaser, all that a list can show", &all, paper.story(0), Size::Compact, Level::Two),
    ]);
    drawn
}

/// The compiler asks here for a size that is new.
fn sizes() -> [(&'static str, Size); 4] {
    [Size::Lead, Size::Full, Size::Compact, Size::Text].map(|size| match size {
        Size::Lead => ("lead story", size),
        Size::Full => ("full", size),
        Size::Compact => ("compact", size),
        Size::Text => ("text", size),
    })
}

/// Lines with people and times, and the tools.
fn lines(paper: &Paper) -> Vec<Specimen> {
    let edition = paper.edition();
    let dateline = |name: &str, edition: &Edition, authors: Vec<Author>, updated: Option<&str>| {
        let updated = updated.map(str::to_owned);
        let lang = paper.voice.lang.to_owned();
        let published = PUBLISHED.to_owned();
        Specimen::of(edition, name, || {
            view! {
                <Dateline authors words=1_234 published updated views=1_234_567 lang>
                    <Tools title=String::new() lang=String::new() />
                </Dateline>
            }
        })
    };
    let quiet = paper.with(|site| site.brand.show = Some(Show::default())).edition();
    let long_names = vec![
        Author { id: "long".to_owned(), name: LONG_WORD.to_owned(), url: None },
        Author { id: String::new(), name: STACKED.to_owned(), url: None },
    ];
    let byline = |name: &str, authors: Vec<Author>| {
        Specimen::of(&edition, name, || view! { <Byline authors /> })
    };
    vec![
        dateline("Dateline and tools", &edition, paper.authors(), Some(UPDATED)),
        dateline("Nobody named, never changed", &edition, Vec::new(), None),
        dateline("A newsroom that shows nothing of it", &quiet, paper.authors(), Some(UPDATED)),
        dateline("Long names, and a saved article", &edition, long_names.clone(), None).with(
            "aria-pressed=\"false\" class=\"link-button save\"",
            "aria-pressed=\"true\" class=\"link-button save\"",
        ),
        byline("Byline", paper.authors()),
        byline("Byline, long names", long_names),
    ]
}

fn others_of(paper: &Paper) -> Vec<Specimen> {
    let edition = paper.edition();
    let items = paper.related();
    let section = paper.site.sections_in(paper.voice.lang).next();
    let folded =
        Specimen::of(&edition, "Other news, the rest folded", || others(&edition, section, &items));
    let open = Specimen::of(&edition, "Other news, unfolded", || others(&edition, section, &items))
        .with("<details>", "<details open>");
    let mut long = items[..3].to_vec();
    for item in &mut long {
        LONG_WORD.clone_into(&mut item.summary.title);
    }
    let picture = figure::picture(&edition, &paper.image("wide"), figure::Priority::Lazy, "6rem");
    vec![
        folded,
        open,
        Specimen::of(&edition, "Each reason, long words", || related(&edition, &long)),
        Specimen::of(&edition, "The newest", || latest(&edition, None, &paper.stories(0..4))),
        Specimen::of(&edition, "A bare picture", || view! { <div>{picture}</div> }),
    ]
}

fn lists(paper: &Paper) -> Vec<Specimen> {
    let edition = paper.edition();
    let messages = edition.messages();
    let pager = |name: &str, page, newer, older| {
        let route = Route::Front { lang: None, page };
        let list = FeedExtension { page, newer, older, ..FeedExtension::default() };
        Specimen::of(&edition, name, || view! { <Pager route list /> })
    };
    let read = || view! { <ReadingListItems entries=entries(paper, 3) heading=messages.at_hand /> };
    let saved =
        || view! { <ReadingListItems entries=entries(paper, 3) take_off=Callback::new(|_| {}) /> };
    let notice = |retry: Option<Callback<()>>| {
        let text = messages.widgets.offline_text.to_owned();
        move || view! { <Notice title=messages.offline_title text retry /> }
    };
    vec![
        pager("Pager, older", None, None, Some(3)),
        pager("Pager, newer and older", Some(2), Some(3), Some(1)),
        pager("Pager, newer", Some(1), Some(2), None),
        Specimen::of(&edition, "A list on the device", read),
        Specimen::of(&edition, "A list on the device that can be changed", saved),
        Specimen::of(&edition, "Notice", notice(None)),
        Specimen::of(&edition, "Notice of what may pass", notice(Some(Callback::new(|()| {})))),
    ]
}

fn searches(paper: &Paper) -> Vec<Specimen> {
    let edition = paper.edition();
    let asked = paper.voice.asked;
    let marked = || {
        let question = Question::of(asked);
        let text = format!("{} {asked} {}", paper.voice.titles[2], paper.voice.titles[0]);
        view! { <p><Marked question text /></p> }
    };
    let form = |query: &str| SearchForm(SearchFormProps { query: query.to_owned() });
    vec![
        Specimen::of(&edition, "Marked words", marked),
        Specimen::of(&edition, "Search form", || form(asked)),
        suggested(paper, "Suggestions", None, paper.stories(0..6)),
        suggested(paper, "Suggestions, the second chosen", Some(1), paper.stories(2..6)),
        suggested(paper, "Suggestions, long words", None, long_stories(paper)),
    ]
}

fn long_stories(paper: &Paper) -> Vec<Summary> {
    let titles = [LONG_WORD, LONG_ADDRESS, STACKED].into_iter().enumerate();
    let story = |(at, title): (usize, &str)| Summary { title: title.to_owned(), ..paper.story(at) };
    titles.map(story).collect()
}

/// The search field as it is with suggestions: a script makes it a combobox, and puts the list behind it.
fn suggested(paper: &Paper, name: &str, chosen: Option<usize>, hits: Vec<Summary>) -> Specimen {
    let edition = Arc::new(paper.edition());
    let list = Specimen::of(&edition, name, || {
        let suggested = Suggested::default();
        suggested.draw(paper.voice.asked.to_owned(), String::new(), hits);
        suggested.chosen.set(chosen);
        let of = Arc::clone(&edition);
        let href = Callback::new(move |slug: Slug| of.href(&Route::Article { slug }));
        let label = edition.messages().suggestions;
        suggestions::drawn(suggested, label, href, NodeRef::new())
    });
    let active =
        chosen.map_or(String::new(), |at| format!("aria-activedescendant=\"suggestion-{at}\" "));
    let combobox = format!(
        "<input role=\"combobox\" aria-autocomplete=\"list\" aria-controls=\"suggestions\" aria-expanded=\"true\" {active}type=\"search\""
    );
    let form = || SearchForm(SearchFormProps { query: paper.voice.asked.to_owned() });
    Specimen::of(&edition, name, form)
        .with("<input type=\"search\"", &combobox)
        .with("</button></div>", &format!("</button>{}</div>", list.html))
}
