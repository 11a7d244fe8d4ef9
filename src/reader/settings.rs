//! How the reader wants to read: remembered on the device, in force as attributes of the document's root
//! (`data-size="4"`), where the stylesheets find them. `public/early.js` puts them there before the first
//! paint.

use super::storage;
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

/// In the order they are shown in, as `crate::locale::Messages::settings` has it.
pub static SETTINGS: [Setting; 5] = [
    Setting { name: "size", values: &["1", "2", "3", "4", "5"], usual: 1 },
    Setting { name: "width", values: &["narrow", "usual", "wide"], usual: 1 },
    Setting { name: "font", values: &["serif", "sans"], usual: 0 },
    Setting { name: "theme", values: &["system", "light", "sepia", "dark"], usual: 0 },
    Setting { name: "motion", values: &["system", "less"], usual: 0 },
];

/// Key in the storage: `size:4 theme:sepia`.
const KEY: &str = "settings";

/// What the reader has chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chosen(Vec<(&'static str, &'static str)>);

impl Chosen {
    /// Anything that is no choice is left out.
    pub fn parse(text: &str) -> Self {
        let mut chosen = Self::default();
        for (name, value) in text.split(' ').filter_map(|choice| choice.split_once(':')) {
            chosen.set(name, value);
        }
        chosen
    }

    pub fn text(&self) -> String {
        let choices: Vec<_> =
            self.0.iter().map(|(name, value)| [*name, ":", *value].concat()).collect();
        choices.join(" ")
    }

    fn of(&self, setting: &Setting) -> Option<&'static str> {
        self.0.iter().find(|(name, _)| *name == setting.name).map(|(_, value)| *value)
    }

    fn set(&mut self, name: &str, value: &str) {
        let Some(setting) = SETTINGS.iter().find(|setting| setting.name == name) else { return };
        let Some(value) = setting.values.iter().find(|known| **known == value) else { return };
        self.0.retain(|(known, _)| *known != setting.name);
        self.0.push((setting.name, value));
    }
}

fn chosen() -> Chosen {
    Chosen::parse(&storage::get(KEY).unwrap_or_default())
}

/// Chooses `value`, now and on every later visit.
pub fn choose(name: &str, value: &str) {
    let mut chosen = chosen();
    chosen.set(name, value);
    storage::set(KEY, &chosen.text());
    browser::set_root(&["data-", name].concat(), Some(value));
}

/// Brings the document in step with what is remembered; `theme` is the operator's.
pub fn apply(theme: Option<Theme>) {
    let chosen = chosen();
    for setting in &SETTINGS {
        let own = if setting.name == "theme" { theme.map(Theme::name) } else { None };
        let attribute = ["data-", setting.name].concat();
        browser::set_root(&attribute, chosen.of(setting).or(own));
    }
    show(theme);
}

/// Forgets every choice.
pub fn reset(theme: Option<Theme>) {
    storage::remove(KEY);
    apply(theme);
}

/// Checks the radios that say what holds.
pub fn show(theme: Option<Theme>) {
    let chosen = chosen();
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
    full_key.is_none_or(|key| key == storage::full_key(KEY))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_are_read_as_they_were_written() {
        let mut chosen = Chosen::parse("size:4 theme:sepia");
        assert_eq!(chosen.text(), "size:4 theme:sepia");
        chosen.set("size", "1");
        assert_eq!(chosen.text(), "theme:sepia size:1");
    }

    #[test]
    fn what_is_no_choice_is_left_out() {
        let chosen = Chosen::parse("size:9 colour:red theme motion:less  width:");
        assert_eq!(chosen.text(), "motion:less");
        assert_eq!(Chosen::parse(""), Chosen::default());
    }
}
