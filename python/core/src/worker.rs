//! A worker process's one stream to its host, as Python sees it. It is never opened again: a worker whose stream ends, ends.

use std::sync::Arc;
use std::time::Duration;

use carabiner_proto::v1::action_outcome::Outcome;
use carabiner_proto::v1::host_message::Body as Order;
use carabiner_proto::v1::worker_message::Body as Report;
use carabiner_proto::v1::worker_service_client::WorkerServiceClient;
use carabiner_proto::v1::{self, HostBatch, WorkerBatch, WorkerMessage};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyTuple};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::Streaming;
use tonic::transport::Endpoint;

use crate::client::{reason, root};
use crate::inbox::Inbox;

const BATCH_MAX: usize = 50;
const BATCH_BYTES: usize = 1 << 20;

enum Told {
    Order(Order),
    Closed { why: String },
}

/// Outcomes go out in batches; actions to run, cancellations and the drain arrive in `drain()`.
#[pyclass(frozen, module = "carabiner._core")]
pub(crate) struct Worker {
    inbox: Arc<Inbox<Told>>,
    reports: std::sync::Mutex<Option<mpsc::UnboundedSender<Report>>>,
}

#[pymethods]
impl Worker {
    /// Connects in the background and says hello.
    #[new]
    #[pyo3(signature = (address, *, sdk, token, slots, actions, import_error=""))]
    fn new(
        address: &str,
        sdk: String,
        token: String,
        slots: u32,
        actions: Vec<String>,
        import_error: &str,
    ) -> PyResult<Self> {
        let endpoint = Endpoint::from_shared(format!("http://{address}"))
            .map_err(|error| PyRuntimeError::new_err(error.to_string()))?;
        let hello = v1::WorkerHello {
            protocol: v1::PROTOCOL,
            sdk,
            token,
            pid: std::process::id(),
            slots,
            actions,
            import_error: import_error.into(),
        };
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let (sender, reports) = mpsc::unbounded_channel();
        // The receiver is there, so the hello is first in line whatever Python sends next.
        let _ = sender.send(Report::Hello(hello));
        let inbox = Arc::new(Inbox::new()?);
        let session = Session {
            endpoint,
            reports,
            inbox: inbox.clone(),
        };
        std::thread::Builder::new()
            .name("carabiner-worker".into())
            .spawn(move || runtime.block_on(session.run()))?;
        Ok(Self {
            inbox,
            reports: std::sync::Mutex::new(Some(sender)),
        })
    }

    /// Readable when there is something to drain.
    fn fileno(&self) -> i32 {
        self.inbox.fileno()
    }

    /// Everything that came: ("hello", payload_limit), ("run", instance_id, seq, attempt, delivery, action, arguments,
    /// timeout_micros, modules), ("cancel", instance_id, seq, attempt, delivery, reason), ("drain",), ("closed", why).
    fn drain<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyTuple>>> {
        self.inbox
            .drain()
            .into_iter()
            .map(|told| told.into_python(py))
            .collect()
    }

    /// An action's outcome: exactly one of `result` and `error`, value-encoded.
    #[expect(clippy::too_many_arguments, reason = "they are the message's fields")]
    fn outcome(
        &self,
        instance_id: String,
        seq: u32,
        attempt: u32,
        delivery: u32,
        failed: bool,
        payload: Vec<u8>,
        duration_micros: u64,
    ) -> PyResult<()> {
        let outcome = if failed {
            Outcome::Error(payload.into())
        } else {
            Outcome::Result(payload.into())
        };
        let report = v1::ActionOutcome {
            instance_id,
            seq,
            attempt,
            delivery,
            duration_micros,
            outcome: Some(outcome),
        };
        self.report(Report::Outcome(report))
    }

    /// Tells the host that no more actions are taken.
    fn draining(&self) -> PyResult<()> {
        self.report(Report::Draining(v1::Draining {}))
    }

    /// Ends the stream once everything was sent; ("closed", ...) follows.
    fn finish(&self) {
        if let Ok(mut reports) = self.reports.lock() {
            *reports = None;
        }
    }
}

