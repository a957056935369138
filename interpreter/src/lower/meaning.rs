//! What a name means that no scope of the source binds: a symbol of the unit, a builtin, a module.

use std::collections::BTreeMap;

use super::builder::Builder;
use super::library;
use super::scope::{Found, Import, ScopeId, Scopes};
use crate::ir::Global;
use crate::provided::{PROVIDED, provides};
use crate::source::{Action, Definition, DefinitionKind, SourceUnit, Symbol};

/// The meaning of a name or of a chain of attributes.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Meaning<'a> {
    Global(u16),
    Action(u16),
    External(u16),
    /// A builtin: `len`.
    Builtin(String),
    /// A module of the standard library or a member: `asyncio`, `asyncio.gather`.
    Stdlib(String),
    /// A module of the user's project.
    Module(&'a str, &'a BTreeMap<String, u32>),
    /// Known while lowering: `__name__`, `TYPE_CHECKING`.
    Text(String),
    Bool(bool),
    /// It cannot be used: what it is and what to write instead.
    Refused(String, String),
    /// Nothing has that name.
    Undefined,
}

/// The meanings in one definition.
pub(super) struct Meanings<'a> {
    unit: &'a SourceUnit,
    definition: &'a Definition,
    /// Where a definition of the library finds its other names.
    library: Option<&'static library::Module>,
    /// Whether this is a plain file, whose module-level names are globals.
    pub(super) is_main: bool,
    /// Names that the module's body binds, or that a function declares `global`, to their globals.
    globals: BTreeMap<String, u16>,
    /// Module-level imports that are the only binding of their name.
    imports: BTreeMap<String, Import>,
}

impl<'a> Meanings<'a> {
    pub(super) fn new(
        unit: &'a SourceUnit,
        definition: &'a Definition,
        scopes: &Scopes,
        builder: &mut Builder,
    ) -> Self {
        let is_main = definition.kind == DefinitionKind::Module;
        let mut globals = BTreeMap::new();
        let mut imports = BTreeMap::new();
        for (name, own) in &scopes.get(0).names {
            if let Some(import) = own.alias() {
                imports.insert(name.clone(), import.clone());
            } else if own.is_bound() {
                let global = match is_main {
                    true => builder.variable(&definition.module, name),
                    false => builder.definition_global(definition),
                };
                globals.insert(name.clone(), global);
            }
        }
        for name in scopes.declared_global() {
            if !globals.contains_key(name) && !definition.names.contains_key(name) {
                globals.insert(name.to_owned(), builder.variable(&definition.module, name));
            }
        }
        Self {
            unit,
            definition,
            library: library::module_of(definition),
            is_main,
            globals,
            imports,
        }
    }

