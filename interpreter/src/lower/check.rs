//! Syntax errors that only the tree shows: `return` outside of a function, two starred targets, and so on.

use std::cell::RefCell;
use std::collections::BTreeMap;

use rustpython_ruff_python_ast::visitor::{self, Visitor};
use rustpython_ruff_python_ast::{self as ast, Expr, ModModule, PythonVersion, Stmt};
use rustpython_ruff_python_parser::semantic_errors::{
    LazyImportContext, SemanticSyntaxChecker, SemanticSyntaxContext, SemanticSyntaxError,
};
use rustpython_ruff_text_size::TextRange;

use super::scope::{ScopeId, Scopes};

/// All errors of a module: where, and what is wrong.
pub(super) fn check(
    source: &str,
    module: &ModModule,
    scopes: &Scopes,
    version: PythonVersion,
) -> Vec<(TextRange, String)> {
    let mut walk = Walk {
        checker: SemanticSyntaxChecker::new(),
        errors: RefCell::new(Vec::new()),
        version,
        source,
        scopes,
        around: vec![Around::new(Kind::Module, 0)],
    };
    walk.around[0].globals = globals_of(&module.body);
    walk.visit_body(&module.body);
    let errors = walk.errors.into_inner();
    errors
        .into_iter()
        .map(|error| (error.range, error.to_string()))
        .collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Module,
    Class,
    Function { is_async: bool },
    Lambda,
    Comprehension { is_async: bool },
    Generator,
}

/// A scope around the node being visited.
struct Around {
    kind: Kind,
    scope: ScopeId,
    loops: usize,
    tries: usize,
    globals: BTreeMap<String, TextRange>,
}

impl Around {
    fn new(kind: Kind, scope: ScopeId) -> Self {
        Self {
            kind,
            scope,
            loops: 0,
            tries: 0,
            globals: BTreeMap::new(),
        }
    }
}

struct Walk<'s> {
    checker: SemanticSyntaxChecker,
    errors: RefCell<Vec<SemanticSyntaxError>>,
    version: PythonVersion,
    source: &'s str,
    scopes: &'s Scopes,
    around: Vec<Around>,
}

impl Walk<'_> {
    fn checking(&mut self, check: impl FnOnce(&mut SemanticSyntaxChecker, &Self)) {
        let mut checker = std::mem::take(&mut self.checker);
        check(&mut checker, self);
        self.checker = checker;
    }

    fn inner(&self) -> &Around {
        &self.around[self.around.len() - 1]
    }

    fn inner_mut(&mut self) -> &mut Around {
        let last = self.around.len() - 1;
        &mut self.around[last]
    }

    fn inside(&mut self, kind: Kind, range: TextRange, visit: impl FnOnce(&mut Self)) {
        let scope = self.scopes.at(range);
        self.around.push(Around::new(kind, scope));
        visit(self);
        self.around.pop();
    }

    fn function(&mut self, def: &ast::StmtFunctionDef) {
        for decorator in &def.decorator_list {
            self.visit_decorator(decorator);
        }
        self.visit_parameters(&def.parameters);
        self.inside(
            Kind::Function {
                is_async: def.is_async,
            },
            def.range,
            |inner| {
                inner.inner_mut().globals = globals_of(&def.body);
                inner.visit_body(&def.body);
            },
        );
    }

    fn class(&mut self, def: &ast::StmtClassDef) {
        for decorator in &def.decorator_list {
            self.visit_decorator(decorator);
        }
        if let Some(arguments) = &def.arguments {
            self.visit_arguments(arguments);
        }
        self.inside(Kind::Class, def.range, |inner| inner.visit_body(&def.body));
    }

    fn comprehension(
        &mut self,
        kind: Kind,
        range: TextRange,
        generators: &[ast::Comprehension],
        elements: &[&Expr],
    ) {
        let Some((first, rest)) = generators.split_first() else {
            return;
        };
        self.visit_expr(&first.iter);
        self.inside(kind, range, |inner| {
            inner.visit_expr(&first.target);
            first.ifs.iter().for_each(|test| inner.visit_expr(test));
            rest.iter()
                .for_each(|generator| inner.visit_comprehension(generator));
            elements
                .iter()
                .for_each(|element| inner.visit_expr(element));
        });
    }

    fn looped(&mut self, body: &[Stmt]) {
        self.inner_mut().loops += 1;
        self.visit_body(body);
        self.inner_mut().loops -= 1;
    }
}

fn is_async(generators: &[ast::Comprehension]) -> bool {
    generators.iter().any(|generator| generator.is_async)
}

impl Visitor<'_> for Walk<'_> {
    fn visit_stmt(&mut self, stmt: &Stmt) {
        self.checking(|checker, context| checker.visit_stmt(stmt, context));
        match stmt {
            Stmt::FunctionDef(def) => self.function(def),
            Stmt::ClassDef(def) => self.class(def),
            Stmt::For(each) => {
                self.visit_expr(&each.iter);
                self.visit_expr(&each.target);
                self.looped(&each.body);
                self.visit_body(&each.orelse);
            }
            Stmt::While(each) => {
                self.visit_expr(&each.test);
                self.looped(&each.body);
                self.visit_body(&each.orelse);
            }
            Stmt::If(branches) => {
                self.visit_expr(&branches.test);
                self.visit_body(&branches.body);
                for clause in &branches.elif_else_clauses {
                    visitor::walk_elif_else_clause(self, clause);
                }
            }
            Stmt::Try(_) => {
                self.inner_mut().tries += 1;
                visitor::walk_stmt(self, stmt);
                self.inner_mut().tries -= 1;
            }
            _ => visitor::walk_stmt(self, stmt),
        }
    }

