//! The state of lowering one definition, and the functions that its names are loaded and stored by.

use rustpython_ruff_python_ast::{ParameterWithDefault, Parameters};
use rustpython_ruff_text_size::TextRange;

use super::annotation::Annotations;
use super::builder::Builder;
use super::frame::{Bound, Frame, Reg, Storage, Variable};
use super::meaning::{Meaning, Meanings};
use super::scope::{CLASS_NAMES, Found, ScopeId, ScopeKind, Scopes};
use super::source::Source;
use super::thread::threaded;
use crate::LowerError;
use crate::ir::{self, Capture, Constant, Function, FunctionKind, Op, Param, Suspends};
use crate::source::ParameterKind;

pub(super) struct Lowerer<'a, 'p> {
    pub(super) builder: &'p mut Builder,
    pub(super) errors: &'p mut Vec<LowerError>,
    pub(super) source: &'p Source<'a>,
    pub(super) scopes: &'p Scopes,
    pub(super) meanings: &'p Meanings<'a>,
    pub(super) annotations: Annotations,
    /// The function being emitted.
    pub(super) f: Frame<'a>,
}

/// Where a name lives.
pub(super) enum Place<'a> {
    Variable(Variable),
    /// A class body's own name.
    Namespace,
    /// Perhaps a name of the class that type parameters stand in, else what it means without that.
    OfClass(Variable),
    Outside(Meaning<'a>),
}

/// What a function is called and does, before its body is known.
pub(super) struct Signature<'s> {
    pub(super) scope: ScopeId,
    pub(super) name: &'s str,
    pub(super) qualname: String,
    pub(super) kind: FunctionKind,
    pub(super) suspends: Suspends,
    pub(super) parameters: Vec<Param>,
    pub(super) doc: Option<String>,
}

