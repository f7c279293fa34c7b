//! Maps in one of two orders: as written, or as a Python 2.7 dictionary lists its keys.
use super::python2_order::KeyOrder;
use super::{Node, Text};
use crate::source::Span;
use indexmap::IndexMap;

/// An ordered map from strings to nodes that remembers the span of each key.
///
/// A map lists its entries as they were inserted, or, when it is a *Python 2 map*, as a Python 2.7 dictionary with
/// the same history would. The reference uses both kinds, see [`super::python2_order`].
///
/// Copies change the order of Python 2 maps, and the reference makes very many of them. So a copy can be put off
/// ([`Node::defer_copy`]) until somebody changes the map or [settles](Node::settle) it. Until then its order is not to
/// be looked at.
#[derive(Clone, Debug, Default)]
pub struct Map {
    entries: IndexMap<Text, Entry>,
    python2: Option<Box<KeyOrder>>,
    /// Copies that were put off.
    deferred: u32,
    /// Copies that were made of this map since it exists, but not yet of all that is below it.
    copies: u32,
}

/// A value in a map, with the span of its key.
#[derive(Clone, Debug)]
pub struct Entry {
    pub key_span: Span,
    pub value: Node,
    /// How many of the map's copies the value has gone through.
    copies: u32,
}

impl PartialEq for Map {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len()
            && self.entries.iter().all(|(key, entry)| other.get(key).is_some_and(|it| *it == entry.value))
    }
}

impl Map {
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty Python 2 map.
    pub fn python2() -> Self {
        Self { python2: Some(Box::default()), ..Self::default() }
    }

    pub fn is_python2(&self) -> bool {
        self.python2.is_some()
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub fn contains_key(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }

    /// The value under `key`, which may be null.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries.get(key).map(|it| &it.value)
    }

