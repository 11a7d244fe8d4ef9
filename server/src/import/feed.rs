//! RSS 2.0, Atom and JSON Feed, from a file or an address.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use bantin_model::{Author, Block, Image, Link, Slug};
use feed_rs::model::{Entry as FeedEntry, Feed};
use sha2::{Digest, Sha256};
use url::Url;

use super::html::{Converted, convert};
use super::pictures::{self, Origin};
use super::{Dropped, Entry, EntryError, Failure, ImportError, Options, dates};
use crate::draft::Draft;
use crate::fold::slugify;

/// Bytes of the largest feed taken.
const LARGEST: u64 = 50 * 1024 * 1024;

pub fn read_file(
    path: &Path,
    options: &Options,
    sink: &mut dyn FnMut(Entry),
) -> Result<(), ImportError> {
    let bytes = std::fs::read(path).map_err(|error| ImportError::Io(path.to_owned(), error))?;
    read(&path.display().to_string(), None, &bytes, options, sink)
}

pub fn read_url(
    address: &str,
    options: &Options,
    sink: &mut dyn FnMut(Entry),
) -> Result<(), ImportError> {
    let failed =
        |error: &dyn std::fmt::Display| ImportError::Fetch(address.to_owned(), error.to_string());
    let url = Url::parse(address).map_err(|error| failed(&error))?;
    let bytes = pictures::get(address, LARGEST).map_err(|error| failed(&error))?;
    read(address, Some(url), &bytes, options, sink)
}

fn read(
    name: &str,
    address: Option<Url>,
    bytes: &[u8],
    options: &Options,
    sink: &mut dyn FnMut(Entry),
) -> Result<(), ImportError> {
    let parser = feed_rs::parser::Builder::new()
        .base_uri(address.as_ref())
        // Cleaning is done here, by our own allow-list.
        .sanitize_content(false)
        .build();
    let feed = parser
        .parse(bytes)
        .map_err(|error| ImportError::NotAFeed(name.to_owned(), error.to_string()))?;
    let text = String::from_utf8_lossy(bytes);
    let mut reading = Reading {
        lang: feed.language.as_deref().map(primary).unwrap_or_else(|| options.lang.clone()),
        base: address.or_else(|| home(&feed)),
        options,
        slugs: BTreeMap::new(),
    };
    for entry in feed.entries {
        let title =
            entry.title.as_ref().map(|title| title.content.trim().to_owned()).unwrap_or_default();
        let label = if title.is_empty() { entry.id.clone() } else { title };
        let origin = format!("{name}: {label}");
        let line = line_of(&text, &entry);
        sink(match reading.draft(entry) {
            Ok((draft, dropped)) => Entry::Read { draft: Box::new(draft), origin, dropped },
            Err(error) => Entry::Failed(Failure { origin, line, error }),
        });
    }
    Ok(())
}

/// The line on which an entry's id or address stands first; parsers do not keep it.
fn line_of(text: &str, entry: &FeedEntry) -> Option<usize> {
    let links = entry.links.iter().map(|link| link.href.as_str());
    let title = entry.title.iter().map(|title| title.content.as_str());
    let at = std::iter::once(entry.id.as_str())
        .chain(links)
        .chain(title)
        .filter(|m| !m.is_empty())
        .find_map(|m| text.find(m))?;
    Some(text.get(..at)?.matches('\n').count() + 1)
}

fn primary(tag: &str) -> String {
    tag.split(['-', '_']).next().unwrap_or(tag).to_ascii_lowercase()
}

fn home(feed: &Feed) -> Option<Url> {
    feed.links.iter().find_map(|link| Url::parse(&link.href).ok())
}

struct Reading<'a> {
    lang: String,
    base: Option<Url>,
    options: &'a Options,
    /// Slugs of this feed and whose they are.
    slugs: BTreeMap<String, String>,
}

