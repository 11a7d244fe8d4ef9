//! The files that feed readers and search engines fetch: Atom, sitemaps, robots.txt (RFC 9309).

mod atom;
pub mod sitemap;

use std::borrow::Cow;

use bantin_model::path::{self, ListKind};
use bantin_model::{Link, Site, Slug};
use bantin_store::sqlite::{Store, StoreError};
use jiff::Timestamp;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::content;

pub use atom::atom;

type Xml = Writer<Vec<u8>>;

fn document(
    root: &str,
    namespaces: &[(&str, &str)],
    content: impl FnOnce(&mut Xml) -> std::io::Result<()>,
) -> std::io::Result<Vec<u8>> {
    let mut xml = Writer::new(Vec::new());
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    xml.create_element(root)
        .with_attributes(namespaces.iter().copied())
        .write_inner_content(content)?;
    Ok(xml.into_inner())
}

fn text(xml: &mut Xml, name: &str, text: &str) -> std::io::Result<()> {
    xml.create_element(name).write_text_content(BytesText::new(&allowed(text)))?;
    Ok(())
}

/// Writes an element without content. All attributes go through here, and all texts through [`text`].
fn empty(xml: &mut Xml, name: &str, attributes: &[(&str, &str)]) -> std::io::Result<()> {
    let values: Vec<_> = attributes.iter().map(|(name, value)| (*name, allowed(value))).collect();
    let values = values.iter().map(|(name, value)| (*name, &**value));
    xml.create_element(name).with_attributes(values).write_empty()?;
    Ok(())
}

/// `text` without characters that XML 1.0 cannot have (production 2, `Char`): a parser that meets one reads nothing of
/// the file.
fn allowed(text: &str) -> Cow<'_, str> {
    let is_allowed = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    if text.chars().all(is_allowed) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().filter(|c| is_allowed(*c)).collect())
    }
}

/// When an article last changed.
fn changed<'a>(published: &'a str, updated: Option<&'a str>) -> &'a str {
    updated.unwrap_or(published)
}

/// The latest of these moments (RFC 3339), whatever their offsets. One that cannot be read counts as the earliest.
fn latest<'a>(moments: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    moments.max_by_key(|moment| moment.parse::<Timestamp>().ok())
}

/// Whether feed readers can follow a list: one that gets new articles, and is not of the most read.
pub fn is_followed(kind: &ListKind) -> bool {
    !kind.is_most_read() && !matches!(kind, ListKind::Month(_))
}

/// The list whose Atom feed is at `path` below the site's root.
fn list_of(path: &str) -> Option<ListKind> {
    let name = path.strip_prefix("feeds/")?.strip_suffix(".xml")?;
    let kind = match name.split_once('/') {
        None if name == "latest" => ListKind::Latest,
        Some(("language", tag)) => ListKind::Language(tag.to_owned()),
        Some(("section", id)) => ListKind::Section(Slug::new(id).ok()?.into()),
        Some(("tag", id)) => ListKind::Tag(Slug::new(id).ok()?.into()),
        Some(("author", id)) => ListKind::Author(Slug::new(id).ok()?.into()),
        _ => return None,
    };
    (path::atom(&kind) == path).then_some(kind)
}

/// The file at `path` below the site's root, with its media type; `None` for any other path.
///
/// # Errors
/// [`StoreError`].
pub fn file(
    path: &str,
    store: &Store,
    site: &Site,
) -> Result<Option<(Vec<u8>, &'static str)>, StoreError> {
    if path == "robots.txt" {
        return Ok(Some((robots(&site.url).into_bytes(), "text/plain; charset=utf-8")));
    }
    if path.starts_with("sitemap") {
        return Ok(
            sitemap::file(path, store, site)?.map(|xml| (xml, "application/xml; charset=utf-8"))
        );
    }
    let Some(kind) = list_of(path) else { return Ok(None) };
    let own = format!("{}{path}", site.url.as_str());
    let feed = content::feed(store, site, &kind, None)?;
    Ok(feed.and_then(|feed| {
        Some((atom(&feed, site, &own).ok()?, "application/atom+xml; charset=utf-8"))
    }))
}

/// `robots.txt`.
pub fn robots(url: &Link) -> String {
    let root = url.as_str();
    format!(
        "User-agent: *\nAllow: /\n\nSitemap: {root}sitemap.xml\nSitemap: {root}sitemap-news.xml\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_write_is_left_out() {
        let all =
            "a\u{0}\u{1}\u{8}\u{b}\u{c}\u{1f}\u{fffe}\u{ffff}\tb\n\u{7f}\u{85}\u{fdd0}\u{1fffe}ế";
        assert_eq!(allowed(all), "a\tb\n\u{7f}\u{85}\u{fdd0}\u{1fffe}ế");
        assert!(matches!(allowed("Cầu gỗ"), Cow::Borrowed("Cầu gỗ")));
    }

    #[test]
    fn the_latest_is_the_latest_moment_and_not_the_largest_text() {
        let moments = ["2023-08-11T20:00:00+07:00", "2023-08-11T14:00:00Z", "x"];
        assert_eq!(latest(moments.into_iter()), Some("2023-08-11T14:00:00Z"));
    }
}
