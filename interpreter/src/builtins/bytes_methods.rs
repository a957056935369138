//! The methods of `bytes` and `bytearray` that `str` has too, on ASCII.

use super::bytes::{byte, made, this};
use super::read;
use crate::text::pad::{self, Ends};
use crate::text::slice::Slice;
use crate::text::{search, split as parts};
use crate::value::Value;
use crate::vm::{Answer, Args, Raised, Vm};

fn bytes_like(vm: &mut Vm, value: Value) -> Result<Vec<u8>, Raised> {
    if let Some(bytes) = vm.heap.bytes_like(value) {
        return Ok(bytes.to_vec());
    }
    let name = vm.type_name(value);
    Err(vm.type_error(format!("a bytes-like object is required, not '{name}'")))
}

/// Bytes, or an int that is one byte.
fn sub_of(vm: &mut Vm, value: Value) -> Result<Vec<u8>, Raised> {
    if vm.as_int(value).is_some() {
        return byte(vm, value, "byte must be in range(0, 256)").map(|byte| vec![byte]);
    }
    if let Some(bytes) = vm.heap.bytes_like(value) {
        return Ok(bytes.to_vec());
    }
    let name = vm.type_name(value);
    Err(vm.type_error(format!(
        "argument should be integer or bytes-like object, not '{name}'"
    )))
}

/// What `find(sub, start, end)` looks at, where that begins, and `sub`.
type Sought = (Vec<u8>, usize, Vec<u8>);

fn sought(vm: &mut Vm, args: &Args<'_>, name: &str) -> Result<Option<Sought>, Raised> {
    args.count_from(vm, name, 1, 3)?;
    let window = window(vm, args, args.get(1), args.get(2))?;
    let sub = sub_of(vm, args.get(0))?;
    Ok(window.map(|(bytes, start)| (bytes, start, sub)))
}

fn window(
    vm: &mut Vm,
    args: &Args<'_>,
    start: Value,
    end: Value,
) -> Result<Option<(Vec<u8>, usize)>, Raised> {
    let bytes = this(vm, args);
    let (start, end) = (read::bound(vm, start)?, read::bound(vm, end)?);
    let beyond = start.is_some_and(|start| start > bytes.len() as i64);
    let cut = vm.lift(Slice::resolve(start, end, None, bytes.len()))?;
    if beyond || cut.start > cut.stop {
        return Ok(None);
    }
    let start = cut.start as usize;
    Ok(Some((bytes[start..cut.stop as usize].to_vec(), start)))
}

fn found(vm: &mut Vm, args: &Args<'_>, name: &str, last: bool) -> Result<Option<usize>, Raised> {
    let Some((bytes, start, sub)) = sought(vm, args, name)? else {
        return Ok(None);
    };
    let at = if last {
        search::rfind_bytes(&bytes, &sub)
    } else {
        search::find_bytes(&bytes, &sub)
    };
    Ok(at.map(|at| at + start))
}

fn or_error(vm: &mut Vm, found: Option<usize>) -> Answer {
    match found {
        Some(at) => Ok(Value::Int(at as i64)),
        None => Err(vm.value_error("subsection not found")),
    }
}

pub(super) fn find(vm: &mut Vm, args: &Args<'_>) -> Answer {
    found(vm, args, "find", false).map(|at| Value::Int(at.map_or(-1, |at| at as i64)))
}

pub(super) fn rfind(vm: &mut Vm, args: &Args<'_>) -> Answer {
    found(vm, args, "rfind", true).map(|at| Value::Int(at.map_or(-1, |at| at as i64)))
}

pub(super) fn index(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let found = found(vm, args, "index", false)?;
    or_error(vm, found)
}

pub(super) fn rindex(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let found = found(vm, args, "rindex", true)?;
    or_error(vm, found)
}

pub(super) fn count(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let count =
        sought(vm, args, "count")?.map_or(0, |(bytes, _, sub)| search::count_bytes(&bytes, &sub));
    Ok(Value::Int(count as i64))
}

