//! The rating of an article: five native radios, the average, the reader's own vote.
//!
//! Accessibility: a `radiogroup` named by its heading; each star says its meaning in words. The arrow
//! keys move the choice, and the vote is sent after a pause, on leaving the group or with Enter; the
//! pointer and Space send it at once. What happened is announced once, in a status line. Every vote
//! can be undone and cleared.

pub mod choice;

use std::time::Duration;

use bantin_model::{RatingSummary, Slug, Stars};
use leptos::ev;
use leptos::prelude::*;

use crate::api::Client;
use crate::api::outbox::{Delivery, Outbox};
use crate::browser;
use crate::locale::{Messages, intl};
use crate::reader::identity;
use crate::reader::storage::Kept;
use choice::{Action, Choice, Moved};

/// How long the arrow keys must rest before the choice is sent.
const PAUSE: Duration = Duration::from_millis(1500);

/// The live service as a rating needs it. Absent where pages are rendered natively.
#[derive(Clone)]
pub struct Live {
    pub client: Client,
    pub outbox: Outbox,
}

/// Everything one rating knows.
#[derive(Clone, Copy)]
struct Rating {
    own: StoredValue<Own>,
    /// As the service last told it.
    summary: RwSignal<RatingSummary>,
    choice: RwSignal<Choice>,
    /// The star under the pointer.
    preview: RwSignal<Option<Stars>>,
}

/// What no part of the view follows.
struct Own {
    slug: Slug,
    live: Option<Live>,
    /// Runs until the choice made by the arrow keys is sent.
    pause: Option<TimeoutHandle>,
    /// Whether the key that is down is an arrow.
    by_arrow: bool,
}

impl Rating {
    fn new(initial: RatingSummary, live: Option<Live>) -> Self {
        let choice = Choice { shown: initial.mine, voted: initial.mine, before: None };
        let own = Own { slug: initial.slug.clone(), live, pause: None, by_arrow: false };
        Self {
            own: StoredValue::new(own),
            summary: RwSignal::new(initial),
            choice: RwSignal::new(choice),
            preview: RwSignal::new(None),
        }
    }

    fn outbox(self) -> Option<Outbox> {
        self.own.with_value(|own| own.live.as_ref().map(|live| live.outbox))
    }

    fn slug(self) -> Slug {
        self.own.with_value(|own| own.slug.clone())
    }

    fn pending(self) -> Option<Option<Stars>> {
        self.outbox()?.pending(&self.slug())
    }

    /// What is shown: the service's summary with the vote that is still on its way.
    fn shown_summary(self) -> RatingSummary {
        let summary = self.summary.get();
        match self.pending() {
            Some(stars) => summary.with_mine(stars),
            None => summary,
        }
    }

    /// Asks for the present figures and the reader's own vote.
    fn refresh(self) {
        let live = self.own.with_value(|own| own.live.clone());
        let Some(live) = live.filter(|live| live.client.is_live()) else { return };
        let slug = self.slug();
        leptos::task::spawn_local(async move {
            let token = identity::known();
            let Ok(summary) = live.client.rating(&slug, token.as_deref()).await else { return };
            // The page may have gone meanwhile.
            self.summary.try_set(summary);
        });
    }

    /// Keeps the choice in step with the summary and with what became of the last vote.
    fn follow(self) {
        let voted = self.shown_summary().mine;
        self.choice.update(|choice| choice.learn(voted));
        let Some(outbox) = self.outbox() else { return };
        match outbox.delivery(&self.slug()) {
            Some(Delivery::Confirmed(summary)) => {
                if self.summary.with_untracked(|known| *known != summary) {
                    self.summary.set(summary);
                }
            }
            Some(Delivery::Refused(_)) => {
                let voted = self.summary.with_untracked(|summary| summary.mine);
                self.choice.update(|choice| choice.refused(voted));
            }
            Some(Delivery::Sending | Delivery::Waiting(_)) | None => {}
        }
    }

    fn act(self, action: Action) {
        if action != Action::None
            && let Some(handle) = self.own.try_update_value(|own| own.pause.take()).flatten()
        {
            handle.clear();
        }
        match action {
            Action::None => {}
            Action::Wait => {
                let handle = set_timeout_with_handle(move || self.commit(), PAUSE).ok();
                self.own.update_value(|own| own.pause = handle);
            }
            Action::Vote(stars) => {
                if let Some(outbox) = self.outbox() {
                    outbox.vote(&self.slug(), stars);
                }
            }
        }
    }

    fn commit(self) {
        if let Some(action) = self.choice.try_update(Choice::commit) {
            self.act(action);
        }
    }

    fn choose(self, stars: Stars) {
        let moved =
            if self.own.with_value(|own| own.by_arrow) { Moved::ByArrow } else { Moved::Directly };
        if let Some(action) = self.choice.try_update(|choice| choice.choose(stars, moved)) {
            self.act(action);
        }
    }

    fn key_is_arrow(self, by_arrow: bool) {
        self.own.update_value(|own| own.by_arrow = by_arrow);
    }

    fn on_key(self, event: &ev::KeyboardEvent, stars: Stars) {
        let key = event.key();
        self.key_is_arrow(key.starts_with("Arrow"));
        if key == "Enter" {
            event.prevent_default();
            if self.choice.with_untracked(|choice| choice.shown.is_none()) {
                self.choose(stars);
            } else {
                self.commit();
            }
        }
    }

