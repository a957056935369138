//! Sets of characters, quick to ask.

use super::case::{self, Fold};
use super::node::{Category, Item, Set};
use crate::text::chars;

/// What a set holds.
#[derive(Clone, Debug, Default)]
pub(super) struct CharSet {
    /// The answer for the first 256 characters.
    latin: [u64; 4],
    /// The other ones: first and last, in order and apart.
    ranges: Vec<(u32, u32)>,
    /// Also those whose upper case is within one of these.
    upper_ranges: Vec<(u32, u32)>,
    categories: Vec<Category>,
    negate: bool,
    /// How a character is changed before it is looked for.
    fold: Fold,
    unicode: bool,
}

/// Beyond the basic plane CPython folds ranges only, and by their upper case.
const BASIC_MAX: u32 = 0xffff;

impl CharSet {
    pub(super) fn new(set: &Set, fold: Fold, unicode: bool) -> Self {
        let mut built = Self {
            negate: set.negate,
            fold: if has_case(&set.items, fold) {
                fold
            } else {
                Fold::Exact
            },
            unicode,
            ..Self::default()
        };
        set.items.iter().for_each(|item| built.add(*item));
        built.ranges = merged(std::mem::take(&mut built.ranges));
        for c in 0..256 {
            if built.find(c) {
                built.latin[c as usize / 64] |= 1 << (c % 64);
            }
        }
        built
    }

    fn add(&mut self, item: Item) {
        match item {
            Item::Category(category) => self.categories.push(category),
            Item::Literal(c) => self.add_literal(c),
            Item::Range(low, high) => self.add_range(low, high),
        }
    }

    fn add_literal(&mut self, c: u32) {
        let lower = self.fold.lower(c);
        if lower > BASIC_MAX {
            return self.ranges.push((c, c));
        }
        self.ranges.push((lower, lower));
        let kin = self.fold.kin(lower).iter().map(|kin| (*kin, *kin));
        self.ranges.extend(kin);
    }

    fn add_range(&mut self, low: u32, high: u32) {
        if self.fold == Fold::Exact {
            return self.ranges.push((low, high));
        }
        (low..=high.min(BASIC_MAX)).for_each(|c| self.add_literal(c));
        if high > BASIC_MAX {
            self.upper_ranges.push((low, high));
        }
    }

    #[inline]
    pub(super) fn has(&self, c: u32) -> bool {
        match self.latin.get(c as usize / 64) {
            Some(word) => word >> (c % 64) & 1 == 1,
            None => self.find(c),
        }
    }

    fn find(&self, c: u32) -> bool {
        let c = self.fold.lower(c);
        let found = within(&self.ranges, c)
            || self
                .categories
                .iter()
                .any(|category| is_of(*category, c, self.unicode))
            || self.has_upper(c);
        found != self.negate
    }

    fn has_upper(&self, c: u32) -> bool {
        let between = |c: u32| {
            self.upper_ranges
                .iter()
                .any(|(low, high)| (*low..=*high).contains(&c))
        };
        !self.upper_ranges.is_empty() && (between(c) || between(case::upper(c)))
    }
}

/// Whether any of the items has another case.
fn has_case(items: &[Item], fold: Fold) -> bool {
    fold != Fold::Exact
        && items.iter().any(|item| match item {
            Item::Category(_) => false,
            Item::Literal(c) => fold.lower(*c) > BASIC_MAX || fold.is_cased(*c),
            Item::Range(low, high) => *high > BASIC_MAX || (*low..=*high).any(|c| fold.is_cased(c)),
        })
}

fn within(ranges: &[(u32, u32)], c: u32) -> bool {
    let next = ranges.partition_point(|(low, _)| *low <= c);
    next > 0 && c <= ranges[next - 1].1
}

fn merged(mut ranges: Vec<(u32, u32)>) -> Vec<(u32, u32)> {
    ranges.sort_unstable();
    let mut merged: Vec<(u32, u32)> = Vec::new();
    for (low, high) in ranges {
        match merged.last_mut() {
            Some(last) if low <= last.1.saturating_add(1) => last.1 = last.1.max(high),
            _ => merged.push((low, high)),
        }
    }
    merged
}

fn is_of(category: Category, c: u32, unicode: bool) -> bool {
    match category {
        Category::Digit => is_digit(c, unicode),
        Category::NotDigit => !is_digit(c, unicode),
        Category::Space => is_space(c, unicode),
        Category::NotSpace => !is_space(c, unicode),
        Category::Word => is_word(c, unicode),
        Category::NotWord => !is_word(c, unicode),
    }
}

fn is_digit(c: u32, unicode: bool) -> bool {
    if c < 128 || !unicode {
        return (0x30..=0x39).contains(&c);
    }
    char::from_u32(c).is_some_and(chars::is_decimal)
}

fn is_space(c: u32, unicode: bool) -> bool {
    if !unicode {
        return c == 0x20 || (0x09..=0x0d).contains(&c);
    }
    char::from_u32(c).is_some_and(chars::is_space)
}

/// Letters, digits and the underscore.
#[inline]
pub(super) fn is_word(c: u32, unicode: bool) -> bool {
    if c < 128 || !unicode {
        return c < 128 && (char::from(c as u8).is_ascii_alphanumeric() || c == 0x5f);
    }
    char::from_u32(c).is_some_and(chars::is_alnum)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(items: &[Item], fold: Fold) -> CharSet {
        let set = Set {
            negate: false,
            items: items.to_vec(),
        };
        CharSet::new(&set, fold, true)
    }

    #[test]
    fn a_folded_set_holds_the_kin_of_its_letters() {
        let set = set(&[Item::Range(0x61, 0x73)], Fold::Unicode);
        for c in ['a', 'S', 'ſ', 'K', '\u{212a}', 'İ', 'ı'] {
            assert!(set.has(u32::from(c)), "{c}");
        }
        assert!(!set.has(u32::from('T')));
    }

    #[test]
    fn ranges_merge() {
        assert_eq!(
            merged(vec![(5, 9), (1, 3), (4, 4), (11, 12)]),
            [(1, 9), (11, 12)]
        );
    }
}
