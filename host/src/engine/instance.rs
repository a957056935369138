//! One guest instance, and the ABI through which it is spoken to.

use carabiner_interpreter::effect::{ABI_VERSION, StepRequest, StepResponse};
use wasmtime::{
    Engine, InstancePre, Linker, Memory, Module, ResourceLimiter, Store, Trap, TypedFunc,
};

use super::{EngineError, StepError};

/// Entries of a guest's function table: its indirect calls, which do not grow.
const TABLE_MAX: usize = 20_000;

/// A compiled module, ready to be instantiated.
pub(super) struct Guest(InstancePre<Growth>);

impl Guest {
    /// Compiles a module and sees that it is one of ours: no imports, an ABI that this host speaks.
    pub(super) fn compile(engine: &Engine, bytes: &[u8]) -> Result<Self, EngineError> {
        let unusable = |error: wasmtime::Error| EngineError::Guest(format!("{error:#}"));
        let module = Module::from_binary(engine, bytes).map_err(unusable)?;
        if let Some(import) = module.imports().next() {
            return Err(EngineError::Guest(format!(
                "it imports {}.{}",
                import.module(),
                import.name()
            )));
        }
        let guest = Self(
            Linker::new(engine)
                .instantiate_pre(&module)
                .map_err(unusable)?,
        );
        match guest.abi_version(engine).map_err(unusable)? {
            1..=ABI_VERSION => Ok(guest),
            found => Err(EngineError::Abi { found }),
        }
    }

    fn abi_version(&self, engine: &Engine) -> wasmtime::Result<u32> {
        let mut store = Store::new(engine, Growth::up_to(1 << 24));
        store.set_epoch_deadline(1_000);
        let instance = self.0.instantiate(&mut store)?;
        let version = instance
            .get_typed_func::<(), u32>(&mut store, "abi_version")?
            .call(&mut store, ())?;
        Abi::of(&instance, &mut store)?;
        Ok(version)
    }
}

/// A warm copy of a guest with one program loaded.
pub(super) struct Instance {
    store: Store<Growth>,
    abi: Abi,
    steps: u32,
}

struct Abi {
    memory: Memory,
    alloc: TypedFunc<u32, u32>,
    free: TypedFunc<(u32, u32), ()>,
    load: TypedFunc<(u32, u32), u64>,
    step: TypedFunc<(u32, u32), u64>,
    last_panic: TypedFunc<(), u64>,
}

impl Abi {
    fn of(instance: &wasmtime::Instance, store: &mut Store<Growth>) -> wasmtime::Result<Self> {
        let memory = instance.get_memory(&mut *store, "memory");
        Ok(Self {
            memory: memory.ok_or_else(|| wasmtime::Error::msg("it exports no memory"))?,
            alloc: instance.get_typed_func(&mut *store, "alloc")?,
            free: instance.get_typed_func(&mut *store, "free")?,
            load: instance.get_typed_func(&mut *store, "load")?,
            step: instance.get_typed_func(&mut *store, "step")?,
            last_panic: instance.get_typed_func(&mut *store, "last_panic")?,
        })
    }
}

impl Instance {
    pub(super) fn new(
        guest: &Guest,
        engine: &Engine,
        memory_max: usize,
        deadline: u64,
        program: &[u8],
    ) -> Result<Self, StepError> {
        let unavailable = |error: wasmtime::Error| StepError::Unavailable(format!("{error:#}"));
        let mut store = Store::new(engine, Growth::up_to(memory_max));
        store.limiter(|growth| growth);
        store.set_epoch_deadline(deadline);
        let instance = guest.0.instantiate(&mut store).map_err(unavailable)?;
        let abi = Abi::of(&instance, &mut store).map_err(unavailable)?;
        let mut instance = Self {
            store,
            abi,
            steps: 0,
        };
        instance.load(program)?;
        Ok(instance)
    }

    fn load(&mut self, program: &[u8]) -> Result<(), StepError> {
        let outcome = self
            .exchange(|abi| &abi.load, program)
            .map_err(|error| self.explain(error))?;
        match outcome {
            None => Ok(()),
            Some(message) => Err(StepError::Program(
                String::from_utf8_lossy(&message).into_owned(),
            )),
        }
    }

