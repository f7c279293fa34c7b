//! What editors ask about a template: pure functions on an analysis. Knows no protocol, no files and no streams.
//!
//! Places are byte offsets in the space of spans of the [`Sources`] that were analyzed.
pub mod actions;
pub mod completion;
pub mod expansion;
mod expected;
pub mod hints;
pub mod hover;
pub mod lenses;
pub mod links;
pub mod names;
pub mod outline;
mod permissions;
mod place;
#[cfg(feature = "lsp")]
mod schedule;
mod values;

use crate::analysis::{Analysis, Translation};
use crate::source::{Source, Sources};
use crate::syntax::Map;

/// A template as an editor shows it, with what is known of it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct View {
    /// The template and the files that it names.
    pub sources: Sources,
    /// What was found out about it.
    pub analysis: Analysis,
    /// Whether it is known in which region it is deployed.
    pub is_region_known: bool,
}

impl View {
    /// A template, and the analysis of it.
    pub fn new(sources: Sources, analysis: Analysis) -> Self {
        Self { sources, analysis, is_region_known: false }
    }

    /// The same where it is known in which region it is deployed, by which it was analyzed.
    #[must_use]
    pub fn in_known_region(self, is_region_known: bool) -> Self {
        Self { is_region_known, ..self }
    }

    /// The template's text.
    pub fn source(&self) -> &Source {
        self.sources.template()
    }

    /// What is known of it; of a text that is being typed, what could be read.
    pub(crate) fn translation(&self) -> Option<&Translation> {
        self.analysis.translation.as_ref().or(self.analysis.partial.as_ref())
    }

    /// The sections as they are written.
    fn written(&self) -> Option<&Map> {
        self.translation().map(|it| it.template.written())
    }
}
