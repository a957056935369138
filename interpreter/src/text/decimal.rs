//! The decimal digits of a machine word, without memory of their own.

/// As many as `i64::MIN` has, with its sign.
const DIGITS_MAX: usize = 20;

/// A number as text.
pub struct Decimal {
    bytes: [u8; DIGITS_MAX],
    start: usize,
}

impl Decimal {
    pub fn of(number: i64) -> Self {
        let mut bytes = [b'0'; DIGITS_MAX];
        let mut start = DIGITS_MAX;
        let mut rest = number.unsigned_abs();
        loop {
            start -= 1;
            bytes[start] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        if number < 0 {
            start -= 1;
            bytes[start] = b'-';
        }
        Self { bytes, start }
    }

    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[self.start..]).unwrap_or_default()
    }
}

/// The number that a text names which is nothing but digits, not too many.
pub fn few_digits(text: &str) -> Option<i64> {
    let plain = (1..=18).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| {
        text.bytes()
            .fold(0, |sum, byte| sum * 10 + i64::from(byte - b'0'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_those_of_the_number() {
        for number in [0, 7, -1, 10, 99, -100, 1 << 40, i64::MAX, i64::MIN] {
            assert_eq!(Decimal::of(number).as_str(), number.to_string());
        }
    }
}
