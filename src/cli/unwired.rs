//! Stands in for what `syntax` will do: decoding, and the path of a span. To be replaced by calls to it.
use crate::diagnostic::Diagnostic;
use crate::source::{Source, Span};

/// Stands in for `syntax::decode`.
pub fn decode(name: &str, bytes: Vec<u8>) -> (Source, Option<Diagnostic>) {
    match String::from_utf8(bytes) {
        Ok(text) => (Source::new(name, text), None),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let problem = Diagnostic::error("not-utf-8", Span::new(at, at + 1), "this is not UTF-8");
            (Source::new(name, text), Some(problem))
        }
    }
}

/// Stands in for the look-up in the parsed tree.
pub fn path_at(_source: &Source, _span: Span) -> Option<String> {
    None
}
