//! carabiner's Python: source to IR, and the deterministic machine that runs it.
//!
//! Pure: it never sees a clock, a file, the network or randomness. [`lower`] makes a [`Program`](ir::Program) of a
//! [`SourceUnit`](source::SourceUnit); [`Machine`] runs it a step at a time, each step a pure function of the program, the snapshot
//! and the events, answering with effects and the next snapshot.

pub mod builtins;
pub mod codec;
pub mod disassembly;
pub mod effect;
pub mod error;
pub mod fault;
pub mod ir;
#[cfg(feature = "lower")]
pub mod lower;
pub mod number;
mod operands;
mod program;
pub mod provided;
pub mod regex;
pub mod rehearse;
pub mod source;
pub mod stdlib;
pub mod text;
mod validate;
pub mod value;
pub mod vm;
pub mod wire;
pub mod zone;

pub use disassembly::disassemble;
pub use error::{Corrupt, LowerError};
#[cfg(feature = "lower")]
pub use lower::{lower, plain_file, provides};
pub use vm::Machine;
