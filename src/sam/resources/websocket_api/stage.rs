//! The stage of a WebSocket API.
use super::{CREATED_BY, WebSocketApi};
use crate::cfn::Resource;
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::facts::types;
use crate::node;
use crate::sam::{SamResource, check_logical_id};
use crate::source::Span;
use crate::syntax::{IntoNode, Node, Text};

const DEFAULT_STAGE: &str = "default";

/// The name of the stage.
pub(super) fn name(api: &WebSocketApi<'_>, at: Span) -> Node {
    api.stage_name.map_or_else(|| DEFAULT_STAGE.into_node(at), Node::clone)
}

/// `None` when the stage cannot have its name, which is reported.
pub(super) fn stage(api: &WebSocketApi<'_>, resource: &SamResource<'_>, problems: &mut Problems) -> Option<Resource> {
    let at = resource.span;
    let name = name(api, at);
    if name.is_text("$default") {
        let finding = Diagnostic::new(&codes::INVALID_VALUE, name.span, "a WebSocket API has no stage `$default`");
        problems.push(finding.help("write `default`, or remove `StageName`"));
        return None;
    }
    let id = match name.text() {
        Some(text) if *text == DEFAULT_STAGE => resource.logical_id.append("DefaultStage"),
        Some(text) => Text::from(format!("{}{text}Stage", resource.logical_id)),
        None => resource.logical_id.append("Stage"),
    };
    if check_logical_id(&id, name.span, &mut Problems::default()).is_none() {
        let message = "`StageName` becomes part of a logical id, so it can have only letters and digits";
        problems.push(Diagnostic::new(&codes::INVALID_LOGICAL_ID, name.span, message).resource(&*id));
        return None;
    }
    let stage = Resource::new(id, types::API_GATEWAY_V2_STAGE, "stage to which the API is deployed", name.span)
        .set("AccessLogSettings", api.access_log_settings)
        .set("ApiId", node!(at, {"Ref": (resource.logical_id)}))
        .set("AutoDeploy", true)
        .set("DefaultRouteSettings", api.default_route_settings)
        .set("RouteSettings", api.route_settings)
        .set("StageName", name)
        .set("StageVariables", api.stage_variables)
        .set("Tags", node!(at, {CREATED_BY: "SAM"}));
    Some(stage)
}
