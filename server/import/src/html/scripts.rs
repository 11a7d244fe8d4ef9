//! Superscript and subscript as Unicode's own signs.

/// Above or below the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    /// `<sup>`
    Above,
    /// `<sub>`
    Below,
}

const PLAIN: &str = "0123456789+-\u{2212}=()";
const ABOVE: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾";
const BELOW: &str = "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎";

impl Script {
    /// `words` written so that no digit joins the word before it: 10⁶, CO₂. Words as in `1<sup>st</sup>` stay as they
    /// are, and words without such signs are written as in x^(2k).
    pub fn write(self, words: &str) -> String {
        let bare = words.trim();
        let begins = bare.chars().next();
        if begins.is_none_or(|c| !PLAIN.contains(c)) && !bare.chars().any(|c| c.is_ascii_digit()) {
            return words.to_owned();
        }
        // `[1]` cannot be mistaken for a part of the word.
        if begins.is_some_and(|c| c == '[') {
            return words.to_owned();
        }
        let signs = match self {
            Self::Above => ABOVE,
            Self::Below => BELOW,
        };
        let sign = |c: char| {
            let at = PLAIN.chars().position(|plain| plain == c);
            match (at, c) {
                (Some(at), _) => signs.chars().nth(at),
                (None, 'n') if self == Self::Above => Some('ⁿ'),
                (None, 'i') if self == Self::Above => Some('ⁱ'),
                (None, c) => c.is_whitespace().then_some(c),
            }
        };
        let written: Option<String> = words.chars().map(sign).collect();
        written.unwrap_or_else(|| match self {
            Self::Above => format!("^({bare})"),
            Self::Below => format!("_({bare})"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_stay_apart_from_the_word() {
        for (words, above, below) in [
            ("6", "⁶", "₆"),
            ("-1", "⁻¹", "₋₁"),
            (" 2 ", " ² ", " ₂ "),
            ("2n", "²ⁿ", "_(2n)"),
            ("2k", "^(2k)", "_(2k)"),
            ("1,5", "^(1,5)", "_(1,5)"),
            ("st", "st", "st"),
            ("[1]", "[1]", "[1]"),
            ("®", "®", "®"),
            ("", "", ""),
        ] {
            assert_eq!(
                (Script::Above.write(words), Script::Below.write(words)),
                (above.to_owned(), below.to_owned())
            );
        }
    }
}
