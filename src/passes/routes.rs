//! Joins the routes that events asked for into the definitions of their APIs, and edits the user's own resources.
use super::Expanding;
use super::expand::put_generated;
use crate::cfn::JoinedApi;
use crate::diagnostic::Problems;
use crate::sam::events;
use crate::syntax::{Map, Text};
use indexmap::IndexMap;

pub(super) fn run(compilation: &mut Expanding<'_>, problems: &mut Problems) {
    let routes = std::mem::take(&mut compilation.routes);
    // The APIs are edited outside of the template, which the context lends to the routes.
    let mut apis: IndexMap<&Text, JoinedApi> = IndexMap::new();
    for route in &routes {
        let api = apis.entry(&route.api_id).or_insert_with(|| {
            JoinedApi::new(properties(compilation, &route.api_id).map(std::mem::take).unwrap_or_default())
        });
        let resources = problems.in_resource(&route.resource_id, |problems| {
            problems.in_event(&route.event_id, |problems| events::join(route, api, &compilation.context(), problems))
        });
        put_generated(compilation, &route.resource_id, resources, problems);
    }
    for (id, api) in apis {
        if let Some(place) = properties(compilation, id) {
            *place = api.into_properties();
        }
    }
}

/// The properties of an API, when it has some.
fn properties<'c>(compilation: &'c mut Expanding<'_>, api_id: &Text) -> Option<&'c mut Map> {
    compilation.template.resources_mut().get_mut(api_id)?.map_mut()?.get_mut("Properties")?.map_mut()
}
