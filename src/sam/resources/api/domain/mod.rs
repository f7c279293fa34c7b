//! Domain names of your own: the domain, the paths below it that lead to the API, and who may reach it.
mod record_sets;

use super::Source;
use crate::cfn::record_sets::RecordSets;
use crate::cfn::{Resource, logical_id};
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::facts::types;
use crate::node;
use crate::source::Span;
use crate::syntax::{IntoNode, Map, Node, Text};
use record_sets::Records;

/// What a domain turns into.
#[derive(Default)]
pub(super) struct Domain {
    pub resources: Vec<Resource>,
    pub record_sets: Vec<RecordSets>,
    /// `Domain` as the deployment's hash sees it: with what the reference writes into it.
    pub hashed: Option<Node>,
}

/// The types of CloudFormation for a domain: one family for public ones, one for private ones.
struct Family {
    domain: &'static str,
    mapping: &'static str,
    /// The beginning of the domain's logical id.
    prefix: &'static str,
    /// The property of a mapping that names the domain.
    mapped_by: &'static str,
    /// A property of a domain that only the other family has.
    lacks: &'static str,
}

const PUBLIC: Family = Family {
    domain: types::API_GATEWAY_DOMAIN_NAME,
    mapping: types::API_GATEWAY_BASE_PATH_MAPPING,
    prefix: "ApiGatewayDomainName",
    mapped_by: "DomainName",
    lacks: "Policy",
};
const PRIVATE: Family = Family {
    domain: types::API_GATEWAY_DOMAIN_NAME_V2,
    mapping: types::API_GATEWAY_BASE_PATH_MAPPING_V2,
    prefix: "ApiGatewayDomainNameV2",
    mapped_by: "DomainNameArn",
    lacks: "OwnershipVerificationCertificateArn",
};

/// Properties that a domain hands on when they are not empty.
const OPTIONAL: [&str; 4] = ["SecurityPolicy", "EndpointAccessMode", "Policy", "OwnershipVerificationCertificateArn"];
const TRUSTSTORE: [&str; 2] = ["TruststoreUri", "TruststoreVersion"];

/// Expands the property `Domain`. `None` when there is a mistake, which is reported.
pub(super) fn domain(source: &Source<'_>, problems: &mut Problems) -> Option<Domain> {
    let Some(written) = &source.domain else { return Some(Domain::default()) };
    let at = written.span;
    let map = map_of("Domain", written, problems)?;
    let name = required(map, "DomainName", at, problems)?;
    let certificate = required(map, "CertificateArn", at, problems)?;
    let endpoint = endpoint(map, at, problems)?;
    let is_private = endpoint.is_text("PRIVATE");
    let family = if is_private { &PRIVATE } else { &PUBLIC };
    let id = Text::from(logical_id::hashed_value(family.prefix, name));

    let mut hashed = map.clone();
    if !is_private {
        hashed.insert("ApiDomainName", id.clone().into_node(at));
        hashed.insert("EndpointConfiguration", endpoint.clone());
    }
    let mut domain =
        Resource::new(id.clone(), family.domain, "domain name of the API", at).attributes(&source.attributes);
    domain.put("DomainName", name);
    let certificate_property = if endpoint.is_text("REGIONAL") { "RegionalCertificateArn" } else { "CertificateArn" };
    domain.put(certificate_property, certificate);
    let mut configuration = node!(at, {"Types": [(&endpoint)]});
    if let (Some(kind), Some(configuration)) = (map.truthy("IpAddressType"), configuration.map_mut()) {
        configuration.insert("IpAddressType", kind.clone());
    }
    domain.put("EndpointConfiguration", configuration);
    if !is_private {
        domain.put("MutualTlsAuthentication", mutual_tls(map, problems)?);
    }
    for property in OPTIONAL {
        let Some(value) = map.truthy(property) else { continue };
        if property == family.lacks {
            let kind = if is_private { "a private domain" } else { "a domain that is not private" };
            let finding =
                Diagnostic::new(&codes::CONFLICTING_PROPERTIES, value.span, format!("{kind} has no `{property}`"));
            problems.push(finding.help("remove it").resource(&*id));
            return None;
        }
        domain.put(property, value);
    }
    let mut resources = vec![domain];
    resources.extend(mappings(source, map, family, &id, problems)?);
    if is_private && let Some(association) = map.present("AccessAssociation") {
        resources.push(access_association(source, association, &id, problems)?);
    }
    let records = Records { domain: &mut hashed, endpoint: &endpoint, domain_id: &id, domain_name: name };
    let (group, record_sets) = record_sets::record_sets(source, records, at, problems)?;
    resources.extend(group);
    Some(Domain { resources, record_sets, hashed: Some(hashed.into_node(at)) })
}

/// The logical id of a domain that is not private.
pub(super) fn public_id(domain_name: &Node) -> Text {
    Text::from(logical_id::hashed_value(PUBLIC.prefix, domain_name))
}

