//! Updates the files of an index with the changes of some articles, without reading the others.

use std::collections::{BTreeMap, BTreeSet};

use bantin_model::search::{Field, Shard, Term, shard_of};
use bantin_store::sqlite::Text;

use super::build::{Found, Occurrence, terms_of};

/// With more articles than this, building the index anew is less work.
pub const MOST: usize = 1_000;

/// The changes, by the file of the index.
#[derive(Debug, Default)]
pub struct Patch(BTreeMap<String, Vec<Edit>>);

/// A change of one article in one term; `None` removes it.
#[derive(Debug)]
struct Edit {
    term: String,
    article: u32,
    occurrence: Option<Occurrence>,
}

impl Patch {
    /// Adds the changes of the words of the article with this number.
    pub fn add(&mut self, article: u32, old: Option<&Text>, new: &Text) {
        let mut before = old.map_or_else(Found::new, terms_of);
        for (term, occurrence) in terms_of(new) {
            if before.remove(&term).as_ref() != Some(&occurrence) {
                self.edit(Edit { term, article, occurrence: Some(occurrence) });
            }
        }
        for term in before.into_keys() {
            self.edit(Edit { term, article, occurrence: None });
        }
    }

    fn edit(&mut self, edit: Edit) {
        self.0.entry(shard_of(&edit.term)).or_default().push(edit);
    }

    /// The names of the files that change.
    pub fn names(&self) -> BTreeSet<&str> {
        self.0.keys().map(String::as_str).collect()
    }

    /// Applies the changes to the file `name`.
    pub fn apply(&self, name: &str, shard: &mut Shard) {
        let mut by_term: BTreeMap<&str, Vec<&Edit>> = BTreeMap::new();
        for edit in self.0.get(name).into_iter().flatten() {
            by_term.entry(&edit.term).or_default().push(edit);
        }
        for (term, edits) in by_term {
            let mut occurrences = shard.remove(term).map(occurrences_of).unwrap_or_default();
            for edit in edits {
                match &edit.occurrence {
                    Some(occurrence) => occurrences.insert(edit.article, occurrence.clone()),
                    None => occurrences.remove(&edit.article),
                };
            }
            if !occurrences.is_empty() {
                shard.insert(term.to_owned(), term_of(occurrences));
            }
        }
    }
}

fn occurrences_of(term: Term) -> BTreeMap<u32, Occurrence> {
    let occurrence = |(article, form, field): (u32, usize, usize)| {
        let field = match field {
            0 => Field::Body,
            1 => Field::Lead,
            2 => Field::Tag,
            _ => Field::Title,
        };
        (article, (term.forms.get(form).cloned(), field))
    };
    term.occurrences().map(occurrence).collect()
}

fn term_of(occurrences: BTreeMap<u32, Occurrence>) -> Term {
    let forms: BTreeSet<String> =
        occurrences.values().filter_map(|(form, _)| form.clone()).collect();
    let forms: Vec<String> = forms.into_iter().collect();
    let mut articles = Vec::with_capacity(occurrences.len() * 2);
    let mut last = 0;
    for (article, (form, field)) in occurrences {
        let form = form.and_then(|form| forms.binary_search(&form).ok()).unwrap_or_default();
        articles
            .extend([article - last, u32::try_from(form * 4 + field as usize).unwrap_or_default()]);
        last = article;
    }
    Term { forms, articles }
}
