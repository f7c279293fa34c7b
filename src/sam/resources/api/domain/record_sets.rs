//! DNS records that lead from a domain name to a REST API.
use super::{map_of, public_id};
use crate::cfn::record_sets::RecordSets;
use crate::cfn::{Resource, logical_id};
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::facts::types;
use crate::node;
use crate::sam::resources::api::{Source, TYPE};
use crate::source::Span;
use crate::syntax::{IntoNode, Map, Node, Text};
use crate::template::intrinsics;

/// The hosted zone of CloudFront, in front of every edge-optimized domain.
const CLOUDFRONT_ZONE: &str = "Z2FDTNDATAQYW2";

/// The domain that records lead to.
pub(super) struct Records<'a> {
    /// `Domain` as the deployment's hash sees it; the reference writes the name of the distribution into it.
    pub domain: &'a mut Map,
    pub endpoint: &'a Node,
    pub domain_id: &'a Text,
    pub domain_name: &'a Node,
}

/// Expands `Route53`: to a group of its own, or to records in the group of the hosted zone. `None` when there is a
/// mistake, which is reported.
pub(super) fn record_sets(
    source: &Source<'_>,
    records: Records<'_>,
    at: Span,
    problems: &mut Problems,
) -> Option<(Option<Resource>, Vec<RecordSets>)> {
    let Some(written) = records.domain.present("Route53").cloned() else { return Some((None, Vec::new())) };
    let mut route53 = map_of("Route53", &written, problems)?.clone();
    let (id, name) = (route53.present("HostedZoneId"), route53.present("HostedZoneName"));
    if id.is_none() && name.is_none() {
        let finding =
            Diagnostic::new(&codes::MISSING_PROPERTY, written.span, "`Route53` does not name the hosted zone")
                .missing(["HostedZoneId", "HostedZoneName"]);
        problems.push(finding.help("add `HostedZoneId` or `HostedZoneName`"));
        return None;
    }
    let zone = id.filter(|it| it.is_truthy()).or(name).cloned().unwrap_or_else(|| Node::null(at));
    let separate = route53.truthy("SeparateRecordSetGroup");
    if let Some(separate) = separate.filter(|it| it.bool().is_none()) {
        let message = "`SeparateRecordSetGroup` must be a literal `true` or `false`";
        problems.push(Diagnostic::new(&codes::WRONG_TYPE, separate.span, message).value_of("SeparateRecordSetGroup"));
        return None;
    }
    let is_shared = separate.is_none();
    let zone_properties: Vec<_> = [("HostedZoneId", id), ("HostedZoneName", name)]
        .into_iter()
        .filter_map(|(property, value)| Some((property, value?.clone())))
        .collect();
    if route53.present("DistributionDomainName").is_none()
        && let Some(id) = distribution_of(source, &records, written.span, problems)
    {
        route53.insert("DistributionDomainName", intrinsics::get_att(written.span, &id, "DistributionDomainName"));
        records.domain.insert("Route53", route53.clone().into_node(written.span));
    }
    let list = list(&records, &route53, written.span);
    if is_shared {
        let (attributes, origin) = (source.attributes.clone(), written.span);
        let shared = RecordSets { zone, zone_properties, records: list, attributes, origin };
        return Some((None, vec![shared]));
    }
    let hashed = node!(at, [zone, (records.domain_name)]);
    let id = logical_id::hashed_value("RecordSetGroup", &hashed);
    let mut group = Resource::new(id, types::ROUTE53_RECORD_SET_GROUP, "DNS records of the API's domain", written.span)
        .attributes(&source.attributes);
    for (property, value) in zone_properties.into_iter().filter(|(_, value)| value.is_truthy()) {
        group.put(property, value);
    }
    Some((Some(group.set("RecordSets", list)), Vec::new()))
}

/// The edge-optimized domain whose distribution is written into `Route53`.
///
/// When that comes from `Globals`, the reference writes it for the first API and then finds it there for all others.
fn distribution_of(source: &Source<'_>, records: &Records<'_>, route53: Span, problems: &mut Problems) -> Option<Text> {
    let resources = source.context.resources;
    let own_id = source.resource.logical_id;
    // What stands in the API itself can only be shared by those behind it.
    let may_be_shared = resources.get(own_id).is_none_or(|own| !is_inside(route53, own.span));
    let before = resources.iter().take_while(|(id, _)| may_be_shared && *id != own_id);
    let apis = before.filter(|(_, it)| it.get("Type").is_some_and(|it| it.is_text(TYPE.name)));
    for (_, api) in apis {
        let Some(domain) = api.at(&["Properties", "Domain"]) else { continue };
        let shared = domain.get("Route53").is_some_and(|it| it.span == route53 && !is_inside(route53, api.span));
        if !shared {
            continue;
        }
        let domain = source.context.parameters.resolve(domain, problems);
        if let (Some(name), true) =
            (domain.get("DomainName"), domain.get("EndpointConfiguration").is_some_and(|it| it.is_text("EDGE")))
        {
            return Some(public_id(name));
        }
    }
    records.endpoint.is_text("EDGE").then(|| records.domain_id.clone())
}

fn is_inside(inner: Span, outer: Span) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// A record for IPv4, and one for IPv6 when it is asked for.
fn list(records: &Records<'_>, route53: &Map, at: Span) -> Vec<Node> {
    let target = alias_target(records, route53, at);
    let record = |kind: &'static str| {
        let mut record = node!(at, {"Name": (records.domain_name), "Type": kind, "AliasTarget": (&target)});
        for property in ["Region", "SetIdentifier"] {
            if let (Some(value), Some(record)) = (route53.present(property), record.map_mut()) {
                record.insert(property, value.clone());
            }
        }
        record
    };
    let ipv6 = route53.get("IpV6").and_then(Node::bool).unwrap_or_default();
    std::iter::once(record("A")).chain(ipv6.then(|| record("AAAA"))).collect()
}

fn alias_target(records: &Records<'_>, route53: &Map, at: Span) -> Node {
    let mut target = Map::new();
    if let Some(health) = route53.present("EvaluateTargetHealth") {
        target.insert("EvaluateTargetHealth", health.clone());
    }
    let given = |name| route53.get(name).cloned().unwrap_or_else(|| Node::null(at));
    let (zone, name) = match records.endpoint.text().map(|it| &**it) {
        Some("REGIONAL") => {
            (attribute(records, "RegionalHostedZoneId", at), attribute(records, "RegionalDomainName", at))
        }
        Some("EDGE") => (node!(at, CLOUDFRONT_ZONE), given("DistributionDomainName")),
        _ => (given("VpcEndpointHostedZoneId"), given("VpcEndpointDomainName")),
    };
    target.insert("HostedZoneId", zone);
    target.insert("DNSName", name);
    target.into_node(at)
}

/// An attribute of the domain.
fn attribute(records: &Records<'_>, name: &'static str, at: Span) -> Node {
    intrinsics::get_att(at, records.domain_id, name)
}
