//! Remembers what was made of pictures, so that it is made only once.

use std::collections::{BTreeMap, BTreeSet};

use bantin_model::Slug;
use rusqlite::{OptionalExtension, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::changes::ListPosition;
use super::rows::NOW;
use super::{Store, StoreError};

/// The columns with addresses of pictures in JSON, with their tables. Each table also has the columns `slug` and
/// `changed`.
const SHOWN_IN: [(&str, &str); 3] = [("record", "card"), ("record", "body"), ("page", "body")];
/// The beginning of a picture's address.
const ADDRESS: &str = "/media/";
/// How many articles are written in one transaction.
const AT_ONCE: usize = 200;

impl Store {
    /// What was made of the picture `name` by this recipe; `None` for what an earlier version stored in another shape.
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

    /// Everything that was made by this recipe, by the picture's name, without what an earlier version stored in
    /// another shape.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn all_made<T: DeserializeOwned>(
        &self,
        recipe: &str,
    ) -> Result<BTreeMap<String, T>, StoreError> {
        self.read(|c| {
            let mut select = c.prepare("SELECT name, made FROM picture WHERE recipe = ?1")?;
            let rows = select.query_map([recipe], |row| Ok((row.get(0)?, row.get(1)?)))?;
            let mut all = BTreeMap::new();
            for row in rows {
                let (name, made): (String, String) = row?;
                if let Ok(made) = serde_json::from_str(&made) {
                    all.insert(name, made);
                }
            }
            Ok(all)
        })
    }

    /// Remembers what was made of pictures by this recipe; `None` says that nothing can be made.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn set_made<T: Serialize>(
        &self,
        recipe: &str,
        made: &[(String, T)],
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

    /// The names of all files in the media folder that are shown somewhere.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn shown_pictures(&self) -> Result<BTreeSet<String>, StoreError> {
        self.read(|c| {
            let mut shown = BTreeSet::new();
            for (table, column) in SHOWN_IN {
                let mut select = c.prepare(&format!("SELECT {column} FROM {table}"))?;
                let mut rows = select.query([])?;
                while let Some(row) = rows.next()? {
                    let text: String = row.get(0)?;
                    shown.extend(names_in(&text).map(str::to_owned));
                }
            }
            Ok(shown)
        })
    }

    /// Gives pictures other names, old to new, wherever they are shown and in what was made of them. Articles are
    /// written a few at a time, so that votes do not wait. After a failure it can be called again, and goes on.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn rename_pictures(&self, names: &BTreeMap<String, String>) -> Result<(), StoreError> {
        for (table, column) in SHOWN_IN {
            let texts = self.read(|c| {
                let mut select = c.prepare(&format!("SELECT slug, {column} FROM {table}"))?;
                let mut rows = select.query([])?;
                let mut texts: Vec<(String, String)> = Vec::new();
                while let Some(row) = rows.next()? {
                    let text: String = row.get(1)?;
                    if names_in(&text).any(|name| names.contains_key(name)) {
                        texts.push((row.get(0)?, renamed(&text, names)));
                    }
                }
                Ok(texts)
            })?;
            let sql = format!("UPDATE {table} SET {column} = ?2, changed = {NOW} WHERE slug = ?1");
            for some in texts.chunks(AT_ONCE) {
                self.write(|t| {
                    for (slug, text) in some {
                        t.prepare_cached(&sql)?.execute([slug, text])?;
                        // A list's card of an article stands on the pages of other articles too.
                        let slug = Slug::new(slug.as_str());
                        let slug = slug.map_err(|error| StoreError::Stored(error.to_string()))?;
                        if let Some(position) =
                            ListPosition::of(t, &slug)?.filter(|_| table == "record")
                        {
                            position.touch_others(t)?;
                        }
                    }
                    Ok(())
                })?;
            }
        }
        self.write(|t| {
            for (old, new) in names {
                let sql = "UPDATE OR REPLACE picture SET name = ?2 WHERE name = ?1";
                t.prepare_cached(sql)?.execute([old, new])?;
            }
            Ok(())
        })
    }
}

/// The names of pictures in a JSON text.
fn names_in(text: &str) -> impl Iterator<Item = &str> {
    text.split(ADDRESS).skip(1).map(|after| after.split('"').next().unwrap_or_default())
}

fn renamed(text: &str, names: &BTreeMap<String, String>) -> String {
    let mut parts = text.split(ADDRESS);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(ADDRESS);
        let (name, rest) = part.split_at(part.find('"').unwrap_or(part.len()));
        out.push_str(names.get(name).map_or(name, String::as_str));
        out.push_str(rest);
    }
    out
}