    /// Runs a step that may last `deadline` epochs. After an error the instance must not be used again.
    pub(super) fn step(
        &mut self,
        deadline: u64,
        request: &StepRequest,
    ) -> Result<StepResponse, StepError> {
        self.steps += 1;
        self.store.set_epoch_deadline(deadline);
        self.store.data_mut().refused = false;
        let request = postcard::to_allocvec(request)
            .map_err(|error| StepError::Trapped(error.to_string()))?;
        let answer = self
            .exchange(|abi| &abi.step, &request)
            .map_err(|error| self.explain(error))?;
        let unreadable =
            |error| StepError::Trapped(format!("its response is not readable: {error}"));
        postcard::from_bytes(&answer.unwrap_or_default()).map_err(unreadable)
    }

    pub(super) fn memory_bytes(&self) -> usize {
        self.abi.memory.data_size(&self.store)
    }

    pub(super) fn steps(&self) -> u32 {
        self.steps
    }

    /// Hands bytes to a function of the ABI and takes its answer, None where that is 0.
    fn exchange(
        &mut self,
        function: impl Fn(&Abi) -> &TypedFunc<(u32, u32), u64>,
        input: &[u8],
    ) -> wasmtime::Result<Option<Vec<u8>>> {
        let (abi, store) = (&self.abi, &mut self.store);
        let length = u32::try_from(input.len())
            .map_err(|_| wasmtime::Error::msg("the input is beyond 4 GiB"))?;
        let pointer = abi.alloc.call(&mut *store, length)?;
        abi.memory.write(&mut *store, pointer as usize, input)?;
        let packed = function(abi).call(&mut *store, (pointer, length))?;
        abi.free.call(&mut *store, (pointer, length))?;
        let Some(answer) = self.view(packed) else {
            return Ok(None);
        };
        let answer = answer?.to_vec();
        self.abi.free.call(&mut self.store, unpack(packed))?;
        Ok(Some(answer))
    }

    /// The bytes that a packed pointer names.
    fn view(&self, packed: u64) -> Option<wasmtime::Result<&[u8]>> {
        let (pointer, length) = unpack(packed);
        let memory = self.abi.memory.data(&self.store);
        let bytes = memory
            .get(pointer as usize..)
            .and_then(|rest| rest.get(..length as usize));
        (packed != 0).then(|| {
            bytes.ok_or_else(|| wasmtime::Error::msg("an answer lies outside the guest's memory"))
        })
    }

    /// What a failed call means.
    fn explain(&mut self, error: wasmtime::Error) -> StepError {
        if self.store.data().refused {
            let max = self.store.data().max >> 20;
            return StepError::Limit(format!(
                "the workflow needs more than its {max} MiB of memory"
            ));
        }
        if matches!(error.downcast_ref::<Trap>(), Some(Trap::Interrupt)) {
            return StepError::Limit("the workflow ran too long without awaiting anything".into());
        }
        let message = self.panic_message().unwrap_or_else(|| format!("{error:#}"));
        StepError::Trapped(message)
    }

    fn panic_message(&mut self) -> Option<String> {
        self.store.set_epoch_deadline(1_000);
        let packed = self.abi.last_panic.call(&mut self.store, ()).ok()?;
        let message = self.view(packed)?.ok()?;
        Some(String::from_utf8_lossy(message).into_owned())
    }
}

fn unpack(packed: u64) -> (u32, u32) {
    ((packed >> 32) as u32, packed as u32)
}

/// Says how far a guest's memory may grow, and remembers that it wanted more.
pub(super) struct Growth {
    max: usize,
    refused: bool,
}

impl Growth {
    fn up_to(max: usize) -> Self {
        Self {
            max,
            refused: false,
        }
    }
}

impl ResourceLimiter for Growth {
    fn memory_growing(
        &mut self,
        _current: usize,
        desired: usize,
        _maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        self.refused |= desired > self.max;
        Ok(desired <= self.max)
    }

    fn table_growing(
        &mut self,
        _current: usize,
        desired: usize,
        _maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        Ok(desired <= TABLE_MAX)
    }
}
