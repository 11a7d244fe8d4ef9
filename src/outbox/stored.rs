//! Pending votes on the device: each under a key of its own, and what other tabs do about them.

use bantin_model::Slug;
use leptos::prelude::*;
use widgets_kit::Value;

use super::pending_vote::{self, PendingVote};
use super::{Delivery, FIRST_DELAY, Outbox, set};
use crate::reader::storage;

/// What the keys of pending votes begin with; the article's slug follows.
const VOTE_KEYS: &str = "vote:";
/// The highest sequence number given so far.
pub const LAST: &str = "sequence";

impl Outbox {
    pub(super) fn keep(self, vote: &PendingVote) {
        let persistence = storage::set(&key(&vote.slug), &vote.text());
        self.state.try_update_value(|state| state.persistence = persistence);
    }

    /// A sequence number after every one given before, in this tab and in others.
    pub(super) fn next_sequence(self) -> u64 {
        let tab = self.state.try_with_value(|state| state.tab).unwrap_or_default();
        let sequence = pending_vote::after(last_sequence(), tab);
        storage::set(LAST, &sequence.to_string());
        sequence
    }

    /// Takes up every pending vote the device keeps.
    pub(super) fn collect(self) {
        for slug in storage::keys(VOTE_KEYS) {
            match Slug::new(slug.as_str()).ok().and_then(|slug| stored(&slug)) {
                Some(vote) => self.adopt(vote),
                // Damaged: nobody can know what it was.
                None => storage::remove(&format!("{VOTE_KEYS}{slug}")),
            }
        }
    }

    fn adopt(self, vote: PendingVote) {
        let slug = vote.slug.clone();
        let is_new = self.state.try_with_value(|state| {
            pending_vote::of(&state.queue, &slug).is_none_or(|known| known.sequence < vote.sequence)
        });
        if is_new == Some(true) {
            self.change(|state| {
                pending_vote::put(&mut state.queue, vote);
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

    /// Brings this tab's pending vote about `slug` in step with the storage.
    fn compare(self, slug: &Slug) {
        let ours = self.state.try_with_value(|state| pending_vote::of(&state.queue, slug).cloned());
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
    format!("{VOTE_KEYS}{slug}")
}

pub fn stored(slug: &Slug) -> Option<PendingVote> {
    PendingVote::parse(slug.clone(), &storage::get(&key(slug))?)
}

pub fn last_sequence() -> u64 {
    storage::get(LAST).and_then(|sequence| Value::parse(&sequence)?.whole()).unwrap_or_default()
}
