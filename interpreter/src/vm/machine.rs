//! The door: a machine for a program, and its steps.

use std::rc::Rc;

use crate::codec::{self, Turn, Unreadable};
use crate::effect::{Effect, Event, Failure, Status, StepRequest, StepResponse, Wake};
use crate::error::Corrupt;
use crate::ir::{Constant, EntryPoint, Op, Program};
use crate::validate::validate;
use crate::value::future::{Callback, Future, FutureKind, FutureState, Ready};
use crate::value::{Obj, Ref, Type, Value};

use super::{Raised, Vm};

/// Runs one program, a step at a time; each step is a function of the request alone.
pub struct Machine {
    vm: Vm,
    /// What the program's init raised: every step fails with it.
    broken: Option<Failure>,
    /// The snapshot of the instance that is in memory, so that it need not be read again.
    resident: Option<Vec<u8>>,
}

/// Why a step ends before its time.
enum Stop {
    Raised(Raised),
    Corrupt(Corrupt),
}

impl From<Raised> for Stop {
    fn from(raised: Raised) -> Self {
        Stop::Raised(raised)
    }
}

impl From<Corrupt> for Stop {
    fn from(corrupt: Corrupt) -> Self {
        Stop::Corrupt(corrupt)
    }
}

impl From<Unreadable> for Stop {
    fn from(unreadable: Unreadable) -> Self {
        match unreadable {
            Unreadable::Corrupt(corrupt) => Stop::Corrupt(corrupt),
            Unreadable::Raised(raised) => Stop::Raised(raised),
        }
    }
}

impl Machine {
    /// Checks the program, runs its init, and keeps what that made as the base image of every step.
    pub fn new(program: Program) -> Result<Machine, Corrupt> {
        validate(&program)?;
        Self::of_valid(program)
    }

