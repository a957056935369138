//! Annotations as values. Most programs never read them, and then they are not evaluated: an annotation may name what no workflow
//! has, and costs nothing. Only where a source of the unit mentions what reads them are they lowered, as CPython 3.11 evaluates
//! them: when the function or class is defined. One that cannot be lowered is a value that refuses whatever is asked of it.

use rustpython_ruff_python_ast::visitor::{self, Visitor};
use rustpython_ruff_python_ast::{self as ast, Expr, Stmt};
use rustpython_ruff_python_parser::parse_expression;
use rustpython_ruff_text_size::{Ranged, TextRange};

use super::constant;
use super::frame::Reg;
use super::library;
use super::lowerer::{Lowerer, Place};
use super::meaning::Meaning;
use crate::ir::{Constant, NONE, Op};
use crate::source::SourceUnit;

/// What a source mentions that reads annotations, or what was made of them.
const READERS: &[&str] = &[
    "__annotations__",
    "get_type_hints",
    "singledispatch",
    "__required_keys__",
    "__optional_keys__",
    "__dataclass_fields__",
];

/// What an annotation must not be taken for by its text alone.
const MARKERS: &[(&str, &str)] = &[
    ("typing.ClassVar", "ClassVar"),
    ("dataclasses.InitVar", "InitVar"),
    ("dataclasses.KW_ONLY", "KW_ONLY"),
];

/// How a definition's annotations are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Annotations {
    /// As texts, in classes only: nothing reads more of them than the names, and what marks a field.
    Names,
    /// As texts: `from __future__ import annotations`.
    Texts,
    Values,
}

/// Whether any source of a unit reads annotations.
pub(super) fn are_read(unit: &SourceUnit) -> bool {
    unit.definitions.iter().any(|definition| {
        let source = definition.source.as_str();
        READERS.iter().any(|reader| source.contains(reader))
            || (source.contains("fields") && source.contains(".type"))
    })
}

/// Whether a module says that its annotations stay texts.
pub(super) fn stay_texts(body: &[Stmt]) -> bool {
    body.iter().any(|statement| match statement {
        Stmt::ImportFrom(import) => {
            import.module.as_deref() == Some("__future__")
                && import
                    .names
                    .iter()
                    .any(|alias| alias.name == *"annotations")
        }
        _ => false,
    })
}

/// The annotations of a function in the order in which they are evaluated.
pub(super) fn of_function(def: &ast::StmtFunctionDef) -> Vec<(&str, &Expr)> {
    let parameters = &def.parameters;
    let ordered = parameters
        .args
        .iter()
        .chain(&parameters.posonlyargs)
        .map(|each| &each.parameter)
        .chain(parameters.vararg.as_deref())
        .chain(parameters.kwonlyargs.iter().map(|each| &each.parameter))
        .chain(parameters.kwarg.as_deref());
    let mut found: Vec<(&str, &Expr)> = ordered
        .filter_map(|each| Some((each.name.as_str(), each.annotation.as_deref()?)))
        .collect();
    found.extend(def.returns.as_deref().map(|returns| ("return", returns)));
    found
}

