//! Finds triggers of user pools that are there under a condition.
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::types;
use crate::rule;
use crate::semantics::Semantics;
use crate::syntax::Node;

rule! {
    /// A function with a condition is the trigger of a user pool that is there without it.
    ///
    /// SAM writes a reference to the function into the user pool, whatever the condition. Where it does not hold,
    /// CloudFormation refuses the template: "Unresolved resource dependencies" (SAM specification, `Cognito`; for
    /// `S3` events, SAM adds the condition).
    ///
    /// ```yaml bad
    /// Conditions:
    ///   IsProd: !Equals [!Ref AWS::Region, eu-west-1]
    /// Resources:
    ///   Users:
    ///     Type: AWS::Cognito::UserPool
    ///   Greet:
    ///     Type: AWS::Serverless::Function
    ///     Condition: IsProd
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         SignUp:
    ///           Type: Cognito
    ///           Properties:
    ///             UserPool: !Ref Users
    ///             Trigger: PreSignUp
    /// ```
    /// ```yaml good
    /// Conditions:
    ///   IsProd: !Equals [!Ref AWS::Region, eu-west-1]
    /// Resources:
    ///   Users:
    ///     Type: AWS::Cognito::UserPool
    ///     Condition: IsProd
    ///   Greet:
    ///     Type: AWS::Serverless::Function
    ///     Condition: IsProd
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         SignUp:
    ///           Type: Cognito
    ///           Properties:
    ///             UserPool: !Ref Users
    ///             Trigger: PreSignUp
    /// ```
    "conditional-trigger" Warning check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for event in semantics.events_of(&["Cognito"]) {
        let function = semantics.resources().get(event.resource_id);
        let Some(condition) = function.and_then(|it| it.get("Condition")).and_then(Node::text) else { continue };
        let Some(written) = event.properties.present("UserPool") else { continue };
        let Some((id, pool)) = semantics.referenced(written) else { continue };
        let is_pool = pool.get("Type").is_some_and(|it| it.is_text(types::COGNITO_USER_POOL));
        let absent = (condition.clone(), false);
        let sides = semantics.sides_of(id);
        if !is_pool || !semantics.is_possible(sides.iter().chain([&absent])) {
            continue;
        }
        let message =
            format!("user pool `{id}` refers to `{}` also when `{condition}` does not hold", event.resource_id);
        let finding = Diagnostic::new(&CODE, written.span, message);
        let finding = match function.and_then(|it| it.get("Condition")) {
            Some(node) => finding.related(node.span, "the condition of the function"),
            None => finding,
        };
        let help =
            format!("write `Condition: {condition}` on the user pool too, or decide about the trigger in the function");
        event.report(finding.help(help), problems);
    }
}
