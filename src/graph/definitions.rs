//! Definitions that stand in files of their own, beside the template. Knows nothing of what they define.
use crate::diagnostic::{Diagnostic, Label, Problems, codes, sort};
use crate::source::{File, Files, Sources, Span, Unreadable};
use crate::syntax::{LARGEST_TEMPLATE, Node, decode, parse};
use std::cell::RefCell;

/// Reads definitions, and keeps what is wrong with them.
pub(super) struct Definitions<'f> {
    files: &'f dyn Files,
    sources: RefCell<&'f mut Sources>,
    found: RefCell<Vec<Diagnostic>>,
}

/// Why a definition is not there, as part of a sentence.
pub(super) type Missing = &'static str;

/// Of a definition that is kept somewhere else, or will be made before it is deployed.
pub(super) const ELSEWHERE: Missing = "whose definition file is not available";
/// Of a definition that is there. If it is in a file, there is a finding besides.
pub(super) const UNREADABLE: Missing = "whose definition cannot be read";

impl<'f> Definitions<'f> {
    /// Reads from `files`, and adds to `sources` what was read.
    pub(super) fn new(files: &'f dyn Files, sources: &'f mut Sources) -> Self {
        Self { files, sources: RefCell::new(sources), found: RefCell::default() }
    }

    /// The definition in the file at `path`, as the template says at `at` in the resource `id`.
    pub(super) fn read(&self, path: &str, at: Span, id: &str) -> Result<Node, Missing> {
        let finding = |message: String| Box::new(Diagnostic::new(&codes::UNREADABLE_DEFINITION, at, message));
        let not_read = |reason: &str| finding(format!("`{path}` is not read: {reason}"));
        let definition = match self.files.read(path) {
            Ok(file) => self.parsed(file).map_err(|fault| {
                let mut finding = finding(format!("`{path}` cannot be read as YAML or JSON"));
                finding.related.extend(fault);
                finding
            }),
            Err(Unreadable::Missing) => return Err(ELSEWHERE),
            Err(Unreadable::Outside) => {
                let finding = not_read("it is outside of the template's folder");
                Err(Box::new(finding.help("move the file into that folder, and write its path from there")))
            }
            Err(Unreadable::NotAFile) => Err(not_read("it is not a regular file")),
            Err(Unreadable::TooLarge) => Err(not_read(&format!("it has more than {LARGEST_TEMPLATE} bytes"))),
            Err(Unreadable::Refused(reason)) => Err(not_read(&reason)),
        };
        definition.map_err(|finding| {
            self.found.borrow_mut().push(finding.resource(id));
            UNREADABLE
        })
    }

    /// Takes out what is wrong with definitions, in the order of the text.
    pub(super) fn take_found(&self) -> Vec<Diagnostic> {
        let mut found = self.found.take();
        sort(&mut found);
        found
    }

    /// What a file says, or why it cannot be read as YAML or JSON, where that is known.
    fn parsed(&self, file: File) -> Result<Node, Option<Label>> {
        let (source, not_text) = decode(&file.name, file.bytes);
        let mut sources = self.sources.borrow_mut();
        let source = sources.add(source).ok_or(None)?;
        let mut problems = Problems::default();
        let tree = match not_text {
            None => parse(source, &mut problems),
            Some(problem) => {
                problems.push(problem.shifted(source.base()));
                None
            }
        };
        let fault = || problems.iter().find(|it| it.is_error());
        tree.ok_or_else(|| fault().map(|it| Label { span: it.span, message: it.message.clone() }))
    }
}