fn affixed(vm: &mut Vm, args: &Args<'_>, name: &str, test: fn(&[u8], &[u8]) -> bool) -> Answer {
    args.count_from(vm, name, 1, 3)?;
    let affix = args.get(0);
    let window = window(vm, args, args.get(1), args.get(2))?;
    let choices = match vm.heap.tuple(vm.heap.payload(affix)) {
        Some(choices) => choices.to_vec(),
        None if vm.heap.bytes_like(affix).is_some() => vec![affix],
        None => {
            let kind = vm.type_name(affix);
            return Err(vm.type_error(format!(
                "{name} first arg must be bytes or a tuple of bytes, not {kind}"
            )));
        }
    };
    for choice in choices {
        let choice = bytes_like(vm, choice)?;
        let Some((bytes, _)) = &window else { continue };
        if test(bytes, &choice) {
            return Ok(Value::Bool(true));
        }
    }
    Ok(Value::Bool(false))
}

pub(super) fn starts_with(vm: &mut Vm, args: &Args<'_>) -> Answer {
    affixed(vm, args, "startswith", <[u8]>::starts_with)
}

pub(super) fn ends_with(vm: &mut Vm, args: &Args<'_>) -> Answer {
    affixed(vm, args, "endswith", <[u8]>::ends_with)
}

pub(super) fn replace(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [old, new, count] = args.between(vm, "replace", 2)?;
    let (old, new) = (bytes_like(vm, old)?, bytes_like(vm, new)?);
    let count = read::word_or(vm, count, -1)?;
    let bytes = this(vm, args);
    vm.reserve(search::count_bytes(&bytes, &old).saturating_mul(new.len()))?;
    made(
        vm,
        args.this,
        search::replace_bytes(&bytes, &old, &new, count),
    )
}

fn list_of(vm: &mut Vm, args: &Args<'_>, parts: Vec<Vec<u8>>) -> Answer {
    let mut items = Vec::with_capacity(parts.len());
    for part in parts {
        items.push(made(vm, args.this, part)?);
    }
    Ok(vm.heap.new_list(items))
}

fn owned(parts: Vec<&[u8]>) -> Vec<Vec<u8>> {
    parts.into_iter().map(<[u8]>::to_vec).collect()
}

fn splitting(vm: &mut Vm, args: &Args<'_>, name: &str) -> Result<(Option<Vec<u8>>, i64), Raised> {
    let [separator, most] = args.bind(vm, name, ["sep", "maxsplit"], 0, 2)?;
    let most = read::word_or(vm, most, -1)?;
    if separator.is_unbound() || separator.is_none() {
        return Ok((None, most));
    }
    let separator = bytes_like(vm, separator)?;
    if separator.is_empty() {
        return Err(vm.value_error("empty separator"));
    }
    Ok((Some(separator), most))
}

pub(super) fn split(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let (separator, most) = splitting(vm, args, "split")?;
    let bytes = this(vm, args);
    let found = match &separator {
        Some(separator) => parts::bytes_by(&bytes, separator, most),
        None => parts::byte_words(&bytes, most),
    };
    list_of(vm, args, owned(found))
}

pub(super) fn rsplit(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let (separator, most) = splitting(vm, args, "rsplit")?;
    let bytes = this(vm, args);
    let found = match &separator {
        Some(separator) => parts::bytes_by_from_right(&bytes, separator, most),
        None => parts::byte_words_from_right(&bytes, most),
    };
    list_of(vm, args, owned(found))
}

pub(super) fn split_lines(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [keep] = args.bind(vm, "splitlines", ["keepends"], 0, 1)?;
    let keep = read::flag(vm, keep, false)?;
    let found = owned(parts::byte_lines(&this(vm, args), keep));
    list_of(vm, args, found)
}

