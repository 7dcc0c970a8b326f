-- The newest result of a content, whichever version it is of.

CREATE INDEX latest_verifications_by_age ON latest_verifications (content_id, verification_id);
