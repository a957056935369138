//! Arguments to parameters, with CPython's words where they do not fit.

use crate::source::ParameterKind;
use crate::value::{Obj, Ref, Sym, Value};

use super::{Raised, Vm};

/// More than any call gives.
pub(crate) const NOT_SIMPLE: u16 = u16::MAX;

/// What the machine wants to know of a function quickly.
#[derive(Clone, Debug)]
pub(crate) struct Shape {
    pub(crate) registers: u8,
    /// Registers from this one on have no name.
    pub(crate) first_temporary: u8,
    pub(crate) suspends: crate::ir::Suspends,
    /// The number of parameters, if all can be given by position and it runs at once.
    pub(crate) plain: Option<u8>,
    /// The same, if it shares no variables with others either; else [`NOT_SIMPLE`].
    pub(crate) simple: u16,
    pub(crate) parameters: Vec<(Sym, ParameterKind)>,
    /// Parameters that take positions, and of those the positional-only ones.
    pub(crate) positional: usize,
    pub(crate) positional_only: usize,
    /// It becomes a method where a class has it. What CPython has in C does not.
    pub(crate) binds: bool,
    /// It has a `try` or `with`.
    pub(crate) protects: bool,
}

impl Shape {
    pub(crate) fn of(function: &crate::ir::Function, symbols: &mut crate::value::Symbols) -> Shape {
        let parameters: Vec<_> = function
            .parameters
            .iter()
            .map(|each| (symbols.intern(&each.name), each.kind))
            .collect();
        let count = |wanted: &[ParameterKind]| {
            parameters
                .iter()
                .filter(|(_, kind)| wanted.contains(kind))
                .count()
        };
        let positional = count(&[
            ParameterKind::PositionalOnly,
            ParameterKind::PositionalOrKeyword,
        ]);
        let positional_only = count(&[ParameterKind::PositionalOnly]);
        let plain = positional == parameters.len() && function.suspends == crate::ir::Suspends::No;
        let named = function
            .locals
            .iter()
            .map(|(register, _)| usize::from(*register) + 1)
            .max()
            .unwrap_or_default();
        let alone = function.cells.is_empty() && function.free.is_empty();
        Shape {
            simple: if plain && alone {
                positional as u16
            } else {
                NOT_SIMPLE
            },
            registers: function.registers,
            first_temporary: named
                .max(function.parameters.len())
                .min(usize::from(u8::MAX)) as u8,
            suspends: function.suspends,
            plain: plain.then_some(positional as u8),
            parameters,
            positional,
            positional_only,
            protects: !function.handlers.is_empty(),
            binds: !super::native::is_native_of_cpython(&function.module, &function.qualname),
        }
    }
}

impl Vm {
    /// Puts arguments into the parameters' registers.
    pub(crate) fn bind_arguments(
        &mut self,
        function: Ref,
        base: usize,
        this: Value,
        args: &[Value],
        keywords: &[(Sym, Value)],
    ) -> Result<(), Raised> {
        let Obj::Function(object) = self.heap.get(function) else {
            return Ok(());
        };
        let (code, defaults, keyword_defaults) = (
            object.code as usize,
            object.defaults,
            object.keyword_defaults,
        );
        let shift = usize::from(!this.is_unbound());
        let given = args.len() + shift;
        let positional = self.shapes[code].positional;
        if shift == 1 {
            self.place_first(code, base, this);
        }
        let room = positional.saturating_sub(shift);
        for (index, value) in args.iter().take(room).enumerate() {
            self.registers[base + shift + index] = *value;
        }
        self.gather_rest(code, base, this, args, given);
        self.bind_keywords(code, base, function, keywords)?;
        if given > positional && !self.has_kind(code, ParameterKind::VarPositional) {
            return Err(self.too_many(function, code, base, given, defaults));
        }
        self.fill_defaults(function, code, base, defaults)?;
        self.fill_keyword_only(function, code, base, keyword_defaults)
    }

    fn has_kind(&self, code: usize, wanted: ParameterKind) -> bool {
        self.shapes[code]
            .parameters
            .iter()
            .any(|(_, kind)| *kind == wanted)
    }

    fn place_first(&mut self, code: usize, base: usize, this: Value) {
        if self.shapes[code].positional > 0 {
            self.registers[base] = this;
        }
    }

    /// `*args` and an empty `**kwargs`.
    fn gather_rest(&mut self, code: usize, base: usize, this: Value, args: &[Value], given: usize) {
        for index in 0..self.shapes[code].parameters.len() {
            match self.shapes[code].parameters[index].1 {
                ParameterKind::VarPositional => {
                    let positional = self.shapes[code].positional;
                    let mut rest: Vec<Value> = Vec::with_capacity(given.saturating_sub(positional));
                    let all = this.bound().into_iter().chain(args.iter().copied());
                    rest.extend(all.skip(positional));
                    self.registers[base + index] = self.heap.new_tuple(rest);
                }
                ParameterKind::VarKeyword => {
                    self.registers[base + index] = Value::Ref(self.heap.new_dict())
                }
                _ => {}
            }
        }
    }

