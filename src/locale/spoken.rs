//! The words that have arrived: of languages that the app does not carry, and of all where widgets are.
//!
//! A page that is drawn natively leads to them (`bantin-words`), `public/boot.js` fetches them beside the app; a language
//! that the reader goes on to is fetched before its first page is drawn. Widgets fetch their own part.

use super::{Lang, Messages, WidgetMessages};

/// Tells the words of one version of the tables from those of another, in which a text may stand elsewhere.
pub const VERSION: &str = env!("BANTIN_WORDS");

/// The file with all words of a language, below the site's root; with those of the widgets, beside their loader.
pub fn path(lang: Lang) -> String {
    ["words/", lang.tag(), "-", VERSION, ".txt"].concat()
}

#[cfg(not(target_arch = "wasm32"))]
pub use here::{load, load_for_widgets, of_page};
#[cfg(not(target_arch = "wasm32"))]
pub(super) use here::{messages, widget_messages};

/// Natively all words are here.
#[cfg(not(target_arch = "wasm32"))]
mod here {
    use super::{Lang, Messages, WidgetMessages};

    pub fn messages(lang: Lang) -> Option<&'static Messages> {
        lang.carried()
    }

    pub fn widget_messages(lang: Lang) -> Option<&'static WidgetMessages> {
        lang.carried().map(|messages| messages.widgets)
    }

    pub fn of_page() {}

    pub async fn load(_base: &str, _lang: Lang) {}

    pub async fn load_for_widgets(_home: &str, lang: Lang) -> Option<&'static WidgetMessages> {
        widget_messages(lang)
    }
}

#[cfg(target_arch = "wasm32")]
pub use arrived::{load, load_for_widgets, of_page};
#[cfg(target_arch = "wasm32")]
pub(super) use arrived::{messages, widget_messages};

#[cfg(target_arch = "wasm32")]
mod arrived {
    use std::cell::Cell;
    use std::thread::LocalKey;

    use super::{Lang, Messages, WidgetMessages};
    use crate::browser;
    use crate::locale::words::{Entry, Texts};

    /// A table for each language that has arrived.
    type Tables<T> = [Cell<Option<&'static T>>; Lang::ALL.len()];

    thread_local! {
        static MESSAGES: Tables<Messages> = const { [const { Cell::new(None) }; Lang::ALL.len()] };
        static WIDGETS: Tables<WidgetMessages> = const { [const { Cell::new(None) }; Lang::ALL.len()] };
    }

    fn of<T>(tables: &'static LocalKey<Tables<T>>, lang: Lang) -> Option<&'static T> {
        tables.with(|tables| tables.get(lang as usize).and_then(Cell::get))
    }

    fn put<T>(tables: &'static LocalKey<Tables<T>>, lang: Lang, words: &'static T) {
        tables.with(|tables| {
            if let Some(place) = tables.get(lang as usize) {
                place.set(Some(words));
            }
        });
    }

    pub fn messages(lang: Lang) -> Option<&'static Messages> {
        of(&MESSAGES, lang)
    }

    pub fn widget_messages(lang: Lang) -> Option<&'static WidgetMessages> {
        of(&WIDGETS, lang)
    }

    /// The table that a text is; none where it is another.
    fn read<T: Entry>(text: String) -> Option<&'static T> {
        if Texts::count(&text) != T::TEXTS {
            return None;
        }
        // It is said as long as the page is there.
        let table = T::from_texts(&mut Texts(Box::leak(text.into_boxed_str())));
        Some(Box::leak(Box::new(table)))
    }

    fn take(text: String) {
        if let Some(words) = read::<Messages>(text)
            && let Some(lang) = Lang::of(words.tag)
        {
            put(&MESSAGES, lang, words);
            put(&WIDGETS, lang, words.widgets);
        }
    }

    /// Takes the words that came with the page.
    pub fn of_page() {
        if let Some(text) = browser::text_of("bantin-words") {
            take(text);
        }
    }

    async fn text(folder: &str, path: String) -> String {
        browser::words(&[folder, &path].concat()).await.as_string().unwrap_or_default()
    }

    /// Fetches the words of a language, unless they are there, for a site in the folder `base`. Without them the app speaks
    /// English.
    pub async fn load(base: &str, lang: Lang) {
        if !lang.is_carried() && messages(lang).is_none() {
            take(text(base, super::path(lang)).await);
        }
    }

    /// The words of widgets, from the folder `home` of their loader; none where they cannot be had.
    pub async fn load_for_widgets(home: &str, lang: Lang) -> Option<&'static WidgetMessages> {
        if widget_messages(lang).is_none()
            && let Some(words) = read(text(home, super::path(lang)).await)
        {
            put(&WIDGETS, lang, words);
        }
        widget_messages(lang)
    }
}
