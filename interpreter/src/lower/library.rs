//! The part of the standard library that is Python of our own (`interpreter/library/`). A program takes from it the definitions
//! that it reaches and no others; they are lowered with it, as an author's helpers are, so that their state needs no codec.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use rustpython_ruff_python_ast::{self as ast, Expr, ModModule, Stmt};
use rustpython_ruff_python_parser::parse_module;
use rustpython_ruff_text_size::{Ranged, TextRange};

use crate::source::{Definition, DefinitionKind};

/// What our own sources are written in.
pub(super) const PYTHON: (u8, u8) = (3, 12);

/// The modules, each after those that its definitions need when they run (bases, decorators, defaults, constants).
const SOURCES: &[(&str, &str)] = &[
    ("types", include_str!("../../library/types.py")),
    ("abc", include_str!("../../library/abc.py")),
    (
        "collections.abc",
        include_str!("../../library/collections/abc.py"),
    ),
    ("collections", include_str!("../../library/collections.py")),
    ("bisect", include_str!("../../library/bisect.py")),
    ("functools", include_str!("../../library/functools.py")),
    ("contextlib", include_str!("../../library/contextlib.py")),
    ("typing", include_str!("../../library/typing.py")),
    ("logging", include_str!("../../library/logging.py")),
    ("warnings", include_str!("../../library/warnings.py")),
    ("traceback", include_str!("../../library/traceback.py")),
    ("binascii", include_str!("../../library/binascii.py")),
    ("base64", include_str!("../../library/base64.py")),
    ("textwrap", include_str!("../../library/textwrap.py")),
    ("html", include_str!("../../library/html.py")),
    (
        "urllib.parse",
        include_str!("../../library/urllib/parse.py"),
    ),
    ("graphlib", include_str!("../../library/graphlib.py")),
    ("json", include_str!("../../library/json.py")),
    ("itertools", include_str!("../../library/itertools.py")),
    ("dataclasses", include_str!("../../library/dataclasses.py")),
    ("enum", include_str!("../../library/enum.py")),
    ("builtins", include_str!("../../library/builtins.py")),
    ("contextvars", include_str!("../../library/contextvars.py")),
    ("asyncio", include_str!("../../library/asyncio.py")),
    (
        "asyncio.exceptions",
        include_str!("../../library/asyncio/exceptions.py"),
    ),
    (
        "asyncio.futures",
        include_str!("../../library/asyncio/futures.py"),
    ),
    (
        "asyncio.locks",
        include_str!("../../library/asyncio/locks.py"),
    ),
    (
        "asyncio.queues",
        include_str!("../../library/asyncio/queues.py"),
    ),
    (
        "asyncio.taskgroups",
        include_str!("../../library/asyncio/taskgroups.py"),
    ),
    (
        "asyncio.tasks",
        include_str!("../../library/asyncio/tasks.py"),
    ),
    (
        "asyncio.timeouts",
        include_str!("../../library/asyncio/timeouts.py"),
    ),
    ("copy", include_str!("../../library/copy.py")),
    ("heapq", include_str!("../../library/heapq.py")),
    ("operator", include_str!("../../library/operator.py")),
    ("re", include_str!("../../library/re.py")),
    ("string", include_str!("../../library/string.py")),
    ("_pydantic", include_str!("../../library/_pydantic.py")),
    ("_attrs", include_str!("../../library/_attrs.py")),
    ("_msgspec", include_str!("../../library/_msgspec.py")),
    ("random", include_str!("../../library/random.py")),
    ("difflib", include_str!("../../library/difflib.py")),
    ("struct", include_str!("../../library/struct.py")),
    ("io", include_str!("../../library/io.py")),
    ("csv", include_str!("../../library/csv.py")),
    ("calendar", include_str!("../../library/calendar.py")),
    ("pprint", include_str!("../../library/pprint.py")),
    ("hashlib", include_str!("../../library/hashlib.py")),
    ("hmac", include_str!("../../library/hmac.py")),
    ("uuid", include_str!("../../library/uuid.py")),
    ("numbers", include_str!("../../library/numbers.py")),
    ("statistics", include_str!("../../library/statistics.py")),
];

/// Where a definition stands: the module's index and its own; definitions run in this order.
pub(super) type Place = (usize, usize);

pub(super) struct Module {
    definitions: Vec<Definition>,
    /// What its top level binds.
    names: BTreeMap<String, Named>,
}

enum Named {
    /// By a `def`, a `class` or an assignment: index among the definitions.
    Definition(usize),
    /// By an import: the path of what was imported.
    Import(String),
}

/// What a path leads to.
pub(super) enum Found {
    Definition(Place),
    /// Another name for this path.
    Path(String),
}

struct Library {
    modules: Vec<Module>,
    by_name: BTreeMap<&'static str, usize>,
}

/// Whether it has a module, or a member of one, of this path.
pub(super) fn has(path: &str) -> bool {
    find(path).is_some() || is_module(path)
}

