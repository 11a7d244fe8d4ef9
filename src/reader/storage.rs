//! The browser's storage. Where it is blocked or full, values live in memory as long as the page
//! does, and [`set`] says so.

use std::cell::RefCell;

use crate::browser;

thread_local! {
    static MEMORY: RefCell<Vec<(String, String)>> = const { RefCell::new(Vec::new()) };
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
pub enum Kept {
    /// Until the reader clears it.
    Durably,
    /// Until the page is closed.
    ForThisVisit,
}

/// All keys begin with this, so that the site's other scripts are left alone.
const PREFIX: &str = "bantin:";

fn local() -> Option<web_sys::Storage> {
    // Asking for the storage throws where it is blocked.
    web_sys::window()?.local_storage().ok().flatten()
}

/// The value of `key`.
pub fn get(key: &str) -> Option<String> {
    let key = full_key(key);
    MEMORY
        .with_borrow(|memory| memory.iter().find(|(k, _)| *k == key).map(|(_, v)| v.clone()))
        .or_else(|| local().and_then(|storage| storage.get_item(&key).ok().flatten()))
}

/// What follows `prefix` in every key that begins with it.
pub fn keys(prefix: &str) -> Vec<String> {
    let prefix = format!("{PREFIX}{prefix}");
    let rest = |key: &str| key.strip_prefix(prefix.as_str()).map(str::to_owned);
    let mut found: Vec<String> =
        MEMORY.with_borrow(|memory| memory.iter().filter_map(|(key, _)| rest(key)).collect());
    if let Some(storage) = local() {
        let names = (0..storage.length().unwrap_or_default())
            .filter_map(|index| storage.key(index).ok().flatten());
        found.extend(names.filter_map(|key| rest(&key)));
    }
    found
}

/// Keeps `value` under `key`.
pub fn set(key: &str, value: &str) -> Kept {
    let key = full_key(key);
    if local().is_some_and(|storage| storage.set_item(&key, value).is_ok()) {
        forget(&key);
        Kept::Durably
    } else {
        forget(&key);
        MEMORY.with_borrow_mut(|memory| memory.push((key, value.to_owned())));
        Kept::ForThisVisit
    }
}

/// Drops what memory has under this full name.
fn forget(key: &str) {
    MEMORY.with_borrow_mut(|memory| memory.retain(|(k, _)| k != key));
}

/// Forgets `key`.
pub fn remove(key: &str) {
    let key = full_key(key);
    forget(&key);
    if let Some(storage) = local() {
        // Removing throws only where reading is blocked as well.
        let _ = storage.remove_item(&key);
    }
}

/// The full name of `key` in the browser's storage, as `storage` events give it.
pub fn full_key(key: &str) -> String {
    SCOPE.with_borrow(|scope| format!("{PREFIX}{scope}{key}"))
}