    /// As `new`, of a program's bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Machine, Corrupt> {
        let machine = Self::of_valid(Program::from_bytes(bytes)?)?;
        machine.vm.known.read_from(bytes);
        Ok(machine)
    }

    fn of_valid(program: Program) -> Result<Machine, Corrupt> {
        let mut vm = Vm::new(Rc::new(program))?;
        vm.fuel = vm.limits.instructions;
        let broken = match vm.run_init() {
            Ok(()) => None,
            Err(Raised::Exception(exception)) => Some(vm.failure(exception, false)),
            Err(Raised::Limit(limit)) => {
                return Err(Corrupt(format!(
                    "the program's module-level code cannot run: {}",
                    limit.message()
                )));
            }
        };
        vm.freeze();
        Ok(Machine {
            vm,
            broken,
            resident: None,
        })
    }

    /// For tests: from now on a step is written and read again after so many instructions, wherever it can be.
    pub fn force_pauses(&mut self, instructions: u64) {
        self.vm.pauses.every = instructions;
    }

    /// How many pauses were forced so far.
    pub fn forced_pauses(&self) -> u64 {
        self.vm.pauses.count
    }

    /// One step: the events in order, then everything that is ready.
    pub fn step(&mut self, request: &StepRequest) -> StepResponse {
        let mut response = StepResponse {
            effects: Vec::new(),
            status: Status::Corrupt {
                message: String::new(),
            },
            instructions: 0,
        };
        response.status = match (&self.broken, Turn::of(&self.vm, request)) {
            (Some(failure), _) => Status::Failed(failure.clone()),
            (None, Ok(turn)) => self.take(turn, request, &mut response),
            (None, Err(corrupt)) => Status::Corrupt { message: corrupt.0 },
        };
        response
    }

    /// The step, and the one after it if things came while it was taken back.
    fn take(
        &mut self,
        mut turn: Turn<'_>,
        request: &StepRequest,
        response: &mut StepResponse,
    ) -> Status {
        loop {
            if turn.awaited.is_some() {
                return self.taken_back(&turn);
            }
            self.vm.limits = request.limits;
            self.vm.fuel = request.limits.instructions;
            self.vm.divide_fuel();
            self.vm.now_micros = turn.now_micros;
            self.vm.recorded.answers = std::mem::take(&mut turn.answers);
            let status = self.run(turn.state.as_deref(), &turn.events);
            response.instructions +=
                request.limits.instructions - self.vm.fuel - self.vm.pauses.reserve;
            turn.answers = std::mem::take(&mut self.vm.recorded.answers);
            if let Some(asked) = self.vm.recorded.asked.take() {
                // Whatever it did or said is done and said when it is run again.
                self.vm.effects.clear();
                self.vm.reset();
                self.resident = None;
                turn.awaited = Some(asked.seq);
                response.effects.push(asked.effect());
                continue;
            }
            response.effects.append(&mut self.vm.effects);
            match status {
                Status::Waiting { state, .. } if !turn.later.is_empty() => {
                    turn = Turn {
                        state: Some(state.into()),
                        now_micros: request.now_micros,
                        events: std::mem::take(&mut turn.later).into(),
                        answers: Vec::new(),
                        awaited: None,
                        later: Vec::new(),
                    };
                }
                status => return status,
            }
        }
    }

    fn taken_back(&self, turn: &Turn<'_>) -> Status {
        Status::Waiting {
            state: turn.save(&self.vm),
            wake: Wake {
                outcomes: 1,
                on_failure: true,
            },
        }
    }

    fn run(&mut self, state: Option<&[u8]>, events: &[Event]) -> Status {
        match self
            .load(state)
            .map_err(Stop::from)
            .and_then(|()| self.vm.take_step(events))
        {
            Ok(()) => self.rest(),
            Err(Stop::Corrupt(corrupt)) => {
                self.vm.effects.clear();
                self.vm.reset();
                Status::Corrupt { message: corrupt.0 }
            }
            Err(Stop::Raised(Raised::Limit(limit))) => {
                // What it asked for is not done, but what it said was said.
                let said =
                    |effect: &Effect| matches!(effect, Effect::Print { .. } | Effect::Log { .. });
                self.vm.effects.retain(said);
                self.vm.reset();
                Status::LimitExceeded {
                    message: limit.message().to_owned(),
                }
            }
            Err(Stop::Raised(Raised::Exception(exception))) => {
                let cancelled = self.vm.is_cancellation(exception);
                Status::Failed(self.vm.failure(exception, cancelled))
            }
        }
    }

    fn load(&mut self, state: Option<&[u8]>) -> Result<(), Corrupt> {
        let resident = self.resident.take();
        if state.is_some() && state == resident.as_deref() {
            return Ok(());
        }
        self.vm.reset();
        match state {
            Some(bytes) => {
                let loaded = codec::load(&mut self.vm, bytes);
                // Classes may have changed under what was looked up meanwhile.
                self.vm.epoch += 1;
                self.vm.count_unfinished();
                loaded
            }
            None => Ok(()),
        }
    }

    /// Nothing is ready: the entry is done, or the instance waits.
    fn rest(&mut self) -> Status {
        let vm = &mut self.vm;
        let Some(main) = vm.instance.main else {
            return Status::Corrupt {
                message: "the first events of an instance must begin it".into(),
            };
        };
        let state = match vm.state_of(main) {
            // Tasks that were left are being cancelled.
            _ if vm.instance.running == Some(main) => FutureState::Pending,
            state => state,
        };
        match state {
            FutureState::Result(value) => match codec::encode(vm, value, "the result of run") {
                Ok(result) => Status::Finished { result },
                Err(Raised::Exception(exception)) => Status::Failed(vm.failure(exception, false)),
                Err(Raised::Limit(limit)) => Status::LimitExceeded {
                    message: limit.message().to_owned(),
                },
            },
            FutureState::Error(exception) => match exception.as_ref() {
                Some(exception) => Status::Failed(vm.failure(exception, false)),
                None => Status::Corrupt {
                    message: "the entry failed without an exception".into(),
                },
            },
            FutureState::Cancelled => {
                let error = match vm.cancelled_error(main) {
                    Raised::Exception(error) => error,
                    Raised::Limit(_) => {
                        return Status::Corrupt {
                            message: "the entry was cancelled without an exception".into(),
                        };
                    }
                };
                let cancelled = vm.instance.cancelled;
                Status::Failed(vm.failure(error, cancelled))
            }
            FutureState::Pending if vm.instance.pending.is_empty() => {
                let raised =
                    vm.runtime_error("the workflow waits for something that can never happen");
                match raised {
                    Raised::Exception(error) => Status::Failed(vm.failure(error, false)),
                    Raised::Limit(_) => Status::Corrupt {
                        message: "nothing is awaited".into(),
                    },
                }
            }
            FutureState::Pending => {
                let wake = vm.wake(main);
                vm.collect_garbage();
                let state = codec::save(vm);
                self.resident = Some(state.clone());
                Status::Waiting { state, wake }
            }
        }
    }

    /// The machine itself, for tests and tools.
    pub fn vm(&mut self) -> &mut Vm {
        &mut self.vm
    }
}

