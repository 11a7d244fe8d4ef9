//! The other news of every article, from their terms.

use std::collections::HashMap;

use bantin_model::RelatedReason;

use super::Terms;

/// Other news an article has at most.
pub const LIMIT: usize = 12;

/// Cosine from which two articles are about the same thing. Found on the labelled stories of the
/// sample newsroom (`tests/related_precision.rs`): the least that keeps strangers out.
const THRESHOLD: f32 = 0.03;
/// Cosine from which two articles are the same text.
const DUPLICATE: f32 = 0.85;
/// Terms of an article that take part; the rarest and most used.
const TERMS: usize = 96;
/// A term that more than this share of the articles have tells nothing apart.
const COMMON: f32 = 0.12;
/// … unless the site is so small that a share is a handful.
const COMMON_AT_LEAST: u32 = 12;
const SAME_SECTION: f32 = 1.1;
/// Articles of one day count this much more than articles years apart.
const FRESHNESS: f32 = 0.2;
const FRESHNESS_SECONDS: f32 = 120.0 * 86_400.0;

/// An article as ranking sees it.
#[derive(Clone, Debug)]
pub struct Document {
    pub lang: String,
    pub section: String,
    /// Unix seconds.
    pub published: i64,
    pub terms: Terms,
}

/// One of the other news: its place among the documents, and why it is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pick {
    pub index: usize,
    pub reason: RelatedReason,
}

/// Weighted terms of unit length, sorted by term.
type Vector = Vec<(u32, f32)>;

/// The other news of every document, in the documents' order: those about the same thing, then the
/// newest of the section, then the newest of the site (in the same language first), [`LIMIT`] in all.
/// Never the article itself, never one twice, never two of the same text. Documents must come in a
/// fixed order of their own (the store's is by id): it decides between equals.
pub fn related(documents: &[Document]) -> Vec<Vec<Pick>> {
    let vectors = vectors(documents);
    let index = Index::of(&vectors);
    let newest = Newest::of(documents);
    let ranking = Ranking { documents, vectors: &vectors, index: &index, newest: &newest };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let share = documents.len().div_ceil(threads).max(1);
    let mut lists = vec![Vec::new(); documents.len()];
    std::thread::scope(|scope| {
        for (number, part) in lists.chunks_mut(share).enumerate() {
            let ranking = &ranking;
            scope.spawn(move || {
                let mut scores = vec![0.0; ranking.documents.len()];
                for (offset, list) in part.iter_mut().enumerate() {
                    *list = ranking.list(number * share + offset, &mut scores);
                }
            });
        }
    });
    lists
}

fn vectors(documents: &[Document]) -> Vec<Vector> {
    let mut frequency: HashMap<u32, u32> = HashMap::new();
    for (term, _) in documents.iter().flat_map(|document| &document.terms.0) {
        *frequency.entry(*term).or_default() += 1;
    }
    #[expect(clippy::cast_precision_loss, reason = "a count of articles")]
    let count = documents.len() as f32;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of a count"
    )]
    let common = ((count * COMMON) as u32).max(COMMON_AT_LEAST);
    let vector = |document: &Document| {
        let rare = document.terms.0.iter().filter_map(|(term, weight)| {
            let frequency = *frequency.get(term).filter(|frequency| **frequency <= common)?;
            #[expect(clippy::cast_precision_loss, reason = "a count of articles")]
            let rarity = ((count + 1.0) / frequency as f32).ln();
            Some((*term, weight * rarity, frequency))
        });
        // All of the text counts for its length, so that a little in common stays a little; a term that
        // one article alone has finds no other and would only crowd out those that do.
        let length = rare.clone().map(|(_, weight, _)| weight * weight).sum::<f32>().sqrt();
        let mut weighted: Vector = rare
            .filter(|(_, _, frequency)| *frequency > 1)
            .map(|(term, weight, _)| (term, weight))
            .collect();
        weighted.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        weighted.truncate(TERMS);
        for (_, weight) in &mut weighted {
            *weight /= length.max(f32::EPSILON);
        }
        weighted.sort_by_key(|term| term.0);
        weighted
    };
    documents.iter().map(vector).collect()
}

