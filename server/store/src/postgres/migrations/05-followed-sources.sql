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
