//! Which findings are the same mistake, which refines another, and which follows from another: decided here alone.
//!
//! Findings are compared by code, place and [`Subject`](super::Subject); what they say is for people.
use super::{Code, Diagnostic, Fault, Premise, Severity, codes, sort};
use crate::source::{Places, Span};
use std::collections::{HashMap, HashSet};

/// Properties that passes look for by their names. Where one of them is written under another name or at another place,
/// what is found without it is gone once that is corrected.
const LOOKED_FOR: [(&Code, &[&str]); 6] = [
    (&codes::CONFLICTING_PROPERTIES, &["IgnoreGlobals", "EndpointConfiguration"]),
    (&codes::DUPLICATE_ROUTE, &["Properties", "RestApiId", "ApiId", "Path", "Method"]),
    (&codes::MISSING_ROLE, &["Properties", "Role"]),
    (&codes::UNKNOWN_API, &["Properties"]),
    (&codes::UNKNOWN_AUTHORIZER, &["Properties", "Auth", "Authorizers", "DefaultAuthorizer", "RestApiId", "ApiId"]),
    (&codes::UNKNOWN_MODEL, &["Properties", "Models", "RestApiId"]),
];

/// What passes report of a reference to something that is not there.
const OF_NAMES: [&Code; 5] = [
    &codes::UNKNOWN_API,
    &codes::UNKNOWN_DATA_SOURCE,
    &codes::UNKNOWN_FUNCTION,
    &codes::UNKNOWN_MODEL,
    &codes::UNKNOWN_RESOURCE,
];

/// The name that stands for all properties of a resource or event.
const ALL_PROPERTIES: &str = "Properties";

/// The findings of the passes, each mistake once, in the order of the text.
pub(crate) fn once(found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    with_rules(found, Vec::new())
}

/// The findings of the passes with those of the rules, each mistake once, in the order of the text.
///
/// Both come in the order in which they were made. Where passes and a rule find the same, the finding of the passes stays
/// with what the rule knew better. Where a rule judges what the passes refuse, the rule's finding is left out.
pub(crate) fn with_rules(passes: Vec<Diagnostic>, rules: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut kept = Kept::default();
    passes.into_iter().for_each(|it| kept.add(it));
    kept.of_passes = kept.found.len();
    let refused = Refused::of(&kept.found);
    let rules: Vec<Diagnostic> = rules.into_iter().filter(|it| !refused.explains(it)).collect();
    rules.into_iter().for_each(|it| kept.add_or_refine(it));
    let mut found = without_misreadings(kept.without_misnamed());
    sort(&mut found);
    found
}

/// The findings without those about a name or value of which it is found that it is not the one that is meant. What takes
/// the place of an error is an error.
fn without_misreadings(mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let is_misread = |it: &Diagnostic| *it.code == codes::TYPOGRAPHIC_CHARACTER;
    let mut misread: HashMap<Span, Severity> =
        found.iter().filter(|it| is_misread(it)).map(|it| (it.span, it.severity)).collect();
    if misread.is_empty() {
        return found;
    }
    found.retain(|it| match misread.get_mut(&it.span).filter(|_| !is_misread(it)) {
        Some(severity) => {
            *severity = it.severity.min(*severity);
            false
        }
        None => true,
    });
    for finding in found.iter_mut().filter(|it| is_misread(it)) {
        finding.severity = misread[&finding.span];
    }
    found
}

/// The findings without those that only follow from others.
pub(crate) fn without_consequences(found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let errors = || found.iter().filter(|it| it.is_error());
    let is_of_resource = |it: &Premise| matches!(it, Premise::Resource(_));
    let causes = errors().filter(|it| !it.subject.premises.iter().any(is_of_resource));
    let resources: HashSet<&str> = causes.filter_map(|it| it.subject.resource.as_deref()).collect();
    // What itself holds only if something else is sound may be gone with that, and is not taken for a cause.
    let is_doubtful = |it: &Premise| !matches!(it, Premise::Accepted(_));
    let certain = errors().filter(|it| !it.subject.premises.iter().any(is_doubtful));
    let places = Places::new(certain.map(|it| it.span));
    let meant: HashSet<&str> = found.iter().flat_map(meant).map(String::as_str).collect();
    let is_meant = |names: &[&str]| names.iter().any(|name| meant.contains(name));
    let follows = |it: &Diagnostic| {
        let from = |premise: &Premise| match premise {
            Premise::Resource(id) => resources.contains(id.as_str()),
            Premise::Sound(span) => places.within(*span).next().is_some(),
            Premise::Named(names) => is_meant(names),
            Premise::Accepted(_) => false,
        };
        let looked_for = LOOKED_FOR.iter().find(|(code, _)| *code == it.code).map(|(_, names)| names);
        it.subject.premises.iter().any(from) || looked_for.is_some_and(|names| is_meant(names))
    };
    let follows: Vec<bool> = found.iter().map(follows).collect();
    let found = found.into_iter().zip(follows).filter(|(_, follows)| !follows).map(|(it, _)| it).collect();
    without_repetitions(found)
}

