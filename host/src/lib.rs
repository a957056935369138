//! Everything of carabiner that touches the world. Modules stand in reading order, each importing only those before it
//! (`tests/tidy.rs` checks it).

pub mod model;
