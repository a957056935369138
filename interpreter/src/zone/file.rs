//! A TZif file: the times at which something else begins to hold, and what.

use super::{Local, Rule};

const HEADER: usize = 44;

/// Slices of the file's data block with 64-bit times.
pub(super) struct File<'a> {
    times: &'a [u8],
    indices: &'a [u8],
    kinds: Vec<Kind<'a>>,
    pub(super) rule: Option<Rule<'a>>,
}

#[derive(Clone, Copy)]
struct Kind<'a> {
    offset: i64,
    is_dst: bool,
    dst: i64,
    name: &'a str,
}

struct Header {
    counts: [usize; 6],
}

impl Header {
    fn read(data: &[u8]) -> Option<Self> {
        if data.get(..4)? != b"TZif" {
            return None;
        }
        let mut counts = [0; 6];
        for (count, bytes) in counts.iter_mut().zip(data.get(20..HEADER)?.chunks(4)) {
            *count = number(bytes) as usize;
        }
        Some(Self { counts })
    }

    /// Bytes of the block behind it.
    fn length(&self, time: usize) -> usize {
        let [utc, standard, leap, times, kinds, chars] = self.counts;
        times * (time + 1) + kinds * 6 + chars + leap * (time + 4) + standard + utc
    }
}

/// Signed, big-endian.
fn number(bytes: &[u8]) -> i64 {
    let negative = bytes.first().is_some_and(|byte| byte & 0x80 != 0);
    bytes
        .iter()
        .fold(if negative { -1 } else { 0 }, |sum, byte| {
            sum << 8 | i64::from(*byte)
        })
}

impl<'a> File<'a> {
    pub(super) fn read(data: &'a [u8]) -> Option<Self> {
        let first = Header::read(data)?;
        let data = data.get(HEADER + first.length(4)..)?;
        let header = Header::read(data)?;
        let block = data.get(HEADER..)?;
        let [_, _, _, times, kinds, chars] = header.counts;
        let (times, rest) = block.split_at_checked(times * 8)?;
        let (indices, rest) = rest.split_at_checked(times.len() / 8)?;
        let (kinds, rest) = rest.split_at_checked(kinds * 6)?;
        let names = rest.get(..chars)?;
        let kinds = kinds
            .chunks_exact(6)
            .map(|bytes| Kind::read(bytes, names))
            .collect::<Option<Vec<_>>>()?;
        let footer = std::str::from_utf8(block.get(header.length(8)..)?).ok()?;
        let mut file = Self {
            times,
            indices,
            kinds,
            rule: Rule::parse(footer.trim_matches('\n')),
        };
        file.find_savings();
        Some(file)
    }

    pub(super) fn count(&self) -> usize {
        self.indices.len()
    }

    /// When the i-th change is.
    pub(super) fn time(&self, index: usize) -> i64 {
        self.times.get(index * 8..index * 8 + 8).map_or(0, number)
    }

    /// What the wall clock shows then: of the two hands' positions the later one, or with `fold` the earlier one.
    pub(super) fn wall(&self, index: usize, fold: bool) -> i64 {
        let now = self.kind(index).offset;
        let previous = match index {
            0 => self.kinds.first().map_or(now, |kind| kind.offset),
            index => self.kind(index - 1).offset,
        };
        let shift = if fold {
            now.min(previous)
        } else {
            now.max(previous)
        };
        self.time(index) + shift
    }

    /// The first change for which `holds` does not.
    pub(super) fn search(&self, holds: impl Fn(usize) -> bool) -> usize {
        let (mut low, mut high) = (0, self.count());
        while low < high {
            let middle = low.midpoint(high);
            if holds(middle) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    fn kind(&self, index: usize) -> Kind<'a> {
        self.kinds[usize::from(self.indices[index]).min(self.kinds.len() - 1)]
    }

    /// What holds from the i-th change on.
    pub(super) fn after(&self, index: usize) -> Local<'a> {
        self.kind(index).local()
    }

    /// What held before the first change: the first that is no daylight saving.
    pub(super) fn before(&self) -> Option<Local<'a>> {
        let standard = self.kinds.iter().find(|kind| !kind.is_dst);
        standard.or(self.kinds.first()).map(Kind::local)
    }

    /// What holds for ever, where no rule says more.
    pub(super) fn last(&self) -> Option<Local<'a>> {
        match self.count() {
            0 => self.kinds.first().map(Kind::local),
            count => Some(self.after(count - 1)),
        }
    }

    /// The files do not say how much of an offset is daylight saving: it is the difference to a neighbour in time that has none.
    fn find_savings(&mut self) {
        let missing = |file: &Self| file.kinds.iter().any(|kind| kind.is_dst && kind.dst == 0);
        for index in 1..self.count() {
            if !missing(self) {
                return;
            }
            let kind = self.kind(index);
            if !kind.is_dst || kind.dst != 0 {
                continue;
            }
            let previous = self.kind(index - 1);
            let mut saving = if previous.is_dst {
                0
            } else {
                kind.offset - previous.offset
            };
            if saving == 0 && index + 1 < self.count() {
                let next = self.kind(index + 1);
                if next.is_dst {
                    continue;
                }
                saving = kind.offset - next.offset;
            }
            let place = usize::from(self.indices[index]).min(self.kinds.len() - 1);
            self.kinds[place].dst = saving;
        }
        for kind in &mut self.kinds {
            if kind.is_dst && kind.dst == 0 {
                kind.dst = 3600;
            }
        }
    }
}

impl<'a> Kind<'a> {
    fn read(bytes: &[u8], names: &'a [u8]) -> Option<Self> {
        let name = names.get(usize::from(bytes[5])..)?;
        let end = name.iter().position(|byte| *byte == 0)?;
        Some(Self {
            offset: number(&bytes[..4]),
            is_dst: bytes[4] != 0,
            dst: 0,
            name: std::str::from_utf8(&name[..end]).ok()?,
        })
    }

    fn local(&self) -> Local<'a> {
        Local {
            offset: self.offset,
            dst: self.dst,
            name: self.name,
        }
    }
}
