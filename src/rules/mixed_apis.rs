//! Finds parts of a REST API that belong to another one.
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::types;
use crate::rule;
use crate::semantics::{Semantics, Target};
use crate::syntax::{Node, Text};

rule! {
    /// A stage or method of one REST API refers to a deployment, resource or authorizer of another one.
    ///
    /// API Gateway looks for it in the API of the stage or method, and refuses it as not found: "Invalid Deployment
    /// identifier specified" (API Gateway API, `CreateStage` and `PutMethod`).
    ///
    /// ```yaml bad
    /// Resources:
    ///   Shop:
    ///     Type: AWS::ApiGateway::RestApi
    ///     Properties: {Name: shop}
    ///   Other:
    ///     Type: AWS::ApiGateway::RestApi
    ///     Properties: {Name: other}
    ///   Deployment:
    ///     Type: AWS::ApiGateway::Deployment
    ///     Properties: {RestApiId: !Ref Other}
    ///   Stage:
    ///     Type: AWS::ApiGateway::Stage
    ///     Properties:
    ///       StageName: live
    ///       RestApiId: !Ref Shop
    ///       DeploymentId: !Ref Deployment
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Shop:
    ///     Type: AWS::ApiGateway::RestApi
    ///     Properties: {Name: shop}
    ///   Deployment:
    ///     Type: AWS::ApiGateway::Deployment
    ///     Properties: {RestApiId: !Ref Shop}
    ///   Stage:
    ///     Type: AWS::ApiGateway::Stage
    ///     Properties:
    ///       StageName: live
    ///       RestApiId: !Ref Shop
    ///       DeploymentId: !Ref Deployment
    /// ```
    "mixed-apis" Error check
}

const METHOD: &str = "AWS::ApiGateway::Method";
const AUTHORIZER: &str = "AWS::ApiGateway::Authorizer";
/// Properties that lead to another part of the same API, and the type of that.
const PARTS: [(&str, &str, &str); 3] = [
    (types::API_GATEWAY_STAGE, "DeploymentId", types::API_GATEWAY_DEPLOYMENT),
    (METHOD, "AuthorizerId", AUTHORIZER),
    (METHOD, "ResourceId", types::API_GATEWAY_RESOURCE),
];

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for (type_name, property, part) in PARTS {
        for owner in semantics.plain(type_name) {
            let (Some(api), Some(written)) =
                (owner.properties.present("RestApiId"), owner.properties.present(property))
            else {
                continue;
            };
            for target in semantics.targets(written, &semantics.sides_of(owner.resource_id)) {
                let Some((own, other)) = apis(semantics, api, &target).filter(|_| target.type_name() == part) else {
                    continue;
                };
                let message = format!("`{}` belongs to API `{other}`, and this to `{own}`", target.id);
                let finding = Diagnostic::new(&CODE, target.at, message).related(api.span, "the API is here");
                owner.report(finding.help(format!("refer to one of `{own}`, or correct its `RestApiId`")), problems);
            }
        }
    }
}

/// The APIs of the two, where both are known and differ.
fn apis<'a>(semantics: &Semantics<'a>, api: &Node, target: &Target<'a>) -> Option<(&'a Text, &'a Text)> {
    let one = semantics.referenced(api)?.0;
    let other = semantics.referenced(target.property("RestApiId")?)?.0;
    (one != other).then_some((one, other))
}
