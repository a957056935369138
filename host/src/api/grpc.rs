//! `WorkflowService`: one two-way stream for each client process.

use std::sync::Arc;
use std::time::Duration;

use carabiner_proto::v1::workflow_service_server::{WorkflowService, WorkflowServiceServer};
use carabiner_proto::v1::{ClientBatch, ServerBatch};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::transport::Server;
use tonic::transport::server::TcpIncoming;
use tonic::{Request, Response, Status, Streaming};

use crate::coalesce::{BATCH_OVERHEAD_BYTES, message_bytes_max, pump};
use crate::dispatch::Dispatch;
use crate::shutdown::Shutdown;

use super::session::{Limits, Session};

/// Batches that wait for the network; the rest waits in the session's queue, where it is still coalesced.
const BATCHES_QUEUED_MAX: usize = 4;
/// One stream carries all of a process; the default of 64 KiB would make each batch wait for a round trip.
const STREAM_WINDOW_BYTES: u32 = 4 << 20;

struct Service {
    dispatch: Dispatch,
    limits: Arc<Limits>,
    shutdown: Shutdown,
}

/// Serves until `shutdown`; sessions then answer what they have begun and end.
pub(crate) async fn serve(
    listener: TcpListener,
    dispatch: Dispatch,
    limits: Limits,
    shutdown: Shutdown,
) -> Result<(), tonic::transport::Error> {
    let bytes_max = message_bytes_max(limits.payload);
    let service = Service {
        dispatch,
        limits: Arc::new(limits),
        shutdown: shutdown.clone(),
    };
    let service = WorkflowServiceServer::new(service)
        .max_decoding_message_size(bytes_max)
        .max_encoding_message_size(bytes_max);
    Server::builder()
        .initial_stream_window_size(STREAM_WINDOW_BYTES)
        .initial_connection_window_size(STREAM_WINDOW_BYTES * 4)
        // A client whose machine vanished keeps its waits open otherwise.
        .http2_keepalive_interval(Some(Duration::from_secs(20)))
        .http2_keepalive_timeout(Some(Duration::from_secs(20)))
        .add_service(service)
        .serve_with_incoming_shutdown(
            TcpIncoming::from(listener).with_nodelay(Some(true)),
            async move { shutdown.wait().await },
        )
        .await
}

#[tonic::async_trait]
impl WorkflowService for Service {
    type SessionStream = ReceiverStream<Result<ServerBatch, Status>>;

    async fn session(
        &self,
        request: Request<Streaming<ClientBatch>>,
    ) -> Result<Response<Self::SessionStream>, Status> {
        let (outbox, queue) = mpsc::unbounded_channel();
        let (batches, stream) = mpsc::channel(BATCHES_QUEUED_MAX);
        let session = Session::new(
            self.dispatch.clone(),
            Arc::clone(&self.limits),
            outbox,
            batches.clone(),
        );
        let bytes_max = self.limits.payload + BATCH_OVERHEAD_BYTES;
        pump(queue, batches, bytes_max, |messages| ServerBatch {
            messages,
        });
        tokio::spawn(session.run(request.into_inner(), self.shutdown.clone()));
        Ok(Response::new(ReceiverStream::new(stream)))
    }
}
