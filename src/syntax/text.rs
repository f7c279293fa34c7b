//! Strings of a template, with the one trait that the reference's hashes still see.
use std::borrow::{Borrow, Cow};
use std::{fmt, ops};

/// A string.
///
/// Python 2 had two types of string, and printed one of them with a `u` before the quote. The reference hashes what
/// Python 2 would have printed for an API's definition, so a string remembers which type it would have had:
/// [`Text::is_unicode`]. Nothing else looks at it; equality, order and hash do not.
#[derive(Clone)]
pub struct Text {
    value: Cow<'static, str>,
    unicode: bool,
}

impl Text {
    /// Whether Python 2 would have held this as `unicode` rather than as `str`.
    pub fn is_unicode(&self) -> bool {
        self.unicode
    }

    #[must_use]
    pub fn into_unicode(self) -> Self {
        Self { unicode: true, ..self }
    }

    #[must_use]
    pub fn into_plain(self) -> Self {
        Self { unicode: false, ..self }
    }

    /// This text with another type of string.
    #[must_use]
    pub fn with_unicode(self, unicode: bool) -> Self {
        Self { unicode, ..self }
    }

    /// `self + suffix`, of the type of `self`, as the reference's strings add up.
    #[must_use]
    pub fn append(&self, suffix: &str) -> Self {
        Self { value: Cow::Owned(format!("{}{suffix}", self.value)), unicode: self.unicode }
    }
}

impl ops::Deref for Text {
    type Target = str;
    fn deref(&self) -> &str {
        &self.value
    }
}

impl Borrow<str> for Text {
    fn borrow(&self) -> &str {
        &self.value
    }
}

impl From<&'static str> for Text {
    fn from(value: &'static str) -> Self {
        Self { value: Cow::Borrowed(value), unicode: false }
    }
}

impl From<String> for Text {
    fn from(value: String) -> Self {
        Self { value: Cow::Owned(value), unicode: false }
    }
}

impl From<&Text> for Text {
    fn from(value: &Text) -> Self {
        value.clone()
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl Eq for Text {}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.value == *other
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self.value == **other
    }
}

impl PartialOrd for Text {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Text {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.value.cmp(&other.value)
    }
}

impl std::hash::Hash for Text {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.value.hash(state);
    }
}

impl fmt::Display for Text {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.value)
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.value, formatter)
    }
}
