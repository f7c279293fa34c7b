//! Finds paths that lead nowhere.
use crate::diagnostic::Problems;
use crate::rule;
use crate::semantics::{Place, Semantics};

rule! {
    /// A path leads to nothing beside the template, or a handler to no file in the folder of its code.
    ///
    /// `sam build` and `sam package` read local paths from the folder of the template ("sam package" in the SAM developer
    /// guide), and stop where nothing is there. A handler whose file is missing fails on each invocation: "Unable to
    /// import module" in Python, "Cannot find module" in Node.js. It is reported only where something else is there that
    /// the template names; never what is usually made by a build, such as `dist/`, archives, compiled code and code with
    /// a `BuildMethod`, nor handlers that can be in layers.
    ///
    /// With the files `src/app.py` and `flows/order.asl.json`, `CodeUri: source/` and `Handler: main.handler` are
    /// mistakes; `CodeUri: src/` and `Handler: app.handler` are right.
    "missing-file" Warning check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    let missing = semantics.local_paths().iter().filter(|it| !it.is_template() && it.place == Place::Missing);
    for local in missing {
        let path = &local.path;
        let (message, help) = match local.value.node.text() {
            Some(handler) if local.is_handler => {
                let folder = path.rsplit_once('/').map_or(".", |(folder, _)| folder);
                (
                    format!("the file of the handler `{handler}` is not in `{folder}`"),
                    "write the name of a file of the code, a dot, and the name of a function in it",
                )
            }
            Some(_) | None => (
                format!("`{path}` does not exist beside the template"),
                "write a path that begins in the folder of the template, or add what is missing",
            ),
        };
        problems.push(local.value.finding(&CODE, message).resource(&**local.id).help(help));
    }
}
