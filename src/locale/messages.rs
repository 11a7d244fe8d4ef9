//! The tables of messages: everything the app says, the part of it that widgets say, and what only pages drawn natively
//! say.

use std::ops::Deref;

use bantin_model::Stars;

use super::words::{Choices, Entry, Plural, Template, Texts, table};
use super::{Lang, intl};

/// How many settings a reader has: each has its words in every language.
pub const SETTINGS: usize = 5;

table! {
    /// Everything the app says.
    pub struct Messages {
        pub widgets: &'static WidgetMessages,

        /// The button that leads back to where the reader stopped.
        pub go_on_reading: &'static str,

        pub skip_to_content: &'static str,
        pub sections: &'static str,
        pub home: &'static str,
        pub most_read: &'static str,
        pub newest_first: &'static str,
        pub older: &'static str,
        pub newer: &'static str,
        /// The gap is the number of the page.
        pub page: Template,
        pub loading: &'static str,
        pub back_to_top: &'static str,
        pub follow_feed: &'static str,
        /// The title of the page that lists all months.
        pub archive: &'static str,
        /// Unfolds the rest of the other news.
        pub more_news: &'static str,

        pub published_on: Template,
        pub updated_on: Template,
        pub views: Template,
        pub by_authors: &'static str,
        pub source: &'static str,
        pub photo_credit: Template,
        pub tags: &'static str,
        /// The link to the article in each language, in that language's words, in the order of [`Lang::ALL`].
        pub offers: [&'static str; Lang::ALL.len()],
        pub watch_on: Template,
        pub embed_note: Template,
        pub unknown_block: &'static str,
        pub see_source: &'static str,
        pub table: &'static str,
        pub gallery: &'static str,
        pub rating_needs_script: &'static str,
        pub reading_time: Plural,
        pub share: &'static str,
        /// Announced when the address of the page is in the clipboard.
        pub share_copied: &'static str,

        /// The name of a picture without an alternative text.
        pub photo: &'static str,
        /// The name of the box that shows the pictures of an article large.
        pub viewer: &'static str,
        pub photo_before: &'static str,
        pub photo_after: &'static str,
        pub close: &'static str,
        pub listen: &'static str,
        /// The name of the bar with what follows here.
        pub listening: &'static str,
        pub pause: &'static str,
        pub go_on_listening: &'static str,
        pub stop: &'static str,
        pub speed: &'static str,
        /// Announced when the voice has failed.
        pub not_read_aloud: &'static str,
        pub saved_title: &'static str,
        pub saved_words: &'static str,
        pub saved_none: &'static str,
        pub saved_needs_script: &'static str,
        pub save: &'static str,
        /// Announced when the article was saved; `unsaved` when it was taken off the list; `not_saved` when it could
        /// not be kept.
        pub saved: &'static str,
        pub unsave: &'static str,
        pub unsaved: &'static str,
        pub not_saved: &'static str,
        pub to_saved: &'static str,
        pub history_title: &'static str,
        pub history_words: &'static str,
        pub history_clear: &'static str,
        pub history_cleared: &'static str,
        /// The heading above the articles that can be read without a network.
        pub at_hand: &'static str,
        /// The name of the link that a heading has to itself.
        pub heading_link: &'static str,
        /// Announced when a page that failed for want of a network is asked for again.
        pub back_online: &'static str,

        pub settings_title: &'static str,
        /// One for each of `crate::reader::settings::SETTINGS`, in their order.
        pub settings: [Choices; SETTINGS],
        pub settings_reset: &'static str,

        pub empty_title: &'static str,
        pub empty_text: &'static str,
        pub to_front: &'static str,

        pub missing_title: &'static str,
        pub search: &'static str,
        pub search_label: &'static str,
        pub search_hint: &'static str,
        /// The name of the list of suggestions; their number follows it.
        pub suggestions: &'static str,
        pub search_count: Plural,
        pub search_none: &'static str,
        pub search_needs_script: &'static str,
        pub previous_page: &'static str,
        pub next_page: &'static str,
        pub gone_title: &'static str,
        pub offline_title: &'static str,
        pub timeout_title: &'static str,
        pub server_title: &'static str,
        pub unreadable_title: &'static str,
        /// The title when a search found files of different exports.
        pub mixed_title: &'static str,
        pub mixed_text: &'static str,

        /// Shown in the place of a widget that could not be fetched; the loader has its own copy of these words.
        pub widget_failed: &'static str,
    }
}

table! {
    /// What the widgets say, and the app too. A table of its own, since it is all that widgets fetch.
    pub struct WidgetMessages {
        /// BCP 47 with region, for Intl.
        pub tag: &'static str,
        /// A number as it is written, `12,345.6`, from which the separators are taken. With `1234 ` before it where
        /// thousands are set apart only from five digits on.
        pub numbers: &'static str,
        /// The patterns of a moment and of a day, in CLDR's letters `d` `dd`, `M` `MM` `MMMM`, `yyyy`, `HH` and `mm`;
        /// text stands between apostrophes.
        pub dates: [&'static str; 2],
        pub latest: &'static str,
        pub related: &'static str,
        pub why_related: &'static str,
        pub why_section: &'static str,
        pub why_latest: &'static str,

        pub rate_heading: &'static str,
        /// The labels of the stars, from one to five.
        pub stars: [&'static str; 5],
        pub average: Template,
        pub ratings_count: Plural,
        pub no_ratings: &'static str,
        /// Stands behind the count of ratings while it holds a vote that is not sent yet.
        pub with_pending: &'static str,
        pub histogram: &'static str,
        /// The gap is the label of the reader's stars.
        pub your_rating: Template,
        pub not_rated: &'static str,
        /// The gap is the number of stars, as in `rating_choosing`.
        pub rating_saved: Template,
        pub rating_cleared: &'static str,
        pub rating_saving: &'static str,
        pub rating_waiting: &'static str,
        pub rating_waiting_turn: &'static str,
        pub rating_refused: &'static str,
        pub refused_closed: &'static str,
        pub refused_revoked: &'static str,
        pub refused_limit: &'static str,
        pub rating_not_kept: &'static str,
        pub reader_not_kept: &'static str,
        pub rating_choosing: Template,
        pub rating_ended: &'static str,
        pub rating_closed: &'static str,
        pub undo: &'static str,
        pub clear: &'static str,
        pub missing_text: &'static str,
        pub gone_text: &'static str,
        pub offline_text: &'static str,
        pub timeout_text: &'static str,
        pub server_text: Template,
        pub unreadable_text: &'static str,
        pub retry: &'static str,
    }
}

/// What only pages drawn natively say. No program in a browser has it.
#[cfg(any(not(target_arch = "wasm32"), test))]
pub struct PageMessages {
    /// The names of the months within a date.
    pub months: [&'static str; 12],
    /// The title of a month of a year, from January on; the gap is the year.
    pub month_titles: [Template; 12],
    /// The app broke off: what the page says then, with the button that loads it anew.
    pub broken: &'static str,
    pub reload: &'static str,
    /// There is a new version of the app: the label of the button that loads the page anew.
    pub updated: &'static str,
    /// Stands before the address that an article has now.
    pub moved: &'static str,
}

impl Deref for Messages {
    type Target = WidgetMessages;

    fn deref(&self) -> &WidgetMessages {
        self.widgets
    }
}

impl WidgetMessages {
    /// The label of a number of stars.
    pub fn stars_label(&self, stars: Stars) -> &'static str {
        self.stars.get(usize::from(stars.get()) - 1).copied().unwrap_or_default()
    }

    /// A whole number as the language writes it.
    pub fn number(&self, number: u64) -> String {
        intl::number(self.numbers, number)
    }

    /// A number with one decimal as the language writes it.
    pub fn decimal(&self, number: f64) -> String {
        intl::decimal(self.numbers, number)
    }
}
