//! The deployment of a REST API, whose logical id changes with the definition, and its stage.
use super::Api;
use crate::cfn::{Context, Resource, logical_id, python2_text, tags};
use crate::node;
use crate::sam::SamResource;
use crate::syntax::Node;

/// Between the parts of what is hashed.
const DELIMITER: &str = "||";

pub fn deployment_and_stage(
    api: &Api<'_>,
    rest_api: &Resource,
    resource: &SamResource<'_>,
    context: &Context<'_>,
) -> (Resource, Resource) {
    let at = resource.span;
    let attributes = resource.generated_attributes();
    let mut id = format!("{}Deployment", resource.logical_id);
    let mut description = None;
    if let Some(definition) = rest_api.properties.get("Body").filter(|it| it.is_truthy()) {
        let hash = logical_id::sha1(&hashed_text(definition, resource, context));
        id = format!("{id}{}", &hash[..logical_id::HASH_LENGTH]);
        description = Some(format!("RestApi deployment id: {hash}"));
    }
    let deployment = Resource::new(id, "AWS::ApiGateway::Deployment", at)
        .attributes(&attributes)
        .set("Description", description)
        .set("RestApiId", rest_api.reference())
        .set("StageName", "Stage");

    let name = api.stage_name.text().map_or("", |it| &**it);
    let prefix = format!("{}{name}Stage", resource.logical_id);
    let stage_id = if !name.is_empty() && name.chars().all(char::is_alphanumeric) {
        prefix
    } else {
        logical_id::hashed(&format!("{}Stage", resource.logical_id), name)
    };
    let stage = Resource::new(stage_id, "AWS::ApiGateway::Stage", at)
        .attributes(&attributes)
        .set("DeploymentId", deployment.reference())
        .set("RestApiId", rest_api.reference())
        .set("StageName", api.stage_name)
        .set("Tags", api.tags.and_then(Node::map).map(|it| node!(at, tags::list(it))))
        .set("Variables", api.variables);
    (deployment, stage)
}

/// The text whose hash tells one deployment from the next.
fn hashed_text(definition: &Node, resource: &SamResource<'_>, context: &Context<'_>) -> String {
    let mut parts = vec![python2_text::print(definition)];
    if let Some(names) = context.function_names.get(&**resource.logical_id).filter(|it| !it.is_empty()) {
        parts.push(names.clone());
    }
    parts.join(DELIMITER)
}