impl Vm {
    fn new(program: Rc<Program>) -> Result<Vm, Corrupt> {
        let mut symbols = crate::value::symbol::well_known();
        let names = program
            .names
            .iter()
            .map(|name| symbols.intern(name))
            .collect();
        let shapes = program
            .functions
            .iter()
            .map(|function| super::bind::Shape::of(function, &mut symbols))
            .collect();
        let globals = vec![Value::Unbound; program.globals.len()];
        let mut vm = Vm {
            heap: Default::default(),
            symbols,
            program,
            names,
            constants: Vec::new(),
            builtins: Vec::new(),
            base_globals: globals.clone(),
            globals,
            registers: Vec::with_capacity(1024),
            frames: Vec::with_capacity(32),
            depth: 0,
            instance: Default::default(),
            random: Default::default(),
            effects: Vec::new(),
            recorded: Default::default(),
            now_micros: 0,
            limits: Default::default(),
            fuel: 0,
            pauses: Default::default(),
            found_methods: Default::default(),
            programs: Default::default(),
            epoch: 1,
            caches: Default::default(),
            quick_natives: Default::default(),
            calling: None,
            shapes,
            shown: Vec::new(),
            rethrown: false,
            passed: None,
            last_awaiter: None,
            unfinished: 0,
            held: Vec::new(),
            abandoned: Vec::new(),
            sent: Value::Unbound,
            returned: Value::None,
            suspended: None,
            current_task: None,
            context: Value::Unbound,
            due: Vec::new(),
            stopping: false,
            rounds_left: None,
            ending: super::slow::NO_ENDING,
            collect_at: usize::MAX,
            collect_depth: 0,
            known: Default::default(),
        };
        vm.make_constants()?;
        vm.find_builtins()?;
        Ok(vm)
    }

    fn make_constants(&mut self) -> Result<(), Corrupt> {
        let program = self.program.clone();
        for constant in &program.constants {
            let value = self.constant(constant)?;
            self.constants.push(value);
        }
        Ok(())
    }

    fn constant(&mut self, constant: &Constant) -> Result<Value, Corrupt> {
        Ok(match constant {
            Constant::None => Value::None,
            Constant::Ellipsis => Value::Ellipsis,
            Constant::Bool(truth) => Value::Bool(*truth),
            Constant::Int(number) => Value::Int(*number),
            Constant::BigInt(text) => {
                let number = text
                    .parse()
                    .map_err(|_| Corrupt(format!("an integer constant is no number: {text}")))?;
                self.heap.new_int(number)
            }
            Constant::Float(bits) => Value::float(f64::from_bits(*bits)),
            Constant::Complex(real, imaginary) => Value::Ref(self.heap.alloc(Obj::Complex(
                f64::from_bits(*real),
                f64::from_bits(*imaginary),
            ))),
            Constant::Str(text) => self.heap.new_str(text.as_str()),
            Constant::Bytes(bytes) => self.heap.new_bytes(bytes.as_slice()),
            Constant::Tuple(items) => {
                let items = items
                    .iter()
                    .map(|item| self.constant(item))
                    .collect::<Result<Vec<_>, _>>()?;
                self.heap.new_tuple(items)
            }
            Constant::FrozenSet(items) => {
                let set = Value::Ref(self.heap.alloc(Obj::FrozenSet(Box::default())));
                for item in items {
                    let item = self.constant(item)?;
                    self.set_add(set, item)
                        .map_err(|_| Corrupt("a constant set's item cannot be hashed".into()))?;
                }
                set
            }
            // Made by init when it comes to it: its classes must be there.
            Constant::Encoded(_) => Value::Unbound,
        })
    }