    pub fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        self.copy_deferred();
        self.entries.get_mut(key).map(|it| it.up_to(self.copies))
    }

    /// The value under `key` when there is one that is not null.
    pub fn present(&self, key: &str) -> Option<&Node> {
        self.get(key).filter(|it| !it.is_null())
    }

    /// The value under `key` when Python takes it for true.
    pub fn truthy(&self, key: &str) -> Option<&Node> {
        self.get(key).filter(|it| it.is_truthy())
    }

    /// The key as it was first inserted, its span, and the value.
    pub fn entry(&self, key: &str) -> Option<(&Text, &Entry)> {
        self.entries.get_key_value(key)
    }

    /// The span of a key.
    pub fn key_span(&self, key: &str) -> Option<Span> {
        self.entries.get(key).map(|it| it.key_span)
    }

    /// Sets a value under a generated key, which takes the span of the value. Returns the value that was there.
    pub fn insert(&mut self, key: impl Into<Text>, value: Node) -> Option<Node> {
        let key_span = value.span;
        self.insert_at(key.into(), key_span, value)
    }

    /// Sets a value under a key that stands at `key_span`. A key that is there already keeps its place and its span.
    pub fn insert_at(&mut self, key: Text, key_span: Span, value: Node) -> Option<Node> {
        self.put(key, key_span, value).map(|it| it.value)
    }

    /// As [`Map::insert_at`], but returns the span of the key that was there.
    pub fn insert_written(&mut self, key: Text, key_span: Span, value: Node) -> Option<Span> {
        self.put(key, key_span, value).map(|it| it.key_span)
    }

    /// Sets a value and returns the entry that was there.
    fn put(&mut self, key: Text, key_span: Span, value: Node) -> Option<Entry> {
        self.copy_deferred();
        if let Some(order) = &mut self.python2 {
            order.add(&key);
        }
        let copies = self.copies;
        match self.entries.entry(key) {
            indexmap::map::Entry::Occupied(mut entry) => {
                let kept = entry.get().key_span;
                let mut old = entry.insert(Entry { key_span: kept, value, copies });
                old.up_to(copies);
                Some(old)
            }
            indexmap::map::Entry::Vacant(entry) => {
                entry.insert(Entry { key_span, value, copies });
                None
            }
        }
    }

    /// The value under `key`, set to `default()` first when there is none (Python's `setdefault`).
    pub fn or_insert_with(&mut self, key: impl Into<Text>, default: impl FnOnce() -> Node) -> &mut Node {
        let key = key.into();
        if !self.entries.contains_key(&key) {
            self.insert(key.clone(), default());
        }
        self.get_mut(&key).expect("inserted above when it was not there")
    }

    /// Removes a key; the others keep their order.
    pub fn remove(&mut self, key: &str) -> Option<Node> {
        self.copy_deferred();
        if let Some(order) = &mut self.python2 {
            order.remove(key);
        }
        let mut entry = self.entries.shift_remove(key)?;
        entry.up_to(self.copies);
        Some(entry.value)
    }

    /// Moves the entry of `key` to directly behind the last of the entries named in `earlier`, for readers of the output.
    pub fn move_behind(&mut self, key: &str, earlier: &[&str]) {
        let Some(from) = self.entries.get_index_of(key) else { return };
        let last = earlier.iter().filter_map(|it| self.entries.get_index_of(*it)).max();
        let to = last.map_or(0, |last| if from <= last { last } else { last + 1 });
        self.entries.move_index(from, to);
    }

    /// Adds and replaces all entries of `other`, in its order (Python's `update`).
    pub fn update(&mut self, other: &Map) {
        self.copy_deferred();
        if let Some(order) = &mut self.python2 {
            order.merge(other.keys().collect::<Vec<_>>().into_iter());
        }
        for (key, entry) in other.entries() {
            self.insert_at(key.clone(), entry.key_span, entry.value.clone());
        }
    }

    /// The keys in this map's order.
    pub fn keys(&self) -> impl Iterator<Item = &Text> {
        self.entries().map(|(key, _)| key)
    }

    /// Keys and values in this map's order.
    pub fn iter(&self) -> impl Iterator<Item = (&Text, &Node)> {
        self.entries().map(|(key, entry)| (key, &entry.value))
    }

    pub fn values(&self) -> impl Iterator<Item = &Node> {
        self.iter().map(|(_, value)| value)
    }

    /// Keys and values with the spans of the keys, in this map's order.
    pub fn entries(&self) -> impl Iterator<Item = (&Text, &Entry)> {
        debug_assert!(self.deferred == 0 || !self.is_python2(), "settle a map before looking at its order");
        let (written, python2) = match &self.python2 {
            None => (Some(self.entries.iter()), None),
            Some(order) => (None, Some(order.iter())),
        };
        let python2 = python2.into_iter().flatten().filter_map(|key| self.entries.get_key_value(&**key));
        written.into_iter().flatten().chain(python2)
    }

    /// Keys and values to change, in the order of insertion.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (&Text, &mut Node)> {
        self.copy_deferred();
        let copies = self.copies;
        self.entries.iter_mut().map(move |(key, entry)| (key, entry.up_to(copies)))
    }

    /// Whether all values pass a test, whatever the order.
    pub fn all(&self, test: impl Fn(&Node) -> bool) -> bool {
        self.entries.values().all(|it| test(&it.value))
    }

    /// The only entry of a map with one key.
    pub fn only(&self) -> Option<(&Text, &Node)> {
        match self.entries.len() {
            1 => self.entries.first().map(|(key, entry)| (key, &entry.value)),
            _ => None,
        }
    }

    /// A shallow Python copy (`d.copy()`): a Python 2 map gets a table made with room for all keys at once.
    #[must_use]
    pub fn copy(&self) -> Map {
        if !self.is_python2() {
            return self.clone();
        }
        let mut copy = Map::python2();
        copy.update(self);
        copy
    }

    /// A deep Python copy, see [`Node::python_copy`].
    #[must_use]
    pub fn python_copy(&self) -> Map {
        let mut copy = self.clone();
        copy.defer_copy(1);
        copy.settle();
        copy
    }

    /// See [`Node::defer_copy`].
    pub(super) fn defer_copy(&mut self, times: u32) {
        self.deferred += times;
    }

    /// See [`Node::settle`].
    pub(super) fn settle(&mut self) {
        self.copy_deferred();
        let copies = self.copies;
        self.entries.values_mut().for_each(|it| it.up_to(copies).settle());
    }

    /// Makes the copies that were put off, of this map alone; what is below is told when it is looked at.
    fn copy_deferred(&mut self) {
        if self.deferred > 0 {
            if let Some(order) = &mut self.python2 {
                order.copy_again(self.deferred);
            }
            self.copies += self.deferred;
            self.deferred = 0;
        }
    }

    /// This map as a Python 2 map whose keys were added one after the other, in this map's order.
    #[must_use]
    pub fn into_python2(mut self) -> Map {
        if self.python2.is_none() {
            let mut order = KeyOrder::default();
            self.entries.keys().for_each(|key| order.add(key));
            self.python2 = Some(Box::new(order));
        }
        self
    }

    /// Like [`Map::into_python2`], with `unicode` keys.
    #[must_use]
    pub fn into_unicode_python2(mut self) -> Map {
        self.settle();
        let unicode = |(key, entry): (Text, Entry)| (key.into_unicode(), entry);
        let entries = self.entries.into_iter().map(unicode).collect();
        Map { entries, python2: None, ..self }.into_python2()
    }
}

impl Entry {
    /// A value with the span of its key, outside of any map.
    pub fn new(key_span: Span, value: Node) -> Self {
        Self { key_span, value, copies: 0 }
    }

    /// The value, after as many copies as its map has gone through.
    fn up_to(&mut self, copies: u32) -> &mut Node {
        if self.copies < copies {
            self.value.defer_copy(copies - self.copies);
            self.copies = copies;
        }
        &mut self.value
    }
}

impl<K: Into<Text>> FromIterator<(K, Node)> for Map {
    fn from_iter<I: IntoIterator<Item = (K, Node)>>(entries: I) -> Self {
        let mut map = Map::new();
        for (key, value) in entries {
            map.insert(key, value);
        }
        map
    }
}
