//! Strings of a template, with the one trait that the reference's hashes still see.
use smol_str::SmolStr;
use std::borrow::{Borrow, Cow};
use std::{fmt, ops};

/// A string.
///
/// Python 2 had two types of string, and printed one of them with a `u` before the quote. The reference hashes what
/// Python 2 would have printed for an API's definition, so a string remembers which type it would have had:
/// `is_unicode`. Nothing else looks at it; equality, order and hash do not.
///
/// A clone costs nothing: it shares the letters, or they are so few that they stand in it.
#[derive(Clone)]
pub struct Text {
    letters: SmolStr,
    unicode: bool,
}

impl Text {
    /// Whether Python 2 would have held this as `unicode` rather than as `str`.
    pub(crate) fn is_unicode(&self) -> bool {
        self.unicode
    }

    #[must_use]
    pub(crate) fn into_unicode(self) -> Self {
        Self { unicode: true, ..self }
    }

    #[must_use]
    pub(crate) fn into_plain(self) -> Self {
        Self { unicode: false, ..self }
    }

    /// This text with another type of string.
    #[must_use]
    pub(crate) fn with_unicode(self, unicode: bool) -> Self {
        Self { unicode, ..self }
    }

    /// `self + suffix`, of the type of `self`, as the reference's strings add up.
    #[must_use]
    pub(crate) fn append(&self, suffix: &str) -> Self {
        Self::from(format!("{self}{suffix}")).with_unicode(self.unicode)
    }
}

impl ops::Deref for Text {
    type Target = str;
    fn deref(&self) -> &str {
        &self.letters
    }
}

impl Borrow<str> for Text {
    fn borrow(&self) -> &str {
        self
    }
}

impl From<&'static str> for Text {
    fn from(value: &'static str) -> Self {
        Self { letters: SmolStr::new_static(value), unicode: false }
    }
}

impl From<String> for Text {
    fn from(value: String) -> Self {
        Self { letters: value.into(), unicode: false }
    }
}

impl From<Cow<'_, str>> for Text {
    fn from(value: Cow<'_, str>) -> Self {
        Self { letters: value.into(), unicode: false }
    }
}

impl From<&Text> for Text {
    fn from(value: &Text) -> Self {
        value.clone()
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Text {}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        **self == *other
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        **self == **other
    }
}

impl PartialOrd for Text {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Text {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (**self).cmp(&**other)
    }
}

impl std::hash::Hash for Text {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

impl fmt::Display for Text {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self)
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, formatter)
    }
}
