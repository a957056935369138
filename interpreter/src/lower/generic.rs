//! Type parameters (PEP 695): `def f[T]`, `class C[T]`, `type X[T] = ...`. They are variables of a function around the definition
//! that is called at once; bounds, defaults and the values of aliases are functions that are called when they are asked for.

use rustpython_ruff_python_ast::{self as ast, Expr, TypeParam};
use rustpython_ruff_text_size::{Ranged, TextRange};

use super::frame::Reg;
use super::library;
use super::lowerer::{Lowerer, Signature};
use super::scope::{CLASS_NAMES, TYPE_PARAMETERS, lazy_parts, lazy_range};
use crate::ir::{Constant, FunctionKind, NONE, Op, Param, Suspends};
use crate::source::{ParameterKind, SourceUnit};

/// Whether any source of a unit asks for the type parameters of functions.
pub(super) fn are_read(unit: &SourceUnit) -> bool {
    let asks = |source: &str| source.contains("__type_params__");
    unit.definitions
        .iter()
        .any(|definition| asks(&definition.source))
}

impl<'a> Lowerer<'a, '_> {
    /// Whether anything can see the type parameters of a function: most are for people only, and then they cost nothing.
    pub(super) fn has_type_parameters(&self, list: &ast::TypeParams) -> bool {
        let scope = self.scopes.get(self.scopes.at(list.range));
        let is_used = list
            .type_params
            .iter()
            .any(|each| scope.cells.contains(each.name().as_str()));
        is_used || self.builder.reads_annotations || self.builder.reads_type_parameters
    }

    pub(super) fn generic_function(
        &mut self,
        def: &'a ast::StmtFunctionDef,
        list: &'a ast::TypeParams,
        qualname: String,
        (positional, keyword): (Reg, Reg),
        to: Reg,
    ) {
        let at = def.name.range;
        let given: Vec<Reg> = [positional, keyword]
            .into_iter()
            .filter(|register| *register != NONE)
            .collect();
        let name = def.name.as_str();
        self.in_type_scope(list, name, &given, to, |inner, types| {
            let (mut free, mut defaults) = (0, [NONE; 2]);
            for (register, given) in defaults.iter_mut().zip([positional, keyword]) {
                if given != NONE {
                    (*register, free) = (free, free + 1);
                }
            }
            let function = inner.f.temp();
            inner.plain_function(def, qualname, defaults.into(), function);
            let attribute = u32::from(inner.builder.name("__type_params__"));
            inner
                .f
                .op_ext(at, Op::SetAttr, (function, types, 0), attribute);
            function
        });
    }

    pub(super) fn generic_class(
        &mut self,
        def: &'a ast::StmtClassDef,
        list: &'a ast::TypeParams,
        qualname: String,
        to: Reg,
    ) {
        self.in_type_scope(list, def.name.as_str(), &[], to, |inner, types| {
            let base = inner.call_library("typing._generic_base", list.range, |_, first| {
                vec![(first, types)]
            });
            let class = inner.f.temp();
            inner.plain_class(def, qualname, Some(base), class);
            class
        });
    }

    pub(super) fn type_alias(&mut self, alias: &'a ast::StmtTypeAlias) {
        let ast::StmtTypeAlias {
            node_index: _,
            range,
            name,
            type_params,
            value,
        } = alias;
        let Expr::Name(name) = name.as_ref() else {
            return;
        };
        let made = self.f.temp();
        let make = |inner: &mut Self, types: Option<Reg>| {
            let call = inner.f.temps(3);
            inner.load_constant(Constant::Str(name.id.to_string()), *range, call);
            match types {
                Some(types) => inner.f.copy(*range, call + 1, types),
                None => inner.f.op(*range, Op::BuildTuple, call + 1, 0, 0),
            }
            inner.lazily(*range, &name.id, value, call + 2);
            inner.call_library("typing._type_alias", *range, |_, first| {
                (0..3).map(|at| (first + at, call + at)).collect()
            })
        };
        match type_params {
            Some(list) => self.in_type_scope(list, &name.id, &[], made, |inner, types| {
                make(inner, Some(types))
            }),
            None => {
                let alias = make(self, None);
                self.f.copy(*range, made, alias);
            }
        }
        self.store_name(&name.id, *range, made);
    }

    /// Calls a function in which the type parameters are variables, with some registers; `body` says what it returns.
    fn in_type_scope(
        &mut self,
        list: &'a ast::TypeParams,
        name: &str,
        given: &[Reg],
        to: Reg,
        body: impl FnOnce(&mut Self, Reg) -> Reg,
    ) {
        let at = list.range;
        let name = format!("<generic parameters of {name}>");
        let parameter = |index: usize| Param {
            name: format!(".{index}"),
            kind: ParameterKind::PositionalOnly,
        };
        let signature = Signature {
            scope: self.scopes.at(at),
            name: &name,
            qualname: self.qualname(&name),
            kind: FunctionKind::Function,
            suspends: Suspends::No,
            parameters: (0..given.len()).map(parameter).collect(),
            doc: None,
        };
        let index = self.function(signature, |inner| {
            let types = inner.type_parameters(list);
            let made = body(inner, types);
            inner.f.op(at, Op::Return, made, 0, 0);
        });
        let mark = self.f.mark();
        let call = self.f.temps(1 + given.len());
        self.f
            .op_ext(at, Op::MakeFunction, (call, NONE, NONE), index);
        for (place, register) in given.iter().enumerate() {
            self.f.copy(at, call + 1 + place as Reg, *register);
        }
        self.f.op(at, Op::Call, to, call, given.len() as Reg);
        self.f.release(mark);
    }

    /// Makes the type parameters, stores each under its name, and gives the tuple of them.
    fn type_parameters(&mut self, list: &'a ast::TypeParams) -> Reg {
        let items = self.f.temps(list.type_params.len() + 1);
        for (index, parameter) in list.type_params.iter().enumerate() {
            let item = items + 1 + index as Reg;
            let mark = self.f.mark();
            let made = self.type_parameter(parameter);
            self.f.copy(parameter.range(), item, made);
            self.f.release(mark);
            self.store_name(parameter.name().as_str(), parameter.range(), item);
        }
        let count = list.type_params.len() as Reg;
        self.f
            .op(list.range, Op::BuildTuple, items, items + 1, count);
        self.store_name(TYPE_PARAMETERS, list.range, items);
        items
    }

    fn type_parameter(&mut self, parameter: &'a TypeParam) -> Reg {
        let at = parameter.range();
        let path = match parameter {
            TypeParam::TypeVar(_) => "typing._type_variable",
            TypeParam::TypeVarTuple(_) => "typing._type_variable_tuple",
            TypeParam::ParamSpec(_) => "typing._parameter_specification",
        };
        let (bound, default) = lazy_parts(parameter);
        let name = parameter.name().as_str();
        let parts = self.f.temps(4);
        self.load_constant(Constant::Str(name.to_owned()), at, parts);
        for (part, value) in [(parts + 1, default), (parts + 2, bound)] {
            match value {
                Some(value) => self.lazily(lazy_range(parameter, value), name, value, part),
                None => self.f.op(at, Op::LoadNone, part, 0, 0),
            }
        }
        let constrained = matches!(bound, Some(Expr::Tuple(_)));
        self.f
            .op(at, Op::LoadBool, parts + 3, u8::from(constrained), 0);
        let count = match parameter {
            TypeParam::TypeVar(_) => 4,
            _ => 2,
        };
        self.call_library(path, at, |_, first| {
            (0..count).map(|at| (first + at, parts + at)).collect()
        })
    }

    /// A function that computes an expression.
    fn lazily(&mut self, range: TextRange, name: &str, value: &'a Expr, to: Reg) {
        let at = value.range();
        let signature = Signature {
            scope: self.scopes.at(range),
            name,
            qualname: self.qualname(name),
            kind: FunctionKind::Function,
            suspends: Suspends::No,
            parameters: Vec::new(),
            doc: None,
        };
        let index = self.function(signature, |inner| {
            let made = inner.f.temp();
            inner.annotation_value(value, made);
            inner.f.op(at, Op::Return, made, 0, 0);
        });
        self.f.op_ext(at, Op::MakeFunction, (to, NONE, NONE), index);
    }

    /// Calls a function of the library; `place` says for the first argument's register what is copied where.
    fn call_library(
        &mut self,
        path: &str,
        at: TextRange,
        place: impl FnOnce(&mut Self, Reg) -> Vec<(Reg, Reg)>,
    ) -> Reg {
        let call = self.f.temps(5);
        if let Some(library::Found::Definition(found)) = library::find(path) {
            let global = self.builder.library_global(found);
            self.f.op_bx(at, Op::LoadGlobal, call, global);
        }
        let moves = place(self, call + 1);
        let count = moves.len() as Reg;
        for (to, from) in moves {
            self.f.copy(at, to, from);
        }
        self.f.op(at, Op::Call, call, call, count);
        call
    }

    /// In a class body: its names become visible to the type parameters in it.
    pub(super) fn show_names(&mut self, at: TextRange) {
        let seen = self.scopes.get(self.f.scope).seen;
        let variable = self.f.variables.get(CLASS_NAMES).copied();
        if let Some(variable) = variable.filter(|_| seen) {
            let mark = self.f.mark();
            let names = self.f.temp();
            self.load_builtin("typing._class_names", at, names);
            self.f.op(at, Op::Call, names, names, 0);
            self.f.op(at, Op::StoreCell, variable.register, names, 0);
            self.f.release(mark);
        }
    }

    /// In a generic class's body: `__type_params__`.
    pub(super) fn keep_type_parameters(&mut self, at: TextRange) {
        let mark = self.f.mark();
        let types = self.load_name(TYPE_PARAMETERS, at, None);
        let name = self.builder.name("__type_params__");
        self.f.op_bx(at, Op::StoreName, types, name);
        self.f.release(mark);
    }
}
