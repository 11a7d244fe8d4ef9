//! How far the reader had come in each article, so that they can go on there on another visit. Kept on the device
//! alone: the last [`MAX_ARTICLES`] articles that were begun and not finished.

use bantin_model::Slug;

use super::storage;

/// Articles remembered.
const MAX_ARTICLES: usize = 50;
/// Thousandths of an article: before, it was hardly begun; after, it was read.
const BEGUN: u32 = 100;
const FINISHED: u32 = 950;

const KEY: &str = "places";

/// Lines of slug and thousandths, the latest last.
#[derive(Debug, Default, PartialEq, Eq)]
struct Positions(Vec<(String, u32)>);

impl Positions {
    fn parse(text: &str) -> Self {
        let line = |line: &str| {
            let (slug, at) = line.split_once(' ')?;
            Some((slug.to_owned(), at.parse().ok()?))
        };
        Self(text.lines().filter_map(line).collect())
    }

    fn text(&self) -> String {
        let lines: Vec<_> = self.0.iter().map(|(slug, at)| format!("{slug} {at}")).collect();
        lines.join("\n")
    }

    fn note(&mut self, slug: &str, at: u32) {
        self.0.retain(|(known, _)| known != slug);
        if (BEGUN..FINISHED).contains(&at) {
            self.0.push((slug.to_owned(), at));
        }
        let old = self.0.len().saturating_sub(MAX_ARTICLES);
        self.0.drain(..old);
    }
}

fn positions() -> Positions {
    Positions::parse(&storage::get(KEY).unwrap_or_default())
}

/// Where the reader had stopped, in thousandths of the article's body.
pub fn of(slug: &Slug) -> Option<u32> {
    positions().0.into_iter().find(|(known, _)| known == slug.as_str()).map(|(_, at)| at)
}

/// The reader has come so far.
pub fn note(slug: &Slug, at: u32) {
    let mut positions = positions();
    let before = positions.text();
    positions.note(slug.as_str(), at);
    let now = positions.text();
    if now.is_empty() {
        storage::remove(KEY);
    } else if now != before {
        storage::set(KEY, &now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_begun_and_not_finished_is_remembered() {
        let mut positions = Positions::parse("a 300\nbroken\nb x");
        assert_eq!(positions, Positions(vec![("a".into(), 300)]));
        positions.note("b", 20);
        positions.note("c", 500);
        positions.note("a", 700);
        assert_eq!(positions.text(), "c 500\na 700");
        positions.note("c", 980);
        assert_eq!(positions.text(), "a 700");
    }

    #[test]
    fn the_oldest_are_forgotten() {
        let mut positions = Positions::default();
        for number in 0..MAX_ARTICLES + 2 {
            positions.note(&format!("s{number}"), 200);
        }
        assert_eq!(positions.0.len(), MAX_ARTICLES);
        assert_eq!(positions.0[0].0, "s2");
    }
}
