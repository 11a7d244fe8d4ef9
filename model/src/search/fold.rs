//! Folds text for comparing: without capitals, and without the marks that readers leave out.
//!
//! Search uses only this folding, natively and in the browser. It needs no Unicode tables, which would weigh more than
//! all of search in a browser. It expects text in NFKC ([`lower`]; in a browser the browser's own), and folds other
//! text as far as single letters go.

/// Lower case and NFKC, which makes the usual letters of wide and narrow ones.
#[cfg(not(target_arch = "wasm32"))]
pub fn lower(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfkc().collect::<String>().to_lowercase()
}

/// The letters of Latin Extended-A, from U+0100 on, without their marks. A blank stands for a letter that becomes two.
const LATIN_A: &[u8; 128] = b"aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii  jjkkkllllllllllnnnnnnnnnoooooo  rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

/// `text` without marks and capitals.
pub fn fold_for_search(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            'ß' | 'ẞ' => folded.push_str("ss"),
            'æ' | 'Æ' => folded.push_str("ae"),
            'œ' | 'Œ' => folded.push_str("oe"),
            'þ' | 'Þ' => folded.push_str("th"),
            'ĳ' | 'Ĳ' => folded.push_str("ij"),
            _ => folded.extend(bare(letter)),
        }
    }
    folded
}

/// A letter without its marks; none for a mark on its own.
fn bare(letter: char) -> Option<char> {
    Some(match letter {
        'a'..='z' => letter,
        'A'..='Z' => letter.to_ascii_lowercase(),
        '\u{80}'..='\u{2af}' | '\u{1e00}'..='\u{1eff}' => latin(letter),
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => greek(letter),
        '\u{400}'..='\u{52f}' => cyrillic(letter),
        '\u{530}'..='\u{556}' => shifted(letter, 0x30),
        '\u{5b0}'..='\u{6ff}' => return hebrew_or_arabic(letter),
        '\u{300}'..='\u{36f}' | '\u{3099}' | '\u{309a}' | '\u{fe00}'..='\u{fe0f}' => return None,
        // Wide forms of ASCII characters.
        '\u{ff01}'..='\u{ff5e}' => shifted(letter, -0xfee0).to_ascii_lowercase(),
        other => other,
    })
}

/// The letter `by` places after this one.
fn shifted(letter: char, by: i32) -> char {
    u32::from(letter).checked_add_signed(by).and_then(char::from_u32).unwrap_or(letter)
}

/// All letters of Vietnamese, and those of other languages in the same blocks.
fn latin(letter: char) -> char {
    match letter {
        'À'..='Å' | 'à'..='å' | 'Ǎ' | 'ǎ' | '\u{1ea0}'..='\u{1eb7}' => 'a',
        'È'..='Ë' | 'è'..='ë' | '\u{1eb8}'..='\u{1ec7}' => 'e',
        'Ì'..='Ï' | 'ì'..='ï' | 'Ǐ' | 'ǐ' | '\u{1ec8}'..='\u{1ecb}' => 'i',
        'Ò'..='Ö' | 'Ø' | 'ò'..='ö' | 'ø' | 'Ơ' | 'ơ' | 'Ǒ' | 'ǒ' | '\u{1ecc}'..='\u{1ee3}' => {
            'o'
        }
        'Ù'..='Ü' | 'ù'..='ü' | 'Ư' | 'ư' | 'Ǔ' | 'ǔ' | '\u{1ee4}'..='\u{1ef1}' => 'u',
        'Ý' | 'ý' | 'ÿ' | '\u{1ef2}'..='\u{1ef9}' => 'y',
        'Ç' | 'ç' => 'c',
        'Ñ' | 'ñ' => 'n',
        'Ð' | 'ð' => 'd',
        'Ș' | 'ș' => 's',
        'Ț' | 'ț' => 't',
        'Ə' | 'ə' => 'ə',
        '\u{100}'..='\u{17f}' => {
            let at = u32::from(letter).checked_sub(0x100).and_then(|at| usize::try_from(at).ok());
            at.and_then(|at| LATIN_A.get(at)).map_or(letter, |bare| char::from(*bare))
        }
        other => other,
    }
}

