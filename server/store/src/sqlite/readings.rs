//! Readings, written in batches.

use bantin_model::Slug;
use rusqlite::params;

use super::redirects::article_at;
use super::rows::NOW;
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
                let Some((article, slug)) = article_at(t, slug)? else { continue };
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
                        "UPDATE record SET views = views + ?2, changed = {NOW} WHERE id = ?1"
                    ))?
                    .execute(params![article, i64::try_from(new).unwrap_or(i64::MAX)])?;
                    read.push(slug);
                }
            }
            Ok(read)
        })
    }
}
