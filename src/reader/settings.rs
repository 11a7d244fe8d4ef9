//! How the reader wants to read: remembered on the device, in force as attributes of the document's root
//! (`data-size="4"`), where the stylesheets find them. `public/early.js` puts them there before the first
//! paint.

use bantin_model::lenient::if_readable;
use serde::{Deserialize, Serialize};

use super::storage::{Document, Key, NotKept};
use crate::browser;
use crate::config::Theme;

/// One thing that can be chosen.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Of the radios, of the attribute, and in the storage.
    pub name: &'static str,
    pub values: &'static [&'static str],
    /// The index of the default.
    pub usual: usize,
}

/// [`SETTINGS`] and the fields of [`Chosen`], each from one line: its name, its values, and the index of the default.
macro_rules! settings {
    ($($name:ident: [$($value:literal),+], $usual:literal;)+) => {
        /// In the order they are shown in, as `crate::locale::Messages::settings` has it.
        pub static SETTINGS: [Setting; [$($usual),+].len()] =
            [$(Setting { name: stringify!($name), values: &[$($value),+], usual: $usual }),+];

        /// What the reader has chosen, each by its name. A value that is none of a setting's holds nothing.
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

    /// Anything that is no choice is left out.
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

/// Chooses `value`, now and on every later visit.
pub fn choose(name: &str, value: &str) {
    // What cannot be kept holds as long as the page is there.
    let _ = change(|chosen| chosen.set(name, value));
    browser::set_root(&["data-", name].concat(), Some(value));
}

/// Brings the document in step with what is remembered; `theme` is the operator's.
pub fn apply(theme: Option<Theme>) {
    let mut chosen = chosen();
    for setting in &SETTINGS {
        let own = if setting.name == "theme" { theme.map(Theme::name) } else { None };
        let attribute = ["data-", setting.name].concat();
        browser::set_root(&attribute, chosen.of(setting).or(own));
    }
    show(theme);
}

/// Forgets every choice.
pub fn reset(theme: Option<Theme>) {
    KEY.forget();
    apply(theme);
}

/// Checks the radios that say what holds.
pub fn show(theme: Option<Theme>) {
    let mut chosen = chosen();
    for setting in &SETTINGS {
        let own = if setting.name == "theme" { theme.map(Theme::name) } else { None };
        let usual = setting.values.get(setting.usual).copied();
        if let Some(value) = chosen.of(setting).or(own).or(usual) {
            browser::check(&format!(".settings [name={}][value='{value}']", setting.name));
        }
    }
}

/// Whether a storage event with this full key is about the settings; without a key, about everything.
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
