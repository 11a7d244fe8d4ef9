//! Followed sources and their state, in the store.

use std::collections::HashSet;
use std::sync::Arc;

use async_trait::async_trait;
use bantin_core::sources::subscription::Subscription;
use bantin_core::sources::{Entry, Source};
use bantin_core::sources::{KeeperId, Next};
use bantin_model::Slug;
use rusqlite::{Row, params};

use super::{Store, StoreError};
use crate::register::Register;
use crate::watched::Part;

const FIELDS: &str = "settings, edition, state, due, asked, held, subscription";

/// SQL: sources that may be looked at, at the moment `?1`.
const WAITS: &str = "held <= ?1 AND not_before <= ?1 AND (due <= ?1 OR asked = 1)";

impl Store {
    /// Follows these sources from now on, and no others. A source whose settings changed is due at once, with nothing
    /// remembered of it.
    ///
    /// # Errors
    /// [`StoreError`]; nothing is changed then.
    pub fn follow_sources(&self, sources: &[Source]) -> Result<(), StoreError> {
        self.write(|t| {
            let names: HashSet<&str> = sources.iter().map(|source| source.name.as_str()).collect();
            let known: Vec<String> = {
                let mut statement = t.prepare("SELECT name FROM followed")?;
                let names = statement.query_map([], |row| row.get(0))?;
                names.collect::<Result<_, _>>()?
            };
            for gone in known.iter().filter(|name| !names.contains(name.as_str())) {
                t.execute("DELETE FROM followed WHERE name = ?1", [gone])?;
            }
            for (source, place) in sources.iter().zip(0i64..) {
                let settings = serde_json::to_string(source)?;
                t.execute(
                    "INSERT INTO followed (name, place, settings) VALUES (?1, ?2, ?3)
                     ON CONFLICT (name) DO UPDATE SET place = ?2, settings = ?3,
                         edition = edition + (settings <> ?3),
                         state = CASE WHEN settings = ?3 THEN state ELSE '{}' END,
                         subscription = CASE WHEN settings = ?3 THEN subscription END,
                         due = CASE WHEN settings = ?3 THEN due ELSE 0 END,
                         not_before = CASE WHEN settings = ?3 THEN not_before ELSE 0 END",
                    params![source.name.as_str(), place, settings],
                )?;
            }
            Ok(())
        })
    }

    /// The sources that are followed, in the order of `site.toml`.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn followed(&self) -> Result<Vec<Entry>, StoreError> {
        self.read(|c| {
            let sql = format!("SELECT {FIELDS} FROM followed ORDER BY place");
            let mut statement = c.prepare_cached(&sql)?;
            let mut rows = statement.query([])?;
            let mut entries = Vec::new();
            while let Some(row) = rows.next()? {
                entries.push(entry(row)?);
            }
            Ok(entries)
        })
    }

    /// As [`crate::register::Register::claim`].
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn claim_source(
        &self,
        holder: &KeeperId,
        now: i64,
        until: i64,
    ) -> Result<Option<Entry>, StoreError> {
        let any = format!("SELECT EXISTS (SELECT 1 FROM followed WHERE {WAITS})");
        // Mostly there is none, and nobody should have to wait for that.
        if !self.read(|c| Ok(c.prepare_cached(&any)?.query_row([now], |row| row.get(0))?))? {
            return Ok(None);
        }
        self.write(|t| {
            let sql = format!(
                "UPDATE followed SET holder = ?2, held = ?3, asked = 0, due = min(due, ?1) WHERE name =
                     (SELECT name FROM followed WHERE {WAITS} ORDER BY asked DESC, due, place LIMIT 1)
                 RETURNING {FIELDS}"
            );
            let mut statement = t.prepare_cached(&sql)?;
            let mut rows = statement.query(params![now, holder, until])?;
            rows.next()?.map(entry).transpose()
        })
    }

    /// As [`crate::register::Register::hold`].
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn hold_source(
        &self,
        name: &Slug,
        holder: &KeeperId,
        until: i64,
    ) -> Result<bool, StoreError> {
        self.write(|t| {
            let sql = "UPDATE followed SET held = ?3 WHERE name = ?1 AND holder = ?2";
            Ok(t.prepare_cached(sql)?.execute(params![name.as_str(), holder, until])? > 0)
        })
    }

    /// As [`crate::register::Register::settle`].
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn settle_source(
        &self,
        entry: &Entry,
        holder: &KeeperId,
        next: &Next,
    ) -> Result<bool, StoreError> {
        let state = serde_json::to_string(&entry.state)?;
        self.write(|t| {
            let name = entry.source.name.as_str();
            let values = params![name, holder, entry.edition, state, next.due, next.not_before];
            let kept = t
                .prepare_cached(
                    "UPDATE followed SET held = 0, holder = NULL, state = ?4, due = ?5, not_before = ?6
                     WHERE name = ?1 AND holder = ?2 AND edition = ?3",
                )?
                .execute(values)?;
            if kept == 0 {
                let sql = "UPDATE followed SET held = 0, holder = NULL WHERE name = ?1 AND holder = ?2";
                t.prepare_cached(sql)?.execute(params![name, holder])?;
            }
            Ok(kept > 0)
        })
    }

    /// As [`crate::register::Register::ask_to_look`].
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn ask_to_look(&self, name: &Slug) -> Result<bool, StoreError> {
        self.write(|t| {
            let sql = "UPDATE followed SET asked = 1 WHERE name = ?1";
            Ok(t.prepare_cached(sql)?.execute([name.as_str()])? > 0)
        })
    }

    /// As [`crate::register::Register::set_subscription`].
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn set_subscription(
        &self,
        name: &Slug,
        subscription: &Subscription,
    ) -> Result<bool, StoreError> {
        let text = serde_json::to_string(subscription)?;
        self.write(|t| {
            let sql = "UPDATE followed SET subscription = ?2 WHERE name = ?1";
            Ok(t.prepare_cached(sql)?.execute(params![name.as_str(), text])? > 0)
        })
    }

    /// The source of this name.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn followed_one(&self, name: &Slug) -> Result<Option<Entry>, StoreError> {
        self.read(|c| {
            let sql = format!("SELECT {FIELDS} FROM followed WHERE name = ?1");
            let mut statement = c.prepare_cached(&sql)?;
            let mut rows = statement.query([name.as_str()])?;
            rows.next()?.map(entry).transpose()
        })
    }
}

