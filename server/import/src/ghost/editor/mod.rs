//! What Ghost's editors keep of a post, as the HTML that Ghost makes of it when the post is saved. An export has posts
//! without that HTML where another program wrote them.
//!
//! - `lexical`: the editor of today
//! - `mobiledoc`: the editor before Ghost 5.80
//! - `cards`: pictures, videos, bookmarks and whatever else both have as cards

mod cards;
mod lexical;
mod mobiledoc;
#[cfg(test)]
mod tests;

use serde_json::Value;

use crate::dropped::Dropped;
use crate::text::escaped;

/// The most HTML that is written of a post, in bytes. A document may name one card any number of times.
const MOST: usize = 64 << 20;

/// The HTML of a post's `lexical` or `mobiledoc`, each JSON or empty. What nobody shows outside of Ghost is noted in
/// `dropped`. `None` when neither can be read, or there would be more than [`MOST`].
pub fn to_html(lexical: &str, mobiledoc: &str, dropped: &mut Vec<Dropped>) -> Option<String> {
    let parse = |text: &str| serde_json::from_str::<Value>(text).ok();
    let mut out = Writing { html: String::new(), is_full: false, dropped };
    let is_read = parse(lexical).is_some_and(|document| out.lexical(&document))
        || parse(mobiledoc).is_some_and(|document| out.mobiledoc(&document));
    (is_read && !out.is_full).then_some(out.html)
}

/// The HTML of a post that is being written.
struct Writing<'a> {
    html: String,
    /// Whether there would be more than [`MOST`]. Nothing is written any more then.
    is_full: bool,
    dropped: &'a mut Vec<Dropped>,
}

impl Writing<'_> {
    /// Writes markup.
    fn tag(&mut self, markup: &str) {
        self.is_full |= self.html.len().saturating_add(markup.len()) > MOST;
        if !self.is_full {
            self.html.push_str(markup);
        }
    }

    /// Writes text.
    fn text(&mut self, text: &str) {
        self.tag(&escaped(text));
    }

    /// Writes what `inside` writes, in an element. `name` is one of ours.
    fn element(&mut self, name: &str, inside: impl FnOnce(&mut Self)) {
        self.tag(&format!("<{name}>"));
        inside(self);
        self.tag(&format!("</{name}>"));
    }

    /// Writes what `inside` writes, in a link to `address`.
    fn link(&mut self, address: &str, inside: impl FnOnce(&mut Self)) {
        self.tag(&format!("<a href=\"{}\">", escaped(address)));
        inside(self);
        self.tag("</a>");
    }

    /// Notes, once, what was left out.
    fn note(&mut self, note: Dropped) {
        if !self.dropped.contains(&note) {
            self.dropped.push(note);
        }
    }
}

/// The text of a field; empty without.
fn field<'a>(of: &'a Value, name: &str) -> &'a str {
    of.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// The entries of a field that is a list; none without.
fn list<'a>(of: &'a Value, name: &str) -> &'a [Value] {
    of.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}
