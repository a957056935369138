//! Rules of CPython's compiler that neither the parser nor its checks of the tree know: each is told in CPython's words.

use std::collections::{BTreeMap, BTreeSet};

use rustpython_ruff_python_ast::visitor::{self, Visitor};
use rustpython_ruff_python_ast::{
    self as ast, Expr, ExprContext, ModModule, Number, Pattern, Stmt, UnaryOp,
};
use rustpython_ruff_text_size::{Ranged, TextRange};

use super::scope::lazy_parts;

/// Everything that CPython would refuse to compile: where, and what is wrong.
pub(super) fn check(module: &ModModule) -> Vec<(TextRange, String)> {
    let mut walk = Walk::default();
    Declarations::check(&module.body, &mut walk.errors);
    walk.visit_body(&module.body);
    walk.errors
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    Class,
    Function,
    Comprehension,
}

/// What stands around a statement in an `except*` block.
#[derive(Clone, Copy, Default)]
struct Starred {
    inside: bool,
    loops: usize,
}

#[derive(Default)]
struct Walk {
    errors: Vec<(TextRange, String)>,
    scopes: Vec<Scope>,
    /// Comprehensions whose iterable is being visited.
    iterables: usize,
    starred: Starred,
}

impl Walk {
    fn error(&mut self, at: TextRange, message: impl Into<String>) {
        self.errors.push((at, message.into()));
    }

    fn inside(&mut self, scope: Scope, visit: impl FnOnce(&mut Self)) {
        let starred = match scope {
            Scope::Comprehension => self.starred,
            Scope::Class | Scope::Function => std::mem::take(&mut self.starred),
        };
        self.scopes.push(scope);
        visit(self);
        self.scopes.pop();
        self.starred = starred;
    }

    fn function(&mut self, def: &ast::StmtFunctionDef) {
        Declarations::check(&def.body, &mut self.errors);
        for decorator in &def.decorator_list {
            self.visit_decorator(decorator);
        }
        self.type_parameters(def.type_params.as_deref());
        self.visit_parameters(&def.parameters);
        self.inside(Scope::Function, |inner| inner.visit_body(&def.body));
    }

    fn class(&mut self, def: &ast::StmtClassDef) {
        Declarations::check(&def.body, &mut self.errors);
        for decorator in &def.decorator_list {
            self.visit_decorator(decorator);
        }
        self.type_parameters(def.type_params.as_deref());
        if let Some(arguments) = &def.arguments {
            for base in &arguments.args {
                if let Expr::Generator(generator) = base {
                    if !generator.parenthesized {
                        self.error(
                            generator.range,
                            "a base class cannot be a generator without parentheses",
                        );
                    }
                }
            }
            self.visit_arguments(arguments);
        }
        self.inside(Scope::Class, |inner| inner.visit_body(&def.body));
    }

    fn type_parameters(&mut self, list: Option<&ast::TypeParams>) {
        let mut defaulted = false;
        for parameter in list.into_iter().flat_map(|list| &list.type_params) {
            let name = parameter.name();
            match lazy_parts(parameter).1 {
                Some(_) => defaulted = true,
                None if defaulted => self.error(
                    name.range,
                    format!("non-default type parameter '{name}' follows default type parameter"),
                ),
                None => {}
            }
        }
    }

    fn comprehension(&mut self, generators: &[ast::Comprehension], elements: &[&Expr]) {
        self.inside(Scope::Comprehension, |inner| {
            for generator in generators {
                inner.iterables += 1;
                inner.visit_expr(&generator.iter);
                inner.iterables -= 1;
                inner.visit_expr(&generator.target);
                generator.ifs.iter().for_each(|test| inner.visit_expr(test));
            }
            elements
                .iter()
                .for_each(|element| inner.visit_expr(element));
        });
    }

    fn walrus(&mut self, named: &ast::ExprNamed) {
        if self.iterables > 0 {
            self.error(
                named.range,
                "assignment expression cannot be used in a comprehension iterable expression",
            );
            return;
        }
        let in_comprehension = self.scopes.last() == Some(&Scope::Comprehension);
        let around = self
            .scopes
            .iter()
            .rev()
            .find(|scope| **scope != Scope::Comprehension);
        if in_comprehension && around == Some(&Scope::Class) {
            self.error(
                named.range,
                "assignment expression within a comprehension cannot be used in a class body",
            );
        }
    }

    /// The handlers of `except*` may not be left by a jump.
    fn starred_handlers(&mut self, each: &ast::StmtTry) {
        self.visit_body(&each.body);
        let around = self.starred;
        for ast::ExceptHandler::ExceptHandler(handler) in &each.handlers {
            if let Some(kind) = &handler.type_ {
                self.visit_expr(kind);
            }
            self.starred = Starred {
                inside: true,
                loops: 0,
            };
            self.visit_body(&handler.body);
            self.starred = around;
        }
        self.visit_body(&each.orelse);
        self.visit_body(&each.finalbody);
    }

