//! Finds parameters of nested templates that have no value.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::Semantics;
use crate::syntax::Text;

rule! {
    /// A nested template has a parameter without a default, and is given no value for it.
    ///
    /// CloudFormation refuses to create such a stack: "Parameters must have values" ("Parameters" in the CloudFormation user
    /// guide). What a nested template declares is known if its file is in the folder of the template, and no macro changes
    /// it.
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
    "missing-parameter" Error check
}

/// Most declarations that are shown.
const MOST_SHOWN: usize = 5;

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for stack in semantics.nested_stacks() {
        let Some((nested, declared)) = stack.nested.zip(stack.declared()) else { continue };
        // A name that is none says already which one was meant.
        let unknown = stack.values().filter(|(name, ..)| !declared.contains_key(name));
        let meant: Vec<&str> = unknown.filter_map(|(name, ..)| Some(stack.meant(name)?.name)).collect();
        let missing: Vec<&Text> = stack.missing().into_iter().filter(|it| !meant.contains(&&***it)).collect();
        let names: Vec<String> = missing.iter().map(|it| format!("`{it}`")).collect();
        let (what, how) = match &*missing {
            [] => continue,
            [one] => (format!("the parameter {} has", names[0]), format!("add `{one}:` and its value")),
            [..] => (format!("the parameters {} have", names.join(", ")), "add their values".to_owned()),
        };
        let message = format!("{what} no default in `{}`, and no value here", nested.path);
        let mut finding = Diagnostic::new(&CODE, stack.given_at, message).resource(&**stack.id);
        for name in missing.iter().take(MOST_SHOWN) {
            finding = match declared.key_span(name) {
                Some(span) => finding.related(span, "declared here"),
                None => finding,
            };
        }
        problems.push(finding.help(format!("{how} under `Parameters`")));
    }
}
