-- The articles that an editor has fixed to a front page, with the end of it in Unix seconds.
CREATE INDEX record_pinned ON record (json_extract(card, '$.pinned')) WHERE json_extract(card, '$.pinned') IS NOT NULL;
