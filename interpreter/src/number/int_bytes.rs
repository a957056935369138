//! `int.to_bytes` and `int.from_bytes`.

use num_bigint::{BigInt, Sign};

use super::Int;
use crate::fault::{Fault, Outcome};

/// The `byteorder` argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    Big,
    Little,
}

impl Order {
    pub fn parse(name: &str) -> Outcome<Self> {
        match name {
            "big" => Ok(Order::Big),
            "little" => Ok(Order::Little),
            _ => Err(Fault::value_error(
                "byteorder must be either 'little' or 'big'",
            )),
        }
    }
}

/// `int.to_bytes(length, order, signed=)`.
pub fn to_bytes(value: &Int, length: i64, order: Order, signed: bool) -> Outcome<Vec<u8>> {
    if length < 0 {
        return Err(Fault::value_error("length argument must be non-negative"));
    }
    if value.is_negative() && !signed {
        return Err(Fault::overflow("can't convert negative int to unsigned"));
    }
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    if length > 1 << 26 {
        return Err(Fault::memory());
    }
    let mut bytes = if signed {
        value.to_big().to_signed_bytes_le()
    } else {
        value.parts().1.to_bytes_le()
    };
    if bytes == [0] {
        bytes.clear();
    }
    if bytes.len() > length {
        return Err(Fault::overflow("int too big to convert"));
    }
    bytes.resize(length, if value.is_negative() { 0xff } else { 0 });
    if order == Order::Big {
        bytes.reverse();
    }
    Ok(bytes)
}

/// `int.from_bytes(bytes, order, signed=)`.
pub fn from_bytes(bytes: &[u8], order: Order, signed: bool) -> Int {
    match (order, signed) {
        (Order::Big, false) => BigInt::from_bytes_be(Sign::Plus, bytes),
        (Order::Little, false) => BigInt::from_bytes_le(Sign::Plus, bytes),
        (Order::Big, true) => BigInt::from_signed_bytes_be(bytes),
        (Order::Little, true) => BigInt::from_signed_bytes_le(bytes),
    }
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_go_both_ways() {
        for (value, signed, bytes) in [
            (1024, false, [4, 0]),
            (-2, true, [0xff, 0xfe]),
            (0, true, [0, 0]),
        ] {
            let int = Int::Small(value);
            assert_eq!(to_bytes(&int, 2, Order::Big, signed), Ok(bytes.to_vec()));
            assert_eq!(from_bytes(&bytes, Order::Big, signed), int);
        }
        assert_eq!(to_bytes(&Int::ZERO, 0, Order::Little, false), Ok(vec![]));
        assert_eq!(from_bytes(&[1, 2], Order::Little, false), Int::Small(513));
    }

    #[test]
    fn what_does_not_fit_is_an_overflow() {
        let failed = |value: i64, signed| {
            to_bytes(&Int::Small(value), 1, Order::Big, signed)
                .expect_err("too big")
                .message
        };
        assert_eq!(failed(256, false), "int too big to convert");
        assert_eq!(failed(128, true), "int too big to convert");
        assert_eq!(failed(-1, false), "can't convert negative int to unsigned");
    }
}
