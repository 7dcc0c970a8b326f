-- Texts of a content beside its first one: the same is asked for, and something else is said for people, as in comments.

CREATE TABLE texts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    content_id BIGINT NOT NULL REFERENCES contents (id) ON DELETE CASCADE,
    digest TEXT NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (content_id, digest)
);

-- Nothing where a publication has its content's first text.
ALTER TABLE publications ADD COLUMN text_id BIGINT REFERENCES texts (id) ON DELETE SET NULL;
CREATE INDEX publications_by_text ON publications (text_id) WHERE text_id IS NOT NULL;
