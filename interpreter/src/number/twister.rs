//! The Mersenne Twister MT19937 (Matsumoto and Nishimura, 1998), whose state is bytes: 624 words and how many are used, little-endian.

const WORDS: usize = 624;
const MIDDLE: usize = 397;

/// Bytes of a state.
pub const SIZE: usize = (WORDS + 1) * 4;

fn word(state: &[u8], index: usize) -> u32 {
    let bytes = state.get(index * 4..index * 4 + 4);
    bytes.map_or(0, |bytes| {
        u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
    })
}

fn set_word(state: &mut [u8], index: usize, word: u32) {
    if let Some(bytes) = state.get_mut(index * 4..index * 4 + 4) {
        bytes.copy_from_slice(&word.to_le_bytes());
    }
}

/// The state that a key of words gives, by the authors' `init_by_array`.
pub fn seeded(key: &[u32]) -> Vec<u8> {
    let key = if key.is_empty() { &[0] } else { key };
    let mut words = [0_u32; WORDS];
    words[0] = 19_650_218;
    for index in 1..WORDS {
        words[index] = mixed(words[index - 1], 1_812_433_253).wrapping_add(index as u32);
    }
    let (mut at, mut next) = (1, 0);
    for _ in 0..WORDS.max(key.len()) {
        words[at] = (words[at] ^ mixed(words[at - 1], 1_664_525))
            .wrapping_add(key[next])
            .wrapping_add(next as u32);
        (at, next) = (at + 1, (next + 1) % key.len());
        if at >= WORDS {
            words[0] = words[WORDS - 1];
            at = 1;
        }
    }
    for _ in 1..WORDS {
        words[at] = (words[at] ^ mixed(words[at - 1], 1_566_083_941)).wrapping_sub(at as u32);
        at += 1;
        if at >= WORDS {
            words[0] = words[WORDS - 1];
            at = 1;
        }
    }
    words[0] = 0x8000_0000;
    from_words(words.into_iter().chain([WORDS as u32]))
}

fn mixed(word: u32, factor: u32) -> u32 {
    (word ^ (word >> 30)).wrapping_mul(factor)
}

/// A state of 624 words and the index.
pub fn from_words(words: impl Iterator<Item = u32>) -> Vec<u8> {
    words.flat_map(u32::to_le_bytes).collect()
}

/// The 624 words and the index.
pub fn words(state: &[u8]) -> impl Iterator<Item = u32> + '_ {
    (0..=WORDS).map(|index| word(state, index))
}

/// The next 32 bits.
pub fn next(state: &mut [u8]) -> u32 {
    let mut index = word(state, WORDS) as usize;
    if index >= WORDS {
        twist(state);
        index = 0;
    }
    let mut drawn = word(state, index);
    set_word(state, WORDS, index as u32 + 1);
    drawn ^= drawn >> 11;
    drawn ^= (drawn << 7) & 0x9d2c_5680;
    drawn ^= (drawn << 15) & 0xefc6_0000;
    drawn ^ (drawn >> 18)
}

fn twist(state: &mut [u8]) {
    for index in 0..WORDS {
        let joined =
            (word(state, index) & 0x8000_0000) | (word(state, (index + 1) % WORDS) & 0x7fff_ffff);
        let odd = if joined & 1 == 1 { 0x9908_b0df } else { 0 };
        let far = word(state, (index + MIDDLE) % WORDS);
        set_word(state, index, far ^ (joined >> 1) ^ odd);
    }
}

/// In [0, 1), 53 bits.
pub fn unit(state: &mut [u8]) -> f64 {
    let (high, low) = (next(state) >> 5, next(state) >> 6);
    (f64::from(high) * 67_108_864.0 + f64::from(low)) / 9_007_199_254_740_992.0
}

/// That many bits as words, the last first; CPython draws the low ones first.
pub fn bits(state: &mut [u8], count: u64) -> Vec<u32> {
    let mut left = count;
    let mut words = Vec::new();
    while left > 0 {
        let drawn = next(state);
        words.push(if left < 32 {
            drawn >> (32 - left)
        } else {
            drawn
        });
        left = left.saturating_sub(32);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_authors_first_numbers_come() {
        let mut state = seeded(&[0x123, 0x234, 0x345, 0x456]);
        let first: Vec<u32> = (0..4).map(|_| next(&mut state)).collect();
        assert_eq!(
            first,
            [1_067_595_299, 955_945_823, 477_289_528, 4_107_218_783]
        );
    }
}