/// The findings without those that differ from an earlier one only in the resource or event that they blame: several have
/// what stands there, by an alias, from `Globals`, or as routes of an API.
fn without_repetitions(mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut blamed: HashMap<_, (Option<String>, Option<String>)> = HashMap::new();
    found.retain(|it| {
        let place = (it.code.name, it.severity, it.span, it.subject.fault.clone());
        let first = blamed.entry(place).or_insert_with(|| owner(it));
        *first == owner(it)
    });
    found
}

/// The names that were meant by what is written.
fn meant(finding: &Diagnostic) -> &[String] {
    match &finding.subject.fault {
        Fault::Misnamed { meant, .. } => meant,
        Fault::Other | Fault::Value { .. } | Fault::Missing { .. } => &[],
    }
}

/// The names that are missing. Where `Properties` is no map, all that belongs there is.
fn missing(finding: &Diagnostic) -> &[String] {
    match &finding.subject.fault {
        Fault::Missing { names } => names,
        Fault::Value { property } if property == ALL_PROPERTIES => std::slice::from_ref(property),
        Fault::Other | Fault::Value { .. } | Fault::Misnamed { .. } => &[],
    }
}

/// The resource and event that a finding blames.
fn owner(finding: &Diagnostic) -> (Option<String>, Option<String>) {
    (finding.subject.resource.clone(), finding.subject.event.clone())
}

/// The findings so far, in the order in which they were made.
#[derive(Default)]
struct Kept {
    found: Vec<Diagnostic>,
    /// How many of them the passes made.
    of_passes: usize,
    by_place: HashMap<Span, Vec<usize>>,
    /// The values that were reported where they are used, with the properties that they are values of.
    written: HashSet<(&'static str, Span, Option<String>)>,
    /// In which resource and event something may be what seems to be missing, with the worst severity.
    misspelt: HashMap<(Option<String>, Option<String>), Severity>,
}

impl Kept {
    /// Adds a finding, unless the same was found before, or what it misses may well be there, misspelt or of the wrong
    /// type.
    fn add(&mut self, finding: Diagnostic) {
        let mut at_place = self.by_place.get(&finding.span).into_iter().flatten();
        if at_place.any(|it| is_same(&self.found[*it], &finding)) {
            return;
        }
        if let Some(written) = finding.subject.written {
            let property = match &finding.subject.fault {
                Fault::Value { property } => Some(property.clone()),
                Fault::Other | Fault::Missing { .. } | Fault::Misnamed { .. } => None,
            };
            if !self.written.insert((finding.code.name, written, property)) {
                return;
            }
        }
        if *finding.code == codes::MISSING_PROPERTY {
            if self.misspelt.get(&owner(&finding)).is_some_and(|it| *it <= finding.severity) {
                return;
            }
        } else if *finding.code == codes::UNKNOWN_PROPERTY || *finding.code == codes::WRONG_TYPE {
            let worst = self.misspelt.entry(owner(&finding)).or_insert(finding.severity);
            *worst = finding.severity.min(*worst);
        }
        self.by_place.entry(finding.span).or_default().push(self.found.len());
        self.found.push(finding);
    }

    /// Adds a finding of a rule, or gives what it knows to one about the same.
    fn add_or_refine(&mut self, finding: Diagnostic) {
        let mut at_place = self.by_place.get(&finding.span).into_iter().flatten();
        let same = at_place.find(|it| **it < self.of_passes && is_same_fault(&self.found[**it], &finding)).copied();
        match same.map(|it| &mut self.found[it]) {
            Some(found) => {
                // Where several names have one home, the rule knows which of them do.
                if *found.code == codes::UNKNOWN_PROPERTY {
                    found.message = finding.message;
                }
                found.help = finding.help.or(found.help.take());
                found.fix = finding.fix;
                found.severity = found.severity.min(finding.severity);
                found.related = finding.related;
                found.subject.fault = finding.subject.fault;
            }
            None => self.add(finding),
        }
    }

