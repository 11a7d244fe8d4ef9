//! Finds the entries of an XML feed in its text: for their line numbers, and to read each by itself when one of them is
//! broken.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memmem;

/// The element that has the text of a post.
const TEXT: &str = "content:encoded";

/// The place of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    pub start: usize,
    /// Where it ends; `None` for an entry that is not closed.
    pub end: Option<usize>,
    /// Its line, from 1.
    pub line: usize,
    /// Its `content:encoded` with the tags around it; only if there is one, and it has text and no elements.
    pub text: Option<Range<usize>>,
}

/// An XML feed's outline.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Outline {
    /// The name of the first element, such as `rss`, `feed`, `rdf:RDF` or `html`.
    pub root: String,
    pub entries: Vec<Span>,
    channel_closed: bool,
    /// Whether the first element is closed.
    root_closed: bool,
    /// The line on which another feed begins behind this one.
    pub second: Option<usize>,
}

impl Outline {
    /// Finds the outline of `bytes`, in any encoding that contains ASCII.
    pub fn of(bytes: &[u8]) -> Self {
        let mut outline = Self::default();
        let mut entry = Vec::new();
        let mut at = 0;
        let mut counted = (0, 1);
        let mut text = Text::default();
        while let Some(tag) = find(bytes, at, b"<") {
            let rest = bytes.get(tag..).unwrap_or_default();
            let skip = |end: &[u8]| find(bytes, tag, end).map(|at| at + end.len());
            if rest.starts_with(b"<!--") {
                at = skip(b"-->").unwrap_or(bytes.len());
                continue;
            }
            if rest.starts_with(b"<![CDATA[") {
                at = skip(b"]]>").unwrap_or(bytes.len());
                continue;
            }
            at = tag + 1;
            let closing = rest.starts_with(b"</");
            let name = name_at(bytes, tag + 1 + usize::from(closing));
            if !name.is_empty() {
                let open = outline.entries.last_mut().filter(|last| last.end.is_none());
                text.meet(name, closing, tag..skip(b">").unwrap_or(bytes.len()), open);
            }
            if outline.root.is_empty() && !closing && !name.is_empty() {
                outline.root = String::from_utf8_lossy(name).into_owned();
                entry = entry_name(&outline.root);
            } else if !name.is_empty() && name == entry {
                let open = outline.entries.last_mut().filter(|last| last.end.is_none());
                match open {
                    Some(last) if closing => last.end = skip(b">"),
                    _ if closing => {}
                    // An entry that begins before the last one is closed: the last one is broken.
                    _ => {
                        let new = bytes.get(counted.0..tag).unwrap_or_default();
                        let lines = new.iter().filter(|byte| **byte == b'\n').count();
                        counted = (tag, counted.1 + lines);
                        outline.entries.push(Span {
                            start: tag,
                            end: None,
                            line: counted.1,
                            text: None,
                        });
                    }
                }
            } else if !name.is_empty() && name == outline.root.as_bytes() {
                if closing {
                    outline.root_closed = true;
                } else if outline.root_closed && outline.second.is_none() {
                    let before = bytes.get(..tag).unwrap_or_default();
                    let lines = before.iter().filter(|byte| **byte == b'\n').count();
                    outline.second = Some(lines + 1);
                }
            } else if closing && name == b"channel" && outline.entries.is_empty() {
                outline.channel_closed = true;
            }
        }
        outline
    }

    /// Leaves the texts within their entries from now on.
    pub fn keep_texts(&mut self) {
        for span in &mut self.entries {
            span.text = None;
        }
    }

    /// The part before the first entry.
    pub fn head<'a>(&self, bytes: &'a [u8]) -> &'a [u8] {
        let end = self.entries.first().map_or(0, |first| first.start);
        bytes.get(..end).unwrap_or_default()
    }

    /// The feed without the texts of its entries.
    pub fn without_texts<'a>(&self, bytes: &'a [u8]) -> Cow<'a, [u8]> {
        let texts = self.entries.iter().filter_map(|span| span.text.clone());
        without(bytes, 0..bytes.len(), texts)
    }

    /// An entry without its text, up to `end`.
    pub fn entry<'a>(&self, bytes: &'a [u8], span: &Span, end: usize) -> Cow<'a, [u8]> {
        without(bytes, span.start..end, span.text.iter().cloned())
    }

    /// A feed of this entry alone, without its text; `None` for an entry that is not closed.
    pub fn alone(&self, bytes: &[u8], span: &Span) -> Option<Vec<u8>> {
        let mut out = self.head(bytes).to_vec();
        out.extend(self.entry(bytes, span, span.end?).iter());
        if !self.channel_closed && !self.root.ends_with("feed") {
            out.extend(b"</channel>");
        }
        out.extend(format!("</{}>", self.root).as_bytes());
        Some(out)
    }
}

/// Looks for the text of an entry, tag by tag.
#[derive(Default)]
struct Text {
    /// Where its element begins.
    start: Option<usize>,
    /// The entry in which a text was found, by where that begins.
    of: Option<usize>,
}

