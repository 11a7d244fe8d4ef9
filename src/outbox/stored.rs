//! Pending votes on the device: each under a key of its own, and what other tabs do about them.

use super::pending_vote::{self, Kept, PendingVote};
use super::{Delivery, FIRST_DELAY, Outbox, set};
use crate::reader::storage::{Key, Stored, Version};
use bantin_model::Slug;
use leptos::prelude::*;

/// What the keys of pending votes begin with; the article's slug follows.
const VOTE_KEYS: &str = "vote:";
/// The highest sequence number given so far.
const LAST: &str = "sequence";
const SEQUENCE: Key<'static, u64> = Key::new(LAST);

impl Outbox {
    pub(super) fn keep(self, vote: &PendingVote) {
        let kept = Key::new(&name(&vote.slug)).set(&vote.kept());
        self.state.try_update_value(|state| state.kept = kept);
    }

    /// A sequence number after every one given before, in this tab and in others.
    pub(super) fn next_sequence(self) -> u64 {
        let tab = self.state.try_with_value(|state| state.tab).unwrap_or_default();
        let sequence = pending_vote::after(last_sequence(), tab);
        count(sequence);
        sequence
    }

    /// Takes up every pending vote the device keeps, of both versions.
    pub(super) fn collect(self) {
        for version in [Version::First, Version::Current] {
            for slug in version.keys(VOTE_KEYS) {
                let name = [VOTE_KEYS, &slug].concat();
                let known = Slug::new(slug.as_str()).ok();
                let vote = known.and_then(|slug| read(version, slug, &name));
                let is_damaged = vote.is_none();
                if let Some(vote) = vote {
                    self.adopt(vote);
                }
                // Nobody can know what it was. Or it is kept as one of this version from now on.
                let is_taken_in = version == Version::First
                    && self.keeps()
                    && Version::Current.text(&name).is_some();
                if is_damaged || is_taken_in {
                    version.forget(&name);
                }
            }
        }
    }

    fn adopt(self, vote: PendingVote) {
        let slug = vote.slug.clone();
        let is_new = self.state.try_with_value(|state| {
            pending_vote::of(&state.queue, &slug).is_none_or(|known| known.sequence < vote.sequence)
        });
        if is_new == Some(true) {
            self.keep(&vote);
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
            if Key::<Kept>::new(&name(&slug)).is_about(full_key.as_deref()) {
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

fn name(slug: &Slug) -> String {
    [VOTE_KEYS, slug.as_str()].concat()
}

fn read(version: Version, slug: Slug, name: &str) -> Option<PendingVote> {
    Some(PendingVote::new(slug, Kept::read(&version.text(name)?)?))
}

pub fn stored(slug: &Slug) -> Option<PendingVote> {
    read(Version::Current, slug.clone(), &name(slug))
}

pub fn forget(slug: &Slug) {
    Version::Current.forget(&name(slug));
}

/// The highest sequence number given so far, also by a page of the first version.
pub fn last_sequence() -> u64 {
    let first = Version::First.text(LAST).and_then(|first| u64::read(&first));
    SEQUENCE.get().max(first).unwrap_or_default()
}

/// Sequence numbers go on after this one. Where that is forgotten, the service tells it.
pub fn count(sequence: u64) {
    let _ = SEQUENCE.set(&sequence);
}
