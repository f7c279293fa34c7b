//! Reads what the build script packed, in place.
use super::layout::{HAS_TEXTS, HERE};
use crate::facts::dictionary::{Dictionary, Sought};
use crate::facts::packed;

/// What the build script wrote under a name.
macro_rules! written {
    ($name:literal) => {
        include_bytes!(concat!(env!("OUT_DIR"), "/cloudformation_", $name))
    };
}

macro_rules! written_text {
    ($name:literal) => {
        include_str!(concat!(env!("OUT_DIR"), "/cloudformation_", $name))
    };
}

static STRUCTURE: &[u8] = written!("structure.bin");
static TEXTS: &str = written_text!("texts.txt");
static DICTIONARY: Dictionary = Dictionary::new(written!("lengths.bin"), written_text!("dictionary.txt"));
static SHAPES: &[u8] = written!("shapes.bin");
static REGION_SETS: &[u8] = written!("region_sets.bin");
/// The schemas that are used several times.
static SCHEMAS: Places = Places::new(written!("schemas.bin"));
/// The types, sorted by their names.
pub(super) static TYPES: Places = Places::new(written!("types.bin"));
pub(super) static REGIONS: &str = written_text!("regions.txt");

/// A place in the structure, from which numbers are read one after the other, and in the texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cursor {
    pub at: u32,
    pub text: u32,
}

/// Places by their numbers.
pub(super) struct Places {
    /// The low bytes of all places in the structure, then the middle ones, then the high ones; the same of the texts.
    bytes: &'static [u8],
    count: usize,
}

impl Places {
    const fn new(bytes: &'static [u8]) -> Self {
        Self { bytes, count: bytes.len() / 6 }
    }

    pub(super) fn len(&self) -> usize {
        self.count
    }

    pub(super) fn get(&self, index: usize) -> Cursor {
        assert!(index < self.count, "there is no place {index}");
        let byte = |at: usize| u32::from(self.bytes[self.count * at + index]);
        let place = |at: usize| byte(at) | byte(at + 1) << 8 | byte(at + 2) << 16;
        Cursor { at: place(0), text: place(3) }
    }
}

impl Cursor {
    pub(super) fn long(&mut self) -> u64 {
        let mut at = self.at as usize;
        let value = packed::long(STRUCTURE, &mut at);
        self.at = at as u32;
        value
    }

    #[inline]
    pub(super) fn number(&mut self) -> usize {
        // Most numbers take one byte or two.
        let at = self.at as usize;
        let first = STRUCTURE[at];
        if first < 0x80 {
            self.at += 1;
            return usize::from(first);
        }
        let second = STRUCTURE[at + 1];
        if second < 0x80 {
            self.at += 2;
            return usize::from(first & 0x7f) | usize::from(second) << 7;
        }
        usize::try_from(self.long()).expect("the build script writes it as such")
    }

    #[inline]
    pub(super) fn text(&mut self) -> &'static str {
        let number = self.number();
        self.text_of(number)
    }

    /// The text with a number that was read.
    #[inline]
    pub(super) fn text_of(&mut self, number: usize) -> &'static str {
        if number & HERE == 0 { DICTIONARY.text(number >> 1) } else { self.own_text(number >> 1) }
    }

    /// The next of the texts, by its length.
    #[inline]
    pub(super) fn own_text(&mut self, length: usize) -> &'static str {
        let start = self.text as usize;
        self.text += length as u32;
        &TEXTS[start..start + length]
    }

    #[inline]
    pub(super) fn skip_text(&mut self) {
        let number = self.number();
        self.skip_text_of(number);
    }

    #[inline]
    pub(super) fn skip_text_of(&mut self, number: usize) {
        if number & HERE != 0 {
            self.text += (number >> 1) as u32;
        }
    }

    /// Whether the text that follows is the one that is looked for.
    #[inline]
    pub(super) fn is(&mut self, sought: &Sought<'_>) -> bool {
        let number = self.number();
        self.is_of(number, sought)
    }

    /// Whether the text with a number that was read is the one that is looked for.
    #[inline]
    pub(super) fn is_of(&mut self, number: usize, sought: &Sought<'_>) -> bool {
        if number & HERE == 0 {
            return sought.is(number >> 1);
        }
        let length = number >> 1;
        let start = self.text as usize;
        self.text += length as u32;
        length == sought.text.len() && &TEXTS.as_bytes()[start..start + length] == sought.text
    }

    /// Where the schema is that follows.
    #[inline]
    pub(super) fn schema(&mut self) -> Self {
        let number = self.number();
        if number & HERE == 0 {
            return SCHEMAS.get(number >> 1);
        }
        let texts = if number & HAS_TEXTS == 0 { 0 } else { self.number() };
        let place = *self;
        self.at += (number >> 2) as u32;
        self.text += texts as u32;
        place
    }

    #[inline]
    pub(super) fn skip_schema(&mut self) {
        let number = self.number();
        if number & HERE != 0 {
            let texts = if number & HAS_TEXTS == 0 { 0 } else { self.number() };
            self.at += (number >> 2) as u32;
            self.text += texts as u32;
        }
    }

    /// The bits of a shape that follow.
    pub(super) fn shape(&mut self) -> u64 {
        long_at(SHAPES, self.number())
    }

    /// The bits of a set of regions that follow.
    pub(super) fn regions(&mut self) -> u64 {
        long_at(REGION_SETS, self.number())
    }
}

/// Prepares to look for a text.
pub(super) fn sought(text: &str) -> Sought<'_> {
    DICTIONARY.sought(text)
}

/// A number of eight bytes, the lowest first, by its place among such numbers.
fn long_at(bytes: &[u8], index: usize) -> u64 {
    u64::from_le_bytes(bytes[index * 8..][..8].try_into().expect("eight bytes"))
}
