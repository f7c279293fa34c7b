//! What to say about a text that is not YAML.
use super::{SYNTAX_ERROR, refusal};
use crate::diagnostic::Diagnostic;
use crate::source::{Source, Span};
use granit_parser::ErrorKind;

pub(super) fn explain(source: &Source, kind: &ErrorKind, at: usize, _collection: Option<usize>) -> Diagnostic {
    if *kind == ErrorKind::RecursionLimitExceeded {
        return refusal::too_deep(source, at);
    }
    Diagnostic::error(SYNTAX_ERROR, Span::new(at, at), "this is not YAML")
}
