//! What every phase reports, independent of how it is printed. Knows nothing of templates.
pub mod codes;

pub use codes::Code;

use crate::source::{Source, Span};
use std::collections::HashMap;

/// The names under which it is reported that something is not there.
const LACKS: [&str; 3] = ["missing-property", "missing-topic", "invalid-location"];

/// How bad a finding is: only errors make a template unfit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    Error,
    Warning,
}

/// A second place that a finding speaks of, with what is to be seen there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    pub span: Span,
    pub message: String,
}

/// An edit that certainly mends the finding: `replacement` for the text under `span`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    pub span: Span,
    pub replacement: String,
}

impl Fix {
    /// The text to put in: a name or value that is written in quotes keeps them.
    pub fn text_in(&self, source: &Source) -> String {
        match quote_around(source.slice(self.span)) {
            Some(quote) if quote_around(&self.replacement) != Some(quote) => {
                format!("{quote}{}{quote}", self.replacement)
            }
            Some(_) | None => self.replacement.clone(),
        }
    }

    /// Whether the edit concerns this text and means the same within the quotes that stand there.
    pub fn fits(&self, source: &Source) -> bool {
        let is_bare = |quote| quote_around(&self.replacement) != Some(quote);
        let needs_escape = |it: char| matches!(it, '"' | '\'' | '\\') || it.is_control();
        let quoted = quote_around(source.slice(self.span)).is_some_and(is_bare);
        source.contains(self.span) && !(quoted && self.replacement.contains(needs_escape))
    }
}

/// The quote that a text begins and ends with.
fn quote_around(text: &str) -> Option<char> {
    let quote = text.chars().next().filter(|it| matches!(it, '"' | '\''))?;
    (text.len() > 1 && text.ends_with(quote)).then_some(quote)
}

/// Names that seem to be missing somewhere, because what was meant is written differently or stands elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meant {
    /// The properties; `Properties` stands for all of them.
    pub names: Vec<String>,
    /// Where the lack of them is reported.
    pub owner: Span,
}

/// One finding: what is wrong, where, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of finding it is.
    pub code: &'static Code,
    pub severity: Severity,
    /// What is wrong: lower case, no full stop, the user's own words in backticks.
    pub message: String,
    /// The most precise place of the fault.
    pub span: Span,
    pub related: Vec<Label>,
    /// What to write instead.
    pub help: Option<String>,
    pub fix: Option<Fix>,
    /// What is not missing, as this finding says.
    pub meant: Option<Meant>,
    /// Logical id of a resource whose own errors, if there are some, are the cause of this one.
    pub consequence_of: Option<String>,
    /// Logical id, as the user wrote it, of the resource that is at fault.
    pub resource: Option<String>,
    /// Key under `Events` of the event that is at fault.
    pub event: Option<String>,
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
            meant: None,
            consequence_of: None,
            resource: None,
            event: None,
        }
    }

    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    #[must_use]
    pub fn related(mut self, span: Span, message: impl Into<String>) -> Self {
        self.related.push(Label { span, message: message.into() });
        self
    }

    #[must_use]
    pub fn fix(mut self, span: Span, replacement: impl Into<String>) -> Self {
        self.fix = Some(Fix { span, replacement: replacement.into() });
        self
    }

    /// Says which names are not missing, although nothing is there under them; see [`Meant`].
    #[must_use]
    pub fn meant(mut self, owner: Span, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.meant = Some(Meant { names: names.into_iter().map(Into::into).collect(), owner });
        self
    }

    /// This finding, all of whose places are `by` bytes further back.
    #[must_use]
    pub fn shifted(mut self, by: u32) -> Self {
        self.span = self.span.shifted(by);
        self.related.iter_mut().for_each(|it| it.span = it.span.shifted(by));
        if let Some(fix) = &mut self.fix {
            fix.span = fix.span.shifted(by);
        }
        if let Some(meant) = &mut self.meant {
            meant.owner = meant.owner.shifted(by);
        }
        self
    }

    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// Says that an error of the resource `logical_id` may be the cause of this.
    #[must_use]
    pub fn consequence_of(mut self, logical_id: impl Into<String>) -> Self {
        self.consequence_of = Some(logical_id.into());
        self
    }

    /// Whether this says the same of the same place, whatever led there.
    fn is_same_fault(&self, other: &Diagnostic) -> bool {
        (self.code, self.severity, self.span) == (other.code, other.severity, other.span)
            && self.message == other.message
            && (&self.resource, &self.event) == (&other.resource, &other.event)
    }

    /// Whether the other finding misses what this one has found under another name or at another place.
    fn is_missing_in(&self, other: &Diagnostic) -> bool {
        let Some(meant) = self.meant.as_ref().filter(|_| LACKS.contains(&other.code.name)) else { return false };
        let is_same = |name: &String| {
            let (quoted, key) = (format!("`{name}`"), format!("`{name}:`"));
            let help = other.help.as_deref().unwrap_or_default();
            name == "Properties" || other.message.contains(&quoted) || help.contains(&quoted) || help.contains(&key)
        };
        (meant.owner.contains(other.span) || other.span.contains(self.span)) && meant.names.iter().any(is_same)
    }

    /// Blames a resource, whatever resource is being worked on.
    #[must_use]
    pub fn resource(mut self, logical_id: impl Into<String>) -> Self {
        self.resource = Some(logical_id.into());
        self
    }
}

