//! What the codecs need to know of a program and its base image, found out once.

use std::cell::OnceCell;

use super::classes::ClassIndex;
use super::header::{Identity, Sum};
use super::live::LiveCache;
use super::save::Saver;
use crate::vm::Vm;

/// Kept in the machine, for all its instances.
#[derive(Default)]
pub struct Known {
    identity: OnceCell<Identity>,
    /// The checksum of the bytes that the program was read from.
    program: OnceCell<[u8; 8]>,
    /// The program's classes by name, once the base image is made.
    pub(super) classes: OnceCell<ClassIndex>,
    /// Which registers of suspended frames matter.
    pub(super) live: LiveCache,
}

impl Known {
    pub(super) fn identity(&self, vm: &Vm) -> Identity {
        *self.identity.get_or_init(|| Identity {
            program: *self.program.get_or_init(|| program(vm)),
            base: base(vm),
        })
    }

    /// The program's bytes, checked: they need not be made again to be told from others.
    pub(crate) fn read_from(&self, bytes: &[u8]) {
        if let Some(sum) = bytes.last_chunk() {
            self.program.get_or_init(|| *sum);
        }
    }
}

/// The checksum that ends the program's bytes is the beginning of their SHA-256.
fn program(vm: &Vm) -> [u8; 8] {
    let bytes = vm.program.to_bytes();
    bytes.last_chunk().copied().unwrap_or_default()
}

fn base(vm: &Vm) -> u32 {
    let mut sum = Sum::default();
    Saver::contents(vm).for_each(|object| sum.bytes(&object));
    sum.finish()
}
