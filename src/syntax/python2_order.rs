//! The order in which a Python 2.7 dictionary lists its keys.
//!
//! The reference translator computes the logical id of an API's deployment from the text that Python 2.7 would print
//! for its definition, and a Python 2.7 dictionary lists its keys in the order of the slots of its hash table. That
//! order depends on the keys, but also on when the table grew and which keys were deleted. So the table is rebuilt
//! here, step by step: the same probing, the same growth, the same tombstones
//! (see `Objects/dictobject.c` and `Objects/stringobject.c` of CPython 2.7).
use super::Text;

const SMALLEST_TABLE: usize = 8;
const PERTURB_SHIFT: u32 = 5;
/// Above this many keys a table grows to twice, below to four times its keys.
const LARGE_TABLE: usize = 50_000;

/// In a slot: nothing yet.
const FREE: u32 = u32::MAX;
/// In a slot: a key was removed here, and the search goes on behind it.
const DELETED: u32 = u32::MAX - 1;

/// The keys of one dictionary, in the slots of its hash table.
#[derive(Clone, Debug)]
pub struct KeyOrder {
    /// Every key that was ever added.
    keys: Vec<Text>,
    /// The hashes of the keys.
    hashes: Vec<u64>,
    /// [`FREE`], [`DELETED`], or the index of a key.
    slots: Vec<u32>,
    /// Number of keys in the slots.
    used: usize,
    /// Number of slots that are not free.
    filled: usize,
    /// Copies that were put off.
    deferred: u32,
}

impl Default for KeyOrder {
    fn default() -> Self {
        let slots = vec![FREE; SMALLEST_TABLE];
        Self { keys: Vec::new(), hashes: Vec::new(), slots, used: 0, filled: 0, deferred: 0 }
    }
}

impl KeyOrder {
    /// What `d[key] = …` does.
    pub fn add(&mut self, key: &Text) {
        self.settle();
        let hash = hash(key);
        let at = self.find(hash, key);
        if self.slots[at] >= DELETED {
            let index = u32::try_from(self.keys.len()).expect("templates are too small for so many keys");
            self.keys.push(key.clone());
            self.hashes.push(hash);
            self.put(at, index);
        }
    }

    /// What `del d[key]` does; a key that is not there changes nothing.
    pub fn remove(&mut self, key: &str) {
        self.settle();
        let at = self.find(hash(key), key);
        if self.slots[at] < DELETED {
            self.slots[at] = DELETED;
            self.used -= 1;
        }
    }

    /// What `d.update(other)` does to the keys: make room for all of them first, then add them.
    pub fn merge<'a>(&mut self, keys: impl ExactSizeIterator<Item = &'a Text>) {
        let added = keys.len();
        if added == 0 {
            return;
        }
        self.settle();
        if (self.filled + added) * 3 >= self.slots.len() * 2 {
            self.resize((self.used + added) * 2);
        }
        keys.for_each(|key| self.add(key));
    }

    /// What `copy.deepcopy(d)`, done `times` times, does to the keys: each is added to a new table, in their order. It
    /// is done when the order matters.
    pub fn defer_copy(&mut self, times: u32) {
        self.deferred += times;
    }

    /// Whether no copies are put off.
    pub fn is_settled(&self) -> bool {
        self.deferred == 0
    }

    /// Makes the copies that were put off.
    pub fn settle(&mut self) {
        if self.deferred == 0 {
            return;
        }
        // Copies of copies soon come round to the same slots again, mostly at once. Full rounds make no difference.
        let (mut mark, mut steps, mut longest) = (self.slots.clone(), 0, 1);
        while self.deferred > 0 {
            self.copy();
            self.deferred -= 1;
            steps += 1;
            if self.slots == mark {
                self.deferred %= steps;
            } else if steps == longest {
                mark.clone_from(&self.slots);
                (steps, longest) = (0, longest * 2);
            }
        }
    }

    /// Puts all keys into a new table, in their order: as many as it takes, then again and more into a larger one.
    fn copy(&mut self) {
        let mut keys = vec![0; self.used + 1];
        let mut count = 0;
        for index in &self.slots {
            // Without a branch, since half of the slots are free and nobody can tell which.
            keys[count] = *index;
            count += usize::from(*index < DELETED);
        }
        keys.truncate(count);
        let mut done = 0;
        self.slots = vec![FREE; SMALLEST_TABLE];
        loop {
            let full = (self.slots.len() * 2).div_ceil(3);
            let next = full.min(keys.len());
            keys[done..next].iter().for_each(|index| self.put_new(*index));
            done = next;
            if done < full {
                break;
            }
            self.move_to(table_size(growth(done)));
        }
        (self.used, self.filled) = (keys.len(), keys.len());
    }

    /// The keys in the order of the slots.
    pub fn iter(&self) -> impl Iterator<Item = &Text> {
        self.slots.iter().filter(|index| **index < DELETED).map(|index| &self.keys[*index as usize])
    }

    /// The slot that holds the key, or the one where it would be put.
    fn find(&self, hash: u64, key: &str) -> usize {
        let mut reusable = None;
        for at in probe(hash, self.slots.len()) {
            match self.slots[at] {
                FREE => return reusable.unwrap_or(at),
                DELETED => reusable = reusable.or(Some(at)),
                index if self.hashes[index as usize] == hash && *self.keys[index as usize] == *key => return at,
                _ => (),
            }
        }
        unreachable!("a third of the slots is always free, and each slot is tried")
    }

    /// Puts a key that is not in the table into its first free slot, and counts nothing.
    fn put_new(&mut self, index: u32) {
        let free = probe(self.hashes[index as usize], self.slots.len()).find(|at| self.slots[*at] == FREE);
        self.slots[free.expect("a third of the slots is always free, and each slot is tried")] = index;
    }

    fn put(&mut self, at: usize, index: u32) {
        self.filled += usize::from(self.slots[at] == FREE);
        self.slots[at] = index;
        self.used += 1;
        if self.filled * 3 >= self.slots.len() * 2 {
            self.resize(growth(self.used));
        }
    }

    fn resize(&mut self, request: usize) {
        self.move_to(table_size(request));
        self.filled = self.used;
    }

    /// Moves all keys to a table of another size, in their order.
    fn move_to(&mut self, size: usize) {
        let old = std::mem::replace(&mut self.slots, vec![FREE; size]);
        old.into_iter().filter(|index| *index < DELETED).for_each(|index| self.put_new(index));
    }
}

