//! The schema, version by version. Forward only; each step in one transaction.

use rusqlite::Connection;

use super::StoreError;

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
"];

/// Brings `connection` to the newest version.
///
/// # Errors
/// [`StoreError::TooNew`] when a later version of this program wrote the file; SQLite's own errors.
pub fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let version: usize = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if version > STEPS.len() {
        return Err(StoreError::TooNew { found: version, known: STEPS.len() });
    }
    for (number, step) in STEPS.iter().enumerate().skip(version) {
        let transaction = connection.transaction()?;
        transaction.execute_batch(step)?;
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

    #[test]
    fn a_file_from_the_future_is_left_alone() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.pragma_update(None, "user_version", 999).unwrap();
        assert!(matches!(migrate(&mut connection), Err(StoreError::TooNew { found: 999, .. })));
    }
}
