//! Search: words without their marks, an index that fits into small files, and what comes first.
//!
//! The server, the export and the browser share all of it: the index is built natively, cut into files by
//! the first letters of its words, and asked by whoever has those files. An article's number in the index
//! is its place among all articles, the oldest 0, so that a hit is found on the archive page of
//! [`ListKind::Latest`](crate::path::ListKind::Latest) that it stands on.

mod fold;
mod words;

use std::collections::{BTreeMap, BinaryHeap};

use serde::{Deserialize, Serialize};

use crate::lenient::or_default;
pub use fold::fold_for_search;
#[cfg(not(target_arch = "wasm32"))]
pub use fold::lower;
pub use words::{is_joined, words, words_of_index};

/// Hits of a page.
pub const PAGE_SIZE: usize = 10;
/// How many words of a question are looked up; further words are ignored.
const MOST_WORDS: usize = 12;
/// How many first letters name the file of the index that a word stands in.
const KEY: usize = 3;

/// Where a word stands in an article, in order of weight, the least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    Body = 0,
    Lead = 1,
    Tag = 2,
    Title = 3,
}

/// The weight of a word, by [`Field`].
const WEIGHTS: [f64; 4] = [1.0, 3.0, 4.0, 8.0];
/// How much more a word weighs that is written exactly as in the question, with its diacritics.
const EXACT: f64 = 1.6;
/// The weight of a word that only begins as asked. It is so small that such a word in a headline weighs less than the
/// word itself in the body.
const PREFIX_WEIGHT: f64 = 0.1;
/// The weight of two words that stand side by side as in the question.
const SIDE_BY_SIDE: f64 = 2.0;

/// A word that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    pub folded: String,
    /// In lower case and NFKC.
    pub exact: String,
    /// Whether words that begin with it are found as well. So it is with the last word of a question that ends in `*`,
    /// if it has enough letters to name a file of the index; and with a single letter of a script that is indexed in
    /// pairs of letters.
    pub is_prefix: bool,
}

impl Word {
    /// Whether the term `name` is asked for. A word with any ending does not find a pair of words.
    fn is(&self, name: &str) -> bool {
        is_match(name, &self.folded, self.is_prefix)
    }
}

/// Whether the term `name` equals `asked` or, if `is_prefix`, begins with it.
pub fn is_match(name: &str, asked: &str, is_prefix: bool) -> bool {
    let rest = name.strip_prefix(asked);
    rest.is_some_and(|rest| rest.is_empty() || is_prefix && rest.bytes().all(|byte| byte != b' '))
}

/// What is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    pub words: Vec<Word>,
}

impl Question {
    /// Reads the question in `text`, which is in lower case and NFKC. A `*` at the end stands for any ending of the
    /// last word.
    pub fn of(text: &str) -> Self {
        let mut found: Vec<Word> = Vec::new();
        for exact in words(text) {
            let folded = fold_for_search(exact);
            if !folded.is_empty() && found.len() < MOST_WORDS {
                let is_prefix = is_half_a_pair(&folded);
                found.push(Word { folded, exact: exact.to_owned(), is_prefix });
            }
        }
        if let Some(last) = found.last_mut() {
            last.is_prefix |= text.ends_with('*') && last.folded.chars().count() >= KEY;
        }
        Self { words: found }
    }

    /// The words and pairs of neighbours that are looked up.
    fn terms(&self) -> impl Iterator<Item = String> {
        let words = self.words.iter().map(|word| word.folded.clone());
        let pairs = self.words.windows(2).filter_map(|two| match two {
            [first, second] => Some(pair(&first.folded, &second.folded)),
            _ => None,
        });
        words.chain(pairs)
    }

    /// The files of the index that answer this, each once.
    pub fn shards(&self) -> Vec<String> {
        // They are few, and a general sort would cost the browser a kilobyte.
        let mut shards: Vec<String> = Vec::new();
        for shard in self.terms().map(|term| shard_of(&term)) {
            let at = shards.iter().take_while(|known| **known < shard).count();
            if shards.get(at) != Some(&shard) {
                shards.insert(at, shard);
            }
        }
        shards
    }

    /// Whether `word` of a text is one that was asked for.
    pub fn has(&self, word: &str) -> bool {
        let folded = fold_for_search(word);
        self.words.iter().any(|wanted| wanted.is(&folded))
    }
}

/// Whether this is a single letter of a script that is indexed in pairs of letters. It then finds all pairs that begin
/// with it.
fn is_half_a_pair(word: &str) -> bool {
    word.starts_with(is_joined) && words::words_of_index(word).count() == 1
}

/// Two neighbours as one term.
pub fn pair(first: &str, second: &str) -> String {
    format!("{first} {second}")
}

/// The name of the file of the index that holds a term: its first letters or, where they are not ASCII, their numbers.
/// It is safe in a path.
pub fn shard_of(term: &str) -> String {
    // Terms of scripts that are indexed in pairs of letters are put into files by their first letter alone.
    let most = if term.starts_with(is_joined) { 1 } else { KEY };
    let letters = term.chars().take(most).take_while(|c| *c != ' ');
    if !term.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        let numbers: Vec<String> = letters.map(|c| format!("{:x}", u32::from(c))).collect();
        return if numbers.is_empty() {
            "other".to_owned()
        } else {
            format!("u{}", numbers.join("-"))
        };
    }
    letters.take_while(char::is_ascii_alphanumeric).collect()
}

