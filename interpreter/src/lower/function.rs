//! Functions, lambdas, classes and comprehensions: everything with a scope of its own.

use rustpython_ruff_python_ast::{self as ast, Comprehension, Expr, Parameters, Stmt};
use rustpython_ruff_text_size::{Ranged, TextRange};

use super::constant;
use super::flow::{Iteration, Kind};
use super::frame::Reg;
use super::lowerer::{Lowerer, Signature};
use super::meaning::Meaning;
use crate::ir::{Constant, FunctionKind, NONE, Op, Param, Suspends};
use crate::source::ParameterKind;

/// What a comprehension collects into.
#[derive(Clone, Copy)]
enum Collect<'a> {
    List(&'a Expr),
    Set(&'a Expr),
    Dict(&'a Expr, &'a Expr),
    /// A generator expression collects nothing.
    Yield(&'a Expr),
}

impl<'a> Lowerer<'a, '_> {
    pub(super) fn function_def(&mut self, def: &'a ast::StmtFunctionDef) {
        let ast::StmtFunctionDef {
            node_index: _,
            range: _,
            is_async: _,
            decorator_list,
            name,
            type_params,
            parameters,
            // Among the annotations.
            returns: _,
            // Of the function itself.
            body: _,
        } = def;
        let at = name.range;
        let decorators = self.decorators(decorator_list);
        let function = self.f.temp();
        let defaults = self.defaults(at, parameters);
        let qualname = self.qualname(name);
        match type_params {
            Some(list) if self.has_type_parameters(list) => {
                self.generic_function(def, list, qualname, defaults, function);
            }
            _ => self.plain_function(def, qualname, defaults, function),
        }
        self.decorate(&decorators, function);
        self.store_name(name, at, function);
    }

    /// A function without what its type parameters make of it.
    pub(super) fn plain_function(
        &mut self,
        def: &'a ast::StmtFunctionDef,
        qualname: String,
        (positional, keyword): (Reg, Reg),
        function: Reg,
    ) {
        let at = def.name.range;
        let annotations = self.annotations(def);
        let scope = self.scopes.at(def.range);
        for (name, _) in self
            .scopes
            .get(scope)
            .names
            .iter()
            .filter(|(_, own)| own.parameter && own.nonlocal)
        {
            let message = format!("invalid syntax: name `{name}` is parameter and nonlocal");
            self.reject(at, message, "this is not Python");
        }
        let yields = self.scopes.get(scope).yields;
        let suspends = match (def.is_async, yields) {
            (true, true) => Suspends::AsyncGenerator,
            (true, false) => Suspends::Coroutine,
            (false, true) => Suspends::Generator,
            (false, false) => Suspends::No,
        };
        let (doc, rest) = docstring(&def.body);
        let signature = Signature {
            scope,
            name: def.name.as_str(),
            qualname,
            kind: FunctionKind::Function,
            suspends,
            parameters: self.parameters(scope, &def.parameters),
            doc,
        };
        let index = self.function(signature, |inner| inner.body(rest));
        self.f
            .op_ext(at, Op::MakeFunction, (function, positional, keyword), index);
        self.set_annotations(at, function, annotations);
    }

    /// Evaluates decorators, but those that mean nothing here; they are applied from the last to the first.
    fn decorators(&mut self, list: &'a [ast::Decorator]) -> Vec<(TextRange, Reg)> {
        let mut evaluated = Vec::new();
        for ast::Decorator {
            range: _,
            node_index: _,
            expression,
        } in list
        {
            if self.is_action(expression) {
                continue;
            }
            // Room for the argument, so that the call finds it beside its callee.
            let register = self.f.temps(2);
            self.expr_to(expression, register);
            evaluated.push((expression.range(), register));
        }
        evaluated
    }

    /// In a plain file an action is just its function.
    fn is_action(&mut self, decorator: &'a Expr) -> bool {
        let callee = match decorator {
            Expr::Call(call) => call.func.as_ref(),
            other => other,
        };
        self.static_meaning(callee) == Some(Meaning::Stdlib("carabiner.action".to_owned()))
    }

    fn decorate(&mut self, decorators: &[(TextRange, Reg)], value: Reg) {
        for (at, decorator) in decorators.iter().rev() {
            self.f.copy(*at, decorator + 1, value);
            self.f.op(*at, Op::Call, value, *decorator, 1);
        }
    }

    /// Registers of the positional defaults and of the keyword-only ones, or `NONE`.
    fn defaults(&mut self, at: TextRange, parameters: &'a Parameters) -> (Reg, Reg) {
        let Parameters {
            range: _,
            node_index: _,
            posonlyargs,
            args,
            vararg: _,
            kwonlyargs,
            kwarg: _,
        } = parameters;
        let positional: Vec<&Expr> = posonlyargs
            .iter()
            .chain(args)
            .filter_map(|parameter| parameter.default.as_deref())
            .collect();
        let positional = self.tuple_or_none(at, &positional);
        if kwonlyargs
            .iter()
            .all(|parameter| parameter.default.is_none())
        {
            return (positional, NONE);
        }
        let dict = self.f.temp();
        self.f.op(at, Op::BuildMap, dict, 0, 0);
        for ast::ParameterWithDefault {
            range: _,
            node_index: _,
            parameter,
            default,
        } in kwonlyargs
        {
            let Some(default) = default else { continue };
            let mark = self.f.mark();
            let name = self.f.temp();
            let mangled = self.mangled(&parameter.name);
            self.load_constant(Constant::Str(mangled), default.range(), name);
            let value = self.expr(default);
            self.f.op(default.range(), Op::MapSet, dict, name, value);
            self.f.release(mark);
        }
        (positional, dict)
    }

    pub(super) fn lambda(&mut self, lambda: &'a ast::ExprLambda, to: Reg) {
        let ast::ExprLambda {
            node_index: _,
            range,
            parameters,
            body,
        } = lambda;
        let scope = self.scopes.at(*range);
        let own = self.scopes.get(scope);
        if own.awaits {
            return self.reject(
                *range,
                "a lambda cannot await",
                "define an `async def` function",
            );
        }
        let suspends = if own.yields {
            Suspends::Generator
        } else {
            Suspends::No
        };
        let (positional, keyword) = match parameters {
            Some(parameters) => self.defaults(*range, parameters),
            None => (NONE, NONE),
        };
        let parameters = parameters
            .as_ref()
            .map(|parameters| self.parameters(scope, parameters));
        let signature = Signature {
            scope,
            name: "<lambda>",
            qualname: self.qualname("<lambda>"),
            kind: FunctionKind::Lambda,
            suspends,
            parameters: parameters.unwrap_or_default(),
            doc: None,
        };
        let index = self.function(signature, |inner| {
            let value = inner.expr(body);
            inner.f.op(body.range(), Op::Return, value, 0, 0);
        });
        self.f
            .op_ext(*range, Op::MakeFunction, (to, positional, keyword), index);
    }

    // --- classes

    pub(super) fn class_def(&mut self, def: &'a ast::StmtClassDef) {
        let ast::StmtClassDef {
            node_index: _,
            range: _,
            decorator_list,
            name,
            type_params,
            // Of the class itself.
            arguments: _,
            body: _,
        } = def;
        let decorators = self.decorators(decorator_list);
        let class = self.f.temp();
        let qualname = self.qualname(name);
        match type_params {
            Some(list) => self.generic_class(def, list, qualname, class),
            None => self.plain_class(def, qualname, None, class),
        }
        self.decorate(&decorators, class);
        self.store_name(name, name.range, class);
    }

    /// A class; `last` is one more base.
    pub(super) fn plain_class(
        &mut self,
        def: &'a ast::StmtClassDef,
        qualname: String,
        last: Option<Reg>,
        class: Reg,
    ) {
        let (at, name) = (def.name.range, &def.name);
        let first = self.f.temps(2);
        let index = self.class_body(def, qualname);
        self.f
            .op_ext(at, Op::MakeFunction, (first, NONE, NONE), index);
        self.load_constant(Constant::Str(name.to_string()), at, first + 1);
        let base = self.f.temp();
        self.load_builtin("__build_class__", at, base);
        let arguments = def.arguments.as_deref();
        match (arguments, last) {
            (arguments, Some(last)) => {
                self.call_with_last(at, base, &[first, first + 1], arguments, last, class)
            }
            (Some(arguments), None) => {
                self.call_with(at, base, &[first, first + 1], arguments, class)
            }
            (None, None) => {
                let values = self.f.temps(2);
                self.f.copy(at, values, first);
                self.f.copy(at, values + 1, first + 1);
                self.f.op(at, Op::Call, class, base, 2);
            }
        }
    }

    fn class_body(&mut self, def: &'a ast::StmtClassDef, qualname: String) -> u32 {
        let name = &def.name;
        let (doc, rest) = docstring(&def.body);
        let signature = Signature {
            scope: self.scopes.at(def.range),
            name: name.as_str(),
            qualname,
            kind: FunctionKind::ClassBody,
            suspends: Suspends::No,
            parameters: Vec::new(),
            doc,
        };
        self.function(signature, |inner| {
            inner.show_names(name.range);
            if def.type_params.is_some() {
                inner.keep_type_parameters(name.range);
            }
            inner.body(rest);
            let own = inner.scopes.get(inner.f.scope).class_cell;
            let cell = inner
                .f
                .variables
                .get("__class__")
                .filter(|_| own)
                .map(|variable| variable.register);
            if let Some(cell) = cell {
                inner.f.op(name.range, Op::Return, cell, 0, 0);
            }
        })
    }

    // --- comprehensions

    pub(super) fn list_comprehension(&mut self, comp: &'a ast::ExprListComp, to: Reg) {
        let ast::ExprListComp {
            node_index: _,
            range,
            elt,
            generators,
        } = comp;
        self.comprehension(*range, "<listcomp>", generators, Collect::List(elt), to);
    }

    pub(super) fn set_comprehension(&mut self, comp: &'a ast::ExprSetComp, to: Reg) {
        let ast::ExprSetComp {
            node_index: _,
            range,
            elt,
            generators,
        } = comp;
        self.comprehension(*range, "<setcomp>", generators, Collect::Set(elt), to);
    }

    pub(super) fn dict_comprehension(&mut self, comp: &'a ast::ExprDictComp, to: Reg) {
        let ast::ExprDictComp {
            node_index: _,
            range,
            key,
            value,
            generators,
        } = comp;
        self.comprehension(
            *range,
            "<dictcomp>",
            generators,
            Collect::Dict(key, value),
            to,
        );
    }

    pub(super) fn generator_expression(&mut self, comp: &'a ast::ExprGenerator, to: Reg) {
        let ast::ExprGenerator {
            node_index: _,
            range,
            elt,
            generators,
            parenthesized: _,
        } = comp;
        self.comprehension(*range, "<genexpr>", generators, Collect::Yield(elt), to);
    }

    /// Makes the comprehension's function and calls it with the outermost iterator.
    fn comprehension(
        &mut self,
        at: TextRange,
        name: &str,
        generators: &'a [Comprehension],
        collect: Collect<'a>,
        to: Reg,
    ) {
        let Some((first, rest)) = generators.split_first() else {
            return;
        };
        let scope = self.scopes.at(at);
        let awaits = self.scopes.get(scope).awaits;
        let suspends = match (collect, awaits) {
            (Collect::Yield(_), false) => Suspends::Generator,
            (Collect::Yield(_), true) => Suspends::AsyncGenerator,
            (_, false) => Suspends::No,
            (_, true) => Suspends::Coroutine,
        };
        let signature = Signature {
            scope,
            name,
            qualname: self.qualname(name),
            kind: FunctionKind::Comprehension,
            suspends,
            parameters: vec![Param {
                name: ".0".to_owned(),
                kind: ParameterKind::PositionalOnly,
            }],
            doc: None,
        };
        let index = self.function(signature, |inner| {
            inner.comprehension_body(at, first, rest, collect)
        });
        let call = self.f.temps(2);
        self.f
            .op_ext(at, Op::MakeFunction, (call, NONE, NONE), index);
        self.expr_to(&first.iter, call + 1);
        let iterate = if first.is_async {
            Op::GetAsyncIter
        } else {
            Op::GetIter
        };
        self.f.op(at, iterate, call + 1, call + 1, 0);
        if suspends == Suspends::Coroutine {
            self.f.op(at, Op::Call, call, call, 1);
            self.f.op(at, Op::Await, to, call, 0);
        } else {
            self.f.op(at, Op::Call, to, call, 1);
            if super::expr::is_made_here(&first.iter) {
                self.f.op(at, Op::Drop, call, to, 0);
            }
        }
    }

    fn comprehension_body(
        &mut self,
        at: TextRange,
        first: &'a Comprehension,
        rest: &'a [Comprehension],
        collect: Collect<'a>,
    ) {
        let result = self.f.temp();
        match collect {
            Collect::List(_) => self.f.op(at, Op::BuildList, result, 0, 0),
            Collect::Set(_) => self.f.op(at, Op::BuildSet, result, 0, 0),
            Collect::Dict(..) => self.f.op(at, Op::BuildMap, result, 0, 0),
            Collect::Yield(_) => {}
        }
        let kind = if first.is_async {
            Kind::Async
        } else {
            Kind::Iterator
        };
        let outermost = Iteration { kind, state: 0, at };
        self.each(outermost, first, rest, collect, result);
        if !matches!(collect, Collect::Yield(_)) {
            self.f.op(at, Op::Return, result, 0, 0);
        }
    }

    fn each(
        &mut self,
        source: Iteration,
        generator: &'a Comprehension,
        rest: &'a [Comprehension],
        collect: Collect<'a>,
        result: Reg,
    ) {
        let Comprehension {
            range: _,
            node_index: _,
            target,
            iter,
            ifs,
            is_async: _,
        } = generator;
        let mark = self.f.mark();
        let (next, exhausted) = (self.f.label(), self.f.label());
        self.f.place_head(next);
        self.next_item(&source, target, exhausted);
        for test in ifs {
            self.jump_if(test, false, next);
        }
        match rest.split_first() {
            Some((inner, rest)) => {
                let at = source.at;
                let source = match inner.is_async {
                    true => self.async_source(&inner.iter),
                    false => self.source_of(&inner.iter, at),
                };
                self.each(Iteration { at, ..source }, inner, rest, collect, result);
            }
            None => self.collect(collect, result, source.at),
        }
        self.f.jump(iter.range(), Op::Jump, (0, 0, 0), next);
        self.f.place(exhausted);
        self.f.release(mark);
    }

    fn collect(&mut self, collect: Collect<'a>, result: Reg, at: TextRange) {
        let mark = self.f.mark();
        match collect {
            Collect::List(element) => {
                let value = self.expr(element);
                self.f.op(at, Op::ListAppend, result, value, 0);
            }
            Collect::Set(element) => {
                let value = self.expr(element);
                self.f.op(at, Op::SetAdd, result, value, 0);
            }
            Collect::Dict(key, value) => {
                let key = self.expr(key);
                let value = self.expr(value);
                self.f.op(at, Op::MapSet, result, key, value);
            }
            Collect::Yield(element) => {
                let value = self.expr(element);
                let answer = self.f.temp();
                self.f.op(element.range(), Op::Yield, answer, value, 0);
            }
        }
        self.f.release(mark);
    }
}

/// The docstring of a body, and what follows it.
pub(super) fn docstring(body: &[Stmt]) -> (Option<String>, &[Stmt]) {
    match body.split_first() {
        Some((Stmt::Expr(first), rest)) => match constant::of(&first.value) {
            Some(Constant::Str(text)) => (Some(text), rest),
            _ => (None, body),
        },
        _ => (None, body),
    }
}
