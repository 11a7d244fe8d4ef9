//! Splits a text into words.
//!
//! Chinese, Japanese, Thai and similar scripts have no blanks between words, and Korean adds endings to them. In these,
//! every two neighbouring letters are a word: so 大学 is found in 北京大学, without a dictionary that would weigh megabytes
//! in a browser (ADR 32).

/// Whether a character is part of a word.
fn is_letter(c: char) -> bool {
    match c {
        '\0'..='\u{7f}' => c.is_ascii_alphanumeric(),
        // Marks of repetition, and the zero of years.
        '々' | '〆' | '〇' => true,
        // Signs of Latin-1, general punctuation, ideographic blanks and brackets, and their wide and narrow forms.
        '\u{80}'..='\u{bf}' | '×' | '÷' | '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{303f}' => {
            false
        }
        '・' | '\u{fe10}'..='\u{fe1f}' | '\u{fe30}'..='\u{fe6f}' => false,
        '\u{ff00}'..='\u{ff0f}'
        | '\u{ff1a}'..='\u{ff20}'
        | '\u{ff3b}'..='\u{ff40}'
        | '\u{ff5b}'..='\u{ff65}' => false,
        // Punctuation of Greek, Armenian, Hebrew, Arabic, Indic scripts, Thai, Burmese and Khmer.
        '\u{37e}'
        | '\u{387}'
        | '\u{55a}'..='\u{55f}'
        | '\u{589}'
        | '\u{5be}'
        | '\u{5c0}'
        | '\u{5c3}' => false,
        '\u{60c}' | '\u{61b}'..='\u{61f}' | '\u{66a}'..='\u{66d}' | '\u{6d4}' => false,
        '\u{964}' | '\u{965}' | '\u{e2f}' | '\u{e4f}' | '\u{e5a}' | '\u{e5b}' => false,
        '\u{104a}'..='\u{104f}' | '\u{17d4}'..='\u{17da}' => false,
        _ => true,
    }
}

/// Whether the script of this letter has no blanks between words.
pub fn is_joined(c: char) -> bool {
    matches!(
        c,
        // Thai, Lao, Burmese, Khmer.
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        // Kana, Bopomofo, Hangul and Chinese characters.
        | '\u{1100}'..='\u{11ff}' | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{318f}' | '\u{31a0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}'
        | '\u{ff66}'..='\u{ff9f}' | '\u{20000}'..='\u{323af}'
    )
}

/// Whether this belongs to the letter before it: vowels and tones above or below, a mark of voice.
fn leans(c: char) -> bool {
    matches!(
        c,
        '\u{e31}' | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}' | '\u{eb1}' | '\u{eb4}'..='\u{ebc}'
        | '\u{ec8}'..='\u{ecd}' | '\u{102b}'..='\u{103e}' | '\u{17b6}'..='\u{17d3}' | '\u{3099}' | '\u{309a}'
        | '\u{ff9e}' | '\u{ff9f}'
    )
}

/// The words of a text, each as a slice of it; in scripts without blanks, each two neighbouring letters.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    Words { rest: text, pairs: "", is_index: false }
}

/// The words for an index: also the last letter of each run without blanks. So a single letter that is asked for is
/// found at the beginning of a pair, or here.
pub fn words_of_index(text: &str) -> impl Iterator<Item = &str> {
    Words { rest: text, pairs: "", is_index: true }
}

struct Words<'a> {
    rest: &'a str,
    /// The text from which pairs are still to be taken.
    pairs: &'a str,
    is_index: bool,
}

/// Where the second letter begins, after the marks of the first.
fn second(text: &str) -> usize {
    text.char_indices().skip(1).find(|(_, c)| !leans(*c)).map_or(text.len(), |(at, _)| at)
}

fn cut(text: &str, at: usize) -> (&str, &str) {
    text.split_at_checked(at).unwrap_or((text, ""))
}

impl<'a> Iterator for Words<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        if !self.pairs.is_empty() {
            let (first, others) = cut(self.pairs, second(self.pairs));
            let pair = first.len() + second(others);
            let (word, after) = cut(self.pairs, pair);
            let is_last = after.is_empty();
            self.pairs = match is_last {
                // Of the last pair its second letter is left, to be given alone; of a single letter nothing is left.
                true if self.is_index => others,
                true => "",
                false => others,
            };
            return Some(word);
        }
        let start = self.rest.find(is_letter)?;
        let (_, from) = cut(self.rest, start);
        let joined = from.chars().next().is_some_and(is_joined);
        let end = from.find(|c| !is_letter(c) || is_joined(c) != joined).unwrap_or(from.len());
        let (word, after) = cut(from, end);
        self.rest = after;
        if joined {
            self.pairs = word;
            return self.next();
        }
        Some(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        words(text).collect()
    }

    #[test]
    fn words_end_at_what_is_no_letter() {
        assert_eq!(
            found("Cầu gỗ “Bến Đình”: 4.100 lượt—mở!"),
            ["Cầu", "gỗ", "Bến", "Đình", "4", "100", "lượt", "mở"]
        );
        assert_eq!(found("Ποιος; Εγώ·"), ["Ποιος", "Εγώ"]);
        assert_eq!(found("مرحبا، كيف؟"), ["مرحبا", "كيف"]);
    }

    #[test]
    fn letters_without_blanks_are_taken_two_by_two() {
        assert_eq!(found("北京大学"), ["北京", "京大", "大学"]);
        assert_eq!(found("今日は、東京・大阪。"), ["今日", "日は", "東京", "大阪"]);
        assert_eq!(found("人々「スーパー」"), ["人々", "スー", "ーパ", "パー"]);
        assert_eq!(found("서울에서 물"), ["서울", "울에", "에서", "물"]);
        assert_eq!(found("iPhone手机2026年"), ["iPhone", "手机", "2026", "年"]);
        // A vowel or tone above stays with its consonant.
        assert_eq!(found("รัฐบาล ที่นี่"), ["รัฐ", "ฐบ", "บา", "าล", "ที่นี่"]);
    }

    #[test]
    fn an_index_has_the_last_letter_too() {
        let all: Vec<&str> = words_of_index("黑猫，狗 cat").collect();
        assert_eq!(all, ["黑猫", "猫", "狗", "cat"]);
    }
}
