//! The hash table of `dict` and `set`: insertion ordered, over hashes that the caller computes.
//!
//! Comparing keys may run Python code, which may change the table. So the table never compares: the caller walks the
//! candidates of a hash ([`Table::candidate`]) and compares them himself; `vm::dict` does.

use super::Value;

#[derive(Clone, Copy, Debug)]
struct Entry {
    hash: i64,
    /// Unbound if the entry was deleted.
    key: Value,
    value: Value,
}

const EMPTY: u32 = u32::MAX;
const DELETED: u32 = u32::MAX - 1;
/// Tables up to this many entries are searched without an index.
const SMALL: usize = 8;

/// Entries in insertion order, and an open-addressing index of them.
#[derive(Clone, Debug, Default)]
pub struct Table {
    entries: Vec<Entry>,
    /// Empty while the table is small; otherwise a power of two of entry numbers.
    index: Vec<u32>,
    live: usize,
    /// Entries before this one are deleted.
    start: usize,
    /// So many entries, deleted ones included, may stand here before it is made anew: as in CPython, where what iterates over a dict
    /// that loses and gets keys sees that.
    room: usize,
    /// Counts insertions and deletions, so that iterators and searches notice a change.
    version: u32,
}

/// Where a search stands.
#[derive(Clone, Copy, Debug)]
pub struct Probe {
    slot: usize,
    step: usize,
}

impl Table {
    pub fn with_capacity(capacity: usize) -> Self {
        Self {
            entries: Vec::with_capacity(capacity),
            room: room_for((capacity * 3).div_ceil(2)),
            ..Self::default()
        }
    }

    pub fn len(&self) -> usize {
        self.live
    }

    pub fn is_empty(&self) -> bool {
        self.live == 0
    }

    /// Changes whenever a key is added or removed (not when a value is replaced).
    pub fn version(&self) -> u32 {
        self.version
    }

    /// Begins a search for a hash.
    #[inline]
    pub fn probe(&self, hash: i64) -> Probe {
        let slot = if self.index.is_empty() {
            0
        } else {
            mix(hash) & (self.index.len() - 1)
        };
        Probe { slot, step: 0 }
    }

    /// The next entry with this hash: its position and key; none when there are no more.
    #[inline(always)]
    pub fn candidate(&self, hash: i64, probe: &mut Probe) -> Option<(usize, Value)> {
        if self.index.is_empty() {
            return self.scan(hash, probe);
        }
        loop {
            let number = self.index[probe.slot];
            probe.step += 1;
            if number == EMPTY || probe.step > self.index.len() {
                return None;
            }
            probe.slot = (probe.slot + 1) & (self.index.len() - 1);
            if number == DELETED {
                continue;
            }
            let entry = &self.entries[number as usize];
            if entry.hash == hash {
                return Some((number as usize, entry.key));
            }
        }
    }

    fn scan(&self, hash: i64, probe: &mut Probe) -> Option<(usize, Value)> {
        while let Some(entry) = self.entries.get(probe.slot) {
            probe.slot += 1;
            if entry.hash == hash && !entry.key.is_unbound() {
                return Some((probe.slot - 1, entry.key));
            }
        }
        None
    }

    /// The live entry at a position: key and value.
    pub fn at(&self, position: usize) -> Option<(Value, Value)> {
        self.entries
            .get(position)
            .filter(|entry| !entry.key.is_unbound())
            .map(|entry| (entry.key, entry.value))
    }

    pub fn hash_at(&self, position: usize) -> i64 {
        self.entries[position].hash
    }

    pub fn value_at(&self, position: usize) -> Value {
        self.entries[position].value
    }

    /// Replaces the value at a position that a search found.
    pub fn set_at(&mut self, position: usize, value: Value) {
        self.entries[position].value = value;
    }

    /// Adds a key that no search found.
    pub fn push(&mut self, hash: i64, key: Value, value: Value) {
        self.version = self.version.wrapping_add(1);
        if self.entries.len() >= self.room {
            self.make_room();
        }
        self.live += 1;
        self.entries.push(Entry { hash, key, value });
        if !self.index.is_empty() {
            self.link(self.entries.len() - 1);
        } else if self.entries.len() > SMALL {
            self.rebuild();
        }
    }

