-- Participants, their versions, and what was published and verified.
-- Types: BIGINT, TEXT, DOUBLE PRECISION, BLOB (and SQLite's INTEGER PRIMARY KEY); booleans are 0/1, moments are epoch milliseconds.
-- A version's id is also its order: later ids are later versions.

CREATE TABLE participants (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    main_branch TEXT,
    repository_url TEXT,
    repository_name TEXT,
    repository_namespace TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE versions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    participant_id BIGINT NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    number TEXT NOT NULL,
    build_url TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    UNIQUE (participant_id, number)
);
CREATE INDEX versions_by_order ON versions (participant_id, id);

CREATE TABLE branches (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    participant_id BIGINT NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    head_version_id BIGINT NOT NULL REFERENCES versions (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    UNIQUE (participant_id, name)
);
CREATE INDEX branches_by_head ON branches (head_version_id);
CREATE INDEX branches_by_name ON branches (name, participant_id);

CREATE TABLE branch_versions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    branch_id BIGINT NOT NULL REFERENCES branches (id) ON DELETE CASCADE,
    version_id BIGINT NOT NULL REFERENCES versions (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    UNIQUE (branch_id, version_id)
);
CREATE INDEX branch_versions_by_version ON branch_versions (version_id, branch_id);

CREATE TABLE tags (
    version_id BIGINT NOT NULL REFERENCES versions (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (version_id, name)
);
CREATE INDEX tags_by_name ON tags (name, version_id);

-- One consumer calls one provider.
CREATE TABLE integrations (
    consumer_id BIGINT NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    provider_id BIGINT NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (consumer_id, provider_id)
);
CREATE INDEX integrations_by_provider ON integrations (provider_id, consumer_id);

-- What a contract says, once per pair and digest: publications of the same content share it, and so its results.
CREATE TABLE contents (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    consumer_id BIGINT NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    provider_id BIGINT NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    digest TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (consumer_id, provider_id, digest)
);

CREATE TABLE publications (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    consumer_id BIGINT NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    provider_id BIGINT NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    consumer_version_id BIGINT NOT NULL REFERENCES versions (id) ON DELETE CASCADE,
    content_id BIGINT NOT NULL REFERENCES contents (id) ON DELETE CASCADE,
    revision BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (consumer_version_id, provider_id)
);
CREATE INDEX publications_by_pair ON publications (provider_id, consumer_id, consumer_version_id);
CREATE INDEX publications_by_consumer ON publications (consumer_id, provider_id, consumer_version_id);
CREATE INDEX publications_by_content ON publications (content_id, consumer_version_id);

-- The id is the result's number, one sequence for the whole broker.
CREATE TABLE verifications (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    content_id BIGINT NOT NULL REFERENCES contents (id) ON DELETE CASCADE,
    provider_version_id BIGINT NOT NULL REFERENCES versions (id) ON DELETE CASCADE,
    success BIGINT NOT NULL,
    build_url TEXT,
    test_results TEXT,
    verified_by TEXT,
    metadata TEXT,
    pending BIGINT NOT NULL,
    work_in_progress BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX verifications_by_content ON verifications (content_id, provider_version_id, id);
CREATE INDEX verifications_by_version ON verifications (provider_version_id);

-- The newest result per content and provider version, kept in the transaction that writes the result.
CREATE TABLE latest_verifications (
    content_id BIGINT NOT NULL REFERENCES contents (id) ON DELETE CASCADE,
    provider_version_id BIGINT NOT NULL REFERENCES versions (id) ON DELETE CASCADE,
    verification_id BIGINT NOT NULL REFERENCES verifications (id) ON DELETE CASCADE,
    success BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (content_id, provider_version_id)
);
CREATE INDEX latest_verifications_by_version ON latest_verifications (provider_version_id, content_id);
CREATE INDEX latest_verifications_by_verification ON latest_verifications (verification_id);
