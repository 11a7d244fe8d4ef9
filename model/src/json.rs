//! JSON as a tree, and reading values out of it.
//!
//! Values that travel are read from this tree by hand, natively as in the browser. Serde's derived
//! readers are generic over the format and weighed more than the rest of the app (ADR 4); what is
//! written still goes through [`serde::Serialize`].

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// A JSON value.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Json {
    #[default]
    Null,
    Bool(bool),
    /// Whole numbers are exact up to 2^53, as in every browser.
    Number(f64),
    Text(String),
    List(Vec<Json>),
    Object(Object),
}

/// The fields of an object, in the order they came.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Object(Vec<(String, Json)>);

/// A value that is not of the documented shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{field}` must be {wanted}")]
pub struct DecodeError {
    /// The nearest field's name; empty at the top.
    pub field: &'static str,
    pub wanted: &'static str,
}

impl DecodeError {
    pub(crate) const fn new(wanted: &'static str) -> Self {
        Self { field: "", wanted }
    }

    fn within(self, field: &'static str) -> Self {
        if self.field.is_empty() { Self { field, ..self } } else { self }
    }
}

/// What can be read from JSON.
pub trait Read: Sized {
    /// # Errors
    /// [`DecodeError`] names the first field that is not of its documented shape.
    fn read(json: Json) -> Result<Self, DecodeError>;
}

impl Object {
    pub fn new(fields: Vec<(String, Json)>) -> Self {
        Self(fields)
    }

    /// The fields, by name.
    pub fn into_fields(self) -> Vec<(String, Json)> {
        self.0
    }

    fn value(&mut self, name: &str) -> Json {
        let found = self.0.iter_mut().find(|(known, _)| known == name);
        found.map(|(_, json)| std::mem::take(json)).unwrap_or_default()
    }

    /// Takes the field `name` out. A field left out is read as null.
    ///
    /// # Errors
    /// [`DecodeError`] with the field's name.
    pub fn take<T: Read>(&mut self, name: &'static str) -> Result<T, DecodeError> {
        T::read(self.value(name)).map_err(|unfit| unfit.within(name))
    }

    /// As [`Object::take`], but a field left out or null has its type's default.
    ///
    /// # Errors
    /// [`DecodeError`] with the field's name.
    pub fn take_or_default<T: Read + Default>(
        &mut self,
        name: &'static str,
    ) -> Result<T, DecodeError> {
        self.take::<Option<T>>(name).map(Option::unwrap_or_default)
    }

    /// Takes out a field that what it belongs to can do without; what cannot be read is left out.
    pub fn take_if_readable<T: Read>(&mut self, name: &'static str) -> Option<T> {
        T::read(self.value(name)).ok()
    }

    /// Takes out the list `name`, of which entries that cannot be read are left out: one of them costs
    /// none of the others. A field left out or null is an empty list.
    ///
    /// # Errors
    /// [`DecodeError`] with the field's name when it is no list.
    pub fn take_readable<T: Read>(&mut self, name: &'static str) -> Result<Vec<T>, DecodeError> {
        let items = match self.value(name) {
            Json::Null => return Ok(Vec::new()),
            Json::List(items) => items,
            _ => return Err(DecodeError { field: name, wanted: "a list" }),
        };
        let mut list = Vec::with_capacity(items.len());
        for item in items {
            if let Ok(item) = T::read(item) {
                list.push(item);
            }
        }
        Ok(list)
    }
}

impl Read for Json {
    fn read(json: Json) -> Result<Self, DecodeError> {
        Ok(json)
    }
}

impl Read for Object {
    fn read(json: Json) -> Result<Self, DecodeError> {
        match json {
            Json::Object(object) => Ok(object),
            _ => Err(DecodeError::new("an object")),
        }
    }
}

impl Read for String {
    fn read(json: Json) -> Result<Self, DecodeError> {
        match json {
            Json::Text(text) => Ok(text),
            _ => Err(DecodeError::new("a text")),
        }
    }
}

