//! Domains of HTTP and WebSocket APIs: the name, what it leads to, and DNS records.
use super::route53::{self, Route53};
use crate::cfn::record_sets::RecordSets;
use crate::cfn::{Resource, logical_id};
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::facts::types;
use crate::node;
use crate::properties;
use crate::property::shape::*;
use crate::source::Span;
use crate::syntax::{self, IntoNode, Map, Node};

properties! {
    /// A custom domain name for an API.
    pub(crate) struct Domain {
        /// The domain name.
        "DomainName" => domain_name: Option<Passed<Text>>;
        /// ARN of the certificate for it.
        "CertificateArn" => certificate_arn: Option<Passed<Arn>>;
        /// Only `REGIONAL`, the default.
        "EndpointConfiguration" => endpoint_configuration: Option<Passed<Text>>, one_of(&["REGIONAL"]);
        /// ARN of a public certificate that proves who owns the domain.
        "OwnershipVerificationCertificateArn" => ownership_certificate_arn: Option<Passed<Arn>>;
        /// Oldest version of TLS: only `TLS_1_2`.
        "SecurityPolicy" => security_policy: Option<Passed<Text>>, one_of(&["TLS_1_2"]);
        /// Certificates that clients must present.
        "MutualTlsAuthentication" => mutual_tls: Option<Passed<MutualTls<'static>>>;
        /// Paths of the domain that are mapped to the API; all when omitted.
        "BasePath" => base_path: Option<Passed<Either<Text, ListOf<Text>>>>;
        /// DNS records for the domain.
        "Route53" => route53: Option<Passed<Route53<'static>>>;
    }
}

properties! {
    /// Certificates that clients must present.
    pub(crate) struct MutualTls {
        /// S3 location of the trusted certificates.
        "TruststoreUri" => truststore_uri: Option<Passed<Text>>;
        /// Version of the object in S3.
        "TruststoreVersion" => truststore_version: Option<Passed<Text>>;
    }
}

/// What a domain turns into.
pub(crate) struct Generated {
    pub name: Resource,
    pub mappings: Vec<Resource>,
    pub record_sets: Option<RecordSets>,
}

/// Expands the domain of the API `api_id`. `created_by` is the tag by which SAM marks what it made, `attributes` those
/// of everything generated. `None` when something is wrong, which is reported.
pub(crate) fn expand_domain(
    written: &Node,
    api_id: &syntax::Text,
    created_by: &'static str,
    attributes: &Map,
    problems: &mut Problems,
) -> Option<Generated> {
    let at = written.span;
    let Some(map) = written.map() else {
        let message = format!("`Domain` is {}; it must be a map", written.kind_name());
        problems.push(Diagnostic::new(&codes::WRONG_TYPE, at, message).value_of("Domain"));
        return None;
    };
    let (Some(name), Some(certificate)) = (map.present("DomainName"), map.present("CertificateArn")) else {
        let finding = Diagnostic::new(&codes::MISSING_PROPERTY, at, "`Domain` needs `DomainName` and `CertificateArn`")
            .missing(["DomainName", "CertificateArn"]);
        problems.push(finding.help("add both; the domain needs a certificate from ACM"));
        return None;
    };
    let id = syntax::Text::from(logical_id::hashed_value("ApiGatewayDomainNameV2", name));
    let endpoint = match map.present("EndpointConfiguration") {
        None => "REGIONAL".into_node(at),
        Some(endpoint) if endpoint.is_text("REGIONAL") => endpoint.clone(),
        Some(endpoint) => {
            let message = "`EndpointConfiguration` of this domain must be `REGIONAL`";
            problems.push(
                Diagnostic::new(&codes::INVALID_VALUE, endpoint.span, message)
                    .value_of("EndpointConfiguration")
                    .help("write `REGIONAL`, or remove it"),
            );
            return None;
        }
    };
    let mut configuration = Map::new();
    configuration.insert("CertificateArn", certificate.clone());
    configuration.insert("EndpointType", endpoint);
    for key in ["OwnershipVerificationCertificateArn", "SecurityPolicy"] {
        if let Some(value) = map.truthy(key) {
            configuration.insert(key, value.clone());
        }
    }
    let mutual_tls = match map.truthy("MutualTlsAuthentication") {
        Some(written) => Some(mutual_tls(written, problems)?),
        None => None,
    };
    let domain_name = Resource::new(&id, types::API_GATEWAY_V2_DOMAIN_NAME, "domain name of the API", at)
        .attributes(attributes)
        .set("DomainName", name)
        .set("DomainNameConfigurations", node!(at, [configuration]))
        .set("MutualTlsAuthentication", mutual_tls)
        .set("Tags", node!(at, {created_by: "SAM"}));
    let mappings = mappings(map.get("BasePath"), api_id, &id, attributes, at, problems)?;
    let record_sets = match map.present("Route53") {
        Some(route53) => Some(route53::record_sets(route53, name, &id, attributes.clone(), problems)?),
        None => None,
    };
    Some(Generated { name: domain_name, mappings, record_sets })
}

