//! The builtin classes' methods: one file a class, each a table of rows. `vm::native` says how they are found and called.

mod aggregate;
pub(crate) mod attributes;
mod bytes;
mod bytes_methods;
mod bytes_table;
mod complex;
mod descriptor;
pub(crate) mod dict;
mod dict_views;
mod exception;
mod float;
pub(crate) mod functions;
mod future;
mod generator;
pub(crate) mod generic_alias;
mod int;
mod iterators;
mod length_hint;
mod list;
pub(crate) mod object;
pub(crate) mod order;
mod order_columns;
pub(crate) mod read;
mod set;
mod stable_sort;
mod str;
mod str_format;
mod str_parts;
mod str_search;
mod type_arguments;
pub(crate) mod union;

pub(crate) use str_format::real;

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
        Type::CoroutineWrapper => generator::COROUTINE_WRAPPER,
        Type::Function => descriptor::FUNCTION,
        Type::Future => future::METHODS,
        Type::Generator => generator::GENERATOR,
        Type::Method => descriptor::METHOD,
        Type::Object => object::METHODS,
        Type::Property => descriptor::PROPERTY,
        Type::RetryPolicy => crate::stdlib::carabiner::RETRY_POLICY,
        Type::StaticMethod => descriptor::STATIC_METHOD,
        Type::BuiltinFunction | Type::MethodDescriptor => descriptor::BUILTIN_FUNCTION,
        Type::Cell => descriptor::CELL,
        Type::Super => object::SUPER,
        Type::Type => object::TYPE_METHODS,
        Type::UnionType => union::METHODS,
        Type::Workflow => crate::stdlib::carabiner::WORKFLOW,
        Type::Bool => int::BOOL_METHODS,
        Type::ByteArray => bytes::ARRAY_METHODS,
        Type::Bytes => bytes::METHODS,
        Type::Dict => dict::METHODS,
        Type::DictItems | Type::DictKeys => dict_views::SET_METHODS,
        Type::DictValues => dict_views::VALUES_METHODS,
        Type::Enumerate => iterators::ENUMERATE,
        Type::Filter => iterators::FILTER,
        Type::Float => float::METHODS,
        Type::FrozenSet => set::FROZEN_METHODS,
        Type::Int => int::METHODS,
        Type::List => list::METHODS,
        Type::MappingProxy => dict::PROXY_METHODS,
        Type::Map => iterators::MAP,
        Type::Range => iterators::RANGE,
        Type::Reversed => iterators::REVERSED,
        Type::Set => set::METHODS,
        Type::Slice => iterators::SLICE,
        Type::Str => str::METHODS,
        Type::Tuple => list::TUPLE_METHODS,
        Type::Zip => iterators::ZIP,
        Type::ListIterator
        | Type::ListReverseIterator
        | Type::TupleIterator
        | Type::StrIterator
        | Type::BytesIterator
        | Type::RangeIterator
        | Type::DictKeyIterator
        | Type::DictValueIterator
        | Type::DictItemIterator
        | Type::SetIterator
        | Type::Iterator
        | Type::IterTool => iterators::HINTED,
        Type::CallableIterator => iterators::ITERATOR,
        Type::Complex => complex::METHODS,
        Type::Counter => crate::stdlib::collections::COUNTER,
        Type::DefaultDict => crate::stdlib::collections::DEFAULT_DICT,
        Type::Deque => crate::stdlib::collections::DEQUE,
        Type::GenericAlias => generic_alias::METHODS,
        Type::Match => crate::stdlib::re::MATCH,
        Type::OrderedDict => crate::stdlib::collections::ORDERED_DICT,
        Type::Partial => crate::stdlib::functools::PARTIAL,
        Type::PurePath => crate::stdlib::paths::METHODS,
        Type::Pattern => crate::stdlib::re::PATTERN,
        Type::ReError => crate::stdlib::re::ERROR,
        Type::Uuid => crate::stdlib::clock::UUID_METHODS,
        Type::Auto => crate::stdlib::enums::AUTO_METHODS,
        Type::Date => crate::stdlib::datetime::DATE_METHODS,
        Type::DateTime => crate::stdlib::datetime::DATETIME_METHODS,
        Type::Enum => crate::stdlib::enums::ENUM_METHODS,
        Type::EnumMeta => crate::stdlib::enums::META_METHODS,
        Type::DataclassMethod => crate::stdlib::dataclass_methods::BOUND_METHODS,
        Type::Field => crate::stdlib::dataclasses::FIELD_METHODS,
        Type::Flag => crate::stdlib::enum_flags::FLAG_METHODS,
        Type::IntEnum | Type::StrEnum => crate::stdlib::enums::VALUE_METHODS,
        Type::ReprEnum => crate::stdlib::enums::REPR_METHODS,
        Type::IntFlag => crate::stdlib::enum_flags::INT_FLAG_METHODS,
        Type::Member => crate::stdlib::enums::MEMBER_METHODS,
        Type::NonMember => crate::stdlib::enums::NON_MEMBER_METHODS,
        Type::Time => crate::stdlib::datetime::TIME_METHODS,
        Type::TimeDelta => crate::stdlib::timedelta::METHODS,
        Type::TimeZone => crate::stdlib::timezone::METHODS,
        Type::Decimal => crate::stdlib::decimal::METHODS,
        Type::DecimalContext => crate::stdlib::decimal::CONTEXT_METHODS,
        Type::DecimalManager => crate::stdlib::decimal::MANAGER_METHODS,
        Type::DecimalTuple => crate::stdlib::decimal::TUPLE_METHODS,
        Type::SignalDict => crate::stdlib::decimal::DICT_METHODS,
        Type::Fraction => crate::stdlib::fractions::METHODS,
        Type::ZoneInfo => crate::stdlib::zones::METHODS,
        Type::TzInfo => crate::stdlib::zones::BASE_METHODS,
        Type::IsoCalendarDate => crate::stdlib::datetime::ISO_CALENDAR,
        Type::StructTime => crate::stdlib::struct_time::METHODS,
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
