//! `if`, `while` and `for`.

use rustpython_ruff_python_ast::{self as ast, Expr};
use rustpython_ruff_text_size::{Ranged, TextRange};

use super::frame::{Block, Label, Reg};
use super::lowerer::Lowerer;
use super::meaning::Meaning;
use crate::ir::{self, Op};

impl<'a> Lowerer<'a, '_> {
    pub(super) fn if_stmt(&mut self, branches: &'a ast::StmtIf) {
        let ast::StmtIf {
            node_index: _,
            range,
            test,
            body,
            elif_else_clauses,
        } = branches;
        let end = self.f.label();
        self.branch(*range, test, body, end);
        for clause in elif_else_clauses {
            let ast::ElifElseClause {
                range,
                node_index: _,
                test,
                body,
            } = clause;
            match test {
                Some(test) => self.branch(*range, test, body, end),
                None => self.body(body),
            }
        }
        self.f.place(end);
    }

    /// One test and its body; behind it stands what comes if the test is false.
    fn branch(&mut self, at: TextRange, test: &'a Expr, body: &'a [ast::Stmt], end: Label) {
        let other = self.f.label();
        self.jump_if(test, false, other);
        if self.truth(test) != Some(false) {
            self.body(body);
        }
        self.f.jump(at, Op::Jump, (0, 0, 0), end);
        self.f.place(other);
    }

    pub(super) fn while_stmt(&mut self, each: &'a ast::StmtWhile) {
        let ast::StmtWhile {
            node_index: _,
            range,
            test,
            body,
            orelse,
        } = each;
        let (start, next, done) = (self.f.label(), self.f.label(), self.f.label());
        let truth = self.truth(test);
        if truth == Some(false) {
            return self.body(orelse);
        }
        if truth.is_none() {
            // The test stands below the body, and jumps up to it.
            let reachable = self.f.reachable;
            self.f.jump(*range, Op::Jump, (0, 0, 0), next);
            self.f.reachable = reachable;
        }
        self.f.place_head(start);
        self.f.blocks.push(Block::Loop {
            next,
            done,
            iterator: None,
        });
        self.body(body);
        self.f.blocks.pop();
        self.f.place(next);
        self.jump_if(test, true, start);
        self.body(orelse);
        self.f.place(done);
    }

    pub(super) fn for_stmt(&mut self, each: &'a ast::StmtFor) {
        let ast::StmtFor {
            node_index: _,
            range,
            is_async,
            target,
            iter,
            body,
            orelse,
        } = each;
        let (next, done, exhausted) = (self.f.label(), self.f.label(), self.f.label());
        let source = match is_async {
            true => self.async_source(iter),
            false => self.source_of(iter, *range),
        };
        self.f.place_head(next);
        self.next_item(&source, target, exhausted);
        self.f.blocks.push(Block::Loop {
            next,
            done,
            iterator: (source.kind != Kind::Range).then_some(source.state),
        });
        self.body(body);
        self.f.blocks.pop();
        self.f.jump(iter.range(), Op::Jump, (0, 0, 0), next);
        self.f.place(exhausted);
        if source.kind == Kind::Iterator && super::expr::is_made_here(iter) {
            self.f.op(*range, Op::Drop, source.state, ir::NONE, 0);
        }
        self.body(orelse);
        self.f.place(done);
    }

    /// Prepares a loop over an iterable, for the statement or comprehension that stands there.
    pub(super) fn source_of(&mut self, iter: &'a Expr, at: TextRange) -> Iteration {
        if let Some(arguments) = self.range_arguments(iter) {
            let state = self.f.temps(3);
            for (index, argument) in arguments.iter().enumerate() {
                self.expr_to(argument, state + index as Reg);
            }
            self.f
                .op(at, Op::RangePrep, state, state, arguments.len() as Reg);
            return Iteration {
                kind: Kind::Range,
                state,
                at,
            };
        }
        let state = self.f.temp();
        self.expr_to(iter, state);
        self.f.op(at, Op::GetIter, state, state, 0);
        Iteration {
            kind: Kind::Iterator,
            state,
            at,
        }
    }

    pub(super) fn async_source(&mut self, iter: &'a Expr) -> Iteration {
        let at = iter.range();
        let state = self.f.temp();
        self.expr_to(iter, state);
        self.f.op(at, Op::GetAsyncIter, state, state, 0);
        Iteration {
            kind: Kind::Async,
            state,
            at,
        }
    }

    /// The arguments of a plain call of the builtin `range`.
    fn range_arguments(&mut self, iter: &'a Expr) -> Option<&'a [Expr]> {
        let Expr::Call(ast::ExprCall {
            node_index: _,
            range: _,
            func,
            arguments,
        }) = iter
        else {
            return None;
        };
        let ast::Arguments {
            range: _,
            node_index: _,
            args,
            keywords,
        } = arguments;
        let plain = keywords.is_empty()
            && (1..=3).contains(&args.len())
            && !args
                .iter()
                .any(|argument| matches!(argument, Expr::Starred(_)));
        let is_range =
            plain && self.static_meaning(func) == Some(Meaning::Builtin("range".to_owned()));
        is_range.then_some(args)
    }

    /// Binds the next item to the target, or jumps where there is none.
    pub(super) fn next_item(&mut self, source: &Iteration, target: &'a Expr, exhausted: Label) {
        let mark = self.f.mark();
        let local = match target {
            Expr::Name(name) => self.register_of(&name.id),
            _ => None,
        };
        let item = local.map_or_else(|| self.f.temp(), |variable| variable.register);
        match source.kind {
            Kind::Range => self
                .f
                .jump(source.at, Op::ForRange, (item, source.state, 0), exhausted),
            Kind::Iterator => {
                self.f
                    .jump(source.at, Op::ForNext, (item, source.state, 0), exhausted)
            }
            Kind::Async => self.next_async_item(source, item, exhausted),
        }
        match local {
            Some(variable) => self.binds(variable),
            None => self.assign(target, item),
        }
        self.f.release(mark);
    }

    fn next_async_item(&mut self, source: &Iteration, item: Reg, exhausted: Label) {
        let at = source.at;
        let bound = self.bound();
        let got = self.f.label();
        let awaited = self.f.temps(2);
        let region = self.f.protect();
        self.f.op(at, Op::GetAsyncNext, awaited, source.state, 0);
        self.f.op(at, Op::Await, item, awaited, 0);
        self.f.suspend(region);
        self.f.jump(at, Op::Jump, (0, 0, 0), got);
        self.f.handle(region, awaited, bound);
        self.load_builtin("StopAsyncIteration", at, awaited + 1);
        self.f
            .op(at, Op::MatchException, awaited + 1, awaited, awaited + 1);
        self.f
            .jump(at, Op::JumpIfTrue, (awaited + 1, 0, 0), exhausted);
        self.f.op(at, Op::Rethrow, awaited, 0, 0);
        self.f.place(got);
    }
}

/// A loop's iterator, in the registers that hold its state.
pub(super) struct Iteration {
    pub(super) kind: Kind,
    pub(super) state: Reg,
    pub(super) at: TextRange,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Range,
    Iterator,
    Async,
}
