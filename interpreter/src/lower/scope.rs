//! Python's scoping: which names each function, class and comprehension binds, and where every other name is found.

use std::collections::{BTreeMap, BTreeSet};

use rustpython_ruff_python_ast::visitor::{self, Visitor};
use rustpython_ruff_python_ast::{self as ast, Expr, ExprContext, Pattern, Stmt};
use rustpython_ruff_text_size::{Ranged, TextRange};

use super::annotation;

pub(super) type ScopeId = usize;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ScopeKind {
    Module,
    Class,
    Function,
    Lambda,
    Comprehension,
    /// Where type parameters live, or what is computed for them when it is asked for.
    Annotation,
}

/// What a scope does with a name.
#[derive(Clone, Debug, Default)]
pub(super) struct Name {
    pub(super) bound: bool,
    pub(super) parameter: bool,
    pub(super) global: bool,
    pub(super) nonlocal: bool,
    /// `del` or `except .. as`: it may become unbound again.
    pub(super) unbinds: bool,
    /// Bound inside an expression, so that an operand must be copied before what follows it.
    pub(super) walrus: bool,
    /// What its imports are keyed by; alone if `bound` is false.
    pub(super) imports: BTreeSet<Import>,
}

/// One binding by `import`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Import {
    /// As `Definition::names` has it: `import a.b` or `from a.b import c`.
    pub(super) key: String,
    /// What the name means if it is of the standard library.
    pub(super) path: String,
}

impl Name {
    /// Its only binding is one and the same import: then the name is the imported thing, without a variable.
    pub(super) fn alias(&self) -> Option<&Import> {
        let only = !self.bound && !self.global && !self.nonlocal && self.imports.len() == 1;
        if only { self.imports.first() } else { None }
    }

    pub(super) fn is_bound(&self) -> bool {
        (self.bound || self.imports.len() > 1) && !self.global && !self.nonlocal
    }
}

pub(super) struct Scope {
    pub(super) kind: ScopeKind,
    pub(super) parent: Option<ScopeId>,
    pub(super) names: BTreeMap<String, Name>,
    /// Variables that inner scopes capture.
    pub(super) cells: BTreeSet<String>,
    /// Variables captured from outer scopes.
    pub(super) free: BTreeSet<String>,
    pub(super) yields: bool,
    pub(super) awaits: bool,
    /// A class whose methods name `__class__`.
    pub(super) class_cell: bool,
    /// A class whose names are seen by the type parameters in it.
    pub(super) seen: bool,
    /// Name of the class whose private names are mangled here.
    private: Option<String>,
    first_parameter: Option<String>,
}

/// Where a name that a scope does not bind as a variable is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// Captured.
    Free,
    /// An import of an enclosing scope.
    Import(Import),
    /// A global or a builtin.
    Outside,
}

pub(super) struct Scopes {
    scopes: Vec<Scope>,
    by_range: BTreeMap<(u32, u32), ScopeId>,
}

impl Scopes {
    /// Reads a module's body; scope 0 is the module.
    /// With `annotated`, those annotations count that are evaluated.
    pub(super) fn of(body: &[Stmt], annotated: bool) -> Self {
        let mut builder = Builder {
            scopes: Scopes {
                scopes: Vec::new(),
                by_range: BTreeMap::new(),
            },
            current: 0,
            annotated,
        };
        builder.push(ScopeKind::Module, None, None);
        builder.visit_body(body);
        let mut scopes = builder.scopes;
        scopes.capture();
        scopes
    }

    pub(super) fn get(&self, id: ScopeId) -> &Scope {
        &self.scopes[id]
    }

    /// The scope that the node at `range` opens.
    pub(super) fn at(&self, range: TextRange) -> ScopeId {
        self.by_range.get(&key(range)).copied().unwrap_or(0)
    }

    /// Names that some scope declares `global`.
    pub(super) fn declared_global(&self) -> impl Iterator<Item = &str> {
        let declared = self.scopes.iter().flat_map(|scope| &scope.names);
        declared
            .filter(|(_, name)| name.global && name.bound)
            .map(|(text, _)| text.as_str())
    }

    /// `__name` inside a class is `_Class__name`.
    pub(super) fn mangle(&self, id: ScopeId, name: &str) -> String {
        match &self.scopes[id].private {
            Some(class)
                if name.starts_with("__") && !name.ends_with("__") && !name.contains('.') =>
            {
                match class.trim_start_matches('_') {
                    "" => name.to_owned(),
                    class => format!("_{class}{name}"),
                }
            }
            _ => name.to_owned(),
        }
    }

