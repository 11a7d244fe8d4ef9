//! From JSON text to values. In the browser its own parser reads the text: it is there already, so
//! none is shipped (ADR 4).

use bantin_model::json::{DecodeError, Json, Read};

/// Reads `text` as a `T`.
///
/// # Errors
/// What is wrong with it, for whoever looks into the console.
pub fn parse<T: Read>(text: &str) -> Result<T, DecodeError> {
    T::read(tree(text)?)
}

const NOT_JSON: DecodeError = DecodeError { field: "", wanted: "JSON" };

#[cfg(not(target_arch = "wasm32"))]
fn tree(text: &str) -> Result<Json, DecodeError> {
    serde_json::from_str(text).map_err(|_| NOT_JSON)
}

#[cfg(target_arch = "wasm32")]
fn tree(text: &str) -> Result<Json, DecodeError> {
    let parsed = js_sys::JSON::parse(text).map_err(|_| NOT_JSON)?;
    of_js(&parsed, 0).ok_or(DecodeError { wanted: "less deep", ..NOT_JSON })
}

/// The tree of a value that `JSON.parse` gave; `None` past [`DEEPEST`].
#[cfg(target_arch = "wasm32")]
fn of_js(value: &wasm_bindgen::JsValue, depth: u8) -> Option<Json> {
    use bantin_model::json::Object;
    use wasm_bindgen::JsCast;

    /// As deep as serde_json goes.
    const DEEPEST: u8 = 128;

    if depth > DEEPEST {
        return None;
    }
    if let Some(text) = value.as_string() {
        return Some(Json::Text(text));
    }
    if let Some(number) = value.as_f64() {
        return Some(Json::Number(number));
    }
    if let Some(bool) = value.as_bool() {
        return Some(Json::Bool(bool));
    }
    if let Some(list) = value.dyn_ref::<js_sys::Array>() {
        let mut items = Vec::new();
        for item in list.iter() {
            items.push(of_js(&item, depth + 1)?);
        }
        return Some(Json::List(items));
    }
    let Some(object) = value.dyn_ref::<js_sys::Object>() else { return Some(Json::Null) };
    let mut fields = Vec::new();
    for key in js_sys::Object::keys(object).iter() {
        let value = js_sys::Reflect::get(object, &key).ok()?;
        fields.push((key.as_string()?, of_js(&value, depth + 1)?));
    }
    Some(Json::Object(Object::new(fields)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use bantin_model::json::Object;

    #[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
    #[cfg_attr(not(target_arch = "wasm32"), test)]
    fn every_kind_of_value_arrives() {
        let mut object: Object =
            parse(r#"{"a":[1,2.5,-3],"b":{"c":"ế"},"d":true,"e":null}"#).unwrap();
        assert_eq!(object.take::<Vec<f64>>("a").unwrap(), [1.0, 2.5, -3.0]);
        assert_eq!(object.take::<Object>("b").unwrap().take::<String>("c").unwrap(), "ế");
        assert!(object.take::<bool>("d").unwrap());
        assert_eq!(object.take::<Option<u8>>("e").unwrap(), None);
    }

    #[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
    #[cfg_attr(not(target_arch = "wasm32"), test)]
    fn damage_is_told_and_depth_is_bounded() {
        for bad in ["", "{", "<html>", "[1,]"] {
            assert!(parse::<Json>(bad).is_err(), "{bad}");
        }
        assert!(parse::<Json>(&("[".repeat(5000) + &"]".repeat(5000))).is_err());
    }
}
