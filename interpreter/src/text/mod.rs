//! What Python's texts and bytes do, as pure functions: no heap, no objects. Positions are characters, as Python counts them.

pub mod case;
pub mod chars;
pub mod codec;
pub mod complex;
pub mod decimal;
pub mod digit;
pub mod float_format;
pub mod format;
pub mod group;
pub mod int_format;
pub mod pad;
pub mod percent;
pub mod repr;
pub mod search;
pub mod slice;
pub mod spec;
pub mod split;
mod tables;
pub mod template;
pub mod translate;
pub mod width;
