//! Marks the maps and strings that the reference holds as Python 2 would, in templates that define APIs, and collects
//! the values of parameters.
//!
//! The reference does so for the sake of the hashes in the logical ids of deployments (see
//! [`crate::python::KeyOrder`]), and then goes through resources and events in Python 2's order.
use super::Completing;
use crate::diagnostic::Problems;
use crate::sam::resources;
use crate::syntax::{Map, Node, Text, Value};
use crate::template::Template;
use crate::template::parameters::Parameters;

pub(super) fn run(compilation: &mut Completing<'_>, _: &mut Problems) {
    let applies = has_rest_api(&compilation.template) || has_http_api_with_default_authorizer(&compilation.template);
    if applies {
        mark(&mut compilation.template);
    }
    let overrides = compilation.options.parameter_overrides.iter();
    let overrides = overrides.map(|(name, value)| (name.clone(), Text::from(value.clone()).with_unicode(applies)));
    let (region, partition) = (&compilation.options.region, compilation.partition);
    let uncertain = &compilation.options.uncertain_parameters;
    compilation.parameters = Parameters::new(&compilation.template, overrides.collect(), uncertain, region, partition);
}

fn has_rest_api(template: &Template) -> bool {
    template.resources().values().any(|resource| {
        let is_api = resources::type_of(resource).is_some_and(|it| it.name == resources::API);
        is_api || has_event(resource, "Api")
    })
}

fn has_http_api_with_default_authorizer(template: &Template) -> bool {
    let global = template.section("Globals").and_then(|it| it.at(&["HttpApi", "Auth", "DefaultAuthorizer"]));
    let global = global.is_some_and(Node::is_truthy);
    template.resources().values().any(|resource| {
        if resources::type_of(resource).is_some_and(|it| it.name == resources::HTTP_API) {
            let own = resource.at(&["Properties", "Auth", "DefaultAuthorizer"]);
            return global || own.is_some_and(Node::is_truthy);
        }
        global && has_event(resource, "HttpApi")
    })
}

/// Whether a resource has an event that resources of its type can have.
fn has_event(resource: &Node, event_type: &str) -> bool {
    let sources = resources::type_of(resource).map_or(&[][..], |it| it.events);
    let events = resource.at(&["Properties", "Events"]).and_then(Node::map);
    sources.iter().any(|it| it.name == event_type)
        && events.is_some_and(|it| it.values().any(|it| it.get("Type").is_some_and(|it| it.is_text(event_type))))
}

/// Marks what the reference marks; the rest of the template stays in the order in which it is written.
fn mark(template: &mut Template) {
    if let Some(api) = template.sections_mut().get_mut("Globals").and_then(|it| it.map_mut()?.get_mut("Api")) {
        convert(api);
    }
    if let Some(parameters) = template.sections_mut().get_mut("Parameters").and_then(Node::map_mut) {
        for (_, parameter) in parameters.iter_mut() {
            if let Some(default) = parameter.map_mut().and_then(|it| it.get_mut("Default")) {
                convert(default);
            }
        }
        convert_keys(parameters);
    }
    for (_, resource) in template.resources_mut().iter_mut() {
        let Some(resource_type) = resources::type_of(resource) else { continue };
        let Some(resource) = resource.map_mut().filter(|it| it.present("Properties").is_some()) else { continue };
        if [resources::API, resources::HTTP_API].contains(&resource_type.name) {
            resource.get_mut("Properties").into_iter().for_each(convert);
        } else if !resource_type.events.is_empty() {
            resource.get_mut("Condition").into_iter().for_each(convert);
            let Some(properties) = resource.get_mut("Properties").and_then(Node::map_mut) else { continue };
            properties.get_mut("FunctionName").into_iter().for_each(convert);
            properties.get_mut("Events").into_iter().for_each(convert);
        }
    }
    convert_keys(template.resources_mut());
}

/// Makes every map below a node a Python 2 map, and every string `unicode`.
fn convert(node: &mut Node) {
    match &mut node.value {
        Value::Text(text) => *text = std::mem::replace(text, "".into()).into_unicode(),
        Value::List(items) => items.iter_mut().for_each(convert),
        Value::Map(map) => {
            map.iter_mut().for_each(|(_, it)| convert(it));
            convert_keys(map);
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => (),
    }
}

fn convert_keys(map: &mut Map) {
    *map = std::mem::take(map).into_unicode_python2();
}
