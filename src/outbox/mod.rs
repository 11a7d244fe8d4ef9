//! Votes that the service has not confirmed yet. Each is kept on the device before anything is sent, so
//! that neither a dead network nor a closed tab loses one, and goes when the service has confirmed it or
//! refused it for good.
//!
//! Every vote has a key of its own in the browser's storage, so that tabs do not overwrite each other's,
//! and a sequence number in the reader's order, so that a copy that comes late changes nothing, neither here nor
//! at the service: sending twice is harmless, and whatever is in doubt is sent again.

//!
//! - `pending_vote`: one vote, and the order of them
//! - `stored`: pending votes on the device, and what other tabs do about them

mod pending_vote;
mod stored;

use std::time::Duration;

use bantin_model::{RatingSummary, Slug, Stars};
use leptos::prelude::*;

use crate::api::{ApiError, Client};
use crate::browser;
use crate::reader::identity;
use crate::reader::storage::NotKept;
use pending_vote::PendingVote;
use stored::{count, forget, last_sequence, stored};

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
    queue: Vec<PendingVote>,
    /// How the last vote of this visit on each article fared.
    deliveries: Vec<(Slug, Delivery)>,
    client: Client,
    /// Whether the last vote is there on the next visit.
    kept: Result<(), NotKept>,
    is_busy: bool,
    delay: Duration,
    /// Keeps this tab's sequence numbers apart from another tab's.
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
            kept: Ok(()),
            is_busy: false,
            delay: FIRST_DELAY,
            tab: browser::random_below(pending_vote::TABS),
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
        let vote = PendingVote {
            slug: slug.clone(),
            stars,
            sequence: self.next_sequence(),
            since: browser::now(),
        };
        self.keep(&vote);
        self.change(|state| {
            pending_vote::put(&mut state.queue, vote);
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

    /// The service knows a vote of this reader with this sequence number: the next one gets a higher one.
    pub fn learn(self, sequence: u64) {
        if sequence > last_sequence() {
            count(sequence);
        }
    }

    /// The vote on `slug` that is still on its way: `Some(None)` is one being taken back. Tracked.
    pub fn pending(self, slug: &Slug) -> Option<Option<Stars>> {
        self.changed.track();
        self.state.with_value(|state| pending_vote::of(&state.queue, slug).map(|vote| vote.stars))
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
        self.state.with_value(|state| state.kept.is_ok())
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

    /// The next pending vote whose sequence number is not among `tried`.
    fn next(self, tried: &[u64]) -> Option<PendingVote> {
        self.state
            .try_with_value(|state| {
                state.queue.iter().find(|vote| !tried.contains(&vote.sequence)).cloned()
            })
            .flatten()
    }

    async fn send_all(self) {
        let mut tried = Vec::new();
        let mut wait = 0;
        while let Some(vote) = self.next(&tried) {
            match self.send(&vote).await {
                Ok(summary) => self.answered(vote, summary),
                Err(error) if error.is_passing() => {
                    tried.push(vote.sequence);
                    wait = wait.max(error.wait());
                    // Another tab may have taken it out for having settled an older one.
                    self.keep(&vote);
                    let is_dead = matches!(error, ApiError::Offline | ApiError::Timeout);
                    self.wait(&vote, error);
                    if is_dead {
                        break;
                    }
                }
                Err(error) => self.settle(&vote, Delivery::Refused(error)),
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

    async fn send(self, vote: &PendingVote) -> Result<RatingSummary, ApiError> {
        let client = self.state.try_with_value(|state| state.client.clone());
        let client = client.ok_or(ApiError::Offline)?;
        let mut token = identity::token(&client).await?;
        let mut is_renewed = false;
        let waited = vote.waited(browser::now());
        loop {
            let PendingVote { slug, stars, sequence, .. } = vote;
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

    fn answered(self, vote: PendingVote, summary: RatingSummary) {
        self.state.try_update_value(|state| state.delay = FIRST_DELAY);
        let known = summary.sequence.unwrap_or_default();
        let is_another = known == vote.sequence && summary.mine != vote.stars;
        if is_another || (known > vote.sequence && known > last_sequence()) {
            // The device has forgotten how far it had counted: this is the later choice all the same.
            self.learn(known);
            let again = PendingVote { sequence: self.next_sequence(), ..vote.clone() };
            let is_last = self.change(|state| {
                pending_vote::settle(&mut state.queue, &vote)
                    && pending_vote::put(&mut state.queue, again.clone())
            });
            if is_last == Some(true) {
                self.keep(&again);
            }
            return;
        }
        self.settle(&vote, Delivery::Confirmed(summary));
    }

    fn settle(self, vote: &PendingVote, delivery: Delivery) {
        if stored(&vote.slug).is_some_and(|stored| stored.sequence <= vote.sequence) {
            forget(&vote.slug);
        }
        let settled = self.change(|state| pending_vote::settle(&mut state.queue, vote));
        if settled == Some(true) {
            self.note(&vote.slug, delivery);
        }
    }

    /// Notes that `vote` waits; where the network is dead, so does everything.
    fn wait(self, vote: &PendingVote, error: ApiError) {
        self.change(|state| {
            for known in &state.queue {
                if known.sequence == vote.sequence || matches!(error, ApiError::Offline) {
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
