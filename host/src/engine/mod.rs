//! The guest under wasmtime: compiled once, run in bounded instances, lowered for.
//!
//! A step is a pure function, so an instance is only a warm copy: one that traps is thrown away and nothing else notices.

mod idle;
mod instance;
mod lower;
mod stepper;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, PoisonError, RwLock};
use std::time::Duration;

use carabiner_interpreter::effect::{ABI_VERSION, Limits, StepRequest, StepResponse};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use wasmtime::{
    Cache, CacheConfig, Config, Enabled, InstanceAllocationStrategy, PoolingAllocationConfig,
};

use crate::model::{GuestId, VersionId};
use idle::Idle;
use instance::{Guest, Instance};
pub use lower::{LowerFailure, Lowered, lower};
pub use stepper::Stepper;

/// The guest that this host was built with.
static EMBEDDED: &[u8] = include_bytes!(env!("CARABINER_GUEST"));

/// WebAssembly may use this much of the calling thread's stack; the threads of every runtime we are called on have twice that.
const STACK_BYTES: usize = 1 << 20;
/// An idle instance beyond this memory is not worth keeping.
const IDLE_BYTES_MAX: usize = 8 << 20;
/// Of an instance's memory and table, what is cleared for the next instance instead of being given back.
const KEPT_BYTES: usize = 1 << 20;
const KEPT_TABLE_BYTES: usize = 64 << 10;
/// What a leak in the guest could add up over is bounded by this.
const STEPS_PER_INSTANCE_MAX: u32 = 10_000;

#[derive(Clone, Debug)]
pub struct EngineConfig {
    /// Bytes of memory of one guest instance.
    pub memory_max: usize,
    /// Wall time of one step. The instruction limit of a request is the exact bound; this one stops what that cannot see.
    pub step_max: Duration,
    /// Instances that may run at once; further calls wait.
    pub active_max: usize,
    /// Instances kept warm between steps.
    pub idle_max: usize,
    /// Where compiled guests are kept, so that only the first start compiles. None: nowhere.
    pub cache_folder: Option<PathBuf>,
}

impl Default for EngineConfig {
    fn default() -> Self {
        Self {
            memory_max: 256 << 20,
            step_max: Duration::from_secs(30),
            active_max: 64,
            idle_max: 64,
            cache_folder: user_cache_folder(),
        }
    }
}

/// `$XDG_CACHE_HOME/carabiner` or `~/.cache/carabiner`.
fn user_cache_folder() -> Option<PathBuf> {
    let absolute = |name| {
        std::env::var_os(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    let caches = absolute("XDG_CACHE_HOME").or_else(|| Some(absolute("HOME")?.join(".cache")))?;
    Some(caches.join("carabiner"))
}

/// The engine could not be made, or a guest module cannot run in it.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    #[error("wasmtime cannot run here: {0}")]
    Unavailable(String),
    #[error("the guest module is not usable: {0}")]
    Guest(String),
    #[error(
        "the guest module speaks ABI version {found}, this host up to {ABI_VERSION}; run a newer host"
    )]
    Abi { found: u32 },
}

/// A step that has no response. Only this instance is affected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StepError {
    /// It ran too long or needed too much memory.
    #[error("{0}")]
    Limit(String),
    /// The guest trapped: a bug of ours.
    #[error("the interpreter failed: {0}")]
    Trapped(String),
    #[error("the workflow version's program is not readable: {0}")]
    Program(String),
    #[error("guest module {0} was not added")]
    UnknownGuest(GuestId),
    /// No instance could be made.
    #[error("no guest instance: {0}")]
    Unavailable(String),
}

/// How much a step may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    /// So much that others in its batch hardly feel it. What needs more is run again by itself: a step is a pure function.
    Quick,
    /// All that an instance may.
    Full,
}

impl Effort {
    /// Some tens of milliseconds for the first; the instance's own limits for the other.
    pub fn limits(self) -> Limits {
        const QUICK_INSTRUCTIONS: u64 = 5_000_000;
        let full = Limits::default();
        match self {
            Self::Quick => Limits {
                instructions: QUICK_INSTRUCTIONS.min(full.instructions),
                ..full
            },
            Self::Full => full,
        }
    }

