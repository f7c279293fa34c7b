//! The deployment of a REST API, whose logical id changes with everything that must be deployed.
use super::Source;
use crate::cfn::{Resource, logical_id};
use crate::facts::types;
use crate::python;
use crate::syntax::Node;

/// Between the parts of what is hashed.
const DELIMITER: &str = "||";

pub(super) fn deployment(source: &Source<'_>, rest_api: &Resource, domain: &Option<Node>) -> Resource {
    let at = source.resource.span;
    let mut id = format!("{}Deployment", source.resource.logical_id);
    let mut description = None;
    let definition = rest_api.properties.get("Body").or(rest_api.properties.get("BodyS3Location"));
    if let Some(definition) = definition.filter(|it| it.is_truthy()) {
        let hash = logical_id::sha1(&hashed_text(source, definition, domain.as_ref()));
        id = format!("{id}{}", &hash[..logical_id::HASH_LENGTH]);
        description = Some(format!("RestApi deployment id: {hash}"));
    }
    // With an `OpenApiVersion`, the deployment makes no stage of its own beside that of the API.
    let stage = Some("Stage").filter(|_| !source.api.open_api_version.is_some_and(Node::is_truthy));
    Resource::new(
        id,
        types::API_GATEWAY_DEPLOYMENT,
        "snapshot of the API that the stage serves, new whenever the definition changes",
        at,
    )
    .attributes(&source.attributes)
    .set("Description", description)
    .set("RestApiId", rest_api.reference())
    .set("StageName", stage)
}

/// The text whose hash tells one deployment from the next.
fn hashed_text(source: &Source<'_>, definition: &Node, domain: Option<&Node>) -> String {
    if source.api.always_deploy.is_some_and(Node::is_truthy) {
        return source.context.seconds_since_1970.to_string();
    }
    let mut parts = vec![python::print(definition)];
    if let Some(version) = source.api.open_api_version.filter(|it| it.is_truthy()) {
        parts.push(python::print(version));
    }
    if let Some(domain) = domain.filter(|it| it.is_truthy()) {
        parts.push(python::json::spaced_json(domain));
    }
    let names = source.context.function_names.get(&**source.resource.logical_id);
    if let Some(names) = names.filter(|it| !it.is_empty()) {
        parts.push(names.clone());
    }
    parts.join(DELIMITER)
}
