//! API Gateway's extensions of a whole definition: binary media types, and the default endpoint.
use super::{RestEditor, is_version_3};
use crate::diagnostic::{Diagnostic, Problems, Sound, codes};
use crate::source::Span;
use crate::syntax::{IntoNode, Map, Node, Text, Unsettled, Value};

const BINARY_MEDIA_TYPES: &str = "x-amazon-apigateway-binary-media-types";
const ENDPOINT_CONFIGURATION: &str = "x-amazon-apigateway-endpoint-configuration";

impl RestEditor {
    /// Says which media types are binary; `~1` stands for `/` in them.
    pub(crate) fn add_binary_media_types(&mut self, types: &Node) {
        self.base.document_mut().insert(BINARY_MEDIA_TYPES, unescaped(types));
    }

    /// Says whether the API can be called by the name that API Gateway gives it. `None` when the definition does not
    /// allow it, which is reported.
    pub(crate) fn add_disable_execute_api_endpoint(
        &mut self,
        disable: &Node,
        at: Span,
        problems: &mut Problems,
    ) -> Option<Sound> {
        let mut document = self.base.document_mut();
        if !document.truthy("openapi").is_some_and(is_version_3) {
            return disable_in(document, disable, problems);
        }
        let mut servers =
            document.settled("servers").cloned().unwrap_or_else(|| vec![Map::python2().into_node(at)].into_node(at));
        let span = servers.span;
        // The reference goes through an empty string or map as through an empty list.
        if !servers.is_truthy() && (servers.text().is_some() || servers.map().is_some()) {
            document.insert("servers", servers);
            return Some(Sound);
        }
        let Some(list) = servers.list_mut() else {
            problems.push(Diagnostic::new(&codes::INVALID_DEFINITION, span, "`servers` must be a list of maps"));
            return None;
        };
        for server in list {
            let span = server.span;
            let Some(server) = server.map_mut() else {
                problems.push(Diagnostic::new(&codes::INVALID_DEFINITION, span, "`servers` must be a list of maps"));
                return None;
            };
            disable_in(server.into(), disable, problems)?;
        }
        document.insert("servers", servers);
        Some(Sound)
    }
}

fn disable_in(mut map: Unsettled<'_>, disable: &Node, problems: &mut Problems) -> Option<Sound> {
    let configuration = map.or_insert_with(ENDPOINT_CONFIGURATION, || Map::new().into_node(disable.span));
    let span = configuration.span;
    let Some(configuration) = configuration.map_mut() else {
        let message = format!("`{ENDPOINT_CONFIGURATION}` must be a map");
        problems.push(Diagnostic::new(&codes::INVALID_DEFINITION, span, message));
        return None;
    };
    configuration.insert("disableExecuteApiEndpoint", disable.clone());
    Some(Sound)
}

/// A copy in which every `~1` is a `/`.
fn unescaped(node: &Node) -> Node {
    let unescape = |text: &Text| Text::from(text.replace("~1", "/")).into_unicode();
    let value = match &node.value {
        Value::Text(text) => Value::Text(unescape(text)),
        Value::List(items) => Value::List(items.iter().map(unescaped).collect()),
        Value::Map(map) => {
            let mut copy = Map::python2();
            for (key, entry) in map.entries() {
                copy.insert_at(unescape(key), entry.key_span, unescaped(&entry.value));
            }
            Value::Map(copy)
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => return node.clone(),
    };
    Node::new(node.span, value)
}
