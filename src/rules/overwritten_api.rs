//! Finds APIs of the template in whose place SAM puts the one that it makes.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::sam::openapi::{IMPLICIT_HTTP_API, IMPLICIT_REST_API};
use crate::semantics::Semantics;
use crate::syntax::Map;

rule! {
    /// A resource has the name of the API that SAM makes for events which name none, and SAM puts that in its place.
    ///
    /// Such an API is called `ServerlessRestApi` or `ServerlessHttpApi` ("Generated resources" in the SAM specification).
    /// What the template says of the resource of that name is lost: its stage, its authorizers, its settings.
    ///
    /// ```yaml bad
    /// Resources:
    ///   ServerlessRestApi:
    ///     Type: AWS::Serverless::Api
    ///     Properties:
    ///       StageName: live
    ///   Products:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         List:
    ///           Type: Api
    ///           Properties:
    ///             Path: /products
    ///             Method: get
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Shop:
    ///     Type: AWS::Serverless::Api
    ///     Properties:
    ///       StageName: live
    ///   Products:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         List:
    ///           Type: Api
    ///           Properties:
    ///             RestApiId: !Ref Shop
    ///             Path: /products
    ///             Method: get
    /// ```
    "overwritten-api" Warning check
}

/// The ids of the APIs that SAM makes, the events that lead to them, and the property by which an event names another.
const IMPLICIT_APIS: [(&str, &str, &str); 2] =
    [(IMPLICIT_REST_API, "Api", "RestApiId"), (IMPLICIT_HTTP_API, "HttpApi", "ApiId")];

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for (id, kind, property) in IMPLICIT_APIS {
        let Some((_, written)) = semantics.template.resources().entry(id) else { continue };
        // Where no event leads to it, SAM puts the resource back.
        let is_replaced = semantics.resources().get(id).is_some_and(|it| it.span != written.value.span);
        let events = semantics.template.resources().values().filter_map(|it| it.at(&["Properties", "Events"])?.map());
        let mut events = events.flat_map(Map::entries);
        let implicit = events.find(|(_, it)| {
            it.value.get("Type").is_some_and(|it| it.is_text(kind)) && it.value.at(&["Properties", property]).is_none()
        });
        let Some((name, event)) = implicit.filter(|_| is_replaced && written.value.get("Type").is_some()) else {
            continue;
        };
        let message = format!("`{id}` is lost: SAM puts the API that it makes for event `{name}` in its place");
        let finding =
            Diagnostic::new(&CODE, written.key_span, message).related(event.key_span, "this event names no API");
        let help = format!("give the resource another name, and write `{property}: !Ref` with it in the events");
        problems.in_resource(id, |problems| problems.push(finding.help(help)));
    }
}