    /// What each `LoadBuiltin` means.
    fn find_builtins(&mut self) -> Result<(), Corrupt> {
        self.builtins = vec![Value::Unbound; self.names.len()];
        let program = self.program.clone();
        for function in &program.functions {
            let mut pc = 0;
            while pc < function.code.len() {
                let word = function.code[pc];
                let Some(op) = Op::from_byte(word as u8) else {
                    break;
                };
                if op == Op::LoadBuiltin {
                    self.find_builtin(usize::from(crate::ir::bx(word)))?;
                }
                pc += 1 + op.extra_words();
            }
        }
        Ok(())
    }

    fn find_builtin(&mut self, name: usize) -> Result<(), Corrupt> {
        if !self.builtins[name].is_unbound() {
            return Ok(());
        }
        let path = self.program.names[name].clone();
        let found = self
            .builtin_named(&path)
            .map_err(|_| Corrupt(format!("the builtin {path} cannot be made")))?;
        self.builtins[name] = found.ok_or_else(|| {
            Corrupt(format!(
                "the program needs {path}, which this interpreter has not"
            ))
        })?;
        Ok(())
    }

    /// A builtin (`len`), a module (`asyncio`) or a member of one (`asyncio.gather`).
    pub(crate) fn builtin_named(&mut self, path: &str) -> Result<Option<Value>, Raised> {
        if let Some(builtins) = super::native::find_module("builtins") {
            if let Some(found) = self.module_member(builtins, path)? {
                return Ok(Some(found));
            }
        }
        if let Some(class) = Type::find("builtins", path) {
            return Ok(Some(Value::Type(class)));
        }
        let own = match path {
            "Ellipsis" => Some(Value::Ellipsis),
            "NotImplemented" => Some(Value::NotImplemented),
            "EnvironmentError" | "IOError" => Some(Value::Type(Type::OSError)),
            _ => super::native::find_module(path).map(Value::Module),
        };
        if own.is_some() {
            return Ok(own);
        }
        // A member may have a dot of its own (`itertools.chain.from_iterable`), and so may a module.
        for (dot, _) in path.match_indices('.').rev() {
            if let Some(module) = super::native::find_module(&path[..dot]) {
                return self.module_member(module, &path[dot + 1..]);
            }
        }
        Ok(None)
    }

    fn run_init(&mut self) -> Result<(), Raised> {
        let init = self.program.init;
        self.call_code(init).map(drop)
    }

    /// Calls a function of the program that takes nothing.
    fn call_code(&mut self, code: u32) -> super::Answer {
        let function = crate::value::callable::Function {
            code,
            defaults: Value::Unbound,
            keyword_defaults: Value::Unbound,
            cells: Box::default(),
            attrs: Default::default(),
        };
        let function = Value::Ref(self.heap.alloc(Obj::Function(Box::new(function))));
        self.call(function, &[])
    }

    fn freeze(&mut self) {
        self.registers.clear();
        self.frames.clear();
        self.instance = Default::default();
        self.effects.clear();
        self.base_globals = self.globals.clone();
        self.heap.freeze();
    }

    /// Back to the base image.
    pub(crate) fn reset(&mut self) {
        self.heap.reset();
        self.globals.clone_from(&self.base_globals);
        self.registers.clear();
        self.frames.clear();
        self.instance = Default::default();
        self.random = Default::default();
        self.depth = 0;
        self.shown.clear();
        self.rethrown = false;
        self.passed = None;
        self.last_awaiter = None;
        self.unfinished = 0;
        self.held.clear();
        self.abandoned.clear();
        self.sent = Value::Unbound;
        self.suspended = None;
        self.current_task = None;
        self.context = Value::Unbound;
        self.due.clear();
        self.stopping = false;
        self.rounds_left = None;
        self.epoch += 1;
        self.collect_at = self.heap.bytes() + (1 << 20);
    }

