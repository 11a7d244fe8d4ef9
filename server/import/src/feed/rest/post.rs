//! What a post says, as an item of an export says it.

use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

use crate::date::Dates;
use crate::dropped::Dropped;
use crate::error::EntryError;
use crate::feed::item::{self, More};
use crate::feed::json::entry_of;
use crate::feed::lead_picture::LeadPicture;
use crate::feed::wordpress::{Item, Term};
use crate::html;

pub fn id(post: &Value) -> Option<String> {
    post.get("id")?.as_u64().map(|id| id.to_string())
}

/// A post in the form of an export's item.
pub fn item(post: &Value, dates: &Dates) -> item::Item {
    let text = |path: &str| post.pointer(path).and_then(Value::as_str).unwrap_or_default();
    let Some(id) = id(post) else {
        let error = EntryError::BadEntry("it has no number".to_owned());
        return item::Item { line: None, entry: Err(error), more: More::default() };
    };
    let mut more = More::default();
    let embedded = |name: &str| {
        let found = post.get("_embedded").and_then(|all| all.get(name)).and_then(Value::as_array);
        found.into_iter().flatten()
    };
    let author = embedded("author").find_map(|author| author.get("name")?.as_str());
    if author.is_none() && post.get("author").and_then(Value::as_u64).is_some_and(|id| id > 0) {
        let reason = "the site does not say the author's name".to_owned();
        more.dropped.push(Dropped::Field { field: "author", reason });
    }
    more.image = embedded("wp:featuredmedia").find_map(lead_picture);
    more.language = Some(text("/lang").to_owned()).filter(|lang| !lang.is_empty());
    let written = moment(text("/date_gmt")).unwrap_or_else(|| text("/date").to_owned());
    more.seconds = dates.seconds(&written);
    let terms = embedded("wp:term").filter_map(Value::as_array).flatten();
    more.take_post(Item {
        kind: text("/type").to_owned(),
        status: text("/status").to_owned(),
        name: percent_decode_str(text("/slug")).decode_utf8_lossy().into_owned(),
        id,
        excerpt: excerpt(text("/excerpt/rendered")),
        terms: terms.filter_map(term).collect(),
        has_password: post.pointer("/content/protected") == Some(&Value::Bool(true)),
        ..Item::default()
    });
    let title = text("/title/rendered");
    let entry = entry_of(
        json!({
            "id": text("/guid/rendered"),
            "url": text("/link"),
            "title": html::plain(title).unwrap_or_else(|_| title.to_owned()),
            "content_html": text("/content/rendered"),
            "date_published": written,
            "authors": author.map(|name| json!({ "name": name })).into_iter().collect::<Vec<_>>(),
        }),
        dates,
    );
    more.written = Some(written).filter(|written| !written.is_empty());
    item::Item { line: None, entry, more }
}

/// A date written without zone, which is UTC; `None` for the zeros of an unknown one.
fn moment(gmt: &str) -> Option<String> {
    (!gmt.is_empty() && !gmt.starts_with("0000")).then(|| format!("{gmt}Z"))
}

/// The text that the newsroom wrote for lists. Where it wrote none, WordPress cuts the post's text short and marks
/// that, or gives all of it, which is found out later.
pub fn excerpt(rendered: &str) -> String {
    let bare = rendered.trim().trim_end_matches("</p>").trim_end();
    let is_cut =
        ["[&hellip;]", "[…]", "[...]", "&hellip;", "…"].iter().any(|end| bare.ends_with(end));
    if is_cut { String::new() } else { rendered.to_owned() }
}

fn term(term: &Value) -> Option<Term> {
    let text = |name: &str| term.get(name).and_then(Value::as_str).map(str::to_owned);
    let name = text("name")?;
    let name = html::plain(&name).unwrap_or(name);
    Some(Term { domain: text("taxonomy")?, slug: text("slug").unwrap_or_default(), name })
}

/// The featured picture; `None` where the site does not show it to everybody.
fn lead_picture(media: &Value) -> Option<LeadPicture> {
    let text = |path: &str| media.pointer(path).and_then(Value::as_str).unwrap_or_default();
    let url = Some(text("/source_url")).filter(|url| !url.is_empty())?.to_owned();
    let caption = text("/caption/rendered").to_owned();
    (text("/media_type") != "file").then(|| LeadPicture {
        url,
        alt: text("/alt_text").to_owned(),
        caption,
    })
}
