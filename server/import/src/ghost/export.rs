//! The file that Ghost exports: posts, tags and authors, as tables.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use url::Url;

use super::{Post, source};
use crate::error::{EntryError, ImportError};
use crate::feed::item::{self, More, Parsed};
use crate::feed::json;
use crate::feed::list::{self, List};
use crate::feed::texts::Texts;
use crate::source::Source;
use crate::{Context, Entry, Why};

/// What stands in the place of the site's address.
const SITE: &str = "__GHOST_URL__";

/// An export.
pub struct Export {
    pub bytes: Vec<u8>,
    pub name: String,
    /// The site it is from, which it does not say itself.
    pub site: Url,
}

/// The tables of an export, each row as it is written: one that cannot be read costs none of the others.
#[derive(Deserialize)]
struct Tables<'a> {
    #[serde(borrow)]
    posts: Vec<&'a RawValue>,
    #[serde(default)]
    posts_meta: Vec<Map<String, Value>>,
    #[serde(default)]
    posts_tags: Vec<Map<String, Value>>,
    #[serde(default)]
    posts_authors: Vec<Map<String, Value>>,
    #[serde(default)]
    tags: Vec<Map<String, Value>>,
    #[serde(default)]
    users: Vec<Map<String, Value>>,
    #[serde(default)]
    settings: Vec<Map<String, Value>>,
}

#[derive(Deserialize)]
struct File<'a> {
    #[serde(borrow)]
    db: Vec<Database<'a>>,
}

#[derive(Deserialize)]
struct Database<'a> {
    #[serde(borrow)]
    data: Tables<'a>,
}

/// Whether this is JSON with the databases of Ghost in it.
pub fn is_one(bytes: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct Outline {
        #[serde(rename = "db")]
        _db: IgnoredAny,
    }
    let bytes = without_mark(bytes);
    bytes.trim_ascii_start().starts_with(b"{") && serde_json::from_slice::<Outline>(bytes).is_ok()
}

fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

impl Source for Export {
    fn kind(&self) -> &'static str {
        "an export of Ghost's"
    }

    fn read(
        self: Box<Self>,
        context: &Context<'_>,
        sink: &mut dyn FnMut(Entry),
    ) -> Result<(), ImportError> {
        let Self { bytes, name, site } = *self;
        let broken = |reason: String| ImportError::NoExport { name: name.clone(), reason };
        let text = std::str::from_utf8(without_mark(&bytes));
        let text = text.map_err(|_| broken("it is not UTF-8".to_owned()))?;
        let file: File<'_> =
            serde_json::from_str(text).map_err(|error| broken(error.to_string()))?;
        let mut databases = file.db.into_iter();
        let tables = databases.next().ok_or_else(|| broken("it is empty".to_owned()))?.data;
        let lang = ["locale", "lang"].iter().find_map(|key| tables.setting(key));
        let feed = json::head_of(&site, lang, &context.dates);
        let feed = feed.map_err(|error| broken(error.to_string()))?;
        let joined = Joined::of(&tables);
        let rows = tables.posts.iter().map(|row| {
            // It is all on one line.
            match serde_json::from_str(&row.get().replace(SITE, root(&site))) {
                Ok(fields) => joined.post(fields, &site).item(&context.dates),
                Err(error) => {
                    let entry = Err(EntryError::BadEntry(error.to_string()));
                    item::Item { line: None, entry, more: More::default() }
                }
            }
        });
        let rows = rows.collect();
        let parsed = Parsed::of(feed, rows, Texts::InEntries);
        let source = source(&site);
        let list = List { source, is_whole: true, parsed, address: Some(site) };
        list::hand_on(list, context, sink);
        Ok(())
    }
}

/// A site's address without the slash at its end.
fn root(site: &Url) -> &str {
    site.as_str().trim_end_matches('/')
}

impl Tables<'_> {
    fn setting(&self, key: &str) -> Option<&str> {
        let row = self.settings.iter().find(|row| text(row, "key") == key)?;
        Some(text(row, "value")).filter(|value| !value.is_empty())
    }
}

fn text<'a>(row: &'a Map<String, Value>, name: &str) -> &'a str {
    row.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// What belongs to the posts, by their ids.
struct Joined<'a> {
    meta: HashMap<&'a str, &'a Map<String, Value>>,
    tags: HashMap<&'a str, Vec<Value>>,
    authors: HashMap<&'a str, Vec<Value>>,
}

impl<'a> Joined<'a> {
    fn of(tables: &'a Tables<'_>) -> Self {
        let meta = tables.posts_meta.iter().map(|row| (text(row, "post_id"), row)).collect();
        let tags = joined(&tables.posts_tags, "tag_id", &tables.tags);
        let authors = joined(&tables.posts_authors, "author_id", &tables.users);
        Self { meta, tags, authors }
    }

    fn post(&self, mut fields: Map<String, Value>, site: &Url) -> Post {
        let id = text(&fields, "id").to_owned();
        let meta = self.meta.get(id.as_str());
        for name in ["feature_image_alt", "feature_image_caption"] {
            if let Some(value) = meta.and_then(|meta| meta.get(name)) {
                fields.insert(name.to_owned(), value.clone());
            }
        }
        let by_mail = meta.and_then(|meta| meta.get("email_only")).is_some_and(is_set);
        let why_not = why_not(&fields, by_mail);
        let slug = text(&fields, "slug");
        let url = (!slug.is_empty()).then(|| format!("{}/{slug}/", root(site)));
        let of =
            |all: &HashMap<&str, Vec<Value>>| all.get(id.as_str()).cloned().unwrap_or_default();
        let (tags, authors) = (of(&self.tags), of(&self.authors));
        Post { fields, tags, authors, url, why_not }
    }
}

/// The rows of `others` that `pairs` join with posts, by the posts' ids, in the order that the newsroom gave them.
fn joined<'a>(
    pairs: &'a [Map<String, Value>],
    key: &str,
    others: &[Map<String, Value>],
) -> HashMap<&'a str, Vec<Value>> {
    let others: HashMap<&str, &Map<String, Value>> =
        others.iter().map(|row| (text(row, "id"), row)).collect();
    let mut sorted: BTreeMap<(&str, i64, usize), Value> = BTreeMap::new();
    for (at, pair) in pairs.iter().enumerate() {
        if let Some(other) = others.get(text(pair, key)) {
            let place = pair.get("sort_order").and_then(Value::as_i64).unwrap_or_default();
            sorted.insert((text(pair, "post_id"), place, at), Value::Object((*other).clone()));
        }
    }
    let mut joined: HashMap<&str, Vec<Value>> = HashMap::new();
    for ((post, _, _), other) in sorted {
        joined.entry(post).or_default().push(other);
    }
    joined
}

/// Why a row is no article that everybody may read, besides who it is for. Of one that is published later the date
/// says when.
fn why_not(fields: &Map<String, Value>, by_mail: bool) -> Option<Why> {
    let is_page = text(fields, "type") == "page" || fields.get("page").is_some_and(is_set);
    match text(fields, "status") {
        "draft" => Some(Why::Draft),
        _ if is_page => Some(Why::Page),
        "sent" => Some(Why::NotPublic("sent by mail alone".to_owned())),
        _ if by_mail => Some(Why::NotPublic("sent by mail alone".to_owned())),
        "published" | "scheduled" => None,
        status => Some(Why::NotPublic(format!("status: {status}"))),
    }
}

/// Yes, as databases write it.
fn is_set(value: &Value) -> bool {
    value.as_bool().unwrap_or_else(|| value.as_i64().is_some_and(|number| number != 0))
}
