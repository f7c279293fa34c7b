//! Finds paths of a REST API that give one place two names.
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::types;
use crate::rule;
use crate::sam::openapi::IMPLICIT_REST_API;
use crate::semantics::Semantics;
use crate::source::Span;
use crate::syntax::Node;
use crate::template::intrinsics;
use std::collections::HashMap;

rule! {
    /// Two paths of a REST API have parameters of different names at the same place.
    ///
    /// API Gateway refuses the definition: "A sibling ({id}) of this resource already has a variable path part -- only one
    /// is allowed" (API Gateway developer guide, "REST API quotas and important notes"). A parameter for all that follows,
    /// such as `{proxy+}`, may stand beside another.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Orders:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         Get:
    ///           Type: Api
    ///           Properties:
    ///             Path: /orders/{id}
    ///             Method: get
    ///         Items:
    ///           Type: Api
    ///           Properties:
    ///             Path: /orders/{orderId}/items
    ///             Method: get
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Orders:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         Get:
    ///           Type: Api
    ///           Properties:
    ///             Path: /orders/{id}
    ///             Method: get
    ///         Items:
    ///           Type: Api
    ///           Properties:
    ///             Path: /orders/{id}/items
    ///             Method: get
    /// ```
    "sibling-path-parameters" Error check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    let Some(generated) = semantics.generated() else { return };
    // Events name the places of paths better than the definition that SAM makes of them.
    let mut written: HashMap<(&str, &str), Span> = HashMap::new();
    for event in semantics.events_of(&["Api"]).filter(|it| !semantics.has_own_definition(it)) {
        let api =
            event.properties.present("RestApiId").and_then(intrinsics::referenced_id).unwrap_or(IMPLICIT_REST_API);
        if let Some((text, node)) = event.properties.present("Path").and_then(|it| Some((it.text()?, it))) {
            written.entry((api, text)).or_insert(node.span);
        }
    }
    for (id, api) in
        generated.iter().filter(|(_, it)| it.get("Type").is_some_and(|it| it.is_text(types::API_GATEWAY_REST_API)))
    {
        let Some(paths) = api.at(&["Properties", "Body", "paths"]).and_then(Node::map) else { continue };
        // By what comes before a parameter: its name, and where that path is written.
        let mut names: HashMap<usize, (&str, Span)> = HashMap::new();
        // The places in paths, each by the one before it and the part that leads there: paths can be long.
        let mut places: HashMap<(usize, &str), usize> = HashMap::new();
        for (path, entry) in paths.entries() {
            let at = written.get(&(&**id, &**path)).copied().unwrap_or(entry.key_span);
            let mut before = 0;
            for part in path.split('/') {
                let is_parameter = part.starts_with('{') && part.ends_with('}') && !part.ends_with("+}");
                let next = places.len() + 1;
                let here = *places.entry((before, if is_parameter { "{}" } else { part })).or_insert(next);
                if !is_parameter {
                    before = here;
                    continue;
                }
                let (name, first) = *names.entry(before).or_insert((part, at));
                if name != part {
                    let message = format!("`{path}` has `{part}` where another path of the API has `{name}`");
                    let owner = semantics.owner_of(id).unwrap_or(id);
                    let finding = Diagnostic::new(&CODE, at, message).related(first, "the other path").resource(owner);
                    problems.push(finding.help(format!("write `{name}` in both")));
                    break;
                }
                before = here;
            }
        }
    }
}
