//! A client process's one stream to its server, as Python sees it.

mod session;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;

use carabiner_proto::v1::client_message::Body as Request;
use carabiner_proto::v1::server_message::Body as Answer;
use carabiner_proto::v1::{self, start::NotBefore};
use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyTuple};
use tokio::sync::mpsc;

use crate::inbox::Inbox;
use session::{Command, Session};
pub(crate) use session::{reason, root};

/// What a caller is told.
pub(crate) enum Told {
    /// The answer to a request.
    Answer(u64, Answer),
    /// The stream is there; the server takes payloads of this many bytes.
    Connected { payload_limit: u64 },
    /// The stream is not there, and why; it is being tried again.
    Lost { why: String },
}

/// Requests go out in batches, are remembered until they are answered, and are sent again after a reconnection.
#[pyclass(frozen, module = "carabiner._core")]
pub(crate) struct Client {
    commands: mpsc::UnboundedSender<Command>,
    next_id: AtomicU64,
}

/// Where the answers of one event loop (or one thread) arrive.
#[pyclass(frozen, module = "carabiner._core")]
pub(crate) struct ClientInbox {
    inbox: Arc<Inbox<Told>>,
    commands: mpsc::UnboundedSender<Command>,
}

#[pymethods]
impl Client {
    /// Connects in the background. A request that has no answer is refused as `unavailable` after `patience_seconds` without a
    /// connection; one that waits for an instance's end never is.
    #[new]
    fn new(address: &str, sdk: String, token: String, patience_seconds: f64) -> PyResult<Self> {
        let patience = Duration::try_from_secs_f64(patience_seconds)
            .map_err(|error| PyValueError::new_err(error.to_string()))?;
        let hello = v1::ClientHello {
            protocol: v1::PROTOCOL,
            sdk,
            token,
        };
        let commands = Session::spawn(address, hello, patience).map_err(PyRuntimeError::new_err)?;
        Ok(Self {
            commands,
            next_id: AtomicU64::new(1),
        })
    }

    fn inbox(&self) -> PyResult<ClientInbox> {
        let inbox = Arc::new(Inbox::new()?);
        self.command(Command::Open(Arc::downgrade(&inbox)))?;
        Ok(ClientInbox {
            inbox,
            commands: self.commands.clone(),
        })
    }

    fn register(&self, inbox: &ClientInbox, unit_json: String) -> PyResult<u64> {
        self.request(inbox, Request::Register(v1::Register { unit_json }))
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "they are the message's fields, by keyword in Python"
    )]
    #[pyo3(signature = (inbox, *, version, instance_id, attributes, arguments, delay_micros=None, at_micros=None, priority=0, wait=false))]
    fn start(
        &self,
        inbox: &ClientInbox,
        version: Vec<u8>,
        instance_id: String,
        attributes: Vec<u8>,
        arguments: Vec<u8>,
        delay_micros: Option<u64>,
        at_micros: Option<i64>,
        priority: i32,
        wait: bool,
    ) -> PyResult<u64> {
        let not_before = delay_micros
            .map(NotBefore::DelayMicros)
            .or(at_micros.map(NotBefore::AtMicros));
        let start = v1::Start {
            version: version.into(),
            instance_id,
            attributes: attributes.into(),
            arguments: arguments.into(),
            priority,
            wait,
            not_before,
        };
        self.request(inbox, Request::Start(start))
    }

    fn wait(&self, inbox: &ClientInbox, instance_id: String) -> PyResult<u64> {
        self.request(inbox, Request::Wait(v1::Wait { instance_id }))
    }

    fn describe(&self, inbox: &ClientInbox, instance_id: String) -> PyResult<u64> {
        self.request(inbox, Request::Describe(v1::Describe { instance_id }))
    }

    fn cancel(&self, inbox: &ClientInbox, instance_id: String, reason: String) -> PyResult<u64> {
        self.request(
            inbox,
            Request::Cancel(v1::Cancel {
                instance_id,
                reason,
            }),
        )
    }

    /// Nobody waits for that answer any more.
    fn forget(&self, request_id: u64) -> PyResult<()> {
        self.command(Command::Forget(request_id))
    }

    fn close(&self) -> PyResult<()> {
        self.command(Command::Close)
    }
}

impl Client {
    fn request(&self, inbox: &ClientInbox, body: Request) -> PyResult<u64> {
        let id = self.next_id.fetch_add(1, Ordering::Relaxed);
        self.command(Command::Send {
            id,
            body: Box::new(body),
            inbox: Arc::downgrade(&inbox.inbox),
        })?;
        Ok(id)
    }

    fn command(&self, command: Command) -> PyResult<()> {
        self.commands
            .send(command)
            .map_err(|_| PyRuntimeError::new_err("the connection was closed"))
    }
}

#[pymethods]
impl ClientInbox {
    /// Readable when there is something to drain.
    fn fileno(&self) -> i32 {
        self.inbox.fileno()
    }

    /// Everything that came: (request_id, kind, ...). Of request 0 are the stream's own: ("connected", payload_limit) and ("lost", why).
    fn drain<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyTuple>>> {
        self.inbox
            .drain()
            .into_iter()
            .map(|told| told.into_python(py))
            .collect()
    }
}

impl Drop for ClientInbox {
    fn drop(&mut self) {
        // Fails where the session has ended, and then nothing is remembered there.
        let _ = self.commands.send(Command::Shut);
    }
}

impl Told {
    fn into_python(self, py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match self {
            Self::Connected { payload_limit } => {
                (0_u64, "connected", payload_limit).into_pyobject(py)
            }
            Self::Lost { why } => (0_u64, "lost", why).into_pyobject(py),
            Self::Answer(id, answer) => answered(py, id, answer),
        }
    }
}

fn answered(py: Python<'_>, id: u64, answer: Answer) -> PyResult<Bound<'_, PyTuple>> {
    match answer {
        Answer::Hello(hello) => (id, "hello", hello.server).into_pyobject(py),
        Answer::Registered(it) => {
            (id, "registered", PyBytes::new(py, &it.version)).into_pyobject(py)
        }
        Answer::Started(it) => (id, "started", it.instance_id, it.attached).into_pyobject(py),
        Answer::Finished(it) => finished(py, id, &it),
        Answer::Description(it) => {
            let times = (it.created_micros, it.finished_micros);
            (
                id,
                "description",
                it.instance_id,
                it.workflow,
                it.status,
                times.0,
                times.1,
                it.turn,
            )
                .into_pyobject(py)
        }
        Answer::Cancelled(it) => (id, "cancelled", it.instance_id).into_pyobject(py),
        Answer::Refused(it) => (id, "refused", it.code, it.message).into_pyobject(py),
    }
}

fn finished<'py>(py: Python<'py>, id: u64, it: &v1::Finished) -> PyResult<Bound<'py, PyTuple>> {
    use v1::finished::Outcome;
    match &it.outcome {
        Some(Outcome::Result(bytes)) => (id, "result", PyBytes::new(py, bytes)).into_pyobject(py),
        Some(Outcome::Error(bytes)) => (id, "error", PyBytes::new(py, bytes)).into_pyobject(py),
        None => (
            id,
            "refused",
            "internal",
            "the server sent an ending without an outcome",
        )
            .into_pyobject(py),
    }
}

/// An inbox that may be gone by the time there is something for it.
type Reply = Weak<Inbox<Told>>;
