//! A JSON text as values that are asked for their fields.

/// `text` as JSON.
#[cfg(not(target_arch = "wasm32"))]
pub fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// `text` as JSON.
#[cfg(target_arch = "wasm32")]
pub fn quoted(text: &str) -> String {
    // `JSON.stringify` gives a text for a text, unless a script of the page has replaced it.
    js_sys::JSON::stringify(&text.into()).map(String::from).unwrap_or_default()
}

/// A JSON value. Asked for something that it is not or does not have, it answers `None`, or gives an empty value.
#[derive(Clone, Debug)]
pub struct Value(Inner);

#[cfg(not(target_arch = "wasm32"))]
type Inner = serde_json::Value;

#[cfg(target_arch = "wasm32")]
type Inner = wasm_bindgen::JsValue;

#[cfg(not(target_arch = "wasm32"))]
impl Value {
    /// Reads `text`; `None` when it is no JSON.
    pub fn parse(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok().map(Self)
    }

    pub fn field(&self, name: &str) -> Self {
        Self(self.0.get(name).cloned().unwrap_or_default())
    }

    pub fn text(&self) -> Option<String> {
        self.0.as_str().map(str::to_owned)
    }

    fn number(&self) -> Option<f64> {
        self.0.as_f64()
    }

    pub fn is_true(&self) -> bool {
        self.0 == true
    }

    /// The items of a list; `None` when this is none.
    pub fn items(&self) -> Option<Vec<Self>> {
        Some(self.0.as_array()?.iter().cloned().map(Self).collect())
    }
}

#[cfg(target_arch = "wasm32")]
mod getters {
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen]
    extern "C" {
        /// The fields of an object. One getter for all: one for each would cost some bytes on both sides.
        pub type Fields;

        #[wasm_bindgen(method, structural, indexing_getter)]
        pub fn get(this: &Fields, name: &str) -> JsValue;
    }
}

#[cfg(target_arch = "wasm32")]
impl Value {
    /// Reads `text`; `None` when it is no JSON.
    pub fn parse(text: &str) -> Option<Self> {
        js_sys::JSON::parse(text).ok().map(Self)
    }

    pub fn field(&self, name: &str) -> Self {
        use wasm_bindgen::JsCast;
        if !self.0.is_object() {
            return Self(Inner::NULL);
        }
        Self(self.0.unchecked_ref::<getters::Fields>().get(name))
    }

    pub fn text(&self) -> Option<String> {
        self.0.as_string()
    }

    fn number(&self) -> Option<f64> {
        self.0.as_f64()
    }

    pub fn is_true(&self) -> bool {
        self.0.is_truthy() && self.0.as_bool().is_some()
    }

    /// The items of a list; `None` when this is none.
    pub fn items(&self) -> Option<Vec<Self>> {
        use wasm_bindgen::JsCast;
        let list = self.0.dyn_ref::<js_sys::Array>()?;
        let mut items = Vec::new();
        for at in 0..list.length() {
            items.push(Self(list.get(at)));
        }
        Some(items)
    }
}

impl Value {
    /// A whole number that a browser's numbers hold exactly.
    pub fn whole(&self) -> Option<u64> {
        /// 2^53: from here on, numbers in a browser leave whole numbers out.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        let number = self.number()?;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked")]
        let whole = number as u64;
        #[expect(clippy::cast_precision_loss, clippy::float_cmp, reason = "exact below 2^53")]
        let is_whole = whole as f64 == number && (0.0..=EXACT).contains(&number);
        is_whole.then_some(whole)
    }

    /// A whole number that fits into a `T`.
    pub fn small<T: TryFrom<u64>>(&self) -> Option<T> {
        self.whole()?.try_into().ok()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn a_value_is_what_it_is_and_nothing_else() {
        let value = Value::parse(r#"{"a":"ế","b":3,"c":[true,null],"d":{"e":false}}"#).unwrap();
        let [a, b, c, d] = ["a", "b", "c", "d"].map(|name| value.field(name));
        assert_eq!((a.text().as_deref(), a.whole(), a.is_true()), (Some("ế"), None, false));
        assert_eq!((b.text(), b.whole(), b.is_true()), (None, Some(3), false));
        let items = c.items().unwrap();
        assert_eq!(items.iter().map(Value::is_true).collect::<Vec<_>>(), [true, false]);
        assert!(!d.field("e").is_true() && d.items().is_none());
        for nothing in [a.field("x"), b.field("x"), items[1].field("x"), value.field("x")] {
            assert!(nothing.text().is_none() && nothing.items().is_none(), "{nothing:?}");
        }
    }

    #[test]
    fn whole_numbers_are_whole_and_in_range() {
        for bad in ["-1", "1.5", "1e300", "\"1\"", "null", "true"] {
            assert_eq!(Value::parse(bad).unwrap().whole(), None, "{bad}");
        }
        assert_eq!(Value::parse("256").unwrap().small::<u8>(), None);
        assert_eq!(Value::parse("255").unwrap().small(), Some(255_u8));
        assert_eq!(Value::parse("9007199254740992").unwrap().whole(), Some(1 << 53));
    }

    #[test]
    fn what_is_no_json_is_nothing() {
        for bad in ["", "{", "<html>", "[1,]"] {
            assert!(Value::parse(bad).is_none(), "{bad}");
        }
    }
}
