//! What stands around every page: masthead and footer.

use bantin::components::footer::Footer;
use bantin::components::masthead::Masthead;
use bantin::components::settings::SettingsPanel;
use bantin::prerender;
use bantin_model::{OwnLine, Site};
use leptos::prelude::*;

use crate::papers::Paper;
use crate::specimens::Specimen;
use crate::stories::link;
use crate::voices::{LONG_ADDRESS, LONG_WORD, STACKED};

pub fn drawn(paper: &Paper) -> Vec<Specimen> {
    let mut drawn = mastheads(paper);
    drawn.extend(footers(paper));
    drawn
}

/// The paper with every line of it longer than a phone is wide.
fn long(site: &mut Site) {
    LONG_WORD.clone_into(&mut site.name);
    LONG_WORD.clone_into(&mut site.description);
    site.brand.tagline = None;
    for section in &mut site.sections {
        section.name = format!("{} {LONG_WORD}", section.name);
    }
    for page in &mut site.pages {
        LONG_WORD.clone_into(&mut page.title);
    }
    let line = |href: Option<&str>| OwnLine {
        text: LONG_WORD.to_owned(),
        href: href.map(link),
        lang: None,
    };
    site.brand.menu = vec![line(Some("/about/who/"))];
    site.brand.links = vec![line(Some(LONG_ADDRESS))];
    site.brand.social = vec![line(Some(LONG_ADDRESS))];
    site.brand.imprint = vec![line(None), line(Some("tel:+442079460000"))];
}

fn mastheads(paper: &Paper) -> Vec<Specimen> {
    let masthead = |name: &str, paper: &Paper, is_front: bool| {
        let section = (!is_front).then(|| paper.sections().remove(0));
        let masthead = || {
            view! {
                <Masthead section is_front />
                // To which the skip link leads.
                <div id="main"></div>
            }
        };
        Specimen::of(&paper.edition(), name, masthead)
    };
    let in_words = paper.with(|site| site.brand.logo = None);
    let long = paper.with(|site| {
        long(site);
        site.brand.logo = None;
    });
    let stacked = in_words.with(|site| STACKED.clone_into(&mut site.name));
    let bare = in_words.with(|site| {
        site.sections.clear();
        site.brand.menu.clear();
        site.languages.truncate(1);
        site.description.clear();
        site.brand.tagline = None;
    });
    let messages = paper.edition().messages();
    let panel = prerender::drawn(|| view! { <SettingsPanel messages theme=None /> });
    vec![
        masthead("The masthead of a front page", paper, true),
        masthead("The masthead of other pages", paper, false),
        masthead("A name without a logo", &in_words, true),
        masthead("Long words", &long, true),
        masthead("Long words on other pages", &long, false),
        masthead("Stacked marks", &stacked, true),
        masthead("No sections, no other language, no line below the name", &bare, true),
        masthead("The settings", &in_words, true)
            .with("<details class=\"settings\"", "<details open class=\"settings\"")
            .with("class=\"settings-panel\">", &format!("class=\"settings-panel\">{panel}")),
    ]
}

fn footers(paper: &Paper) -> Vec<Specimen> {
    let footer = |name: &str, paper: &Paper, feed: Option<&str>| {
        let feed = feed.map(str::to_owned);
        Specimen::of(&paper.edition(), name, || view! { <Footer feed /> })
    };
    let bare = paper.with(|site| {
        site.pages.clear();
        let brand = &mut site.brand;
        for lines in [&mut brand.imprint, &mut brand.links, &mut brand.social] {
            lines.clear();
        }
    });
    vec![
        footer("The footer of a page with a list", paper, Some("lists/latest.json")),
        footer("The footer of other pages", paper, None),
        footer("A footer of nothing but the paper's name", &bare, None),
        footer("Long words", &paper.with(long), Some("lists/latest.json")),
    ]
}