impl Worker {
    fn report(&self, report: Report) -> PyResult<()> {
        let gone = || PyRuntimeError::new_err("the host is gone");
        let reports = self.reports.lock().map_err(|_| gone())?;
        reports
            .as_ref()
            .ok_or_else(gone)?
            .send(report)
            .map_err(|_| gone())
    }
}

impl Told {
    fn into_python(self, py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match self {
            Self::Closed { why } => ("closed", why).into_pyobject(py),
            Self::Order(Order::Hello(it)) => ("hello", it.payload_limit).into_pyobject(py),
            Self::Order(Order::Drain(_)) => ("drain",).into_pyobject(py),
            Self::Order(Order::Cancel(it)) => (
                "cancel",
                it.instance_id,
                it.seq,
                it.attempt,
                it.delivery,
                it.reason,
            )
                .into_pyobject(py),
            Self::Order(Order::Run(it)) => {
                let arguments = PyBytes::new(py, &it.arguments);
                let key = (it.instance_id, it.seq, it.attempt, it.delivery);
                (
                    "run",
                    key.0,
                    key.1,
                    key.2,
                    key.3,
                    it.action,
                    arguments,
                    it.timeout_micros,
                    it.modules,
                )
                    .into_pyobject(py)
            }
        }
    }
}

struct Session {
    endpoint: Endpoint,
    reports: mpsc::UnboundedReceiver<Report>,
    inbox: Arc<Inbox<Told>>,
}

impl Session {
    async fn run(mut self) {
        let why = match self.stream().await {
            Ok(()) => "the host ended the connection".to_owned(),
            Err(why) => why,
        };
        self.inbox.push(Told::Closed { why });
    }

    async fn stream(&mut self) -> Result<(), String> {
        let (batches, outgoing) = mpsc::channel(4);
        // The hello goes first; the host answers the call once it has it.
        let hello = self
            .next_batch()
            .await
            .ok_or("the worker closed before it began")?;
        batches
            .send(hello)
            .await
            .map_err(|_| "the connection broke")?;
        let mut incoming = self.open(outgoing).await?;
        let mut batches = Some(batches);
        loop {
            tokio::select! {
                batch = incoming.message() => match batch.map_err(|status| reason(&status))? {
                    Some(batch) => self.receive(batch),
                    None => return Ok(()),
                },
                batch = next_batch(&mut self.reports), if batches.is_some() => match (batch, batches.as_ref()) {
                    (Some(batch), Some(sender)) => sender.send(batch).await.map_err(|_| "the connection broke")?,
                    // Dropping the sender closes our half; what was sent before it still arrives.
                    _ => batches = None,
                },
            }
        }
    }

    async fn open(
        &self,
        outgoing: mpsc::Receiver<WorkerBatch>,
    ) -> Result<Streaming<HostBatch>, String> {
        let endpoint = self
            .endpoint
            .clone()
            .connect_timeout(Duration::from_secs(10))
            .tcp_nodelay(true)
            .http2_adaptive_window(true);
        let channel = endpoint.connect().await.map_err(|error| root(&error))?;
        let mut service = WorkerServiceClient::new(channel).max_decoding_message_size(usize::MAX);
        let answer = service
            .session(ReceiverStream::new(outgoing))
            .await
            .map_err(|status| reason(&status))?;
        Ok(answer.into_inner())
    }

    async fn next_batch(&mut self) -> Option<WorkerBatch> {
        next_batch(&mut self.reports).await
    }

    fn receive(&self, batch: HostBatch) {
        let orders = batch
            .messages
            .into_iter()
            .filter_map(|message| message.body);
        orders.for_each(|order| self.inbox.push(Told::Order(order)));
    }
}

/// What is queued, at most a batch of it; none where Python has finished.
async fn next_batch(reports: &mut mpsc::UnboundedReceiver<Report>) -> Option<WorkerBatch> {
    let first = WorkerMessage {
        body: Some(reports.recv().await?),
    };
    let mut bytes = prost::Message::encoded_len(&first);
    let mut messages = vec![first];
    while messages.len() < BATCH_MAX && bytes < BATCH_BYTES {
        let Ok(report) = reports.try_recv() else {
            break;
        };
        let message = WorkerMessage { body: Some(report) };
        bytes += prost::Message::encoded_len(&message);
        messages.push(message);
    }
    Some(WorkerBatch { messages })
}
