//! The statement that commits a batch of turns, made of what the batch needs: what a statement contains costs something even where
//! it finds nothing to do, and most batches only take outcomes and add what follows.

use std::sync::LazyLock;

use super::turns::{Fate, State, TurnBatch};

/// What a batch needs besides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Parts {
    /// Outcomes are kept for a later step.
    recorded: bool,
    /// Attempts follow failed ones.
    retried: bool,
    /// Rows leave that nothing was told about.
    cleared: bool,
}

impl Parts {
    pub(super) fn of(batch: &TurnBatch) -> Self {
        let told = |is: fn(&Fate) -> bool| batch.told.iter().any(|told| is(&told.fate));
        Self {
            recorded: told(|fate| matches!(fate, Fate::Recorded { .. })),
            retried: told(|fate| matches!(fate, Fate::Retried { .. })),
            cleared: batch.changes.iter().any(|change| {
                let ended = matches!(change.state, State::Ended(_));
                change.seen_recorded || ended && change.outstanding > 0
            }),
        }
    }

    pub(super) fn statement(self) -> &'static str {
        static STATEMENTS: LazyLock<[String; 8]> = LazyLock::new(|| {
            std::array::from_fn(|n| {
                let parts = Parts {
                    recorded: n & 1 != 0,
                    retried: n & 2 != 0,
                    cleared: n & 4 != 0,
                };
                parts.write()
            })
        });
        let [one, two, four] = [self.recorded, self.retried, self.cleared].map(usize::from);
        &STATEMENTS[one + 2 * two + 4 * four]
    }

    fn write(self) -> String {
        let chosen = |wanted, text| if wanted { text } else { "" };
        [
            TAKEN,
            chosen(self.cleared, CLEARED),
            chosen(self.recorded, RECORDED),
            chosen(self.retried, RETRIED),
            ATTEMPTS,
            chosen(self.cleared, CLEARED_ATTEMPTS),
            chosen(self.retried, RETRIED_ATTEMPTS),
            ADDED,
            chosen(self.cleared, CLEARED_WITHDRAWN),
        ]
        .concat()
    }
}

// Instances are locked in the order in which they are given, that of their ids, so that two hosts with the same ones cannot wait for
// each other; each is taken only with its turn as it was read, and so with its actions as they were.
// An `IN (..) IS TRUE` is a hashed lookup; a plain one would become a join, and hash joins are off on these connections.
// The codes of a fate: 0 seen, succeeded; 1 seen, failed; 3 withdrawn; 4 and 5 recorded; 6 retried.
const TAKEN: &str = "
WITH batch AS MATERIALIZED (
    SELECT * FROM unnest($2::text[], $3::int8[], $4::int2[], $5::bytea[], $6::int4[], $7::bool[], $8::int4[], $9::int4[],
                         $10::timestamptz[], $11::bytea[], $12::bytea[], $13::text[], $14::text[], $15::bool[], $44::text[]) WITH ORDINALITY
        AS b(id, turn, status, snapshot, wake_outcomes, wake_on_failure, arrived, outstanding,
             stepped_at, result, error, error_class, error_message, seen_recorded, error_traceback, n)
), told AS MATERIALIZED (
    SELECT * FROM unnest($16::int8[], $17::text[], $18::int4[], $19::int4[], $20::int4[], $21::int2[], $22::bytea[], $23::int4[],
                         $24::int8[], $25::bool[])
        AS t(n, instance_id, seq, attempt, delivery, fate, value, place, delay, held)
), late AS MATERIALIZED (
    SELECT t.n FROM told AS t
    WHERE t.fate <> 3 AND NOT EXISTS (
        SELECT FROM carabiner.actions AS a WHERE a.instance_id = t.instance_id AND a.seq = t.seq AND a.attempt = t.attempt
            AND a.delivery = t.delivery AND a.status IN (1, 2))
), taken AS (
    UPDATE carabiner.instances AS i
    SET turn = i.turn + 1, arrived = b.arrived, outstanding = CASE WHEN b.status >= 2 THEN 0 ELSE b.outstanding END,
        status = coalesce(b.status, i.status),
        snapshot = CASE WHEN b.status IS NULL THEN i.snapshot ELSE b.snapshot END,
        wake_outcomes = coalesce(b.wake_outcomes, i.wake_outcomes),
        wake_on_failure = coalesce(b.wake_on_failure, i.wake_on_failure),
        stepped_at = coalesce(b.stepped_at, i.stepped_at),
        finished_at = CASE WHEN b.status >= 2 THEN clock_timestamp() END,
        result = b.result, error = b.error, error_class = b.error_class, error_message = b.error_message,
        error_traceback = b.error_traceback
    FROM batch AS b WHERE i.id = b.id AND i.turn = b.turn AND i.status < 2 AND (b.n IN (SELECT n FROM late)) IS NOT TRUE
    RETURNING b.n
), seen AS (
    DELETE FROM carabiner.actions AS a USING told AS t
    WHERE a.instance_id = t.instance_id AND a.seq = t.seq AND t.fate <= 3 AND (t.n IN (SELECT n FROM taken)) IS TRUE
    RETURNING a.instance_id, a.seq, a.attempt, a.delivery, a.kind, a.status, a.claimed_at, a.claimed_by, a.action, a.arguments,
              t.fate, t.value
)";

