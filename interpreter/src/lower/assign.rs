//! Binding: assignment in all its forms, augmented and annotated, unpacking, `del`.

use rustpython_ruff_python_ast::{self as ast, Expr};
use rustpython_ruff_text_size::{Ranged, TextRange};

use super::frame::Reg;
use super::lowerer::Lowerer;
use super::scope::ScopeKind;
use crate::ir::Op;

impl<'a> Lowerer<'a, '_> {
    pub(super) fn assign_stmt(&mut self, assign: &'a ast::StmtAssign) {
        let ast::StmtAssign {
            node_index: _,
            range: _,
            targets,
            value,
        } = assign;
        match targets.as_slice() {
            [Expr::Name(name)] => self.assign_to_name(name, value),
            [Expr::Tuple(targets)] if pairs_up(&targets.elts, value) => {
                self.assign_pairwise(&targets.elts, value)
            }
            targets => {
                let value = self.expr(value);
                targets.iter().for_each(|target| self.assign(target, value));
            }
        }
    }

    /// A local takes its value without a detour.
    pub(super) fn assign_to_name(&mut self, name: &'a ast::ExprName, value: &'a Expr) {
        match self.register_of(&name.id) {
            Some(variable) => {
                self.expr_to(value, variable.register);
                self.binds(variable);
            }
            None => {
                let value = self.expr(value);
                self.store_name(&name.id, name.range, value);
            }
        }
    }

    /// `a, b = c, d` needs no tuple: all values first, then the targets from the left.
    fn assign_pairwise(&mut self, targets: &'a [Expr], value: &'a Expr) {
        let Expr::Tuple(values) = value else { return };
        let first = self.f.temps(targets.len());
        for (index, value) in values.elts.iter().enumerate() {
            self.expr_to(value, first + index as Reg);
        }
        for (index, target) in targets.iter().enumerate() {
            self.assign(target, first + index as Reg);
        }
    }

    /// Binds a value to a target.
    pub(super) fn assign(&mut self, target: &'a Expr, value: Reg) {
        let mark = self.f.mark();
        match target {
            Expr::Name(ast::ExprName {
                node_index: _,
                range,
                id,
                ctx: _,
            }) => self.store_name(id, *range, value),
            Expr::Attribute(ast::ExprAttribute {
                node_index: _,
                range,
                value: object,
                attr,
                ctx: _,
            }) => {
                self.refuse_finalizer(attr, attr.range);
                let object = self.expr(object);
                let name = self.attribute_name(attr);
                self.f.op_ext(*range, Op::SetAttr, (object, value, 0), name);
            }
            Expr::Subscript(ast::ExprSubscript {
                node_index: _,
                range,
                value: object,
                slice,
                ctx: _,
            }) => {
                let object = self.expr(object);
                let key = self.expr(slice);
                self.f.op(*range, Op::SetItem, object, key, value);
            }
            Expr::Tuple(ast::ExprTuple {
                node_index: _,
                range,
                elts,
                ctx: _,
                parenthesized: _,
            })
            | Expr::List(ast::ExprList {
                node_index: _,
                range,
                elts,
                ctx: _,
            }) => self.unpack(*range, elts, value),
            _ => self.reject(
                target.range(),
                "this cannot be assigned to",
                "assign to a name, an attribute or an item",
            ),
        }
        self.f.release(mark);
    }

    fn unpack(&mut self, at: TextRange, targets: &'a [Expr], value: Reg) {
        if !self.f.has_room(targets.len()) {
            return self.reject(
                at,
                "too many names to unpack into",
                "unpack in several steps",
            );
        }
        let first = self.f.temps(targets.len());
        let star = targets
            .iter()
            .position(|target| matches!(target, Expr::Starred(_)));
        match star {
            Some(before) => {
                let after = (targets.len() - before - 1) as u32;
                self.f
                    .op_ext(at, Op::UnpackEx, (first, value, before as Reg), after);
            }
            None => self
                .f
                .op(at, Op::Unpack, first, value, targets.len() as Reg),
        }
        for (index, target) in targets.iter().enumerate() {
            let target = match target {
                Expr::Starred(ast::ExprStarred {
                    node_index: _,
                    range: _,
                    value,
                    ctx: _,
                }) => value,
                target => target,
            };
            self.assign(target, first + index as Reg);
        }
    }

    pub(super) fn augmented(&mut self, assign: &'a ast::StmtAugAssign) {
        let ast::StmtAugAssign {
            node_index: _,
            range,
            target,
            op,
            value,
        } = assign;
        match target.as_ref() {
            Expr::Name(name) => {
                let left = self.load_name(&name.id, name.range, None);
                let result = match self.register_of(&name.id) {
                    Some(variable) => variable.register,
                    None => left,
                };
                self.binary(*range, *op, true, (result, left), value);
                self.store_name(&name.id, name.range, result);
            }
            Expr::Attribute(ast::ExprAttribute {
                node_index: _,
                range: at,
                value: object,
                attr,
                ctx: _,
            }) => {
                let object = self.expr(object);
                let name = self.attribute_name(attr);
                let item = self.f.temp();
                self.f.op_ext(*at, Op::GetAttr, (item, object, 0), name);
                self.binary(*range, *op, true, (item, item), value);
                self.f.op_ext(*at, Op::SetAttr, (object, item, 0), name);
            }
            Expr::Subscript(ast::ExprSubscript {
                node_index: _,
                range: at,
                value: object,
                slice,
                ctx: _,
            }) => {
                let object = self.expr(object);
                let key = self.expr(slice);
                let item = self.f.temp();
                self.f.op(*at, Op::GetItem, item, object, key);
                self.binary(*range, *op, true, (item, item), value);
                self.f.op(*at, Op::SetItem, object, key, item);
            }
            _ => self.reject(
                target.range(),
                "this cannot be assigned to",
                "assign to a name, an attribute or an item",
            ),
        }
    }

    pub(super) fn annotated(&mut self, assign: &'a ast::StmtAnnAssign) {
        let ast::StmtAnnAssign {
            node_index: _,
            range: _,
            target,
            annotation,
            value,
            simple,
        } = assign;
        match (value, target.as_ref()) {
            (Some(value), Expr::Name(name)) => self.assign_to_name(name, value),
            (Some(value), target) => {
                let value = self.expr(value);
                self.assign(target, value);
            }
            // Without a value, the parts of the target are evaluated and nothing is bound.
            (None, Expr::Attribute(attribute)) => {
                self.expr(&attribute.value);
            }
            (None, Expr::Subscript(subscript)) => {
                self.expr(&subscript.value);
                self.expr(&subscript.slice);
            }
            (None, _) => {}
        }
        if *simple && self.f.kind == ScopeKind::Class {
            self.annotate(target, annotation);
        }
    }

    pub(super) fn delete(&mut self, target: &'a Expr) {
        let mark = self.f.mark();
        match target {
            Expr::Name(ast::ExprName {
                node_index: _,
                range,
                id,
                ctx: _,
            }) => self.delete_name(id, *range),
            Expr::Attribute(ast::ExprAttribute {
                node_index: _,
                range,
                value,
                attr,
                ctx: _,
            }) => {
                let object = self.expr(value);
                let name = self.attribute_name(attr);
                self.f.op_ext(*range, Op::DelAttr, (object, 0, 0), name);
            }
            Expr::Subscript(ast::ExprSubscript {
                node_index: _,
                range,
                value,
                slice,
                ctx: _,
            }) => {
                let object = self.expr(value);
                let key = self.expr(slice);
                self.f.op(*range, Op::DelItem, object, key, 0);
            }
            Expr::Tuple(ast::ExprTuple {
                node_index: _,
                range: _,
                elts,
                ctx: _,
                parenthesized: _,
            })
            | Expr::List(ast::ExprList {
                node_index: _,
                range: _,
                elts,
                ctx: _,
            }) => {
                elts.iter().for_each(|target| self.delete(target));
            }
            _ => self.reject(
                target.range(),
                "this cannot be deleted",
                "delete a name, an attribute or an item",
            ),
        }
        self.f.release(mark);
    }
}

/// Whether targets and values of an assignment correspond one to one.
fn pairs_up(targets: &[Expr], value: &Expr) -> bool {
    let Expr::Tuple(values) = value else {
        return false;
    };
    let starred = |list: &[Expr]| list.iter().any(|item| matches!(item, Expr::Starred(_)));
    targets.len() == values.elts.len()
        && targets.len() <= 8
        && !starred(targets)
        && !starred(&values.elts)
}
