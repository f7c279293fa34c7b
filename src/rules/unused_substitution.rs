//! Finds variables of `Fn::Sub` that its text does not use.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::Semantics;
use crate::syntax::Node;
use crate::template::places::walk;
use crate::template::substitution::variables;
use crate::template::{intrinsics, transforms};
use std::collections::HashSet;

rule! {
    /// `Fn::Sub` is given a variable that its text does not use.
    ///
    /// Often the name is misspelled in the text, or `${…}` is missing around it ("Fn::Sub" in the template reference of
    /// CloudFormation).
    ///
    /// ```yaml bad
    /// Resources:
    ///   Name:
    ///     Type: AWS::SSM::Parameter
    ///     Properties:
    ///       Type: String
    ///       Value: !Sub
    ///         - products-Stage
    ///         - Stage: !Select [0, !Split ['-', !Ref AWS::StackName]]
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Name:
    ///     Type: AWS::SSM::Parameter
    ///     Properties:
    ///       Type: String
    ///       Value: !Sub
    ///         - products-${Stage}
    ///         - Stage: !Select [0, !Split ['-', !Ref AWS::StackName]]
    /// ```
    "unused-substitution" Warning check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    if transforms::has_macros(semantics.template) {
        return;
    }
    walk(semantics.template, problems, &mut |_, node, problems| {
        let Some([text, given]) = intrinsics::argument(node, "Fn::Sub").and_then(Node::list) else { return };
        let (Some(text), Some(given)) = (text.text(), given.map()) else { return };
        let used: HashSet<&str> = variables(text).into_iter().map(|it| it.name.trim()).collect();
        for (name, entry) in given.entries().filter(|(name, _)| !name.starts_with("Fn::") && !used.contains(&***name)) {
            let finding =
                Diagnostic::new(&CODE, entry.key_span, format!("the text of `Fn::Sub` does not use `{name}`"));
            problems.push(finding.help(format!("write `${{{name}}}` in the text, or remove the variable")));
        }
    });
}