    fn looped(&mut self, body: &[Stmt]) {
        self.starred.loops += 1;
        self.visit_body(body);
        self.starred.loops -= 1;
    }

    fn jump(&mut self, at: TextRange, is_return: bool) {
        if self.starred.inside && (is_return || self.starred.loops == 0) {
            self.error(
                at,
                "'break', 'continue' and 'return' cannot appear in an except* block",
            );
        }
    }

    fn sequence(&mut self, pattern: &ast::PatternMatchSequence) {
        let stars = pattern.patterns.iter().filter(|each| each.is_match_star());
        if let Some(second) = stars.into_iter().nth(1) {
            self.error(second.range(), "multiple starred names in sequence pattern");
        }
    }

    fn mapping(&mut self, pattern: &ast::PatternMatchMapping) {
        if let Some(rest) = pattern.rest.as_ref().filter(|rest| rest.as_str() == "_") {
            self.error(rest.range, "invalid syntax");
        }
        let mut seen = BTreeSet::new();
        for key in &pattern.keys {
            let Some(value) = constant(key) else { continue };
            if !seen.insert(value) {
                self.error(key.range(), "mapping pattern checks duplicate key");
            }
        }
    }
}

/// A key of a mapping pattern, so that keys that are equal in Python are equal here.
fn constant(key: &Expr) -> Option<String> {
    let number = |value: f64| format!("number {}", if value == 0.0 { 0.0 } else { value });
    Some(match key {
        Expr::BooleanLiteral(literal) => number(f64::from(u8::from(literal.value))),
        Expr::NumberLiteral(literal) => match &literal.value {
            Number::Int(int) => match int.as_u64().filter(|value| *value < 1 << 53) {
                Some(value) => number(value as f64),
                None => format!("number {int}"),
            },
            Number::Float(value) => number(*value),
            Number::Complex { .. } => return None,
        },
        Expr::UnaryOp(unary) if unary.op == UnaryOp::USub => {
            let inner = constant(&unary.operand)?;
            let digits = inner.strip_prefix("number ")?;
            match digits.parse::<f64>() {
                Ok(0.0) => number(0.0),
                _ => format!("number -{digits}"),
            }
        }
        _ => return None,
    })
}

impl Visitor<'_> for Walk {
    fn visit_stmt(&mut self, stmt: &Stmt) {
        match stmt {
            Stmt::FunctionDef(def) => self.function(def),
            Stmt::ClassDef(def) => self.class(def),
            Stmt::Try(each) if each.is_star => self.starred_handlers(each),
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
            Stmt::Break(_) | Stmt::Continue(_) => self.jump(stmt.range(), false),
            Stmt::Return(_) => {
                self.jump(stmt.range(), true);
                visitor::walk_stmt(self, stmt);
            }
            _ => visitor::walk_stmt(self, stmt),
        }
    }

    fn visit_expr(&mut self, expr: &Expr) {
        match expr {
            Expr::Lambda(lambda) => {
                if let Some(parameters) = &lambda.parameters {
                    self.visit_parameters(parameters);
                }
                self.inside(Scope::Function, |inner| inner.visit_expr(&lambda.body));
            }
            Expr::ListComp(comp) => self.comprehension(&comp.generators, &[&comp.elt]),
            Expr::SetComp(comp) => self.comprehension(&comp.generators, &[&comp.elt]),
            Expr::Generator(comp) => self.comprehension(&comp.generators, &[&comp.elt]),
            Expr::DictComp(comp) => {
                self.comprehension(&comp.generators, &[&comp.key, &comp.value]);
            }
            Expr::Named(named) => {
                self.walrus(named);
                visitor::walk_expr(self, expr);
            }
            Expr::Attribute(attribute) => {
                if attribute.ctx != ExprContext::Load && attribute.attr.as_str() == "__debug__" {
                    let verb = if attribute.ctx == ExprContext::Del {
                        "delete"
                    } else {
                        "assign to"
                    };
                    self.error(attribute.attr.range, format!("cannot {verb} __debug__"));
                }
                visitor::walk_expr(self, expr);
            }
            _ => visitor::walk_expr(self, expr),
        }
    }

    fn visit_keyword(&mut self, keyword: &ast::Keyword) {
        if let Some(name) = keyword
            .arg
            .as_ref()
            .filter(|name| name.as_str() == "__debug__")
        {
            self.error(name.range, "cannot assign to __debug__");
        }
        visitor::walk_keyword(self, keyword);
    }

    fn visit_pattern(&mut self, pattern: &Pattern) {
        match pattern {
            Pattern::MatchSequence(sequence) => self.sequence(sequence),
            Pattern::MatchMapping(mapping) => self.mapping(mapping),
            Pattern::MatchValue(value) => {
                if let Expr::FString(text) = value.value.as_ref() {
                    self.error(
                        text.range,
                        "patterns may only match literals and attribute lookups",
                    );
                }
            }
            Pattern::MatchAs(named) => {
                let is_wildcard = named.name.as_ref().is_none_or(|name| name.as_str() == "_");
                if named.pattern.is_some() && is_wildcard {
                    self.error(named.range, "cannot use '_' as a target");
                }
            }
            Pattern::MatchClass(class) => {
                for keyword in &class.arguments.keywords {
                    if keyword.attr.as_str() == "__debug__" {
                        self.error(keyword.attr.range, "cannot assign to __debug__");
                    }
                }
            }
            _ => {}
        }
        visitor::walk_pattern(self, pattern);
    }

    /// Annotations are not evaluated.
    fn visit_annotation(&mut self, _: &Expr) {}
}

