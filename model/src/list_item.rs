//! An item of a list in an article's body.

use serde::{Serialize, Serializer};

use crate::json::{DecodeError, Json, Read, deserialize_by_reading};
use crate::{Block, Inline};

/// An item of a [`Block::List`]: its words, and the blocks below them, as a list within it.
///
/// As JSON an item of nothing but words is the list of their runs, else an object of `text` and `body`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListItem {
    pub text: Vec<Inline>,
    pub body: Vec<Block>,
}

/// An item of a list, as it is written.
#[derive(Serialize)]
#[serde(untagged)]
#[cfg_attr(
    feature = "openapi",
    derive(utoipa::ToSchema),
    schema(as = ListItem, no_recursion)
)]
pub(crate) enum Written<'a> {
    /// Words alone.
    Words(&'a [Inline]),
    /// Words, which may be none, and the blocks below them.
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

deserialize_by_reading!(ListItem);

impl Read for ListItem {
    fn read(json: Json) -> Result<Self, DecodeError> {
        match json {
            Json::Object(mut fields) => {
                Ok(Self { text: fields.take("text")?, body: fields.take_or_default("body")? })
            }
            words => Vec::read(words).map(Self::from),
        }
    }
}
