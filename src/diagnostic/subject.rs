//! What a finding is about, as data. Knows nothing of templates.
use crate::source::Span;

/// What a finding is about.
///
/// Findings are compared by their subjects, never by their words; see `diagnostic::reconcile`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Subject {
    /// Logical id, as the user wrote it, of the resource that is at fault.
    pub resource: Option<String>,
    /// Key under `Events` of the event that is at fault.
    pub event: Option<String>,
    /// Keys and positions that lead from the root of the template to the place, as the user wrote them. Empty where the
    /// place is not in the template.
    pub path: Vec<String>,
    /// Where the value is written that is at fault, if it is used elsewhere: the default of a parameter, or in a mapping.
    /// It is reported where it is used first.
    pub written: Option<Span>,
    /// What is wrong there.
    pub fault: Fault,
    /// What the finding was concluded from.
    pub premises: Vec<Premise>,
}

impl Subject {
    /// The path as it is shown: `Resources.GetProductsFunction.Properties.Codeuri`; `None` where there is none.
    pub fn joined_path(&self) -> Option<String> {
        (!self.path.is_empty()).then(|| self.path.join("."))
    }

    /// The places that it names.
    pub(super) fn spans_mut(&mut self) -> impl Iterator<Item = &mut Span> {
        let owners = match &mut self.fault {
            Fault::Misnamed { owners, .. } => owners.as_mut_slice(),
            Fault::Other | Fault::Value { .. } | Fault::Missing { .. } => &mut [],
        };
        let premises = self.premises.iter_mut().filter_map(|it| match it {
            Premise::Sound(span) | Premise::Accepted(span) => Some(span),
            Premise::Resource(_) | Premise::Named(_) => None,
        });
        owners.iter_mut().chain(premises).chain(&mut self.written)
    }
}

/// What is wrong, as far as other findings may have to do with it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fault {
    /// Nothing that another finding could be compared with but the same finding made twice.
    #[default]
    Other,
    /// The value of this property is not what the property takes.
    Value {
        /// The name of the property.
        property: String,
    },
    /// Something is not there. Each of the names is missing, or would do.
    Missing {
        /// The names that would do.
        names: Vec<String>,
    },
    /// A name is written that nothing knows, or that stands where it has no effect.
    Misnamed {
        /// The names that were meant; `Properties` stands for everything below it.
        meant: Vec<String>,
        /// The places where it is reported that those names are missing.
        owners: Vec<Span>,
    },
}

/// Something that must be right for a finding to hold. Where there is an error in it, the finding follows from that
/// error, or is gone once that is corrected.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Premise {
    /// Nothing is wrong with the resource of this logical id.
    Resource(String),
    /// Nothing is wrong with what stands here.
    Sound(Span),
    /// The passes take what stands here, whatever rules find in it.
    Accepted(Span),
    /// No property of these names is written under another name or at another place, anywhere in the template.
    Named(&'static [&'static str]),
}
