//! What a panic says, kept where the host can read it after the trap.

use std::cell::RefCell;
use std::fmt::Write;
use std::panic::PanicHookInfo;

use crate::buffer;

/// Longer messages are cut: the buffer is made ahead, because a panic may come of memory being short.
const MESSAGE_MAX: usize = 1024;

thread_local! {
    static MESSAGE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Installs the hook.
pub(crate) fn keep_message() {
    MESSAGE.with_borrow_mut(|message| {
        message.clear();
        message.reserve(MESSAGE_MAX);
    });
    std::panic::set_hook(Box::new(keep));
}

/// Where the message is, packed; 0 if nothing panicked.
pub(crate) fn message() -> u64 {
    MESSAGE.with_borrow(|message| {
        if message.is_empty() {
            0
        } else {
            buffer::pack(message.as_bytes())
        }
    })
}

fn keep(info: &PanicHookInfo<'_>) {
    MESSAGE.with_borrow_mut(|message| {
        message.clear();
        // Cut short is good enough here.
        let _ = write!(Bounded(message), "{info}");
    });
}

/// Writes what fits into the capacity and never allocates.
struct Bounded<'a>(&'a mut String);

impl Write for Bounded<'_> {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        let room = self.0.capacity() - self.0.len();
        let mut end = room.min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        self.0.push_str(&text[..end]);
        if end == text.len() {
            Ok(())
        } else {
            Err(std::fmt::Error)
        }
    }
}
