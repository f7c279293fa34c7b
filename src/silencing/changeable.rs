//! What hangs on values that `AWS::LanguageExtensions` took from defaults of parameters, or from the region that is taken
//! where none is given: with other values, the template is another one. And what stands for values that are not known.
use crate::diagnostic::{Diagnostic, codes};
use crate::source::Places;
use crate::template::{Made, Template};
use std::collections::HashSet;

/// The values that are made of items of loops which only stand for those that are not known.
pub(crate) struct Assumed {
    places: Places,
}

impl Assumed {
    pub(crate) fn of(template: &Template) -> Self {
        Self { places: Places::new(template.made().into_iter().flat_map(|it| it.assumed.iter().copied())) }
    }

    /// Whether a finding is about such a value: nothing is known of it.
    pub(crate) fn applies_to(&self, finding: &Diagnostic) -> bool {
        self.places.around(finding.span).next().is_some()
    }
}

/// The places of values that may change.
pub(crate) struct Changeable<'a> {
    places: Places,
    /// The resources that such values are in: with others, they may have more properties.
    resources: HashSet<&'a str>,
}

impl<'a> Changeable<'a> {
    pub(crate) fn of(template: &'a Template) -> Self {
        let spans = || template.made().map_or(&[][..], Made::changeable).iter().copied();
        let places = Places::new(spans());
        let mut resources = HashSet::new();
        if template.made().is_some() {
            let has_some = |id: &&str| {
                let (_, entry) = template.resources().entry(id).expect("it is one of them");
                places.within(entry.span()).next().is_some()
            };
            resources = template.resources().keys().map(|it| &**it).filter(has_some).collect();
        }
        Self { places, resources }
    }

    /// Whether a finding of a rule may be gone with other values.
    pub(crate) fn applies_to(&self, finding: &Diagnostic) -> bool {
        let is_lack = *finding.code == codes::MISSING_PROPERTY
            && finding.subject.resource.as_deref().is_some_and(|it| self.resources.contains(it));
        is_lack || self.places.around(finding.span).next().is_some()
    }
}
