//! Takes in what release 0.1.0 kept on the device, in a text format for each thing. This runs when the app starts; an
//! old value is removed once it is kept anew. A page of that release that is still open may keep more, which the next
//! start takes in.
//!
//! What ratings keep too is taken in by the modules that own it: the token by [`super::identity`], votes and their
//! order by `crate::outbox`.

use bantin_model::Slug;

use super::reading_list::{Entry, ReadingList};
use super::storage::{NotKept, Version};
use super::{listening, presence, reading_position, settings};
use crate::browser;

/// Takes in everything that is there.
pub fn take_in() {
    take("settings", |text| {
        settings::change(|chosen| {
            for (name, value) in choices(text) {
                chosen.set(name, value);
            }
        })
    });
    for list in [ReadingList::Saved, ReadingList::History] {
        take(list.name(), |text| {
            let mut entries = list.entries();
            // The text has the latest first, and the last one put in comes to stand on top.
            let lines: Vec<_> = text.lines().filter_map(entry).collect();
            for entry in lines.into_iter().rev() {
                entries.put(entry);
            }
            list.keep(&entries)
        });
    }
    take("places", |text| {
        reading_position::change(|positions| {
            for (slug, at) in text.lines().filter_map(position) {
                positions.note(&slug, at);
            }
        })
    });
    take("viewed", |text| {
        let today = browser::today();
        text.lines().filter_map(|line| viewed(line, &today)).try_for_each(presence::remember)
    });
    take("speed", |text| listening::hundredths(text).map_or(Ok(()), listening::keep_speed));
}

/// Hands the old text under `name` to `keep`, and removes it when all of it was kept.
fn take(name: &str, keep: impl FnOnce(&str) -> Result<(), NotKept>) {
    if let Some(text) = Version::First.text(name)
        && keep(&text).is_ok()
    {
        Version::First.forget(name);
    }
}

/// `size:4 theme:sepia`.
fn choices(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.split(' ').filter_map(|choice| choice.split_once(':'))
}

/// Slug, language, time of publication, headline, with tabs between.
fn entry(line: &str) -> Option<Entry> {
    let mut fields = line.splitn(4, '\t');
    let mut next = || fields.next();
    let slug = Slug::new(next()?).ok()?;
    let (lang, published, title) = (next()?.to_owned(), next()?.to_owned(), next()?.to_owned());
    Some(Entry { slug, lang, published, title })
}

/// Slug and thousandths.
fn position(line: &str) -> Option<(Slug, u32)> {
    let (slug, at) = line.split_once(' ')?;
    Some((Slug::new(slug).ok()?, at.parse().ok()?))
}

/// A day and a slug; an entry of another day is dropped, since the article may be counted again.
fn viewed(line: &str, today: &str) -> Option<Slug> {
    let (day, slug) = line.split_once(' ')?;
    Slug::new(slug).ok().filter(|_| day == today)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn every_text_is_read_as_it_was_written_and_damage_is_left_out() {
        let known: Vec<_> = choices("size:4 theme theme:sepia ").collect();
        assert_eq!(known, [("size", "4"), ("theme", "sepia")]);
        let read = entry("b\tvi\t2023-08-11T11:50:00+07:00\tMột\thai");
        assert_eq!(
            read.map(|entry| (entry.slug.to_string(), entry.title)),
            Some(("b".into(), "Một\thai".into()))
        );
        assert_eq!(
            ["", "b", "b\tvi", "b\tvi\t2023", "../\tvi\t2023\tx"].map(entry),
            [const { None }; 5]
        );
        assert_eq!(
            position("a 300").map(|(slug, at)| (slug.to_string(), at)),
            Some(("a".into(), 300))
        );
        assert_eq!(["broken", "b x", "A 3"].map(position), [const { None }; 3]);
        let days = ["2026-11-28 a", "2026-11-27 b", "2026-11-28"].map(|l| viewed(l, "2026-11-28"));
        assert_eq!(days.map(|slug| slug.is_some()), [true, false, false]);
    }
}
