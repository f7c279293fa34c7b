//! Keeps the document in proportion to its template: what is repeated for each event or route, and that a thousand times,
//! would take gigabytes.
use super::{Completing, Finishing};
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::sam::openapi::IMPLICIT_REST_API;
use crate::sam::resources::CONNECTOR;
use crate::syntax::{LARGEST_TEMPLATE, Map, Node, Text, measure};
use crate::template::intrinsics::referenced_id;
use std::collections::HashMap;

/// Most that all repetitions may come to, as `measure` counts. What CloudFormation takes, 500 resources and 1 MB, stays
/// far below.
const MOST_REPEATED: usize = 4 * LARGEST_TEMPLATE;
/// What a document may come to besides a multiple of its template.
const MOST_ANYWAY: usize = 4 * LARGEST_TEMPLATE;
/// How many times as large as its template a document may be. Those of 1,577 templates were at most 14 times as large.
const MOST_TIMES: usize = 30;

/// Most routes of one REST API that events lead to. For each, the reference copies what there is of the definition, and
/// the id of the deployment depends on the copies, so that samc makes them too. None of it can be deployed: each route
/// makes a permission, and a stack has at most 500 resources.
const MOST_ROUTES: usize = 5_000;

/// Most destinations of all connectors. Each makes a policy.
const MOST_DESTINATIONS: usize = 10_000;

/// The REST APIs with more routes than can be expanded.
pub(super) fn crowded_apis(resources: &Map) -> Vec<Text> {
    let crowded = rest_routes(resources).into_iter().filter(|(_, count)| *count > MOST_ROUTES);
    crowded.map(|(id, _)| id.to_owned().into()).collect()
}

/// How many events lead to each REST API.
fn rest_routes(resources: &Map) -> HashMap<&str, usize> {
    let mut routes = HashMap::new();
    for event in resources.values().filter_map(events).flat_map(Map::values) {
        if event.get("Type").is_some_and(|it| it.is_text("Api")) {
            let api = event.at(&["Properties", "RestApiId"]);
            let id = api.map_or(Some(IMPLICIT_REST_API), |it| it.text().map(|it| &**it).or_else(|| referenced_id(it)));
            id.into_iter().for_each(|it| *routes.entry(it).or_default() += 1);
        }
    }
    routes
}

/// Properties that are taken over once, however many events there are.
const NOT_REPEATED: [&str; 5] = ["Events", "DefinitionBody", "Definition", "InlineCode", "Environment"];

/// Asks whether what a resource repeats for each of its events, or an API for each of its routes, becomes too large.
/// Whether the template can be expanded.
pub(super) fn is_expandable(compilation: &Completing<'_>, problems: &mut Problems) -> bool {
    let resources = compilation.template.resources();
    let mut routes: HashMap<&str, usize> = HashMap::new();
    for event in resources.values().filter_map(events).flat_map(Map::values) {
        let api = ["RestApiId", "ApiId"].iter().find_map(|it| event.at(&["Properties", it]));
        if let Some(id) = api.and_then(referenced_id) {
            *routes.entry(id).or_default() += 1;
        }
    }
    let (mut destinations, rest_routes) = (0, rest_routes(resources));
    let mut repeated = 0_usize;
    for (id, entry) in resources.entries() {
        let Some(properties) = entry.value.get("Properties").and_then(Node::map) else { continue };
        if entry.value.get("Type").is_some_and(|it| it.is_text(CONNECTOR)) {
            destinations += properties.get("Destination").and_then(Node::list).map_or(1, <[Node]>::len);
        }
        let mut refuse = |message: String, help: &str| {
            let finding = Diagnostic::new(&codes::TEMPLATE_TOO_LARGE, entry.key_span, message).resource(&**id);
            problems.push(finding.help(help));
            false
        };
        if destinations > MOST_DESTINATIONS {
            return refuse(
                format!("connectors lead to more than {MOST_DESTINATIONS} destinations"),
                "split the template: a stack has at most 500 resources, and each makes a policy",
            );
        }
        let methods = |path: &Node| path.map().map_or(0, Map::len);
        let paths = entry.value.at(&["Properties", "DefinitionBody", "paths"]).and_then(Node::map);
        let written: usize = paths.map_or(0, |it| it.values().map(methods).sum());
        let events = events(&entry.value).map_or(0, Map::len);
        let rest_routes = rest_routes.get(&**id).copied().unwrap_or_default();
        if rest_routes.saturating_mul(rest_routes.max(written)) > MOST_ROUTES * MOST_ROUTES {
            return refuse(
                format!("{rest_routes} events lead to API `{id}`: at most {MOST_ROUTES} can be expanded"),
                "split the API: a stack has at most 500 resources, and each route makes a permission",
            );
        }
        let times = events + written + routes.get(&**id).copied().unwrap_or_default();
        if times == 0 {
            continue;
        }
        let is_repeated = |name: &str, value: &Node| {
            !NOT_REPEATED.contains(&name) && (value.map().is_some() || value.list().is_some())
        };
        let costs = properties.iter().filter(|(name, value)| is_repeated(name, value)).map(|(_, it)| measure(it).0);
        repeated = repeated.saturating_add(times.saturating_mul(costs.sum()));
        if repeated > MOST_REPEATED {
            return refuse(
                format!("the expansion becomes too large at `{id}`, whose properties hold for {times} events"),
                "split the template",
            );
        }
    }
    true
}

/// The events of a resource.
fn events(resource: &Node) -> Option<&Map> {
    resource.at(&["Properties", "Events"])?.map()
}

/// Refuses a document that is out of proportion to its template.
pub(super) fn run(compilation: &mut Finishing<'_>, problems: &mut Problems) {
    let cost = |sections: &Map| sections.values().map(|it| measure(it).0).sum::<usize>();
    let document = cost(&compilation.document);
    if document > MOST_ANYWAY && document > MOST_ANYWAY + MOST_TIMES * cost(compilation.template.sections()) {
        let message = "the expansion is too large: CloudFormation takes 500 resources and 1 MB";
        problems.push(
            Diagnostic::new(&codes::TEMPLATE_TOO_LARGE, compilation.template.span, message).help("split the template"),
        );
    }
}
