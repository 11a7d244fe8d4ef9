-- The articles that an editor has fixed to a front page, with the end of it in Unix seconds.
-- A card that is damaged costs its article alone.
CREATE INDEX record_pinned ON record (CASE WHEN json_valid(card) THEN json_extract(card, '$.pinned') END)
    WHERE CASE WHEN json_valid(card) THEN json_extract(card, '$.pinned') END IS NOT NULL;
