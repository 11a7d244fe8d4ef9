//! Makes slugs for imported articles: from a headline, from a file's name, and with a suffix when the slug is taken.

use std::borrow::Cow;
use std::path::Path;

use bantin_media::hash16;
use bantin_model::Slug;
use bantin_model::slug::{self, SlugError};
use deunicode::deunicode_char;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A headline's slug is cut to this many characters, at a word's end.
const HEADLINE_SLUG: usize = 80;

/// Lower case, without diacritics, words joined by `-`. Empty when no letter or digit has an ASCII form.
pub fn slug_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match c {
            'a'..='z' | '0'..='9' => out.push(c),
            'đ' => out.push('d'),
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            '\'' | '’' => {}
            _ if !out.is_empty() && !out.ends_with('-') => out.push('-'),
            _ => {}
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}

/// The slug of a headline. Letters of other scripts become their usual Latin ones: `bei-jing`, `novosti`. A headline
/// without any letter or digit gets a slug made of `id`.
///
/// # Errors
/// None that is known: a hash of `id` always is a slug.
pub fn headline_slug(title: &str, id: &str) -> Result<Slug, SlugError> {
    let is_other = |c: char| c.is_alphabetic() && !is_latin(c);
    let text = match title.chars().any(is_other) {
        // Only letters are written in Latin ones: a sign such as `★` is no word of a headline.
        true => Cow::Owned(title.chars().map(in_latin).collect::<String>()),
        false => Cow::Borrowed(title),
    };
    slug_of(&cut(&slug_text(&text), HEADLINE_SLUG), id)
}

fn is_latin(c: char) -> bool {
    c < '\u{370}' || matches!(c, '\u{1e00}'..='\u{1eff}' | '\u{2000}'..='\u{206f}')
}

/// A letter of another script in Latin ones; every other character unchanged. With blanks around it where a letter is a
/// syllable or a word of its own.
fn in_latin(c: char) -> Cow<'static, str> {
    match deunicode_char(c) {
        Some(latin) if c.is_alphabetic() && !is_latin(c) => Cow::Borrowed(latin),
        _ => Cow::Owned(c.to_string()),
    }
}

/// `folded` as a slug, or one made of `id`.
///
/// # Errors
/// None that is known: a hash of `id` always is a slug.
pub fn slug_of(folded: &str, id: &str) -> Result<Slug, SlugError> {
    Slug::new(cut(folded, slug::MAX_LEN)).or_else(|_| Slug::new(format!("a-{}", short_hash(id))))
}

/// `slug` with a suffix that depends on `id` alone.
///
/// # Errors
/// None that is known: a slug and a hash make a slug.
pub fn suffixed(slug: &Slug, id: &str) -> Result<Slug, SlugError> {
    let hash = short_hash(id);
    let stem = cut(slug.as_str(), slug::MAX_LEN - hash.len() - 1);
    slug_of(&format!("{stem}-{hash}"), id)
}

/// At most `max` bytes of an ASCII slug, ending with a word where there is one to end with.
fn cut(folded: &str, max: usize) -> String {
    let Some(head) = folded.get(..max).filter(|_| folded.len() > max) else {
        return folded.to_owned();
    };
    let whole = if folded.as_bytes().get(max) == Some(&b'-') { head.len() } else { 0 };
    let end = whole.max(head.rfind('-').unwrap_or(head.len()));
    head.get(..end).unwrap_or(head).trim_end_matches('-').to_owned()
}

fn short_hash(id: &str) -> String {
    let mut hash = hash16(id.as_bytes());
    hash.truncate(6);
    hash
}

/// The endings of Markdown files; the last is Markdown with components.
const ENDINGS: [&str; 5] = ["md", "markdown", "mdown", "mkd", "mdx"];

/// Whether a name ends as a Markdown file's does.
pub fn is_markdown(path: &Path) -> bool {
    let end = path.extension().map(|end| end.to_ascii_lowercase());
    end.is_some_and(|end| ENDINGS.iter().any(|known| end == *known))
}

