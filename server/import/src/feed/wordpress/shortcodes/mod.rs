//! Shortcodes: words in brackets that WordPress and its plugins put something else in the place of. Each is read
//! once, in time that grows with the text alone.
//!
//! - `tag`: one shortcode's beginning, as it is written

mod tag;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};

use super::Export;
use super::known::{self, Replaced};
use crate::dropped::Dropped;
use tag::{LONGEST, Tag, escaped, name_at, tag};

/// The text of a post with its shortcodes.
pub struct Shortcodes<'a> {
    text: &'a str,
    post: &'a str,
    export: &'a Export,
    /// Where `[/name]` stands, by name, in the text's order.
    closers: HashMap<&'a str, Vec<usize>>,
    /// Where `[name` stands, in the same way.
    openers: HashMap<&'a str, Vec<usize>>,
    /// What is written where a tag is closed, by the place of its `[/name]`.
    at_closers: HashMap<usize, &'static str>,
    /// Those that were begun: only what was opened is closed.
    opened: HashSet<&'a str>,
    /// What was put into the text once and is not repeated, and what was asked for to put it there.
    shown: HashSet<String>,
    /// Those that are named as left out.
    noted: HashSet<&'a str>,
    /// Where code begins and ends.
    code: [(Vec<usize>, Vec<usize>); 2],
    /// How many bytes, tags and places were looked at.
    #[cfg(test)]
    looked: std::cell::Cell<usize>,
}

