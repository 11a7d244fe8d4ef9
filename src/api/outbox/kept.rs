//! Letters on the device: each under a key of its own, and what other tabs do about them.

use bantin_model::Slug;
use leptos::prelude::*;

use super::letter::{self, Letter};
use super::{Delivery, FIRST_DELAY, Outbox, set};
use crate::api::json;
use crate::reader::storage;

/// What the keys of letters begin with; the article's slug follows.
const LETTER: &str = "vote:";
/// The highest place given so far.
pub const LAST: &str = "sequence";

impl Outbox {
    pub(super) fn keep(self, letter: &Letter) {
        let kept = storage::set(&key(&letter.slug), &letter.text());
        self.state.try_update_value(|state| state.kept = kept);
    }

    /// A place after every one given before, in this tab and in others.
    pub(super) fn next_place(self) -> u64 {
        let tab = self.state.try_with_value(|state| state.tab).unwrap_or_default();
        let place = letter::after(last_place(), tab);
        storage::set(LAST, &place.to_string());
        place
    }

    /// Takes up every letter the device keeps.
    pub(super) fn collect(self) {
        for slug in storage::keys(LETTER) {
            match Slug::new(slug.as_str()).ok().and_then(|slug| stored(&slug)) {
                Some(letter) => self.adopt(letter),
                // Damaged: nobody can know what it was.
                None => storage::remove(&format!("{LETTER}{slug}")),
            }
        }
    }

    fn adopt(self, letter: Letter) {
        let slug = letter.slug.clone();
        let is_new = self.state.try_with_value(|state| {
            letter::of(&state.queue, &slug).is_none_or(|known| known.sequence < letter.sequence)
        });
        if is_new == Some(true) {
            self.change(|state| {
                letter::put(&mut state.queue, letter);
                set(&mut state.deliveries, &slug, Delivery::Sending);
            });
        }
    }

    /// Another tab changed the storage at this key, or cleared it.
    pub(super) fn heard(self, full_key: Option<String>) {
        let slugs = self.state.try_with_value(|state| state.watched.clone());
        for slug in slugs.unwrap_or_default() {
            if full_key.as_ref().is_none_or(|full| *full == storage::full_key(&key(&slug))) {
                self.compare(&slug);
            }
        }
    }

    /// Brings this tab's letter about `slug` in step with the storage.
    fn compare(self, slug: &Slug) {
        let ours = self.state.try_with_value(|state| letter::of(&state.queue, slug).cloned());
        match (stored(slug), ours.flatten()) {
            (Some(theirs), Some(ours)) if theirs.sequence < ours.sequence => self.keep(&ours),
            (Some(theirs), _) => {
                self.adopt(theirs);
                // The other tab sends it; this one, should the other be closed before.
                self.wake_in(FIRST_DELAY * 2);
            }
            // The other tab has an answer. Asking again gives it to this one too, and if it was about an
            // older vote, sends this.
            (None, Some(_)) => self.flush(),
            (None, None) => {}
        }
    }
}

pub fn key(slug: &Slug) -> String {
    format!("{LETTER}{slug}")
}

pub fn stored(slug: &Slug) -> Option<Letter> {
    Letter::parse(slug.clone(), &storage::get(&key(slug))?)
}

pub fn last_place() -> u64 {
    storage::get(LAST).and_then(|place| json::parse(&place).ok()).unwrap_or_default()
}
