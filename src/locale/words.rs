//! The types of messages, and how a table of them becomes lines and is read from lines.

use super::{WidgetMessages, intl};

/// A text with a gap, `{}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Template(pub &'static str);

impl Template {
    /// The text with `what` in its gap.
    pub fn with(self, what: &str) -> String {
        filled(self.0, what)
    }
}

/// A text for a count, in the forms that the language has: one form alone, or several, each with CLDR's category,
/// `one:{} page|other:{} pages`. The gap is the count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plural(pub &'static str);

impl Plural {
    /// The text for `count`, in the language of `messages`.
    pub fn of(self, messages: &WidgetMessages, count: u64) -> String {
        let mut said = self.0;
        if let Some((first, others)) = cut(self.0, b'|') {
            let category = intl::plural_category(messages.tag, count);
            let mut form = Some((first, others));
            while let Some((this, others)) = form {
                // The last form is for all other counts.
                let Some((name, text)) = cut(this, b':') else { break };
                said = text;
                if name == category || others.is_empty() {
                    break;
                }
                form = Some(cut(others, b'|').unwrap_or((others, "")));
            }
        }
        filled(said, &messages.number(count))
    }
}

fn filled(text: &str, what: &str) -> String {
    match cut(text, b'{') {
        Some((before, after)) => [before, what, after.get(1..).unwrap_or_default()].concat(),
        None => text.to_owned(),
    }
}

/// The text before and after the first `at`. Written by hand: the code for `str::split_once` is larger than all
/// messages together.
#[inline(never)]
pub(super) fn cut(text: &str, at: u8) -> Option<(&str, &str)> {
    let place = text.bytes().position(|byte| byte == at)?;
    Some((text.get(..place)?, text.get(place + 1..)?))
}

/// The name of a setting and its choices in order: `Colours|Day|Night`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choices(pub &'static str);

impl Choices {
    pub fn heading(self) -> &'static str {
        self.0.split('|').next().unwrap_or_default()
    }

    pub fn choices(self) -> impl Iterator<Item = &'static str> {
        self.0.split('|').skip(1)
    }
}

/// The texts of a table, a line each.
pub(super) struct Texts(pub &'static str);

impl Texts {
    /// How many texts these lines have.
    #[cfg_attr(
        not(target_arch = "wasm32"),
        allow(dead_code, reason = "only programs in a browser read what travels")
    )]
    pub fn count(text: &str) -> usize {
        text.bytes().filter(|byte| *byte == b'\n').count() + 1
    }

    #[inline(never)]
    fn next(&mut self) -> &'static str {
        let (text, rest) = cut(self.0, b'\n').unwrap_or((self.0, ""));
        self.0 = rest;
        text
    }
}

/// A part of a table, which is written as its texts in order and read from them: a table travels as lines.
#[cfg_attr(
    not(target_arch = "wasm32"),
    allow(dead_code, reason = "only programs in a browser read what travels")
)]
pub(super) trait Entry: Sized {
    /// How many texts the part has.
    const TEXTS: usize;

    fn from_texts(texts: &mut Texts) -> Self;

    #[cfg(not(target_arch = "wasm32"))]
    fn texts(&self, to: &mut Vec<&'static str>);
}

impl Entry for &'static str {
    const TEXTS: usize = 1;

    fn from_texts(texts: &mut Texts) -> Self {
        texts.next()
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn texts(&self, to: &mut Vec<&'static str>) {
        to.push(self);
    }
}

macro_rules! one_text {
    ($($type:ident)+) => {
        $(impl Entry for $type {
            const TEXTS: usize = 1;

            fn from_texts(texts: &mut Texts) -> Self {
                Self(Entry::from_texts(texts))
            }

            #[cfg(not(target_arch = "wasm32"))]
            fn texts(&self, to: &mut Vec<&'static str>) {
                to.push(self.0);
            }
        })+
    };
}

one_text!(Template Plural Choices);

impl<T: Entry, const N: usize> Entry for [T; N] {
    const TEXTS: usize = N * T::TEXTS;

    fn from_texts(texts: &mut Texts) -> Self {
        std::array::from_fn(|_| T::from_texts(texts))
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn texts(&self, to: &mut Vec<&'static str>) {
        self.iter().for_each(|one| one.texts(to));
    }
}

/// The table of the widgets within that of the app.
impl Entry for &'static WidgetMessages {
    const TEXTS: usize = WidgetMessages::TEXTS;

    fn from_texts(texts: &mut Texts) -> Self {
        // Messages are used for as long as the page is open.
        Box::leak(Box::new(WidgetMessages::from_texts(texts)))
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn texts(&self, to: &mut Vec<&'static str>) {
        WidgetMessages::texts(self, to);
    }
}

/// Defines a struct of messages and implements [`Entry`] for it, field by field.
macro_rules! table {
    ($(#[$about:meta])* pub struct $name:ident { $($(#[$what:meta])* pub $field:ident: $type:ty,)+ }) => {
        $(#[$about])*
        pub struct $name {
            $($(#[$what])* pub $field: $type,)+
        }

        impl Entry for $name {
            const TEXTS: usize = 0 $(+ <$type as Entry>::TEXTS)+;

            fn from_texts(texts: &mut Texts) -> Self {
                Self { $($field: Entry::from_texts(texts),)+ }
            }

            #[cfg(not(target_arch = "wasm32"))]
            fn texts(&self, to: &mut Vec<&'static str>) {
                $(self.$field.texts(to);)+
            }
        }
    };
}

pub(super) use table;
