//! Expressions: operators, comparisons, conditions, attributes, items.

use rustpython_ruff_python_ast::{self as ast, BoolOp, CmpOp, Expr, Operator, UnaryOp};
use rustpython_ruff_text_size::{Ranged, TextRange};

use super::constant;
use super::frame::{Label, Reg};
use super::lowerer::{Lowerer, Place};
use super::meaning::Meaning;
use crate::ir::{Constant, Op};

impl<'a> Lowerer<'a, '_> {
    /// The value of an expression in some register: a local's own, or a new temporary.
    pub(super) fn expr(&mut self, expr: &'a Expr) -> Reg {
        if let Expr::Name(ast::ExprName {
            node_index: _,
            range,
            id,
            ctx: _,
        }) = expr
        {
            return self.load_name(id, *range, None);
        }
        let to = self.f.temp();
        self.expr_to(expr, to);
        to
    }

    /// The value of an expression in a given register, which is written only when nothing can fail any more.
    pub(super) fn expr_to(&mut self, expr: &'a Expr, to: Reg) {
        let mark = self.f.mark();
        self.expr_into(expr, to);
        self.f.release(mark);
    }

    fn expr_into(&mut self, expr: &'a Expr, to: Reg) {
        if let Some(constant) = constant::of(expr) {
            self.check_surrogates(expr);
            return self.load_constant(constant, expr.range(), to);
        }
        match expr {
            Expr::Name(ast::ExprName {
                node_index: _,
                range,
                id,
                ctx: _,
            }) => {
                self.load_name(id, *range, Some(to));
            }
            Expr::BoolOp(bool_op) => self.bool_op(bool_op, to),
            Expr::Named(named) => self.walrus(named, to),
            Expr::BinOp(bin_op) => self.bin_op(bin_op, to),
            Expr::UnaryOp(unary) => self.unary_op(unary, to),
            Expr::Lambda(lambda) => self.lambda(lambda, to),
            Expr::If(conditional) => self.conditional(conditional, to),
            Expr::Dict(dict) => self.dict_display(dict, to),
            Expr::Set(ast::ExprSet {
                node_index: _,
                range,
                elts,
            }) => self.set_display(*range, elts, to),
            Expr::List(ast::ExprList {
                node_index: _,
                range,
                elts,
                ctx: _,
            }) => self.list_display(*range, elts, to),
            Expr::Tuple(ast::ExprTuple {
                node_index: _,
                range,
                elts,
                ctx: _,
                parenthesized: _,
            }) => {
                self.tuple_display(*range, elts, to);
            }
            Expr::ListComp(comp) => self.list_comprehension(comp, to),
            Expr::SetComp(comp) => self.set_comprehension(comp, to),
            Expr::DictComp(comp) => self.dict_comprehension(comp, to),
            Expr::Generator(comp) => self.generator_expression(comp, to),
            Expr::Await(ast::ExprAwait {
                node_index: _,
                range,
                value,
            }) => {
                let value = self.expr(value);
                self.f.op(*range, Op::Await, to, value, 0);
            }
            Expr::Yield(ast::ExprYield {
                node_index: _,
                range,
                value,
            }) => self.yield_one(*range, value.as_deref(), to),
            Expr::YieldFrom(ast::ExprYieldFrom {
                node_index: _,
                range,
                value,
            }) => {
                let value = self.expr(value);
                self.f.op(*range, Op::YieldFrom, to, value, 0);
            }
            Expr::Compare(compare) => self.compare(compare, to),
            Expr::Call(call) => self.call(call, to),
            Expr::FString(fstring) => self.f_string(fstring, to),
            Expr::Attribute(attribute) => self.attribute(attribute, to),
            Expr::Subscript(ast::ExprSubscript {
                node_index: _,
                range,
                value,
                slice,
                ctx: _,
            }) => {
                let value = self.expr(value);
                let key = match &**slice {
                    Expr::Slice(slice) => {
                        let key = self.f.temp();
                        self.slice(slice, key, true);
                        key
                    }
                    slice => self.expr(slice),
                };
                self.f.op(*range, Op::GetItem, to, value, key);
            }
            Expr::Slice(slice) => self.slice(slice, to, false),
            Expr::TString(ast::ExprTString {
                node_index: _,
                range,
                value: _,
            }) => {
                self.reject(
                    *range,
                    "template strings are not supported in a workflow",
                    "use an f-string",
                );
            }
            Expr::Starred(ast::ExprStarred {
                node_index: _,
                range,
                value: _,
                ctx: _,
            }) => {
                self.reject(
                    *range,
                    "a starred expression cannot stand here",
                    "put it into a list or tuple",
                );
            }
            Expr::IpyEscapeCommand(ast::ExprIpyEscapeCommand {
                node_index: _,
                range,
                kind: _,
                value: _,
            }) => {
                self.reject(*range, "this is not Python", "leave notebook commands out");
            }
            // Constants, handled above.
            Expr::StringLiteral(_)
            | Expr::BytesLiteral(_)
            | Expr::NumberLiteral(_)
            | Expr::BooleanLiteral(_)
            | Expr::NoneLiteral(_)
            | Expr::EllipsisLiteral(_) => {
                self.reject(
                    expr.range(),
                    "this literal cannot be read",
                    "write it in another way",
                );
            }
        }
    }

    /// A literal holds lone surrogates, which no text of the machine can.
    fn check_surrogates(&mut self, expr: &'a Expr) {
        if constant::has_surrogate(expr, self.source.definition.source.as_str()) {
            self.reject(
                expr.range(),
                "a text cannot hold a lone surrogate in a workflow",
                "use the character itself",
            );
        }
    }

    /// Where a partial result may go: `to` unless that is a variable, which must keep its value until the end.
    fn scratch(&mut self, to: Reg) -> Reg {
        if self.f.is_temp(to) {
            to
        } else {
            self.f.temp()
        }
    }

    fn walrus(&mut self, named: &'a ast::ExprNamed, to: Reg) {
        let ast::ExprNamed {
            node_index: _,
            range,
            target,
            value,
        } = named;
        let value = self.expr(value);
        if let Expr::Name(name) = target.as_ref() {
            self.store_name(&name.id, *range, value);
        }
        self.f.copy(*range, to, value);
    }

    fn yield_one(&mut self, at: TextRange, value: Option<&'a Expr>, to: Reg) {
        let value = match value {
            Some(value) => self.expr(value),
            None => {
                let none = self.f.temp();
                self.f.op(at, Op::LoadNone, none, 0, 0);
                none
            }
        };
        self.f.op(at, Op::Yield, to, value, 0);
    }

    // --- operators

    fn bin_op(&mut self, bin_op: &'a ast::ExprBinOp, to: Reg) {
        let ast::ExprBinOp {
            node_index: _,
            range,
            left,
            op,
            right,
        } = bin_op;
        let left = self.operand(left, to);
        self.binary(*range, *op, false, (to, left), right);
    }

    /// An operand, computed into `to` itself where that is allowed.
    fn operand(&mut self, expr: &'a Expr, to: Reg) -> Reg {
        if self.f.is_temp(to) && !matches!(expr, Expr::Name(_)) {
            self.expr_to(expr, to);
            return to;
        }
        self.expr(expr)
    }

    /// to = left op right; with `in_place` it is an augmented assignment's.
    pub(super) fn binary(
        &mut self,
        at: TextRange,
        op: Operator,
        in_place: bool,
        (to, left): (Reg, Reg),
        right: &'a Expr,
    ) {
        let small =
            constant::small_int(right).filter(|_| matches!(op, Operator::Add | Operator::Sub));
        if let Some(small) = small {
            let op = match (op, in_place) {
                (Operator::Add, false) => Op::AddInt,
                (Operator::Add, true) => Op::InAddInt,
                (_, false) => Op::SubInt,
                (_, true) => Op::InSubInt,
            };
            return self.f.op(at, op, to, left, small as u8);
        }
        let right = self.expr(right);
        self.f.op(
            at,
            if in_place {
                in_place_op(op)
            } else {
                binary_op(op)
            },
            to,
            left,
            right,
        );
    }

    fn unary_op(&mut self, unary: &'a ast::ExprUnaryOp, to: Reg) {
        let ast::ExprUnaryOp {
            node_index: _,
            range,
            op,
            operand,
        } = unary;
        let operand = self.operand(operand, to);
        let op = match op {
            UnaryOp::Invert => Op::Invert,
            UnaryOp::Not => Op::Not,
            UnaryOp::UAdd => Op::Pos,
            UnaryOp::USub => Op::Neg,
        };
        self.f.op(*range, op, to, operand, 0);
    }

    fn bool_op(&mut self, bool_op: &'a ast::ExprBoolOp, to: Reg) {
        let ast::ExprBoolOp {
            node_index: _,
            range,
            op,
            values,
        } = bool_op;
        let result = self.scratch(to);
        let end = self.f.label();
        let leave = if *op == BoolOp::And {
            Op::JumpIfFalse
        } else {
            Op::JumpIfTrue
        };
        for (index, value) in values.iter().enumerate() {
            self.expr_to(value, result);
            if index + 1 < values.len() {
                self.f.jump(value.range(), leave, (result, 0, 0), end);
            }
        }
        self.f.place(end);
        self.f.copy(*range, to, result);
    }

    fn conditional(&mut self, conditional: &'a ast::ExprIf, to: Reg) {
        let ast::ExprIf {
            node_index: _,
            range,
            test,
            body,
            orelse,
        } = conditional;
        let (other, end) = (self.f.label(), self.f.label());
        self.jump_if(test, false, other);
        self.expr_to(body, to);
        self.f.jump(*range, Op::Jump, (0, 0, 0), end);
        self.f.place(other);
        self.expr_to(orelse, to);
        self.f.place(end);
    }

    fn compare(&mut self, compare: &'a ast::ExprCompare, to: Reg) {
        let ast::ExprCompare {
            node_index: _,
            range,
            left,
            ops,
            comparators,
        } = compare;
        let is_chain = ops.len() > 1;
        let result = if is_chain { self.scratch(to) } else { to };
        let end = self.f.label();
        let mut left = self.expr(left);
        for (index, (op, right)) in ops.iter().zip(comparators).enumerate() {
            let is_made = !is_chain && is_made_here(right);
            let right = self.expr(right);
            self.f.op(*range, compare_op(*op), result, left, right);
            if is_made && matches!(op, CmpOp::In | CmpOp::NotIn) {
                self.f.op(*range, Op::Drop, right, result, 0);
            }
            if index + 1 < ops.len() {
                self.f.jump(*range, Op::JumpIfFalse, (result, 0, 0), end);
            }
            left = right;
        }
        self.f.place(end);
        self.f.copy(*range, to, result);
    }

    // --- conditions

    /// Jumps if the truth of the expression is `when`, else falls through.
    pub(super) fn jump_if(&mut self, test: &'a Expr, when: bool, to: Label) {
        let mark = self.f.mark();
        self.jump_on(test, when, to);
        self.f.release(mark);
    }

    fn jump_on(&mut self, test: &'a Expr, when: bool, to: Label) {
        if let Some(truth) = self.truth(test) {
            if truth == when {
                self.f.jump(test.range(), Op::Jump, (0, 0, 0), to);
            }
            return;
        }
        match test {
            Expr::UnaryOp(ast::ExprUnaryOp {
                node_index: _,
                range: _,
                op: UnaryOp::Not,
                operand,
            }) => {
                self.jump_if(operand, !when, to);
            }
            Expr::BoolOp(ast::ExprBoolOp {
                node_index: _,
                range: _,
                op,
                values,
            }) => {
                self.jump_bool(*op, values, when, to);
            }
            Expr::Compare(compare) => self.jump_compare(compare, when, to),
            _ => {
                let value = self.expr(test);
                self.jump_truth(test.range(), value, when, to);
            }
        }
    }

    fn jump_truth(&mut self, at: TextRange, value: Reg, when: bool, to: Label) {
        let op = if when {
            Op::JumpIfTrue
        } else {
            Op::JumpIfFalse
        };
        self.f.jump(at, op, (value, 0, 0), to);
    }

    fn jump_bool(&mut self, op: BoolOp, values: &'a [Expr], when: bool, to: Label) {
        let Some((last, first)) = values.split_last() else {
            return;
        };
        // The truth at which the first values decide the whole.
        let decides = op == BoolOp::Or;
        let past = self.f.label();
        for value in first {
            self.jump_if(value, decides, if decides == when { to } else { past });
        }
        self.jump_if(last, when, to);
        self.f.place(past);
    }

    fn jump_compare(&mut self, compare: &'a ast::ExprCompare, when: bool, to: Label) {
        let ast::ExprCompare {
            node_index: _,
            range,
            left,
            ops,
            comparators,
        } = compare;
        let past = self.f.label();
        let mut left = self.expr(left);
        for (index, (op, right)) in ops.iter().zip(comparators).enumerate() {
            let is_last = index + 1 == ops.len();
            if is_last
                && matches!(right, Expr::NoneLiteral(_))
                && matches!(op, CmpOp::Is | CmpOp::IsNot)
            {
                let op = if (*op == CmpOp::Is) == when {
                    Op::JumpIfNone
                } else {
                    Op::JumpIfNotNone
                };
                self.f.jump(*range, op, (left, 0, 0), to);
                break;
            }
            let is_made = ops.len() == 1 && is_made_here(right);
            let right = self.expr(right);
            if is_last {
                self.jump_compared(*range, *op, (left, right, is_made), when, to);
            } else {
                self.jump_compared(
                    *range,
                    *op,
                    (left, right, is_made),
                    false,
                    if when { past } else { to },
                );
            }
            left = right;
        }
        self.f.place(past);
    }

    fn jump_compared(
        &mut self,
        at: TextRange,
        op: CmpOp,
        (left, right, is_made): (Reg, Reg, bool),
        when: bool,
        to: Label,
    ) {
        if let Some(fused) = jump_op(op, when) {
            return self.f.jump(at, fused, (left, right, 0), to);
        }
        let result = self.f.temp();
        self.f.op(at, compare_op(op), result, left, right);
        if is_made && matches!(op, CmpOp::In | CmpOp::NotIn) {
            self.f.op(at, Op::Drop, right, result, 0);
        }
        self.jump_truth(at, result, when, to);
    }

    /// The truth of a test if it is known now: code behind a false one is not lowered.
    pub(super) fn truth(&mut self, test: &'a Expr) -> Option<bool> {
        if let Some(constant) = constant::of(test) {
            return constant::truth(&constant);
        }
        match self.static_meaning(test) {
            Some(Meaning::Bool(value)) => Some(value),
            _ => None,
        }
    }

    // --- attributes and items

    /// What a name or a chain of attributes means, if that is known while lowering.
    pub(super) fn static_meaning(&mut self, expr: &'a Expr) -> Option<Meaning<'a>> {
        match expr {
            Expr::Name(name) => {
                let name = self.mangled(&name.id);
                match self.place_of(&name) {
                    Place::Outside(meaning) => Some(meaning),
                    Place::Variable(_) | Place::Namespace | Place::OfClass(_) => None,
                }
            }
            Expr::Attribute(attribute) => {
                let meaning = self.static_meaning(&attribute.value)?;
                self.meanings
                    .attribute(&meaning, &attribute.attr, self.builder)
            }
            _ => None,
        }
    }

    fn attribute(&mut self, attribute: &'a ast::ExprAttribute, to: Reg) {
        let ast::ExprAttribute {
            node_index: _,
            range,
            value,
            attr,
            ctx: _,
        } = attribute;
        let whole = self.static_meaning(value);
        let whole = whole.and_then(|meaning| self.meanings.attribute(&meaning, attr, self.builder));
        if let Some(meaning) = whole {
            return self.load_meaning(attr, meaning, *range, to);
        }
        let value = self.operand(value, to);
        let name = self.attribute_name(attr);
        self.f.op_ext(*range, Op::GetAttr, (to, value, 0), name);
    }

    pub(super) fn attribute_name(&mut self, attr: &str) -> u32 {
        let name = self.mangled(attr);
        u32::from(self.builder.name(&name))
    }

    /// `once`: only the instruction behind it reads it, to get an item.
    fn slice(&mut self, slice: &'a ast::ExprSlice, to: Reg, once: bool) {
        let ast::ExprSlice {
            node_index: _,
            range,
            lower,
            upper,
            step,
        } = slice;
        let parts = self.f.temps(3);
        for (index, part) in [lower, upper, step].into_iter().enumerate() {
            let register = parts + index as Reg;
            match part {
                Some(part) => self.expr_to(part, register),
                None => self.load_constant(Constant::None, *range, register),
            }
        }
        self.f.op(*range, Op::BuildSlice, to, parts, u8::from(once));
    }
}

