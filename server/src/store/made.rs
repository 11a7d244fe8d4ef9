//! What was made of the pictures, so that it is made once.

use rusqlite::{OptionalExtension, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Store, StoreError};

impl Store {
    /// What was made of the picture `name` by this recipe. What an earlier version stored in another shape
    /// counts as not made.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn made<T: DeserializeOwned>(
        &self,
        name: &str,
        recipe: &str,
    ) -> Result<Option<T>, StoreError> {
        self.read(|c| {
            let sql = "SELECT made FROM picture WHERE name = ?1 AND recipe = ?2";
            let made: Option<String> =
                c.prepare_cached(sql)?.query_row([name, recipe], |row| row.get(0)).optional()?;
            Ok(made.and_then(|made| serde_json::from_str(&made).ok()))
        })
    }

    /// Remembers what was made of pictures by this recipe; `None` is that nothing can be.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn set_made<T: Serialize>(
        &self,
        recipe: &str,
        made: &[(String, Option<T>)],
    ) -> Result<(), StoreError> {
        self.write(|t| {
            for (name, made) in made {
                t.prepare_cached(
                    "INSERT OR REPLACE INTO picture (name, recipe, made) VALUES (?1, ?2, ?3)",
                )?
                .execute(params![name, recipe, serde_json::to_string(made)?])?;
            }
            Ok(())
        })
    }
}