    fn visit_expr(&mut self, expr: &Expr) {
        self.checking(|checker, context| checker.visit_expr(expr, context));
        match expr {
            Expr::Lambda(lambda) => {
                if let Some(parameters) = &lambda.parameters {
                    self.visit_parameters(parameters);
                }
                self.inside(Kind::Lambda, lambda.range, |inner| {
                    inner.visit_expr(&lambda.body)
                });
            }
            Expr::ListComp(comp) => {
                let kind = Kind::Comprehension {
                    is_async: is_async(&comp.generators),
                };
                self.comprehension(kind, comp.range, &comp.generators, &[&comp.elt]);
            }
            Expr::SetComp(comp) => {
                let kind = Kind::Comprehension {
                    is_async: is_async(&comp.generators),
                };
                self.comprehension(kind, comp.range, &comp.generators, &[&comp.elt]);
            }
            Expr::DictComp(comp) => {
                let kind = Kind::Comprehension {
                    is_async: is_async(&comp.generators),
                };
                self.comprehension(
                    kind,
                    comp.range,
                    &comp.generators,
                    &[&comp.key, &comp.value],
                );
            }
            Expr::Generator(comp) => {
                self.comprehension(Kind::Generator, comp.range, &comp.generators, &[&comp.elt])
            }
            _ => visitor::walk_expr(self, expr),
        }
    }

    /// Annotations are not evaluated.
    fn visit_annotation(&mut self, _: &Expr) {}
}

impl SemanticSyntaxContext for Walk<'_> {
    fn future_annotations_or_stub(&self) -> bool {
        false
    }

    fn lazy_import_context(&self) -> Option<LazyImportContext> {
        match self.inner().kind {
            Kind::Function { .. } | Kind::Lambda => Some(LazyImportContext::Function),
            Kind::Class => Some(LazyImportContext::Class),
            _ if self.inner().tries > 0 => Some(LazyImportContext::TryExceptBlocks),
            _ => None,
        }
    }

    fn python_version(&self) -> PythonVersion {
        self.version
    }

    fn source(&self) -> &str {
        self.source
    }

    fn global(&self, name: &str) -> Option<TextRange> {
        self.inner().globals.get(name).copied()
    }

    fn has_nonlocal_binding(&self, name: &str) -> bool {
        self.scopes.binds_outside(self.inner().scope, name)
    }

    fn in_async_context(&self) -> bool {
        for around in self.around.iter().rev() {
            match around.kind {
                Kind::Function { is_async } => return is_async,
                Kind::Module | Kind::Class | Kind::Lambda => return false,
                Kind::Comprehension { .. } | Kind::Generator => {}
            }
        }
        false
    }

    fn in_await_allowed_context(&self) -> bool {
        for around in self.around.iter().rev() {
            match around.kind {
                Kind::Function { .. } | Kind::Lambda => return true,
                Kind::Module | Kind::Class => return false,
                Kind::Comprehension { .. } | Kind::Generator => {}
            }
        }
        false
    }

    fn in_yield_allowed_context(&self) -> bool {
        matches!(self.inner().kind, Kind::Function { .. } | Kind::Lambda)
    }

    fn in_sync_comprehension(&self) -> bool {
        let functions =
            |around: &&Around| !matches!(around.kind, Kind::Function { .. } | Kind::Lambda);
        let mut inner = self.around.iter().rev().take_while(functions);
        inner.any(|around| matches!(around.kind, Kind::Comprehension { is_async: false }))
    }

    fn in_module_scope(&self) -> bool {
        self.around.len() == 1
    }

    fn in_function_scope(&self) -> bool {
        matches!(self.inner().kind, Kind::Function { .. } | Kind::Lambda)
    }

    fn in_generator_context(&self) -> bool {
        self.inner().kind == Kind::Generator
    }

    fn in_notebook(&self) -> bool {
        false
    }

    fn report_semantic_error(&self, error: SemanticSyntaxError) {
        self.errors.borrow_mut().push(error);
    }

    fn in_loop_context(&self) -> bool {
        self.inner().loops > 0
    }

    fn is_bound_parameter(&self, name: &str) -> bool {
        self.scopes
            .get(self.inner().scope)
            .names
            .get(name)
            .is_some_and(|own| own.parameter)
    }
}

/// Names that a body declares global, and where.
fn globals_of(body: &[Stmt]) -> BTreeMap<String, TextRange> {
    struct Declared(BTreeMap<String, TextRange>);
    impl Visitor<'_> for Declared {
        fn visit_stmt(&mut self, stmt: &Stmt) {
            match stmt {
                Stmt::FunctionDef(_) | Stmt::ClassDef(_) => {}
                Stmt::Global(declared) => {
                    for name in &declared.names {
                        self.0.entry(name.to_string()).or_insert(declared.range);
                    }
                }
                _ => visitor::walk_stmt(self, stmt),
            }
        }

        fn visit_expr(&mut self, _: &Expr) {}
    }
    let mut declared = Declared(BTreeMap::new());
    declared.visit_body(body);
    declared.0
}
