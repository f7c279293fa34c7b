//! What HTTP APIs and WebSocket APIs share: domains, and permissions for authorizers.
mod domain;
mod route53;
mod stage;

pub(crate) use domain::{Domain, MutualTls, expand_domain};
pub(crate) use stage::{AccessLog, RouteSettings};

use crate::cfn::Resource;
use crate::facts::types;
use crate::node;
use crate::syntax::{IntoNode, Node, Text};

/// A permission to invoke the function of an authorizer.
pub(crate) fn authorizer_permission(id: Text, function: &Node, api_id: &Text) -> Resource {
    let at = function.span;
    let arn =
        "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${__ApiId__}/authorizers/*".into_node(at);
    Resource::new(id, types::LAMBDA_PERMISSION, "permission for API Gateway to invoke the authorizer", at)
        .set("Action", "lambda:InvokeFunction")
        .set("FunctionName", function)
        .set("Principal", "apigateway.amazonaws.com")
        .set("SourceArn", node!(at, {"Fn::Sub": [arn, {"__ApiId__": {"Ref": api_id}}]}))
}