/// The names of one scope in the order in which they are met: `global` and `nonlocal` come before all else.
#[derive(Default)]
struct Declarations {
    met: BTreeMap<String, &'static str>,
    errors: Vec<(TextRange, String)>,
}

impl Declarations {
    fn check(body: &[Stmt], errors: &mut Vec<(TextRange, String)>) {
        let mut own = Self::default();
        own.visit_body(body);
        errors.append(&mut own.errors);
    }

    fn bind(&mut self, name: &str) {
        self.met.insert(name.to_owned(), "assigned to");
    }

    fn declare(&mut self, names: &[ast::Identifier], kind: &str) {
        for name in names {
            if let Some(how) = self.met.get(name.as_str()) {
                let message = format!("name '{name}' is {how} before {kind} declaration");
                let message = message.replace("used before", "used prior to");
                self.errors.push((name.range, message));
            }
        }
    }
}

impl Visitor<'_> for Declarations {
    fn visit_stmt(&mut self, stmt: &Stmt) {
        match stmt {
            Stmt::FunctionDef(def) => {
                def.decorator_list
                    .iter()
                    .for_each(|each| self.visit_decorator(each));
                self.visit_parameters(&def.parameters);
                self.bind(&def.name);
            }
            Stmt::ClassDef(def) => {
                def.decorator_list
                    .iter()
                    .for_each(|each| self.visit_decorator(each));
                if let Some(arguments) = &def.arguments {
                    self.visit_arguments(arguments);
                }
                self.bind(&def.name);
            }
            Stmt::Global(declared) => self.declare(&declared.names, "global"),
            Stmt::Nonlocal(declared) => self.declare(&declared.names, "nonlocal"),
            _ => visitor::walk_stmt(self, stmt),
        }
    }

    fn visit_except_handler(&mut self, handler: &ast::ExceptHandler) {
        let ast::ExceptHandler::ExceptHandler(own) = handler;
        if let Some(name) = &own.name {
            self.bind(name);
        }
        visitor::walk_except_handler(self, handler);
    }

    fn visit_pattern(&mut self, pattern: &Pattern) {
        let name = match pattern {
            Pattern::MatchAs(named) => named.name.as_ref(),
            Pattern::MatchStar(star) => star.name.as_ref(),
            Pattern::MatchMapping(mapping) => mapping.rest.as_ref(),
            _ => None,
        };
        if let Some(name) = name {
            self.bind(name);
        }
        visitor::walk_pattern(self, pattern);
    }

    fn visit_expr(&mut self, expr: &Expr) {
        let first =
            |generators: &[ast::Comprehension]| generators.first().map(|it| it.iter.clone());
        let iterable = match expr {
            Expr::Name(name) => {
                match name.ctx {
                    ExprContext::Load => {
                        self.met.entry(name.id.to_string()).or_insert("used");
                    }
                    _ => self.bind(&name.id),
                }
                return;
            }
            Expr::Lambda(lambda) => {
                if let Some(parameters) = &lambda.parameters {
                    self.visit_parameters(parameters);
                }
                return;
            }
            Expr::ListComp(comp) => first(&comp.generators),
            Expr::SetComp(comp) => first(&comp.generators),
            Expr::Generator(comp) => first(&comp.generators),
            Expr::DictComp(comp) => first(&comp.generators),
            _ => return visitor::walk_expr(self, expr),
        };
        if let Some(iterable) = iterable {
            self.visit_expr(&iterable);
        }
    }

    fn visit_annotation(&mut self, _: &Expr) {}
}
