//! How often an action is tried, and how long to wait between. Pure.

use std::time::Duration;

use carabiner_interpreter::source::{Backoff, Policy};

use crate::store::Retry;

/// Where neither the call nor the action says otherwise: one attempt of five minutes.
pub const ATTEMPTS: u32 = 1;
pub const TIMEOUT: Duration = Duration::from_secs(300);

/// A policy with nothing left open.
#[derive(Clone, Debug, PartialEq)]
pub struct Settled {
    pub queue: Option<String>,
    pub timeout: Duration,
    pub retry: Retry,
}

/// The call's policy wins over the action's, field by field, and that over the defaults.
pub fn settle(call: &Policy, action: &Policy) -> Settled {
    let timeout = call.timeout_micros.or(action.timeout_micros);
    Settled {
        queue: call.queue.clone().or_else(|| action.queue.clone()),
        timeout: timeout.map_or(TIMEOUT, Duration::from_micros),
        retry: Retry {
            attempts: call.attempts.or(action.attempts).unwrap_or(ATTEMPTS).max(1),
            backoff: call.backoff.clone().or_else(|| action.backoff.clone()),
        },
    }
}

/// The wait before the next attempt, or none where this one was the last. `chance` is in [0, 1) and moves the wait within its jitter.
pub fn wait_after(failed_attempt: u32, retry: &Retry, chance: f64) -> Option<Duration> {
    let more = failed_attempt < retry.attempts;
    more.then(|| {
        retry.backoff.as_ref().map_or(Duration::ZERO, |backoff| {
            wait(failed_attempt, backoff, chance)
        })
    })
}

fn wait(failed_attempt: u32, backoff: &Backoff, chance: f64) -> Duration {
    let exponent = i32::try_from(failed_attempt.saturating_sub(1)).unwrap_or(i32::MAX);
    let grown = backoff.base_micros as f64 * backoff.multiplier.max(0.0).powi(exponent);
    let capped = backoff
        .max_micros
        .map_or(grown, |max| grown.min(max as f64));
    let moved = capped * (1.0 + backoff.jitter.clamp(0.0, 1.0) * (2.0 * chance - 1.0));
    // A product of infinity and zero is not a number; it means no wait. `as` saturates.
    let micros = if moved.is_nan() {
        0.0
    } else {
        moved.clamp(0.0, WAIT_MICROS_MAX)
    };
    Duration::from_micros(micros as u64)
}

/// A century: beyond it, a time of day has no room in the database.
const WAIT_MICROS_MAX: f64 = 100.0 * 365.25 * 86_400.0 * 1e6;

#[cfg(test)]
mod tests {
    use super::*;

    fn backoff(base: f64, multiplier: f64, max: Option<f64>, jitter: f64) -> Backoff {
        let micros = |seconds: f64| (seconds * 1e6) as u64;
        Backoff {
            base_micros: micros(base),
            multiplier,
            max_micros: max.map(micros),
            jitter,
        }
    }

    fn waits(attempts: u32, backoff: Option<Backoff>, chance: f64) -> Vec<f64> {
        let retry = Retry { attempts, backoff };
        (1..=attempts)
            .map_while(|n| wait_after(n, &retry, chance))
            .map(|wait| wait.as_secs_f64())
            .collect()
    }

    #[test]
    fn without_a_policy_there_is_one_attempt_of_five_minutes() {
        let settled = settle(&Policy::default(), &Policy::default());
        assert_eq!(
            (settled.retry.attempts, settled.timeout),
            (1, Duration::from_secs(300))
        );
        assert_eq!(wait_after(1, &settled.retry, 0.5), None);
    }

    #[test]
    fn the_calls_policy_wins_field_by_field() {
        let action = Policy {
            attempts: Some(3),
            timeout_micros: Some(9),
            queue: Some("slow".into()),
            ..Policy::default()
        };
        let call = Policy {
            attempts: Some(50),
            backoff: Some(backoff(5.0, 2.0, None, 0.0)),
            ..Policy::default()
        };
        let settled = settle(&call, &action);
        assert_eq!(
            settled.retry,
            Retry {
                attempts: 50,
                backoff: call.backoff.clone()
            }
        );
        assert_eq!(settled.timeout, Duration::from_micros(9));
        assert_eq!(settled.queue.as_deref(), Some("slow"));
    }

    #[test]
    fn waits_grow_by_the_multiplier_up_to_the_cap() {
        assert_eq!(
            waits(5, Some(backoff(1.0, 2.0, None, 0.0)), 0.9),
            [1.0, 2.0, 4.0, 8.0]
        );
        assert_eq!(
            waits(5, Some(backoff(1.0, 3.0, Some(5.0), 0.0)), 0.9),
            [1.0, 3.0, 5.0, 5.0]
        );
        assert_eq!(waits(3, None, 0.9), [0.0, 0.0]);
    }

    #[test]
    fn jitter_moves_a_wait_by_its_share_either_way() {
        assert_eq!(waits(2, Some(backoff(10.0, 2.0, None, 0.5)), 0.0), [5.0]);
        assert_eq!(waits(2, Some(backoff(10.0, 2.0, None, 0.5)), 0.5), [10.0]);
        assert_eq!(waits(2, Some(backoff(10.0, 2.0, None, 0.5)), 0.75), [12.5]);
    }

    #[test]
    fn absurd_policies_still_give_a_wait() {
        let retry = Retry {
            attempts: u32::MAX,
            backoff: Some(backoff(1.0, 1e300, None, 1.0)),
        };
        assert_eq!(
            wait_after(4_000, &retry, 0.9),
            Some(Duration::from_micros(WAIT_MICROS_MAX as u64))
        );
        let none = Retry {
            attempts: 9,
            backoff: Some(backoff(0.0, f64::INFINITY, None, 0.0)),
        };
        assert_eq!(wait_after(5, &none, 0.9), Some(Duration::ZERO));
    }
}
