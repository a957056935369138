//! The IR: what lowering makes and the machine runs. Deterministic: the same source gives the same bytes on any machine.
//!
//! A register machine. An instruction is one 32-bit word, `op | a << 8 | b << 16 | c << 24`; `bx` is the 16 bits of b and c,
//! `sbx` the same signed. Some are followed by one extension word (`ext`). Jump offsets count words from the word after the whole
//! instruction. A frame has at most 250 registers: parameters first (in the order of `Function::parameters`), then the other
//! locals, then temporaries; 255 (`NONE`) in an operand means "absent". A register that holds no value is unbound.
//! Only the ops of the section "jumps" go to a lower pc, and every loop does, so a machine may count there. A Move copies
//! unboundness too.
//!
//! # Conventions
//!
//! - **Calls.** Arguments are contiguous registers; a call leaves them as they are. A comprehension is a function of one
//!   positional parameter `.0` (the iterator of its outermost `for`, made by the caller with GetIter or GetAsyncIter), called with
//!   Call; one that awaits is a coroutine, and its caller awaits it. Functions are named `<lambda>`, `<listcomp>`, `<setcomp>`,
//!   `<dictcomp>`, `<genexpr>` and `<module>` as in CPython.
//! - **Classes.** `class C(B, metaclass=M)` is LoadBuiltin `__build_class__`, then a call of it with (body function, "C", B,
//!   metaclass=M); decorators are called on the result. `__build_class__` runs the body (kind ClassBody, no parameters) with a fresh
//!   namespace that holds `__module__`, `__qualname__` and, if the function has one, `__doc__`; the body's StoreName, LoadName,
//!   DelName and Annotate work on that namespace. The body returns the cell of `__class__` if a method needs it, else None:
//!   Return does not look into cells, and `__build_class__` puts the new class into the cell.
//! - **super().** Lowered as `super(__class__, first parameter)`, always with both arguments.
//! - **assert** raises LoadBuiltin `AssertionError`, called with the message if there is one. A class that is raised is
//!   instantiated by Raise.
//! - **Handlers.** When an instruction raises, the machine puts the exception into the handler's register and goes on at its
//!   target; what the frame is handling does not change until EnterHandler. An `except` body is
//!   `EnterHandler e, save` .. `LeaveHandler save`; its own region leads to `LeaveHandler save; Rethrow new`. `finally` bodies are
//!   copied to each way out (end, return, break, continue: in no handler of their own `try`); the copy for exceptions is a handler
//!   that ends in Rethrow. `__context__` is set where an exception is raised (Raise, or an instruction that fails), never by Rethrow.
//! - **with** looks up `__enter__` and then `__exit__` with LoadSpecial (`__aenter__`, `__aexit__` for `async with`, each call awaited).
//! - **async for** awaits GetAsyncNext within a handler that compares with LoadBuiltin `StopAsyncIteration` and leaves the loop.
//! - **del x, except .. as x.** Unbind, DelCell, DelGlobal, DelName.
//! - **Module body** (`Main`). A coroutine; module-level `asyncio.run(x)` is `await asyncio.run(x)` if the machine provides
//!   `asyncio.run` as a coroutine function, so that it can end the tasks that are left.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::source::{Action, ParameterKind};

pub const IR_FORMAT: u16 = 1;
/// An absent register operand.
pub const NONE: u8 = 255;

