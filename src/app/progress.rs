//! How far the reader has come in an article: a line at the top, and a way back to where they stopped last time.

use bantin_model::{Route, Slug};
use elements::el;
use leptos::prelude::*;

use super::{App, Arrival};
use crate::browser;
use crate::locale::Lang;
use crate::reader::reading_position;

/// The text whose reading is measured.
const TEXT: &str = ".article:not(.article-plain) .article-body";
/// The button that leads on is shown only where it leads this many thousandths of the article further.
const WORTH: u32 = 50;
/// Scrolled down this many pixels, the reader has begun from the top again, and the button goes.
const BEGUN_ANEW: f64 = 600.0;

#[derive(Clone, Copy)]
pub struct Progress {
    /// How much of the article is read, in thousandths; `None` where there is no article.
    read: RwSignal<Option<u32>>,
    /// Where the reader stopped on an earlier visit, in thousandths, while the button offers to go on from there.
    stopped: RwSignal<Option<u32>>,
}

impl Progress {
    pub fn new() -> Self {
        Self { read: RwSignal::new(None), stopped: RwSignal::new(None) }
    }

    fn look(self) {
        let read = browser::share_read(TEXT);
        if self.read.get_untracked() != read {
            self.read.set(read);
        }
        if browser::scroll_top() > BEGUN_ANEW && self.stopped.get_untracked().is_some() {
            self.stopped.set(None);
        }
    }
}

/// The line at the top, and the button that leads on. The line is built of elements: it is in the first piece, where
/// `view!` would make it a kilobyte larger.
#[component]
pub fn ReadingProgress(progress: Progress) -> impl IntoView {
    let Progress { read, stopped } = progress;
    let line = el("progress")
        .class("reading-progress")
        .attr("max", "1000")
        .attr("aria-hidden", "true")
        .live_attr("value", move || Some(read.get().unwrap_or_default().to_string()))
        .live_attr("hidden", move || read.get().is_none().then(String::new));
    let go_on = move |_| {
        if let Some(at) = stopped.try_get_untracked().flatten() {
            stopped.set(None);
            browser::scroll_to_share(TEXT, at);
            browser::focus("main");
        }
    };
    let words = move || {
        // The page's language may have changed since the button was last shown.
        stopped.track();
        let lang = browser::lang().and_then(|tag| Lang::of(&tag)).unwrap_or(Lang::OTHERWISE);
        lang.go_on_reading()
    };
    view! {
        {line}
        <button
            type="button"
            class="button go-on"
            hidden=move || stopped.get().is_none()
            on:click=go_on
        >
            {words}
        </button>
    }
}

impl App {
    /// The article in view.
    pub(super) fn article(self) -> Option<Slug> {
        self.state.with_value(|state| match &state.here {
            Some(Route::Article { slug }) => Some(slug.clone()),
            _ => None,
        })
    }

    pub(super) fn watch_progress(self) {
        let progress = self.progress;
        browser::on_window("scroll", move |_: web_sys::Event| progress.look());
        browser::on_scroll_end(move || {
            // While the button offers the earlier position, that must not be overwritten by where the reader is now.
            let is_asked = progress.stopped.get_untracked().is_some();
            if let Some(slug) = self.article().filter(|_| !is_asked)
                && let Some(read) = progress.read.get_untracked()
                && browser::scroll_top() > 0.0
            {
                reading_position::note(&slug, read);
            }
        });
    }

    /// Begins to measure the reading of the article that has come into view, and offers to go on where the reader
    /// stopped.
    pub(super) fn begin_reading(self, arrival: Arrival) {
        self.when_followed(move || self.begin_reading_now(arrival));
    }

    fn begin_reading_now(self, arrival: Arrival) {
        self.note_read();
        let is_new =
            !matches!(arrival, Arrival::History { .. } | Arrival::Start { scroll: Some(1.0..) });
        let stopped =
            self.article().filter(|_| is_new).and_then(|slug| reading_position::of(&slug));
        let read = browser::share_read(TEXT).unwrap_or_default();
        self.progress.stopped.set(stopped.filter(|at| *at > read + WORTH));
        self.progress.look();
    }
}
