//! Bytes of the machine: values for the world ([`encode`], [`decode`]) and whole instances for the next step ([`save`], [`load`]).
//!
//! A value is MessagePack as `wire` lays down; a snapshot is a format of its own, compact and canonical. Both readers take
//! untrusted bytes.

mod bytes;
mod check;
mod classes;
mod decode;
mod decode_object;
mod decode_record;
mod encode;
mod encode_object;
mod header;
#[cfg(all(test, feature = "lower"))]
mod hostile;
mod keys;
mod known;
mod live;
mod load;
mod load_foreign;
mod load_future;
mod load_iter;
mod load_object;
mod models;
mod refusal;
mod roots;
mod save;
mod save_foreign;
mod save_future;
mod save_iter;
mod save_object;
mod tags;
mod turn;

pub use classes::Foreign;
pub use decode::{Unreadable, decode};
pub use encode::{encode, encode_arguments};
pub use header::{FORMAT, resealed};
pub use known::Known;
pub use load::load;
pub use save::save;
pub use turn::{Answered, Turn};
