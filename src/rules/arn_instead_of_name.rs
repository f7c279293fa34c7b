//! Finds ARNs where a name or an id is required.
use crate::diagnostic::Problems;
use crate::rule;
use crate::semantics::{Semantics, Unfit};

rule! {
    /// A reference gives an ARN where a name or an id is required.
    ///
    /// `Fn::GetAtt` with `Arn` gives the ARN of a resource, and so does a `Ref` to some types. A property that takes a
    /// name or an id refuses it: the service finds characters that such names do not have ("pattern" in the resource
    /// type schema, or the property's description in the template reference).
    ///
    /// ```yaml bad
    /// Resources:
    ///   Pool:
    ///     Type: AWS::Cognito::UserPool
    ///   Client:
    ///     Type: AWS::Cognito::UserPoolClient
    ///     Properties:
    ///       UserPoolId: !GetAtt Pool.Arn
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Pool:
    ///     Type: AWS::Cognito::UserPool
    ///   Client:
    ///     Type: AWS::Cognito::UserPoolClient
    ///     Properties:
    ///       UserPoolId: !Ref Pool
    /// ```
    "arn-instead-of-name" Error check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for misfit in semantics.misfits() {
        let Unfit::ArnGiven { id, id_span, attribute, asked, instead } = &misfit.fault else { continue };
        let property = &misfit.property;
        let message = match attribute {
            None => format!("`{property}` takes {asked}; a `Ref` to `{id}` gives an ARN"),
            Some(attribute) => format!("`{property}` takes {asked}; `{id}.{attribute}` is an ARN"),
        };
        let finding = misfit.value_finding(&CODE, message).related(*id_span, "it is declared here");
        problems.push(match instead {
            Some(instead) => finding.help(format!("write `{instead}`")),
            None => finding,
        });
    }
}