    /// Removes the entry at a position that a search found.
    pub fn remove_at(&mut self, position: usize) -> (Value, Value) {
        self.version = self.version.wrapping_add(1);
        self.live -= 1;
        let entry = self.entries[position];
        self.unlink(position, entry.hash);
        self.entries[position] = Entry {
            hash: 0,
            key: Value::Unbound,
            value: Value::Unbound,
        };
        if position == self.start {
            self.start = self.next_from(0).map_or(self.entries.len(), |(at, ..)| at);
        }
        (entry.key, entry.value)
    }

    /// As `remove_at`, of the last entry: its place is free again.
    pub fn pop_at(&mut self, position: usize) -> (Value, Value) {
        let removed = self.remove_at(position);
        self.entries.truncate(position);
        self.start = self.start.min(position);
        removed
    }

    pub fn clear(&mut self) {
        *self = Self {
            version: self.version.wrapping_add(1),
            ..Self::default()
        };
    }

    /// The first live entry at or after a position: its position, key and value. Iterators keep the position.
    pub fn next_from(&self, position: usize) -> Option<(usize, Value, Value)> {
        let position = position.max(self.start);
        let found = self
            .entries
            .get(position..)?
            .iter()
            .position(|entry| !entry.key.is_unbound())?;
        let entry = &self.entries[position + found];
        Some((position + found, entry.key, entry.value))
    }

    /// The last live entry before a position.
    pub fn last_before(&self, position: usize) -> Option<(usize, Value, Value)> {
        let end = position.min(self.entries.len());
        let found = self.entries[..end]
            .iter()
            .rposition(|entry| !entry.key.is_unbound())?;
        let entry = &self.entries[found];
        Some((found, entry.key, entry.value))
    }

    /// Positions in use, deleted ones included.
    pub fn positions(&self) -> usize {
        self.entries.len()
    }

    /// Keys and values in insertion order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (Value, Value)> + '_ {
        self.entries
            .iter()
            .filter(|entry| !entry.key.is_unbound())
            .map(|entry| (entry.key, entry.value))
    }

    /// Hashes, keys and values in insertion order, to copy into another table.
    pub fn hashed(&self) -> impl Iterator<Item = (i64, Value, Value)> + '_ {
        self.entries
            .iter()
            .filter(|entry| !entry.key.is_unbound())
            .map(|entry| (entry.hash, entry.key, entry.value))
    }

    pub fn keys(&self) -> impl DoubleEndedIterator<Item = Value> + '_ {
        self.iter().map(|(key, _)| key)
    }

    /// Bytes that it occupies, about.
    pub fn size(&self) -> usize {
        self.entries.len() * size_of::<Entry>() + self.index.len() * 4
    }

    /// Without the deleted entries, and as large as CPython makes it.
    fn make_room(&mut self) {
        self.entries.retain(|entry| !entry.key.is_unbound());
        self.start = 0;
        self.room = room_for(self.live * 3);
        self.index = Vec::new();
        if self.entries.len() >= SMALL {
            self.rebuild();
        }
    }

    fn rebuild(&mut self) {
        let length = (self.room * 3 / 2).next_power_of_two().max(16);
        self.index = vec![EMPTY; length];
        for position in 0..self.entries.len() {
            self.link(position);
        }
    }

    fn link(&mut self, position: usize) {
        if self.entries[position].key.is_unbound() {
            return;
        }
        let mask = self.index.len() - 1;
        let mut slot = mix(self.entries[position].hash) & mask;
        while self.index[slot] < DELETED {
            slot = (slot + 1) & mask;
        }
        self.index[slot] = position as u32;
    }

    fn unlink(&mut self, position: usize, hash: i64) {
        if self.index.is_empty() {
            return;
        }
        let mask = self.index.len() - 1;
        let mut slot = mix(hash) & mask;
        while self.index[slot] != position as u32 {
            slot = (slot + 1) & mask;
        }
        // No search passes here to an empty slot, so this one may be empty too.
        let next = self.index[(slot + 1) & mask];
        self.index[slot] = if next == EMPTY { EMPTY } else { DELETED };
    }
}

/// The entries that fit a table of the power of two that holds so many slots: two thirds of them.
fn room_for(slots: usize) -> usize {
    slots.next_power_of_two().max(8) * 2 / 3
}

/// Spreads hashes of small ints, which are the ints themselves.
#[inline]
fn mix(hash: i64) -> usize {
    let spread = (hash as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (spread >> 32) as usize
}
