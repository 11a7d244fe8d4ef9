//! Mends feeds that are nearly XML, so that a parser can read them, in the way browsers would.

use std::borrow::Cow;

/// Elements whose text is HTML; some feeds have that as elements instead of escaped text.
const HTML: [&str; 9] = [
    "title",
    "description",
    "content:encoded",
    "excerpt:encoded",
    "content",
    "itunes:summary",
    "media:description",
    "fulltext",
    "body",
];

/// The names that a feed's first element can have.
const ROOTS: [&str; 5] = ["rss", "feed", "rdf:RDF", "atom:feed", "RDF"];

/// `text` as XML: with a bare `&` and `<` escaped, without control characters and references to them, without anything
/// before the first element, and with markup in titles and texts of RSS escaped. Line breaks stay where they are.
pub fn mended(text: &str) -> Cow<'_, str> {
    let Some((root, start)) = root(text) else { return Cow::Borrowed(text) };
    let mut mender = Mender {
        text,
        out: String::with_capacity(text.len() + 64),
        // Atom declares markup as such, so there it is meant.
        is_rss: !root.ends_with("feed"),
        unclosed: Vec::new(),
        #[cfg(test)]
        looked: 0,
    };
    let before = text.get(..start).unwrap_or_default();
    if before.trim_start().starts_with("<?xml") && before.is_ascii() && !before.contains('&') {
        // Comments and style sheets may stay. The declared charset is removed, since the text is decoded by now.
        mender.declaration(before);
    } else {
        mender.out.extend(before.chars().filter(|c| *c == '\n'));
    }
    mender.run(start);
    Cow::Owned(mender.out)
}

/// The name of the first element, and where it begins; `None` when it is not a feed's.
fn root(text: &str) -> Option<(&'static str, usize)> {
    let head = text.trim_start().get(..15).unwrap_or_default().to_ascii_lowercase();
    if head.starts_with("<!doctype html") || head.starts_with("<html") {
        return None;
    }
    let is_here = |at: usize, name: &str| {
        let after = text.get(at + 1..).and_then(|rest| rest.strip_prefix(name));
        after.is_some_and(|after| {
            after.starts_with(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))
        })
    };
    text.match_indices('<')
        .find_map(|(at, _)| ROOTS.iter().find(|name| is_here(at, name)).map(|name| (*name, at)))
}

struct Mender<'a> {
    text: &'a str,
    out: String,
    is_rss: bool,
    /// For each name, the place before which such an element is not closed.
    unclosed: Vec<(&'static str, usize)>,
    /// How many bytes were searched for closing tags.
    #[cfg(test)]
    looked: usize,
}

