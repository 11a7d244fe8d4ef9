//! The browser's storage. Where it is blocked or full, values live in memory as long as the page
//! does, and [`set`] says so.

use std::cell::RefCell;

use crate::browser;

thread_local! {
    /// Between the prefix and a key.
    static SCOPE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// From now on keeps what belongs to the newsroom whose API is at `root` apart from what belongs to
/// others: widgets of several newsrooms may stand on one page, and none may see another's token. A page
/// of the newsroom's own has what the app has.
pub fn keep_apart(root: &str) {
    let is_own = browser::origin().is_some_and(|origin| root.starts_with(&(origin + "/")));
    if !is_own {
        SCOPE.set(format!("{root}:"));
    }
}

/// Whether a value will be there on the next visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Persistence {
    /// Until the reader clears it.
    Durable,
    /// Until the page is closed.
    PageOnly,
}

/// All keys begin with this, so that the site's other scripts are left alone.
const PREFIX: &str = "bantin:";

/// The value of `key`.
pub fn get(key: &str) -> Option<String> {
    browser::stored(&full_key(key))
}

/// What follows `prefix` in every key that begins with it.
pub fn keys(prefix: &str) -> Vec<String> {
    let prefix = full_key(prefix);
    let keys = browser::stored_keys(&prefix);
    let keys = (0..keys.length()).filter_map(|at| keys.get(at).as_string());
    keys.filter_map(|key| key.get(prefix.len()..).map(str::to_owned)).collect()
}

/// Keeps `value` under `key`.
pub fn set(key: &str, value: &str) -> Persistence {
    if browser::store(&full_key(key), value) { Persistence::Durable } else { Persistence::PageOnly }
}

/// Forgets `key`.
pub fn remove(key: &str) {
    browser::forget(&full_key(key));
}

/// The full name of `key` in the browser's storage, as `storage` events give it.
pub fn full_key(key: &str) -> String {
    SCOPE.with_borrow(|scope| format!("{PREFIX}{scope}{key}"))
}
