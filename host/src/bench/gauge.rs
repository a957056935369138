//! What was measured, and the lines that tell it.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::BenchError;

/// Filled by many, read now and then.
pub(super) struct Gauge {
    began: Instant,
    /// Of all workflows together.
    actions: u64,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Microseconds of each workflow that ended well.
    latencies: Vec<u64>,
    started: u64,
    last_started: Option<Duration>,
    errors: u64,
    first_error: Option<String>,
    /// What the last line had seen.
    told: usize,
    told_at: Duration,
}

impl Gauge {
    pub(super) fn new(actions: u64) -> Self {
        Self {
            began: Instant::now(),
            actions,
            state: Mutex::default(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn started(&self) {
        let now = self.began.elapsed();
        let mut state = self.state();
        state.started += 1;
        state.last_started = Some(now);
    }

    pub(super) fn ended(&self, took: Duration) {
        self.state().latencies.push(took.as_micros() as u64);
    }

    pub(super) fn failed(&self, message: String) {
        let mut state = self.state();
        state.errors += 1;
        state.first_error.get_or_insert(message);
    }

    /// The line of the interval that ends now.
    pub(super) fn interval(&self) -> String {
        let now = self.began.elapsed();
        let mut state = self.state();
        let latest = state.latencies[state.told..].to_vec();
        let seconds = (now - state.told_at).as_secs_f64();
        let line = format!(
            "t={:.1} started={} done={} in_flight={} rate={:.1} {} errors={}",
            now.as_secs_f64(),
            state.started,
            state.latencies.len(),
            state.started - state.latencies.len() as u64 - state.errors,
            latest.len() as f64 / seconds.max(f64::EPSILON),
            percentiles(latest),
            state.errors,
        );
        state.told = state.latencies.len();
        state.told_at = now;
        line
    }

    /// The last line. `first` is the time from nothing to the first result.
    pub(super) fn summary(&self, workload: &str, messages: u64, first: Duration) -> String {
        let seconds = self.began.elapsed().as_secs_f64();
        let state = self.state();
        let starting = state.last_started.unwrap_or_default().as_secs_f64();
        format!(
            "summary workload={workload} messages={messages} seconds={seconds:.2} rate={:.1} action_rate={:.1} start_rate={:.1} {} errors={} first_result_s={:.2}",
            state.latencies.len() as f64 / seconds,
            self.actions as f64 / seconds,
            state.started as f64 / starting.max(f64::EPSILON),
            percentiles(state.latencies.clone()),
            state.errors,
            first.as_secs_f64(),
        )
    }

    /// An error where any workflow failed: its numbers mean nothing.
    pub(super) fn verdict(&self, messages: u64) -> Result<(), BenchError> {
        let mut state = self.state();
        match state.first_error.take() {
            None => Ok(()),
            Some(first) => Err(BenchError::Failed {
                errors: state.errors,
                messages,
                first,
            }),
        }
    }
}

/// Of microseconds, in milliseconds; `-` where there are none.
fn percentiles(mut micros: Vec<u64>) -> String {
    micros.sort_unstable();
    let at = |share: f64| match micros.len() {
        0 => "-".to_owned(),
        count => {
            let index = ((count - 1) as f64 * share).round() as usize;
            format!("{:.2}", micros[index] as f64 / 1000.0)
        }
    };
    format!("p50_ms={} p95_ms={} p99_ms={}", at(0.5), at(0.95), at(0.99))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_of_the_sorted_values() {
        let micros = (1..=100).rev().map(|ms| ms * 1000).collect();
        assert_eq!(
            percentiles(micros),
            "p50_ms=51.00 p95_ms=95.00 p99_ms=99.00"
        );
        assert_eq!(percentiles(Vec::new()), "p50_ms=- p95_ms=- p99_ms=-");
    }

    #[test]
    fn an_interval_counts_only_what_came_since_the_last() {
        let gauge = Gauge::new(3);
        for _ in 0..3 {
            gauge.started();
        }
        gauge.ended(Duration::from_millis(5));
        assert!(gauge.interval().contains("done=1 in_flight=2"));
        gauge.failed("no".to_owned());
        let line = gauge.interval();
        assert!(line.contains("rate=0.0 p50_ms=-"), "{line}");
        assert!(line.contains("in_flight=1"), "{line}");
        assert!(gauge.verdict(3).is_err());
    }
}
