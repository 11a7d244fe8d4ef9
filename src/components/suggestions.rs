//! Suggestions of the search field while the reader types. They are mounted behind a field that is on the page already,
//! perhaps a prerendered one, and make it a combobox.
//!
//! Accessibility: the list is named, its options are links in their languages; how many there are is announced after a
//! pause. Down and Up turn through them, past an end to the words again; Home and End go to the first and last; Enter opens
//! what is chosen, Escape closes and keeps the words. Nothing happens while a word is composed.

use std::time::Duration;

use bantin_model::search::{Question, fold_for_search, words};
use bantin_model::{Slug, Summary};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, HtmlInputElement, KeyboardEvent};

use super::answers::{Answers, question_of};
use super::marked::Marked;
use super::use_edition;
use crate::browser;
use crate::locale::text;

/// How long the reader has not pressed a key when the question is asked.
const PAUSE: Duration = Duration::from_millis(200);
/// The fewest letters of a question that is asked.
const FEWEST: usize = 2;
/// How many suggestions are shown.
const MOST: usize = 6;

const LIST: &str = "suggestions";
/// The key code by which some browsers tell, and only by it, that a key ends a composition.
const COMPOSING: u32 = 229;

/// What is suggested, and which option is chosen. Handles only.
#[derive(Clone, Copy)]
pub struct Suggested {
    question: RwSignal<String>,
    hits: RwSignal<Vec<Summary>>,
    is_open: RwSignal<bool>,
    /// The option that Enter opens.
    pub chosen: RwSignal<Option<usize>>,
    /// How many there are, in words.
    status: RwSignal<String>,
    /// The question whose answer is shown when it comes.
    awaited: StoredValue<Option<String>>,
    /// Runs until the reader has not typed for [`PAUSE`].
    pause: StoredValue<Option<TimeoutHandle>>,
}

#[component]
pub fn Suggestions(
    field: HtmlInputElement,
    answers: Answers,
    /// Asks a question; the answer is told to `answers`.
    ask: Callback<String>,
    /// The address of an article.
    href: Callback<Slug, String>,
) -> impl IntoView {
    let suggested = Suggested::default();
    let list = NodeRef::<html::Div>::new();
    let label = use_edition().messages().suggestions;
    let words_of = move |count: usize| format!("{label}: {count}");
    let draw = Callback::new(move |question: String| {
        if let Some(mut hits) = answers.hits(&question) {
            hits.truncate(MOST);
            suggested.draw(question, words_of(hits.len()), hits);
        }
    });
    let ask_now = {
        let field = StoredValue::new_local(field.clone());
        move || {
            // The page may have gone meanwhile.
            let Some(text) = field.try_with_value(HtmlInputElement::value) else { return };
            let question = question_of(&text::lower(&text));
            if answers.hits(&question).is_some() {
                draw.run(question);
            } else {
                suggested.awaited.set_value(Some(question.clone()));
                ask.run(question);
            }
        }
    };
    Effect::new(move |_| {
        answers.track();
        let Some(awaited) = suggested.awaited.get_value() else { return };
        if answers.take_failure(&awaited) {
            suggested.close();
        } else {
            draw.run(awaited);
        }
    });
    on_cleanup(move || suggested.hush());
    follow_field(&field, suggested, ask_now, list);
    show_in_field(&field, suggested, list);
    drawn(suggested, label, href, list)
}

/// The list, and what is announced of it.
pub fn drawn(
    suggested: Suggested,
    label: &'static str,
    href: Callback<Slug, String>,
    list: NodeRef<html::Div>,
) -> impl IntoView {
    let option = move |(place, hit): (usize, Summary)| {
        let question = Question::of(&suggested.question.read_untracked());
        view! {
            <a
                href=href.run(hit.slug)
                lang=hit.lang
                id=option_id(place)
                role="option"
                tabindex="-1"
                aria-selected=move || (suggested.chosen.get() == Some(place)).to_string()
            >
                <Marked question text=hit.title />
            </a>
        }
    };
    view! {
        <div
            node_ref=list
            id=LIST
            class="suggestions"
            role="listbox"
            aria-label=label
            hidden=move || !suggested.is_open.get()
            // The focus stays in the field, else it would close before the click.
            on:mousedown=|event| event.prevent_default()
            on:click=move |_| suggested.close()
        >
            {move || suggested.hits.get().into_iter().enumerate().map(option).collect_view()}
        </div>
        <p class="visually-hidden" role="status">
            {move || suggested.status.get()}
        </p>
    }
}

fn option_id(place: usize) -> String {
    format!("suggestion-{place}")
}

impl Default for Suggested {
    fn default() -> Self {
        Self {
            question: RwSignal::new(String::new()),
            hits: RwSignal::new(Vec::new()),
            is_open: RwSignal::new(false),
            chosen: RwSignal::new(None),
            status: RwSignal::new(String::new()),
            awaited: StoredValue::new(None),
            pause: StoredValue::new(None),
        }
    }
}

