//! Reads numbers and texts as the build script packs them, in place.

/// The number at `at`, which moves on: seven bits a byte, the lowest first.
pub(super) fn long(bytes: &[u8], at: &mut usize) -> u64 {
    let first = bytes[*at];
    *at += 1;
    // Most numbers take one byte or two.
    if first < 0x80 {
        return u64::from(first);
    }
    let mut value = u64::from(first & 0x7f);
    let mut shift = 7;
    loop {
        let byte = bytes[*at];
        *at += 1;
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return value;
        }
        shift += 7;
    }
}

/// The same, of something that is counted.
pub(super) fn number(bytes: &[u8], at: &mut usize) -> usize {
    usize::try_from(long(bytes, at)).expect("the build script writes it as such")
}

/// The text at `at`, which moves on: its length, then its bytes.
pub(super) fn text<'b>(packed: &'b [u8], at: &mut usize) -> &'b str {
    std::str::from_utf8(bytes(packed, at)).expect("the build script writes texts")
}

/// The bytes of the text at `at`, which moves on.
pub(super) fn bytes<'b>(bytes: &'b [u8], at: &mut usize) -> &'b [u8] {
    let length = number(bytes, at);
    let start = *at;
    *at += length;
    &bytes[start..*at]
}

/// A number of four bytes, the lowest first.
#[inline]
pub(super) fn fixed(bytes: &[u8], at: usize) -> usize {
    let bytes = bytes[at..at + 4].try_into().expect("four bytes");
    u32::from_le_bytes(bytes) as usize
}
