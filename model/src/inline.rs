//! Typed runs of text.

use serde::{Deserialize, Serialize};

use crate::Link;

/// A run of text inside a block. `type` tells which.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(not(target_arch = "wasm32"), serde(tag = "type"))]
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
    /// An anchor, for links to this place in the text. It shows nothing; `id` is its name in the page.
    Anchor {
        id: String,
    },
}

impl Inline {
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text { text: text.into() }
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
