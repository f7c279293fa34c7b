//! The stage of an HTTP API.
use super::HttpApi;
use crate::cfn::{Resource, logical_id};
use crate::facts::types;
use crate::node;
use crate::sam::SamResource;
use crate::syntax::{IntoNode, Map, Node, Text};

/// The stage that needs no name in the URL.
const DEFAULT_STAGE: &str = "$default";

/// The stage, deployed whenever the definition changes.
pub(super) fn stage(api: &HttpApi<'_>, tags: Option<&Map>, resource: &SamResource<'_>) -> Resource {
    let at = resource.span;
    let name = api.stage_name.filter(|it| it.is_truthy()).map_or_else(|| DEFAULT_STAGE.into_node(at), Node::clone);
    let text = name.text().map_or("", |it| &**it);
    let id = match text {
        DEFAULT_STAGE => resource.logical_id.append("ApiGatewayDefaultStage"),
        _ if !text.is_empty() && text.chars().all(char::is_alphanumeric) => {
            Text::from(format!("{}{text}Stage", resource.logical_id))
        }
        _ => Text::from(logical_id::hashed(&format!("{}Stage", resource.logical_id), text)),
    };
    Resource::new(id, types::API_GATEWAY_V2_STAGE, "stage to which the API is deployed", name.span)
        .attributes(&resource.generated_attributes())
        .set("ApiId", node!(at, {"Ref": (resource.logical_id)}))
        .set("StageName", name)
        .set("StageVariables", api.stage_variables)
        .set("AccessLogSettings", api.access_log_settings)
        .set("DefaultRouteSettings", api.default_route_settings)
        .set("Tags", tags.cloned())
        .set("AutoDeploy", true)
        .set("RouteSettings", api.route_settings)
}
