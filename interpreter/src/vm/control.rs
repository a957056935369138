//! Names: cells, globals, class namespaces; and making functions.

use crate::ir::{self, FunctionKind, Op};
use crate::value::callable::Function;
use crate::value::symbol::names;
use crate::value::{Attrs, Obj, Ref, Sym, Type, Value};

use super::frame::Flow;
use super::{Answer, Raised, Vm};

impl Vm {
    pub(crate) fn make_cell(&mut self, content: Value) -> Value {
        Value::Ref(self.heap.alloc(Obj::Cell(content)))
    }

    pub(crate) fn load_cell(&mut self, cell: Value, register: u8, name: u32) -> Answer {
        match cell.as_ref().map(|handle| self.heap.get(handle)) {
            Some(Obj::Cell(content)) if !content.is_unbound() => Ok(*content),
            _ => Err(self.empty_cell(register, name)),
        }
    }

    /// A cell that another function made is a free variable here.
    fn empty_cell(&mut self, register: u8, name: u32) -> Raised {
        let text = self.symbols.shared(self.names[name as usize]);
        let code = self.frames.last().map_or(0, |frame| frame.code as usize);
        let captured = self.program.functions[code]
            .free
            .iter()
            .any(|capture| capture.to == register);
        if captured {
            let message = format!(
                "cannot access free variable '{text}' where it is not associated with a value in enclosing scope"
            );
            return self.name_error(Type::NameError, message, name);
        }
        let message = format!(
            "cannot access local variable '{text}' where it is not associated with a value"
        );
        self.name_error(Type::UnboundLocalError, message, name)
    }

    fn name_error(&mut self, class: Type, message: String, name: u32) -> Raised {
        let raised = self.error(class, message);
        if let Raised::Exception(exception) = raised {
            let value = self.sym_value(self.names[name as usize]);
            self.set_own(exception, names::NAME_ATTR, value);
        }
        raised
    }

    pub(crate) fn store_cell(&mut self, cell: Value, value: Value) {
        if let Some(Obj::Cell(content)) = cell.as_ref().map(|handle| self.heap.get_mut(handle)) {
            *content = value;
        }
    }

    pub(crate) fn delete_cell(
        &mut self,
        cell: Value,
        register: u8,
        name: u32,
    ) -> Result<(), Raised> {
        self.load_cell(cell, register, name)?;
        self.store_cell(cell, Value::Unbound);
        Ok(())
    }

    /// The error of a name that has no value.
    pub(crate) fn unbound_name(&mut self, op: Op, word: u32) -> Raised {
        let name = u32::from(ir::bx(word));
        match op {
            Op::CheckBound => {
                let text = self.symbols.shared(self.names[name as usize]);
                let message = format!(
                    "cannot access local variable '{text}' where it is not associated with a value"
                );
                self.name_error(Type::UnboundLocalError, message, name)
            }
            Op::LoadGlobal => self.no_global(ir::bx(word)),
            _ => {
                let text = self.symbols.shared(self.names[name as usize]);
                self.name_error(
                    Type::NameError,
                    format!("name '{text}' is not defined"),
                    name,
                )
            }
        }
    }

    fn no_global(&mut self, global: u16) -> Raised {
        let text = self.program.globals[usize::from(global)].name.clone();
        let raised = self.error(Type::NameError, format!("name '{text}' is not defined"));
        if let Raised::Exception(exception) = raised {
            let value = self.heap.new_str(text);
            self.set_own(exception, names::NAME_ATTR, value);
        }
        raised
    }

    pub(crate) fn delete_global(&mut self, global: u16) -> Result<(), Raised> {
        if self.globals[usize::from(global)].is_unbound() {
            return Err(self.no_global(global));
        }
        self.globals[usize::from(global)] = Value::Unbound;
        Ok(())
    }

    pub(crate) fn shapes_is_class_body(&self, code: u32) -> bool {
        self.program.functions[code as usize].kind == FunctionKind::ClassBody
    }

    /// The namespace of the class body that runs.
    /// The namespace of the class body that runs.
    pub(crate) fn namespace(&self) -> Option<Ref> {
        self.frames.last().and_then(|frame| frame.delegate.as_ref())
    }

    pub(crate) fn load_name(&mut self, word: u32, base: usize) -> Result<Flow, Raised> {
        let name = self.names[usize::from(ir::bx(word))];
        let found = match self.namespace() {
            Some(namespace) => self.body_name(namespace, name)?,
            None => None,
        };
        Ok(match found {
            Some(value) => {
                self.set_reg(base, ir::a(word), value);
                Flow::Next
            }
            None => Flow::Jump,
        })
    }

