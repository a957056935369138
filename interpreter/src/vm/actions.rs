//! Actions: calling one makes an awaitable; awaiting that asks the host to run it.

use crate::codec;
use crate::effect::Effect;
use crate::source::Policy;
use crate::value::callable::ActionCall;
use crate::value::future::{Future, FutureKind, UNSENT};
use crate::value::{Obj, Ref, Sym, Value};

use super::{Answer, Raised, Vm};

impl Vm {
    /// `action(...)`.
    pub(crate) fn call_action(
        &mut self,
        action: u32,
        args: &[Value],
        keywords: &[(Sym, Value)],
    ) -> Answer {
        self.check_action_arguments(action, args, keywords)?;
        let args = self.heap.new_tuple(args);
        let named = Value::Ref(self.heap.new_dict());
        for (key, value) in keywords {
            let key = self.sym_value(*key);
            self.dict_set(named, key, *value)?;
        }
        let call = ActionCall {
            action,
            args,
            keywords: named,
            policy: Policy::default(),
            future: Value::Unbound,
        };
        Ok(Value::Ref(self.heap.alloc(Obj::ActionCall(Box::new(call)))))
    }

    /// The future of a call's outcome; nothing is sent yet.
    pub(crate) fn future_of_action(&mut self, call: Ref) -> Ref {
        let future = self.new_future(FutureKind::Action {
            seq: UNSENT,
            call: Some(call),
        });
        if let Obj::ActionCall(object) = self.heap.get_mut(call) {
            object.future = Value::Ref(future);
        }
        future
    }

    /// Asks the host to run an action.
    pub(crate) fn send_action(&mut self, future: Ref, call: Ref) -> Result<(), Raised> {
        let Obj::ActionCall(object) = self.heap.get(call) else {
            return Err(self.broken("an action call"));
        };
        let (action, args, keywords, policy) = (
            object.action,
            object.args,
            object.keywords,
            object.policy.clone(),
        );
        let arguments = self.encode_arguments(action, args, keywords)?;
        let seq = self.next_seq(future);
        if let Some(Future {
            kind: FutureKind::Action { seq: own, call },
            ..
        }) = self.future_at(future)
        {
            *own = seq;
            *call = None;
        }
        // The arguments are the host's now.
        if let Obj::ActionCall(object) = self.heap.get_mut(call) {
            object.args = Value::None;
            object.keywords = Value::None;
            object.policy = Policy::default();
        }
        self.effects.push(Effect::CallAction {
            seq,
            action,
            arguments,
            policy,
        });
        Ok(())
    }

    fn encode_arguments(
        &mut self,
        action: u32,
        args: Value,
        keywords: Value,
    ) -> Result<Vec<u8>, Raised> {
        let args = self
            .heap
            .items(args)
            .map_or_else(Vec::new, <[Value]>::to_vec);
        let pairs: Vec<(Value, Value)> = self
            .heap
            .table(keywords)
            .map(|table| table.iter().collect())
            .unwrap_or_default();
        let named = |(key, value): (Value, Value)| {
            (self.heap.str(key).unwrap_or_default().to_owned(), value)
        };
        let keywords: Vec<(String, Value)> = pairs.into_iter().map(named).collect();
        codec::encode_arguments(self, action, &args, &keywords)
    }
}
