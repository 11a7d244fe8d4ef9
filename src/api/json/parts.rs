//! The parts of a value, as serde asks for them: items of a list, fields and entries of an object, the variant of an
//! enum.

use js_sys::Array;
use serde::Deserializer;
use serde::de::value::U64Deserializer;
use serde::de::{
    DeserializeSeed, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use wasm_bindgen::{JsCast, JsValue};

use super::Unreadable;
use super::value::{DEEPEST, UNREADABLE, Value};
use crate::browser;

/// The names of fields or variants that a type knows.
pub type Names = &'static [&'static str];

impl Value {
    pub(super) fn items(self) -> Result<Items, Unreadable> {
        if self.depth > DEEPEST {
            return Err(UNREADABLE);
        }
        let items = self.value.dyn_into::<Array>().map_err(|_| UNREADABLE)?;
        Ok(Items { left: items.length(), items, depth: self.depth + 1 })
    }

    pub(super) fn fields(self, names: Names) -> Result<Fields, Unreadable> {
        if self.depth > DEEPEST {
            return Err(UNREADABLE);
        }
        Ok(Fields { found: JsValue::UNDEFINED, name: "", at: 0, names, of: self })
    }
}

/// The items of a list, one after the other.
pub struct Items {
    pub items: Array,
    pub left: u32,
    pub depth: u8,
}

impl Items {
    fn next(&mut self) -> Option<Value> {
        let at = self.items.length() - self.left;
        self.left = self.left.checked_sub(1)?;
        Some(Value { value: self.items.get(at), depth: self.depth })
    }
}

impl<'de> SeqAccess<'de> for Items {
    type Error = Unreadable;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Unreadable> {
        self.next().map(|item| seed.deserialize(item)).transpose()
    }
}

/// The fields of an object that the struct knows and the object has, one after the other.
pub struct Fields {
    pub of: Value,
    pub names: Names,
    /// The index of the next name to look up.
    pub at: usize,
    /// The value of the field found last, and its name.
    pub found: JsValue,
    pub name: &'static str,
}

impl Fields {
    /// Looks for the next field that is there; its index among the names.
    fn next(&mut self) -> Option<u64> {
        loop {
            self.name = self.names.get(self.at)?;
            self.at += 1;
            self.found = browser::field(&self.of.value, self.name);
            if !self.found.is_undefined() {
                return Some(self.at as u64 - 1);
            }
        }
    }

    fn value(&mut self) -> Value {
        self.of.inner(std::mem::replace(&mut self.found, JsValue::UNDEFINED))
    }
}

impl<'de> MapAccess<'de> for Fields {
    type Error = Unreadable;

    fn next_key_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Unreadable> {
        self.next().map(|at| seed.deserialize(number(at))).transpose()
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<T::Value, Unreadable> {
        let read = seed.deserialize(self.value());
        // The error keeps the name of the innermost field.
        read.map_err(
            |error| if error.field.is_empty() { Unreadable { field: self.name } } else { error },
        )
    }
}

fn number(at: u64) -> U64Deserializer<Unreadable> {
    at.into_deserializer()
}

/// Every entry of an object, by name, for maps.
pub struct Entries {
    pub of: Value,
    pub names: Items,
    pub name: JsValue,
}

impl<'de> MapAccess<'de> for Entries {
    type Error = Unreadable;

    fn next_key_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Unreadable> {
        let Some(name) = self.names.next() else { return Ok(None) };
        self.name = name.value.clone();
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<T::Value, Unreadable> {
        let value = js_sys::Reflect::get(&self.of.value, &self.name).map_err(|_| UNREADABLE)?;
        seed.deserialize(self.of.inner(value))
    }
}

/// A variant of an enum by its number, and the value it was read from: an object with its `type`, or its name as text.
pub struct Variant {
    pub of: Value,
    pub at: u64,
}

impl<'de> EnumAccess<'de> for Variant {
    type Error = Unreadable;
    type Variant = Value;

    fn variant_seed<T: DeserializeSeed<'de>>(
        self,
        seed: T,
    ) -> Result<(T::Value, Value), Unreadable> {
        Ok((seed.deserialize(number(self.at))?, self.of))
    }
}

impl<'de> VariantAccess<'de> for Value {
    type Error = Unreadable;

    fn unit_variant(self) -> Result<(), Unreadable> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(
        self,
        seed: T,
    ) -> Result<T::Value, Unreadable> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(
        self,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.deserialize_tuple(length, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        names: Names,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_map(self.fields(names)?)
    }
}
