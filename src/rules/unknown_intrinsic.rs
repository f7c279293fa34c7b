//! Finds calls of functions that do not exist.
use crate::diagnostic::{Diagnostic, Problems, nearest};
use crate::rule;
use crate::semantics::Semantics;
use crate::template::functions::{self, FUNCTIONS};
use crate::template::places::walk;
use crate::template::{intrinsics, transforms};

rule! {
    /// A function does not exist, or its name is misspelled.
    ///
    /// CloudFormation has a fixed set of intrinsic functions, whose names are case-sensitive ("Intrinsic function
    /// reference" in the template reference of CloudFormation). It cannot calculate; pass the result as a parameter, or
    /// look it up in a mapping.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Products:
    ///     Type: AWS::Serverless::SimpleTable
    /// Outputs:
    ///   TableName:
    ///     Value: !ref Products
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Products:
    ///     Type: AWS::Serverless::SimpleTable
    /// Outputs:
    ///   TableName:
    ///     Value: !Ref Products
    /// ```
    "unknown-intrinsic" Error check
}

/// Functions of CodePipeline, which stand in the configuration of its actions.
const OF_CODE_PIPELINE: [&str; 2] = ["Fn::GetArtifactAtt", "Fn::GetParam"];

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    if transforms::has_macros(semantics.template) {
        return;
    }
    walk(semantics.template, problems, &mut |_, node, problems| {
        let Some(name) = intrinsics::name(node) else { return };
        let is_known = functions::find(name).is_some() || functions::is_for_each(name);
        if is_known || OF_CODE_PIPELINE.contains(&&**name) {
            return;
        }
        let Some(span) = node.map().and_then(|it| it.key_span(name)) else { return };
        let is_short = semantics.source.slice(span).starts_with('!');
        let tag = |it: &'static str| it.strip_prefix("Fn::").unwrap_or(it);
        let bare = name.strip_prefix("Fn::").unwrap_or(name);
        let near = nearest(bare, FUNCTIONS.iter().map(|it| tag(it.name))).map(|it| it.name);
        let written = if is_short { format!("!{bare}") } else { name.to_string() };
        let message = format!("function `{written}` does not exist");
        let finding = Diagnostic::new(&CODE, span, message).if_accepted(node.span);
        let full = |near| FUNCTIONS.iter().map(|it| it.name).find(|it| tag(it) == near).unwrap_or(near);
        problems.push(match near {
            Some(near) if is_short => finding.did_you_mean(span, &written, &*format!("!{near}")),
            Some(near) => finding.did_you_mean(span, &written, full(near)),
            None => finding.help("write a value, or a function that CloudFormation has"),
        });
    });
}
