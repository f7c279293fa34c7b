//! Finds resource types that are misspelt.
use crate::diagnostic::{Diagnostic, Problems, is_slip_of, nearest};
use crate::facts::cloudformation;
use crate::rule;
use crate::sam::resources;
use crate::semantics::{Semantics, filed};
use crate::source::Span;
use crate::syntax::{Node, Text};

rule! {
    /// A resource type does not exist, but one with nearly the same name does.
    ///
    /// CloudFormation refuses such a template. What is named like nothing that is known may be newer than the facts that
    /// samc carries, see `newer-type`. Custom resources, modules and third-party types are not checked ("AWS resource
    /// and property types reference" in the CloudFormation template reference).
    ///
    /// ```yaml bad
    /// Resources:
    ///   Jobs:
    ///     Type: AWS::SQS::Qeue
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Jobs:
    ///     Type: AWS::SQS::Queue
    /// ```
    "unknown-type" Error check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for (id, name, at) in unknown_types(semantics) {
        let Some(near) = meant(name) else { continue };
        let finding = Diagnostic::new(&CODE, at, format!("resource type `{name}` does not exist"));
        problems.push(filed(finding.did_you_mean(at, name, near).unknown(), Some(id), None));
    }
}

/// The types of resources that are not known although they should be: with the resource, and where they stand.
pub(super) fn unknown_types<'s>(semantics: &'s Semantics<'_>) -> impl Iterator<Item = (&'s Text, &'s str, Span)> {
    let types = semantics.template.resources().iter().filter(|(id, _)| !id.starts_with("Fn::"));
    let types = types.filter_map(|(id, it)| Some((id, it.get("Type")?)));
    let named = types.filter_map(|(id, it): (_, &Node)| Some((id, &**it.text()?, it.span)));
    let is_known = |name: &str| {
        let is_accepted = || semantics.known_types.iter().any(|it| it == name);
        cloudformation::find(name).is_some() || resources::find(name).is_some() || is_accepted()
    };
    named.filter(move |(_, name, _)| is_of_amazon(name) && !is_known(name))
}

/// Whether a type is one of AWS; what others publish is not known.
fn is_of_amazon(name: &str) -> bool {
    let organization = name.split(':').next().unwrap_or_default();
    organization.eq_ignore_ascii_case("AWS") && !name.ends_with("::MODULE")
}

/// The type that was most likely meant.
pub(super) fn meant(name: &str) -> Option<&'static str> {
    let known = || resources::ALL.iter().map(|it| it.name).chain(cloudformation::names());
    if let Some(same) = known().find(|it| it.eq_ignore_ascii_case(name)) {
        return Some(same);
    }
    let service = name.rsplit_once("::").map_or("", |(service, _)| service);
    let in_service = |it: &&str| it.rsplit_once("::").is_some_and(|(other, _)| other == service);
    let type_of = |it: &'static str| it.rsplit("::").next().unwrap_or_default();
    let near = nearest(type_of_text(name), known().filter(in_service).map(type_of));
    if let Some(near) = near {
        return known().filter(in_service).find(|it| type_of(it) == near);
    }
    // Names of a length that differs by more cannot be near.
    let close = known().filter(|it| it.len().abs_diff(name.len()) <= MOST_SLIPS);
    let is_slip = |it: &&str| {
        let (known, written) = (parts(it), parts(name));
        known.clone().count() == written.clone().count()
            && known.zip(written).all(|(known, written)| is_slip_of(written, known))
    };
    nearest(name, close.filter(is_slip))
}

/// Most letters that differ between two names of which one was meant by the other.
const MOST_SLIPS: usize = 2;

/// Organization, service and type.
fn parts(name: &str) -> impl Iterator<Item = &str> + Clone {
    name.split(':').filter(|it| !it.is_empty())
}

fn type_of_text(name: &str) -> &str {
    name.rsplit("::").next().unwrap_or_default()
}
