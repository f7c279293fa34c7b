//! Finds references that give something else where an ARN is required.
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::policy_documents::Purpose;
use crate::facts::{self, CloudFormationType, Reference, cloudformation, types};
use crate::rule;
use crate::sam::resources;
use crate::semantics::policy_documents::{Part, PolicyDocument};
use crate::semantics::policy_parameters::policy_parameters;
use crate::semantics::{PolledService, Semantics, Target, Unfit, filed, identity};
use crate::source::Span;
use crate::syntax::{Map, Node};
use std::collections::HashSet;

rule! {
    /// A reference gives a URL, a name or an id where an ARN is required.
    ///
    /// A `Ref` gives the resource's identifier in CloudFormation: for a queue the URL, for a stream or bucket the name
    /// ("Return values" of each type in the CloudFormation guide). Polled sources, destinations and dead-letter queues
    /// are given by their ARN; anything else is refused when the stack is deployed.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Worker:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         Orders:
    ///           Type: SQS
    ///           Properties:
    ///             Queue: !Ref Orders
    ///   Orders:
    ///     Type: AWS::SQS::Queue
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Worker:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         Orders:
    ///           Type: SQS
    ///           Properties:
    ///             Queue: !GetAtt Orders.Arn
    ///   Orders:
    ///     Type: AWS::SQS::Queue
    /// ```
    "ref-instead-of-arn" Error check
}

/// The attribute that is the ARN, of all types of which a `Ref` is known to give something else.
const ARN: &str = "Arn";

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    let mut told = HashSet::new();
    // What is wrong with the stream of a table is more than its reference, and has a rule of its own.
    for mapping in semantics.event_source_mappings().iter().filter(|it| it.service != PolledService::DynamoDb) {
        let found = mapping.arn.map(|it| semantics.targets(it, &mapping.sides)).unwrap_or_default();
        for finding in found.iter().filter_map(|it| fault(it, semantics)) {
            told.insert(finding.span);
            mapping.report(finding, problems);
        }
    }
    for destination in semantics.destinations() {
        let found = destination.arn().map(|it| semantics.targets(it, &destination.sides)).unwrap_or_default();
        for finding in found.iter().filter_map(|it| fault(it, semantics)) {
            told.insert(finding.span);
            destination.report(finding, problems);
        }
    }
    for (type_name, property, arn) in [
        (types::SQS_QUEUE, "RedrivePolicy", "deadLetterTargetArn"),
        (resources::FUNCTION, "DeadLetterQueue", "TargetArn"),
        (types::LAMBDA_FUNCTION, "DeadLetterConfig", "TargetArn"),
    ] {
        for (id, _, properties) in semantics.of_type(type_name) {
            let Some(written) = properties.present(property) else { continue };
            for (map, sides) in semantics.maps(written, &semantics.sides_of(id)) {
                let found = map.present(arn).map(|it| semantics.targets(it, &sides)).unwrap_or_default();
                for finding in found.iter().filter_map(|it| fault(it, semantics)) {
                    told.insert(finding.span);
                    problems.push(finding.resource(&**id));
                }
            }
        }
    }
    check_schemas(semantics, &told, problems);
    check_authorizers(semantics, problems);
    check_service_tokens(semantics, problems);
    check_policies(semantics, problems);
    check_parameters(semantics, problems);
}

/// What authorizers ask: SAM passes it on as it is, or puts it into a URI.
fn check_authorizers(semantics: &Semantics<'_>, problems: &mut Problems) {
    for (id, _, api) in [resources::API, resources::HTTP_API].into_iter().flat_map(|it| semantics.of_type(it)) {
        let authorizers = api.present("Auth").and_then(|it| it.get("Authorizers")).and_then(Node::map);
        for authorizer in authorizers.into_iter().flat_map(Map::values).filter_map(Node::map) {
            for property in ["FunctionArn", "UserPoolArn"] {
                let Some(given) = authorizer.present(property) else { continue };
                let items = given.list().unwrap_or(std::slice::from_ref(given));
                let found = items.iter().filter_map(|it| fault_at(property, it, semantics));
                found.for_each(|it| problems.push(it.resource(&**id)));
            }
        }
    }
}