impl Mender<'_> {
    fn declaration(&mut self, before: &str) {
        match before.split_once("?>") {
            Some((declaration, rest)) => {
                self.out.extend(declaration.chars().filter(|c| *c == '\n'));
                self.out.push_str(rest);
            }
            None => self.out.extend(before.chars().filter(|c| *c == '\n')),
        }
    }

    fn run(&mut self, start: usize) {
        let text = self.text;
        let mut at = start;
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            let Some(tag) = rest.find('<') else {
                self.words(rest);
                return;
            };
            self.words(rest.get(..tag).unwrap_or_default());
            at += tag;
            let rest = text.get(at..).unwrap_or_default();
            at += self.markup(rest, at);
        }
    }

    /// Handles the markup that begins with the `<` at the beginning of `rest`, which is at `at`. Answers its length in
    /// bytes.
    fn markup(&mut self, rest: &str, at: usize) -> usize {
        for (open, close) in [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>"), ("<!", ">")] {
            if rest.starts_with(open) {
                let end = rest.find(close).map_or(rest.len(), |end| end + close.len());
                self.verbatim(rest.get(..end).unwrap_or_default());
                return end;
            }
        }
        let is_tag = |c: char| c.is_alphabetic() || matches!(c, '/' | '_' | ':');
        if !rest.get(1..).unwrap_or_default().starts_with(is_tag) {
            self.out.push_str("&lt;");
            return 1;
        }
        let Some(end) = tag_end(rest) else {
            self.verbatim(rest);
            return rest.len();
        };
        let tag = rest.get(..end).unwrap_or_default();
        self.words(tag);
        let inside = self.html_inside(tag, rest.get(end..).unwrap_or_default(), at + end);
        end + inside
    }

    /// Escapes markup within an element that holds HTML. Answers how many bytes that was.
    fn html_inside(&mut self, tag: &str, rest: &str, at: usize) -> usize {
        let name = tag.strip_prefix('<').unwrap_or_default();
        let name = name.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next();
        let known = HTML.iter().find(|known| name == Some(*known));
        let Some(known) = known.filter(|_| self.is_rss) else { return 0 };
        let is_unclosed = |(name, until): &(&str, usize)| name == known && at < *until;
        if self.unclosed.iter().any(is_unclosed) {
            return 0;
        }
        if tag.ends_with("/>") {
            return 0;
        }
        let found = closing(rest, known);
        #[cfg(test)]
        {
            self.looked += found.unwrap_or_else(|until| until);
        }
        let end = match found {
            Ok(end) => end,
            Err(until) => {
                self.unclosed.retain(|(name, _)| name != known);
                self.unclosed.push((known, at + until));
                return 0;
            }
        };
        let inside = rest.get(..end).unwrap_or_default();
        if !has_markup(inside) {
            return 0;
        }
        self.out.push_str("<![CDATA[");
        let inside = inside.replace("<![CDATA[", "").replace("]]>", "");
        self.verbatim(&inside);
        self.out.push_str("]]>");
        end
    }

    /// Writes text without the characters that XML cannot have.
    fn verbatim(&mut self, text: &str) {
        self.out.extend(text.chars().filter(|c| is_allowed(*c)));
    }

    /// Writes text, or a tag with its attributes; a `&` that begins no reference is escaped.
    fn words(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = rest.find('&') {
            let (before, from) = rest.split_at(at);
            self.verbatim(before);
            match reference(from) {
                Some((reference, is_character)) => {
                    if is_character {
                        self.out.push_str(reference);
                    }
                    rest = from.get(reference.len()..).unwrap_or_default();
                }
                None => {
                    self.out.push_str("&amp;");
                    rest = from.get(1..).unwrap_or_default();
                }
            }
        }
        self.verbatim(rest);
    }
}

fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r') || (c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}'))
}

/// The reference (`&name;` or `&#number;`) at the beginning of `text`, and whether XML may have the character it means.
fn reference(text: &str) -> Option<(&str, bool)> {
    const LONGEST: usize = 40;
    let end = text.bytes().take(LONGEST).position(|byte| byte == b';')?;
    let whole = text.get(..=end)?;
    let name = whole.get(1..end)?;
    let Some(number) = name.strip_prefix('#') else {
        let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.chars().all(|c| c.is_ascii_alphanumeric());
        return is_name.then_some((whole, true));
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16).ok()?,
        None => number.parse().ok()?,
    };
    // `&#X…` is HTML's; and a number may be too large for a character.
    let is_readable = !number.starts_with('X') && char::from_u32(code).is_some_and(is_allowed);
    Some((whole, is_readable))
}

/// Where the tag at the beginning of `text` ends; a `>` within quotes does not end it.
fn tag_end(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (byte, quote) {
            (b'"' | b'\'', None) => quote = Some(byte),
            (byte, Some(open)) if byte == open => quote = None,
            (b'>', None) => return Some(at + 1),
            // The quote is never closed.
            (b'<', Some(_)) => return text.find('>').map(|at| at + 1),
            _ => {}
        }
    }
    text.find('>').map(|at| at + 1)
}

/// Where `</name` is in `text`, outside of CDATA and within the same item; otherwise the place up to which there is
/// none.
fn closing(text: &str, name: &str) -> Result<usize, usize> {
    let mut at = 0;
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let tag = rest.find('<').ok_or(text.len())?;
        let from = rest.get(tag..).unwrap_or_default();
        if from.starts_with("<![CDATA[") {
            at += tag + from.find("]]>").ok_or(text.len())?;
            continue;
        }
        let after = from.strip_prefix("</").and_then(|from| from.strip_prefix(name));
        if after.is_some_and(|after| after.trim_start().starts_with('>')) {
            return Ok(at + tag);
        }
        if from.starts_with("<item>") || from.starts_with("<item ") || from.starts_with("</item>") {
            return Err(at + tag);
        }
        at += tag + 1;
    }
}

