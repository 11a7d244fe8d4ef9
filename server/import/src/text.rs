//! Plain text: normal form, captions and credits, first words.

use std::borrow::Cow;

use bantin_core::normalize::nfc;

pub use bantin_core::article_slug::{headline_slug, slug_of, slug_text, suffixed};

/// NFC without characters that are invisible and have no meaning in text, and without noncharacters, which would make
/// feeds unreadable. White space that XML cannot have becomes a blank.
pub fn clean(text: &str) -> String {
    let kept: String = text
        .chars()
        .filter_map(|c| match c {
            '\t' | '\n' | '\r' => Some(c),
            '\u{b}' | '\u{c}' | '\u{85}' => Some(' '),
            '\u{ad}' | '\u{200b}' | '\u{feff}' | '\u{fffd}' | '\u{fdd0}'..='\u{fdef}' => None,
            // The last two of every plane.
            c if u32::from(c) & 0xfffe == 0xfffe => None,
            c => (!c.is_control()).then_some(c),
        })
        .collect();
    match nfc(&kept) {
        Cow::Borrowed(_) => kept,
        Cow::Owned(composed) => composed,
    }
}

/// [`clean`], with every run of white space as one blank, and none at the ends.
pub fn one_line(text: &str) -> String {
    clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// [`one_line`], or nothing when it is empty.
pub fn some_line(text: &str) -> Option<String> {
    Some(one_line(text)).filter(|line| !line.is_empty())
}

/// `text` as it stands in HTML and in attributes.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Splits `Chú thích. Ảnh: Minh Trí` into caption and credit. Either may be missing.
pub fn caption_and_credit(text: &str) -> (Option<String>, Option<String>) {
    const MARKS: [&str; 10] = [
        "Ảnh:",
        "ẢNH:",
        "Photo:",
        "PHOTO:",
        "Photos:",
        "Nguồn:",
        "NGUỒN:",
        "Ảnh minh họa:",
        "Ảnh tư liệu:",
        "Credit:",
    ];
    const LONGEST: usize = 80;
    let line = one_line(text);
    let found = MARKS
        .iter()
        .filter_map(|mark| line.rfind(mark).map(|at| (at, at + mark.len())))
        .filter(|(at, _)| {
            let before = line.get(..*at).and_then(|head| head.chars().next_back());
            before.is_none_or(|c| !c.is_alphanumeric())
        })
        .min_by_key(|(at, end)| (usize::MAX - end, *at));
    let Some((at, end)) = found else { return (some_line(&line), None) };
    let head = line.get(..at).unwrap_or_default();
    let tail = line.get(end..).unwrap_or_default();
    let bracketed = head.trim_end().ends_with(['(', '[']);
    let tail = tail.trim().trim_end_matches('.');
    let tail = if bracketed { tail.trim_end_matches([')', ']']) } else { tail };
    let name = tail.trim().trim_end_matches('.');
    let is_a_name = !name.is_empty() && name.chars().count() <= LONGEST && !name.contains(". ");
    if !is_a_name {
        return (some_line(&line), None);
    }
    let head = head.trim().trim_end_matches(['(', '[', '|', '–', '—', '-', '/', '•']);
    (some_line(head), some_line(name))
}

/// The beginning of a text that has no headline: its first sentence, or as many words as a headline has.
pub fn beginning(text: &str) -> Option<String> {
    /// In characters.
    const SENTENCE: usize = 100;
    const WORDS: usize = 80;
    let line = some_line(text)?;
    let ends = line.char_indices().filter(|(_, c)| matches!(c, '.' | '!' | '?' | '…'));
    let mut ends = ends.map(|(at, c)| at + c.len_utf8());
    // A point in a number or an abbreviation does not end a sentence.
    let sentence = ends.find_map(|end| {
        let (sentence, after) = line.split_at_checked(end)?;
        let is_end = after.is_empty() || after.starts_with(' ');
        (is_end && sentence.chars().count() > 8).then_some(sentence)
    });
    let sentence = sentence.unwrap_or(&line);
    if sentence.chars().count() <= SENTENCE {
        let bare = sentence.strip_suffix('.').filter(|bare| !bare.ends_with('.'));
        return Some(bare.unwrap_or(sentence).to_owned());
    }
    let (at, _) = line.char_indices().nth(WORDS)?;
    let head = line.get(..at)?;
    let end = head.rfind(' ').unwrap_or(at);
    let head = head.get(..end)?.trim_end_matches([',', ';', ':', '–', '-', ' ']);
    Some(format!("{head}…"))
}

/// Letters and digits in lower case, for comparing two texts.
pub fn essence(text: &str) -> String {
    nfc(text).chars().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn credits_are_split_off() {
        let split = |text| {
            let (caption, credit) = caption_and_credit(text);
            (caption.unwrap_or_default(), credit.unwrap_or_default())
        };
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(
            split("Chợ nổi lúc 5 giờ. Ảnh: Minh Trí"),
            pair("Chợ nổi lúc 5 giờ.", "Minh Trí")
        );
        assert_eq!(split("Market (Photo: Phan Vy)."), pair("Market", "Phan Vy"));
        assert_eq!(split("Ảnh: Hải Yến"), pair("", "Hải Yến"));
        assert_eq!(split("Bản đồ | Nguồn: Sở Xây dựng"), pair("Bản đồ", "Sở Xây dựng"));
        assert_eq!(split("Cầu. Ảnh tư liệu: Bảo tàng"), pair("Cầu.", "Bảo tàng"));
        assert_eq!(
            split("Ảnh: chụp lúc 5 giờ. Người dân đi chợ."),
            pair("Ảnh: chụp lúc 5 giờ. Người dân đi chợ.", "")
        );
        assert_eq!(split("Chỉ có chú thích"), pair("Chỉ có chú thích", ""));
        assert_eq!(split("Thiếu tên. Ảnh: "), pair("Thiếu tên. Ảnh:", ""));
    }

    #[test]
    fn a_text_without_a_headline_is_headed_by_its_first_words() {
        let head = |text: &str| beginning(text).unwrap_or_default();
        assert_eq!(head("Sáng nay cầu mở lại. Mời bà con."), "Sáng nay cầu mở lại");
        assert_eq!(head("Giá 1.200 đồng!"), "Giá 1.200 đồng!");
        assert_eq!(head("Chờ đã..."), "Chờ đã...");
        assert_eq!(head("TP. Hồ Chí Minh mưa lớn. Hết."), "TP. Hồ Chí Minh mưa lớn");
        let long = head(&"đường sắt, ".repeat(30));
        assert!(long.ends_with("…") && long.chars().count() <= 81, "{long}");
        assert_eq!(beginning(" \n"), None);
    }

    #[test]
    fn text_is_nfc_and_has_nothing_invisible() {
        assert_eq!(one_line(" Ca\u{302}\u{300}u\u{200b}\n\tgỗ\u{0} "), "Cầu gỗ");
        assert_eq!(clean("a\u{fffe}\u{ffff}\u{fdd0}\u{10ffff}\u{b}b\u{c}\u{1b}"), "a b ");
    }
}
