//! How a REST API is reached: from everywhere, in its region, or from VPCs alone.
use super::Source;
use crate::cfn::Resource;
use crate::diagnostic::{Diagnostic, Problems, Sound, codes};
use crate::node;
use crate::syntax::{IntoNode, Map, Node};
use crate::template::partition;

const SPELLINGS: [&str; 2] = ["VPCEndpointIds", "VpcEndpointIds"];

/// Sets the endpoint of the API. `None` when there is a mistake, which is reported.
pub(super) fn configure(source: &Source<'_>, rest_api: &mut Resource, problems: &mut Problems) -> Option<Sound> {
    let at = source.resource.span;
    let regional = node!(at, "REGIONAL");
    let written = source.api.endpoint_configuration.filter(|it| it.is_truthy());
    let value = match written {
        Some(value) => value,
        // Where there are no edge-optimized endpoints, API Gateway's default would fail.
        None if !partition::has_edge_endpoints(source.context.partition) => &regional,
        None => return Some(Sound),
    };
    let map = value.map().and_then(|it| Some((it, it.truthy("Type")?)));
    let kind = map.map_or(value, |(_, kind)| kind);
    let mut configuration = node!(value.span, {"Types": [kind]});
    if let (Some((written, _)), Some(configuration)) = (map, configuration.map_mut()) {
        add_details(written, configuration, problems)?;
    }
    rest_api.put("Parameters", node!(value.span, {"endpointConfigurationTypes": kind}));
    rest_api.put("EndpointConfiguration", configuration);
    Some(Sound)
}

fn add_details(written: &Map, configuration: &mut Map, problems: &mut Problems) -> Option<Sound> {
    let mut given = SPELLINGS.iter().filter_map(|it| written.entry(it));
    match (given.next(), given.next()) {
        (Some((_, one)), Some((_, two))) => {
            let message = "`VpcEndpointIds` is given twice, in two spellings";
            let finding = Diagnostic::new(&codes::CONFLICTING_PROPERTIES, two.key_span, message);
            problems.push(finding.related(one.key_span, "the other one").help("remove `VPCEndpointIds`"));
            return None;
        }
        (Some((key, one)), None) => {
            // The reference reads the second spelling where the first is empty.
            let empty = *key == SPELLINGS[0] && !one.value.is_truthy();
            let ids = if empty { Node::null(one.value.span) } else { one.value.clone() };
            configuration.insert("VpcEndpointIds", ids);
        }
        (None, _) => (),
    }
    if let Some(kind) = written.get("IpAddressType") {
        configuration.insert("IpAddressType", kind.into_node(kind.span));
    }
    Some(Sound)
}
