//! Shortcodes: words in brackets that WordPress and its plugins put something else in the place of. Each is read
//! once, in time that grows with the text alone.

use std::collections::{HashMap, HashSet};

use super::Export;
use super::known::{self, Replaced};
use crate::import::dropped::Dropped;

/// A longer tag is none.
const LONGEST: usize = 4000;

/// The attributes of a shortcode. Those without a name are called by their place: `0`, `1`.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Attributes(Vec<(String, String)>);

impl Attributes {
    /// The attribute `name`; empty ones are none.
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    /// Whether one has a name, as text in brackets rarely does.
    fn has_names(&self) -> bool {
        self.0.iter().any(|(name, _)| name.starts_with(|c: char| c.is_ascii_alphabetic()))
    }
}

/// A shortcode's beginning.
struct Tag<'a> {
    name: &'a str,
    attributes: Attributes,
    /// How long it is, with its brackets.
    len: usize,
    is_self_closing: bool,
}

/// The text of a post with its shortcodes.
pub struct Shortcodes<'a> {
    text: &'a str,
    post: &'a str,
    export: &'a Export,
    /// Where `[/name]` stands, by name, in the text's order.
    closers: HashMap<&'a str, Vec<usize>>,
    /// Those that were begun: only what was opened is closed.
    opened: HashSet<&'a str>,
    /// What was put into the text once and is not repeated.
    shown: HashSet<String>,
}

impl<'a> Shortcodes<'a> {
    /// Those of the text of the post with this number.
    pub fn of(text: &'a str, post: &'a str, export: &'a Export) -> Self {
        let mut closers: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, open) in text.match_indices("[/") {
            let name = name_at(text.get(at + open.len()..).unwrap_or_default());
            let after = text.get(at + open.len() + name.len()..).unwrap_or_default();
            if !name.is_empty() && after.starts_with(']') {
                closers.entry(name).or_default().push(at);
            }
        }
        Self { text, post, export, closers, opened: HashSet::new(), shown: HashSet::new() }
    }

    /// The text with what they stand for in their places. Of those that only plugins understand the words they
    /// enclose stay; one that has none is left out and named.
    pub fn html(mut self, dropped: &mut Vec<Dropped>) -> String {
        let text = self.text;
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        while let Some(next) = text.get(at..).and_then(|rest| rest.find('[')) {
            out.push_str(text.get(at..at + next).unwrap_or_default());
            at += next;
            let rest = text.get(at..).unwrap_or_default();
            // `[[gallery]]` shows what a shortcode looks like.
            if let Some(len) = escaped(rest) {
                out.push_str(rest.get(1..len - 1).unwrap_or_default());
                at += len;
                continue;
            }
            if let Some(len) = self.closer(rest) {
                at += len;
                continue;
            }
            match tag(rest).filter(|tag| self.is_one(tag)) {
                Some(tag) => {
                    self.opened.insert(tag.name);
                    at += self.replace(&tag, at, &mut out, dropped);
                }
                None => {
                    out.push('[');
                    at += 1;
                }
            }
        }
        out.push_str(text.get(at..).unwrap_or_default());
        out
    }

    /// `[1]`, `[sic]` and `[…]` are text: a shortcode is a known one, has attributes, or is closed.
    fn is_one(&self, tag: &Tag<'_>) -> bool {
        known::is_known(tag.name)
            || tag.attributes.has_names()
            || self.closers.contains_key(tag.name)
    }

    /// `[/name]` at the beginning of `rest` whose beginning was read before.
    fn closer(&self, rest: &str) -> Option<usize> {
        let name = name_at(rest.strip_prefix("[/")?);
        let is_closer = rest.get(2 + name.len()..)?.starts_with(']') && self.opened.contains(name);
        is_closer.then_some(name.len() + 3)
    }

    /// What stands between the end of a tag, at `from`, and its `[/name]`.
    fn inside(&self, name: &str, from: usize) -> Option<&'a str> {
        let closers = self.closers.get(name)?;
        let next = closers.get(closers.partition_point(|closer| *closer < from))?;
        let inside = self.text.get(from..*next)?;
        // That closes a later one.
        let mut others = inside
            .match_indices('[')
            .map(|(at, _)| name_at(inside.get(at + 1..).unwrap_or_default()));
        (!others.any(|other| other == name)).then_some(inside)
    }

    /// Writes what `tag`, which stands at `at`, stands for; how much of the text that takes.
    fn replace(
        &mut self,
        tag: &Tag<'_>,
        at: usize,
        out: &mut String,
        dropped: &mut Vec<Dropped>,
    ) -> usize {
        let end = at + tag.len;
        let inside = if tag.is_self_closing { None } else { self.inside(tag.name, end) };
        let replaced = known::html(tag.name, &tag.attributes, inside, self.post, self.export);
        match replaced {
            Replaced::Whole(html) => {
                let takes = inside.map_or(tag.len, |inside| tag.len + inside.len());
                // A picture, a gallery or a video that stands in a post again and again is shown once.
                if known::is_once(tag.name) && !self.shown.insert(html.clone()) {
                    return takes;
                }
                out.push_str(&html);
                takes
            }
            Replaced::Begun(html) => {
                out.push_str(&html);
                tag.len
            }
            Replaced::Nothing => {
                if inside.is_none_or(|inside| inside.trim().is_empty()) {
                    note(tag.name, dropped);
                }
                tag.len
            }
            Replaced::Lost => {
                note(tag.name, dropped);
                inside.map_or(tag.len, |inside| tag.len + inside.len())
            }
        }
    }
}

