//! Reads what the build script packed, in place.
use super::layout::HEADER;
use crate::facts::packed;

static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/cloudformation.bin"));

/// A place in what was packed, from which numbers and texts are read one after the other.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor {
    at: usize,
}

/// A table of numbers, by its place in the header.
#[derive(Clone, Copy, Debug)]
pub(super) enum Table {
    Types,
    Definitions,
    Regions,
}

impl Cursor {
    pub(super) fn new(at: usize) -> Self {
        Self { at }
    }

    pub(super) fn long(&mut self) -> u64 {
        packed::long(PACKED, &mut self.at)
    }

    pub(super) fn number(&mut self) -> usize {
        packed::number(PACKED, &mut self.at)
    }

    pub(super) fn text(&mut self) -> &'static str {
        text_at(self.number())
    }
}

/// The text at an offset.
pub(super) fn text_at(mut offset: usize) -> &'static str {
    packed::text(PACKED, &mut offset)
}

impl Table {
    /// How many entries it has.
    pub(super) fn len(self) -> usize {
        packed::fixed(PACKED, (self as usize * 2 + 1) * 4)
    }

    /// The number at a place in the table.
    pub(super) fn get(self, index: usize) -> usize {
        packed::fixed(PACKED, packed::fixed(PACKED, self as usize * 8) + index * 4)
    }
}

const _: () = assert!(HEADER == (Table::Regions as usize + 1) * 2);