fn mutual_tls(written: &Node, problems: &mut Problems) -> Option<Map> {
    let known = |key: &str| MutualTls::TABLE.iter().any(|row| row.name == key);
    let Some(map) = written.map() else {
        let message = format!("`MutualTlsAuthentication` is {}; it must be a map", written.kind_name());
        let finding = Diagnostic::new(&codes::WRONG_TYPE, written.span, message).value_of("MutualTlsAuthentication");
        problems.push(finding.help("write `TruststoreUri: s3://bucket/key` under it"));
        return None;
    };
    let mut unknown: Vec<_> = map.entries().filter(|(key, _)| !known(key)).collect();
    if let Some((name, first)) = unknown.first() {
        let (message, span) = (format!("unknown property `{name}`"), first.key_span);
        unknown.sort_by_key(|(key, _)| *key);
        let names = unknown.iter().map(|(key, _)| &***key).collect::<Vec<_>>();
        let finding = Diagnostic::new(&codes::UNKNOWN_PROPERTY, span, message).unknown();
        // The reference files it under the names themselves instead of a resource.
        let finding = finding.resource(names.join(","));
        problems.push(finding.help("expected `TruststoreUri` or `TruststoreVersion`"));
        return None;
    }
    Some(MutualTls::TABLE.iter().filter_map(|row| map.truthy(row.name).map(|it| (row.name, it.clone()))).collect())
}

/// What leads from the domain to the stage: one mapping for each base path, or one for all paths.
fn mappings(
    base_path: Option<&Node>,
    api_id: &syntax::Text,
    domain_id: &syntax::Text,
    attributes: &Map,
    at: Span,
    problems: &mut Problems,
) -> Option<Vec<Resource>> {
    let mapping = |id: syntax::Text, at: Span| {
        Resource::new(id, types::API_GATEWAY_V2_API_MAPPING, "mapping from a path of the domain to the API", at)
            .attributes(attributes)
            .set("DomainName", node!(at, {"Ref": domain_id}))
            .set("ApiId", node!(at, {"Ref": api_id}))
            .set("Stage", node!(at, {"Ref": (api_id.append(".Stage"))}))
    };
    let paths: Vec<&Node> = match base_path.filter(|it| it.is_truthy()) {
        Some(path) if path.text().is_some() => vec![path],
        Some(paths) if paths.list().is_some() => paths.list().into_iter().flatten().collect(),
        Some(_) | None => return Some(vec![mapping(api_id.append("ApiMapping"), at)]),
    };
    let mut mappings = Vec::new();
    for path in paths {
        let span = path.span;
        let Some(text) = path.text() else {
            let message = format!("`BasePath` is {}; it must be a string", path.kind_name());
            problems.push(Diagnostic::new(&codes::WRONG_TYPE, span, message).value_of("BasePath"));
            return None;
        };
        if text.chars().any(|it| !it.is_ascii_alphanumeric() && !matches!(it, '/' | '-' | '_')) {
            let finding = Diagnostic::new(&codes::INVALID_VALUE, span, format!("`{text}` is not a valid base path"));
            problems.push(finding.help("use only letters, digits, `/`, `-` and `_`"));
            return None;
        }
        let clean = text.replace(['-', '_', '/'], "");
        let id = syntax::Text::from(format!("{api_id}{clean}ApiMapping"));
        mappings.push(mapping(id, span).set("ApiMappingKey", text.trim_matches('/').to_owned()));
    }
    Some(mappings)
}
