//! What a WordPress export (WXR: RSS with elements of its own) says beyond RSS, and its texts, which are
//! not quite HTML.
//!
//! Source: the export itself (`wp-admin/includes/export.php` of WordPress writes it).

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::import::Why;

/// What stands in an export of WordPress's and in no other feed.
pub const NAMESPACE: &str = "wordpress.org/export/";

/// What an item says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// `post`, `page`, `attachment` and others.
    pub kind: String,
    /// `publish`, `draft`, `private` and others.
    pub status: String,
    /// The slug.
    pub name: String,
    /// `post_id`: the same whatever changes.
    pub id: String,
    /// Whether only who knows a password may read it.
    has_password: bool,
    /// The file of an attachment.
    file: String,
    /// The attachment that is the lead picture.
    thumbnail: String,
}

impl Item {
    /// Reads one `<item>…</item>`. What is broken ends the reading; feed readers judge it.
    pub fn of(xml: &[u8]) -> Self {
        let mut reader = Reader::from_reader(xml);
        let mut item = Self::default();
        let mut path: Vec<String> = Vec::new();
        let (mut key, mut text) = (String::new(), String::new());
        let mut buffer = Vec::new();
        while let Ok(event) = reader.read_event_into(&mut buffer) {
            match event {
                Event::Eof => break,
                Event::Start(start) => {
                    path.push(start.name().as_ref().to_owned());
                    text.clear();
                }
                Event::Text(part) => text.push_str(&part),
                Event::CData(part) => text.push_str(&part),
                Event::End(_) => {
                    let name = path.pop().unwrap_or_default();
                    let value = text.trim().to_owned();
                    match name.as_str() {
                        "wp:post_type" => item.kind = value,
                        "wp:status" => item.status = value,
                        "wp:post_name" => item.name = value,
                        "wp:post_id" => item.id = value,
                        "wp:post_password" => item.has_password = !value.is_empty(),
                        "wp:attachment_url" => item.file = value,
                        "wp:meta_key" => key = value,
                        "wp:meta_value" if key == "_thumbnail_id" => item.thumbnail = value,
                        _ => {}
                    }
                    text.clear();
                }
                _ => {}
            }
            buffer.clear();
        }
        item
    }

    /// Whether it says anything that only an export does.
    pub fn is_one(&self) -> bool {
        !self.kind.is_empty()
    }

    /// Why it is no article that everybody may read; `None` when it is one. Of one that is published later the date
    /// says when.
    pub fn not_public(&self) -> Option<Why> {
        if self.kind != "post" {
            return Some(Why::NoArticle);
        }
        match self.status.as_str() {
            "publish" | "future" if self.has_password => {
                Some(Why::NotPublic("a password".to_owned()))
            }
            "publish" | "future" => None,
            "draft" | "auto-draft" | "pending" => Some(Why::Draft),
            status => Some(Why::NotPublic(format!("status: {status}"))),
        }
    }
}

/// The lead picture of each item, by its place; none where it has none.
pub fn thumbnails(items: &[Item]) -> Vec<Option<String>> {
    let files: HashMap<&str, &str> = items
        .iter()
        .filter(|item| !item.file.is_empty())
        .map(|item| (item.id.as_str(), item.file.as_str()))
        .collect();
    items.iter().map(|item| files.get(item.thumbnail.as_str()).map(|f| (*f).to_owned())).collect()
}

/// Elements that stand by themselves between paragraphs.
const BLOCKS: [&str; 24] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figure",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "iframe",
    "ol",
    "p",
    "table",
    "ul",
];

/// The HTML that WordPress would show for this text: its captions as figures, its addresses of videos on
/// lines of their own as links, and paragraphs where it has only blank lines.
pub fn html(text: &str) -> String {
    let text = shortcodes(text);
    if text.contains("<p>") || text.contains("<p ") {
        return text;
    }
    let mut out = String::with_capacity(text.len() * 9 / 8);
    for part in text.replace("\r\n", "\n").split("\n\n").map(str::trim) {
        if part.is_empty() || part.starts_with("<!--") && part.ends_with("-->") {
            continue;
        }
        if begins_with_block(part) {
            out.push_str(part);
        } else {
            out.push_str("<p>");
            out.push_str(&part.replace('\n', "<br>"));
            out.push_str("</p>");
        }
        out.push('\n');
    }
    out
}

fn begins_with_block(part: &str) -> bool {
    let Some(rest) = part.strip_prefix('<') else { return false };
    let name: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
    BLOCKS.contains(&name.to_ascii_lowercase().as_str())
}

