-- The hot table: what instances wait for. A row leaves as soon as a step has seen its outcome.
CREATE TABLE carabiner.actions (
    instance_id        text COLLATE "C" NOT NULL,
    seq                integer NOT NULL,
    attempt            integer NOT NULL DEFAULT 1,
    delivery           integer NOT NULL DEFAULT 1,
    kind               smallint NOT NULL,
    status             smallint NOT NULL,
    priority           integer NOT NULL DEFAULT 0,
    due_at             timestamptz NOT NULL,
    claimed_at         timestamptz,
    claimed_by         uuid,
    timeout_micros     bigint,
    attempts_max       integer,
    backoff_base       bigint,
    backoff_multiplier double precision,
    backoff_max        bigint,
    backoff_jitter     double precision,
    arrived            integer,
    succeeded          boolean,
    action             text,
    module             text,
    queue              text,
    arguments          bytea,
    outcome            bytea,
    PRIMARY KEY (instance_id, seq)
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
CREATE INDEX actions_queued ON carabiner.actions (priority DESC, due_at) WHERE status = 0;
CREATE INDEX actions_waiting ON carabiner.actions (due_at) WHERE status = 2 AND claimed_by IS NULL;

COMMENT ON TABLE carabiner.actions IS 'Outstanding actions, timers and delayed starts.';
COMMENT ON INDEX carabiner.actions_queued IS 'What a host with free slots claims next.';
COMMENT ON INDEX carabiner.actions_waiting IS 'What falls due next and is in no host''s memory yet.';
COMMENT ON COLUMN carabiner.actions.instance_id IS 'Who waits for it.';
COMMENT ON COLUMN carabiner.actions.seq IS 'Counts actions and timers of the instance together; -1 is its delayed start.';
COMMENT ON COLUMN carabiner.actions.attempt IS 'Counts what the author''s retry policy counts, from 1.';
COMMENT ON COLUMN carabiner.actions.delivery IS 'Counts deliveries of this attempt, from 1: a crash is not an attempt.';
COMMENT ON COLUMN carabiner.actions.kind IS '0 action, 1 timer, 2 delayed start.';
COMMENT ON COLUMN carabiner.actions.status IS '0 queued, 1 running, 2 waiting until due_at, 3 done and not seen by a step yet. Leaving 1, or changing attempt or delivery, happens only with the instance''s row locked and its turn advanced.';
COMMENT ON COLUMN carabiner.actions.priority IS 'The instance''s.';
COMMENT ON COLUMN carabiner.actions.due_at IS 'Queued: since when. Waiting: until when.';
COMMENT ON COLUMN carabiner.actions.claimed_at IS 'When this delivery was claimed.';
COMMENT ON COLUMN carabiner.actions.claimed_by IS 'The host that runs it, or that holds it in memory because it is due soon.';
COMMENT ON COLUMN carabiner.actions.timeout_micros IS 'Limit of one attempt.';
COMMENT ON COLUMN carabiner.actions.attempts_max IS 'Attempts in all.';
COMMENT ON COLUMN carabiner.actions.backoff_base IS 'Microseconds before the second attempt; null: none.';
COMMENT ON COLUMN carabiner.actions.backoff_multiplier IS 'By which the wait grows with each attempt.';
COMMENT ON COLUMN carabiner.actions.backoff_max IS 'Microseconds that it never exceeds; null: no cap.';
COMMENT ON COLUMN carabiner.actions.backoff_jitter IS 'Share of itself, 0 to 1, by which the wait is moved at random.';
COMMENT ON COLUMN carabiner.actions.arrived IS 'The place of this outcome among those not seen by a step yet.';
COMMENT ON COLUMN carabiner.actions.succeeded IS 'Whether outcome is a result (or an exception).';
COMMENT ON COLUMN carabiner.actions.action IS 'Its registered name.';
COMMENT ON COLUMN carabiner.actions.module IS 'The module that a worker imports to find it.';
COMMENT ON COLUMN carabiner.actions.queue IS 'The queue that its author named.';
COMMENT ON COLUMN carabiner.actions.arguments IS 'Value-encoded: [positional list, keyword map].';
COMMENT ON COLUMN carabiner.actions.outcome IS 'Value-encoded result or exception, until a step has seen it.';

-- Appended to, never updated: what became of each attempt.
CREATE TABLE carabiner.action_attempts (
    instance_id text COLLATE "C" NOT NULL,
    seq         integer NOT NULL,
    attempt     integer NOT NULL,
    delivery    integer NOT NULL,
    ending      smallint NOT NULL,
    claimed_at  timestamptz,
    ended_at    timestamptz NOT NULL DEFAULT now(),
    claimed_by  uuid,
    action      text NOT NULL,
    arguments   bytea,
    outcome     bytea,
    PRIMARY KEY (instance_id, seq, attempt)
) WITH (autovacuum_vacuum_insert_scale_factor = 0.2);
COMMENT ON TABLE carabiner.action_attempts IS 'Attempts that are over.';
COMMENT ON COLUMN carabiner.action_attempts.instance_id IS 'Whose action.';
COMMENT ON COLUMN carabiner.action_attempts.seq IS 'Which of its actions.';
COMMENT ON COLUMN carabiner.action_attempts.attempt IS 'From 1.';
COMMENT ON COLUMN carabiner.action_attempts.delivery IS 'The delivery that ended it.';
COMMENT ON COLUMN carabiner.action_attempts.ending IS '0 succeeded, 1 failed for good, 2 failed and tried again, 3 cancelled.';
COMMENT ON COLUMN carabiner.action_attempts.claimed_at IS 'When that delivery was claimed.';
COMMENT ON COLUMN carabiner.action_attempts.ended_at IS 'When its end was committed.';
COMMENT ON COLUMN carabiner.action_attempts.claimed_by IS 'The host that ran it.';
COMMENT ON COLUMN carabiner.action_attempts.action IS 'Its registered name.';
COMMENT ON COLUMN carabiner.action_attempts.arguments IS 'Value-encoded; only with the last attempt.';
COMMENT ON COLUMN carabiner.action_attempts.outcome IS 'Value-encoded result or exception.';
