//! A version that is published with every change of a state machine, and the alias that points at it.
use super::table::StateMachine;
use crate::cfn::Resource;
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::facts::types;
use crate::node;
use crate::python;
use crate::sam::SamResource;
use crate::syntax::{Map, Node};
use crate::template::intrinsics;

/// A published version and its alias.
pub(super) struct Published {
    pub version: Resource,
    pub alias: Resource,
}

/// Publishes a version under `AutoPublishAlias`, if that is set.
///
/// `None` when it is not but something needs it, or when it cannot be part of a logical id, which is reported.
pub(super) fn publish(
    machine: &StateMachine<'_>,
    resource: &SamResource<'_>,
    problems: &mut Problems,
) -> Option<Option<Published>> {
    let Some(name) = machine.auto_publish_alias.filter(|it| it.is_truthy()) else {
        return nothing_needs_it(machine, problems).then_some(None);
    };
    let (at, id) = (resource.span, resource.logical_id);
    let printed = python::print(name);
    let alias_id = format!("{id}Alias{printed}");
    if !printed.chars().all(|it| it.is_ascii_alphanumeric()) {
        let message = format!("the alias would get the logical id `{alias_id}`; only letters and digits are allowed");
        let finding = Diagnostic::new(&codes::INVALID_LOGICAL_ID, name.span, message).resource(alias_id);
        problems.push(finding.help("write a literal name of letters and digits, such as `AutoPublishAlias: live`"));
        return None;
    }
    let mut version = Resource::new(
        format!("{id}Version"),
        types::STEP_FUNCTIONS_STATE_MACHINE_VERSION,
        "version of the state machine, published whenever it changes",
        name.span,
    )
    .attributes(&resource.generated_attributes())
    .set("StateMachineArn", intrinsics::reference(at, id))
    .set("StateMachineRevisionId", intrinsics::get_att(at, id, "StateMachineRevisionId"));
    for policy in ["DeletionPolicy", "UpdateReplacePolicy"] {
        version.attributes.or_insert_with(policy, || node!(at, "Retain"));
    }
    let mut preference = match machine.deployment_preference.filter(|it| it.is_truthy()) {
        None => Map::from_iter([("Type", node!(at, "ALL_AT_ONCE"))]),
        Some(written) => written.map().cloned().or_else(|| {
            let message = format!("`DeploymentPreference` is {}; it must be a map", written.kind_name());
            problems.push(Diagnostic::new(&codes::WRONG_TYPE, written.span, message).value_of("DeploymentPreference"));
            None
        })?,
    };
    preference.insert("StateMachineVersionArn", version.reference());
    let alias = Resource::new(
        alias_id,
        types::STEP_FUNCTIONS_STATE_MACHINE_ALIAS,
        "alias that points to the latest published version",
        name.span,
    )
    .attributes(&resource.generated_attributes())
    .set("Name", name)
    .set("DeploymentPreference", preference);
    Some(Some(Published { version, alias }))
}

fn nothing_needs_it(machine: &StateMachine<'_>, problems: &mut Problems) -> bool {
    let needing: [(&str, Option<&Node>); 2] = [
        ("UseAliasAsEventTarget", machine.use_alias_as_event_target),
        ("DeploymentPreference", machine.deployment_preference),
    ];
    let mut nothing = true;
    for (name, value) in needing {
        if let Some(value) = value.filter(|it| it.is_truthy()) {
            let finding =
                Diagnostic::new(&codes::MISSING_PROPERTY, value.span, format!("`{name}` needs `AutoPublishAlias`"))
                    .missing(["AutoPublishAlias"]);
            problems.push(finding.help("add `AutoPublishAlias:` with a name for the alias, such as `live`"));
            nothing = false;
        }
    }
    nothing
}
