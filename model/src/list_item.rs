//! An item of a list in an article's body.

use std::fmt;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::lenient::or_default;
use crate::{Block, Inline};

/// An item of a [`Block::List`]: its words, and the blocks below them, as a list within it.
///
/// As JSON an item of nothing but words is the list of their runs, else an object of `text` and `body`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListItem {
    pub text: Vec<Inline>,
    pub body: Vec<Block>,
}

/// One item of a list in a body.
#[derive(Serialize)]
#[serde(untagged)]
#[cfg_attr(
    feature = "openapi",
    derive(utoipa::ToSchema),
    schema(as = ListItem, no_recursion)
)]
pub(crate) enum Written<'a> {
    /// Only words.
    Words(&'a [Inline]),
    /// Words, or none, and the blocks below them.
    WithBlocks { text: &'a [Inline], body: &'a [Block] },
}

impl From<Vec<Inline>> for ListItem {
    fn from(text: Vec<Inline>) -> Self {
        Self { text, body: Vec::new() }
    }
}

impl Serialize for ListItem {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let Self { text, body } = self;
        let written = match &**body {
            [] => Written::Words(text),
            body => Written::WithBlocks { text, body },
        };
        written.serialize(to)
    }
}

impl<'de> Deserialize<'de> for ListItem {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Either)
    }
}

/// The two ways in which an item is written.
struct Either;

/// An item with blocks below its words.
#[derive(Deserialize)]
struct WithBlocks {
    text: Vec<Inline>,
    #[serde(default, deserialize_with = "or_default")]
    body: Vec<Block>,
}

impl<'de> Visitor<'de> for Either {
    type Value = ListItem;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("words, or an object of words and blocks")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, words: A) -> Result<ListItem, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(words)).map(ListItem::from)
    }

    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<ListItem, A::Error> {
        let WithBlocks { text, body } =
            WithBlocks::deserialize(MapAccessDeserializer::new(fields))?;
        Ok(ListItem { text, body })
    }
}
