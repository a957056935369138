//! A whole unit: its definitions one by one, then what ties them together.

use std::collections::BTreeMap;

use rustpython_ruff_python_ast::ModModule;

use super::annotation::{self, Annotations};
use super::builder::Builder;
use super::frame::Frame;
use super::function::docstring;
use super::generic;
use super::init;
use super::library::{self, Place};
use super::lowerer::{Lowerer, Signature};
use super::meaning::Meanings;
use super::scope::{ScopeKind, Scopes};
use super::source::Source;
use super::{syntax, unit_error};
use crate::LowerError;
use crate::ir::{EntryPoint, FunctionKind, Program, Suspends};
use crate::source::{Definition, DefinitionKind, Entry, SOURCE_FORMAT, SourceUnit, Symbol};

pub(super) fn lower(unit: &SourceUnit) -> Result<Program, Vec<LowerError>> {
    let wrong = |message: &str| Err(vec![unit_error(unit, message)]);
    if unit.format != SOURCE_FORMAT {
        return wrong(&format!(
            "the source format {} is not known here",
            unit.format
        ));
    }
    let mut builder = Builder::new();
    builder.reads_annotations = annotation::are_read(unit);
    builder.reads_type_parameters = generic::are_read(unit);
    let mut errors = Vec::new();
    let sources: Vec<Source<'_>> = unit
        .definitions
        .iter()
        .map(|definition| Source::new(definition, builder.file(definition)))
        .collect();
    let trees = parse_all(unit, &sources, &mut errors);
    let mut bodies = Vec::new();
    for (source, tree) in sources.iter().zip(&trees) {
        if let Some(tree) = tree {
            bodies.push(body(unit, source, tree, &mut builder, &mut errors));
        }
    }
    let entry = match entry_point(unit, &bodies, &mut builder) {
        Some(entry) => entry,
        None if errors.is_empty() => {
            return wrong("the entry of the source unit is not among its definitions");
        }
        None => return Err(errors),
    };
    let library = library_bodies(unit, &mut builder, &mut errors);
    let init = match init::emit(unit, &library, &bodies, &mut builder) {
        Ok(init) => init,
        Err(message) => return wrong(&message),
    };
    if builder.overflow {
        errors.push(unit_error(
            unit,
            "the workflow is too large: more than 65,536 names, constants or globals",
        ));
    }
    if errors.is_empty() {
        Ok(builder.finish(entry, init))
    } else {
        Err(errors)
    }
}

/// Lowers what the program reaches of the library, in the order in which it is to run.
fn library_bodies(
    unit: &SourceUnit,
    builder: &mut Builder,
    errors: &mut Vec<LowerError>,
) -> Vec<u32> {
    let mut bodies: BTreeMap<Place, u32> = BTreeMap::new();
    while let Some(place) = builder.next_awaited() {
        let definition = library::definition(place);
        let source = Source::new(definition, builder.file(definition));
        match syntax::parse(&source, library::PYTHON) {
            Ok(tree) => {
                bodies.insert(place, body(unit, &source, &tree, builder, errors));
            }
            Err(found) => errors.extend(found),
        }
    }
    bodies.into_values().collect()
}

fn parse_all(
    unit: &SourceUnit,
    sources: &[Source<'_>],
    errors: &mut Vec<LowerError>,
) -> Vec<Option<ModModule>> {
    let mut trees = Vec::new();
    for source in sources {
        match syntax::parse(source, unit.python) {
            Ok(tree) => trees.push(Some(tree)),
            Err(found) => {
                errors.extend(found);
                trees.push(None);
            }
        }
    }
    trees
}

/// Emits the function that runs one definition.
fn body(
    unit: &SourceUnit,
    source: &Source<'_>,
    tree: &ModModule,
    builder: &mut Builder,
    errors: &mut Vec<LowerError>,
) -> u32 {
    let ModModule {
        node_index: _,
        range: _,
        body,
    } = tree;
    let definition = source.definition;
    let annotations = match (builder.reads_annotations, library::module_of(definition)) {
        (true, None) if annotation::stay_texts(body) || definition.annotation_texts => {
            Annotations::Texts
        }
        (true, None) => Annotations::Values,
        _ => Annotations::Names,
    };
    let scopes = Scopes::of(body, annotations == Annotations::Values);
    check_definition(source, definition, &scopes, errors);
    let meanings = Meanings::new(unit, definition, &scopes, builder);
    let outside = Frame::new(0, ScopeKind::Module, String::new());
    let mut lowerer = Lowerer {
        builder,
        errors,
        source,
        scopes: &scopes,
        meanings: &meanings,
        annotations,
        f: outside,
    };
    let is_main = definition.kind == DefinitionKind::Module;
    let (doc, rest) = if is_main {
        docstring(body)
    } else {
        (None, body.as_slice())
    };
    let signature = Signature {
        scope: 0,
        name: "<module>",
        qualname: "<module>".to_owned(),
        kind: FunctionKind::Module,
        suspends: if is_main {
            Suspends::Coroutine
        } else {
            Suspends::No
        },
        parameters: Vec::new(),
        doc,
    };
    lowerer.function(signature, |lowerer| lowerer.body(rest))
}

/// A definition defines one name, its own.
fn check_definition(
    source: &Source<'_>,
    definition: &Definition,
    scopes: &Scopes,
    errors: &mut Vec<LowerError>,
) {
    let bound = scopes
        .get(0)
        .names
        .values()
        .filter(|own| own.is_bound())
        .count();
    if definition.kind != DefinitionKind::Module && bound != 1 {
        let message = format!("`{}` is not one definition", definition.qualname);
        errors.push(source.error(
            source.end(),
            message,
            "define it by a `def` or a `class` of its own".to_owned(),
        ));
    }
}

fn entry_point(unit: &SourceUnit, bodies: &[u32], builder: &mut Builder) -> Option<EntryPoint> {
    match unit.entry {
        Entry::Main(definition) => {
            let is_module =
                unit.definitions.get(definition as usize)?.kind == DefinitionKind::Module;
            let function = *bodies.get(definition as usize)?;
            is_module.then_some(EntryPoint::Main { function })
        }
        Entry::Workflow(symbol) => match unit.symbols.get(symbol as usize)? {
            Symbol::Class { definition } => {
                let definition = unit.definitions.get(*definition as usize)?;
                Some(EntryPoint::Workflow {
                    global: u32::from(builder.definition_global(definition)),
                })
            }
            _ => None,
        },
    }
}