impl Text {
    /// Takes in the tag `name`, which is at `tag` in the entry `open`.
    fn meet(&mut self, name: &[u8], closing: bool, tag: Range<usize>, open: Option<&mut Span>) {
        let Some(span) = open else {
            self.start = None;
            return;
        };
        match self.start.take() {
            Some(start) if closing && name == TEXT.as_bytes() => {
                self.of = Some(span.start);
                span.text = Some(start..tag.end);
            }
            // It contains elements, so the feed reader must read it.
            Some(_) => {}
            None if !closing && name == TEXT.as_bytes() => {
                if self.of == Some(span.start) {
                    // With several texts, the feed reader says which one counts.
                    span.text = None;
                } else {
                    self.start = Some(tag.start);
                }
            }
            None => {}
        }
    }
}

/// A part of `bytes` without the ranges `out`, which come in their order.
fn without(
    bytes: &[u8],
    part: Range<usize>,
    out: impl Iterator<Item = Range<usize>>,
) -> Cow<'_, [u8]> {
    let mut left = Vec::new();
    let mut at = part.start;
    for range in out {
        left.extend_from_slice(bytes.get(at..range.start).unwrap_or_default());
        at = range.end;
    }
    let rest = bytes.get(at..part.end).unwrap_or_default();
    if at == part.start {
        return Cow::Borrowed(rest);
    }
    left.extend_from_slice(rest);
    Cow::Owned(left)
}

fn entry_name(root: &str) -> Vec<u8> {
    match root.strip_suffix("feed") {
        Some(prefix) => format!("{prefix}entry").into_bytes(),
        None => b"item".to_vec(),
    }
}

fn name_at(bytes: &[u8], at: usize) -> &[u8] {
    let rest = bytes.get(at..).unwrap_or_default();
    let is_name =
        |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'_' | b'-' | b'.');
    let end = rest.iter().position(|byte| !is_name(byte)).unwrap_or(rest.len());
    rest.get(..end).unwrap_or_default()
}

fn find(bytes: &[u8], from: usize, what: &[u8]) -> Option<usize> {
    memmem::find(bytes.get(from..)?, what).map(|at| at + from)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn entries_are_found_and_not_in_text() {
        let xml = b"<?xml version='1.0'?>\n<rss>\n<channel>\n<item><title>a</title></item>\n<!-- <item> -->\n\
            <item><![CDATA[<item></item>]]></item></channel></rss>";
        let outline = Outline::of(xml);
        assert_eq!(outline.root, "rss");
        let lines: Vec<_> =
            outline.entries.iter().map(|span| (span.line, span.end.is_some())).collect();
        assert_eq!(lines, [(4, true), (6, true)]);
        let alone = outline.alone(xml, outline.entries.last().unwrap()).unwrap();
        assert!(alone.ends_with(b"<item><![CDATA[<item></item>]]></item></channel></rss>"));
    }

    #[test]
    fn a_text_is_apart_where_it_is_text_alone() {
        let texts = |items: &str| -> Vec<String> {
            let xml = format!("<rss><channel>{items}</channel></rss>");
            let outline = Outline::of(xml.as_bytes());
            let text = |span: &Span| span.text.clone().map_or("", |text| &xml[text]).to_owned();
            let texts = outline.entries.iter().map(text).collect();
            let without = outline.without_texts(xml.as_bytes()).into_owned();
            let alone = String::from_utf8(without).unwrap();
            assert_eq!(
                alone.len() + outline.entries.iter().map(|span| text(span).len()).sum::<usize>(),
                xml.len()
            );
            assert_eq!(Outline::of(alone.as_bytes()).entries.len(), outline.entries.len());
            texts
        };
        let text = "<content:encoded><![CDATA[a</content:encoded></item>]]]]><![CDATA[>]]></content:encoded>";
        assert_eq!(
            texts(&format!("<item>{text}</item><item><b/></item><item><a/>{text}<b/></item>")),
            [text, "", text]
        );
        // Two, one with elements of its own, one that is not closed.
        assert_eq!(texts(&format!("<item>{text}{text}</item><item>{text}</item>")), ["", text]);
        assert_eq!(texts("<item><content:encoded><p>a</p></content:encoded></item>"), [""]);
        assert_eq!(
            texts(&format!("<item><content:encoded></item><item>{text}</item>")),
            ["", text]
        );
        assert_eq!(texts("<item><content:encoded/></item>"), [""]);
    }

    #[test]
    fn an_entry_cut_off_has_no_end() {
        let xml = b"<feed><entry><id>1</id></entry><entry><id>2";
        let outline = Outline::of(xml);
        let ends: Vec<_> = outline.entries.iter().map(|span| span.end.is_some()).collect();
        assert_eq!(ends, [true, false]);
        assert_eq!(outline.alone(xml, outline.entries.last().unwrap()), None);
    }

    #[test]
    fn names_keep_their_prefix() {
        let xml = b"<rdf:RDF><channel><items/></channel><item/><item></item></rdf:RDF>";
        let outline = Outline::of(xml);
        assert_eq!(outline.root, "rdf:RDF");
        assert!(
            outline
                .alone(xml, outline.entries.last().unwrap())
                .unwrap()
                .ends_with(b"</item></rdf:RDF>")
        );
        assert_eq!(Outline::of(b"<a:feed><a:entry></a:entry></a:feed>").entries.len(), 1);
    }
}
