//! Everything of carabiner that touches the world. Modules stand in reading order, each importing only those before it
//! (`tests/tidy.rs` checks it). The blank lines keep the formatter from sorting them.

pub mod model;

pub mod store;

pub mod retry;
