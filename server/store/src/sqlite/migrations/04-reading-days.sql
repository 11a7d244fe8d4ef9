-- How often an article was read on a day, where readings are counted elsewhere.
CREATE TABLE reading_day (
    day TEXT NOT NULL,                   -- YYYY-MM-DD in the site's time zone
    article INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    readings INTEGER NOT NULL,
    PRIMARY KEY (day, article)
) STRICT, WITHOUT ROWID;
