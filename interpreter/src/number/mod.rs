//! What Python's numbers do, as pure functions: no heap, no objects.

pub mod compare;
pub mod decimal;
pub mod divide;
pub(crate) mod elementary;
pub mod float;
pub mod float_text;
pub mod hash;
pub mod int;
pub mod int_bytes;
pub mod int_text;
pub mod power;
pub mod round;
pub mod twister;

pub use int::Int;
