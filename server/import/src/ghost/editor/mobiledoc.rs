//! Mobiledoc: sections of text between markups, and cards, each a list that begins with its kind.

use serde_json::Value;

use super::{Writing, cards, list};
use crate::text::escaped;

/// Kinds of sections: a text, a picture by its address, a list, a card.
const TEXT: u64 = 1;
const PICTURE: u64 = 2;
const LIST: u64 = 3;
const CARD: u64 = 10;

/// Kinds of a section's runs: a text, or an atom.
const RUN: u64 = 0;

/// The elements of texts.
const BLOCKS: [&str; 9] = ["p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "aside"];
/// The elements within texts, and `a`.
const INLINE: [&str; 10] = ["strong", "b", "em", "i", "u", "s", "code", "sub", "sup", "mark"];

impl Writing<'_> {
    /// Writes a document. Whether it is one.
    pub fn mobiledoc(&mut self, document: &Value) -> bool {
        let sections = document.get("sections").and_then(Value::as_array);
        for section in sections.into_iter().flatten() {
            if self.is_full {
                break;
            }
            self.section(document, section);
        }
        sections.is_some()
    }

    fn section(&mut self, document: &Value, section: &Value) {
        let part = |at: usize| section.get(at).unwrap_or(&Value::Null);
        let name = part(1).as_str().unwrap_or_default();
        match part(0).as_u64() {
            Some(TEXT) => {
                let name = BLOCKS.iter().find(|known| **known == name).map_or("p", |name| *name);
                let name = if name == "aside" { "blockquote" } else { name };
                self.element(name, |out| out.runs(document, part(2)));
            }
            Some(PICTURE) => self.tag(&format!("<figure><img src=\"{}\"></figure>", escaped(name))),
            Some(LIST) => {
                let name = if name == "ol" { "ol" } else { "ul" };
                self.element(name, |out| {
                    for item in part(2).as_array().into_iter().flatten() {
                        out.element("li", |out| out.runs(document, item));
                    }
                });
            }
            Some(CARD) => {
                let at = part(1).as_u64().and_then(|at| usize::try_from(at).ok());
                let card = at.and_then(|at| list(document, "cards").get(at));
                let Some(kind) = card.and_then(|card| card.get(0)?.as_str()) else { return };
                let payload = card.and_then(|card| card.get(1)).unwrap_or(&Value::Null);
                let kind = kind.strip_prefix("card-").unwrap_or(kind);
                if !self.card(kind, payload) {
                    self.note(cards::unknown(kind));
                }
            }
            _ => {}
        }
    }

    /// Writes runs of text: each opens some of the document's markups before it, and closes some of the open ones behind it.
    fn runs(&mut self, document: &Value, runs: &Value) {
        let mut open: Vec<&str> = Vec::new();
        for run in runs.as_array().into_iter().flatten() {
            if self.is_full {
                return;
            }
            let part = |at: usize| run.get(at).unwrap_or(&Value::Null);
            for at in part(1).as_array().into_iter().flatten() {
                let at = at.as_u64().and_then(|at| usize::try_from(at).ok());
                let markup = at.and_then(|at| list(document, "markups").get(at));
                open.push(self.open(markup.unwrap_or(&Value::Null)));
            }
            if part(0).as_u64() == Some(RUN) {
                self.text(part(3).as_str().unwrap_or_default());
            } else {
                self.atom(document, part(3));
            }
            for _ in 0..part(2).as_u64().unwrap_or_default().min(open.len() as u64) {
                self.close(open.pop());
            }
        }
        while let Some(name) = open.pop() {
            self.close(Some(name));
        }
    }

    /// Opens a markup; gives its element, empty when it is none that is kept.
    fn open(&mut self, markup: &Value) -> &'static str {
        if self.is_full {
            return "";
        }
        let name = markup.get(0).and_then(Value::as_str).unwrap_or_default();
        if name == "a" {
            let pairs = markup.get(1).and_then(Value::as_array).map(Vec::as_slice);
            let mut pairs = pairs.unwrap_or_default().chunks_exact(2);
            let address = pairs.find_map(|pair| match pair {
                [name, address] if name == "href" => address.as_str(),
                _ => None,
            });
            self.tag(&format!("<a href=\"{}\">", escaped(address.unwrap_or_default())));
            return "a";
        }
        let known = INLINE.iter().find(|known| **known == name).map_or("", |name| *name);
        if !known.is_empty() {
            self.tag(&format!("<{known}>"));
        }
        known
    }

    fn close(&mut self, name: Option<&str>) {
        if let Some(name) = name.filter(|name| !name.is_empty()) {
            self.tag(&format!("</{name}>"));
        }
    }

    /// The only atom that Ghost has is a line break.
    fn atom(&mut self, document: &Value, at: &Value) {
        let at = at.as_u64().and_then(|at| usize::try_from(at).ok());
        let atom = at.and_then(|at| list(document, "atoms").get(at));
        match atom.and_then(|atom| atom.get(0)?.as_str()) {
            Some("soft-return") => self.tag("<br>"),
            _ => {
                let text = atom.and_then(|atom| atom.get(1)?.as_str()).unwrap_or_default();
                self.text(text);
            }
        }
    }
}
