//! A step that is taken back until the world has answered: what it began from, and the answers that there are.
//!
//! A step is a function of its request, so a recorded step that plain code asks for (`vm::recorded`) needs no frame to be saved: the
//! step is run again from its beginning, and finds the answer where it asked.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::bytes::corrupt;
use super::header::{self, Kind};
use crate::effect::{Event, StepRequest};
use crate::error::Corrupt;
use crate::vm::Vm;

/// The seq of what was asked, and its value-encoded result or exception.
pub type Answered = (u32, Result<Vec<u8>, Vec<u8>>);

/// A step to be run.
#[derive(Debug, Serialize, Deserialize)]
pub struct Turn<'a> {
    /// The snapshot that it begins from; none for an instance's first.
    pub state: Option<Cow<'a, [u8]>>,
    pub now_micros: i64,
    pub events: Cow<'a, [Event]>,
    pub answers: Vec<Answered>,
    /// The seq whose answer has not come.
    pub awaited: Option<u32>,
    /// What came meanwhile, for the step after this one.
    pub later: Vec<Event>,
}

impl<'a> Turn<'a> {
    /// The step that a request is for: its own, or the one that was taken back.
    pub fn of(vm: &Vm, request: &'a StepRequest) -> Result<Turn<'a>, Corrupt> {
        match request.state.as_deref() {
            Some(state) if header::is(Kind::Turn, state) => {
                let mut turn = Turn::load(vm, state)?;
                request.events.iter().for_each(|event| turn.told(event));
                Ok(turn)
            }
            state => Ok(Turn {
                state: state.map(Cow::Borrowed),
                now_micros: request.now_micros,
                events: Cow::Borrowed(&request.events),
                answers: Vec::new(),
                awaited: None,
                later: Vec::new(),
            }),
        }
    }

    fn told(&mut self, event: &Event) {
        match event {
            Event::ActionDone { seq, outcome } if Some(*seq) == self.awaited => {
                self.answers.push((*seq, outcome.clone()));
                self.awaited = None;
            }
            event => self.later.push(event.clone()),
        }
    }

    fn load(vm: &Vm, bytes: &[u8]) -> Result<Turn<'a>, Corrupt> {
        let body = header::open(Kind::Turn, vm.known.identity(vm), bytes)?.rest();
        match postcard::take_from_bytes(body) {
            Ok((turn, [])) => Ok(turn),
            _ => Err(corrupt("a step that was taken back is not readable")),
        }
    }

    pub fn save(&self, vm: &Vm) -> Vec<u8> {
        // Nothing of it is of a kind that postcard cannot write.
        let body = postcard::to_allocvec(self).unwrap_or_default();
        header::seal(Kind::Turn, vm.known.identity(vm), &body)
    }
}
