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
