//! What a map is made of: keys with values in the order of insertion, found by the key. Knows nothing of templates.
use super::Text;
use std::collections::HashMap;

/// Up to this many keys are looked through one by one, which is faster than hashing, and spares most maps an index.
const FEW: usize = 8;

/// An ordered map. To add, find and remove an entry takes the same time however many there are.
#[derive(Clone, Debug)]
pub(super) struct Entries<T> {
    /// In the order of insertion; `None` where an entry was removed.
    slots: Vec<Option<(Text, T)>>,
    /// Where the keys stand, once there were more than a few.
    index: Option<HashMap<Text, usize>>,
    removed: usize,
}

impl<T> Default for Entries<T> {
    fn default() -> Self {
        Self { slots: Vec::new(), index: None, removed: 0 }
    }
}

impl<T> Entries<T> {
    pub fn len(&self) -> usize {
        self.slots.len() - self.removed
    }

    /// Where an entry stands among the others: one with a smaller number stands before it.
    pub fn position(&self, key: &str) -> Option<usize> {
        match &self.index {
            Some(index) => index.get(key).copied(),
            None => self.slots.iter().position(|it| it.as_ref().is_some_and(|(found, _)| **found == *key)),
        }
    }

    pub fn get(&self, key: &str) -> Option<&(Text, T)> {
        self.slots[self.position(key)?].as_ref()
    }

    pub fn get_mut(&mut self, key: &str) -> Option<&mut T> {
        let at = self.position(key)?;
        self.slots[at].as_mut().map(|(_, value)| value)
    }

    /// Adds an entry behind all others; its key must not be there.
    pub fn push(&mut self, key: Text, value: T) {
        if self.index.is_none() && self.slots.len() >= FEW {
            self.index = Some(HashMap::new());
            self.rebuild();
        }
        if let Some(index) = &mut self.index {
            index.insert(key.clone(), self.slots.len());
        }
        self.slots.push(Some((key, value)));
    }

    /// Removes an entry; the others keep their order.
    pub fn remove(&mut self, key: &str) -> Option<(Text, T)> {
        let at = self.position(key)?;
        if let Some(index) = &mut self.index {
            index.remove(key);
        }
        let entry = self.slots[at].take();
        self.removed += 1;
        if self.removed * 2 > self.slots.len() {
            self.rebuild();
        }
        entry
    }

    /// Moves the entry of `key` to directly behind the last of the entries named in `earlier`.
    pub fn move_behind(&mut self, key: &str, earlier: &[&str]) {
        let Some(from) = self.position(key) else { return };
        let last = earlier.iter().filter_map(|it| self.position(it)).max();
        let entry = self.slots.remove(from);
        let to = last.map_or(0, |last| if from <= last { last } else { last + 1 });
        self.slots.insert(to, entry);
        self.rebuild();
    }

    /// Closes the gaps, and makes the index fit.
    fn rebuild(&mut self) {
        self.slots.retain(Option::is_some);
        self.removed = 0;
        if let Some(index) = &mut self.index {
            index.clear();
            index.extend(self.slots.iter().flatten().enumerate().map(|(at, (key, _))| (key.clone(), at)));
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = &(Text, T)> {
        self.slots.iter().flatten()
    }

    pub fn iter_mut(&mut self) -> impl Iterator<Item = (&Text, &mut T)> {
        self.slots.iter_mut().flatten().map(|(key, value)| (&*key, value))
    }

    pub fn into_iter(self) -> impl Iterator<Item = (Text, T)> {
        self.slots.into_iter().flatten()
    }
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
            (0..count).filter(|it| it % 3 != 1).for_each(|it| assert!(entries.remove(&it.to_string()).is_some()));
            assert!(entries.remove("0").is_none());
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
            entries.remove("1");
            entries.move_behind("3", &["0", "none"]);
            entries.move_behind("0", &["2"]);
            entries.move_behind("2", &["none"]);
            assert_eq!(values(&entries)[..3], [2, 3, 0]);
            assert_eq!(entries.get("3"), Some(&("3".into(), 3)));
        }
    }
}
