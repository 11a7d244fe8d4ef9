//! Typed runs of text.

use serde::Serialize;

use crate::Link;
use crate::json::{DecodeError, Json, Object, Read, deserialize_by_reading};

/// A run of text inside a block. `type` tells which.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(no_recursion))]
pub enum Inline {
    Text {
        text: String,
    },
    Strong {
        children: Vec<Inline>,
    },
    Emphasis {
        children: Vec<Inline>,
    },
    Link {
        href: Link,
        children: Vec<Inline>,
    },
    Code {
        text: String,
    },
    LineBreak,
    /// A place that links lead to, of no width. `id` is the name of it in the page.
    Anchor {
        id: String,
    },
}

impl Inline {
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text { text: text.into() }
    }
}

deserialize_by_reading!(Inline);

impl Read for Inline {
    fn read(json: Json) -> Result<Self, DecodeError> {
        let mut fields = Object::read(json)?;
        Ok(match fields.take::<String>("type")?.as_str() {
            "text" => Self::Text { text: fields.take("text")? },
            "strong" => Self::Strong { children: fields.take("children")? },
            "emphasis" => Self::Emphasis { children: fields.take("children")? },
            "link" => Self::Link { href: fields.take("href")?, children: fields.take("children")? },
            "code" => Self::Code { text: fields.take("text")? },
            "line-break" => Self::LineBreak,
            "anchor" => Self::Anchor { id: fields.take("id")? },
            _ => return Err(DecodeError { field: "type", wanted: "a known kind of text" }),
        })
    }
}

/// The words of `inlines` without their marks; a line break becomes a space.
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut out = String::new();
    push_plain_text(inlines, &mut out);
    out
}

pub(crate) fn push_plain_text(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text { text } | Inline::Code { text } => out.push_str(text),
            Inline::Strong { children }
            | Inline::Emphasis { children }
            | Inline::Link { children, .. } => push_plain_text(children, out),
            Inline::LineBreak => out.push(' '),
            Inline::Anchor { .. } => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_keeps_words_and_order() {
        let inlines = [
            Inline::text("Cầu "),
            Inline::Strong { children: vec![Inline::text("Bến Đình")] },
            Inline::LineBreak,
            Inline::Code { text: "A1".into() },
        ];
        assert_eq!(plain_text(&inlines), "Cầu Bến Đình A1");
    }

    #[test]
    fn a_link_that_could_run_code_is_not_read() {
        let json = r#"{"type":"link","href":"javascript:x","children":[]}"#;
        assert!(serde_json::from_str::<Inline>(json).is_err());
    }
}
