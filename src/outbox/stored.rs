//! Pending votes in the device's storage, each under a key of its own, and how tabs learn of each other's.

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

    /// Gives a sequence number higher than every one given before, in this tab and in others.
    pub(super) fn next_sequence(self) -> u64 {
        let tab = self.state.try_with_value(|state| state.tab).unwrap_or_default();
        let sequence = pending_vote::after(last_sequence(), tab);
        count(sequence);
        sequence
    }

    /// Takes up every pending vote that the device keeps, of the first version of the storage and of this one.
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
                // A damaged entry is of no use to anybody. An entry of the first version is removed once its vote is
                // kept as this one keeps votes.
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

    /// Another tab has changed the value of this key; without a key it has cleared the storage.
    pub(super) fn heard(self, full_key: Option<String>) {
        let slugs = self.state.try_with_value(|state| state.watched.clone());
        for slug in slugs.unwrap_or_default() {
            if Key::<Kept>::new(&name(&slug)).is_about(full_key.as_deref()) {
                self.compare(&slug);
            }
        }
    }

    /// Brings this tab's pending vote about `slug` in step with what the storage holds.
    fn compare(self, slug: &Slug) {
        let ours = self.state.try_with_value(|state| pending_vote::of(&state.queue, slug).cloned());
        match (stored(slug), ours.flatten()) {
            (Some(theirs), Some(ours)) if theirs.sequence < ours.sequence => self.keep(&ours),
            (Some(theirs), _) => {
                self.adopt(theirs);
                // The other tab sends it; this tab does, later, in case the other one is closed before.
                self.wake_in(FIRST_DELAY * 2);
            }
            // The other tab has had an answer. Sending again brings the answer here as well; and if that answer was
            // about an older vote, it sends this newer one.
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

/// The highest sequence number given so far, also by a page that still uses the first version of the storage.
pub fn last_sequence() -> u64 {
    let first = Version::First.text(LAST).and_then(|first| u64::read(&first));
    SEQUENCE.get().max(first).unwrap_or_default()
}

/// Makes sequence numbers go on after this one. When the storage forgets it, the service's answers tell it again.
pub fn count(sequence: u64) {
    let _ = SEQUENCE.set(&sequence);
}