    fn take_step(&mut self, events: &[Event]) -> Result<(), Stop> {
        for event in events {
            self.apply(event)?;
        }
        self.run_ready()?;
        Ok(())
    }

    fn apply(&mut self, event: &Event) -> Result<(), Stop> {
        match event {
            Event::Start {
                instance_id,
                seed,
                attributes,
                arguments,
            } => {
                self.instance.instance_id.clone_from(instance_id);
                self.random = super::random::Random::seeded(*seed);
                self.begin_workflow(attributes, arguments)
            }
            Event::Main { seed } => {
                self.random = super::random::Random::seeded(*seed);
                self.begin_main()
            }
            Event::ActionDone { seq, outcome } => self.action_done(*seq, outcome),
            Event::TimerFired { seq } => {
                let timer = self.instance.pending.remove(seq);
                self.instance.ready.extend(timer.map(Ready::Fire));
                Ok(())
            }
            Event::Cancel { reason } => {
                self.instance.cancelled = true;
                let message = if reason.is_empty() {
                    Value::None
                } else {
                    self.heap.new_str(reason.as_str())
                };
                if let Some(main) = self.instance.main {
                    self.cancel(main, message);
                }
                Ok(())
            }
        }
    }

    fn begin_workflow(&mut self, attributes: &[u8], arguments: &[u8]) -> Result<(), Stop> {
        let EntryPoint::Workflow { global } = self.program.entry else {
            return Err(Corrupt("a plain file cannot be started as a workflow".into()).into());
        };
        let class = self.globals[global as usize];
        let instance = self.new_instance(class, Value::Unbound);
        let attributes = codec::decode(self, attributes)?;
        for (name, value) in self.mapping_pairs(attributes)? {
            let name = self.name_of(name)?;
            self.set_own(instance, name, value);
        }
        let arguments = codec::decode(self, arguments)?;
        let parts = self.collect(arguments)?;
        let [args, keywords] = parts[..] else {
            return Err(Corrupt("the arguments are not a list and a map".into()).into());
        };
        let args = self.collect(args)?;
        let mut named = Vec::new();
        for (key, value) in self.mapping_pairs(keywords)? {
            named.push((self.name_of(key)?, value));
        }
        let run = self.get_attr(Value::Ref(instance), crate::value::symbol::names::RUN)?;
        let coroutine = self.call_with(run, &args, &named)?;
        self.begin(coroutine)
    }

    fn begin_main(&mut self) -> Result<(), Stop> {
        let EntryPoint::Main { function } = self.program.entry else {
            return Err(Corrupt("a workflow cannot be started as a plain file".into()).into());
        };
        let coroutine = self.call_code(function)?;
        self.begin(coroutine)
    }

    fn begin(&mut self, coroutine: Value) -> Result<(), Stop> {
        let main = match coroutine.as_ref() {
            Some(handle) if self.heap.coroutine(coroutine).is_some() => self.begin_task(handle),
            _ => {
                let done = self.new_future(FutureKind::Plain);
                self.settle(done, FutureState::Result(coroutine));
                done
            }
        };
        self.instance.main = Some(main);
        Ok(())
    }

    fn begin_task(&mut self, coroutine: Ref) -> Ref {
        match self.program.entry {
            EntryPoint::Workflow { .. } => {
                let task = self.create_task(coroutine, Value::None, None);
                self.instance.running = Some(task);
                task
            }
            // In CPython a module is no task.
            EntryPoint::Main { .. } => self.new_task(coroutine, Value::Int(0), Value::Unbound),
        }
    }

    fn action_done(&mut self, seq: u32, outcome: &Result<Vec<u8>, Vec<u8>>) -> Result<(), Stop> {
        let Some(future) = self.instance.pending.remove(&seq) else {
            return Ok(());
        };
        let state = self.outcome_state(outcome)?;
        self.settle(future, state);
        Ok(())
    }

