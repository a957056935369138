//! Runs a program from its beginning to its end with nobody else: timers fire at once, because time is only a number here.
//!
//! This is how `exec` runs a plain file and how tests run anything: the machine does not know the difference.

use std::collections::BTreeSet;

use crate::effect::{Effect, Event, Limits, Status, StepRequest, StepResponse};
use crate::source::Policy;

/// What a rehearsed program speaks to.
pub trait Audience {
    /// `print`, or a log line.
    fn hear(&mut self, text: &str, stderr: bool);

    /// An action is called: its value-encoded result or exception, at once. None leaves it without an outcome.
    fn act(&mut self, call: &ActionCall<'_>) -> Option<Result<Vec<u8>, Vec<u8>>>;
}

/// [`Effect::CallAction`], borrowed.
pub struct ActionCall<'a> {
    pub seq: u32,
    pub action: u32,
    pub arguments: &'a [u8],
    pub policy: &'a Policy,
}

/// Steps until the program ended, or waits for what never comes (then the status is still `Waiting`).
pub fn rehearse<E>(
    begin: Event,
    mut step: impl FnMut(&StepRequest) -> Result<StepResponse, E>,
    audience: &mut impl Audience,
) -> Result<Status, E> {
    let mut stage = Stage::default();
    let mut request = StepRequest {
        state: None,
        now_micros: 0,
        events: vec![begin],
        limits: Limits::default(),
    };
    loop {
        let response = step(&request)?;
        for effect in response.effects {
            stage.apply(effect, audience);
        }
        let Status::Waiting { state, .. } = response.status else {
            return Ok(response.status);
        };
        let events = stage.next_events();
        if events.is_empty() {
            return Ok(Status::Waiting {
                state,
                wake: crate::effect::Wake {
                    outcomes: 0,
                    on_failure: false,
                },
            });
        }
        request = StepRequest {
            state: Some(state),
            now_micros: stage.now_micros,
            events,
            limits: request.limits,
        };
    }
}

/// What is outstanding.
#[derive(Default)]
struct Stage {
    now_micros: i64,
    /// Due time, then number: the order in which they fire.
    timers: BTreeSet<(i64, u32)>,
    outcomes: Vec<Event>,
}

impl Stage {
    fn apply(&mut self, effect: Effect, audience: &mut impl Audience) {
        match effect {
            Effect::CallAction {
                seq,
                action,
                arguments,
                policy,
            } => {
                let call = ActionCall {
                    seq,
                    action,
                    arguments: &arguments,
                    policy: &policy,
                };
                let done = audience
                    .act(&call)
                    .map(|outcome| Event::ActionDone { seq, outcome });
                self.outcomes.extend(done);
            }
            Effect::CancelAction { seq: cancelled } => {
                self.outcomes.retain(
                    |event| !matches!(event, Event::ActionDone { seq, .. } if *seq == cancelled),
                );
            }
            Effect::StartTimer { seq, due_micros } => {
                self.timers.insert((due_micros, seq));
            }
            Effect::CancelTimer { seq: cancelled } => {
                self.timers.retain(|(_, seq)| *seq != cancelled)
            }
            Effect::Print { text, stderr } => audience.hear(&text, stderr),
            Effect::Log { logger, text, .. } => audience.hear(&format!("{logger}: {text}\n"), true),
        }
    }

    /// Outcomes that are there, else the timers that are due first.
    fn next_events(&mut self) -> Vec<Event> {
        if !self.outcomes.is_empty() {
            return std::mem::take(&mut self.outcomes);
        }
        let Some(&(due, _)) = self.timers.first() else {
            return Vec::new();
        };
        self.now_micros = self.now_micros.max(due);
        let later = self.timers.split_off(&(due + 1, 0));
        std::mem::replace(&mut self.timers, later)
            .into_iter()
            .map(|(_, seq)| Event::TimerFired { seq })
            .collect()
    }
}
