//! What a map is made of: keys with values in the order of insertion, found by the key. Knows nothing of templates.
use super::Text;
use hashbrown::{DefaultHashBuilder, HashTable};
use std::hash::BuildHasher;

/// Up to this many keys are looked through one by one, which is faster than hashing, and spares most maps an index.
const FEW: usize = 8;

/// An ordered map. To add, find and remove an entry takes the same time however many there are.
#[derive(Clone, Debug)]
pub(super) struct Entries<T> {
    /// In the order of insertion; `None` where an entry was removed.
    slots: Vec<Option<(Text, T)>>,
    /// Where the keys stand, once there were more than a few.
    index: Option<Box<Index>>,
    removed: u32,
}

/// The slots of keys, found by their hashes.
#[derive(Clone, Debug, Default)]
struct Index {
    slots: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl<T> Default for Entries<T> {
    fn default() -> Self {
        Self { slots: Vec::new(), index: None, removed: 0 }
    }
}

impl<T> Entries<T> {
    pub(super) fn len(&self) -> usize {
        self.slots.len() - self.removed as usize
    }

    /// In which slot the entry of a key stands: one in a lower slot stands before it. Slots stay the same until
    /// [`Entries::close_gaps`] or [`Entries::move_behind`].
    pub(super) fn position(&self, key: &str) -> Option<usize> {
        match &self.index {
            Some(index) => {
                let is_key = |slot: &u32| key_in(&self.slots, *slot) == Some(key);
                index.slots.find(index.hasher.hash_one(key), is_key).map(|slot| *slot as usize)
            }
            None => self.slots.iter().position(|it| it.as_ref().is_some_and(|(found, _)| **found == *key)),
        }
    }

    pub(super) fn get(&self, key: &str) -> Option<&(Text, T)> {
        self.in_slot(self.position(key)?)
    }

    /// The entry in a slot, unless it was removed.
    pub(super) fn in_slot(&self, slot: usize) -> Option<&(Text, T)> {
        self.slots[slot].as_ref()
    }

    /// The value in a slot, unless it was removed.
    pub(super) fn in_slot_mut(&mut self, slot: usize) -> Option<&mut T> {
        self.slots[slot].as_mut().map(|(_, value)| value)
    }

    /// Adds an entry in a new slot behind all others; its key must not be there.
    pub(super) fn push(&mut self, key: Text, value: T) {
        if self.slots.len() == self.slots.capacity() {
            // Most maps have one key, of `Ref` and the like, and few have more than three: no room is wasted on them.
            self.slots.reserve_exact(if self.slots.is_empty() { 1 } else { self.slots.len().max(2) });
        }
        self.slots.push(Some((key, value)));
        if let Some(index) = &mut self.index {
            index.add(&self.slots, self.slots.len() - 1);
        } else if self.slots.len() > FEW {
            self.index = Some(Box::default());
            self.rebuild_index();
        }
    }

    /// Removes the entry in a slot; the others keep their order and slots.
    pub(super) fn remove(&mut self, slot: usize) -> Option<(Text, T)> {
        let (key, value) = self.slots[slot].take()?;
        self.removed += 1;
        if let Some(index) = &mut self.index
            && let Ok(found) = index.slots.find_entry(index.hasher.hash_one(&*key), |it| *it as usize == slot)
        {
            found.remove();
        }
        Some((key, value))
    }

    /// Whether most slots are empty, since their entries were removed.
    pub(super) fn is_sparse(&self) -> bool {
        self.removed as usize * 2 > self.slots.len()
    }

    /// Takes away the slots that are empty.
    pub(super) fn close_gaps(&mut self) {
        if self.removed > 0 {
            self.slots.retain(Option::is_some);
            self.removed = 0;
            self.rebuild_index();
        }
    }

    /// Moves the entry of `key` to directly behind the last of the entries named in `earlier`.
    pub(super) fn move_behind(&mut self, key: &str, earlier: &[&str]) {
        let Some(from) = self.position(key) else { return };
        let last = earlier.iter().filter_map(|it| self.position(it)).max();
        let entry = self.slots.remove(from);
        let to = last.map_or(0, |last| if from <= last { last } else { last + 1 });
        self.slots.insert(to, entry);
        self.rebuild_index();
    }

    /// Makes the index fit, where there is one.
    fn rebuild_index(&mut self) {
        let Some(index) = &mut self.index else { return };
        index.slots.clear();
        (0..self.slots.len()).for_each(|slot| index.add(&self.slots, slot));
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &(Text, T)> {
        self.slots.iter().flatten()
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = (&Text, &mut T)> {
        self.slots.iter_mut().flatten().map(|(key, value)| (&*key, value))
    }

    pub(super) fn into_iter(self) -> impl Iterator<Item = (Text, T)> {
        self.slots.into_iter().flatten()
    }
}

impl Index {
    /// Adds a slot, unless it is empty.
    fn add<T>(&mut self, slots: &[Option<(Text, T)>], slot: usize) {
        let slot = u32::try_from(slot).expect("templates are too small for so many keys");
        let hash = |slot: u32| key_in(slots, slot).map_or(0, |key| self.hasher.hash_one(key));
        if key_in(slots, slot).is_some() {
            self.slots.insert_unique(hash(slot), slot, |slot| hash(*slot));
        }
    }
}

fn key_in<T>(slots: &[Option<(Text, T)>], slot: u32) -> Option<&str> {
    slots[slot as usize].as_ref().map(|(key, _)| &**key)
}

#[cfg(test)]
mod tests {
    use super::Entries;
    use crate::syntax::Text;

    fn numbered(count: usize) -> Entries<usize> {
        let mut entries = Entries::default();
        (0..count).for_each(|it| entries.push(Text::from(it.to_string()), it));
        entries
    }

    fn values(entries: &Entries<usize>) -> Vec<usize> {
        entries.iter().map(|(_, value)| *value).collect()
    }

    #[test]
    fn entries_keep_their_order_when_others_go() {
        for count in [5, 8, 9, 100] {
            let mut entries = numbered(count);
            for removed in (0..count).filter(|it| it % 3 != 1) {
                let slot = entries.position(&removed.to_string()).unwrap();
                assert_eq!(entries.remove(slot), Some((removed.to_string().into(), removed)));
                assert_eq!(entries.remove(slot), None);
                if entries.is_sparse() {
                    entries.close_gaps();
                }
            }
            assert!(entries.position("0").is_none());
            entries.push("0".into(), 0);
            let mut expected: Vec<usize> = (0..count).filter(|it| it % 3 == 1).collect();
            expected.push(0);
            assert_eq!(values(&entries), expected);
            assert_eq!(entries.len(), expected.len());
            assert!(expected.iter().all(|it| entries.get(&it.to_string()).is_some_and(|(_, value)| value == it)));
        }
    }

    #[test]
    fn an_entry_moves_behind_others() {
        for count in [4, 12] {
            let mut entries = numbered(count);
            entries.remove(1);
            entries.move_behind("3", &["0", "none"]);
            entries.move_behind("0", &["2"]);
            entries.move_behind("2", &["none"]);
            assert_eq!(values(&entries)[..3], [2, 3, 0]);
            assert_eq!(entries.get("3"), Some(&("3".into(), 3)));
        }
    }
}
