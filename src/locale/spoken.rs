//! The words that have arrived.
//!
//! A page that is drawn natively leads to those of its language (`bantin-words`), and `public/boot.js` fetches them beside
//! the app; a language that the reader goes on to is fetched before its first page is drawn. Widgets fetch their own part.

use super::{Lang, Messages, WidgetMessages};

/// Tells the words of one version of the tables from those of another, in which a text may stand elsewhere.
pub const VERSION: &str = env!("BANTIN_WORDS");

/// The file with all words of a language, below the site's root; with those of the widgets, beside their loader.
pub fn path(lang: Lang) -> String {
    ["words/", lang.tag(), "-", VERSION, ".txt"].concat()
}

#[cfg(any(not(target_arch = "wasm32"), test))]
pub use here::{load, load_for_widgets, of_page};
#[cfg(any(not(target_arch = "wasm32"), test))]
pub(super) use here::{messages, own_messages, widget_messages};

/// Natively all words are here, and in tests.
#[cfg(any(not(target_arch = "wasm32"), test))]
mod here {
    use super::{Lang, Messages, WidgetMessages};

    pub fn messages(lang: Lang) -> &'static Messages {
        lang.table()
    }

    pub fn own_messages(lang: Lang) -> Option<&'static Messages> {
        Some(lang.table())
    }

    pub fn widget_messages(lang: Lang) -> &'static WidgetMessages {
        lang.table().widgets
    }

    pub fn of_page() {}

    pub async fn load(_base: &str, _lang: Lang) -> bool {
        true
    }

    pub async fn load_for_widgets(_home: &str, lang: Lang) -> Option<&'static WidgetMessages> {
        Some(widget_messages(lang))
    }
}

#[cfg(all(target_arch = "wasm32", not(test)))]
pub use arrived::{load, load_for_widgets, of_page};
#[cfg(all(target_arch = "wasm32", not(test)))]
pub(super) use arrived::{messages, own_messages, widget_messages};

#[cfg(all(target_arch = "wasm32", not(test)))]
mod arrived {
    use std::cell::Cell;
    use std::thread::LocalKey;

    use super::{Lang, Messages, WidgetMessages};
    use crate::browser;
    use crate::locale::words::{Entry, Texts};

    /// The tables of one kind.
    struct Tables<T: 'static> {
        /// That of each language, once it has arrived.
        of: [Cell<Option<&'static T>>; Lang::ALL.len()],
        last: Cell<Option<&'static T>>,
    }

    impl<T> Tables<T> {
        const fn none() -> Self {
            Self { of: [const { Cell::new(None) }; Lang::ALL.len()], last: Cell::new(None) }
        }
    }

    thread_local! {
        static MESSAGES: Tables<Messages> = const { Tables::none() };
        static WIDGETS: Tables<WidgetMessages> = const { Tables::none() };
    }

    fn of<T>(tables: &'static LocalKey<Tables<T>>, lang: Lang) -> Option<&'static T> {
        tables.with(|tables| tables.of.get(lang as usize).and_then(Cell::get))
    }

    fn put<T>(tables: &'static LocalKey<Tables<T>>, lang: Lang, words: &'static T) {
        tables.with(|tables| {
            if let Some(place) = tables.of.get(lang as usize) {
                place.set(Some(words));
                tables.last.set(Some(words));
            }
        });
    }

    /// The table of a language; where it has not arrived, the one that arrived last. Without any, nothing is said: then
    /// the page tells that the app failed, in words of its own.
    fn any<T: Entry>(tables: &'static LocalKey<Tables<T>>, lang: Lang) -> &'static T {
        of(tables, lang).unwrap_or_else(|| {
            tables.with(|tables| {
                let words = tables.last.get().unwrap_or_else(|| table(""));
                tables.last.set(Some(words));
                words
            })
        })
    }

    pub fn messages(lang: Lang) -> &'static Messages {
        any(&MESSAGES, lang)
    }

    pub fn own_messages(lang: Lang) -> Option<&'static Messages> {
        of(&MESSAGES, lang)
    }

    pub fn widget_messages(lang: Lang) -> &'static WidgetMessages {
        any(&WIDGETS, lang)
    }

    /// The table of these lines. It is there as long as the page.
    fn table<T: Entry>(lines: &'static str) -> &'static T {
        Box::leak(Box::new(T::from_texts(&mut Texts(lines))))
    }

    /// The table that a text is; none where it is another.
    fn read<T: Entry>(text: String) -> Option<&'static T> {
        (Texts::count(&text) == T::TEXTS).then(|| table(Box::leak(text.into_boxed_str())))
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

    /// Fetches the words of a language, unless they are there, for a site in the folder `base`. Whether they are there now.
    pub async fn load(base: &str, lang: Lang) -> bool {
        if own_messages(lang).is_none() {
            take(text(base, super::path(lang)).await);
        }
        own_messages(lang).is_some()
    }

    /// The words of widgets, from the folder `home` of their loader; none where they cannot be had.
    pub async fn load_for_widgets(home: &str, lang: Lang) -> Option<&'static WidgetMessages> {
        if of(&WIDGETS, lang).is_none()
            && let Some(words) = read(text(home, super::path(lang)).await)
        {
            put(&WIDGETS, lang, words);
        }
        of(&WIDGETS, lang)
    }
}
