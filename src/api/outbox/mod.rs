//! Votes that the service has not confirmed yet. Each is kept on the device before anything is sent, so
//! that neither a dead network nor a closed tab loses one, and goes when the service has confirmed it or
//! refused it for good.
//!
//! Every vote has a key of its own in the browser's storage, so that tabs do not overwrite each other's,
//! and a place in the reader's order, so that a copy that comes late changes nothing, neither here nor
//! at the service: sending twice is harmless, and whatever is in doubt is sent again.

//!
//! - `letter`: one vote, and the order of them
//! - `kept`: letters on the device, and what other tabs do about them

mod kept;
mod letter;

use std::time::Duration;

use bantin_model::{RatingSummary, Slug, Stars};
use leptos::prelude::*;

use super::{ApiError, Client};
use crate::browser;
use crate::reader::identity;
use crate::reader::storage::{self, Kept};
use kept::{LAST, key, last_place, stored};
use letter::Letter;

const FIRST_DELAY: Duration = Duration::from_secs(2);
const LONGEST_DELAY: Duration = Duration::from_secs(60);

/// How the last vote on an article fared.
#[derive(Clone, Debug, PartialEq)]
pub enum Delivery {
    Sending,
    /// Tried again later; this is what went wrong.
    Waiting(ApiError),
    /// The service's own summary, which now holds the vote.
    Confirmed(RatingSummary),
    /// Refused for good.
    Refused(ApiError),
}

/// The outbox of this device. One for the whole page, which it lives as long as.
#[derive(Clone, Copy)]
pub struct Outbox {
    state: StoredValue<State>,
    /// The queue or a delivery.
    changed: Trigger,
}

struct State {
    queue: Vec<Letter>,
    /// How the last vote of this visit on each article fared.
    deliveries: Vec<(Slug, Delivery)>,
    client: Client,
    kept: Kept,
    is_busy: bool,
    delay: Duration,
    /// Tells this tab's places from another's.
    tab: u64,
    /// Articles in view, about which other tabs are listened to.
    watched: Vec<Slug>,
}

impl Outbox {
    /// Takes up what an earlier visit left, and listens for the network and for other tabs as long as
    /// the owner lives.
    pub fn open(client: Client) -> Self {
        let state = State {
            queue: Vec::new(),
            deliveries: Vec::new(),
            client,
            kept: Kept::Durably,
            is_busy: false,
            delay: FIRST_DELAY,
            tab: browser::random_below(letter::TABS),
            watched: Vec::new(),
        };
        let outbox = Self { state: StoredValue::new(state), changed: Trigger::new() };
        outbox.collect();
        for event in ["online", "pagehide"] {
            browser::on_window_while_owned(event, move |_| outbox.wake());
        }
        browser::on_window_while_owned("storage", move |event| {
            outbox.heard(browser::storage_key(&event));
        });
        outbox
    }

    /// Changes what components look at. `None` when the page has gone meanwhile.
    fn change<T>(self, change: impl FnOnce(&mut State) -> T) -> Option<T> {
        let changed = self.state.try_update_value(change);
        self.changed.notify();
        changed
    }

    /// Talks to this service from now on.
    pub fn connect(self, client: Client) {
        self.state.update_value(|state| state.client = client);
        self.flush();
    }

    /// Puts a vote in and starts sending.
    pub fn vote(self, slug: &Slug, stars: Option<Stars>) {
        let letter = Letter {
            slug: slug.clone(),
            stars,
            sequence: self.next_place(),
            since: browser::now(),
        };
        self.keep(&letter);
        self.change(|state| {
            letter::put(&mut state.queue, letter);
            set(&mut state.deliveries, slug, Delivery::Sending);
        });
        self.flush();
    }

    /// Listens to what other tabs do about `slug` from now on.
    pub fn watch(self, slug: &Slug) {
        self.state.update_value(|state| {
            if !state.watched.contains(slug) {
                state.watched.push(slug.clone());
            }
        });
    }

    /// The service knows a vote of this reader at this place: the next one comes after it.
    pub fn learn(self, place: u64) {
        if place > last_place() {
            storage::set(LAST, &place.to_string());
        }
    }

    /// The vote on `slug` that is still on its way: `Some(None)` is one being taken back. Tracked.
    pub fn pending(self, slug: &Slug) -> Option<Option<Stars>> {
        self.changed.track();
        self.state.with_value(|state| letter::of(&state.queue, slug).map(|letter| letter.stars))
    }

    /// How the last vote on `slug` of this visit fared. Tracked.
    pub fn delivery(self, slug: &Slug) -> Option<Delivery> {
        self.changed.track();
        self.state.with_value(|state| {
            state.deliveries.iter().find(|(known, _)| known == slug).map(|(_, d)| d.clone())
        })
    }

    /// Whether what the reader does is there on the next visit.
    pub fn keeps(self) -> bool {
        self.state.with_value(|state| state.kept == Kept::Durably)
    }

