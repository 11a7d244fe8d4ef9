//! The rating in each of its states.

use bantin::api::{ApiError, Client};
use bantin::components::rating::{Live, rating_box};
use bantin::outbox::{Delivery, Outbox};
use bantin::reader::storage::NotKept;
use bantin_model::{ProblemKind, RatingSummary, Stars};
use leptos::prelude::*;

use crate::papers::Paper;
use crate::specimens::Specimen;
use crate::stories::{VOTES, slug};

/// A state. As it is by itself, votes are taken and none was given.
struct State {
    name: &'static str,
    votes: [u64; 5],
    mine: Option<u8>,
    /// No more votes are taken.
    has_ended: bool,
    /// The site takes votes at all.
    is_open: bool,
    /// A vote on its way: so many stars, 0 for one that is taken back.
    pending: Option<u8>,
    delivery: Option<Delivery>,
    kept: Result<(), NotKept>,
}

impl State {
    fn of(name: &'static str) -> Self {
        Self {
            name,
            votes: VOTES,
            mine: None,
            has_ended: false,
            is_open: true,
            pending: None,
            delivery: None,
            kept: Ok(()),
        }
    }

    fn summary(&self) -> RatingSummary {
        let mine = self.mine.and_then(|stars| Stars::new(stars).ok());
        let summary = RatingSummary::of(slug("story-0"), self.votes, mine);
        RatingSummary { closed: self.has_ended, ..summary }
    }
}

pub fn drawn(paper: &Paper) -> Vec<Specimen> {
    standing().into_iter().chain(fared()).map(|state| specimen(paper, state)).collect()
}

/// As the service tells it.
fn standing() -> Vec<State> {
    vec![
        State { votes: [0; 5], ..State::of("No votes") },
        State { votes: [0, 0, 0, 1, 0], ..State::of("One vote") },
        State::of("Some votes"),
        State { votes: [1_204, 998, 20_331, 187_005, 1_940_822], ..State::of("Many votes") },
        State { votes: [7, 0, 0, 0, 0], ..State::of("The worst") },
        State { votes: [0, 0, 0, 0, 7], ..State::of("The best") },
        State { mine: Some(4), ..State::of("Voted on an earlier visit") },
        State { is_open: false, ..State::of("The site takes no votes") },
        State { has_ended: true, ..State::of("Voting has ended") },
        State { has_ended: true, mine: Some(3), ..State::of("Voting has ended, voted before") },
    ]
}

/// What becomes of a vote.
fn fared() -> Vec<State> {
    let voted =
        |name, delivery| State { mine: Some(4), delivery: Some(delivery), ..State::of(name) };
    let waiting = |name, error| State { pending: Some(4), ..voted(name, Delivery::Waiting(error)) };
    let refused = |name, kind| {
        let error = ApiError::Refused { status: 403, kind };
        State { mine: None, ..voted(name, Delivery::Refused(error)) }
    };
    let confirmed = || Delivery::Confirmed(RatingSummary::of(slug("story-0"), VOTES, None));
    let not_kept = Err(NotKept::Blocked);
    let busy = ApiError::Server { status: 429, wait: 60 };
    vec![
        State { pending: Some(4), ..voted("Being sent", Delivery::Sending) },
        State { mine: None, pending: Some(0), ..voted("Being taken back", Delivery::Sending) },
        waiting("Waits for the network", ApiError::Offline),
        waiting("Waits for its turn", busy),
        State { kept: not_kept, ..waiting("Waits, and is gone with the page", ApiError::Offline) },
        voted("Saved", confirmed()),
        State { kept: not_kept, ..voted("Saved, the reader is not remembered", confirmed()) },
        State { mine: None, ..voted("Taken back", confirmed()) },
        refused("Refused: voting has ended", Some(ProblemKind::RatingClosed)),
        refused("Refused: the reader's token is revoked", Some(ProblemKind::TokenRevoked)),
        refused("Refused: too many votes", Some(ProblemKind::LimitReached)),
        refused("Refused", None),
    ]
}

fn specimen(paper: &Paper, state: State) -> Specimen {
    let messages = paper.edition().lang.widget_messages();
    let (summary, is_open) = (state.summary(), state.is_open);
    Specimen::of(&paper.edition(), state.name, || {
        let pending = state.pending.map(|stars| Stars::new(stars).ok());
        let outbox = Outbox::standing(&summary.slug, pending, state.delivery, state.kept);
        let live = Live { client: Client::new("/api/v1/"), outbox, is_fresh: true };
        let rating = rating_box(messages, summary, Some(live), is_open, None);
        view! { <div class="rating-place extra">{rating}</div> }
    })
    .with("<details class=\"histogram\"", "<details open class=\"histogram\"")
}
