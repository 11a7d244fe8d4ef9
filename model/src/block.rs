//! The typed blocks an article's body is made of. Never HTML.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Link;
use crate::ListItem;
use crate::image::Image;
use crate::inline::{Inline, push_plain_text};
use crate::lenient::Typed;

/// One block of a body: paragraph, picture, list and so on, as `type` says.
///
/// A block of a type that this version does not know, or one that cannot be read, becomes an unknown block, which keeps
/// the name of its type. A page shows a quiet placeholder for it, and all other blocks as usual.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "kebab-case")]
#[cfg_attr(not(target_arch = "wasm32"), serde(tag = "type"))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Block {
    Paragraph {
        text: Vec<Inline>,
    },
    /// A heading in the body. `level` is 2, 3 or 4; level 1 is the article's headline.
    Heading {
        #[serde(deserialize_with = "level")]
        level: u8,
        /// The heading's anchor, for links to it; absent in articles that an older version imported.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<String>,
        text: Vec<Inline>,
    },
    Image {
        #[cfg_attr(not(target_arch = "wasm32"), serde(flatten))]
        #[cfg_attr(target_arch = "wasm32", serde(rename = "."))]
        image: Image,
    },
    Gallery {
        images: Vec<Image>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        caption: Option<String>,
    },
    Quote {
        /// The paragraphs of the quotation.
        text: Vec<Vec<Inline>>,
        /// Who said it, without a leading dash.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        attribution: Option<String>,
    },
    List {
        ordered: bool,
        /// Number of the first item, for an ordered list that does not begin with 1.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        start: Option<u32>,
        #[cfg_attr(feature = "openapi", schema(value_type = Vec<crate::list_item::Written>))]
        items: Vec<ListItem>,
    },
    Table {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        caption: Option<String>,
        /// The cells of the header row; empty when the table has none.
        head: Vec<Vec<Inline>>,
        rows: Vec<Vec<Vec<Inline>>>,
    },
    /// A video or post on another site. Nothing of it is loaded until the reader opens it.
    Embed {
        provider: EmbedProvider,
        href: Link,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        title: Option<String>,
    },
    /// Source code. Keep all its blanks and line breaks.
    Code {
        text: String,
    },
    Divider,
    /// A block of a type that this version does not know. This version reads such a block and never writes one.
    Unknown {
        /// The `type` that the block was sent with.
        kind: String,
    },
}

/// The site that an embed is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum EmbedProvider {
    Youtube,
    Vimeo,
    Dailymotion,
    Facebook,
    Tiktok,
    X,
    Instagram,
    Peertube,
    /// Any other site, also one that this version does not know; the reader is told its host.
    #[serde(other)]
    Other,
}

/// The pictures of a block, by `iter` or `iter_mut`; `$all` gives those of the blocks in it. A new type of block is asked
/// for here, once for both.
macro_rules! pictures {
    ($block:expr, $iter:ident, $all:path) => {
        match $block {
            Self::Image { image } => vec![image],
            Self::Gallery { images, .. } => images.$iter().collect(),
            Self::List { items, .. } => {
                items.$iter().flat_map(|item| item.body.$iter()).flat_map($all).collect()
            }
            Self::Paragraph { .. }
            | Self::Heading { .. }
            | Self::Quote { .. }
            | Self::Table { .. }
            | Self::Embed { .. }
            | Self::Code { .. }
            | Self::Divider
            | Self::Unknown { .. } => Vec::new(),
        }
    };
}

impl Block {
    /// The pictures in this block.
    pub fn images(&self) -> Vec<&Image> {
        pictures!(self, iter, Self::images)
    }

    /// The pictures in this block, to be changed.
    pub fn images_mut(&mut self) -> Vec<&mut Image> {
        pictures!(self, iter_mut, Self::images_mut)
    }

    /// The texts in this block in their order, to be changed.
    pub fn texts_mut(&mut self) -> Vec<&mut Vec<Inline>> {
        match self {
            Self::Paragraph { text } | Self::Heading { text, .. } => vec![text],
            Self::Quote { text, .. } => text.iter_mut().collect(),
            Self::List { items, .. } => items
                .iter_mut()
                .flat_map(|ListItem { text, body }| {
                    std::iter::once(text).chain(body.iter_mut().flat_map(Self::texts_mut))
                })
                .collect(),
            Self::Table { head, rows, .. } => {
                head.iter_mut().chain(rows.iter_mut().flatten()).collect()
            }
            Self::Image { .. }
            | Self::Gallery { .. }
            | Self::Embed { .. }
            | Self::Code { .. }
            | Self::Divider
            | Self::Unknown { .. } => Vec::new(),
        }
    }

    /// The words a reader reads in this block, without marks.
    pub fn plain_text(&self) -> String {
        let mut out = String::new();
        let mut line = |text: &[Inline]| {
            if !out.is_empty() {
                out.push('\n');
            }
            push_plain_text(text, &mut out);
        };
        match self {
            Self::Paragraph { text } | Self::Heading { text, .. } => line(text),
            Self::Quote { text, .. } => text.iter().for_each(|p| line(p)),
            Self::List { items, .. } => {
                for item in items {
                    let below =
                        item.body.iter().map(|block| vec![Inline::text(block.plain_text())]);
                    let lines = std::iter::once(item.text.clone()).chain(below);
                    lines.filter(|text| !text.is_empty()).for_each(|text| line(&text));
                }
            }
            Self::Table { head, rows, .. } => {
                head.iter().for_each(|c| line(c));
                rows.iter().flatten().for_each(|c| line(c));
            }
            Self::Image { image } => {
                line(&[Inline::text(image.caption.clone().unwrap_or_default())]);
            }
            Self::Gallery { images, .. } => images
                .iter()
                .for_each(|i| line(&[Inline::text(i.caption.clone().unwrap_or_default())])),
            Self::Code { text } => line(&[Inline::text(text.as_str())]),
            Self::Embed { .. } | Self::Divider | Self::Unknown { .. } => {}
        }
        out
    }
}

