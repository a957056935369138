//! `WorkerService` on a loopback port of its own.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use carabiner_proto::v1::worker_service_server::{WorkerService, WorkerServiceServer};
use carabiner_proto::v1::{HostBatch, WorkerBatch};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::transport::Server;
use tonic::transport::server::TcpIncoming;
use tonic::{Request, Response, Status, Streaming};

use crate::coalesce::{BATCH_OVERHEAD_BYTES, message_bytes_max, pump};
use crate::config::Config;
use crate::dispatch::Dispatch;
use crate::shutdown::Shutdown;

use super::admission::Admissions;
use super::session::Session;

const BATCHES_QUEUED_MAX: usize = 4;
const STREAM_WINDOW_BYTES: u32 = 4 << 20;

pub(super) struct Bridge {
    listener: TcpListener,
    address: SocketAddr,
    service: Service,
}

struct Service {
    dispatch: Dispatch,
    admissions: Arc<Admissions>,
    payload_limit: usize,
    slots_max: u32,
    drain: Shutdown,
}

impl Bridge {
    /// On a port that the system chooses; only loopback reaches it, and only with a token.
    pub(super) async fn listen(
        config: &Config,
        dispatch: Dispatch,
        admissions: Arc<Admissions>,
    ) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let service = Service {
            dispatch,
            admissions,
            payload_limit: config.payload_limit,
            slots_max: config.worker_slots,
            drain: Shutdown::default(),
        };
        Ok(Self {
            listener,
            address,
            service,
        })
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    /// At `drain` the workers are asked to finish; at `stop` the bridge ends.
    pub(super) async fn serve(
        self,
        drain: Shutdown,
        stop: Shutdown,
    ) -> Result<(), tonic::transport::Error> {
        let bytes_max = message_bytes_max(self.service.payload_limit);
        let service = WorkerServiceServer::new(Service {
            drain,
            ..self.service
        })
        .max_decoding_message_size(bytes_max)
        .max_encoding_message_size(bytes_max);
        let serving = Server::builder()
            .initial_stream_window_size(STREAM_WINDOW_BYTES)
            .initial_connection_window_size(STREAM_WINDOW_BYTES)
            .add_service(service)
            .serve_with_incoming(TcpIncoming::from(self.listener).with_nodelay(Some(true)));
        tokio::select! {
            served = serving => served,
            () = stop.wait() => Ok(()),
        }
    }
}

#[tonic::async_trait]
impl WorkerService for Service {
    type SessionStream = ReceiverStream<Result<HostBatch, Status>>;

    async fn session(
        &self,
        request: Request<Streaming<WorkerBatch>>,
    ) -> Result<Response<Self::SessionStream>, Status> {
        let (outbox, queue) = mpsc::unbounded_channel();
        let (batches, stream) = mpsc::channel(BATCHES_QUEUED_MAX);
        let session = Session {
            dispatch: self.dispatch.clone(),
            admissions: Arc::clone(&self.admissions),
            outbox,
            payload_limit: self.payload_limit,
            slots_max: self.slots_max,
            drain: self.drain.clone(),
        };
        pump(
            queue,
            batches,
            self.payload_limit + BATCH_OVERHEAD_BYTES,
            |messages| HostBatch { messages },
        );
        tokio::spawn(session.run(request.into_inner()));
        Ok(Response::new(ReceiverStream::new(stream)))
    }
}
