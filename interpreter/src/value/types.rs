//! The builtin classes, by number. Snapshots write their names, so the order here is free.

macro_rules! types {
    ($($variant:ident $module:literal $name:literal $base:ident,)*) => {
        /// A class that the machine itself provides. Its methods stand in `builtins::methods`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u16)]
        pub enum Type { $($variant,)* }

        impl Type {
            pub const ALL: &'static [Type] = &[$(Type::$variant,)*];

            /// `__name__`.
            pub const fn name(self) -> &'static str {
                match self { $(Type::$variant => $name,)* }
            }

            /// `__module__`.
            pub const fn module(self) -> &'static str {
                match self { $(Type::$variant => $module,)* }
            }

            /// The first base; `Object` of itself.
            pub const fn base(self) -> Type {
                match self { $(Type::$variant => Type::$base,)* }
            }
        }
    };
}

types! {
    Object "builtins" "object" Object,
    Type "builtins" "type" Object,
    NoneType "builtins" "NoneType" Object,
    Ellipsis "builtins" "ellipsis" Object,
    NotImplemented "builtins" "NotImplementedType" Object,
    Int "builtins" "int" Object,
    Bool "builtins" "bool" Int,
    Float "builtins" "float" Object,
    Complex "builtins" "complex" Object,
    Str "builtins" "str" Object,
    Bytes "builtins" "bytes" Object,
    ByteArray "builtins" "bytearray" Object,
    MemoryView "builtins" "memoryview" Object,
    List "builtins" "list" Object,
    Tuple "builtins" "tuple" Object,
    Dict "builtins" "dict" Object,
    Set "builtins" "set" Object,
    FrozenSet "builtins" "frozenset" Object,
    Range "builtins" "range" Object,
    Slice "builtins" "slice" Object,
    DictKeys "builtins" "dict_keys" Object,
    DictValues "builtins" "dict_values" Object,
    DictItems "builtins" "dict_items" Object,
    MappingProxy "builtins" "mappingproxy" Object,
    Function "builtins" "function" Object,
    BuiltinFunction "builtins" "builtin_function_or_method" Object,
    MethodDescriptor "builtins" "method_descriptor" Object,
    Method "builtins" "method" Object,
    Cell "builtins" "cell" Object,
    Code "builtins" "code" Object,
    Module "builtins" "module" Object,
    Property "builtins" "property" Object,
    StaticMethod "builtins" "staticmethod" Object,
    ClassMethod "builtins" "classmethod" Object,
    Super "builtins" "super" Object,
    Generator "builtins" "generator" Object,
    Coroutine "builtins" "coroutine" Object,
    CoroutineWrapper "builtins" "coroutine_wrapper" Object,
    AsyncGenerator "builtins" "async_generator" Object,
    AsyncGeneratorStep "builtins" "async_generator_asend" Object,
    Traceback "builtins" "traceback" Object,
    GenericAlias "types" "GenericAlias" Object,
    UnionType "types" "UnionType" Object,
    SimpleNamespace "types" "SimpleNamespace" Object,
    // Iterators
    ListIterator "builtins" "list_iterator" Object,
    ListReverseIterator "builtins" "list_reverseiterator" Object,
    TupleIterator "builtins" "tuple_iterator" Object,
    StrIterator "builtins" "str_ascii_iterator" Object,
    BytesIterator "builtins" "bytes_iterator" Object,
    RangeIterator "builtins" "range_iterator" Object,
    DictKeyIterator "builtins" "dict_keyiterator" Object,
    DictValueIterator "builtins" "dict_valueiterator" Object,
    DictItemIterator "builtins" "dict_itemiterator" Object,
    SetIterator "builtins" "set_iterator" Object,
    CallableIterator "builtins" "callable_iterator" Object,
    Iterator "builtins" "iterator" Object,
    Enumerate "builtins" "enumerate" Object,
    Zip "builtins" "zip" Object,
    Map "builtins" "map" Object,
    Filter "builtins" "filter" Object,
    Reversed "builtins" "reversed" Object,
    // Exceptions
    BaseException "builtins" "BaseException" Object,
    Exception "builtins" "Exception" BaseException,
    BaseExceptionGroup "builtins" "BaseExceptionGroup" BaseException,
    ExceptionGroup "builtins" "ExceptionGroup" BaseExceptionGroup,
    GeneratorExit "builtins" "GeneratorExit" BaseException,
    KeyboardInterrupt "builtins" "KeyboardInterrupt" BaseException,
    SystemExit "builtins" "SystemExit" BaseException,
    ArithmeticError "builtins" "ArithmeticError" Exception,
    FloatingPointError "builtins" "FloatingPointError" ArithmeticError,
    OverflowError "builtins" "OverflowError" ArithmeticError,
    ZeroDivisionError "builtins" "ZeroDivisionError" ArithmeticError,
    AssertionError "builtins" "AssertionError" Exception,
    AttributeError "builtins" "AttributeError" Exception,
    BufferError "builtins" "BufferError" Exception,
    EOFError "builtins" "EOFError" Exception,
    ImportError "builtins" "ImportError" Exception,
    ModuleNotFoundError "builtins" "ModuleNotFoundError" ImportError,
    LookupError "builtins" "LookupError" Exception,
    IndexError "builtins" "IndexError" LookupError,
    KeyError "builtins" "KeyError" LookupError,
    MemoryError "builtins" "MemoryError" Exception,
    NameError "builtins" "NameError" Exception,
    UnboundLocalError "builtins" "UnboundLocalError" NameError,
    OSError "builtins" "OSError" Exception,
    BlockingIOError "builtins" "BlockingIOError" OSError,
    ChildProcessError "builtins" "ChildProcessError" OSError,
    ConnectionError "builtins" "ConnectionError" OSError,
    BrokenPipeError "builtins" "BrokenPipeError" ConnectionError,
    ConnectionAbortedError "builtins" "ConnectionAbortedError" ConnectionError,
    ConnectionRefusedError "builtins" "ConnectionRefusedError" ConnectionError,
    ConnectionResetError "builtins" "ConnectionResetError" ConnectionError,
    FileExistsError "builtins" "FileExistsError" OSError,
    FileNotFoundError "builtins" "FileNotFoundError" OSError,
    InterruptedError "builtins" "InterruptedError" OSError,
    IsADirectoryError "builtins" "IsADirectoryError" OSError,
    NotADirectoryError "builtins" "NotADirectoryError" OSError,
    PermissionError "builtins" "PermissionError" OSError,
    ProcessLookupError "builtins" "ProcessLookupError" OSError,
    TimeoutError "builtins" "TimeoutError" OSError,
    ReferenceError "builtins" "ReferenceError" Exception,
    RuntimeError "builtins" "RuntimeError" Exception,
    NotImplementedError "builtins" "NotImplementedError" RuntimeError,
    RecursionError "builtins" "RecursionError" RuntimeError,
    StopAsyncIteration "builtins" "StopAsyncIteration" Exception,
    StopIteration "builtins" "StopIteration" Exception,
    SyntaxError "builtins" "SyntaxError" Exception,
    SystemError "builtins" "SystemError" Exception,
    TypeError "builtins" "TypeError" Exception,
    ValueError "builtins" "ValueError" Exception,
    UnicodeError "builtins" "UnicodeError" ValueError,
    UnicodeDecodeError "builtins" "UnicodeDecodeError" UnicodeError,
    UnicodeEncodeError "builtins" "UnicodeEncodeError" UnicodeError,
    UnicodeTranslateError "builtins" "UnicodeTranslateError" UnicodeError,
    Warning "builtins" "Warning" Exception,
    BytesWarning "builtins" "BytesWarning" Warning,
    DeprecationWarning "builtins" "DeprecationWarning" Warning,
    EncodingWarning "builtins" "EncodingWarning" Warning,
    FutureWarning "builtins" "FutureWarning" Warning,
    ImportWarning "builtins" "ImportWarning" Warning,
    PendingDeprecationWarning "builtins" "PendingDeprecationWarning" Warning,
    ResourceWarning "builtins" "ResourceWarning" Warning,
    RuntimeWarning "builtins" "RuntimeWarning" Warning,
    SyntaxWarning "builtins" "SyntaxWarning" Warning,
    UnicodeWarning "builtins" "UnicodeWarning" Warning,
    UserWarning "builtins" "UserWarning" Warning,
    // asyncio
    CancelledError "asyncio.exceptions" "CancelledError" BaseException,
    InvalidStateError "asyncio.exceptions" "InvalidStateError" Exception,
    QueueEmpty "asyncio.queues" "QueueEmpty" Exception,
    QueueFull "asyncio.queues" "QueueFull" Exception,
    Future "asyncio" "Future" Object,
    Task "asyncio" "Task" Future,
    GatheringFuture "asyncio.tasks" "_GatheringFuture" Future,
    // carabiner
    Workflow "carabiner" "Workflow" Object,
    RetryPolicy "carabiner" "RetryPolicy" Object,
    BackoffPolicy "carabiner" "BackoffPolicy" Object,
    Action "carabiner" "Action" Object,
    ActionCall "carabiner" "ActionCall" Object,
    CarabinerError "carabiner" "CarabinerError" Exception,
    ActionTimeout "carabiner" "ActionTimeout" CarabinerError,
    ActionLost "carabiner" "ActionLost" CarabinerError,
    UnknownAction "carabiner" "UnknownAction" CarabinerError,
    WorkflowLimitExceeded "carabiner" "WorkflowLimitExceeded" CarabinerError,
    WorkflowRefused "carabiner" "WorkflowRefused" CarabinerError,
    PayloadTooLarge "carabiner" "PayloadTooLarge" CarabinerError,
    ServerUnavailable "carabiner" "ServerUnavailable" CarabinerError,
    InstanceNotFound "carabiner" "InstanceNotFound" CarabinerError,
    // standard library
    Partial "functools" "partial" Object,
    Deque "collections" "deque" Object,
    DefaultDict "collections" "defaultdict" Dict,
    OrderedDict "collections" "OrderedDict" Dict,
    Counter "collections" "Counter" Dict,
    Date "datetime" "date" Object,
    DateTime "datetime" "datetime" Date,
    Time "datetime" "time" Object,
    TimeDelta "datetime" "timedelta" Object,
    TzInfo "datetime" "tzinfo" Object,
    TimeZone "datetime" "timezone" TzInfo,
    ZoneInfo "zoneinfo" "ZoneInfo" TzInfo,
    ZoneInfoNotFound "zoneinfo._common" "ZoneInfoNotFoundError" KeyError,
    IsoCalendarDate "datetime" "IsoCalendarDate" Tuple,
    Decimal "decimal" "Decimal" Object,
    Fraction "fractions" "Fraction" Object,
    Uuid "uuid" "UUID" Object,
    PurePath "pathlib" "PurePath" Object,
    PurePosixPath "pathlib" "PurePosixPath" PurePath,
    Path "pathlib" "Path" PurePosixPath,
    PosixPath "pathlib" "PosixPath" Path,
    EnumMeta "enum" "EnumType" Type,
    Enum "enum" "Enum" Object,
    ReprEnum "enum" "ReprEnum" Enum,
    IntEnum "enum" "IntEnum" ReprEnum,
    StrEnum "enum" "StrEnum" ReprEnum,
    Flag "enum" "Flag" Enum,
    IntFlag "enum" "IntFlag" Flag,
    NamedTuple "typing" "NamedTuple" Tuple,
    TypedDict "typing" "TypedDict" Dict,
    Generic "typing" "Generic" Object,
    Protocol "typing" "Protocol" Generic,
    TypeVar "typing" "TypeVar" Object,
    Abc "abc" "ABC" Object,
    AbcMeta "abc" "ABCMeta" Type,
    Pattern "re" "Pattern" Object,
    Match "re" "Match" Object,
    Random "random" "Random" Object,
    Logger "logging" "Logger" Object,
    JsonDecodeError "json.decoder" "JSONDecodeError" ValueError,
    DecimalException "decimal" "DecimalException" ArithmeticError,
    Clamped "decimal" "Clamped" DecimalException,
    InvalidOperation "decimal" "InvalidOperation" DecimalException,
    DivisionByZero "decimal" "DivisionByZero" DecimalException,
    Inexact "decimal" "Inexact" DecimalException,
    Rounded "decimal" "Rounded" DecimalException,
    Subnormal "decimal" "Subnormal" DecimalException,
    DecimalOverflow "decimal" "Overflow" Inexact,
    DecimalUnderflow "decimal" "Underflow" Inexact,
    FloatOperation "decimal" "FloatOperation" DecimalException,
    ConversionSyntax "decimal" "ConversionSyntax" InvalidOperation,
    DivisionImpossible "decimal" "DivisionImpossible" InvalidOperation,
    DivisionUndefined "decimal" "DivisionUndefined" InvalidOperation,
    InvalidContext "decimal" "InvalidContext" InvalidOperation,
    DecimalContext "decimal" "Context" Object,
    DecimalManager "decimal" "ContextManager" Object,
    DecimalTuple "decimal" "DecimalTuple" Tuple,
    SignalDict "decimal" "SignalDict" Object,
    ReError "re" "error" Exception,
    FrozenInstanceError "dataclasses" "FrozenInstanceError" AttributeError,
    IterTool "itertools" "iterator" Object,
    DataclassMethod "dataclasses" "function" Object,
    Field "dataclasses" "Field" Object,
    Missing "dataclasses" "_MISSING_TYPE" Object,
    Auto "enum" "auto" Object,
    Member "enum" "member" Object,
    NonMember "enum" "nonmember" Object,
    StructTime "time" "struct_time" Tuple,
}

