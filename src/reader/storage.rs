//! The one door to the browser's storage: a [`Key`] names a value and its type. Where the storage is blocked or full,
//! values stay in memory as long as the page is open, and [`Key::set`] says which of the two it was.
//!
//! Values are kept as JSON, and the key has the version: `bantin:2:settings`. So pages of different releases that are
//! open at the same time never read each other's values. What the first version kept is read by [`super::first_format`]
//! and by the owner of each key.
//!
//! serde writes and reads what only the app keeps ([`Document`]). A token, numbers and votes, which ratings keep too,
//! are read by `widgets-kit` (ADR 30, ADR 35).

use std::cell::RefCell;
use std::marker::PhantomData;

use serde::Serialize;
use serde::de::DeserializeOwned;
use widgets_kit::Value;

use crate::api::json;
use crate::browser;

thread_local! {
    /// The part of every key between the prefix of its version and its name; see [`keep_apart`].
    static SCOPE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Keeps the values of the newsroom whose API is at `root` apart from those of other newsrooms from now on: widgets of
/// several newsrooms may stand on one page, and none may see another's token. On a page of the newsroom itself, its
/// widgets share the app's values.
pub fn keep_apart(root: &str) {
    let is_own = browser::origin().is_some_and(|origin| root.starts_with(&(origin + "/")));
    if !is_own {
        SCOPE.set(format!("{root}:"));
    }
}

/// Why a value is only in memory, and lost when the page is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotKept {
    /// By the reader's settings, a private window or a sandbox.
    #[error("the browser blocks storage for this page")]
    Blocked,
    #[error("the browser has no more storage for this site")]
    Full,
}

/// The version of what is kept. Its keys have a prefix of ours, so that other scripts of the site are left alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// Release 0.1.0: texts in several formats.
    First,
    /// JSON.
    Current,
}

impl Version {
    fn prefix(self) -> &'static str {
        match self {
            Self::First => "bantin:",
            Self::Current => "bantin:2:",
        }
    }

    /// The full name of `key` in the browser's storage.
    fn full_key(self, key: &str) -> String {
        SCOPE.with_borrow(|scope| [self.prefix(), scope, key].concat())
    }

    /// The text under `key`.
    pub fn text(self, key: &str) -> Option<String> {
        browser::stored(&self.full_key(key))
    }

    pub fn forget(self, key: &str) {
        browser::forget(&self.full_key(key));
    }

    /// The rest of every key that begins with `prefix`.
    pub fn keys(self, prefix: &str) -> Vec<String> {
        let prefix = self.full_key(prefix);
        let keys = browser::stored_keys(&prefix);
        let keys = (0..keys.length()).filter_map(|at| keys.get(at).as_string());
        keys.filter_map(|key| key.get(prefix.len()..).map(str::to_owned)).collect()
    }
}

/// A type that can be kept: written as JSON, and read again.
pub trait Stored: Sized {
    /// `None` for a text that is no such value: one of another script's, or a damaged one.
    fn read(json: &str) -> Option<Self>;

    fn json(&self) -> String;
}

/// A type that serde writes and reads.
pub trait Document: Serialize + DeserializeOwned {}

impl<T: Document> Stored for T {
    fn read(text: &str) -> Option<Self> {
        json::parse(text).ok()
    }

    fn json(&self) -> String {
        // Fails only for maps whose keys are no texts, which no type here has. An empty text would be read as nothing.
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Stored for u64 {
    fn read(text: &str) -> Option<Self> {
        Value::parse(text)?.whole()
    }

    fn json(&self) -> String {
        self.to_string()
    }
}

impl Stored for String {
    fn read(text: &str) -> Option<Self> {
        Value::parse(text)?.text()
    }

    fn json(&self) -> String {
        widgets_kit::quoted(self)
    }
}

/// The name under which a `T` is kept.
#[derive(Debug)]
pub struct Key<'a, T> {
    name: &'a str,
    of: PhantomData<fn() -> T>,
}

impl<'a, T: Stored> Key<'a, T> {
    pub const fn new(name: &'a str) -> Self {
        Self { name, of: PhantomData }
    }

    /// The value that is kept, if it can be read.
    pub fn get(&self) -> Option<T> {
        T::read(&Version::Current.text(self.name)?)
    }

    /// Keeps `value`.
    ///
    /// # Errors
    /// Why the value is lost when the page is closed. Until then it can be read all the same.
    pub fn set(&self, value: &T) -> Result<(), NotKept> {
        keep(self.name, &value.json())
    }

    pub fn forget(&self) {
        forget(self.name);
    }

    /// Whether a `storage` event with this full key is about this value. Without a key, it is about everything.
    pub fn is_about(&self, full_key: Option<&str>) -> bool {
        full_key.is_none_or(|full| full == Version::Current.full_key(self.name))
    }
}

// Generic over no type, so that it is compiled only once.
#[inline(never)]
fn keep(name: &str, json: &str) -> Result<(), NotKept> {
    match browser::store(&Version::Current.full_key(name), json) {
        browser::KEPT => Ok(()),
        browser::FULL => Err(NotKept::Full),
        _ => Err(NotKept::Blocked),
    }
}

#[inline(never)]
fn forget(name: &str) {
    Version::Current.forget(name);
    // A value of the first version that is not taken in yet would come back.
    Version::First.forget(name);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn what_is_kept_is_json_and_read_again() {
        for token in ["abc.def", "", "\"\\\n\u{1}ế"] {
            let json = token.to_owned().json();
            assert_eq!(String::read(&json).as_deref(), Some(token), "{json}");
            assert_eq!(json::parse::<String>(&json).ok().as_deref(), Some(token), "serde: {json}");
        }
        assert_eq!((8192_u64.json(), u64::read("8192")), ("8192".to_owned(), Some(8192)));
        for bad in ["", "abc.def", "{", "null", "[]", "-1"] {
            assert_eq!((u64::read(bad), String::read(bad)), (None, None), "{bad}");
        }
    }

    #[test]
    fn versions_and_other_scripts_have_names_of_their_own() {
        let key = Key::<u64>::new("sequence");
        assert!(key.is_about(Some("bantin:2:sequence")) && key.is_about(None));
        for other in ["bantin:sequence", "bantin:2:sequences", "sequence", "bantin:3:sequence"] {
            assert!(!key.is_about(Some(other)), "{other}");
        }
    }
}