    /// The status line: the one thing worth saying now.
    fn status(self, messages: &'static Messages) -> String {
        let choice = self.choice.get();
        if choice.is_open()
            && let Some(stars) = choice.shown
        {
            return (messages.rating_choosing)(stars);
        }
        let delivery = self.outbox().and_then(|outbox| outbox.delivery(&self.slug()));
        let text = match delivery {
            Some(Delivery::Sending) => messages.rating_saving,
            Some(Delivery::Waiting(Kept::Durably)) => messages.rating_waiting,
            Some(Delivery::Waiting(Kept::ForThisVisit)) => messages.rating_not_kept,
            Some(Delivery::Refused(_)) => messages.rating_refused,
            Some(Delivery::Confirmed(_)) => match choice.voted {
                Some(stars) => return (messages.rating_saved)(stars),
                None => messages.rating_cleared,
            },
            None => match choice.voted {
                Some(stars) => return (messages.your_rating)(stars),
                None => messages.not_rated,
            },
        };
        text.to_owned()
    }
}

/// The rating of one article. `initial` is as of when the page was made; `live` keeps it current and
/// takes votes, and without it the figures are shown as they are.
#[component]
pub fn RatingBox(
    /// The interface's words.
    messages: &'static Messages,
    initial: RatingSummary,
    live: Option<Live>,
    /// Whether votes are taken at all.
    is_open: bool,
    /// The star the reader chose before the page could take a vote.
    early: Option<Stars>,
) -> impl IntoView {
    let heading_id = format!("rating-{}", initial.slug);
    let rating = Rating::new(initial, live);
    Effect::new(move |first: Option<()>| {
        if first.is_none() {
            rating.refresh();
        }
        rating.follow();
    });
    on_cleanup(move || rating.commit());
    if let Some(stars) = early {
        rating.choose(stars);
    }
    let labelled_by = heading_id.clone();
    let group = is_open.then(|| stars(rating, messages, labelled_by.clone()));
    let closed =
        (!is_open).then(|| view! { <p class="rating-status">{messages.rating_closed}</p> });
    view! {
        <section class="rating" part="rating" aria-labelledby=labelled_by.clone()>
            <h2 id=heading_id class="rubric">{messages.rate_heading}</h2>
            {figures(rating, messages)} {group} {closed}
        </section>
    }
}

/// Average and count in words.
fn figures(rating: Rating, messages: &'static Messages) -> impl IntoView {
    move || {
        let summary = rating.shown_summary();
        let count = intl::number(messages.tag, summary.count);
        match summary.average {
            None => view! { <p class="rating-figures">{messages.no_ratings}</p> }.into_any(),
            Some(average) => view! {
                <p class="rating-figures">
                    <strong class="rating-average">
                        {(messages.average)(&intl::decimal(messages.tag, average))}
                    </strong>
                    <span class="rating-count">{(messages.ratings_count)(summary.count, &count)}</span>
                </p>
            }
            .into_any(),
        }
    }
}

fn stars(rating: Rating, messages: &'static Messages, heading_id: String) -> impl IntoView {
    let name = heading_id.clone();
    let radios: Vec<_> =
        Stars::all().into_iter().map(|stars| star(rating, messages, &name, stars)).collect();
    let has_vote = move || rating.choice.with(|choice| choice.voted.is_some());
    let can_undo = move || rating.choice.with(|choice| choice.before.is_some());
    let button = move |label: &'static str, on_click: fn(&mut Choice) -> Action| {
        view! {
            <button
                type="button"
                class="link-button"
                on:click=move |_| {
                    if let Some(action) = rating.choice.try_update(on_click) {
                        rating.act(action);
                    }
                }
            >
                {label}
            </button>
        }
    };
    view! {
        <div
            class="stars"
            part="stars"
            role="radiogroup"
            aria-labelledby=heading_id
            on:focusout=move |event| {
                if !browser::stays_inside(&event) {
                    rating.commit();
                }
            }
            on:pointerleave=move |_| rating.preview.set(None)
        >
            {radios}
        </div>
        <p class="rating-status" role="status">
            {move || rating.status(messages)}
        </p>
        <p class="rating-actions">
            {move || can_undo().then(|| button(messages.undo, Choice::undo))}
            {move || has_vote().then(|| button(messages.clear, Choice::clear))}
        </p>
    }
}

fn star(
    rating: Rating,
    messages: &'static Messages,
    name: &str,
    stars: Stars,
) -> impl IntoView + use<> {
    let id = format!("{name}-{}", stars.get());
    let is_lit = move || {
        let shown = rating.preview.get().or_else(|| rating.choice.with(|choice| choice.shown));
        shown.is_some_and(|shown| stars <= shown)
    };
    view! {
        <input
            type="radio"
            class="star-radio"
            id=id.clone()
            name=name.to_owned()
            value=stars.get().to_string()
            prop:checked=move || rating.choice.with(|choice| choice.shown == Some(stars))
            on:change=move |_| rating.choose(stars)
            on:keydown=move |event| rating.on_key(&event, stars)
            on:keyup=move |_| rating.key_is_arrow(false)
            on:pointerdown=move |_| rating.key_is_arrow(false)
        />
        <label
            class="star"
            class:star-lit=is_lit
            for=id
            on:pointerenter=move |event| {
                if event.pointer_type() == "mouse" {
                    rating.preview.set(Some(stars));
                }
            }
            on:pointerdown=move |_| rating.key_is_arrow(false)
        >
            <svg class="star-shape" viewBox="0 0 24 24" aria-hidden="true">
                <path d="M12 2.6l2.9 6 6.6.9-4.8 4.6 1.2 6.5L12 17.5l-5.9 3.1 1.2-6.5L2.5 9.5l6.6-.9z" />
            </svg>
            <span class="visually-hidden">{(messages.stars_label)(stars)}</span>
        </label>
    }
}