/// For how many keys a table asks for room when it is full.
fn growth(used: usize) -> usize {
    used * if used > LARGE_TABLE { 2 } else { 4 }
}

/// The number of slots that a table has when it asks for room.
fn table_size(request: usize) -> usize {
    (request + 1).next_power_of_two().max(SMALLEST_TABLE)
}

/// The slots in which a key may stand, in the order in which they are tried; without end.
#[inline]
fn probe(hash: u64, size: usize) -> impl Iterator<Item = usize> {
    let mask = size as u64 - 1;
    let mut walker = hash & mask;
    let mut perturb = hash;
    std::iter::repeat_with(move || {
        let at = (walker & mask) as usize;
        walker = walker.wrapping_mul(5).wrapping_add(perturb).wrapping_add(1);
        perturb >>= PERTURB_SHIFT;
        at
    })
}

/// The hash of a string in a 64-bit Python 2.7 without hash randomization.
fn hash(text: &str) -> u64 {
    let Some(first) = text.chars().next() else { return 0 };
    let start = u64::from(u32::from(first)) << 7;
    let mixed = text.chars().fold(start, |hash, char| hash.wrapping_mul(1_000_003) ^ u64::from(u32::from(char)));
    mixed ^ text.chars().count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(keys: &[&'static str]) -> Vec<String> {
        let mut order = KeyOrder::default();
        keys.iter().for_each(|key| order.add(&Text::from(*key)));
        order.iter().map(ToString::to_string).collect()
    }

    /// Recorded from the Python 2.7 emulation of the reference translator 1.115.0, as all expectations below.
    #[test]
    fn strings_hash_as_in_python2() {
        assert_eq!(hash(""), 0);
        assert_eq!(hash("a"), 12_416_037_344);
        assert_eq!(hash("abc"), 1_453_079_729_188_098_211);
        assert_eq!(hash("swagger"), 3_580_634_783_886_297_403);
        assert_eq!(hash("ä€"), 29_184_175_332_271_362);
    }

    #[test]
    fn keys_come_in_the_order_of_the_slots() {
        assert_eq!(order(&["swagger", "info", "paths"]), ["info", "paths", "swagger"]);
        assert_eq!(order(&["type", "httpMethod", "uri"]), ["httpMethod", "type", "uri"]);
    }

    #[test]
    fn growth_deletion_and_merging_leave_their_marks() {
        let names = |prefix: &str, range: std::ops::Range<usize>| -> Vec<Text> {
            range.map(|number| Text::from(format!("{prefix}{number}"))).collect()
        };
        let mut keys = KeyOrder::default();
        names("key", 0..40).iter().for_each(|it| keys.add(it));
        let listed =
            |keys: &KeyOrder, most: usize| keys.iter().take(most).map(|it| &**it).collect::<Vec<_>>().join(" ");
        assert_eq!(listed(&keys, 10), "key9 key8 key37 key3 key2 key1 key0 key7 key6 key5");

        names("key", 0..40).iter().step_by(3).for_each(|it| keys.remove(it));
        keys.remove("never there");
        names("new", 0..5).iter().for_each(|it| keys.add(it));
        assert_eq!(
            listed(&keys, 99),
            "key8 key37 key2 key1 key7 key5 key4 key31 new2 key32 key35 key34 key19 new3 key17 key16 new0 key14 key13 \
             key11 key10 new1 new4 key38 key22 key23 key20 key26 key25 key28 key29"
        );

        keys.merge(names("u", 0..60).iter());
        assert_eq!(
            listed(&keys, 25),
            "key19 key17 key16 key14 key13 key11 key10 u9 u8 u5 u4 u7 u6 u1 u0 u3 u2 u19 u18 u11 u10 u13 u12 u15 u14"
        );
    }
}