impl Reading<'_> {
    fn draft(&mut self, entry: FeedEntry) -> Result<(Draft, Vec<Dropped>), EntryError> {
        let title =
            plain(entry.title.as_ref().map(|title| title.content.as_str()).unwrap_or_default());
        if title.is_empty() {
            return Err(EntryError::NoTitle);
        }
        let published = entry.published.or(entry.updated).ok_or(EntryError::NoDate)?;
        let zone = &self.options.time_zone;
        let date = |moment: i64| dates::from_unix(moment, zone).ok_or(EntryError::NoDate);
        let published = date(published.timestamp())?;
        let updated = entry.updated.map(|moment| date(moment.timestamp())).transpose()?;
        let source = entry.links.iter().find_map(|link| {
            let base = self.base.as_ref();
            let url =
                base.map_or_else(|| Url::parse(&link.href), |base| base.join(&link.href)).ok()?;
            matches!(url.scheme(), "http" | "https").then_some(url)
        });
        let slug = self.slug(&entry, source.as_ref(), &title)?;
        let lang = entry.language.as_deref().map_or_else(|| self.lang.clone(), primary);

        let summary =
            entry.summary.as_ref().map(|summary| summary.content.as_str()).unwrap_or_default();
        let content =
            entry.content.as_ref().and_then(|content| content.body.as_deref()).unwrap_or_default();
        let html = if content.trim().is_empty() { summary } else { content };
        let base = source.as_ref().or(self.base.as_ref());
        let mut origin = Origin::Web { base: base.cloned(), seen: HashMap::new() };
        let Converted { mut blocks, mut media, mut dropped } = convert(html, &mut origin, base);
        let lead =
            if content.trim().is_empty() { String::new() } else { lead(&plain(summary), &blocks) };

        let image = picture_of(&entry).and_then(|src| match origin.picture(&src) {
            Ok(picture) => {
                let src = Link::new(&format!("/media/{}", picture.media.name)).ok()?;
                if !media.contains(&picture.media) {
                    media.push(picture.media);
                }
                let (width, height) = (picture.width, picture.height);
                Some(Image {
                    src,
                    width,
                    height,
                    alt: String::new(),
                    caption: None,
                    credit: None,
                    variants: Vec::new(),
                })
            }
            Err(error) => {
                dropped.push(Dropped::Picture(src, error.to_string()));
                None
            }
        });
        // Many feeds give the lead picture twice: beside the text and as its first block.
        let image = match (image, blocks.first()) {
            (Some(own), Some(Block::Image { image: first })) if own.src == first.src => {
                let first = first.clone();
                blocks.remove(0);
                Some(first)
            }
            (image, _) => image,
        };
        let tags: Vec<String> = entry
            .categories
            .into_iter()
            .map(|c| c.label.unwrap_or(c.term))
            .map(|tag| plain(&tag))
            .filter(|t| !t.is_empty())
            .collect();
        let draft = Draft {
            slug,
            section: self.options.section(tags.first().map(String::as_str), &lang),
            lang,
            title,
            lead,
            tags,
            authors: entry
                .authors
                .into_iter()
                .filter(|person| !person.name.trim().is_empty())
                .map(|person| Author {
                    name: plain(&person.name),
                    url: person.uri.and_then(|uri| Link::new(&uri).ok()),
                })
                .collect(),
            updated: updated.filter(|updated| *updated > published),
            published,
            source: source.and_then(|url| Link::new(url.as_str()).ok()),
            views: 0,
            image,
            body: blocks,
            media,
        };
        Ok((draft, dropped))
    }

    /// From the page's address, else from the headline. The second of two that are alike gets a suffix
    /// made of its id, which is the same at every import.
    fn slug(
        &mut self,
        entry: &FeedEntry,
        source: Option<&Url>,
        title: &str,
    ) -> Result<Slug, EntryError> {
        let from_address = source.and_then(|url| {
            let last = url.path_segments()?.rfind(|segment| !segment.is_empty())?;
            let last = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
            Some(slugify(last, 120)).filter(|slug| slug.bytes().any(|b| b.is_ascii_alphabetic()))
        });
        let slug = from_address.unwrap_or_else(|| slugify(title, 120));
        let identity = if entry.id.is_empty() { title } else { &entry.id };
        let suffix: String =
            Sha256::digest(identity).iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        let slug = if slug.is_empty() { format!("tin-{suffix}") } else { slug };
        let owner = self.slugs.entry(slug.clone()).or_insert_with(|| identity.to_owned());
        Ok(Slug::new(if owner == identity { slug } else { format!("{slug}-{suffix}") })?)
    }
}

