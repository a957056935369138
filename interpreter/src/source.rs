//! What the SDK sends: sources and what every free name in them means. No user code runs to read it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The format that this build reads.
pub const SOURCE_FORMAT: u32 = 1;

/// One workflow (or one plain file, for `exec`) with everything that it reaches.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct SourceUnit {
    /// [`SOURCE_FORMAT`].
    pub format: u32,
    /// The author's Python, as (major, minor): decides which syntax is valid.
    pub python: (u8, u8),
    pub entry: Entry,
    /// In the order in which their `def`, `class` or assignment ran when the modules were imported
    /// (an imported module before its importer, by line within one): the program's init runs them so.
    pub definitions: Vec<Definition>,
    /// Everything a free name can mean; definitions refer to it by index.
    pub symbols: Vec<Symbol>,
}

/// Where execution begins.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Entry {
    /// A `Workflow` class: index of its [`Symbol::Class`]. `run` is called on an instance with the given attributes.
    Workflow(u32),
    /// A module body: index of its definition.
    Main(u32),
}

/// A piece of source with its free names resolved.
#[derive(Clone, Debug, Default, Serialize, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    pub kind: DefinitionKind,
    /// `__module__` and `__qualname__`.
    pub module: String,
    pub qualname: String,
    /// What its variable is called where that is not the qualified name: two closures of one `def` are two definitions.
    #[serde(default)]
    pub variable: Option<String>,
    /// Whether its module says `from __future__ import annotations`.
    #[serde(default)]
    pub annotation_texts: bool,
    /// Who refers to it, from the workflow's `run` on, itself last: `Checkout.run`, `price_of`, `parse`. For refusals.
    #[serde(default)]
    pub chain: Vec<String>,
    /// As shown in tracebacks.
    pub file: String,
    /// Line (from 1) of the first line of `source` in the file, and the indentation (in columns) that was taken off.
    pub first_line: u32,
    #[serde(default)]
    pub column: u32,
    /// The text, dedented; decorators included.
    pub source: String,
    /// The author's lines, where `source` is made up and is not they: what is shown of them.
    #[serde(default)]
    pub shown: Option<String>,
    /// Every name that is free in the definition (globals, closure variables, names that its own imports bind) and not a
    /// builtin, to its symbol. An import inside the body is keyed `import a.b` or `from a.b import c`.
    pub names: BTreeMap<String, u32>,
}

#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum DefinitionKind {
    #[default]
    Function,
    Class,
    /// `name = expression`, for a value that is made anew rather than sent.
    Assignment,
    Module,
}

impl Definition {
    /// The author's lines, from `first_line` on, without the indentation that was taken off.
    pub fn shown(&self) -> &str {
        self.shown.as_deref().unwrap_or(&self.source)
    }
}

/// The meaning of a free name.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Symbol {
    /// A function lowered with the workflow.
    Function { definition: u32 },
    /// A class lowered with the workflow.
    Class { definition: u32 },
    /// What an assignment lowered with the workflow makes.
    Assigned { definition: u32 },
    /// An `@action`; calling it in a workflow makes an awaitable, awaiting that runs it in a worker.
    Action(Action),
    /// A module of the user's project; only the attributes that are used.
    Module {
        name: String,
        attributes: BTreeMap<String, u32>,
    },
    /// A module or a member that the machine itself provides: `asyncio`, `asyncio.gather`, `carabiner.RetryPolicy`.
    Stdlib { path: String },
    /// A module-level or closure value, value-encoded (see `wire`), in standard base64.
    Constant { name: String, value: String },
    /// A class whose instances may be met but whose source is not lowered (an exception of a library, a pydantic model).
    /// `mro` holds "module:qualname" from the class itself down to `builtins:object`.
    ExternalClass { mro: Vec<String> },
    /// Anything else. Using it is refused with what it is and the advice.
    Unknown { what: String, advice: String },
}

/// What the host must know of an action to call it.
#[derive(Clone, Debug, Default, Serialize, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// The registered name: "module:qualname" unless the author chose another.
    pub name: String,
    /// The module that a worker imports to find it.
    pub module: String,
    pub parameters: Vec<Parameter>,
    #[serde(default)]
    pub policy: Policy,
}

#[derive(Clone, Debug, Serialize, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    pub name: String,
    pub kind: ParameterKind,
    pub has_default: bool,
}

/// As `inspect.Parameter.kind`.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum ParameterKind {
    PositionalOnly,
    PositionalOrKeyword,
    VarPositional,
    KeywordOnly,
    VarKeyword,
}

/// How an action is retried and limited. A field left out means "not said here": the call's policy wins over the
/// action's, and that over the defaults (one attempt, five minutes an attempt, no delay).
#[derive(Clone, Debug, Default, Serialize, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Policy {
    pub queue: Option<String>,
    /// Attempts in all, the first included.
    pub attempts: Option<u32>,
    /// Microseconds for one attempt.
    pub timeout_micros: Option<u64>,
    pub backoff: Option<Backoff>,
}

/// The wait before attempt n+1 is `base * multiplier^(n-1)`, at most `max`, then moved by up to `jitter` (a share from 0 to 1) of itself.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Backoff {
    pub base_micros: u64,
    pub multiplier: f64,
    #[serde(default)]
    pub max_micros: Option<u64>,
    #[serde(default)]
    pub jitter: f64,
}