impl Serialize for Block {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        Self::serialize(self, to)
    }
}

/// A block that can be read.
struct Known(Block);

impl<'de> Deserialize<'de> for Known {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Block::deserialize(from).map(Self)
    }
}

impl<'de> Deserialize<'de> for Block {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        // One bad field costs one block and not the page.
        let Typed { value, kind } = Typed::deserialize(from)?;
        Ok(value.map_or(Self::Unknown { kind }, |Known(block)| block))
    }
}

/// The level of a heading in a text.
fn level<'de, D: Deserializer<'de>>(from: D) -> Result<u8, D::Error> {
    Ok(u8::deserialize(from)?.clamp(2, 4))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Block {
        serde_json::from_str(json).expect("a block never fails to read")
    }

    #[test]
    fn what_is_written_is_read_again() {
        let image = Image {
            src: Link::new("/media/a.jpg").unwrap(),
            width: 3,
            height: 2,
            alt: "Cầu".into(),
            caption: Some("Cầu gỗ".into()),
            credit: None,
            variants: vec![],
        };
        let blocks = [
            Block::Paragraph { text: vec![Inline::text("a")] },
            Block::Heading { level: 2, id: Some("s-b".into()), text: vec![Inline::text("b")] },
            Block::Image { image: image.clone() },
            Block::Gallery { images: vec![image], caption: None },
            Block::Quote { text: vec![vec![Inline::text("c")]], attribution: Some("d".into()) },
            list(None, vec![]),
            list(Some(3), vec![list(None, vec![Block::Divider])]),
            Block::Code { text: "if x:\n\n    y  z".into() },
            Block::Table { caption: None, head: vec![], rows: vec![vec![vec![Inline::text("f")]]] },
            Block::Embed {
                provider: EmbedProvider::Youtube,
                href: Link::new("https://example.org/").unwrap(),
                title: None,
            },
            Block::Divider,
        ];
        for block in blocks {
            let json = serde_json::to_string(&block).unwrap();
            assert_eq!(read(&json), block, "{json}");
        }
    }

    fn list(start: Option<u32>, body: Vec<Block>) -> Block {
        let item = ListItem { text: vec![Inline::text("e")], body };
        Block::List { ordered: start.is_some(), start, items: vec![item] }
    }

    #[test]
    fn an_item_of_words_alone_is_written_as_its_words() {
        let words = r#"[{"type":"text","text":"e"}]"#;
        let json = serde_json::to_string(&list(None, vec![])).unwrap();
        assert_eq!(json, format!(r#"{{"type":"list","ordered":false,"items":[{words}]}}"#));
        let inner = list(None, vec![]);
        let json = serde_json::to_string(&list(None, vec![inner.clone()])).unwrap();
        assert!(json.contains(&format!(r#"{{"text":{words},"body":[{{"type":"list""#)), "{json}");
        assert_eq!(list(None, vec![inner]).plain_text(), "e\ne");
    }

    #[test]
    fn a_block_in_an_item_that_cannot_be_read_costs_that_block() {
        let json =
            r#"{"type":"list","ordered":false,"items":[{"text":[],"body":[{"type":"orb"}]}]}"#;
        let item = ListItem { text: vec![], body: vec![Block::Unknown { kind: "orb".into() }] };
        let list = Block::List { ordered: false, start: None, items: vec![item] };
        assert_eq!(read(json), list);
    }

    #[test]
    fn pictures_are_found_in_items() {
        let image = Image {
            src: Link::new("/media/a.jpg").unwrap(),
            width: 3,
            height: 2,
            alt: String::new(),
            caption: None,
            credit: None,
            variants: vec![],
        };
        let mut outer = list(None, vec![list(None, vec![Block::Image { image: image.clone() }])]);
        assert_eq!(outer.images(), [&image]);
        outer.images_mut().into_iter().for_each(|image| image.width = 6);
        assert_eq!(outer.images()[0].width, 6);
    }

    #[test]
    fn an_unknown_type_keeps_its_name() {
        let block = read(r#"{"type":"hologram","depth":3}"#);
        assert_eq!(block, Block::Unknown { kind: "hologram".into() });
    }

    #[test]
    fn one_bad_field_costs_one_block() {
        let block = read(r#"{"type":"image","src":"javascript:x","width":1,"height":1,"alt":""}"#);
        assert_eq!(block, Block::Unknown { kind: "image".into() });
        let block = read(r#"{"type":"heading","level":2}"#);
        assert_eq!(block, Block::Unknown { kind: "heading".into() });
    }

    #[test]
    fn a_heading_never_competes_with_the_headline() {
        let block = read(r#"{"type":"heading","level":1,"text":[]}"#);
        assert_eq!(block, Block::Heading { level: 2, id: None, text: vec![] });
    }
}