/// The text of a bit of HTML.
fn plain(html: &str) -> String {
    let fragment = scraper::Html::parse_fragment(html);
    let text: String = fragment.root_element().text().collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The summary as lead, unless the body begins with the same words.
fn lead(summary: &str, blocks: &[Block]) -> String {
    let body: String = blocks.iter().map(Block::plain_text).collect::<Vec<_>>().join(" ");
    let beginning = summary.trim_end_matches(['…', '.', ' ', ']', '[']);
    let repeats = !beginning.is_empty()
        && body.split_whitespace().collect::<Vec<_>>().join(" ").starts_with(beginning);
    if repeats { String::new() } else { summary.to_owned() }
}

fn picture_of(entry: &FeedEntry) -> Option<String> {
    let media = entry.media.iter().flat_map(|media| {
        let content = media.content.iter().filter_map(|content| {
            let is_picture = content.content_type.as_ref().is_none_or(|kind| kind.ty() == "image");
            content.url.as_ref().filter(|_| is_picture).map(ToString::to_string)
        });
        content.chain(media.thumbnails.iter().map(|thumbnail| thumbnail.image.uri.clone()))
    });
    let enclosures = entry.links.iter().filter(|link| {
        link.rel.as_deref() == Some("enclosure")
            && link.media_type.as_deref().is_some_and(|kind| kind.starts_with("image/"))
    });
    media.chain(enclosures.map(|link| link.href.clone())).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options() -> Options {
        Options { lang: "vi".into(), sections: Vec::new(), time_zone: "Asia/Ho_Chi_Minh".into() }
    }

    fn of(text: &str) -> Result<Vec<Entry>, ImportError> {
        let mut entries = Vec::new();
        read("tin.xml", None, text.as_bytes(), &options(), &mut |entry| entries.push(entry))?;
        Ok(entries)
    }

    const RSS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Tin phường</title><link>https://example.org/</link><description/><language>vi-VN</language>
<item><title>Chợ mới &amp;amp; phố mới</title><link>https://example.org/tin/cho-moi.html</link><guid>1</guid>
<pubDate>Fri, 11 Aug 2023 04:50:00 GMT</pubDate><category>Kinh tế</category>
<description>Tóm tắt.</description><content:encoded><![CDATA[<p>Chợ mới mở cửa.</p><script>x()</script>]]></content:encoded></item>
<item><title>Tin khác</title><link>https://example.org/khac/cho-moi.html</link><guid>2</guid>
<pubDate>Fri, 11 Aug 2023 05:50:00 GMT</pubDate><description>&lt;p&gt;Chỉ có mô tả.&lt;/p&gt;</description></item>
<item><guid>khong-tieu-de</guid><pubDate>Fri, 11 Aug 2023 05:50:00 GMT</pubDate></item>
<item><title>Không có ngày</title><guid>khong-ngay</guid></item>
</channel></rss>"#;

    #[test]
    fn rss_entries_become_drafts_and_broken_ones_are_named() {
        let entries = of(RSS).unwrap();
        let [
            Entry::Read { draft: first, dropped, .. },
            Entry::Read { draft: second, .. },
            Entry::Failed(third),
            Entry::Failed(fourth),
        ] = entries.as_slice()
        else {
            panic!("{entries:?}")
        };
        assert_eq!(first.title, "Chợ mới & phố mới");
        assert_eq!(first.slug.as_str(), "cho-moi");
        assert_eq!(first.published, "2023-08-11T11:50:00+07:00");
        assert_eq!(first.lead, "Tóm tắt.");
        assert_eq!(first.lang, "vi");
        assert_eq!(first.source.as_ref().unwrap().as_str(), "https://example.org/tin/cho-moi.html");
        assert_eq!(first.body.len(), 1);
        assert_eq!(*dropped, [Dropped::Element("script".into())]);
        assert!(second.slug.as_str().starts_with("cho-moi-"), "{}", second.slug);
        assert_eq!(second.lead, "");
        assert_eq!(third.to_string(), "tin.xml: khong-tieu-de:11: has no title");
        assert_eq!(fourth.to_string(), "tin.xml: Không có ngày:12: has no date of publication");
    }

    #[test]
    fn atom_and_json_feed_are_read_too() {
        let atom = r#"<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><id>f</id><title>x</title><updated>2023-08-11T00:00:00Z</updated>
            <entry><id>e</id><title>A bridge</title><updated>2023-08-11T00:00:00Z</updated><author><name>Lan</name></author>
            <content type="html">&lt;p&gt;Open.&lt;/p&gt;</content></entry></feed>"#;
        let json = r#"{"version":"https://jsonfeed.org/version/1.1","title":"x","items":[{"id":"e","title":"A bridge",
            "date_published":"2023-08-11T00:00:00Z","content_html":"<p>Open.</p>","authors":[{"name":"Lan"}]}]}"#;
        for text in [atom, json] {
            let entries = of(text).unwrap();
            let [Entry::Read { draft, .. }] = entries.as_slice() else { panic!("{entries:?}") };
            assert_eq!((draft.slug.as_str(), draft.title.as_str()), ("a-bridge", "A bridge"));
            assert_eq!(
                draft.body,
                [Block::Paragraph { text: vec![bantin_model::Inline::text("Open.")] }]
            );
            assert_eq!(draft.authors[0].name, "Lan");
        }
    }

    #[test]
    fn what_is_no_feed_is_an_error() {
        for text in ["", "không phải XML", "<html><body>x</body></html>", "{\"a\":1}", "<rss>"] {
            assert!(matches!(of(text), Err(ImportError::NotAFeed(..))), "{text}");
        }
    }

    #[test]
    fn the_body_s_beginning_is_not_said_twice() {
        let blocks = [Block::Paragraph {
            text: vec![bantin_model::Inline::text("Chợ mới mở cửa sáng nay.")],
        }];
        assert_eq!(lead("Chợ mới mở cửa…", &blocks), "");
        assert_eq!(lead("Tóm tắt khác", &blocks), "Tóm tắt khác");
    }
}
