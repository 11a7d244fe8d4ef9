//! Votes that the service has not confirmed yet. They are kept on the device before anything is
//! sent, so that neither a dead network nor a closed tab loses one.

use std::collections::BTreeMap;
use std::time::Duration;

use bantin_model::{RatingSummary, Slug, Stars};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{ApiError, Client};
use crate::reader::identity;
use crate::reader::storage::{self, Kept};

const KEY: &str = "outbox";
const FIRST_DELAY: Duration = Duration::from_secs(2);
const LONGEST_DELAY: Duration = Duration::from_secs(60);

/// One vote on its way: the stars, or `None` to take the vote back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    stars: Option<Stars>,
    /// Grows with every change, so that an answer to an older vote never confirms a newer one.
    sequence: u64,
}

/// The votes on their way, by article. The last choice of an article replaces the one before.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Queue {
    entries: BTreeMap<Slug, Entry>,
    sequence: u64,
}

impl Queue {
    /// Reads what was kept; what cannot be read is given up rather than the page.
    fn parse(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }

    fn put(&mut self, slug: Slug, stars: Option<Stars>) {
        self.sequence += 1;
        self.entries.insert(slug, Entry { stars, sequence: self.sequence });
    }

    /// Takes `slug` out, unless a newer choice has replaced the one that was sent.
    fn settle(&mut self, slug: &Slug, sequence: u64) -> bool {
        let settled = self.entries.get(slug).is_some_and(|entry| entry.sequence == sequence);
        if settled {
            self.entries.remove(slug);
        }
        settled
    }
}

/// How the last vote on an article fared.
#[derive(Clone, Debug, PartialEq)]
pub enum Delivery {
    Sending,
    /// Kept, and tried again later. `Kept` says whether it survives the page.
    Waiting(Kept),
    /// The service's own summary, which now holds the vote.
    Confirmed(RatingSummary),
    /// Refused for good.
    Refused(ApiError),
}

/// The outbox of this device. One for the whole app; lives as long as the page.
#[derive(Clone, Copy)]
pub struct Outbox {
    client: StoredValue<Client>,
    queue: RwSignal<Queue>,
    deliveries: RwSignal<BTreeMap<Slug, Delivery>>,
    kept: StoredValue<Kept>,
    busy: StoredValue<bool>,
    delay: StoredValue<Duration>,
}

impl Outbox {
    /// Takes up what an earlier visit left.
    pub fn open(client: Client) -> Self {
        let queue = storage::get(KEY).map(|text| Queue::parse(&text)).unwrap_or_default();
        Self {
            client: StoredValue::new(client),
            queue: RwSignal::new(queue),
            deliveries: RwSignal::new(BTreeMap::new()),
            kept: StoredValue::new(Kept::Durably),
            busy: StoredValue::new(false),
            delay: StoredValue::new(FIRST_DELAY),
        }
    }

    /// Talks to this service from now on.
    pub fn connect(self, client: Client) {
        self.client.set_value(client);
        self.flush();
    }

    /// Puts a vote in and starts sending.
    pub fn vote(self, slug: &Slug, stars: Option<Stars>) {
        self.queue.update(|queue| queue.put(slug.clone(), stars));
        self.keep();
        self.note(slug, Delivery::Sending);
        self.flush();
    }

    /// The vote on `slug` that is still on its way: `Some(None)` is one being taken back. Tracked.
    pub fn pending(self, slug: &Slug) -> Option<Option<Stars>> {
        self.queue.with(|queue| queue.entries.get(slug).map(|entry| entry.stars))
    }

    /// How the last vote on `slug` of this visit fared. Tracked.
    pub fn delivery(self, slug: &Slug) -> Option<Delivery> {
        self.deliveries.with(|deliveries| deliveries.get(slug).cloned())
    }

    /// Sends what waits. Does nothing while a sending is under way.
    pub fn flush(self) {
        let idle = !self.busy.get_value();
        if idle && self.client.with_value(Client::is_live) && self.next().is_some() {
            self.busy.set_value(true);
            leptos::task::spawn_local(self.send_all());
        }
    }

    fn next(self) -> Option<(Slug, Entry)> {
        self.queue.with_untracked(|queue| {
            queue
                .entries
                .iter()
                .min_by_key(|(_, entry)| entry.sequence)
                .map(|(s, e)| (s.clone(), *e))
        })
    }

    async fn send_all(self) {
        while let Some((slug, entry)) = self.next() {
            match self.send(&slug, entry).await {
                Ok(summary) => {
                    self.delay.set_value(FIRST_DELAY);
                    self.settle(&slug, entry, Delivery::Confirmed(summary));
                }
                Err(error) if error.is_passing() => {
                    self.note(&slug, Delivery::Waiting(self.kept.get_value()));
                    self.try_again_later();
                    break;
                }
                Err(error) => self.settle(&slug, entry, Delivery::Refused(error)),
            }
        }
        self.busy.set_value(false);
    }

    async fn send(self, slug: &Slug, entry: Entry) -> Result<RatingSummary, ApiError> {
        let client = self.client.get_value();
        let token = identity::token(&client).await?;
        match client.vote(slug, entry.stars, &token).await {
            // A token the service no longer knows is replaced once; the vote is the reader's all the same.
            Err(error) if error.is_about_token() => {
                identity::forget(&token);
                let token = identity::token(&client).await?;
                client.vote(slug, entry.stars, &token).await
            }
            answer => answer,
        }
    }

    fn settle(self, slug: &Slug, entry: Entry, delivery: Delivery) {
        let settled = self.queue.try_update(|queue| queue.settle(slug, entry.sequence));
        self.keep();
        if settled == Some(true) {
            self.note(slug, delivery);
        }
    }

    fn note(self, slug: &Slug, delivery: Delivery) {
        self.deliveries.update(|deliveries| {
            deliveries.insert(slug.clone(), delivery);
        });
    }

    fn keep(self) {
        let text =
            self.queue.with_untracked(|queue| serde_json::to_string(queue).unwrap_or_default());
        self.kept.set_value(storage::set(KEY, &text));
    }

    fn try_again_later(self) {
        let delay = self.delay.get_value();
        self.delay.set_value((delay * 2).min(LONGEST_DELAY));
        set_timeout(move || self.flush(), delay);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn slug(text: &str) -> Slug {
        Slug::new(text).unwrap()
    }

    fn stars(stars: u8) -> Option<Stars> {
        Some(Stars::new(stars).unwrap())
    }

    #[test]
    fn the_last_choice_wins() {
        let mut queue = Queue::default();
        queue.put(slug("a"), stars(2));
        queue.put(slug("a"), stars(5));
        assert_eq!(queue.entries.len(), 1);
        assert_eq!(queue.entries.get(&slug("a")).unwrap().stars, stars(5));
    }

    #[test]
    fn an_answer_to_an_older_vote_confirms_nothing() {
        let mut queue = Queue::default();
        queue.put(slug("a"), stars(2));
        queue.put(slug("a"), None);
        assert!(!queue.settle(&slug("a"), 1));
        assert!(queue.settle(&slug("a"), 2));
        assert!(queue.entries.is_empty());
    }

    #[test]
    fn what_is_kept_is_read_again_and_damage_is_survived() {
        let mut queue = Queue::default();
        queue.put(slug("a"), stars(3));
        let text = serde_json::to_string(&queue).unwrap();
        assert_eq!(Queue::parse(&text), queue);
        assert_eq!(Queue::parse("{\"entries\":{\"../x\":1}}"), Queue::default());
    }
}
