//! Finds events on an API with a definition of its own that does not have their path.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::{Event, Semantics};
use crate::syntax::Map;
use crate::template::intrinsics;

rule! {
    /// The API of an event has a definition of its own, and the event's path is not in it.
    ///
    /// SAM adds paths only to definitions that it writes itself. Where an API has a `DefinitionBody`, an event gives the
    /// permission to invoke the function, and requests of its path are answered by the status 403 or 404 (SAM
    /// specification, `DefinitionBody` of `AWS::Serverless::Api`).
    ///
    /// ```yaml bad
    /// Resources:
    ///   Shop:
    ///     Type: AWS::Serverless::Api
    ///     Properties:
    ///       StageName: live
    ///       DefinitionBody:
    ///         openapi: 3.0.1
    ///         paths:
    ///           /orders:
    ///             get:
    ///               x-amazon-apigateway-integration: {type: mock}
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         Get:
    ///           Type: Api
    ///           Properties:
    ///             RestApiId: !Ref Shop
    ///             Path: /order
    ///             Method: get
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Shop:
    ///     Type: AWS::Serverless::Api
    ///     Properties:
    ///       StageName: live
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         Get:
    ///           Type: Api
    ///           Properties:
    ///             RestApiId: !Ref Shop
    ///             Path: /order
    ///             Method: get
    /// ```
    "path-without-definition" Warning check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for event in semantics.events_of(&["Api", "HttpApi"]) {
        let Some((id, paths)) = defined(semantics, &event) else { continue };
        let Some(written) = event.properties.present("Path") else { continue };
        let Some(path) = written.text().filter(|it| it.starts_with('/')) else { continue };
        // With an asterisk, or a parameter for all that follows, the permission for everything is what is wanted.
        if path.contains(['*', '+', '$']) || paths.keys().any(|it| is_same(it, path)) {
            continue;
        }
        let message = format!("`{path}` is not in the definition of `{id}`, to which SAM adds nothing");
        let finding = Diagnostic::new(&CODE, written.span, message);
        let finding = match semantics.template.resources().key_span(id) {
            Some(span) => finding.related(span, "the API is here"),
            None => finding,
        };
        event.report(finding.help("add the path to the `DefinitionBody` of the API, or correct it here"), problems);
    }
}

/// The API of an event with the paths of its definition, where all of them are written in the template.
fn defined<'a>(semantics: &Semantics<'a>, event: &Event<'_>) -> Option<(&'a str, &'a Map)> {
    let api = event.properties.present("RestApiId").or_else(|| event.properties.present("ApiId"))?;
    let id = intrinsics::argument(api, "Ref")?.text()?;
    let (id, entry) = semantics.template.resources().entry(id)?;
    let paths =
        entry.value.at(&["Properties", "DefinitionBody"]).filter(|it| !intrinsics::is_intrinsic(it))?.get("paths")?;
    let map = paths.map().filter(|_| !intrinsics::is_intrinsic(paths))?;
    (!map.keys().any(|it| it.starts_with("Fn::"))).then_some((&**id, map))
}

/// Whether two paths differ in nothing but the names of their parameters and a slash at the end.
fn is_same(one: &str, other: &str) -> bool {
    let parts = |it: &'_ str| -> Vec<String> {
        let parts = it.trim_end_matches('/').split('/');
        parts.map(|it| if it.starts_with('{') { "{}".to_owned() } else { it.to_owned() }).collect()
    };
    parts(one) == parts(other)
}

#[cfg(test)]
mod tests {
    use super::is_same;

    #[test]
    fn names_of_parameters_do_not_count() {
        assert!(is_same("/a/{id}", "/a/{name}/"));
        assert!(!is_same("/a/{id}", "/a/b"));
    }
}
