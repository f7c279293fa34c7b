//! `AWS::Serverless::StateMachine`: a state machine of Step Functions with its role and what starts it.
mod alias;
mod definition;
mod settings;
mod table;

use super::{Artifact, ArtifactKind, Phase, ResourceType};
use crate::cfn::permission::Invoked;
use crate::cfn::{Context, Expansion, Resource, iam, tags};
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::facts::types;
use crate::node;
use crate::sam::execution_role::{ExecutionRole, tracing_policy};
use crate::sam::policies::{self, PolicyKind};
use crate::sam::{SamResource, events};
use crate::source::Span;
use crate::syntax::{IntoNode, Map, Node};
use crate::template::intrinsics;
use alias::Published;
use definition::Definition;
use table::StateMachine;

pub(super) static TYPE: ResourceType = ResourceType {
    name: "AWS::Serverless::StateMachine",
    becomes: types::STEP_FUNCTIONS_STATE_MACHINE,
    properties: StateMachine::TABLE,
    events: events::state_machine::ALL,
    phase: Phase::StateMachines,
    artifacts: &[Artifact { property: "DefinitionUri", kind: ArtifactKind::Definition }],
    referable: &[],
    expand,
};

fn expand(resource: &SamResource<'_>, context: &Context<'_>, problems: &mut Problems) -> Expansion {
    let Some(machine) = StateMachine::read(resource.properties, resource.span, problems) else {
        return Expansion::default();
    };
    let definition = definition::read(&machine, resource.span, problems);
    let role = role(&machine, resource, context, problems);
    let published = alias::publish(&machine, resource, problems);
    // Mistakes in events are reported beside those of the state machine.
    let started = started_by_events(&machine, published.as_ref().and_then(Option::as_ref), resource);
    let mut expansion = match machine.events.and_then(Node::map) {
        Some(listed) => {
            let sources = events::state_machine::ALL;
            events::expand_all(sources, resource.logical_id, listed.entries(), &started, context, problems)
        }
        None => Expansion::default(),
    };
    let (Some(definition), Some(role), Some(published)) = (definition, role, published) else { return expansion };
    let state_machine = state_machine(&machine, definition, role.as_ref(), resource);
    let from_events = std::mem::take(&mut expansion.resources);
    let published = published.map(|it| [it.version, it.alias]).into_iter().flatten();
    expansion.resources = std::iter::once(state_machine).chain(role).chain(published).chain(from_events).collect();
    tags::propagate(machine.tags, machine.propagate_tags, &mut expansion.resources);
    expansion
}

/// The state machine itself.
fn state_machine(
    machine: &StateMachine<'_>,
    definition: Definition,
    role: Option<&Resource>,
    resource: &SamResource<'_>,
) -> Resource {
    let at = resource.span;
    let role_arn = role.map(|it| it.get_att("Arn")).or_else(|| machine.role.cloned());
    Resource::new(resource.logical_id, TYPE.becomes, "the state machine itself", at)
        .attributes(&resource.attributes())
        .depends_on(resource.depends_on())
        .set("DefinitionString", definition.text)
        .set("DefinitionS3Location", definition.location)
        .set("DefinitionSubstitutions", definition.substitutions)
        .set("LoggingConfiguration", machine.logging)
        .set("RoleArn", role_arn)
        .set("StateMachineName", machine.name)
        .set("StateMachineType", machine.state_machine_type)
        .set("Tags", tags_with_created_by(at, machine.tags.and_then(Node::map)))
        .set("TracingConfiguration", machine.tracing)
}

/// The state machine, or its alias where that is what events start.
fn started_by_events(machine: &StateMachine<'_>, published: Option<&Published>, resource: &SamResource<'_>) -> Invoked {
    let use_alias = machine.use_alias_as_event_target.is_some_and(Node::is_truthy);
    let logical_id = published.filter(|_| use_alias).map_or(resource.logical_id, |it| &it.alias.logical_id);
    Invoked {
        logical_id: logical_id.clone(),
        name: intrinsics::reference(resource.span, logical_id),
        arn: intrinsics::reference(resource.span, logical_id),
        attributes: resource.generated_attributes(),
    }
}

/// The role that is generated unless one is given. `None` when `Role` and `Policies` are at odds, which is reported.
fn role(
    machine: &StateMachine<'_>,
    resource: &SamResource<'_>,
    context: &Context<'_>,
    problems: &mut Problems,
) -> Option<Option<Resource>> {
    let given = machine.role.filter(|it| it.is_truthy());
    if let (Some(role), Some(policies)) = (given, machine.policies.filter(|it| it.is_truthy())) {
        let message = "`Policies` cannot be used with `Role`";
        let finding = Diagnostic::new(&codes::CONFLICTING_PROPERTIES, policies.span, message);
        let finding = finding.related(role.span, "`Role` is set here");
        problems.push(finding.help("keep one of the two; `Policies` are for a generated role"));
        return None;
    }
    if machine.policies.and_then(Node::map).is_some_and(Map::is_empty) {
        let span = machine.policies.map_or(resource.span, |it| it.span);
        let finding = Diagnostic::new(&codes::INVALID_POLICY, span, "`Policies` is an empty map");
        problems.push(finding.help("write a list of policies, or remove it"));
        return None;
    }
    let before = problems.error_count();
    let mut policies = policies::read(machine.policies, problems);
    if problems.error_count() > before {
        return None;
    }
    if given.is_some() {
        return Some(None);
    }
    if let Some(enabled) = machine.tracing.and_then(|it| it.get("Enabled")).filter(|it| it.bool() == Some(true)) {
        policies.push((PolicyKind::Managed, tracing_policy(context).into_node(enabled.span)));
    }
    let role = ExecutionRole {
        trust: iam::trust(resource.span, "states.amazonaws.com"),
        managed: Vec::new(),
        inline: Vec::new(),
        policies: &policies,
        grants: Vec::new(),
        path: machine.role_path,
        permissions_boundary: machine.permissions_boundary,
        tags: tags_with_created_by(resource.span, machine.tags.and_then(Node::map)),
    };
    Some(Some(role.build(resource, context, problems)))
}

/// The tag by which SAM marks what it made for state machines, before the user's own.
fn tags_with_created_by(span: Span, tags: Option<&Map>) -> Node {
    let mut all = vec![node!(span, {"Key": "stateMachine:createdBy", "Value": "SAM"})];
    all.extend(tags.into_iter().flat_map(tags::list));
    node!(span, all)
}