impl<'a> Shortcodes<'a> {
    /// Those of the text of the post with this number.
    pub fn of(text: &'a str, post: &'a str, export: &'a Export) -> Self {
        let mut closers: HashMap<&str, Vec<usize>> = HashMap::new();
        let mut openers: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, open) in text.match_indices('[') {
            let after = text.get(at + open.len()..).unwrap_or_default();
            let (found, after) = match after.strip_prefix('/') {
                Some(after) => (&mut closers, after),
                None => (&mut openers, after),
            };
            let name = name_at(after);
            let is_opener = text.get(at + 1..).is_some_and(|after| !after.starts_with('/'));
            let is_closed = || after.get(name.len()..).is_some_and(|rest| rest.starts_with(']'));
            if !name.is_empty() && (is_opener || is_closed()) {
                found.entry(name).or_default().push(at);
            }
        }
        let places = |mark: &str| text.match_indices(mark).map(|(at, _)| at).collect();
        Self {
            text,
            post,
            export,
            closers,
            openers,
            at_closers: HashMap::new(),
            opened: HashSet::new(),
            shown: HashSet::new(),
            noted: HashSet::new(),
            code: ["code", "pre"]
                .map(|name| (places(&format!("<{name}")), places(&format!("</{name}>")))),
            #[cfg(test)]
            looked: std::cell::Cell::new(0),
        }
    }

    /// Notes that so much was looked at, for the test that this grows with the text alone.
    fn looks(&self, much: usize) {
        #[cfg(test)]
        self.looked.set(self.looked.get() + much);
        #[cfg(not(test))]
        let _ = much;
    }

    /// The text with what they stand for in their places. Of those that only plugins understand the words they
    /// enclose stay; one that has none is left out and named.
    pub fn html(mut self, dropped: &mut Vec<Dropped>) -> String {
        self.written(dropped)
    }

    fn written(&mut self, dropped: &mut Vec<Dropped>) -> String {
        let text = self.text;
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        while let Some(next) = text.get(at..).and_then(|rest| rest.find('[')) {
            out.push_str(text.get(at..at + next).unwrap_or_default());
            at += next;
            self.looks(next);
            let rest = text.get(at..).unwrap_or_default();
            // `[[gallery]]` shows what a shortcode looks like.
            if let Some(len) = escaped(rest).filter(|_| !self.begins_gate(rest)) {
                out.push_str(rest.get(1..len - 1).unwrap_or_default());
                at += len;
                continue;
            }
            if let Some(len) = self.closer(rest) {
                out.push_str(self.at_closers.get(&at).copied().unwrap_or_default());
                at += len;
                continue;
            }
            let found = tag(rest);
            self.looks(found.as_ref().map_or(LONGEST.min(rest.len()), |tag| tag.len));
            match found.filter(|tag| self.is_one(tag, at)) {
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

    /// `[1]`, `[sic]` and `[…]` are text: a shortcode is a known one, has attributes, is closed, is called as no word
    /// is, or stands where nothing else does.
    fn is_one(&self, tag: &Tag<'_>, at: usize) -> bool {
        known::is_known(tag.name)
            || tag.attributes.has_names()
            || self.closers.contains_key(tag.name)
            || (tag.name.contains('_') && !self.is_index(at))
            || self.is_alone(tag, at)
    }

    /// Whether a bracket at `at` stands behind a word or in code, as that of an index does.
    fn is_index(&self, at: usize) -> bool {
        let before = self.text.get(..at).unwrap_or_default();
        let is_open = |(opens, closes): &(Vec<usize>, Vec<usize>)| {
            let last = |places: &[usize]| places.get(..before_all(places, at))?.last().copied();
            last(opens).is_some_and(|open| last(closes).is_none_or(|end| end < open))
        };
        self.looks(self.code.len());
        before.ends_with(|c: char| c.is_alphanumeric() || c == ']') || self.code.iter().any(is_open)
    }

    /// Whether `tag`, which stands at `at`, is a block of shortcodes, or a name of several words on a line of its own.
    fn is_alone(&self, tag: &Tag<'_>, at: usize) -> bool {
        let before = self.text.get(..at).unwrap_or_default();
        let after = self.text.get(at + tag.len..).unwrap_or_default();
        let is_block = before.trim_end().ends_with("<!-- wp:shortcode -->");
        let bare = |c: char| matches!(c, ' ' | '\t' | '\u{a0}');
        let begins = before.trim_end_matches(bare);
        let ends = after.trim_start_matches(bare);
        let is_line = (begins.is_empty() || begins.ends_with(['\n', '>']))
            && (ends.is_empty() || ends.starts_with(['\n', '<']));
        is_block || (is_line && tag.name.contains('-'))
    }

    /// `[/name]` at the beginning of `rest` whose beginning was read before.
    fn closer(&self, rest: &str) -> Option<usize> {
        let name = name_at(rest.strip_prefix("[/")?);
        let is_closer = rest.get(2 + name.len()..)?.starts_with(']') && self.opened.contains(name);
        is_closer.then_some(name.len() + 3)
    }

    /// What stands between the end of a tag, at `from`, and its `[/name]`.
    fn inside(&self, name: &str, from: usize) -> Option<&'a str> {
        let next = *after(self.closers.get(name)?, from).first()?;
        let inside = self.text.get(from..next)?;
        let opener = self.openers.get(name).and_then(|openers| after(openers, from).first());
        // With another one in between it closes that one.
        opener.is_none_or(|opener| *opener >= next).then_some(inside)
    }

    /// Where the text that the gate `name`, which ends at `from`, keeps for some ends: at the `[/name]` that closes as
    /// many as were opened, and at the last one where some are never closed.
    fn behind_gate(&self, name: &str, from: usize) -> Option<usize> {
        let closers = after(self.closers.get(name)?, from);
        let openers = after(self.openers.get(name)?, from);
        let mut all = closers.iter().enumerate();
        let balanced = all.find(|(before, closer)| before_all(openers, **closer) <= *before);
        self.looks(balanced.map_or(closers.len(), |(before, _)| before));
        let end = balanced.map(|(_, closer)| closer).or(closers.last())?;
        Some(end + name.len() + 3)
    }

    /// Whether `[[name …]…[/name]` begins here, where the name is one of a gate: that is no example.
    fn begins_gate(&self, rest: &str) -> bool {
        let name = name_at(rest.get(2..).unwrap_or_default());
        let at = self.text.len() - rest.len();
        known::is_gate(name) && self.behind_gate(name, at + 2).is_some()
    }

    /// Writes what `tag`, which stands at `at`, stands for; how much of the text that takes.
    fn replace(
        &mut self,
        tag: &Tag<'a>,
        at: usize,
        out: &mut String,
        dropped: &mut Vec<Dropped>,
    ) -> usize {
        let end = at + tag.len;
        if known::is_gate(tag.name) {
            if self.noted.insert(tag.name) {
                dropped.push(Dropped::NotPublic { name: tag.name.to_owned() });
            }
            let behind = if tag.is_self_closing { None } else { self.behind_gate(tag.name, end) };
            return behind.map_or(tag.len, |behind| behind - at);
        }
        let inside = if tag.is_self_closing { None } else { self.inside(tag.name, end) };
        let takes = inside.map_or(tag.len, |inside| tag.len + inside.len());
        // A gallery or a playlist that stands in a post again and again is shown once.
        let asked = known::once(tag.name, &tag.attributes, self.post);
        if asked.is_some_and(|asked| !self.shown.insert(asked)) {
            return takes;
        }
        let replaced = known::html(tag.name, &tag.attributes, inside, self.post, self.export);
        match replaced {
            Replaced::Whole(html) => {
                self.looks(takes + html.len());
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
            Replaced::Around(before, behind) => {
                out.push_str(&before);
                let closer = end + inside.map_or(0, str::len);
                self.at_closers.insert(closer, behind);
                tag.len
            }
            Replaced::Nothing => {
                if inside.is_none_or(|inside| inside.trim().is_empty()) {
                    self.note(tag.name, dropped);
                }
                tag.len
            }
            Replaced::Lost => {
                self.note(tag.name, dropped);
                takes
            }
        }
    }

    /// Names one that is left out, once.
    fn note(&mut self, name: &'a str, dropped: &mut Vec<Dropped>) {
        if self.noted.insert(name) {
            dropped.push(Dropped::Shortcode { name: name.to_owned() });
        }
    }
}

/// How many of `places`, which are in their order, are before `at`.
fn before_all(places: &[usize], at: usize) -> usize {
    places.partition_point(|place| *place < at)
}

/// Those of `places`, which are in their order, that are not before `from`.
fn after(places: &[usize], from: usize) -> &[usize] {
    places.get(before_all(places, from)..).unwrap_or_default()
}
