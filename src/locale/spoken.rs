//! The words that have arrived: of languages that the programs in a browser do not carry.
//!
//! A page that is drawn natively leads to them (`bantin-words`), `public/boot.js` fetches them beside the app; a language
//! that the reader goes on to is fetched before its first page is drawn. Widgets fetch their own part.

use super::{Lang, Messages, WidgetMessages};

/// Tells the words of one version of the tables from those of another, in which a text may stand elsewhere.
pub const VERSION: &str = env!("BANTIN_WORDS");

/// The file with all words of a language, below the site's root.
pub fn path(lang: Lang) -> String {
    format!("words/{}-{VERSION}.json", lang.tag())
}

/// The file with the words of the widgets, beside their loader.
pub fn widget_path(lang: Lang) -> String {
    format!("words/{}-{VERSION}.json", lang.tag())
}

#[cfg(not(target_arch = "wasm32"))]
pub use here::{load, load_for_widgets, of_page};
#[cfg(not(target_arch = "wasm32"))]
pub(super) use here::{messages, widget_messages};

/// Natively all words are here.
#[cfg(not(target_arch = "wasm32"))]
mod here {
    use super::{Lang, Messages, WidgetMessages};

    pub fn messages(_lang: Lang) -> Option<&'static Messages> {
        None
    }

    pub fn widget_messages(_lang: Lang) -> Option<&'static WidgetMessages> {
        None
    }

    pub fn of_page() {}

    #[expect(clippy::unused_async, reason = "as in the browser")]
    pub async fn load(_base: &str, _lang: Lang) {}

    #[expect(clippy::unused_async, reason = "as in the browser")]
    pub async fn load_for_widgets(_home: &str, _lang: Lang) {}
}

#[cfg(target_arch = "wasm32")]
pub use arrived::{load, load_for_widgets, of_page};
#[cfg(target_arch = "wasm32")]
pub(super) use arrived::{messages, widget_messages};

#[cfg(target_arch = "wasm32")]
mod arrived {
    use std::cell::RefCell;

    use super::{Lang, Messages, WidgetMessages};
    use crate::browser;
    use crate::locale::words::Entry;

    type Table<T> = RefCell<Vec<(Lang, &'static T)>>;

    thread_local! {
        static MESSAGES: Table<Messages> = const { RefCell::new(Vec::new()) };
        static WIDGETS: Table<WidgetMessages> = const { RefCell::new(Vec::new()) };
    }

    fn of<T>(table: &Table<T>, lang: Lang) -> Option<&'static T> {
        table.borrow().iter().find(|(known, _)| *known == lang).map(|(_, words)| *words)
    }

    pub fn messages(lang: Lang) -> Option<&'static Messages> {
        MESSAGES.with(|table| of(table, lang))
    }

    pub fn widget_messages(lang: Lang) -> Option<&'static WidgetMessages> {
        let of_app = messages(lang).map(|words| words.widgets);
        of_app.or_else(|| WIDGETS.with(|table| of(table, lang)))
    }

    /// The table that a list of texts is; none where it is another.
    fn read<T: Entry>(texts: &js_sys::Array) -> Option<&'static T> {
        if usize::try_from(texts.length()) != Ok(T::TEXTS) {
            return None;
        }
        // They are said as long as the page is there.
        let mut texts = texts.iter().map(|text| -> &'static str {
            Box::leak(text.as_string().unwrap_or_default().into_boxed_str())
        });
        Some(Box::leak(Box::new(T::from_texts(&mut texts))))
    }

    fn take(lang: Lang, texts: &js_sys::Array) {
        if let Some(words) = read(texts) {
            MESSAGES.with_borrow_mut(|table| table.push((lang, words)));
        }
    }

    /// Takes the words that came with the page.
    pub fn of_page() {
        let texts = browser::texts_of_page();
        if let Some(lang) = texts.shift().as_string().and_then(|tag| Lang::of(&tag)) {
            take(lang, &texts);
        }
    }

    /// Fetches the words of a language, unless they are there, for a site in the folder `base`. Without them the app speaks
    /// English.
    pub async fn load(base: &str, lang: Lang) {
        if !lang.is_carried() && messages(lang).is_none() {
            let texts =
                js_sys::Array::from(&browser::words(&format!("{base}{}", super::path(lang))).await);
            take(lang, &texts);
        }
    }

    /// The same for widgets, from the folder `home` of their loader.
    pub async fn load_for_widgets(home: &str, lang: Lang) {
        if !lang.is_carried() && widget_messages(lang).is_none() {
            let texts = js_sys::Array::from(
                &browser::words(&format!("{home}{}", super::widget_path(lang))).await,
            );
            if let Some(words) = read(&texts) {
                WIDGETS.with_borrow_mut(|table| table.push((lang, words)));
            }
        }
    }
}
