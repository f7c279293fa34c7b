//! Finds parameters of policy templates that make an ARN of which nothing exists.
use crate::diagnostic::{Diagnostic, Problems, Severity};
use crate::rule;
use crate::sam::policy_templates::{self, Parameter, PolicyTemplate};
use crate::semantics::identity::Identity;
use crate::semantics::policy_documents::{Part, Reading, attached_policies, parts};
use crate::semantics::{Semantics, filed};
use crate::syntax::Node;

rule! {
    /// A parameter of a policy template is an ARN or a URL instead of a name, a name instead of an ARN, or has a slash
    /// too many or too few.
    ///
    /// A policy template puts its parameters into the ARN of what it allows: with `S3ReadPolicy: {BucketName: !GetAtt
    /// Photos.Arn}` that becomes `arn:aws:s3:::arn:aws:s3:::photos`. IAM accepts such a policy, but it allows nothing
    /// ("AWS SAM policy template list"). Where the whole ARN is asked for, IAM refuses a name.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Policies:
    ///         - S3ReadPolicy: {BucketName: !GetAtt Photos.Arn}
    ///   Photos:
    ///     Type: AWS::S3::Bucket
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Policies:
    ///         - S3ReadPolicy: {BucketName: !Ref Photos}
    ///   Photos:
    ///     Type: AWS::S3::Bucket
    /// ```
    "wrong-policy-parameter" Warning check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for (entry, resource, _) in attached_policies(semantics).into_iter().filter(|(_, _, is_of_sam)| *is_of_sam) {
        let Some((name, given)) = entry.node.map().and_then(|it| it.only()) else { continue };
        let Some((template, given)) = policy_templates::find(name).zip(given.map()) else { continue };
        for parameter in &template.parameters {
            let Some(value) = given.present(&parameter.name) else { continue };
            for part in parts(value, &entry.sides, semantics) {
                if let Some(finding) = fault(template, parameter, &part, semantics) {
                    problems.push(filed(finding, resource, None).value_of(&parameter.name));
                }
            }
        }
    }
}

fn fault(
    template: &PolicyTemplate,
    parameter: &Parameter,
    part: &Part<'_>,
    semantics: &Semantics<'_>,
) -> Option<Diagnostic> {
    let places = template.places(&parameter.name);
    if places.is_empty() {
        return None;
    }
    let is_arn = places.iter().all(|(before, after)| before.is_empty() && after.is_empty());
    if !is_arn && places.iter().any(|(before, _)| before.is_empty()) {
        return None;
    }
    let of_reference = semantics.leading_identity(part.node).filter(|(it, _)| it.exists());
    if let Some((given, is_all)) = of_reference {
        let found = if is_arn { no_arn(parameter, part, &given) } else { no_name(parameter, part, &given, is_all) };
        return found.or_else(|| wrong_start(template, parameter, &places, part, &given, semantics));
    }
    part.readings(semantics).iter().find_map(|it| match is_arn {
        true => (it.is_whole() && !it.text.starts_with("arn:") && it.text != "*").then(|| {
            let message = format!("`{}` takes an ARN; `{}` is not one", parameter.name, it.text);
            let mut finding = it.finding(&CODE, message).help(needed(parameter));
            finding.severity = Severity::Error;
            finding
        }),
        false => wrong_text(template, parameter, &places, it),
    })
}

/// A reference that gives a name where an ARN is asked for.
fn no_arn(parameter: &Parameter, part: &Part<'_>, given: &Identity) -> Option<Diagnostic> {
    if given.gives_arn() != Some(false) {
        return None;
    }
    let message = format!("`{}` takes an ARN; {} gives {}", parameter.name, given.describe(), given.given());
    let mut finding = Diagnostic::new(&CODE, part.node.span, message).related(given.id_span, "it is declared here");
    finding.severity = Severity::Error;
    Some(match given.arn_attribute() {
        Some(arn) => finding.help(format!("write `!GetAtt {}.{arn}`", given.id)),
        None => finding.help(needed(parameter)),
    })
}

