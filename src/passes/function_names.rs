//! Collects, for each API, the names of the functions that it leads to: a new name makes a new deployment.
use super::Expanding;
use crate::diagnostic::Problems;
use crate::python;
use crate::sam::resources;
use crate::syntax::{Map, Node};
use std::collections::HashMap;

pub(super) fn run(compilation: &mut Expanding<'_>, problems: &mut Problems) {
    let mut names: HashMap<String, String> = HashMap::new();
    for resource in compilation.template.resources().values() {
        if !resource.get("Type").is_some_and(|it| it.is_text(resources::FUNCTION)) {
            continue;
        }
        let Some(name) = resource.at(&["Properties", "FunctionName"]) else { continue };
        let name = compilation.parameters.resolve(name, problems);
        if !name.is_truthy() {
            continue;
        }
        let events = resource.at(&["Properties", "Events"]).and_then(Node::map);
        // Once for each event, as the reference does.
        for api in events.into_iter().flat_map(Map::values).filter_map(api_of) {
            names.entry(api.to_owned()).or_default().push_str(&python::print(&name));
        }
    }
    compilation.function_names = names;
}

/// The logical id of the API that an `Api` event names.
fn api_of(event: &Node) -> Option<&str> {
    if !event.get("Type")?.is_text("Api") {
        return None;
    }
    let api = event.at(&["Properties", "RestApiId"])?;
    api.get("Ref").unwrap_or(api).text().map(|it| &**it)
}
