//! Votes that the service has not confirmed yet. They are kept on the device before anything is
//! sent, so that neither a dead network nor a closed tab loses one.

use std::time::Duration;

use bantin_model::json::{Json, Object, Read, Unfit};
use bantin_model::{RatingSummary, Slug, Stars};
use leptos::prelude::*;

use super::{ApiError, Client, json};
use crate::reader::identity;
use crate::reader::storage::{self, Kept};

const KEY: &str = "outbox";
const FIRST_DELAY: Duration = Duration::from_secs(2);
const LONGEST_DELAY: Duration = Duration::from_secs(60);

/// One vote on its way: the stars, or `None` to take the vote back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Entry {
    stars: Option<Stars>,
    /// Grows with every change, so that an answer to an older vote never confirms a newer one.
    sequence: u64,
}

/// The votes on their way, oldest first. The last choice of an article replaces the one before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Queue {
    entries: Vec<(Slug, Entry)>,
    sequence: u64,
}

impl Queue {
    /// Reads what was kept; what cannot be read is given up rather than the page.
    fn parse(text: &str) -> Self {
        json::parse(text).unwrap_or_default()
    }

    /// What [`Queue::parse`] reads. Slugs have no character that JSON would escape.
    fn to_json(&self) -> String {
        let entry = |(slug, entry): &(Slug, Entry)| {
            let stars = entry.stars.map_or("null".to_owned(), |stars| stars.get().to_string());
            format!(r#""{slug}":{{"stars":{stars},"sequence":{}}}"#, entry.sequence)
        };
        let entries: Vec<String> = self.entries.iter().map(entry).collect();
        format!(r#"{{"entries":{{{}}},"sequence":{}}}"#, entries.join(","), self.sequence)
    }

    fn get(&self, slug: &Slug) -> Option<&Entry> {
        self.entries.iter().find(|(known, _)| known == slug).map(|(_, entry)| entry)
    }

    fn remove(&mut self, slug: &Slug) {
        self.entries.retain(|(known, _)| known != slug);
    }

    fn put(&mut self, slug: Slug, stars: Option<Stars>) {
        self.sequence += 1;
        self.remove(&slug);
        self.entries.push((slug, Entry { stars, sequence: self.sequence }));
    }

    /// Takes `slug` out, unless a newer choice has replaced the one that was sent.
    fn settle(&mut self, slug: &Slug, sequence: u64) -> bool {
        let settled = self.get(slug).is_some_and(|entry| entry.sequence == sequence);
        if settled {
            self.remove(slug);
        }
        settled
    }
}

impl Read for Queue {
    fn read(json: Json) -> Result<Self, Unfit> {
        let mut fields = Object::read(json)?;
        let mut queue = Self { sequence: fields.take("sequence")?, ..Self::default() };
        for (slug, entry) in fields.take::<Object>("entries")?.into_fields() {
            let mut entry = Object::read(entry)?;
            let entry = Entry { stars: entry.take("stars")?, sequence: entry.take("sequence")? };
            queue.entries.push((Slug::read(Json::Text(slug))?, entry));
        }
        Ok(queue)
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
    letters: RwSignal<Letters>,
    sending: StoredValue<Sending>,
}

/// What components look at.
#[derive(Clone)]
struct Letters {
    queue: Queue,
    /// How the last vote of this visit on each article fared.
    deliveries: Vec<(Slug, Delivery)>,
}

/// What the sending itself needs to know.
#[derive(Clone)]
struct Sending {
    client: Client,
    kept: Kept,
    is_busy: bool,
    delay: Duration,
}

impl Outbox {
    /// Takes up what an earlier visit left.
    pub fn open(client: Client) -> Self {
        let queue = storage::get(KEY).map(|text| Queue::parse(&text)).unwrap_or_default();
        let sending = Sending { client, kept: Kept::Durably, is_busy: false, delay: FIRST_DELAY };
        Self {
            letters: RwSignal::new(Letters { queue, deliveries: Vec::new() }),
            sending: StoredValue::new(sending),
        }
    }

    /// Talks to this service from now on.
    pub fn connect(self, client: Client) {
        self.sending.update_value(|sending| sending.client = client);
        self.flush();
    }

    /// Puts a vote in and starts sending.
    pub fn vote(self, slug: &Slug, stars: Option<Stars>) {
        self.letters.update(|letters| letters.queue.put(slug.clone(), stars));
        self.keep();
        self.note(slug, Delivery::Sending);
        self.flush();
    }

    /// The vote on `slug` that is still on its way: `Some(None)` is one being taken back. Tracked.
    pub fn pending(self, slug: &Slug) -> Option<Option<Stars>> {
        self.letters.with(|letters| letters.queue.get(slug).map(|entry| entry.stars))
    }

    /// How the last vote on `slug` of this visit fared. Tracked.
    pub fn delivery(self, slug: &Slug) -> Option<Delivery> {
        self.letters.with(|letters| {
            letters.deliveries.iter().find(|(known, _)| known == slug).map(|(_, d)| d.clone())
        })
    }

    /// Sends what waits. Does nothing while a sending is under way.
    pub fn flush(self) {
        let is_ready =
            self.sending.with_value(|sending| !sending.is_busy && sending.client.is_live());
        if is_ready && self.next().is_some() {
            self.sending.update_value(|sending| sending.is_busy = true);
            leptos::task::spawn_local(self.send_all());
        }
    }

    fn next(self) -> Option<(Slug, Entry)> {
        self.letters.with_untracked(|letters| letters.queue.entries.first().cloned())
    }

    async fn send_all(self) {
        while let Some((slug, entry)) = self.next() {
            match self.send(&slug, entry).await {
                Ok(summary) => {
                    self.sending.update_value(|sending| sending.delay = FIRST_DELAY);
                    self.settle(&slug, entry, Delivery::Confirmed(summary));
                }
                Err(error) if error.is_passing() => {
                    let kept = self.sending.with_value(|sending| sending.kept);
                    self.note(&slug, Delivery::Waiting(kept));
                    self.try_again_later();
                    break;
                }
                Err(error) => self.settle(&slug, entry, Delivery::Refused(error)),
            }
        }
        self.sending.update_value(|sending| sending.is_busy = false);
    }

    async fn send(self, slug: &Slug, entry: Entry) -> Result<RatingSummary, ApiError> {
        let client = self.sending.with_value(|sending| sending.client.clone());
        let mut is_first = true;
        loop {
            let token = identity::token(&client).await?;
            match client.vote(slug, entry.stars, &token).await {
                // A token the service no longer knows is replaced once; the vote is the reader's all
                // the same.
                Err(error) if is_first && error.is_about_token() => identity::forget(&token),
                answer => return answer,
            }
            is_first = false;
        }
    }

    fn settle(self, slug: &Slug, entry: Entry, delivery: Delivery) {
        let settled = self.letters.try_update(|letters| letters.queue.settle(slug, entry.sequence));
        self.keep();
        if settled == Some(true) {
            self.note(slug, delivery);
        }
    }

    fn note(self, slug: &Slug, delivery: Delivery) {
        self.letters.update(|letters| {
            letters.deliveries.retain(|(known, _)| known != slug);
            letters.deliveries.push((slug.clone(), delivery));
        });
    }

    fn keep(self) {
        let text = self.letters.with_untracked(|letters| letters.queue.to_json());
        let kept = storage::set(KEY, &text);
        self.sending.update_value(|sending| sending.kept = kept);
    }

    fn try_again_later(self) {
        let delay = self.sending.with_value(|sending| sending.delay);
        self.sending.update_value(|sending| sending.delay = (delay * 2).min(LONGEST_DELAY));
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
        assert_eq!(queue.get(&slug("a")).unwrap().stars, stars(5));
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
        let text = queue.to_json();
        assert_eq!(Queue::parse(&text), queue);
        assert_eq!(Queue::parse("{\"entries\":{\"../x\":1}}"), Queue::default());
    }
}
