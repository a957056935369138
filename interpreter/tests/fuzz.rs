//! Mutations of sound programs, snapshots, values and texts: whatever comes in, the machine neither panics nor hangs. Each target
//! runs for `FUZZ_SECONDS` (2) from `FUZZ_SEED` (printed); `make fuzz` runs them for long.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "the machine has neither files nor a clock, its tests have both"
)]

#[path = "../fuzz/targets.rs"]
mod targets;

#[path = "support/oracle.rs"]
#[expect(dead_code, reason = "the cases are read, not run")]
mod oracle;
#[path = "support/run.rs"]
#[expect(dead_code, reason = "the cases are read, not run")]
mod run;

use std::env;
use std::fs;
use std::time::{Duration, Instant};

/// No input may take longer, unoptimised and on a busy machine.
const SLOW: Duration = Duration::from_secs(20);

#[test]
fn texts_are_lowered_or_refused() {
    let texts: Vec<Vec<u8>> = run::cases()
        .iter()
        .map(|path| fs::read(path).expect("a case"))
        .collect();
    // Pieces of cases, so that an input is soon done with.
    let mut pieces = Vec::new();
    for text in &texts {
        pieces.extend(text.chunks(400).map(<[u8]>::to_vec));
    }
    storm("lower", &pieces, 600, targets::lowering);
}

#[test]
fn programs_run_or_are_refused() {
    let mut programs: Vec<Vec<u8>> = run::cases()
        .iter()
        .step_by(7)
        .filter_map(|path| run::program(path).ok())
        .collect();
    programs.push(targets::paused_program());
    storm("program", &programs, usize::MAX, targets::program);
}

#[test]
fn snapshots_load_or_are_refused() {
    let program = targets::paused_program();
    let snapshot = targets::paused_snapshot(&program);
    storm("snapshot", &[snapshot], usize::MAX, |data| {
        targets::snapshot(&program, data);
    });
}

#[test]
fn values_are_read_or_refused() {
    let seeds: Vec<Vec<u8>> = [
        &[0x93, 1, 2, 3][..],
        &[0x82, 0xa1, b'a', 1, 0xa1, b'b', 0xc0],
        &[0xc7, 3, 1, 1, 2, 3],
        &[0xdc, 0xff, 0xff, 0x90],
        &[0xd9, 4, b't', b'e', b'x', b't'],
        &[0xcb, 0x7f, 0xf8, 0, 0, 0, 0, 0, 1],
    ]
    .map(<[u8]>::to_vec)
    .into();
    storm("value", &seeds, 4096, targets::value);
}

/// Runs mutations of the seeds until the time is over; says which input was slow or failed.
fn storm(name: &str, seeds: &[Vec<u8>], most: usize, target: impl Fn(&[u8])) {
    let seconds = number("FUZZ_SECONDS").unwrap_or(2);
    let seed = number("FUZZ_SEED").unwrap_or_else(|| {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        now.map_or(1, |now| now.as_nanos() as u64 | 1)
    });
    println!("{name}: FUZZ_SEED={seed}");
    let mut random = Random(seed);
    let begun = Instant::now();
    let mut count = 0;
    while begun.elapsed() < Duration::from_secs(seconds) {
        let mut input = random.of(seeds).clone();
        for _ in 0..=random.below(4) {
            mutate(&mut input, seeds, &mut random);
        }
        input.truncate(most);
        let started = Instant::now();
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| target(&input)));
        assert!(
            outcome.is_ok(),
            "{name} panicked, FUZZ_SEED={seed}, input {count}: {input:?}"
        );
        assert!(
            started.elapsed() < SLOW,
            "{name} took {:?}, FUZZ_SEED={seed}, input {count}: {input:?}",
            started.elapsed()
        );
        count += 1;
    }
    println!("{name}: {count} inputs");
}

fn number(name: &str) -> Option<u64> {
    env::var(name).ok()?.parse().ok()
}

/// Changes a byte, cuts, repeats or splices.
fn mutate(input: &mut Vec<u8>, seeds: &[Vec<u8>], random: &mut Random) {
    let at = random.below(input.len().max(1)).min(input.len());
    let end = (at + random.below(32)).min(input.len());
    match random.below(8) {
        0 if at < input.len() => input[at] ^= 1 << random.below(8),
        1 if at < input.len() => input[at] = random.next() as u8,
        2 if at < input.len() => input[at] = *random.of(&[0, 1, 0x7f, 0x80, 0xff]),
        3 => drop(input.drain(at..end)),
        4 => {
            let piece = input[at..end].to_vec();
            input.splice(at..at, piece);
        }
        5 => {
            let other = random.of(seeds);
            let from = random.below(other.len().max(1)).min(other.len());
            let to = (from + random.below(64)).min(other.len());
            input.splice(at..end, other[from..to].iter().copied());
        }
        6 => input.truncate(at),
        _ => input.insert(at, random.next() as u8),
    }
}

/// xorshift64*.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() >> 33) as usize % bound
    }

    fn of<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.below(choices.len())]
    }
}
