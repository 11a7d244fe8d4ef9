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
