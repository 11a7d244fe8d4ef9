//! What the app says, a language a file.
//!
//! [`Messages`] is a plain struct, so a language that lacks a message does not compile. A third
//! language is one more file with a `pub static` table and one more line in [`Lang`].

mod demo;
mod en;
pub mod intl;
pub mod text;
mod vi;

use std::ops::Deref;

use bantin_model::Stars;

pub use demo::DemoMessages;

/// A language the app speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lang {
    Vi,
    En,
}

impl Lang {
    /// The one for whoever reads a language that the app does not speak.
    pub const OTHERWISE: Self = Self::En;

    /// The language of a BCP 47 tag, when the app speaks it.
    pub fn of(tag: &str) -> Option<Self> {
        match tag.as_bytes() {
            _ if !text::is_tag(tag) => None,
            b"vi" | [b'v', b'i', b'-', ..] => Some(Self::Vi),
            b"en" | [b'e', b'n', b'-', ..] => Some(Self::En),
            _ => None,
        }
    }

    /// The one in which to speak to who reads `tag`, on a site whose own language is `default`.
    pub fn nearest(tag: &str, default: &str) -> Self {
        Self::of(tag).or_else(|| Self::of(default)).unwrap_or(Self::OTHERWISE)
    }

    /// What the language of a tag is called in itself; the tag, when the app does not speak it.
    pub fn name_of(tag: &str) -> &str {
        Self::of(tag).map_or(tag, |lang| lang.messages().name)
    }

    pub fn messages(self) -> &'static Messages {
        match self {
            Self::Vi => &vi::MESSAGES,
            Self::En => &en::MESSAGES,
        }
    }

    /// What the button says that leads back to where the reader stopped: by itself, so that the app can say it before
    /// the piece is there that has all other words.
    pub fn go_on_reading(self) -> &'static str {
        match self {
            Self::Vi => vi::GO_ON_READING,
            Self::En => en::GO_ON_READING,
        }
    }

    /// What the widgets say, without the rest.
    pub fn widget_messages(self) -> &'static WidgetMessages {
        match self {
            Self::Vi => &vi::WIDGETS,
            Self::En => &en::WIDGETS,
        }
    }
}

/// One thing to be chosen, and the choices in order.
pub struct Choices {
    pub heading: &'static str,
    pub choices: &'static [&'static str],
}

/// Everything the app says. A field with arguments is a function, so that each language orders its
/// own words; numbers arrive formatted.
pub struct Messages {
    pub widgets: &'static WidgetMessages,

    /// The language's own name.
    pub name: &'static str,

    pub skip_to_content: &'static str,
    pub sections: &'static str,
    pub home: &'static str,
    pub most_read: &'static str,
    pub newest_first: &'static str,
    pub older: &'static str,
    pub newer: &'static str,
    pub page: fn(u32) -> String,
    pub loading: &'static str,
    pub back_to_top: &'static str,
    pub follow_feed: &'static str,
    /// The page of all months.
    pub archive: &'static str,
    /// A month, from 1 to 12, of a year, as a title.
    #[cfg(not(target_arch = "wasm32"))]
    pub month: fn(u8, &str) -> String,
    /// Unfolds the rest of the other news.
    pub more_news: &'static str,

    pub published_on: fn(&str) -> String,
    pub updated_on: fn(&str) -> String,
    pub views: fn(&str) -> String,
    pub by_authors: &'static str,
    pub source: &'static str,
    pub photo_credit: fn(&str) -> String,
    pub tags: &'static str,
    /// On a page in another language, the way to this one.
    pub read_in_this_language: &'static str,
    pub watch_on: fn(&str) -> String,
    pub embed_note: fn(&str) -> String,
    pub unknown_block: &'static str,
    pub see_source: &'static str,
    pub table: &'static str,
    pub gallery: &'static str,
    pub rating_needs_script: &'static str,
    pub reading_time: fn(u64, &str) -> String,
    pub share: &'static str,
    /// Follows when the address is in the clipboard.
    pub share_copied: &'static str,

