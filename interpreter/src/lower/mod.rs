//! Source to IR. [`lower`] is the door.
//!
//! A unit's definitions are parsed one by one (`syntax`, `check`), their scopes read (`scope`), the names that no scope binds
//! looked up in the unit's symbols (`meaning`), and every function emitted (`lowerer`, `frame`; `stmt` and `expr` and what they
//! lead to). Every node is taken apart with all its fields, so that none can be passed over in silence; what cannot be lowered
//! becomes a [`LowerError`] and lowering goes on, so that an author sees all of them at once.

mod annotation;
mod assign;
mod base64;
mod builder;
mod call;
mod check;
mod constant;
mod expr;
mod flow;
mod frame;
mod function;
mod generic;
mod handle;
mod init;
mod library;
mod lowerer;
mod meaning;
mod pattern;
mod reject;
mod rules;
mod scope;
mod source;
mod stmt;
mod syntax;
mod text;
mod thread;
mod unit;

use std::collections::BTreeMap;

use crate::LowerError;
use crate::ir::Program;
use crate::provided;
use crate::source::{Definition, DefinitionKind, Entry, SOURCE_FORMAT, SourceUnit};

/// Trees are walked recursively; `syntax` bounds how deep they are, and this holds the deepest.
const STACK_BYTES: usize = 128 << 20;

/// Lowers a unit to a program, or says everything that is wrong with it.
///
/// # Errors
/// All of the author's mistakes: syntax errors, constructs and names that a workflow cannot use.
pub fn lower(unit: &SourceUnit) -> Result<Program, Vec<LowerError>> {
    let failed = |message: &str| Err(vec![unit_error(unit, message)]);
    std::thread::scope(|threads| {
        let thread = std::thread::Builder::new()
            .name("lower".to_owned())
            .stack_size(STACK_BYTES);
        let Ok(lowering) = thread.spawn_scoped(threads, || unit::lower(unit)) else {
            return failed("no thread could be started to lower it");
        };
        lowering
            .join()
            .unwrap_or_else(|_| failed("the lowering itself failed; please report this"))
    })
}

/// Whether a workflow can use `path`: a builtin (`len`), a module of the standard library (`asyncio`) or a member of one
/// (`asyncio.gather`), be it the machine's own or lowered with the program.
pub fn provides(path: &str) -> bool {
    provided::provides(path) || library::has(path)
}

/// The unit of a plain file, whose module body is the program.
pub fn plain_file(path: &str, text: &str, python: (u8, u8)) -> SourceUnit {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let definition = Definition {
        kind: DefinitionKind::Module,
        module: "__main__".to_owned(),
        qualname: "<module>".to_owned(),
        file: path.to_owned(),
        first_line: 1,
        column: 0,
        source: text.replace("\r\n", "\n").replace('\r', "\n"),
        names: BTreeMap::new(),
        ..Definition::default()
    };
    SourceUnit {
        format: SOURCE_FORMAT,
        python,
        entry: Entry::Main(0),
        definitions: vec![definition],
        symbols: Vec::new(),
    }
}

/// An error of the unit as a whole.
fn unit_error(unit: &SourceUnit, message: &str) -> LowerError {
    let first = unit.definitions.first();
    LowerError {
        file: first.map_or_else(String::new, |definition| definition.file.clone()),
        line: first.map_or(1, |definition| definition.first_line),
        column: 1,
        text: String::new(),
        width: 1,
        message: message.to_owned(),
        advice: "the SDK and the server may be of different versions".to_owned(),
        chain: Vec::new(),
    }
}
