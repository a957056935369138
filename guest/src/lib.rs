//! The interpreter as a WebAssembly module that imports nothing.
//!
//! The ABI, which a stored guest keeps forever: the host writes bytes at `alloc(len)`, calls, reads the answer, and gives both
//! buffers back by `free`. An answer is one `u64`, `pointer << 32 | length`. Anything malformed is answered as such; a trap is
//! a bug of ours, or a limit of the host's, and then `last_panic` holds what is known of it.

#[cfg(target_arch = "wasm32")]
mod blocks;
mod buffer;
mod panic;

use std::cell::RefCell;

use carabiner_interpreter::effect::{ABI_VERSION, Status, StepRequest, StepResponse};
use carabiner_interpreter::{Corrupt, Machine};

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static BLOCKS: blocks::Blocks = blocks::Blocks::new();

thread_local! {
    static MACHINE: RefCell<Option<Machine>> = const { RefCell::new(None) };
}

/// Which requests and answers this module understands.
#[unsafe(no_mangle)]
pub extern "C" fn abi_version() -> u32 {
    ABI_VERSION
}

/// Makes the machine of an encoded program. 0, or the text of what is wrong with it.
///
/// # Safety
/// `pointer` and `length` are those of a buffer from `alloc` that was filled.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn load(pointer: *const u8, length: usize) -> u64 {
    panic::keep_message();
    // SAFETY: as the caller promises.
    let bytes = unsafe { buffer::view(pointer, length) };
    match Machine::from_bytes(bytes) {
        Ok(machine) => {
            MACHINE.set(Some(machine));
            0
        }
        Err(Corrupt(message)) => buffer::give(message.into_bytes()),
    }
}

/// Takes an encoded `StepRequest`, gives an encoded `StepResponse`.
///
/// # Safety
/// As of [`load`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn step(pointer: *const u8, length: usize) -> u64 {
    // SAFETY: as the caller promises.
    let bytes = unsafe { buffer::view(pointer, length) };
    let response = answer(bytes).unwrap_or_else(corrupt);
    // A response holds nothing that postcard cannot write; if it ever did, the trap says so.
    buffer::give(postcard::to_allocvec(&response).expect("a response is encodable"))
}

/// Where the message of the panic that ended the last call is, 0 if there was none.
#[unsafe(no_mangle)]
pub extern "C" fn last_panic() -> u64 {
    panic::message()
}

fn answer(bytes: &[u8]) -> Result<StepResponse, Corrupt> {
    let request: StepRequest = postcard::from_bytes(bytes)
        .map_err(|error| Corrupt(format!("the request is not readable: {error}")))?;
    MACHINE.with_borrow_mut(|machine| match machine {
        Some(machine) => Ok(machine.step(&request)),
        None => Err(Corrupt("no program was loaded".into())),
    })
}

fn corrupt(Corrupt(message): Corrupt) -> StepResponse {
    StepResponse {
        effects: Vec::new(),
        status: Status::Corrupt { message },
        instructions: 0,
    }
}