    /// Names a picture that has no words of its own.
    pub photo: &'static str,
    /// For `public/viewer.js`: what it is, the picture before, the one after, closing.
    pub photo_words: &'static str,
    pub listen: &'static str,
    /// For `public/listen.js`: what it is, pausing, going on, stopping, the speed, and that it failed.
    pub listen_words: &'static str,
    pub saved_title: &'static str,
    pub saved_words: &'static str,
    pub saved_none: &'static str,
    pub saved_needs_script: &'static str,
    pub save: &'static str,
    /// Announced when the article was saved; `unsaved`, when it was taken off; `not_saved`, when the browser refuses.
    pub saved: &'static str,
    pub unsave: &'static str,
    pub unsaved: &'static str,
    pub not_saved: &'static str,
    pub to_saved: &'static str,
    pub history_title: &'static str,
    pub history_words: &'static str,
    pub history_clear: &'static str,
    pub history_cleared: &'static str,
    /// Above what can be read without a network.
    pub at_hand: &'static str,
    /// Names the link of a heading to itself.
    pub heading_link: &'static str,
    /// Said when a page that failed for want of a network is asked for again.
    pub back_online: &'static str,

    pub settings_title: &'static str,
    /// As `crate::reader::settings::SETTINGS` has them.
    pub settings: [Choices; 5],
    pub settings_reset: &'static str,

    pub empty_title: &'static str,
    pub empty_text: &'static str,
    pub to_front: &'static str,

    pub missing_title: &'static str,
    pub search: &'static str,
    pub search_label: &'static str,
    pub search_hint: &'static str,
    /// For `public/suggest.js`: what the list is; it says how many there are behind it.
    pub suggestions: &'static str,
    pub search_count: fn(u64, &str) -> String,
    pub search_none: &'static str,
    pub search_needs_script: &'static str,
    pub previous_page: &'static str,
    pub next_page: &'static str,
    pub gone_title: &'static str,
    pub offline_title: &'static str,
    pub timeout_title: &'static str,
    pub server_title: &'static str,
    pub unreadable_title: &'static str,
    /// A search in files of which some are newer than others.
    pub mixed_title: &'static str,
    pub mixed_text: &'static str,

    /// Of a widget that has not arrived; its loader says it in its own copy.
    pub widget_failed: &'static str,
}

/// What the widgets say, and the app with them. A table of its own: the widgets carry no other.
pub struct WidgetMessages {
    /// BCP 47 with region, for Intl.
    pub tag: &'static str,
    pub latest: &'static str,
    pub related: &'static str,
    pub why_related: &'static str,
    pub why_section: &'static str,
    pub why_latest: &'static str,

    pub rate_heading: &'static str,
    pub stars_label: fn(Stars) -> String,
    pub average: fn(&str) -> String,
    pub ratings_count: fn(u64, &str) -> String,
    pub no_ratings: &'static str,
    /// Follows the count while a vote of the reader is on its way.
    pub with_pending: &'static str,
    pub histogram: &'static str,
    pub your_rating: fn(Stars) -> String,
    pub not_rated: &'static str,
    pub rating_saved: fn(Stars) -> String,
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
    pub rating_choosing: fn(Stars) -> String,
    pub rating_ended: &'static str,
    pub rating_closed: &'static str,
    pub undo: &'static str,
    pub clear: &'static str,
    pub missing_text: &'static str,
    pub gone_text: &'static str,
    pub offline_text: &'static str,
    pub timeout_text: &'static str,
    pub server_text: fn(u64) -> String,
    pub unreadable_text: &'static str,
    pub retry: &'static str,
}

impl Deref for Messages {
    type Target = WidgetMessages;

    fn deref(&self) -> &WidgetMessages {
        self.widgets
    }
}

/// The word for a number of stars, from the worst to the best.
pub(crate) fn by_stars(words: [&'static str; 5], stars: Stars) -> &'static str {
    words.get(usize::from(stars.get()) - 1).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loader_of_the_widgets_says_the_same() {
        let loader = include_str!("../../public/embed/v1.js");
        for (name, lang) in [("words", Lang::Vi), ("english", Lang::En)] {
            let messages = lang.messages();
            let line = format!(
                "const {name} = [\"{}\", \"{}\"];",
                messages.widget_failed, messages.widgets.retry
            );
            assert!(loader.contains(&line), "{line}");
        }
    }
}
