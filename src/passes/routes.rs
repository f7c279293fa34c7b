//! Joins the routes that events asked for into the definitions of their APIs, and edits the user's own resources.
use super::Compilation;
use super::expand::put_generated;
use crate::cfn::{JoinedApi, Route};
use crate::diagnostic::Problems;
use crate::syntax::{Map, Node, Text};
use std::collections::{BTreeSet, HashSet};

pub fn run(compilation: &mut Compilation<'_>, problems: &mut Problems) {
    let routes = std::mem::take(&mut compilation.routes);
    let mut sound: HashSet<&Text> = HashSet::new();
    for route in &routes {
        // The API is edited outside of the template, which the context lends to the route.
        let properties = properties(compilation, route).map(std::mem::take).unwrap_or_default();
        let mut api = JoinedApi { properties, has_sound_paths: sound.contains(&route.api_id) };
        let resources = problems.in_resource(&route.resource_id, |problems| {
            problems
                .in_event(&route.event_id, |problems| (route.join)(route, &mut api, &compilation.context(), problems))
        });
        if let Some(place) = self::properties(compilation, route) {
            *place = api.properties;
        }
        if api.has_sound_paths {
            sound.insert(&route.api_id);
        } else {
            sound.remove(&route.api_id);
        }
        put_generated(compilation, &route.resource_id, resources, problems);
    }
    for api in routes.iter().map(|it| &it.api_id).collect::<BTreeSet<_>>() {
        let api = compilation.template.resources_mut().get_mut(api);
        api.into_iter().for_each(Node::settle);
    }
}

/// The properties of the API that the route belongs to, when it has some.
fn properties<'c>(compilation: &'c mut Compilation<'_>, route: &Route) -> Option<&'c mut Map> {
    let api = compilation.template.resources_mut().get_mut(&route.api_id)?.map_mut()?;
    api.get_mut("Properties")?.map_mut()
}
