//! `== != < <= > >=`, `in`, and `hash()`.

use std::cmp::Ordering;

use crate::number::{Int, compare::int_float, hash};
use crate::value::iter::View;
use crate::value::symbol::names;
use crate::value::text::hash_bytes;
use crate::value::{Obj, Ref, Sym, Type, Value};

use super::{Answer, Raised, Vm};

/// A comparison operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    Lt,
    Le,
    Eq,
    Ne,
    Gt,
    Ge,
}

impl Comparison {
    pub fn method(self) -> Sym {
        match self {
            Comparison::Lt => names::LT,
            Comparison::Le => names::LE,
            Comparison::Eq => names::EQ,
            Comparison::Ne => names::NE,
            Comparison::Gt => names::GT,
            Comparison::Ge => names::GE,
        }
    }

    /// What `b op a` must be for `a op b`.
    pub fn mirrored(self) -> Comparison {
        match self {
            Comparison::Lt => Comparison::Gt,
            Comparison::Le => Comparison::Ge,
            Comparison::Gt => Comparison::Lt,
            Comparison::Ge => Comparison::Le,
            same => same,
        }
    }

    pub fn symbol(self) -> &'static str {
        match self {
            Comparison::Lt => "<",
            Comparison::Le => "<=",
            Comparison::Eq => "==",
            Comparison::Ne => "!=",
            Comparison::Gt => ">",
            Comparison::Ge => ">=",
        }
    }

    pub fn holds(self, order: Option<Ordering>) -> bool {
        match self {
            Comparison::Lt => order == Some(Ordering::Less),
            Comparison::Le => matches!(order, Some(Ordering::Less | Ordering::Equal)),
            Comparison::Eq => order == Some(Ordering::Equal),
            Comparison::Ne => order != Some(Ordering::Equal),
            Comparison::Gt => order == Some(Ordering::Greater),
            Comparison::Ge => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
        }
    }
}

impl Vm {
    /// `a op b`, with what a user's method returns.
    pub fn compare(&mut self, op: Comparison, a: Value, b: Value) -> Answer {
        if let Some(order) = self.simple_order(a, b) {
            return Ok(Value::Bool(op.holds(order)));
        }
        if let (Value::Ref(x), Value::Ref(y)) = (a, b) {
            let alike = matches!(
                (self.heap.get(x), self.heap.get(y)),
                (Obj::Tuple(_), Obj::Tuple(_)) | (Obj::List(_), Obj::List(_))
            );
            if alike {
                return self.deeper(|vm| vm.compare_sequences(op, x, y));
            }
        }
        self.deeper(|vm| vm.compare_objects(op, a, b))
    }

    /// `bool(a op b)`.
    pub fn compare_truth(&mut self, op: Comparison, a: Value, b: Value) -> Result<bool, Raised> {
        let value = self.compare(op, a, b)?;
        self.truthy(value)
    }

    /// `a is b or a == b`, as containers compare.
    pub fn eq(&mut self, a: Value, b: Value) -> Result<bool, Raised> {
        if let Some(same) = self.quick_same(a, b) {
            return Ok(same);
        }
        if a.is(b) {
            return Ok(true);
        }
        self.compare_truth(Comparison::Eq, a, b)
    }

    /// `a < b`.
    pub fn lt(&mut self, a: Value, b: Value) -> Result<bool, Raised> {
        self.compare_truth(Comparison::Lt, a, b)
    }

    /// The order of numbers, of texts and of bytes, which need no method; `Some(None)` is "unordered" (NaN).
    fn simple_order(&self, a: Value, b: Value) -> Option<Option<Ordering>> {
        match (a, b) {
            (Value::Int(x), Value::Int(y)) => return Some(Some(x.cmp(&y))),
            (Value::Float(x), Value::Float(y)) => return Some(x.partial_cmp(&y)),
            (Value::Ref(x), Value::Ref(y)) => {
                if let (Obj::Str(x), Obj::Str(y)) = (self.heap.get(x), self.heap.get(y)) {
                    return Some(Some(x.as_str().cmp(y.as_str())));
                }
                if let (Obj::Bytes(x), Obj::Bytes(y)) = (self.heap.get(x), self.heap.get(y)) {
                    return Some(Some(x.cmp(y)));
                }
            }
            _ => {}
        }
        if self.heap.instance(a).is_some() || self.heap.instance(b).is_some() {
            return None;
        }
        match (a, b) {
            (Value::Float(x), _) => self
                .as_int(b)
                .map(|y| int_float(&y, x).map(Ordering::reverse)),
            (_, Value::Float(y)) => self.as_int(a).map(|x| int_float(&x, y)),
            _ => Some(Some(self.as_int(a)?.cmp(&self.as_int(b)?))),
        }
    }

