//! Ghost: its interface on the web and its export, whose posts are the same articles.
//!
//! - `api`: the Content API
//! - `export`: the file that Ghost exports
//! - `editor`: what Ghost's editors keep of a post, where it has no HTML
//! - `gated`: parts of a post that are for some readers only

pub mod api;
mod editor;
pub mod export;
mod gated;

use bantin_core::identity::bare_address;
use serde_json::{Map, Value, json};
use url::Url;

use crate::Why;
use crate::date::Dates;
use crate::dropped::Dropped;
use crate::error::EntryError;
use crate::feed::item::{self, More};
use crate::feed::json;
use crate::feed::lead_picture::LeadPicture;

/// What a site is called as a source, whether its export or its interface is read.
fn source(home: &Url) -> String {
    format!("ghost:{}", bare_address(home.as_str()))
}

/// A post and what belongs to it, as Ghost says it.
struct Post {
    fields: Map<String, Value>,
    /// With `name` and `visibility`, in their order.
    tags: Vec<Value>,
    /// With `name`, in their order.
    authors: Vec<Value>,
    /// Its page.
    url: Option<String>,
    /// Why not everybody may read it, besides who it is for.
    why_not: Option<Why>,
}

impl Post {
    fn text(&self, name: &str) -> &str {
        self.fields.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// Why not everybody may read it, by what both the interface and the export say.
    fn hidden(&self) -> Option<Why> {
        let visibility = self.text("visibility");
        let is_closed = self.fields.get("access") == Some(&Value::Bool(false));
        match visibility {
            "public" if !is_closed => None,
            "public" => Some(Why::NotPublic("for members".to_owned())),
            other => Some(Why::NotPublic(format!("visibility: {other}"))),
        }
    }

    /// Its HTML, or what Ghost would make of what its editor keeps, without what is for some readers only; `None` when
    /// there is no HTML and the rest cannot be read.
    fn html(&self, dropped: &mut Vec<Dropped>) -> Option<String> {
        let html = self.text("html");
        let kept = ["lexical", "mobiledoc"].map(|name| self.text(name));
        let html = if html.trim().is_empty() && kept.iter().any(|kept| !kept.is_empty()) {
            editor::to_html(kept[0], kept[1], dropped)?
        } else {
            html.to_owned()
        };
        Some(gated::without_gated(&html, dropped))
    }

    /// The post as an entry of a list.
    fn item(self, dates: &Dates) -> item::Item {
        let uuid = self.text("uuid").to_owned();
        if uuid.is_empty() {
            let error = EntryError::BadEntry("it has no uuid".to_owned());
            return item::Item { line: None, entry: Err(error), more: More::default() };
        }
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let written = self.fields.get("published_at").and_then(moment);
        let mut more = More {
            id: Some(uuid.clone()),
            slug: some(self.text("slug")),
            not_public: self.why_not.clone().or_else(|| self.hidden()),
            seconds: written.as_deref().and_then(|written| dates.seconds(written)),
            image: some(self.text("feature_image")).map(|url| LeadPicture {
                url,
                alt: self.text("feature_image_alt").to_owned(),
                caption: self.text("feature_image_caption").to_owned(),
            }),
            ..More::default()
        };
        let html = self.html(&mut more.dropped);
        more.is_unrendered = html.is_none();
        let names = |all: &[Value]| {
            let names = all.iter().filter(|one| is_shown(one));
            names.filter_map(|one| Some(one.get("name")?.as_str()?.to_owned())).collect::<Vec<_>>()
        };
        let authors = names(&self.authors);
        let authors: Vec<Value> = authors.iter().map(|name| json!({ "name": name })).collect();
        // What a person calls it.
        let name = self.url.clone().or_else(|| some(self.text("slug"))).unwrap_or(uuid);
        let entry = json::entry_of(
            json!({
                "id": name,
                "url": self.url,
                "title": some(self.text("title")),
                "content_html": html.unwrap_or_default(),
                "summary": some(self.text("custom_excerpt")),
                "date_published": written,
                "authors": authors,
                "tags": names(&self.tags),
            }),
            dates,
        );
        more.written = written;
        item::Item { line: None, entry, more }
    }
}

/// Whether a tag or an author is one that readers see.
fn is_shown(one: &Value) -> bool {
    let text = |name: &str| one.get(name).and_then(Value::as_str).unwrap_or_default();
    text("visibility") != "internal" && !text("name").starts_with('#')
}

/// A date of Ghost's: RFC 3339, UTC without a zone, or, of old exports, milliseconds since 1970.
fn moment(date: &Value) -> Option<String> {
    if let Some(milliseconds) = date.as_i64() {
        return Some((milliseconds / 1000).to_string());
    }
    let text = date.as_str()?.trim();
    let is_bare = text.len() == "2026-11-27 02:12:47".len() && !text.ends_with('Z');
    Some(if is_bare { format!("{}Z", text.replacen(' ', "T", 1)) } else { text.to_owned() })
}
