//! `try` and `with`. A `finally` body is copied to each way out; see the conventions in `ir`.

use rustpython_ruff_python_ast::{self as ast, ExceptHandler, Expr, Stmt};
use rustpython_ruff_text_size::{Ranged, TextRange};

use super::frame::{Block, Label, Reg, Region};
use super::lowerer::Lowerer;
use crate::ir::Op;

impl<'a> Lowerer<'a, '_> {
    pub(super) fn try_stmt(&mut self, tried: &'a ast::StmtTry) {
        let ast::StmtTry {
            node_index: _,
            range,
            body,
            handlers,
            orelse,
            finalbody,
            is_star,
        } = tried;
        let parts = Parts {
            at: *range,
            body,
            handlers,
            orelse,
            is_star: *is_star,
        };
        if finalbody.is_empty() {
            return self.try_except(&parts);
        }
        let (error, save) = (self.f.temp(), self.f.temp());
        let end = self.f.label();
        let bound = self.bound();
        let region = self.f.protect();
        self.f.blocks.push(Block::Finally {
            region,
            body: finalbody,
        });
        self.try_except(&parts);
        self.f.blocks.pop();
        self.f.suspend(region);
        self.body(finalbody);
        self.f.jump(*range, Op::Jump, (0, 0, 0), end);
        self.f.handle(region, error, bound);
        self.handling(*range, (error, save), |lowerer| lowerer.body(finalbody));
        self.f.op(*range, Op::Rethrow, error, 0, 0);
        self.f.place(end);
    }

    /// Code that runs while `error` is being handled; behind it, it is handled no more.
    fn handling(
        &mut self,
        at: TextRange,
        (error, save): (Reg, Reg),
        inside: impl FnOnce(&mut Self),
    ) {
        self.f.op(at, Op::EnterHandler, error, save, 0);
        let bound = self.bound();
        let inner = self.f.temp();
        let region = self.f.protect();
        self.f.blocks.push(Block::Handling {
            region,
            save,
            name: None,
        });
        inside(self);
        self.f.blocks.pop();
        self.f.suspend(region);
        self.f.op(at, Op::LeaveHandler, 0, save, 0);
        let past = self.f.label();
        self.f.jump(at, Op::Jump, (0, 0, 0), past);
        self.abandon(at, (region, inner, save), None, bound);
        self.f.place(past);
    }

    /// Another exception leaves a handler: it is left, and that exception goes on.
    fn abandon(
        &mut self,
        at: TextRange,
        (region, error, save): (Region, Reg, Reg),
        name: Option<&'a ast::Identifier>,
        bound: super::frame::Bound,
    ) {
        self.f.handle(region, error, bound);
        self.f.op(at, Op::LeaveHandler, 0, save, 0);
        self.forget(name);
        self.f.op(at, Op::Rethrow, error, 0, 0);
    }

    fn try_except(&mut self, parts: &Parts<'a>) {
        if parts.handlers.is_empty() {
            self.body(parts.body);
            return self.body(parts.orelse);
        }
        let end = self.f.label();
        let bound = self.bound();
        let region = self.f.protect();
        self.f.blocks.push(Block::Try(region));
        self.body(parts.body);
        self.f.blocks.pop();
        self.f.suspend(region);
        self.body(parts.orelse);
        self.f.jump(parts.at, Op::Jump, (0, 0, 0), end);
        let (error, save) = (self.f.temp(), self.f.temp());
        self.f.handle(region, error, bound);
        match parts.is_star {
            true => self.except_star(parts, (error, save), end),
            false => self.except(parts, (error, save), end),
        }
        self.f.place(end);
    }

    fn except(&mut self, parts: &Parts<'a>, (error, save): (Reg, Reg), end: Label) {
        self.f.op(parts.at, Op::EnterHandler, error, save, 0);
        let bound = self.bound();
        let inner = self.f.temp();
        let region = self.f.protect();
        self.f.blocks.push(Block::Handling {
            region,
            save,
            name: None,
        });
        for (index, handler) in parts.handlers.iter().enumerate() {
            let ExceptHandler::ExceptHandler(handler) = handler;
            let ast::ExceptHandlerExceptHandler {
                range,
                node_index: _,
                type_,
                name,
                body,
            } = handler;
            if type_.is_none() && index + 1 < parts.handlers.len() {
                let message = "invalid syntax: default `except:` must be last";
                self.reject(*range, message, "this is not Python");
            }
            let next = self.f.label();
            if let Some(class) = type_ {
                self.jump_unless_matches(class, error, next, *range);
            }
            // The body has a region of its own, for what leaving it takes is more if there is a name to forget.
            self.f.suspend(region);
            self.handler_body(*range, (error, save), name.as_ref(), body);
            self.f.jump(*range, Op::Jump, (0, 0, 0), end);
            self.f.resume(region);
            self.f.place(next);
        }
        self.f.blocks.pop();
        self.f.suspend(region);
        self.f.op(parts.at, Op::LeaveHandler, 0, save, 0);
        self.f.op(parts.at, Op::Rethrow, error, 0, 0);
        self.abandon(parts.at, (region, inner, save), None, bound);
    }

    fn jump_unless_matches(&mut self, class: &'a Expr, error: Reg, next: Label, at: TextRange) {
        let mark = self.f.mark();
        let matched = self.f.temp();
        let class = self.expr(class);
        self.f.op(at, Op::MatchException, matched, error, class);
        self.f.jump(at, Op::JumpIfFalse, (matched, 0, 0), next);
        self.f.release(mark);
    }

    /// The body of one `except`, entered already; behind it, it is left.
    fn handler_body(
        &mut self,
        at: TextRange,
        (error, save): (Reg, Reg),
        name: Option<&'a ast::Identifier>,
        body: &'a [Stmt],
    ) {
        let mark = self.f.mark();
        let bound = self.bound();
        let inner = self.f.temp();
        let outer = self.f.blocks.pop();
        if let Some(name) = name {
            self.store_name(&name.id, name.range, error);
        }
        let region = self.f.protect();
        self.f.blocks.push(Block::Handling { region, save, name });
        self.body(body);
        self.f.blocks.pop();
        self.f.suspend(region);
        self.f.op(at, Op::LeaveHandler, 0, save, 0);
        self.forget(name);
        let past = self.f.label();
        self.f.jump(at, Op::Jump, (0, 0, 0), past);
        self.abandon(at, (region, inner, save), name, bound);
        self.f.place(past);
        self.f.blocks.extend(outer);
        self.f.release(mark);
    }

    /// Every handler sees the part of the group that it matches; what is left and what they raise goes on together.
    fn except_star(&mut self, parts: &Parts<'a>, (error, save): (Reg, Reg), end: Label) {
        let at = parts.at;
        let rest = self.f.temp();
        let raised = self.f.temp();
        self.f.op(at, Op::EnterHandler, error, save, 0);
        let bound = self.bound();
        let inner = self.f.temp();
        let region = self.f.protect();
        self.f.blocks.push(Block::Handling {
            region,
            save,
            name: None,
        });
        self.f.op(at, Op::BuildList, raised, 0, 0);
        self.f.copy(at, rest, error);
        for handler in parts.handlers {
            let ExceptHandler::ExceptHandler(handler) = handler;
            self.star_handler(handler, (rest, raised));
        }
        self.f.op(at, Op::ListAppend, raised, rest, 0);
        self.f.op(at, Op::JoinGroup, rest, raised, error);
        self.f.blocks.pop();
        self.f.suspend(region);
        self.f.op(at, Op::LeaveHandler, 0, save, 0);
        self.f.jump(at, Op::JumpIfNone, (rest, 0, 0), end);
        self.f.op(at, Op::Rethrow, rest, 0, 0);
        self.abandon(at, (region, inner, save), None, bound);
    }

    fn star_handler(
        &mut self,
        handler: &'a ast::ExceptHandlerExceptHandler,
        (rest, raised): (Reg, Reg),
    ) {
        let ast::ExceptHandlerExceptHandler {
            range,
            node_index: _,
            type_,
            name,
            body,
        } = handler;
        let Some(class) = type_ else { return };
        let mark = self.f.mark();
        let next = self.f.label();
        let split = self.f.temps(2);
        let (save, caught) = (self.f.temp(), self.f.temp());
        self.f.jump(*range, Op::JumpIfNone, (rest, 0, 0), next);
        let at = class.range();
        let class = self.expr(class);
        self.f.op(at, Op::SplitGroup, split, rest, class);
        self.f.copy(at, rest, split + 1);
        self.f.jump(at, Op::JumpIfNone, (split, 0, 0), next);
        self.f.op(*range, Op::EnterHandler, split, save, 0);
        if let Some(name) = name {
            self.store_name(&name.id, name.range, split);
        }
        let bound = self.bound();
        let region = self.f.protect();
        self.f.blocks.push(Block::Handling {
            region,
            save,
            name: name.as_ref(),
        });
        self.body(body);
        self.f.blocks.pop();
        self.f.suspend(region);
        self.f.op(*range, Op::LeaveHandler, 0, save, 0);
        self.forget(name.as_ref());
        self.f.jump(*range, Op::Jump, (0, 0, 0), next);
        self.f.handle(region, caught, bound);
        self.f.op(*range, Op::LeaveHandler, 0, save, 0);
        self.forget(name.as_ref());
        self.f.op(*range, Op::ListAppend, raised, caught, 0);
        self.f.place(next);
        self.f.release(mark);
    }

    // --- with

    pub(super) fn with_stmt(&mut self, with: &'a ast::StmtWith) {
        let ast::StmtWith {
            node_index: _,
            range,
            is_async,
            items,
            body,
        } = with;
        self.with_items(*range, *is_async, items, body);
    }

    fn with_items(
        &mut self,
        at: TextRange,
        is_async: bool,
        items: &'a [ast::WithItem],
        body: &'a [Stmt],
    ) {
        let Some((item, rest)) = items.split_first() else {
            return self.body(body);
        };
        let ast::WithItem {
            range: _,
            node_index: _,
            context_expr,
            optional_vars,
        } = item;
        let exit = self.f.temps(2);
        let (error, save) = (self.f.temp(), self.f.temp());
        let entered = self.enter(at, context_expr, exit, is_async);
        let bound = self.bound();
        let region = self.f.protect();
        self.f.blocks.push(Block::With {
            region,
            exit,
            is_async,
            at,
        });
        if let Some(target) = optional_vars {
            self.assign(target, entered);
        }
        self.with_items(at, is_async, rest, body);
        self.f.blocks.pop();
        self.f.suspend(region);
        self.exit_plainly(at, exit, is_async);
        let end = self.f.label();
        self.f.jump(at, Op::Jump, (0, 0, 0), end);
        self.f.handle(region, error, bound);
        self.exit_with_error(at, exit, is_async, (error, save));
        self.f.place(end);
    }

    /// Looks both methods up, then calls the first.
    fn enter(&mut self, at: TextRange, manager: &'a Expr, exit: Reg, is_async: bool) -> Reg {
        let (enter_name, exit_name) = if is_async {
            ("__aenter__", "__aexit__")
        } else {
            ("__enter__", "__exit__")
        };
        let (enter_name, exit_name) = (self.builder.name(enter_name), self.builder.name(exit_name));
        let entered = self.f.temps(2);
        let mark = self.f.mark();
        let manager = self.expr(manager);
        self.f.op_ext(
            at,
            Op::LoadSpecial,
            (entered, manager, 0),
            u32::from(enter_name),
        );
        self.f.op_ext(
            at,
            Op::LoadSpecial,
            (exit, manager, 0),
            u32::from(exit_name),
        );
        self.f.op(at, Op::CallMethod, entered, entered, 0);
        if is_async {
            self.f.op(at, Op::Await, entered, entered, 0);
        }
        self.f.release(mark);
        entered
    }

    /// Calls `__exit__(None, None, None)`.
    pub(super) fn exit_plainly(&mut self, at: TextRange, exit: Reg, is_async: bool) {
        let mark = self.f.mark();
        let call = self.exit_call(at, exit);
        for argument in 2..5 {
            self.f.op(at, Op::LoadNone, call + argument, 0, 0);
        }
        self.call_exit(at, call, is_async);
        self.f.release(mark);
    }

    fn exit_call(&mut self, at: TextRange, exit: Reg) -> Reg {
        let call = self.f.temps(5);
        self.f.copy(at, call, exit);
        self.f.copy(at, call + 1, exit + 1);
        call
    }

    fn call_exit(&mut self, at: TextRange, call: Reg, is_async: bool) {
        self.f.op(at, Op::CallMethod, call, call, 3);
        if is_async {
            self.f.op(at, Op::Await, call, call, 0);
        }
    }

    /// Calls `__exit__` with the exception, which goes on unless the answer is true.
    fn exit_with_error(
        &mut self,
        at: TextRange,
        exit: Reg,
        is_async: bool,
        (error, save): (Reg, Reg),
    ) {
        let swallowed = self.f.temp();
        self.handling(at, (error, save), |lowerer| {
            let mark = lowerer.f.mark();
            let call = lowerer.exit_call(at, exit);
            lowerer.f.op(at, Op::ExitArgs, call + 2, error, 0);
            lowerer.call_exit(at, call, is_async);
            lowerer.f.op(at, Op::Not, swallowed, call, 0);
            lowerer.f.op(at, Op::Not, swallowed, swallowed, 0);
            lowerer.f.release(mark);
        });
        let end = self.f.label();
        self.f.jump(at, Op::JumpIfTrue, (swallowed, 0, 0), end);
        self.f.op(at, Op::Rethrow, error, 0, 0);
        self.f.place(end);
    }
}

/// The parts of a `try` without its `finally`.
struct Parts<'a> {
    at: TextRange,
    body: &'a [Stmt],
    handlers: &'a [ExceptHandler],
    orelse: &'a [Stmt],
    is_star: bool,
}
