//! A number laid out: sign, prefix, grouped digits, the rest, and the padding.

use super::spec::{Align, Spec};
use crate::fault::Outcome;

/// The pieces of a number before padding; all ASCII except perhaps the rest (`c`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pieces {
    pub sign: &'static str,
    /// `0x` and the like.
    pub prefix: &'static str,
    /// The whole part, which is what grouping and zero padding work on.
    pub digits: String,
    /// Fraction, exponent, percent sign, or what is no number.
    pub rest: String,
}

impl Pieces {
    /// Joined as the specifier says; `size` digits a group.
    pub fn lay_out(self, spec: &Spec, size: usize) -> Outcome<String> {
        let fixed = self.sign.len() + self.prefix.len() + self.rest.chars().count();
        let zeros = spec.fill == '0' && spec.align == Some(Align::Inside);
        let least = if zeros { spec.missing(fixed)? } else { 0 };
        let digits = match spec.grouping {
            _ if self.digits.is_empty() => String::new(),
            Some(separator) => grouped(&self.digits, separator, size, least),
            None => format!(
                "{}{}",
                "0".repeat(least.saturating_sub(self.digits.len())),
                self.digits
            ),
        };
        let length = fixed + digits.len();
        let head = format!("{}{}", self.sign, self.prefix);
        let body = format!("{digits}{}", self.rest);
        if spec.align == Some(Align::Inside) {
            let filling = spec.filling(spec.missing(length)?);
            return Ok(format!("{head}{filling}{body}"));
        }
        spec.pad(format!("{head}{body}"), length, Align::Right)
    }
}

/// Digits in groups from the right, zeros put before them until there are `least` characters; a separator never leads.
fn grouped(digits: &str, separator: char, size: usize, least: usize) -> String {
    let mut reversed = String::new();
    let mut left = digits.bytes().rev();
    let mut in_group = 0;
    loop {
        let next = left.next();
        if next.is_none() && reversed.len() >= least && in_group > 0 {
            break;
        }
        if in_group == size {
            reversed.push(separator);
            in_group = 0;
        }
        reversed.push(next.map_or('0', char::from));
        in_group += 1;
    }
    reversed.chars().rev().collect()
}

/// The sign to show.
pub fn sign(negative: bool, spec: &Spec) -> &'static str {
    match (negative, spec.sign) {
        (true, _) => "-",
        (false, Some('+')) => "+",
        (false, Some(' ')) => " ",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_are_grouped_and_never_led_by_a_separator() {
        for (least, text) in [
            (0, "1,234"),
            (5, "1,234"),
            (6, "01,234"),
            (7, "001,234"),
            (8, "0,001,234"),
            (9, "0,001,234"),
        ] {
            assert_eq!(grouped("1234", ',', 3, least), text, "{least}");
        }
        assert_eq!(grouped("123", ',', 3, 4), "0,123");
    }
}
