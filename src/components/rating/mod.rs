//! The rating of an article: five native radios, the average, the reader's own vote.
//!
//! Accessibility: a `radiogroup` named by its heading; each star says its meaning in words, to the eye
//! under the pointer and the focus. The arrow keys move the choice, and the vote is sent after a pause, on
//! leaving the group or the page, or with Enter; the pointer and Space send it at once. What became of it
//! is announced once, in a status line; that it is being sent is only shown. Every vote can be undone and
//! cleared. The average is drawn in stars to the thousandth, and said in words; how many gave which number
//! is text in a disclosure, with bars that are decoration.

pub mod choice;
mod summary;
mod words;

use elements::{Element, el};
use std::time::Duration;

use bantin_model::{RatingSummary, Slug, Stars};
use leptos::ev::Event;
use leptos::prelude::*;

use crate::api::Client;
use crate::browser;
use crate::locale::WidgetMessages;
use crate::outbox::{Delivery, Outbox};
use crate::reader::identity;
use choice::{Action, Choice, ChosenBy};
use summary::{STAR, average_and_count, histogram};

/// How long the arrow keys must rest before the choice is sent.
const PAUSE: Duration = Duration::from_millis(1500);

/// The live service of a rating. There is none where pages are drawn natively.
#[derive(Clone)]
pub struct Live {
    pub client: Client,
    pub outbox: Outbox,
    /// Whether the summary that the rating begins with has just come from the service, so that it need not be asked
    /// again.
    pub is_fresh: bool,
}

/// One rating.
#[derive(Clone, Copy)]
struct Rating {
    state: StoredValue<RatingState>,
    /// Triggers, not a signal for each value: Leptos has one code for all triggers, and one for each type of signal
    /// (ADR 11).
    summary_changed: Trigger,
    choice_changed: Trigger,
}

/// Everything one rating knows.
struct RatingState {
    slug: Slug,
    live: Option<Live>,
    /// The summary that the service sent last.
    summary: RatingSummary,
    choice: Choice,
    /// The pause after an arrow key, after which the choice is sent.
    pause: Option<TimeoutHandle>,
    /// Whether the key that is held down is an arrow key.
    by_arrow: bool,
}

impl Rating {
    fn new(summary: RatingSummary, live: Option<Live>) -> Self {
        let choice = Choice { shown: summary.mine, voted: summary.mine, before: None };
        let slug = summary.slug.clone();
        let state = RatingState { slug, live, summary, choice, pause: None, by_arrow: false };
        Self {
            state: StoredValue::new(state),
            summary_changed: Trigger::new(),
            choice_changed: Trigger::new(),
        }
    }

    /// Tracked.
    fn choice(self) -> Choice {
        self.choice_changed.track();
        self.state.with_value(|state| state.choice)
    }

    /// Does nothing once the rating is gone.
    fn change_choice<T>(self, change: impl FnOnce(&mut Choice) -> T) -> Option<T> {
        let changed = self.state.try_update_value(|state| change(&mut state.choice));
        self.choice_changed.notify();
        changed
    }

    /// Tracked.
    fn summary(self) -> RatingSummary {
        self.summary_changed.track();
        self.state.with_value(|state| state.summary.clone())
    }

    /// Does nothing once the rating is gone.
    fn learn(self, summary: RatingSummary) {
        self.state.try_update_value(|state| state.summary = summary);
        self.summary_changed.notify();
    }

    fn outbox(self) -> Option<Outbox> {
        self.state.with_value(|state| state.live.as_ref().map(|live| live.outbox))
    }

    fn slug(self) -> Slug {
        self.state.with_value(|state| state.slug.clone())
    }

    fn pending(self) -> Option<Option<Stars>> {
        self.outbox()?.pending(&self.slug())
    }

    /// What is shown: the service's summary with the vote that is still on its way.
    fn shown_summary(self) -> RatingSummary {
        let summary = self.summary();
        match self.pending() {
            Some(stars) => summary.with_mine(stars),
            None => summary,
        }
    }

    /// Asks for the present figures and the reader's own vote.
    fn refresh(self) {
        let live = self.state.with_value(|state| state.live.clone());
        let Some(live) = live.filter(|live| live.client.is_live() && !live.is_fresh) else {
            return;
        };
        let slug = self.slug();
        leptos::task::spawn_local(async move {
            let token = identity::known();
            let Ok(summary) = live.client.rating(&slug, token.as_deref()).await else { return };
            live.outbox.learn(summary.sequence.unwrap_or_default());
            // The page may have gone meanwhile.
            self.learn(summary);
        });
    }

    /// Brings the choice in step with the summary and with the state of the last vote.
    fn sync_with_outbox(self) {
        let voted = self.shown_summary().mine;
        self.change_choice(|choice| choice.learn(voted));
        let Some(outbox) = self.outbox() else { return };
        match outbox.delivery(&self.slug()) {
            Some(Delivery::Confirmed(summary)) => {
                if self.state.with_value(|state| state.summary != summary) {
                    self.learn(summary);
                }
            }
            Some(Delivery::Refused(error)) => {
                let mut summary = self.state.with_value(|state| state.summary.clone());
                self.change_choice(|choice| choice.refused(summary.mine));
                if words::is_closed(&error) && !summary.closed {
                    summary.closed = true;
                    self.learn(summary);
                }
            }
            Some(Delivery::Sending | Delivery::Waiting(_)) | None => {}
        }
    }

