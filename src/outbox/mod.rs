//! Votes that the service has not confirmed yet. Each is kept on the device before anything is sent, so
//! that neither a dead network nor a closed tab loses one, and goes when the service has confirmed it or
//! refused it for good.
//!
//! Every vote has a key of its own in the browser's storage, so that tabs do not overwrite each other's votes. Its
//! sequence number says where it stands in the reader's order: a copy that comes late changes nothing, neither on the
//! device nor at the service. So sending twice is harmless, and a vote whose answer was lost is sent again.
//!
//! - `pending_vote`: one vote, and the order of them
//! - `stored`: pending votes on the device, and what other tabs do about them
//! - `standing`: natively, an outbox in a state of choice, to draw a rating in it

mod pending_vote;
#[cfg(feature = "ssr")]
mod standing;
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

/// The state of the last vote on an article.
#[derive(Clone, Debug, PartialEq)]
pub enum Delivery {
    Sending,
    /// It will be sent again later; the error is that of the last try.
    Waiting(ApiError),
    /// The service has it; the summary is the service's own and holds the vote.
    Confirmed(RatingSummary),
    /// Refused for good.
    Refused(ApiError),
}

/// The outbox of this device. There is one for the whole page, and it lives as long as the page.
#[derive(Clone, Copy)]
pub struct Outbox {
    state: StoredValue<State>,
    /// Told when the queue or a delivery changes.
    changed: Trigger,
}

struct State {
    queue: Vec<PendingVote>,
    /// The last vote of this visit on each article.
    deliveries: Vec<(Slug, Delivery)>,
    client: Client,
    /// Whether the last vote was written to the device, and so is there on the next visit.
    kept: Result<(), NotKept>,
    is_busy: bool,
    delay: Duration,
    /// This tab's number, which keeps its sequence numbers apart from those of other tabs.
    tab: u64,
    /// The articles in view; what other tabs do about their votes is listened to.
    watched: Vec<Slug>,
}

impl State {
    fn new(client: Client, tab: u64) -> Self {
        Self {
            queue: Vec::new(),
            deliveries: Vec::new(),
            client,
            kept: Ok(()),
            is_busy: false,
            delay: FIRST_DELAY,
            tab,
            watched: Vec::new(),
        }
    }
}

impl Outbox {
    /// Takes up what an earlier visit left, and listens for the network and for other tabs as long as
    /// the owner lives.
    pub fn open(client: Client) -> Self {
        let state = State::new(client, browser::random_below(pending_vote::TABS));
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

    /// Changes the state that components show, and tells them. `None` when the page has gone meanwhile.
    fn change<T>(self, change: impl FnOnce(&mut State) -> T) -> Option<T> {
        let changed = self.state.try_update_value(change);
        self.changed.notify();
        changed
    }

    /// Sends to the service of this client from now on.
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

    /// Takes in that the service knows a vote of this reader with this sequence number: the next one gets a higher
    /// number.
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

    /// The state of the last vote of this visit on `slug`. Tracked.
    pub fn delivery(self, slug: &Slug) -> Option<Delivery> {
        self.changed.track();
        self.state.with_value(|state| {
            state.deliveries.iter().find(|(known, _)| known == slug).map(|(_, d)| d.clone())
        })
    }

    /// Whether votes are written to the device, and so are there on the next visit.
    pub fn keeps(self) -> bool {
        self.state.with_value(|state| state.kept.is_ok())
    }

    /// Sends the pending votes, with those that other tabs left.
    fn wake(self) {
        self.collect();
        self.flush();
    }

    /// Sends the pending votes. Does nothing while they are being sent already.
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
                    // Another tab may have removed it from the storage when it settled an older vote.
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
            // A random part: devices that lost the service at the same moment must not all come back at the same
            // moment.
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
                // A token that the service takes no more is replaced once: the vote is the reader's with the new one
                // too.
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
            // The device forgot its last sequence number and gave this vote too low a one. It is the later choice all
            // the same.
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

    /// Notes that `vote` waits. When there is no network, all pending votes wait.
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