    fn compare_objects(&mut self, op: Comparison, a: Value, b: Value) -> Answer {
        let (left, right) = (self.class_of(a), self.class_of(b));
        let right_first =
            !left.is(right) && self.is_subclass(right, left) && self.heap.instance(b).is_some();
        if right_first {
            match self.compare_by(op.mirrored(), b, a)? {
                Value::NotImplemented => {}
                value => return Ok(value),
            }
        }
        match self.compare_by(op, a, b)? {
            Value::NotImplemented => {}
            value => return Ok(value),
        }
        if !right_first {
            match self.compare_by(op.mirrored(), b, a)? {
                Value::NotImplemented => {}
                value => return Ok(value),
            }
        }
        match op {
            Comparison::Eq => Ok(Value::Bool(a.is(b))),
            Comparison::Ne => Ok(Value::Bool(!a.is(b))),
            _ => {
                let (left, right) = (self.type_name(a), self.type_name(b));
                Err(self.type_error(format!(
                    "'{}' not supported between instances of '{left}' and '{right}'",
                    op.symbol()
                )))
            }
        }
    }

    /// `type(a).__op__(a, b)`, which may be `NotImplemented`.
    fn compare_by(&mut self, op: Comparison, a: Value, b: Value) -> Answer {
        if let Some(method) = self.user_method(a, op.method()) {
            let method = self.bind_method(method, a);
            return self.call(method, &[b]);
        }
        // Builtin classes but `object` say themselves what is not equal.
        let of_object = self.heap.payload(a).is(a);
        if op == Comparison::Ne && of_object && self.user_method(a, names::EQ).is_some() {
            return match self.compare_by(Comparison::Eq, a, b)? {
                Value::NotImplemented => Ok(Value::NotImplemented),
                value => Ok(Value::Bool(!self.truthy(value)?)),
            };
        }
        self.compare_builtin(op, a, b)
    }

    /// A method that a Python class of the object defines, or that a decorator or an enumeration gave it.
    pub(crate) fn user_method(&mut self, object: Value, name: Sym) -> Option<Value> {
        let class = self.class_of(object);
        self.heap.class(class)?;
        match self.lookup(class, name)? {
            Value::Native(id) if !self.is_given(id) => None,
            method => Some(method),
        }
    }

    /// Whether a builtin method is one that `@dataclass` puts into classes, or an enumeration's: its own class says nothing of what
    /// the object is inside, so it goes before what that would do.
    fn is_given(&self, id: crate::value::NativeId) -> bool {
        match self.native_owner(id) {
            None => true,
            Some(owner) => owner == Type::Enum || owner.is_subtype(Type::Enum),
        }
    }

