//! What is wrong in a text that has a language of its own, and where in it.
use std::ops::Range;

/// What is wrong with a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TextFault {
    /// The bytes of the text that are at fault.
    pub range: Range<usize>,
    pub message: String,
    pub help: Option<String>,
    /// What to put in the place of `range`, where that is certain.
    pub replacement: Option<String>,
}

impl TextFault {
    pub(crate) fn new(range: Range<usize>, message: impl Into<String>) -> Self {
        Self { range, message: message.into(), help: None, replacement: None }
    }

    pub(crate) fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// Says to write `replacement` for what is at fault.
    pub(crate) fn write(self, replacement: impl Into<String>) -> Self {
        let replacement = replacement.into();
        Self { help: Some(format!("write `{replacement}`")), replacement: Some(replacement), ..self }
    }
}
