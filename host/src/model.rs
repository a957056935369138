//! The nouns of the host. Plain data: no SQL, no protobuf.

use std::fmt;
use std::time::Duration;

use time::OffsetDateTime;

/// An instance's name: the caller's own, or one that the host made. At most [`InstanceId::LENGTH_MAX`] bytes, never empty.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InstanceId(String);

impl InstanceId {
    pub const LENGTH_MAX: usize = 200;

    /// None where the text is empty, too long or holds a control character.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = !text.is_empty()
            && text.len() <= Self::LENGTH_MAX
            && !text.chars().any(char::is_control);
        fits.then(|| Self(text.to_owned()))
    }

    /// A new one, ordered by time so that an index on it stays compact.
    pub fn generate() -> Self {
        Self(uuid::Uuid::now_v7().to_string())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for InstanceId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// SHA-256 of a workflow's IR.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct VersionId(pub [u8; 32]);

/// SHA-256 of a guest module.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct GuestId(pub [u8; 32]);

/// One attempt of one action, as it was delivered: an outcome that names an older one is late and ignored.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Attempt {
    pub instance: InstanceId,
    pub seq: u32,
    /// Counts what the author's policy counts, from 1.
    pub attempt: u32,
    /// Counts deliveries of this attempt (a crash is not an attempt), from 1.
    pub delivery: u32,
}

/// An action ready to run, claimed by this host.
#[derive(Clone, Debug)]
pub struct Delivery {
    pub attempt: Attempt,
    pub action: String,
    /// The module that a worker imports to find it.
    pub module: String,
    pub arguments: Vec<u8>,
    pub timeout: Duration,
}

/// What came of an attempt.
#[derive(Clone, Debug)]
pub struct Outcome {
    pub attempt: Attempt,
    /// A value-encoded result or exception.
    pub result: Result<Vec<u8>, Vec<u8>>,
}

/// A request to begin an instance.
#[derive(Clone, Debug)]
pub struct Start {
    pub version: VersionId,
    /// None: the host makes one.
    pub id: Option<InstanceId>,
    pub attributes: Vec<u8>,
    pub arguments: Vec<u8>,
    pub not_before: Option<NotBefore>,
    pub priority: i32,
}

#[derive(Clone, Copy, Debug)]
pub enum NotBefore {
    /// Measured on the database's clock.
    Delay(Duration),
    At(OffsetDateTime),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Started {
    pub id: InstanceId,
    /// There was one of that id already.
    pub attached: bool,
}

/// How an instance ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Ending {
    /// Value-encoded.
    Result(Vec<u8>),
    /// A value-encoded exception.
    Error(Vec<u8>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Scheduled,
    Running,
    Completed,
    Failed,
    Cancelled,
}

/// An instance as a person sees it in a list.
#[derive(Clone, Debug)]
pub struct Summary {
    pub id: InstanceId,
    pub workflow: String,
    pub version: VersionId,
    pub status: Status,
    pub created_at: OffsetDateTime,
    pub finished_at: Option<OffsetDateTime>,
    pub turn: u64,
    /// The exception's class and message, where it failed.
    pub error: Option<String>,
}

impl fmt::Display for VersionId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex(out, &self.0)
    }
}

impl fmt::Debug for VersionId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex(out, &self.0)
    }
}

impl fmt::Display for GuestId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex(out, &self.0)
    }
}

impl fmt::Debug for GuestId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex(out, &self.0)
    }
}

fn write_hex(out: &mut fmt::Formatter<'_>, bytes: &[u8]) -> fmt::Result {
    bytes.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
}
