//! Which letters a language has (CLDR), and which of them a font lacks.

use std::collections::BTreeSet;

use icu_locale::Locale;
use icu_locale::exemplar_chars::ExemplarCharacters;

/// A language with more letters than this has signs of whole words or syllables, which no font of a page has all of.
const MOST: usize = 1000;

/// The letters of `lang`, small and large; none of one that is not known or has thousands.
pub fn of(lang: &str) -> BTreeSet<char> {
    let Ok(locale) = lang.parse::<Locale>() else { return BTreeSet::new() };
    let Ok(exemplars) = ExemplarCharacters::try_new_main(&locale.into()) else {
        return BTreeSet::new();
    };
    let ranges = exemplars.code_points().iter_ranges();
    let small = ranges.flatten().filter_map(char::from_u32).filter(|c| c.is_alphabetic());
    let mut letters: BTreeSet<char> = small.take(MOST + 1).collect();
    if letters.len() > MOST {
        return BTreeSet::new();
    }
    // Names and words from elsewhere have letters that Vietnamese or Italian words do not.
    if letters.contains(&'a') {
        letters.extend('a'..='z');
    }
    let large: Vec<char> = letters.iter().filter_map(|letter| large(*letter)).collect();
    letters.extend(large);
    letters
}

/// The large letter, where it is one.
fn large(letter: char) -> Option<char> {
    let mut large = letter.to_uppercase();
    large.next().filter(|_| large.next().is_none())
}

/// The first of `languages` that a font with these letters cannot set, and what it lacks. Of the site's own, which is the
/// first, it has all; another that it has no letter of is set in what systems have.
pub fn lacking(languages: &[String], has: impl Fn(char) -> bool) -> Option<(&str, Vec<char>)> {
    languages.iter().enumerate().find_map(|(at, lang)| {
        let letters = of(lang);
        let lacks: Vec<char> = letters.iter().copied().filter(|letter| !has(*letter)).collect();
        let is_meant = at == 0 || lacks.len() < letters.len();
        (is_meant && !lacks.is_empty()).then_some((lang.as_str(), lacks))
    })
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    #[test]
    fn vietnamese_has_every_vowel_with_every_tone() {
        let letters = of("vi");
        let mut count = 0;
        for vowel in "aăâeêioôơuưy".chars() {
            for tone in ["", "\u{300}", "\u{301}", "\u{303}", "\u{309}", "\u{323}"] {
                let letter: String = format!("{vowel}{tone}").nfc().collect();
                for letter in format!("{letter}{}", letter.to_uppercase()).chars() {
                    assert!(letters.contains(&letter), "{letter}");
                    count += 1;
                }
            }
        }
        assert_eq!(count, 144);
        assert!(['đ', 'Đ', 'w', 'Z'].iter().all(|letter| letters.contains(letter)));
    }

    #[test]
    fn other_languages_have_theirs() {
        for (lang, some) in [
            ("en-GB", "zQ"),
            ("fr", "éÇœ"),
            ("de", "äßÜ"),
            ("pl", "łŻ"),
            ("tr", "ğı"),
            ("ru", "жЯ"),
            ("ar", "ب"),
            ("th", "ก"),
        ] {
            let letters = of(lang);
            assert!(some.chars().all(|letter| letters.contains(&letter)), "{lang}");
        }
        for lang in ["zh", "ja", "ko", "not a tag"] {
            assert!(of(lang).is_empty(), "{lang}");
        }
    }

    #[test]
    fn a_language_of_another_script_is_left_to_systems_unless_it_is_the_first() {
        let latin = |letter: char| letter.is_ascii();
        let of = |languages: &[&str]| {
            let languages: Vec<String> = languages.iter().map(|lang| (*lang).to_owned()).collect();
            lacking(&languages, latin).map(|(lang, _)| lang.to_owned())
        };
        assert_eq!(of(&["en", "ru", "ar"]), None);
        assert_eq!(of(&["ru", "en"]).as_deref(), Some("ru"));
        assert_eq!(of(&["en", "vi"]).as_deref(), Some("vi"));
    }
}
