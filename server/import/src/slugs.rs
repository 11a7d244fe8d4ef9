//! Makes sure that no two articles of one source have the same slug.

use std::collections::HashMap;

use bantin_model::Slug;
use bantin_model::slug::SlugError;

use super::text;

/// The slugs that were given, each with the id of its article.
#[derive(Default)]
pub struct Slugs {
    taken: HashMap<Slug, String>,
}

impl Slugs {
    /// `slug`, or if another id has it, `slug` with a suffix that depends only on `id`.
    ///
    /// # Errors
    /// None that is known: a slug and a hash make a slug.
    pub fn claim(&mut self, slug: Slug, id: &str) -> Result<Slug, SlugError> {
        let slug = match self.taken.get(&slug) {
            Some(other) if other != id => text::suffixed(&slug, id)?,
            _ => slug,
        };
        self.taken.insert(slug.clone(), id.to_owned());
        Ok(slug)
    }
}