/// Who answers for custom resources.
fn check_service_tokens(semantics: &Semantics<'_>, problems: &mut Problems) {
    for (id, resource) in semantics.template.resources().iter() {
        if resource.get("Type").and_then(Node::text).is_some_and(|it| types::is_custom(it)) {
            let token = resource.at(&["Properties", "ServiceToken"]);
            let found = token.and_then(|it| fault_at("ServiceToken", it, semantics));
            found.into_iter().for_each(|it| problems.push(it.resource(&**id)));
        }
    }
}

/// What is wrong with a reference of which a property needs the ARN.
fn fault_at(property: &str, node: &Node, semantics: &Semantics<'_>) -> Option<Diagnostic> {
    let (given, true) = semantics.leading_identity(node)? else { return None };
    if !given.exists() || given.gives_arn() != Some(false) {
        return None;
    }
    let message = format!("`{property}` takes an ARN; {} gives {}", given.describe(), given.given());
    let finding = Diagnostic::new(&CODE, node.span, message).related(given.id_span, "it is declared here");
    let Some(arn) = given.arn_attribute() else { return Some(finding) };
    let replacement = format!("!GetAtt {}.{arn}", given.id);
    let finding = finding.help(format!("write `{replacement}`"));
    let has_tag = semantics.source.slice(node.span).starts_with("!Ref ");
    Some(if has_tag { finding.fix(node.span, replacement) } else { finding })
}

/// What policies are for, and who is named in them.
fn check_policies(semantics: &Semantics<'_>, problems: &mut Problems) {
    for document in semantics.policy_documents().iter().filter(|it| it.purpose != Purpose::Other) {
        for statement in &document.statements {
            let resources = match document.purpose {
                // It cannot have them.
                Purpose::Trust => Vec::new(),
                _ => statement.parts(&["Resource", "NotResource"], semantics),
            };
            for part in resources {
                fault_in_policy("Resource", &part, document, semantics).into_iter().for_each(|it| problems.push(it));
            }
            for part in statement.principals("AWS", semantics) {
                fault_in_policy("AWS", &part, document, semantics).into_iter().for_each(|it| problems.push(it));
            }
        }
    }
}

/// What policy templates put into policies as it is.
fn check_parameters(semantics: &Semantics<'_>, problems: &mut Problems) {
    for given in policy_parameters(semantics).iter().filter(|it| it.is_arn()) {
        let Some((identity, true)) = semantics.leading_identity(given.part.node) else { continue };
        if !identity.exists() || identity.gives_arn() != Some(false) {
            continue;
        }
        let parameter = &given.parameter.name;
        let message = format!("`{parameter}` takes an ARN; {} gives {}", identity.describe(), identity.given());
        let finding = Diagnostic::new(&CODE, given.part.node.span, message);
        let finding = finding.related(identity.id_span, "it is declared here").help(given.needed());
        problems.push(filed(finding, given.resource, None).value_of(parameter));
    }
}

fn fault_in_policy<'a>(
    element: &str,
    part: &Part<'a>,
    document: &PolicyDocument<'a>,
    semantics: &Semantics<'a>,
) -> Option<Diagnostic> {
    let (given, is_all) = semantics.leading_identity(part.node)?;
    // What has no ARN of its own is named in other ways.
    if !given.exists() || given.gives_arn() != Some(false) {
        return None;
    }
    // The ids of roles and users are principals too.
    if element == "AWS" && given.attribute.is_some() {
        return None;
    }
    let what = match element {
        "AWS" => "a principal of a policy must be an ARN".to_owned(),
        _ => "a resource in a policy must be an ARN".to_owned(),
    };
    let message = match is_all {
        true => format!("{what}; {} gives {}", given.describe(), given.given()),
        false => format!("{what}; this begins with what {} gives: {}", given.describe(), given.given()),
    };
    let finding = Diagnostic::new(&CODE, part.node.span, message).related(given.id_span, "it is declared here");
    let Some(arn) = given.arn_attribute() else { return Some(document.report(finding)) };
    let id = &given.id;
    let replacement = if is_all { format!("!GetAtt {id}.{arn}") } else { format!("${{{id}.{arn}}}") };
    let has_tag = is_all && semantics.source.slice(part.node.span).starts_with("!Ref ");
    let finding = match is_all {
        true => finding.help(format!("write `{replacement}`")),
        false => finding.help(format!("begin it with `{replacement}`")),
    };
    Some(document.report(if has_tag { finding.fix(part.node.span, replacement) } else { finding }))
}

