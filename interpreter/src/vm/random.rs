//! The instance's randomness: xoshiro256**, seeded once, its state in the snapshot.

/// A generator; `next` advances it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Random {
    pub state: [u64; 4],
}

impl Default for Random {
    fn default() -> Self {
        Self::seeded([0; 16])
    }
}

impl Random {
    /// The state is filled by splitmix64, as the generator's authors advise (Blackman and Vigna, 2018).
    pub fn seeded(seed: [u8; 16]) -> Self {
        let (low, high) = seed.split_at(8);
        let read = |bytes: &[u8]| {
            bytes
                .iter()
                .fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte))
        };
        let mut counter = read(low) ^ read(high).rotate_left(32);
        Self {
            state: std::array::from_fn(|_| splitmix(&mut counter)),
        }
    }

    #[expect(
        clippy::should_implement_trait,
        reason = "an endless generator is no iterator"
    )]
    pub fn next(&mut self) -> u64 {
        let [a, b, c, d] = self.state;
        let result = b.wrapping_mul(5).rotate_left(7).wrapping_mul(9);
        let c2 = c ^ a;
        let d2 = d ^ b;
        self.state = [a ^ d2, b ^ c2, c2 ^ (b << 17), d2.rotate_left(45)];
        result
    }

    /// In [0, 1), 53 bits.
    pub fn float(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// In [0, bound), without bias.
    pub fn below(&mut self, bound: u64) -> u64 {
        let rest = bound.wrapping_neg() % bound;
        loop {
            let drawn = self.next();
            if drawn >= rest {
                return drawn % bound;
            }
        }
    }
}

fn splitmix(counter: &mut u64) -> u64 {
    *counter = counter.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *counter;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
