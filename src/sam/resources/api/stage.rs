//! The stage of a REST API.
use super::Source;
use crate::cfn::{Resource, logical_id, tags};
use crate::facts::types;
use crate::node;
use crate::syntax::Node;

pub(super) fn stage(source: &Source<'_>, deployment: &Resource) -> Resource {
    let (at, api) = (source.resource.span, &source.api);
    let name = api.stage_name.text().map_or("", |it| &**it);
    let prefix = format!("{}{name}Stage", source.resource.logical_id);
    let stage_id = if !name.is_empty() && name.chars().all(char::is_alphanumeric) {
        prefix
    } else {
        logical_id::hashed(&format!("{}Stage", source.resource.logical_id), name)
    };
    Resource::new(stage_id, types::API_GATEWAY_STAGE, "stage to which the API is deployed", at)
        .attributes(&source.attributes)
        .set("AccessLogSetting", api.access_log_setting)
        .set("CacheClusterEnabled", api.cache_cluster_enabled)
        .set("CacheClusterSize", api.cache_cluster_size)
        .set("CanarySetting", api.canary_setting)
        .set("DeploymentId", deployment.reference())
        .set("RestApiId", node!(at, {"Ref": (source.resource.logical_id)}))
        .set("StageName", api.stage_name)
        .set("Tags", api.tags.and_then(Node::map).map(|it| node!(at, tags::list(it))))
        .set("TracingEnabled", api.tracing_enabled)
        .set("Variables", api.variables)
        .set("MethodSettings", api.method_settings)
}
