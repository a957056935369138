//! Dicts, sets and lists from Rust: searching compares keys as Python does, and may run Python code.

use crate::value::symbol::names;
use crate::value::{Obj, Ref, Table, Type, Value};

use super::{Raised, Vm};

impl Vm {
    /// The position of a key in the table of a dict or set (not of an instance of a subclass: pass its payload).
    pub(crate) fn find_key(
        &mut self,
        object: Value,
        key: Value,
        hash: i64,
    ) -> Result<Option<usize>, Raised> {
        let Some(table) = self.heap.table(object) else {
            return Ok(None);
        };
        match self.quick_find(table, key, hash) {
            Some(found) => Ok(found),
            None => self.find_key_by_methods(object, key, hash),
        }
    }

    /// Where a key stands in a table; none where comparing might run Python code.
    #[inline(always)]
    fn quick_find(&self, table: &Table, key: Value, hash: i64) -> Option<Option<usize>> {
        let mut probe = table.probe(hash);
        while let Some((position, candidate)) = table.candidate(hash, &mut probe) {
            if self.quick_same(candidate, key)? {
                return Some(Some(position));
            }
        }
        Some(None)
    }

    /// The hash of a text or of a small int.
    #[inline(always)]
    fn quick_hash(&self, key: Value) -> Option<i64> {
        match key {
            Value::Int(number @ 0..=0xffff_ffff) => Some(number),
            Value::Ref(handle) => match self.heap.get(handle) {
                Obj::Str(text) => Some(text.hash()),
                _ => None,
            },
            _ => None,
        }
    }

    /// What a dict itself has under a key; none where finding out might run Python code, or it is no dict.
    #[inline]
    pub(super) fn quick_key(&self, dict: Value, key: Value) -> Option<Option<Value>> {
        let Value::Ref(handle) = dict else {
            return None;
        };
        let Obj::Dict(dict) = self.heap.get(handle) else {
            return None;
        };
        let hash = self.quick_hash(key)?;
        let found = self.quick_find(&dict.table, key, hash)?;
        Some(found.map(|position| dict.table.value_at(position)))
    }

    /// Whether a set has an item; none where finding out might run Python code.
    #[inline]
    pub(super) fn quick_member(&self, table: &Table, item: Value) -> Option<bool> {
        let hash = self.quick_hash(item)?;
        Some(self.quick_find(table, item, hash)?.is_some())
    }

    /// `dict[key] = value` where no Python code can run; false with nothing changed where it could.
    pub(super) fn quick_set_key(&mut self, dict: Value, key: Value, value: Value) -> bool {
        let Value::Ref(handle) = dict else {
            return false;
        };
        let Obj::Dict(of) = self.heap.get(handle) else {
            return false;
        };
        let Some(hash) = self.quick_hash(key) else {
            return false;
        };
        let Some(found) = self.quick_find(&of.table, key, hash) else {
            return false;
        };
        let Obj::Dict(of) = self.heap.get_mut(handle) else {
            return false;
        };
        match found {
            Some(position) => of.table.set_at(position, value),
            None => {
                of.table.push(hash, key, value);
                self.heap.charge(48);
            }
        }
        true
    }

