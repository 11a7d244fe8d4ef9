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
