//! What API Gateway answers by itself, such as to a request without authorization.
use super::RestEditor;
use crate::diagnostic::{Diagnostic, Problems, Sound, codes};
use crate::node;
use crate::sam::openapi::python2_map;
use crate::source::Span;
use crate::syntax::{IntoNode, Map, Node, Text};

/// One answer of API Gateway.
#[derive(Clone, Copy, Debug)]
pub(crate) struct GatewayResponse<'a> {
    /// Such as `UNAUTHORIZED`.
    pub kind: &'a Text,
    /// Maps under `Headers`, `Paths` and `QueryStrings`.
    pub parameters: Option<&'a Map>,
    pub templates: Option<&'a Node>,
    /// The status code as text.
    pub status_code: Option<&'a str>,
}

/// What parameters are set, with the word for it in definitions.
pub(super) const PARAMETERS: [(&str, &str); 3] =
    [("Headers", "header"), ("Paths", "path"), ("QueryStrings", "querystring")];

impl RestEditor {
    /// Sets what API Gateway answers. `None` when the definition does not allow it, which is reported.
    pub(crate) fn add_gateway_response(
        &mut self,
        response: &GatewayResponse<'_>,
        at: Span,
        problems: &mut Problems,
    ) -> Option<Sound> {
        let mut parameters = Map::python2();
        for (property, word) in PARAMETERS {
            let Some(written) = response.parameters.and_then(|it| it.get(property)) else { continue };
            let Some(written) = written.map() else {
                let message = format!("`{property}` is {}; it must be a map", written.kind_name());
                problems.push(Diagnostic::new(&codes::WRONG_TYPE, written.span, message).value_of(property));
                return None;
            };
            for (name, entry) in written.entries() {
                let key = Text::from(format!("gatewayresponse.{word}.{name}")).with_unicode(name.is_unicode());
                parameters.insert_at(key, entry.key_span, entry.value.clone());
            }
        }
        let templates = response.templates.filter(|it| it.is_truthy()).cloned();
        let templates = templates.unwrap_or_else(|| Map::python2().into_node(at));
        let mut definition =
            python2_map(at, [("responseParameters", parameters.into_node(at)), ("responseTemplates", templates)]);
        if let (Some(code), Some(map)) = (response.status_code.filter(|it| !it.is_empty()), definition.map_mut()) {
            map.insert("statusCode", node!(at, code.to_owned()));
        }
        let span = self.gateway_responses().span;
        let Some(all) = self.gateway_responses().map_mut() else {
            let message = "the gateway responses of the definition must be a map";
            problems.push(Diagnostic::new(&codes::INVALID_DEFINITION, span, message));
            return None;
        };
        all.insert(response.kind, definition);
        Some(Sound)
    }
}
