//! The guest's allocator: small blocks from lists of free ones by size, everything else from the standard allocator.
//!
//! A workflow's objects are small, many and short-lived; taking one from a list is a few instructions, and the standard allocator's
//! search for the best fit was a tenth of all that the interpreter did. Small blocks are never given back: a guest lives for some
//! thousand steps, and its memory is bounded.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::UnsafeCell;
use std::ptr;

/// Sizes are rounded up to a multiple of this, which is also how blocks are aligned.
const GRAIN: usize = 16;
/// Up to this many bytes a block is small.
const SMALL: usize = 512;
/// What small blocks are cut from.
const CHUNK: usize = 32 << 10;

pub(crate) struct Blocks(UnsafeCell<State>);

struct State {
    /// By size; each free block holds the address of the next.
    free: [*mut u8; SMALL / GRAIN],
    /// What is left of the chunk being cut.
    next: *mut u8,
    left: usize,
}

// SAFETY: the guest has one thread.
unsafe impl Sync for Blocks {}

impl Blocks {
    pub(crate) const fn new() -> Self {
        Self(UnsafeCell::new(State {
            free: [ptr::null_mut(); SMALL / GRAIN],
            next: ptr::null_mut(),
            left: 0,
        }))
    }
}

#[inline(always)]
fn is_small(layout: Layout) -> bool {
    layout.size() <= SMALL && layout.align() <= GRAIN && layout.size() > 0
}

/// Which list.
#[inline(always)]
fn list_of(size: usize) -> usize {
    (size - 1) / GRAIN
}

impl State {
    /// Cuts a block where there is no free one.
    ///
    /// # Safety
    /// As of `GlobalAlloc::alloc`.
    #[cold]
    unsafe fn cut(&mut self, list: usize) -> *mut u8 {
        let size = (list + 1) * GRAIN;
        if self.left < size {
            // SAFETY: a size, and a power of two as alignment.
            let chunk = unsafe { System.alloc(Layout::from_size_align_unchecked(CHUNK, GRAIN)) };
            if chunk.is_null() {
                return chunk;
            }
            self.next = chunk;
            self.left = CHUNK;
        }
        let block = self.next;
        // SAFETY: so much is left of the chunk.
        self.next = unsafe { self.next.add(size) };
        self.left -= size;
        block
    }
}

// SAFETY: a block is in a list or in use, never both; lists hold blocks of their size, aligned as promised.
unsafe impl GlobalAlloc for Blocks {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if !is_small(layout) {
            // SAFETY: as the caller promises.
            return unsafe { System.alloc(layout) };
        }
        // SAFETY: one thread, and nothing here is called while it runs.
        let state = unsafe { &mut *self.0.get() };
        let list = list_of(layout.size());
        let block = state.free[list];
        if block.is_null() {
            // SAFETY: as the caller promises.
            return unsafe { state.cut(list) };
        }
        // SAFETY: a free block begins with the next one's address.
        state.free[list] = unsafe { block.cast::<*mut u8>().read() };
        block
    }

    #[inline]
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        if !is_small(layout) {
            // SAFETY: as the caller promises.
            return unsafe { System.dealloc(block, layout) };
        }
        // SAFETY: as of `alloc`.
        let state = unsafe { &mut *self.0.get() };
        let list = list_of(layout.size());
        // SAFETY: the block is nobody's now, and large enough for an address.
        unsafe { block.cast::<*mut u8>().write(state.free[list]) };
        state.free[list] = block;
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: as the caller promises.
        let wanted = unsafe { Layout::from_size_align_unchecked(size, layout.align()) };
        match (is_small(layout), is_small(wanted)) {
            // SAFETY: as the caller promises.
            (false, false) => unsafe { System.realloc(block, layout, size) },
            (true, true) if list_of(layout.size()) == list_of(size) => block,
            // SAFETY: as the caller promises; the two blocks are different ones.
            _ => unsafe {
                let moved = self.alloc(wanted);
                if !moved.is_null() {
                    ptr::copy_nonoverlapping(block, moved, layout.size().min(size));
                    self.dealloc(block, layout);
                }
                moved
            },
        }
    }
}
