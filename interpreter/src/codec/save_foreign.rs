//! What is known of classes that are not the program's, to bytes.

use super::classes::Model;
use super::save::Saver;
use crate::value::{Ref, Sym};

/// The classes made up that something still refers to, and the shapes of the external ones. It stands behind the objects.
pub(super) fn classes(to: &mut Saver<'_>) {
    let foreign = &to.vm.instance.foreign;
    let kept: Vec<(Ref, u8)> = foreign
        .classes
        .values()
        .copied()
        .filter(|(class, _)| to.holds(*class))
        .collect();
    to.out.size(kept.len());
    for (class, shape) in kept {
        to.handle(class);
        to.out.byte(shape);
    }
    to.out.size(foreign.external.len());
    for (index, shape) in &foreign.external {
        to.out.number(u64::from(*index));
        to.out.byte(*shape);
    }
}

pub(super) fn model(to: &mut Saver<'_>, model: &Model) {
    to.out
        .bits([model.extra.is_some(), model.private.is_some()].into_iter());
    to.out.size(model.unset.len());
    for (name, value) in &model.unset {
        to.name(*name);
        to.value(*value);
    }
    names(to, &model.stray);
    model
        .extra
        .iter()
        .chain(&model.private)
        .for_each(|each| names(to, each));
}

fn names(to: &mut Saver<'_>, names: &[Sym]) {
    to.out.size(names.len());
    names.iter().for_each(|name| to.name(*name));
}
