//! Where the phases file what they find.
use super::Diagnostic;

/// The findings of a phase, in the order in which they were made. A finding is filed under the resource and event that
/// are being worked on.
///
/// What is found twice stays here twice: `reconcile` decides what is the same.
#[derive(Clone, Debug, Default)]
pub struct Problems {
    found: Vec<Diagnostic>,
    errors: usize,
    resource: Option<String>,
    event: Option<String>,
}

impl Problems {
    /// Files a finding under the resource and event being worked on, unless it names its own.
    pub fn push(&mut self, mut diagnostic: Diagnostic) {
        if diagnostic.subject.resource.is_none() {
            diagnostic.subject.resource.clone_from(&self.resource);
            diagnostic.subject.event.clone_from(&self.event);
        }
        self.errors += usize::from(diagnostic.is_error());
        self.found.push(diagnostic);
    }

    /// Runs `work`; what it finds is filed under the resource `logical_id`.
    pub(crate) fn in_resource<T>(&mut self, logical_id: &str, work: impl FnOnce(&mut Self) -> T) -> T {
        let outer = (self.resource.replace(logical_id.to_owned()), self.event.take());
        let result = work(self);
        (self.resource, self.event) = outer;
        result
    }

    /// Runs `work`; what it finds is filed under the event `id` of the current resource.
    pub(crate) fn in_event<T>(&mut self, id: &str, work: impl FnOnce(&mut Self) -> T) -> T {
        let outer = self.event.replace(id.to_owned());
        let result = work(self);
        self.event = outer;
        result
    }

    /// Whether an error was filed.
    pub fn has_errors(&self) -> bool {
        self.errors > 0
    }

    /// How many errors were filed, to see whether some work found one.
    pub(crate) fn error_count(&self) -> usize {
        self.errors
    }

    /// Whether nothing was filed.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// The findings in the order in which they were made.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.found.iter()
    }

    /// The findings in the order in which they were made.
    pub fn into_found(self) -> Vec<Diagnostic> {
        self.found
    }
}

/// Says that nothing is wrong with what was looked at. Work that finds something wrong files it among the [`Problems`] and
/// gives no `Sound`, so that `?` stops what relies on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sound;
