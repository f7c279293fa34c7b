//! Parameters of requests: headers, query strings and parts of the path.
use super::RestEditor;
use crate::diagnostic::{Diagnostic, Problems, Sound, codes};
use crate::node;
use crate::sam::openapi::INTEGRATION;
use crate::source::Span;
use crate::syntax::{IntoNode, Map, Node, Text};

/// A parameter of a method's request.
#[derive(Clone, Debug)]
pub(crate) struct RequestParameter {
    /// Such as `method.request.header.Authorization`.
    pub name: Text,
    pub required: Node,
    /// Whether it is part of the key under which responses are cached.
    pub caching: Node,
}

impl RestEditor {
    /// Adds parameters to a method. `None` when the definition does not allow it, which is reported.
    pub(crate) fn add_request_parameters(
        &mut self,
        path: &Text,
        method: &Text,
        added: &[RequestParameter],
        at: Span,
        problems: &mut Problems,
    ) -> Option<Sound> {
        for definition in self.base.method_mut(path, method, problems)? {
            let mut parameters = existing_parameters(definition, path, problems)?;
            for parameter in added {
                let unicode = parameter.name.is_unicode();
                let short = parameter.name.replace("method.request.", "");
                let (location, name) = short.split_once('.')?;
                let location = match location {
                    "querystring" => Text::from("query"),
                    other => Text::from(other.to_owned()).with_unicode(unicode),
                };
                let mut map = Map::python2();
                map.insert("in", location.into_node(at));
                map.insert("name", Text::from(name.to_owned()).with_unicode(unicode).into_node(at));
                map.insert("required", parameter.required.clone());
                map.insert("type", node!(at, "string"));
                parameters.push(map.into_node(at));
                if parameter.caching.is_truthy() {
                    add_cache_key(definition, &parameter.name, at);
                }
            }
            definition.insert("parameters", parameters.into_node(at));
        }
        Some(Sound)
    }
}

fn add_cache_key(definition: &mut Map, name: &Text, at: Span) {
    let integration = definition.get_mut(INTEGRATION).and_then(Node::map_mut);
    let Some(integration) = integration else { return };
    let keys = integration.or_insert_with("cacheKeyParameters", || Vec::new().into_node(at));
    if let Some(keys) = keys.list_mut() {
        keys.push(name.into_node(at));
    }
}

/// The parameters that a method has. `None` when they are no list, which is reported.
pub(super) fn existing_parameters(definition: &Map, path: &str, problems: &mut Problems) -> Option<Vec<Node>> {
    let Some(parameters) = definition.get("parameters") else { return Some(Vec::new()) };
    if parameters.list().is_none() {
        let message = format!("the parameters of path `{path}` must be a list");
        problems.push(Diagnostic::new(&codes::INVALID_DEFINITION, parameters.span, message));
    }
    parameters.list().map(<[Node]>::to_vec)
}
