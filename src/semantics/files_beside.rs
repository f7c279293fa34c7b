//! The files beside a template that it names, as far as they were read.
use super::definition_files::DefinitionFiles;
use super::nested_templates::NestedTemplates;
use crate::diagnostic::Problems;
use crate::source::{Files, Sources};
use crate::template::Template;

/// What stands in the files that a template names.
#[derive(Debug, Default)]
pub(crate) struct FilesBeside {
    pub definitions: DefinitionFiles,
    pub nested: NestedTemplates,
}

impl FilesBeside {
    /// Reads the files, adds them to `sources`, and reports what is wrong in those that are checked with the template. A
    /// nested template is checked for itself.
    pub(crate) fn read(template: &Template, files: &dyn Files, sources: &mut Sources, problems: &mut Problems) -> Self {
        let definitions = DefinitionFiles::read(template.resources(), files, sources, problems);
        Self { definitions, nested: NestedTemplates::read(template, files, sources) }
    }
}
