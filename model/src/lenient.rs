//! Reads values that a page can do without: one that cannot be read is left out alone, and the list or page around it
//! stays.
//!
//! The implementations of `Deserialize` are derived. Two attributes differ between the browser and serde_json (ADR 30),
//! since serde would copy what it has not assigned to a field yet, and the code for that weighs more than all other
//! reading. In the browser a value is complete before it is read, so `src/api/json/` can look at it twice: the variant
//! of an enum that is written as an object is what its `type` says, and a field called `.` is the value itself, in the
//! place of `flatten`.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};

/// A value that may be of another kind. Reading it fails only where the text is no JSON.
pub struct Attempt<T>(pub Option<T>);

impl<'de, T: DeserializeOwned> Deserialize<'de> for Attempt<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        // A text is read from beginning to end, so a value that cannot be read must be skipped all the same.
        #[cfg(not(target_arch = "wasm32"))]
        let from = serde_json::Value::deserialize(from)?;
        Ok(Self(T::deserialize(from).ok()))
    }
}

/// A value if it can be read, and its `type`.
#[cfg_attr(target_arch = "wasm32", derive(Deserialize))]
#[cfg_attr(target_arch = "wasm32", serde(bound = "T: DeserializeOwned"))]
pub(crate) struct Typed<T> {
    #[cfg_attr(target_arch = "wasm32", serde(rename = ".", deserialize_with = "if_readable"))]
    pub value: Option<T>,
    /// The `type`; empty when that is no text.
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

/// Reads a value that the thing around it can do without. An address stored by an earlier version may be refused today:
/// then only the address is lost, not the article or the list that it is in.
///
/// # Errors
/// For a text that is no JSON.
pub fn if_readable<'de, D: Deserializer<'de>, T: DeserializeOwned>(
    from: D,
) -> Result<Option<T>, D::Error> {
    Ok(Attempt::deserialize(from)?.0)
}

/// As [`if_readable`], for a type with a default.
///
/// # Errors
/// As [`if_readable`].
pub fn readable_or_default<'de, D: Deserializer<'de>, T: DeserializeOwned + Default>(
    from: D,
) -> Result<T, D::Error> {
    Ok(if_readable(from)?.unwrap_or_default())
}

/// Reads a list without the entries that cannot be read. Null is an empty list.
///
/// # Errors
/// For a value that is no list.
pub fn readable<'de, D: Deserializer<'de>, T: DeserializeOwned>(
    from: D,
) -> Result<Vec<T>, D::Error> {
    let items = or_default::<_, Vec<Attempt<T>>>(from)?;
    Ok(items.into_iter().filter_map(|item| item.0).collect())
}

/// Reads a value; null gives the default of its type.
///
/// # Errors
/// The error of the value, if it is not null.
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
