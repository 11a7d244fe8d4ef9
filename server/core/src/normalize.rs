//! Text in its normal forms, and without marks for addresses: "Đánh giá" → "danh gia".

use std::borrow::Cow;

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

pub use bantin_model::search::lower;

/// `text` in normal form C, in which most of it comes.
pub fn nfc(text: &str) -> Cow<'_, str> {
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => Cow::Borrowed(text),
        _ => Cow::Owned(text.nfc().collect()),
    }
}

/// Lower case, without diacritics; đ becomes d. NFC and NFD give the same. Addresses are made of it, so its result must
/// never change; text that is only compared is folded by `bantin_model::search`.
pub fn without_marks(text: &str) -> String {
    text.nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'đ' { 'd' } else { c })
        .collect()
}

/// The text in the characters `[a-z0-9-]`, at most `longest` bytes, cut at a word. Empty when no such character is
/// left.
pub fn slugify(text: &str, longest: usize) -> String {
    let folded = without_marks(text);
    let words = folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut slug = String::new();
    for word in words {
        let needed = if slug.is_empty() { word.len() } else { word.len() + 1 };
        if slug.len() + needed > longest {
            if slug.is_empty() {
                slug.extend(word.chars().take(longest));
            }
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(word);
    }
    slug
}

/// The id of a tag: its name as a slug, or a slug made of its bytes for a name in another script.
pub fn tag_id(name: &str) -> String {
    let id = slugify(name, 200);
    if id.is_empty() { format!("t-{}", bantin_media::hash16(name.as_bytes())) } else { id }
}

/// The id of an author: their name as a slug, the same for every spelling, or a slug made of its letters for a name in
/// another script.
pub fn author_id(name: &str) -> String {
    let id = slugify(name, 200);
    if id.is_empty() {
        format!("a-{}", bantin_media::hash16(without_marks(name).as_bytes()))
    } else {
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_form_is_copied_only_where_it_is_made() {
        let nfd: String = "Đánh giá".nfd().collect();
        assert_eq!(nfc(&nfd), "Đánh giá");
        for text in ["", "abc", "Đánh giá", "日本"] {
            assert!(matches!(nfc(text), Cow::Borrowed(same) if same == text), "{text}");
        }
    }

    #[test]
    fn marks_go_and_letters_stay() {
        assert_eq!(without_marks("ĐÁNH GIÁ Ẫệ ữ 305"), "danh gia ae u 305");
        let nfd: String = "đánh giá".nfd().collect();
        assert_eq!(without_marks(&nfd), without_marks("đánh giá"));
    }

    #[test]
    fn slugs_are_cut_at_a_word() {
        assert_eq!(slugify("Cầu gỗ Bến Đình: mở lại!", 80), "cau-go-ben-dinh-mo-lai");
        assert_eq!(slugify("Cầu gỗ Bến Đình", 10), "cau-go-ben");
        assert_eq!(slugify("Cầu gỗ Bến Đình", 9), "cau-go");
        assert_eq!(slugify("…!", 80), "");
        assert_eq!(slugify("abcdefgh", 3), "abc");
    }

    #[test]
    fn every_tag_has_an_id() {
        assert_eq!(tag_id("Cầu gỗ"), "cau-go");
        assert!(tag_id("日本").starts_with("t-"));
        assert_ne!(tag_id("日本"), tag_id("中国"));
    }

    #[test]
    fn an_author_has_one_id_however_the_name_is_written() {
        let nfd: String = "Lê Hà".nfd().collect();
        for name in ["Lê Hà", "LÊ HÀ", "le ha", " Lê  Hà ", &nfd] {
            assert_eq!(author_id(name), "le-ha", "{name}");
        }
        assert_eq!(author_id("Анна"), author_id("АННА"));
        assert_ne!(author_id("Анна"), author_id("Ольга"));
    }
}
