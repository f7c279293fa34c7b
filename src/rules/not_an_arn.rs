//! Finds names and URLs where an ARN is required.
use crate::diagnostic::{Diagnostic, Problems};
use crate::property::Shape;
use crate::rule;
use crate::semantics::policy_documents::Reading;
use crate::semantics::policy_parameters::policy_parameters;
use crate::semantics::{Semantics, Unfit, filed, is_dynamic, is_placeholder};
use crate::syntax::Node;

rule! {
    /// A string is not an ARN, where an ARN is required.
    ///
    /// SAM passes it on; the service refuses it when the stack is deployed. An ARN begins with `arn:` and the
    /// partition, such as `arn:aws:`. For a resource in the same template, write `!GetAtt Queue.Arn`.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Worker:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       KmsKeyArn: alias/worker
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Worker:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       KmsKeyArn: arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab
    /// ```
    "not-an-arn" Error check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for value in semantics.description().values.iter().filter(|it| matches!(it.shape, Shape::Arn)) {
        for known in value.resolved(semantics) {
            // What is put together or looked up at deployment may well be one.
            let is_known =
                |text: &&str| !text.is_empty() && !text.contains("${") && !is_dynamic(text) && !is_placeholder(text);
            let text = Node::text(&known.node).map(|it| &**it).filter(is_known);
            let Some(text) = text.filter(|it| !it.starts_with("arn:")) else { continue };
            let message = format!("`{}` is `{text}`, which is not an ARN", value.row.name);
            let finding = value.finding(&CODE, &known, message);
            problems.push(advise(finding, text, semantics));
        }
    }
    for given in policy_parameters(semantics).iter().filter(|it| it.is_arn()) {
        for reading in given.part.readings(semantics).into_iter().filter(Reading::is_whole) {
            let text = &*reading.text;
            if !text.starts_with("arn:") && text != "*" {
                let message = format!("`{}` is `{text}`, which is not an ARN", given.parameter.name);
                let finding = reading.finding(&CODE, message).help(given.needed());
                problems.push(filed(finding, given.resource, None).value_of(&given.parameter.name));
            }
        }
    }
    for misfit in semantics.misfits() {
        let Some(text) = misfit.text() else { continue };
        let is_arn_wanted = match misfit.fault {
            Unfit::Format(form) => form.ends_with("Arn"),
            Unfit::Pattern(pattern) => pattern.starts_with("^arn:") && !text.starts_with("arn:"),
            _ => false,
        };
        if !is_arn_wanted {
            continue;
        }
        let message = format!("`{}` is `{text}`, which is not an ARN", misfit.property);
        problems.push(advise(misfit.value_finding(&CODE, message), text, semantics));
    }
}

fn advise(finding: Diagnostic, text: &str, semantics: &Semantics<'_>) -> Diagnostic {
    if semantics.template.resources().contains_key(text) {
        finding.help(format!("write `!GetAtt {text}.Arn`"))
    } else {
        finding.help("write an ARN, such as `arn:aws:service:region:account:name`, or `!GetAtt Resource.Arn`")
    }
}