fn parted(vm: &mut Vm, args: &Args<'_>, name: &str, last: bool) -> Answer {
    let given = args.one(vm, name)?;
    let separator = bytes_like(vm, given)?;
    if separator.is_empty() {
        return Err(vm.value_error("empty separator"));
    }
    let bytes = this(vm, args);
    let at = if last {
        search::rfind_bytes(&bytes, &separator)
    } else {
        search::find_bytes(&bytes, &separator)
    };
    let pieces = match at {
        Some(at) => [
            bytes[..at].to_vec(),
            separator.clone(),
            bytes[at + separator.len()..].to_vec(),
        ],
        None if last => [Vec::new(), Vec::new(), bytes],
        None => [bytes, Vec::new(), Vec::new()],
    };
    let mut items = Vec::with_capacity(3);
    for piece in pieces {
        items.push(made(vm, args.this, piece)?);
    }
    // Bytes give the separator back as it is.
    if at.is_some() && vm.heap.byte_array(args.this).is_none() {
        items[1] = given;
    }
    Ok(vm.heap.new_tuple(items))
}

pub(super) fn partition(vm: &mut Vm, args: &Args<'_>) -> Answer {
    parted(vm, args, "bytes.partition", false)
}

pub(super) fn rpartition(vm: &mut Vm, args: &Args<'_>) -> Answer {
    parted(vm, args, "bytes.rpartition", true)
}

pub(super) fn join(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let iterable = args.one(vm, "bytes.join")?;
    if !vm.is_iterable(iterable) {
        return Err(vm.type_error("can only join an iterable"));
    }
    let items = vm.collect(iterable)?;
    let separator = this(vm, args);
    let mut out = Vec::new();
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 {
            out.extend_from_slice(&separator);
        }
        let Some(bytes) = vm.heap.bytes_like(item) else {
            let kind = vm.type_name(item);
            let message =
                format!("sequence item {index}: expected a bytes-like object, {kind} found");
            return Err(vm.type_error(message));
        };
        out.extend_from_slice(bytes);
        vm.reserve(out.len())?;
    }
    made(vm, args.this, out)
}

fn mapped(vm: &mut Vm, args: &Args<'_>, name: &str, map: fn(Vec<u8>) -> Vec<u8>) -> Answer {
    args.none(vm, name)?;
    let bytes = map(this(vm, args));
    made(vm, args.this, bytes)
}

pub(super) fn lower(vm: &mut Vm, args: &Args<'_>) -> Answer {
    mapped(vm, args, "bytes.lower", |bytes| bytes.to_ascii_lowercase())
}

pub(super) fn upper(vm: &mut Vm, args: &Args<'_>) -> Answer {
    mapped(vm, args, "bytes.upper", |bytes| bytes.to_ascii_uppercase())
}

pub(super) fn capitalize(vm: &mut Vm, args: &Args<'_>) -> Answer {
    mapped(vm, args, "bytes.capitalize", |bytes| {
        let mut bytes = bytes.to_ascii_lowercase();
        bytes.iter_mut().take(1).for_each(u8::make_ascii_uppercase);
        bytes
    })
}

pub(super) fn swapcase(vm: &mut Vm, args: &Args<'_>) -> Answer {
    mapped(vm, args, "bytes.swapcase", |bytes| {
        let swap = |byte: u8| {
            if byte.is_ascii_lowercase() {
                byte.to_ascii_uppercase()
            } else {
                byte.to_ascii_lowercase()
            }
        };
        bytes.into_iter().map(swap).collect()
    })
}

pub(super) fn title(vm: &mut Vm, args: &Args<'_>) -> Answer {
    mapped(vm, args, "bytes.title", |bytes| {
        let mut inside = false;
        let mut next = |byte: u8| {
            let out = if inside {
                byte.to_ascii_lowercase()
            } else {
                byte.to_ascii_uppercase()
            };
            inside = byte.is_ascii_alphabetic();
            out
        };
        bytes.into_iter().map(&mut next).collect()
    })
}

fn asked(vm: &mut Vm, args: &Args<'_>, name: &str, ask: fn(&[u8]) -> bool) -> Answer {
    args.none(vm, name)?;
    Ok(Value::Bool(ask(&this(vm, args))))
}

fn all(bytes: &[u8], is: fn(&u8) -> bool) -> bool {
    !bytes.is_empty() && bytes.iter().all(is)
}

