//! Room for a text that is being built by appending: `text += more`, again and again.

use std::cell::Cell;
use std::mem::ManuallyDrop;
use std::ptr::{self, NonNull};
use std::rc::Rc;
use std::slice;

/// Bytes of fixed room, of which some are used. Several texts may be beginnings of what is there; only one that is all of it can be
/// continued in place, and what a text shows is never written again.
pub(super) struct Growing {
    start: NonNull<u8>,
    room: usize,
    used: Cell<usize>,
}

impl Growing {
    /// The two parts, and as much room again.
    pub(super) fn of(first: &str, second: &str) -> Rc<Self> {
        let used = first.len() + second.len();
        let mut bytes = ManuallyDrop::new(Vec::with_capacity(used * 2));
        bytes.extend_from_slice(first.as_bytes());
        bytes.extend_from_slice(second.as_bytes());
        // A vector's pointer is never null.
        let start = NonNull::new(bytes.as_mut_ptr()).unwrap_or(NonNull::dangling());
        Rc::new(Self {
            start,
            room: bytes.capacity(),
            used: Cell::new(used),
        })
    }

    /// The first so many bytes, which a text was made of.
    pub(super) fn text(&self, length: usize) -> &str {
        debug_assert!(length <= self.used.get());
        // SAFETY: so many bytes are used, were copied from texts up to the end of one, and stay as they are while `self` lives.
        unsafe { std::str::from_utf8_unchecked(slice::from_raw_parts(self.start.as_ptr(), length)) }
    }

    /// Continues what is `length` bytes long; false if something else did already, or there is no room.
    pub(super) fn append(&self, length: usize, more: &str) -> bool {
        if self.used.get() != length || self.room - length < more.len() {
            return false;
        }
        // SAFETY: there is room, and no text reaches beyond what is used: nothing that anybody sees is written, nor does `more` overlap it.
        unsafe {
            let end = self.start.as_ptr().add(length);
            match more.as_bytes() {
                // A number of bytes that is known beforehand is copied without calling the host.
                &[byte] => end.write(byte),
                bytes => ptr::copy_nonoverlapping(bytes.as_ptr(), end, bytes.len()),
            }
        }
        self.used.set(length + more.len());
        true
    }
}

impl Drop for Growing {
    fn drop(&mut self) {
        // SAFETY: it was a vector's, of this capacity; bytes need no dropping.
        drop(unsafe { Vec::from_raw_parts(self.start.as_ptr(), 0, self.room) });
    }
}

impl std::fmt::Debug for Growing {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.debug_struct("Growing")
            .field("used", &self.used.get())
            .finish()
    }
}
