//! What clients ask and are answered.

use std::time::Duration;

use carabiner_proto::v1;
use carabiner_proto::v1::finished::Outcome as WireEnding;
use carabiner_proto::v1::server_message::Body as Answer;
use carabiner_proto::v1::start::NotBefore as WireNotBefore;
use time::OffsetDateTime;

use crate::dispatch::{RegisterError, Registered, StartError, WaitError};
use crate::engine::LowerFailure;
use crate::model::{Ending, InstanceId, NotBefore, Start, Started, Status, Summary, VersionId};

/// A request that changed nothing, and why.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) code: Code,
    pub(crate) message: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Code {
    Invalid,
    Unsupported,
    NotFound,
    TooLarge,
    Unauthenticated,
    Unavailable,
}

impl Code {
    fn as_str(self) -> &'static str {
        match self {
            Self::Invalid => "invalid",
            Self::Unsupported => "unsupported",
            Self::NotFound => "not_found",
            Self::TooLarge => "too_large",
            Self::Unauthenticated => "unauthenticated",
            Self::Unavailable => "unavailable",
        }
    }
}

impl Refusal {
    pub(crate) fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
        }
    }

    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::new(Code::Invalid, message)
    }

    pub(crate) fn unsupported(message: impl Into<String>) -> Self {
        Self::new(Code::Unsupported, message)
    }

    pub(crate) fn unavailable(message: impl Into<String>) -> Self {
        Self::new(Code::Unavailable, message)
    }

    /// The token is wrong, or missing.
    pub(crate) fn unauthenticated(offered: &str) -> Self {
        let message = match offered {
            "" => "this server asks for a token; set CARABINER_API_TOKEN to the server's",
            _ => "that is not the server's token; set CARABINER_API_TOKEN to the server's",
        };
        Self::new(Code::Unauthenticated, message)
    }

    pub(crate) fn protocol(theirs: u32) -> Self {
        let ours = v1::PROTOCOL;
        Self::unsupported(format!(
            "the client speaks protocol {theirs}, this server protocol {ours}; install the same version of carabiner on both"
        ))
    }

    fn too_large(what: &str, bytes: usize, limit: usize) -> Self {
        Self::new(
            Code::TooLarge,
            format!(
                "{what} has {bytes} bytes, more than the server's limit of {limit}; pass a reference to it, or raise CARABINER_PAYLOAD_LIMIT"
            ),
        )
    }
}

impl From<Refusal> for Answer {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(v1::Refused {
            code: refusal.code.as_str().to_owned(),
            message: refusal.message,
        })
    }
}

pub(crate) fn instance(text: &str) -> Result<InstanceId, Refusal> {
    InstanceId::parse(text).ok_or_else(|| {
        Refusal::invalid(format!(
            "an instance id has 1 to {} bytes and no control characters, unlike {:?}",
            InstanceId::LENGTH_MAX,
            text.chars().take(80).collect::<String>()
        ))
    })
}

/// The JSON of a source unit.
pub(crate) fn register(request: v1::Register, limit: usize) -> Result<String, Refusal> {
    match request.unit_json.len() {
        bytes if bytes > limit => Err(Refusal::too_large(
            "the workflow's source unit",
            bytes,
            limit,
        )),
        _ => Ok(request.unit_json),
    }
}

pub(crate) fn registered(registered: Registered) -> Answer {
    Answer::Registered(v1::Registered {
        version: registered.version.0.to_vec().into(),
        workflow: registered.workflow,
    })
}

pub(crate) fn start(request: v1::Start, limit: usize) -> Result<Start, Refusal> {
    let bytes = request.attributes.len() + request.arguments.len();
    if bytes > limit {
        return Err(Refusal::too_large("the workflow's input", bytes, limit));
    }
    let version = <[u8; 32]>::try_from(request.version.as_ref());
    let version = version.map_err(|_| {
        Refusal::invalid("a workflow version has 32 bytes; register the workflow first")
    })?;
    let id = match request.instance_id.as_str() {
        "" => None,
        id => Some(instance(id)?),
    };
    Ok(Start {
        version: VersionId(version),
        id,
        attributes: request.attributes.into(),
        arguments: request.arguments.into(),
        not_before: request.not_before.map(not_before).transpose()?,
        priority: request.priority,
    })
}

pub(crate) fn started(started: Started) -> Answer {
    Answer::Started(v1::Started {
        instance_id: started.id.to_string(),
        attached: started.attached,
    })
}

pub(crate) fn finished(id: &InstanceId, ending: Ending) -> Answer {
    let outcome = match ending {
        Ending::Result(value) => WireEnding::Result(value.into()),
        Ending::Error(error) => WireEnding::Error(error.into()),
    };
    Answer::Finished(v1::Finished {
        instance_id: id.to_string(),
        outcome: Some(outcome),
    })
}

pub(crate) fn description(summary: Summary) -> Answer {
    Answer::Description(v1::Description {
        instance_id: summary.id.to_string(),
        workflow: summary.workflow,
        status: status(summary.status).to_owned(),
        created_micros: micros(summary.created_at),
        finished_micros: summary.finished_at.map(micros),
        turn: summary.turn,
    })
}

pub(crate) fn cancelled(id: &InstanceId) -> Answer {
    Answer::Cancelled(v1::Cancelled {
        instance_id: id.to_string(),
    })
}

/// As the wire and JSON spell it.
pub(crate) fn status(status: Status) -> &'static str {
    match status {
        Status::Scheduled => "scheduled",
        Status::Running => "running",
        Status::Completed => "completed",
        Status::Failed => "failed",
        Status::Cancelled => "cancelled",
    }
}

/// Microseconds since 1970.
pub(crate) fn micros(time: OffsetDateTime) -> i64 {
    // The range of `OffsetDateTime` in microseconds fits, so nothing is cut.
    i64::try_from(time.unix_timestamp_nanos() / 1000).unwrap_or(i64::MAX)
}

/// The time of so many microseconds since 1970; None beyond the year 9999.
pub(crate) fn time(micros: i64) -> Option<OffsetDateTime> {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(micros) * 1000).ok()
}

fn not_before(wire: WireNotBefore) -> Result<NotBefore, Refusal> {
    match wire {
        WireNotBefore::DelayMicros(micros) => Ok(NotBefore::Delay(Duration::from_micros(micros))),
        WireNotBefore::AtMicros(micros) => {
            let time = time(micros)
                .ok_or_else(|| Refusal::invalid("the start lies beyond the year 9999"))?;
            Ok(NotBefore::At(time))
        }
    }
}

impl From<RegisterError> for Refusal {
    fn from(error: RegisterError) -> Self {
        let code = match &error {
            RegisterError::Refused(LowerFailure::TooLarge { .. }) => Code::TooLarge,
            RegisterError::Refused(LowerFailure::Malformed(_)) => Code::Invalid,
            RegisterError::Refused(LowerFailure::Refused(_)) => Code::Unsupported,
            RegisterError::Unavailable(_) => Code::Unavailable,
        };
        Self::new(code, error.to_string())
    }
}

impl From<StartError> for Refusal {
    fn from(error: StartError) -> Self {
        let code = match &error {
            StartError::UnknownVersion(_) => Code::NotFound,
            StartError::Unavailable(_) => Code::Unavailable,
            StartError::Refused(_) => Code::Invalid,
        };
        Self::new(code, error.to_string())
    }
}

impl From<WaitError> for Refusal {
    fn from(error: WaitError) -> Self {
        let code = match &error {
            WaitError::NotFound => Code::NotFound,
            WaitError::Unavailable(_) => Code::Unavailable,
        };
        Self::new(code, error.to_string())
    }
}
