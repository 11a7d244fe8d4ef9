//! The messages that are here: all of them natively, those that have arrived in a browser.
//!
//! A page that is drawn natively names the file of its language (`bantin-words`), and `public/boot.js` fetches it
//! beside the app. The file of another language is fetched before the first page in it is drawn. Widgets fetch a file
//! of their own.

use super::{Lang, Messages, WidgetMessages};

/// The version of the tables, a hash over them (`build.rs`). Files of different versions may have a text in different
/// lines.
pub const VERSION: &str = env!("BANTIN_WORDS");

/// The path of a language's file: of the app below the site's root, of the widgets beside their loader.
pub fn path(lang: Lang) -> String {
    ["words/", lang.tag(), "-", VERSION, ".txt"].concat()
}

#[cfg(any(not(target_arch = "wasm32"), test))]
pub use here::{load, load_for_widgets, of_page};
#[cfg(any(not(target_arch = "wasm32"), test))]
pub(super) use here::{messages, widget_messages};

/// Natively and in tests all messages are compiled in.
#[cfg(any(not(target_arch = "wasm32"), test))]
mod here {
    use super::{Lang, Messages, WidgetMessages};

    pub fn messages(lang: Lang) -> &'static Messages {
        lang.table()
    }

    pub fn widget_messages(lang: Lang) -> &'static WidgetMessages {
        lang.table().widgets
    }

    pub fn of_page() -> bool {
        true
    }

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
pub(super) use arrived::{messages, widget_messages};

#[cfg(all(target_arch = "wasm32", not(test)))]
mod arrived {
    use std::cell::Cell;
    use std::thread::LocalKey;

    use super::{Lang, Messages, WidgetMessages};
    use crate::browser;
    use crate::locale::words::{Entry, Texts};

    /// The tables of one type that have arrived.
    struct Tables<T: 'static> {
        /// The table of each language, by its number.
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

    /// The table of a language; where it has not arrived, the one that arrived last. Where none has, a table of empty
    /// texts: the page then says that the app failed, in words of its own.
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

    pub fn widget_messages(lang: Lang) -> &'static WidgetMessages {
        any(&WIDGETS, lang)
    }

    /// Makes a table of lines. It lives as long as the page.
    fn table<T: Entry>(lines: &'static str) -> &'static T {
        Box::leak(Box::new(T::from_texts(&mut Texts(lines))))
    }

    /// Makes a table of a text; `None` for a text that has another number of lines.
    fn read<T: Entry>(text: String) -> Option<&'static T> {
        (Texts::count(&text) == T::TEXTS).then(|| table(Box::leak(text.into_boxed_str())))
    }

    /// Takes in all words of a language. Answers whether they are some.
    fn take(text: String) -> bool {
        let Some(words) = read::<Messages>(text) else { return false };
        let Some(lang) = Lang::of(words.tag) else { return false };
        put(&MESSAGES, lang, words);
        put(&WIDGETS, lang, words.widgets);
        true
    }

    /// Takes in the words that `public/boot.js` has put into the page. `false` where it has put in something else, as a host
    /// may give a page for a file that it does not have.
    pub fn of_page() -> bool {
        browser::text_of("bantin-words").is_none_or(take)
    }

    async fn text(folder: &str, path: String) -> String {
        browser::words(&[folder, &path].concat()).await.as_string().unwrap_or_default()
    }

    /// Fetches the words of a language unless they are here, for a site in the folder `base`. Answers whether they are
    /// here now.
    pub async fn load(base: &str, lang: Lang) -> bool {
        if of(&MESSAGES, lang).is_none() {
            let text = text(base, super::path(lang)).await;
            // Another page may have waited for the same.
            if of(&MESSAGES, lang).is_none() {
                take(text);
            }
        }
        of(&MESSAGES, lang).is_some()
    }

    /// Fetches the words of widgets from the folder `home`, where their loader is; `None` where they cannot be had.
    pub async fn load_for_widgets(home: &str, lang: Lang) -> Option<&'static WidgetMessages> {
        if of(&WIDGETS, lang).is_none() {
            let text = text(home, super::path(lang)).await;
            // Another widget may have waited for the same.
            if of(&WIDGETS, lang).is_none()
                && let Some(words) = read(text)
            {
                put(&WIDGETS, lang, words);
            }
        }
        of(&WIDGETS, lang)
    }
}
