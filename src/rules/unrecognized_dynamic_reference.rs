//! Finds texts that are meant as dynamic references and are none.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::{Semantics, dynamic_references, walk_plain_texts};
use crate::template::transforms;

rule! {
    /// A text looks like a dynamic reference, but CloudFormation does not take it for one.
    ///
    /// `{{resolve:` has no spaces, and `}}` closes it; else the text stays as it is ("Get values stored in other services
    /// using dynamic references" in the CloudFormation user guide).
    ///
    /// ```yaml bad
    /// Resources:
    ///   Name:
    ///     Type: AWS::SSM::Parameter
    ///     Properties:
    ///       Type: String
    ///       Value: '{{ resolve:ssm:/shop/name }}'
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Name:
    ///     Type: AWS::SSM::Parameter
    ///     Properties:
    ///       Type: String
    ///       Value: '{{resolve:ssm:/shop/name}}'
    /// ```
    "unrecognized-dynamic-reference" Warning check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    if transforms::has_macros(semantics.template) {
        return;
    }
    walk_plain_texts(semantics, problems, &mut |place, node, text, problems| {
        // The rest of a reference may stand in another part of what is joined.
        if place.path.iter().any(|it| **it == *"Fn::Join") {
            return;
        }
        let Some(fault) = Some(text).filter(|it| it.contains("{{")).and_then(|it| dynamic_references::unrecognized(it))
        else {
            return;
        };
        let span = semantics.part_span(node.span, text, fault.range.clone()).unwrap_or(node.span);
        let finding = Diagnostic::new(&CODE, span, fault.message);
        problems.push(match fault.help {
            Some(help) => finding.help(help),
            None => finding,
        });
    });
}