/// The letters with which all terms of the file `shard` begin; `None` if no file can have that name.
#[cfg(not(target_arch = "wasm32"))]
pub fn start_of(shard: &str) -> Option<String> {
    let of_numbers = |numbers: &str| {
        let letter = |number| char::from_u32(u32::from_str_radix(number, 16).ok()?);
        numbers.split('-').map(letter).collect::<Option<String>>()
    };
    let numbers = shard.strip_prefix('u').and_then(of_numbers);
    // A word may begin like such a name as well.
    let start =
        numbers.filter(|start| shard_of(start) == shard).unwrap_or_else(|| shard.to_owned());
    (shard_of(&start) == shard).then_some(start)
}

/// A term of the index.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// How it is written, in lower case; none for pairs.
    #[serde(
        rename = "f",
        default,
        deserialize_with = "or_default",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub forms: Vec<String>,
    /// For each article it stands in, oldest first: the distance to the article before, and
    /// 4 × form + field.
    #[serde(rename = "a")]
    pub articles: Vec<u32>,
}

impl Term {
    /// Article, form and field of each article.
    pub fn occurrences(&self) -> impl Iterator<Item = (u32, usize, usize)> {
        let mut article = 0;
        self.articles.chunks_exact(2).map(move |two| {
            let (step, code) = (two.first().copied(), two.get(1).copied());
            // A file that is damaged leads past the last article, and not round to the first.
            article = u32::saturating_add(article, step.unwrap_or_default());
            let code = usize::try_from(code.unwrap_or_default()).unwrap_or_default();
            (article, code / 4, code % 4)
        })
    }

    fn count(&self) -> usize {
        self.articles.len() / 2
    }
}

/// A file of the index: its terms by name.
pub type Shard = BTreeMap<String, Term>;

/// What the search index covers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SearchIndex {
    /// How many articles the index covers.
    pub total: u32,
    /// Whether the index has the words of the articles' bodies, or only those of headline, lead and tags.
    pub bodies: bool,
}

/// The articles that have every word of `question`, the best match first. `find` finds terms in the files of
/// [`Question::shards`], by [`is_match`].
pub fn rank<'a>(
    question: &Question,
    index: SearchIndex,
    find: impl Fn(&str, bool) -> Vec<(&'a str, &'a Term)>,
) -> Vec<u32> {
    let mut scores: BTreeMap<u32, f64> = BTreeMap::new();
    for (position, word) in question.words.iter().enumerate() {
        let found = find(&word.folded, word.is_prefix);
        let rarity = rarity(index, &found);
        let mut with_this = BTreeMap::new();
        for (name, term) in found {
            let whole = if name == word.folded { 1.0 } else { PREFIX_WEIGHT };
            for (article, form, field) in term.occurrences() {
                let before = scores.get(&article).copied();
                if position > 0 && before.is_none() {
                    continue;
                }
                let is_exact = term.forms.get(form).is_some_and(|form| *form == word.exact);
                let weight = WEIGHTS.get(field).copied().unwrap_or(1.0);
                let score = weight * rarity * whole * if is_exact { EXACT } else { 1.0 };
                let score = before.unwrap_or_default() + score;
                // Of several words that begin as asked, the one that scores highest counts.
                if with_this.get(&article).is_none_or(|known| *known < score) {
                    with_this.insert(article, score);
                }
            }
        }
        scores = with_this;
    }
    for two in question.words.windows(2) {
        let [first, second] = two else { continue };
        let found = find(&pair(&first.folded, &second.folded), second.is_prefix);
        let rarity = rarity(index, &found);
        for (_, term) in found {
            for (article, _, field) in term.occurrences() {
                if let Some(score) = scores.get_mut(&article) {
                    *score += SIDE_BY_SIDE * rarity * WEIGHTS.get(field).copied().unwrap_or(1.0);
                }
            }
        }
    }
    // Of two articles with the same score, the newer comes first. No score is below 0, so scores sort as their bits do. A heap
    // is used because it adds the fewest bytes to the program in a browser.
    let scores = scores.into_iter().map(|(article, score)| (score.to_bits(), article));
    let ranked = BinaryHeap::from_iter(scores).into_sorted_vec();
    ranked.into_iter().rev().map(|(_, article)| article).collect()
}

/// How rare these terms are: 1 if they stand in every article, and more the fewer articles they stand in, up to some
/// 10.
fn rarity(index: SearchIndex, terms: &[(&str, &Term)]) -> f64 {
    let count: usize = terms.iter().map(|(_, term)| term.count()).sum();
    let count = u32::try_from(count).unwrap_or(u32::MAX).max(1);
    // A logarithm to the base of 2 of whole numbers: f64's own would cost the browser a kilobyte.
    let share = index.total / count;
    f64::from(1 + u32::BITS - share.leading_zeros())
}

/// The page of a list of hits, and how many there are.
pub fn page_of(hits: &[u32], page: u32) -> &[u32] {
    let skip = usize::try_from(page.saturating_sub(1)).unwrap_or(usize::MAX);
    let start = skip.saturating_mul(PAGE_SIZE).min(hits.len());
    let end = start.saturating_add(PAGE_SIZE).min(hits.len());
    hits.get(start..end).unwrap_or_default()
}

#[cfg(test)]
mod tests;
