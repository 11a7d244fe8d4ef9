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
