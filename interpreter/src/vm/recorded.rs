//! Recorded steps that plain code asks for: work that only CPython can do, done by a worker as an action is, while nothing else of
//! the instance goes on. So it can be asked for anywhere: in a sort key, in an `__eq__`, in what a builtin calls.

use crate::codec::{self, Answered, Unreadable};
use crate::effect::Effect;
use crate::source::Policy;
use crate::value::future::FutureState;
use crate::value::{Type, Value};

use super::errors::Limit;
use super::{Answer, Raised, Vm};

/// What a step asked for and was told.
#[derive(Debug, Default)]
pub(crate) struct Recorded {
    pub(crate) answers: Vec<Answered>,
    /// The step ends here, and is run again with the answer.
    pub(crate) asked: Option<Asked>,
}

#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) seq: u32,
    action: u32,
    arguments: Vec<u8>,
}

impl Asked {
    pub(crate) fn effect(self) -> Effect {
        Effect::CallAction {
            seq: self.seq,
            action: self.action,
            arguments: self.arguments,
            policy: Policy::default(),
        }
    }
}

impl Vm {
    /// What the action answers, or raises.
    pub(crate) fn recorded(&mut self, action: u32, args: &[Value]) -> Answer {
        if self.heap.base_len() == 0 {
            let text = "a module's own statements cannot ask a worker for anything; do it in `run` or in what that calls";
            return Err(self.runtime_error(text));
        }
        // Counted whether or not it can be sent, so that a step that is run again asks for the same by the same number.
        let seq = self.instance.next_seq;
        self.instance.next_seq += 1;
        let answers = &self.recorded.answers;
        if let Some((_, outcome)) = answers.iter().find(|(of, _)| *of == seq) {
            let outcome = outcome.clone();
            return self.told(&outcome);
        }
        let arguments = codec::encode_arguments(self, action, args, &[])?;
        self.recorded.asked = Some(Asked {
            seq,
            action,
            arguments,
        });
        Err(Raised::Limit(Limit::Asked))
    }

    fn told(&mut self, outcome: &Result<Vec<u8>, Vec<u8>>) -> Answer {
        match self.outcome_state(outcome) {
            Ok(FutureState::Result(value)) => Ok(value),
            Ok(FutureState::Error(error)) => match error.as_ref() {
                Some(error) => Err(Raised::Exception(error)),
                None => Err(self.broken("an outcome's exception")),
            },
            Ok(FutureState::Pending | FutureState::Cancelled) => Err(self.broken("an outcome")),
            Err(Unreadable::Raised(raised)) => Err(raised),
            Err(Unreadable::Corrupt(corrupt)) => Err(self.broken(&corrupt.0)),
        }
    }

    /// What an action came to.
    pub(crate) fn outcome_state(
        &mut self,
        outcome: &Result<Vec<u8>, Vec<u8>>,
    ) -> Result<FutureState, Unreadable> {
        let (Ok(bytes) | Err(bytes)) = outcome;
        Ok(match codec::decode(self, bytes) {
            Ok(value) if outcome.is_ok() => FutureState::Result(value),
            Ok(value) if self.heap.exception(value).is_some() => FutureState::Error(value),
            Ok(value) => FutureState::Error(
                self.new_exception(Value::Type(Type::RuntimeError), &[value])
                    .into(),
            ),
            // What came cannot be a value here (a key without a hash): the workflow may catch that.
            Err(Unreadable::Raised(Raised::Exception(error))) => FutureState::Error(error.into()),
            Err(unreadable) => return Err(unreadable),
        })
    }
}
