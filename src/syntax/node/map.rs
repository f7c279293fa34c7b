//! Maps in one of two orders: as written, or as a Python 2.7 dictionary lists its keys.
use super::Node;
use super::entries::Entries;
use crate::python::KeyOrder;
use crate::source::Span;
use crate::syntax::Text;
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

/// An ordered map from strings to nodes that remembers the span of each key.
///
/// A map lists its entries as they were inserted, or, when it is a *Python 2 map*, as a Python 2.7 dictionary with
/// the same history would. The reference uses both kinds, see `python::KeyOrder`.
///
/// Within a `Deferred` node, and only there, copies of a map can be put off, and its order is then
/// not to be looked at.
///
/// A clone costs nothing: it shares its entries with the original until one of them is changed.
#[derive(Clone, Debug, Default)]
pub struct Map {
    content: Arc<Content>,
}

#[derive(Clone, Debug, Default)]
struct Content {
    entries: Entries<Entry>,
    /// The order of the keys in a Python 2 map; its numbers are the slots of the entries.
    python2: Option<Box<KeyOrder>>,
    /// Copies that were put off.
    deferred: u32,
    /// Copies that were made of this map since it exists, but not yet of all that is below it.
    copies: u32,
}

/// A value in a map, with the span of its key.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Where the key stands.
    pub key_span: Span,
    /// The value under the key.
    pub value: Node,
    /// How many of the map's copies the value has gone through.
    copies: u32,
}

impl Entry {
    /// From the key to the end of the value; the key alone where the value stands elsewhere, before it.
    pub fn span(&self) -> Span {
        Span { start: self.key_span.start, end: self.value.span.end.max(self.key_span.end) }
    }
}

impl PartialEq for Map {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.content, &other.content)
            || self.len() == other.len()
                && self.content.entries.iter().all(|(key, it)| other.get(key).is_some_and(|other| *other == it.value))
    }
}

impl Hash for Map {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let hash_of = |(key, it): &(Text, Entry)| {
            let mut hasher = DefaultHasher::new();
            (key, &it.value).hash(&mut hasher);
            hasher.finish()
        };
        // A sum is the same in any order.
        self.content.entries.iter().map(hash_of).fold(0, u64::wrapping_add).hash(state);
    }
}

impl Map {
    /// An empty map.
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty Python 2 map.
    pub(crate) fn python2() -> Self {
        Self { content: Arc::new(Content { python2: Some(Box::default()), ..Content::default() }) }
    }

    /// What makes an empty map that has the kind of order that this one has.
    pub(crate) fn empty_of_kind(&self) -> fn() -> Self {
        if self.is_python2() { Self::python2 } else { Self::new }
    }

    pub(crate) fn is_python2(&self) -> bool {
        self.content.python2.is_some()
    }

    /// How many keys it has.
    pub fn len(&self) -> usize {
        self.content.entries.len()
    }

    /// Whether it has no keys.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether it has this key, whatever the value.
    pub fn contains_key(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// The value under `key`, which may be null.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|(_, it)| &it.value)
    }

