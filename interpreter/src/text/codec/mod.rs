//! `str.encode` and `bytes.decode`: UTF-8, -16 and -32, ASCII, Latin-1 and encodings of one byte, with the error handlers that need no registry.

mod charmap;
mod wide;

use super::repr;
use crate::fault::{Detail, Fault, Kind, Outcome};
use charmap::Charmap;
use wide::Wide;

/// What `utf-8-sig` begins with.
const SIGNATURE: &[u8] = b"\xef\xbb\xbf";

/// An encoding by any of its usual names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    /// UTF-8 behind a signature.
    Utf8Signed,
    Wide(Wide),
    Ascii,
    Latin1,
    Charmap(&'static Charmap),
}

impl Encoding {
    pub fn parse(name: &str) -> Outcome<Self> {
        let plain = normalized(name);
        let found = match plain.as_str() {
            "utf_8" | "utf8" | "u8" | "utf" | "cp65001" => Some(Encoding::Utf8),
            "utf_8_sig" => Some(Encoding::Utf8Signed),
            "ascii" | "us_ascii" | "us" | "646" | "csascii" | "cp367" | "ibm367" | "iso646_us"
            | "iso_ir_6" => Some(Encoding::Ascii),
            "latin_1" | "latin1" | "latin" | "l1" | "iso8859_1" | "iso_8859_1" | "iso8859"
            | "8859" | "cp819" | "ibm819" | "csisolatin1" | "iso_8859_1_1987" | "iso_ir_100" => {
                Some(Encoding::Latin1)
            }
            _ => Wide::named(&plain)
                .map(Encoding::Wide)
                .or_else(|| Charmap::named(&plain).map(Encoding::Charmap)),
        };
        found.ok_or_else(|| {
            let message = format!("unknown encoding: {name}");
            Fault::new(Kind::LookupError, message)
        })
    }

    const fn name(self) -> &'static str {
        match self {
            Encoding::Ascii => "ascii",
            Encoding::Latin1 => "latin-1",
            _ => "charmap",
        }
    }

    /// The byte of a character, in an encoding of one byte.
    fn byte(self, character: char) -> Option<u8> {
        match self {
            Encoding::Ascii => u8::try_from(character).ok().filter(u8::is_ascii),
            Encoding::Charmap(map) => map.byte(character),
            _ => u8::try_from(character).ok(),
        }
    }

    const fn cannot(self) -> &'static str {
        match self {
            Encoding::Ascii => "ordinal not in range(128)",
            Encoding::Latin1 => "ordinal not in range(256)",
            _ => "character maps to <undefined>",
        }
    }
}

/// Lower case, with one `_` for all that stands between words, as `encodings.normalize_encoding` does.
fn normalized(name: &str) -> String {
    let words = name.split(|c: char| !c.is_ascii_alphanumeric() && c != '.');
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    words.join("_").to_ascii_lowercase()
}

/// The `errors` argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handler {
    Strict,
    Ignore,
    Replace,
    BackslashReplace,
    XmlCharRefReplace,
}

impl Handler {
    pub fn parse(name: &str) -> Outcome<Self> {
        match name {
            "strict" => Ok(Handler::Strict),
            "ignore" => Ok(Handler::Ignore),
            "replace" => Ok(Handler::Replace),
            "backslashreplace" => Ok(Handler::BackslashReplace),
            "xmlcharrefreplace" => Ok(Handler::XmlCharRefReplace),
            _ => Err(Fault::new(
                Kind::LookupError,
                format!("unknown error handler name '{name}'"),
            )),
        }
    }
}

/// `str.encode(encoding, errors)`.
pub fn encode(text: &str, encoding: Encoding, handler: &str) -> Outcome<Vec<u8>> {
    match encoding {
        Encoding::Utf8 => Ok(text.as_bytes().to_vec()),
        Encoding::Utf8Signed => Ok([SIGNATURE, text.as_bytes()].concat()),
        Encoding::Wide(wide) => Ok(wide.encode(text)),
        _ => encode_narrow(text, encoding, handler),
    }
}

