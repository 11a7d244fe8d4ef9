//! An outbox in which a vote stands as one likes, so that a rating can be drawn natively in each of its states.

use std::time::Duration;

use bantin_model::{Slug, Stars};
use leptos::prelude::*;

use super::pending_vote::PendingVote;
use super::{Delivery, Outbox, State};
use crate::api::Client;
use crate::reader::storage::NotKept;

impl Outbox {
    /// The vote on `slug` is `pending`, where it is still on its way, and fared so. Nothing is ever sent.
    pub fn standing(
        slug: &Slug,
        pending: Option<Option<Stars>>,
        delivery: Option<Delivery>,
        kept: Result<(), NotKept>,
    ) -> Self {
        let vote = |stars| PendingVote { slug: slug.clone(), stars, sequence: 1, since: 0 };
        let state = State {
            queue: pending.into_iter().map(vote).collect(),
            deliveries: delivery.into_iter().map(|delivery| (slug.clone(), delivery)).collect(),
            client: Client::new("/api/v1/"),
            kept,
            is_busy: false,
            delay: Duration::ZERO,
            tab: 0,
            watched: Vec::new(),
        };
        Self { state: StoredValue::new(state), changed: Trigger::new() }
    }
}
