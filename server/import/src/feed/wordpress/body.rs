//! Makes of a WordPress post's text the HTML that WordPress would show.

use std::collections::HashMap;

use super::shortcodes::Shortcodes;
use super::{Export, gated};
use crate::dropped::Dropped;

/// Elements that end a paragraph and contain paragraphs.
const CONTAINERS: [&str; 19] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "fieldset",
    "footer",
    "form",
    "header",
    "html",
    "main",
    "nav",
    "section",
    "summary",
];

/// Elements that end a paragraph and are left as they are, with their content.
const WHOLE: [&str; 24] = [
    "audio", "dt", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "iframe", "math", "object", "ol",
    "p", "picture", "pre", "script", "select", "style", "svg", "table", "textarea", "ul", "video",
];

/// How deep blocks may refer to blocks.
const DEPTH: usize = 4;

/// How many blocks are put into one post; references beyond that are left out and named.
const MOST: usize = 500;

/// The size in bytes from which a text gets no more blocks: a longer one could not be read anyway.
const LARGEST: usize = crate::html::MAX_BYTES;

/// The HTML of `text`, the text of the post `id`: with shortcodes as what they stand for, addresses on lines of their
/// own as links, referenced blocks in place, and paragraphs at blank lines.
pub fn html(text: &str, id: &str, export: &Export, dropped: &mut Vec<Dropped>) -> String {
    let text = text.replace("\r\n", "\n");
    let mut whole = String::with_capacity(text.len());
    Blocks { export, open: Vec::new(), written: 0 }.write(&text, &mut whole, dropped);
    let whole = gated::without_gated(&whole, dropped);
    let text = Shortcodes::of(&whole, id, export).html(dropped);
    paragraphs(&text)
}

/// Puts the blocks that a text refers to (`<!-- wp:block {"ref":12} /-->`) in their places.
struct Blocks<'a> {
    export: &'a Export,
    /// The blocks that are being written, so that none is put into itself.
    open: Vec<String>,
    /// How many blocks were written.
    written: usize,
}

impl Blocks<'_> {
    fn write(&mut self, text: &str, out: &mut String, dropped: &mut Vec<Dropped>) {
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("<!-- wp:block ") {
            out.push_str(before);
            let (head, after) = after.split_once("-->").unwrap_or((after, ""));
            let digits = head.split_once("\"ref\":").map(|(_, tail)| tail.trim_start());
            let id: String =
                digits.unwrap_or_default().chars().take_while(char::is_ascii_digit).collect();
            rest = after;
            let export = self.export;
            let can_follow = self.open.len() < DEPTH
                && self.written < MOST
                && out.len() < LARGEST
                && !self.open.contains(&id);
            let name = || format!("wp:block {id}");
            let left_out = match export.blocks.get(&id).filter(|_| can_follow) {
                _ if export.hidden_blocks.contains(&id) => Dropped::NotPublic { name: name() },
                Some(block) => {
                    self.written += 1;
                    self.open.push(id);
                    self.write(block, out, dropped);
                    self.open.pop();
                    continue;
                }
                None => Dropped::Shortcode { name: name() },
            };
            if !dropped.contains(&left_out) {
                dropped.push(left_out);
            }
        }
        out.push_str(rest);
    }
}

/// `html` with paragraphs where blank lines are between words. Elements that end paragraphs are left as they are;
/// within those that contain paragraphs, blank lines make paragraphs too.
fn paragraphs(html: &str) -> String {
    let mut out = Paragraphs {
        out: String::with_capacity(html.len() * 9 / 8),
        words: String::new(),
        depth: 0,
    };
    let closers = Closers::of(html);
    let mut rest = html;
    let mut at = 0;
    while let Some(next) = rest.find('<') {
        let (before, from) = rest.split_at(next);
        out.words.push_str(before);
        at += next;
        let taken = if from.starts_with("<!--") {
            let end = from.find("-->").map_or(from.len(), |end| end + 3);
            // Where a block begins or ends, a paragraph does too.
            if from.starts_with("<!-- wp:") || from.starts_with("<!-- /wp:") {
                out.flush();
            }
            end
        } else {
            out.tag(from, at, &closers)
        };
        at += taken;
        rest = from.get(taken..).unwrap_or_default();
    }
    out.words.push_str(rest);
    out.flush();
    out.out
}

struct Paragraphs {
    out: String,
    /// The text since the last element that ended a paragraph.
    words: String,
    /// How many containers are open.
    depth: usize,
}

impl Paragraphs {
    /// Handles the tag at the beginning of `from`, at byte `at`, with everything that belongs to it. Answers the length
    /// of that.
    fn tag(&mut self, from: &str, at: usize, closers: &Closers) -> usize {
        let is_closing = from.starts_with("</");
        let name = name_at(from.get(1 + usize::from(is_closing)..).unwrap_or_default());
        let is_tag = !name.is_empty() && at <= closers.last;
        let end = if is_tag { from.find('>') } else { None };
        let Some(end) = end.map(|end| end + 1) else {
            self.words.push('<');
            return 1;
        };
        let tag = from.get(..end).unwrap_or_default();
        if name == "hr" {
            self.flush();
            self.out.push_str(tag);
            return end;
        }
        if CONTAINERS.contains(&name.as_str()) {
            self.flush();
            self.out.push_str(tag);
            self.depth = if is_closing { self.depth.saturating_sub(1) } else { self.depth + 1 };
            return end;
        }
        if !WHOLE.contains(&name.as_str()) {
            self.words.push_str(tag);
            return end;
        }
        self.flush();
        let whole = if is_closing { None } else { closers.end_of(at) };
        let end = whole.map_or(end, |until| until.saturating_sub(at).max(end));
        self.out.push_str(from.get(..end).unwrap_or_default());
        end
    }