    /// Epochs that a step may last: one builtin can take long in few instructions.
    fn deadline(self, full: u64) -> u64 {
        const QUICK_EPOCHS: u64 = 3;
        match self {
            Self::Quick => QUICK_EPOCHS.min(full),
            Self::Full => full,
        }
    }
}

/// One step of one workflow instance.
#[derive(Clone, Debug)]
pub struct Job {
    pub guest: GuestId,
    pub version: VersionId,
    pub program: Arc<[u8]>,
    /// Its limits are those of the effort.
    pub request: StepRequest,
    pub effort: Effort,
}

/// Runs guests. Clones share everything.
#[derive(Clone)]
pub struct Engine(Arc<Inner>);

struct Inner {
    wasmtime: wasmtime::Engine,
    config: EngineConfig,
    /// Epochs until a step is too long.
    deadline: u64,
    embedded: GuestId,
    guests: RwLock<HashMap<GuestId, Arc<Guest>>>,
    idle: Idle,
    gate: Gate,
    threads: rayon::ThreadPool,
}

impl Engine {
    /// Compiles the embedded guest, or takes it from the cache.
    pub fn new(config: EngineConfig) -> Result<Self, EngineError> {
        let wasmtime = wasmtime::Engine::new(&settings(&config)).map_err(unavailable)?;
        let tick =
            (config.step_max / 10).clamp(Duration::from_millis(1), Duration::from_millis(100));
        tick_epochs(&wasmtime, tick)?;
        let threads = rayon::ThreadPoolBuilder::new()
            .thread_name(|index| format!("step-{index}"))
            .stack_size(4 * STACK_BYTES)
            .build()
            .map_err(|error| EngineError::Unavailable(error.to_string()))?;
        let engine = Self(Arc::new(Inner {
            deadline: config.step_max.as_nanos().div_ceil(tick.as_nanos()) as u64 + 1,
            embedded: digest(EMBEDDED),
            guests: RwLock::default(),
            idle: Idle::new(config.idle_max),
            gate: Gate::new(config.active_max),
            wasmtime,
            config,
            threads,
        }));
        engine.add_guest(EMBEDDED)?;
        Ok(engine)
    }

    /// The guest that new instances begin on.
    pub fn guest_id(&self) -> GuestId {
        self.0.embedded
    }

    /// Its module, to be stored for the instances that begin on it.
    pub fn guest_bytes(&self) -> &'static [u8] {
        EMBEDDED
    }

    /// Makes an older guest's module known. Adding one again costs nothing.
    pub fn add_guest(&self, bytes: &[u8]) -> Result<GuestId, EngineError> {
        let id = digest(bytes);
        if self.guest(id).is_none() {
            let guest = Guest::compile(&self.0.wasmtime, bytes)?;
            self.0
                .guests
                .write()
                .unwrap_or_else(PoisonError::into_inner)
                .insert(id, Arc::new(guest));
        }
        Ok(id)
    }

    pub fn has_guest(&self, id: GuestId) -> bool {
        self.guest(id).is_some()
    }

    /// Runs one step with full effort. Blocks while it runs, and while `active_max` others do.
    pub fn step(
        &self,
        guest: GuestId,
        version: VersionId,
        program: &Arc<[u8]>,
        request: &StepRequest,
    ) -> Result<StepResponse, StepError> {
        self.step_within(guest, version, program, request, self.0.deadline)
    }

    fn step_within(
        &self,
        guest: GuestId,
        version: VersionId,
        program: &Arc<[u8]>,
        request: &StepRequest,
        deadline: u64,
    ) -> Result<StepResponse, StepError> {
        let _pass = self.0.gate.enter();
        let key = (guest, version);
        let mut instance = match self.0.idle.take(key) {
            Some(instance) => instance,
            None => self.fresh(guest, program)?,
        };
        // An instance that failed is dropped here: after a trap its memory can hold anything.
        let response = instance.step(deadline, request)?;
        if instance.memory_bytes() <= IDLE_BYTES_MAX && instance.steps() < STEPS_PER_INSTANCE_MAX {
            self.0.idle.put(key, instance);
        }
        Ok(response)
    }

    /// Runs steps on all cores; the answers come in the order of the jobs. Blocks.
    pub fn step_all(&self, jobs: &[Job]) -> Vec<Result<StepResponse, StepError>> {
        let run = |job: &Job| {
            let deadline = job.effort.deadline(self.0.deadline);
            self.step_within(job.guest, job.version, &job.program, &job.request, deadline)
        };
        match jobs {
            [job] => vec![run(job)],
            _ => self
                .0
                .threads
                .install(|| jobs.par_iter().with_max_len(1).map(run).collect()),
        }
    }

    fn fresh(&self, guest: GuestId, program: &[u8]) -> Result<Instance, StepError> {
        let guest = self.guest(guest).ok_or(StepError::UnknownGuest(guest))?;
        Instance::new(
            &guest,
            &self.0.wasmtime,
            self.0.config.memory_max,
            self.0.deadline,
            program,
        )
    }

    fn guest(&self, id: GuestId) -> Option<Arc<Guest>> {
        self.0
            .guests
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&id)
            .cloned()
    }
}

