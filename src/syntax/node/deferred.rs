//! Nodes of which copies are put off: the order of their keys is not known before these are made.
use super::{Map, Node};
use crate::source::Span;
use crate::syntax::Text;

/// A node of which copies can be put off.
///
/// Copies change the order of Python 2 maps, and the reference makes very many of them. A thousand that are put off cost
/// little more than one, and what is removed before they are made is never copied. Until then nobody can look at the
/// order of the keys: what is handed out as a [`Node`] has had its copies made.
#[derive(Debug)]
pub(crate) struct Deferred {
    node: Node,
}

impl Deferred {
    /// A node of which no copy is put off.
    pub(crate) fn new(node: Node) -> Self {
        Self { node }
    }

    /// A copy of a map, put off.
    pub(crate) fn copy_of(span: Span, map: &Map) -> Self {
        Self { node: Node::new(span, super::Value::Map(map.deferred_copy())) }
    }

    /// Makes this what a copy of it by [`Map::python_copy`] would be, later.
    pub(crate) fn copy(&mut self) {
        self.node.defer_copy(1);
    }

    /// What `times` copies of it, one of the other, would be, later.
    pub(crate) fn copied(mut self, times: u32) -> Self {
        self.node.defer_copy(times);
        self
    }

    /// Makes the copies that were put off.
    pub(crate) fn settle(mut self) -> Node {
        self.node.settle();
        self.node
    }

    /// Makes the copies that were put off, in place.
    pub(crate) fn settled(&mut self) -> &mut Node {
        self.node.settle();
        &mut self.node
    }

    pub(crate) fn span(&self) -> Span {
        self.node.span
    }

    /// See [`Node::is_truthy`].
    pub(crate) fn is_truthy(&self) -> bool {
        self.node.is_truthy()
    }

    /// The map that this is, if it is one.
    pub(crate) fn map(&mut self) -> Option<Unsettled<'_>> {
        self.node.map_mut().map(Unsettled)
    }
}

/// A map to change, or one below it, of which copies may be put off.
#[derive(Debug)]
pub(crate) struct Unsettled<'a>(&'a mut Map);

impl<'a> From<&'a mut Map> for Unsettled<'a> {
    fn from(settled: &'a mut Map) -> Self {
        Self(settled)
    }
}

impl<'a> Unsettled<'a> {
    /// The value under a key, with its copies made.
    pub(crate) fn settled(&mut self, key: &str) -> Option<&mut Node> {
        let value = self.0.get_mut(key)?;
        value.settle();
        Some(value)
    }

    /// The value under a key, with its copies made, when there is one that is not null.
    pub(crate) fn present(&mut self, key: &str) -> Option<&Node> {
        self.settled(key).map(|it| &*it).filter(|it| !it.is_null())
    }

    /// The value under a key, with its copies made, when Python takes it for true.
    pub(crate) fn truthy(&mut self, key: &str) -> Option<&Node> {
        self.settled(key).map(|it| &*it).filter(|it| it.is_truthy())
    }

    /// Like [`Unsettled::settled`], for who has no more to do with this map.
    pub(crate) fn into_settled(self, key: &str) -> Option<&'a mut Node> {
        let value = self.0.get_mut(key)?;
        value.settle();
        Some(value)
    }

    /// The value under a key. Where it is a map, copies are made of what stands under `inner` in it alone, and who gets
    /// it is to look at nothing else.
    pub(crate) fn into_settled_at(self, key: &str, inner: &str) -> Option<&'a mut Node> {
        let value = self.0.get_mut(key)?;
        match value.map_mut() {
            Some(map) => map.get_mut(inner).into_iter().for_each(Node::settle),
            None => value.settle(),
        }
        Some(value)
    }

    /// The map under a key, if there is one, as unsettled as this.
    pub(crate) fn below(&mut self, key: &str) -> Option<Unsettled<'_>> {
        self.0.get_mut(key)?.map_mut().map(Unsettled)
    }

    /// Like [`Unsettled::below`], for who has no more to do with this map.
    pub(crate) fn into_below(self, key: &str) -> Option<Unsettled<'a>> {
        self.0.get_mut(key)?.map_mut().map(Unsettled)
    }

    pub(crate) fn contains_key(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The span of the value under a key.
    pub(crate) fn span(&self, key: &str) -> Option<Span> {
        self.0.get(key).map(|it| it.span)
    }

    /// See [`Map::empty_of_kind`].
    pub(crate) fn empty_of_kind(&self) -> fn() -> Map {
        self.0.empty_of_kind()
    }

    /// The keys, in no order.
    pub(crate) fn keys(&self) -> Vec<Text> {
        self.0.in_any_order().map(|(key, _)| key.clone()).collect()
    }

    /// Puts some of the map's keys into its order.
    pub(crate) fn sort(&mut self, keys: &mut Vec<Text>) {
        if keys.len() > 1 {
            self.0.settle_order();
            self.0.sort(keys);
        }
    }

    /// See [`Map::insert`].
    pub(crate) fn insert(&mut self, key: impl Into<Text>, value: Node) {
        self.0.insert(key, value);
    }

    /// See [`Map::or_insert_with`]. The copies of what is there are made.
    pub(crate) fn or_insert_with(&mut self, key: impl Into<Text>, default: impl FnOnce() -> Node) -> &mut Node {
        let value = self.0.or_insert_with(key, default);
        value.settle();
        value
    }

    /// See [`Map::update`].
    pub(crate) fn update(&mut self, other: &Map) {
        self.0.update(other);
    }

    /// Removes a key, of whose value no copies are made.
    pub(crate) fn remove(&mut self, key: &str) {
        self.0.remove(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::node;
    use crate::python::print;
    use crate::syntax::IntoNode;

    /// Keys that meet in the table, so that each copy turns them around.
    fn meeting(count: usize) -> Map {
        let mut map = Map::python2();
        for number in 0..count {
            map.insert(format!("/route{number}"), Node::null(Span::NOWHERE));
        }
        map
    }

    #[test]
    fn copies_that_are_put_off_come_to_the_same() {
        let at = Span::NOWHERE;
        let mut copied = Map::python2();
        copied.insert("paths", meeting(60).into_node(at));
        copied.insert("other", node!(at, [(meeting(70))]));
        let mut deferred = Deferred::new(copied.clone().into_node(at));
        for number in 0..7 {
            let key = format!("/added{number}");
            copied = copied.python_copy();
            let paths = copied.get_mut("paths").and_then(Node::map_mut).expect("inserted above");
            paths.insert(key.clone(), node!(at, number));
            if number == 3 {
                paths.remove("/route7");
            }
            deferred.copy();
            let mut document = deferred.map().expect("a map");
            let mut paths = document.below("paths").expect("inserted above");
            paths.insert(key, node!(at, number));
            if number == 3 {
                paths.remove("/route7");
            }
            if number == 5 {
                let settled = document.settled("other").expect("inserted above");
                assert_eq!(print(settled), print(copied.get("other").expect("inserted above")));
            }
        }
        assert_ne!(print(&copied.clone().into_node(at)), print(&copied.python_copy().into_node(at)));
        assert_eq!(print(&deferred.settle()), print(&copied.into_node(at)));
    }
}