impl<'a> Lowerer<'a, '_> {
    /// The annotations of a function in a dict, if anything reads them.
    pub(super) fn annotations(&mut self, def: &'a ast::StmtFunctionDef) -> Reg {
        let found = of_function(def);
        if self.annotations == Annotations::Names || found.is_empty() {
            return NONE;
        }
        let dict = self.f.temp();
        self.f.op(def.name.range, Op::BuildMap, dict, 0, 0);
        for (name, annotation) in found {
            let mark = self.f.mark();
            let at = annotation.range();
            let (key, value) = (self.f.temp(), self.f.temp());
            let name = self.mangled(name);
            self.load_constant(Constant::Str(name), at, key);
            self.annotation(annotation, value);
            self.f.op(at, Op::MapSet, dict, key, value);
            self.f.release(mark);
        }
        dict
    }

    pub(super) fn set_annotations(&mut self, at: TextRange, function: Reg, annotations: Reg) {
        if annotations != NONE {
            let name = u32::from(self.builder.name("__annotations__"));
            self.f
                .op_ext(at, Op::SetAttr, (function, annotations, 0), name);
        }
    }

    /// The annotation of a name in a class body.
    pub(super) fn annotate(&mut self, target: &'a Expr, annotation: &'a Expr) {
        let Expr::Name(name) = target else { return };
        let value = self.f.temp();
        self.annotation(annotation, value);
        let name = self.mangled(&name.id);
        let name = self.builder.name(&name);
        self.f.op_bx(annotation.range(), Op::Annotate, value, name);
    }

    fn annotation(&mut self, annotation: &'a Expr, to: Reg) {
        let at = annotation.range();
        match self.annotations {
            Annotations::Names => {
                let text = self.marker(annotation);
                self.load_constant(Constant::Str(text), at, to);
            }
            Annotations::Texts => {
                self.hints(self.source.text(annotation), at);
                let text = self.source.text(annotation).to_owned();
                self.load_constant(Constant::Str(text), at, to);
            }
            Annotations::Values => self.annotation_value(annotation, to),
        }
    }

    pub(super) fn annotation_value(&mut self, annotation: &'a Expr, to: Reg) {
        let at = annotation.range();
        if let Expr::Starred(several) = annotation {
            self.annotation_value(&several.value, to);
            return self.f.op(at, Op::Unpack, to, to, 1);
        }
        if !self.can_be_value(annotation) {
            return self.unavailable(annotation, to);
        }
        let mut texts = Texts(Vec::new());
        texts.visit_expr(annotation);
        for text in texts.0 {
            self.hints(&text, at);
        }
        self.expr_to(annotation, to);
    }

    /// A value that says what cannot be evaluated whenever it is used.
    fn unavailable(&mut self, annotation: &'a Expr, to: Reg) {
        let at = annotation.range();
        let text = self.source.text(annotation).to_owned();
        let marker = self.marker(annotation);
        let head = marker.split('[').next().unwrap_or_default();
        if MARKERS
            .iter()
            .any(|(full, name)| head == *full || head == *name)
        {
            return self.load_constant(Constant::Str(marker), at, to);
        }
        let call = self.f.temps(2);
        if let Some(library::Found::Definition(place)) = library::find("types._Unavailable") {
            let global = self.builder.library_global(place);
            self.f.op_bx(at, Op::LoadGlobal, call, global);
        }
        self.load_constant(Constant::Str(text), at, call + 1);
        self.f.op(at, Op::Call, to, call, 1);
    }

    /// Whether all that an annotation names can be had.
    fn can_be_value(&mut self, annotation: &'a Expr) -> bool {
        let mut names = Names(Vec::new());
        names.visit_expr(annotation);
        let known: Vec<bool> = names
            .0
            .into_iter()
            .map(|name| match self.static_meaning(name) {
                Some(meaning) => self.is_lowerable(&meaning),
                None => match name {
                    Expr::Attribute(attribute) => self.can_be_value(&attribute.value),
                    _ => true,
                },
            })
            .collect();
        known.into_iter().all(|known| known)
    }

    fn is_lowerable(&self, meaning: &Meaning<'a>) -> bool {
        match meaning {
            Meaning::Refused(..) | Meaning::Module(..) => false,
            Meaning::Undefined => self.meanings.is_main,
            Meaning::Stdlib(path) => crate::provided::provides(path) && path != "asyncio.run",
            _ => true,
        }
    }

    /// What marks a field, by its own name whatever it was imported as; anything else so that it is not taken for that.
    fn marker(&self, annotation: &'a Expr) -> String {
        let written = match constant::of(annotation) {
            Some(Constant::Str(text)) => text,
            _ => self.source.text(annotation).to_owned(),
        };
        let head = written.split('[').next().unwrap_or_default().trim();
        let path = self.path_of(head);
        let meant = MARKERS
            .iter()
            .find(|(full, _)| path.as_deref() == Some(*full));
        let last = head.rsplit('.').next().unwrap_or_default();
        match meant {
            Some((full, _)) => (*full).to_owned(),
            None if path.is_some() && MARKERS.iter().any(|(_, name)| *name == last) => {
                format!("{last}_")
            }
            None => written,
        }
    }

    /// What a dotted name was imported as, if it was.
    fn path_of(&self, dotted: &str) -> Option<String> {
        let (first, rest) = match dotted.split_once('.') {
            Some((first, rest)) => (first, format!(".{rest}")),
            None => (dotted, String::new()),
        };
        let root = self
            .meanings
            .imported_path(first, self.scopes, self.f.scope)?;
        Some(format!("{root}{rest}"))
    }

    /// Lets a text in an annotation be looked up later: what it names of the standard library becomes a variable of the module.
    fn hints(&mut self, text: &str, at: TextRange) {
        let Ok(parsed) = parse_expression(text.trim()) else {
            return;
        };
        let mut paths = Paths(Vec::new());
        paths.visit_expr(&parsed.syntax().body);
        for path in paths.0 {
            self.hint(&path, at);
        }
    }

    fn hint(&mut self, dotted: &str, at: TextRange) {
        let mut parts = dotted.split('.');
        let first = parts.next().unwrap_or_default();
        let Place::Outside(mut meaning) = self.place_of(first) else {
            return;
        };
        for part in parts {
            match self.meanings.attribute(&meaning, part, self.builder) {
                Some(inner) => meaning = inner,
                None => return,
            }
        }
        let of_library = match &meaning {
            Meaning::Global(global) => self.builder.is_of_library(*global),
            Meaning::Stdlib(_) => self.is_lowerable(&meaning),
            _ => false,
        };
        if of_library {
            let value = self.f.temp();
            let module = self.meanings.module().to_owned();
            let variable = self.builder.variable(&module, dotted);
            self.load_meaning(dotted, meaning, at, value);
            self.f.op_bx(at, Op::StoreGlobal, value, variable);
        }
    }
}

/// Names, and attributes with what they are of, outermost first.
struct Names<'a>(Vec<&'a Expr>);

impl<'a> Visitor<'a> for Names<'a> {
    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Name(_) | Expr::Attribute(_) => self.0.push(expr),
            _ => visitor::walk_expr(self, expr),
        }
    }
}

/// The texts in an annotation.
struct Texts(Vec<String>);

impl<'a> Visitor<'a> for Texts {
    fn visit_expr(&mut self, expr: &'a Expr) {
        match constant::of(expr) {
            Some(Constant::Str(text)) => self.0.push(text),
            _ => visitor::walk_expr(self, expr),
        }
    }
}

/// Dotted names.
struct Paths(Vec<String>);

impl<'a> Visitor<'a> for Paths {
    fn visit_expr(&mut self, expr: &'a Expr) {
        match dotted(expr) {
            Some(path) => self.0.push(path),
            None => visitor::walk_expr(self, expr),
        }
    }
}

fn dotted(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Name(name) => Some(name.id.to_string()),
        Expr::Attribute(attribute) => {
            Some(format!("{}.{}", dotted(&attribute.value)?, attribute.attr))
        }
        _ => None,
    }
}
