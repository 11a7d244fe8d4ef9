//! The schema, version by version. Forward only; each step in one transaction.

use bantin_core::normalize::author_id;
use rusqlite::{Connection, params};

use super::{StoreError, redirects};

/// Step `n` brings the schema from version `n` to `n + 1`. A landed step is never edited.
const STEPS: &[&str] = &[
    include_str!("migrations/01-articles.sql"),
    include_str!("migrations/02-changes.sql"),
    include_str!("migrations/03-votes.sql"),
    include_str!("migrations/04-reading-days.sql"),
    include_str!("migrations/05-authors.sql"),
    include_str!("migrations/06-records-and-origins.sql"),
    include_str!("migrations/07-followed-sources.sql"),
    include_str!("migrations/08-old-addresses.sql"),
    include_str!("migrations/09-pinned.sql"),
];

/// After this step, the authors of stored articles get their ids.
const AUTHORS: usize = 4;

/// After this step, redirects are resolved to the address where they end.
const IDENTITY: usize = 5;

/// Notes the authors of articles that were stored before authors were noted.
fn note_authors(c: &Connection) -> Result<(), StoreError> {
    let sql = "SELECT a.id, author.value ->> 'name' FROM article a, json_each(a.card, '$.authors') author";
    let mut statement = c.prepare(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (article, name): (i64, String) = (row.get(0)?, row.get(1)?);
        c.prepare_cached("INSERT OR IGNORE INTO author (author, article) VALUES (?1, ?2)")?
            .execute(params![author_id(&name), article])?;
    }
    Ok(())
}

/// The version of a store's schema.
///
/// # Errors
/// SQLite's own.
pub fn version(connection: &Connection) -> Result<usize, StoreError> {
    Ok(connection.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

/// The newest version, which this program uses.
pub const fn newest() -> usize {
    STEPS.len()
}

/// Brings `connection` to the newest version.
///
/// # Errors
/// [`StoreError::TooNew`] when a later version of this program wrote the file; SQLite's own errors.
pub fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let found = version(connection)?;
    if found > STEPS.len() {
        return Err(StoreError::TooNew { found, known: STEPS.len() });
    }
    for (number, step) in STEPS.iter().enumerate().skip(found) {
        let transaction =
            connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        // Another process may have done it meanwhile.
        let now = version(&transaction)?;
        if now > number {
            continue;
        }
        transaction.execute_batch(step)?;
        if number == AUTHORS {
            note_authors(&transaction)?;
        }
        if number == IDENTITY {
            redirects::settle_all(&transaction)?;
        }
        transaction.pragma_update(None, "user_version", number + 1)?;
        transaction.commit()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn migrating_twice_is_migrating_once() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection).unwrap();
        migrate(&mut connection).unwrap();
        let version: usize =
            connection.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
        assert_eq!(version, STEPS.len());
    }

    /// A store as version `version` of the schema has it, with what was in it then.
    fn of_version(version: usize) -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        connection.pragma_update(None, "foreign_keys", true).unwrap();
        for step in &STEPS[..version] {
            connection.execute_batch(step).unwrap();
        }
        connection.pragma_update(None, "user_version", version).unwrap();
        let table = if version > IDENTITY { "record" } else { "article" };
        connection
            .execute_batch(&format!(
                "INSERT INTO {table} (id, slug, lang, section, published_at, card, body, fingerprint,
                     terms, views, votes4) VALUES (1, 'a', 'vi', 's', 0,
                     '{{\"authors\": [{{\"name\": \"Lê Hà\"}}, {{\"name\": \"LÊ HÀ\"}}]}}', '[]', x'00', x'00', 305, 2);
                 INSERT INTO tag (tag, article, name) VALUES ('t', 1, 'T');
                 INSERT INTO reading (day, article, reader) VALUES ('2023-08-11', 1, x'01');",
            ))
            .unwrap();
        let key = match version {
            0..3 => "INSERT INTO meta (key, value) VALUES ('signing-key', x'07');",
            _ => "INSERT INTO signing_key (key, since) VALUES (x'07', 0);",
        };
        let votes = match version {
            0..3 => {
                "INSERT INTO vote (article, reader, stars) VALUES (1, x'01', 4), (1, x'02', 4);"
            }
            _ => {
                "INSERT INTO vote (article, reader, stars, sequence) VALUES (1, x'01', 4, 0), (1, x'02', 4, 0);"
            }
        };
        connection.execute_batch(key).unwrap();
        connection.execute_batch(votes).unwrap();
        connection
    }

    #[test]
    fn every_earlier_version_is_brought_up_with_everything_in_it() {
        for version in 1..=STEPS.len() {
            let mut connection = of_version(version);
            migrate(&mut connection).unwrap();
            let kept: (u64, u64, u64, u64, Vec<u8>) = connection
                .query_row(
                    "SELECT views, votes4, (SELECT count(*) FROM vote WHERE stars = 4),
                         (SELECT count(*) FROM reading), (SELECT key FROM signing_key)
                     FROM article WHERE slug = 'a'",
                    [],
                    |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)),
                )
                .unwrap();
            let wrote: Vec<String> = connection
                .prepare("SELECT author FROM author WHERE article = 1")
                .unwrap()
                .query_map([], |row| row.get(0))
                .unwrap()
                .collect::<Result<_, _>>()
                .unwrap();
            let is_new = version > AUTHORS;
            assert_eq!(
                wrote,
                if is_new { vec![] } else { vec!["le-ha"] },
                "from version {version}"
            );
            assert_eq!(kept, (305, 2, 2, 1, vec![7]), "from version {version}");
            // The same schema whichever way it came about.
            let schema = |connection: &Connection| -> Vec<String> {
                let sql = "SELECT coalesce(sql, name) FROM sqlite_schema ORDER BY name";
                let mut statement = connection.prepare(sql).unwrap();
                let lines = statement.query_map([], |row| row.get(0)).unwrap();
                lines.collect::<Result<_, _>>().unwrap()
            };
            let mut new = Connection::open_in_memory().unwrap();
            migrate(&mut new).unwrap();
            assert_eq!(schema(&connection), schema(&new), "from version {version}");
            let broken: u64 = connection
                .query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0))
                .unwrap();
            assert_eq!(broken, 0);
        }
    }

    #[test]
    fn redirects_that_lead_nowhere_are_mended() {
        let mut connection = of_version(IDENTITY);
        connection
            .execute_batch(
                "INSERT INTO gone (slug, moved_to, changed) VALUES ('self', 'self', 1), ('x', 'y', 1),
                     ('y', 'a', 1), ('p', 'q', 1), ('q', NULL, 1)",
            )
            .unwrap();
        migrate(&mut connection).unwrap();
        let mut statement =
            connection.prepare("SELECT slug, moved_to FROM gone ORDER BY slug").unwrap();
        let rows: Vec<(String, Option<String>)> = statement
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        let leads = |slug: &str, to: Option<&str>| (slug.to_owned(), to.map(str::to_owned));
        assert_eq!(
            rows,
            [
                leads("p", None),
                leads("q", None),
                leads("self", None),
                leads("x", Some("a")),
                leads("y", Some("a"))
            ]
        );
    }

    #[test]
    fn a_file_from_the_future_is_left_alone() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.pragma_update(None, "user_version", 999).unwrap();
        assert!(matches!(migrate(&mut connection), Err(StoreError::TooNew { found: 999, .. })));
    }
}
