//! The schema, version by version. Forward only; each step in one transaction, under a lock that lets one
//! server at a time do it.

use tokio_postgres::Client;

use crate::store::StoreError;

/// Step `n` brings the schema from version `n` to `n + 1`. A landed step is never edited.
pub const STEPS: &[&str] = &["
CREATE TABLE meta (
    key text PRIMARY KEY,
    value bytea NOT NULL
);
INSERT INTO meta (key, value) VALUES ('identity', uuid_send(gen_random_uuid()));

CREATE TABLE revision (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    number bigint NOT NULL DEFAULT 0
);
INSERT INTO revision DEFAULT VALUES;

-- `changed` is the transaction that wrote the row last, so that whoever keeps a copy can ask for what came
-- after those that were finished when it last asked.
CREATE TABLE article (
    id bigint PRIMARY KEY,               -- of the slug's hash: known without asking, and what tables are sharded by
    slug text NOT NULL,
    closed smallint NOT NULL DEFAULT 0,  -- 0 takes votes; 1 closed by its source, 2 by the newsroom
    views bigint NOT NULL DEFAULT 0,
    votes1 bigint NOT NULL DEFAULT 0 CHECK (votes1 >= 0),
    votes2 bigint NOT NULL DEFAULT 0 CHECK (votes2 >= 0),
    votes3 bigint NOT NULL DEFAULT 0 CHECK (votes3 >= 0),
    votes4 bigint NOT NULL DEFAULT 0 CHECK (votes4 >= 0),
    votes5 bigint NOT NULL DEFAULT 0 CHECK (votes5 >= 0),
    changed bigint NOT NULL DEFAULT (pg_current_xact_id()::text::bigint)
) WITH (fillfactor = 70);
CREATE INDEX article_changed ON article (changed);

-- A vote that was taken back keeps its place in the reader's order (stars NULL).
CREATE TABLE vote (
    article bigint NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    reader bytea NOT NULL,
    stars smallint CHECK (stars BETWEEN 1 AND 5),
    sequence bigint NOT NULL,
    PRIMARY KEY (article, reader)
);

CREATE TABLE vote_log (
    article bigint NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    id bigint GENERATED ALWAYS AS IDENTITY,
    at bigint NOT NULL,                  -- Unix seconds
    reader bytea NOT NULL,
    before smallint,
    stars smallint,
    network bytea,                       -- of the address prefix, hashed with the day's key
    PRIMARY KEY (article, id)
);
CREATE INDEX vote_log_at ON vote_log (at);

CREATE TABLE reading (
    article bigint NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    day text NOT NULL,                   -- YYYY-MM-DD in the site's time zone
    reader bytea NOT NULL,
    PRIMARY KEY (article, day, reader)
);
CREATE INDEX reading_day_of ON reading (day);

-- How many of them, for the most read.
CREATE TABLE reading_day (
    article bigint NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    day text NOT NULL,
    readings bigint NOT NULL,
    changed bigint NOT NULL,
    PRIMARY KEY (article, day)
);
CREATE INDEX reading_day_changed ON reading_day (changed);

CREATE TABLE revoked (
    reader bytea PRIMARY KEY,
    since bigint NOT NULL                -- Unix seconds
);

CREATE TABLE signing_key (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key bytea NOT NULL,
    since bigint NOT NULL                -- Unix seconds
);

CREATE TABLE daily_key (
    day text PRIMARY KEY,                -- YYYY-MM-DD, UTC
    key bytea NOT NULL
);
", "
-- What the newsroom publishes, in the order of publishing. Only the last word on each thing is kept, so a
-- server that begins late reads what there is, not what there was.
CREATE TABLE content (
    kind text NOT NULL,                  -- site, picture, article, pages
    key text NOT NULL,                   -- a picture's file, an article's slug
    position bigint NOT NULL UNIQUE,
    first bigint NOT NULL,               -- its position when it first came
    payload bytea NOT NULL,              -- JSON, or a picture's bytes
    PRIMARY KEY (kind, key)
);

-- Its row is locked until what was published is committed, so that positions are committed in their order.
CREATE TABLE content_clock (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    position bigint NOT NULL DEFAULT 0
);
INSERT INTO content_clock DEFAULT VALUES;
", "
-- How many new readers a network may still have. Nothing is lost with it that an hour does not mend.
CREATE UNLOGGED TABLE new_reader (
    network bytea PRIMARY KEY,
    room double precision NOT NULL,
    at double precision NOT NULL,        -- Unix seconds
    granted boolean NOT NULL             -- what became of the last one
);
", "
-- An article that is not public keeps its row, its votes and its readings for a while.
ALTER TABLE article ADD COLUMN withdrawn bigint;              -- Unix seconds, 0 once its votes are forgotten; NULL while it is there
ALTER TABLE article ADD COLUMN due bigint NOT NULL DEFAULT 0; -- Unix seconds: not public before
ALTER TABLE article ADD COLUMN expires bigint;                -- Unix seconds: not public from then on

-- By what each source knows an article. An article may be known by more than one name.
CREATE TABLE origin (
    source text NOT NULL,                -- ADR 21 says what a source is called
    id text NOT NULL,                    -- what the source calls it
    link text NOT NULL,                  -- its page there, for articles that share an id; may be empty
    slug text NOT NULL,                  -- the address it has
    wanted text NOT NULL,                -- slug that the source last gave it
    PRIMARY KEY (source, id, link)
);
CREATE INDEX origin_slug ON origin (slug);
", "
-- Sources that are followed, by one server at a time. Moments are Unix seconds.
CREATE TABLE followed (
    name text PRIMARY KEY,
    place bigint NOT NULL,               -- order in site.toml
    settings text NOT NULL,              -- JSON: what site.toml says of it
    edition bigint NOT NULL DEFAULT 0,       -- grows whenever that changes
    state text NOT NULL DEFAULT '{}',    -- JSON: when it was looked at, what came of it, what is remembered
    subscription text,                   -- JSON: what its hub was asked for
    due bigint NOT NULL DEFAULT 0,       -- the next look
    not_before bigint NOT NULL DEFAULT 0, -- left alone until then, whoever asks
    asked boolean NOT NULL DEFAULT false, -- somebody asked for a look at once
    holder bytea,                        -- who looks at it
    held bigint NOT NULL DEFAULT 0       -- until when, unless the holder says so again
);
"];

/// Of the lock under which the schema is changed: "bantin" in ASCII.
const LOCK: i64 = 0x6261_6e74_696e;

/// Brings the schema to the newest version.
///
/// # Errors
/// [`StoreError::TooNew`] when a later version of this program made it; PostgreSQL's own errors.
pub async fn migrate(client: &mut Client) -> Result<(), StoreError> {
    migrate_to(client, STEPS.len()).await
}

/// Brings the schema to version `target`.
///
/// # Errors
/// As [`migrate`].
pub async fn migrate_to(client: &mut Client, target: usize) -> Result<(), StoreError> {
    loop {
        let step = client.transaction().await?;
        step.execute("SELECT pg_advisory_xact_lock($1)", &[&LOCK]).await?;
        step.batch_execute(
            "CREATE TABLE IF NOT EXISTS schema_version (
                 only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
                 version integer NOT NULL DEFAULT 0
             );
             INSERT INTO schema_version DEFAULT VALUES ON CONFLICT DO NOTHING",
        )
        .await?;
        let version: i32 = step.query_one("SELECT version FROM schema_version", &[]).await?.get(0);
        let version = usize::try_from(version).unwrap_or_default();
        if version > STEPS.len() {
            return Err(StoreError::TooNew { found: version, known: STEPS.len() });
        }
        let sql = STEPS.get(version).filter(|_| version < target);
        if let Some(sql) = sql {
            step.batch_execute(sql).await?;
            step.execute("UPDATE schema_version SET version = version + 1", &[]).await?;
        }
        step.commit().await?;
        if sql.is_none() {
            return Ok(());
        }
    }
}
