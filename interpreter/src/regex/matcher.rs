//! The execution of a program: backtracking over a stack of its own, so that no pattern and no text is too deep.

use super::charset::is_word;
use super::input::Input;
use super::node::{At, UNLIMITED};
use super::program::{Inst, Place, Program, Unit};

/// No position: a mark that is not set, a repetition that has not begun.
pub(super) const NOWHERE: u32 = u32::MAX;

/// Why an execution ended without an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// It took more steps than it was given.
    Steps,
    /// Its stack has no room left.
    Room,
}

/// What to do when nothing goes on from here: try something else, or take back what was noted.
#[derive(Clone, Copy, Debug)]
enum Saved {
    /// Go on there.
    Branch { pc: u32, at: u32 },
    /// A mark and the last group, as they were.
    Mark { slot: u32, was: u32, last: u32 },
    /// A repetition's count, and where its last round began.
    Count { slot: u32, count: u32, last: u32 },
    /// A greedy run may end earlier, down to `low`.
    Shorter { pc: u32, low: u32, at: u32 },
    /// A lazy run may take so many more.
    Longer { pc: u32, at: u32, left: u32 },
    /// An atomic part or a lookahead has failed. `at` is where it began.
    Barrier { at: u32 },
    /// As `Branch`, at the beginning of a part that is tried once.
    Instead { pc: u32, at: u32 },
}

/// A repetition under way.
#[derive(Clone, Copy, Debug)]
struct Loop {
    /// Rounds that are complete.
    count: u32,
    /// Where the last round began that was not needed.
    last: u32,
}

/// What must hold of a match besides what the program says.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Wanted {
    /// It ends where the text ends.
    pub(super) whole: bool,
    /// It is not empty.
    pub(super) filled: bool,
}

pub(super) struct Matcher<'p, I> {
    pub(super) program: &'p Program,
    pub(super) input: I,
    stack: Vec<Saved>,
    /// Where in the stack each part began that is tried once.
    frames: Vec<u32>,
    pub(super) marks: Vec<u32>,
    /// The group that was closed last; 0 for none.
    pub(super) last_group: u32,
    loops: Vec<Loop>,
    pub(super) steps: u64,
    /// How large the stack may grow.
    room: usize,
}

impl<'p, I: Input> Matcher<'p, I> {
    pub(super) fn new(program: &'p Program, input: I, steps: u64, room_bytes: usize) -> Self {
        let idle = Loop {
            count: 0,
            last: NOWHERE,
        };
        Self {
            program,
            input,
            stack: Vec::new(),
            frames: Vec::new(),
            marks: vec![NOWHERE; program.groups * 2],
            last_group: 0,
            loops: vec![idle; program.repeats.len()],
            steps,
            // A vector that grows is there twice for a moment, and holds up to twice what it needs.
            room: room_bytes / size_of::<Saved>() / 4,
        }
    }

    /// Counts work.
    pub(super) fn spend(&mut self, steps: usize) -> Result<(), Stop> {
        match self.steps.checked_sub(steps as u64) {
            Some(left) => {
                self.steps = left;
                Ok(())
            }
            None => {
                self.steps = 0;
                Err(Stop::Steps)
            }
        }
    }