    pub(crate) fn store_name(&mut self, name: u16, value: Value) -> Result<(), Raised> {
        let name = self.names[usize::from(name)];
        let Some(namespace) = self.namespace() else {
            return Ok(());
        };
        if let Some(mapping) = self.body_mapping(namespace) {
            let key = self.sym_value(name);
            return self.set_item(mapping, key, value);
        }
        match self.heap.get(namespace) {
            Obj::Instance(instance) if !instance.payload.is_unbound() => {
                let body = instance.payload;
                crate::stdlib::enum_body::store(self, namespace, body, name, value)
            }
            _ => {
                self.set_own(namespace, name, value);
                Ok(())
            }
        }
    }

    /// The module of the author's code that runs, the library's own aside.
    pub(crate) fn current_module(&self) -> String {
        let functions = self.frames.iter().rev().map(|frame| {
            let function = &self.program.functions[frame.code as usize];
            (function, &self.program.files[function.file as usize])
        });
        let mut of_author = functions.filter(|(_, file)| !file.path.starts_with("<carabiner>"));
        let found = of_author.next();
        found.map_or_else(String::new, |(function, _)| function.module.clone())
    }

    pub(crate) fn delete_name(&mut self, name: u16) -> Result<(), Raised> {
        let sym = self.names[usize::from(name)];
        let namespace = self.namespace();
        let mapping = namespace.and_then(|namespace| self.body_mapping(namespace));
        let removed = match (
            mapping,
            namespace.map(|namespace| self.heap.get_mut(namespace)),
        ) {
            (Some(mapping), _) => {
                let key = self.sym_value(sym);
                match self.del_item(mapping, key) {
                    Ok(()) => Some(Value::None),
                    Err(raised) if self.is_raised(raised, Type::KeyError) => None,
                    Err(raised) => return Err(raised),
                }
            }
            (None, Some(Obj::Instance(instance))) => instance.attrs.remove(sym),
            _ => None,
        };
        match removed {
            Some(_) => Ok(()),
            None => {
                let text = self.symbols.shared(sym);
                Err(self.name_error(
                    Type::NameError,
                    format!("name '{text}' is not defined"),
                    u32::from(name),
                ))
            }
        }
    }

    pub(crate) fn annotate(&mut self, name: u16, text: Value) -> Result<(), Raised> {
        let Some(namespace) = self.namespace() else {
            return Ok(());
        };
        let mapping = self.body_mapping(namespace);
        let known = match mapping {
            Some(mapping) => self.body_item(mapping, names::ANNOTATIONS)?,
            None => self.namespace_get(namespace, names::ANNOTATIONS),
        };
        let annotations = match known {
            Some(annotations) => annotations,
            None => {
                let annotations = Value::Ref(self.heap.new_dict());
                match mapping {
                    Some(mapping) => {
                        let key = self.sym_value(names::ANNOTATIONS);
                        self.set_item(mapping, key, annotations)?;
                    }
                    None => self.set_own(namespace, names::ANNOTATIONS, annotations),
                }
                annotations
            }
        };
        let key = self.sym_value(self.names[usize::from(name)]);
        self.set_item(annotations, key, text)
    }

    pub(crate) fn make_function(&mut self, word: u32, code: u32, base: usize) -> Value {
        let optional = |register: u8| {
            if register == ir::NONE {
                Value::Unbound
            } else {
                self.reg(base, register)
            }
        };
        let (defaults, keyword_defaults) = (optional(ir::b(word)), optional(ir::c(word)));
        let free = &self.program.functions[code as usize].free;
        let cells = free
            .iter()
            .map(|capture| self.reg(base, capture.from))
            .collect();
        let function = Function {
            code,
            defaults,
            keyword_defaults,
            cells,
            attrs: Attrs::default(),
        };
        Value::Ref(self.heap.alloc(Obj::Function(Box::new(function))))
    }

    /// `LoadSpecial`: as `with` looks up its methods.
    pub(crate) fn load_special(&mut self, word: u32, name: u32, base: usize) -> Result<(), Raised> {
        let (object, name, to) = (
            self.reg(base, ir::b(word)),
            self.names[name as usize],
            ir::a(word),
        );
        let Some(method) = self.special(object, name) else {
            return Err(self.no_protocol(object, name));
        };
        self.set_reg(base, to, method);
        self.set_reg(base, to + 1, Value::Unbound);
        Ok(())
    }

    fn no_protocol(&mut self, object: Value, name: Sym) -> Raised {
        let class = self.type_name(object);
        let (kind, missing) = match name {
            names::ENTER => ("context manager", ""),
            names::EXIT => ("context manager", " (missed __exit__ method)"),
            names::AENTER => ("asynchronous context manager", ""),
            names::AEXIT => ("asynchronous context manager", " (missed __aexit__ method)"),
            _ => {
                let text = self.symbols.shared(name);
                return self.type_error(format!("'{class}' object has no {text}"));
            }
        };
        self.type_error(format!(
            "'{class}' object does not support the {kind} protocol{missing}"
        ))
    }
}