pub(super) fn is_alnum(vm: &mut Vm, args: &Args<'_>) -> Answer {
    asked(vm, args, "bytes.isalnum", |bytes| {
        all(bytes, u8::is_ascii_alphanumeric)
    })
}

pub(super) fn is_alpha(vm: &mut Vm, args: &Args<'_>) -> Answer {
    asked(vm, args, "bytes.isalpha", |bytes| {
        all(bytes, u8::is_ascii_alphabetic)
    })
}

pub(super) fn is_ascii(vm: &mut Vm, args: &Args<'_>) -> Answer {
    asked(vm, args, "bytes.isascii", <[u8]>::is_ascii)
}

pub(super) fn is_digit(vm: &mut Vm, args: &Args<'_>) -> Answer {
    asked(vm, args, "bytes.isdigit", |bytes| {
        all(bytes, u8::is_ascii_digit)
    })
}

pub(super) fn is_space(vm: &mut Vm, args: &Args<'_>) -> Answer {
    asked(vm, args, "bytes.isspace", |bytes| {
        all(bytes, |byte| parts::is_byte_space(*byte))
    })
}

pub(super) fn is_lower(vm: &mut Vm, args: &Args<'_>) -> Answer {
    asked(vm, args, "bytes.islower", |bytes| {
        bytes.iter().any(u8::is_ascii_lowercase) && !bytes.iter().any(u8::is_ascii_uppercase)
    })
}

pub(super) fn is_upper(vm: &mut Vm, args: &Args<'_>) -> Answer {
    asked(vm, args, "bytes.isupper", |bytes| {
        bytes.iter().any(u8::is_ascii_uppercase) && !bytes.iter().any(u8::is_ascii_lowercase)
    })
}

pub(super) fn is_title(vm: &mut Vm, args: &Args<'_>) -> Answer {
    asked(vm, args, "bytes.istitle", |bytes| {
        let (mut inside, mut found) = (false, false);
        for byte in bytes {
            let wrong = if inside {
                byte.is_ascii_uppercase()
            } else {
                byte.is_ascii_lowercase()
            };
            if wrong {
                return false;
            }
            inside = byte.is_ascii_alphabetic();
            found |= inside;
        }
        found
    })
}

pub(super) fn expand_tabs(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [size] = args.bind(vm, "expandtabs", ["tabsize"], 0, 1)?;
    let size = read::tab_size(vm, size)?;
    let bytes = this(vm, args);
    let tabs = bytes.iter().filter(|byte| **byte == b'\t').count();
    vm.reserve(tabs.saturating_mul(read::size(size)))?;
    // A character a byte.
    let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    let text = pad::expand_tabs(&text, size);
    made(
        vm,
        args.this,
        text.chars().map(|c| u32::from(c) as u8).collect(),
    )
}

fn stripped(vm: &mut Vm, args: &Args<'_>, name: &str, ends: Ends) -> Answer {
    let [set] = args.between(vm, name, 0)?;
    let set = if set.is_unbound() || set.is_none() {
        None
    } else {
        Some(bytes_like(vm, set)?)
    };
    let bytes = pad::strip_bytes(&this(vm, args), set.as_deref(), ends).to_vec();
    made(vm, args.this, bytes)
}

pub(super) fn strip(vm: &mut Vm, args: &Args<'_>) -> Answer {
    stripped(vm, args, "strip", Ends::Both)
}

pub(super) fn lstrip(vm: &mut Vm, args: &Args<'_>) -> Answer {
    stripped(vm, args, "lstrip", Ends::Left)
}

pub(super) fn rstrip(vm: &mut Vm, args: &Args<'_>) -> Answer {
    stripped(vm, args, "rstrip", Ends::Right)
}

pub(super) fn remove_prefix(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let prefix = args.one(vm, "bytes.removeprefix")?;
    let prefix = bytes_like(vm, prefix)?;
    let bytes = this(vm, args);
    let kept = bytes.strip_prefix(&prefix[..]).unwrap_or(&bytes).to_vec();
    made(vm, args.this, kept)
}