/// One byte a character.
fn encode_narrow(text: &str, encoding: Encoding, handler: &str) -> Outcome<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len());
    for (index, c) in text.chars().enumerate() {
        if let Some(byte) = encoding.byte(c) {
            out.push(byte);
            continue;
        }
        match Handler::parse(handler)? {
            Handler::Strict => {
                let rest = text.chars().skip(index);
                let run = rest.take_while(|c| encoding.byte(*c).is_none()).count();
                return Err(cannot_encode(text, encoding, index, index + run));
            }
            Handler::Ignore => {}
            Handler::Replace => out.push(b'?'),
            Handler::BackslashReplace => {
                let mut escaped = String::new();
                repr::push_code(&mut escaped, c);
                out.extend(escaped.bytes());
            }
            Handler::XmlCharRefReplace => out.extend(format!("&#{};", u32::from(c)).bytes()),
        }
    }
    Ok(out)
}

fn cannot_encode(text: &str, encoding: Encoding, start: usize, end: usize) -> Fault {
    let message = encoding.cannot().to_owned();
    let detail = Detail::Encode {
        encoding: encoding.name().into(),
        object: text.into(),
        start,
        end,
    };
    Fault {
        kind: Kind::UnicodeEncodeError,
        message,
        detail,
    }
}

/// `bytes.decode(encoding, errors)`.
pub fn decode(bytes: &[u8], encoding: Encoding, handler: &str) -> Outcome<String> {
    match encoding {
        Encoding::Latin1 => Ok(bytes.iter().map(|byte| char::from(*byte)).collect()),
        Encoding::Ascii => decode_narrow(bytes, encoding, handler, |byte| {
            byte.is_ascii().then_some(char::from(byte))
        }),
        Encoding::Charmap(map) => {
            decode_narrow(bytes, encoding, handler, |byte| map.character(byte))
        }
        Encoding::Utf8 => decode_utf8(bytes, handler),
        Encoding::Utf8Signed => {
            decode_utf8(bytes.strip_prefix(SIGNATURE).unwrap_or(bytes), handler)
        }
        Encoding::Wide(wide) => decode_wide(bytes, wide, handler),
    }
}

fn decode_narrow(
    bytes: &[u8],
    encoding: Encoding,
    handler: &str,
    character: impl Fn(u8) -> Option<char>,
) -> Outcome<String> {
    let mut out = String::with_capacity(bytes.len());
    for (at, byte) in bytes.iter().enumerate() {
        if let Some(character) = character(*byte) {
            out.push(character);
            continue;
        }
        let fault = || cannot_decode(bytes, encoding.name(), at, at + 1, encoding.cannot());
        mend(&mut out, &bytes[at..=at], handler, fault)?;
    }
    Ok(out)
}

fn decode_wide(bytes: &[u8], wide: Wide, handler: &str) -> Outcome<String> {
    let (wide, mut at) = wide.told_by_mark(bytes);
    let mut out = String::with_capacity(bytes.len() / 2);
    while at < bytes.len() {
        match wide.character(&bytes[at..]) {
            Ok((character, length)) => {
                out.push(character);
                at += length;
            }
            Err((length, reason)) => {
                let end = at + length;
                let fault = || cannot_decode(bytes, wide.name(), at, end, reason);
                mend(&mut out, &bytes[at..end], handler, fault)?;
                at = end;
            }
        }
    }
    Ok(out)
}

fn decode_utf8(bytes: &[u8], handler: &str) -> Outcome<String> {
    let mut out = String::with_capacity(bytes.len());
    let mut at = 0;
    for chunk in bytes.utf8_chunks() {
        out.push_str(chunk.valid());
        at += chunk.valid().len();
        let invalid = chunk.invalid();
        if invalid.is_empty() {
            continue;
        }
        let end = at + invalid.len();
        let reason = utf8_reason(invalid, end == bytes.len());
        mend(&mut out, invalid, handler, || {
            cannot_decode(bytes, "utf-8", at, end, reason)
        })?;
        at = end;
    }
    Ok(out)
}

/// CPython's words for what is wrong with a sequence.
fn utf8_reason(invalid: &[u8], at_end: bool) -> &'static str {
    let (first, length) = (invalid[0], invalid.len());
    let wanted = match first {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return "invalid start byte",
    };
    if at_end && length < wanted {
        "unexpected end of data"
    } else {
        "invalid continuation byte"
    }
}

fn mend(
    out: &mut String,
    invalid: &[u8],
    handler: &str,
    fault: impl FnOnce() -> Fault,
) -> Outcome<()> {
    match Handler::parse(handler)? {
        Handler::Strict => return Err(fault()),
        Handler::Ignore => {}
        Handler::Replace => out.push('\u{fffd}'),
        Handler::BackslashReplace => {
            invalid
                .iter()
                .for_each(|byte| repr::push_code(out, char::from(*byte)));
        }
        Handler::XmlCharRefReplace => {
            return Err(Fault::type_error(
                "don't know how to handle UnicodeDecodeError in error callback",
            ));
        }
    }
    Ok(())
}

