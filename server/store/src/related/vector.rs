//! Articles as vectors of weighted terms, and how near two of them are.

use std::sync::atomic::{AtomicUsize, Ordering};

use rustc_hash::FxHashMap;

use super::Terms;

/// How many terms of an article take part: the rarest and most used ones.
const TERMS: usize = 96;
/// A term in more than this share of all articles does not tell any apart, and is left out.
const COMMON: f32 = 0.12;
/// … unless the site is so small that a share is a handful …
const COMMON_AT_LEAST: u32 = 12;
/// … or so large that a share is hundreds, which would only cost time: such a term weighs little.
const COMMON_AT_MOST: u32 = 300;

/// Weighted terms of unit length, sorted by term.
pub type Vector = Vec<(u32, f32)>;

/// Computes a value for each of `items`, on every core. `work` is given a part of `items`, and the index of its first
/// item.
pub fn in_parts<I: Sync, T: Send>(
    items: &[I],
    work: impl Fn(usize, &[I]) -> Vec<T> + Sync,
) -> Vec<T> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    // More parts than cores, so that no core is idle while another has the long articles.
    let share = items.len().div_ceil(threads * 8).max(1);
    let next = AtomicUsize::new(0);
    let mut parts: Vec<(usize, Vec<T>)> = std::thread::scope(|scope| {
        let worker = || {
            let mut done = Vec::new();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                let Some(part) = items.chunks(share).nth(number) else { return done };
                done.push((number, work(number * share, part)));
            }
        };
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(worker)).collect();
        workers
            .into_iter()
            .flat_map(|worker| {
                worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            })
            .collect()
    });
    parts.sort_by_key(|(number, _)| *number);
    parts.into_iter().flat_map(|(_, values)| values).collect()
}

/// Counts in how many articles each term is. All articles are counted before any becomes a vector: so their terms,
/// several times as large as the vectors, need not be in memory at the same time.
#[derive(Default)]
pub struct Frequencies {
    frequency: FxHashMap<u32, u32>,
    /// How many articles were counted.
    count: usize,
}

impl Frequencies {
    /// Counts an article.
    pub fn count(&mut self, terms: &Terms) {
        self.count += 1;
        for (term, _) in &terms.0 {
            *self.frequency.entry(*term).or_default() += 1;
        }
    }

    /// The vectors of some of the articles that were counted, in the same order.
    pub fn vectors(&self, some: &[Terms]) -> Vec<Vector> {
        in_parts(some, |_, part| part.iter().map(|terms| self.vector(terms)).collect())
    }

    fn vector(&self, terms: &Terms) -> Vector {
        #[expect(clippy::cast_precision_loss, reason = "a count of articles")]
        let count = self.count as f32;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a share of a count"
        )]
        let common = ((count * COMMON) as u32).clamp(COMMON_AT_LEAST, COMMON_AT_MOST);
        // The length is that of the whole text, so that a little in common stays a little. Terms that only this article
        // has are then left out: they match no other article and would displace terms that do.
        let mut square = 0.0_f32;
        let mut weighted: Vector = Vec::with_capacity(terms.0.len());
        for (term, weight) in &terms.0 {
            let frequency = self.frequency.get(term).copied().unwrap_or_default();
            if frequency > common {
                continue;
            }
            #[expect(clippy::cast_precision_loss, reason = "a count of articles")]
            let weight = weight * ((count + 1.0) / frequency as f32).ln();
            square += weight * weight;
            if frequency > 1 {
                weighted.push((*term, weight));
            }
        }
        if weighted.len() > TERMS {
            weighted.select_nth_unstable_by(TERMS, heavier);
            weighted.truncate(TERMS);
        }
        let length = square.sqrt().max(f32::EPSILON);
        for (_, weight) in &mut weighted {
            *weight /= length;
        }
        weighted.sort_unstable_by_key(|term| term.0);
        // Its capacity is for every term of the text.
        weighted.shrink_to_fit();
        weighted
    }
}

/// The weightiest terms of a text as bits of one number, each at a place given by its hash.
pub fn mark(vector: &Vector) -> u64 {
    const WEIGHTIEST: usize = 16;
    let mut terms: Vec<(u32, f32)> = vector.clone();
    if terms.len() > WEIGHTIEST {
        terms.select_nth_unstable_by(WEIGHTIEST, heavier);
        terms.truncate(WEIGHTIEST);
    }
    terms.iter().fold(0, |mark, (term, _)| mark | 1 << (term % u64::BITS))
}

/// Orders the heavier term first, and equals by the smaller hash.
fn heavier(a: &(u32, f32), b: &(u32, f32)) -> std::cmp::Ordering {
    b.1.total_cmp(&a.1).then(a.0.cmp(&b.0))
}

/// The cosine of two vectors of unit length.
pub fn cosine(mut a: &[(u32, f32)], mut b: &[(u32, f32)]) -> f32 {
    let mut sum = 0.0;
    while let ([x, a_rest @ ..], [y, b_rest @ ..]) = (a, b) {
        if x.0 == y.0 {
            sum += x.1 * y.1;
        }
        if x.0 <= y.0 {
            a = a_rest;
        }
        if y.0 <= x.0 {
            b = b_rest;
        }
    }
    sum
}

/// For each term, which documents have it and with what weight.
pub struct Index {
    pub postings: FxHashMap<u32, Vec<(u32, f32)>>,
}

impl Index {
    pub fn of(vectors: &[Vector]) -> Self {
        let mut postings: FxHashMap<u32, Vec<(u32, f32)>> = FxHashMap::default();
        for (document, vector) in (0u32..).zip(vectors) {
            for (term, weight) in vector {
                postings.entry(*term).or_default().push((document, *weight));
            }
        }
        postings.retain(|_, documents| documents.len() > 1);
        Self { postings }
    }
}
