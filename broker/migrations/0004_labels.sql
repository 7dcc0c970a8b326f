-- Words people put on participants, to list them by.

CREATE TABLE labels (
    participant_id BIGINT NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (participant_id, name)
);
CREATE INDEX labels_by_name ON labels (name, participant_id);