impl Read for bool {
    fn read(json: Json) -> Result<Self, DecodeError> {
        match json {
            Json::Bool(bool) => Ok(bool),
            _ => Err(DecodeError::new("true or false")),
        }
    }
}

impl Read for f64 {
    fn read(json: Json) -> Result<Self, DecodeError> {
        match json {
            Json::Number(number) => Ok(number),
            _ => Err(DecodeError::new("a number")),
        }
    }
}

impl Read for u64 {
    fn read(json: Json) -> Result<Self, DecodeError> {
        /// 2^53: from here on, not every whole number is one of these.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        let number = f64::read(json).unwrap_or(-1.0);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked")]
        let whole = number as Self;
        #[expect(clippy::cast_precision_loss, clippy::float_cmp, reason = "exact below 2^53")]
        let is_whole = whole as f64 == number && (0.0..=EXACT).contains(&number);
        if is_whole { Ok(whole) } else { Err(DecodeError::new("a whole number")) }
    }
}

impl Read for u32 {
    fn read(json: Json) -> Result<Self, DecodeError> {
        u64::read(json)?.try_into().map_err(|_| DecodeError::new("a smaller number"))
    }
}

impl Read for u8 {
    fn read(json: Json) -> Result<Self, DecodeError> {
        u64::read(json)?.try_into().map_err(|_| DecodeError::new("a smaller number"))
    }
}

impl<T: Read> Read for Option<T> {
    fn read(json: Json) -> Result<Self, DecodeError> {
        if json == Json::Null { Ok(None) } else { T::read(json).map(Some) }
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(json: Json) -> Result<Self, DecodeError> {
        match json {
            Json::List(items) => {
                let mut list = Self::with_capacity(items.len());
                for item in items {
                    list.push(T::read(item)?);
                }
                Ok(list)
            }
            _ => Err(DecodeError::new("a list")),
        }
    }
}

/// Lets serde read these types through their [`Read`].
macro_rules! deserialize_by_reading {
    ($($type:ty),* $(,)?) => {$(
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let json = <$crate::json::Json as serde::Deserialize>::deserialize(from)?;
                <Self as $crate::json::Read>::read(json).map_err(serde::de::Error::custom)
            }
        }
    )*};
}
pub(crate) use deserialize_by_reading;

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Tree)
    }
}

/// Builds the tree.
struct Tree;

impl<'de> Visitor<'de> for Tree {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(Json::Number(value))
    }

    #[expect(clippy::cast_precision_loss, reason = "what JSON.parse does")]
    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Number(value as f64))
    }

    #[expect(clippy::cast_precision_loss, reason = "what JSON.parse does")]
    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Number(value as f64))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Json, E> {
        Ok(Json::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Json, A::Error> {
        let mut fields = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            fields.push(entry);
        }
        Ok(Json::Object(Object(fields)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(text: &str) -> Object {
        Object::read(serde_json::from_str(text).unwrap()).unwrap()
    }

    #[test]
    fn a_field_has_its_type_or_says_what_it_wants() {
        let mut fields = object(r#"{"a":"x","b":3,"c":[true],"d":null}"#);
        assert_eq!(fields.take::<String>("a").unwrap(), "x");
        assert_eq!(fields.take::<u64>("b").unwrap(), 3);
        assert_eq!(fields.take::<Vec<bool>>("c").unwrap(), [true]);
        assert_eq!(fields.take::<Option<u8>>("d").unwrap(), None);
        let error = fields.take::<String>("e").unwrap_err();
        assert_eq!(error.to_string(), "`e` must be a text");
        assert_eq!(fields.take_or_default::<String>("e").unwrap(), "");
    }

    #[test]
    fn whole_numbers_are_whole_and_in_range() {
        for bad in ["-1", "1.5", "1e300", "9007199254740994", "\"1\"", "null"] {
            assert!(u64::read(serde_json::from_str(bad).unwrap()).is_err(), "{bad}");
        }
        assert!(u8::read(Json::Number(256.0)).is_err());
        assert_eq!(u8::read(Json::Number(255.0)), Ok(255));
    }
}
