//! Statements: the simple ones here, the others where their kind is.

use rustpython_ruff_python_ast::{self as ast, Expr, Stmt};
use rustpython_ruff_text_size::TextRange;

use super::constant;
use super::frame::{Block, Reg};
use super::lowerer::Lowerer;
use crate::ir::{self, Constant, Op};

impl<'a> Lowerer<'a, '_> {
    pub(super) fn body(&mut self, body: &'a [Stmt]) {
        for stmt in body {
            // `finally` bodies multiply; what is too large already is not looked at any further.
            if !self.f.too_large {
                self.stmt(stmt);
            }
        }
    }

    fn stmt(&mut self, stmt: &'a Stmt) {
        let mark = self.f.mark();
        match stmt {
            Stmt::FunctionDef(def) => self.function_def(def),
            Stmt::ClassDef(def) => self.class_def(def),
            Stmt::Return(ast::StmtReturn {
                node_index: _,
                range,
                value,
            }) => self.return_stmt(*range, value.as_deref()),
            Stmt::Delete(ast::StmtDelete {
                node_index: _,
                range: _,
                targets,
            }) => {
                targets.iter().for_each(|target| self.delete(target));
            }
            Stmt::TypeAlias(alias) => self.type_alias(alias),
            Stmt::Assign(assign) => self.assign_stmt(assign),
            Stmt::AugAssign(assign) => self.augmented(assign),
            Stmt::AnnAssign(assign) => self.annotated(assign),
            Stmt::For(each) => self.for_stmt(each),
            Stmt::While(each) => self.while_stmt(each),
            Stmt::If(branches) => self.if_stmt(branches),
            Stmt::With(with) => self.with_stmt(with),
            Stmt::Match(matching) => self.match_stmt(matching),
            Stmt::Raise(raise) => self.raise_stmt(raise),
            Stmt::Try(tried) => self.try_stmt(tried),
            Stmt::Assert(assert) => self.assert_stmt(assert),
            Stmt::Import(ast::StmtImport {
                node_index: _,
                range,
                names,
                is_lazy,
            }) => {
                self.reject_lazy(*range, *is_lazy);
                names.iter().for_each(|alias| self.import(alias));
            }
            Stmt::ImportFrom(import) => self.import_from(import),
            Stmt::Global(ast::StmtGlobal {
                node_index: _,
                range: _,
                names: _,
            })
            | Stmt::Nonlocal(ast::StmtNonlocal {
                node_index: _,
                range: _,
                names: _,
            }) => {}
            Stmt::Expr(ast::StmtExpr {
                node_index: _,
                range: _,
                value,
            }) => self.expr_stmt(value),
            Stmt::Pass(ast::StmtPass {
                node_index: _,
                range: _,
            }) => {}
            Stmt::Break(ast::StmtBreak {
                node_index: _,
                range,
            }) => self.leave_loop(*range, true),
            Stmt::Continue(ast::StmtContinue {
                node_index: _,
                range,
            }) => self.leave_loop(*range, false),
            Stmt::IpyEscapeCommand(ast::StmtIpyEscapeCommand {
                node_index: _,
                range,
                kind: _,
                value: _,
            }) => {
                self.reject(*range, "this is not Python", "leave notebook commands out");
            }
        }
        self.f.release(mark);
    }

    fn expr_stmt(&mut self, value: &'a Expr) {
        if constant::of(value).is_none() {
            self.expr(value);
        }
    }

    fn return_stmt(&mut self, at: TextRange, value: Option<&'a Expr>) {
        let result = match value {
            // What is returned may not change while `finally` bodies run.
            Some(value) if self.unwinds_to(0) => {
                let result = self.f.temp();
                self.expr_to(value, result);
                result
            }
            Some(value) => self.expr(value),
            None => {
                let none = self.f.temp();
                self.load_constant(Constant::None, at, none);
                none
            }
        };
        let left = self.unwind(at, 0, result);
        self.f.op(at, Op::Return, result, 0, 0);
        self.rewind(left);
    }

    fn leave_loop(&mut self, at: TextRange, done: bool) {
        let depth = self
            .f
            .blocks
            .iter()
            .rposition(|block| matches!(block, Block::Loop { .. }));
        let Some(depth) = depth else {
            return self.reject(at, "this stands outside of a loop", "put it into the loop");
        };
        let Block::Loop {
            next,
            done: end,
            iterator,
        } = self.f.blocks[depth]
        else {
            return;
        };
        let left = self.unwind(at, depth + 1, ir::NONE);
        if let (true, Some(iterator)) = (done, iterator) {
            self.f.op(at, Op::Drop, iterator, ir::NONE, 0);
        }
        self.f
            .jump(at, Op::Jump, (0, 0, 0), if done { end } else { next });
        self.rewind(left);
    }

    fn raise_stmt(&mut self, raise: &'a ast::StmtRaise) {
        let ast::StmtRaise {
            node_index: _,
            range,
            exc,
            cause,
        } = raise;
        let Some(exc) = exc else {
            return self.f.op(*range, Op::Reraise, 0, 0, 0);
        };
        let exc = self.expr(exc);
        match cause {
            Some(cause) => {
                let cause = self.expr(cause);
                self.f.op(*range, Op::RaiseFrom, exc, cause, 0);
            }
            None => self.f.op(*range, Op::Raise, exc, 0, 0),
        }
    }

    fn assert_stmt(&mut self, assert: &'a ast::StmtAssert) {
        let ast::StmtAssert {
            node_index: _,
            range,
            test,
            msg,
        } = assert;
        let held = self.f.label();
        self.jump_if(test, true, held);
        let error = self.f.temps(2);
        self.load_builtin("AssertionError", *range, error);
        if let Some(msg) = msg {
            self.expr_to(msg, error + 1);
            self.f.op(*range, Op::Call, error, error, 1);
        }
        self.f.op(*range, Op::Raise, error, 0, 0);
        self.f.place(held);
    }

    // --- imports

    fn import(&mut self, alias: &'a ast::Alias) {
        let ast::Alias {
            range,
            node_index: _,
            name,
            asname,
        } = alias;
        let module = name.as_str();
        let top = module.split('.').next().unwrap_or(module);
        let (bound, path) = match asname {
            Some(asname) => (asname.as_str(), module),
            None => (top, top),
        };
        self.bind_import(*range, bound, format!("import {module}"), path.to_owned());
    }

    fn import_from(&mut self, import: &'a ast::StmtImportFrom) {
        let ast::StmtImportFrom {
            node_index: _,
            range,
            module,
            names,
            level,
            is_lazy,
        } = import;
        self.reject_lazy(*range, *is_lazy);
        let module = module.as_ref().map_or("", |module| module.as_str());
        if module == "__future__" && *level == 0 {
            return;
        }
        let from = format!("{}{module}", ".".repeat(*level as usize));
        for ast::Alias {
            range,
            node_index: _,
            name,
            asname,
        } in names
        {
            if name.as_str() == "*" {
                self.reject(
                    *range,
                    "`import *` hides what a name means",
                    "import the names that you use",
                );
                continue;
            }
            let bound = asname.as_ref().unwrap_or(name);
            self.bind_import(
                *range,
                bound,
                format!("from {from} import {name}"),
                format!("{from}.{name}"),
            );
        }
    }

    /// A name that is bound by nothing but this import is no variable: it means what is imported wherever it is used.
    fn bind_import(&mut self, at: TextRange, bound: &str, key: String, path: String) {
        let mangled = self.mangled(bound);
        let own = self.scopes.get(self.f.scope).names.get(&mangled);
        if own.is_some_and(|own| own.alias().is_some()) {
            return;
        }
        let value = self.f.temp();
        let meaning = self
            .meanings
            .import(&super::scope::Import { key, path }, self.builder);
        self.load_meaning(bound, meaning, at, value);
        self.store_name(bound, at, value);
    }

    fn reject_lazy(&mut self, at: TextRange, is_lazy: bool) {
        if is_lazy {
            self.reject(
                at,
                "lazy imports are not supported in a workflow",
                "leave `lazy` out",
            );
        }
    }

    // --- the way out

    /// Whether leaving the blocks from `depth` on runs any code.
    fn unwinds_to(&self, depth: usize) -> bool {
        self.f.blocks[depth..].iter().any(|block| match block {
            Block::Finally { .. } | Block::With { .. } => true,
            // The end of `except .. as name` unbinds the name, which may be what is returned.
            Block::Handling { name, .. } => name.is_some(),
            Block::Loop { .. } | Block::Try(_) => false,
        })
    }

    /// Emits what leaving the blocks from `depth` on takes, innermost first, none of it protected by the block itself.
    /// The blocks come back by [`Lowerer::rewind`], for the code that follows the jump.
    /// What is returned stays in its register.
    fn unwind(&mut self, at: TextRange, depth: usize, result: Reg) -> Vec<Block<'a>> {
        let mut left = Vec::new();
        while self.f.blocks.len() > depth {
            let Some(block) = self.f.blocks.pop() else {
                break;
            };
            left.push(block.clone());
            self.leave(at, block, result);
        }
        left
    }

    fn leave(&mut self, at: TextRange, block: Block<'a>, result: Reg) {
        match block {
            Block::Loop { iterator, .. } => {
                if let Some(iterator) = iterator {
                    self.f.op(at, Op::Drop, iterator, result, 0);
                }
            }
            Block::Try(region) => self.f.suspend(region),
            Block::Finally { region, body } => {
                self.f.suspend(region);
                let mark = self.f.mark();
                self.body(body);
                self.f.release(mark);
            }
            Block::Handling { region, save, name } => {
                self.f.suspend(region);
                self.f.op(at, Op::LeaveHandler, 0, save, 0);
                self.forget(name);
            }
            Block::With {
                region,
                exit,
                is_async,
                at,
            } => {
                self.f.suspend(region);
                self.exit_plainly(at, exit, is_async);
            }
        }
    }

    fn rewind(&mut self, left: Vec<Block<'a>>) {
        for block in left.into_iter().rev() {
            match &block {
                Block::Loop { .. } => {}
                Block::Try(region)
                | Block::Finally { region, .. }
                | Block::Handling { region, .. }
                | Block::With { region, .. } => self.f.resume(*region),
            }
            self.f.blocks.push(block);
        }
    }

    /// `except .. as name` ends with `name = None; del name`.
    pub(super) fn forget(&mut self, name: Option<&'a ast::Identifier>) {
        let Some(ast::Identifier {
            id,
            range,
            node_index: _,
        }) = name
        else {
            return;
        };
        if let Some(variable) = self.register_of(id) {
            return self.unbind(variable, *range);
        }
        let mark = self.f.mark();
        let none: Reg = self.f.temp();
        self.load_constant(Constant::None, *range, none);
        self.store_name(id, *range, none);
        self.delete_name(id, *range);
        self.f.release(mark);
    }
}
