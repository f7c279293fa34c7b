//! Definitions that stand in files of their own, beside the template.
use crate::diagnostic::{Diagnostic, Label, Problems, codes, sort};
use crate::facts::types;
use crate::source::{File, Files, Source, Sources, Span, Unreadable, is_local_path};
use crate::states::text;
use crate::syntax::{LARGEST_TEMPLATE, Map, Node, add_file, parse};
use std::cell::RefCell;
use std::collections::HashMap;

/// The definitions of state machines that stand in files beside the template, as far as they could be read.
#[derive(Debug, Default)]
pub(crate) struct DefinitionFiles {
    /// By the logical id of the state machine.
    by_resource: HashMap<String, Node>,
    /// All files that were read, in the order of their spans.
    pub trees: Vec<Node>,
}

/// Where a state machine can name a file that `package` uploads: its type, and the property.
const NAMING: [(&str, &str); 2] =
    [("AWS::Serverless::StateMachine", "DefinitionUri"), (types::STEP_FUNCTIONS_STATE_MACHINE, "DefinitionS3Location")];

impl DefinitionFiles {
    /// Reads the files that the state machines among the resources name, adds them to `sources`, and reports what cannot
    /// be read as YAML or JSON. A file that is not there may be made by a build; one outside of the folder is not read.
    pub(crate) fn read(resources: &Map, files: &dyn Files, sources: &mut Sources, problems: &mut Problems) -> Self {
        let mut read = Self::default();
        let mut by_path: HashMap<&str, Option<Node>> = HashMap::new();
        for (id, resource) in resources.iter() {
            let naming = NAMING.iter().find(|(name, _)| resource.get("Type").is_some_and(|it| it.is_text(name)));
            let path = naming.and_then(|(_, property)| resource.at(&["Properties", property])?.text());
            let Some(path) = path.filter(|it| is_local_path(it)) else { continue };
            let tree = by_path.entry(path).or_insert_with(|| {
                let (tree, found) = parsed(files.read(path).ok()?, sources)?;
                problems.in_resource(id, |problems| found.into_iter().for_each(|it| problems.push(it)));
                read.trees.extend(tree.clone());
                tree
            });
            read.by_resource.extend(tree.clone().map(|it| (id.to_string(), it)));
        }
        read
    }

    /// The definition of a state machine.
    pub(crate) fn of(&self, id: &str) -> Option<&Node> {
        self.by_resource.get(id)
    }
}

/// What a file says, as far as it can be read, with what is wrong in it. `None` when all files together are too large.
fn parsed(file: File, sources: &mut Sources) -> Option<(Option<Node>, Vec<Diagnostic>)> {
    let (source, not_text) = add_file(file, sources)?;
    if let Some(problem) = not_text {
        return Some((None, vec![problem]));
    }
    let mut problems = Problems::default();
    let written = source.text();
    if !written.contains("${") {
        let tree = parse(source, &mut problems);
        return Some((tree, problems.into_found()));
    }
    // In JSON, a substitution may stand where a value is expected.
    let is_json = written.trim_start().starts_with('{');
    let masked = if is_json { text::masked(written) } else { written.to_owned() };
    let mut tree = parse(&Source::new(source.name(), masked).rebased(source.base()), &mut problems);
    match &mut tree {
        Some(tree) => text::unmask(tree, written, source.base()),
        // It may be readable once the substitutions are made.
        None => problems = Problems::default(),
    }
    Some((tree, problems.into_found()))
}

/// Reads definitions, and keeps what is wrong with them.
pub(crate) struct Definitions<'f> {
    files: &'f dyn Files,
    sources: RefCell<&'f mut Sources>,
    found: RefCell<Vec<Diagnostic>>,
}

/// Why a definition is not there, as part of a sentence.
pub(crate) type Missing = &'static str;

/// Of a definition that is kept somewhere else, or will be made before it is deployed.
pub(crate) const ELSEWHERE: Missing = "whose definition file is not available";
/// Of a definition that is there. If it is in a file, there is a finding besides.
pub(crate) const UNREADABLE: Missing = "whose definition cannot be read";

impl<'f> Definitions<'f> {
    /// Reads from `files`, and adds to `sources` what was read.
    pub(crate) fn new(files: &'f dyn Files, sources: &'f mut Sources) -> Self {
        Self { files, sources: RefCell::new(sources), found: RefCell::default() }
    }

    /// The definition in the file at `path`, as the template says at `at` in the resource `id`.
    pub(crate) fn read(&self, path: &str, at: Span, id: &str) -> Result<Node, Missing> {
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
    pub(crate) fn take_found(&self) -> Vec<Diagnostic> {
        let mut found = self.found.take();
        sort(&mut found);
        found
    }

    /// What a file says, or why it cannot be read as YAML or JSON, where that is known.
    fn parsed(&self, file: File) -> Result<Node, Option<Label>> {
        let (tree, found) = parsed(file, &mut self.sources.borrow_mut()).ok_or(None)?;
        let fault = || found.iter().find(|it| it.is_error());
        tree.ok_or_else(|| fault().map(|it| Label { span: it.span, message: it.message.clone() }))
    }
}
