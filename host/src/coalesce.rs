//! Batches on a stream: whoever sends takes what is queued and never waits for more.

use prost::Message;
use tokio::sync::mpsc;
use tonic::Status;

/// The most messages of one batch.
pub(crate) const BATCH_MAX: usize = 50;

/// What a batch may weigh besides one payload of the largest size: names, numbers and framing.
pub(crate) const BATCH_OVERHEAD_BYTES: usize = 1 << 20;

/// The largest gRPC message in either direction, where one payload may have `payload_limit` bytes.
///
/// It is well above the payload limit, so that a request which is too large can be read and refused by itself; past this
/// limit gRPC itself ends the stream, and with it every other request on it.
pub(crate) fn message_bytes_max(payload_limit: usize) -> usize {
    payload_limit * 4 + BATCH_OVERHEAD_BYTES
}

/// Turns queued messages into a stream of batches. It ends when every sender of `queue` is gone; the receiver's end shows in
/// [`mpsc::Sender::closed`] of the sender given.
pub(crate) fn pump<M, B>(
    mut queue: mpsc::UnboundedReceiver<M>,
    batches: mpsc::Sender<Result<B, Status>>,
    bytes_max: usize,
    wrap: fn(Vec<M>) -> B,
) where
    M: Message + 'static,
    B: Send + 'static,
{
    tokio::spawn(async move {
        let mut taken = Vec::with_capacity(BATCH_MAX);
        while queue.recv_many(&mut taken, BATCH_MAX).await > 0 {
            for batch in split(std::mem::take(&mut taken), bytes_max) {
                if batches.send(Ok(wrap(batch))).await.is_err() {
                    return;
                }
            }
        }
    });
}

/// In order, each within `bytes_max` unless it is one message alone.
fn split<M: Message>(messages: Vec<M>, bytes_max: usize) -> Vec<Vec<M>> {
    let mut batches = vec![Vec::new()];
    let mut bytes = 0;
    for message in messages {
        let length = message.encoded_len();
        if bytes + length > bytes_max && bytes > 0 {
            batches.push(Vec::new());
            bytes = 0;
        }
        bytes += length;
        if let Some(batch) = batches.last_mut() {
            batch.push(message);
        }
    }
    batches
}

#[cfg(test)]
mod tests {
    use carabiner_proto::v1::Wait;

    use super::split;

    #[test]
    fn a_batch_holds_what_fits_and_a_large_message_goes_alone() {
        let message = |length: usize| Wait {
            instance_id: "x".repeat(length),
        };
        let batches = split(
            vec![message(10), message(10), message(500), message(10)],
            100,
        );
        assert_eq!(batches.iter().map(Vec::len).collect::<Vec<_>>(), [2, 1, 1]);
    }
}