fn binary_op(op: Operator) -> Op {
    match op {
        Operator::Add => Op::Add,
        Operator::Sub => Op::Sub,
        Operator::Mult => Op::Mul,
        Operator::MatMult => Op::MatMul,
        Operator::Div => Op::TrueDiv,
        Operator::Mod => Op::Mod,
        Operator::Pow => Op::Pow,
        Operator::LShift => Op::LShift,
        Operator::RShift => Op::RShift,
        Operator::BitOr => Op::BitOr,
        Operator::BitXor => Op::BitXor,
        Operator::BitAnd => Op::BitAnd,
        Operator::FloorDiv => Op::FloorDiv,
    }
}

fn in_place_op(op: Operator) -> Op {
    match op {
        Operator::Add => Op::InAdd,
        Operator::Sub => Op::InSub,
        Operator::Mult => Op::InMul,
        Operator::MatMult => Op::InMatMul,
        Operator::Div => Op::InTrueDiv,
        Operator::Mod => Op::InMod,
        Operator::Pow => Op::InPow,
        Operator::LShift => Op::InLShift,
        Operator::RShift => Op::InRShift,
        Operator::BitOr => Op::InBitOr,
        Operator::BitXor => Op::InBitXor,
        Operator::BitAnd => Op::InBitAnd,
        Operator::FloorDiv => Op::InFloorDiv,
    }
}

