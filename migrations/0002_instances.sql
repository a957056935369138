-- An instance is one row, updated once a turn. Only columns that no turn changes are indexed, so that the update stays on its page (HOT).
CREATE TABLE carabiner.instances (
    id              text COLLATE "C" PRIMARY KEY,
    turn            bigint NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT now(),
    stepped_at      timestamptz,
    finished_at     timestamptz,
    not_before      timestamptz,
    priority        integer NOT NULL,
    arrived         integer NOT NULL DEFAULT 0,
    outstanding     integer NOT NULL DEFAULT 0,
    wake_outcomes   integer NOT NULL DEFAULT 1,
    status          smallint NOT NULL,
    wake_on_failure boolean NOT NULL DEFAULT false,
    version         bytea NOT NULL,
    guest           bytea NOT NULL,
    attributes      bytea NOT NULL,
    arguments       bytea NOT NULL,
    snapshot        bytea,
    result          bytea,
    error           bytea,
    error_class     text,
    error_message   text
) WITH (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_insert_scale_factor = 0.2);
-- The host compresses large snapshots itself, better and once; Postgres is not to try again.
ALTER TABLE carabiner.instances ALTER COLUMN snapshot SET STORAGE EXTERNAL;
CREATE INDEX instances_by_age ON carabiner.instances (created_at, id);

COMMENT ON TABLE carabiner.instances IS 'Runs of workflows.';
COMMENT ON INDEX carabiner.instances_by_age IS 'For lists, newest first, and for retention.';
COMMENT ON COLUMN carabiner.instances.id IS 'The caller''s own, or one that a host made.';
COMMENT ON COLUMN carabiner.instances.turn IS 'The fence: each commit that concerns the instance adds 1, and expects the value that it read.';
COMMENT ON COLUMN carabiner.instances.created_at IS 'When it was started.';
COMMENT ON COLUMN carabiner.instances.stepped_at IS 'The time that its last step saw; the next sees none before it.';
COMMENT ON COLUMN carabiner.instances.finished_at IS 'When it ended; null before.';
COMMENT ON COLUMN carabiner.instances.not_before IS 'When a delayed start is due; null where it began at once.';
COMMENT ON COLUMN carabiner.instances.priority IS 'Its queued actions go before those of a lower one.';
COMMENT ON COLUMN carabiner.instances.arrived IS 'Outcomes that are recorded in actions and that no step has seen yet.';
COMMENT ON COLUMN carabiner.instances.outstanding IS 'Its rows in actions: what it waits for, and outcomes not seen yet.';
COMMENT ON COLUMN carabiner.instances.wake_outcomes IS 'Wake condition: step once this many outcomes have arrived.';
COMMENT ON COLUMN carabiner.instances.wake_on_failure IS 'Wake condition: step at the first failed outcome too.';
COMMENT ON COLUMN carabiner.instances.status IS '0 scheduled, 1 running, 2 completed, 3 failed, 4 cancelled.';
COMMENT ON COLUMN carabiner.instances.version IS 'workflow_versions.hash';
COMMENT ON COLUMN carabiner.instances.guest IS 'guest_modules.hash';
COMMENT ON COLUMN carabiner.instances.attributes IS 'Value-encoded attributes of the workflow object.';
COMMENT ON COLUMN carabiner.instances.arguments IS 'Value-encoded arguments of run.';
COMMENT ON COLUMN carabiner.instances.snapshot IS 'The machine''s state: a byte 0 (as it is) or 1 (zstd), then it. Null before the first step and after the last.';
COMMENT ON COLUMN carabiner.instances.result IS 'What run returned, value-encoded.';
COMMENT ON COLUMN carabiner.instances.error IS 'The exception that left run, value-encoded.';
COMMENT ON COLUMN carabiner.instances.error_class IS 'Its class, as "module:qualname".';
COMMENT ON COLUMN carabiner.instances.error_message IS 'Its text, for lists.';