/// Greek letters without marks on vowels, and with one form of sigma.
fn greek(letter: char) -> char {
    match letter {
        'ά'
        | 'Ά'
        | '\u{1f00}'..='\u{1f0f}'
        | '\u{1f70}'
        | '\u{1f71}'
        | '\u{1f80}'..='\u{1f8f}'
        | '\u{1fb0}'..='\u{1fbc}' => 'α',
        'έ' | 'Έ' | '\u{1f10}'..='\u{1f1f}' | '\u{1f72}' | '\u{1f73}' => 'ε',
        'ή'
        | 'Ή'
        | '\u{1f20}'..='\u{1f2f}'
        | '\u{1f74}'
        | '\u{1f75}'
        | '\u{1f90}'..='\u{1f9f}'
        | '\u{1fc2}'..='\u{1fcc}' => 'η',
        'ί'
        | 'ϊ'
        | 'ΐ'
        | 'Ί'
        | 'Ϊ'
        | '\u{1f30}'..='\u{1f3f}'
        | '\u{1f76}'
        | '\u{1f77}'
        | '\u{1fd0}'..='\u{1fdb}' => 'ι',
        'ό' | 'Ό' | '\u{1f40}'..='\u{1f4f}' | '\u{1f78}' | '\u{1f79}' => 'ο',
        'ύ'
        | 'ϋ'
        | 'ΰ'
        | 'Ύ'
        | 'Ϋ'
        | '\u{1f50}'..='\u{1f5f}'
        | '\u{1f7a}'
        | '\u{1f7b}'
        | '\u{1fe0}'..='\u{1fe3}'
        | '\u{1fe6}'..='\u{1feb}' => 'υ',
        'ώ'
        | 'Ώ'
        | '\u{1f60}'..='\u{1f6f}'
        | '\u{1f7c}'
        | '\u{1f7d}'
        | '\u{1fa0}'..='\u{1faf}'
        | '\u{1ff2}'..='\u{1ffc}' => 'ω',
        'ς' => 'σ',
        'Α'..='Ω' => shifted(letter, 0x20),
        other => other,
    }
}

/// Cyrillic letters, with ё written as е; й is a letter of its own.
fn cyrillic(letter: char) -> char {
    match letter {
        'ё' | 'Ё' | 'ѐ' | 'Ѐ' => 'е',
        'А'..='Я' => shifted(letter, 0x20),
        'Ђ'..='Џ' => shifted(letter, 0x50),
        // Beyond this, each capital is followed by its small letter.
        '\u{460}'..='\u{481}' | '\u{48a}'..='\u{4bf}' | '\u{4d0}'..='\u{52f}'
            if u32::from(letter).is_multiple_of(2) =>
        {
            shifted(letter, 1)
        }
        other => other,
    }
}

/// Hebrew and Arabic letters without points. Arabic letters that are used for one another become one, and digits become
/// those of ASCII.
fn hebrew_or_arabic(letter: char) -> Option<char> {
    Some(match letter {
        '\u{5b0}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}' | '\u{5c2}' | '\u{5c4}' | '\u{5c5}' => {
            return None;
        }
        '\u{610}'..='\u{61a}' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}' => return None,
        '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e8}' | '\u{6ea}'..='\u{6ed}' => return None,
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ى' | 'ئ' | '\u{6cc}' => 'ي',
        'ؤ' => 'و',
        'ة' => 'ه',
        '\u{6a9}' => 'ك',
        '\u{660}'..='\u{669}' => shifted(letter, 0x30 - 0x660),
        '\u{6f0}'..='\u{6f9}' => shifted(letter, 0x30 - 0x6f0),
        other => other,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_vietnamese_letter_loses_its_marks() {
        let letters = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ";
        assert!(
            fold_for_search(letters).bytes().all(|b| b"aeiouyd".contains(&b)),
            "{}",
            fold_for_search(letters)
        );
        assert_eq!(fold_for_search("ĐÁNH GIÁ bài viết"), "danh gia bai viet");
        // The same from parts, as some keyboards write it.
        assert_eq!(fold_for_search("a\u{302}\u{301}"), "a");
    }

    #[test]
    fn each_script_folds_as_its_readers_expect() {
        for (text, folded) in [
            // Latin beside Vietnamese.
            ("Straße STRAẞE", "strasse strasse"),
            ("Œuvre Æble København Łódź Žižkov Çağrı", "oeuvre aeble kobenhavn lodz zizkov cagri"),
            // A dotless i is typed as an i, and a capital with its dot is one.
            ("Işık İstanbul ığdır", "isik istanbul igdir"),
            ("Ştefan Ștefan țară", "stefan stefan tara"),
            ("ＡＢＣ１２３", "abc123"),
            // Cyrillic: ё as е, й itself.
            ("Ёлка ёж ЁЖ", "елка еж еж"),
            ("Май МАЙ мая", "май май мая"),
            ("Київ Ґанок Њ Ў", "київ ґанок њ ў"),
            // Greek.
            ("Άνθρωπος ΑΝΘΡΩΠΟΣ άνθρωπος", "ανθρωποσ ανθρωποσ ανθρωποσ"),
            ("Αϋπνία ΐ Ώρα", "αυπνια ι ωρα"),
            // Arabic: points, lengthening, the forms of alef, the ends of words, digits.
            ("مُحَمَّد محـــمد", "محمد محمد"),
            ("أحمد إلى آمال", "احمد الي امال"),
            ("مدرسة مدرسه", "مدرسه مدرسه"),
            ("٢٠٢٦ ۲۰۲۶", "2026 2026"),
            ("שָׁלוֹם", "שלום"),
            // What has no marks to lose.
            ("日本語 カタカナ 한국어 ไทย", "日本語 カタカナ 한국어 ไทย"),
        ] {
            assert_eq!(fold_for_search(text), folded, "{text}");
        }
    }
}
