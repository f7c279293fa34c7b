//! Makes one resource of those that several constructs ask for under one logical id.
use super::{Expanding, expand};
use crate::cfn::{Resource, SharedResource};
use crate::diagnostic::Problems;
use crate::syntax::Text;

pub fn run(compilation: &mut Expanding<'_>, problems: &mut Problems) {
    let mut waiting = std::mem::take(&mut compilation.shared);
    while let Some((_, SharedResource { resource, join })) = waiting.first().cloned() {
        let (asked, others): (Vec<_>, Vec<_>) =
            waiting.into_iter().partition(|(_, it)| it.resource.logical_id == resource.logical_id);
        let (ids, asked): (Vec<Text>, Vec<Resource>) = asked.into_iter().map(|(id, it)| (id, it.resource)).unzip();
        let joined = join(&asked, &compilation.context(), problems);
        // All of them are to blame when the logical id is taken.
        for id in ids {
            expand::put_generated(compilation, &id, joined.resources.clone(), problems);
        }
        expand::put_conditions(compilation, resource.origin, joined.conditions);
        waiting = others;
    }
}
