//! Buffers that the host fills and reads.

use std::alloc::{Layout, alloc as allocate, dealloc, handle_alloc_error};
use std::ptr;

/// A buffer of that many bytes, for the host to fill.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn alloc(length: usize) -> *mut u8 {
    let layout = layout(length);
    if length == 0 {
        return ptr::dangling_mut();
    }
    // SAFETY: the layout has a size.
    let pointer = unsafe { allocate(layout) };
    if pointer.is_null() {
        handle_alloc_error(layout);
    }
    pointer
}

/// Gives back a buffer that `alloc` made or an answer that was read.
///
/// # Safety
/// The pointer came from here with this length, and is not used again.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn free(pointer: *mut u8, length: usize) {
    if length > 0 {
        // SAFETY: as the caller promises.
        unsafe { dealloc(pointer, layout(length)) }
    }
}

/// # Safety
/// The buffer came from [`alloc`] with this length, is filled, and outlives the view.
pub(crate) unsafe fn view<'a>(pointer: *const u8, length: usize) -> &'a [u8] {
    // SAFETY: as the caller promises.
    unsafe { std::slice::from_raw_parts(pointer, length) }
}

/// Hands bytes over to the host.
pub(crate) fn give(bytes: Vec<u8>) -> u64 {
    let bytes = Box::leak(bytes.into_boxed_slice());
    pack(bytes)
}

/// Where bytes are, in one number.
pub(crate) fn pack(bytes: &[u8]) -> u64 {
    (bytes.as_ptr() as u64) << 32 | bytes.len() as u64
}

fn layout(length: usize) -> Layout {
    // Only a length beyond half the address space fails; that is an allocation that cannot succeed.
    Layout::array::<u8>(length).expect("a buffer fits the address space")
}
