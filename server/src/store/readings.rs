//! Readings, written in batches.

use bantin_model::Slug;
use rusqlite::{OptionalExtension, params};

use super::changes::NOW;
use super::{Store, StoreError};
use crate::ledger::Readings;

impl Store {
    /// Counts readings, once a reader, article and day, and answers which articles were read. Those of
    /// readers who were revoked and of articles that are gone count nothing.
    ///
    /// # Errors
    /// [`StoreError`]; nothing is counted then.
    pub fn count_readings(&self, noted: &Readings) -> Result<Vec<Slug>, StoreError> {
        self.write(|t| {
            let mut read = Vec::new();
            for ((slug, day), readers) in &noted.readers {
                let article: Option<i64> = t
                    .prepare_cached("SELECT id FROM article WHERE slug = ?1")?
                    .query_row([slug.as_str()], |row| row.get(0))
                    .optional()?;
                let Some(article) = article else { continue };
                let mut new = 0;
                for reader in readers {
                    new += t
                        .prepare_cached(
                            "INSERT OR IGNORE INTO reading (day, article, reader) SELECT ?1, ?2, ?3
                         WHERE NOT EXISTS (SELECT 1 FROM revoked WHERE reader = ?3)",
                        )?
                        .execute(params![day, article, reader])?;
                }
                if new > 0 {
                    t.prepare_cached(&format!(
                        "UPDATE article SET views = views + ?2, changed = {NOW} WHERE id = ?1"
                    ))?
                    .execute(params![article, i64::try_from(new).unwrap_or(i64::MAX)])?;
                    read.push(slug.clone());
                }
            }
            Ok(read)
        })
    }
}
