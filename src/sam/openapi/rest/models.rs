//! Models: the schemas that bodies of requests follow.
use super::{RestEditor, is_version_3};
use crate::diagnostic::{Diagnostic, Problems, Sound, codes};
use crate::node;
use crate::source::Span;
use crate::syntax::{IntoNode, Map, Node, Text};

const VALIDATORS: &str = "x-amazon-apigateway-request-validators";
const VALIDATOR: &str = "x-amazon-apigateway-request-validator";

/// The model of a method's request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RequestModel<'a> {
    pub model: &'a Text,
    pub required: Option<&'a Node>,
}

impl RestEditor {
    /// Adds the schemas of models, under their names in lower case. `None` when there is a mistake, which is reported.
    pub(crate) fn add_models(&mut self, models: &Map, problems: &mut Problems) -> Option<Sound> {
        let span = self.definitions().span;
        let Some(definitions) = self.definitions().map_mut() else {
            problems.push(Diagnostic::new(&codes::INVALID_DEFINITION, span, "`definitions` must be a map"));
            return None;
        };
        for (name, entry) in models.entries() {
            if !entry.value.get("type").is_some_and(Node::is_truthy) {
                let message = format!("model `{name}` has no `type`");
                let finding = Diagnostic::new(&codes::INVALID_MODEL, entry.key_span, message);
                problems.push(finding.help("write `type: object` for a JSON object"));
                return None;
            }
            let name = lower(name);
            definitions.insert_at(name, entry.key_span, entry.value.clone());
        }
        Some(Sound)
    }

    /// Says which model the body of a request follows.
    pub(crate) fn add_request_model(
        &mut self,
        path: &Text,
        method: &Text,
        model: &RequestModel<'_>,
        at: Span,
        problems: &mut Problems,
    ) -> Option<Sound> {
        let name = lower(model.model);
        let mut document = self.base.document_mut();
        let swagger = document.present("swagger").is_some();
        let openapi = document.truthy("openapi").is_some_and(is_version_3);
        for definition in self.base.method_mut(path, method, problems)? {
            if swagger {
                let mut parameter = Map::python2();
                parameter.insert("in", node!(at, "body"));
                parameter.insert("name", node!(at, &name));
                parameter.insert("schema", node!(at, {"$ref": (format!("#/definitions/{name}"))}));
                if let Some(required) = model.required {
                    parameter.insert("required", required.clone());
                }
                let mut parameters = super::request::existing_parameters(definition, path, problems)?;
                parameters.push(parameter.into_node(at));
                definition.insert("parameters", parameters.into_node(at));
            } else if openapi {
                let reference = format!("#/components/schemas/{name}");
                let mut body = node!(at, {"content": {"application/json": {"schema": {"$ref": reference}}}});
                if let (Some(required), Some(body)) = (model.required, body.map_mut()) {
                    body.insert("required", required.clone());
                }
                definition.insert("requestBody", body);
            }
        }
        Some(Sound)
    }

    /// Says what of a request API Gateway checks.
    pub(crate) fn add_request_validator(
        &mut self,
        path: &Text,
        method: &Text,
        body: bool,
        parameters: bool,
        at: Span,
        problems: &mut Problems,
    ) -> Option<Sound> {
        let name = match (body, parameters) {
            (true, true) => "body-and-params",
            (true, false) => "body-only",
            (false, true) => "params-only",
            (false, false) => "no-validation",
        };
        let mut document = self.base.document_mut();
        if document.truthy(VALIDATORS).is_none() {
            document.insert(VALIDATORS, Map::python2().into_node(at));
        }
        let validators = document.settled(VALIDATORS).expect("inserted when it was not there");
        let span = validators.span;
        let Some(validators) = validators.map_mut() else {
            let message = format!("`{VALIDATORS}` must be a map");
            problems.push(Diagnostic::new(&codes::INVALID_DEFINITION, span, message));
            return None;
        };
        if validators.truthy(name).is_none() {
            let mut validator = Map::python2();
            validator.insert("validateRequestBody", node!(at, body));
            validator.insert("validateRequestParameters", node!(at, parameters));
            validators.update(&Map::from_iter([(name, validator.into_node(at))]));
        }
        for definition in self.base.method_mut(path, method, problems)? {
            definition.update(&Map::from_iter([(VALIDATOR, node!(at, name))]));
        }
        Some(Sound)
    }
}

fn lower(name: &Text) -> Text {
    Text::from(name.to_lowercase()).with_unicode(name.is_unicode())
}