fn settings(config: &EngineConfig) -> Config {
    let instances = u32::try_from(config.active_max + config.idle_max + 1).unwrap_or(u32::MAX);
    let mut pool = PoolingAllocationConfig::new();
    pool.total_core_instances(instances)
        .total_memories(instances)
        .total_tables(instances)
        .max_memory_size(config.memory_max);
    // What a step touches lies far apart in the memory. Where the kernel says which pages those are, clearing them is cheaper than
    // giving them back and taking others; where it does not, only the lowest could be kept, which are no others' than the stack's.
    if PoolingAllocationConfig::is_pagemap_scan_available() {
        pool.pagemap_scan(Enabled::Yes)
            .linear_memory_keep_resident(KEPT_BYTES)
            .table_keep_resident(KEPT_TABLE_BYTES);
    }
    let mut settings = Config::new();
    settings
        .allocation_strategy(InstanceAllocationStrategy::Pooling(pool))
        .memory_init_cow(true)
        .epoch_interruption(true)
        .max_wasm_stack(STACK_BYTES)
        // The guest is stripped: frames would have no names. Its panics name their place.
        .wasm_backtrace_max_frames(None)
        .cache(config.cache_folder.as_ref().and_then(open_cache));
    settings
}

/// A cache that cannot be opened costs a compilation at each start, no more.
fn open_cache(folder: &PathBuf) -> Option<Cache> {
    let mut config = CacheConfig::new();
    config.with_directory(folder);
    let opened = Cache::new(config);
    opened
        .inspect_err(|error| tracing::warn!("the guest is compiled at every start: {error:#}"))
        .ok()
}

/// Advances the engine's epoch for as long as it lives.
fn tick_epochs(engine: &wasmtime::Engine, tick: Duration) -> Result<(), EngineError> {
    let weak = engine.weak();
    let ticker = move || {
        while let Some(engine) = weak.upgrade() {
            engine.increment_epoch();
            drop(engine);
            std::thread::sleep(tick);
        }
    };
    let spawned = std::thread::Builder::new()
        .name("epoch".into())
        .spawn(ticker);
    spawned
        .map(drop)
        .map_err(|error| EngineError::Unavailable(error.to_string()))
}

fn digest(bytes: &[u8]) -> GuestId {
    GuestId(Sha256::digest(bytes).into())
}

fn unavailable(error: wasmtime::Error) -> EngineError {
    EngineError::Unavailable(format!("{error:#}"))
}

/// Lets so many through at once: the pooling allocator has a slot for each.
struct Gate {
    free: Mutex<usize>,
    left: Condvar,
}

struct Pass<'a>(&'a Gate);

impl Gate {
    fn new(places: usize) -> Self {
        Self {
            free: Mutex::new(places.max(1)),
            left: Condvar::new(),
        }
    }

    fn enter(&self) -> Pass<'_> {
        let free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        let mut free = self
            .left
            .wait_while(free, |free| *free == 0)
            .unwrap_or_else(PoisonError::into_inner);
        *free -= 1;
        Pass(self)
    }
}

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        *self.0.free.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.0.left.notify_one();
    }
}
