//! What has to wait for a generated policy, so that it does not start without it.
use super::connection::Connection;
use crate::cfn::Context;
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::facts::connector_profiles::{AwaitedBy, Profile};
use crate::facts::types;
use crate::syntax::{Map, Text};
use crate::template::intrinsics::referenced_id;

impl Connection<'_> {
    /// The resource that has to wait for the generated policy. `None` when that cannot be told, which is reported.
    pub(super) fn waiting(
        &self,
        profile: &Profile,
        context: &Context<'_>,
        problems: &mut Problems,
    ) -> Option<Option<Text>> {
        let [source, destination] = &self.ends;
        let Some(source) = source.logical_id else { return Some(None) };
        match (profile.awaited_by, destination.logical_id) {
            (Some(AwaitedBy::Source), _) => Some(Some(source.clone())),
            (Some(AwaitedBy::EventSourceMapping), Some(function)) => {
                event_source_mapping(source, function, context, problems)
            }
            (Some(AwaitedBy::EventSourceMapping), None) | (None, _) => Some(None),
        }
    }
}

/// The mapping that feeds a function from a source, if there is exactly one.
fn event_source_mapping(
    source: &Text,
    function: &Text,
    context: &Context<'_>,
    problems: &mut Problems,
) -> Option<Option<Text>> {
    let mut found = Vec::new();
    for (id, resource) in context.document.into_iter().flat_map(Map::iter) {
        if !resource.get("Type").is_some_and(|it| it.is_text(types::LAMBDA_EVENT_SOURCE_MAPPING)) {
            continue;
        }
        let Some(properties) = resource.map().and_then(|it| it.get("Properties")) else { continue };
        if properties.map().is_none() {
            let message = format!("`Properties` is {}; it must be a map", properties.kind_name());
            problems.push(
                Diagnostic::new(&codes::WRONG_TYPE, properties.span, message).value_of("Properties").resource(&**id),
            );
            return None;
        }
        let refers_to = |name: &str, id: &str| properties.get(name).and_then(referenced_id) == Some(id);
        if refers_to("FunctionName", function) && refers_to("EventSourceArn", source) {
            found.push(id);
        }
    }
    Some(match found.as_slice() {
        [only] => Some((*only).clone()),
        _ => None,
    })
}