    /// The end of a match that begins at a position.
    pub(super) fn run(&mut self, start: usize, wanted: Wanted) -> Result<Option<usize>, Stop> {
        self.stack.clear();
        self.frames.clear();
        self.marks.fill(NOWHERE);
        self.last_group = 0;
        let (mut pc, mut at) = (0, start);
        loop {
            self.spend(1)?;
            let next = match self.program.code[pc] {
                Inst::Unit(unit) => self.one(unit, at).map(|at| (pc + 1, at)),
                Inst::Text(begin, length) => self.text(begin, length, at).map(|at| (pc + 1, at)),
                Inst::At(place) => self.stands(place, at).then_some((pc + 1, at)),
                Inst::Mark(slot) => {
                    self.mark(slot, at)?;
                    Some((pc + 1, at))
                }
                Inst::Jump(to) => Some((to as usize, at)),
                Inst::Branch(other) => Some(self.branch(pc, other, at)?),
                Inst::Greedy(run) => self.greedy(pc, run, at)?,
                Inst::Lazy(run) => self.lazy(pc, run, at)?,
                Inst::Possessive(run) => self.possessive(run, at)?.map(|at| (pc + 1, at)),
                Inst::Enter(number) => {
                    self.count(number, NOWHERE, NOWHERE)?;
                    Some((pc + 1, at))
                }
                Inst::GreedyHead(number) => Some(self.greedy_head(number, at)?),
                Inst::LazyHead(number) => Some(self.lazy_head(pc, number, at)?),
                Inst::LazyMore(number) => self.lazy_more(number, at)?,
                Inst::PossessiveHead(number) => Some(self.possessive_head(number, at)?),
                Inst::Backref(group, fold) => self.backref(group, fold, at)?.map(|at| (pc + 1, at)),
                Inst::Unless(group, otherwise) => match self.group(group as usize) {
                    Some(_) => Some((pc + 1, at)),
                    None => Some((otherwise as usize, at)),
                },
                Inst::Atomic => {
                    self.open(Saved::Barrier { at: at as u32 })?;
                    Some((pc + 1, at))
                }
                Inst::Look(back) => match self.behind(at, back)? {
                    Some(begin) => {
                        self.open(Saved::Barrier { at: at as u32 })?;
                        Some((pc + 1, begin))
                    }
                    None => None,
                },
                Inst::LookNot(back, end) => match self.behind(at, back)? {
                    Some(begin) => {
                        let at = at as u32;
                        self.open(Saved::Instead { pc: end, at })?;
                        Some((pc + 1, begin))
                    }
                    None => Some((end as usize, at)),
                },
                Inst::Commit => {
                    self.commit();
                    Some((pc + 1, at))
                }
                Inst::LookEnd => {
                    let began = self.commit();
                    Some((pc + 1, began))
                }
                Inst::LookNotEnd => {
                    self.abandon();
                    None
                }
                Inst::Success => {
                    let short = wanted.whole && at != self.input.bytes().len();
                    let empty = wanted.filled && at == start;
                    if !short && !empty {
                        return Ok(Some(at));
                    }
                    None
                }
            };
            (pc, at) = match next {
                Some(next) => next,
                None => match self.backtrack()? {
                    Some(next) => next,
                    None => return Ok(None),
                },
            };
        }
    }

    fn push(&mut self, saved: Saved) -> Result<(), Stop> {
        if self.stack.len() >= self.room {
            return Err(Stop::Room);
        }
        self.stack.push(saved);
        Ok(())
    }

    /// What was saved last that goes on; what was noted since is taken back.
    fn backtrack(&mut self) -> Result<Option<(usize, usize)>, Stop> {
        while let Some(saved) = self.stack.pop() {
            match saved {
                Saved::Branch { pc, at } => return Ok(Some((pc as usize, at as usize))),
                Saved::Instead { pc, at } => {
                    self.frames.pop();
                    return Ok(Some((pc as usize, at as usize)));
                }
                Saved::Barrier { .. } => {
                    self.frames.pop();
                }
                Saved::Mark { .. } | Saved::Count { .. } => self.restore(saved),
                Saved::Shorter { pc, low, at } => {
                    let next = self.shorter(pc, low, at)?;
                    if next.is_some() {
                        return Ok(next);
                    }
                }
                Saved::Longer { pc, at, left } => {
                    let next = self.longer(pc as usize, at as usize, left)?;
                    if next.is_some() {
                        return Ok(next);
                    }
                }
            }
        }
        Ok(None)
    }

    fn restore(&mut self, saved: Saved) {
        match saved {
            Saved::Mark { slot, was, last } => {
                self.marks[slot as usize] = was;
                self.last_group = last;
            }
            Saved::Count { slot, count, last } => self.loops[slot as usize] = Loop { count, last },
            _ => {}
        }
    }

    fn open(&mut self, saved: Saved) -> Result<(), Stop> {
        self.frames.push(self.stack.len() as u32);
        self.push(saved)
    }

    /// Forgets what else could be tried since the innermost frame began, and says where that was.
    fn commit(&mut self) -> usize {
        let Some(begin) = self.frames.pop() else {
            return 0;
        };
        let mut kept = begin as usize;
        let began = match self.stack[kept] {
            Saved::Barrier { at } | Saved::Instead { at, .. } => at,
            _ => 0,
        };
        for index in kept + 1..self.stack.len() {
            if matches!(self.stack[index], Saved::Mark { .. } | Saved::Count { .. }) {
                self.stack[kept] = self.stack[index];
                kept += 1;
            }
        }
        self.stack.truncate(kept);
        began as usize
    }