/// Whether the path is a module of it, or a package around one.
pub(super) fn is_module(path: &str) -> bool {
    let within = |name: &&str| {
        name.strip_prefix(path)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    library().by_name.keys().any(within)
}

pub(super) fn find(path: &str) -> Option<Found> {
    let (module, name) = path.rsplit_once('.')?;
    let index = *library().by_name.get(module)?;
    Some(match library().modules[index].names.get(name)? {
        Named::Definition(definition) => Found::Definition((index, *definition)),
        Named::Import(path) => Found::Path(path.clone()),
    })
}

pub(super) fn definition((module, definition): Place) -> &'static Definition {
    &library().modules[module].definitions[definition]
}

/// The module that a definition of an author's unit or of the library is of, if the latter.
pub(super) fn module_of(definition: &Definition) -> Option<&'static Module> {
    let index = *library().by_name.get(definition.module.as_str())?;
    let module = &library().modules[index];
    module
        .definitions
        .iter()
        .any(|own| std::ptr::eq(own, definition))
        .then_some(module)
}

impl Module {
    pub(super) fn binds(&self, name: &str) -> bool {
        self.names.contains_key(name)
    }
}

fn library() -> &'static Library {
    static LIBRARY: OnceLock<Library> = OnceLock::new();
    LIBRARY.get_or_init(|| Library {
        modules: SOURCES
            .iter()
            .map(|(name, text)| read(name, text))
            .collect(),
        by_name: (0..)
            .zip(SOURCES)
            .map(|(at, (name, _))| (*name, at))
            .collect(),
    })
}

/// A module's top level. What is neither an import nor binds one name is not reached; `tests` insist that there is no such thing.
fn read(module: &str, text: &str) -> Module {
    let mut read = Module {
        definitions: Vec::new(),
        names: BTreeMap::new(),
    };
    let parsed = parse_module(text).map(|parsed| parsed.into_syntax());
    for statement in parsed.iter().flat_map(|ModModule { body, .. }| body) {
        read.statement(module, text, statement);
    }
    read
}

impl Module {
    fn statement(&mut self, module: &str, text: &str, statement: &Stmt) {
        match statement {
            Stmt::Import(import) => self.import(&import.names, None),
            Stmt::ImportFrom(import) => self.import(&import.names, import.module.as_deref()),
            _ => {
                if let Some((kind, name)) = defined(statement) {
                    let index = self.definitions.len();
                    self.names.insert(name.clone(), Named::Definition(index));
                    let made = as_definition(module, text, kind, name, statement.range());
                    self.definitions.push(made);
                }
            }
        }
    }

    fn import(&mut self, names: &[ast::Alias], from: Option<&str>) {
        for alias in names {
            let path = match from {
                Some(module) => format!("{module}.{}", alias.name),
                None => alias.name.to_string(),
            };
            let bound = match &alias.asname {
                Some(name) => name.to_string(),
                None => alias.name.split('.').next().unwrap_or_default().to_owned(),
            };
            self.names.insert(bound, Named::Import(path));
        }
    }
}

fn defined(statement: &Stmt) -> Option<(DefinitionKind, String)> {
    let only = |targets: &[Expr]| match targets {
        [Expr::Name(name)] => Some((DefinitionKind::Assignment, name.id.to_string())),
        _ => None,
    };
    match statement {
        Stmt::FunctionDef(function) => Some((DefinitionKind::Function, function.name.to_string())),
        Stmt::ClassDef(class) => Some((DefinitionKind::Class, class.name.to_string())),
        Stmt::Assign(assign) => only(&assign.targets),
        _ => None,
    }
}

fn as_definition(
    module: &str,
    text: &str,
    kind: DefinitionKind,
    qualname: String,
    at: TextRange,
) -> Definition {
    let before = text.get(..at.start().to_usize()).unwrap_or_default();
    Definition {
        kind,
        module: module.to_owned(),
        qualname,
        file: format!("<carabiner>/{}.py", module.replace('.', "/")),
        first_line: before.matches('\n').count() as u32 + 1,
        column: 0,
        source: text.get(at.to_std_range()).unwrap_or_default().to_owned(),
        names: BTreeMap::new(),
        ..Definition::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lower::{lower, plain_file};

    #[test]
    fn every_statement_is_an_import_or_binds_one_name() {
        for (name, text) in SOURCES {
            let tree = parse_module(text).unwrap_or_else(|error| panic!("{name}: {error}"));
            for statement in &tree.syntax().body {
                let is_import = matches!(statement, Stmt::Import(_) | Stmt::ImportFrom(_));
                let is_text =
                    matches!(statement, Stmt::Expr(expr) if expr.value.is_string_literal_expr());
                let line = text[..statement.range().start().to_usize()]
                    .matches('\n')
                    .count()
                    + 1;
                assert!(
                    is_import || is_text || defined(statement).is_some(),
                    "{name}:{line}: nothing reaches this statement"
                );
            }
        }
    }

    #[test]
    fn every_definition_lowers() {
        for module in &library().modules {
            for definition in &module.definitions {
                let text = format!(
                    "import {0}\nprint({0}.{1})\n",
                    definition.module, definition.qualname
                );
                let lowered = lower(&plain_file("main.py", &text, PYTHON));
                let errors = lowered.err().unwrap_or_default();
                let said: Vec<String> = errors.iter().map(ToString::to_string).collect();
                assert!(said.is_empty(), "{}", said.join("\n"));
            }
        }
    }
}
