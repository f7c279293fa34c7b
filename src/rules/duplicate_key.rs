//! Finds keys that are given twice in definitions that stand in a text.
use crate::diagnostic::Problems;
use crate::rule;
use crate::semantics::Semantics;

rule! {
    DUPLICATE_KEY check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for owner in semantics.state_machines() {
        let found = owner.definitions.iter().flat_map(|it| &it.found);
        found.for_each(|it| owner.report(it.clone(), problems));
    }
}
