//! Checks a program that was read: every register, index and jump is in range, so that the machine may rely on it.

use crate::error::Corrupt;
use crate::ir::{Constant, EntryPoint, Function, IR_FORMAT, NONE, Op, Program, Suspends};
use crate::operands::{Operand, ends, operands};
use crate::source::ParameterKind;

const REGISTERS_MAX: u8 = 250;

pub(crate) fn validate(program: &Program) -> Result<(), Corrupt> {
    if program.format != IR_FORMAT {
        return corrupt("its format");
    }
    let starter = |index: u32| {
        program
            .functions
            .get(index as usize)
            .filter(|function| stands_alone(function))
    };
    match program.entry {
        EntryPoint::Workflow { global } if (global as usize) < program.globals.len() => {}
        EntryPoint::Main { function }
            if starter(function).is_some_and(|main| main.suspends == Suspends::Coroutine) => {}
        _ => return corrupt("its entry"),
    }
    if starter(program.init).is_none_or(|init| init.suspends != Suspends::No) {
        return corrupt("its init");
    }
    if !program.constants.iter().all(sound) || program.external_classes.iter().any(Vec::is_empty) {
        return corrupt("a constant");
    }
    program.functions.iter().try_for_each(|function| {
        Check {
            program,
            function,
            starts: Vec::new(),
        }
        .all()
        .map_err(|Corrupt(what)| Corrupt(format!("{what} in `{}`", function.qualname)))
    })
}

fn corrupt<T>(what: &str) -> Result<T, Corrupt> {
    Err(Corrupt(format!("the program is corrupt: {what}")))
}

fn stands_alone(function: &Function) -> bool {
    function.parameters.is_empty() && function.free.is_empty()
}

fn sound(constant: &Constant) -> bool {
    match constant {
        Constant::BigInt(text) => {
            let digits = text.strip_prefix('-').unwrap_or(text);
            !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit())
        }
        Constant::Tuple(items) | Constant::FrozenSet(items) => items.iter().all(sound),
        _ => true,
    }
}

struct Check<'p> {
    program: &'p Program,
    function: &'p Function,
    /// Which words begin an instruction.
    starts: Vec<bool>,
}

