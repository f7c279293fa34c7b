//! The order in which a Python 2.7 dictionary lists its keys.
//!
//! The reference translator computes the logical id of an API's deployment from the text that Python 2.7 would print
//! for its definition, and a Python 2.7 dictionary lists its keys in the order of the slots of its hash table. That
//! order depends on the keys, but also on when the table grew and which keys were deleted. So the table is rebuilt
//! here, step by step: the same probing, the same growth, the same tombstones
//! (see `Objects/dictobject.c` and `Objects/stringobject.c` of CPython 2.7).
mod table;

use smallvec::SmallVec;
use table::{DELETED, FREE, Numbers, SMALLEST, Table, found, full, growth, hash, probe, size_for};

/// The order of the keys of one dictionary. Keys are known by numbers: the first one that is added is 0, the next one 1,
/// and so on, whatever is removed in between.
#[derive(Clone, Debug)]
pub(crate) struct KeyOrder {
    /// The hash of every key that was ever added.
    hashes: SmallVec<[u64; 5]>,
    table: Table,
    /// Number of keys in the table.
    used: usize,
    /// Number of slots that are taken, also by keys that were removed.
    filled: usize,
    /// Copies that were put off.
    deferred: u32,
}

impl Default for KeyOrder {
    fn default() -> Self {
        Self { hashes: SmallVec::new(), table: Table::new(SMALLEST), used: 0, filled: 0, deferred: 0 }
    }
}

impl KeyOrder {
    /// What `d[key] = …` does for a key that is not there. It gets the next number.
    pub(crate) fn add(&mut self, key: &str) {
        self.settle();
        let hash = hash(key);
        let number = u32::try_from(self.hashes.len()).expect("templates are too small for so many keys");
        self.hashes.push(hash);
        let at = found(probe(hash, self.table.slots().len()).find(|at| self.table.slots()[*at] >= DELETED));
        self.filled += usize::from(self.table.slots()[at] == FREE);
        self.used += 1;
        self.table.slots_mut()[at] = number;
        if self.filled * 3 >= self.table.slots().len() * 2 {
            self.resize(growth(self.used));
        }
    }

    /// What `del d[key]` does for a key that is there.
    pub(crate) fn remove(&mut self, number: usize) {
        self.settle();
        let mut slots = probe(self.hashes[number], self.table.slots().len());
        let at = slots.find(|at| self.table.slots()[*at] as usize == number);
        self.table.slots_mut()[at.expect("each slot is tried, and the key is in one")] = DELETED;
        self.used -= 1;
    }

    /// What `d.update(other)` does before it adds the keys of `other`: make room for all of them.
    pub(crate) fn make_room(&mut self, added: usize) {
        if added == 0 {
            return;
        }
        self.settle();
        if (self.filled + added) * 3 >= self.table.slots().len() * 2 {
            self.resize((self.used + added) * 2);
        }
    }

    /// What `copy.deepcopy(d)`, done `times` times, does to the keys: each is added to a new table, in their order. It
    /// is done when the order matters.
    pub(crate) fn defer_copy(&mut self, times: u32) {
        self.deferred += times;
    }

    /// Whether no copies are put off.
    pub(crate) fn is_settled(&self) -> bool {
        self.deferred == 0
    }

    /// Makes the copies that were put off.
    pub(crate) fn settle(&mut self) {
        if self.deferred == 0 {
            return;
        }
        // A copy of a small table in which no keys meet is the same, whatever their order.
        if self.table.slots().len() == SMALLEST && self.table.is_untroubled(&self.hashes) {
            self.deferred = 0;
            return;
        }
        let (mut keys, mut moved) = (self.numbers(), Numbers::new());
        // Copies of copies soon come round to the same order again, mostly at once. Full rounds make no difference.
        let (mut mark, mut steps, mut longest) = (keys.clone(), 0, 1);
        loop {
            self.copy(&keys, &mut moved);
            self.deferred -= 1;
            if self.deferred == 0 {
                return;
            }
            self.table.list_into(&mut keys);
            steps += 1;
            if keys == mark {
                self.deferred %= steps;
                if self.deferred == 0 {
                    return;
                }
            } else if steps == longest {
                mark.clone_from(&keys);
                (steps, longest) = (0, longest * 2);
            }
        }
    }

    /// Puts keys into a new table, in their order: as many as it takes, then again and more into a larger one.
    fn copy(&mut self, keys: &[u32], moved: &mut Numbers) {
        (self.used, self.filled) = (keys.len(), keys.len());
        self.table.empty(SMALLEST);
        let mut done = 0;
        loop {
            let next = full(self.table.slots().len()).min(keys.len());
            self.table.put(&keys[done..next], &self.hashes);
            done = next;
            if done < full(self.table.slots().len()) {
                return;
            }
            self.table.list_into(moved);
            self.table.empty(size_for(growth(done)));
            self.table.put(moved, &self.hashes);
        }
    }

    /// The numbers of the keys in the order of the slots.
    pub(crate) fn iter(&self) -> impl Iterator<Item = usize> {
        self.numbers().into_iter().map(|number| number as usize)
    }

