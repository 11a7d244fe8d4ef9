//! Reads JSON text into values by the implementations of `Deserialize` that serde derives. In the browser `JSON.parse`
//! reads the text: it is there already, so no parser is shipped (ADR 30).

#[cfg(target_arch = "wasm32")]
mod deserializer;
#[cfg(target_arch = "wasm32")]
mod parts;
#[cfg(target_arch = "wasm32")]
mod value;

use std::fmt::Display;

use serde::de::{DeserializeOwned, Expected, Unexpected};

/// A text that is no JSON, or not of the documented shape.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, thiserror::Error)]
#[error("`{field}` does not have its documented form")]
pub struct Unreadable {
    /// The name of the innermost field that could not be read; empty when that is the whole value.
    pub field: &'static str,
}

/// Only the field is kept: composing a message would be code that every reader has to download.
impl serde::de::Error for Unreadable {
    fn custom<T: Display>(_: T) -> Self {
        Self::default()
    }

    fn invalid_type(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self::default()
    }

    fn invalid_value(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self::default()
    }

    fn invalid_length(_: usize, _: &dyn Expected) -> Self {
        Self::default()
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self::default()
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self::default()
    }

    fn missing_field(field: &'static str) -> Self {
        Self { field }
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self { field }
    }
}

/// Reads `text` as a `T`.
///
/// # Errors
/// [`Unreadable`], whose field helps whoever looks into the console.
#[cfg(target_arch = "wasm32")]
pub fn parse<T: DeserializeOwned>(text: &str) -> Result<T, Unreadable> {
    let whole = js_sys::JSON::parse(text).map_err(|_| Unreadable::default())?;
    T::deserialize(value::Value::whole(whole))
}

/// Reads `text` as a `T`.
///
/// # Errors
/// [`Unreadable`], whose field helps whoever looks into the console.
#[cfg(not(target_arch = "wasm32"))]
pub fn parse<T: DeserializeOwned>(text: &str) -> Result<T, Unreadable> {
    serde_json::from_str(text).map_err(|_| Unreadable::default())
}

#[cfg(test)]
mod tests;