impl Check<'_> {
    fn all(mut self) -> Result<(), Corrupt> {
        self.parameters()?;
        self.variables()?;
        self.find_starts()?;
        self.instructions()?;
        self.tables()
    }

    fn register(&self, register: u8) -> Result<(), Corrupt> {
        if register < self.function.registers {
            Ok(())
        } else {
            corrupt("a register")
        }
    }

    fn parameters(&self) -> Result<(), Corrupt> {
        let parameters = &self.function.parameters;
        let rank = |kind| match kind {
            ParameterKind::PositionalOnly => 0,
            ParameterKind::PositionalOrKeyword => 1,
            ParameterKind::VarPositional => 2,
            ParameterKind::KeywordOnly => 3,
            ParameterKind::VarKeyword => 4,
        };
        let ordered = parameters.windows(2).all(|pair| {
            let (before, after) = (rank(pair[0].kind), rank(pair[1].kind));
            before < after || before == after && before != 2 && before != 4
        });
        let room = self.function.registers <= REGISTERS_MAX
            && parameters.len() <= usize::from(self.function.registers);
        if ordered && room {
            Ok(())
        } else {
            corrupt("parameters")
        }
    }

    fn variables(&self) -> Result<(), Corrupt> {
        let Function {
            cells,
            free,
            locals,
            ..
        } = self.function;
        cells.iter().try_for_each(|cell| self.register(*cell))?;
        free.iter()
            .try_for_each(|capture| self.register(capture.to))?;
        locals
            .iter()
            .try_for_each(|(register, _)| self.register(*register))?;
        if (self.function.file as usize) < self.program.files.len() {
            Ok(())
        } else {
            corrupt("a file")
        }
    }

    fn find_starts(&mut self) -> Result<(), Corrupt> {
        let code = &self.function.code;
        self.starts = vec![false; code.len()];
        let mut pc = 0;
        let mut last = None;
        while pc < code.len() {
            let Some(op) = Op::from_byte(code[pc] as u8) else {
                return corrupt("an instruction");
            };
            self.starts[pc] = true;
            pc += 1 + op.extra_words();
            last = Some(op);
        }
        match last {
            Some(op) if pc == code.len() && ends(op) => Ok(()),
            _ => corrupt("code that does not end"),
        }
    }

    fn starts_at(&self, pc: i64) -> bool {
        usize::try_from(pc).is_ok_and(|pc| self.starts.get(pc) == Some(&true))
    }

    fn instructions(&self) -> Result<(), Corrupt> {
        let code = &self.function.code;
        for (pc, word) in code.iter().enumerate().filter(|(pc, _)| self.starts[*pc]) {
            let Some(op) = Op::from_byte(*word as u8) else {
                return corrupt("an instruction");
            };
            let ext = if op.extra_words() == 1 {
                code.get(pc + 1).copied().unwrap_or(0)
            } else {
                0
            };
            let next = (pc + 1 + op.extra_words()) as i64;
            operands(op, *word, ext)
                .into_iter()
                .try_for_each(|operand| self.operand(operand, next))?;
            self.limits(op, *word, ext)?;
        }
        Ok(())
    }

    /// What operands mean beyond their kind.
    fn limits(&self, op: Op, word: u32, ext: u32) -> Result<(), Corrupt> {
        let fine = match op {
            Op::LoadBool => crate::ir::b(word) <= 1,
            Op::Convert => crate::ir::c(word) <= 2,
            Op::RangePrep => (1..=3).contains(&crate::ir::c(word)),
            Op::UnpackEx => ext < u32::from(NONE),
            Op::CallKw | Op::CallMethodKw => self.keywords(ext) <= usize::from(crate::ir::c(word)),
            _ => true,
        };
        if fine { Ok(()) } else { corrupt("an operand") }
    }

    fn keywords(&self, constant: u32) -> usize {
        match self.program.constants.get(constant as usize) {
            Some(Constant::Tuple(names)) => names.len(),
            _ => usize::MAX,
        }
    }

    fn operand(&self, operand: Operand, next: i64) -> Result<(), Corrupt> {
        let program = self.program;
        let within = |index: u32, length: usize, what: &str| {
            if (index as usize) < length {
                Ok(())
            } else {
                corrupt(what)
            }
        };
        match operand {
            Operand::Register(register) => self.register(register),
            Operand::Optional(register) if register == NONE => Ok(()),
            Operand::Optional(register) => self.register(register),
            Operand::Registers(first, count) => within(
                u32::from(first) + count,
                usize::from(self.function.registers) + 1,
                "a run of registers",
            ),
            Operand::Integer(_) => Ok(()),
            Operand::Name(name) => within(name, program.names.len(), "a name"),
            Operand::Constant(constant) => within(constant, program.constants.len(), "a constant"),
            Operand::Names(constant) => match program.constants.get(constant as usize) {
                Some(constant) if is_names(constant) => Ok(()),
                _ => corrupt("keyword names"),
            },
            Operand::Shape(constant) => match program.constants.get(constant as usize) {
                Some(Constant::Tuple(shape)) if is_shape(shape) => Ok(()),
                _ => corrupt("a class pattern"),
            },
            Operand::Global(global) => within(global, program.globals.len(), "a global"),
            Operand::External(class) => {
                within(class, program.external_classes.len(), "an external class")
            }
            Operand::Action(action) => within(action, program.actions.len(), "an action"),
            Operand::Function(function) => match program.functions.get(function as usize) {
                Some(function) => function
                    .free
                    .iter()
                    .try_for_each(|capture| self.captured(capture.from)),
                None => corrupt("a function"),
            },
            Operand::Jump(offset) if self.starts_at(next + i64::from(offset)) => Ok(()),
            Operand::Jump(_) => corrupt("a jump"),
        }
    }

    /// Only what holds a cell from the beginning can be captured.
    fn captured(&self, register: u8) -> Result<(), Corrupt> {
        let Function { cells, free, .. } = self.function;
        let is_cell =
            cells.contains(&register) || free.iter().any(|capture| capture.to == register);
        if is_cell {
            Ok(())
        } else {
            corrupt("a captured variable")
        }
    }

    fn tables(&self) -> Result<(), Corrupt> {
        let length = self.function.code.len() as i64;
        for handler in &self.function.handlers {
            let (start, end) = (i64::from(handler.start), i64::from(handler.end));
            let ends = end == length || self.starts_at(end);
            if start >= end
                || !self.starts_at(start)
                || !ends
                || !self.starts_at(i64::from(handler.target))
            {
                return corrupt("an exception handler");
            }
            self.register(handler.register)?;
        }
        let lines = &self.function.lines;
        let ascending = lines.windows(2).all(|pair| pair[0].pc < pair[1].pc);
        if ascending && lines.iter().all(|line| i64::from(line.pc) < length) {
            Ok(())
        } else {
            corrupt("the line table")
        }
    }
}

fn is_names(constant: &Constant) -> bool {
    matches!(constant, Constant::Tuple(names) if names.iter().all(|name| matches!(name, Constant::Str(_))))
}

fn is_shape(shape: &[Constant]) -> bool {
    matches!(shape, [Constant::Int(positional), names] if (0..=i64::from(NONE)).contains(positional) && is_names(names))
}
