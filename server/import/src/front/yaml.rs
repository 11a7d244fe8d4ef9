//! YAML that keeps words as they were typed: `1.10`, `No` and `007` are titles and versions, not numbers and booleans.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use serde_saphyr::Spanned;

use super::Located;
use crate::error::EntryError;

/// Reads the fields in `source`; null when there are none.
///
/// # Errors
/// [`EntryError::FrontMatter`], and its line in the file.
pub fn read(source: &str) -> Result<Value, Located> {
    if source.trim().is_empty() {
        return Ok(Value::Null);
    }
    let read: Result<Spanned<Node>, _> = serde_saphyr::from_str(source);
    let node = read.map_err(|error| {
        let line =
            error.location().and_then(|place| usize::try_from(place.line()).ok()).unwrap_or(1);
        let message = error.without_snippet().to_string();
        (line + 1, EntryError::FrontMatter(message))
    })?;
    Ok(value(node, source))
}

/// A value, and whether it is of one of YAML's own types, whose text can have been typed in several ways.
enum Node {
    Null,
    Text(String),
    Typed(Value),
    List(Vec<Spanned<Node>>),
    Table(Vec<(String, Spanned<Node>)>),
}

fn value(node: Spanned<Node>, source: &str) -> Value {
    let span = node.defined.span();
    let typed = || {
        let start = usize::try_from(span.byte_offset()?).ok()?;
        let len = usize::try_from(span.byte_len()?).ok()?;
        let typed = source.get(start..start.checked_add(len)?)?.trim();
        (!typed.is_empty()).then(|| Value::String(typed.to_owned()))
    };
    match node.value {
        Node::Null => Value::Null,
        Node::Text(text) => Value::String(text),
        Node::Typed(value) => typed().unwrap_or(value),
        Node::List(nodes) => nodes.into_iter().map(|node| value(node, source)).collect(),
        Node::Table(fields) => {
            let fields = fields.into_iter().map(|(name, node)| (name, value(node, source)));
            Value::Object(fields.collect::<Map<String, Value>>())
        }
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Text(text.to_owned()))
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Node, E> {
        Ok(Node::Typed(Value::Bool(truth)))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Node, E> {
        Ok(Node::Typed(Value::from(number)))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Node, E> {
        Ok(Node::Typed(Value::from(number)))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Node, E> {
        Ok(Node::Typed(Value::from(number)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut nodes: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(node) = nodes.next_element()? {
            list.push(node);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Node, A::Error> {
        let mut table = Vec::new();
        while let Some(field) = fields.next_entry()? {
            table.push(field);
        }
        Ok(Node::Table(table))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn words_are_what_was_typed() {
        let read = read(
            "title: 1.10\nno: No\nagent: 007\nlist: [1.0, yes, 'x', 0x1F]\nnone: ~\nempty:\nquoted: \"1.10\"\n\
             late: Cầu 1.10 # vì sao\ntable:\n  inner: 1_000\nanchor: &a 2.50\nagain: *a\ndate: 2023-08-11\n",
        )
        .unwrap();
        let expected = serde_json::json!({
            "title": "1.10", "no": "No", "agent": "007", "list": ["1.0", "yes", "x", "0x1F"], "none": null,
            "empty": null, "quoted": "1.10", "late": "Cầu 1.10", "table": {"inner": "1_000"}, "anchor": "2.50",
            "again": "2.50", "date": "2023-08-11",
        });
        assert_eq!(read, expected);
    }
}