    fn numbers(&self) -> Numbers {
        let mut numbers = Numbers::new();
        self.table.list_into(&mut numbers);
        numbers
    }

    /// Moves all keys to a table of another size, in their order.
    fn resize(&mut self, request: usize) {
        let keys = self.numbers();
        self.table.empty(size_for(request));
        self.table.put(&keys, &self.hashes);
        self.filled = self.used;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A dictionary beside the names of its keys.
    #[derive(Default)]
    struct Dictionary {
        order: KeyOrder,
        keys: Vec<String>,
    }

    impl Dictionary {
        fn of(keys: impl IntoIterator<Item = String>) -> Self {
            let mut dictionary = Self::default();
            keys.into_iter().for_each(|key| dictionary.add(key));
            dictionary
        }

        fn add(&mut self, key: String) {
            self.order.add(&key);
            self.keys.push(key);
        }

        fn remove(&mut self, key: &str) {
            self.order.remove(self.keys.iter().position(|it| it == key).unwrap());
        }

        fn listed(&self, most: usize) -> String {
            self.order.iter().take(most).map(|it| &*self.keys[it]).collect::<Vec<_>>().join(" ")
        }
    }

    fn names(prefix: &str, range: std::ops::Range<usize>) -> impl ExactSizeIterator<Item = String> {
        range.map(move |number| format!("{prefix}{number}"))
    }

    fn listed(keys: &[&str]) -> String {
        Dictionary::of(keys.iter().map(ToString::to_string)).listed(99)
    }

    /// All expectations are recorded from the Python 2.7 emulation of the reference translator 1.115.0.
    #[test]
    fn keys_come_in_the_order_of_the_slots() {
        assert_eq!(listed(&["swagger", "info", "paths"]), "info paths swagger");
        assert_eq!(listed(&["type", "httpMethod", "uri"]), "httpMethod type uri");
    }

    #[test]
    fn growth_deletion_and_merging_leave_their_marks() {
        let mut keys = Dictionary::of(names("key", 0..40));
        assert_eq!(keys.listed(10), "key9 key8 key37 key3 key2 key1 key0 key7 key6 key5");

        names("key", 0..40).step_by(3).for_each(|it| keys.remove(&it));
        names("new", 0..5).for_each(|it| keys.add(it));
        assert_eq!(
            keys.listed(99),
            "key8 key37 key2 key1 key7 key5 key4 key31 new2 key32 key35 key34 key19 new3 key17 key16 new0 key14 key13 \
             key11 key10 new1 new4 key38 key22 key23 key20 key26 key25 key28 key29"
        );

        keys.order.make_room(60);
        names("u", 0..60).for_each(|it| keys.add(it));
        assert_eq!(
            keys.listed(25),
            "key19 key17 key16 key14 key13 key11 key10 u9 u8 u5 u4 u7 u6 u1 u0 u3 u2 u19 u18 u11 u10 u13 u12 u15 u14"
        );
    }

    #[test]
    fn copies_of_copies_come_round_again() {
        let mut keys = Dictionary::default();
        for (index, key) in names("/route", 0..70).enumerate() {
            keys.order.defer_copy(index as u32 % 4);
            keys.add(key);
        }
        let listed = |keys: &Dictionary| keys.listed(99).replace("/route", "");
        assert_eq!(
            listed(&keys),
            "61 21 2 51 49 19 18 50 15 14 17 16 11 10 13 12 37 36 53 34 33 32 57 30 59 58 31 52 39 38 1 0 3 35 5 4 7 6 9 \
             8 56 46 28 22 69 54 55 62 65 41 66 45 42 29 68 25 26 27 20 24 48 23 60 47 44 63 64 43 40 67"
        );
        let copies = [
            (
                1,
                "48 23 40 67 25 64 63 4 51 19 18 50 15 14 17 16 11 10 13 12 37 36 53 34 33 32 57 30 59 58 52 39 38 1 0 3 \
                 2 5 31 7 6 9 8 56 60 47 54 55 44 43 45 42 24 29 68 69 26 27 20 21 22 49 46 61 62 35 28 65 66 41",
            ),
            (
                1_003,
                "61 41 45 51 49 19 18 36 15 14 17 16 11 10 13 12 37 50 53 34 33 32 57 30 59 58 31 52 39 38 1 0 3 2 5 4 7 \
                 6 9 8 56 46 28 22 69 54 55 62 68 65 66 63 42 29 24 25 26 27 20 21 48 23 60 47 44 35 64 43 40 67",
            ),
            (
                31,
                "48 23 40 21 67 25 64 4 53 37 19 18 36 15 14 17 16 11 10 13 12 51 50 35 34 33 32 57 30 59 58 52 39 38 1 0 \
                 3 2 5 31 7 6 9 8 56 60 47 54 55 44 43 63 42 29 68 69 26 27 20 24 22 49 46 61 62 45 28 65 66 41",
            ),
        ];
        for (times, expected) in copies {
            keys.order.defer_copy(times);
            keys.order.settle();
            assert_eq!(listed(&keys), expected, "{times}");
        }
    }
}
