//! What is done as Python does it, 2.7 and 3: how it prints values, and how a dictionary orders its keys. Knows values
//! only as [`Value`] shows them.
pub(crate) mod json;
mod key_order;
mod number;
mod text;

pub(crate) use key_order::KeyOrder;
pub(crate) use number::{MOST_DIGITS, float_text, without_underscores};
pub(crate) use text::print;

/// A value that Python can hold.
pub(crate) trait Value: Sized {
    fn shown(&self) -> Shown<'_, Self, impl Iterator<Item = (Str<'_>, &Self)>>;
}

/// What a value is for Python. `E` are the entries of a dictionary, in its order.
pub(crate) enum Shown<'a, V, E> {
    None,
    Bool(bool),
    Integer(i64),
    /// The decimal digits of an integer beyond 64 bits.
    BigInteger(&'a str),
    Float(f64),
    Str(Str<'a>),
    List(&'a [V]),
    Dictionary(E),
}

/// A string.
#[derive(Clone, Copy)]
pub(crate) struct Str<'a> {
    pub letters: &'a str,
    /// Whether Python 2 holds it as `unicode` rather than as `str`.
    pub is_unicode: bool,
}