/// A value that must be a map; anything else is reported.
pub(super) fn map_of<'a>(name: &str, value: &'a Node, problems: &mut Problems) -> Option<&'a Map> {
    if value.map().is_none() {
        let message = format!("`{name}` is {}; it must be a map", value.kind_name());
        problems.push(Diagnostic::new(&codes::WRONG_TYPE, value.span, message).value_of(name));
    }
    value.map()
}

fn required<'a>(map: &'a Map, name: &str, at: Span, problems: &mut Problems) -> Option<&'a Node> {
    let found = map.present(name);
    if found.is_none() {
        problems
            .push(Diagnostic::new(&codes::MISSING_PROPERTY, at, format!("`Domain` needs `{name}`")).missing([name]));
    }
    found
}

/// `EDGE`, `REGIONAL` or `PRIVATE`.
fn endpoint(map: &Map, at: Span, problems: &mut Problems) -> Option<Node> {
    let Some(written) = map.present("EndpointConfiguration") else { return Some(node!(at, "REGIONAL")) };
    if ["EDGE", "REGIONAL", "PRIVATE"].iter().any(|it| written.is_text(it)) {
        return Some(written.clone());
    }
    let message = "`EndpointConfiguration` of a domain must be a literal `EDGE`, `REGIONAL` or `PRIVATE`";
    problems.push(Diagnostic::new(&codes::INVALID_VALUE, written.span, message).value_of("EndpointConfiguration"));
    None
}

fn mutual_tls(map: &Map, problems: &mut Problems) -> Option<Option<Node>> {
    let Some(written) = map.truthy("MutualTlsAuthentication") else { return Some(None) };
    let settings = map_of("MutualTlsAuthentication", written, problems)?;
    if let Some((name, entry)) = settings.entries().find(|(name, _)| !TRUSTSTORE.contains(&&***name)) {
        let finding =
            Diagnostic::new(&codes::UNKNOWN_PROPERTY, entry.key_span, format!("unknown property `{name}`")).unknown();
        problems.push(finding.help("expected `TruststoreUri` or `TruststoreVersion`"));
        return None;
    }
    let given = TRUSTSTORE.iter().filter_map(|it| settings.truthy(it).map(|value| (*it, value.clone())));
    Some(Some(given.collect::<Map>().into_node(written.span)))
}

/// A mapping for each base path, or one for the whole domain.
fn mappings(
    source: &Source<'_>,
    map: &Map,
    family: &Family,
    domain_id: &Text,
    problems: &mut Problems,
) -> Option<Vec<Resource>> {
    let api = source.resource.logical_id;
    let mapping = |id: Text, at: Span| {
        Resource::new(id, family.mapping, "mapping from a path of the domain to the API", at)
            .attributes(&source.attributes)
            .set(family.mapped_by, node!(at, {"Ref": domain_id}))
            .set("RestApiId", node!(at, {"Ref": api}))
            .set("Stage", node!(at, {"Ref": (api.append(".Stage"))}))
    };
    let written = map.truthy("BasePath").filter(|it| it.text().is_some() || it.list().is_some());
    let Some(written) = written else {
        let at = source.domain.as_ref().map_or(source.resource.span, |it| it.span);
        return Some(vec![mapping(api.append("BasePathMapping"), at)]);
    };
    let normalizes = map.get("NormalizeBasePath").is_none_or(Node::is_truthy);
    let paths = written.list().unwrap_or(std::slice::from_ref(written));
    let mut mappings = Vec::new();
    for path in paths {
        let Some(text) = path.text() else {
            let message = format!("`BasePath` is {}; it must be a string or a list of strings", path.kind_name());
            problems.push(Diagnostic::new(&codes::WRONG_TYPE, path.span, message).value_of("BasePath"));
            return None;
        };
        let letters: String = text.chars().filter(|it| it.is_alphanumeric()).collect();
        let id = Text::from(format!("{api}{letters}BasePathMapping"));
        let base_path = if normalizes { letters.into_node(path.span) } else { path.clone() };
        mappings.push(mapping(id, path.span).set("BasePath", base_path));
    }
    Some(mappings)
}

/// Lets a VPC endpoint reach a private domain.
fn access_association(
    source: &Source<'_>,
    written: &Node,
    domain_id: &Text,
    problems: &mut Problems,
) -> Option<Resource> {
    let at = written.span;
    let association = map_of("AccessAssociation", written, problems)?;
    let endpoint = association.get("VpcEndpointId").cloned().unwrap_or_else(|| Node::null(at));
    let hashed = node!(at, [(&endpoint), domain_id]);
    let id = logical_id::hashed_value("DomainNameAccessAssociation", &hashed);
    let association = Resource::new(
        id,
        types::API_GATEWAY_DOMAIN_NAME_ACCESS_ASSOCIATION,
        "access of the VPC endpoint to the private domain",
        at,
    )
    .attributes(&source.attributes)
    .set("AccessAssociationSource", endpoint)
    .set("AccessAssociationSourceType", "VPCE")
    .set("DomainNameArn", node!(at, {"Ref": domain_id}));
    Some(association)
}