impl Suggested {
    pub fn draw(self, question: String, status: String, hits: Vec<Summary>) {
        self.awaited.set_value(None);
        self.chosen.set(None);
        self.question.set(question);
        self.is_open.set(!hits.is_empty());
        self.hits.set(hits);
        self.status.set(status);
    }

    /// Stops waiting for an answer and for the pause.
    fn hush(self) {
        self.awaited.set_value(None);
        if let Some(pause) = self.pause.try_update_value(Option::take).flatten() {
            pause.clear();
        }
    }

    fn close(self) {
        self.hush();
        self.chosen.set(None);
        self.is_open.set(false);
        self.status.set(String::new());
    }

    /// The option that is chosen after this key: `Some(None)` is the field itself, which comes after either end. `None`
    /// for a key that does not move the choice.
    fn after(self, key: &str) -> Option<Option<usize>> {
        let last = self.hits.with_untracked(Vec::len).checked_sub(1)?;
        let at = self.chosen.get_untracked();
        match (key, at) {
            ("ArrowDown", None) | ("Home", Some(_)) => Some(Some(0)),
            ("ArrowDown", Some(at)) => Some(Some(at + 1).filter(|next| *next <= last)),
            ("ArrowUp", None) | ("End", Some(_)) => Some(Some(last)),
            ("ArrowUp", Some(at)) => Some(at.checked_sub(1)),
            _ => None,
        }
    }
}

fn has_enough(field: &HtmlInputElement) -> bool {
    words(&field.value()).map(|word| fold_for_search(word).chars().count()).sum::<usize>() >= FEWEST
}

/// Listens to what the reader does in the field.
fn follow_field(
    field: &HtmlInputElement,
    suggested: Suggested,
    ask: impl Fn() + Copy + 'static,
    list: NodeRef<html::Div>,
) {
    let wait = {
        let field = field.clone();
        move || {
            suggested.hush();
            if has_enough(&field) {
                suggested.pause.set_value(set_timeout_with_handle(ask, PAUSE).ok());
            } else {
                suggested.close();
            }
        }
    };
    let on_input = wait.clone();
    browser::on_while_owned(field, "input", move |event: Event| {
        let event = event.dyn_ref::<web_sys::InputEvent>();
        if !event.is_some_and(web_sys::InputEvent::is_composing) {
            on_input();
        }
    });
    // During a composition the text in the field is not yet what the reader means.
    browser::on_while_owned(field, "compositionstart", move |_| suggested.close());
    let on_end = wait.clone();
    browser::on_while_owned(field, "compositionend", move |_| on_end());
    browser::on_while_owned(field, "blur", move |_| suggested.close());
    let own = field.clone();
    browser::on_while_owned(field, "keydown", move |event: Event| {
        let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
        let is_other = event.ctrl_key() || event.meta_key() || event.shift_key();
        if is_other || event.is_composing() || event.key_code() == COMPOSING {
            return;
        }
        let key = &*event.key();
        let is_open = suggested.is_open.get_untracked();
        let chosen = suggested.chosen.get_untracked();
        match (key, suggested.after(key).filter(|_| is_open)) {
            (_, Some(next)) => suggested.chosen.set(next),
            ("ArrowDown", None) if has_enough(&own) => ask(),
            ("Escape", _) if is_open => suggested.close(),
            ("Enter", _) if chosen.is_some() => open(list, chosen),
            ("Enter", _) => return suggested.close(),
            // The cursor moves within the words again, so no option is chosen.
            ("ArrowLeft" | "ArrowRight", _) => return suggested.chosen.set(None),
            _ => return,
        }
        event.prevent_default();
    });
    // The reader has typed before this was mounted.
    if field.value() != field.default_value() {
        wait();
    }
}

/// The option at this place.
fn option_at(list: NodeRef<html::Div>, place: usize) -> Option<HtmlElement> {
    let list = list.get_untracked()?;
    list.children().item(u32::try_from(place).ok()?)?.dyn_into().ok()
}

fn open(list: NodeRef<html::Div>, chosen: Option<usize>) {
    if let Some(option) = chosen.and_then(|place| option_at(list, place)) {
        option.click();
    }
}

/// Tells assistive technology what is suggested by attributes of the field, which has the focus all the time.
fn show_in_field(field: &HtmlInputElement, suggested: Suggested, list: NodeRef<html::Div>) {
    let own = field.clone();
    let fixed = [("role", "combobox"), ("aria-autocomplete", "list"), ("aria-controls", LIST)];
    let set = move |name: &str, value: &str| {
        // These are valid names of attributes, so this cannot fail.
        let _ = own.set_attribute(name, value);
    };
    for (name, value) in fixed {
        set(name, value);
    }
    Effect::new(move |_| {
        let chosen = suggested.chosen.get();
        set("aria-expanded", if suggested.is_open.get() { "true" } else { "false" });
        set("aria-activedescendant", &chosen.map(option_id).unwrap_or_default());
        if let Some(option) = chosen.and_then(|place| option_at(list, place)) {
            browser::scroll_to_nearest(&option);
        }
    });
}
