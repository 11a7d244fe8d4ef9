//! A value that `JSON.parse` gave, and how deep it stands.

use wasm_bindgen::JsValue;

use super::Unreadable;

/// The deepest nesting that is read, the same as serde_json's.
pub const DEEPEST: u8 = 128;
/// 2^53: from here on, numbers in a browser leave whole numbers out.
const EXACT: f64 = 9_007_199_254_740_992.0;
pub(super) const UNREADABLE: Unreadable = Unreadable { field: "" };

/// A value, and how deep in the whole it stands.
pub struct Value {
    pub(super) value: JsValue,
    pub(super) depth: u8,
}

impl Value {
    pub fn whole(value: JsValue) -> Self {
        Self { value, depth: 0 }
    }

    /// A value within this one, one level deeper.
    pub(super) fn inner(&self, value: JsValue) -> Self {
        Self { value, depth: self.depth + 1 }
    }

    pub(super) fn text(&self) -> Result<String, Unreadable> {
        self.value.as_string().ok_or(UNREADABLE)
    }

    pub(super) fn whole_number(&self) -> Result<u64, Unreadable> {
        let number = self.value.as_f64().unwrap_or(-1.0);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked")]
        let whole = number as u64;
        #[expect(clippy::cast_precision_loss, clippy::float_cmp, reason = "exact below 2^53")]
        let is_whole = whole as f64 == number && (0.0..=EXACT).contains(&number);
        if is_whole { Ok(whole) } else { Err(UNREADABLE) }
    }
}
