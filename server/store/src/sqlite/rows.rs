//! Parts that rows have in common: the time of a change, and the slug of an article.

use bantin_model::Slug;

use super::StoreError;

/// SQL: the time of the store's clock of changes ([`super::changes`]).
pub(super) const NOW: &str = "(SELECT tick FROM clock)";

/// A slug as a row has it.
pub(super) fn stored_slug(text: String) -> Result<Slug, StoreError> {
    Slug::new(text).map_err(|error| StoreError::Stored(error.to_string()))
}
