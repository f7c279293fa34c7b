//! Finds what stands beside `Properties` and means nothing there.
use super::misplaced_property::has_property;
use crate::diagnostic::{Diagnostic, Problems, nearest};
use crate::facts::types;
use crate::rule;
use crate::sam::resources::{self, CONNECTORS, IGNORE_GLOBALS, ResourceType, connector};
use crate::semantics::{Semantics, filed};
use crate::source::Span;
use crate::syntax::{Entry, Map, Node, Text};
use crate::template::ATTRIBUTES;

rule! {
    /// An attribute of a resource is misspelled or does not exist.
    ///
    /// `DependsOn`, `DeletionPolicy` and similar attributes are beside `Properties`. CloudFormation refuses a template
    /// with anything else there. SAM silently drops it from its own resources, so a queue is created too late, or a
    /// table is deleted that should have been kept.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Orders:
    ///     Type: AWS::DynamoDB::Table
    ///     DeletePolicy: Retain
    ///     Properties:
    ///       BillingMode: PAY_PER_REQUEST
    ///       AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
    ///       KeySchema: [{AttributeName: id, KeyType: HASH}]
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Orders:
    ///     Type: AWS::DynamoDB::Table
    ///     DeletionPolicy: Retain
    ///     Properties:
    ///       BillingMode: PAY_PER_REQUEST
    ///       AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
    ///       KeySchema: [{AttributeName: id, KeyType: HASH}]
    /// ```
    "unknown-attribute" Error check
}

/// An attribute of custom resources alone, as cfn-lint's schema of resources has it.
const VERSION: &str = "Version";

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    if semantics.has_other_transforms() {
        return;
    }
    for (id, entry) in semantics.template.resources().entries() {
        let Some(resource) = entry.value.map() else { continue };
        let type_name = resource.get("Type").and_then(Node::text).map_or("", |it| &**it);
        let sam_type = resources::find(type_name);
        let is_attribute = |key: &str| {
            ATTRIBUTES.contains(&key)
                || key == CONNECTORS
                || (key == VERSION && types::is_custom(type_name))
                || (key == IGNORE_GLOBALS && sam_type.is_some())
        };
        for (key, attribute) in resource.entries() {
            let is_property = has_property(type_name, key);
            // What is a property here is found as misplaced.
            if is_attribute(key) || is_property || key.starts_with("Fn::") {
                continue;
            }
            if is_resource(attribute) {
                let message = format!("resource `{key}` is indented as part of resource `{id}`");
                let finding = Diagnostic::new(&CODE, attribute.key_span, message).unknown();
                let finding = finding.help(format!("indent `{key}` like `{id}`, and what is under it with it"));
                problems.push(filed(finding, Some(id), None));
                continue;
            }
            let finding = advise(key, attribute.key_span, resource, sam_type, entry.key_span);
            problems.push(filed(finding, Some(id), None));
        }
        check_connectors(id, resource, problems);
    }
}

/// Whether an attribute looks like a resource that is indented too far.
fn is_resource(attribute: &Entry) -> bool {
    attribute.value.get("Type").and_then(Node::text).is_some_and(|it| it.contains("::"))
}

/// What a connector among the attributes of a resource has besides its properties.
fn check_connectors(id: &Text, resource: &Map, problems: &mut Problems) {
    let connectors = resource.get(CONNECTORS).and_then(Node::map);
    for (_, entry) in connectors.into_iter().flat_map(Map::entries) {
        let connector_type = Some(&connector::TYPE);
        for (key, attribute) in entry.value.map().into_iter().flat_map(Map::entries) {
            let Some(map) = entry.value.map().filter(|_| !ATTRIBUTES.contains(&&**key)) else { continue };
            let finding = advise(key, attribute.key_span, map, connector_type, entry.key_span);
            problems.push(filed(finding, Some(id), None));
        }
    }
}

/// Says which attribute or property was meant. `owner` is where the lack of a property is reported.
fn advise(key: &Text, at: Span, resource: &Map, sam_type: Option<&ResourceType>, owner: Span) -> Diagnostic {
    let finding = Diagnostic::new(&CODE, at, format!("unknown attribute `{key}`")).unknown();
    let own = sam_type.map(|_| IGNORE_GLOBALS);
    // What is there already was not meant once more.
    let absent = ATTRIBUTES.into_iter().chain([CONNECTORS]).chain(own).filter(|it| !resource.contains_key(it));
    if let Some(near) = nearest(key, absent) {
        return finding.did_you_mean(at, key, near).meant(owner, [near]);
    }
    let properties = sam_type.into_iter().flat_map(|it| it.properties).map(|row| row.name);
    match nearest(key, properties) {
        Some(near) => {
            finding.help(format!("did you mean `{near}`? it belongs under `Properties`")).meant(owner, [near])
        }
        None if **key == *IGNORE_GLOBALS => finding.help("only SAM resources have it"),
        None => finding.help("move it under `Properties` if it is a property, or remove it"),
    }
}
