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
