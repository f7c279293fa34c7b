//! Finds paths that are right where file names have no case.
use crate::diagnostic::Problems;
use crate::rule;
use crate::semantics::{Place, Semantics};

rule! {
    /// A path or a handler differs from what is beside the template in upper and lower case.
    ///
    /// macOS and Windows open `src/App.py` as `src/app.py`; Linux does not, on which most builds and all functions run:
    /// "Unable to import module" in Python, "Cannot find module" in Node.js ("Troubleshoot invocation issues in Lambda" in
    /// the Lambda developer guide).
    ///
    /// With the file `src/app.py`, `CodeUri: Src/` and `Handler: App.handler` are mistakes; `CodeUri: src/` and
    /// `Handler: app.handler` are right.
    "wrong-case-of-path" Error check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for local in semantics.local_paths() {
        let Place::OtherCase(right) = &local.place else { continue };
        let Some(written) = local.value.node.text() else { continue };
        let message = match local.is_handler {
            true => format!("the file of the handler `{written}` has a name in other upper and lower case"),
            false => format!("`{written}` does not exist beside the template; `{right}` does"),
        };
        let finding = local.value.finding(&CODE, message).resource(&**local.id);
        problems.push(finding.did_you_mean(local.value.node.span, written, right));
    }
}