    /// Whether two keys are equal, if they are texts or ints.
    #[inline(always)]
    pub(crate) fn quick_same(&self, one: Value, other: Value) -> Option<bool> {
        match (one, other) {
            (Value::Int(one), Value::Int(other)) => Some(one == other),
            (Value::Ref(one), Value::Ref(other)) if one == other => Some(true),
            (Value::Ref(one), Value::Ref(other)) => {
                match (self.heap.get(one), self.heap.get(other)) {
                    (Obj::Str(one), Obj::Str(other)) => Some(one.same(other)),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    fn find_key_by_methods(
        &mut self,
        object: Value,
        key: Value,
        hash: i64,
    ) -> Result<Option<usize>, Raised> {
        let Some(table) = self.heap.table(object) else {
            return Ok(None);
        };
        let mut probe = table.probe(hash);
        let version = table.version();
        loop {
            let Some(table) = self.heap.table(object) else {
                return Ok(None);
            };
            if table.version() != version {
                return self.find_key(object, key, hash);
            }
            let Some((position, candidate)) = table.candidate(hash, &mut probe) else {
                return Ok(None);
            };
            if candidate.is(key) {
                return Ok(Some(position));
            }
            let equal = self.eq(candidate, key)?;
            // Comparing may have changed the table: the position means nothing then.
            let same = |vm: &Vm| vm.heap.table(object).map(Table::version) == Some(version);
            if equal && same(self) {
                return Ok(Some(position));
            }
        }
    }

    /// `d.get(key)`; a key that cannot be hashed is a TypeError.
    pub fn dict_get(&mut self, dict: Value, key: Value) -> Result<Option<Value>, Raised> {
        if let Some(found) = self.quick_key(dict, key) {
            return Ok(found);
        }
        let hash = self.hash(key)?;
        let dict = self.heap.payload(dict);
        let position = self.find_key(dict, key, hash)?;
        Ok(position.and_then(|position| Some(self.heap.table(dict)?.value_at(position))))
    }

    /// `d[text]`, without running Python code.
    pub fn dict_get_str(&self, dict: Value, text: &str) -> Option<Value> {
        let hash = crate::value::text::hash_bytes(text.as_bytes());
        let table = self.heap.table(dict)?;
        let mut probe = table.probe(hash);
        while let Some((position, candidate)) = table.candidate(hash, &mut probe) {
            if self.heap.str(candidate) == Some(text) {
                return Some(table.value_at(position));
            }
        }
        None
    }

    /// `d[key] = value`
    pub fn dict_set(&mut self, dict: Value, key: Value, value: Value) -> Result<(), Raised> {
        if self.quick_set_key(dict, key, value) {
            return Ok(());
        }
        let hash = self.hash(key)?;
        let dict = self.heap.payload(dict);
        let found = self.find_key(dict, key, hash)?;
        let Some(table) = self.heap.table_mut(dict) else {
            return Err(self.broken("setting an item of what is no dict"));
        };
        match found {
            Some(position) => table.set_at(position, value),
            None => {
                table.push(hash, key, value);
                self.heap.charge(48);
            }
        }
        Ok(())
    }

    /// Sets a text key.
    pub fn dict_set_str(&mut self, dict: Value, key: &str, value: Value) -> Result<(), Raised> {
        let key = self.heap.new_str(key);
        self.dict_set(dict, key, value)
    }

    /// `d.pop(key)`, if it is there.
    pub fn dict_remove(&mut self, dict: Value, key: Value) -> Result<Option<Value>, Raised> {
        let hash = self.hash(key)?;
        let dict = self.heap.payload(dict);
        let Some(position) = self.find_key(dict, key, hash)? else {
            return Ok(None);
        };
        Ok(self
            .heap
            .table_mut(dict)
            .map(|table| table.remove_at(position).1))
    }

    /// A dict of these pairs.
    pub fn new_dict_of(&mut self, pairs: &[(Value, Value)]) -> Result<Value, Raised> {
        let dict = Value::Ref(self.heap.new_dict());
        for (key, value) in pairs {
            self.dict_set(dict, *key, *value)?;
        }
        Ok(dict)
    }

    /// `s.add(item)`, on a set or on a frozenset that is being made.
    pub fn set_add(&mut self, set: Value, item: Value) -> Result<(), Raised> {
        let set = self.heap.payload(set);
        if let Some(hash) = self.quick_hash(item) {
            let table = self.heap.table(set);
            let found = table.and_then(|table| self.quick_find(table, item, hash));
            if matches!(found, Some(Some(_))) {
                return Ok(());
            }
        }
        let hash = self.hash(item)?;
        if self.find_key(set, item, hash)?.is_none() {
            if let Some(table) = self.heap.table_mut(set) {
                table.push(hash, item, Value::Unbound);
                self.heap.charge(48);
            }
        }
        Ok(())
    }

    /// `item in s`; a set as an item is looked for as a frozenset.
    pub fn set_has(&mut self, set: Value, item: Value) -> Result<bool, Raised> {
        if let Some(hash) = self.quick_hash(item) {
            let table = self.heap.table(set);
            if let Some(found) = table.and_then(|table| self.quick_find(table, item, hash)) {
                return Ok(found.is_some());
            }
        }
        let item = self.as_item(item);
        let hash = self.hash(item)?;
        let set = self.heap.payload(set);
        Ok(self.find_key(set, item, hash)?.is_some())
    }

    /// A set cannot be hashed; as an item to look for it stands for the frozenset that equals it.
    fn as_item(&mut self, item: Value) -> Value {
        let class = self.class_of(item);
        if self
            .lookup(class, names::HASH)
            .is_some_and(|method| !method.is_none() && self.heap.function(method).is_some())
        {
            return item;
        }
        let inner = self.heap.payload(item);
        match inner.as_ref().map(|handle| self.heap.get(handle)) {
            Some(Obj::Set(table)) => {
                let copy = Obj::FrozenSet(table.clone());
                Value::Ref(self.heap.alloc(copy))
            }
            _ => item,
        }
    }

    /// Removes an item; whether it was there.
    pub fn set_discard(&mut self, set: Value, item: Value) -> Result<bool, Raised> {
        let item = self.as_item(item);
        let hash = self.hash(item)?;
        let set = self.heap.payload(set);
        let Some(position) = self.find_key(set, item, hash)? else {
            return Ok(false);
        };
        if let Some(table) = self.heap.table_mut(set) {
            table.remove_at(position);
        }
        Ok(true)
    }

    /// A new set of what an iterable gives.
    pub fn new_set(&mut self, items: &[Value]) -> Result<Value, Raised> {
        let set = Value::Ref(self.heap.alloc(Obj::Set(Box::default())));
        for item in items {
            self.set_add(set, *item)?;
        }
        Ok(set)
    }

    pub(crate) fn set_update(&mut self, set: Value, items: Value) -> Result<(), Raised> {
        let iter = self.iterate(items)?;
        while let Some(item) = self.next(iter)? {
            self.set_add(set, item)?;
        }
        Ok(())
    }

    /// `list.append`
    #[inline]
    pub fn list_push(&mut self, list: Value, item: Value) {
        if let Some(items) = self.heap.list_mut(list) {
            items.push(item);
            self.heap.charge(size_of::<Value>());
        }
    }

    /// `list.extend`
    pub fn list_extend(&mut self, list: Value, items: Value) -> Result<(), Raised> {
        if let Some(items) = self.heap.items(items).filter(|_| self.is_plain(items)) {
            let items = items.to_vec();
            self.reserve(items.len() * size_of::<Value>())?;
            self.heap.charge(items.len() * size_of::<Value>());
            if let Some(list) = self.heap.list_mut(list) {
                list.extend(items);
            }
            return Ok(());
        }
        let iter = self.iterate(items)?;
        self.check_length_hint(items)?;
        while let Some(item) = self.next(iter)? {
            self.list_push(list, item);
            self.relieve_builtin()?;
        }
        Ok(())
    }

    /// A builtin container, not an instance of a subclass that may have its own methods.
    pub(crate) fn is_plain(&self, value: Value) -> bool {
        self.heap.instance(value).is_none()
    }

    /// `{**mapping}` into a dict: later wins.
    pub(crate) fn map_update(&mut self, dict: Value, mapping: Value) -> Result<(), Raised> {
        if !self.is_mapping(mapping) {
            let class = self.type_name(mapping);
            return Err(self.type_error(format!("'{class}' object is not a mapping")));
        }
        for (key, value) in self.mapping_pairs(mapping)? {
            self.dict_set(dict, key, value)?;
        }
        Ok(())
    }

    /// `f(**mapping)`: keys must be new.
    pub(crate) fn map_merge(
        &mut self,
        dict: Value,
        mapping: Value,
        callee: Value,
    ) -> Result<(), Raised> {
        let name = self.callable_name(callee);
        if !self.is_mapping(mapping) {
            let class = self.type_name(mapping);
            return Err(self.type_error(format!(
                "{name} argument after ** must be a mapping, not {class}"
            )));
        }
        for (key, value) in self.mapping_pairs(mapping)? {
            if self.dict_get(dict, key)?.is_some() {
                let key = self.str(key)?;
                return Err(self.type_error(format!(
                    "{name} got multiple values for keyword argument '{key}'"
                )));
            }
            self.dict_set(dict, key, value)?;
        }
        Ok(())
    }

    /// Has `keys` and items.
    pub fn is_mapping(&mut self, value: Value) -> bool {
        let inner = self.heap.payload(value);
        if self.heap.dict(inner).is_some()
            || matches!(
                inner.as_ref().map(|h| self.heap.get(h)),
                Some(Obj::Namespace(_))
            )
        {
            return true;
        }
        let keys = crate::value::symbol::names::KEYS;
        let class = self.class_of(value);
        self.heap.class(class).is_some() && self.lookup(class, keys).is_some()
    }

    /// The pairs of a mapping: a dict's own, or by `keys` and `__getitem__`.
    pub fn mapping_pairs(&mut self, mapping: Value) -> Result<Vec<(Value, Value)>, Raised> {
        let inner = match self.namespace_of(mapping) {
            Some(of) => self.namespace_dict(of)?,
            None => self.heap.payload(mapping),
        };
        let own = self
            .user_method(mapping, crate::value::symbol::names::ITER)
            .is_none();
        if own {
            if let Some(dict) = self.heap.dict(inner) {
                return Ok(dict.table.iter().collect());
            }
        }
        let keys = self.call_method(mapping, crate::value::symbol::names::KEYS, &[])?;
        let mut pairs = Vec::new();
        for key in self.collect(keys)? {
            pairs.push((key, self.get_item(mapping, key)?));
        }
        Ok(pairs)
    }

    /// Whether an object is an instance of a builtin class or of one derived from it.
    pub fn is_instance(&self, value: Value, class: Type) -> bool {
        let own = self.class_of(value);
        self.is_subclass(own, Value::Type(class))
    }

    /// For handles known to be lists.
    pub(crate) fn list_len(&self, handle: Ref) -> usize {
        match self.heap.get(handle) {
            Obj::List(items) => items.len(),
            _ => 0,
        }
    }
}
