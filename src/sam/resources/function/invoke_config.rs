//! `EventInvokeConfig`: retries, age and destinations of asynchronous invocations.
use super::condition::{self, Condition};
use super::destination::{self, Destination};
use super::version::Published;
use crate::cfn::{Context, Resource};
use crate::diagnostic::{Diagnostic, Problems, Sound, codes};
use crate::facts::types;
use crate::sam::SamResource;
use crate::syntax::{IntoNode, Map, Node};

/// What an invoke config turns into.
#[derive(Default)]
pub(super) struct InvokeConfig {
    pub resources: Vec<Resource>,
    /// Inline policies that the function's role needs.
    pub policies: Vec<Node>,
    pub conditions: Vec<Condition>,
}

/// Reads an invoke config. `None` when it is wrong, which is reported.
pub(super) fn expand(
    config: &Node,
    published: Option<&Published>,
    resource: &SamResource<'_>,
    context: &Context<'_>,
    problems: &mut Problems,
) -> Option<InvokeConfig> {
    let at = config.span;
    let id = resource.logical_id.append("EventInvokeConfig");
    let resolved = context.parameters.resolve(config, problems);
    let map = as_map("EventInvokeConfig", &resolved, problems)?;
    let mut expanded = InvokeConfig::default();
    let mut destinations = Map::new();
    if let Some(written) = map.truthy("DestinationConfig") {
        let written = as_map("DestinationConfig", written, problems)?;
        for event in ["OnSuccess", "OnFailure"] {
            let Some(written) = written.present(event) else { continue };
            let written = destination::with_shared(written, resource.logical_id, event, context);
            let destination = destination::read(&written, &id, event, problems)?;
            destinations.insert(event, crate::node!(written.span, {"Destination": (&destination.arn)}));
            add(destination, &mut expanded, resource, problems)?;
        }
    }
    condition::check_section(&expanded.conditions, context, at, problems);
    let mut invoke_config =
        Resource::new(id, types::LAMBDA_EVENT_INVOKE_CONFIG, "settings of asynchronous invocations", at)
            .attributes(&resource.attributes());
    if let Some(Published { alias, .. }) = published {
        invoke_config = invoke_config.depends_on(crate::node!(at, [(&alias.logical_id)]));
    }
    let qualifier = published.map_or_else(|| "$LATEST".into_node(at), |it| it.name.clone());
    expanded.resources.push(
        invoke_config
            .set("DestinationConfig", destinations)
            .set("FunctionName", crate::template::intrinsics::reference(at, resource.logical_id))
            .set("MaximumEventAgeInSeconds", map.get("MaximumEventAgeInSeconds"))
            .set("MaximumRetryAttempts", map.get("MaximumRetryAttempts"))
            .set("Qualifier", qualifier),
    );
    Some(expanded)
}

/// Adds what a destination needs. `None` when conditions do not go together, which is reported.
fn add(
    destination: Destination,
    expanded: &mut InvokeConfig,
    resource: &SamResource<'_>,
    problems: &mut Problems,
) -> Option<Sound> {
    let own = resource.node.present("Condition");
    expanded.policies.push(destination.policy);
    let Some(generated) = destination.generated else { return Some(Sound) };
    let mut generated = generated.attributes(&resource.generated_attributes());
    let Some((name, definition)) = destination.condition else {
        expanded.resources.push(generated);
        return Some(Sound);
    };
    expanded.conditions.extend(definition);
    let at = generated.origin;
    let name = match own {
        Some(own) => {
            let both = condition::conjunction(condition::name(own, problems)?, &name, resource.logical_id, at);
            expanded.conditions.push(both.clone());
            both.0
        }
        None => name,
    };
    generated.attributes.insert("Condition", name.into_node(at));
    expanded.resources.push(generated);
    Some(Sound)
}

fn as_map<'a>(name: &str, value: &'a Node, problems: &mut Problems) -> Option<&'a Map> {
    if value.map().is_none() {
        let message = format!("`{name}` is {}; it must be a map", value.kind_name());
        problems.push(Diagnostic::new(&codes::WRONG_TYPE, value.span, message).value_of(name));
    }
    value.map()
}
