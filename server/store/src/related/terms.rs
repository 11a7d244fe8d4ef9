//! The terms of an article: syllables and pairs of syllables; pairs of letters in scripts without blanks.
//!
//! A Vietnamese word is one to three syllables written apart, so single syllables say little and
//! pairs say much. Matching is done without diacritics ("cau go"); the pair as it was written
//! ("cầu gỗ") counts as a further term, so that articles which share the accents are nearer than
//! those that only share the letters.

use bantin_model::search::{fold_for_search, is_joined, words};

use bantin_core::normalize::{lower, tag_id};

const TITLE: f32 = 4.0;
const LEAD: f32 = 2.0;
const BODY: f32 = 1.0;
const TAG: f32 = 6.0;

const SYLLABLE: f32 = 0.5;
const PAIR: f32 = 1.0;
const EXACT_PAIR: f32 = 0.4;

/// The largest number of terms kept of one article; of longer ones the weightiest.
const MOST: usize = 512;
const VERSION: u8 = 2;

/// Weighted terms of one article, sorted by hash.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Terms(pub(super) Vec<(u32, f32)>);

/// Stored terms in a form that this version does not know; they are computed again from the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("stored terms are of another version or damaged")]
pub struct TermsError;

/// The terms of an article. `body` is plain text.
pub fn terms(title: &str, lead: &str, body: &str, tags: &[String]) -> Terms {
    let mut counts = Vec::new();
    for (text, weight) in [(title, TITLE), (lead, LEAD), (body, BODY)] {
        // A sentence's end separates: its last syllable and the first of the next make no word.
        for clause in text.split([
            '.', ',', ';', ':', '!', '?', '\n', '"', '“', '”', '(', ')', '·', '،', '؛', '؟',
        ]) {
            count_clause(clause, weight, &mut counts);
        }
    }
    for tag in tags {
        add(&mut counts, "#", &[&tag_id(tag)], TAG);
    }
    // A stable sort, so that equal terms are summed in the same order each time.
    counts.sort_by_key(|(hash, _)| *hash);
    let mut terms: Vec<(u32, f32)> = counts
        .chunk_by(|a, b| a.0 == b.0)
        .filter_map(|same| {
            let count: f32 = same.iter().map(|(_, weight)| weight).sum();
            Some((same.first()?.0, (1.0 + count).ln()))
        })
        .collect();
    if terms.len() > MOST {
        terms.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        terms.truncate(MOST);
        terms.sort_by_key(|term| term.0);
    }
    Terms(terms)
}

fn count_clause(clause: &str, weight: f32, counts: &mut Vec<(u32, f32)>) {
    let clause = lower(clause);
    let exact: Vec<&str> = words(&clause).collect();
    let folded: Vec<String> = exact.iter().map(|word| fold_for_search(word)).collect();
    for word in &folded {
        // A pair of letters of a script without blanks says as much as a pair of syllables.
        let weight = if word.starts_with(is_joined) { weight * PAIR } else { weight * SYLLABLE };
        add(counts, "1", &[word], weight);
    }
    for (pair, exact_pair) in folded.windows(2).zip(exact.windows(2)) {
        if let ([a, b], [x, y]) = (pair, exact_pair) {
            // Two pairs that overlap would be three letters, which few articles share.
            if a.starts_with(is_joined) && b.starts_with(is_joined) {
                continue;
            }
            add(counts, "2", &[a, b], weight * PAIR);
            if a != x || b != y {
                add(counts, "3", &[x, y], weight * EXACT_PAIR);
            }
        }
    }
}

fn add(counts: &mut Vec<(u32, f32)>, kind: &str, words: &[&str], weight: f32) {
    // FNV-1a: the hash is stored, so it must be the same on every machine and in every version.
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for text in std::iter::once(&kind).chain(words) {
        for byte in text.bytes().chain([0x1f]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    #[expect(clippy::cast_possible_truncation, reason = "32 bits of the folded hash are enough")]
    let hash = (hash ^ (hash >> 32)) as u32;
    counts.push((hash, weight));
}

impl Terms {
    /// The form in which the store keeps them.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(1 + self.0.len() * 8);
        bytes.push(VERSION);
        for (hash, weight) in &self.0 {
            bytes.extend(hash.to_le_bytes());
            bytes.extend(weight.to_le_bytes());
        }
        bytes
    }

    /// Reads the form in which the store keeps them.
    ///
    /// # Errors
    /// [`TermsError`] when another version wrote them in another form.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, TermsError> {
        let Some((&VERSION, rest)) = bytes.split_first() else { return Err(TermsError) };
        let (pairs, []) = rest.as_chunks::<8>() else { return Err(TermsError) };
        let read = |&[a, b, c, d, e, f, g, h]: &[u8; 8]| {
            (u32::from_le_bytes([a, b, c, d]), f32::from_le_bytes([e, f, g, h]))
        };
        Ok(Self(pairs.iter().map(read).collect()))
    }
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    fn of(text: &str) -> Terms {
        terms(text, "", "", &[])
    }

    #[test]
    fn nfc_and_nfd_are_the_same_words() {
        let text = "Cầu gỗ Bến Đình mở lại";
        assert_eq!(of(&text.nfd().collect::<String>()), of(text));
    }

    #[test]
    fn numbers_are_kept_and_case_is_not() {
        assert_ne!(of("cầu Thu Lâm 2"), of("cầu Thu Lâm"));
        assert_eq!(of("CẦU THU LÂM 2"), of("cầu thu lâm 2"));
    }

    #[test]
    fn letters_match_without_accents_and_accents_bring_nearer() {
        let shared =
            |a: &Terms, b: &Terms| a.0.iter().filter(|x| b.0.iter().any(|y| x.0 == y.0)).count();
        let (exact, bare, other) = (of("đánh giá"), of("danh gia"), of("đanh giã"));
        assert_eq!(shared(&exact, &bare), 3);
        assert_eq!(shared(&exact, &other), 3);
        assert_eq!(shared(&exact, &exact), 4);
    }

    #[test]
    fn a_full_stop_separates() {
        let joined = of("mưa to gió");
        let apart = of("mưa to. Gió");
        assert!(apart.0.len() < joined.0.len());
    }

    #[test]
    fn bytes_are_read_again_and_damage_is_named() {
        let terms = terms("Cầu gỗ", "Mở lại", "Sáng nay", &["giao thông".into()]);
        assert_eq!(Terms::from_bytes(&terms.to_bytes()), Ok(terms));
        assert_eq!(Terms::from_bytes(&[9, 0]), Err(TermsError));
        assert_eq!(Terms::from_bytes(&[VERSION, 0]), Err(TermsError));
        assert_eq!(Terms::from_bytes(&[]), Err(TermsError));
    }

    #[test]
    fn a_very_long_article_keeps_its_weightiest_terms() {
        let body: String = (0..3000).map(|n| format!("từ{n} ")).collect();
        let long = terms("Cầu gỗ", "", &body, &[]);
        assert_eq!(long.0.len(), MOST);
        let title = of("Cầu gỗ");
        assert!(title.0.iter().all(|term| long.0.iter().any(|other| other.0 == term.0)));
        assert!(long.0.is_sorted_by_key(|term| term.0));
    }
}
