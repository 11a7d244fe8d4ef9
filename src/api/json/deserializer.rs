//! serde's way into a value that `JSON.parse` gave.
//!
//! A struct names the fields that it knows, and only these are looked up in the object; serde is told a field by its
//! number, not by a text that it would compare. Two things only this deserializer does, and types of the contract rely
//! on them (`model/src/lenient.rs`): the variant of an enum that is written as an object is what the object's `type`
//! says, and a field called `.` is the value itself.

use js_sys::{Array, Object};
use serde::Deserializer;
use serde::de::Visitor;
use wasm_bindgen::{JsCast, JsValue};

use super::Unreadable;
use super::parts::{Entries, Names, Variant};
use super::value::{UNREADABLE, Value};
use crate::browser;

impl<'de> Deserializer<'de> for Value {
    type Error = Unreadable;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        if Array::is_array(&self.value) {
            self.deserialize_seq(visitor)
        } else {
            self.deserialize_map(visitor)
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_bool(self.value.as_bool().ok_or(UNREADABLE)?)
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_u64(self.whole_number()?)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_u64(self.whole_number()?)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_u64(self.whole_number()?)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_u64(self.whole_number()?)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_f64(self.value.as_f64().ok_or(UNREADABLE)?)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_string(self.text()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_string(self.text()?)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_string(self.text()?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        if self.value.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_seq(self.items()?)
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        let items = self.items()?;
        if items.items.length() as usize != length {
            return Err(UNREADABLE);
        }
        visitor.visit_seq(items)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        let object = self.value.dyn_ref::<Object>().ok_or(UNREADABLE)?;
        let names = Object::keys(object);
        visitor.visit_map(Entries {
            names: self.inner(names.into()).items()?,
            of: self,
            name: JsValue::NULL,
        })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        names: Names,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_map(self.fields(names)?)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        names: Names,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        let name = match self.value.as_string() {
            Some(name) => name,
            None => browser::field(&self.value, "type").as_string().ok_or(UNREADABLE)?,
        };
        // A number past the last name, for a name that is not known.
        let at = names.iter().position(|known| *known == name).unwrap_or(names.len());
        visitor.visit_enum(Variant { of: self, at: at as u64 })
    }

    serde::forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u128 f32 char bytes byte_buf unit unit_struct tuple_struct ignored_any
    }
}
