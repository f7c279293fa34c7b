//! What reading a template finds, kept to a number that people can read. Knows nothing of YAML and JSON.
use super::{Map, Node, Text};
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::source::{Source, Span};

/// Most findings of one reading: a file with more is broken as a whole.
const MOST_FINDINGS: usize = 50;

/// The findings of one reading of one source.
pub(super) struct Findings<'a> {
    pub(super) source: &'a Source,
    problems: &'a mut Problems,
    left: usize,
}

impl<'a> Findings<'a> {
    pub(super) fn new(source: &'a Source, problems: &'a mut Problems) -> Self {
        Self { source, problems, left: MOST_FINDINGS }
    }

    /// Reports a finding, unless there were very many.
    pub(super) fn push(&mut self, diagnostic: Diagnostic) {
        if self.left > 0 {
            self.left -= 1;
            self.problems.push(diagnostic);
        }
    }

    /// Sets a value that is written in a map, where the last of several with one key wins.
    pub(super) fn insert(&mut self, map: &mut Map, key: Text, key_span: Span, value: Node) {
        if let Some(first) = map.insert_written(key, key_span, value) {
            let key = self.source.slice(key_span);
            self.push(
                Diagnostic::new(
                    &codes::DUPLICATE_KEY,
                    first,
                    format!("`{key}` is given twice, and this one is ignored"),
                )
                .related(key_span, "this one counts")
                .help("remove one of the two"),
            );
        }
    }
}