    /// The first parameter of the nearest function around, for `super()`.
    pub(super) fn first_parameter(&self, id: ScopeId) -> Option<&str> {
        let scope = &self.scopes[id];
        match scope.kind {
            ScopeKind::Comprehension => self.first_parameter(scope.parent?),
            ScopeKind::Function | ScopeKind::Lambda => scope.first_parameter.as_deref(),
            ScopeKind::Module | ScopeKind::Class | ScopeKind::Annotation => None,
        }
    }

    /// Finds a name that scope `id` uses and does not bind. The name is mangled already.
    pub(super) fn find(&self, id: ScopeId, name: &str) -> Found {
        let scope = &self.scopes[id];
        if let Some(own) = scope.names.get(name) {
            if own.global {
                return Found::Outside;
            }
            if let Some(import) = own.alias() {
                return Found::Import(import.clone());
            }
        }
        self.binder(scope.parent, name)
            .map_or(Found::Outside, |(_, found)| found)
    }

    /// Whether a function around scope `id` binds the name, as `nonlocal` wants it.
    pub(super) fn binds_outside(&self, id: ScopeId, name: &str) -> bool {
        let found = self.binder(self.scopes[id].parent, &self.mangle(id, name));
        found.is_some_and(|(binder, _)| self.scopes[binder].kind != ScopeKind::Annotation)
    }

    /// The scope outside that binds a name as a variable, or what else it means there.
    fn binder(&self, from: Option<ScopeId>, name: &str) -> Option<(ScopeId, Found)> {
        let mut next = from;
        while let Some(id) = next {
            let scope = &self.scopes[id];
            next = scope.parent;
            if scope.kind == ScopeKind::Class {
                if name == "__class__" || name == CLASS_NAMES {
                    return Some((id, Found::Free));
                }
                continue;
            }
            if scope.kind == ScopeKind::Module {
                return None;
            }
            let Some(own) = scope.names.get(name) else {
                continue;
            };
            if own.global {
                return None;
            }
            if let Some(import) = own.alias() {
                return Some((id, Found::Import(import.clone())));
            }
            if own.is_bound() {
                return Some((id, Found::Free));
            }
        }
        None
    }

    /// The class whose names are seen here besides those of functions around: that right around, for type parameters.
    pub(super) fn class_seen(&self, id: ScopeId) -> Option<&Scope> {
        let mut at = id;
        while self.scopes[at].kind == ScopeKind::Annotation {
            at = self.scopes[at].parent?;
        }
        let scope = &self.scopes[at];
        (at != id && scope.kind == ScopeKind::Class).then_some(scope)
    }

    /// Whether a name means first what the class around has under it.
    pub(super) fn is_of_class(&self, id: ScopeId, name: &str) -> bool {
        let is_bound = |scope: &Scope| scope.names.get(name).is_some_and(Name::is_bound);
        let mut at = id;
        while self.scopes[at].kind == ScopeKind::Annotation {
            if is_bound(&self.scopes[at]) {
                return false;
            }
            match self.scopes[at].parent {
                Some(parent) => at = parent,
                None => return false,
            }
        }
        self.class_seen(id).is_some_and(is_bound)
    }

    fn sees_names_of_class(&self, id: ScopeId) -> bool {
        let used = self.scopes[id].names.keys();
        self.class_seen(id).is_some() && used.into_iter().any(|name| self.is_of_class(id, name))
    }

    /// Makes cells of what inner scopes use, and lets the scopes between pass them on.
    fn capture(&mut self) {
        for id in 0..self.scopes.len() {
            if self.sees_names_of_class(id) {
                let names = &mut self.scopes[id].names;
                names.entry(CLASS_NAMES.to_owned()).or_default();
            }
            let used: Vec<String> = self.scopes[id].names.keys().cloned().collect();
            for name in used {
                self.capture_name(id, &name);
            }
        }
    }

    fn capture_name(&mut self, id: ScopeId, name: &str) {
        let own = &self.scopes[id].names[name];
        if own.global || own.is_bound() || own.alias().is_some() {
            return;
        }
        let Some((binder, Found::Free)) = self.binder(self.scopes[id].parent, name) else {
            return;
        };
        if self.scopes[binder].kind == ScopeKind::Class {
            let class = &mut self.scopes[binder];
            class.class_cell |= name == "__class__";
            class.seen |= name == CLASS_NAMES;
        }
        self.scopes[binder].cells.insert(name.to_owned());
        let mut between = Some(id);
        while let Some(passing) = between.filter(|passing| *passing != binder) {
            self.scopes[passing].free.insert(name.to_owned());
            between = self.scopes[passing].parent;
        }
    }
}

