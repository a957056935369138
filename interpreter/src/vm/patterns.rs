//! `match`: what a subject is to patterns, and what they take of it.

use crate::ir::{self, Op};
use crate::value::class::Collection;
use crate::value::symbol::names;
use crate::value::{Sym, Type, Value};

use super::{Answer, Raised, Vm};

impl Vm {
    pub(crate) fn match_instruction(&mut self, op: Op, word: u32, ext: u32, base: usize) -> Answer {
        let subject = self.reg(base, ir::b(word));
        match op {
            Op::MatchSequence => Ok(Value::Bool(
                self.collection(subject) == Some(Collection::Sequence),
            )),
            Op::MatchMapping => Ok(Value::Bool(
                self.collection(subject) == Some(Collection::Mapping),
            )),
            Op::MatchKeys => self.match_keys(subject, self.reg(base, ir::c(word))),
            Op::MatchRest => self.match_rest(subject, self.reg(base, ir::c(word))),
            _ => self.match_class(
                subject,
                self.reg(base, ir::c(word)),
                self.constants[ext as usize],
            ),
        }
    }

    fn match_keys(&mut self, subject: Value, keys: Value) -> Answer {
        let keys = self
            .heap
            .items(keys)
            .map_or_else(Vec::new, <[Value]>::to_vec);
        let mut values = Vec::with_capacity(keys.len());
        for (index, key) in keys.iter().enumerate() {
            for earlier in &keys[..index] {
                if self.eq(*earlier, *key)? {
                    let key = self.repr(*key)?;
                    return Err(
                        self.value_error(format!("mapping pattern checks duplicate key ({key})"))
                    );
                }
            }
            match self.match_key(subject, *key)? {
                Some(value) => values.push(value),
                None => return Ok(Value::None),
            }
        }
        Ok(self.heap.new_tuple(values))
    }

    /// `subject.get(key)`, which a class of the program may say in its own way.
    fn match_key(&mut self, subject: Value, key: Value) -> Result<Option<Value>, Raised> {
        if self.heap.instance(subject).is_none() {
            return self.dict_get(subject, key);
        }
        let name = self.symbols.intern("get");
        let absent = Value::Ref(self.new_instance(Value::Type(Type::Object), Value::Unbound));
        let get = self.get_attr(subject, name)?;
        let found = self.call(get, &[key, absent])?;
        Ok((!found.is(absent)).then_some(found))
    }

    fn match_rest(&mut self, subject: Value, keys: Value) -> Answer {
        let rest = Value::Ref(self.heap.new_dict());
        self.map_update(rest, subject)?;
        for key in self
            .heap
            .items(keys)
            .map_or_else(Vec::new, <[Value]>::to_vec)
        {
            if self.dict_remove(rest, key)?.is_none() {
                return Err(self.key_error(key));
            }
        }
        Ok(rest)
    }

    fn match_class(&mut self, subject: Value, class: Value, pattern: Value) -> Answer {
        if !self.is_class(class) {
            return Err(self.type_error("called match pattern must be a type"));
        }
        if !self.check_instance(subject, class)? {
            return Ok(Value::None);
        }
        let parts = self
            .heap
            .items(pattern)
            .map_or_else(Vec::new, <[Value]>::to_vec);
        let positional = parts
            .first()
            .and_then(|count| self.as_int(*count))
            .map_or(0, |count| count.clamp_i64()) as usize;
        let keywords = parts
            .get(1)
            .and_then(|names| self.heap.items(*names))
            .map_or_else(Vec::new, <[Value]>::to_vec);
        let mut values = Vec::new();
        let mut asked = Vec::new();
        if positional > 0 {
            match self.positional_names(class, positional)? {
                Some(names) => {
                    for name in names {
                        if self.heap.str(name).is_none() || self.heap.instance(name).is_some() {
                            let kind = self.type_name(name);
                            return Err(self.type_error(format!(
                                "__match_args__ elements must be strings (got {kind})"
                            )));
                        }
                        match self.match_attribute(subject, class, name, &mut asked)? {
                            Some(value) => values.push(value),
                            None => return Ok(Value::None),
                        }
                    }
                }
                None => values.push(subject),
            }
        }
        for name in keywords {
            match self.match_attribute(subject, class, name, &mut asked)? {
                Some(value) => values.push(value),
                None => return Ok(Value::None),
            }
        }
        Ok(self.heap.new_tuple(values))
    }