    pub(crate) fn compare_builtin(&mut self, op: Comparison, a: Value, b: Value) -> Answer {
        let (x, y) = (self.plain_operand(a)?, self.plain_operand(b)?);
        if let Some(order) = self.simple_order(x, y) {
            return Ok(Value::Bool(op.holds(order)));
        }
        let (Value::Ref(left), Value::Ref(right)) = (x, y) else {
            return self.compare_native(op, x, y);
        };
        match (self.heap.get(left), self.heap.get(right)) {
            (Obj::List(_), Obj::List(_)) | (Obj::Tuple(_), Obj::Tuple(_)) => {
                self.compare_sequences(op, left, right)
            }
            (Obj::Dict(p), Obj::Dict(_)) if p.class != Type::Dict => {
                match self.compare_by_table(op, x, b)? {
                    Value::NotImplemented => self.compare_dicts(op, left, right),
                    value => Ok(value),
                }
            }
            (Obj::Dict(_), Obj::Dict(_)) => self.compare_dicts(op, left, right),
            (Obj::Set(_) | Obj::FrozenSet(_), Obj::Set(_) | Obj::FrozenSet(_)) => {
                self.compare_sets(op, left, right)
            }
            (Obj::Slice(p), Obj::Slice(q)) => {
                let (p, q) = (**p, **q);
                let (p, q) = (self.heap.new_tuple(p), self.heap.new_tuple(q));
                self.compare(op, p, q)
            }
            (Obj::Range(_), Obj::Range(_)) => self.compare_ranges(op, left, right),
            (Obj::BoundMethod(p), Obj::BoundMethod(q)) => {
                let same = p.function.is(q.function) && p.object.is(q.object);
                Ok(equality(op, same))
            }
            (Obj::Complex(a, b), Obj::Complex(c, d)) => Ok(equality(op, a == c && b == d)),
            (Obj::Bytes(_) | Obj::ByteArray(_), Obj::Bytes(_) | Obj::ByteArray(_)) => {
                let order = self.heap.bytes_like(x).cmp(&self.heap.bytes_like(y));
                Ok(Value::Bool(op.holds(Some(order))))
            }
            _ => self.compare_native(op, x, y),
        }
    }

    /// As the own table of an `OrderedDict` or a `Counter` has it, if it has.
    fn compare_by_table(&mut self, op: Comparison, a: Value, b: Value) -> Answer {
        let class = self.type_of(a);
        let name = self.symbols.shared(op.method());
        if let Some(method) = super::native::own_method(class, &name) {
            return self.call_native(method, a, &[b], &[]);
        }
        match (op, super::native::own_method(class, "__eq__")) {
            (Comparison::Ne, Some(method)) => match self.call_native(method, a, &[b], &[])? {
                Value::Bool(equal) => Ok(Value::Bool(!equal)),
                other => Ok(other),
            },
            _ => Ok(Value::NotImplemented),
        }
    }

    /// The builtin value inside; a `__dict__` as a dict.
    fn plain_operand(&mut self, value: Value) -> Answer {
        match self.namespace_of(value) {
            Some(of) => self.namespace_dict(of),
            None => Ok(self.heap.payload(value)),
        }
    }

    /// By the table of a builtin class.
    fn compare_native(&mut self, op: Comparison, a: Value, b: Value) -> Answer {
        let class = self.type_of(a);
        if let Some(method) = self.more_than_object(class, op.method()) {
            return self.call_native(method, a, &[b], &[]);
        }
        let equal = match self.more_than_object(class, names::EQ) {
            Some(method) => self.call_native(method, a, &[b], &[])?,
            None if a.is(b) => Value::Bool(true),
            None => Value::NotImplemented,
        };
        Ok(match (op, equal) {
            (Comparison::Eq, equal) => equal,
            (Comparison::Ne, Value::Bool(equal)) => Value::Bool(!equal),
            (Comparison::Ne, other) => other,
            _ => Value::NotImplemented,
        })
    }

    /// A builtin class's own method, unless it is that of `object`.
    fn more_than_object(&mut self, class: Type, name: Sym) -> Option<crate::value::NativeId> {
        let method = self.native_method(class, name)?;
        (self.native_owner(method) != Some(Type::Object)).then_some(method)
    }

    fn compare_sequences(&mut self, op: Comparison, left: Ref, right: Ref) -> Answer {
        let lengths = (self.sequence_len(left), self.sequence_len(right));
        if lengths.0 != lengths.1 && matches!(op, Comparison::Eq | Comparison::Ne) {
            return Ok(Value::Bool(op == Comparison::Ne));
        }
        let mut index = 0;
        loop {
            let (x, y) = (
                self.sequence_item(left, index),
                self.sequence_item(right, index),
            );
            let (Some(x), Some(y)) = (x, y) else { break };
            if let (Value::Int(x), Value::Int(y)) = (x, y) {
                if x != y {
                    return Ok(Value::Bool(op.holds(Some(x.cmp(&y)))));
                }
                index += 1;
                continue;
            }
            if !self.eq(x, y)? {
                return match op {
                    Comparison::Eq => Ok(Value::Bool(false)),
                    Comparison::Ne => Ok(Value::Bool(true)),
                    _ => self.compare(op, x, y),
                };
            }
            index += 1;
        }
        Ok(Value::Bool(op.holds(Some(
            self.sequence_len(left).cmp(&self.sequence_len(right)),
        ))))
    }

