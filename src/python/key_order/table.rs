//! The hash table of a Python 2.7 dictionary: where a key stands, and how large the table is.
use smallvec::{SmallVec, smallvec};

pub(super) const SMALLEST: usize = 8;
const PERTURB_SHIFT: u32 = 5;
/// Above this many keys a table grows to twice, below to four times its keys.
const LARGE: usize = 50_000;

/// Numbers of keys, in the order of the slots.
pub(super) type Numbers = SmallVec<[u32; SMALLEST]>;

/// In a slot: nothing yet.
pub(super) const FREE: u32 = u32::MAX;
/// In a slot: a key was removed here, and the search goes on behind it.
pub(super) const DELETED: u32 = u32::MAX - 1;

/// A hash table.
#[derive(Clone, Debug)]
pub(super) struct Table {
    /// In each slot [`FREE`], [`DELETED`], or the number of a key. More than `size` mean nothing.
    slots: Numbers,
    size: usize,
}

impl Table {
    pub(super) fn new(size: usize) -> Self {
        Self { slots: smallvec![FREE; size], size }
    }

    pub(super) fn slots(&self) -> &[u32] {
        &self.slots[..self.size]
    }

    pub(super) fn slots_mut(&mut self) -> &mut [u32] {
        &mut self.slots[..self.size]
    }

    /// Makes all slots free, and as many as `size`.
    pub(super) fn empty(&mut self, size: usize) {
        self.size = size;
        if self.slots.len() < size {
            self.slots = smallvec![FREE; size];
        } else {
            self.slots_mut().fill(FREE);
        }
    }

    /// Puts keys that are not there into their first free slots, where none has been removed.
    pub(super) fn put(&mut self, numbers: &[u32], hashes: &[u64]) {
        let slots = self.slots_mut();
        for number in numbers {
            let hash = hashes[*number as usize];
            // Most keys find the first slot free, and that is soon seen.
            let first = hash as usize & (slots.len() - 1);
            let at = if slots[first] == FREE {
                first
            } else {
                found(probe(hash, slots.len()).skip(1).find(|at| slots[*at] == FREE))
            };
            slots[at] = *number;
        }
    }

    /// The numbers of the keys in the order of the slots, in the place of what was in the list.
    pub(super) fn list_into(&self, numbers: &mut Numbers) {
        numbers.clear();
        if self.size == SMALLEST {
            numbers.extend(self.slots().iter().copied().filter(|number| *number < DELETED));
            return;
        }
        let mut list = std::mem::take(numbers).into_vec();
        list.resize(self.size + 1, FREE);
        let mut count = 0;
        for number in self.slots() {
            // Without a branch, since half of the slots are free and nobody can tell which.
            list[count] = *number;
            count += usize::from(*number < DELETED);
        }
        list.truncate(count);
        *numbers = list.into();
    }

    /// Whether each key stands in the first slot that it would try, and none was removed.
    pub(super) fn is_untroubled(&self, hashes: &[u64]) -> bool {
        let is_first = |(at, number): (usize, &u32)| match *number {
            FREE => true,
            DELETED => false,
            number => hashes[number as usize] as usize & (self.size - 1) == at,
        };
        self.slots().iter().enumerate().all(is_first)
    }
}

/// How many keys a table can not have without growing.
pub(super) fn full(size: usize) -> usize {
    (size * 2).div_ceil(3)
}

/// For how many keys a table asks for room when it is full.
pub(super) fn growth(used: usize) -> usize {
    used * if used > LARGE { 2 } else { 4 }
}

/// The number of slots that a table has when it asks for room.
pub(super) fn size_for(request: usize) -> usize {
    (request + 1).next_power_of_two().max(SMALLEST)
}

/// The slots in which a key may stand, in the order in which they are tried; without end.
#[inline]
pub(super) fn probe(hash: u64, size: usize) -> impl Iterator<Item = usize> {
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

/// The slot that a search for a free one has found.
pub(super) fn found(slot: Option<usize>) -> usize {
    slot.expect("a third of the slots is always free, and each slot is tried")
}

/// The hash of a string in a 64-bit Python 2.7 without hash randomization.
pub(super) fn hash(text: &str) -> u64 {
    let Some(first) = text.chars().next() else { return 0 };
    let start = u64::from(u32::from(first)) << 7;
    let mixed = text.chars().fold(start, |hash, char| hash.wrapping_mul(1_000_003) ^ u64::from(u32::from(char)));
    mixed ^ text.chars().count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Recorded from the Python 2.7 emulation of the reference translator 1.115.0.
    #[test]
    fn strings_hash_as_in_python2() {
        assert_eq!(hash(""), 0);
        assert_eq!(hash("a"), 12_416_037_344);
        assert_eq!(hash("abc"), 1_453_079_729_188_098_211);
        assert_eq!(hash("swagger"), 3_580_634_783_886_297_403);
        assert_eq!(hash("ä€"), 29_184_175_332_271_362);
    }
}