const CLEARED: &str = ", cleared AS (
    DELETE FROM carabiner.actions AS a USING batch AS b
    WHERE a.instance_id = b.id AND (b.n IN (SELECT n FROM taken)) IS TRUE
      AND (b.seen_recorded OR b.status >= 2 AND b.outstanding > 0)
      AND (a.status = 3 OR b.status >= 2)
      AND NOT EXISTS (SELECT FROM told AS t WHERE t.instance_id = a.instance_id AND t.seq = a.seq)
    RETURNING a.instance_id, a.seq, a.attempt, a.delivery, a.kind, a.status, a.succeeded, a.claimed_at, a.claimed_by, a.action,
              a.arguments, a.outcome
)";

const RECORDED: &str = ", recorded AS (
    UPDATE carabiner.actions AS a
    SET status = 3, arrived = t.place, succeeded = t.fate = 4, outcome = t.value
    FROM told AS t
    WHERE a.instance_id = t.instance_id AND a.seq = t.seq AND t.fate IN (4, 5) AND (t.n IN (SELECT n FROM taken)) IS TRUE
)";

const RETRIED: &str = ", retried AS (
    UPDATE carabiner.actions AS a
    SET status = 2, attempt = a.attempt + 1, delivery = 1, claimed_by = CASE WHEN t.held THEN $1 END,
        due_at = clock_timestamp() + t.delay * interval '1 microsecond'
    FROM told AS t
    WHERE a.instance_id = t.instance_id AND a.seq = t.seq AND t.fate = 6 AND (t.n IN (SELECT n FROM taken)) IS TRUE
    RETURNING a.instance_id, a.seq, t.attempt, t.delivery, a.claimed_at, a.action, t.value
)";

const ATTEMPTS: &str = ", attempts AS (
    INSERT INTO carabiner.action_attempts
        (instance_id, seq, attempt, delivery, ending, claimed_at, claimed_by, action, arguments, outcome)
    SELECT instance_id, seq, attempt, delivery, fate, claimed_at, claimed_by, action, arguments, value FROM seen WHERE kind = 0";

const CLEARED_ATTEMPTS: &str = "
    UNION ALL
    SELECT instance_id, seq, attempt, delivery, CASE WHEN status < 3 THEN 3 WHEN succeeded THEN 0 ELSE 1 END,
           claimed_at, claimed_by, action, arguments, outcome FROM cleared WHERE kind = 0";

const RETRIED_ATTEMPTS: &str = "
    UNION ALL
    SELECT instance_id, seq, attempt, delivery, 2, claimed_at, $1, action, NULL, value FROM retried";

const ADDED: &str = "
), added AS (
    INSERT INTO carabiner.actions
        (instance_id, seq, kind, status, priority, due_at, claimed_at, claimed_by, timeout_micros, attempts_max,
         backoff_base, backoff_multiplier, backoff_max, backoff_jitter, action, module, queue, arguments)
    SELECT w.instance_id, w.seq, w.kind, w.status, w.priority, coalesce(w.due_at, clock_timestamp()),
           CASE WHEN w.claimed AND w.kind = 0 THEN clock_timestamp() END, CASE WHEN w.claimed THEN $1 END,
           w.timeout, w.attempts, w.backoff_base, w.backoff_multiplier, w.backoff_max, w.backoff_jitter,
           w.action, w.module, w.queue, w.arguments
    FROM unnest($26::int8[], $27::text[], $28::int4[], $29::int2[], $30::int2[], $31::int4[], $32::timestamptz[], $33::bool[],
                $34::int8[], $35::int4[], $36::int8[], $37::float8[], $38::int8[], $39::float8[],
                $40::text[], $41::text[], $42::text[], $43::bytea[])
         AS w(n, instance_id, seq, kind, status, priority, due_at, claimed, timeout, attempts,
              backoff_base, backoff_multiplier, backoff_max, backoff_jitter, action, module, queue, arguments)
    WHERE (w.n IN (SELECT n FROM taken)) IS TRUE
)
SELECT n, NULL AS instance_id, NULL AS seq, NULL AS attempt, NULL AS delivery, NULL AS host FROM taken
UNION ALL
SELECT NULL, instance_id, seq, attempt, delivery, claimed_by FROM seen WHERE fate = 3 AND kind = 0 AND status = 1";

const CLEARED_WITHDRAWN: &str = "
UNION ALL
SELECT NULL, instance_id, seq, attempt, delivery, claimed_by FROM cleared WHERE kind = 0 AND status = 1";