impl Type {
    /// The direct bases, in order.
    pub fn bases(self) -> &'static [Type] {
        match self {
            Type::Object => &[],
            Type::ExceptionGroup => &[Type::BaseExceptionGroup, Type::Exception],
            Type::ActionTimeout => &[Type::CarabinerError, Type::TimeoutError],
            Type::PayloadTooLarge => &[Type::CarabinerError, Type::ValueError],
            Type::ServerUnavailable => &[Type::CarabinerError, Type::ConnectionError],
            Type::InstanceNotFound => &[Type::CarabinerError, Type::LookupError],
            Type::IntEnum => &[Type::Int, Type::ReprEnum],
            Type::StrEnum => &[Type::Str, Type::ReprEnum],
            Type::IntFlag => &[Type::Int, Type::ReprEnum, Type::Flag],
            Type::DivisionByZero => &[Type::DecimalException, Type::ZeroDivisionError],
            Type::DivisionUndefined => &[Type::InvalidOperation, Type::ZeroDivisionError],
            Type::DecimalOverflow => &[Type::Inexact, Type::Rounded],
            Type::DecimalUnderflow => &[Type::Inexact, Type::Rounded, Type::Subnormal],
            Type::FloatOperation => &[Type::DecimalException, Type::TypeError],
            _ => self.single_base(),
        }
    }

    /// The base as a slice of one, out of the table of all.
    fn single_base(self) -> &'static [Type] {
        let base = self.base() as usize;
        &Type::ALL[base..=base]
    }

    /// Whether it is the other or derives from it.
    pub fn is_subtype(self, other: Type) -> bool {
        self == other
            || other == Type::Object
            || self.bases().iter().any(|base| base.is_subtype(other))
    }

    pub fn is_exception(self) -> bool {
        self.is_subtype(Type::BaseException)
    }

    /// From itself to `object`.
    pub fn mro(self) -> Vec<Type> {
        let mut order = vec![self];
        for base in self.bases() {
            for ancestor in base.mro() {
                // A class that comes again later moves back: its last place is the one C3 gives it in the shapes that stand here.
                order.retain(|known| *known != ancestor);
                order.push(ancestor);
            }
        }
        order
    }

    /// The class with a `__module__` and a `__name__`.
    pub fn find(module: &str, name: &str) -> Option<Type> {
        Type::ALL
            .iter()
            .copied()
            .find(|each| each.name() == name && each.module() == module)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_two_bases_is_that_of_c3() {
        let names = |order: Vec<Type>| order.iter().map(|each| each.name()).collect::<Vec<_>>();
        assert_eq!(
            names(Type::ExceptionGroup.mro()),
            [
                "ExceptionGroup",
                "BaseExceptionGroup",
                "Exception",
                "BaseException",
                "object"
            ]
        );
        assert_eq!(
            names(Type::ActionTimeout.mro()),
            [
                "ActionTimeout",
                "CarabinerError",
                "TimeoutError",
                "OSError",
                "Exception",
                "BaseException",
                "object"
            ]
        );
    }
}
