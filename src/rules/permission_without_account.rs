//! Finds permissions for a bucket that would also hold for the bucket of somebody else.
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::types;
use crate::rule;
use crate::semantics::Semantics;

rule! {
    /// A permission lets S3 invoke a function for a bucket, but does not say in whose account.
    ///
    /// The ARN of a bucket has no account. Once the bucket is deleted, somebody else can create one of its name, whose
    /// events invoke the function ("granting function access to AWS services" in the Lambda guide, and the note on
    /// `SourceAccount` in the Lambda API, `AddPermission`).
    ///
    /// ```yaml bad
    /// Resources:
    ///   Resize:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///   FromImages:
    ///     Type: AWS::Lambda::Permission
    ///     Properties:
    ///       Action: lambda:InvokeFunction
    ///       FunctionName: !Ref Resize
    ///       Principal: s3.amazonaws.com
    ///       SourceArn: arn:aws:s3:::images-of-the-shop
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Resize:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///   FromImages:
    ///     Type: AWS::Lambda::Permission
    ///     Properties:
    ///       Action: lambda:InvokeFunction
    ///       FunctionName: !Ref Resize
    ///       Principal: s3.amazonaws.com
    ///       SourceAccount: !Ref AWS::AccountId
    ///       SourceArn: arn:aws:s3:::images-of-the-shop
    /// ```
    "permission-without-account" Warning check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for permission in semantics.plain(types::LAMBDA_PERMISSION) {
        let properties = permission.properties;
        let is_of_s3 = properties.present("Principal").is_some_and(|it| it.is_text("s3.amazonaws.com"));
        let Some(arn) = properties.present("SourceArn").filter(|_| is_of_s3) else { continue };
        if properties.contains_key("SourceAccount") || properties.contains_key("PrincipalOrgID") {
            continue;
        }
        let message = "this holds for a bucket of this name in any account";
        let finding = Diagnostic::new(&CODE, arn.span, message).if_named(&["SourceAccount"]);
        permission.report(finding.help("add `SourceAccount: !Ref AWS::AccountId`"), problems);
    }
}
