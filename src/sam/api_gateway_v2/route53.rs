//! DNS records that lead to the domain of an API.
use crate::cfn::record_sets::RecordSets;
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::node;
use crate::properties;
use crate::property::shape::*;
use crate::syntax::{self, IntoNode, Map, Node};

properties! {
    /// DNS records for the domain of an API.
    pub(crate) struct Route53 {
        /// Id of the hosted zone for the records.
        "HostedZoneId" => hosted_zone_id: Option<Passed<Text>>;
        /// Name of the hosted zone for the records, with a trailing dot.
        "HostedZoneName" => hosted_zone_name: Option<Passed<Text>>;
        /// Whether Route 53 evaluates the health of the API.
        "EvaluateTargetHealth" => evaluate_target_health: Option<Passed<Boolean>>;
        /// Whether there is also a record for IPv6.
        "IpV6" => ip_v6: Option<Passed<Boolean>>;
        /// Region of the API, for latency-based routing.
        "Region" => region: Option<Passed<Text>>;
        /// Distinguishes this record from others with the same name, for latency-based routing.
        "SetIdentifier" => set_identifier: Option<Passed<Text>>;
        /// Has no effect.
        "DistributionDomainName" => distribution_domain_name: Option<Passed<Text>>;
    }
}

/// The records of a domain. `None` when the hosted zone is missing, which is reported.
///
/// `attributes` are those of the group, if this API is the first that needs it.
pub(super) fn record_sets(
    written: &Node,
    domain_name: &Node,
    domain_id: &syntax::Text,
    attributes: Map,
    problems: &mut Problems,
) -> Option<RecordSets> {
    let at = written.span;
    let Some(route53) = written.map() else {
        let message = format!("`Route53` is {}; it must be a map", written.kind_name());
        problems.push(Diagnostic::new(&codes::WRONG_TYPE, at, message).value_of("Route53"));
        return None;
    };
    let zone = ["HostedZoneId", "HostedZoneName"].map(|it| route53.present(it));
    if zone == [None, None] {
        let message = "`Route53` needs `HostedZoneId` or `HostedZoneName`";
        let finding =
            Diagnostic::new(&codes::MISSING_PROPERTY, at, message).missing(["HostedZoneId", "HostedZoneName"]);
        problems.push(finding.help("add the id of the hosted zone for the records"));
        return None;
    }
    let [id, name] = zone;
    let zone = id.filter(|it| it.is_truthy()).or(name).map_or_else(|| Node::null(at), Node::clone);
    // An id that is null hides the name, as in the reference.
    let zone_properties = match (id, name) {
        (Some(id), _) => vec![("HostedZoneId", id.clone())],
        (None, Some(name)) if !route53.contains_key("HostedZoneId") => vec![("HostedZoneName", name.clone())],
        (None, _) => Vec::new(),
    };
    let mut records = vec![record("A", route53, domain_name, domain_id, at)];
    if route53.get("IpV6").is_some_and(|it| it.bool() == Some(true)) {
        records.push(record("AAAA", route53, domain_name, domain_id, at));
    }
    Some(RecordSets { zone, zone_properties, records, attributes, origin: at })
}

fn record(
    record_type: &'static str,
    route53: &Map,
    domain_name: &Node,
    domain_id: &syntax::Text,
    at: crate::source::Span,
) -> Node {
    let mut target = Map::new();
    if let Some(health) = route53.present("EvaluateTargetHealth") {
        target.insert("EvaluateTargetHealth", health.clone());
    }
    target.insert("HostedZoneId", node!(at, {"Fn::GetAtt": [domain_id, "RegionalHostedZoneId"]}));
    target.insert("DNSName", node!(at, {"Fn::GetAtt": [domain_id, "RegionalDomainName"]}));
    let mut record = Map::new();
    record.insert("Name", domain_name.clone());
    record.insert("Type", record_type.into_node(at));
    record.insert("AliasTarget", target.into_node(at));
    for key in ["Region", "SetIdentifier"] {
        if let Some(value) = route53.present(key) {
            record.insert(key, value.clone());
        }
    }
    record.into_node(at)
}
