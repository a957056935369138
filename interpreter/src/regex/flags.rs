//! The flags of a pattern, with the numbers that Python shows.

pub type Flags = i32;

pub const TEMPLATE: Flags = 1;
pub const IGNORECASE: Flags = 2;
pub const LOCALE: Flags = 4;
pub const MULTILINE: Flags = 8;
pub const DOTALL: Flags = 16;
pub const UNICODE: Flags = 32;
pub const VERBOSE: Flags = 64;
pub const DEBUG: Flags = 128;
pub const ASCII: Flags = 256;

/// Of these a pattern has one.
pub(super) const KINDS: Flags = ASCII | LOCALE | UNICODE;
/// These hold for a whole pattern only.
pub(super) const GLOBAL: Flags = DEBUG | TEMPLATE;

/// In the order in which the `repr` of a pattern names them.
pub const NAMES: [(Flags, &str); 9] = [
    (TEMPLATE, "re.TEMPLATE"),
    (IGNORECASE, "re.IGNORECASE"),
    (LOCALE, "re.LOCALE"),
    (MULTILINE, "re.MULTILINE"),
    (DOTALL, "re.DOTALL"),
    (UNICODE, "re.UNICODE"),
    (VERBOSE, "re.VERBOSE"),
    (DEBUG, "re.DEBUG"),
    (ASCII, "re.ASCII"),
];

/// The flag of a letter in `(?i)`.
pub(super) fn of_letter(letter: char) -> Option<Flags> {
    Some(match letter {
        'a' => ASCII,
        'i' => IGNORECASE,
        'L' => LOCALE,
        'm' => MULTILINE,
        's' => DOTALL,
        't' => TEMPLATE,
        'u' => UNICODE,
        'x' => VERBOSE,
        _ => return None,
    })
}

/// The flags inside a group that turns some on and some off.
pub(super) fn combined(flags: Flags, on: Flags, off: Flags) -> Flags {
    let kept = if on & KINDS == 0 {
        flags
    } else {
        flags & !KINDS
    };
    (kept | on) & !off
}