    /// A captured value, when init loads it.
    pub(crate) fn captured(&mut self, constant: usize) -> super::Answer {
        let program = self.program.clone();
        let Constant::Encoded(bytes) = &program.constants[constant] else {
            return Err(self.broken("a constant that was not made"));
        };
        let value = match codec::decode(self, bytes) {
            Ok(value) => value,
            Err(Unreadable::Raised(raised)) => return Err(raised),
            Err(Unreadable::Corrupt(corrupt)) => return Err(self.broken(&corrupt.0)),
        };
        // A later one must not be remembered: it would be the instance's, and gone with it.
        if self.heap.base_len() == 0 {
            self.constants[constant] = value;
        }
        Ok(value)
    }

    fn is_cancellation(&self, exception: Ref) -> bool {
        self.instance.cancelled && self.is_instance(Value::Ref(exception), Type::CancelledError)
    }

    /// An exception that leaves the workflow.
    pub(crate) fn failure(&mut self, exception: Ref, cancelled: bool) -> Failure {
        let class = self.class_of(Value::Ref(exception));
        let (module, name) = self.class_place(class);
        let message = self.str(Value::Ref(exception)).unwrap_or_default();
        let traceback = self.traceback_text(exception);
        let error = codec::encode(self, Value::Ref(exception), "the exception").unwrap_or_default();
        Failure {
            error,
            class: format!("{module}:{name}"),
            message,
            traceback,
            cancelled,
        }
    }

    /// When stepping again makes progress.
    fn wake(&self, main: Ref) -> Wake {
        let one = Wake {
            outcomes: 1,
            on_failure: true,
        };
        let Some(Future {
            kind: FutureKind::Task(task),
            ..
        }) = self.heap.future(Value::Ref(main))
        else {
            return one;
        };
        let Some(waiting) = task.waiting else {
            return one;
        };
        let Some(Future {
            kind: FutureKind::Gather(gather),
            callbacks,
            ..
        }) = self.heap.future(Value::Ref(waiting))
        else {
            return one;
        };
        if !matches!(callbacks[..], [Callback::Wake(of)] if of == main) {
            return one;
        }
        let mut outstanding: Vec<Ref> = gather
            .children
            .iter()
            .copied()
            .filter(|child| self.is_pending(*child))
            .collect();
        outstanding.sort_unstable();
        outstanding.dedup();
        let alone = |child: &Ref| self.is_gathered_action(*child, waiting);
        // Anything else that is pending might have something to say before the last of them.
        if outstanding.len() != self.instance.pending.len() || !outstanding.iter().all(alone) {
            return one;
        }
        Wake {
            outcomes: outstanding.len().max(1) as u32,
            on_failure: !gather.return_exceptions,
        }
    }

    /// Whether a child of a gather is a task over one action that nobody else waits for.
    fn is_gathered_action(&self, child: Ref, outer: Ref) -> bool {
        let Some(Future {
            kind: FutureKind::Task(task),
            callbacks,
            ..
        }) = self.heap.future(Value::Ref(child))
        else {
            return false;
        };
        let Some(Future {
            kind: FutureKind::Action { .. },
            callbacks: own,
            ..
        }) = self.heap.future(Value::Ref(task.coroutine))
        else {
            return false;
        };
        matches!(callbacks[..], [Callback::Gathered(of)] if of == outer)
            && matches!(own[..], [Callback::Wake(of)] if of == child)
    }

    /// The heap has grown: fails if it is too large.
    #[cold]
    pub(crate) fn relieve(&mut self) -> Result<(), Raised> {
        self.reserve(0)
    }

    /// As `relieve`, where values live in Rust locals: nothing is collected.
    pub(crate) fn relieve_builtin(&mut self) -> Result<(), Raised> {
        self.charge_builtin(1)
    }

    /// Counts the work of a loop inside a builtin.
    pub fn charge_builtin(&mut self, instructions: u64) -> Result<(), Raised> {
        self.spend(instructions)?;
        self.reserve(0)
    }

    /// The time of this step, microseconds since 1970 UTC.
    pub fn now_micros(&self) -> i64 {
        self.now_micros
    }

    /// The task that runs.
    pub fn current_task(&self) -> Option<Ref> {
        self.current_task
    }
}
