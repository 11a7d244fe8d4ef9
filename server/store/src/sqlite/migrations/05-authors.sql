CREATE TABLE author (
    author TEXT NOT NULL,                -- id: the name as a slug
    article INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    PRIMARY KEY (author, article)
) STRICT, WITHOUT ROWID;
CREATE INDEX author_article ON author (article);
