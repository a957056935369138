//! Calls. Callee first, then positional arguments, then keywords, as CPython evaluates them.

use rustpython_ruff_python_ast::{self as ast, Expr, Keyword};
use rustpython_ruff_text_size::{Ranged, TextRange};

use super::constant;
use super::frame::Reg;
use super::lowerer::Lowerer;
use super::meaning::Meaning;
use super::scope::ScopeKind;
use crate::ir::{Constant, NONE, Op};
use crate::provided::provides;

/// More arguments than this go through a list.
const ARGUMENTS_MAX: usize = 60;

impl<'a> Lowerer<'a, '_> {
    pub(super) fn call(&mut self, call: &'a ast::ExprCall, to: Reg) {
        let ast::ExprCall {
            node_index: _,
            range,
            func,
            arguments,
        } = call;
        let meaning = self.static_meaning(func);
        match &meaning {
            Some(Meaning::Builtin(name)) if name == "super" && arguments.is_empty() => {
                return self.super_call(*range, to);
            }
            Some(Meaning::Stdlib(path)) if path == "asyncio.run" && self.runs_main() => {
                return self.run_call(*range, arguments, to);
            }
            _ => {}
        }
        match func.as_ref() {
            Expr::Attribute(attribute) if meaning.is_none() && is_plain(arguments) => {
                self.method_call(*range, attribute, arguments, to);
            }
            func => {
                let base = self.f.temp();
                self.expr_to(func, base);
                self.call_with(*range, base, &[], arguments, to);
                // What a builtin does not run to its end may be a generator that only the call held.
                if meaning.is_some() && arguments.args.iter().any(super::expr::is_made_here) {
                    self.f.op(*range, Op::Drop, base, to, 0);
                }
            }
        }
    }

    fn method_call(
        &mut self,
        at: TextRange,
        method: &'a ast::ExprAttribute,
        arguments: &'a ast::Arguments,
        to: Reg,
    ) {
        let ast::ExprAttribute {
            node_index: _,
            range,
            value,
            attr,
            ctx: _,
        } = method;
        let base = self.f.temps(2);
        let object = match value.as_ref() {
            Expr::Name(_) => self.expr(value),
            _ => {
                self.expr_to(value, base);
                base
            }
        };
        let name = self.attribute_name(attr);
        self.f
            .op_ext(*range, Op::LoadMethod, (base, object, 0), name);
        // A copy of the object, if one was made, must not stand between the callee and its arguments.
        self.f.release(usize::from(base) + 2);
        let ast::Arguments {
            range: _,
            node_index: _,
            args,
            keywords,
        } = arguments;
        let count = self.place_arguments(args, keywords);
        match self.keyword_names(keywords) {
            Some(names) => self
                .f
                .op_ext(at, Op::CallMethodKw, (to, base, count), names),
            None => self.f.op(at, Op::CallMethod, to, base, count),
        }
    }

    /// Calls r[base], the last temporary, with values in registers first and then the arguments.
    pub(super) fn call_with(
        &mut self,
        at: TextRange,
        base: Reg,
        first: &[Reg],
        arguments: &'a ast::Arguments,
        to: Reg,
    ) {
        let ast::Arguments {
            range: _,
            node_index: _,
            args,
            keywords,
        } = arguments;
        if !is_plain(arguments) {
            return self.call_spread(at, base, first, arguments, to);
        }
        for value in first {
            let argument = self.f.temp();
            self.f.copy(at, argument, *value);
        }
        let count = self.place_arguments(args, keywords) + first.len() as Reg;
        match self.keyword_names(keywords) {
            Some(names) => self.f.op_ext(at, Op::CallKw, (to, base, count), names),
            None => self.f.op(at, Op::Call, to, base, count),
        }
    }

    /// Puts plain arguments into the next registers, positional ones first.
    fn place_arguments(&mut self, args: &'a [Expr], keywords: &'a [Keyword]) -> Reg {
        for value in args
            .iter()
            .chain(keywords.iter().map(|keyword| &keyword.value))
        {
            let argument = self.f.temp();
            self.expr_to(value, argument);
        }
        (args.len() + keywords.len()) as Reg
    }

    fn keyword_names(&mut self, keywords: &'a [Keyword]) -> Option<u32> {
        let named = keywords.iter().filter_map(|keyword| {
            let Keyword {
                range: _,
                node_index: _,
                arg,
                value: _,
            } = keyword;
            arg.as_ref().map(|name| Constant::Str(self.mangled(name)))
        });
        let names: Vec<Constant> = named.collect();
        (!names.is_empty()).then(|| u32::from(self.builder.constant(Constant::Tuple(names))))
    }

    /// The same with one more positional argument behind all the others.
    pub(super) fn call_with_last(
        &mut self,
        at: TextRange,
        base: Reg,
        first: &[Reg],
        arguments: Option<&'a ast::Arguments>,
        last: Reg,
        to: Reg,
    ) {
        let (list, dict) = (self.f.temp(), self.f.temp());
        self.f.op(at, Op::BuildList, list, 0, 0);
        for value in first {
            self.f.op(at, Op::ListAppend, list, *value, 0);
        }
        if let Some(arguments) = arguments {
            self.extend_list(list, &arguments.args);
        }
        self.f.op(at, Op::ListAppend, list, last, 0);
        match arguments.map(|arguments| arguments.keywords.as_ref()) {
            None | Some([]) => self.f.op(at, Op::Unbind, dict, 0, 0),
            Some(keywords) => self.collect_keywords(at, base, dict, keywords),
        }
        self.f.op(at, Op::CallEx, to, base, 0);
    }

    /// `f(a, *b, c=d, **e)`: a list and a dict are collected.
    fn call_spread(
        &mut self,
        at: TextRange,
        base: Reg,
        first: &[Reg],
        arguments: &'a ast::Arguments,
        to: Reg,
    ) {
        let ast::Arguments {
            range: _,
            node_index: _,
            args,
            keywords,
        } = arguments;
        let (list, dict) = (self.f.temp(), self.f.temp());
        match args.as_ref() {
            [Expr::Starred(only)] if first.is_empty() => self.expr_to(&only.value, list),
            args => {
                self.f.op(at, Op::BuildList, list, 0, 0);
                for value in first {
                    self.f.op(at, Op::ListAppend, list, *value, 0);
                }
                self.extend_list(list, args);
            }
        }
        if keywords.is_empty() {
            self.f.op(at, Op::Unbind, dict, 0, 0);
        } else {
            self.collect_keywords(at, base, dict, keywords);
        }
        self.f.op(at, Op::CallEx, to, base, 0);
    }

    fn collect_keywords(&mut self, at: TextRange, base: Reg, dict: Reg, keywords: &'a [Keyword]) {
        self.f.op(at, Op::BuildMap, dict, 0, 0);
        for Keyword {
            range,
            node_index: _,
            arg,
            value,
        } in keywords
        {
            let mark = self.f.mark();
            match arg {
                // A name twice is refused by the parser; after `**` it is an error of the call.
                Some(name) => {
                    let one = self.f.temp();
                    let pair = self.f.temps(2);
                    let name = self.mangled(name);
                    self.load_constant(Constant::Str(name), *range, pair);
                    self.expr_to(value, pair + 1);
                    self.f.op(*range, Op::BuildMap, one, pair, 1);
                    self.f.op(*range, Op::MapMerge, dict, one, base);
                }
                None => {
                    let value = self.expr(value);
                    self.f.op(at, Op::MapMerge, dict, value, base);
                }
            }
            self.f.release(mark);
        }
    }

    /// `super()` is `super(__class__, first parameter)`.
    fn super_call(&mut self, at: TextRange, to: Reg) {
        let Some(first) = self.scopes.first_parameter(self.f.scope).map(str::to_owned) else {
            return self.reject(
                at,
                "`super()` stands outside of a method",
                "call super(Class, self)",
            );
        };
        if !self.f.variables.contains_key("__class__") {
            return self.reject(
                at,
                "`super()` stands outside of a class",
                "call super(Class, self)",
            );
        }
        let base = self.f.temps(3);
        self.load_builtin("super", at, base);
        self.load_name("__class__", at, Some(base + 1));
        self.load_name(&first, at, Some(base + 2));
        self.f.op(at, Op::Call, to, base, 2);
    }

    /// Whether this is the body of a plain file, where `asyncio.run` is an await.
    fn runs_main(&self) -> bool {
        self.meanings.is_main && self.f.kind == ScopeKind::Module
    }

    fn run_call(&mut self, at: TextRange, arguments: &'a ast::Arguments, to: Reg) {
        let ast::Arguments {
            range: _,
            node_index: _,
            args,
            keywords,
        } = arguments;
        let [main] = args.as_ref() else {
            return self.reject(
                at,
                "`asyncio.run` takes one coroutine",
                "write asyncio.run(main())",
            );
        };
        for Keyword {
            range: _,
            node_index: _,
            arg,
            value,
        } in keywords
        {
            if arg.as_ref().is_none_or(|name| name.as_str() != "debug") {
                self.reject(
                    value.range(),
                    "`asyncio.run` takes one coroutine",
                    "write asyncio.run(main())",
                );
            }
        }
        let base = self.f.temps(2);
        if provides("asyncio.run") {
            self.load_builtin("asyncio.run", at, base);
            self.expr_to(main, base + 1);
            self.f.op(at, Op::Call, base, base, 1);
        } else {
            self.expr_to(main, base);
        }
        self.f.op(at, Op::Await, to, base, 0);
    }

    // --- displays

    /// Appends items, starred or not, to the list being built in `list`.
    pub(super) fn extend_list(&mut self, list: Reg, items: &'a [Expr]) {
        for item in items {
            let mark = self.f.mark();
            match item {
                Expr::Starred(ast::ExprStarred {
                    node_index: _,
                    range,
                    value,
                    ctx: _,
                }) => {
                    let value = self.expr(value);
                    self.f.op(*range, Op::ListExtend, list, value, 0);
                }
                item => {
                    let value = self.expr(item);
                    self.f.op(item.range(), Op::ListAppend, list, value, 0);
                }
            }
            self.f.release(mark);
        }
    }

    /// Where a value is built bit by bit.
    fn under_construction(&mut self, to: Reg) -> Reg {
        if self.f.is_temp(to) {
            to
        } else {
            self.f.temp()
        }
    }

    /// Puts items into the next registers, if they are few and none is starred.
    fn place_items(&mut self, items: &'a [Expr]) -> Option<(Reg, Reg)> {
        let plain =
            items.len() <= ITEMS_MAX && !items.iter().any(|item| matches!(item, Expr::Starred(_)));
        if !plain {
            return None;
        }
        let first = self.f.mark() as Reg;
        for item in items {
            let register = self.f.temp();
            self.expr_to(item, register);
        }
        Some((first, items.len() as Reg))
    }

    pub(super) fn list_display(&mut self, at: TextRange, items: &'a [Expr], to: Reg) {
        if let Some((first, count)) = self.place_items(items) {
            return self.f.op(at, Op::BuildList, to, first, count);
        }
        let list = self.under_construction(to);
        self.f.op(at, Op::BuildList, list, 0, 0);
        self.extend_list(list, items);
        self.f.copy(at, to, list);
    }

    pub(super) fn tuple_display(&mut self, at: TextRange, items: &'a [Expr], to: Reg) {
        if let Some((first, count)) = self.place_items(items) {
            return self.f.op(at, Op::BuildTuple, to, first, count);
        }
        let list = self.f.temp();
        self.f.op(at, Op::BuildList, list, 0, 0);
        self.extend_list(list, items);
        self.f.op(at, Op::ListToTuple, to, list, 0);
    }

    pub(super) fn set_display(&mut self, at: TextRange, items: &'a [Expr], to: Reg) {
        if let Some((first, count)) = self.place_items(items) {
            return self.f.op(at, Op::BuildSet, to, first, count);
        }
        let set = self.under_construction(to);
        self.f.op(at, Op::BuildSet, set, 0, 0);
        for item in items {
            let mark = self.f.mark();
            let (op, item) = match item {
                Expr::Starred(starred) => (Op::SetUpdate, starred.value.as_ref()),
                item => (Op::SetAdd, item),
            };
            let value = self.expr(item);
            self.f.op(item.range(), op, set, value, 0);
            self.f.release(mark);
        }
        self.f.copy(at, to, set);
    }

    pub(super) fn dict_display(&mut self, dict: &'a ast::ExprDict, to: Reg) {
        let ast::ExprDict {
            node_index: _,
            range,
            items,
        } = dict;
        if items.len() <= ITEMS_MAX / 2 && items.iter().all(|item| item.key.is_some()) {
            return self.small_dict(*range, items, to);
        }
        let map = self.under_construction(to);
        self.f.op(*range, Op::BuildMap, map, 0, 0);
        for ast::DictItem { key, value } in items {
            let mark = self.f.mark();
            match key {
                Some(key) => {
                    let key = self.expr(key);
                    let value = self.expr(value);
                    self.f.op(*range, Op::MapSet, map, key, value);
                }
                None => {
                    let at = value.range();
                    let value = self.expr(value);
                    self.f.op(at, Op::MapUpdate, map, value, 0);
                }
            }
            self.f.release(mark);
        }
        self.f.copy(*range, to, map);
    }

    fn small_dict(&mut self, at: TextRange, items: &'a [ast::DictItem], to: Reg) {
        let first = self.f.mark() as Reg;
        for ast::DictItem { key, value } in items {
            for part in key.iter().chain([value]) {
                let register = self.f.temp();
                self.expr_to(part, register);
            }
        }
        let first = if items.is_empty() { 0 } else { first };
        self.f.op(at, Op::BuildMap, to, first, items.len() as Reg);
    }

    /// The tuple of positional defaults, or `NONE`.
    pub(super) fn tuple_or_none(&mut self, at: TextRange, items: &[&'a Expr]) -> Reg {
        if items.is_empty() {
            return NONE;
        }
        let tuple = self.f.temp();
        if let Some(constants) = items
            .iter()
            .map(|item| constant::of(item))
            .collect::<Option<Vec<_>>>()
        {
            self.load_constant(Constant::Tuple(constants), at, tuple);
            return tuple;
        }
        let list = self.f.temp();
        self.f.op(at, Op::BuildList, list, 0, 0);
        for item in items {
            let mark = self.f.mark();
            let value = self.expr(item);
            self.f.op(item.range(), Op::ListAppend, list, value, 0);
            self.f.release(mark);
        }
        self.f.op(at, Op::ListToTuple, tuple, list, 0);
        tuple
    }
}

/// Longer displays are built bit by bit.
const ITEMS_MAX: usize = 30;

/// Neither starred nor too many.
fn is_plain(arguments: &ast::Arguments) -> bool {
    let starred = arguments
        .args
        .iter()
        .any(|argument| matches!(argument, Expr::Starred(_)));
    let spread = arguments
        .keywords
        .iter()
        .any(|keyword| keyword.arg.is_none());
    !starred && !spread && arguments.args.len() + arguments.keywords.len() <= ARGUMENTS_MAX
}