fn cosine(a: &Vector, b: &Vector) -> f32 {
    let (mut a, mut b) = (a.iter().peekable(), b.iter().peekable());
    let mut sum = 0.0;
    while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
        match x.0.cmp(&y.0) {
            std::cmp::Ordering::Less => _ = a.next(),
            std::cmp::Ordering::Greater => _ = b.next(),
            std::cmp::Ordering::Equal => {
                sum += x.1 * y.1;
                (_, _) = (a.next(), b.next());
            }
        }
    }
    sum
}

/// Which documents have a term, and how much it weighs there.
struct Index {
    postings: HashMap<u32, Vec<(u32, f32)>>,
}

impl Index {
    fn of(vectors: &[Vector]) -> Self {
        let mut postings: HashMap<u32, Vec<(u32, f32)>> = HashMap::new();
        for (document, vector) in (0u32..).zip(vectors) {
            for (term, weight) in vector {
                postings.entry(*term).or_default().push((document, *weight));
            }
        }
        postings.retain(|_, documents| documents.len() > 1);
        Self { postings }
    }
}

/// Documents newest first: of a section, of a language, of the site.
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
}

impl Ranking<'_> {
    /// `scores` is scratch space, all zero before and after.
    fn list(&self, own: usize, scores: &mut [f32]) -> Vec<Pick> {
        let (Some(document), Some(vector)) = (self.documents.get(own), self.vectors.get(own))
        else {
            return Vec::new();
        };
        let candidates = self.candidates(own, vector, scores);
        let mut list = List { ranking: self, picks: Vec::with_capacity(LIMIT), own };
        for (index, score) in candidates {
            if score < THRESHOLD {
                break;
            }
            list.offer(index, RelatedReason::Related);
        }
        let section = self.newest.section.get(&(document.lang.as_str(), document.section.as_str()));
        for index in section.into_iter().flatten() {
            list.offer(*index, RelatedReason::Section);
        }
        let language = self.newest.language.get(document.lang.as_str());
        for index in language.into_iter().flatten().chain(&self.newest.site) {
            list.offer(*index, RelatedReason::Latest);
        }
        list.picks
    }

    /// Documents of the same language that share a term, best first.
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
        let mut candidates: Vec<(usize, f32)> = Vec::with_capacity(touched.len());
        for index in touched {
            let score = scores.get_mut(index).map(std::mem::take).unwrap_or_default();
            if index != own && score >= THRESHOLD / 2.0 {
                candidates.push((index, score * self.affinity(own, index)));
            }
        }
        candidates.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        candidates
    }

    /// What section and dates add to the similarity of two texts; 0 for another language.
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

/// A list that refuses the article itself, what it already has, and the same text again.
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

    fn is_duplicate(&self, index: usize) -> bool {
        let vectors = self.ranking.vectors;
        let Some(vector) = vectors.get(index) else { return true };
        std::iter::once(self.own)
            .chain(self.picks.iter().map(|pick| pick.index))
            .filter_map(|other| vectors.get(other))
            .any(|other| cosine(vector, other) >= DUPLICATE)
    }
}

#[cfg(test)]
mod tests {
    use super::super::terms;
    use super::*;

    fn document(section: &str, published: i64, title: &str, body: &str) -> Document {
        let terms = terms(title, "", body, &[]);
        Document { lang: "vi".into(), section: section.into(), published, terms }
    }

    /// A small generator of texts: the same seed gives the same texts.
    struct Texts(u64);

    impl Texts {
        fn next(&mut self, below: u64) -> u64 {
            self.0 = self
                .0
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (self.0 >> 33) % below
        }