/// A reference that gives an ARN or a URL where a name is asked for.
fn no_name(parameter: &Parameter, part: &Part<'_>, given: &Identity, is_all: bool) -> Option<Diagnostic> {
    let name = given.attribute.as_deref().unwrap_or(given.facts.reference);
    let what = match given.gives_arn() {
        Some(true) => "an ARN",
        _ if name.to_ascii_lowercase().ends_with("url") => "a URL",
        _ => return None,
    };
    let message = format!("`{}` is put into an ARN; {} gives {what}", parameter.name, given.describe());
    let finding = Diagnostic::new(&CODE, part.node.span, message).related(given.id_span, "it is declared here");
    // Other ARNs than its own are of something that belongs to the resource.
    let is_own = given.attribute.is_none() || given.attribute.as_deref() == given.arn_attribute();
    let reference = given.facts.reference.to_ascii_lowercase();
    let is_name = !given.is_arn_by_reference() && !reference.ends_with("url") && !reference.is_empty();
    let names = || given.facts.attributes.names();
    let attribute = names().find(|it| *it == parameter.name).or_else(|| names().find(|it| is_name_of(it)));
    Some(match (is_own && is_all, is_name, attribute) {
        (true, true, _) => finding.help(format!("write `!Ref {}`", given.id)),
        (true, false, Some(attribute)) => finding.help(format!("write `!GetAtt {}.{attribute}`", given.id)),
        _ => finding.help(needed(parameter)),
    })
}

fn is_name_of(attribute: &str) -> bool {
    attribute.ends_with("Name") && !attribute.contains('.')
}

/// A resource whose name is known, and does not fit to what stands before it.
fn wrong_start(
    template: &PolicyTemplate,
    parameter: &Parameter,
    places: &[(&str, &str)],
    part: &Part<'_>,
    given: &Identity,
    semantics: &Semantics<'_>,
) -> Option<Diagnostic> {
    if given.attribute.is_some() {
        return None;
    }
    let properties = semantics.resources().get(&given.id)?.get("Properties")?;
    let name = properties.get(given.facts.reference).and_then(Node::text)?;
    let fault = slash_fault(template, places, name)?;
    let message = format!("`{}` is put into an ARN; the name of `{}` {}", parameter.name, given.id, fault.0);
    Some(Diagnostic::new(&CODE, part.node.span, message).related(given.id_span, "it is declared here").help(fault.1))
}

fn wrong_text(
    template: &PolicyTemplate,
    parameter: &Parameter,
    places: &[(&str, &str)],
    reading: &Reading,
) -> Option<Diagnostic> {
    let text = &*reading.text;
    if text.starts_with("arn:") || text.starts_with("https://") {
        let what = if text.starts_with("arn:") { "an ARN" } else { "a URL" };
        let message = format!("`{}` is put into an ARN; `{text}` is {what} itself", parameter.name);
        return Some(reading.finding(&CODE, message).help(needed(parameter)));
    }
    let (what, help) = slash_fault(template, places, text)?;
    Some(reading.finding(&CODE, format!("`{}` is put into an ARN; `{text}` {what}", parameter.name)).help(help))
}

/// Policy templates for names with and without a slash in front.
const WITHOUT_SLASH: &str = "SSMParameterReadPolicy";
const WITH_SLASH: &str = "SSMParameterWithSlashPrefixReadPolicy";

/// What is wrong with how a text begins, after what stands before it in the ARN.
fn slash_fault(template: &PolicyTemplate, places: &[(&str, &str)], text: &str) -> Option<(&'static str, String)> {
    let has_slash = text.starts_with('/');
    if has_slash && places.iter().all(|(before, _)| before.ends_with('/')) {
        let help = match template.name {
            WITHOUT_SLASH => format!("leave out the slash, or write `{WITH_SLASH}`"),
            _ => "leave out the slash".to_owned(),
        };
        return Some(("begins with a slash that is there already", help));
    }
    let is_open = text.starts_with(['*', '?', '$']);
    if template.name == WITH_SLASH && !has_slash && !is_open {
        let help = format!("write the slash in front, or write `{WITHOUT_SLASH}`");
        return Some(("does not begin with the slash that is needed", help));
    }
    None
}

/// What the parameter takes.
fn needed(parameter: &Parameter) -> String {
    format!("give the {}", parameter.description)
}
