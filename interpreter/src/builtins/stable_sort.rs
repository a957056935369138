//! The sort of lists by comparisons that run Python code: Tim Peters's merge sort with the merge order of Munro and Wild ("powersort").
//! An author's `__lt__` sees which items are compared, and in what order they stand when it fails; so both are as in CPython 3.11.

use crate::value::Value;
use crate::vm::{Raised, Vm};

/// What an item is sorted by, and the item.
pub(super) type Keyed = (Value, Value);

/// As often must one side win before its stretches are searched for by leaps.
const LEAP_AFTER: usize = 7;

/// Sorts in place; when a comparison fails the items stand as far as they were sorted.
pub(super) fn sort(vm: &mut Vm, items: &mut [Keyed]) -> Result<(), Raised> {
    let least = least_run(items.len());
    let mut merging = Merging {
        vm,
        items,
        runs: Vec::new(),
        leap_after: LEAP_AFTER,
    };
    merging.sort(least)
}

/// Runs are at least so long, so that their number is a power of two or just under.
fn least_run(mut length: usize) -> usize {
    let mut dropped = 0;
    while length >= 64 {
        dropped |= length & 1;
        length >>= 1;
    }
    length + dropped
}

/// A sorted stretch, and the depth in the tree of merges at which it meets the next.
struct Run {
    start: usize,
    length: usize,
    power: u32,
}

struct Merging<'a> {
    vm: &'a mut Vm,
    items: &'a mut [Keyed],
    runs: Vec<Run>,
    leap_after: usize,
}

