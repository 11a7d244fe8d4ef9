//! Builds the index.

use std::collections::{BTreeMap, HashMap};

use bantin_core::normalize::lower;
use bantin_model::SearchIndex;
use bantin_model::search::{Field, Term, fold_for_search, pair, words, words_of_index};
use bantin_store::sqlite::{Store, StoreError, Text};

use super::Index;

/// With more articles than this, only headlines, leads and tags are in the index: with all words it would be larger
/// than the articles.
const WITH_BODIES: u64 = 5_000;

/// How a term occurs in an article: its spelling, which pairs do not have, and the most important field it is in.
pub(super) type Occurrence = (Option<String>, Field);

/// The terms of one article.
pub(super) type Found = HashMap<String, Occurrence>;

/// A term while the index is built.
#[derive(Default)]
struct Growing {
    forms: Vec<String>,
    articles: Vec<u32>,
    last: u32,
}

/// Whether the words of bodies are in an index of `total` articles.
pub(super) fn has_bodies(total: u64) -> bool {
    total <= WITH_BODIES
}

/// Builds the index of all articles in the store.
///
/// # Errors
/// [`StoreError`].
pub fn build(store: &Store) -> Result<Index, StoreError> {
    let bodies = has_bodies(store.count()?);
    let mut terms: HashMap<String, Growing> = HashMap::new();
    let mut articles = Vec::new();
    let mut number = 0;
    store.texts(bodies, |article, text| {
        articles.push(article);
        for (term, (form, field)) in terms_of(&text) {
            terms.entry(term).or_default().add(number, form, field);
        }
        number += 1;
    })?;
    let terms: BTreeMap<String, Term> =
        terms.into_iter().map(|(name, term)| (name, term.finish())).collect();
    Ok(Index { about: SearchIndex { total: number, bodies }, terms, articles })
}

impl Growing {
    fn add(&mut self, article: u32, form: Option<String>, field: Field) {
        let form = match form {
            None => 0,
            Some(form) => match self.forms.iter().position(|known| *known == form) {
                Some(at) => at,
                None => {
                    self.forms.push(form);
                    self.forms.len() - 1
                }
            },
        };
        let code = u32::try_from(form * 4 + field as usize).unwrap_or(field as u32);
        self.articles.extend([article - self.last, code]);
        self.last = article;
    }

    /// The finished term, with its spellings in alphabetical order, so that the order of articles makes no difference.
    fn finish(self) -> Term {
        let mut order: Vec<usize> = (0..self.forms.len()).collect();
        order.sort_by(|a, b| self.forms[*a].cmp(&self.forms[*b]));
        let mut ranks = vec![0; order.len()];
        for (rank, at) in order.iter().enumerate() {
            ranks[*at] = u32::try_from(rank).unwrap_or_default();
        }
        let mut articles = self.articles;
        for code in articles.iter_mut().skip(1).step_by(2) {
            let form = usize::try_from(*code / 4).unwrap_or_default();
            *code = ranks.get(form).copied().unwrap_or_default() * 4 + *code % 4;
        }
        let mut forms = self.forms;
        forms.sort();
        Term { forms, articles }
    }
}

pub(super) fn terms_of(text: &Text) -> Found {
    let mut found = Found::new();
    // The most important field first, since the first spelling and field are kept.
    add(&mut found, &text.title, Field::Title, true);
    for tag in &text.tags {
        add(&mut found, tag, Field::Tag, true);
    }
    add(&mut found, &text.lead, Field::Lead, true);
    // Pairs of neighbouring words in the body would be as many as its words.
    add(&mut found, &text.body, Field::Body, false);
    found
}

fn add(found: &mut Found, text: &str, field: Field, with_pairs: bool) {
    let text = lower(text);
    for exact in words_of_index(&text) {
        let folded = fold_for_search(exact);
        if !folded.is_empty() {
            found.entry(folded).or_insert_with(|| (Some(exact.to_owned()), field));
        }
    }
    if with_pairs {
        let folded: Vec<String> = words(&text).map(fold_for_search).collect();
        let folded: Vec<&String> = folded.iter().filter(|word| !word.is_empty()).collect();
        for two in folded.windows(2) {
            if let [before, after] = two {
                found.entry(pair(before, after)).or_insert((None, field));
            }
        }
    }
}
