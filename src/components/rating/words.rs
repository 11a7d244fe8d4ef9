//! The words of the rating about the reader's vote.

use bantin_model::{ProblemKind, Stars};

use super::Rating;
use crate::api::ApiError;
use crate::locale::{Template, WidgetMessages};
use crate::outbox::Delivery;

/// The outcome of the last vote, to be announced; empty while it is not known.
pub fn outcome(rating: Rating, messages: &'static WidgetMessages) -> String {
    let choice = rating.choice();
    let Some(outbox) = rating.outbox().filter(|_| !choice.is_open()) else { return String::new() };
    let text = match outbox.delivery(&rating.slug()) {
        Some(Delivery::Waiting(_)) if !outbox.keeps() => messages.rating_not_kept,
        Some(Delivery::Waiting(ApiError::Server { status: 429, .. })) => {
            messages.rating_waiting_turn
        }
        Some(Delivery::Waiting(_)) => messages.rating_waiting,
        Some(Delivery::Refused(error)) => refused(messages, &error),
        Some(Delivery::Confirmed(_)) => match choice.voted {
            Some(stars) if outbox.keeps() => return numbered(messages.rating_saved, stars),
            Some(stars) => {
                return format!(
                    "{} {}",
                    numbered(messages.rating_saved, stars),
                    messages.reader_not_kept
                );
            }
            None => messages.rating_cleared,
        },
        Some(Delivery::Sending) | None => "",
    };
    text.to_owned()
}

/// The text with the number of stars.
fn numbered(text: Template, stars: Stars) -> String {
    text.with(&stars.get().to_string())
}

/// The note that is shown and not announced: a choice under way, that it is being sent, or the vote that stands.
pub fn note(rating: Rating, messages: &'static WidgetMessages) -> String {
    let choice = rating.choice();
    if choice.is_open()
        && let Some(stars) = choice.shown
    {
        return numbered(messages.rating_choosing, stars);
    }
    let delivery = rating.outbox().and_then(|outbox| outbox.delivery(&rating.slug()));
    let text = match delivery {
        Some(Delivery::Sending) => messages.rating_saving,
        Some(_) => "",
        None if rating.is_closed() => messages.rating_ended,
        None => match choice.voted {
            Some(stars) => return messages.your_rating.with(messages.stars_label(stars)),
            None => messages.not_rated,
        },
    };
    text.to_owned()
}

/// Why a vote was refused for good.
fn refused(messages: &'static WidgetMessages, error: &ApiError) -> &'static str {
    match kind(error) {
        _ if is_closed(error) => messages.refused_closed,
        Some(ProblemKind::TokenRevoked) => messages.refused_revoked,
        Some(ProblemKind::LimitReached) => messages.refused_limit,
        _ => messages.rating_refused,
    }
}

/// Whether the article takes no votes any more, or is gone.
pub fn is_closed(error: &ApiError) -> bool {
    matches!(error, ApiError::NotFound | ApiError::Gone)
        || kind(error) == Some(ProblemKind::RatingClosed)
}

fn kind(error: &ApiError) -> Option<ProblemKind> {
    match error {
        ApiError::Refused { kind, .. } => *kind,
        _ => None,
    }
}
