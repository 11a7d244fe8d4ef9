-- Sources that are followed. Moments are Unix seconds.
CREATE TABLE followed (
    name TEXT PRIMARY KEY,
    place INTEGER NOT NULL,              -- order in site.toml
    settings TEXT NOT NULL,              -- JSON: what site.toml says of it
    edition INTEGER NOT NULL DEFAULT 0,      -- grows whenever that changes
    state TEXT NOT NULL DEFAULT '{}',    -- JSON: when it was looked at, what came of it, what is remembered
    subscription TEXT,                   -- JSON: what its hub was asked for
    due INTEGER NOT NULL DEFAULT 0,      -- the next look
    not_before INTEGER NOT NULL DEFAULT 0, -- left alone until then, whoever asks
    asked INTEGER NOT NULL DEFAULT 0,    -- 1: somebody asked for a look at once
    holder BLOB,                         -- who looks at it
    held INTEGER NOT NULL DEFAULT 0      -- until when, unless the holder says so again
) STRICT, WITHOUT ROWID;
