//! What the events of HTTP APIs ask of their APIs besides a path: the default route and settings of single routes.
use crate::sam::openapi::ANY_METHOD;
use crate::sam::openapi::http::{DEFAULT_ROUTE, route_key};
use crate::sam::resources;
use crate::source::Span;
use crate::syntax::{IntoNode, Map, Node, Text};
use crate::template::intrinsics;

/// The properties of an event; one without path and method stands for the default route.
pub(super) fn event_properties(event: &mut Map, at: Span) -> Option<&mut Map> {
    let properties = event.or_insert_with("Properties", || Map::new().into_node(at)).map_mut()?;
    if properties.truthy("Path").is_none() && properties.truthy("Method").is_none() {
        properties.insert("Path", DEFAULT_ROUTE.into_node(at));
        properties.insert("Method", ANY_METHOD.into_node(at));
    }
    Some(properties)
}

/// Merges the settings of a route, under the condition of its function, into those of the API, which may
/// have no properties yet. Settings that are no maps are passed over: the expansion of the event reports them.
pub(super) fn add_route_settings(event: &Map, condition: Option<&Text>, api: &mut Map) {
    let Some((_, settings)) = event.entry("RouteSettings") else { return };
    let at = settings.key_span;
    let (Some(path), Some(method)) = (event.get("Path").and_then(Node::text), event.get("Method").and_then(Node::text))
    else {
        return;
    };
    let settings = match condition.filter(|it| !it.is_empty()) {
        Some(condition) => intrinsics::if_only(at, condition, &settings.value),
        None => settings.value.clone(),
    };
    let Some(settings) = settings.map() else { return };
    // As the reference does, which gives properties to resources of SAM alone, also where the event leads elsewhere.
    let is_sam = api.get("Type").and_then(Node::text).is_some_and(|it| resources::find(it).is_some());
    if !is_sam && !api.contains_key("Properties") {
        return;
    }
    let Some(properties) = api.or_insert_with("Properties", || Map::new().into_node(at)).map_mut() else { return };
    let all = properties.or_insert_with("RouteSettings", || Map::new().into_node(at));
    let Some(all) = all.map_mut() else { return };
    if let Some(route) = all.or_insert_with(route_key(method, path), || Map::new().into_node(at)).map_mut() {
        route.update(settings);
    }
}