/// The name of the article in a file: the file's stem; for an `index.md` its folder's name; without the date that
/// Jekyll puts before it and the language that Hugo puts after it.
pub fn article_name(path: &Path) -> Option<&str> {
    let stem = path.file_stem()?.to_str()?;
    let stem =
        stem.rsplit_once('.').filter(|(_, end)| is_language(end)).map_or(stem, |(head, _)| head);
    let stem = match stem {
        "index" => path.parent()?.file_name()?.to_str()?,
        stem => stem,
    };
    Some(jekyll_date(stem).map_or(stem, |(_, rest)| rest))
}

/// The date before a Jekyll, Zola or Eleventy file's name, and the rest of the name.
pub fn jekyll_date(stem: &str) -> Option<(&str, &str)> {
    let mut at = 0;
    for (part, longest) in [4, 2, 2].into_iter().enumerate() {
        let rest = stem.get(at..)?;
        let rest = if part == 0 { rest } else { rest.strip_prefix('-')? };
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        if digits == 0 || digits > longest || (part == 0 && digits != longest) {
            return None;
        }
        at = stem.len() - rest.len() + digits;
    }
    let (date, rest) = stem.split_at_checked(at)?;
    let rest = rest.strip_prefix(['-', '_'])?;
    (!rest.is_empty()).then_some((date, rest))
}

pub fn is_language(end: &str) -> bool {
    end.len() == 2 && end.bytes().all(|byte| byte.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_has_no_diacritics() {
        assert_eq!(
            slug_text("Cầu gỗ Bến Đình mở lại sau 4 tháng!"),
            "cau-go-ben-dinh-mo-lai-sau-4-thang"
        );
        // The same in NFD.
        assert_eq!(slug_text("Đa\u{302}\u{300}u"), "dau");
        assert_eq!(slug_text("  “Đường” – Nguyễn’s  "), "duong-nguyens");
        assert_eq!(slug_text("日本"), "");
    }

    #[test]
    fn a_headline_in_another_script_has_an_address_that_can_be_read() {
        for (headline, slug) in [
            ("北京大学开学", "bei-jing-da-xue-kai-xue"),
            ("Новогодняя ёлка на площади", "novogodniaia-iolka-na-ploshchadi"),
            ("Ο δρόμος προς τη θάλασσα", "o-dromos-pros-te-thalassa"),
            ("서울 도서관", "seoul-doseogwan"),
            ("iPhone 手机 2026", "iphone-shou-ji-2026"),
        ] {
            assert_eq!(headline_slug(headline, "id").unwrap().as_str(), slug, "{headline}");
        }
        for headline in ["مدرسة جديدة", "เปิดสะพานใหม่", "東京の桜"]
        {
            let slug = headline_slug(headline, "id").unwrap();
            assert!(!slug.as_str().starts_with("a-") && slug.as_str().len() > 4, "{slug}");
        }
        // Latin headlines are what they were.
        assert_eq!(headline_slug("Cầu gỗ ★ 305", "id").unwrap().as_str(), "cau-go-305");
    }

    #[test]
    fn a_long_headline_is_cut_at_a_word() {
        let slug = headline_slug(&"đường sắt ".repeat(20), "id").unwrap();
        assert!(slug.as_str().len() <= HEADLINE_SLUG);
        assert!(slug.as_str().ends_with("duong") || slug.as_str().ends_with("sat"), "{slug}");
        assert_eq!(headline_slug(&"a".repeat(300), "id").unwrap().as_str(), "a".repeat(80));
        assert_eq!(cut("ab-cd", 2), "ab");
    }

    #[test]
    fn a_headline_without_letters_still_has_a_stable_slug() {
        assert_eq!(headline_slug("★", "x"), headline_slug("★", "x"));
        assert_ne!(headline_slug("★", "x"), headline_slug("★", "y"));
    }

    #[test]
    fn a_suffix_depends_on_the_id_alone_and_fits() {
        let long = Slug::new("a".repeat(slug::MAX_LEN)).unwrap();
        let one = suffixed(&long, "https://example.org/1").unwrap();
        assert_eq!(one, suffixed(&long, "https://example.org/1").unwrap());
        assert_ne!(one, suffixed(&long, "https://example.org/2").unwrap());
        assert_eq!(one.as_str().len(), slug::MAX_LEN);
    }
}
