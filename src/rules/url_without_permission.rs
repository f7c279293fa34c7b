//! Finds public function URLs that nobody may call.
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::types;
use crate::rule;
use crate::semantics::{Grant, Grants, Semantics};
use crate::syntax::Node;

rule! {
    /// An `AWS::Lambda::Url` without authorization lacks a permission, so that callers get the status 403.
    ///
    /// A URL with `AuthType: NONE` needs two permissions for everyone: `lambda:InvokeFunctionUrl` and, since October 2025,
    /// `lambda:InvokeFunction` ("control access to function URLs" in the Lambda guide). For `FunctionUrlConfig`, SAM
    /// generates them.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///   Url:
    ///     Type: AWS::Lambda::Url
    ///     Properties:
    ///       AuthType: NONE
    ///       TargetFunctionArn: !GetAtt Hello.Arn
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       FunctionUrlConfig:
    ///         AuthType: NONE
    /// ```
    "url-without-permission" Warning check
}

const CALL: &str = "lambda:InvokeFunctionUrl";
const INVOKE: &str = "lambda:InvokeFunction";

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    let Some(grants) = Grants::of(semantics) else { return };
    for (id, id_span, url) in semantics.of_type(types::LAMBDA_URL) {
        let is_public = url.present("AuthType").is_some_and(|it| it.is_text("NONE"));
        let Some(arn) = url.present("TargetFunctionArn").filter(|_| is_public) else { continue };
        for target in semantics.targets(arn, &semantics.sides_of(id)) {
            let all: Vec<&Grant<'_>> = grants.for_target(target.id).filter(|it| it.may_allow("*")).collect();
            // A permission for all actions, or one that is not known, is enough.
            if all.iter().any(|it| !is_of(it, CALL) && !is_of(it, INVOKE)) || all.iter().any(|it| is_of(it, INVOKE)) {
                continue;
            }
            let Some(call) = all.first() else {
                let message = format!("nothing allows anyone to call this URL of `{}`", target.id);
                let finding = Diagnostic::new(&CODE, id_span, message).resource(&**id);
                let help = format!("allow `{CALL}` and `{INVOKE}` to everyone, each in an `AWS::Lambda::Permission`");
                problems.push(finding.help(help));
                continue;
            };
            let at = call.properties.get("Action").map_or(id_span, |it| it.span);
            let message = format!("callers of the URL `{id}` also need `{INVOKE}`");
            let finding = Diagnostic::new(&CODE, at, message).resource(&**call.id).related(id_span, "the URL is here");
            let help = format!(
                "add another `AWS::Lambda::Permission` with `Action: {INVOKE}`, `Principal: '*'` and \
                 `InvokedViaFunctionUrl: true`"
            );
            problems.push(finding.help(help));
        }
    }
}

/// Whether a permission is for this action and no other.
fn is_of(grant: &Grant<'_>, action: &str) -> bool {
    grant.is_permission && grant.properties.get("Action").and_then(Node::text).is_some_and(|it| **it == *action)
}
