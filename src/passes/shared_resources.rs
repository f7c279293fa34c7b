//! Makes one resource of those that several constructs ask for under one logical id.
use super::{Compilation, expand};
use crate::cfn::{Resource, SharedResource};
use crate::diagnostic::Problems;

pub fn run(compilation: &mut Compilation<'_>, problems: &mut Problems) {
    let mut waiting = std::mem::take(&mut compilation.shared);
    while let Some((id, SharedResource { resource, join })) = waiting.first().cloned() {
        let (asked, others): (Vec<_>, Vec<_>) =
            waiting.into_iter().partition(|(_, it)| it.resource.logical_id == resource.logical_id);
        let asked: Vec<Resource> = asked.into_iter().map(|(_, it)| it.resource).collect();
        let joined = join(&asked, &compilation.context(), problems);
        expand::put_generated(compilation, &id, joined.resources, problems);
        expand::put_conditions(compilation, resource.origin, joined.conditions);
        waiting = others;
    }
}
