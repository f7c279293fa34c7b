//! The template on the page, and what was found out about it.
use crate::places::Places;
use samc::diagnostic::Diagnostic;
use samc::ide::View;
use samc::ide::expansion::{self, Expansion};
use samc::source::{File, Files, Source, Sources, Unreadable};
use samc::{Depth, Options, analyze_with_files, emit};

/// The files beside the template, of which a page has none.
pub struct Nothing;

impl Files for Nothing {
    fn read(&self, _: &str) -> Result<File, Unreadable> {
        Err(Unreadable::Missing)
    }
}

/// How the document is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    #[default]
    Json,
    Yaml,
}

/// A template, as it is checked and as it is expanded.
pub struct Opened {
    pub options: Options,
    /// The analysis that finds everything.
    pub checked: View,
    /// The analysis of which the document is made.
    pub expanded: View,
    pub places: Places,
    /// The document, where there is one.
    pub expansion: Option<Expansion>,
    pub expansion_places: Places,
    /// Why the document cannot be written, where that is so.
    pub unwritable: Option<Diagnostic>,
}

/// What is kept from one request to the next.
#[derive(Default)]
pub struct Session {
    pub opened: Option<Opened>,
}

impl Opened {
    pub fn new(name: &str, text: &str, options: Options, format: Format) -> Self {
        let view = |depth| {
            let mut sources = Sources::new(Source::new(name, text));
            let analysis = analyze_with_files(&mut sources, &Nothing, &options, depth);
            View::new(sources, analysis)
        };
        let (checked, expanded) = (view(Depth::Check), view(Depth::Expansion));
        let write = if format == Format::Yaml { emit::yaml } else { emit::json };
        let (expansion, unwritable) = match expansion::of(&expanded, write) {
            Ok(expansion) => (expansion, None),
            Err(problem) => (None, Some(*problem)),
        };
        let expansion_places = Places::of(expansion.as_ref().map_or("", |it| &it.text));
        Self { options, checked, expanded, places: Places::of(text), expansion, expansion_places, unwritable }
    }

    pub fn source(&self) -> &Source {
        self.checked.source()
    }
}
