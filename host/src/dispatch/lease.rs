//! This host's lease: what it may hand out, and until when.

use std::time::Duration;

use tokio::time::Instant;

use crate::store::HostId;

#[derive(Debug)]
pub(super) struct Lease {
    pub(super) host: HostId,
    /// Not registered under this id yet.
    pub(super) new: bool,
    /// Other hosts that are alive.
    pub(super) peers: u32,
    length: Duration,
    /// Measured from before the heartbeat was sent, so it ends here before it ends in the database.
    until: Option<Instant>,
    next_beat: Instant,
    beating: bool,
}

/// Shares of the lease: how often it is renewed, and how long before its end nothing more is handed out.
const BEATS: u32 = 4;
const MARGIN: u32 = 5;

impl Lease {
    fn new(host: HostId, length: Duration, now: Instant) -> Self {
        Self {
            host,
            new: true,
            peers: 0,
            length,
            until: None,
            next_beat: now,
            beating: false,
        }
    }

    /// A host whose first heartbeat was answered.
    pub(super) fn begun(host: HostId, length: Duration, sent: Instant, peers: u32) -> Self {
        let mut lease = Self::new(host, length, sent);
        lease.renewed(sent, peers);
        lease
    }

    pub(super) fn is_valid(&self, now: Instant) -> bool {
        self.until
            .is_some_and(|until| now + self.length / MARGIN < until)
    }

    /// When the next heartbeat is to be sent; none while one is on its way.
    pub(super) fn next_beat(&self) -> Option<Instant> {
        (!self.beating).then_some(self.next_beat)
    }

    /// The host's list changed: look at once.
    pub(super) fn hurry(&mut self, now: Instant) {
        self.next_beat = now;
    }

    pub(super) fn sent(&mut self) {
        self.beating = true;
    }

    pub(super) fn renewed(&mut self, sent: Instant, peers: u32) {
        self.beating = false;
        self.new = false;
        self.peers = peers;
        self.until = Some(sent + self.length);
        self.next_beat = sent + self.length / BEATS;
    }

    pub(super) fn failed(&mut self, now: Instant) {
        self.beating = false;
        self.next_beat = now + (self.length / (BEATS * 5)).max(Duration::from_millis(20));
    }

    /// Another host found it expired: from now on this is another host.
    pub(super) fn reborn(&mut self, now: Instant) {
        *self = Self {
            peers: self.peers,
            ..Self::new(HostId::generate(), self.length, now)
        };
    }
}
