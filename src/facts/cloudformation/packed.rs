//! Reads what the build script packed, in place.
use super::layout::HEADER;
use crate::facts::packed;
use std::cmp::Ordering;

static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/cloudformation.bin"));

/// A place in what was packed, from which numbers and texts are read one after the other.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor {
    at: u32,
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
        Self { at: u32::try_from(at).expect("less than 4 GB was packed") }
    }

    pub(super) fn long(&mut self) -> u64 {
        let mut at = self.at as usize;
        let value = packed::long(PACKED, &mut at);
        self.at = at as u32;
        value
    }

    pub(super) fn number(&mut self) -> usize {
        usize::try_from(self.long()).expect("the build script writes it as such")
    }

    pub(super) fn text(&mut self) -> &'static str {
        text_at(self.number())
    }
}

/// The text at an offset.
pub(super) fn text_at(offset: usize) -> &'static str {
    std::str::from_utf8(bytes_at(offset)).expect("the build script writes texts")
}

/// Whether this is the text at an offset.
pub(super) fn is_text_at(offset: usize, text: &str) -> bool {
    bytes_at(offset) == text.as_bytes()
}

/// How a text compares with that at an offset.
pub(super) fn compare_at(text: &str, offset: usize) -> Ordering {
    text.as_bytes().cmp(bytes_at(offset))
}

fn bytes_at(mut offset: usize) -> &'static [u8] {
    packed::bytes(PACKED, &mut offset)
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
