//! A program as text, for people: `exec --disassemble` and the snapshot tests.

use std::fmt::Write;

use crate::ir::{Constant, EntryPoint, Function, NONE, Op, Program};
use crate::operands::{Operand, operands};
use crate::source::ParameterKind;

/// The whole program: what it runs, then every function, its instructions beside their source lines.
pub fn disassemble(program: &Program) -> String {
    let mut out = String::new();
    let entry = match program.entry {
        EntryPoint::Workflow { global } => format!("workflow {}", global_name(program, global)),
        EntryPoint::Main { function } => format!("main, function {function}"),
    };
    line(&mut out, format_args!("entry: {entry}"));
    line(&mut out, format_args!("init: function {}", program.init));
    for (index, function) in program.functions.iter().enumerate() {
        out.push('\n');
        Text {
            program,
            function,
            out: &mut out,
        }
        .function(index);
    }
    out
}

/// Writing into a text cannot fail.
fn line(out: &mut String, text: std::fmt::Arguments<'_>) {
    let written = out.write_fmt(text);
    debug_assert!(written.is_ok());
    out.push('\n');
}

fn global_name(program: &Program, index: u32) -> String {
    program.globals.get(index as usize).map_or_else(
        || format!("?{index}"),
        |global| format!("{}.{}", global.module, global.name),
    )
}

struct Text<'p> {
    program: &'p Program,
    function: &'p Function,
    out: &'p mut String,
}

impl Text<'_> {
    fn function(&mut self, index: usize) {
        let function = self.function;
        let parameters: Vec<String> = function
            .parameters
            .iter()
            .map(|parameter| parameter_text(&parameter.name, parameter.kind))
            .collect();
        line(
            self.out,
            format_args!(
                "function {index} {}({}): {:?}, {:?}, {} registers",
                function.qualname,
                parameters.join(", "),
                function.kind,
                function.suspends,
                function.registers
            ),
        );
        let cells: Vec<String> = function
            .cells
            .iter()
            .map(|cell| self.register(*cell))
            .collect();
        if !cells.is_empty() {
            line(self.out, format_args!("  cells {}", cells.join(", ")));
        }
        let free: Vec<String> = function
            .free
            .iter()
            .map(|capture| format!("{} from r{}", self.register(capture.to), capture.from))
            .collect();
        if !free.is_empty() {
            line(self.out, format_args!("  free {}", free.join(", ")));
        }
        self.code();
        for handler in &function.handlers {
            let register = self.register(handler.register);
            line(
                self.out,
                format_args!(
                    "  {:04}..{:04} raising goes to {:04} with {register}",
                    handler.start, handler.end, handler.target
                ),
            );
        }
    }

    fn code(&mut self) {
        let code = &self.function.code;
        let mut pc = 0;
        let mut shown = 0;
        while let Some(word) = code.get(pc) {
            let at = self
                .function
                .lines
                .iter()
                .take_while(|line| line.pc as usize <= pc)
                .last()
                .map_or(0, |line| line.line);
            let margin = if at == shown {
                String::new()
            } else {
                at.to_string()
            };
            shown = at;
            let Some(op) = Op::from_byte(*word as u8) else {
                line(self.out, format_args!("  {margin:>4} {pc:04} ?{word:08x}"));
                pc += 1;
                continue;
            };
            let ext = if op.extra_words() == 0 {
                0
            } else {
                code.get(pc + 1).copied().unwrap_or(0)
            };
            let next = pc + 1 + op.extra_words();
            let shown: Vec<String> = operands(op, *word, ext)
                .into_iter()
                .map(|operand| self.operand(operand, next))
                .collect();
            let text = format!(
                "  {margin:>4} {pc:04} {:<14} {}",
                op.name(),
                shown.join(", ")
            );
            line(self.out, format_args!("{}", text.trim_end()));
            pc = next;
        }
    }

    fn register(&self, register: u8) -> String {
        let local = self
            .function
            .locals
            .iter()
            .find(|(local, _)| *local == register);
        local.map_or_else(|| format!("r{register}"), |(_, name)| name.clone())
    }

    fn operand(&self, operand: Operand, next: usize) -> String {
        let program = self.program;
        match operand {
            Operand::Register(register) => self.register(register),
            Operand::Optional(NONE) => "-".to_owned(),
            Operand::Optional(register) => self.register(register),
            Operand::Registers(_, 0) => "[]".to_owned(),
            Operand::Registers(first, count) => {
                let all: Vec<String> = (0..count)
                    .map(|index| self.register(first.wrapping_add(index as u8)))
                    .collect();
                format!("[{}]", all.join(" "))
            }
            Operand::Integer(value) => value.to_string(),
            Operand::Name(name) => program
                .names
                .get(name as usize)
                .map_or_else(|| "?".to_owned(), |name| format!("`{name}`")),
            Operand::Constant(constant) | Operand::Names(constant) | Operand::Shape(constant) => {
                program
                    .constants
                    .get(constant as usize)
                    .map_or_else(|| "?".to_owned(), constant_text)
            }
            Operand::Global(global) => global_name(program, global),
            Operand::External(class) => {
                let class = program
                    .external_classes
                    .get(class as usize)
                    .and_then(|mro| mro.first());
                class.cloned().unwrap_or_else(|| "?".to_owned())
            }
            Operand::Action(action) => program
                .actions
                .get(action as usize)
                .map_or_else(|| "?".to_owned(), |action| action.name.clone()),
            Operand::Function(function) => {
                let name = program
                    .functions
                    .get(function as usize)
                    .map_or("?", |function| function.qualname.as_str());
                format!("{function} {name}")
            }
            Operand::Jump(offset) => format!("-> {:04}", next as i64 + i64::from(offset)),
        }
    }
}

fn parameter_text(name: &str, kind: ParameterKind) -> String {
    match kind {
        ParameterKind::PositionalOnly => format!("{name}/"),
        ParameterKind::PositionalOrKeyword => name.to_owned(),
        ParameterKind::VarPositional => format!("*{name}"),
        ParameterKind::KeywordOnly => format!("{name}="),
        ParameterKind::VarKeyword => format!("**{name}"),
    }
}

fn constant_text(constant: &Constant) -> String {
    let items = |items: &[Constant]| {
        items
            .iter()
            .map(constant_text)
            .collect::<Vec<_>>()
            .join(", ")
    };
    match constant {
        Constant::None => "None".to_owned(),
        Constant::Ellipsis => "...".to_owned(),
        Constant::Bool(value) => if *value { "True" } else { "False" }.to_owned(),
        Constant::Int(value) => value.to_string(),
        Constant::BigInt(text) => text.clone(),
        Constant::Float(bits) => format!("{:?}", f64::from_bits(*bits)),
        Constant::Complex(real, imag) => format!(
            "({:?}, {:?}j)",
            f64::from_bits(*real),
            f64::from_bits(*imag)
        ),
        Constant::Str(text) => format!("{text:?}"),
        Constant::Bytes(bytes) => format!("b\"{}\"", bytes.escape_ascii()),
        Constant::Tuple(inside) => format!("({})", items(inside)),
        Constant::FrozenSet(inside) => format!("frozenset({})", items(inside)),
        Constant::Encoded(bytes) => format!("encoded({} bytes)", bytes.len()),
    }
}
