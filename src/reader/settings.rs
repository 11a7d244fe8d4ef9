//! The settings of the reader. They are kept on the device and put on the document's root as attributes
//! (`data-size="4"`), which the style sheets know. `public/early.js` puts them there before the first paint.

use bantin_model::lenient::if_readable;
use serde::{Deserialize, Serialize};
use web_sys::Event;

use super::storage::{Document, Key, NotKept};
use crate::browser;
use crate::config::Theme;
use crate::locale::messages;

/// One setting, and the values it can have.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// The name of the radios, the attribute (`data-…`) and the field in storage.
    pub name: &'static str,
    pub values: &'static [&'static str],
    /// The index of the value that holds when nothing was chosen.
    pub usual: usize,
}

impl Setting {
    fn place(&self, value: &str) -> Option<usize> {
        self.values.iter().position(|known| *known == value)
    }
}

/// [`SETTINGS`] and the fields of [`Chosen`], each from one line: its name, its values, and the index of the default.
macro_rules! settings {
    ($($name:ident: [$($value:literal),+], $usual:literal;)+) => {
        /// All settings in the order they are shown in; `crate::locale::Messages::settings` has their words in the same
        /// order.
        pub static SETTINGS: [Setting; messages::SETTINGS] =
            [$(Setting { name: stringify!($name), values: &[$($value),+], usual: $usual }),+];

        /// The values that the reader has chosen. A value that its setting does not have counts as none.
        #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(default)]
        pub(super) struct Chosen {
            $(
                #[serde(deserialize_with = "if_readable", skip_serializing_if = "Option::is_none")]
                $name: Option<String>,
            )+
        }

        impl Chosen {
            fn field(&mut self, name: &str) -> Option<&mut Option<String>> {
                match name {
                    $(stringify!($name) => Some(&mut self.$name),)+
                    _ => None,
                }
            }
        }
    };
}

settings! {
    size: ["1", "2", "3", "4", "5"], 1;
    width: ["narrow", "usual", "wide"], 1;
    font: ["serif", "sans"], 0;
    theme: ["system", "light", "sepia", "dark"], 0;
    motion: ["system", "less"], 0;
}

const KEY: Key<'static, Chosen> = Key::new("settings");

impl Document for Chosen {}

impl Chosen {
    fn of(&mut self, setting: &Setting) -> Option<&'static str> {
        let chosen = self.field(setting.name)?.as_deref()?;
        setting.values.iter().find(|known| **known == chosen).copied()
    }

    /// Sets a choice; a name or value that does not exist changes nothing.
    pub(super) fn set(&mut self, name: &str, value: &str) {
        let Some(setting) = SETTINGS.iter().find(|setting| setting.name == name) else { return };
        if let Some(field) = self.field(name)
            && setting.values.contains(&value)
        {
            *field = Some(value.to_owned());
        }
    }
}

fn chosen() -> Chosen {
    KEY.get().unwrap_or_default()
}

/// # Errors
/// Why it is gone when the page is closed.
pub(super) fn change(change: impl FnOnce(&mut Chosen)) -> Result<(), NotKept> {
    let mut chosen = chosen();
    change(&mut chosen);
    KEY.set(&chosen)
}

/// Chooses a value for now and for later visits.
pub fn choose(setting: &Setting, value: &str) {
    // A choice that cannot be kept holds as long as the page is open.
    let _ = change(|chosen| chosen.set(setting.name, value));
    put(setting, Some(value));
}

/// Puts a value on the document's root.
fn put(setting: &Setting, value: Option<&str>) {
    browser::set_root(&["data-", setting.name].concat(), value);
}

/// The operator's choice of a setting, where they have one.
fn own(setting: &Setting, theme: Option<Theme>) -> Option<&'static str> {
    theme.map(Theme::name).filter(|_| setting.name == "theme")
}

/// Sets the document's attributes to what is kept, and to the operator's `theme` where the reader has chosen none: now,
/// and whenever another tab keeps something else.
pub fn keep_in_force(theme: Option<Theme>) {
    apply(theme);
    browser::on_window("storage", move |event: Event| {
        if is_about(browser::storage_key(&event).as_deref()) {
            apply(theme);
        }
    });
}

fn apply(theme: Option<Theme>) {
    let mut chosen = chosen();
    for setting in &SETTINGS {
        put(setting, chosen.of(setting).or(own(setting, theme)));
    }
}

/// Forgets every choice.
pub fn reset(theme: Option<Theme>) {
    KEY.forget();
    apply(theme);
}

/// Which value of a setting holds for who has chosen none.
pub fn usual(setting: &Setting, theme: Option<Theme>) -> usize {
    own(setting, theme).and_then(|value| setting.place(value)).unwrap_or(setting.usual)
}

/// Which value of each setting is in force. Natively nobody has chosen any.
pub fn in_force(theme: Option<Theme>) -> [usize; messages::SETTINGS] {
    let mut chosen = if cfg!(target_arch = "wasm32") { chosen() } else { Chosen::default() };
    SETTINGS.each_ref().map(|setting| {
        let value = chosen.of(setting).and_then(|value| setting.place(value));
        value.unwrap_or_else(|| usual(setting, theme))
    })
}

/// Whether a storage event with this full key is about the settings. Without a key, it is about everything.
pub fn is_about(full_key: Option<&str>) -> bool {
    KEY.is_about(full_key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::storage::Stored;

    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn choices_are_read_as_they_were_written() {
        let mut chosen = Chosen::default();
        for (name, value) in [("size", "4"), ("theme", "sepia"), ("size", "1")] {
            chosen.set(name, value);
        }
        assert_eq!(chosen.json(), r#"{"size":"1","theme":"sepia"}"#);
        assert_eq!(Chosen::read(&chosen.json()), Some(chosen));
        assert_eq!(Chosen::default().json(), "{}");
    }

    #[test]
    fn every_setting_is_in_force_before_the_first_paint() {
        let names: Vec<_> = SETTINGS.iter().map(|setting| format!("{:?}", setting.name)).collect();
        let list = format!("of [{}])", names.join(", "));
        assert!(include_str!("../../public/early.js").contains(&list), "early.js has no {list}");
    }

    #[test]
    fn what_is_no_choice_holds_nothing() {
        let mut chosen = Chosen::default();
        for (name, value) in [("size", "9"), ("colour", "red"), ("width", "")] {
            chosen.set(name, value);
        }
        assert_eq!(chosen, Chosen::default());
        let text = r#"{"size":"9","theme":{"x":1},"colour":"red","motion":"less","font":5}"#;
        let mut chosen = Chosen::read(text).unwrap_or_default();
        let held: Vec<_> = SETTINGS.iter().map(|setting| chosen.of(setting)).collect();
        assert_eq!(held, [None, None, None, None, Some("less")]);
        assert_eq!(Chosen::read("size:4 theme:sepia"), None);
    }
}
