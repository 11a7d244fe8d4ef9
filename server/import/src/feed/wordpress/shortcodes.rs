//! Shortcodes: words in brackets that WordPress and its plugins put something else in the place of. Each is read
//! once, in time that grows with the text alone.

use std::collections::{HashMap, HashSet};

use super::Export;
use super::attributes::{Attributes, attributes};
use super::known::{self, Replaced};
use crate::dropped::Dropped;

/// A longer tag is none.
const LONGEST: usize = 4000;

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
    /// Where `[name` stands, in the same way.
    openers: HashMap<&'a str, Vec<usize>>,
    /// What is written where a tag is closed, by the place of its `[/name]`.
    at_closers: HashMap<usize, &'static str>,
    /// Those that were begun: only what was opened is closed.
    opened: HashSet<&'a str>,
    /// What was put into the text once and is not repeated.
    shown: HashSet<String>,
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
        let (opened, shown, at_closers) = (HashSet::new(), HashSet::new(), HashMap::new());
        Self { text, post, export, closers, openers, at_closers, opened, shown }
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
            match tag(rest).filter(|tag| self.is_one(tag, at)) {
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
        let is_in = |open: &str, close: &str| {
            before.rfind(open).is_some_and(|open| before.rfind(close).is_none_or(|end| end < open))
        };
        before.ends_with(|c: char| c.is_alphanumeric() || c == ']')
            || is_in("<code", "</code>")
            || is_in("<pre", "</pre>")
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
        let balanced = closers
            .iter()
            .enumerate()
            .find(|(before, closer)| openers.partition_point(|opener| opener < closer) <= *before);
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
        tag: &Tag<'_>,
        at: usize,
        out: &mut String,
        dropped: &mut Vec<Dropped>,
    ) -> usize {
        let end = at + tag.len;
        if known::is_gate(tag.name) {
            let note = Dropped::NotPublic { name: tag.name.to_owned() };
            if !dropped.contains(&note) {
                dropped.push(note);
            }
            let behind = if tag.is_self_closing { None } else { self.behind_gate(tag.name, end) };
            return behind.map_or(tag.len, |behind| behind - at);
        }
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
            Replaced::Around(before, behind) => {
                out.push_str(&before);
                let closer = end + inside.map_or(0, str::len);
                self.at_closers.insert(closer, behind);
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

/// Those of `places`, which are in their order, that are not before `from`.
fn after(places: &[usize], from: usize) -> &[usize] {
    places.get(places.partition_point(|place| *place < from)..).unwrap_or_default()
}

/// The name at the beginning of `text`.
fn name_at(text: &str) -> &str {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    if !text.starts_with(|c: char| c.is_ascii_alphabetic()) {
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

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
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
        for same in [
            "A [1] [sic] […] [ăn] [a](b) [",
            "[/sic]",
            "[ảnh: Hà]",
            "[hai từ]",
            "Ông [co-founder] nói",
            "dict[my_key] = a[row_id][col_id]",
            "<code>[row_id]</code> <pre>x [my_key]</pre>",
            "[sic]",
        ] {
            assert_eq!(html(same), same);
        }
        for none in [
            "[woocommerce_cart]",
            "[contact-form-7]",
            "<!-- wp:shortcode -->\n[lich]\n<!-- /wp:shortcode -->",
        ] {
            assert!(!html(none).contains('['), "{none}");
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
    fn what_only_members_may_read_stays_out_and_is_named() {
        for name in [
            "members_only",
            "restrict",
            "member",
            "members",
            "protected",
            "private",
            "um_loggedin",
            "wcm_restrict",
            "ihc-hide-content",
            "s2If",
            "mepr-active",
            "mepr-show",
            "pmpro_member",
            "membership",
            "rcp_restrict",
            "paywall",
            "Members",
        ] {
            let text = format!("Một [{name} level=\"1\"]mật [b]x[/b][/{name}] hai");
            let (html, notes) = both(&text);
            assert_eq!(html, "Một  hai", "{name}");
            assert_eq!(notes.len(), 1, "{notes:?}");
            assert!(notes[0].contains(&format!("[{name}]")), "{notes:?}");
        }
        for (text, rest) in [
            ("a[member]mật[member]mật[/member]mật[/member]b", "ab"),
            ("a[member]mật[member]mật[/member]b", "ab"),
            ("a[member]mật[/member]b[member]mật[/member]c", "abc"),
            ("a[[member]]mật[/member]b", "a[b"),
            ("a[vc_row][s2If current_user_can(access_s2member_level1)]mật[/s2If][/vc_row]b", "ab"),
            ("a[pmpro_levels level=\"1\"]b", "ab"),
        ] {
            assert_eq!(html(text), rest, "{text}");
        }
        // Words in brackets.
        assert_eq!(both("[private] [Members]"), ("[private] [Members]".to_owned(), vec![]));
    }

    #[test]
    fn a_button_leads_where_it_led() {
        for (text, expected) in [
            (
                "[button url=\"https://a.example/x\"]Đọc tiếp ở đây[/button]",
                "<a href=\"https://a.example/x\">Đọc tiếp ở đây</a>",
            ),
            (
                "[su_button url='/dat-bao' style=\"x\"]Đặt [b]báo[/b][/su_button] nay",
                "<a href=\"/dat-bao\">Đặt báo</a> nay",
            ),
            (
                "[btn link=\"https://a.example/\"]Xem[/btn]",
                "<a href=\"https://a.example/\">Xem</a>",
            ),
        ] {
            assert_eq!(both(text), (expected.to_owned(), vec![]), "{text}");
        }
        // Without words it is the link alone.
        let lone = html("[button url=\"https://a.example/x\"]");
        assert!(lone.contains("<a href=\"https://a.example/x\">https://a.example/x</a>"), "{lone}");
    }

    #[test]
    fn links_in_a_caption_are_words_of_it() {
        for (inside, picture, words) in [
            (
                "<img src=a.jpg> Bà <a href=x>Hà</a> bán cá",
                "<img src=a.jpg>",
                "Bà <a href=x>Hà</a> bán cá",
            ),
            (
                "<a href=\"b\"><img src=a.jpg alt=\"a > b\"></a>Bà <a href=x>Hà</a>",
                "<a href=\"b\"><img src=a.jpg alt=\"a > b\"></a>",
                "Bà <a href=x>Hà</a>",
            ),
            (
                "<picture><source srcset=b.webp><img src=a.jpg></picture> Bà Hà",
                "<picture><source srcset=b.webp><img src=a.jpg></picture>",
                "Bà Hà",
            ),
        ] {
            let html = html(&format!("[caption]{inside}[/caption]"));
            let figure = format!("<figure>{picture}<figcaption>{words}</figcaption></figure>");
            assert_eq!(html.trim(), figure);
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
        // One inside another inside another, each with another name.
        let deep = 200_000;
        let open: String = (0..deep).map(|n| format!("[a{n} x=\"1\"]")).collect();
        let close: String = (0..deep).rev().map(|n| format!("[/a{n}]")).collect();
        assert_eq!(html(&format!("{open}Một{close}")), "Một");
        let bare = open.replace(" x=\"1\"", "");
        assert_eq!(html(&format!("{bare}Một{close}")), "Một");
        // Gates that are never closed, and ones inside each other.
        assert_eq!(html(&"[member x=\"1\"]".repeat(1_000_000)), "");
        let inside = ["[member]".repeat(200_000), "[/member]".repeat(200_000)].concat();
        assert_eq!(html(&inside), "");
    }
}
