//! `match`. Names are bound once a whole pattern has matched, before its guard.

use std::collections::BTreeMap;

use rustpython_ruff_python_ast::{self as ast, Expr, Identifier, Pattern, Singleton};
use rustpython_ruff_text_size::{Ranged, TextRange};

use super::frame::{Label, Reg};
use super::lowerer::Lowerer;
use crate::ir::{Constant, Op};

/// Where what a name captures waits until the pattern has matched.
type Captures<'a> = BTreeMap<&'a str, (&'a Identifier, Reg)>;

impl<'a> Lowerer<'a, '_> {
    pub(super) fn match_stmt(&mut self, matching: &'a ast::StmtMatch) {
        let ast::StmtMatch {
            node_index: _,
            range,
            subject,
            cases,
        } = matching;
        let value = self.f.temp();
        self.expr_to(subject, value);
        let end = self.f.label();
        for ast::MatchCase {
            range: _,
            node_index: _,
            pattern,
            guard,
            body,
        } in cases
        {
            let mark = self.f.mark();
            let next = self.f.label();
            let mut captures = Captures::new();
            self.reserve(pattern, &mut captures);
            self.pattern(pattern, value, next, &captures);
            for (identifier, register) in captures.values() {
                self.store_name(&identifier.id, identifier.range, *register);
            }
            if let Some(guard) = guard {
                self.jump_if(guard, false, next);
            }
            self.f.release(mark);
            self.body(body);
            self.f.jump(*range, Op::Jump, (0, 0, 0), end);
            self.f.place(next);
        }
        self.f.place(end);
    }

    /// A register for every name that a pattern captures; alternatives share them.
    fn reserve(&mut self, pattern: &'a Pattern, captures: &mut Captures<'a>) {
        let mut capture = |lowerer: &mut Self, name: &'a Option<Identifier>| {
            if let Some(name) = name {
                if !captures.contains_key(name.as_str()) {
                    let register = lowerer.f.temp();
                    captures.insert(name.as_str(), (name, register));
                }
            }
        };
        match pattern {
            Pattern::MatchStar(star) => capture(self, &star.name),
            Pattern::MatchAs(of) => {
                capture(self, &of.name);
                of.pattern
                    .iter()
                    .for_each(|inner| self.reserve(inner, captures));
            }
            Pattern::MatchMapping(mapping) => {
                capture(self, &mapping.rest);
                mapping
                    .patterns
                    .iter()
                    .for_each(|inner| self.reserve(inner, captures));
            }
            Pattern::MatchSequence(sequence) => sequence
                .patterns
                .iter()
                .for_each(|inner| self.reserve(inner, captures)),
            Pattern::MatchOr(or) => or
                .patterns
                .iter()
                .for_each(|inner| self.reserve(inner, captures)),
            Pattern::MatchClass(class) => {
                class
                    .arguments
                    .patterns
                    .iter()
                    .for_each(|inner| self.reserve(inner, captures));
                class
                    .arguments
                    .keywords
                    .iter()
                    .for_each(|inner| self.reserve(&inner.pattern, captures));
            }
            Pattern::MatchValue(_) | Pattern::MatchSingleton(_) => {}
        }
    }

    /// Jumps to `fail` unless the value matches.
    fn pattern(&mut self, pattern: &'a Pattern, value: Reg, fail: Label, captures: &Captures<'a>) {
        let mark = self.f.mark();
        match pattern {
            Pattern::MatchValue(ast::PatternMatchValue {
                node_index: _,
                range,
                value: literal,
            }) => {
                let literal = self.expr(literal);
                self.f
                    .jump(*range, Op::JumpNotEq, (value, literal, 0), fail);
            }
            Pattern::MatchSingleton(ast::PatternMatchSingleton {
                node_index: _,
                range,
                value: singleton,
            }) => {
                self.singleton(*range, *singleton, value, fail);
            }
            Pattern::MatchSequence(ast::PatternMatchSequence {
                node_index: _,
                range,
                patterns,
            }) => {
                self.sequence(*range, patterns, value, fail, captures);
            }
            Pattern::MatchMapping(mapping) => self.mapping(mapping, value, fail, captures),
            Pattern::MatchClass(class) => self.class_pattern(class, value, fail, captures),
            Pattern::MatchStar(ast::PatternMatchStar {
                node_index: _,
                range,
                name,
            }) => {
                self.captured(*range, name.as_ref(), value, captures);
            }
            Pattern::MatchAs(ast::PatternMatchAs {
                node_index: _,
                range,
                pattern,
                name,
            }) => {
                if let Some(pattern) = pattern {
                    self.pattern(pattern, value, fail, captures);
                }
                self.captured(*range, name.as_ref(), value, captures);
            }
            Pattern::MatchOr(ast::PatternMatchOr {
                node_index: _,
                range: _,
                patterns,
            }) => {
                self.alternatives(patterns, value, fail, captures);
            }
        }
        self.f.release(mark);
    }

    fn captured(
        &mut self,
        at: TextRange,
        name: Option<&'a Identifier>,
        value: Reg,
        captures: &Captures<'a>,
    ) {
        if let Some((_, register)) = name.and_then(|name| captures.get(name.as_str())) {
            self.f.copy(at, *register, value);
        }
    }

    fn singleton(&mut self, at: TextRange, singleton: Singleton, value: Reg, fail: Label) {
        let truth = match singleton {
            Singleton::None => return self.f.jump(at, Op::JumpIfNotNone, (value, 0, 0), fail),
            Singleton::True => true,
            Singleton::False => false,
        };
        let same = self.f.temp();
        self.f.op(at, Op::LoadBool, same, u8::from(truth), 0);
        self.f.op(at, Op::Is, same, value, same);
        self.f.jump(at, Op::JumpIfFalse, (same, 0, 0), fail);
    }

    fn sequence(
        &mut self,
        at: TextRange,
        patterns: &'a [Pattern],
        value: Reg,
        fail: Label,
        captures: &Captures<'a>,
    ) {
        let star = patterns
            .iter()
            .position(|pattern| matches!(pattern, Pattern::MatchStar(_)));
        let test = self.f.temps(2);
        self.f.op(at, Op::MatchSequence, test, value, 0);
        self.f.jump(at, Op::JumpIfFalse, (test, 0, 0), fail);
        let fixed = patterns.len() - usize::from(star.is_some());
        if star.is_none() || fixed > 0 {
            let unless = if star.is_some() {
                Op::JumpNotGe
            } else {
                Op::JumpNotEq
            };
            self.f.op(at, Op::Length, test, value, 0);
            self.load_constant(Constant::Int(fixed as i64), at, test + 1);
            self.f.jump(at, unless, (test, test + 1, 0), fail);
        }
        if patterns.iter().all(is_wildcard) {
            return;
        }
        if let Some(star) = star.filter(|star| is_wildcard(&patterns[*star])) {
            return self.sequence_by_index(at, patterns, star, value, fail, captures);
        }
        if !self.f.has_room(patterns.len()) {
            return self.reject(at, "too many patterns", "match in several steps");
        }
        let items = self.f.temps(patterns.len());
        match star {
            Some(before) => {
                let after = (fixed - before) as u32;
                self.f
                    .op_ext(at, Op::UnpackEx, (items, value, before as Reg), after);
            }
            None => self.f.op(at, Op::Unpack, items, value, fixed as Reg),
        }
        for (index, pattern) in patterns.iter().enumerate() {
            self.pattern(pattern, items + index as Reg, fail, captures);
        }
    }

    /// With `*_` only the items that are looked at are asked for, each by its index.
    fn sequence_by_index(
        &mut self,
        at: TextRange,
        patterns: &'a [Pattern],
        star: usize,
        value: Reg,
        fail: Label,
        captures: &Captures<'a>,
    ) {
        let item = self.f.temps(2);
        for (index, pattern) in patterns.iter().enumerate() {
            if is_wildcard(pattern) {
                continue;
            }
            if index < star {
                self.load_constant(Constant::Int(index as i64), at, item);
            } else {
                let behind = Constant::Int((patterns.len() - index) as i64);
                self.f.op(at, Op::Length, item, value, 0);
                self.load_constant(behind, at, item + 1);
                self.f.op(at, Op::Sub, item, item, item + 1);
            }
            self.f.op(at, Op::GetItem, item, value, item);
            self.pattern(pattern, item, fail, captures);
        }
    }

    fn mapping(
        &mut self,
        mapping: &'a ast::PatternMatchMapping,
        value: Reg,
        fail: Label,
        captures: &Captures<'a>,
    ) {
        let ast::PatternMatchMapping {
            node_index: _,
            range,
            keys,
            patterns,
            rest,
        } = mapping;
        let at = *range;
        let test = self.f.temp();
        self.f.op(at, Op::MatchMapping, test, value, 0);
        self.f.jump(at, Op::JumpIfFalse, (test, 0, 0), fail);
        if !keys.is_empty() {
            let least = self.f.temp();
            self.f.op(at, Op::Length, test, value, 0);
            self.load_constant(Constant::Int(keys.len() as i64), at, least);
            self.f.jump(at, Op::JumpNotGe, (test, least, 0), fail);
        }
        let wanted = self.f.temp();
        self.tuple_display(at, keys, wanted);
        if !keys.is_empty() {
            self.f.op(at, Op::MatchKeys, test, value, wanted);
            self.f.jump(at, Op::JumpIfNone, (test, 0, 0), fail);
            let items = self.f.temps(keys.len());
            self.f.op(at, Op::Unpack, items, test, keys.len() as Reg);
            for (index, pattern) in patterns.iter().enumerate() {
                self.pattern(pattern, items + index as Reg, fail, captures);
            }
        }
        if rest.is_some() {
            self.f.op(at, Op::MatchRest, test, value, wanted);
            self.captured(at, rest.as_ref(), test, captures);
        }
    }

    fn class_pattern(
        &mut self,
        class: &'a ast::PatternMatchClass,
        value: Reg,
        fail: Label,
        captures: &Captures<'a>,
    ) {
        let ast::PatternMatchClass {
            node_index: _,
            range,
            cls,
            arguments,
        } = class;
        let ast::PatternArguments {
            range: _,
            node_index: _,
            patterns,
            keywords,
        } = arguments;
        let at = *range;
        let attributes = self.f.temp();
        let cls: Reg = self.expr(cls as &'a Expr);
        let names = keywords.iter().map(
            |ast::PatternKeyword {
                 range: _,
                 node_index: _,
                 attr,
                 pattern: _,
             }| { Constant::Str(self.mangled(attr)) },
        );
        let names = Constant::Tuple(names.collect());
        let shape = Constant::Tuple(vec![Constant::Int(patterns.len() as i64), names]);
        let shape = u32::from(self.builder.constant(shape));
        self.f
            .op_ext(at, Op::MatchClass, (attributes, value, cls), shape);
        self.f.jump(at, Op::JumpIfNone, (attributes, 0, 0), fail);
        let count = patterns.len() + keywords.len();
        if count == 0 {
            return;
        }
        if !self.f.has_room(count) {
            return self.reject(at, "too many patterns", "match in several steps");
        }
        let items = self.f.temps(count);
        self.f.op(at, Op::Unpack, items, attributes, count as Reg);
        let inner = patterns
            .iter()
            .chain(keywords.iter().map(|keyword| &keyword.pattern));
        for (index, pattern) in inner.enumerate() {
            self.pattern(pattern, items + index as Reg, fail, captures);
        }
    }

    fn alternatives(
        &mut self,
        patterns: &'a [Pattern],
        value: Reg,
        fail: Label,
        captures: &Captures<'a>,
    ) {
        let matched = self.f.label();
        for (index, pattern) in patterns.iter().enumerate() {
            if index + 1 == patterns.len() {
                self.pattern(pattern, value, fail, captures);
            } else {
                let next = self.f.label();
                self.pattern(pattern, value, next, captures);
                self.f.jump(pattern.range(), Op::Jump, (0, 0, 0), matched);
                self.f.place(next);
            }
        }
        self.f.place(matched);
    }
}

/// `_` and `*_`, which take nothing.
fn is_wildcard(pattern: &Pattern) -> bool {
    match pattern {
        Pattern::MatchStar(star) => star.name.is_none(),
        Pattern::MatchAs(of) => of.name.is_none(),
        _ => false,
    }
}
