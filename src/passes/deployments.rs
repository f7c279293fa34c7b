//! Adds what all functions share that CodeDeploy puts into service, and their deployment groups.
use super::Finishing;
use crate::cfn::{Deployment, note_origin};
use crate::diagnostic::Problems;
use crate::sam::code_deploy::{self, Shared};
use crate::syntax::Node;

pub(super) fn run(compilation: &mut Finishing<'_>, _: &mut Problems) {
    let deployments = std::mem::take(&mut compilation.deployments);
    let Some(Shared { application, role, conditions }) = code_deploy::shared(&deployments, compilation.partition)
    else {
        return;
    };
    // As in the reference, whatever the template has under the same logical ids is replaced.
    for resource in std::iter::once(application).chain(role) {
        deployments.iter().for_each(|it| note_origin(&mut compilation.origins, &it.function_id, &resource));
        compilation.put_resource(&deployments[0].function_id, resource);
    }
    for Deployment { function_id, group, .. } in deployments {
        compilation.put_resource(&function_id, group);
    }
    if let Some(section) = compilation.document.get_mut("Conditions").and_then(Node::map_mut) {
        conditions.into_iter().for_each(|(name, condition)| drop(section.insert(name, condition)));
    }
}