    /// The attributes that so many positional patterns are for, or nothing if the one pattern is for the subject itself.
    fn positional_names(
        &mut self,
        class: Value,
        positional: usize,
    ) -> Result<Option<Vec<Value>>, Raised> {
        let names = match self.get_attr_or(class, names::MATCH_ARGS)? {
            Some(names) if self.heap.instance(names).is_some() => None,
            Some(names) => Some(names),
            None if matches_itself(self.layout_of(class)) => {
                return match positional {
                    1 => Ok(None),
                    _ => Err(self.too_many_patterns(class, 1, positional)),
                };
            }
            None => return Err(self.too_many_patterns(class, 0, positional)),
        };
        let Some(names) = names.and_then(|names| self.heap.tuple(names).cloned()) else {
            let given = self.get_attr(class, names::MATCH_ARGS)?;
            let (class, kind) = (self.class_shown(class), self.type_name(given));
            return Err(self.type_error(format!(
                "{class}.__match_args__ must be a tuple (got {kind})"
            )));
        };
        if names.len() < positional {
            return Err(self.too_many_patterns(class, names.len(), positional));
        }
        Ok(Some(names.iter().copied().take(positional).collect()))
    }

    fn too_many_patterns(&mut self, class: Value, allowed: usize, given: usize) -> Raised {
        let class = self.class_shown(class);
        let s = if allowed == 1 { "" } else { "s" };
        self.type_error(format!(
            "{class}() accepts {allowed} positional sub-pattern{s} ({given} given)"
        ))
    }

    fn match_attribute(
        &mut self,
        subject: Value,
        class: Value,
        name: Value,
        asked: &mut Vec<Sym>,
    ) -> Result<Option<Value>, Raised> {
        let attribute = self.name_of(name)?;
        if asked.contains(&attribute) {
            let (class, name) = (self.class_shown(class), self.repr(name)?);
            return Err(self.type_error(format!(
                "{class}() got multiple sub-patterns for attribute {name}"
            )));
        }
        asked.push(attribute);
        self.get_attr_or(subject, attribute)
    }

    /// What an object is to patterns.
    fn collection(&self, subject: Value) -> Option<Collection> {
        self.collection_of(self.class_of(subject))
    }

    /// What the instances of a class are to patterns.
    pub(super) fn collection_of(&self, class: Value) -> Option<Collection> {
        match class {
            Value::Type(class) => builtin_collection(class),
            _ => {
                let own = self.heap.class(class)?;
                let of_layout = || builtin_collection(own.layout);
                own.flags.pattern.or_else(of_layout)
            }
        }
    }

    /// `__abc_tpflags__` of an abstract class, which is taken from it: what its instances and those of what derives from it are to patterns.
    pub(crate) fn take_collection(&mut self, class: Value) {
        let name = self.symbols.intern("__abc_tpflags__");
        let Some(own) = self.heap.class_mut(class) else {
            return;
        };
        let said = match own.attrs.remove(name) {
            Some(Value::Int(SEQUENCE)) => Collection::Sequence,
            Some(Value::Int(MAPPING)) => Collection::Mapping,
            _ => return,
        };
        own.flags.pattern = Some(said);
    }

    /// Instances of a class and of all below it become the same to patterns as those of the class that it is registered with.
    pub(crate) fn register_collection(&mut self, class: Value, with: Value) {
        let Some(said) = self.collection_of(with) else {
            return;
        };
        let mut changed = vec![class];
        while let Some(class) = changed.pop() {
            if let Some(own) = self
                .heap
                .class_mut(class)
                .filter(|own| own.flags.pattern != Some(said))
            {
                own.flags.pattern = Some(said);
                changed.extend(&own.subclasses);
            }
        }
    }
}

/// What `__abc_tpflags__` of an abstract class may be.
const SEQUENCE: i64 = 1 << 5;
const MAPPING: i64 = 1 << 6;

fn builtin_collection(class: Type) -> Option<Collection> {
    match class {
        Type::List
        | Type::Tuple
        | Type::NamedTuple
        | Type::DecimalTuple
        | Type::StructTime
        | Type::IsoCalendarDate
        | Type::Range
        | Type::Deque => Some(Collection::Sequence),
        Type::Dict
        | Type::DefaultDict
        | Type::OrderedDict
        | Type::Counter
        | Type::TypedDict
        | Type::MappingProxy => Some(Collection::Mapping),
        _ => None,
    }
}

/// Classes whose one positional pattern matches the subject itself.
fn matches_itself(class: Type) -> bool {
    [
        Type::ByteArray,
        Type::Bytes,
        Type::Dict,
        Type::Float,
        Type::FrozenSet,
        Type::Int,
        Type::List,
        Type::Set,
        Type::Str,
        Type::Tuple,
    ]
    .into_iter()
    .any(|kind| class.is_subtype(kind))
}