    /// Sends what waits, also what other tabs left.
    fn wake(self) {
        self.collect();
        self.flush();
    }

    /// Sends what waits. Does nothing while a sending is under way.
    pub fn flush(self) {
        // The page may have gone meanwhile.
        let is_ready = self.state.try_with_value(|state| !state.is_busy && state.client.is_live());
        if is_ready == Some(true) && self.next(&[]).is_some() {
            self.state.update_value(|state| state.is_busy = true);
            leptos::task::spawn_local(self.send_all());
        }
    }

    /// The next letter whose place is not among `tried`.
    fn next(self, tried: &[u64]) -> Option<Letter> {
        self.state
            .try_with_value(|state| {
                state.queue.iter().find(|letter| !tried.contains(&letter.sequence)).cloned()
            })
            .flatten()
    }

    async fn send_all(self) {
        let mut tried = Vec::new();
        let mut wait = 0;
        while let Some(letter) = self.next(&tried) {
            match self.send(&letter).await {
                Ok(summary) => self.answered(letter, summary),
                Err(error) if error.is_passing() => {
                    tried.push(letter.sequence);
                    wait = wait.max(error.wait());
                    // Another tab may have taken it out for having settled an older one.
                    self.keep(&letter);
                    let is_dead = matches!(error, ApiError::Offline | ApiError::Timeout);
                    self.wait(&letter, error);
                    if is_dead {
                        break;
                    }
                }
                Err(error) => self.settle(&letter, Delivery::Refused(error)),
            }
        }
        let delay = self.state.try_update_value(|state| {
            state.is_busy = false;
            let delay = state.delay;
            if !tried.is_empty() {
                state.delay = (delay * 2).min(LONGEST_DELAY);
            }
            delay
        });
        if let Some(delay) = delay.filter(|_| !tried.is_empty()) {
            // Devices that lost the service at the same moment must not all come back at another.
            let jitter = Duration::from_millis(browser::random_below(1000));
            self.wake_in(delay.max(Duration::from_secs(wait)) + jitter);
        }
    }

    async fn send(self, letter: &Letter) -> Result<RatingSummary, ApiError> {
        let client = self.state.try_with_value(|state| state.client.clone());
        let client = client.ok_or(ApiError::Offline)?;
        let mut token = identity::token(&client).await?;
        let mut is_renewed = false;
        let waited = letter.waited(browser::now());
        loop {
            let Letter { slug, stars, sequence, .. } = letter;
            match client.vote(slug, *stars, *sequence, waited, &token).await {
                // A token the service takes no more is replaced once; the vote is the reader's all the same.
                Err(error) if error.is_about_token() && !is_renewed => {
                    token = identity::renewed(&client, &token).await?;
                    is_renewed = true;
                }
                answer => return answer,
            }
        }
    }

    fn answered(self, letter: Letter, summary: RatingSummary) {
        self.state.try_update_value(|state| state.delay = FIRST_DELAY);
        let known = summary.sequence.unwrap_or_default();
        let is_another = known == letter.sequence && summary.mine != letter.stars;
        if is_another || (known > letter.sequence && known > last_place()) {
            // The device has forgotten how far it had counted: this is the later choice all the same.
            self.learn(known);
            let again = Letter { sequence: self.next_place(), ..letter.clone() };
            let is_last = self.change(|state| {
                letter::settle(&mut state.queue, &letter)
                    && letter::put(&mut state.queue, again.clone())
            });
            if is_last == Some(true) {
                self.keep(&again);
            }
            return;
        }
        self.settle(&letter, Delivery::Confirmed(summary));
    }

    fn settle(self, letter: &Letter, delivery: Delivery) {
        if stored(&letter.slug).is_some_and(|stored| stored.sequence <= letter.sequence) {
            storage::remove(&key(&letter.slug));
        }
        let settled = self.change(|state| letter::settle(&mut state.queue, letter));
        if settled == Some(true) {
            self.note(&letter.slug, delivery);
        }
    }

    /// Notes that `letter` waits; where the network is dead, so does everything.
    fn wait(self, letter: &Letter, error: ApiError) {
        self.change(|state| {
            for known in &state.queue {
                if known.sequence == letter.sequence || matches!(error, ApiError::Offline) {
                    set(&mut state.deliveries, &known.slug, Delivery::Waiting(error.clone()));
                }
            }
        });
    }

    fn note(self, slug: &Slug, delivery: Delivery) {
        self.change(|state| set(&mut state.deliveries, slug, delivery));
    }

    fn wake_in(self, delay: Duration) {
        set_timeout(move || self.wake(), delay);
    }
}

fn set(deliveries: &mut Vec<(Slug, Delivery)>, slug: &Slug, delivery: Delivery) {
    deliveries.retain(|(known, _)| known != slug);
    deliveries.push((slug.clone(), delivery));
}