    fn bind_keywords(
        &mut self,
        code: usize,
        base: usize,
        function: Ref,
        keywords: &[(Sym, Value)],
    ) -> Result<(), Raised> {
        for (name, value) in keywords {
            let shape = &self.shapes[code];
            let found = shape.parameters.iter().position(|(each, kind)| {
                each == name
                    && matches!(
                        kind,
                        ParameterKind::PositionalOrKeyword | ParameterKind::KeywordOnly
                    )
            });
            let rest = shape
                .parameters
                .iter()
                .position(|(_, kind)| *kind == ParameterKind::VarKeyword);
            match (found, rest) {
                (Some(index), _) if self.registers[base + index].is_unbound() => {
                    self.registers[base + index] = *value
                }
                (Some(_), _) => {
                    let (function, name) = (
                        self.callable_qualname(Value::Ref(function)),
                        self.symbols.shared(*name),
                    );
                    return Err(self.type_error(format!(
                        "{function}() got multiple values for argument '{name}'"
                    )));
                }
                (None, Some(rest)) => {
                    let (rest, key) = (self.registers[base + rest], self.sym_value(*name));
                    self.dict_set(rest, key, *value)?;
                }
                (None, None) => {
                    return Err(self.unexpected_keyword(function, code, *name, keywords));
                }
            }
        }
        Ok(())
    }

    fn unexpected_keyword(
        &mut self,
        function: Ref,
        code: usize,
        name: Sym,
        keywords: &[(Sym, Value)],
    ) -> Raised {
        let function = self.callable_qualname(Value::Ref(function));
        let shape = &self.shapes[code];
        let positional_only: Vec<String> = shape.parameters[..shape.positional_only]
            .iter()
            .filter(|(each, _)| keywords.iter().any(|(given, _)| given == each))
            .map(|(each, _)| self.symbols.text(*each).to_owned())
            .collect();
        if positional_only.is_empty() {
            let name = self.symbols.shared(name);
            return self.type_error(format!(
                "{function}() got an unexpected keyword argument '{name}'"
            ));
        }
        let names = positional_only.join(", ");
        self.type_error(format!(
            "{function}() got some positional-only arguments passed as keyword arguments: '{names}'"
        ))
    }

    fn too_many(
        &mut self,
        function: Ref,
        code: usize,
        base: usize,
        given: usize,
        defaults: Value,
    ) -> Raised {
        let name = self.callable_qualname(Value::Ref(function));
        let positional = self.shapes[code].positional;
        let optional = self.heap.items(defaults).map_or(0, <[Value]>::len);
        let takes = if optional == 0 {
            positional.to_string()
        } else {
            format!("from {} to {positional}", positional - optional)
        };
        let plural = if optional == 0 && positional == 1 {
            ""
        } else {
            "s"
        };
        let keyword_only = (0..self.shapes[code].parameters.len())
            .filter(|index| self.shapes[code].parameters[*index].1 == ParameterKind::KeywordOnly)
            .filter(|index| !self.registers[base + index].is_unbound())
            .count();
        let were = if given == 1 && keyword_only == 0 {
            "was"
        } else {
            "were"
        };
        let given = if keyword_only == 0 {
            given.to_string()
        } else {
            let (s, t) = (
                if given == 1 { "" } else { "s" },
                if keyword_only == 1 { "" } else { "s" },
            );
            format!("{given} positional argument{s} (and {keyword_only} keyword-only argument{t})")
        };
        self.type_error(format!(
            "{name}() takes {takes} positional argument{plural} but {given} {were} given"
        ))
    }

    fn fill_defaults(
        &mut self,
        function: Ref,
        code: usize,
        base: usize,
        defaults: Value,
    ) -> Result<(), Raised> {
        let positional = self.shapes[code].positional;
        let defaults = self.heap.items(defaults).unwrap_or_default();
        let first = positional.saturating_sub(defaults.len());
        let mut missing = Vec::new();
        for index in 0..positional {
            if self.registers[base + index].is_unbound() {
                match index.checked_sub(first).and_then(|at| defaults.get(at)) {
                    Some(value) => self.registers[base + index] = *value,
                    None => missing.push(index),
                }
            }
        }
        if missing.is_empty() {
            return Ok(());
        }
        Err(self.missing(function, code, &missing, "positional"))
    }

