//! Interned names: attribute, global and keyword names are compared as numbers.

use std::hash::{BuildHasherDefault, Hasher};
use std::rc::Rc;

/// An interned name. Its number is of one machine only: snapshots write the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sym(pub u32);

/// A deterministic hasher (FNV-1a), because the standard one is seeded randomly.
#[derive(Clone)]
pub struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

/// A map with a fixed hash function.
#[expect(
    clippy::disallowed_types,
    reason = "the hasher is fixed, and nothing iterates over it"
)]
pub type FnvMap<K, V> = std::collections::HashMap<K, V, BuildHasherDefault<Fnv>>;

/// The table of interned names.
#[derive(Default)]
pub struct Symbols {
    texts: Vec<Rc<str>>,
    numbers: FnvMap<Rc<str>, Sym>,
}

impl Symbols {
    /// The number of a name, new if it was never met.
    pub fn intern(&mut self, text: &str) -> Sym {
        if let Some(sym) = self.numbers.get(text) {
            return *sym;
        }
        let sym = Sym(self.texts.len() as u32);
        let shared: Rc<str> = Rc::from(text);
        self.texts.push(shared.clone());
        self.numbers.insert(shared, sym);
        sym
    }

    /// The number of a name that was met before.
    pub fn find(&self, text: &str) -> Option<Sym> {
        self.numbers.get(text).copied()
    }

    pub fn text(&self, sym: Sym) -> &str {
        &self.texts[sym.0 as usize]
    }

    /// The text, shared: for when the table must be borrowed again.
    pub fn shared(&self, sym: Sym) -> Rc<str> {
        self.texts[sym.0 as usize].clone()
    }
}

macro_rules! well_known {
    ($($name:ident $text:literal,)*) => {
        /// Names that the machine itself asks for; interned first, so that their numbers are constants.
        pub mod names {
            use super::Sym;

            #[expect(non_camel_case_types, clippy::upper_case_acronyms, reason = "only counts; the constants bear the names")]
            enum Number { $($name,)* }

            $(pub const $name: Sym = Sym(Number::$name as u32);)*
            pub(super) const TEXTS: &[&str] = &[$($text,)*];
        }
    };
}

well_known! {
    INIT "__init__", NEW "__new__", CALL "__call__", REPR "__repr__", STR "__str__", FORMAT "__format__", BOOL "__bool__",
    LEN "__len__", HASH "__hash__", EQ "__eq__", NE "__ne__", LT "__lt__", LE "__le__", GT "__gt__", GE "__ge__",
    ITER "__iter__", NEXT "__next__", REVERSED "__reversed__", CONTAINS "__contains__", LENGTH_HINT "__length_hint__",
    GETITEM "__getitem__", SETITEM "__setitem__", DELITEM "__delitem__", MISSING "__missing__",
    CLASS_GETITEM "__class_getitem__", GETATTR "__getattr__", GETATTRIBUTE "__getattribute__", SETATTR "__setattr__",
    DELATTR "__delattr__", GET "__get__", SET "__set__", DELETE "__delete__", SET_NAME "__set_name__",
    INIT_SUBCLASS "__init_subclass__", SUBCLASSCHECK "__subclasscheck__", INSTANCECHECK "__instancecheck__",
    CLASS "__class__", DICT "__dict__", NAME "__name__", QUALNAME "__qualname__", MODULE "__module__", DOC "__doc__",
    ANNOTATIONS "__annotations__", BASES "__bases__", MRO "__mro__", SLOTS "__slots__", MATCH_ARGS "__match_args__",
    ENTER "__enter__", EXIT "__exit__", AENTER "__aenter__", AEXIT "__aexit__", AWAIT "__await__", AITER "__aiter__",
    ANEXT "__anext__", INDEX "__index__", INT "__int__", FLOAT "__float__", COMPLEX "__complex__", BYTES "__bytes__",
    ADD "__add__", SUB "__sub__", MUL "__mul__", TRUEDIV "__truediv__", FLOORDIV "__floordiv__", MOD "__mod__", POW "__pow__",
    MATMUL "__matmul__", LSHIFT "__lshift__", RSHIFT "__rshift__", AND "__and__", OR "__or__", XOR "__xor__",
    RADD "__radd__", RSUB "__rsub__", RMUL "__rmul__", RTRUEDIV "__rtruediv__", RFLOORDIV "__rfloordiv__", RMOD "__rmod__",
    RPOW "__rpow__", RMATMUL "__rmatmul__", RLSHIFT "__rlshift__", RRSHIFT "__rrshift__", RAND "__rand__", ROR "__ror__",
    RXOR "__rxor__", IADD "__iadd__", ISUB "__isub__", IMUL "__imul__", ITRUEDIV "__itruediv__", IFLOORDIV "__ifloordiv__",
    IMOD "__imod__", IPOW "__ipow__", IMATMUL "__imatmul__", ILSHIFT "__ilshift__", IRSHIFT "__irshift__", IAND "__iand__",
    IOR "__ior__", IXOR "__ixor__", NEG "__neg__", POS "__pos__", INVERT "__invert__", ABS "__abs__", ROUND "__round__",
    TRUNC "__trunc__", FLOOR "__floor__", CEIL "__ceil__", DIVMOD "__divmod__", RDIVMOD "__rdivmod__",
    ARGS "args", CAUSE "__cause__", CONTEXT "__context__", SUPPRESS_CONTEXT "__suppress_context__",
    TRACEBACK "__traceback__", NOTES "__notes__", WITH_TRACEBACK "with_traceback", ADD_NOTE "add_note",
    VALUE "value", NAME_ATTR "name", OBJ "obj", MSG "msg", CODE "code", ERRNO "errno", STRERROR "strerror", FILENAME "filename",
    FUNC "__func__", SELF "__self__", WRAPPED "__wrapped__", DEFAULTS "__defaults__", KWDEFAULTS "__kwdefaults__",
    POST_INIT "__post_init__", DATACLASS_FIELDS "__dataclass_fields__", DATACLASS_PARAMS "__dataclass_params__",
    COPY "__copy__", DEEPCOPY "__deepcopy__", DIR "__dir__", SIZEOF "__sizeof__", REDUCE "__reduce__", PREPARE "__prepare__",
    MRO_ENTRIES "__mro_entries__", ORIG_BASES "__orig_bases__", ORIG_CLASS "__orig_class__", FSPATH "__fspath__",
    FGET "fget", FSET "fset", FDEL "fdel", SEND "send", THROW "throw", CLOSE "close", RUN "run", KEY "key", DEFAULT "default",
    SEP "sep", END "end", FILE "file", FLUSH "flush", START "start", STRICT "strict", REVERSE "reverse",
    SUBCLASSES "__subclasses__", EXCEPTIONS "exceptions", MESSAGE "message", KEYS "keys", TYPE_PARAMS "__type_params__",
    CLASSCELL "__classcell__", WEAKREF "__weakref__", OBJCLASS "__objclass__", TEXT_SIGNATURE "__text_signature__", VARIABLES "_variables",
}

/// A table that holds the [`names`] at their numbers.
pub fn well_known() -> Symbols {
    let mut symbols = Symbols::default();
    for text in names::TEXTS {
        symbols.intern(text);
    }
    symbols
}
