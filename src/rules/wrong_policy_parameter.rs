//! Finds parameters of policy templates that make an ARN of which nothing exists.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::identity::Identity;
use crate::semantics::policy_documents::Reading;
use crate::semantics::policy_parameters::{PolicyParameter, policy_parameters};
use crate::semantics::{Semantics, filed};
use crate::syntax::Node;

rule! {
    /// A parameter of a policy template is an ARN or a URL instead of a name, or has a slash too many or too few.
    ///
    /// A policy template puts its parameters into the ARN of what it allows: with `S3ReadPolicy: {BucketName: !GetAtt
    /// Photos.Arn}` that becomes `arn:aws:s3:::arn:aws:s3:::photos`. IAM accepts such a policy, but it allows nothing
    /// ("AWS SAM policy template list").
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
    for given in policy_parameters(semantics).iter().filter(|it| !it.is_arn()) {
        if let Some(finding) = fault(given, semantics) {
            problems.push(filed(finding, given.resource, None).value_of(&given.parameter.name));
        }
    }
}

fn fault(given: &PolicyParameter<'_>, semantics: &Semantics<'_>) -> Option<Diagnostic> {
    match semantics.leading_identity(given.part.node).filter(|(it, _)| it.exists()) {
        Some((identity, is_all)) => {
            no_name(given, &identity, is_all).or_else(|| wrong_start(given, &identity, semantics))
        }
        None => given.part.readings(semantics).iter().find_map(|it| wrong_text(given, it)),
    }
}

/// A reference that gives an ARN or a URL where a name is asked for.
fn no_name(given: &PolicyParameter<'_>, identity: &Identity, is_all: bool) -> Option<Diagnostic> {
    let facts = identity.facts;
    let name = identity.attribute.as_deref().unwrap_or(facts.reference);
    let what = match identity.gives_arn() {
        Some(true) => "an ARN",
        _ if name.to_ascii_lowercase().ends_with("url") => "a URL",
        _ => return None,
    };
    let parameter = &given.parameter.name;
    let message = format!("`{parameter}` is put into an ARN; {} gives {what}", identity.describe());
    let finding =
        Diagnostic::new(&CODE, given.part.node.span, message).related(identity.id_span, "it is declared here");
    // Other ARNs than its own are of something that belongs to the resource.
    let is_own = identity.attribute.is_none() || identity.attribute.as_deref() == identity.arn_attribute();
    let reference = facts.reference.to_ascii_lowercase();
    let is_name = !identity.is_arn_by_reference() && !reference.ends_with("url") && !reference.is_empty();
    let names = || facts.attributes.names();
    let attribute = names().find(|it| it == parameter).or_else(|| names().find(|it| is_name_of(it)));
    let id = &identity.id;
    Some(match (is_own && is_all, is_name, attribute) {
        (true, true, _) => finding.help(format!("write `!Ref {id}`")),
        (true, false, Some(attribute)) => finding.help(format!("write `!GetAtt {id}.{attribute}`")),
        _ => finding.help(given.needed()),
    })
}

fn is_name_of(attribute: &str) -> bool {
    attribute.ends_with("Name") && !attribute.contains('.')
}

/// A resource whose name is known, and does not fit to what stands before it.
fn wrong_start(given: &PolicyParameter<'_>, identity: &Identity, semantics: &Semantics<'_>) -> Option<Diagnostic> {
    if identity.attribute.is_some() {
        return None;
    }
    let properties = semantics.resources().get(&identity.id)?.get("Properties")?;
    let name = properties.get(identity.facts.reference).and_then(Node::text)?;
    let (what, help) = slash_fault(given, name)?;
    let message = format!("`{}` is put into an ARN; the name of `{}` {what}", given.parameter.name, identity.id);
    let finding = Diagnostic::new(&CODE, given.part.node.span, message);
    Some(finding.related(identity.id_span, "it is declared here").help(help))
}

fn wrong_text(given: &PolicyParameter<'_>, reading: &Reading) -> Option<Diagnostic> {
    let (parameter, text) = (&given.parameter.name, &*reading.text);
    if text.starts_with("arn:") || text.starts_with("https://") {
        let what = if text.starts_with("arn:") { "an ARN" } else { "a URL" };
        let message = format!("`{parameter}` is put into an ARN; `{text}` is {what} itself");
        return Some(reading.finding(&CODE, message).help(given.needed()));
    }
    let (what, help) = slash_fault(given, text)?;
    Some(reading.finding(&CODE, format!("`{parameter}` is put into an ARN; `{text}` {what}")).help(help))
}

/// Policy templates for names with and without a slash in front.
const WITHOUT_SLASH: &str = "SSMParameterReadPolicy";
const WITH_SLASH: &str = "SSMParameterWithSlashPrefixReadPolicy";

/// What is wrong with how a text begins, after what stands before it in the ARN.
fn slash_fault(given: &PolicyParameter<'_>, text: &str) -> Option<(&'static str, String)> {
    let has_slash = text.starts_with('/');
    let name = given.template.name;
    if has_slash && given.before.iter().all(|it| it.ends_with('/')) {
        let help = match name {
            WITHOUT_SLASH => format!("leave out the slash, or write `{WITH_SLASH}`"),
            _ => "leave out the slash".to_owned(),
        };
        return Some(("begins with a slash that is there already", help));
    }
    let is_open = text.starts_with(['*', '?', '$']);
    (name == WITH_SLASH && !has_slash && !is_open).then(|| {
        let help = format!("write the slash in front, or write `{WITHOUT_SLASH}`");
        ("does not begin with the slash that is needed", help)
    })
}
