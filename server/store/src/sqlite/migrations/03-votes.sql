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