pub(super) fn remove_suffix(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let suffix = args.one(vm, "bytes.removesuffix")?;
    let suffix = bytes_like(vm, suffix)?;
    let bytes = this(vm, args);
    let kept = bytes.strip_suffix(&suffix[..]).unwrap_or(&bytes).to_vec();
    made(vm, args.this, kept)
}

/// `missing` bytes of fill before and behind, divided by `share`.
fn padded(vm: &mut Vm, args: &Args<'_>, name: &str, share: fn(usize, usize) -> usize) -> Answer {
    let [width, fill] = args.between(vm, name, 1)?;
    let width = read::size(read::word(vm, width)?);
    let fill = match fill {
        Value::Unbound => b' ',
        given => match vm.heap.bytes_like(given) {
            Some([only]) => *only,
            _ => {
                let kind = vm.type_name(given);
                let message =
                    format!("{name}() argument 2 must be a byte string of length 1, not {kind}");
                return Err(vm.type_error(message));
            }
        },
    };
    let bytes = this(vm, args);
    let missing = width.saturating_sub(bytes.len());
    vm.reserve(missing)?;
    let before = share(missing, width);
    let out = [vec![fill; before], bytes, vec![fill; missing - before]].concat();
    made(vm, args.this, out)
}

pub(super) fn center(vm: &mut Vm, args: &Args<'_>) -> Answer {
    padded(vm, args, "center", pad::left_share)
}

pub(super) fn ljust(vm: &mut Vm, args: &Args<'_>) -> Answer {
    padded(vm, args, "ljust", |_, _| 0)
}

pub(super) fn rjust(vm: &mut Vm, args: &Args<'_>) -> Answer {
    padded(vm, args, "rjust", |missing, _| missing)
}

pub(super) fn zfill(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let width = args.one(vm, "bytes.zfill")?;
    let width = read::size(read::word(vm, width)?);
    let bytes = this(vm, args);
    let missing = width.saturating_sub(bytes.len());
    vm.reserve(missing)?;
    let sign = usize::from(matches!(bytes.first(), Some(b'+' | b'-')));
    let out = [&bytes[..sign], &vec![b'0'; missing], &bytes[sign..]].concat();
    made(vm, args.this, out)
}

/// One ASCII character, as text or bytes.
fn hex_separator(vm: &mut Vm, value: Value) -> Result<Option<String>, Raised> {
    if value.is_unbound() {
        return Ok(None);
    }
    if vm.length(value)? != 1 {
        return Err(vm.value_error("sep must be length 1."));
    }
    let bytes = vm.heap.bytes_of(vm.heap.payload(value));
    let text = match (vm.heap.str(value), bytes) {
        (Some(text), _) => text.to_owned(),
        (None, Some(bytes)) => bytes.iter().map(|byte| char::from(*byte)).collect(),
        (None, None) => return Err(vm.type_error("sep must be str or bytes.")),
    };
    if !text.is_ascii() {
        return Err(vm.value_error("sep must be ASCII."));
    }
    Ok(Some(text))
}

pub(super) fn hex(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [separator, every] = args.bind(vm, "hex", ["sep", "bytes_per_sep"], 0, 2)?;
    let every = match every {
        Value::Unbound => 1,
        every => read::half_word(vm, every)?,
    };
    let separator = hex_separator(vm, separator)?;
    let bytes = this(vm, args);
    vm.reserve(bytes.len().saturating_mul(3))?;
    let group = read::size(every.saturating_abs());
    let mut out = String::with_capacity(bytes.len() * 2);
    for (index, byte) in bytes.iter().enumerate() {
        // Groups count from the right unless the number is negative.
        let place = if every < 0 {
            index
        } else {
            bytes.len() - index
        };
        if let Some(separator) = separator
            .as_deref()
            .filter(|_| index > 0 && group > 0 && place % group == 0)
        {
            out.push_str(separator);
        }
        out.push_str(&format!("{byte:02x}"));
    }
    Ok(vm.heap.new_str(out))
}
