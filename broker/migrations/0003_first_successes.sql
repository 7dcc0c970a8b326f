-- When a line of a provider's versions (a branch, a tag) first kept a content: what pending and work in progress are decided by.
-- Kept in the transactions that write results, branches and tags. `first_selected_at` leaves out contracts that came as work in progress.

CREATE TABLE branch_successes (
    content_id BIGINT NOT NULL REFERENCES contents (id) ON DELETE CASCADE,
    branch_id BIGINT NOT NULL REFERENCES branches (id) ON DELETE CASCADE,
    first_at BIGINT NOT NULL,
    first_selected_at BIGINT,
    PRIMARY KEY (content_id, branch_id)
);
CREATE INDEX branch_successes_by_branch ON branch_successes (branch_id);

CREATE TABLE tag_successes (
    content_id BIGINT NOT NULL REFERENCES contents (id) ON DELETE CASCADE,
    tag TEXT NOT NULL,
    first_at BIGINT NOT NULL,
    first_selected_at BIGINT,
    PRIMARY KEY (content_id, tag)
);

-- Whether any version has ever kept a content.
CREATE INDEX verifications_kept ON verifications (content_id) WHERE success = 1;

INSERT INTO branch_successes (content_id, branch_id, first_at, first_selected_at)
SELECT r.content_id, m.branch_id, MIN(r.created_at), MIN(CASE WHEN r.work_in_progress = 0 THEN r.created_at END)
FROM verifications r JOIN branch_versions m ON m.version_id = r.provider_version_id
WHERE r.success = 1 GROUP BY r.content_id, m.branch_id;

INSERT INTO tag_successes (content_id, tag, first_at, first_selected_at)
SELECT r.content_id, m.name, MIN(r.created_at), MIN(CASE WHEN r.work_in_progress = 0 THEN r.created_at END)
FROM verifications r JOIN tags m ON m.version_id = r.provider_version_id
WHERE r.success = 1 GROUP BY r.content_id, m.name;
