//! Readings: counted in memory, written in batches. A crash loses those of the last moments, and no vote.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, PoisonError};

use bantin_model::Slug;
use rusqlite::{OptionalExtension, TransactionBehavior, params};

use super::changes::NOW;
use super::votes::ReaderId;
use super::{Store, StoreError};

/// Readings kept in memory at most, while they cannot be written.
const MOST: usize = 200_000;

/// Readings that are not written yet: who read which article on which day.
#[derive(Default)]
pub(super) struct Waiting(Mutex<Readings>);

#[derive(Default)]
struct Readings {
    /// By article and day (`YYYY-MM-DD`).
    readers: HashMap<(Slug, String), HashSet<ReaderId>>,
    count: usize,
}

impl Store {
    /// Notes one reading, which counts once a reader, article and day; [`Store::flush_views`] writes it.
    /// `day` is `YYYY-MM-DD`. Answers whether it was noted: past a bound, while readings cannot be
    /// written, none is.
    pub fn view(&self, slug: &Slug, reader: &ReaderId, day: &str) -> bool {
        let mut waiting = self.readings.0.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.count >= MOST {
            return false;
        }
        let readers = waiting.readers.entry((slug.clone(), day.to_owned())).or_default();
        if readers.insert(*reader) {
            waiting.count += 1;
        }
        true
    }

    /// Writes the readings noted so far, and answers which articles were read. Those of readers who were
    /// revoked and of articles that are gone count nothing.
    ///
    /// # Errors
    /// [`StoreError`]; the readings wait on then.
    pub fn flush_views(&self) -> Result<Vec<Slug>, StoreError> {
        let noted = {
            let mut waiting = self.readings.0.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::take(&mut *waiting)
        };
        if noted.count == 0 {
            return Ok(Vec::new());
        }
        self.write_views(&noted).inspect_err(|_| {
            for ((slug, day), readers) in &noted.readers {
                for reader in readers {
                    self.view(slug, reader, day);
                }
            }
        })
    }

    fn write_views(&self, noted: &Readings) -> Result<Vec<Slug>, StoreError> {
        let mut writer = self.writer();
        let t = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
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
        t.commit()?;
        Ok(read)
    }
}
