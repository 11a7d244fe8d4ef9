//! What must hold of whatever was read.

use bantin_core::draft::Draft;
use bantin_core::nameless::nameless;
use bantin_import::Imported;
use bantin_model::list::{FeedExtension, ItemExtension, ItemRating, VERSION};
use bantin_model::{Feed, FeedItem, Link, Slug, language};
use bantin_site::syndication;
use quick_xml::Reader;
use quick_xml::events::Event;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use unicode_normalization::is_nfc;
use url::Url;

/// The page an address stands on.
const PAGE: &str = "https://reader.example/articles/x/";

/// A browser on [`PAGE`] opens what `address` says, and runs nothing.
pub fn address(address: &str) {
    let page = Url::parse(PAGE).unwrap();
    let opened = page.join(address).unwrap_or_else(|error| panic!("{address:?}: {error}"));
    let is_known = matches!(opened.scheme(), "http" | "https" | "mailto" | "tel" | "sms");
    assert!(is_known, "{address:?} opens {opened}");
    assert_eq!((opened.username(), opened.password()), ("", None), "{address:?}");
    let link = Link::new(address).unwrap_or_else(|_| panic!("{address:?} is not read again"));
    assert_eq!(link.as_str(), address, "is written otherwise when it is read again");
    // What a reader is told is where the browser goes.
    let is_web = matches!(opened.scheme(), "http" | "https");
    let elsewhere = opened.host_str().filter(|host| is_web && Some(*host) != page.host_str());
    assert_eq!(link.host(), elsewhere, "{address:?} opens {opened}");
    assert_eq!(link.is_absolute(), elsewhere.is_some(), "{address:?} opens {opened}");
}

/// Text of an article: in normal form, and nothing in it that no file of ours could hold.
pub fn text(text: &str) {
    assert!(is_nfc(text), "{text:?} is not NFC");
    for c in text.chars() {
        let is_space = matches!(c, '\t' | '\n' | '\r');
        let is_nothing = u32::from(c) & 0xfffe == 0xfffe || ('\u{fdd0}'..='\u{fdef}').contains(&c);
        assert!(is_space || !c.is_control() && !is_nothing, "{c:?} stands in {text:?}");
    }
}

/// Every address and every text of what was read.
pub fn value(value: &Value) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                match (name.as_str(), field) {
                    ("href" | "src" | "url" | "source", Value::String(text)) => address(text),
                    (_, field) => self::value(field),
                }
            }
        }
        Value::Array(values) => values.iter().for_each(self::value),
        Value::String(text) => self::text(text),
        _ => {}
    }
}

/// Every address of what was read; texts are as they came.
pub fn addresses(value: &Value) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                match (name.as_str(), field) {
                    ("href" | "src" | "url" | "source" | "live", Value::String(text)) => {
                        address(text);
                    }
                    (_, field) => addresses(field),
                }
            }
        }
        Value::Array(values) => values.iter().for_each(addresses),
        _ => {}
    }
}

/// Written and read again it is the same.
pub fn again<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(value: &T) {
    let json = serde_json::to_string(value).unwrap();
    let again: T = serde_json::from_str(&json).unwrap_or_else(|error| panic!("{error}: {json}"));
    assert_eq!(again, *value, "{json}");
}

/// An article that an importer hands on.
pub fn imported(imported: &Imported) {
    let draft = &imported.draft;
    assert!(!draft.title.trim().is_empty(), "no title");
    assert!(
        !draft.body.is_empty() || !draft.lead.is_empty() || draft.image.is_some(),
        "nothing to read"
    );
    tag(&draft.lang);
    let published: jiff::Timestamp = draft.published.parse().unwrap();
    if let Some(updated) = &draft.updated {
        let updated: jiff::Timestamp = updated.parse().unwrap();
        assert_ne!(updated, published);
    }
    value(&serde_json::to_value(draft).unwrap());
    again(&Draft { media: Vec::new(), ..draft.clone() });
    feed(draft);
    for note in &imported.dropped {
        assert!(!note.to_string().is_empty());
    }
}

/// A language tag as it is written.
pub fn tag(text: &str) {
    assert_eq!(language::tag(text).as_deref(), Some(text), "{text:?} is not BCP 47");
}

/// A feed reader reads the Atom feed that this article stands in.
fn feed(draft: &Draft) {
    let site = nameless();
    let url = Link::new(&format!("https://news.example/articles/{}/", draft.slug)).unwrap();
    let item = FeedItem {
        id: url.as_str().to_owned(),
        url: url.clone(),
        title: draft.title.clone(),
        summary: draft.lead.clone(),
        content_text: draft.lead.clone(),
        image: None,
        date_published: draft.published.clone(),
        date_modified: draft.updated.clone(),
        authors: draft.authors.clone(),
        tags: draft.tags.clone(),
        language: draft.lang.clone(),
        bantin: ItemExtension {
            slug: draft.slug.clone(),
            section: draft.section.clone(),
            views: draft.views,
            rating: ItemRating::default(),
            image: None,
        },
    };
    let feed = Feed {
        version: VERSION.to_owned(),
        title: site.name.clone(),
        home_page_url: url.clone(),
        feed_url: url,
        next_url: None,
        description: None,
        language: None,
        icon: None,
        favicon: None,
        items: vec![item],
        bantin: FeedExtension::default(),
    };
    let atom = syndication::atom(&feed, &site, "https://news.example/feeds/latest.xml").unwrap();
    let read = xml(&atom);
    assert!(read.contains(&draft.title), "{:?} is not in {read}", draft.title);
}

/// The texts of an XML document, which is one.
pub fn xml(bytes: &[u8]) -> String {
    let document = std::str::from_utf8(bytes).unwrap();
    let is_allowed = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    assert!(document.chars().all(is_allowed), "{document:?}");
    let mut reader = Reader::from_str(document);
    let mut text = String::new();
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{error}: {document}")) {
            Event::Eof => return text,
            Event::Text(part) => text.push_str(&part),
            Event::GeneralRef(name) => match &*name {
                "lt" => text.push('<'),
                "gt" => text.push('>'),
                "amp" => text.push('&'),
                "quot" => text.push('"'),
                "apos" => text.push('\''),
                other => panic!("&{other}; in {document}"),
            },
            _ => {}
        }
    }
}

/// A name that is one is safe in a path.
pub fn name(name: &str) {
    assert!(Slug::new(name).is_ok(), "{name:?}");
}
