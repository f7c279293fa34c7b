//! Finds attributes and words behind a logical id that the resource does not have.
use crate::diagnostic::{Diagnostic, Problems, nearest};
use crate::facts::{cloudformation, types};
use crate::rule;
use crate::sam::resources;
use crate::semantics::Semantics;
use crate::template::references::{Reference, ReferenceKind, visit_references};

rule! {
    /// A reference names an attribute that the resource does not have.
    ///
    /// CloudFormation refuses such a template when it is deployed. The attributes of a SAM resource are those of the
    /// CloudFormation type that it becomes ("Return values" in the template reference). SAM adds names such as
    /// `Function.Alias` for resources that it generates. They exist only if it does: an alias needs `AutoPublishAlias`.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Products:
    ///     Type: AWS::Serverless::SimpleTable
    /// Outputs:
    ///   TableName:
    ///     Value: !GetAtt Products.Name
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Products:
    ///     Type: AWS::Serverless::SimpleTable
    /// Outputs:
    ///   TableArn:
    ///     Value: !GetAtt Products.Arn
    /// ```
    "undefined-attribute" Error check
}

/// What makes SAM generate that for which a word stands.
const GENERATED_BY: [(&str, &str); 8] = [
    ("Alias", "set `AutoPublishAlias`"),
    ("Version", "set `AutoPublishAlias`"),
    ("DestinationTopic", "give `EventInvokeConfig` a destination of type `SNS` without a `Destination`"),
    ("DestinationQueue", "give `EventInvokeConfig` a destination of type `SQS` without a `Destination`"),
    ("DomainName", "set `Domain`"),
    ("DomainNameV2", "set `Domain` with `EndpointConfiguration: PRIVATE`"),
    ("UsagePlan", "set `Auth` with a `UsagePlan`"),
    ("ApiKey", "set `Auth` with a `UsagePlan`"),
];

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    if semantics.has_other_transforms() {
        return;
    }
    visit_references(semantics.template, problems, |it, problems| check_reference(semantics, it, problems));
}

/// The type that a resource has, and the words that can follow its logical id.
struct Target<'a> {
    id: &'a str,
    type_name: &'a str,
    words: &'static [(&'static str, &'static str)],
}

impl<'t> Target<'t> {
    fn of<'a: 't>(semantics: &Semantics<'a>, id: &'t str) -> Option<Self> {
        // Implicit APIs are in the completed template alone, what is generated in the document alone.
        let resource = semantics.resources().get(id).or_else(|| semantics.generated()?.get(id))?;
        let type_name = &**resource.get("Type")?.text()?;
        Some(match resources::find(type_name) {
            Some(sam) => Self { id, type_name: sam.becomes, words: sam.referable },
            None => Self { id, type_name, words: &[] },
        })
    }
}

fn check_reference(semantics: &Semantics<'_>, reference: &Reference, problems: &mut Problems) {
    let Some(target) = Target::of(semantics, reference.target()) else { return };
    let mut parts = reference.name.splitn(3, '.').skip(1);
    let word = parts.next().and_then(|it| target.words.iter().find(|(word, _)| *word == it));
    match (reference.kind, reference.attribute(), word) {
        (ReferenceKind::DependsOn, ..) | (ReferenceKind::Ref | ReferenceKind::Sub, None, _) => (),
        (_, _, Some((word, type_name))) => {
            let is_generated = semantics.expanded.referable.contains_key(&(target.id.to_owned(), *word));
            if semantics.complete && !is_generated {
                report_not_generated(semantics, reference, word, problems);
            } else if let Some(attribute) = parts.next() {
                check_attribute(semantics, reference, type_name, attribute, problems);
            } else if reference.kind == ReferenceKind::GetAtt {
                let message = format!("`!GetAtt {}` does not name an attribute", reference.name);
                let finding = Diagnostic::new(&CODE, semantics.name_span(reference), message);
                problems.push(finding.help(format!("write `!Ref {}`", reference.name)));
            }
        }
        (ReferenceKind::Ref, Some(attribute), None) => {
            report_attribute_of_ref(semantics, reference, &target, attribute, problems)
        }
        (ReferenceKind::GetAtt, None, None) => {
            let message = format!("`!GetAtt {}` does not name an attribute", reference.name);
            let finding = Diagnostic::new(&CODE, semantics.name_span(reference), message);
            let first = attributes(target.type_name).and_then(|it| it.first().copied());
            problems.push(match first {
                Some(first) => {
                    finding.help(format!("write `!Ref {0}`, or an attribute as in `!GetAtt {0}.{first}`", target.id))
                }
                None => finding.help(format!("write `!Ref {0}`, or add an attribute after a dot", target.id)),
            });
        }
        (ReferenceKind::GetAtt | ReferenceKind::Sub, Some(attribute), None) => {
            check_attribute(semantics, reference, target.type_name, attribute, problems);
        }
    }
}

