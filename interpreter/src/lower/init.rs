//! The program's init: runs the definitions in order and fills the captured constants in between.

use std::collections::BTreeSet;

use rustpython_ruff_text_size::TextRange;

use super::base64;
use super::builder::Builder;
use super::frame::Frame;
use super::scope::ScopeKind;
use crate::ir::{Constant, Function, FunctionKind, NONE, Op, Suspends};
use crate::source::{DefinitionKind, Entry, SourceUnit, Symbol};
use crate::wire::{Reader, Token, ext};

/// A captured constant, and how many definitions must have run before it can be made.
struct Captured {
    global: u16,
    value: Vec<u8>,
    after: usize,
}

/// Emits the init function. The error is a fault of the unit.
pub(super) fn emit(
    unit: &SourceUnit,
    library: &[u32],
    bodies: &[u32],
    builder: &mut Builder,
) -> Result<u32, String> {
    let captured = captured(unit, builder)?;
    let mut frame = Frame::new(0, ScopeKind::Module, String::new());
    let at = TextRange::default();
    let value = frame.temp();
    let is_main = matches!(unit.entry, Entry::Main(_));
    let runs = if is_main { &[] } else { bodies };
    let run = |frame: &mut Frame<'_>, body: u32| {
        frame.op_ext(at, Op::MakeFunction, (value, NONE, NONE), body);
        frame.op(at, Op::Call, value, value, 0);
    };
    library.iter().for_each(|body| run(&mut frame, *body));
    for done in 0..=runs.len() {
        for constant in captured.iter().filter(|constant| constant.after == done) {
            let index = builder.constant(Constant::Encoded(constant.value.clone()));
            frame.op_bx(at, Op::LoadConst, value, index);
            frame.op_bx(at, Op::StoreGlobal, value, constant.global);
        }
        if let Some(body) = runs.get(done) {
            run(&mut frame, *body);
        }
    }
    frame.op(at, Op::LoadNone, value, 0, 0);
    frame.op(at, Op::Return, value, 0, 0);
    Ok(builder.function(Function {
        name: "<init>".to_owned(),
        qualname: "<init>".to_owned(),
        module: String::new(),
        kind: FunctionKind::Module,
        suspends: Suspends::No,
        parameters: Vec::new(),
        registers: frame.registers(),
        cells: Vec::new(),
        free: Vec::new(),
        locals: Vec::new(),
        code: frame.code,
        handlers: Vec::new(),
        lines: Vec::new(),
        file: 0,
        doc: None,
    }))
}

fn captured(unit: &SourceUnit, builder: &Builder) -> Result<Vec<Captured>, String> {
    let mut all = Vec::new();
    for (symbol, global) in builder.captured() {
        let Some(Symbol::Constant { name, value }) = unit.symbols.get(symbol as usize) else {
            continue;
        };
        let value = base64::decode(value)
            .ok_or_else(|| format!("the captured value `{name}` is not base64"))?;
        let classes =
            classes_in(&value).map_err(|fault| format!("the captured value `{name}`: {fault}"))?;
        let defined_by = |class: &String| {
            unit.definitions.iter().position(|definition| {
                definition.kind == DefinitionKind::Class
                    && *class == format!("{}:{}", definition.module, definition.qualname)
            })
        };
        let after = classes
            .iter()
            .filter_map(defined_by)
            .max()
            .map_or(0, |last| last + 1);
        all.push(Captured {
            global,
            value,
            after,
        });
    }
    Ok(all)
}

/// Every text of the form "module:qualname" that names a class in an encoded value.
fn classes_in(value: &[u8]) -> Result<BTreeSet<String>, String> {
    let mut classes = BTreeSet::new();
    let mut pending = vec![value];
    while let Some(bytes) = pending.pop() {
        let mut reader = Reader::new(bytes);
        while !reader.is_empty() {
            match reader.next().map_err(|corrupt| corrupt.0)? {
                Token::Ext(
                    ext::TUPLE | ext::SET | ext::FROZENSET | ext::MAPPING | ext::DEQUE,
                    payload,
                ) => pending.push(payload),
                Token::Ext(ext::ENUM | ext::INSTANCE | ext::EXCEPTION | ext::CLASS, payload) => {
                    pending.push(payload);
                }
                Token::Str(text) if text.contains(':') => {
                    classes.insert(text.to_owned());
                }
                _ => {}
            }
        }
    }
    Ok(classes)
}
