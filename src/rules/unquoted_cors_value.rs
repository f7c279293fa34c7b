//! Finds values of `Cors` that lack the quotes of API Gateway.
use crate::diagnostic::{Diagnostic, Fix, Problems};
use crate::rule;
use crate::sam::resources;
use crate::semantics::{Semantics, is_dynamic};
use crate::source::Span;
use crate::syntax::Node;
use std::collections::HashSet;

rule! {
    /// A value of `Cors` of a REST API does not stand in single quotes.
    ///
    /// API Gateway takes the values for expressions, in which a text stands in single quotes, and refuses others: "Invalid
    /// mapping expression specified". In YAML, put double quotes around them: `"'*'"` (SAM specification,
    /// `CorsConfiguration` of `AWS::Serverless::Api`). HTTP APIs take the bare values.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Shop:
    ///     Type: AWS::Serverless::Api
    ///     Properties:
    ///       StageName: live
    ///       DefinitionBody: {openapi: 3.0.1, paths: {/products: {get: {x-amazon-apigateway-integration: {type: mock}}}}}
    ///       Cors:
    ///         AllowOrigin: '*'
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Shop:
    ///     Type: AWS::Serverless::Api
    ///     Properties:
    ///       StageName: live
    ///       DefinitionBody: {openapi: 3.0.1, paths: {/products: {get: {x-amazon-apigateway-integration: {type: mock}}}}}
    ///       Cors:
    ///         AllowOrigin: "'*'"
    /// ```
    "unquoted-cors-value" Error check
}

const HEADERS: [&str; 4] = ["AllowOrigin", "AllowHeaders", "AllowMethods", "MaxAge"];
/// How expressions begin that are no texts.
const EXPRESSIONS: [&str; 4] = ["'", "context.", "integration.", "stageVariables."];

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    // What `Globals` gives to many APIs counts once.
    let mut seen: HashSet<Span> = HashSet::new();
    for (id, _, api) in semantics.of_type(resources::API) {
        let Some(cors) = api.present("Cors") else { continue };
        let sides = semantics.sides_of(id);
        let mut values: Vec<(&Node, _)> = Vec::new();
        for (map, sides) in semantics.maps(cors, &sides) {
            values.extend(HEADERS.iter().filter_map(|it| map.present(it)).map(|it| (it, sides.clone())));
        }
        if cors.map().is_none() || crate::template::intrinsics::is_intrinsic(cors) {
            values.push((cors, sides));
        }
        for value in values.iter().flat_map(|(node, sides)| semantics.values_where(sides, node)) {
            let Some(text) = value.node.text().filter(|it| !it.trim().is_empty()) else { continue };
            if EXPRESSIONS.iter().any(|it| text.starts_with(it)) || is_dynamic(text) || value.is_stand_in() {
                continue;
            }
            if !seen.insert(value.at) {
                continue;
            }
            let finding = value.finding(&CODE, lacks_quotes(text)).resource(&**id);
            let at = value.is_written_here().then_some(value.at);
            problems.push(with_quotes(finding, text, at, semantics));
        }
    }
}

pub(super) fn lacks_quotes(text: &str) -> String {
    format!("`{text}` lacks the single quotes that API Gateway asks for")
}

/// A finding about a text with the quotes that it lacks. They are put in where it is known to be written.
pub(super) fn with_quotes(finding: Diagnostic, text: &str, at: Option<Span>, semantics: &Semantics<'_>) -> Diagnostic {
    let title = format!("write `\"'{text}'\"`");
    let mut finding = finding.help(title.clone());
    let is_plain = !text.contains(['"', '\'', '\\', '\n']);
    if let Some(at) = at.filter(|_| is_plain) {
        let written = semantics.source.slice(at);
        if written.starts_with(['\'', '"']) || written == text {
            finding.fix = Some(Fix::verbatim(title, at, format!("\"'{text}'\"")));
        }
    }
    finding
}
