//! The door for those who look for matches: one, or all that do not overlap.

use super::input::{Input, Octets, Utf8};
use super::matcher::{Matcher, NOWHERE, Stop, Wanted};
use super::program::{Inst, Program};

/// What is searched, up to where it ends for the search.
#[derive(Clone, Copy, Debug)]
pub enum Subject<'t> {
    /// Bytes, or a text of ASCII only.
    Octets(&'t [u8]),
    Text(&'t str),
}

/// Where a match may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Anywhere from the begin on.
    Anywhere,
    /// At the begin.
    Here,
    /// From the begin to the end.
    Whole,
}

/// What a search may use up.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    pub steps: u64,
    pub room_bytes: usize,
}

/// Positions in bytes: of the whole, then of each group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    spans: Box<[(u32, u32)]>,
    last_group: u32,
}

impl Found {
    /// Where the match begins and ends.
    pub fn span(&self) -> (usize, usize) {
        self.group(0).unwrap_or_default()
    }

    /// Where a group begins and ends, if it took part; 0 is the whole.
    pub fn group(&self, group: usize) -> Option<(usize, usize)> {
        let (begin, end) = *self.spans.get(group)?;
        (begin != NOWHERE).then_some((begin as usize, end as usize))
    }

    /// The group that was closed last.
    pub fn last_group(&self) -> Option<u32> {
        (self.last_group > 0).then_some(self.last_group)
    }

    /// The whole and its groups.
    pub fn groups(&self) -> impl ExactSizeIterator<Item = Option<(usize, usize)>> + '_ {
        (0..self.spans.len()).map(|group| self.group(group))
    }
}

/// A match from a byte on. After an empty one the next must not be `filled` at the same place again.
pub fn find(
    program: &Program,
    subject: Subject<'_>,
    from: usize,
    place: Place,
    filled: bool,
    budget: &mut Budget,
) -> Result<Option<Found>, Stop> {
    match subject {
        Subject::Octets(bytes) => find_in(program, Octets(bytes), from, place, filled, budget),
        Subject::Text(text) => find_in(program, Utf8(text), from, place, filled, budget),
    }
}

fn find_in<I: Input>(
    program: &Program,
    input: I,
    from: usize,
    place: Place,
    filled: bool,
    budget: &mut Budget,
) -> Result<Option<Found>, Stop> {
    let mut matcher = Matcher::new(program, input, budget.steps, budget.room_bytes);
    let found = matcher.find(from, place, filled);
    budget.steps = matcher.steps;
    found
}

/// All matches from a byte on, at most `limit`.
pub fn find_all(
    program: &Program,
    subject: Subject<'_>,
    from: usize,
    limit: usize,
    budget: &mut Budget,
) -> Result<Vec<Found>, Stop> {
    match subject {
        Subject::Octets(bytes) => all_in(program, Octets(bytes), from, limit, budget),
        Subject::Text(text) => all_in(program, Utf8(text), from, limit, budget),
    }
}

fn all_in<I: Input>(
    program: &Program,
    input: I,
    mut from: usize,
    limit: usize,
    budget: &mut Budget,
) -> Result<Vec<Found>, Stop> {
    let mut matcher = Matcher::new(program, input, budget.steps, budget.room_bytes);
    let room = budget.room_bytes / (size_of::<Found>() + (program.groups + 1) * 8) / 4;
    let mut all = Vec::new();
    let mut filled = false;
    let mut end = Ok(());
    while all.len() < limit {
        match matcher.find(from, Place::Anywhere, filled) {
            Ok(Some(_)) if all.len() >= room => end = Err(Stop::Room),
            Ok(Some(found)) => {
                let span = found.span();
                filled = span.0 == span.1;
                from = span.1;
                all.push(found);
                continue;
            }
            Ok(None) => {}
            Err(stop) => end = Err(stop),
        }
        break;
    }
    budget.steps = matcher.steps;
    end.map(|()| all)
}

impl<I: Input> Matcher<'_, I> {
    fn find(&mut self, from: usize, place: Place, filled: bool) -> Result<Option<Found>, Stop> {
        let length = self.input.bytes().len();
        if from > length {
            // CPython lets the empty pattern match behind the end.
            let empty = matches!(self.program.code[..], [Inst::Success]);
            return Ok((empty && place == Place::Here).then(|| self.found(from, from)));
        }
        let wanted = Wanted {
            whole: place == Place::Whole,
            filled,
        };
        let span = if place == Place::Anywhere {
            self.search(from, wanted)?
        } else {
            self.run(from, wanted)?.map(|end| (from, end))
        };
        Ok(span.map(|(begin, end)| self.found(begin, end)))
    }

    fn found(&self, begin: usize, end: usize) -> Found {
        let groups = (0..self.program.groups).map(|group| match self.group(group) {
            Some((begin, end)) => (begin as u32, end as u32),
            None => (NOWHERE, NOWHERE),
        });
        Found {
            spans: std::iter::once((begin as u32, end as u32))
                .chain(groups)
                .collect(),
            last_group: self.last_group,
        }
    }

    fn search(
        &mut self,
        mut at: usize,
        mut wanted: Wanted,
    ) -> Result<Option<(usize, usize)>, Stop> {
        loop {
            let Some(candidate) = self.candidate(at)? else {
                return Ok(None);
            };
            wanted.filled &= candidate == at;
            at = candidate;
            if let Some(end) = self.run(at, wanted)? {
                return Ok(Some((at, end)));
            }
            if self.program.start.anchored {
                return Ok(None);
            }
            wanted.filled = false;
            match self.input.after(at) {
                Some((_, next)) => at = next,
                None => return Ok(None),
            }
        }
    }

    /// The next place where a match can begin.
    fn candidate(&mut self, at: usize) -> Result<Option<usize>, Stop> {
        let program = self.program;
        let start = &program.start;
        let length = self.input.bytes().len();
        if length - at < start.least {
            return Ok(None);
        }
        let (begin, prefix) = (start.prefix.0 as usize, start.prefix.1 as usize);
        let rest = &self.input.bytes()[at..];
        let skipped = if prefix > 0 {
            place_of(rest, &program.literals[begin..begin + prefix])
        } else if let Some(bytes) = &start.bytes {
            rest.iter().position(|byte| bytes[usize::from(*byte)])
        } else {
            Some(0)
        };
        self.spend(skipped.unwrap_or(length - at) / 8)?;
        Ok(skipped.map(|skipped| at + skipped))
    }
}

fn place_of(text: &[u8], wanted: &[u8]) -> Option<usize> {
    let (first, rest) = wanted.split_first()?;
    let mut from = 0;
    loop {
        let skipped = text[from..].iter().position(|byte| byte == first)?;
        let at = from + skipped;
        if text[at + 1..].starts_with(rest) {
            return Some(at);
        }
        from = at + 1;
    }
}
