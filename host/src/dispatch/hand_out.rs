//! Lanes, and which attempt runs in which.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;

use super::lane::{CancelReason, LaneId, LaneMessage};
use crate::model::{Attempt, InstanceId, Outcome};
use crate::store::{Claimed, Retry};
use crate::turn::{Report, Slots};

#[derive(Debug)]
pub(super) struct HandOut {
    lanes: BTreeMap<LaneId, LaneState>,
    /// Attempts whose outcome is awaited, by instance and seq.
    in_flight: HashMap<(InstanceId, u32), InFlight>,
    slots: Arc<Slots>,
}

#[derive(Debug)]
struct LaneState {
    slots: usize,
    /// Its slots are not filled again.
    retired: bool,
    /// Attempts that occupy its slots; some of them may be awaited no longer.
    occupied: HashSet<Attempt>,
    deliveries: mpsc::UnboundedSender<LaneMessage>,
}

#[derive(Debug)]
struct InFlight {
    attempt: Attempt,
    lane: LaneId,
    retry: Retry,
    action: String,
    timeout: Duration,
}

/// An attempt that took too long.
#[derive(Debug)]
pub(super) struct Overrun {
    pub(super) action: String,
    pub(super) timeout: Duration,
    pub(super) retry: Retry,
}

impl HandOut {
    pub(super) fn new(slots: Arc<Slots>) -> Self {
        Self {
            lanes: BTreeMap::new(),
            in_flight: HashMap::new(),
            slots,
        }
    }

    pub(super) fn attach(
        &mut self,
        id: LaneId,
        slots: u32,
        deliveries: mpsc::UnboundedSender<LaneMessage>,
    ) {
        let slots = slots as usize;
        self.lanes.insert(
            id,
            LaneState {
                slots,
                retired: false,
                occupied: HashSet::new(),
                deliveries,
            },
        );
        self.slots.give(slots);
    }

    /// The lane is gone; what it had in flight is returned.
    pub(super) fn detach(&mut self, id: LaneId) -> Vec<Attempt> {
        let Some(lane) = self.lanes.remove(&id) else {
            return Vec::new();
        };
        self.slots.remove(lane.room());
        let lost: Vec<Attempt> = self
            .in_flight
            .values()
            .filter(|flight| flight.lane == id)
            .map(|flight| flight.attempt.clone())
            .collect();
        for attempt in &lost {
            self.in_flight.remove(&key(attempt));
        }
        lost
    }

    /// The lane is given nothing more.
    pub(super) fn retire(&mut self, id: LaneId) {
        if let Some(lane) = self.lanes.get_mut(&id) {
            self.slots.remove(lane.room());
            lane.retired = true;
        }
    }

    /// All lanes' slots.
    pub(super) fn capacity(&self) -> u32 {
        self.lanes.values().map(|lane| lane.slots as u32).sum()
    }

    pub(super) fn is_idle(&self) -> bool {
        self.in_flight.is_empty()
    }

    pub(super) fn holds(&self, attempt: &Attempt) -> bool {
        self.in_flight
            .get(&key(attempt))
            .is_some_and(|flight| flight.attempt == *attempt)
    }

    /// Attempts in flight, which are forgotten with this.
    pub(super) fn abandon(&mut self) -> Vec<Attempt> {
        let attempts: Vec<Attempt> = self
            .in_flight
            .values()
            .map(|flight| flight.attempt.clone())
            .collect();
        for attempt in &attempts {
            self.cancel(attempt, CancelReason::Cancelled);
        }
        attempts
    }

    /// Stops awaiting what is not among these: somebody withdrew it, or gave it to others.
    pub(super) fn keep_only(&mut self, wanted: &HashSet<&Attempt>) {
        let flights = self.in_flight.values().map(|flight| &flight.attempt);
        let unwanted: Vec<Attempt> = flights
            .filter(|attempt| !wanted.contains(attempt))
            .cloned()
            .collect();
        for attempt in &unwanted {
            self.cancel(attempt, CancelReason::Cancelled);
        }
    }

    /// Hands claimed actions, each with a slot set aside, to the lanes with the most room; those for which no lane is left are returned.
    pub(super) fn deliver(&mut self, claimed: Vec<Claimed>) -> Vec<Attempt> {
        let mut batches: BTreeMap<LaneId, Vec<_>> = BTreeMap::new();
        let mut left = Vec::new();
        for Claimed { delivery, retry } in claimed {
            let attempt = delivery.attempt.clone();
            let Some((&id, lane)) = self
                .lanes
                .iter_mut()
                .filter(|(_, lane)| lane.room() > 0)
                .max_by_key(|(_, lane)| lane.room())
            else {
                self.slots.give(1);
                left.push(attempt);
                continue;
            };
            lane.occupied.insert(attempt.clone());
            let flight = InFlight {
                attempt,
                lane: id,
                retry,
                action: delivery.action.clone(),
                timeout: delivery.timeout,
            };
            self.in_flight.insert(key(&flight.attempt), flight);
            batches.entry(id).or_default().push(delivery);
        }
        for (id, deliveries) in batches {
            // A receiver that is gone detaches in the next message, and everything in flight there is queued again.
            let _ = self.lanes[&id]
                .deliveries
                .send(LaneMessage::Run(deliveries));
        }
        left
    }

    /// Frees the outcome's slot; its report, where it is awaited.
    pub(super) fn report(&mut self, lane: LaneId, outcome: Outcome) -> Option<Report> {
        let state = self.lanes.get_mut(&lane)?;
        if state.occupied.remove(&outcome.attempt) && !state.retired {
            self.slots.give(1);
        }
        let key = key(&outcome.attempt);
        let awaited = self
            .in_flight
            .get(&key)
            .is_some_and(|flight| flight.attempt == outcome.attempt && flight.lane == lane);
        let flight = if awaited {
            self.in_flight.remove(&key)?
        } else {
            return None;
        };
        Some(Report {
            attempt: outcome.attempt,
            result: outcome.result,
            retry: Some(flight.retry),
        })
    }

    /// Stops awaiting an attempt and tells its worker; none where it was not awaited.
    pub(super) fn cancel(&mut self, attempt: &Attempt, reason: CancelReason) -> Option<Overrun> {
        if !self.holds(attempt) {
            return None;
        }
        let flight = self.in_flight.remove(&key(attempt))?;
        if let Some(lane) = self.lanes.get(&flight.lane) {
            let _ = lane.deliveries.send(LaneMessage::Cancel {
                attempt: attempt.clone(),
                reason,
            });
        }
        Some(Overrun {
            action: flight.action,
            timeout: flight.timeout,
            retry: flight.retry,
        })
    }

    /// Another host withdrew it, whichever its attempt.
    pub(super) fn cancel_any(&mut self, instance: InstanceId, seq: u32) {
        if let Some(attempt) = self
            .in_flight
            .get(&(instance, seq))
            .map(|flight| flight.attempt.clone())
        {
            self.cancel(&attempt, CancelReason::Cancelled);
        }
    }
}

impl LaneState {
    fn room(&self) -> usize {
        if self.retired {
            0
        } else {
            self.slots.saturating_sub(self.occupied.len())
        }
    }
}

fn key(attempt: &Attempt) -> (InstanceId, u32) {
    (attempt.instance.clone(), attempt.seq)
}
