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
