//! Between the wire and the model. Nothing else knows both.

pub(crate) mod client;
pub(crate) mod worker;