    fn fill_keyword_only(
        &mut self,
        function: Ref,
        code: usize,
        base: usize,
        defaults: Value,
    ) -> Result<(), Raised> {
        let mut missing = Vec::new();
        for index in 0..self.shapes[code].parameters.len() {
            let (name, kind) = self.shapes[code].parameters[index];
            if kind != ParameterKind::KeywordOnly || !self.registers[base + index].is_unbound() {
                continue;
            }
            match self.dict_get_str(defaults, self.symbols.text(name)) {
                Some(value) => self.registers[base + index] = value,
                None => missing.push(index),
            }
        }
        if missing.is_empty() {
            return Ok(());
        }
        Err(self.missing(function, code, &missing, "keyword-only"))
    }

    fn missing(&mut self, function: Ref, code: usize, missing: &[usize], kind: &str) -> Raised {
        let function = self.callable_qualname(Value::Ref(function));
        let names: Vec<String> = missing
            .iter()
            .map(|index| {
                format!(
                    "'{}'",
                    self.symbols.text(self.shapes[code].parameters[*index].0)
                )
            })
            .collect();
        let (count, s) = (names.len(), if names.len() == 1 { "" } else { "s" });
        self.type_error(format!(
            "{function}() missing {count} required {kind} argument{s}: {}",
            listed(&names)
        ))
    }

    /// Checks the arguments of an action against its parameters, as calling the function would.
    pub(crate) fn check_action_arguments(
        &mut self,
        index: u32,
        args: &[Value],
        keywords: &[(Sym, Value)],
    ) -> Result<(), Raised> {
        let program = self.program.clone();
        let action = &program.actions[index as usize];
        let name = action.name.rsplit(':').next().unwrap_or_default();
        let positional: Vec<_> = action
            .parameters
            .iter()
            .filter(|each| {
                matches!(
                    each.kind,
                    ParameterKind::PositionalOnly | ParameterKind::PositionalOrKeyword
                )
            })
            .collect();
        let takes_rest = action
            .parameters
            .iter()
            .any(|each| each.kind == ParameterKind::VarPositional);
        let takes_any = action
            .parameters
            .iter()
            .any(|each| each.kind == ParameterKind::VarKeyword);
        let mut bound: Vec<&str> = positional
            .iter()
            .take(args.len())
            .map(|each| each.name.as_str())
            .collect();
        for (key, _) in keywords {
            let key = self.symbols.shared(*key);
            let known = action.parameters.iter().find(|each| {
                each.name == *key
                    && matches!(
                        each.kind,
                        ParameterKind::PositionalOrKeyword | ParameterKind::KeywordOnly
                    )
            });
            match known {
                Some(each) if bound.contains(&each.name.as_str()) => {
                    return Err(self
                        .type_error(format!("{name}() got multiple values for argument '{key}'")));
                }
                Some(each) => bound.push(&each.name),
                None if takes_any => {}
                None => {
                    return Err(self.type_error(format!(
                        "{name}() got an unexpected keyword argument '{key}'"
                    )));
                }
            }
        }
        if args.len() > positional.len() && !takes_rest {
            let required = positional.iter().filter(|each| !each.has_default).count();
            let takes = if required == positional.len() {
                required.to_string()
            } else {
                format!("from {required} to {}", positional.len())
            };
            let s = if takes == "1" { "" } else { "s" };
            let were = if args.len() == 1 { "was" } else { "were" };
            return Err(self.type_error(format!(
                "{name}() takes {takes} positional argument{s} but {} {were} given",
                args.len()
            )));
        }
        for (kinds, word) in [
            (
                &[
                    ParameterKind::PositionalOnly,
                    ParameterKind::PositionalOrKeyword,
                ][..],
                "positional",
            ),
            (&[ParameterKind::KeywordOnly][..], "keyword-only"),
        ] {
            let missing: Vec<String> = action
                .parameters
                .iter()
                .filter(|each| {
                    kinds.contains(&each.kind)
                        && !each.has_default
                        && !bound.contains(&each.name.as_str())
                })
                .map(|each| format!("'{}'", each.name))
                .collect();
            if !missing.is_empty() {
                let (count, s) = (missing.len(), if missing.len() == 1 { "" } else { "s" });
                return Err(self.type_error(format!(
                    "{name}() missing {count} required {word} argument{s}: {}",
                    listed(&missing)
                )));
            }
        }
        Ok(())
    }
}

/// `'a'`, `'a' and 'b'`, `'a', 'b', and 'c'`.
fn listed(names: &[String]) -> String {
    match names {
        [first, second] => format!("{first} and {second}"),
        [rest @ .., last] if !rest.is_empty() => format!("{}, and {last}", rest.join(", ")),
        _ => names.join(""),
    }
}
