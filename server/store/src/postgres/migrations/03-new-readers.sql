-- How many new readers a network may still have. Nothing is lost with it that an hour does not mend.
CREATE UNLOGGED TABLE new_reader (
    network bytea PRIMARY KEY,
    room double precision NOT NULL,
    at double precision NOT NULL,        -- Unix seconds
    granted boolean NOT NULL             -- what became of the last one
);
