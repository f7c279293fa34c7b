//! Finds references to resources of another type than is asked for.
use crate::diagnostic::Problems;
use crate::rule;
use crate::semantics::{Semantics, Unfit};

rule! {
    /// A property takes the ARN of one type of resource, and is given that of another.
    ///
    /// The service refuses it, or never finds what it needs ("Role" and the like in the CloudFormation template
    /// reference).
    ///
    /// ```yaml bad
    /// Resources:
    ///   Jobs:
    ///     Type: AWS::SQS::Queue
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Role: !GetAtt Jobs.Arn
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Worker:
    ///     Type: AWS::IAM::Role
    ///     Properties:
    ///       AssumeRolePolicyDocument:
    ///         Version: '2012-10-17'
    ///         Statement:
    ///           - Effect: Allow
    ///             Principal: {Service: lambda.amazonaws.com}
    ///             Action: sts:AssumeRole
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Role: !GetAtt Worker.Arn
    /// ```
    "wrong-target" Error check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for misfit in semantics.misfits() {
        let Unfit::OtherType { id, id_span, type_name, wanted } = &misfit.fault else { continue };
        let message = format!("`{}` takes the ARN of an {wanted}; `{id}` is an {type_name}", misfit.property);
        let finding = misfit.value_finding(&CODE, message).related(*id_span, "it is declared here");
        problems.push(finding.help(format!("refer to a resource of type {wanted}")));
    }
}