/// Whether there is markup other than CDATA and comments.
fn has_markup(text: &str) -> bool {
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let from = rest.get(at..).unwrap_or_default();
        let skip = |close: &str| from.find(close).map(|end| end + close.len());
        let end = match from {
            _ if from.starts_with("<![CDATA[") => skip("]]>"),
            _ if from.starts_with("<!--") => skip("-->"),
            _ => {
                return from
                    .get(1..)
                    .unwrap_or_default()
                    .starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
            }
        };
        let Some(end) = end else { return false };
        rest = from.get(end..).unwrap_or_default();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rss(inside: &str) -> String {
        let whole = format!("<rss><item>{inside}</item></rss>");
        let mended = mended(&whole).into_owned();
        let inside =
            mended.strip_prefix("<rss><item>").and_then(|text| text.strip_suffix("</item></rss>"));
        inside.unwrap_or(&mended).to_owned()
    }

    #[test]
    fn a_bare_sign_is_one() {
        assert_eq!(
            rss("<a>AT&T &amp; R&D;x &#233; 1 < 2</a>"),
            "<a>AT&amp;T &amp; R&D;x &#233; 1 &lt; 2</a>"
        );
        assert_eq!(rss("<a href=\"?a=1&b=2\">x</a>"), "<a href=\"?a=1&amp;b=2\">x</a>");
        assert_eq!(
            rss("<a><![CDATA[a & b < c]]></a><!-- & -->"),
            "<a><![CDATA[a & b < c]]></a><!-- & -->"
        );
    }

    #[test]
    fn what_no_xml_may_hold_is_left_out() {
        assert_eq!(
            rss("<a>b\u{1}c&#0;d&#x1F;e\u{b}</a><![CDATA[f\u{8}g]]>"),
            "<a>bcde</a><![CDATA[fg]]>"
        );
    }

    #[test]
    fn what_stands_before_a_feed_is_left_out_and_lines_stay() {
        let text = "<br />\n<b>Warning</b>: mysql &\n<?xml version=\"1.0\"?>\n<rss>x</rss>";
        assert_eq!(mended(text), "\n\n\n<rss>x</rss>");
        let text = "<?xml version=\"1.0\" encoding=\"x\"?>\n<!-- made by -->\n<feed >x</feed>";
        assert_eq!(mended(text), "\n<!-- made by -->\n<feed >x</feed>");
        for other in ["<!DOCTYPE html>\n<html><p>&<rss></html>", "khong", "<a><b></a>"] {
            assert_eq!(mended(other), other);
        }
    }

    #[test]
    fn markup_in_a_text_is_its_text() {
        assert_eq!(
            rss("<description><p>Một <b>hai</b><br>ba &amp; bốn</p></description>"),
            "<description><![CDATA[<p>Một <b>hai</b><br>ba &amp; bốn</p>]]></description>"
        );
        for same in [
            "<description>&lt;p&gt;x&lt;/p&gt;</description>",
            "<description><![CDATA[<p></description>]]></description>",
            "<description/><title>a</title>",
        ] {
            assert_eq!(rss(same), same);
        }
        let atom = "<feed><content><div>x</div></content></feed>";
        assert_eq!(mended(atom), atom);
    }

    #[test]
    fn elements_that_are_never_closed_are_looked_for_once() {
        for inside in [
            "<title><description>",
            "<item><title>",
            "<item><title><description></item>",
            "<title><description><![CDATA[x]]>",
        ] {
            let inside = inside.repeat(1000);
            // And with one at the end that closes none of them.
            for end in ["", "</title></description>", "</item></title>"] {
                let text = format!("<rss>{inside}{end}</rss>");
                let mut mender = Mender {
                    text: &text,
                    out: String::new(),
                    is_rss: true,
                    unclosed: Vec::new(),
                    looked: 0,
                };
                mender.run(0);
                assert!(mender.looked <= 4 * text.len(), "{text:.60} {end}: {}", mender.looked);
            }
        }
        let text = format!("<rss>{}</rss>", "<title><description>".repeat(20_000));
        assert_eq!(mended(&text), text);
        // Were each looked for to the end of the text, this would take hours.
        let text = format!("<rss>{}</title></rss>", "<item><title>a".repeat(1_000_000));
        assert_eq!(mended(&text), text);
    }
}
