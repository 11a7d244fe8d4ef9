//! The other news of every article, from their terms.

use std::collections::HashMap;

use bantin_model::RelatedReason;

use super::vector::{Index, Vector, cosine, in_parts, mark};

/// The largest number of other news of an article.
pub const LIMIT: usize = 12;

/// The cosine from which two articles are about the same thing. It was found on the labelled stories of the sample
/// newsroom (`tests/related_precision.rs`): the lowest that keeps unrelated articles out.
const THRESHOLD: f32 = 0.03;
/// How many of the nearest candidates are sorted before the others.
const BEST: usize = 4 * LIMIT;

/// The cosine from which two articles count as the same text.
const DUPLICATE: f32 = 0.85;
const SAME_SECTION: f32 = 1.1;
/// How much articles of the same day count more than articles years apart.
const FRESHNESS: f32 = 0.2;
const FRESHNESS_SECONDS: f32 = 120.0 * 86_400.0;

/// What ranking needs to know of an article.
#[derive(Clone, Debug)]
pub struct Document {
    pub lang: String,
    pub section: String,
    /// Unix seconds.
    pub published: i64,
}

/// One of an article's other news: its index among the documents, and the reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pick {
    pub index: usize,
    pub reason: RelatedReason,
}

/// The other news of every document, in the documents' order: first those about the same thing, then the newest of the
/// section, then the newest of the site (those in the same language first), [`LIMIT`] in all. Never the article itself,
/// never one twice, never two of the same text. `vectors` are those of the documents. Documents must come in a fixed
/// order (the store's is by id), since that decides between equals.
pub fn related(documents: &[Document], vectors: &[Vector]) -> Vec<Vec<Pick>> {
    let index = Index::of(vectors);
    let newest = Newest::of(documents);
    let marks = in_parts(documents, |first, part| {
        vectors.iter().skip(first).take(part.len()).map(mark).collect()
    });
    let ranking = Ranking { documents, vectors, index: &index, newest: &newest, marks: &marks };
    in_parts(documents, |first, part| {
        let mut scores = vec![0.0; documents.len()];
        (first..first + part.len()).map(|own| ranking.list(own, &mut scores)).collect()
    })
}

/// Documents newest first: by section, by language, and of the whole site.
struct Newest<'a> {
    section: HashMap<(&'a str, &'a str), Vec<usize>>,
    language: HashMap<&'a str, Vec<usize>>,
    site: Vec<usize>,
}

impl<'a> Newest<'a> {
    fn of(documents: &'a [Document]) -> Self {
        let mut site: Vec<usize> = (0..documents.len()).collect();
        let published =
            |index: &usize| documents.get(*index).map_or(0, |document| document.published);
        site.sort_by(|a, b| published(b).cmp(&published(a)).then(a.cmp(b)));
        let mut section: HashMap<_, Vec<usize>> = HashMap::new();
        let mut language: HashMap<_, Vec<usize>> = HashMap::new();
        for &index in &site {
            if let Some(document) = documents.get(index) {
                section
                    .entry((document.lang.as_str(), document.section.as_str()))
                    .or_default()
                    .push(index);
                language.entry(document.lang.as_str()).or_default().push(index);
            }
        }
        Self { section, language, site }
    }
}

struct Ranking<'a> {
    documents: &'a [Document],
    vectors: &'a [Vector],
    index: &'a Index,
    newest: &'a Newest<'a>,
    /// The [`mark`] of each document.
    marks: &'a [u64],
}

