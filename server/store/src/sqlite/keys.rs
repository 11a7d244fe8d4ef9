//! Secrets of the service: keys that sign readers' tokens, the day's key for address prefixes, and
//! readers whose token is no longer taken.

use rusqlite::{OptionalExtension, params};

use super::{Store, StoreError};
use crate::ledger::{ReaderId, SigningKey};

impl Store {
    /// The keys that sign readers' tokens, the newest first; `fresh` becomes the first one where there is
    /// none.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn signing_keys(&self, fresh: [u8; 32]) -> Result<Vec<SigningKey>, StoreError> {
        self.write(|t| {
            t.execute(
                "INSERT INTO signing_key (key, since) SELECT ?1, unixepoch()
             WHERE NOT EXISTS (SELECT 1 FROM signing_key)",
                params![fresh],
            )?;
            let mut statement =
                t.prepare("SELECT id, key, since FROM signing_key ORDER BY id DESC")?;
            let keys = statement.query_map([], |row| {
                Ok(SigningKey { id: row.get(0)?, key: row.get(1)?, since: row.get(2)? })
            })?;
            Ok(keys.collect::<Result<_, _>>()?)
        })
    }

    /// Signs with `fresh` from now on; tokens signed with older keys are still taken.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn add_signing_key(&self, fresh: [u8; 32]) -> Result<(), StoreError> {
        let sql = "INSERT INTO signing_key (key, since) VALUES (?1, unixepoch())";
        self.write(|t| {
            t.execute(sql, params![fresh])?;
            Ok(())
        })
    }

    /// Forgets every key but the newest, and answers how many: tokens signed with them are taken no more.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn drop_old_signing_keys(&self) -> Result<u64, StoreError> {
        let sql = "DELETE FROM signing_key WHERE id < (SELECT max(id) FROM signing_key)";
        self.write(|t| Ok(t.execute(sql, [])? as u64))
    }

    /// The key that hashes address prefixes on `day` (`YYYY-MM-DD`, UTC): `fresh`, unless there is one.
    /// Other days' keys are thrown away, and with them what their hashes meant.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn daily_key(&self, day: &str, fresh: [u8; 32]) -> Result<Vec<u8>, StoreError> {
        self.write(|t| {
            t.execute("DELETE FROM daily_key WHERE day <> ?1", [day])?;
            t.execute(
                "INSERT OR IGNORE INTO daily_key (day, key) VALUES (?1, ?2)",
                params![day, fresh],
            )?;
            let key =
                t.query_row("SELECT key FROM daily_key WHERE day = ?1", [day], |row| row.get(0))?;
            Ok(key)
        })
    }

    /// Takes no votes and readings of this reader from now on. With `votes`, those already cast are taken
    /// out as well; answers how many were.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn revoke(&self, reader: &ReaderId, votes: bool) -> Result<u64, StoreError> {
        self.write(|t| {
            t.execute(
                "INSERT OR IGNORE INTO revoked (reader, since) VALUES (?1, unixepoch())",
                [reader],
            )?;
            let mut taken_out = 0;
            if votes {
                let articles: Vec<i64> = {
                    let mut statement = t.prepare(
                        "SELECT article FROM vote WHERE reader = ?1 AND stars IS NOT NULL",
                    )?;
                    let articles = statement.query_map([reader], |row| row.get(0))?;
                    articles.collect::<Result<_, _>>()?
                };
                t.execute("DELETE FROM vote WHERE reader = ?1", [reader])?;
                for article in &articles {
                    super::audit::recount(t, *article)?;
                }
                taken_out = articles.len() as u64;
            }
            Ok(taken_out)
        })
    }

    /// Whether this reader was revoked.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn is_revoked(&self, reader: &ReaderId) -> Result<bool, StoreError> {
        self.read(|c| {
            let sql = "SELECT 1 FROM revoked WHERE reader = ?1";
            Ok(c.prepare_cached(sql)?.query_row([reader], |_| Ok(())).optional()?.is_some())
        })
    }
}