    fn act(self, action: Action) {
        if action != Action::None
            && let Some(handle) = self.state.try_update_value(|state| state.pause.take()).flatten()
        {
            handle.clear();
        }
        match action {
            Action::None => {}
            Action::Wait => {
                let handle = set_timeout_with_handle(move || self.commit(), PAUSE).ok();
                self.state.update_value(|state| state.pause = handle);
            }
            Action::Vote(stars) => {
                if let Some(outbox) = self.outbox() {
                    outbox.vote(&self.slug(), stars);
                }
            }
        }
    }

    fn commit(self) {
        if let Some(action) = self.change_choice(Choice::commit) {
            self.act(action);
        }
    }

    fn choose(self, stars: Stars) {
        let by = if self.state.with_value(|state| state.by_arrow) {
            ChosenBy::ArrowKey
        } else {
            ChosenBy::Pointer
        };
        if let Some(action) = self.change_choice(|choice| choice.choose(stars, by)) {
            self.act(action);
        }
    }

    /// Takes in an event of a key, a pointer or the focus in the group of stars.
    fn hear(self, event: &Event) {
        match browser::of_choice(event) {
            Some(2) => self.commit(),
            Some(kind) => {
                self.state.try_update_value(|state| state.by_arrow = kind == 1);
            }
            None => {}
        }
    }

    fn is_closed(self) -> bool {
        self.summary_changed.track();
        self.state.with_value(|state| state.summary.closed)
    }
}

/// Builds the rating of one article. `initial` is the summary from when the page was made. `live` keeps it current and
/// takes votes; without it the figures are shown as they are. `is_open` says whether votes are taken at all. `early` is
/// a star that the reader chose before the page could take a vote.
pub fn rating_box(
    messages: &'static WidgetMessages,
    initial: RatingSummary,
    live: Option<Live>,
    is_open: bool,
    early: Option<Stars>,
) -> Element {
    let heading_id = format!("rating-{}", initial.slug);
    let is_open = is_open && !initial.closed;
    let closed = if initial.closed { messages.rating_ended } else { messages.rating_closed };
    let rating = Rating::new(initial, live);
    if let Some(outbox) = rating.outbox() {
        outbox.watch(&rating.slug());
        // Sends a choice made with the arrow keys that still waits for its pause.
        browser::on_window_while_owned("pagehide", move |_| rating.commit());
    }
    on_cleanup(move || rating.commit());
    if let Some(stars) = early {
        rating.choose(stars);
    }
    let mut section = el("section")
        .class("rating")
        .attr("part", "rating")
        .attr("aria-labelledby", &heading_id)
        .child(el("h2").attr("id", &heading_id).class("rubric").child(messages.rate_heading))
        .child(average_and_count(rating, messages))
        .effect(move || rating.sync_with_outbox());
    // One listener for all stars: on a slow processor a listener for each takes longer than drawing the star.
    for name in ["keydown", "keyup", "pointerdown", "focusout"] {
        section = section.on(name, move |event| rating.hear(&event));
    }
    rating.refresh();
    let section = if is_open {
        section.child(stars(rating, messages, &heading_id))
    } else {
        section.child(el("p").class("rating-status").child(closed))
    };
    section.child(histogram(rating, messages))
}

fn stars(rating: Rating, messages: &'static WidgetMessages, heading_id: &str) -> Vec<Element> {
    let radios: Vec<_> = Stars::all()
        .into_iter()
        .flat_map(|stars| star(rating, messages, heading_id, stars))
        .collect();
    let group = el("div")
        .class("stars")
        .attr("part", "stars")
        .attr("role", "radiogroup")
        .attr("aria-labelledby", heading_id)
        .child(radios);
    // The note is only seen; what became of a vote is in the status line and is announced.
    let outcome = el("span").attr("role", "status");
    let status = el("p")
        .class("rating-status")
        .child(outcome.live_text(move || words::outcome(rating, messages)))
        .child(el("span").live_text(move || words::note(rating, messages)));
    let undo = button(rating, messages.undo, |choice| choice.before.is_some(), Choice::undo);
    let clear = button(rating, messages.clear, |choice| choice.voted.is_some(), Choice::clear);
    vec![group, status, el("p").class("rating-actions").child(undo).child(clear)]
}

/// A button that is shown while it has something to do.
fn button(
    rating: Rating,
    label: &'static str,
    is_there: fn(&Choice) -> bool,
    action: fn(&mut Choice) -> Action,
) -> Element {
    el("button")
        .attr("type", "button")
        .class("link-button")
        .live_attr("hidden", move || {
            let is_there = is_there(&rating.choice()) && !rating.is_closed();
            (!is_there).then(String::new)
        })
        .on("click", move |_| {
            if let Some(action) = rating.change_choice(action) {
                rating.act(action);
            }
        })
        .child(label)
}

/// A radio and its label.
fn star(
    rating: Rating,
    messages: &'static WidgetMessages,
    name: &str,
    stars: Stars,
) -> [Element; 2] {
    let id = format!("{name}-{}", stars.get());
    let radio = el("input")
        .attr("type", "radio")
        .class("star-radio")
        .attr("id", &id)
        .attr("name", name)
        .attr("value", stars.get().to_string())
        .live_attr("disabled", move || rating.is_closed().then(String::new))
        .live_checked(move || rating.choice().shown == Some(stars))
        .on("change", move |_| rating.choose(stars));
    let label = el("label")
        .class("star")
        .attr("for", id)
        .child(shape())
        .child(el("span").class("star-words").child(messages.stars_label(stars)));
    [radio, label]
}

fn shape() -> Element {
    el("svg")
        .class("star-shape")
        .attr("viewBox", "0 0 24 24")
        .attr("aria-hidden", "true")
        .child(el("path").attr("d", format!("M12 2.6{STAR}")))
}
