//! Reads headlines as they were meant.

use feed_rs::model::{FeedType, Text};

use crate::{html, text};

/// The words of a headline. In a JSON Feed it is plain text, in Atom its type is declared, and in RSS it mostly is
/// HTML.
pub fn words(title: &Text, kind: &FeedType) -> Option<String> {
    let is_plain = match kind {
        FeedType::JSON => true,
        FeedType::Atom => title.content_type.as_str() == "text/plain",
        _ => false,
    };
    if is_plain {
        return text::some_line(&title.content);
    }
    let words = html::plain(&marked(&title.content)).ok().filter(|words| !words.is_empty());
    text::some_line(&words.unwrap_or_else(|| title.content.clone()))
}

/// In a headline longer than this (in bytes), every sign is read as HTML.
const LONGEST: usize = 2_000;

/// Elements that have no end.
const ALONE: [&str; 3] = ["br", "img", "wbr"];

/// `title` with each `<` escaped that begins no element: in `x<y`, in `List<String>`, and in a tag that the headline is
/// about, which is not closed.
fn marked(title: &str) -> String {
    if title.len() > LONGEST {
        return title.to_owned();
    }
    let lower = title.to_ascii_lowercase();
    let mut out = String::with_capacity(title.len());
    let mut rest = title;
    while let Some(at) = rest.find('<') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let begin = title.len() - from.len();
        let is_tag = is_tag(&lower, begin);
        out.push_str(if is_tag { "<" } else { "&lt;" });
        rest = from.get(1..).unwrap_or_default();
    }
    out + rest
}

/// Whether an element begins or ends at `at` in `title`, which is in lower case.
fn is_tag(title: &str, at: usize) -> bool {
    let (before, from) = title.split_at_checked(at).unwrap_or((title, ""));
    let inside = from.get(1..).unwrap_or_default();
    let is_closing = inside.starts_with('/');
    let inside = inside.trim_start_matches('/');
    let end = inside.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inside.len());
    let (name, after) = inside.split_at(end);
    let ends = after.find(['<', '>']).is_some_and(|at| after.as_bytes().get(at) == Some(&b'>'));
    if !ends || !after.starts_with([' ', '>', '/', '\t', '\n']) {
        return false;
    }
    if ALONE.contains(&name) {
        return true;
    }
    let (other, around) = match is_closing {
        true => (format!("<{name}"), before),
        false => (format!("</{name}"), after),
    };
    let is_whole = |(at, found): (usize, &str)| {
        let rest = around.get(at + found.len()..).unwrap_or_default();
        !rest.starts_with(|c: char| c.is_ascii_alphanumeric())
    };
    html::is_element(name) && around.match_indices(&other).any(is_whole)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_sign_is_a_sign_and_a_mark_is_a_mark() {
        for (written, expected) in [
            ("Khi x<y thì sao", "Khi x<y thì sao"),
            ("Thẻ <b> là gì?", "Thẻ <b> là gì?"),
            ("List<String> trong Java", "List<String> trong Java"),
            ("nếu a<b và b<c thì a<c", "nếu a<b và b<c thì a<c"),
            ("<b>Đậm</b> và <I>nghiêng</I>", "Đậm và nghiêng"),
            ("<h2>Chợ</h2>", "Chợ"),
            ("Thẻ <b> và <big>to</big>", "Thẻ <b> và to"),
            ("Chợ <a href=\"x\">nổi</a><br/>Cái Răng", "Chợ nổi Cái Răng"),
            ("AT&amp;T &lt;3", "AT&T <3"),
        ] {
            let title = Text { content: written.to_owned(), ..text_of_rss() };
            assert_eq!(words(&title, &FeedType::RSS2).as_deref(), Some(expected), "{written}");
            let same = words(&title, &FeedType::JSON).unwrap();
            assert_eq!(same, written);
        }
    }

    fn text_of_rss() -> Text {
        let rss = "<rss version=\"2.0\"><channel><title>x</title></channel></rss>";
        feed_rs::parser::parse(rss.as_bytes()).unwrap().title.unwrap()
    }
}
