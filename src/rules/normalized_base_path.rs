//! Finds base paths that SAM shortens.
use crate::diagnostic::Problems;
use crate::rule;
use crate::sam::resources;
use crate::semantics::Semantics;
use crate::source::Span;
use crate::syntax::Map;
use std::collections::HashSet;

rule! {
    /// SAM takes characters out of a `BasePath`, so that the API is found under another one.
    ///
    /// Unless `NormalizeBasePath` is false, everything but letters and digits is left out: `dev-v1` becomes `devv1` (SAM
    /// specification, `DomainConfiguration` of `AWS::Serverless::Api`).
    ///
    /// ```yaml bad
    /// Resources:
    ///   Shop:
    ///     Type: AWS::Serverless::Api
    ///     Properties:
    ///       StageName: live
    ///       DefinitionUri: s3://shop/openapi.yaml
    ///       Domain:
    ///         DomainName: api.example.com
    ///         CertificateArn: arn:aws:acm:us-east-1:123456789012:certificate/1
    ///         BasePath: [dev-v1]
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Shop:
    ///     Type: AWS::Serverless::Api
    ///     Properties:
    ///       StageName: live
    ///       DefinitionUri: s3://shop/openapi.yaml
    ///       Domain:
    ///         DomainName: api.example.com
    ///         CertificateArn: arn:aws:acm:us-east-1:123456789012:certificate/1
    ///         BasePath: [dev-v1]
    ///         NormalizeBasePath: false
    /// ```
    "normalized-base-path" Warning check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    let mut seen: HashSet<Span> = HashSet::new();
    for (id, _, api) in semantics.of_type(resources::API) {
        let Some(domain) = api.present("Domain").and_then(|it| it.map()) else { continue };
        if domain.contains_key("NormalizeBasePath") {
            continue;
        }
        for node in paths(domain) {
            for value in semantics.values_where(&semantics.sides_of(id), node) {
                let Some(text) = value.node.text() else { continue };
                let becomes: String = text.chars().filter(|it| it.is_alphanumeric()).collect();
                // Slashes around it do nothing anyway.
                if becomes == text.trim_matches('/') || !seen.insert(value.at) {
                    continue;
                }
                let message = format!("the base path `{text}` becomes `{becomes}`");
                let finding = value.finding(&CODE, message).resource(&**id).if_named(&["NormalizeBasePath"]);
                problems.push(finding.help("write `NormalizeBasePath: false` beside it to keep it"));
            }
        }
    }
}

/// The base paths of a domain.
fn paths(domain: &Map) -> &[crate::syntax::Node] {
    let written = domain.present("BasePath");
    written.map(|it| it.list().unwrap_or(std::slice::from_ref(it))).unwrap_or_default()
}