macro_rules! ops {
    ($($(#[$doc:meta])* $name:ident $ext:literal,)*) => {
        /// The instructions. `r[x]` is a register; "free", "cell" and "global" are Python's notions.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Op { $($(#[$doc])* $name,)* }

        impl Op {
            pub const ALL: &'static [Op] = &[$(Op::$name,)*];

            /// Extension words that follow the instruction.
            pub const fn extra_words(self) -> usize {
                match self { $(Op::$name => $ext,)* }
            }

            pub const fn name(self) -> &'static str {
                match self { $(Op::$name => stringify!($name),)* }
            }

            pub fn from_byte(byte: u8) -> Option<Op> {
                Op::ALL.get(usize::from(byte)).copied()
            }
        }
    };
}

ops! {
    // --- data
    Nop 0,
    /// r[a] = r[b]
    Move 0,
    /// r[a] = constants[bx]
    LoadConst 0,
    LoadNone 0,
    /// r[a] = bool(b)
    LoadBool 0,
    /// r[a] = int(sbx)
    LoadInt 0,
    /// Raise UnboundLocalError naming names[bx] if r[a] is unbound.
    CheckBound 0,
    /// r[a] becomes unbound (`del` of a local, checked before by CheckBound).
    Unbind 0,
    /// r[a] = globals[bx]; NameError if unbound.
    LoadGlobal 0,
    StoreGlobal 0,
    DelGlobal 0,
    /// r[a] = the builtin or standard-library member called names[bx] ("len", "asyncio.gather").
    LoadBuiltin 0,
    /// r[a] = program.external_classes[bx] as a class object.
    LoadExternal 0,
    /// r[a] = program.actions[bx] as a callable.
    LoadAction 0,
    /// r[a] = a new cell holding what r[a] held (perhaps nothing).
    MakeCell 0,
    /// r[a] = contents of cell r[b]; if empty, UnboundLocalError/NameError naming names[ext].
    LoadCell 1,
    /// contents of cell r[a] = r[b]
    StoreCell 0,
    /// Empty cell r[a]; if empty already, the error of LoadCell naming names[bx].
    DelCell 0,
    // --- operators: r[a] = r[b] op r[c]
    Add 0, Sub 0, Mul 0, TrueDiv 0, FloorDiv 0, Mod 0, Pow 0, MatMul 0,
    LShift 0, RShift 0, BitAnd 0, BitOr 0, BitXor 0,
    /// Augmented: r[a] = r[b] op= r[c] (tries the in-place method first).
    InAdd 0, InSub 0, InMul 0, InTrueDiv 0, InFloorDiv 0, InMod 0, InPow 0, InMatMul 0,
    InLShift 0, InRShift 0, InBitAnd 0, InBitOr 0, InBitXor 0,
    /// r[a] = r[b] + i8(c), where the literal was a small int. The `In` forms are augmented assignment.
    AddInt 0, SubInt 0, InAddInt 0, InSubInt 0,
    /// r[a] = op r[b]
    Neg 0, Pos 0, Invert 0, Not 0,
    Lt 0, Le 0, Eq 0, Ne 0, Gt 0, Ge 0, Is 0, IsNot 0,
    /// r[a] = r[b] in r[c]
    In 0, NotIn 0,
    // --- jumps (offset in ext unless said otherwise)
    /// ext: offset
    Jump 1,
    JumpIfTrue 1, JumpIfFalse 1, JumpIfNone 1, JumpIfNotNone 1,
    /// Jump if r[a] op r[b] is true. The `Not` forms jump if it is false (not the same: NaN, and what `__lt__` returns).
    JumpLt 1, JumpLe 1, JumpEq 1, JumpNe 1, JumpGt 1, JumpGe 1,
    JumpNotLt 1, JumpNotLe 1, JumpNotEq 1, JumpNotNe 1, JumpNotGt 1, JumpNotGe 1,
    // --- attributes and items
    /// r[a] = r[b].names[ext]
    GetAttr 1,
    /// r[a].names[ext] = r[b]
    SetAttr 1,
    /// del r[a].names[ext]
    DelAttr 1,
    /// For a call `r[b].name(...)`: r[a] = the function and r[a+1] = self, or r[a] = the attribute and r[a+1] unbound. ext: name.
    LoadMethod 1,
    /// Special-method lookup on the type, for `with` and friends: as LoadMethod, TypeError of the protocol if missing. ext: name.
    LoadSpecial 1,
    /// r[a] = r[b][r[c]]
    GetItem 0,
    /// r[a][r[b]] = r[c]
    SetItem 0,
    /// del r[a][r[b]]
    DelItem 0,
    /// r[a] = slice(r[b], r[b+1], r[b+2]). c = 1: a GetItem follows, and nothing else reads r[a].
    BuildSlice 0,
    // --- displays
    /// r[a] = [r[b], ... c of them]
    BuildList 0, BuildTuple 0, BuildSet 0,
    /// r[a] = {r[b]: r[b+1], ...}, c pairs
    BuildMap 0,
    /// r[a] = "".join(r[b], ... c of them), all str
    BuildString 0,
    /// r[a].append(r[b]), on a list being built
    ListAppend 0,
    /// r[a].extend(r[b]), on a list being built from `*r[b]`
    ListExtend 0,
    SetAdd 0, SetUpdate 0,
    /// r[a][r[b]] = r[c], on a dict being built
    MapSet 0,
    /// `{**r[b]}` into r[a]: later wins
    MapUpdate 0,
    /// `f(**r[b])` into r[a]: a key twice is TypeError; r[c] is the callee, for the message
    MapMerge 0,
    /// r[a] = tuple(list r[b])
    ListToTuple 0,
    /// r[a] = str(r[b]), repr(r[b]), ascii(r[b]) for c = 0, 1, 2
    Convert 0,
    /// r[a] = format(r[b], r[c] or "" if c is NONE)
    Format 0,
    // --- unpacking
    /// r[a] .. r[a+c-1] = exactly c values of iterable r[b]
    Unpack 0,
    /// r[a] .. : c values, then a list, then ext values, of iterable r[b]
    UnpackEx 1,
    // --- iteration
    /// r[a] = iter(r[b])
    GetIter 0,
    /// r[a] = next of iterator r[b], or jump (ext) at its end
    ForNext 1,
    /// r[a], r[a+1], r[a+2] = state of a loop over `range(*r[b]..)`, c arguments (1 to 3; b = a is allowed); fails as `range(...)` does.
    /// Cheap for small ints. What the three registers hold is the machine's affair.
    RangePrep 0,
    /// r[a] = next of the range at r[b], r[b+1], r[b+2], or jump (ext) at its end
    ForRange 1,
    // --- functions and calls
    /// r[a] = function functions[ext]; b = register of the tuple of positional defaults, c = of the dict of keyword-only ones, or NONE.
    /// Its cells are taken from the registers of this frame that Function::free names.
    MakeFunction 1,
    /// r[a] = r[b](r[b+1], ... c of them)
    Call 0,
    /// The same; the last arguments are keywords, named by the tuple of str constants[ext]
    CallKw 1,
    /// Callee and self from LoadMethod at r[b], r[b+1]; c arguments from r[b+2]
    CallMethod 0,
    CallMethodKw 1,
    /// r[a] = r[b](*r[b+1], **r[b+2]): an iterable (anything in `f(*x)`, else a list), and a dict or unbound
    CallEx 0,
    /// return r[a]
    Return 0,
    // --- exceptions
    /// raise r[a]
    Raise 0,
    /// raise r[a] from r[b]
    RaiseFrom 0,
    /// bare `raise`: the exception being handled, RuntimeError if none
    Reraise 0,
    /// Go on raising r[a] as it is (end of a `finally` or of unmatched handlers): nothing is added to its traceback or context.
    Rethrow 0,
    /// Enter a handler: r[b] = what this frame was handling (or unbound), and r[a] is now being handled
    EnterHandler 0,
    /// Leave it: this frame handles what r[b] says
    LeaveHandler 0,
    /// r[a] = whether exception r[b] matches the class or tuple r[c] (TypeError if it is not one)
    MatchException 0,
    /// r[a], r[a+1], r[a+2] = type, value and traceback (perhaps None) of exception r[b]: the arguments of `__exit__`
    ExitArgs 0,
    // --- coroutines and generators
    /// r[a] = await r[b]
    Await 0,
    /// r[a] = yield r[b]
    Yield 0,
    /// r[a] = yield from r[b]
    YieldFrom 0,
    /// r[a] = aiter(r[b])
    GetAsyncIter 0,
    /// r[a] = the awaitable of anext(r[b])
    GetAsyncNext 0,
    // --- classes
    /// In a class body: r[a] = namespace[names[bx]], or jump (ext) if it is not there
    LoadName 1,
    /// Raise NameError: name names[bx] is not defined
    NoName 0,
    /// namespace[names[bx]] = r[a]
    StoreName 0,
    /// del namespace[names[bx]]; NameError if it is not there
    DelName 0,
    /// In a class body: `__annotations__`[names[bx]] = r[a], the text of the annotation as written
    Annotate 0,
    // --- match
    /// r[a] = whether r[b] is a sequence / a mapping for `match`
    MatchSequence 0, MatchMapping 0,
    /// r[a] = tuple of mapping r[b]'s values for the keys in tuple r[c] (by `get`, so that a defaultdict does not grow), or None
    MatchKeys 0,
    /// r[a] = tuple of attributes of r[b] if it is an instance of r[c], else None. constants[ext] is
    /// (number of positional patterns, (keyword names...)): the positional ones come first, by `__match_args__`.
    MatchClass 1,
    /// r[a] = dict(mapping r[b]) without the keys in tuple r[c] (`**rest`)
    MatchRest 0,
    /// r[a] = len(r[b])
    Length 0,
    // --- except*
    /// r[a] = the part of group r[b] that matches r[c] (or None), r[a+1] = the rest (or None)
    SplitGroup 0,
    /// r[a] = the exception to raise after `except*` handlers from list r[b] of leftovers and raised ones, original r[c]; None if all handled
    JoinGroup 0,
    // --- letting go
    /// Nothing reads r[a] and the registers above it again as they are, except r[b] unless b is NONE: a generator that only they hold
    /// is closed
    Drop 0,
}

/// One lowered workflow (or plain file), self-contained.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Program {
    /// [`IR_FORMAT`].
    pub format: u16,
    pub entry: EntryPoint,
    /// Module-level variables, by what they are called in which module.
    pub globals: Vec<Global>,
    #[serde(with = "crate::program::flat")]
    pub constants: Vec<Constant>,
    pub names: Vec<String>,
    pub functions: Vec<Function>,
    pub actions: Vec<Action>,
    /// "module:qualname" from the class itself to `builtins:object`.
    pub external_classes: Vec<Vec<String>>,
    pub files: Vec<File>,
    /// The function that runs the definitions and fills `globals`; it cannot suspend.
    pub init: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum EntryPoint {
    /// Global that holds the workflow class.
    Workflow { global: u32 },
    /// Function (a coroutine) that is the body of the file; `init` does nothing.
    Main { function: u32 },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Global {
    pub module: String,
    pub name: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Constant {
    None,
    Ellipsis,
    Bool(bool),
    Int(i64),
    /// Decimal text.
    BigInt(String),
    /// Bits, so that equal constants compare equal.
    Float(u64),
    /// Real and imaginary bits.
    Complex(u64, u64),
    Str(String),
    Bytes(Vec<u8>),
    Tuple(Vec<Constant>),
    FrozenSet(Vec<Constant>),
    /// A captured module-level value, value-encoded. Made once at init: mutable ones are shared by all who name it.
    Encoded(Vec<u8>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FunctionKind {
    Function,
    Lambda,
    /// A comprehension's own scope; called with the outermost iterator.
    Comprehension,
    ClassBody,
    Module,
}

/// What calling it makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Suspends {
    /// It runs at once.
    No,
    Coroutine,
    Generator,
    AsyncGenerator,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Function {
    pub name: String,
    pub qualname: String,
    pub module: String,
    pub kind: FunctionKind,
    pub suspends: Suspends,
    /// In register order: parameter i lives in register i.
    pub parameters: Vec<Param>,
    pub registers: u8,
    /// Registers (parameters and locals) that are made cells on entry, before the first instruction.
    pub cells: Vec<u8>,
    /// Captured cells, in the order of MakeFunction: register of the enclosing frame that holds the cell (`from`) and of this one (`to`).
    pub free: Vec<Capture>,
    /// What each named local's register is called.
    pub locals: Vec<(u8, String)>,
    pub code: Vec<u32>,
    /// The first entry whose range holds the pc of the raising instruction wins (inner before outer).
    pub handlers: Vec<Handler>,
    /// Ascending by pc; an instruction belongs to the last entry at or before it.
    pub lines: Vec<Line>,
    pub file: u32,
    pub doc: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Param {
    pub name: String,
    pub kind: ParameterKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Capture {
    pub from: u8,
    pub to: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Handler {
    /// Word offsets: [start, end).
    pub start: u32,
    pub end: u32,
    pub target: u32,
    /// Receives the exception.
    pub register: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    pub pc: u32,
    pub line: u32,
    /// From 0, in characters; `end_column` is 0 if the span goes past the line.
    pub column: u32,
    pub end_column: u32,
}

/// The source lines that tracebacks may show.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct File {
    pub path: String,
    pub lines: BTreeMap<u32, String>,
}

/// An instruction word.
pub const fn encode(op: Op, a: u8, b: u8, c: u8) -> u32 {
    op as u32 | (a as u32) << 8 | (b as u32) << 16 | (c as u32) << 24
}

/// An instruction word with a 16-bit operand.
pub const fn encode_bx(op: Op, a: u8, bx: u16) -> u32 {
    op as u32 | (a as u32) << 8 | (bx as u32) << 16
}

pub const fn a(word: u32) -> u8 {
    (word >> 8) as u8
}

pub const fn b(word: u32) -> u8 {
    (word >> 16) as u8
}

pub const fn c(word: u32) -> u8 {
    (word >> 24) as u8
}

pub const fn bx(word: u32) -> u16 {
    (word >> 16) as u16
}

pub const fn sbx(word: u32) -> i16 {
    (word >> 16) as i16
}
