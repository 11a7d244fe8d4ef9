//! Everything that only a browser has, in one place. It is called from effects and event handlers, which do not run
//! when a page is drawn natively. Where many small calls would be needed, there is one function in `src/browser.js`
//! (ADR 11).
//!
//! - `document`: finding, focusing and changing what is on the page
//! - `events`: what happens on it
//! - `scroll`: how far it is scrolled
//! - `visit`: the address, the history, the clock
//! - `device`: what the browser and the device offer

mod device;
mod document;
mod events;
mod scroll;
mod visit;

use wasm_bindgen::prelude::*;

pub use device::*;
pub use document::*;
pub use events::*;
pub use scroll::*;
pub use visit::*;

/// The answer of [`store`] for a value that is there on the next visit.
pub const KEPT: u8 = 0;
/// The answer of [`store`] where there is no room.
pub const FULL: u8 = 2;

#[wasm_bindgen(module = "/src/browser.js")]
extern "C" {
    /// A request that gives up after 15 seconds, with a method, perhaps a token and a JSON body. With `outlives_page`
    /// it is sent even when the page is closed meanwhile. It is broken off with page number `page` ([`break_off`]),
    /// unless that is 0. `None` where `url` is no address.
    pub fn request(
        url: &str,
        method: &str,
        token: Option<&str>,
        body: Option<&str>,
        outlives_page: bool,
        page: u32,
    ) -> Option<web_sys::Request>;

    /// Sends a request and gives its answer. Fails with the name of the JavaScript error, or undefined where it has
    /// none.
    #[wasm_bindgen(catch)]
    pub async fn answer_of(request: &web_sys::Request) -> Result<JsValue, JsValue>;

    /// A field of a value that `JSON.parse` gave; undefined where it has none of this name. `.` gives the value itself.
    pub fn field(value: &JsValue, name: &str) -> JsValue;

    /// Breaks off the calls of all pages but number `kept`, since the reader is going elsewhere.
    pub fn break_off(kept: u32);

    /// Waits until the browser has nothing else to do.
    pub async fn idle();

    /// Tells the worker that the page in view was drawn from the file at this address.
    pub fn was_read(url: &str);

    /// The value under this key of the browser's storage, or of memory where the storage is blocked.
    pub fn stored(key: &str) -> Option<String>;

    /// How an event in a group of radios moves the choice: 0 for a key or pointer that is no arrow, 1 for an arrow, 2
    /// when the choice is made, by Enter or because the focus leaves the group. Keys that the group uses do not reach
    /// the page around it.
    pub fn of_choice(event: &web_sys::Event) -> Option<u8>;

    /// Shares the page under this title: by the system's own dialogue, else by copying its address, else by a mail.
    /// Answers whether the address is in the clipboard now.
    pub async fn share(title: &str) -> JsValue;

    /// The article in view as a list shows it, as JSON: `lang`, `published`, `title`.
    pub fn article_in_view() -> Option<String>;

    /// Keeps the page in view and its pictures, and the `data` at this address, to be read without a network; all under
    /// `name`, for [`unkeep`].
    pub async fn keep(name: &str, data: &str);

    /// Removes what [`keep`] kept under this name.
    pub fn unkeep(name: &str);

    /// Keeps a value: [`KEPT`], or [`FULL`], or another number where the storage is blocked. Then only memory has it.
    pub fn store(key: &str, value: &str) -> u8;

    /// Drops what storage and memory have under this key.
    pub fn forget(key: &str);

    /// All keys that begin with this, each a text.
    pub fn stored_keys(prefix: &str) -> js_sys::Array;

    /// A number with one decimal after this mark.
    pub fn one_decimal(value: f64, mark: &str) -> String;

    /// The category of the language's plural rules that this count has.
    pub fn plural_category(tag: &str, count: f64) -> String;

    /// The file of words at this address; empty where it cannot be had.
    pub async fn words(url: &str) -> JsValue;

    /// A moment on the clocks of a time zone, as a pattern of CLDR has it, with the language's names of months; as it came
    /// when it cannot be read.
    pub fn date(rfc3339: &str, time_zone: &str, tag: &str, pattern: &str) -> String;

    /// `challenge.nonce` whose SHA-256 begins with so many zero bits; undefined where the browser has no
    /// SHA-256, as on a page that is not secure.
    pub async fn prove(challenge: &str, bits: u8) -> JsValue;
}