    /// The findings without what seemed to be missing and is only written under another name or at another place. What
    /// takes the place of an error is an error.
    fn without_misnamed(mut self) -> Vec<Diagnostic> {
        let lacking: Vec<usize> = (0..self.found.len()).filter(|it| !missing(&self.found[*it]).is_empty()).collect();
        let places = Places::new(lacking.iter().map(|it| self.found[*it].span));
        let mut explained = HashSet::new();
        for index in 0..self.found.len() {
            let Fault::Misnamed { meant, owners } = &self.found[index].subject.fault else { continue };
            let is_meant = |it: &usize| {
                let names = missing(&self.found[*it]);
                let is_all = |name: &String| name == ALL_PROPERTIES;
                meant.iter().any(|name| is_all(name) || names.contains(name)) || names.iter().any(is_all)
            };
            let within = owners.iter().flat_map(|it| places.within(*it));
            let reachable = within.chain(places.around(self.found[index].span)).map(|it| lacking[it]);
            let found: Vec<usize> = reachable.filter(is_meant).collect();
            if found.iter().any(|it| self.found[*it].is_error()) {
                self.found[index].severity = Severity::Error;
            }
            explained.extend(found);
        }
        let found = self.found.into_iter().enumerate();
        found.filter(|(index, _)| !explained.contains(index)).map(|(_, it)| it).collect()
    }
}

/// Whether two findings are one that was made twice, whatever led there.
fn is_same(one: &Diagnostic, other: &Diagnostic) -> bool {
    let identity = |it: &Diagnostic| (it.code, it.severity, it.span);
    identity(one) == identity(other) && one.subject == other.subject
}

/// Whether passes and a rule found the same fault, of which one may know more.
fn is_same_fault(one: &Diagnostic, other: &Diagnostic) -> bool {
    let same = match (&one.subject.fault, &other.subject.fault) {
        (Fault::Missing { names }, Fault::Missing { names: others }) => names.iter().any(|it| others.contains(it)),
        (one, other) => std::mem::discriminant(one) == std::mem::discriminant(other),
    };
    (one.code, one.span) == (other.code, other.span) && same
}

/// What the passes refuse.
struct Refused<'a> {
    errors: Vec<&'a Diagnostic>,
    places: Places,
    /// Whose lack of a property the passes report.
    lacking: HashSet<(Option<String>, Option<String>)>,
}

impl<'a> Refused<'a> {
    fn of(found: &'a [Diagnostic]) -> Self {
        let errors: Vec<&Diagnostic> = found.iter().filter(|it| it.is_error()).collect();
        let places = Places::new(errors.iter().map(|it| it.span));
        let lacking = errors.iter().filter(|it| *it.code == codes::MISSING_PROPERTY).map(|it| owner(it)).collect();
        Self { errors, places, lacking }
    }

    /// Whether a finding of a rule judges what is refused already.
    fn explains(&self, finding: &Diagnostic) -> bool {
        let from = |premise: &Premise| match premise {
            Premise::Accepted(span) => self.places.within(*span).any(|it| !is_same_fault(self.errors[it], finding)),
            Premise::Resource(_) | Premise::Sound(_) | Premise::Named(_) => false,
        };
        let mut around = self.places.around(finding.span).map(|it| self.errors[it]);
        let is_here = |it: &Diagnostic| it.span == finding.span && !is_same_fault(it, finding);
        let by_fault = match &finding.subject.fault {
            Fault::Value { property } => around.any(|it| it.span == finding.span || is_of(it, property)),
            Fault::Missing { .. } => *finding.code == codes::MISSING_PROPERTY && self.lacking.contains(&owner(finding)),
            Fault::Misnamed { .. } => around.any(is_here),
            Fault::Other => false,
        };
        // A rule may find the same name undefined.
        let is_name = |it: &Diagnostic| OF_NAMES.contains(&it.code);
        let is_within_name = self.places.around(finding.span).any(|it| is_name(self.errors[it]));
        by_fault || is_within_name || finding.subject.premises.iter().any(from)
    }
}

/// Whether a finding is about this property.
fn is_of(finding: &Diagnostic, property: &str) -> bool {
    match &finding.subject.fault {
        Fault::Value { property: it } => it == property,
        Fault::Missing { names } | Fault::Misnamed { meant: names, .. } => names.iter().any(|it| it == property),
        Fault::Other => false,
    }
}
