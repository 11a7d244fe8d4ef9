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