/// What a class's namespace is called where type parameters see it.
pub(super) const CLASS_NAMES: &str = ".class";

/// What the tuple of the type parameters is called.
pub(super) const TYPE_PARAMETERS: &str = ".type_params";

/// What the bound and the default of a type parameter are found by.
pub(super) fn lazy_range(parameter: &ast::TypeParam, value: &Expr) -> TextRange {
    TextRange::new(parameter.range().start(), value.range().end())
}

/// What of a type parameter is computed when it is asked for: its bound and its default.
pub(super) fn lazy_parts(parameter: &ast::TypeParam) -> (Option<&Expr>, Option<&Expr>) {
    match parameter {
        ast::TypeParam::TypeVar(of) => (of.bound.as_deref(), of.default.as_deref()),
        ast::TypeParam::TypeVarTuple(of) => (None, of.default.as_deref()),
        ast::TypeParam::ParamSpec(of) => (None, of.default.as_deref()),
    }
}

fn key(range: TextRange) -> (u32, u32) {
    (range.start().into(), range.end().into())
}

struct Builder {
    scopes: Scopes,
    current: ScopeId,
    annotated: bool,
}

impl Builder {
    fn push(
        &mut self,
        kind: ScopeKind,
        parent: Option<ScopeId>,
        private: Option<String>,
    ) -> ScopeId {
        self.scopes.scopes.push(Scope {
            kind,
            parent,
            names: BTreeMap::new(),
            cells: BTreeSet::new(),
            free: BTreeSet::new(),
            yields: false,
            awaits: false,
            class_cell: false,
            seen: false,
            private,
            first_parameter: None,
        });
        self.scopes.scopes.len() - 1
    }

    /// Reads what is inside a node that opens a scope.
    fn inside(
        &mut self,
        kind: ScopeKind,
        range: TextRange,
        read: impl FnOnce(&mut Self),
    ) -> ScopeId {
        let private = self.scope().private.clone();
        let id = self.push(kind, Some(self.current), private);
        self.scopes.by_range.insert(key(range), id);
        let outer = std::mem::replace(&mut self.current, id);
        read(self);
        self.current = outer;
        id
    }

    fn scope(&mut self) -> &mut Scope {
        &mut self.scopes.scopes[self.current]
    }

    fn name(&mut self, name: &str) -> &mut Name {
        let name = self.scopes.mangle(self.current, name);
        self.scope().names.entry(name).or_default()
    }

    fn parameters(&mut self, parameters: &ast::Parameters) {
        for parameter in parameters.iter() {
            let name = parameter.name().as_str();
            let own = self.name(name);
            own.bound = true;
            own.parameter = true;
        }
        let positional = parameters.posonlyargs.iter().chain(&parameters.args).next();
        let first = positional.map(|first| first.parameter.name.as_str());
        let first = first.or(parameters.vararg.as_ref().map(|rest| rest.name.as_str()));
        let first = first.map(|first| self.scopes.mangle(self.current, first));
        self.scope().first_parameter = first;
    }

    fn defaults(&mut self, parameters: &ast::Parameters) {
        for parameter in parameters.iter_non_variadic_params() {
            if let Some(default) = &parameter.default {
                self.visit_expr(default);
            }
        }
    }

    /// Reads what stands in the scope of type parameters, and themselves.
    fn generic(
        &mut self,
        parameters: Option<&ast::TypeParams>,
        class: Option<&str>,
        read: impl FnOnce(&mut Self),
    ) {
        let Some(list) = parameters else {
            return read(self);
        };
        self.inside(ScopeKind::Annotation, list.range, |inner| {
            if let Some(class) = class {
                inner.scope().private = Some(class.to_owned());
            }
            for parameter in &list.type_params {
                inner.name(parameter.name().as_str()).bound = true;
            }
            inner.name(TYPE_PARAMETERS).bound = true;
            for parameter in &list.type_params {
                let (bound, default) = lazy_parts(parameter);
                for value in bound.into_iter().chain(default) {
                    inner.lazy(lazy_range(parameter, value), value);
                }
            }
            read(inner);
        });
    }

    /// An expression that is computed when it is asked for.
    fn lazy(&mut self, range: TextRange, value: &Expr) {
        self.inside(ScopeKind::Annotation, range, |inner| {
            inner.visit_expr(value)
        });
    }

