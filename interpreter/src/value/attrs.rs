//! The attributes of an instance, or the namespace of a class: few, in insertion order, found by name.

use super::{Sym, Value};

/// Pairs in the order in which they were first set. A search is linear, because such tables are small and the inline caches
/// remember where the name stood the last time.
#[derive(Clone, Debug, Default)]
pub struct Attrs {
    items: Vec<(Sym, Value)>,
}

impl Attrs {
    pub fn get(&self, name: Sym) -> Option<Value> {
        self.items
            .iter()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| *value)
    }

    /// Where a name stands; valid until an attribute is deleted, so check with [`Attrs::at`].
    pub fn position(&self, name: Sym) -> Option<usize> {
        self.items.iter().position(|(key, _)| *key == name)
    }

    /// The value at a remembered position, if the name still stands there.
    #[inline]
    pub fn at(&self, position: usize, name: Sym) -> Option<Value> {
        match self.items.get(position) {
            Some((key, value)) if *key == name => Some(*value),
            _ => None,
        }
    }

    /// Sets a name; true if it is new.
    pub fn set(&mut self, name: Sym, value: Value) -> bool {
        match self.items.iter_mut().find(|(key, _)| *key == name) {
            Some(item) => {
                item.1 = value;
                false
            }
            None => {
                self.items.push((name, value));
                true
            }
        }
    }

    /// Sets the value at a remembered position; false if the name does not stand there.
    #[inline]
    pub fn set_at(&mut self, position: usize, name: Sym, value: Value) -> bool {
        match self.items.get_mut(position) {
            Some(item) if item.0 == name => {
                item.1 = value;
                true
            }
            _ => false,
        }
    }

    pub fn remove(&mut self, name: Sym) -> Option<Value> {
        let position = self.position(name)?;
        Some(self.items.remove(position).1)
    }

    pub fn clear(&mut self) {
        self.items.clear();
    }

    pub fn len(&self) -> usize {
        self.items.len()
    }

    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (Sym, Value)> + ExactSizeIterator + '_ {
        self.items.iter().copied()
    }
}

impl FromIterator<(Sym, Value)> for Attrs {
    fn from_iter<I: IntoIterator<Item = (Sym, Value)>>(items: I) -> Self {
        Self {
            items: items.into_iter().collect(),
        }
    }
}