impl Ranking<'_> {
    /// False only for texts that are surely no [`DUPLICATE`]s: duplicates share most of their weightiest terms.
    fn may_be_duplicates(&self, a: usize, b: usize) -> bool {
        let mark = |index: usize| self.marks.get(index).copied().unwrap_or(u64::MAX);
        let (a, b) = (mark(a), mark(b));
        (a & b).count_ones() * 2 >= a.count_ones().min(b.count_ones())
    }

    /// Lists the other news of document `own`. `scores` is scratch space, all zero before and after.
    fn list(&self, own: usize, scores: &mut [f32]) -> Vec<Pick> {
        let (Some(document), Some(vector)) = (self.documents.get(own), self.vectors.get(own))
        else {
            return Vec::new();
        };
        let mut candidates = self.candidates(own, vector, scores);
        let mut list = List { ranking: self, picks: Vec::with_capacity(LIMIT), own };
        // Some more than fit, since a few may be the same text; the others are sorted only if they are needed.
        let best = BEST.min(candidates.len());
        if best < candidates.len() {
            candidates.select_nth_unstable_by(best, nearer);
        }
        let (best, rest) = candidates.split_at_mut(best);
        for part in [best, rest] {
            if list.picks.len() == LIMIT {
                break;
            }
            part.sort_unstable_by(nearer);
            for (index, _) in part {
                list.offer(*index, RelatedReason::Related);
            }
        }
        let section = self.newest.section.get(&(document.lang.as_str(), document.section.as_str()));
        list.fill(section.into_iter().flatten(), RelatedReason::Section);
        let language = self.newest.language.get(document.lang.as_str());
        list.fill(language.into_iter().flatten(), RelatedReason::Latest);
        list.fill(&self.newest.site, RelatedReason::Latest);
        list.picks
    }

    /// Documents about the same thing, in no order.
    fn candidates(&self, own: usize, vector: &Vector, scores: &mut [f32]) -> Vec<(usize, f32)> {
        let mut touched: Vec<usize> = Vec::new();
        for (term, weight) in vector {
            for (document, other) in self.index.postings.get(term).into_iter().flatten() {
                let document = *document as usize;
                if let Some(score) = scores.get_mut(document) {
                    if *score == 0.0 {
                        touched.push(document);
                    }
                    *score += weight * other;
                }
            }
        }
        let mut candidates: Vec<(usize, f32)> = Vec::new();
        for index in touched {
            let score = scores.get_mut(index).map(std::mem::take).unwrap_or_default();
            if index != own && score * SAME_SECTION >= THRESHOLD {
                let score = score * self.affinity(own, index);
                if score >= THRESHOLD {
                    candidates.push((index, score));
                }
            }
        }
        candidates
    }

    /// What a common section and near dates add to the similarity of two texts; 0 for another language.
    fn affinity(&self, own: usize, other: usize) -> f32 {
        let (Some(own), Some(other)) = (self.documents.get(own), self.documents.get(other)) else {
            return 0.0;
        };
        if own.lang != other.lang {
            return 0.0;
        }
        let section = if own.section == other.section { SAME_SECTION } else { 1.0 };
        #[expect(clippy::cast_precision_loss, reason = "seconds, for a smooth curve")]
        let apart = own.published.abs_diff(other.published) as f32;
        section * (1.0 - FRESHNESS + FRESHNESS * (-apart / FRESHNESS_SECONDS).exp())
    }
}

/// Orders the nearer first, and equals by their place among the documents.
fn nearer(a: &(usize, f32), b: &(usize, f32)) -> std::cmp::Ordering {
    b.1.total_cmp(&a.1).then(a.0.cmp(&b.0))
}

/// A list that refuses the article itself, articles that it has, and a text that it has.
struct List<'a> {
    ranking: &'a Ranking<'a>,
    picks: Vec<Pick>,
    own: usize,
}

impl List<'_> {
    fn offer(&mut self, index: usize, reason: RelatedReason) {
        let is_known = index == self.own || self.picks.iter().any(|pick| pick.index == index);
        if self.picks.len() < LIMIT && !is_known && !self.is_duplicate(index) {
            self.picks.push(Pick { index, reason });
        }
    }

    fn fill<'i>(&mut self, indexes: impl IntoIterator<Item = &'i usize>, reason: RelatedReason) {
        for index in indexes {
            if self.picks.len() == LIMIT {
                return;
            }
            self.offer(*index, reason);
        }
    }

    fn is_duplicate(&self, index: usize) -> bool {
        let vectors = self.ranking.vectors;
        let Some(vector) = vectors.get(index) else { return true };
        std::iter::once(self.own)
            .chain(self.picks.iter().map(|pick| pick.index))
            .filter(|other| self.ranking.may_be_duplicates(index, *other))
            .filter_map(|other| vectors.get(other))
            .any(|other| cosine(vector, other) >= DUPLICATE)
    }
}

#[cfg(test)]
#[path = "rank_tests.rs"]
mod tests;
