//! The `__init__` that `@dataclass` puts into a class.

use super::dataclasses::{DEFAULT, FACTORY, Field, INIT, KW_ONLY, fields_of};
use crate::value::Value;
use crate::value::symbol::names;
use crate::vm::{Answer, Args, Raised, Vm};

pub(super) fn init(vm: &mut Vm, owner: Value, args: &Args<'_>) -> Answer {
    let fields = fields_of(vm, owner).unwrap_or_default();
    let mut call = Call {
        owner,
        args,
        values: vec![Value::Unbound; fields.len()],
        fields,
    };
    call.bind_positions();
    call.bind_keywords(vm)?;
    call.check_count(vm)?;
    call.fill_defaults(vm)?;
    call.check_missing(vm)?;
    call.store(vm)?;
    Ok(Value::None)
}

/// A call of `__init__`: a value for every field that has one.
struct Call<'a> {
    /// The class whose `__init__` it is.
    owner: Value,
    args: &'a Args<'a>,
    fields: Vec<Field>,
    values: Vec<Value>,
}

impl Call<'_> {
    /// The fields that are given by position.
    fn positional(&self) -> Vec<usize> {
        let takes =
            |index: &usize| self.fields[*index].is(INIT) && !self.fields[*index].is(KW_ONLY);
        (0..self.fields.len()).filter(takes).collect()
    }

    fn qualname(&self, vm: &Vm) -> String {
        format!("{}.__init__()", vm.class_place(self.owner).1)
    }

    fn has_default(&self, index: usize) -> bool {
        let parts = &self.fields[index].parts;
        !parts[DEFAULT].is_unbound() || !parts[FACTORY].is_unbound()
    }

    fn bind_positions(&mut self) {
        let takes = self.positional();
        let given = self.args.positional;
        for (index, value) in takes.into_iter().zip(given) {
            self.values[index] = *value;
        }
    }

    /// Looked at after the keywords, as in CPython.
    fn check_count(&self, vm: &mut Vm) -> Result<(), Raised> {
        let takes = self.positional();
        if self.args.positional.len() > takes.len() {
            return Err(self.too_many(vm, &takes));
        }
        Ok(())
    }

    /// Counts include `self`, as CPython's do.
    fn too_many(&self, vm: &mut Vm, takes: &[usize]) -> Raised {
        let most = takes.len() + 1;
        let least = takes
            .iter()
            .filter(|index| !self.has_default(**index))
            .count()
            + 1;
        let range = if least < most {
            format!("from {least} to {most}")
        } else {
            most.to_string()
        };
        let s = if most == 1 && least == most { "" } else { "s" };
        let (name, given) = (self.qualname(vm), self.args.positional.len() + 1);
        let named = (0..self.fields.len())
            .filter(|index| self.fields[*index].is(KW_ONLY) && !self.values[*index].is_unbound())
            .count();
        let given = match named {
            0 => given.to_string(),
            named => {
                let (s, t) = (plural(given), plural(named));
                format!("{given} positional argument{s} (and {named} keyword-only argument{t})")
            }
        };
        vm.type_error(format!(
            "{name} takes {range} positional argument{s} but {given} were given"
        ))
    }

    fn bind_keywords(&mut self, vm: &mut Vm) -> Result<(), Raised> {
        for (name, value) in self.args.keywords {
            let found = self
                .fields
                .iter()
                .position(|field| field.name == *name && field.is(INIT));
            let text = vm.symbols.text(*name).to_owned();
            match found {
                Some(index) if self.values[index].is_unbound() => self.values[index] = *value,
                Some(_) => {
                    let function = self.qualname(vm);
                    return Err(vm.type_error(format!(
                        "{function} got multiple values for argument '{text}'"
                    )));
                }
                None => {
                    let function = self.qualname(vm);
                    return Err(vm.type_error(format!(
                        "{function} got an unexpected keyword argument '{text}'"
                    )));
                }
            }
        }
        Ok(())
    }

    fn check_missing(&self, vm: &mut Vm) -> Result<(), Raised> {
        for (kind, keyword_only) in [("positional", false), ("keyword-only", true)] {
            let missing: Vec<String> = (0..self.fields.len())
                .filter(|index| self.values[*index].is_unbound() && self.fields[*index].is(INIT))
                .filter(|index| {
                    self.fields[*index].is(KW_ONLY) == keyword_only && !self.has_default(*index)
                })
                .map(|index| format!("'{}'", vm.symbols.text(self.fields[index].name)))
                .collect();
            if !missing.is_empty() {
                let (name, count) = (self.qualname(vm), missing.len());
                let s = if count == 1 { "" } else { "s" };
                let listed = listed(&missing);
                return Err(vm.type_error(format!(
                    "{name} missing {count} required {kind} argument{s}: {listed}"
                )));
            }
        }
        Ok(())
    }

    fn fill_defaults(&mut self, vm: &mut Vm) -> Result<(), Raised> {
        for index in 0..self.fields.len() {
            if !self.values[index].is_unbound() {
                continue;
            }
            let parts = &self.fields[index].parts;
            let (default, factory) = (parts[DEFAULT], parts[FACTORY]);
            self.values[index] = if factory.is_unbound() {
                default
            } else {
                vm.call(factory, &[])?
            };
        }
        Ok(())
    }

    fn store(&self, vm: &mut Vm) -> Result<(), Raised> {
        let mut passed_on = Vec::new();
        let frozen = self.is_frozen(vm);
        let slots = vm.own_member(self.owner, names::SLOTS).is_some();
        for (field, value) in self.fields.iter().zip(&self.values) {
            if field.is_init_var() {
                passed_on.push(*value);
                continue;
            }
            let stored = field.is(INIT) || slots || !field.parts[FACTORY].is_unbound();
            match (value.is_unbound() || !stored, frozen) {
                (true, _) => {}
                // A frozen class refuses its own `__setattr__`; descriptors are asked all the same.
                (false, true) => vm.plain_set_attr(self.args.this, field.name, *value)?,
                (false, false) => vm.set_attr(self.args.this, field.name, *value)?,
            }
        }
        if vm.get_attr_or(self.args.this, names::POST_INIT)?.is_some() {
            vm.call_method(self.args.this, names::POST_INIT, &passed_on)?;
        }
        Ok(())
    }

    fn is_frozen(&self, vm: &mut Vm) -> bool {
        let params = vm.lookup(self.owner, names::DATACLASS_PARAMS);
        let params = params.and_then(|params| vm.heap.tuple(params));
        params.is_some_and(|params| params.get(5) == Some(&Value::Bool(true)))
    }
}

/// `'a'`, `'a' and 'b'`, `'a', 'b', and 'c'`.
fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [first, second] => format!("{first} and {second}"),
        [most @ .., last] => format!("{}, and {last}", most.join(", ")),
    }
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}