    fn type_alias(&mut self, alias: &ast::StmtTypeAlias) {
        self.visit_expr(&alias.name);
        self.generic(alias.type_params.as_deref(), None, |inner| {
            inner.lazy(alias.range, &alias.value);
        });
    }

    fn function(&mut self, def: &ast::StmtFunctionDef) {
        for decorator in &def.decorator_list {
            self.visit_expr(&decorator.expression);
        }
        self.defaults(&def.parameters);
        self.name(&def.name).bound = true;
        self.generic(def.type_params.as_deref(), None, |inner| {
            if inner.annotated {
                for (_, annotation) in annotation::of_function(def) {
                    inner.visit_expr(annotation);
                }
            }
            inner.inside(ScopeKind::Function, def.range, |inner| {
                inner.parameters(&def.parameters);
                inner.visit_body(&def.body);
            });
        });
    }

    fn class(&mut self, def: &ast::StmtClassDef) {
        for decorator in &def.decorator_list {
            self.visit_expr(&decorator.expression);
        }
        self.name(&def.name).bound = true;
        let type_params = def.type_params.as_deref();
        self.generic(type_params, Some(&def.name), |inner| {
            if let Some(arguments) = &def.arguments {
                inner.visit_arguments(arguments);
            }
            inner.inside(ScopeKind::Class, def.range, |inner| {
                inner.scope().private = Some(def.name.to_string());
                if type_params.is_some() {
                    inner.name(TYPE_PARAMETERS);
                }
                inner.visit_body(&def.body);
            });
        });
    }

    fn lambda(&mut self, lambda: &ast::ExprLambda) {
        if let Some(parameters) = &lambda.parameters {
            self.defaults(parameters);
        }
        self.inside(ScopeKind::Lambda, lambda.range, |inner| {
            if let Some(parameters) = &lambda.parameters {
                inner.parameters(parameters);
            }
            inner.visit_expr(&lambda.body);
        });
    }

    /// A comprehension: its outermost iterable belongs to the scope around it.
    fn comprehension(
        &mut self,
        range: TextRange,
        generators: &[ast::Comprehension],
        elements: &[&Expr],
    ) -> bool {
        let Some((first, rest)) = generators.split_first() else {
            return false;
        };
        self.visit_expr(&first.iter);
        let id = self.inside(ScopeKind::Comprehension, range, |inner| {
            inner.scope().awaits = generators.iter().any(|generator| generator.is_async);
            inner.visit_expr(&first.target);
            first.ifs.iter().for_each(|test| inner.visit_expr(test));
            for generator in rest {
                inner.visit_comprehension(generator);
            }
            elements
                .iter()
                .for_each(|element| inner.visit_expr(element));
        });
        self.scopes.get(id).awaits
    }

    /// `:=` inside comprehensions binds in the scope around them.
    fn walrus(&mut self, name: &str) {
        let inner = self.current;
        while self.scope().kind == ScopeKind::Comprehension {
            self.name(name);
            let Some(parent) = self.scope().parent else {
                break;
            };
            self.current = parent;
        }
        let own = self.name(name);
        own.bound = true;
        own.walrus = true;
        self.current = inner;
    }

    fn import(&mut self, alias: &ast::Alias) {
        let module = alias.name.as_str();
        let top = module.split('.').next().unwrap_or(module);
        let (bound, path) = match &alias.asname {
            Some(name) => (name.as_str(), module),
            None => (top, top),
        };
        let import = Import {
            key: format!("import {module}"),
            path: path.to_owned(),
        };
        self.imported(bound, import);
    }

    fn import_from(&mut self, import: &ast::StmtImportFrom, alias: &ast::Alias) {
        let module = import.module.as_ref().map_or("", |module| module.as_str());
        let dots = ".".repeat(import.level as usize);
        let bound = alias.asname.as_ref().unwrap_or(&alias.name);
        let member = alias.name.as_str();
        let binding = Import {
            key: format!("from {dots}{module} import {member}"),
            path: format!("{dots}{module}.{member}"),
        };
        self.imported(bound, binding);
    }

    /// In a class body an import makes an attribute, so it is a variable like any other.
    fn imported(&mut self, bound: &str, import: Import) {
        let in_class = self.scope().kind == ScopeKind::Class;
        let own = self.name(bound);
        own.bound |= in_class;
        // `import a` and `import a.b` bind the same module.
        let is_same = |other: &Import| {
            other.path == import.path
                && [&import, other]
                    .iter()
                    .all(|each| each.key.starts_with("import "))
        };
        if !own.imports.iter().any(is_same) {
            own.imports.insert(import);
        }
    }
}

