//! Who wrote it and when.

use bantin_model::path::ListKind;
use bantin_model::{Article, Author, Route};

use super::Edition;
use super::element::{Element, el};

/// "Đăng ngày 11-08-2023 11:50", when it changed, and how often it was read.
pub fn dateline(edition: &Edition, article: &Article) -> Element {
    let messages = edition.messages();
    let published = (messages.published_on)(&edition.date_time(&article.published));
    let updated = article.updated.as_deref().map(|updated| {
        let text = (messages.updated_on)(&edition.date_time(updated));
        el("p").class("dateline-updated").child(time(updated, text))
    });
    let views = (messages.views)(&edition.number(article.views));
    let published = el("p")
        .class("dateline-published")
        .child(time(&article.published, published))
        .child(el("span").class("dateline-comma").child(", "))
        .child(el("span").class("views").child(views));
    el("div").class("dateline").child(published).child(updated)
}

/// A time for people, `text`, and for machines. A date in it has hyphens, and stays in one piece.
pub fn time(rfc3339: &str, text: String) -> Element {
    let mut time = el("time").attr("datetime", rfc3339);
    for (position, word) in text.split(' ').enumerate() {
        if position > 0 {
            time = time.child(" ");
        }
        time = if word.contains('-') {
            time.child(el("span").class("date").child(word))
        } else {
            time.child(word)
        };
    }
    time
}

/// The authors, one after the other, each leading to what they wrote.
pub fn byline(edition: &Edition, authors: &[Author]) -> Option<Element> {
    if authors.is_empty() {
        return None;
    }
    let label = el("span").class("visually-hidden").child(edition.messages().by_authors).child(" ");
    let mut line = el("p").class("byline").child(label);
    for (position, author) in authors.iter().enumerate() {
        line = line.child((position > 0).then_some(", "));
        let name = author.name.as_str();
        // What another version wrote may have no id.
        line = if author.id.is_empty() {
            line.child(name)
        } else {
            let href = edition.href(&Route::list(ListKind::Author(author.id.clone())));
            line.child(el("a").attr("href", href).attr("rel", "author").child(name))
        };
    }
    Some(line)
}
