//! Numbers and dates, by the browser's Intl.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/browser/intl.js")]
extern "C" {
    /// A number with one decimal after this mark.
    pub fn one_decimal(value: f64, mark: &str) -> String;

    /// The category of the language's plural rules that this count has.
    pub fn plural_category(tag: &str, count: f64) -> String;

    /// A moment on the clocks of a time zone, as a pattern of CLDR has it, with the language's names of months; as it came
    /// when it cannot be read.
    pub fn date(rfc3339: &str, time_zone: &str, tag: &str, pattern: &str) -> String;

    /// The offset of a time zone's clocks at a moment, `GMT+7`; nothing where the reader's own clocks show the same time of
    /// day. `minute` is that of the day in the zone, as the page shows it. Clocks that are a whole day apart count as the
    /// same.
    pub fn foreign_offset(rfc3339: &str, time_zone: &str, minute: u32) -> Option<String>;
}