/// What the schemas of CloudFormation ask for.
fn check_schemas(semantics: &Semantics<'_>, told: &HashSet<Span>, problems: &mut Problems) {
    for misfit in semantics.misfits().iter().filter(|it| !told.contains(&it.at)) {
        let Unfit::NotArn { id, id_span, type_name, attribute, arn, is_all } = &misfit.fault else { continue };
        let property = &misfit.property;
        let message = match attribute {
            None => {
                let reference = || cloudformation::find(type_name).map_or("", |it| it.reference);
                let gives = facts::of(type_name).and_then(identifier);
                let gives = gives.unwrap_or_else(|| identity::in_words(reference()).to_owned());
                match is_all {
                    true => format!("`{property}` takes an ARN; a `Ref` to `{id}` gives {gives}"),
                    false => format!("`{property}` takes an ARN; this begins with {gives}"),
                }
            }
            Some(attribute) if *is_all => format!("`{property}` takes an ARN; `{id}.{attribute}` is not one"),
            Some(attribute) => {
                format!("`{property}` takes an ARN; this begins with `{id}.{attribute}`, which is not one")
            }
        };
        let finding = misfit.value_finding(&CODE, message).related(*id_span, "it is declared here");
        let Some(arn) = arn else {
            problems.push(finding);
            continue;
        };
        if !is_all {
            problems.push(finding.help(format!("begin it with `${{{id}.{arn}}}`")));
            continue;
        }
        let replacement = format!("!GetAtt {id}.{arn}");
        let has_tag = semantics.source.slice(misfit.at).starts_with("!Ref ");
        let finding = finding.help(format!("write `{replacement}`"));
        problems.push(if has_tag { finding.fix(misfit.at, replacement) } else { finding });
    }
}

/// What is wrong with a reference, if it is known to give no ARN.
fn fault(target: &Target<'_>, semantics: &Semantics<'_>) -> Option<Diagnostic> {
    let identifier = identifier(facts::of(resources::deployed_type(target.type_name()))?)?;
    let id = target.id;
    let message = match target.attribute.as_deref() {
        None => format!("a `Ref` to `{id}` gives {identifier}, not the ARN that is needed here"),
        // Attributes with several parts are SAM's, or of nested values.
        Some(attribute) if attribute == ARN || attribute.contains('.') => return None,
        Some(attribute) => format!("`{id}.{attribute}` is not the ARN that is needed here"),
    };
    let replacement = format!("!GetAtt {id}.{ARN}");
    let finding = Diagnostic::new(&CODE, target.at, message).related(target.id_span, "it is declared here");
    let finding = finding.if_sound(target.at);
    let finding = finding.help(format!("write `{replacement}`"));
    // Long forms and JSON are written in other ways.
    let has_tag = semantics.source.slice(target.at).starts_with("!Ref ");
    Some(if has_tag { finding.fix(target.at, replacement) } else { finding })
}

/// What a `Ref` gives in words, if that is not the ARN.
fn identifier(known: &CloudFormationType) -> Option<String> {
    let part = match known.reference? {
        Reference::Id => "id",
        Reference::Name => "name",
        Reference::Url => "URL",
    };
    Some(format!("the {}'s {part}", known.noun?))
}
