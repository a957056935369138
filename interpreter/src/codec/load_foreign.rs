//! Bytes to what is known of classes that are not the program's: the mirror of `save_foreign`.

use super::bytes::corrupt;
use super::classes::Model;
use super::load::Loader;
use crate::error::Corrupt;
use crate::value::{Ref, Sym, Value};
use crate::wire::shape;

pub(super) fn classes(from: &mut Loader<'_, '_>) -> Result<(), Corrupt> {
    for _ in 0..from.input.count()? {
        let class = from.handle()?;
        let shape = load_shape(from)?;
        if from.vm.heap.class(Value::Ref(class)).is_none() {
            return Err(corrupt("a class is missing"));
        }
        let name = from.vm.class_reference(Value::Ref(class));
        from.vm
            .instance
            .foreign
            .classes
            .insert(name, (class, shape));
    }
    for _ in 0..from.input.count()? {
        let index = from.external()?;
        let shape = load_shape(from)?;
        from.vm.instance.foreign.external.insert(index, shape);
    }
    Ok(())
}

fn load_shape(from: &mut Loader<'_, '_>) -> Result<u8, Corrupt> {
    let shape = from.input.byte()?;
    if shape > shape::NAMED_TUPLE {
        Err(corrupt("a shape is of no known number"))
    } else {
        Ok(shape)
    }
}

pub(super) fn model(from: &mut Loader<'_, '_>, of: Ref) -> Result<(), Corrupt> {
    let [has_extra, has_private] = from.flags()?;
    let unset = from.attrs()?.iter().collect();
    let stray = names(from)?;
    let extra = if has_extra { Some(names(from)?) } else { None };
    let private = if has_private {
        Some(names(from)?)
    } else {
        None
    };
    from.vm.instance.foreign.models.insert(
        of,
        Model {
            unset,
            stray,
            extra,
            private,
        },
    );
    Ok(())
}

fn names(from: &mut Loader<'_, '_>) -> Result<Vec<Sym>, Corrupt> {
    let count = from.input.count()?;
    (0..count).map(|_| from.name()).collect()
}