    /// Takes back everything since the innermost frame began, and the frame.
    fn abandon(&mut self) {
        let begin = self.frames.pop().unwrap_or(0) as usize;
        while self.stack.len() > begin {
            if let Some(saved) = self.stack.pop() {
                self.restore(saved);
            }
        }
    }

    #[inline]
    fn one(&self, unit: Unit, at: usize) -> Option<usize> {
        let (c, next) = self.input.after(at)?;
        self.input.is(&self.program.sets, unit, c).then_some(next)
    }

    /// Where a lookaround begins, if there are so many characters before it.
    fn behind(&mut self, at: usize, back: u32) -> Result<Option<usize>, Stop> {
        let back = back as usize;
        if back > at {
            return Ok(None);
        }
        if I::IS_WIDE {
            self.spend(back / 8)?;
        }
        Ok(self.input.back_by(at, back))
    }

    fn literal(&self, begin: u32, length: u32) -> &'p [u8] {
        &self.program.literals[begin as usize..(begin + length) as usize]
    }

    #[inline]
    fn text(&self, begin: u32, length: u32, at: usize) -> Option<usize> {
        let wanted = self.literal(begin, length);
        let rest = &self.input.bytes()[at..];
        rest.starts_with(wanted).then_some(at + wanted.len())
    }

    fn stands(&self, place: Place, at: usize) -> bool {
        let bytes = self.input.bytes();
        match place {
            Place::Of(At::Beginning | At::TextBeginning) => at == 0,
            Place::Of(At::TextEnd) => at == bytes.len(),
            Place::Of(_) => at == bytes.len() || bytes[at..] == *b"\n",
            Place::LineBeginning => at == 0 || bytes[at - 1] == b'\n',
            Place::LineEnd => bytes.get(at).is_none_or(|byte| *byte == b'\n'),
            Place::Boundary { unicode, negate } => {
                if bytes.is_empty() {
                    return false;
                }
                let is = |c: Option<u32>| c.is_some_and(|c| is_word(c, unicode));
                let before = is(self.input.before(at));
                let after = is(self.input.after(at).map(|(c, _)| c));
                (before != after) != negate
            }
        }
    }

    fn mark(&mut self, slot: u32, at: usize) -> Result<(), Stop> {
        let saved = Saved::Mark {
            slot,
            was: self.marks[slot as usize],
            last: self.last_group,
        };
        self.push(saved)?;
        self.marks[slot as usize] = at as u32;
        if slot % 2 == 1 {
            self.last_group = slot / 2 + 1;
        }
        Ok(())
    }

    /// Where a group begins and ends, if it matched. Groups are counted from 0 here.
    pub(super) fn group(&self, group: usize) -> Option<(usize, usize)> {
        let (begin, end) = (self.marks[group * 2], self.marks[group * 2 + 1]);
        let matched = begin != NOWHERE && end != NOWHERE && begin <= end;
        matched.then_some((begin as usize, end as usize))
    }

    /// What cannot begin here is not tried, so that choices among words cost little.
    fn branch(&mut self, pc: usize, other: u32, at: usize) -> Result<(usize, usize), Stop> {
        let possible = match self.program.code[pc + 1] {
            Inst::Unit(unit) => self.one(unit, at).is_some(),
            Inst::Text(begin, _) => {
                let first = self.program.literals[begin as usize];
                self.input.bytes().get(at) == Some(&first)
            }
            _ => true,
        };
        if !possible {
            return Ok((other as usize, at));
        }
        self.push(Saved::Branch {
            pc: other,
            at: at as u32,
        })?;
        Ok((pc + 1, at))
    }

    /// The end of a run of so many, which costs a little for each.
    fn run_of(&mut self, unit: Unit, at: usize, max: u32) -> Result<usize, Stop> {
        let max = if max == UNLIMITED {
            usize::MAX
        } else {
            max as usize
        };
        let end = self.input.run(&self.program.sets, unit, at, max);
        self.spend((end - at) / 8)?;
        Ok(end)
    }

    /// The end of the least run, if there is one.
    fn least(&mut self, run: u32, at: usize) -> Result<Option<usize>, Stop> {
        let run = &self.program.runs[run as usize];
        let mut end = at;
        for done in 0..run.min {
            match self.one(run.unit, end) {
                Some(next) => end = next,
                None => {
                    self.spend(done as usize / 8)?;
                    return Ok(None);
                }
            }
        }
        self.spend(run.min as usize / 8)?;
        Ok(Some(end))
    }

    fn greedy(&mut self, pc: usize, run: u32, at: usize) -> Result<Option<(usize, usize)>, Stop> {
        let Some(low) = self.least(run, at)? else {
            return Ok(None);
        };
        let it = &self.program.runs[run as usize];
        let more = if it.max == UNLIMITED {
            UNLIMITED
        } else {
            it.max - it.min
        };
        let end = self.run_of(it.unit, low, more)?;
        self.settle(pc, it.follow, low, end)
    }

    fn shorter(&mut self, pc: u32, low: u32, at: u32) -> Result<Option<(usize, usize)>, Stop> {
        let Inst::Greedy(run) = self.program.code[pc as usize] else {
            return Ok(None);
        };
        let follow = self.program.runs[run as usize].follow;
        match self.input.back(at as usize) {
            Some(end) => self.settle(pc as usize, follow, low as usize, end),
            None => Ok(None),
        }
    }

    /// The longest run down to `low` that what follows may come after.
    fn settle(
        &mut self,
        pc: usize,
        follow: Option<u8>,
        low: usize,
        end: usize,
    ) -> Result<Option<(usize, usize)>, Stop> {
        let mut at = end;
        if let Some(follow) = follow {
            while self.input.bytes().get(at) != Some(&follow) {
                if at <= low {
                    self.spend((end - at) / 8)?;
                    return Ok(None);
                }
                at = self.input.back(at).unwrap_or(low);
            }
            self.spend((end - at) / 8)?;
        }
        if at > low {
            self.push(Saved::Shorter {
                pc: pc as u32,
                low: low as u32,
                at: at as u32,
            })?;
        }
        Ok(Some((pc + 1, at)))
    }

    fn lazy(&mut self, pc: usize, run: u32, at: usize) -> Result<Option<(usize, usize)>, Stop> {
        let Some(low) = self.least(run, at)? else {
            return Ok(None);
        };
        let it = &self.program.runs[run as usize];
        let left = if it.max == UNLIMITED {
            UNLIMITED
        } else {
            it.max - it.min
        };
        self.offer(pc, it.follow, low, left)
    }

    fn longer(&mut self, pc: usize, at: usize, left: u32) -> Result<Option<(usize, usize)>, Stop> {
        let Inst::Lazy(run) = self.program.code[pc] else {
            return Ok(None);
        };
        let it = &self.program.runs[run as usize];
        match self.one(it.unit, at) {
            Some(next) => self.offer(pc, it.follow, next, less(left)),
            None => Ok(None),
        }
    }

    /// The shortest run from here on that what follows may come after.
    fn offer(
        &mut self,
        pc: usize,
        follow: Option<u8>,
        begin: usize,
        mut left: u32,
    ) -> Result<Option<(usize, usize)>, Stop> {
        let Inst::Lazy(run) = self.program.code[pc] else {
            return Ok(None);
        };
        let unit = self.program.runs[run as usize].unit;
        let mut at = begin;
        if let Some(follow) = follow {
            while self.input.bytes().get(at) != Some(&follow) {
                match self.one(unit, at) {
                    Some(next) if left > 0 => at = next,
                    _ => {
                        self.spend((at - begin) / 8)?;
                        return Ok(None);
                    }
                }
                left = less(left);
            }
            self.spend((at - begin) / 8)?;
        }
        if left > 0 {
            self.push(Saved::Longer {
                pc: pc as u32,
                at: at as u32,
                left,
            })?;
        }
        Ok(Some((pc + 1, at)))
    }

    fn possessive(&mut self, run: u32, at: usize) -> Result<Option<usize>, Stop> {
        let Some(low) = self.least(run, at)? else {
            return Ok(None);
        };
        let it = &self.program.runs[run as usize];
        let more = if it.max == UNLIMITED {
            UNLIMITED
        } else {
            it.max - it.min
        };
        self.run_of(it.unit, low, more).map(Some)
    }

    /// Sets a repetition's count, which is taken back when this fails.
    fn count(&mut self, slot: u32, count: u32, last: u32) -> Result<(), Stop> {
        let was = self.loops[slot as usize];
        self.push(Saved::Count {
            slot,
            count: was.count,
            last: was.last,
        })?;
        self.loops[slot as usize] = Loop { count, last };
        Ok(())
    }

    /// How many rounds are complete at the head. A count that has not begun is one before 0.
    fn rounds(&self, number: u32) -> (u32, u32) {
        let it = self.loops[number as usize];
        (it.count.wrapping_add(1), it.last)
    }

    fn greedy_head(&mut self, number: u32, at: usize) -> Result<(usize, usize), Stop> {
        let bounds = self.program.repeats[number as usize];
        let (rounds, last) = self.rounds(number);
        if rounds < bounds.min {
            self.count(number, rounds, last)?;
            return Ok((bounds.body as usize, at));
        }
        // An empty round is not followed by another.
        let may = rounds < bounds.max || bounds.max == UNLIMITED;
        if !may || at as u32 == last {
            return Ok((bounds.exit as usize, at));
        }
        self.push(Saved::Branch {
            pc: bounds.exit,
            at: at as u32,
        })?;
        self.count(number, rounds, at as u32)?;
        Ok((bounds.body as usize, at))
    }

    fn lazy_head(&mut self, pc: usize, number: u32, at: usize) -> Result<(usize, usize), Stop> {
        let bounds = self.program.repeats[number as usize];
        let (rounds, last) = self.rounds(number);
        if rounds < bounds.min {
            self.count(number, rounds, last)?;
            return Ok((bounds.body as usize, at));
        }
        self.push(Saved::Branch {
            pc: pc as u32 + 1,
            at: at as u32,
        })?;
        Ok((bounds.exit as usize, at))
    }

    fn lazy_more(&mut self, number: u32, at: usize) -> Result<Option<(usize, usize)>, Stop> {
        let bounds = self.program.repeats[number as usize];
        let (rounds, last) = self.rounds(number);
        let full = rounds >= bounds.max && bounds.max != UNLIMITED;
        if full || at as u32 == last {
            return Ok(None);
        }
        self.count(number, rounds, at as u32)?;
        Ok(Some((bounds.body as usize, at)))
    }

    fn possessive_head(&mut self, number: u32, at: usize) -> Result<(usize, usize), Stop> {
        let bounds = self.program.repeats[number as usize];
        let (rounds, last) = self.rounds(number);
        let here = at as u32;
        if rounds < bounds.min {
            self.count(number, rounds, last)?;
            self.open(Saved::Barrier { at: here })?;
            return Ok((bounds.body as usize, at));
        }
        let may = rounds < bounds.max || bounds.max == UNLIMITED;
        if !may || here == last {
            return Ok((bounds.exit as usize, at));
        }
        self.open(Saved::Instead {
            pc: bounds.exit,
            at: here,
        })?;
        self.count(number, rounds, here)?;
        Ok((bounds.body as usize, at))
    }

    fn backref(
        &mut self,
        group: u32,
        fold: super::case::Fold,
        at: usize,
    ) -> Result<Option<usize>, Stop> {
        let Some((begin, end)) = self.group(group as usize) else {
            return Ok(None);
        };
        self.spend((end - begin) / 8)?;
        if fold == super::case::Fold::Exact {
            let bytes = self.input.bytes();
            let same = bytes[at..].starts_with(&bytes[begin..end]);
            return Ok(same.then_some(at + end - begin));
        }
        let (mut theirs, mut ours) = (begin, at);
        while theirs < end {
            let (Some((a, next)), Some((b, after))) =
                (self.input.after(theirs), self.input.after(ours))
            else {
                return Ok(None);
            };
            if fold.lower(a) != fold.lower(b) {
                return Ok(None);
            }
            (theirs, ours) = (next, after);
        }
        Ok(Some(ours))
    }
}

fn less(left: u32) -> u32 {
    if left == UNLIMITED { left } else { left - 1 }
}
