//! The answers to questions that the search field asked in this visit, and what follows from them for longer questions.

use bantin_model::Summary;
use bantin_model::search::{Question, fold_for_search, is_match, words, words_of_index};
use leptos::prelude::*;

use crate::api::search::Found;

/// The fewest letters of a word that is searched by its beginning, as in [`Question::of`].
const BEGUN: usize = 3;

/// Questions and what they found, for as long as the page is open. They outlive a page, so that going back asks nothing
/// again.
#[derive(Clone, Copy)]
pub struct Answers {
    known: StoredValue<Known, LocalStorage>,
    /// Told when an answer has come, or word that there is none.
    changed: Trigger,
}

#[derive(Default)]
struct Known {
    /// Questions and their answers, in the order they came in.
    found: Vec<(String, Found)>,
    /// The last question that could not be asked.
    failed: Option<String>,
}

impl Default for Answers {
    fn default() -> Self {
        Self { known: StoredValue::new_local(Known::default()), changed: Trigger::new() }
    }
}

impl Answers {
    /// Takes in what `question` found; `None` where it could not be asked.
    pub fn tell(self, question: &str, found: Option<Found>) {
        self.known.update_value(|known| match found {
            Some(found) => known.put(question, found),
            None => known.failed = Some(question.to_owned()),
        });
        self.changed.notify();
    }

    /// The hits of `question`, if they are known without asking the service.
    pub fn hits(self, question: &str) -> Option<Vec<Summary>> {
        self.known.try_update_value(|known| known.hits(question)).flatten()
    }

    /// Whether `question` could not be asked. Forgets that, so that it can be asked again.
    pub fn take_failure(self, question: &str) -> bool {
        let failed = self
            .known
            .try_update_value(|known| known.failed.take_if(|failed| failed == question).is_some());
        failed == Some(true)
    }

    /// Makes the running effect run again when an answer comes.
    pub fn track(self) {
        self.changed.track();
    }
}

impl Known {
    fn put(&mut self, question: &str, found: Found) {
        self.found.retain(|(known, _)| known != question);
        self.found.push((question.to_owned(), found));
    }

    /// The hits of `question` itself, or those hits of a shorter question that match it too, where all its hits are
    /// known.
    fn hits(&mut self, question: &str) -> Option<Vec<Summary>> {
        if let Some((_, found)) = self.found.iter().find(|(known, _)| known == question) {
            return Some(found.hits.clone());
        }
        let asked = Question::of(question);
        let mut left = self.found.iter().filter(|(shorter, found)| {
            found.total <= found.hits.len() as u64 && is_part(shorter, question)
        });
        let left = left.find_map(|(_, found)| {
            let is_meant = |hit: &&Summary| {
                let text = [&*hit.title, " ", &hit.lead].concat();
                let all: Vec<String> = words_of_index(&text).map(fold_for_search).collect();
                let is_there = |name: &String, asked: &bantin_model::search::Word| {
                    is_match(name, &asked.folded, asked.is_prefix)
                };
                asked.words.iter().all(|word| all.iter().any(|name| is_there(name, word)))
            };
            let left: Vec<Summary> = found.hits.iter().filter(is_meant).cloned().collect();
            // With none left, articles that were not listed may still have the words in their text.
            (!left.is_empty() || found.total == 0).then_some(left)
        })?;
        self.put(question, Found { total: left.len() as u64, hits: left.clone() });
        Some(left)
    }
}

/// Whether every article that `question` finds is among those that `shorter` finds.
fn is_part(shorter: &str, question: &str) -> bool {
    let (begin, may_go_on) = match shorter.strip_suffix('*') {
        Some(begin) => (begin, true),
        None => (shorter, false),
    };
    let Some(rest) = question.strip_prefix(begin) else { return false };
    let is_begun = may_go_on
        && words(begin).last().is_some_and(|word| fold_for_search(word).chars().count() >= BEGUN);
    is_begun || rest.is_empty() || rest.starts_with(' ')
}

/// The question for the text of a field, in lower case and NFC. The last word may be unfinished, which a `*` says.
pub fn question_of(text: &str) -> String {
    let plain = text.split_whitespace().collect::<Vec<_>>().join(" ");
    // A single letter after other words is left out: it narrows nothing yet.
    let ends_in_blank = text.ends_with(char::is_whitespace);
    match plain.rsplit_once(' ') {
        _ if ends_in_blank => plain,
        Some((before, last)) if last.chars().count() == 1 => before.to_owned(),
        _ => plain + "*",
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use bantin_model::{Link, Slug};

    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn the_word_in_which_a_text_ends_may_go_on() {
        let read = ["cau go", " cau  go ", "cau g", "c", "", "cau "].map(question_of);
        assert_eq!(read, ["cau go*", "cau go", "cau", "c*", "*", "cau"]);
    }

    fn hit(slug: &str, title: &str, lead: &str) -> Summary {
        Summary {
            slug: Slug::new(slug).unwrap(),
            url: Link::root(),
            lang: "vi".into(),
            title: title.into(),
            lead: lead.into(),
            section: "s".into(),
            published: "2023".into(),
            image: None,
            listed: None,
        }
    }

    fn slugs(known: &mut Known, question: &str) -> Option<Vec<String>> {
        Some(known.hits(question)?.into_iter().map(|hit| hit.slug.to_string()).collect())
    }

    #[test]
    fn what_a_shorter_question_found_answers_a_longer_one() {
        let mut known = Known::default();
        let hits = vec![hit("a", "Xe buýt điện", "cho học sinh"), hit("b", "Xe buýt", "điện mới")];
        known.put("buyt dien*", Found { total: 2, hits });
        assert_eq!(slugs(&mut known, "buyt dien*"), Some(vec!["a".into(), "b".into()]));
        assert_eq!(slugs(&mut known, "buyt dien hoc*"), Some(vec!["a".into()]));
        assert_eq!(slugs(&mut known, "buyt dien moi"), Some(vec!["b".into()]));
        // Others may have it in their text, and what begins otherwise is another question.
        assert_eq!(slugs(&mut known, "buyt dien xa"), None);
        assert_eq!(slugs(&mut known, "buyt*"), None);
        assert_eq!(slugs(&mut known, "xe buyt dien"), None);
    }

    #[test]
    fn what_was_not_found_whole_answers_nothing_else() {
        let mut known = Known::default();
        known.put("xe", Found { total: 30, hits: vec![hit("a", "Xe đạp", "")] });
        assert_eq!(slugs(&mut known, "xe dap"), None);
        known.put("khong co", Found::default());
        assert_eq!(slugs(&mut known, "khong co gi"), Some(vec![]));
        // A word that was not begun does not go on.
        assert_eq!(slugs(&mut known, "khong com"), None);
    }
}
