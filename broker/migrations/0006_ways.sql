-- By which ways a provider is spoken to for a content: 1 over HTTP, messages included, 2 over gRPC, 3 both.

ALTER TABLE contents ADD COLUMN ways BIGINT NOT NULL DEFAULT 1;

-- What was published before, by its text, which has no blanks.
UPDATE contents SET ways = CASE WHEN body LIKE '%"type":"Synchronous/HTTP"%' OR body LIKE '%"type":"Asynchronous/Messages"%' THEN 3 ELSE 2 END
WHERE body LIKE '%"type":"Synchronous/Messages"%' AND body LIKE '%"descriptorKey":"%';
