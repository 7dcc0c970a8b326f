-- Where versions are live.

CREATE TABLE environments (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    production BIGINT NOT NULL,
    contacts TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- `application_instance` is empty where none was named; one live version per participant, environment and instance.
CREATE TABLE deployments (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid TEXT NOT NULL UNIQUE,
    participant_id BIGINT NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    version_id BIGINT NOT NULL REFERENCES versions (id) ON DELETE CASCADE,
    environment_id BIGINT NOT NULL REFERENCES environments (id) ON DELETE CASCADE,
    application_instance TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    undeployed_at BIGINT
);
CREATE UNIQUE INDEX deployments_live ON deployments (environment_id, participant_id, application_instance) WHERE undeployed_at IS NULL;
CREATE INDEX deployments_by_version ON deployments (version_id, environment_id);
CREATE INDEX deployments_by_participant ON deployments (participant_id, environment_id);

-- Any number of released versions may be supported at once.
CREATE TABLE releases (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid TEXT NOT NULL UNIQUE,
    participant_id BIGINT NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    version_id BIGINT NOT NULL REFERENCES versions (id) ON DELETE CASCADE,
    environment_id BIGINT NOT NULL REFERENCES environments (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    support_ended_at BIGINT,
    UNIQUE (version_id, environment_id)
);
CREATE INDEX releases_by_environment ON releases (environment_id, participant_id);
