//! Makes one resource of those that several constructs ask for under one logical id.
use super::{Expanding, expand};
use crate::cfn::{Resource, SharedResource};
use crate::diagnostic::Problems;
use crate::syntax::Text;

pub(super) fn run(compilation: &mut Expanding<'_>, problems: &mut Problems) {
    for waiting in std::mem::take(&mut compilation.shared).into_values() {
        let Some((_, SharedResource { resource, join })) = waiting.first() else { continue };
        let (at, join) = (resource.origin, *join);
        let (ids, asked): (Vec<Text>, Vec<Resource>) = waiting.into_iter().map(|(id, it)| (id, it.resource)).unzip();
        let joined = join(&asked, &compilation.context(), problems);
        // All of them are to blame when the logical id is taken.
        for id in ids {
            expand::put_generated(compilation, &id, joined.resources.clone(), problems);
        }
        expand::put_conditions(compilation, at, joined.conditions);
    }
}