fn note(name: &str, dropped: &mut Vec<Dropped>) {
    let note = Dropped::Shortcode { name: name.to_owned() };
    if !dropped.contains(&note) {
        dropped.push(note);
    }
}

/// The length of `[[name …]]` at the beginning of `text`.
fn escaped(text: &str) -> Option<usize> {
    let inner = tag(text.get(1..)?)?;
    text.get(1 + inner.len..)?.starts_with(']').then_some(inner.len + 2)
}

/// The name at the beginning of `text`.
fn name_at(text: &str) -> &str {
    let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-');
    if !text.starts_with(|c: char| c.is_ascii_lowercase()) {
        return "";
    }
    text.get(..text.find(|c| !is_name(c)).unwrap_or(text.len())).unwrap_or_default()
}

/// The shortcode's beginning at the beginning of `text`.
fn tag(text: &str) -> Option<Tag<'_>> {
    let name = name_at(text.strip_prefix('[')?);
    let head = text.get(1 + name.len()..)?;
    if name.is_empty() || !head.starts_with([']', ' ', '/', '\n', '\t', '=', '\u{a0}']) {
        return None;
    }
    let end = tag_end(head)?;
    let written = head.get(..end)?;
    let (written, is_self_closing) = match written.strip_suffix('/') {
        // An address may end with a slash.
        Some(bare)
            if bare.is_empty()
                || bare.ends_with(|c: char| c.is_whitespace() || matches!(c, '"' | '\'')) =>
        {
            (bare, true)
        }
        _ => (written, false),
    };
    let attributes = attributes(written.trim_start_matches('='));
    Some(Tag { name, attributes, len: 1 + name.len() + end + 1, is_self_closing })
}

/// Where the `]` stands that ends a tag; one in quotes does not.
fn tag_end(head: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in head.bytes().enumerate().take(LONGEST) {
        match (byte, quote) {
            (b'"' | b'\'', None) => quote = Some(byte),
            (byte, Some(open)) if byte == open => quote = None,
            (b']', None) => return Some(at),
            (b'[', None) => return None,
            _ => {}
        }
    }
    // A quote that is never closed.
    head.bytes().take(LONGEST).position(|byte| byte == b']')
}

fn attributes(written: &str) -> Attributes {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut rest = written.trim_start();
    while !rest.is_empty() {
        let name_end = rest
            .find(|c: char| c.is_whitespace() || matches!(c, '=' | '"' | '\''))
            .unwrap_or(rest.len());
        let (name, after) = rest.split_at(name_end);
        let is_name = !name.is_empty()
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
        let (name, value) = match after.trim_start().strip_prefix('=').filter(|_| is_name) {
            Some(value) => (Some(name), value.trim_start()),
            None => (None, rest),
        };
        let (value, after) = value_at(value);
        let name = name.map_or_else(|| found.len().to_string(), str::to_owned);
        found.push((name, value.to_owned()));
        rest = after.trim_start();
    }
    Attributes(found)
}