/// `[caption …]picture words[/caption]` as a figure, `[embed]address[/embed]` as its address; other
/// shortcodes, which only plugins understand, are left out.
fn shortcodes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('[') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let Some((name, inside, after)) = shortcode(from) else {
            out.push('[');
            rest = from.get(1..).unwrap_or_default();
            continue;
        };
        match (name, inside) {
            ("caption", Some(inside)) => out.push_str(&figure(inside)),
            ("embed", Some(address)) => {
                let address = address.trim();
                out.push_str(&format!("<p><a href=\"{address}\">{address}</a></p>"));
            }
            (_, inside) => out.push_str(inside.unwrap_or_default()),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The shortcode at the beginning of `text`: its name, what it encloses, and what follows it.
fn shortcode(text: &str) -> Option<(&str, Option<&str>, &str)> {
    let (tag, after) = text.strip_prefix('[')?.split_once(']')?;
    let name = tag.split([' ', '/', '\n']).next()?;
    let is_name = |c: char| c.is_ascii_lowercase() || matches!(c, '_' | '-');
    // `[1]`, `[sic]` and `[…]` are text: a shortcode of ours is known, or has attributes.
    let is_known = ["caption", "embed", "gallery", "video", "audio"].contains(&name);
    if name.is_empty() || !name.chars().all(is_name) || !(is_known || tag.contains("=\"")) {
        return None;
    }
    match after.split_once(&format!("[/{name}]")) {
        Some((inside, after)) => Some((name, Some(inside), after)),
        None => Some((name, None, after)),
    }
}

fn figure(inside: &str) -> String {
    let end = inside.rfind("</a>").map(|at| at + 4);
    let end =
        end.or_else(|| Some(inside.find("<img")? + inside.split_once("<img")?.1.find('>')? + 5));
    let (picture, words) = inside.split_at(end.unwrap_or(0));
    format!("\n\n<figure>{picture}<figcaption>{}</figcaption></figure>\n\n", words.trim())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_item_says_what_it_is() {
        let xml = b"<item><title>A</title><wp:post_id>7</wp:post_id><wp:post_name><![CDATA[cau-go]]></wp:post_name>\
            <wp:status><![CDATA[publish]]></wp:status><wp:post_type><![CDATA[post]]></wp:post_type>\
            <wp:postmeta><wp:meta_key><![CDATA[_edit_last]]></wp:meta_key><wp:meta_value><![CDATA[1]]></wp:meta_value></wp:postmeta>\
            <wp:postmeta><wp:meta_key><![CDATA[_thumbnail_id]]></wp:meta_key><wp:meta_value><![CDATA[9]]></wp:meta_value></wp:postmeta></item>";
        let item = Item::of(xml);
        assert_eq!(item.not_public(), None);
        assert_eq!(item.name, "cau-go");
        let picture = Item {
            id: "9".into(),
            file: "https://old.example/a.jpg".into(),
            kind: "attachment".into(),
            ..Item::default()
        };
        assert_eq!(picture.not_public(), Some(Why::NoArticle));
        let found = thumbnails(&[item, picture]);
        assert_eq!(found, [Some("https://old.example/a.jpg".to_owned()), None]);
    }

    #[test]
    fn blank_lines_part_paragraphs() {
        assert_eq!(
            html("Một.\nHai.\r\n\r\n<h2>Ba</h2>\n\n<strong>Bốn</strong>"),
            "<p>Một.<br>Hai.</p>\n<h2>Ba</h2>\n<p><strong>Bốn</strong></p>\n"
        );
        let blocks = "<!-- wp:paragraph -->\n<p>Một.</p>\n<!-- /wp:paragraph -->";
        assert_eq!(html(blocks), blocks);
    }

    #[test]
    fn captions_become_figures_and_other_brackets_stay() {
        let text = "A [1]\n\n[caption id=\"a\" width=\"9\"]<a href=\"x\"><img src=\"a.jpg\" /></a> Chợ nổi. Ảnh: Hà[/caption]\n\nB";
        let html = html(text);
        assert!(
            html.contains("<figure><a href=\"x\"><img src=\"a.jpg\" /></a><figcaption>Chợ nổi. Ảnh: Hà</figcaption></figure>"),
            "{html}"
        );
        assert!(html.contains("<p>A [1]</p>") && html.contains("<p>B</p>"), "{html}");
        assert!(
            shortcodes("[caption]<img src=b.jpg>Bè[/caption]")
                .contains("<img src=b.jpg><figcaption>Bè<")
        );
        assert_eq!(shortcodes("x [contact-form id=\"3\"] y [sic]"), "x  y [sic]");
        assert!(
            shortcodes("[embed]https://v.example/1[/embed]")
                .contains("href=\"https://v.example/1\"")
        );
    }
}