impl<'a> Lowerer<'a, '_> {
    pub(super) fn reject(
        &mut self,
        at: TextRange,
        message: impl Into<String>,
        advice: impl Into<String>,
    ) {
        let error = self.source.error(at, message.into(), advice.into());
        if !self.errors.contains(&error) {
            self.errors.push(error);
        }
    }

    /// When CPython calls `__del__` depends on its counts of references, and in a workflow on nothing that could be relied on.
    pub(super) fn refuse_finalizer(&mut self, name: &str, at: TextRange) {
        if name == "__del__" {
            self.reject(
                at,
                "`__del__` is never called in a workflow",
                "use try/finally, or a context manager with `__exit__`",
            );
        }
    }

    /// Mangled, as the scope being emitted has it.
    pub(super) fn mangled(&self, name: &str) -> String {
        self.scopes.mangle(self.f.scope, name)
    }

    pub(super) fn place_of(&mut self, name: &str) -> Place<'a> {
        let scope = self.scopes.get(self.f.scope);
        let is_own = |name| scope.names.get(name).is_some_and(|own| own.is_bound());
        let is_given = matches!(name, "__qualname__" | "__module__");
        // First, because a class also passes on variables of functions around it, which its methods may see under the same name.
        if scope.kind == ScopeKind::Class && (is_own(name) || is_given) {
            return Place::Namespace;
        }
        let class = self.f.variables.get(CLASS_NAMES).copied();
        if let Some(class) = class.filter(|_| self.scopes.is_of_class(self.f.scope, name)) {
            return Place::OfClass(class);
        }
        self.place_without_class(name)
    }

    fn place_without_class(&mut self, name: &str) -> Place<'a> {
        if let Some(variable) = self.f.variables.get(name) {
            return Place::Variable(*variable);
        }
        Place::Outside(match self.scopes.find(self.f.scope, name) {
            Found::Import(import) => self.meanings.import(&import, self.builder),
            Found::Free | Found::Outside => self.meanings.of(name, self.builder),
        })
    }

    /// The value of a name: in its own register where that cannot change under it, else in `to` or a temporary.
    pub(super) fn load_name(&mut self, name: &str, at: TextRange, to: Option<Reg>) -> Reg {
        let name = self.mangled(name);
        let place = self.place_of(&name);
        self.load_place(&name, place, at, to)
    }

    fn load_place(&mut self, name: &str, place: Place<'a>, at: TextRange, to: Option<Reg>) -> Reg {
        match place {
            Place::Variable(variable) if variable.storage == Storage::Plain => {
                self.check_bound(name, variable, at);
                match to {
                    Some(to) => self.f.copy(at, to, variable.register),
                    None if variable.walrus => {
                        let copy = self.f.temp();
                        self.f.copy(at, copy, variable.register);
                        return copy;
                    }
                    None => return variable.register,
                }
                to.unwrap_or(variable.register)
            }
            Place::Variable(variable) => {
                let to = to.unwrap_or_else(|| self.f.temp());
                let name = u32::from(self.builder.name(name));
                self.f
                    .op_ext(at, Op::LoadCell, (to, variable.register, 0), name);
                to
            }
            Place::Namespace => {
                let to = to.unwrap_or_else(|| self.f.temp());
                self.load_from_namespace(name, at, to);
                to
            }
            Place::OfClass(class) => {
                let to = to.unwrap_or_else(|| self.f.temp());
                self.load_of_class(name, class, at, to);
                to
            }
            Place::Outside(meaning) => {
                let to = to.unwrap_or_else(|| self.f.temp());
                self.load_meaning(name, meaning, at, to);
                to
            }
        }
    }

    /// A name where the class around is seen.
    fn load_of_class(&mut self, name: &str, class: Variable, at: TextRange, to: Reg) {
        let (missing, end) = (self.f.label(), self.f.label());
        let mark = self.f.mark();
        let call = self.f.temps(3);
        self.load_builtin("typing._class_name", at, call);
        self.load_place(CLASS_NAMES, Place::Variable(class), at, Some(call + 1));
        self.load_constant(Constant::Str(name.to_owned()), at, call + 2);
        self.f.op(at, Op::Call, call, call, 2);
        self.f.jump(at, Op::JumpIfNone, (call, 0, 0), missing);
        self.f.op(at, Op::Unpack, to, call, 1);
        self.f.release(mark);
        self.f.jump(at, Op::Jump, (0, 0, 0), end);
        self.f.place(missing);
        let place = self.place_without_class(name);
        self.load_place(name, place, at, Some(to));
        self.f.place(end);
    }

    fn check_bound(&mut self, name: &str, variable: Variable, at: TextRange) {
        if self.f.bound.contains(variable.register) {
            return;
        }
        let name = self.builder.name(name);
        self.f.op_bx(at, Op::CheckBound, variable.register, name);
        self.binds(variable);
    }

    /// Notes that a local is bound from here on.
    pub(super) fn binds(&mut self, variable: Variable) {
        self.f.bound.insert(variable.register);
    }

    /// A class body looks into its namespace, then among globals and builtins.
    fn load_from_namespace(&mut self, name: &str, at: TextRange, to: Reg) {
        let text = self.builder.name(name);
        let missing = self.f.label();
        let end = self.f.label();
        self.f.jump(
            at,
            Op::LoadName,
            (to, text as u8, (text >> 8) as u8),
            missing,
        );
        self.f.jump(at, Op::Jump, (0, 0, 0), end);
        self.f.place(missing);
        match self.meanings.of(name, self.builder) {
            Meaning::Undefined | Meaning::Refused(..) => self.f.op_bx(at, Op::NoName, 0, text),
            meaning => self.load_meaning(name, meaning, at, to),
        }
        self.f.place(end);
    }

    pub(super) fn load_meaning(
        &mut self,
        name: &str,
        meaning: Meaning<'a>,
        at: TextRange,
        to: Reg,
    ) {
        match meaning {
            Meaning::Global(global) => self.f.op_bx(at, Op::LoadGlobal, to, global),
            Meaning::Action(action) => self.f.op_bx(at, Op::LoadAction, to, action),
            Meaning::External(class) => self.f.op_bx(at, Op::LoadExternal, to, class),
            Meaning::Builtin(path) => self.load_builtin(&path, at, to),
            Meaning::Stdlib(path) if path == "asyncio.run" => self.reject(
                at,
                "`asyncio.run` stands where nothing can be awaited",
                "await the coroutine itself, or call asyncio.run at module level",
            ),
            Meaning::Stdlib(path) if crate::provided::provides(&path) => {
                self.load_builtin(&path, at, to)
            }
            Meaning::Stdlib(path) => {
                let (message, advice) = super::reject::stdlib(&path);
                self.reject(at, message, advice);
            }
            Meaning::Module(module, _) => self.reject(
                at,
                format!("the module `{module}` cannot be a value"),
                "use its members by name",
            ),
            Meaning::Text(text) => self.load_constant(Constant::Str(text), at, to),
            Meaning::Bool(value) => self.load_constant(Constant::Bool(value), at, to),
            Meaning::Refused(message, advice) => self.reject(at, message, advice),
            Meaning::Undefined if self.meanings.is_main => {
                let name = self.builder.name(name);
                self.f.op_bx(at, Op::NoName, 0, name);
            }
            Meaning::Undefined => {
                self.reject(
                    at,
                    format!("name `{name}` is not defined"),
                    "define it, or import it at the top of the module",
                );
            }
        }
    }

    pub(super) fn load_builtin(&mut self, path: &str, at: TextRange, to: Reg) {
        let path = self.builder.name(path);
        self.f.op_bx(at, Op::LoadBuiltin, to, path);
    }

    pub(super) fn load_constant(&mut self, constant: Constant, at: TextRange, to: Reg) {
        match constant {
            Constant::None => self.f.op(at, Op::LoadNone, to, 0, 0),
            Constant::Bool(value) => self.f.op(at, Op::LoadBool, to, u8::from(value), 0),
            Constant::Int(value) if i16::try_from(value).is_ok() => {
                self.f.op_bx(at, Op::LoadInt, to, value as i16 as u16)
            }
            constant => {
                let index = self.builder.constant(constant);
                self.f.op_bx(at, Op::LoadConst, to, index);
            }
        }
    }

    /// The register that a value for this name may be computed into.
    pub(super) fn register_of(&mut self, name: &str) -> Option<Variable> {
        let name = self.mangled(name);
        let variable = self.f.variables.get(&name).copied();
        variable.filter(|variable| variable.storage == Storage::Plain)
    }

    pub(super) fn store_name(&mut self, name: &str, at: TextRange, value: Reg) {
        let name = self.mangled(name);
        match self.place_of(&name) {
            Place::Variable(variable) if variable.storage == Storage::Plain => {
                self.f.copy(at, variable.register, value);
                self.binds(variable);
            }
            Place::Variable(variable) => self.f.op(at, Op::StoreCell, variable.register, value, 0),
            Place::Namespace => {
                self.refuse_finalizer(&name, at);
                let name = self.builder.name(&name);
                self.f.op_bx(at, Op::StoreName, value, name);
            }
            Place::OfClass(_) | Place::Outside(_) => {
                match self.meanings.variable(&name, self.builder) {
                    Some(global) => self.f.op_bx(at, Op::StoreGlobal, value, global),
                    None => self.reject_rebinding(&name, at),
                }
            }
        }
    }

    pub(super) fn delete_name(&mut self, name: &str, at: TextRange) {
        let name = self.mangled(name);
        let text = self.builder.name(&name);
        match self.place_of(&name) {
            Place::Variable(variable) if variable.storage == Storage::Plain => {
                self.check_bound(&name, variable, at);
                let mark = self.f.mark();
                let value = self.f.temp();
                self.f.copy(at, value, variable.register);
                self.unbind(variable, at);
                self.f.op(at, Op::Drop, value, ir::NONE, 0);
                self.f.release(mark);
            }
            Place::Variable(variable) => self.f.op_bx(at, Op::DelCell, variable.register, text),
            Place::Namespace => self.f.op_bx(at, Op::DelName, 0, text),
            Place::OfClass(_) | Place::Outside(_) => {
                match self.meanings.variable(&name, self.builder) {
                    Some(global) => {
                        let mark = self.f.mark();
                        let value = self.f.temp();
                        self.f.op_bx(at, Op::LoadGlobal, value, global);
                        self.f.op_bx(at, Op::DelGlobal, 0, global);
                        self.f.op(at, Op::Drop, value, ir::NONE, 0);
                        self.f.release(mark);
                    }
                    None => self.reject_rebinding(&name, at),
                }
            }
        }
    }

    pub(super) fn unbind(&mut self, variable: Variable, at: TextRange) {
        self.f.op(at, Op::Unbind, variable.register, 0, 0);
        self.f.bound.remove(variable.register);
    }

    fn reject_rebinding(&mut self, name: &str, at: TextRange) {
        self.reject(
            at,
            format!("the global name `{name}` cannot be assigned in a workflow"),
            "give the new value a name of its own",
        );
    }

    // --- functions

    pub(super) fn qualname(&self, name: &str) -> String {
        let global = self
            .scopes
            .get(self.f.scope)
            .names
            .get(name)
            .is_some_and(|own| own.global);
        match self.f.kind {
            _ if global => name.to_owned(),
            ScopeKind::Module => self.source.qualname(name),
            ScopeKind::Class => format!("{}.{name}", self.f.qualname),
            ScopeKind::Function | ScopeKind::Lambda | ScopeKind::Annotation => {
                format!("{}.<locals>.{name}", self.f.qualname)
            }
            ScopeKind::Comprehension => format!("{}.{name}", self.f.qualname),
        }
    }

    /// Emits a function; `body` emits its code. What it captures is taken from the function being emitted.
    pub(super) fn function(
        &mut self,
        signature: Signature<'_>,
        body: impl FnOnce(&mut Self),
    ) -> u32 {
        let scope = self.scopes.get(signature.scope);
        let frame = Frame::new(signature.scope, scope.kind, signature.qualname.clone());
        let outer = std::mem::replace(&mut self.f, frame);
        let (cells, free) = self.declare_variables(&signature, &outer);
        body(self);
        let end = self.source.end();
        let none = self.f.temp();
        self.f.op(end, Op::LoadNone, none, 0, 0);
        self.f.op(end, Op::Return, none, 0, 0);
        let inner = std::mem::replace(&mut self.f, outer);
        self.assemble(signature, inner, cells, free)
    }

    /// Gives registers to parameters, other locals and captured variables, in this order.
    fn declare_variables(
        &mut self,
        signature: &Signature<'_>,
        outer: &Frame<'a>,
    ) -> (Vec<u8>, Vec<Capture>) {
        let scope = self.scopes.get(signature.scope);
        let mut cells = Vec::new();
        let parameters = signature
            .parameters
            .iter()
            .map(|parameter| parameter.name.clone());
        let is_function = !matches!(scope.kind, ScopeKind::Class | ScopeKind::Module);
        let locals = scope
            .names
            .iter()
            .filter(|(_, own)| is_function && own.is_bound() && !own.parameter);
        let own_cell = (scope.class_cell).then(|| "__class__".to_owned());
        let own_cell = own_cell
            .into_iter()
            .chain(scope.seen.then(|| CLASS_NAMES.to_owned()));
        let names: Vec<String> = parameters
            .chain(locals.map(|(name, _)| name.clone()))
            .chain(own_cell)
            .collect();
        for (index, name) in names.into_iter().enumerate() {
            let is_cell = scope.cells.contains(&name);
            let variable = self.declare(signature.scope, name, is_cell);
            if is_cell {
                cells.push(variable.register);
            }
            if index < signature.parameters.len() {
                self.binds(variable);
            }
        }
        let mut free = Vec::new();
        for name in &scope.free {
            let variable = self.declare(signature.scope, name.clone(), true);
            if let Some(from) = outer.variables.get(name) {
                free.push(Capture {
                    from: from.register,
                    to: variable.register,
                });
            }
        }
        (cells, free)
    }

    fn declare(&mut self, scope: ScopeId, name: String, is_cell: bool) -> Variable {
        let own = self.scopes.get(scope).names.get(&name);
        let variable = Variable {
            register: self.f.local(),
            storage: if is_cell {
                Storage::Cell
            } else {
                Storage::Plain
            },
            walrus: own.is_some_and(|own| own.walrus),
        };
        if own.is_some_and(|own| own.unbinds) {
            self.f.unstable.insert(variable.register);
        }
        self.f.variables.insert(name, variable);
        variable
    }

    fn assemble(
        &mut self,
        signature: Signature<'_>,
        frame: Frame<'a>,
        cells: Vec<u8>,
        free: Vec<Capture>,
    ) -> u32 {
        if frame.too_large {
            let at = frame.spans.first().map_or(self.source.end(), |(_, at)| *at);
            self.reject(
                at,
                format!("the function `{}` is too large", signature.name),
                "split it into smaller functions",
            );
        }
        let mut locals: Vec<(u8, String)> = frame
            .variables
            .iter()
            .map(|(name, variable)| (variable.register, name.clone()))
            .collect();
        locals.sort();
        let function = Function {
            name: signature.name.to_owned(),
            qualname: signature.qualname,
            module: self.source.module().to_owned(),
            kind: signature.kind,
            suspends: signature.suspends,
            parameters: signature.parameters,
            registers: frame.registers(),
            cells,
            free,
            locals,
            code: threaded(frame.code),
            handlers: frame.handlers,
            lines: self.source.lines(&frame.spans),
            file: self.source.file,
            doc: signature.doc,
        };
        self.builder.function(function)
    }

    /// A function's parameters in register order.
    pub(super) fn parameters(&self, scope: ScopeId, parameters: &Parameters) -> Vec<Param> {
        let Parameters {
            range: _,
            node_index: _,
            posonlyargs,
            args,
            vararg,
            kwonlyargs,
            kwarg,
        } = parameters;
        let param = |name: &str, kind| Param {
            name: self.scopes.mangle(scope, name),
            kind,
        };
        let each = |list: &[ParameterWithDefault], kind| -> Vec<Param> {
            list.iter()
                .map(|with_default| param(&with_default.parameter.name, kind))
                .collect()
        };
        let mut all = each(posonlyargs, ParameterKind::PositionalOnly);
        all.extend(each(args, ParameterKind::PositionalOrKeyword));
        all.extend(
            vararg
                .iter()
                .map(|rest| param(&rest.name, ParameterKind::VarPositional)),
        );
        all.extend(each(kwonlyargs, ParameterKind::KeywordOnly));
        all.extend(
            kwarg
                .iter()
                .map(|rest| param(&rest.name, ParameterKind::VarKeyword)),
        );
        all
    }

    /// What is bound now, for the handler of a region that begins here.
    pub(super) fn bound(&self) -> Bound {
        self.f.surely_bound()
    }
}
