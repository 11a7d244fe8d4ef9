//! Pages as HTML, drawn natively by the components that draw them in the browser.
//!
//! A page drawn here is taken over by the app without being drawn again (`crate::takeover`): its text stays
//! the very nodes the browser has shown, and only the rating is put in the place of its likeness.

pub mod brand;
mod built;
mod fonts;
mod machine;
mod markers;
mod template;

use std::sync::Arc;

use bantin_model::{RatingSummary, Route, Site};
use leptos::prelude::*;

use crate::components::Edition;
use crate::config::Config;
use crate::locale::{Lang, spoken};
use crate::pages::head::Head;
use crate::pages::{Actions, Page, PageView};

pub use built::TemplateError;
pub use machine::absolute;
use markers::without_markers;
pub use template::Template;

/// The whole document for `page` at `route`.
pub fn document(
    template: &Template,
    config: &Arc<Config>,
    site: &Arc<Site>,
    route: &Route,
    page: &Page,
) -> String {
    let edition = Edition::new(Arc::clone(config), Arc::clone(site), page.lang(site));
    let head = Head::of(&edition, route, page);
    // The blocks of a front page have their styles among the rest, which comes after the text elsewhere.
    let has_blocks =
        matches!(page, Page::Front { .. }) && site.brand.front_in(&edition.tag).next().is_some();
    let styles = if has_blocks { template.styles() } else { "" };
    // Where a newsroom has a style sheet of its own, that comes after all of these.
    let is_article = matches!(page, Page::Article(_)) && site.brand.style.is_none();
    let (other_style, other_styles) = match is_article {
        true => (String::new(), template.other_styles()),
        false => (style_element(template.other_style()), ""),
    };
    template.fill(
        &head.lang,
        [&(other_style + &brand::style_element(config, site) + styles), &brand::head(config, site)],
        &(drawn_head(&head) + &machine::head(&edition, &head, route, page)),
        &(body(&edition, route, page) + &without_script(&edition, page)),
        &(takeover(&edition, page) + other_styles + &machine::data(&edition, &head, page)),
        edition.lang,
    )
}

/// Styles in the page itself; nothing for none.
fn style_element(text: &str) -> String {
    match text {
        "" => String::new(),
        text => format!("<style>{text}</style>"),
    }
}

/// The document without a page: what a reader without a network gets. It knows its site.
pub fn shell(template: &Template, config: &Config, site: &Site) -> String {
    let lang = &site.default_language;
    let brand = [&*brand::style_element(config, site), &brand::head(config, site)];
    let words = Lang::nearest(lang, lang);
    let told = told(site, lang, None, false) + &arriving(config, words);
    template.shell(lang, brand, &site.name, &told, words)
}

fn body(edition: &Edition, route: &Route, page: &Page) -> String {
    let (edition, route, page) = (edition.clone(), route.clone(), page.clone());
    drawn(|| {
        view! {
            <div id="boot">
                <PageView edition route page actions=Actions::default() />
            </div>
        }
    })
}

/// Words for a reader without JavaScript, about the one thing on the page that needs it.
fn without_script(edition: &Edition, page: &Page) -> String {
    match page {
        Page::Article(_) if edition.site.live.is_some() && edition.site.brand.shows("rating") => {
            needs_script(edition.messages().rating_needs_script)
        }
        // A host of files answers no question; the app does.
        Page::Search { found: None, .. } if edition.site.live.is_none() => {
            needs_script(edition.messages().search_needs_script)
        }
        Page::Saved { .. } => needs_script(edition.messages().saved_needs_script),
        _ => String::new(),
    }
}

fn needs_script(words: &str) -> String {
    format!("<noscript><p class=\"failed\">{}</p></noscript>", escaped(words))
}

/// The HTML of a view. What it holds of signals goes with it.
pub fn drawn<V: IntoView>(view: impl FnOnce() -> V) -> String {
    let owner = Owner::new();
    let html = owner.with(|| view().to_html());
    owner.cleanup();
    without_markers(&html)
}

/// What the app needs to take the page over. Content is not among it: that is in the page already.
fn takeover(edition: &Edition, page: &Page) -> String {
    let rating = match page {
        Page::Article(article) => Some(&article.rating),
        _ => None,
    };
    // A host of files has one search page for every question, and no page knows the reader's device: the app does.
    let is_whole =
        !matches!(page, Page::Failed(_) | Page::Search { found: None, .. } | Page::Saved { .. });
    told(&edition.site, &edition.tag, rating, is_whole) + &arriving(&edition.config, edition.lang)
}

/// Where the words of a language are, for `public/boot.js`, which puts them there.
fn arriving(config: &Config, lang: Lang) -> String {
    let address = escaped(&format!("{}{}", config.base, spoken::path(lang)));
    format!("<script type=\"text/plain\" id=\"bantin-words\" data-src=\"{address}\"></script>")
}

/// The block `bantin-page`.
fn told(site: &Site, lang: &str, rating: Option<&RatingSummary>, is_whole: bool) -> String {
    let json = in_script(&serde_json::json!({
        "site": brand::told(site),
        "lang": lang,
        "rating": rating,
        "whole": is_whole,
    }));
    format!("<script type=\"application/json\" id=\"bantin-page\">{json}</script>")
}

/// JSON that no HTML parser takes for the end of its script.
fn in_script(json: &serde_json::Value) -> String {
    json.to_string().replace('<', "\\u003c")
}

fn drawn_head(head: &Head) -> String {
    let mut html = format!("<title>{}</title>", escaped(&head.title));
    html += &meta("name", "description", &head.description);
    if let Some(canonical) = &head.canonical {
        html += &format!("<link rel=\"canonical\" href=\"{}\" {MARK}>", escaped(canonical));
    }
    if !head.is_indexed {
        html += &meta("name", "robots", "noindex");
    }
    html
}

/// What the app removes when it goes to another page.
const MARK: &str = "data-page";

/// `<meta key="name" content="…">`.
fn meta(key: &str, name: &str, content: &str) -> String {
    format!("<meta {key}=\"{name}\" content=\"{}\" {MARK}>", escaped(content))
}

/// Text as it stands in HTML, also in the value of an attribute.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod brand_tests;
#[cfg(test)]
mod fonts_tests;
#[cfg(test)]
mod kinds;
#[cfg(test)]
mod template_tests;
#[cfg(test)]
mod tests;