fn entry(row: &Row<'_>) -> Result<Entry, StoreError> {
    let (settings, state): (String, String) = (row.get(0)?, row.get(2)?);
    let subscription: Option<String> = row.get(6)?;
    Ok(Entry {
        source: serde_json::from_str(&settings)?,
        edition: row.get(1)?,
        state: serde_json::from_str(&state)?,
        due: row.get(3)?,
        is_asked: row.get(4)?,
        held: row.get(5)?,
        subscription: subscription.map(|text| serde_json::from_str(&text)).transpose()?,
    })
}

/// The register of a server on its own, in its store.
pub struct StoreRegister(pub Arc<Store>);

impl StoreRegister {
    async fn with<T: Send + 'static>(
        &self,
        f: impl FnOnce(&Store) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let store = Arc::clone(&self.0);
        let done = tokio::task::spawn_blocking(move || f(&store)).await;
        done.map_err(|_| StoreError::Interrupted(Part::Sources))?
    }
}

#[async_trait]
impl Register for StoreRegister {
    async fn followed(&self) -> Result<Vec<Entry>, StoreError> {
        self.with(Store::followed).await
    }

    async fn followed_one(&self, name: &Slug) -> Result<Option<Entry>, StoreError> {
        let name = name.clone();
        self.with(move |store| store.followed_one(&name)).await
    }

    async fn claim(
        &self,
        holder: &KeeperId,
        now: i64,
        until: i64,
    ) -> Result<Option<Entry>, StoreError> {
        let holder = *holder;
        self.with(move |store| store.claim_source(&holder, now, until)).await
    }

    async fn hold(&self, name: &Slug, holder: &KeeperId, until: i64) -> Result<bool, StoreError> {
        let (name, holder) = (name.clone(), *holder);
        self.with(move |store| store.hold_source(&name, &holder, until)).await
    }

    async fn settle(
        &self,
        entry: &Entry,
        holder: &KeeperId,
        next: &Next,
    ) -> Result<bool, StoreError> {
        let (entry, holder, next) = (entry.clone(), *holder, next.clone());
        self.with(move |store| store.settle_source(&entry, &holder, &next)).await
    }

    async fn set_subscription(
        &self,
        name: &Slug,
        subscription: &Subscription,
    ) -> Result<bool, StoreError> {
        let (name, subscription) = (name.clone(), subscription.clone());
        self.with(move |store| store.set_subscription(&name, &subscription)).await
    }

    async fn ask_to_look(&self, name: &Slug) -> Result<bool, StoreError> {
        let name = name.clone();
        self.with(move |store| store.ask_to_look(&name)).await
    }
}
