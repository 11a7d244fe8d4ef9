//! The schema, version by version. Forward only; each step in one transaction.

use rusqlite::{Connection, params};

use super::{StoreError, redirects};
use crate::normalize::author_id;

/// Step `n` brings the schema from version `n` to `n + 1`. A landed step is never edited.
const STEPS: &[&str] = &["
CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT;

CREATE TABLE article (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    lang TEXT NOT NULL,
    section TEXT NOT NULL,
    published_at INTEGER NOT NULL,       -- Unix seconds, for order
    card TEXT NOT NULL,                  -- JSON: what a list shows
    body TEXT NOT NULL,                  -- JSON: blocks
    fingerprint BLOB NOT NULL,           -- SHA-256 of the draft
    terms BLOB NOT NULL,                 -- for related news
    views INTEGER NOT NULL DEFAULT 0,
    votes1 INTEGER NOT NULL DEFAULT 0 CHECK (votes1 >= 0),
    votes2 INTEGER NOT NULL DEFAULT 0 CHECK (votes2 >= 0),
    votes3 INTEGER NOT NULL DEFAULT 0 CHECK (votes3 >= 0),
    votes4 INTEGER NOT NULL DEFAULT 0 CHECK (votes4 >= 0),
    votes5 INTEGER NOT NULL DEFAULT 0 CHECK (votes5 >= 0)
) STRICT;
CREATE INDEX article_newest ON article (published_at DESC, id DESC);
CREATE INDEX article_section ON article (section, published_at DESC, id DESC);
CREATE INDEX article_lang ON article (lang, published_at DESC, id DESC);

CREATE TABLE tag (
    tag TEXT NOT NULL,                   -- id: the tag as a slug
    article INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    PRIMARY KEY (tag, article)
) STRICT, WITHOUT ROWID;
CREATE INDEX tag_article ON tag (article);

CREATE TABLE vote (
    article INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    reader BLOB NOT NULL,
    stars INTEGER NOT NULL CHECK (stars BETWEEN 1 AND 5),
    PRIMARY KEY (article, reader)
) STRICT, WITHOUT ROWID;

CREATE TABLE reading (
    day TEXT NOT NULL,                   -- YYYY-MM-DD in the site's time zone
    article INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    reader BLOB NOT NULL,
    PRIMARY KEY (day, article, reader)
) STRICT, WITHOUT ROWID;

CREATE TABLE related (
    article INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    other INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    reason TEXT NOT NULL,
    PRIMARY KEY (article, position)
) STRICT, WITHOUT ROWID;
", "
-- What changed since a moment, for whoever keeps a copy (the export). The clock is advanced by whoever
-- takes a copy; a change is stamped with the time it was made at.
CREATE TABLE clock (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    tick INTEGER NOT NULL,
    words INTEGER NOT NULL DEFAULT 0     -- grows whenever the words of an article change
) STRICT;
INSERT INTO clock (only, tick) VALUES (1, 1);

ALTER TABLE article ADD COLUMN changed INTEGER NOT NULL DEFAULT 1; -- tick at which anything its page shows last changed
ALTER TABLE article ADD COLUMN translation TEXT;                   -- the same for one article in several languages
CREATE INDEX article_changed ON article (changed);
CREATE INDEX article_translation ON article (translation) WHERE translation IS NOT NULL;
CREATE INDEX related_other ON related (other);

-- Lists whose articles stand on other pages than before, from the one published at `since` on.
CREATE TABLE reordered (
    tick INTEGER NOT NULL,
    list TEXT NOT NULL,                  -- as its path in the read tree: section/thoi-su
    since INTEGER NOT NULL,              -- Unix seconds
    PRIMARY KEY (tick, list)
) STRICT, WITHOUT ROWID;

-- Articles that were withdrawn, or are elsewhere now.
CREATE TABLE gone (
    slug TEXT PRIMARY KEY,
    moved_to TEXT,                       -- slug of the article that stands for it
    changed INTEGER NOT NULL             -- tick
) STRICT, WITHOUT ROWID;
CREATE INDEX gone_changed ON gone (changed);

-- Pages that are no news: who we are, how to reach us.
CREATE TABLE page (
    slug TEXT PRIMARY KEY,
    lang TEXT NOT NULL,
    position INTEGER NOT NULL,           -- order in a list of them
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    body TEXT NOT NULL,                  -- JSON: blocks
    changed INTEGER NOT NULL             -- tick
) STRICT, WITHOUT ROWID;

-- Variants made of a picture, so that they are made once.
CREATE TABLE picture (
    name TEXT NOT NULL,                  -- file in the media folder
    recipe TEXT NOT NULL,                -- what was made of it, and how
    made TEXT NOT NULL,                  -- JSON
    PRIMARY KEY (name, recipe)
) STRICT, WITHOUT ROWID;
", "
-- A vote keeps its place in the reader's own order, also after it was taken back (stars NULL), so that a
-- late copy of an older one changes nothing.
CREATE TABLE ballot (
    article INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    reader BLOB NOT NULL,
    stars INTEGER CHECK (stars BETWEEN 1 AND 5),
    sequence INTEGER NOT NULL,
    PRIMARY KEY (article, reader)
) STRICT, WITHOUT ROWID;
INSERT INTO ballot (article, reader, stars, sequence) SELECT article, reader, stars, 0 FROM vote;
DROP TABLE vote;
ALTER TABLE ballot RENAME TO vote;

ALTER TABLE article ADD COLUMN closed INTEGER NOT NULL DEFAULT 0; -- 0 takes votes; 1 closed by its source, 2 by the newsroom

-- Every change of a vote, for a while: what an audit reads.
CREATE TABLE vote_log (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,                 -- Unix seconds
    article INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    reader BLOB NOT NULL,
    before INTEGER,
    stars INTEGER,
    network BLOB                         -- of the address prefix, hashed with the day's key
) STRICT;
CREATE INDEX vote_log_at ON vote_log (at);

-- Readers whose token is no longer taken.
CREATE TABLE revoked (
    reader BLOB PRIMARY KEY,
    since INTEGER NOT NULL               -- Unix seconds
) STRICT, WITHOUT ROWID;

-- Keys that sign readers' tokens: the newest signs, all are taken.
CREATE TABLE signing_key (
    id INTEGER PRIMARY KEY,
    key BLOB NOT NULL,
    since INTEGER NOT NULL               -- Unix seconds
) STRICT;
INSERT INTO signing_key (key, since) SELECT value, 0 FROM meta WHERE key = 'signing-key';
DELETE FROM meta WHERE key = 'signing-key';

-- The key that hashes address prefixes, one a day; yesterday's is thrown away.
CREATE TABLE daily_key (
    day TEXT PRIMARY KEY,                -- YYYY-MM-DD, UTC
    key BLOB NOT NULL
) STRICT, WITHOUT ROWID;
", "
-- How often an article was read on a day, where readings are counted elsewhere.
CREATE TABLE reading_day (
    day TEXT NOT NULL,                   -- YYYY-MM-DD in the site's time zone
    article INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    readings INTEGER NOT NULL,
    PRIMARY KEY (day, article)
) STRICT, WITHOUT ROWID;
", "
CREATE TABLE author (
    author TEXT NOT NULL,                -- id: the name as a slug
    article INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    PRIMARY KEY (author, article)
) STRICT, WITHOUT ROWID;
CREATE INDEX author_article ON author (article);
", "
-- Every article is a row of `record`, also one that is not public; what is shown is read from the view `article`,
-- so that no query can forget to look. An article that is withdrawn keeps its votes and readings with its row.
DROP INDEX article_newest;
DROP INDEX article_section;
DROP INDEX article_lang;
ALTER TABLE article RENAME TO record;
ALTER TABLE record ADD COLUMN state INTEGER NOT NULL DEFAULT 0; -- 0 public, 1 held until `due`, 2 withdrawn by the newsroom, 3 by its source
ALTER TABLE record ADD COLUMN since INTEGER NOT NULL DEFAULT 0; -- Unix seconds: when it was withdrawn
ALTER TABLE record ADD COLUMN due INTEGER NOT NULL DEFAULT 0;   -- Unix seconds: not public before
ALTER TABLE record ADD COLUMN expires INTEGER;                  -- Unix seconds: not public from then on
CREATE VIEW article AS SELECT * FROM record WHERE state = 0;
CREATE INDEX article_newest ON record (published_at DESC, id DESC) WHERE state = 0;
CREATE INDEX article_section ON record (section, published_at DESC, id DESC) WHERE state = 0;
CREATE INDEX article_lang ON record (lang, published_at DESC, id DESC) WHERE state = 0;
CREATE INDEX record_due ON record (due) WHERE state = 1;
CREATE INDEX record_expires ON record (expires) WHERE state = 0 AND expires IS NOT NULL;
CREATE INDEX record_withdrawn ON record (since) WHERE state >= 2;

-- By what each source knows an article. An article may be known by more than one name.
CREATE TABLE origin (
    source TEXT NOT NULL,                -- ADR 21 says what a source is called
    id TEXT NOT NULL,                    -- what the source calls it
    link TEXT NOT NULL,                  -- its page there, for articles that share an id; may be empty
    article INTEGER NOT NULL REFERENCES record (id) ON DELETE CASCADE,
    wanted TEXT NOT NULL,                -- slug that the source last gave it
    PRIMARY KEY (source, id, link)
) STRICT, WITHOUT ROWID;
CREATE INDEX origin_article ON origin (article);

-- `moved_to` is where the address leads in the end, `wanted` what it was told to lead to.
ALTER TABLE gone ADD COLUMN wanted TEXT;
ALTER TABLE gone ADD COLUMN article INTEGER REFERENCES record (id) ON DELETE SET NULL; -- whose earlier address it is
UPDATE gone SET wanted = moved_to;
CREATE INDEX gone_wanted ON gone (wanted) WHERE wanted IS NOT NULL;
CREATE INDEX gone_article ON gone (article) WHERE article IS NOT NULL;
", "
-- Sources that are followed. Moments are Unix seconds.
CREATE TABLE followed (
    name TEXT PRIMARY KEY,
    place INTEGER NOT NULL,              -- order in site.toml
    settings TEXT NOT NULL,              -- JSON: what site.toml says of it
    edition INTEGER NOT NULL DEFAULT 0,      -- grows whenever that changes
    state TEXT NOT NULL DEFAULT '{}',    -- JSON: when it was looked at, what came of it, what is remembered
    subscription TEXT,                   -- JSON: what its hub was asked for
    due INTEGER NOT NULL DEFAULT 0,      -- the next look
    not_before INTEGER NOT NULL DEFAULT 0, -- left alone until then, whoever asks
    asked INTEGER NOT NULL DEFAULT 0,    -- 1: somebody asked for a look at once
    holder BLOB,                         -- who looks at it
    held INTEGER NOT NULL DEFAULT 0      -- until when, unless the holder says so again
) STRICT, WITHOUT ROWID;
",
    "
-- The addresses that articles had where they came from. Of several articles the first one has it.
CREATE TABLE old_address (
    path TEXT NOT NULL,                  -- as addresses are compared: decoded, in small letters, without its end; of a file without a slash before it
    site TEXT NOT NULL,                  -- a host, a folder as a source; empty where only a path is known
    article INTEGER NOT NULL REFERENCES record (id) ON DELETE CASCADE,
    spelled TEXT NOT NULL,               -- as it was written there, decoded
    since INTEGER NOT NULL,              -- Unix seconds
    former INTEGER NOT NULL,             -- whether its source says so no more
    changed INTEGER NOT NULL,            -- tick
    PRIMARY KEY (path, site, article)
) STRICT, WITHOUT ROWID;
CREATE INDEX old_address_article ON old_address (article);
CREATE INDEX old_address_changed ON old_address (changed);

-- What articles link to, as `path` above: they are shown otherwise when it leads elsewhere.
CREATE TABLE link (
    article INTEGER NOT NULL REFERENCES record (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    PRIMARY KEY (article, path)
) STRICT, WITHOUT ROWID;
CREATE INDEX link_path ON link (path);
"];

/// The step after which the authors of the articles that are there get their ids.
const AUTHORS: usize = 4;

/// The step after which addresses that lead on are resolved to their end.
const IDENTITY: usize = 5;

/// Notes who wrote what was stored before that was noted.
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

/// The version that this program has.
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
        // Another process may have been faster.
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