/// A value in quotes of any kind, or up to the next blank; and what follows.
fn value_at(text: &str) -> (&str, &str) {
    for (open, close) in [
        ("\"", "\""),
        ("'", "'"),
        ("“", "”"),
        ("”", "”"),
        ("&#8221;", "&#8221;"),
        ("&quot;", "&quot;"),
    ] {
        if let Some(value) = text.strip_prefix(open) {
            return value.split_once(close).unwrap_or((value, ""));
        }
    }
    let mut blank = text.char_indices().skip(1);
    let end = blank.find(|(_, c)| c.is_whitespace()).map_or(text.len(), |(at, _)| at);
    text.split_at(end)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn both(text: &str) -> (String, Vec<String>) {
        let mut dropped = Vec::new();
        let export = Export::default();
        let html = Shortcodes::of(text, "1", &export).html(&mut dropped);
        (html, dropped.iter().map(ToString::to_string).collect())
    }

    fn html(text: &str) -> String {
        both(text).0
    }

    #[test]
    fn wrappers_vanish_and_their_text_stays() {
        let text = "[vc_row css=\".x{a: [b]}\"][vc_column width=\"1/2\"][vc_column_text]Một.[/vc_column_text][/vc_column][/vc_row]";
        assert_eq!(both(text), ("Một.".to_owned(), vec![]));
        assert_eq!(html("[row][one_half]Hai.[/one_half][/row]"), "Hai.");
        assert_eq!(html("[b]Ba[/b]"), "Ba");
    }

    #[test]
    fn other_brackets_stay() {
        for same in ["A [1] [sic] […] [ăn] [a](b) [", "[/sic]", "[ảnh: Hà]", "[hai từ]"] {
            assert_eq!(html(same), same);
        }
        assert_eq!(html("[[gallery ids=\"1\"]]"), "[gallery ids=\"1\"]");
    }

    #[test]
    fn one_that_nobody_understands_is_named() {
        let (html, notes) = both("x [contact-form id=\"3\"] y [contact-form id=\"4\"]");
        assert_eq!(html, "x  y ");
        assert_eq!(notes.len(), 1);
        assert!(notes.first().unwrap().contains("[contact-form]"), "{notes:?}");
    }

    #[test]
    fn captions_become_figures() {
        let text = "A\n\n[caption id=\"a\" width=\"9\"]<a href=\"x\"><img src=\"a.jpg\" /></a> Chợ nổi. Ảnh: Hà[/caption]\n\nB";
        let found = html(text);
        let figure = "<figure><a href=\"x\"><img src=\"a.jpg\" /></a><figcaption>Chợ nổi. Ảnh: Hà</figcaption></figure>";
        assert!(found.contains(figure), "{found}");
        assert!(
            html("[caption]<img src=b.jpg>Bè[/caption]").contains("<img src=b.jpg><figcaption>Bè<")
        );
        // As it was written before 2012.
        let old = html("[caption id=\"a\" caption=\"Bè [nổi]\"]<img src=b.jpg>[/caption]");
        assert!(old.contains("<img src=b.jpg><figcaption>Bè [nổi]<"), "{old}");
    }

    #[test]
    fn media_are_what_they_play() {
        for (text, part) in [
            ("[embed width=\"9\"]https://v.example/1[/embed]", "href=\"https://v.example/1\""),
            (
                "[audio mp3=\"https://cu.example/a.mp3\"][/audio]",
                "<audio src=\"https://cu.example/a.mp3\">",
            ),
            ("[audio https://cu.example/a.mp3]", "<audio src=\"https://cu.example/a.mp3\">"),
            (
                "[video webm='https://cu.example/v.webm'/]",
                "<video src=\"https://cu.example/v.webm\">",
            ),
            (
                "[youtube https://www.youtube.com/watch?v=abc]",
                "href=\"https://www.youtube.com/watch?v=abc\"",
            ),
            ("[youtube=https://youtu.be/abc]", "href=\"https://youtu.be/abc\""),
            ("[youtube]abc[/youtube]", "href=\"https://www.youtube.com/watch?v=abc\""),
            ("[fusion_youtube id=\"abc\"]", "href=\"https://www.youtube.com/watch?v=abc\""),
            ("[vimeo 76979871]", "href=\"https://vimeo.com/76979871\""),
            ("[soundcloud url=\"https://s.example/1\" /]", "href=\"https://s.example/1\""),
            (
                "[et_pb_image src=\"https://cu.example/a.jpg\"]",
                "<img src=\"https://cu.example/a.jpg\"",
            ),
        ] {
            let (html, notes) = both(text);
            assert!(html.contains(part) && !html.contains('['), "{text}: {html}");
            assert_eq!(notes, Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn code_keeps_its_brackets_and_lines() {
        assert!(
            html("[code lang=\"c\"]a[i] <b>\n\n  c[/code]")
                .contains("<pre><code>a[i] &lt;b>\n\n  c</code></pre>")
        );
    }

    #[test]
    fn many_take_as_long_as_they_are() {
        // Were each looked for to the end of the text, this would take minutes.
        let text = "[gallery ids=\"1\"] [x y=\"".repeat(40_000);
        assert!(html(&text).len() < text.len());
    }
}