    /// Ends the paragraphs that are being read.
    fn flush(&mut self) {
        let words = std::mem::take(&mut self.words);
        if words.trim().is_empty() {
            self.out.push_str(if words.is_empty() { "" } else { "\n" });
            return;
        }
        if self.depth > 0 && !words.trim().contains("\n\n") {
            self.out.push_str(&words);
            return;
        }
        let blank = words.lines().map(|line| if line.trim().is_empty() { "" } else { line });
        let words = blank.collect::<Vec<_>>().join("\n");
        for part in words.split("\n\n").map(str::trim).filter(|part| !part.is_empty()) {
            let is_address =
                part.starts_with("http") && !part.contains(|c: char| c.is_whitespace() || c == '<');
            if is_address {
                let address = part.replace('"', "%22");
                self.out.push_str(&format!("<p><a href=\"{address}\">{part}</a></p>\n"));
            } else {
                self.out.push_str(&format!("<p>{}</p>\n", part.replace('\n', "<br>")));
            }
        }
    }
}

/// Where the elements that are left as they are end, looked for once.
struct Closers {
    /// The end of each element, by its beginning.
    ends: HashMap<usize, usize>,
    /// Where the last tag ends.
    last: usize,
}

impl Closers {
    fn of(html: &str) -> Self {
        let mut open: HashMap<String, Vec<usize>> = HashMap::new();
        let mut ends = HashMap::new();
        for (at, _) in html.match_indices('<') {
            let from = html.get(at + 1..).unwrap_or_default();
            let (is_closing, from) = match from.strip_prefix('/') {
                Some(from) => (true, from),
                None => (false, from),
            };
            let name = name_at(from);
            if !WHOLE.contains(&name.as_str()) {
                continue;
            }
            let stack = open.entry(name).or_default();
            if !is_closing {
                stack.push(at);
            } else if let Some(begin) = stack.pop()
                && let Some(end) = from.find('>')
            {
                ends.insert(begin, html.len() - from.len() + end + 1);
            }
        }
        Self { ends, last: html.rfind('>').unwrap_or(0) }
    }

    fn end_of(&self, at: usize) -> Option<usize> {
        self.ends.get(&at).copied()
    }
}

/// The name of an element at the beginning of `text`, in small letters.
fn name_at(text: &str) -> String {
    let name = text.chars().take_while(char::is_ascii_alphanumeric);
    name.map(|c| c.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_lines_part_paragraphs() {
        assert_eq!(
            paragraphs("Một.\nHai.\n\n<h2>Ba</h2>\n\n<strong>Bốn</strong>"),
            "<p>Một.<br>Hai.</p>\n<h2>Ba</h2><p><strong>Bốn</strong></p>\n"
        );
        let mixed = paragraphs("Một.\n\n<p class=\"x\">Giữa</p>\n \nHai.\n\nBa.");
        assert_eq!(mixed.matches("<p").count(), 4, "{mixed}");
        let inside =
            paragraphs("<div>Một.\n\nHai.</div><blockquote>Ba<cite>Bà Hoa</cite></blockquote>");
        assert_eq!(
            inside,
            "<div><p>Một.</p>\n<p>Hai.</p>\n</div><blockquote>Ba<cite>Bà Hoa</cite></blockquote>"
        );
    }

    #[test]
    fn elements_that_stand_by_themselves_stay_as_they_are() {
        for same in [
            "<pre>a\n\n  b</pre>",
            "<ul><li>a\n\n<ul><li>b</li></ul></li></ul>",
            "<table><tr><td>a\n\nb</td></tr></table>",
        ] {
            assert_eq!(paragraphs(same), same);
        }
        // One that is never closed does not swallow the rest.
        let open = paragraphs("<p>Một\n\nHai\n\nBa");
        assert_eq!(open.matches("<p>").count(), 4, "{open}");
        let open = paragraphs("<ul>\n\nHai\n\nBa <");
        assert!(open.contains("<p>Hai</p>") && open.contains("<p>Ba <</p>"), "{open}");
    }

    #[test]
    fn blocks_are_parted_by_their_comments() {
        let text = "<!-- wp:freeform -->\nMột.\n\nHai.\n<!-- /wp:freeform -->\n<!-- wp:list -->\n<ul><li>Ba</li></ul>\n<!-- /wp:list -->Bốn";
        let html = paragraphs(text);
        assert_eq!(
            html.split_whitespace().collect::<String>(),
            "<p>Một.</p><p>Hai.</p><ul><li>Ba</li></ul><p>Bốn</p>"
        );
    }
}
