//! What rows have in common: when they changed, and how an article's name is read from one.

use bantin_model::Slug;

use super::StoreError;

/// SQL: the time of the clock that stamps changes ([`super::changes`]).
pub(super) const NOW: &str = "(SELECT tick FROM clock)";

/// A slug as a row has it.
pub(super) fn stored_slug(text: String) -> Result<Slug, StoreError> {
    Slug::new(text).map_err(|error| StoreError::Stored(error.to_string()))
}
