//! Joins the routes that events asked for into the definitions of their APIs, and edits the user's own resources.
use super::Compilation;
use crate::diagnostic::Problems;
use crate::syntax::Node;

pub fn run(compilation: &mut Compilation<'_>, problems: &mut Problems) {
    let routes = std::mem::take(&mut compilation.routes);
    for route in &routes {
        // The API is edited outside of the template, which the context lends to the route.
        let api = compilation.template.resources_mut().get_mut(&route.api_id).and_then(Node::map_mut);
        let Some(properties) = api.and_then(|it| it.get_mut("Properties")).and_then(Node::map_mut) else { continue };
        let mut properties = std::mem::take(properties);
        problems.in_resource(&route.resource_id, |problems| {
            problems.in_event(&route.event_id, |problems| {
                (route.join)(route, &mut properties, &compilation.context(), problems);
            });
        });
        let api = compilation.template.resources_mut().get_mut(&route.api_id).and_then(Node::map_mut);
        if let Some(place) = api.and_then(|it| it.get_mut("Properties")).and_then(Node::map_mut) {
            *place = properties;
        }
    }
}
