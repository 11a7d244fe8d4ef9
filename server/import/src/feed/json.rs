//! Reads JSON Feeds, and gives other lists the form of one.

use std::borrow::Cow;
use std::collections::BTreeMap;

use feed_rs::model::{Entry, Feed};
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use url::Url;

use super::item::{Arrival, Item, More, Parsed, feed_rs};
use super::lead_picture::LeadPicture;
use super::texts::Texts;
use crate::date::Dates;
use crate::error::{EntryError, NotAFeed};

/// The head of a list that is no feed, made as a JSON Feed's; `home` is its site.
///
/// # Errors
/// None that is known: `home` and `lang` are texts.
pub fn head_of(home: &Url, lang: Option<&str>, dates: &Dates) -> Result<Feed, EntryError> {
    let mut head = bare_head();
    head.insert("home_page_url".to_owned(), home.as_str().into());
    head.insert("language".to_owned(), lang.into());
    let arrival = Arrival { address: None, charset: None, dates, limit: 0 };
    alone_as_json(None, &head, &arrival).map_err(EntryError::BadEntry)
}

/// An entry made of the fields of a JSON Feed's item.
///
/// # Errors
/// [`EntryError::BadEntry`] when a field has the wrong type.
pub fn entry_of(item: Value, dates: &Dates) -> Result<Entry, EntryError> {
    let arrival = Arrival { address: None, charset: None, dates, limit: 0 };
    let mut feed =
        alone_as_json(Some(item), &bare_head(), &arrival).map_err(EntryError::BadEntry)?;
    feed.entries.pop().ok_or_else(|| EntryError::BadEntry("it is empty".to_owned()))
}

fn bare_head() -> Map<String, Value> {
    let version = ("version".to_owned(), "https://jsonfeed.org/version/1.1".into());
    [version, ("title".to_owned(), "".into())].into_iter().collect()
}

/// A JSON Feed with only this item, or without any.
fn alone_as_json(
    item: Option<Value>,
    head: &Map<String, Value>,
    arrival: &Arrival<'_>,
) -> Result<Feed, String> {
    let mut whole = head.clone();
    whole.insert("items".to_owned(), item.into_iter().collect());
    let document = serde_json::to_vec(&whole).map_err(|error| error.to_string())?;
    feed_rs(&document, arrival)
}

/// The fields of a JSON Feed as raw text, so that one that cannot be read leaves the others unharmed.
type Fields<'a> = BTreeMap<String, &'a RawValue>;