    /// The meaning of a name that no enclosing function binds.
    pub(super) fn of(&self, name: &str, builder: &mut Builder) -> Meaning<'a> {
        if let Some(import) = self.imports.get(name) {
            return self.import(import, builder);
        }
        if let Some(symbol) = self.definition.names.get(name) {
            return self.symbol(*symbol, builder);
        }
        if let Some(global) = self.globals.get(name) {
            return Meaning::Global(*global);
        }
        if self.library.is_some_and(|module| module.binds(name)) {
            return stdlib(format!("{}.{name}", self.definition.module), builder);
        }
        match name {
            "__name__" => Meaning::Text(if self.is_main {
                "__main__".into()
            } else {
                self.definition.module.clone()
            }),
            "__debug__" => Meaning::Bool(true),
            _ if provides(name) && !is_module_name(name) => Meaning::Builtin(name.to_owned()),
            _ if library::find(&format!("builtins.{name}")).is_some() => {
                stdlib(format!("builtins.{name}"), builder)
            }
            _ => match super::reject::builtin(name) {
                Some((what, advice)) => Meaning::Refused(what, advice),
                None => Meaning::Undefined,
            },
        }
    }

    pub(super) fn module(&self) -> &str {
        &self.definition.module
    }

    /// What of the standard library a name was imported as. It reaches nothing.
    pub(super) fn imported_path(
        &self,
        name: &str,
        scopes: &Scopes,
        scope: ScopeId,
    ) -> Option<String> {
        if let Found::Import(import) = scopes.find(scope, name) {
            return Some(import.path);
        }
        if let Some(import) = self.imports.get(name) {
            return Some(import.path.clone());
        }
        let symbol = self.definition.names.get(name)?;
        match self.unit.symbols.get(*symbol as usize)? {
            Symbol::Stdlib { path } => Some(path.clone()),
            _ => Some(format!("{}.{name}", self.definition.module)),
        }
    }

    /// The global that assigning to a module-level name stores into, if it can be assigned.
    pub(super) fn variable(&self, name: &str, builder: &mut Builder) -> Option<u16> {
        if let Some(global) = self.globals.get(name) {
            return Some(*global);
        }
        match self
            .definition
            .names
            .get(name)
            .map(|symbol| self.symbol(*symbol, builder))
        {
            Some(Meaning::Global(global)) => Some(global),
            _ => None,
        }
    }

    /// What an import statement binds.
    pub(super) fn import(&self, import: &Import, builder: &mut Builder) -> Meaning<'a> {
        if let Some(symbol) = self.definition.names.get(&import.key) {
            return match self.symbol(*symbol, builder) {
                // `import a.b` binds `a`.
                Meaning::Stdlib(path) if path.starts_with(&format!("{}.", import.path)) => {
                    Meaning::Stdlib(import.path.clone())
                }
                meaning => meaning,
            };
        }
        if !self.is_main && self.library.is_none() {
            let advice =
                "import it at the top of the module, where the SDK can see what it is".to_owned();
            return Meaning::Refused(format!("`{}` is not known here", import.key), advice);
        }
        stdlib(import.path.clone(), builder)
    }

    fn symbol(&self, index: u32, builder: &mut Builder) -> Meaning<'a> {
        let unit = self.unit;
        let Some(symbol) = unit.symbols.get(index as usize) else {
            return Meaning::Undefined;
        };
        match symbol {
            Symbol::Function { definition }
            | Symbol::Class { definition }
            | Symbol::Assigned { definition } => match unit.definitions.get(*definition as usize) {
                Some(definition) => Meaning::Global(builder.definition_global(definition)),
                None => Meaning::Undefined,
            },
            Symbol::Action(action) => Meaning::Action(self.action(action, builder)),
            Symbol::Module { name, attributes } => Meaning::Module(name, attributes),
            Symbol::Stdlib { path } => stdlib(path.clone(), builder),
            Symbol::Constant { name, value: _ } => {
                Meaning::Global(builder.constant_global(index, name))
            }
            Symbol::ExternalClass { mro } => Meaning::External(builder.external(mro)),
            Symbol::Unknown { what, advice } => Meaning::Refused(
                format!("{what} cannot be used in a workflow"),
                advice.clone(),
            ),
        }
    }

    fn action(&self, action: &Action, builder: &mut Builder) -> u16 {
        builder.action(action)
    }

    /// `meaning.attribute`, if that is known while lowering.
    pub(super) fn attribute(
        &self,
        meaning: &Meaning<'a>,
        name: &str,
        builder: &mut Builder,
    ) -> Option<Meaning<'a>> {
        match meaning {
            Meaning::Stdlib(path) => {
                let member = format!("{path}.{name}");
                let known = super::provides(&member)
                    || is_module(&member)
                    || is_module(path)
                    || !provides(path);
                known.then(|| stdlib(member, builder))
            }
            Meaning::Module(module, attributes) => Some(match attributes.get(name) {
                Some(symbol) => self.symbol(*symbol, builder),
                None => Meaning::Refused(
                    format!("`{module}.{name}` is not known here"),
                    "use it from its own module at the top of the file".to_owned(),
                ),
            }),
            _ => None,
        }
    }
}

/// What a path of the standard library means: the machine's own, or what the library defines.
fn stdlib<'a>(path: String, builder: &mut Builder) -> Meaning<'a> {
    if provides(&path) {
        return Meaning::Stdlib(path).settled();
    }
    match library::find(&path) {
        Some(library::Found::Definition(place)) => Meaning::Global(builder.library_global(place)),
        Some(library::Found::Path(other)) => stdlib(other, builder),
        None => Meaning::Stdlib(path).settled(),
    }
}

impl Meaning<'_> {
    /// Members of the standard library that are known while lowering.
    fn settled(self) -> Self {
        match &self {
            Meaning::Stdlib(path) if path == "typing.TYPE_CHECKING" => Meaning::Bool(false),
            Meaning::Stdlib(path) => match path.strip_prefix("builtins.") {
                Some(name) if provides(name) => Meaning::Builtin(name.to_owned()),
                _ => self,
            },
            _ => self,
        }
    }
}

/// Whether something lies under the path.
fn is_module(path: &str) -> bool {
    let inside = format!("{path}.");
    let first = PROVIDED.partition_point(|provided| *provided < inside.as_str());
    PROVIDED
        .get(first)
        .is_some_and(|provided| provided.starts_with(&inside))
        || !path.contains('.')
}

/// Names of the table that are modules, not builtins.
fn is_module_name(name: &str) -> bool {
    let inside = format!("{name}.");
    let first = PROVIDED.partition_point(|provided| *provided < inside.as_str());
    PROVIDED
        .get(first)
        .is_some_and(|provided| provided.starts_with(&inside))
        || MODULES_WITHOUT_MEMBERS.contains(&name)
}

/// Modules of the table of which no member is listed (yet).
const MODULES_WITHOUT_MEMBERS: &[&str] = &["itertools", "math", "random", "typing"];

/// The global variable of a definition.
pub(super) fn global_of(definition: &Definition) -> Global {
    Global {
        module: definition.module.clone(),
        name: definition
            .variable
            .clone()
            .unwrap_or_else(|| definition.qualname.clone()),
    }
}
