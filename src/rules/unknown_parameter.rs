//! Finds values for parameters that nested templates do not have.
use crate::diagnostic::{Diagnostic, Problems, nearest};
use crate::rule;
use crate::semantics::{NestedStack, Semantics};

rule! {
    /// A nested template is given a parameter that it does not declare.
    ///
    /// CloudFormation refuses to create such a stack: "Parameters do not exist in the template" ("Parameters" in the
    /// CloudFormation user guide). What a nested template declares is known if its file is in the folder of the template,
    /// and no macro changes it.
    ///
    /// ```yaml child.yaml
    /// Parameters:
    ///   Stage:
    ///     Type: String
    /// Resources:
    ///   Orders:
    ///     Type: AWS::SQS::Queue
    ///     Properties:
    ///       QueueName: !Sub orders-${Stage}
    /// ```
    /// ```yaml bad
    /// Resources:
    ///   Store:
    ///     Type: AWS::Serverless::Application
    ///     Properties:
    ///       Location: child.yaml
    ///       Parameters:
    ///         Stgae: dev
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Store:
    ///     Type: AWS::Serverless::Application
    ///     Properties:
    ///       Location: child.yaml
    ///       Parameters:
    ///         Stage: dev
    /// ```
    "unknown-parameter" Error check
}

/// Most names that are listed where none is near.
const MOST_LISTED: usize = 12;

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for stack in semantics.nested_stacks() {
        let Some((nested, declared)) = stack.nested.zip(stack.declared()) else { continue };
        for (name, entry, _) in stack.values().filter(|(name, ..)| !declared.contains_key(name)) {
            let message = format!("`{}` has no parameter `{name}`", nested.path);
            let finding = Diagnostic::new(&CODE, entry.key_span, message).resource(&**stack.id);
            let Some(near) = stack.meant(name) else {
                problems.push(finding.help(otherwise(stack, name)));
                continue;
            };
            let is_required = declared.get(near.name).is_some_and(|it| it.get("Default").is_none());
            let more = if is_required { " It has no default, and no value here" } else { "" };
            let help = format!("did you mean `{near}`?{more}");
            let finding = match declared.key_span(near.name) {
                Some(span) => finding.related(span, "declared here"),
                None => finding,
            };
            let key = semantics.source.slice(entry.key_span);
            let is_plain = key.trim_matches(['"', '\'']) == &**name;
            problems.push(match is_plain {
                true => finding.did_you_mean(entry.key_span, name, near).help(help),
                false => finding.help(help),
            });
        }
    }
}

/// What to write where no parameter is meant that has no value yet.
fn otherwise(stack: &NestedStack<'_>, name: &str) -> String {
    let names: Vec<&str> = stack.declared().into_iter().flat_map(|it| it.keys()).map(|it| &**it).collect();
    if let Some(near) = nearest(name, names.iter().copied()) {
        return format!("did you mean `{near}`? It has a value already; remove `{name}`");
    }
    let listed: Vec<String> = names.iter().take(MOST_LISTED).map(|it| format!("`{it}`")).collect();
    let more = if names.len() > MOST_LISTED { ", …" } else { "" };
    match &*listed {
        [] => "it has no parameters; declare it there, or remove the line".to_owned(),
        [..] => format!("it has {}{more}; write one of them, or declare `{name}` there", listed.join(", ")),
    }
}
