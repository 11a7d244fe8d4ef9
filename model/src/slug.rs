//! The identifier of an article in URLs, files and the store.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The longest slug, in bytes (all of them ASCII).
pub const MAX_LEN: usize = 200;

/// A name in an address: of an article, a page, a tag. It has only the characters `[a-z0-9-]`, so it is safe in a path.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(
    feature = "openapi",
    derive(utoipa::ToSchema),
    schema(value_type = String, pattern = "^[a-z0-9-]{1,200}$", example = "cau-go-ben-dinh")
)]
pub struct Slug(String);

/// Why a text is not a slug.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SlugError {
    #[error("a slug must not be empty")]
    Empty,
    #[error("a slug has at most {MAX_LEN} characters")]
    TooLong,
    #[error("a slug has only the characters a-z, 0-9 and -")]
    Character,
}

impl Slug {
    /// Checks `text`.
    ///
    /// # Errors
    /// [`SlugError`] names the first rule it breaks.
    pub fn new(text: impl Into<String>) -> Result<Self, SlugError> {
        let text = text.into();
        if text.is_empty() {
            return Err(SlugError::Empty);
        }
        if text.len() > MAX_LEN {
            return Err(SlugError::TooLong);
        }
        let allowed = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
        if !text.bytes().all(allowed) {
            return Err(SlugError::Character);
        }
        Ok(Self(text))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Slug {
    type Err = SlugError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::new(text)
    }
}

impl TryFrom<String> for Slug {
    type Error = SlugError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::new(text)
    }
}

impl From<Slug> for String {
    fn from(slug: Slug) -> Self {
        slug.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_what_the_contract_allows() {
        assert_eq!(Slug::new("le-ra-quan-2023").unwrap().as_str(), "le-ra-quan-2023");
        assert!(Slug::new("a".repeat(MAX_LEN)).is_ok());
    }

    #[test]
    fn refuses_everything_else() {
        assert_eq!(Slug::new(""), Err(SlugError::Empty));
        assert_eq!(Slug::new("a".repeat(MAX_LEN + 1)), Err(SlugError::TooLong));
        for bad in ["../etc", "a/b", "Á", "A", "a b", "a.json", "a%2e", "a\0"] {
            assert_eq!(Slug::new(bad), Err(SlugError::Character), "{bad}");
        }
    }

    #[test]
    fn is_checked_when_it_arrives_as_json() {
        assert!(serde_json::from_str::<Slug>("\"../x\"").is_err());
    }
}
