//! Everything of carabiner that touches the world. Modules stand in reading order, each importing only those before it
//! (`tests/tidy.rs` checks it). The blank lines keep the formatter from sorting them.

pub mod config;

pub mod telemetry;

pub mod model;

pub mod shutdown;

pub mod child;

pub mod store;

pub mod engine;

pub mod exec;

pub mod retry;

pub mod turn;

pub mod dispatch;

mod housekeeping;

pub mod core;

mod coalesce;

mod convert;

pub mod workers;

pub mod api;

pub mod postgres;

pub mod serve;

pub mod singleton;

pub mod bench;

pub mod program;