    fn sequence_len(&self, handle: Ref) -> usize {
        self.plain_items(handle).len()
    }

    fn sequence_item(&self, handle: Ref, index: usize) -> Option<Value> {
        self.plain_items(handle).get(index).copied()
    }

    /// Of a list or tuple itself.
    fn plain_items(&self, handle: Ref) -> &[Value] {
        match self.heap.get(handle) {
            Obj::List(items) => items,
            Obj::Tuple(items) => items,
            _ => &[],
        }
    }

    fn compare_dicts(&mut self, op: Comparison, left: Ref, right: Ref) -> Answer {
        if !matches!(op, Comparison::Eq | Comparison::Ne) {
            return Ok(Value::NotImplemented);
        }
        let (left, right) = (Value::Ref(left), Value::Ref(right));
        let same_length = self.length(left)? == self.length(right)?;
        let equal = same_length && self.dict_entries_equal(left, right)?;
        Ok(equality(op, equal))
    }

    fn dict_entries_equal(&mut self, left: Value, right: Value) -> Result<bool, Raised> {
        let mut position = 0;
        while let Some((at, key, value)) = self
            .heap
            .table(left)
            .and_then(|table| table.next_from(position))
        {
            position = at + 1;
            match self.dict_get(right, key)? {
                Some(other) if self.eq(value, other)? => {}
                _ => return Ok(false),
            }
        }
        Ok(true)
    }

    fn compare_sets(&mut self, op: Comparison, left: Ref, right: Ref) -> Answer {
        let (left, right) = (Value::Ref(left), Value::Ref(right));
        let (m, n) = (self.length(left)?, self.length(right)?);
        let holds = match op {
            Comparison::Eq => m == n && self.is_subset(left, right)?,
            Comparison::Ne => m != n || !self.is_subset(left, right)?,
            Comparison::Le => m <= n && self.is_subset(left, right)?,
            Comparison::Lt => m < n && self.is_subset(left, right)?,
            Comparison::Ge => m >= n && self.is_subset(right, left)?,
            Comparison::Gt => m > n && self.is_subset(right, left)?,
        };
        Ok(Value::Bool(holds))
    }