/// Reads a JSON Feed.
///
/// # Errors
/// [`NotAFeed`] when it is no JSON Feed.
pub fn parse(bytes: &[u8], arrival: &Arrival<'_>) -> Result<Parsed, NotAFeed> {
    let broken = |error: serde_json::Error| NotAFeed::Json {
        line: error.line(),
        message: error.to_string(),
    };
    let text = String::from_utf8_lossy(bytes);
    let is_utf8 = matches!(text, Cow::Borrowed(_));
    let text = without_lone_surrogates(&text);
    let fields: Fields<'_> = serde_json::from_str(&text).map_err(broken)?;
    let field = |name: &str| serde_json::from_str::<Value>(fields.get(name)?.get()).ok();
    let version = field("version");
    let version = version.as_ref().and_then(Value::as_str).unwrap_or_default();
    if !version.starts_with("https://jsonfeed.org/version/") {
        return Err(NotAFeed::OtherJson);
    }
    let items: Vec<&RawValue> = match fields.get("items") {
        Some(items) => serde_json::from_str(items.get()).map_err(broken)?,
        None => Vec::new(),
    };
    let alone = |item: Option<Value>, head: &Map<String, Value>| alone_as_json(item, head, arrival);
    let others = fields.keys().filter(|name| *name != "items");
    let mut head: Map<String, Value> =
        others.filter_map(|name| Some((name.clone(), field(name)?))).collect();
    let feed = match alone(None, &head) {
        Ok(feed) => feed,
        // A head in the wrong shape is left out: the entries can be read without it.
        Err(_) => {
            head = Map::new();
            head.insert("version".to_owned(), version.into());
            head.insert("title".to_owned(), "".into());
            alone(None, &head).map_err(|error| NotAFeed::Json { line: 1, message: error })?
        }
    };
    let entry = |raw: &RawValue, more: &mut More| {
        if !is_utf8 && raw.get().contains(char::REPLACEMENT_CHARACTER) {
            return Err("the text is not UTF-8".to_owned());
        }
        let mut item: Value = serde_json::from_str(raw.get()).map_err(|error| error.to_string())?;
        *more = self::more(&mut item);
        alone(Some(item), &head)?.entries.pop().ok_or_else(|| "it is empty".to_owned())
    };
    // The place up to which lines were counted, and their number.
    let mut counted = (0, 1);
    let entries = items.into_iter().map(|raw| {
        let offset = (raw.get().as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
        let new = text.as_bytes().get(counted.0..offset).unwrap_or_default();
        let lines = new.iter().filter(|byte| **byte == b'\n').count();
        counted = (offset, counted.1 + lines);
        let line = Some(counted.1);
        let mut more = More::default();
        let entry = entry(raw, &mut more).map_err(EntryError::BadEntry);
        Item { line, entry, more }
    });
    Ok(Parsed::of(feed, entries.collect(), Texts::InEntries))
}

/// Replaces half characters in JSON (`\ud83d` without its second half) by the sign for an unreadable character. The
/// text stays as long as it was, so places in it stay too.
fn without_lone_surrogates(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let (mut copied, mut at) = (0, 0);
    let unit = |at: usize| {
        let digits = text.get(at..)?.strip_prefix("\\u")?.get(..4)?;
        u16::from_str_radix(digits, 16).ok()
    };
    while let Some(found) = text.get(at..).and_then(|rest| rest.find('\\')) {
        at += found;
        let (is_high, is_low) = match unit(at) {
            Some(unit) => ((0xd800..0xdc00).contains(&unit), (0xdc00..0xe000).contains(&unit)),
            None => (false, false),
        };
        let has_low = is_high && unit(at + 6).is_some_and(|unit| (0xdc00..0xe000).contains(&unit));
        if has_low {
            at += 12;
        } else if is_high || is_low {
            out.push_str(text.get(copied..at).unwrap_or_default());
            out.push_str("\\ufffd");
            at += 6;
            copied = at;
        } else {
            // The character after a backslash belongs to the escape, and may be a backslash itself.
            at += 1 + text
                .get(at + 1..)
                .and_then(|rest| rest.chars().next())
                .map_or(0, char::len_utf8);
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    Cow::Owned(out)
}

fn more(item: &mut Value) -> More {
    let text = |item: &Value, key: &str| item.get(key).and_then(Value::as_str).map(str::to_owned);
    // JSON Feed asks readers to read ids of other types as text.
    if let Some(id) = item.get_mut("id").filter(|id| id.is_number()) {
        *id = Value::String(id.to_string());
    }
    More {
        image: text(item, "image")
            .or_else(|| text(item, "banner_image"))
            .map(|url| LeadPicture { url, ..LeadPicture::default() }),
        language: text(item, "language"),
        written: text(item, "date_published").or_else(|| text(item, "date_modified")),
        ..More::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_character_is_none() {
        for (text, whole) in [
            (r#""a\ud83db""#, r#""a\ufffdb""#),
            (r#""a\uDE00""#, r#""a\ufffd""#),
            (r#""\ud83d\ud83d\ude00\n""#, r#""\ufffd\ud83d\ude00\n""#),
            (r#""\ud83d\u0041""#, r#""\ufffd\u0041""#),
        ] {
            let read = without_lone_surrogates(text);
            assert_eq!(read, whole, "{text}");
            assert!(serde_json::from_str::<String>(&read).is_ok(), "{text}");
        }
        // A backslash of its own before a `u`, and a pair.
        for text in [r#""\\ud83d""#, r#""\ud83d\ude00""#, r#""\u00e9""#, "\"\\", "\"\\uế"] {
            assert!(matches!(without_lone_surrogates(text), Cow::Borrowed(same) if same == text));
        }
    }
}