impl Merging<'_> {
    fn sort(&mut self, least: usize) -> Result<(), Raised> {
        let mut start = 0;
        while start < self.items.len() && self.items.len() > 1 {
            let mut length = self.natural_run(start)?;
            let wanted = least.min(self.items.len() - start);
            if length < wanted {
                self.insert_rest(start, length, wanted)?;
                length = wanted;
            }
            self.merge_before(length)?;
            let power = 0;
            self.runs.push(Run {
                start,
                length,
                power,
            });
            start += length;
        }
        self.merge_rest()
    }

    fn less(&mut self, one: Keyed, other: Keyed) -> Result<bool, Raised> {
        match (one.0, other.0) {
            (Value::Int(one), Value::Int(other)) => Ok(one < other),
            (one, other) => self.vm.lt(one, other),
        }
    }

    /// How long the items ascend from here on; where they strictly descend they are turned round.
    fn natural_run(&mut self, start: usize) -> Result<usize, Raised> {
        let rest = self.items.len() - start;
        if rest == 1 {
            return Ok(1);
        }
        let descends = self.less(self.items[start + 1], self.items[start])?;
        let mut length = 2;
        while length < rest {
            let at = start + length;
            if self.less(self.items[at], self.items[at - 1])? != descends {
                break;
            }
            length += 1;
        }
        if descends {
            self.items[start..start + length].reverse();
        }
        Ok(length)
    }

    /// Puts each of the items after the run into its place, found by halving.
    fn insert_rest(&mut self, start: usize, sorted: usize, wanted: usize) -> Result<(), Raised> {
        for at in start + sorted..start + wanted {
            let item = self.items[at];
            let (mut low, mut high) = (start, at);
            while low < high {
                let middle = low + (high - low) / 2;
                if self.less(item, self.items[middle])? {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            self.items[low..=at].rotate_right(1);
        }
        Ok(())
    }

    /// Merges the runs that lie deeper in the tree than the boundary to the next run, which is so long.
    fn merge_before(&mut self, next: usize) -> Result<(), Raised> {
        let Some(last) = self.runs.last() else {
            return Ok(());
        };
        let power = power(last.start, last.length, next, self.items.len());
        while self.runs.len() > 1 && self.runs[self.runs.len() - 2].power > power {
            self.merge_at(self.runs.len() - 2)?;
        }
        if let Some(last) = self.runs.last_mut() {
            last.power = power;
        }
        Ok(())
    }

    fn merge_rest(&mut self) -> Result<(), Raised> {
        while self.runs.len() > 1 {
            let mut at = self.runs.len() - 2;
            if at > 0 && self.runs[at - 1].length < self.runs[at + 1].length {
                at -= 1;
            }
            self.merge_at(at)?;
        }
        Ok(())
    }

    /// Merges a run with the one after it.
    fn merge_at(&mut self, at: usize) -> Result<(), Raised> {
        let second = self.runs.remove(at + 1);
        let first = &mut self.runs[at];
        let (start, middle) = (first.start, second.start);
        first.length += second.length;
        let end = middle + second.length;
        // What is at its place already, at both ends, stays out of it.
        let key = self.items[middle];
        let in_place = self.after(key, Side::Items(start, middle), 0)?;
        let start = start + in_place;
        if start == middle {
            return Ok(());
        }
        let key = self.items[middle - 1];
        let length = self.before(key, Side::Items(middle, end), second.length - 1)?;
        if length == 0 {
            return Ok(());
        }
        let end = middle + length;
        if middle - start <= length {
            let kept = self.items[start..middle].to_vec();
            self.merge_up(&kept, start, middle, end)
        } else {
            let kept = self.items[middle..end].to_vec();
            self.merge_down(&kept, start, middle, end)
        }
    }

    /// Merges from the lower end: `kept` are the items that stood from `start` on.
    fn merge_up(
        &mut self,
        kept: &[Keyed],
        start: usize,
        middle: usize,
        end: usize,
    ) -> Result<(), Raised> {
        let mut up = Up {
            first: 0,
            second: middle + 1,
            to: start + 1,
        };
        self.items[start] = self.items[middle];
        let merged = match up.is_over(kept, end) {
            true => Ok(()),
            false => self.go_up(kept, end, &mut up),
        };
        // What is left of the first run comes last, or where the failure left room.
        let rest = &kept[up.first..];
        if merged.is_ok() {
            self.items.copy_within(up.second..end, up.to);
            up.to += end - up.second;
        }
        self.items[up.to..up.to + rest.len()].copy_from_slice(rest);
        merged
    }

    fn go_up(&mut self, kept: &[Keyed], end: usize, up: &mut Up) -> Result<(), Raised> {
        let mut leap_after = self.leap_after;
        loop {
            let (mut firsts, mut seconds) = (0, 0);
            while firsts < leap_after && seconds < leap_after {
                if self.less(self.items[up.second], kept[up.first])? {
                    up.take_second(self.items);
                    (firsts, seconds) = (0, seconds + 1);
                } else {
                    up.take_first(self.items, kept);
                    (firsts, seconds) = (firsts + 1, 0);
                }
                if up.is_over(kept, end) {
                    return Ok(());
                }
            }
            leap_after += 1;
            loop {
                leap_after -= usize::from(leap_after > 1);
                self.leap_after = leap_after;
                let leaps = self.leap_up(kept, end, up)?;
                if up.is_over(kept, end) {
                    return Ok(());
                }
                if leaps < LEAP_AFTER {
                    break;
                }
            }
            leap_after += 1;
            self.leap_after = leap_after;
        }
    }

    /// Takes all that comes before the next of the other run, of each in turn; how many at most.
    fn leap_up(&mut self, kept: &[Keyed], end: usize, up: &mut Up) -> Result<usize, Raised> {
        let side = Side::Kept(&kept[up.first..]);
        let firsts = self.after(self.items[up.second], side, 0)?;
        for _ in 0..firsts {
            up.take_first(self.items, kept);
        }
        if up.is_over(kept, end) {
            return Ok(firsts);
        }
        up.take_second(self.items);
        if up.is_over(kept, end) {
            return Ok(firsts);
        }
        let seconds = self.before(kept[up.first], Side::Items(up.second, end), 0)?;
        for _ in 0..seconds {
            up.take_second(self.items);
        }
        if !up.is_over(kept, end) {
            up.take_first(self.items, kept);
        }
        Ok(firsts.max(seconds))
    }

    /// Merges from the upper end: `kept` are the items that stood from `middle` on.
    fn merge_down(
        &mut self,
        kept: &[Keyed],
        start: usize,
        middle: usize,
        end: usize,
    ) -> Result<(), Raised> {
        let mut down = Down {
            first: middle - 1,
            second: kept.len(),
            to: end - 1,
        };
        self.items[end - 1] = self.items[middle - 1];
        let merged = match down.is_over(start) {
            true => Ok(()),
            false => self.go_down(kept, start, &mut down),
        };
        let rest = &kept[..down.second];
        if merged.is_ok() {
            self.items
                .copy_within(start..down.first, start + rest.len());
            down.to = start + rest.len();
        }
        self.items[down.to - rest.len()..down.to].copy_from_slice(rest);
        merged
    }

    fn go_down(&mut self, kept: &[Keyed], start: usize, down: &mut Down) -> Result<(), Raised> {
        let mut leap_after = self.leap_after;
        loop {
            let (mut firsts, mut seconds) = (0, 0);
            while firsts < leap_after && seconds < leap_after {
                if self.less(kept[down.second - 1], self.items[down.first - 1])? {
                    down.take_first(self.items);
                    (firsts, seconds) = (firsts + 1, 0);
                } else {
                    down.take_second(self.items, kept);
                    (firsts, seconds) = (0, seconds + 1);
                }
                if down.is_over(start) {
                    return Ok(());
                }
            }
            leap_after += 1;
            loop {
                leap_after -= usize::from(leap_after > 1);
                self.leap_after = leap_after;
                let leaps = self.leap_down(kept, start, down)?;
                if down.is_over(start) {
                    return Ok(());
                }
                if leaps < LEAP_AFTER {
                    break;
                }
            }
            leap_after += 1;
            self.leap_after = leap_after;
        }
    }

    fn leap_down(
        &mut self,
        kept: &[Keyed],
        start: usize,
        down: &mut Down,
    ) -> Result<usize, Raised> {
        let length = down.first - start;
        let side = Side::Items(start, down.first);
        let firsts = length - self.after(kept[down.second - 1], side, length - 1)?;
        for _ in 0..firsts {
            down.take_first(self.items);
        }
        if down.is_over(start) {
            return Ok(firsts);
        }
        down.take_second(self.items, kept);
        if down.is_over(start) {
            return Ok(firsts);
        }
        let length = down.second;
        let side = Side::Kept(&kept[..length]);
        let seconds = length - self.before(self.items[down.first - 1], side, length - 1)?;
        for _ in 0..seconds {
            down.take_second(self.items, kept);
        }
        if !down.is_over(start) {
            down.take_first(self.items);
        }
        Ok(firsts.max(seconds))
    }

    /// How many of the sorted items are less than the key, sought by leaps from the hint on.
    fn before(&mut self, key: Keyed, side: Side<'_>, hint: usize) -> Result<usize, Raised> {
        self.place(side, hint, |sorting, item| sorting.less(item, key))
    }

    /// How many of the sorted items are not greater than the key.
    fn after(&mut self, key: Keyed, side: Side<'_>, hint: usize) -> Result<usize, Raised> {
        self.place(side, hint, |sorting, item| Ok(!sorting.less(key, item)?))
    }

    /// How many items come before a place, given what tells whether an item does.
    fn place(
        &mut self,
        side: Side<'_>,
        hint: usize,
        comes_before: impl Fn(&mut Self, Keyed) -> Result<bool, Raised>,
    ) -> Result<usize, Raised> {
        let length = side.length();
        let up = comes_before(self, side.get(self.items, hint))?;
        let room = if up { length - hint } else { hint + 1 };
        let (mut last, mut leap) = (0, 1);
        while leap < room {
            let at = if up { hint + leap } else { hint - leap };
            if comes_before(self, side.get(self.items, at))? != up {
                break;
            }
            (last, leap) = (leap, leap * 2 + 1);
        }
        let leap = leap.min(room);
        let (mut low, mut high) = match up {
            true => (hint + last + 1, hint + leap),
            false => (hint + 1 - leap, hint - last),
        };
        while low < high {
            let middle = low + (high - low) / 2;
            if comes_before(self, side.get(self.items, middle))? {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Ok(low)
    }
}

/// Depth of the boundary between a run and the next in the tree of merges: how many halvings of the list tell their middles apart.
fn power(start: usize, length: usize, next: usize, all: usize) -> u32 {
    let mut one = 2 * start + length;
    let mut other = one + length + next;
    let mut power = 1;
    loop {
        if one >= all {
            one -= all;
            other -= all;
        } else if other >= all {
            return power;
        }
        one *= 2;
        other *= 2;
        power += 1;
    }
}

/// Sorted items to look through: some of the list's, or some that were copied out of it.
#[derive(Clone, Copy)]
enum Side<'a> {
    Items(usize, usize),
    Kept(&'a [Keyed]),
}

impl Side<'_> {
    fn length(self) -> usize {
        match self {
            Side::Items(start, end) => end - start,
            Side::Kept(items) => items.len(),
        }
    }

    fn get(self, items: &[Keyed], at: usize) -> Keyed {
        match self {
            Side::Items(start, _) => items[start + at],
            Side::Kept(items) => items[at],
        }
    }
}

/// How far a merge from the lower end is: the next of each run, and where it goes.
struct Up {
    first: usize,
    second: usize,
    to: usize,
}

impl Up {
    fn take_first(&mut self, items: &mut [Keyed], kept: &[Keyed]) {
        items[self.to] = kept[self.first];
        self.first += 1;
        self.to += 1;
    }

    fn take_second(&mut self, items: &mut [Keyed]) {
        items[self.to] = items[self.second];
        self.second += 1;
        self.to += 1;
    }

    /// The last item of the first run is known to be greater than all of the second.
    fn is_over(&self, kept: &[Keyed], end: usize) -> bool {
        self.second == end || kept.len() - self.first <= 1
    }
}

/// How far a merge from the upper end is: the ends of what is left of each run, and of where it goes.
struct Down {
    first: usize,
    second: usize,
    to: usize,
}

impl Down {
    fn take_first(&mut self, items: &mut [Keyed]) {
        self.first -= 1;
        self.to -= 1;
        items[self.to] = items[self.first];
    }

    fn take_second(&mut self, items: &mut [Keyed], kept: &[Keyed]) {
        self.second -= 1;
        self.to -= 1;
        items[self.to] = kept[self.second];
    }

    /// The first item of the second run is known to be less than all of the first.
    fn is_over(&self, start: usize) -> bool {
        self.first == start || self.second <= 1
    }
}
