//! Finds code in templates that Lambda would have to compile.
use crate::diagnostic::Problems;
use crate::rule;
use crate::semantics::Semantics;
use crate::syntax::Node;
use std::collections::HashSet;

rule! {
    /// The code of a function stands in the template, but its runtime does not take that.
    ///
    /// CloudFormation makes a package of inline code for Node.js and Python alone, and refuses it for other runtimes:
    /// "ZipFile can only be used when Runtime is set to either of nodejs..., python..." (template reference,
    /// `AWS::Lambda::Function`, `ZipFile`).
    ///
    /// ```yaml bad
    /// Resources:
    ///   Report:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: def handler(event:, context:) = 'done'
    ///       Handler: index.handler
    ///       Runtime: ruby3.4
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Report:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       CodeUri: src/
    ///       Handler: index.handler
    ///       Runtime: ruby3.4
    /// ```
    "compiled-inline-code" Error check
}

/// How the names of the runtimes begin that take inline code.
const TAKING: [&str; 2] = ["nodejs", "python"];
/// How the names of the others begin, up to the version.
const REFUSING: [&str; 5] = ["dotnet", "go", "java", "provided", "ruby"];

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    let mut seen = HashSet::new();
    for function in semantics.functions() {
        let (Some(code), Some(runtime)) = (function.inline_code(), function.properties.present("Runtime")) else {
            continue;
        };
        for value in semantics.values_where(&function.sides, runtime) {
            let Some(name) = Node::text(&value.node) else { continue };
            // Other rules know the names that are misspelt.
            let is_refused =
                REFUSING.iter().any(|it| name.starts_with(it)) && !TAKING.iter().any(|it| name.starts_with(it));
            if !is_refused || !seen.insert((function.id, value.at)) {
                continue;
            }
            let message = format!("code in the template cannot have the runtime `{name}`");
            let finding =
                value.finding(&CODE, message).resource(&**function.id).related(code.key_span, "the code is here");
            let property = if function.is_sam { "CodeUri" } else { "S3Bucket` and `S3Key" };
            let help = format!("give the code as `{property}`, or write it in Node.js or Python");
            problems.push(finding.help(help));
        }
    }
}
