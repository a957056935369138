//! The builtin classes' methods: one file a class, each a table of rows. `vm::native` says how they are found and called.

mod descriptor;
mod exception;
mod future;
mod generator;
pub(crate) mod object;

use crate::value::{Attrs, Sym, Type, Value};
use crate::vm::{Native, Raised, Vm};

/// The table of a class's own methods and attributes.
pub fn methods(class: Type) -> &'static [Native] {
    match class {
        Type::AsyncGenerator => generator::ASYNC_GENERATOR,
        Type::AsyncGeneratorStep => generator::ASYNC_STEP,
        Type::AttributeError | Type::ImportError | Type::NameError => exception::KEYWORDED,
        Type::BackoffPolicy => crate::stdlib::carabiner::BACKOFF_POLICY,
        Type::BaseException => exception::METHODS,
        Type::BaseExceptionGroup => exception::GROUP,
        Type::ClassMethod => descriptor::CLASS_METHOD,
        Type::Coroutine => generator::COROUTINE,
        Type::Future => future::METHODS,
        Type::Generator => generator::GENERATOR,
        Type::Object => object::METHODS,
        Type::Property => descriptor::PROPERTY,
        Type::RetryPolicy => crate::stdlib::carabiner::RETRY_POLICY,
        Type::StaticMethod => descriptor::STATIC_METHOD,
        Type::Super => object::SUPER,
        Type::Type => object::TYPE_METHODS,
        Type::Workflow => crate::stdlib::carabiner::WORKFLOW,
        _ => &[],
    }
}

/// Classes that a `class` statement makes in a way of their own: `NamedTuple`, `TypedDict`. None for all others.
pub(crate) fn special_class(
    _vm: &mut Vm,
    _name: Value,
    _bases: &[Value],
    _attrs: &Attrs,
    _keywords: &[(Sym, Value)],
) -> Result<Option<Value>, Raised> {
    Ok(None)
}

/// What a new class still needs: the members of an enum, the abstract methods of an ABC.
pub(crate) fn finish_class(_vm: &mut Vm, _class: Value) -> Result<(), Raised> {
    Ok(())
}