fn cannot_decode(bytes: &[u8], encoding: &str, start: usize, end: usize, reason: &str) -> Fault {
    let detail = Detail::Decode {
        encoding: encoding.into(),
        object: bytes.into(),
        start,
        end,
    };
    Fault {
        kind: Kind::UnicodeDecodeError,
        message: reason.into(),
        detail,
    }
}

/// `str()` of a Unicode error's parts.
pub fn describe(fault: &Fault) -> String {
    match &fault.detail {
        Detail::Encode {
            encoding,
            object,
            start,
            end,
        } => encode_message(encoding, object, *start, *end, &fault.message),
        Detail::Decode {
            encoding,
            object,
            start,
            end,
        } => decode_message(encoding, object, *start, *end, &fault.message),
        _ => fault.message.clone(),
    }
}

/// As `UnicodeEncodeError.__str__` writes it.
pub fn encode_message(
    encoding: &str,
    object: &str,
    start: usize,
    end: usize,
    reason: &str,
) -> String {
    let place = match object.chars().nth(start) {
        Some(c) if end == start + 1 => {
            let mut code = String::new();
            repr::push_code(&mut code, c);
            format!("character '{code}' in position {start}")
        }
        _ => format!("characters in position {start}-{}", end.saturating_sub(1)),
    };
    format!("'{encoding}' codec can't encode {place}: {reason}")
}

/// As `UnicodeDecodeError.__str__` writes it.
pub fn decode_message(
    encoding: &str,
    object: &[u8],
    start: usize,
    end: usize,
    reason: &str,
) -> String {
    let place = match object.get(start) {
        Some(byte) if end == start + 1 => format!("byte 0x{byte:02x} in position {start}"),
        _ => format!("bytes in position {start}-{}", end.saturating_sub(1)),
    };
    format!("'{encoding}' codec can't decode {place}: {reason}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encoding_fails_with_the_run_that_does_not_fit() {
        let fault = encode("aé€b", Encoding::Ascii, "strict").expect_err("not ASCII");
        assert_eq!(
            describe(&fault),
            "'ascii' codec can't encode characters in position 1-2: ordinal not in range(128)"
        );
        let fault = encode("é€", Encoding::Latin1, "strict").expect_err("not Latin-1");
        assert_eq!(
            describe(&fault),
            "'latin-1' codec can't encode character '\\u20ac' in position 1: ordinal not in range(256)"
        );
        assert_eq!(
            encode("é€", Encoding::Ascii, "backslashreplace"),
            Ok(b"\\xe9\\u20ac".to_vec())
        );
        assert_eq!(
            encode("é€", Encoding::Ascii, "xmlcharrefreplace"),
            Ok(b"&#233;&#8364;".to_vec())
        );
    }

    #[test]
    fn decoding_says_what_is_wrong() {
        let cases = [
            (
                &b"a\xff"[..],
                "'utf-8' codec can't decode byte 0xff in position 1: invalid start byte",
            ),
            (
                b"\xe2\x82",
                "'utf-8' codec can't decode bytes in position 0-1: unexpected end of data",
            ),
            (
                b"\xe2(\xa1",
                "'utf-8' codec can't decode byte 0xe2 in position 0: invalid continuation byte",
            ),
            (
                b"\xc3(",
                "'utf-8' codec can't decode byte 0xc3 in position 0: invalid continuation byte",
            ),
            (
                b"\xed\xa0\x80",
                "'utf-8' codec can't decode byte 0xed in position 0: invalid continuation byte",
            ),
        ];
        for (bytes, message) in cases {
            let fault = decode(bytes, Encoding::Utf8, "strict").expect_err("not UTF-8");
            assert_eq!(describe(&fault), message);
        }
        assert_eq!(
            decode(b"a\xffb", Encoding::Utf8, "replace").as_deref(),
            Ok("a\u{fffd}b")
        );
        assert_eq!(
            decode(b"a\xff", Encoding::Utf8, "backslashreplace").as_deref(),
            Ok("a\\xff")
        );
        assert_eq!(
            decode(b"\xe9", Encoding::Latin1, "strict").as_deref(),
            Ok("é")
        );
    }
}