    /// The value under `key`, to change it.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        let slot = self.content.entries.position(key)?;
        let content = self.content_mut();
        content.entries.in_slot_mut(slot).map(|it| it.up_to(content.copies))
    }

    /// The value under `key` when there is one that is not null.
    pub(crate) fn present(&self, key: &str) -> Option<&Node> {
        self.get(key).filter(|it| !it.is_null())
    }

    /// The value under `key` when Python takes it for true.
    pub(crate) fn truthy(&self, key: &str) -> Option<&Node> {
        self.get(key).filter(|it| it.is_truthy())
    }

    /// The key as it was first inserted, its span, and the value.
    pub fn entry(&self, key: &str) -> Option<(&Text, &Entry)> {
        self.content.entries.get(key).map(|(key, entry)| (key, entry))
    }

    /// Puts some of this map's keys into its order.
    pub(crate) fn sort(&self, keys: &mut Vec<Text>) {
        if keys.len() < 2 {
            return;
        }
        if self.is_python2() {
            let wanted: HashSet<Text> = keys.drain(..).collect();
            keys.extend(self.keys().filter(|it| wanted.contains(&***it)).cloned());
        } else {
            keys.sort_by_key(|it| self.content.entries.position(it));
        }
    }

    /// The span of a key.
    pub fn key_span(&self, key: &str) -> Option<Span> {
        self.entry(key).map(|(_, it)| it.key_span)
    }

    /// Sets a value under a generated key, which takes the span of the value. Returns the value that was there.
    pub fn insert(&mut self, key: impl Into<Text>, value: Node) -> Option<Node> {
        let key_span = value.span;
        self.insert_at(key.into(), key_span, value)
    }

    /// Sets a value under a key that stands at `key_span`. A key that is there already keeps its place and its span.
    pub(crate) fn insert_at(&mut self, key: Text, key_span: Span, value: Node) -> Option<Node> {
        self.put(key, key_span, value).map(|it| it.value)
    }

    /// As [`Map::insert_at`], but returns the span of the key that was there.
    pub(crate) fn insert_written(&mut self, key: Text, key_span: Span, value: Node) -> Option<Span> {
        self.put(key, key_span, value).map(|it| it.key_span)
    }

    /// Sets a value and returns the entry that was there.
    fn put(&mut self, key: Text, key_span: Span, value: Node) -> Option<Entry> {
        let content = self.content_mut();
        let copies = content.copies;
        let slot = content.entries.position(&key);
        if let Some(entry) = slot.and_then(|it| content.entries.in_slot_mut(it)) {
            let mut old = std::mem::replace(entry, Entry { key_span: entry.key_span, value, copies });
            old.up_to(copies);
            return Some(old);
        }
        if let Some(order) = &mut content.python2 {
            order.add(&key);
        }
        content.entries.push(key, Entry { key_span, value, copies });
        None
    }

    /// The value under `key`, set to `default()` first when there is none (Python's `setdefault`).
    pub(crate) fn or_insert_with(&mut self, key: impl Into<Text>, default: impl FnOnce() -> Node) -> &mut Node {
        let key = key.into();
        if !self.contains_key(&key) {
            self.insert(key.clone(), default());
        }
        self.get_mut(&key).expect("inserted above when it was not there")
    }

    /// Removes a key; the others keep their order.
    pub fn remove(&mut self, key: &str) -> Option<Node> {
        let slot = self.content.entries.position(key)?;
        let content = self.content_mut();
        let (_, mut entry) = content.entries.remove(slot)?;
        match &mut content.python2 {
            Some(order) => order.remove(slot),
            None if content.entries.is_sparse() => content.entries.close_gaps(),
            None => (),
        }
        entry.up_to(content.copies);
        Some(entry.value)
    }

    /// Moves the entry of `key` to directly behind the last of the entries named in `earlier`, for readers of the output.
    ///
    /// A Python 2 map has an order of its own, and stays as it is.
    pub(crate) fn move_behind(&mut self, key: &str, earlier: &[&str]) {
        if self.is_python2() {
            return;
        }
        self.content_mut().entries.move_behind(key, earlier);
    }

    /// Adds and replaces all entries of `other`, in its order (Python's `update`).
    pub(crate) fn update(&mut self, other: &Map) {
        if let Some(order) = &mut self.content_mut().python2 {
            order.make_room(other.len());
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

    /// The values in this map's order.
    pub fn values(&self) -> impl Iterator<Item = &Node> {
        self.iter().map(|(_, value)| value)
    }

    /// Keys and values with the spans of the keys, in this map's order.
    pub fn entries(&self) -> impl Iterator<Item = (&Text, &Entry)> {
        let Content { entries, python2, .. } = &*self.content;
        match python2 {
            None => Listing::AsInserted(entries.iter()),
            Some(order) => Listing::Python2(order.iter(), entries),
        }
    }

    /// Keys and values for those to whom the order does not matter: it is that of insertion.
    pub(crate) fn in_any_order(&self) -> impl Iterator<Item = (&Text, &Node)> {
        self.content.entries.iter().map(|(key, entry)| (key, &entry.value))
    }

    /// Keys and values to change, in the order of insertion.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (&Text, &mut Node)> {
        let content = self.content_mut();
        let copies = content.copies;
        content.entries.iter_mut().map(move |(key, entry)| (key, entry.up_to(copies)))
    }

    /// Whether all values pass a test, whatever the order.
    pub(crate) fn all(&self, test: impl Fn(&Node) -> bool) -> bool {
        self.in_any_order().all(|(_, it)| test(it))
    }

    /// The only entry of a map with one key.
    pub(crate) fn only(&self) -> Option<(&Text, &Node)> {
        match self.len() {
            1 => self.content.entries.iter().next().map(|(key, entry)| (key, &entry.value)),
            _ => None,
        }
    }

    /// A shallow Python copy (`d.copy()`): a Python 2 map gets a table made with room for all keys at once.
    #[must_use]
    pub(crate) fn copy(&self) -> Map {
        if !self.is_python2() {
            return self.clone();
        }
        let mut copy = Map::python2();
        copy.update(self);
        copy
    }

    /// Copies as Python's `copy.deepcopy` does: the keys of every Python 2 map are put into a new table.
    #[must_use]
    pub(crate) fn python_copy(&self) -> Map {
        let mut copy = self.deferred_copy();
        copy.settle();
        copy
    }

    /// Like [`Map::python_copy`], put off.
    pub(super) fn deferred_copy(&self) -> Map {
        let mut copy = self.clone();
        if self.has_order() {
            copy.defer_copy(1);
        }
        copy
    }

    /// Whether a copy of this map may list keys in another order: it is a Python 2 map, or one is below it.
    pub(super) fn has_order(&self) -> bool {
        self.is_python2() || self.content.entries.iter().any(|(_, it)| it.value.has_order())
    }

    /// See [`Node::relocate`].
    pub(super) fn relocate(&mut self, place: &mut impl FnMut(Span) -> Span) {
        for (_, entry) in self.content_mut().entries.iter_mut() {
            entry.key_span = place(entry.key_span);
            entry.value.relocate(place);
        }
    }

    /// See [`Node::defer_copy`].
    pub(super) fn defer_copy(&mut self, times: u32) {
        Arc::make_mut(&mut self.content).deferred += times;
    }

    /// See [`Node::settle`].
    pub(super) fn settle(&mut self) {
        if self.is_settled() {
            return;
        }
        let content = self.content_mut();
        if let Some(order) = &mut content.python2 {
            order.settle();
        }
        let copies = content.copies;
        content.entries.iter_mut().for_each(|(_, it)| it.up_to(copies).settle());
    }

    /// Makes the copies of this map's own order that were put off. What is below is left as it is.
    pub(super) fn settle_order(&mut self) {
        if let Some(order) = &mut self.content_mut().python2 {
            order.settle();
        }
    }

    /// Whether no copy is put off, here or below.
    pub(super) fn is_settled(&self) -> bool {
        let Content { entries, python2, deferred, copies } = &*self.content;
        *deferred == 0
            && python2.as_ref().is_none_or(|it| it.is_settled())
            && entries.iter().all(|(_, it)| it.copies == *copies && it.value.is_settled())
    }

    /// The content, to change: this map's own, and with the copies that were put off made of it. What is below is told
    /// when it is looked at.
    fn content_mut(&mut self) -> &mut Content {
        let content = Arc::make_mut(&mut self.content);
        if content.deferred > 0 {
            if let Some(order) = &mut content.python2 {
                order.defer_copy(content.deferred);
            }
            content.copies += content.deferred;
            content.deferred = 0;
        }
        content
    }

    /// This map as a Python 2 map with `unicode` keys, added one after the other in the order of insertion.
    #[must_use]
    pub(crate) fn into_unicode_python2(self) -> Map {
        let mut map = Map::python2();
        let entries = Arc::unwrap_or_clone(self.content).entries.into_iter();
        entries.for_each(|(key, it)| drop(map.put(key.into_unicode(), it.key_span, it.value)));
        map
    }
}

/// The entries of a map in its order.
enum Listing<'a, I, P> {
    AsInserted(I),
    Python2(P, &'a Entries<Entry>),
}

impl<'a, I, P> Iterator for Listing<'a, I, P>
where
    I: Iterator<Item = &'a (Text, Entry)>,
    P: Iterator<Item = usize>,
{
    type Item = (&'a Text, &'a Entry);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let (key, entry) = match self {
            Self::AsInserted(entries) => entries.next()?,
            Self::Python2(slots, entries) => entries.in_slot(slots.next()?)?,
        };
        Some((key, entry))
    }
}

impl Entry {
    /// A value with the span of its key, outside of any map.
    pub(crate) fn new(key_span: Span, value: Node) -> Self {
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
