//! The browser's storage, and memory where it is blocked or full.

use wasm_bindgen::prelude::*;

/// The answer of [`store`] for a value that is there on the next visit.
pub const KEPT: u8 = 0;
/// The answer of [`store`] where there is no room.
pub const FULL: u8 = 2;

#[wasm_bindgen(module = "/src/browser/storage.js")]
extern "C" {
    /// The value under this key of the browser's storage, or of memory where the storage is blocked.
    pub fn stored(key: &str) -> Option<String>;

    /// Keeps a value: [`KEPT`], or [`FULL`], or another number where the storage is blocked. Then only memory has it.
    pub fn store(key: &str, value: &str) -> u8;

    /// Drops what storage and memory have under this key.
    pub fn forget(key: &str);

    /// All keys that begin with this, each a text.
    pub fn stored_keys(prefix: &str) -> js_sys::Array;
}