    /// Whether every member of one set is in another.
    pub fn is_subset(&mut self, part: Value, whole: Value) -> Result<bool, Raised> {
        let mut position = 0;
        while let Some((at, key, _)) = self
            .heap
            .table(part)
            .and_then(|table| table.next_from(position))
        {
            position = at + 1;
            if !self.set_has(whole, key)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn compare_ranges(&mut self, op: Comparison, left: Ref, right: Ref) -> Answer {
        if !matches!(op, Comparison::Eq | Comparison::Ne) {
            return Ok(Value::NotImplemented);
        }
        let (left, right) = (Value::Ref(left), Value::Ref(right));
        let parts = |vm: &Vm, range: Value| vm.heap.range(range).copied().unwrap_or_default();
        let (p, q) = (parts(self, left), parts(self, right));
        let (m, n) = (self.range_count(p), self.range_count(q));
        let one = Int::Small(1);
        let equal = m == n
            && (m.is_zero() || (self.eq(p[0], q[0])? && (m == one || self.eq(p[2], q[2])?)));
        Ok(equality(op, equal))
    }

    /// `hash(value)`.
    pub fn hash(&mut self, value: Value) -> Result<i64, Raised> {
        match value {
            Value::Int(number) if number.unsigned_abs() < (1 << 61) - 1 => {
                return Ok(if number == -1 { -2 } else { number });
            }
            Value::Bool(truth) => return Ok(i64::from(truth)),
            Value::None => return Ok(0x0fca_8642),
            Value::Float(number) => return Ok(hash::of_float(number)),
            Value::Ref(handle) => match self.heap.get(handle) {
                Obj::Str(text) => return Ok(text.hash()),
                Obj::Bytes(bytes) => return Ok(hash_bytes(bytes)),
                _ => {}
            },
            _ => {}
        }
        self.deeper(|vm| vm.hash_object(value))
    }

    fn hash_object(&mut self, value: Value) -> Result<i64, Raised> {
        let of_class = self
            .heap
            .class(value)
            .is_some_and(|class| self.heap.class(class.meta).is_some());
        if of_class || self.heap.instance(value).is_some() || self.heap.exception(value).is_some() {
            return self.hash_instance(value);
        }
        if let Some(int) = self.as_int(value) {
            return Ok(hash::of_int(&int));
        }
        let Value::Ref(handle) = value else {
            return Ok(self.hash_immediate(value));
        };
        match self.heap.get(handle) {
            Obj::Tuple(items) => {
                let items = items.clone();
                self.hash_items(&items)
            }
            Obj::FrozenSet(table) => Ok(hash::of_set(table.hashed().map(|(hash, ..)| hash))),
            Obj::Complex(real, imaginary) => Ok(hash::of_float(*real)
                .wrapping_add(hash::of_float(*imaginary).wrapping_mul(1_000_003))),
            Obj::Range(parts) => {
                let parts = **parts;
                let count = self.range_count(parts);
                // Ranges are equal that name the same numbers.
                let shown = match &count {
                    Int::Small(0) => [Value::None; 2],
                    Int::Small(1) => [parts[0], Value::None],
                    _ => [parts[0], parts[2]],
                };
                let count = self.from_int(count);
                self.hash_items(&[count, shown[0], shown[1]])
            }
            Obj::List(_)
            | Obj::Dict(_)
            | Obj::Set(_)
            | Obj::ByteArray(_)
            | Obj::Slice(_)
            | Obj::Deque(_) => Err(self.unhashable(value)),
            Obj::BoundMethod(method) => {
                let (function, object) = (method.function, method.object);
                let object = match object {
                    Value::Ref(handle) => Value::Int(self.identity(handle)),
                    object => object,
                };
                self.hash_items(&[function, object])
            }
            Obj::Record(record) => {
                let class = record.class;
                match self.native_method(class, names::HASH) {
                    Some(method) => self.hash_by_call(Value::Native(method), value),
                    None if self.native_method(class, names::EQ).is_some() => {
                        Err(self.unhashable(value))
                    }
                    None => Ok(self.identity(handle)),
                }
            }
            Obj::Pattern(_) => match self.native_method(Type::Pattern, names::HASH) {
                Some(method) => self.hash_by_call(Value::Native(method), value),
                None => Ok(self.identity(handle)),
            },
            _ => Ok(self.identity(handle)),
        }
    }

    fn hash_items(&mut self, items: &[Value]) -> Result<i64, Raised> {
        // xxHash's round, as CPython's tuples since 3.8.
        let mut sum = 0x27d4_eb2f_1656_67c5_u64;
        for item in items {
            let lane = self.hash(*item)? as u64;
            sum = sum
                .wrapping_add(lane.wrapping_mul(0xc2b2_ae3d_27d4_eb4f))
                .rotate_left(31)
                .wrapping_mul(0x9e37_79b1_85eb_ca87);
        }
        sum = sum.wrapping_add(items.len() as u64 ^ (0x27d4_eb2f_1656_67c5 ^ 3_527_539));
        Ok(if sum == u64::MAX {
            1_546_275_796
        } else {
            sum as i64
        })
    }

    fn hash_instance(&mut self, value: Value) -> Result<i64, Raised> {
        match self.user_method(value, names::HASH) {
            Some(Value::None) => return Err(self.unhashable(value)),
            // A member that is also a `str` or an `int` is hashed as such.
            Some(Value::Native(id))
                if self.native_owner(id).is_some() && !self.heap.payload(value).is(value) => {}
            Some(method) => return self.hash_by_call(method, value),
            None => {}
        }
        let payload = self.heap.payload(value);
        if !payload.is(value) {
            if self.is_unhashable(value) {
                return Err(self.unhashable(value));
            }
            return self.hash(payload);
        }
        match value {
            Value::Ref(handle) => Ok(self.identity(handle)),
            _ => Ok(0),
        }
    }

    fn hash_by_call(&mut self, method: Value, value: Value) -> Result<i64, Raised> {
        let method = self.bind_method(method, value);
        let hash = self.call(method, &[])?;
        match self.as_int(hash) {
            Some(crate::number::Int::Small(-1)) => Ok(-2),
            Some(crate::number::Int::Small(hash)) => Ok(hash),
            Some(int) => Ok(hash::of_int(&int)),
            None => Err(self.type_error("__hash__ method should return an integer")),
        }
    }

    fn unhashable(&mut self, value: Value) -> Raised {
        let class = self.type_name(value);
        self.type_error(format!("unhashable type: '{class}'"))
    }

    fn hash_immediate(&self, value: Value) -> i64 {
        match value {
            Value::Type(class) => hash_mix(class as i64 + 0x7e00_0000),
            Value::Native(_) => hash_bytes(self.native_name(value).as_bytes()),
            Value::Module(index) => hash_mix(i64::from(index) + 0x6d00_0000),
            Value::Action(index) | Value::External(index) => {
                hash_mix(i64::from(index) + 0x6100_0000)
            }
            Value::Ellipsis => 0x0e11_1951,
            _ => 0x0107_1391,
        }
    }

    /// `id(object)`: a counter, so that no address ever shows.
    pub fn identity(&mut self, handle: Ref) -> i64 {
        // What init made is known by its place, which every instance shares: tables that init made are to find it again.
        if self.heap.base_len() == 0 || handle.0 < self.heap.base_len() {
            return 0x7e00_0000_0000 + i64::from(handle.0) * 16;
        }
        let next = &mut self.instance.next_id;
        let id = self.instance.ids.entry(handle).or_insert_with(|| {
            *next += 1;
            *next
        });
        0x7f00_0000_0000 + (*id as i64) * 16
    }

    /// `item in container`.
    pub fn contains(&mut self, container: Value, item: Value) -> Result<bool, Raised> {
        match container.as_ref().map(|handle| self.heap.get(handle)) {
            Some(Obj::Str(_)) => return self.text_contains(container, item),
            Some(Obj::Dict(_)) => return Ok(self.dict_get(container, item)?.is_some()),
            Some(Obj::Set(_) | Obj::FrozenSet(_)) => return self.set_has(container, item),
            Some(Obj::List(_) | Obj::Tuple(_)) => return self.sequence_contains(container, item),
            _ => {}
        }
        if let Some(method) = self.user_method(container, names::CONTAINS) {
            if method.is_none() {
                let class = self.type_name(container);
                return Err(self.type_error(format!("'{class}' object is not a container")));
            }
            let method = self.bind_method(method, container);
            let found = self.call(method, &[item])?;
            return self.truthy(found);
        }
        let inner = self.plain_operand(container)?;
        match self.type_of(inner) {
            Type::Str => self.text_contains(inner, item),
            Type::Bytes | Type::ByteArray => self.bytes_contain(inner, item),
            Type::Range => self.range_contains(inner, item),
            Type::DictKeys | Type::DictItems | Type::DictValues => self.view_contains(inner, item),
            Type::Dict | Type::DefaultDict | Type::OrderedDict | Type::Counter => {
                Ok(self.dict_get(inner, item)?.is_some())
            }
            Type::Set | Type::FrozenSet => self.set_has(inner, item),
            Type::List | Type::Tuple => self.sequence_contains(inner, item),
            class => match self.native_method(class, names::CONTAINS) {
                Some(method) => {
                    let found = self.call_native(method, inner, &[item], &[])?;
                    self.truthy(found)
                }
                None => self.search(container, item),
            },
        }
    }

    fn text_contains(&mut self, text: Value, item: Value) -> Result<bool, Raised> {
        match (self.heap.str(text), self.heap.str(item)) {
            // A search for more than a byte prepares itself first.
            (Some(text), Some(item)) => Ok(match item.as_bytes() {
                [byte] => text.as_bytes().contains(byte),
                _ => text.contains(item),
            }),
            _ => {
                let class = self.type_name(item);
                Err(self.type_error(format!(
                    "'in <string>' requires string as left operand, not {class}"
                )))
            }
        }
    }

    fn bytes_contain(&mut self, bytes: Value, item: Value) -> Result<bool, Raised> {
        let whole = self.heap.bytes_like(bytes).unwrap_or_default();
        if let Some(part) = self.heap.bytes_like(item) {
            return Ok(crate::text::search::find_bytes(whole, part).is_some());
        }
        let Some(byte) = self.as_int(item) else {
            let class = self.type_name(item);
            return Err(self.type_error(format!("a bytes-like object is required, not '{class}'")));
        };
        match byte.to_i64().and_then(|byte| u8::try_from(byte).ok()) {
            Some(byte) => Ok(whole.contains(&byte)),
            None => Err(self.value_error("byte must be in range(0, 256)")),
        }
    }

    fn range_contains(&mut self, range: Value, item: Value) -> Result<bool, Raised> {
        let parts = self.heap.range(range).copied().unwrap_or_default();
        match (parts, item) {
            ([Value::Int(start), Value::Int(stop), Value::Int(step)], Value::Int(item)) => {
                let inside = if step > 0 {
                    start <= item && item < stop
                } else {
                    stop < item && item <= start
                };
                Ok(inside && (i128::from(item) - i128::from(start)) % i128::from(step) == 0)
            }
            _ if self.is_plain(item) && self.as_int(item).is_some() => {
                let method = self.native_method(Type::Range, names::CONTAINS);
                let method = method.map_or(Value::Unbound, Value::Native);
                let found = self.call(method, &[range, item])?;
                self.truthy(found)
            }
            _ => self.search(range, item),
        }
    }

    fn view_contains(&mut self, view: Value, item: Value) -> Result<bool, Raised> {
        let Some(Obj::DictView { dict, view: kind }) =
            view.as_ref().map(|handle| self.heap.get(handle))
        else {
            return Ok(false);
        };
        let (dict, kind) = (Value::Ref(*dict), *kind);
        match kind {
            View::Keys => Ok(self.dict_get(dict, item)?.is_some()),
            View::Values => self.search(view, item),
            View::Items => {
                let Some([key, value]) = self.heap.tuple(item).map(|pair| &pair[..]) else {
                    return Ok(false);
                };
                let (key, value) = (*key, *value);
                match self.dict_get(dict, key)? {
                    Some(found) => self.eq(found, value),
                    None => Ok(false),
                }
            }
        }
    }

    fn sequence_contains(&mut self, sequence: Value, item: Value) -> Result<bool, Raised> {
        let mut index = 0;
        while let Some(each) = self
            .heap
            .items(sequence)
            .and_then(|items| items.get(index))
            .copied()
        {
            if self.eq(each, item)? {
                return Ok(true);
            }
            index += 1;
        }
        Ok(false)
    }

    fn search(&mut self, container: Value, item: Value) -> Result<bool, Raised> {
        let class = self.class_of(container);
        if self.lookup(class, names::ITER).is_none()
            && self.lookup(class, names::GETITEM).is_none()
            && !self.is_iterable(container)
        {
            let class = self.type_name(container);
            return Err(self.type_error(format!("argument of type '{class}' is not iterable")));
        }
        let iter = self.iterate(container)?;
        while let Some(each) = self.next(iter)? {
            if self.eq(each, item)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

fn equality(op: Comparison, equal: bool) -> Value {
    match op {
        Comparison::Eq => Value::Bool(equal),
        Comparison::Ne => Value::Bool(!equal),
        _ => Value::NotImplemented,
    }
}

fn hash_mix(hash: i64) -> i64 {
    let mixed = (hash as u64 ^ 89_869_747)
        .wrapping_mul(3_644_798_167)
        .rotate_left(16);
    if mixed == u64::MAX { -2 } else { mixed as i64 }
}