        fn text(&mut self, words: usize) -> String {
            (0..words).map(|_| format!("t{} ", self.next(400))).collect()
        }
    }

    fn newsroom(count: usize) -> Vec<Document> {
        let mut texts = Texts(7);
        (0..count)
            .map(|number| {
                let section = ["a", "b", "c"][number % 3];
                let (title, body) = (texts.text(8), texts.text(60));
                document(section, i64::try_from(number).unwrap() * 3600, &title, &body)
            })
            .collect()
    }

    #[test]
    fn the_same_story_comes_first_and_says_so() {
        let mut documents = newsroom(40);
        documents.push(document(
            "a",
            0,
            "Cầu gỗ Bến Đình mở lại",
            "Cầu gỗ Bến Đình bắc qua sông Thu Lâm",
        ));
        documents.push(document(
            "b",
            9,
            "Sửa xong cầu gỗ Bến Đình",
            "Thợ mộc sửa cầu gỗ bên sông Thu Lâm",
        ));
        let lists = related(&documents);
        assert_eq!(lists[40][0], Pick { index: 41, reason: RelatedReason::Related });
        assert_eq!(lists[41][0], Pick { index: 40, reason: RelatedReason::Related });
    }

    #[test]
    fn lists_are_full_and_never_hold_the_article_or_one_twice() {
        for count in [1, 2, 5, 12, 13, 14, 60] {
            let documents = newsroom(count);
            for (own, list) in related(&documents).iter().enumerate() {
                assert_eq!(list.len(), LIMIT.min(count - 1), "{count} documents");
                let mut indices: Vec<usize> = list.iter().map(|pick| pick.index).collect();
                assert!(!indices.contains(&own));
                indices.sort_unstable();
                indices.dedup();
                assert_eq!(indices.len(), list.len());
            }
        }
    }

    #[test]
    fn the_same_text_stands_once_in_a_list_and_never_beside_itself() {
        let mut documents = newsroom(30);
        let story = "Bến xe mới khai trương ở phường Cửa Hạ sáng nay với hai mươi tuyến";
        for day in 0..3 {
            documents.push(document(
                "a",
                day,
                "Khai trương bến xe Cửa Hạ",
                &format!("{story} ngày {day}"),
            ));
        }
        documents.push(document(
            "a",
            5,
            "Bến xe Cửa Hạ đón khách",
            "Bến xe Cửa Hạ đón khách đầu tiên sau khai trương",
        ));
        let lists = related(&documents);
        assert!(lists[30].iter().all(|pick| pick.index != 31 && pick.index != 32));
        let copies = lists[33].iter().filter(|pick| (30..33).contains(&pick.index)).count();
        assert_eq!(copies, 1);
    }

    #[test]
    fn strangers_are_the_newest_of_the_section_then_of_the_site() {
        let words = |n: usize| format!("w{n}a w{n}b w{n}c w{n}d");
        let documents: Vec<_> = (0..20usize)
            .map(|n| {
                document(
                    if n < 4 { "a" } else { "b" },
                    i64::try_from(n).unwrap(),
                    &words(n),
                    &words(n),
                )
            })
            .collect();
        let lists = related(&documents);
        let list: Vec<_> = lists[0].iter().map(|pick| (pick.index, pick.reason)).collect();
        assert_eq!(list[..3], [3, 2, 1].map(|index| (index, RelatedReason::Section)));
        assert_eq!(list[3..5], [19, 18].map(|index| (index, RelatedReason::Latest)));
    }

    #[test]
    fn another_language_is_the_last_resort() {
        let mut documents = newsroom(14);
        let mut english = document("news", 1_000_000_000, "Bridge", "w1 w2");
        english.lang = "en".into();
        documents.push(english);
        let lists = related(&documents);
        assert!(lists[0].iter().all(|pick| pick.index != 14));
        assert_eq!(lists[14].len(), LIMIT);
    }
}
