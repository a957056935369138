//! carabiner's Python: source to IR, and the deterministic machine that runs it.
//!
//! Pure: it never sees a clock, a file, the network or randomness. [`lower`] makes a [`Program`](ir::Program) of a
//! [`SourceUnit`](source::SourceUnit); [`Machine`] runs it a step at a time, each step a pure function of the program, the snapshot
//! and the events, answering with effects and the next snapshot.

pub mod builtins;
pub mod effect;
pub mod error;
pub mod fault;
pub mod ir;
pub mod number;
pub mod provided;
pub mod source;
pub mod stdlib;
pub mod text;
pub mod value;
pub mod vm;
pub mod wire;

pub use error::{Corrupt, LowerError};
