//! What clients and people reach: gRPC for the SDK, HTTP for health and JSON.

mod grpc;
pub mod health;
mod http;
mod json;
mod session;
mod token;

pub(crate) use grpc::serve as serve_grpc;
pub(crate) use http::{Http, serve as serve_http};
pub(crate) use session::Limits;
pub(crate) use token::Token;