/// The attributes of a type; `None` when they are not known.
fn attributes(type_name: &str) -> Option<Vec<&'static str>> {
    let names = cloudformation::find(type_name)?.attributes.names();
    // Of custom resources, it is not known what they have.
    let names: Vec<&str> = names.map(|it| it.strip_suffix(".*").unwrap_or(it)).collect();
    (!names.contains(&"*")).then_some(names)
}

/// Whether only the last part of an attribute is misspelt. What else may be behind an attribute, nobody lists.
fn is_misspelt_behind(attribute: &str, known: &[&str]) -> bool {
    let Some((outer, _)) = attribute.rsplit_once('.').filter(|_| !known.contains(&attribute)) else { return false };
    let beside = known.iter().copied().filter(|it| it.rsplit_once('.').is_some_and(|(it, _)| it == outer));
    nearest(attribute, beside).is_some()
}

fn check_attribute(
    semantics: &Semantics<'_>,
    reference: &Reference,
    type_name: &str,
    attribute: &str,
    problems: &mut Problems,
) {
    let Some(known) = attributes(type_name) else { return };
    let is_computed = attribute.split('.').any(str::is_empty);
    let is_known =
        |known: &&str| attribute.strip_prefix(*known).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    if is_computed || (known.iter().any(is_known) && !is_misspelt_behind(attribute, &known)) {
        return;
    }
    let owner = reference.name.strip_suffix(attribute).unwrap_or_default().trim_end_matches('.');
    let message = format!("`{owner}` has no attribute `{attribute}`: it is an {type_name}");
    let span = semantics.attribute_span(reference, attribute);
    let finding = Diagnostic::new(&CODE, span, message);
    // What a nested template puts out is behind a word.
    let output = semantics.nested_stacks().iter().find(|it| **it.id == *owner).and_then(|it| it.output(attribute));
    if let Some(output) = output {
        problems.push(finding.did_you_mean(span, attribute, &format!("Outputs.{output}")));
        return;
    }
    // The URL of a function is a resource of its own.
    let url = format!("{owner}Url");
    if type_name == types::LAMBDA_FUNCTION && matches!(attribute, "FunctionUrl" | "Url") {
        let is_there = semantics.generated().is_some_and(|it| it.contains_key(&url));
        problems.push(match is_there {
            true => finding.help(format!("write `!GetAtt {url}.FunctionUrl`")),
            false => finding.help(format!("set `FunctionUrlConfig`, and write `!GetAtt {url}.FunctionUrl`")),
        });
        return;
    }
    problems.push(match meant(attribute, &known) {
        Some(near) if near.eq_ignore_ascii_case(attribute) && semantics.source.slice(span) == attribute => {
            finding.did_you_mean(span, attribute, near)
        }
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None if known.is_empty() => finding.help("it has no attributes; `!Ref` gives its name or id"),
        None => {
            let known: Vec<String> = known.iter().map(|it| format!("`{it}`")).collect();
            finding.help(format!("it has {}; `!Ref` gives its name or id", known.join(", ")))
        }
    });
}

/// The attribute that is meant: one with a similar name, or one of which the name is the end, or the other way round.
fn meant<'a>(attribute: &str, known: &[&'a str]) -> Option<&'a str> {
    let ends = |one: &str, other: &str| one.to_lowercase().ends_with(&other.to_lowercase());
    let same = known.iter().find(|it| it.eq_ignore_ascii_case(attribute));
    let related = || known.iter().find(|it| ends(it, attribute) || ends(attribute, it));
    same.or_else(related).copied().or_else(|| nearest(attribute, known.iter().copied()).map(|it| it.name))
}

fn report_not_generated(semantics: &Semantics<'_>, reference: &Reference, word: &str, problems: &mut Problems) {
    let target = reference.target();
    let message = format!("there is no `{target}.{word}`: SAM does not generate it for `{target}`");
    let finding = Diagnostic::new(&CODE, semantics.name_span(reference), message);
    let finding = match semantics.resources().key_span(target) {
        Some(span) => finding.related(span, "generated for this resource"),
        None => finding,
    };
    problems.push(match GENERATED_BY.iter().find(|(it, _)| *it == word) {
        Some((_, way)) => finding.help(format!("{way}, or refer to `{target}` itself")),
        None => finding.help(format!("refer to `{target}` itself")),
    });
}

fn report_attribute_of_ref(
    semantics: &Semantics<'_>,
    reference: &Reference,
    target: &Target<'_>,
    attribute: &str,
    problems: &mut Problems,
) {
    let words = target.words.iter().map(|(word, _)| *word);
    let known = attributes(target.type_name).unwrap_or_default();
    let message = format!("`!Ref` takes a logical id; `{}` is not one", reference.name);
    let finding = Diagnostic::new(&CODE, semantics.name_span(reference), message);
    let near = nearest(attribute, words.chain(known.iter().copied()));
    problems.push(match near {
        Some(near) if known.contains(&near.name) => finding.help(format!("write `!GetAtt {}.{near}`", target.id)),
        Some(near) => finding.help(format!("did you mean `!Ref {}.{near}`?", target.id)),
        None => finding.help(format!("write `!Ref {0}`, or `!GetAtt {0}.` and an attribute", target.id)),
    });
}
