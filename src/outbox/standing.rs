//! An outbox in a state of choice, so that the gallery can draw a rating in each of its states.

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
        let mut state = State::new(Client::new("/api/v1/"), 0);
        state.queue = pending.into_iter().map(vote).collect();
        state.deliveries = delivery.into_iter().map(|delivery| (slug.clone(), delivery)).collect();
        state.kept = kept;
        Self { state: StoredValue::new(state), changed: Trigger::new() }
    }
}
