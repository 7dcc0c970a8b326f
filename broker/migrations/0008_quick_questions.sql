-- What the questions of pipelines look up, whatever there is beside it.

-- Whose tag it is, so that the newest version with a tag is found without the others.
ALTER TABLE tags ADD COLUMN participant_id BIGINT NOT NULL DEFAULT 0;
UPDATE tags SET participant_id = (SELECT v.participant_id FROM versions v WHERE v.id = tags.version_id);
CREATE INDEX tags_by_participant ON tags (participant_id, name, version_id);

-- The contracts for a provider that are new, which may be work in progress.
CREATE INDEX publications_by_age ON publications (provider_id, created_at);

-- The best result of a content: the newest success, else the newest failure.
CREATE INDEX latest_verifications_by_success ON latest_verifications (content_id, success, verification_id);

-- What is live, apart from what was.
DROP INDEX deployments_by_participant;
CREATE INDEX deployments_by_participant ON deployments (participant_id, environment_id, undeployed_at);
