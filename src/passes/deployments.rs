//! Adds what all functions share that CodeDeploy puts into service, and their deployment groups.
use super::{Compilation, expand};
use crate::diagnostic::Problems;
use crate::sam::code_deploy::{self, Shared};
use crate::syntax::{Map, Node};

pub fn run(compilation: &mut Compilation<'_>, _: &mut Problems) {
    let deployments = std::mem::take(&mut compilation.deployments);
    let Some(Shared { application, role, conditions }) = code_deploy::shared(&deployments, compilation.partition)
    else {
        return;
    };
    let groups = deployments.into_iter().map(|it| it.group);
    for resource in std::iter::once(application).chain(role).chain(groups) {
        // As in the reference, whatever the template has under the same logical id is replaced.
        expand::document_resources(&mut compilation.document).update(&Map::from_iter([resource.into_node()]));
    }
    if let Some(section) = compilation.document.get_mut("Conditions").and_then(Node::map_mut) {
        conditions.into_iter().for_each(|(name, condition)| drop(section.insert(name, condition)));
    }
}
