//! The wire between clients, hosts and workers, generated from `carabiner/v1/*.proto`.

/// Version 1 of both services.
pub mod v1 {

    tonic::include_proto!("carabiner.v1");

    /// What both sides say in their hello; a peer of another protocol is refused.
    pub const PROTOCOL: u32 = 1;
}
