//! The counters of a shared ledger: where several servers share one, each keeps a copy of its counters beside its
//! articles.

use bantin_model::Slug;
use rusqlite::{OptionalExtension, params};

use super::rows::NOW;
use super::{Store, StoreError};

/// The counters of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counters {
    pub slug: Slug,
    /// A number of [`crate::ledger::ClosedBy`]; 0 for an article that takes votes.
    pub closed: i64,
    pub views: u64,
    pub histogram: [u64; 5],
}

/// How often an article was read on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadOn {
    pub slug: Slug,
    /// `YYYY-MM-DD`.
    pub day: String,
    pub readings: u64,
}

impl Store {
    /// Copies counters, and answers the articles whose counters changed by it.
    ///
    /// # Errors
    /// [`StoreError`]; the counters are as they were then.
    pub fn set_counters(&self, counters: &[Counters]) -> Result<Vec<Slug>, StoreError> {
        if counters.is_empty() {
            return Ok(Vec::new());
        }
        self.write(|t| {
        let mut changed = Vec::new();
        for Counters { slug, closed, views, histogram } in counters {
            let [one, two, three, four, five] = histogram;
            let rows = t
                .prepare_cached(&format!(
                    "UPDATE record SET closed = ?2, views = ?3, votes1 = ?4, votes2 = ?5, votes3 = ?6,
                         votes4 = ?7, votes5 = ?8, changed = {NOW}
                     WHERE slug = ?1 AND (closed, views, votes1, votes2, votes3, votes4, votes5)
                         <> (?2, ?3, ?4, ?5, ?6, ?7, ?8)"
                ))?
                .execute(params![slug.as_str(), closed, views, one, two, three, four, five])?;
            if rows > 0 {
                changed.push(slug.clone());
            }
        }
        Ok(changed)
        })
    }

    /// Copies how often articles were read, for the most read; deletes days before `oldest` (`YYYY-MM-DD`).
    ///
    /// # Errors
    /// [`StoreError`]; nothing is changed then.
    pub fn set_readings(&self, readings: &[ReadOn], oldest: &str) -> Result<(), StoreError> {
        self.write(|t| {
            t.execute("DELETE FROM reading_day WHERE day < ?1", [oldest])?;
            for ReadOn { slug, day, readings } in readings {
                t.prepare_cached(
                    "INSERT INTO reading_day (day, article, readings)
                     SELECT ?2, id, ?3 FROM article WHERE slug = ?1 AND ?2 >= ?4
                     ON CONFLICT (day, article) DO UPDATE SET readings = excluded.readings",
                )?
                .execute(params![slug.as_str(), day, readings, oldest])?;
            }
            Ok(())
        })
    }

    /// Makes this store a copy of what the ledger with this identity publishes. False when it is a copy of another one
    /// already, or has articles of its own.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn become_replica_of(&self, identity: &[u8]) -> Result<bool, StoreError> {
        self.write(|t| {
            let sql = "SELECT value FROM meta WHERE key = 'follows'";
            let known: Option<Vec<u8>> = t.query_row(sql, [], |row| row.get(0)).optional()?;
            if let Some(known) = known {
                return Ok(known == identity);
            }
            let has_own: bool =
                t.query_row("SELECT EXISTS (SELECT 1 FROM record)", [], |row| row.get(0))?;
            if has_own {
                return Ok(false);
            }
            t.execute("INSERT INTO meta (key, value) VALUES ('follows', ?1)", [identity])?;
            Ok(true)
        })
    }
}