/// Whether an operand or argument may be a generator that nobody else holds.
pub(super) fn is_made_here(operand: &Expr) -> bool {
    matches!(operand, Expr::Call(_) | Expr::Generator(_))
}

fn compare_op(op: CmpOp) -> Op {
    match op {
        CmpOp::Eq => Op::Eq,
        CmpOp::NotEq => Op::Ne,
        CmpOp::Lt => Op::Lt,
        CmpOp::LtE => Op::Le,
        CmpOp::Gt => Op::Gt,
        CmpOp::GtE => Op::Ge,
        CmpOp::Is => Op::Is,
        CmpOp::IsNot => Op::IsNot,
        CmpOp::In => Op::In,
        CmpOp::NotIn => Op::NotIn,
    }
}

fn jump_op(op: CmpOp, when: bool) -> Option<Op> {
    Some(match (op, when) {
        (CmpOp::Eq, true) => Op::JumpEq,
        (CmpOp::Eq, false) => Op::JumpNotEq,
        (CmpOp::NotEq, true) => Op::JumpNe,
        (CmpOp::NotEq, false) => Op::JumpNotNe,
        (CmpOp::Lt, true) => Op::JumpLt,
        (CmpOp::Lt, false) => Op::JumpNotLt,
        (CmpOp::LtE, true) => Op::JumpLe,
        (CmpOp::LtE, false) => Op::JumpNotLe,
        (CmpOp::Gt, true) => Op::JumpGt,
        (CmpOp::Gt, false) => Op::JumpNotGt,
        (CmpOp::GtE, true) => Op::JumpGe,
        (CmpOp::GtE, false) => Op::JumpNotGe,
        (CmpOp::Is | CmpOp::IsNot | CmpOp::In | CmpOp::NotIn, _) => return None,
    })
}
