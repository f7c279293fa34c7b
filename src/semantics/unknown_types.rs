//! Resource types of AWS that are not known although they should be.
use super::evaluator::Evaluator;
use crate::diagnostic::{is_slip_of, nearest};
use crate::facts::{cloudformation, types};
use crate::sam::resources;
use crate::source::Span;
use crate::syntax::{Node, Text};

/// Most unknown types of a template of which it is asked what was meant: all types that there are may have been.
const MOST_MEANT: usize = 100;

/// A type that is not known.
#[derive(Debug)]
pub(crate) struct UnknownType<'a> {
    /// The logical id of the resource of that type.
    pub resource: &'a Text,
    pub name: &'a str,
    /// Where the name stands.
    pub at: Span,
    /// The type that was most likely meant.
    pub meant: Option<&'static str>,
    /// Whether it has the form of a type.
    pub is_type: bool,
}

/// The types of resources that are not known although they should be; `accepted` are known to somebody else.
pub(super) fn unknown_types<'a>(evaluator: &Evaluator<'a>, accepted: &[String]) -> Vec<UnknownType<'a>> {
    let is_known = |name: &str| {
        let is_accepted = || accepted.iter().any(|it| it == name);
        cloudformation::find(name).is_some() || resources::find(name).is_some() || is_accepted()
    };
    // A macro may make a type of anything.
    let has_macros = evaluator.has_macros();
    let is_no_type = |name: &str| !has_macros && !is_type(name);
    let types = evaluator.template.resources().iter().filter(|(id, _)| !id.starts_with("Fn::"));
    let types = types.filter_map(|(id, it)| Some((id, it.get("Type")?)));
    let named = types.filter_map(|(id, it): (_, &Node)| Some((id, &**it.text()?, it.span)));
    let unknown = named.filter(|(_, name, _)| (is_of_amazon(name) || is_no_type(name)) && !is_known(name));
    let meant = |at: usize, name| if at < MOST_MEANT { meant(name) } else { None };
    let unknown = unknown.enumerate();
    unknown
        .map(|(number, (resource, name, at))| UnknownType {
            resource,
            name,
            at,
            meant: meant(number, name),
            is_type: is_type(name),
        })
        .collect()
}

/// Whether a type is one of AWS; what others publish is not known.
fn is_of_amazon(name: &str) -> bool {
    let organization = name.split(':').next().unwrap_or_default();
    organization.eq_ignore_ascii_case("AWS") && !name.ends_with("::MODULE")
}

/// Whether this can be a type: all have an organization, a service and a name, but for custom resources.
fn is_type(name: &str) -> bool {
    name.starts_with(types::CUSTOM) || name.split("::").filter(|it| !it.is_empty()).count() >= 3
}

/// The type that was most likely meant.
fn meant(name: &str) -> Option<&'static str> {
    let known = || resources::ALL.iter().map(|it| it.name).chain(cloudformation::names());
    if let Some(same) = known().find(|it| it.eq_ignore_ascii_case(name)) {
        return Some(same);
    }
    if !is_type(name) {
        // As other tools write them: `aws_sqs_queue`, `SQS::Queue`.
        let letters = |name: &str| name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
        let written = letters(name);
        let is_same = |it: &&str| {
            let known = letters(it);
            known == written || known.strip_prefix("aws") == Some(&written)
        };
        return known().find(is_same);
    }
    let service = name.rsplit_once("::").map_or("", |(service, _)| service);
    let in_service = |it: &&str| it.rsplit_once("::").is_some_and(|(other, _)| other == service);
    let type_of = |it: &'static str| it.rsplit("::").next().unwrap_or_default();
    let near = nearest(type_of_text(name), known().filter(in_service).map(type_of));
    if let Some(near) = near {
        return known().filter(in_service).find(|it| type_of(it) == near.name);
    }
    // Names of a length that differs by more cannot be near.
    let close = known().filter(|it| it.len().abs_diff(name.len()) <= MOST_SLIPS);
    let is_slip = |it: &&str| {
        let (known, written) = (parts(it), parts(name));
        known.clone().count() == written.clone().count()
            && known.zip(written).all(|(known, written)| is_slip_of(written, known))
    };
    nearest(name, close.filter(is_slip)).map(|it| it.name)
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
