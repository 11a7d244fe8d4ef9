//! Reading what a page can do without: a value that cannot be read costs itself, and neither the list it is in nor the
//! page.
//!
//! Readers are serde's, derived from the types. Two things are said to the browser in other words than to serde_json
//! (ADR 30), since serde would keep copies of what it has not placed yet, and the code for that weighs more than all
//! that is read. There a value is whole before anything of it is read, so `src/api/json/` can look at it twice: the
//! variant of an enum that is written as an object is what its `type` says, and a field called `.` is the value itself,
//! which elsewhere is `flatten`.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};

/// A value that may be none of the kind. Reading it fails only where the text is no JSON.
pub struct Attempt<T>(pub Option<T>);

impl<'de, T: DeserializeOwned> Deserialize<'de> for Attempt<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        // A text is read from its beginning to its end: what cannot be read must have been passed all the same.
        #[cfg(not(target_arch = "wasm32"))]
        let from = serde_json::Value::deserialize(from)?;
        Ok(Self(T::deserialize(from).ok()))
    }
}

/// A value, if it can be read, and what it says of its kind.
#[cfg_attr(target_arch = "wasm32", derive(Deserialize))]
#[cfg_attr(target_arch = "wasm32", serde(bound = "T: DeserializeOwned"))]
pub(crate) struct Typed<T> {
    #[cfg_attr(target_arch = "wasm32", serde(rename = ".", deserialize_with = "if_readable"))]
    pub value: Option<T>,
    /// Its `type`; empty when that is no text.
    #[cfg_attr(
        target_arch = "wasm32",
        serde(rename = "type", default, deserialize_with = "text_if_readable")
    )]
    pub kind: String,
}

#[cfg(target_arch = "wasm32")]
fn text_if_readable<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    Ok(if_readable(from)?.unwrap_or_default())
}

#[cfg(not(target_arch = "wasm32"))]
impl<'de, T: DeserializeOwned> Deserialize<'de> for Typed<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let value = serde_json::Value::deserialize(from)?;
        let kind = value.get("type").and_then(serde_json::Value::as_str);
        let kind = kind.unwrap_or_default().to_owned();
        Ok(Self { value: T::deserialize(value).ok(), kind })
    }
}

/// Reads a value that what it belongs to can do without. An earlier version may have stored an address that is refused
/// today: that costs the address, and not the article, nor the list it is on.
///
/// # Errors
/// That of a text that is no JSON.
pub fn if_readable<'de, D: Deserializer<'de>, T: DeserializeOwned>(
    from: D,
) -> Result<Option<T>, D::Error> {
    Ok(Attempt::deserialize(from)?.0)
}

/// As [`if_readable`], of what has a value of its own when it says nothing.
///
/// # Errors
/// As [`if_readable`].
pub fn readable_or_default<'de, D: Deserializer<'de>, T: DeserializeOwned + Default>(
    from: D,
) -> Result<T, D::Error> {
    Ok(if_readable(from)?.unwrap_or_default())
}

/// Reads a list of which entries that cannot be read are left out: one of them costs none of the others. Null is an
/// empty list.
///
/// # Errors
/// That of a value which is no list.
pub fn readable<'de, D: Deserializer<'de>, T: DeserializeOwned>(
    from: D,
) -> Result<Vec<T>, D::Error> {
    let items = or_default::<_, Vec<Attempt<T>>>(from)?;
    Ok(items.into_iter().filter_map(|item| item.0).collect())
}

/// Reads a value; null is its type's default.
///
/// # Errors
/// That of the value, if it is not null.
pub fn or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    from: D,
) -> Result<T, D::Error> {
    Ok(Option::<T>::deserialize(from)?.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Shelf {
        #[serde(default, deserialize_with = "readable")]
        books: Vec<u8>,
        #[serde(default, deserialize_with = "if_readable")]
        owner: Option<String>,
        #[serde(default, deserialize_with = "or_default")]
        room: String,
    }

    fn read(json: &str) -> Option<Shelf> {
        serde_json::from_str(json).ok()
    }

    fn shelf(books: &[u8], owner: Option<&str>, room: &str) -> Option<Shelf> {
        let owner = owner.map(str::to_owned);
        Some(Shelf { books: books.to_vec(), owner, room: room.to_owned() })
    }

    #[test]
    fn an_entry_that_cannot_be_read_costs_none_of_the_others() {
        let json = r#"{"books":[1,"two",{"three":[3]},null,256,5],"owner":"Lan","room":"a"}"#;
        assert_eq!(read(json), shelf(&[1, 5], Some("Lan"), "a"));
    }

    #[test]
    fn what_can_be_done_without_is_left_out() {
        assert_eq!(read(r#"{"owner":{"name":["Lan"]},"room":"a"}"#), shelf(&[], None, "a"));
        assert_eq!(read(r#"{"books":null,"owner":null,"room":null}"#), shelf(&[], None, ""));
        assert_eq!(read("{}"), shelf(&[], None, ""));
    }

    #[test]
    fn what_must_be_readable_is_told() {
        for bad in [r#"{"books":{}}"#, r#"{"room":5}"#, r#"{"owner":tru}"#, "5"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
