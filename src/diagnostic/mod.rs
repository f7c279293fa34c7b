//! What every phase reports, independent of how it is printed. Knows nothing of templates.
pub(crate) mod codes;
mod fix;
mod problems;
pub(crate) mod reconcile;
mod subject;
mod suggestion;

pub use codes::Code;
pub use fix::{Edit, Fix};
pub use problems::Problems;
pub(crate) use problems::Sound;
pub use subject::{Fault, Premise, Subject};
pub use suggestion::Near;
pub(crate) use suggestion::{Searches, is_slip_of, is_typo_of, listed, nearest};

use crate::source::Span;

/// How bad a finding is: only errors make a template unfit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The template cannot be expanded or deployed as it is meant.
    Error,
    /// The template can be deployed, but something in it is likely not what was meant.
    Warning,
}

/// A second place that a finding speaks of, with what is to be seen there.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Label {
    /// Where it is.
    pub span: Span,
    /// What is to be seen there: lower case, no full stop.
    pub message: String,
}

/// One finding: what is wrong, where, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnostic {
    /// What kind of finding it is.
    pub code: &'static Code,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong: lower case, no full stop, the user's own words in backticks.
    pub message: String,
    /// The most precise place of the fault.
    pub span: Span,
    /// Other places that the finding speaks of.
    pub related: Vec<Label>,
    /// What to write instead, on one line.
    pub help: Option<String>,
    /// Edits that correct it.
    pub fix: Option<Fix>,
    /// What it is about, for those who compare and sort findings.
    pub subject: Subject,
    /// What a value of the wrong type may be instead.
    pub(crate) wanted: Vec<Wanted>,
}

/// A type that a value is asked to have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    Boolean,
    Integer,
    /// A list of words.
    List,
    /// A list of what the reference that stands there gives.
    ListOfReference,
    Text,
}

impl Label {
    /// A place, and what is to be seen there.
    pub fn new(span: Span, message: impl Into<String>) -> Self {
        Self { span, message: message.into() }
    }
}

impl Diagnostic {
    /// A finding as severe as its kind usually is.
    pub fn new(code: &'static Code, span: Span, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity,
            message: message.into(),
            span,
            related: Vec::new(),
            help: None,
            fix: None,
            subject: Subject::default(),
            wanted: Vec::new(),
        }
    }

    /// Says what to write instead.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a place that the finding speaks of, and what is to be seen there.
    #[must_use]
    pub fn related(mut self, span: Span, message: impl Into<String>) -> Self {
        self.related.push(Label::new(span, message));
        self
    }

    /// One edit that surely corrects it, under the help as its title where there is one.
    #[must_use]
    pub fn fix(mut self, span: Span, replacement: impl Into<String>) -> Self {
        let replacement = replacement.into();
        let title = self.help.clone().unwrap_or_else(|| format!("write `{replacement}`"));
        self.fix = Some(Fix::new(title, span, replacement));
        self
    }

    /// Blames a resource, whatever resource is being worked on.
    #[must_use]
    pub fn resource(mut self, logical_id: impl Into<String>) -> Self {
        self.subject.resource = Some(logical_id.into());
        self
    }

    /// Says that the value of this property is not what the property takes.
    #[must_use]
    pub(crate) fn value_of(mut self, property: impl Into<String>) -> Self {
        self.subject.fault = Fault::Value { property: property.into() };
        self
    }

    /// Says of which type the value must be, for those who see how it is written.
    #[must_use]
    pub(crate) fn wanted(mut self, types: Vec<Wanted>) -> Self {
        self.wanted = types;
        self
    }

    /// Says where the value is written that is used here.
    #[must_use]
    pub(crate) fn written_at(mut self, place: Span) -> Self {
        self.subject.written = Some(place);
        self
    }

    /// Says what is missing: each of these properties, or one that would do.
    #[must_use]
    pub(crate) fn missing(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.subject.fault = Fault::Missing { names: names.into_iter().map(Into::into).collect() };
        self
    }

    /// Says that nothing knows this name, whatever was meant by it.
    #[must_use]
    pub(crate) fn unknown(mut self) -> Self {
        self.subject.fault = Fault::Misnamed { meant: Vec::new(), owners: Vec::new() };
        self
    }

    /// Says which names are not missing at `owner`, although nothing is there under them; see [`Fault::Misnamed`].
    #[must_use]
    pub(crate) fn meant(self, owner: Span, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.meant_at(vec![owner], names)
    }

    /// The same for several owners.
    #[must_use]
    pub(crate) fn meant_at(mut self, owners: Vec<Span>, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.subject.fault = Fault::Misnamed { meant: names.into_iter().map(Into::into).collect(), owners };
        self
    }

    /// Says that an error of the resource `logical_id` may be the cause of this.
    #[must_use]
    pub(crate) fn consequence_of(mut self, logical_id: impl Into<String>) -> Self {
        self.subject.premises.push(Premise::Resource(logical_id.into()));
        self
    }

    /// Says that this holds only if nothing is wrong with what stands at `place`.
    #[must_use]
    pub(crate) fn if_sound(mut self, place: Span) -> Self {
        self.subject.premises.push(Premise::Sound(place));
        self
    }

    /// Says that this holds only if the passes take what stands at `place`.
    #[must_use]
    pub(crate) fn if_accepted(mut self, place: Span) -> Self {
        self.subject.premises.push(Premise::Accepted(place));
        self
    }

    /// Says that this holds only if no property of these names is misspelt or misplaced.
    #[must_use]
    pub(crate) fn if_named(mut self, names: &'static [&'static str]) -> Self {
        self.subject.premises.push(Premise::Named(names));
        self
    }

    /// This finding, all of whose places are `by` bytes further back.
    #[must_use]
    pub fn shifted(self, by: u32) -> Self {
        self.relocated(&mut |it| it.shifted(by))
    }

    /// This finding at other places: `place` says where what stood at a span stands.
    #[must_use]
    pub(crate) fn relocated(mut self, place: &mut impl FnMut(Span) -> Span) -> Self {
        let related = self.related.iter_mut().map(|it| &mut it.span);
        let edits = self.fix.iter_mut().flat_map(|it| &mut it.edits).map(|it| &mut it.span);
        for span in related.chain(edits).chain(self.subject.spans_mut()).chain([&mut self.span]) {
            *span = place(*span);
        }
        self
    }

    /// Whether this makes the template unfit.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// Puts findings into the order of the text; those without a place come first.
pub(crate) fn sort(found: &mut [Diagnostic]) {
    found.sort_by_key(|it| (it.span != Span::NOWHERE, it.span.start, it.severity, it.span.end));
}