impl<'a> Visitor<'a> for Builder {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::FunctionDef(def) => self.function(def),
            Stmt::ClassDef(def) => self.class(def),
            Stmt::TypeAlias(alias) => self.type_alias(alias),
            Stmt::Global(declared) => {
                for name in &declared.names {
                    self.name(name).global = true;
                }
            }
            Stmt::Nonlocal(declared) => {
                for name in &declared.names {
                    self.name(name).nonlocal = true;
                }
            }
            Stmt::Import(import) => import.names.iter().for_each(|alias| self.import(alias)),
            Stmt::ImportFrom(import) => import
                .names
                .iter()
                .for_each(|alias| self.import_from(import, alias)),
            Stmt::For(each) => {
                self.scope().awaits |= each.is_async;
                visitor::walk_stmt(self, stmt);
            }
            Stmt::With(with) => {
                self.scope().awaits |= with.is_async;
                visitor::walk_stmt(self, stmt);
            }
            _ => visitor::walk_stmt(self, stmt),
        }
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            // The parser's walker visits the tests of `elif` twice.
            _ if self.scopes.by_range.contains_key(&key(expr.range())) => {}
            Expr::Lambda(lambda) => self.lambda(lambda),
            Expr::ListComp(comp) => self.scope_awaits(comp.range, &comp.generators, &[&comp.elt]),
            Expr::SetComp(comp) => self.scope_awaits(comp.range, &comp.generators, &[&comp.elt]),
            Expr::DictComp(comp) => {
                self.scope_awaits(comp.range, &comp.generators, &[&comp.key, &comp.value])
            }
            Expr::Generator(comp) => {
                self.comprehension(comp.range, &comp.generators, &[&comp.elt]);
            }
            Expr::Named(named) => {
                if let Expr::Name(name) = named.target.as_ref() {
                    self.walrus(&name.id);
                }
                self.visit_expr(&named.value);
            }
            Expr::Name(name) => {
                let own = self.name(&name.id);
                own.bound |= matches!(name.ctx, ExprContext::Store | ExprContext::Del);
                own.unbinds |= name.ctx == ExprContext::Del;
                if name.id == "super" {
                    self.uses_super();
                }
            }
            Expr::Await(_) => {
                self.scope().awaits = true;
                visitor::walk_expr(self, expr);
            }
            Expr::Yield(_) | Expr::YieldFrom(_) => {
                self.scope().yields = true;
                visitor::walk_expr(self, expr);
            }
            _ => visitor::walk_expr(self, expr),
        }
    }

    /// Those of a class's variables are evaluated if anything reads them, others not.
    fn visit_annotation(&mut self, annotation: &'a Expr) {
        if self.annotated && self.scope().kind == ScopeKind::Class {
            self.visit_expr(annotation);
        }
    }

    fn visit_type_params(&mut self, _: &'a ast::TypeParams) {}

    fn visit_except_handler(&mut self, handler: &'a ast::ExceptHandler) {
        let ast::ExceptHandler::ExceptHandler(except) = handler;
        if let Some(name) = &except.name {
            let own = self.name(name);
            own.bound = true;
            own.unbinds = true;
        }
        visitor::walk_except_handler(self, handler);
    }

    fn visit_pattern(&mut self, pattern: &'a Pattern) {
        let bound = match pattern {
            Pattern::MatchStar(star) => star.name.as_ref(),
            Pattern::MatchAs(capture) => capture.name.as_ref(),
            Pattern::MatchMapping(mapping) => mapping.rest.as_ref(),
            _ => None,
        };
        if let Some(name) = bound {
            self.name(name).bound = true;
        }
        visitor::walk_pattern(self, pattern);
    }
}

impl Builder {
    /// A comprehension that awaits is awaited by the scope around it.
    fn scope_awaits(
        &mut self,
        range: TextRange,
        generators: &[ast::Comprehension],
        elements: &[&Expr],
    ) {
        let awaits = self.comprehension(range, generators, elements);
        self.scope().awaits |= awaits;
    }

    /// `super` may be called without arguments: then it needs the class and the first parameter.
    fn uses_super(&mut self) {
        let first = self.scopes.first_parameter(self.current).map(str::to_owned);
        let names = &mut self.scope().names;
        names.entry("__class__".to_owned()).or_default();
        if let Some(first) = first {
            names.entry(first).or_default();
        }
    }
}
