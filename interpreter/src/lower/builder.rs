//! The program being built: tables without duplicates, in the order of first use.

use std::collections::{BTreeMap, BTreeSet};

use super::library::{self, Place};
use super::meaning::global_of;
use crate::ir::{Constant, EntryPoint, File, Function, Global, IR_FORMAT, Program};
use crate::source::{Action, Definition};

/// A table that answers the index of what it holds already.
struct Table<T> {
    items: Vec<T>,
    index: BTreeMap<Vec<u8>, usize>,
}

impl<T: serde::Serialize> Table<T> {
    fn new() -> Self {
        Self {
            items: Vec::new(),
            index: BTreeMap::new(),
        }
    }

    /// Items are told apart by their encoding, in which 1, 1.0 and True differ, and 0.0 and -0.0.
    fn put(&mut self, item: T) -> usize {
        let key = postcard::to_allocvec(&item).unwrap_or_default();
        let next = self.items.len();
        let found = *self.index.entry(key).or_insert(next);
        if found == next {
            self.items.push(item);
        }
        found
    }
}

pub(super) struct Builder {
    globals: Table<Global>,
    constants: Table<Constant>,
    names: Table<String>,
    actions: Table<Action>,
    external: Table<Vec<String>>,
    pub(super) functions: Vec<Function>,
    files: Vec<File>,
    /// Constant symbols to their globals.
    captured: BTreeMap<u32, u16>,
    /// Definitions of the library that something names and that are still to be lowered, and all that something names.
    awaited: BTreeSet<Place>,
    reached: BTreeSet<Place>,
    /// Whether the program reads annotations.
    pub(super) reads_annotations: bool,
    /// Whether it asks for the type parameters of functions.
    pub(super) reads_type_parameters: bool,
    /// A table has more entries than its operand can name.
    pub(super) overflow: bool,
}

impl Builder {
    pub(super) fn new() -> Self {
        Self {
            globals: Table::new(),
            constants: Table::new(),
            names: Table::new(),
            actions: Table::new(),
            external: Table::new(),
            functions: Vec::new(),
            files: Vec::new(),
            captured: BTreeMap::new(),
            awaited: BTreeSet::new(),
            reached: BTreeSet::new(),
            reads_type_parameters: false,
            reads_annotations: false,
            overflow: false,
        }
    }

    fn narrow(&mut self, index: usize) -> u16 {
        u16::try_from(index).unwrap_or_else(|_| {
            self.overflow = true;
            0
        })
    }

    pub(super) fn name(&mut self, name: &str) -> u16 {
        let index = self.names.put(name.to_owned());
        self.narrow(index)
    }

    pub(super) fn constant(&mut self, constant: Constant) -> u16 {
        let index = self.constants.put(constant);
        self.narrow(index)
    }

    pub(super) fn action(&mut self, action: &Action) -> u16 {
        let index = self.actions.put(action.clone());
        self.narrow(index)
    }

    pub(super) fn external(&mut self, mro: &[String]) -> u16 {
        let index = self.external.put(mro.to_vec());
        self.narrow(index)
    }

    pub(super) fn variable(&mut self, module: &str, name: &str) -> u16 {
        let index = self.globals.put(Global {
            module: module.to_owned(),
            name: name.to_owned(),
        });
        self.narrow(index)
    }

    pub(super) fn definition_global(&mut self, definition: &Definition) -> u16 {
        let Global { module, name } = global_of(definition);
        self.variable(&module, &name)
    }

    /// The global of a captured constant. Its name alone need not be unique, its symbol is.
    pub(super) fn constant_global(&mut self, symbol: u32, name: &str) -> u16 {
        if let Some(global) = self.captured.get(&symbol) {
            return *global;
        }
        let global = self.variable(&format!("<captured {symbol}>"), name);
        self.captured.insert(symbol, global);
        global
    }

    /// The global of a definition of the library, which the program has from now on.
    pub(super) fn library_global(&mut self, place: Place) -> u16 {
        if self.reached.insert(place) {
            self.awaited.insert(place);
        }
        self.definition_global(library::definition(place))
    }

    /// Whether a global is one of the library's.
    pub(super) fn is_of_library(&self, global: u16) -> bool {
        let global = self.globals.items.get(usize::from(global));
        global.is_some_and(|global| library::is_module(&global.module))
    }

    /// A definition of the library that is still to be lowered.
    pub(super) fn next_awaited(&mut self) -> Option<Place> {
        self.awaited.pop_first()
    }

    /// Captured constants that something names, with their globals, in the order of their symbols.
    pub(super) fn captured(&self) -> impl Iterator<Item = (u32, u16)> + '_ {
        self.captured
            .iter()
            .map(|(symbol, global)| (*symbol, *global))
    }

    pub(super) fn function(&mut self, function: Function) -> u32 {
        self.functions.push(function);
        self.functions.len() as u32 - 1
    }

    /// Adds a definition's lines to its file.
    pub(super) fn file(&mut self, definition: &Definition) -> u32 {
        let found = self
            .files
            .iter()
            .position(|file| file.path == definition.file);
        let index = found.unwrap_or_else(|| {
            self.files.push(File {
                path: definition.file.clone(),
                lines: BTreeMap::new(),
            });
            self.files.len() - 1
        });
        let indent = " ".repeat(definition.column as usize);
        for (number, line) in (definition.first_line..).zip(definition.shown().split('\n')) {
            if !line.trim().is_empty() {
                self.files[index]
                    .lines
                    .insert(number, format!("{indent}{line}"));
            }
        }
        index as u32
    }

    pub(super) fn finish(self, entry: EntryPoint, init: u32) -> Program {
        Program {
            format: IR_FORMAT,
            entry,
            globals: self.globals.items,
            constants: self.constants.items,
            names: self.names.items,
            functions: self.functions,
            actions: self.actions.items,
            external_classes: self.external.items,
            files: self.files,
            init,
        }
    }
}
