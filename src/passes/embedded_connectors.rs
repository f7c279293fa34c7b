//! Makes a resource of its own of every connector that a resource has under `Connectors`.
use super::Completing;
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::node;
use crate::sam::SamResource;
use crate::sam::resources::{CONNECTORS, connector};
use crate::source::Span;
use crate::syntax::{Entry, IntoNode, Map, Node, Text};

pub(super) fn run(compilation: &mut Completing<'_>, problems: &mut Problems) {
    let mut connectors = Map::new();
    let resources = compilation.template.resources();
    for (source, entry) in resources.entries() {
        let Some((_, attribute)) = entry.value.map().and_then(|it| it.entry(CONNECTORS)) else { continue };
        let Some(embedded) = attribute.value.map() else {
            let message = format!("`Connectors` is {}; it must be a map", attribute.value.kind_name());
            let finding = Diagnostic::new(&codes::WRONG_TYPE, attribute.key_span, message)
                .value_of("Connectors")
                .resource(&**source);
            problems.push(finding.help("indent each connector by name under `Connectors:`, or remove it"));
            continue;
        };
        for (name, entry) in embedded.entries() {
            let logical_id = source.append(name);
            let Some(connector) = stand_alone(source, name, &logical_id, entry, problems) else { continue };
            match resources.key_span(&logical_id) {
                Some(other) => report_taken(source, &logical_id, entry.key_span, other, problems),
                None => drop(connectors.insert_at(logical_id, entry.key_span, connector)),
            }
        }
    }
    let resources = compilation.template.resources_mut();
    resources.update(&connectors);
    for (_, resource) in resources.iter_mut() {
        resource.map_mut().into_iter().for_each(|it| drop(it.remove(CONNECTORS)));
    }
}

/// The connector as it would stand among the resources.
fn stand_alone(source: &Text, name: &Text, logical_id: &Text, entry: &Entry, problems: &mut Problems) -> Option<Node> {
    let Some(written) = entry.value.map() else {
        let message = format!("connector `{name}` is {}; it must be a map", entry.value.kind_name());
        let finding = Diagnostic::new(&codes::WRONG_TYPE, entry.key_span, message).resource(&**logical_id);
        problems.push(finding.help("indent `Properties:` under the name of the connector"));
        return None;
    };
    let Some(properties) = written.get("Properties").and_then(Node::map) else {
        let finding = match written.entry("Properties") {
            None => {
                let message = format!("connector `{name}` has no `Properties`");
                Diagnostic::new(&codes::MISSING_PROPERTY, entry.key_span, message).missing(["Properties"])
            }
            Some((_, other)) => {
                let message = format!("`Properties` is {}; it must be a map", other.value.kind_name());
                Diagnostic::new(&codes::WRONG_TYPE, other.key_span, message).value_of("Properties")
            }
        };
        problems.push(finding.resource(&**source).help("indent `Destination:` and `Permissions:` under `Properties:`"));
        return None;
    };
    let mut properties = properties.clone();
    let own = source_end([source, name, logical_id], entry.key_span, &mut properties, problems)?;
    properties.insert("Source", own);
    let mut connector = written.clone();
    connector.insert("Type", connector::TYPE.name.into_node(entry.key_span));
    connector.insert("Properties", properties.into_node(entry.key_span));
    let entry = Entry::new(entry.key_span, connector.into_node(entry.value.span));
    problems.in_resource(logical_id, |problems| rewritten(logical_id, &entry, problems))
}

/// The property `Source`, from the resource itself and `SourceReference`, which is taken out.
fn source_end(
    [source, name, logical_id]: [&Text; 3],
    at: Span,
    properties: &mut Map,
    problems: &mut Problems,
) -> Option<Node> {
    let mut own = Map::from_iter([("Id", source.clone().into_node(at))]);
    if let Some(reference) = properties.remove("SourceReference") {
        let Some(more) = reference.map() else {
            let message = format!("`SourceReference` is {}; it must be a map", reference.kind_name());
            let finding = Diagnostic::new(&codes::WRONG_TYPE, reference.span, message)
                .value_of("SourceReference")
                .resource(&**source);
            problems.push(finding.help("write `SourceReference: { Qualifier: … }`, or remove it"));
            return None;
        };
        if let Some(id) = more.key_span("Id") {
            let message = format!("`SourceReference` cannot have an `Id`: the source is `{source}`");
            // The reference, too, blames the connector by its name alone.
            problems.push(Diagnostic::new(&codes::UNKNOWN_PROPERTY, id, message).resource(&**name).help("remove `Id`"));
            return None;
        }
        for (key, entry) in more.entries() {
            if *key == "Qualifier" {
                own.insert_at(key.clone(), entry.key_span, entry.value.clone());
                continue;
            }
            let message = format!("unknown property `{key}`");
            let finding =
                Diagnostic::new(&codes::UNKNOWN_PROPERTY, entry.key_span, message).unknown().resource(&**logical_id);
            problems.push(finding.help("remove it; only `Qualifier` is allowed here"));
        }
    }
    Some(own.into_node(at))
}

/// The connector with nothing but what a connector can have. `None` when it cannot be read, which is reported.
fn rewritten(logical_id: &Text, entry: &Entry, problems: &mut Problems) -> Option<Node> {
    let no_properties = Map::new();
    let resource = SamResource::new(logical_id, entry, &no_properties, problems)?;
    if !connector::is_readable(resource.properties, entry.key_span, problems) {
        return None;
    }
    let at = entry.key_span;
    let mut connector = node!(at, {"Type": (connector::TYPE.name)});
    let map = connector.map_mut()?;
    if let Some(depends_on) = resource.depends_on().filter(|it| it.is_truthy()) {
        map.insert("DependsOn", depends_on.clone());
    }
    map.update(&resource.attributes());
    map.insert("Properties", resource.properties.clone().into_node(at));
    Some(connector)
}

fn report_taken(source: &Text, logical_id: &Text, span: Span, other: Span, problems: &mut Problems) {
    let message = format!("this connector becomes a resource called `{logical_id}`, but that id is taken");
    let finding = Diagnostic::new(&codes::DUPLICATE_LOGICAL_ID, span, message).resource(&**source);
    problems.push(finding.related(other, "taken by this resource").help("give the connector another name"));
}