/// Puts findings into the order of the text; those without a place come first.
pub fn sort(found: &mut [Diagnostic]) {
    found.sort_by_key(|it| (it.span != Span::NOWHERE, it.span.start, it.severity, it.span.end));
}

/// The findings of a phase. A finding is filed under the resource and event that are being worked on.
#[derive(Clone, Debug, Default)]
pub struct Problems {
    /// In the order in which they were filed; `None` for what was taken back.
    found: Vec<Option<Diagnostic>>,
    /// What was found at a place.
    by_place: HashMap<Span, Vec<usize>>,
    /// In which resource and event something may be what seems to be missing, with the worst severity.
    misspelt: HashMap<(Option<String>, Option<String>), Severity>,
    /// What seems to be missing.
    missing: Vec<usize>,
    errors: usize,
    resource: Option<String>,
    event: Option<String>,
}

impl Problems {
    /// Files a finding under the resource and event being worked on, unless it names its own.
    ///
    /// The same fault at the same place is kept once, whoever finds it again. What seems to be missing is not kept
    /// beside a name that is misspelt or a value of the wrong type, which may well be what is missing.
    pub fn push(&mut self, mut diagnostic: Diagnostic) {
        if diagnostic.resource.is_none() {
            diagnostic.resource.clone_from(&self.resource);
            diagnostic.event.clone_from(&self.event);
        }
        if self.at(diagnostic.span).any(|it| it.is_same_fault(&diagnostic)) {
            return;
        }
        let owner = || (diagnostic.resource.clone(), diagnostic.event.clone());
        let at = self.found.len();
        match diagnostic.code.name {
            "missing-property" if self.misspelt.get(&owner()).is_some_and(|it| *it <= diagnostic.severity) => return,
            "unknown-property" | "wrong-type" => {
                let worst = self.misspelt.entry(owner()).or_insert(diagnostic.severity);
                *worst = diagnostic.severity.min(*worst);
            }
            _ => (),
        }
        if LACKS.contains(&diagnostic.code.name) {
            self.missing.push(at);
        }
        self.errors += usize::from(diagnostic.is_error());
        self.by_place.entry(diagnostic.span).or_default().push(at);
        self.found.push(Some(diagnostic));
    }

    /// Files a finding, or gives its help to one that says the same of the same place and knew less of what is around.
    pub fn push_or_refine(&mut self, diagnostic: Diagnostic) {
        let at_place = self.by_place.get(&diagnostic.span).into_iter().flatten();
        let says_same = |it: &Diagnostic| it.code == diagnostic.code && it.message == diagnostic.message;
        let mut same = at_place.filter(|it| self.found[**it].as_ref().is_some_and(says_same));
        match same.next().and_then(|it| self.found[*it].as_mut()) {
            Some(found) => {
                self.errors += usize::from(diagnostic.is_error() && !found.is_error());
                found.help = diagnostic.help.or(found.help.take());
                found.fix = diagnostic.fix;
                found.severity = found.severity.min(diagnostic.severity);
                found.related = diagnostic.related;
                found.meant = diagnostic.meant;
                let refined = found.clone();
                self.take_back_missing_in(&refined);
            }
            None => {
                self.take_back_missing_in(&diagnostic);
                self.push(diagnostic);
            }
        }
    }

    /// Takes back what was said to be missing and is only misspelt, as `diagnostic` says.
    fn take_back_missing_in(&mut self, diagnostic: &Diagnostic) {
        self.missing.retain(|it| {
            let taken_back = self.found[*it].take_if(|it| diagnostic.is_missing_in(it));
            self.errors -= usize::from(taken_back.as_ref().is_some_and(Diagnostic::is_error));
            taken_back.is_none()
        });
    }

    /// Runs `work`; what it finds is filed under the resource `logical_id`.
    pub fn in_resource<T>(&mut self, logical_id: &str, work: impl FnOnce(&mut Self) -> T) -> T {
        let outer = (self.resource.replace(logical_id.to_owned()), self.event.take());
        let result = work(self);
        (self.resource, self.event) = outer;
        result
    }

    /// Runs `work`; what it finds is filed under the event `id` of the current resource.
    pub fn in_event<T>(&mut self, id: &str, work: impl FnOnce(&mut Self) -> T) -> T {
        let outer = self.event.replace(id.to_owned());
        let result = work(self);
        self.event = outer;
        result
    }

    pub fn has_errors(&self) -> bool {
        self.error_count() > 0
    }

    pub fn error_count(&self) -> usize {
        self.errors
    }

    /// All findings in the order of the text.
    pub fn into_sorted(self) -> Vec<Diagnostic> {
        let mut found: Vec<Diagnostic> = self.found.into_iter().flatten().collect();
        sort(&mut found);
        found
    }

    /// The findings at exactly this place.
    pub fn at(&self, span: Span) -> impl Iterator<Item = &Diagnostic> {
        self.by_place.get(&span).into_iter().flatten().filter_map(|it| self.found[*it].as_ref())
    }

    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.found.iter().flatten()
    }
}
