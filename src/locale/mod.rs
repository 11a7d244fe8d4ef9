//! What the app says, a language a file.
//!
//! [`Messages`] is a plain struct, so a language that lacks a message does not compile. To add a language, write one
//! more file beside these, and one more line in `languages!` below.
//!
//! No program in a browser carries words: those of a language arrive as one small file ([`mod@file`], [`spoken`]) and
//! add nothing to WebAssembly. Native programs and tests have all tables.

#[cfg(any(not(target_arch = "wasm32"), test))]
mod demo;
#[cfg(not(target_arch = "wasm32"))]
pub mod file;
pub mod intl;
pub mod messages;
pub mod spoken;
pub mod text;
mod words;

#[cfg(any(not(target_arch = "wasm32"), test))]
pub use demo::DemoMessages;
#[cfg(any(not(target_arch = "wasm32"), test))]
pub use messages::PageMessages;
pub use messages::{Messages, WidgetMessages};
pub use words::{Choices, Plural, Template};

/// Makes [`Lang`]. A line is a language: its name in the code, its file, its tag, and its name in itself.
macro_rules! languages {
    ($($name:ident $file:ident $tag:literal $called:literal,)+) => {
        $(#[cfg(any(not(target_arch = "wasm32"), test))] mod $file;)+

        /// How an article is offered in each language, in its own words. Every table has all of them: a page that
        /// offers its article in twelve languages needs no other words than its own.
        #[cfg(any(not(target_arch = "wasm32"), test))]
        const OFFERS: [&str; Lang::ALL.len()] = [$($file::OFFER,)+];

        /// A language the app speaks.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Lang { $($name,)+ }

        impl Lang {
            /// All languages, in the order of the list below.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The BCP 47 tag, which stands in addresses and file names.
            pub fn tag(self) -> &'static str {
                match self {
                    $(Self::$name => $tag,)+
                }
            }

            /// The name of the language in itself.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $called,)+
                }
            }

            /// The table of its messages.
            #[cfg(any(not(target_arch = "wasm32"), test))]
            fn table(self) -> &'static Messages {
                match self {
                    $(Self::$name => &$file::MESSAGES,)+
                }
            }

            /// The messages of pages that are drawn natively.
            #[cfg(any(not(target_arch = "wasm32"), test))]
            pub fn page_messages(self) -> &'static PageMessages {
                match self {
                    $(Self::$name => &$file::PAGE,)+
                }
            }

            /// Whether a count has one form alone in this language, as its file says.
            #[cfg(all(test, not(target_arch = "wasm32")))]
            fn has_one_form(self) -> bool {
                match self {
                    $(Self::$name => $file::HAS_ONE_FORM,)+
                }
            }

            /// The messages of the page that shows the widgets.
            #[cfg(any(not(target_arch = "wasm32"), test))]
            pub fn demo_messages(self) -> &'static DemoMessages {
                match self {
                    $(Self::$name => &$file::DEMO,)+
                }
            }
        }
    };
}

languages! {
    En en "en" "English",
    Vi vi "vi" "Tiếng Việt",
    Fr fr "fr" "Français",
    Es es "es" "Español",
    Pt pt "pt" "Português",
    De de "de" "Deutsch",
    Id id "id" "Bahasa Indonesia",
    Ru ru "ru" "Русский",
    Ar ar "ar" "العربية",
    ZhHans zh_hans "zh-Hans" "简体中文",
    Ja ja "ja" "日本語",
    Ko ko "ko" "한국어",
    Th th "th" "ไทย",
}

impl Lang {
    /// The language for readers of one that the app does not speak, on a site that is in none either.
    pub const OTHERWISE: Self = Self::En;

    /// The language of the app for a BCP 47 tag, of which only the first part counts; `None` when the app does not
    /// speak it.
    pub fn of(tag: &str) -> Option<Self> {
        let first = |tag| words::cut(tag, b'-').map_or(tag, |(first, _)| first);
        let found = Self::ALL.iter().find(|lang| first(lang.tag()) == first(tag)).copied();
        found.filter(|_| text::is_tag(tag))
    }

    /// The language in which the app speaks to a reader of `tag`, on a site whose own language is `default`.
    pub fn nearest(tag: &str, default: &str) -> Self {
        Self::of(tag).or_else(|| Self::of(default)).unwrap_or(Self::OTHERWISE)
    }

    /// The name in itself of the language that `tag` is of; `tag` when the app does not speak it.
    pub fn name_of(tag: &str) -> &str {
        Self::of(tag).map_or(tag, |lang| lang.name())
    }

    /// The messages of this language, or those that arrived last when its own have not.
    pub fn messages(self) -> &'static Messages {
        spoken::messages(self)
    }

    /// The label of the button that leads back to where the reader stopped.
    pub fn go_on_reading(self) -> &'static str {
        self.messages().go_on_reading
    }

    /// The messages of the widgets; where they have not arrived, as [`Self::messages`].
    pub fn widget_messages(self) -> &'static WidgetMessages {
        spoken::widget_messages(self)
    }
}

#[cfg(test)]
mod tests;
