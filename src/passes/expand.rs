//! Puts what each SAM resource expands to into the document.
use super::Compilation;
use crate::cfn::{Context, Expansion, Resource};
use crate::diagnostic::{Diagnostic, Problems, Severity};
use crate::sam::SamResource;
use crate::sam::resources::{self, ResourceType};
use crate::source::Span;
use crate::syntax::{IntoNode, Map, Node, Text};
use crate::template::mappings::Mappings;

/// What can have events that lead to APIs, in the order in which it is expanded.
const CALLING: [&str; 3] =
    ["AWS::Serverless::Function", "AWS::Serverless::WebFunction", "AWS::Serverless::StateMachine"];
const APIS: [&str; 3] = ["AWS::Serverless::Api", "AWS::Serverless::HttpApi", "AWS::Serverless::WebSocketApi"];
/// Types of resources that may be generated in the place of one that the user wrote with the same id and type.
const TAKING_OVER: [&str; 7] = [
    "AWS::ApiGateway::BasePathMapping",
    "AWS::ApiGateway::BasePathMappingV2",
    "AWS::ApiGateway::DomainName",
    "AWS::ApiGateway::DomainNameV2",
    "AWS::Cognito::UserPool",
    "AWS::S3::Bucket",
    "AWS::SNS::Topic",
];
const CONNECTOR: &str = "AWS::Serverless::Connector";

/// Begins the document as a copy of the completed template.
pub fn begin(compilation: &mut Compilation<'_>, problems: &mut Problems) {
    compilation.mappings = Mappings::new(&compilation.template, problems);
    compilation.document = compilation.template.sections().python_copy();
    compilation.document.remove("Transform");
    compilation.found_before = problems.iter().count();
}

/// Expands what leads to APIs, type by type.
pub fn functions(compilation: &mut Compilation<'_>, problems: &mut Problems) {
    for type_name in CALLING {
        expand(compilation, &|it| it == type_name, problems);
    }
}

/// Expands APIs, whose definitions are complete now.
pub fn apis(compilation: &mut Compilation<'_>, problems: &mut Problems) {
    expand(compilation, &|it| APIS.contains(&it), problems);
}

/// Expands everything else but connectors.
pub fn others(compilation: &mut Compilation<'_>, problems: &mut Problems) {
    expand(compilation, &|it| !CALLING.contains(&it) && !APIS.contains(&it) && it != CONNECTOR, problems);
}

/// Expands connectors, which look at what everything else has become.
pub fn connectors(compilation: &mut Compilation<'_>, problems: &mut Problems) {
    restore_refused(compilation, problems);
    expand(compilation, &|it| it == CONNECTOR, problems);
}

/// Puts resources with errors back into the document as they were: the reference leaves them there, and refuses
/// connectors to them, too.
fn restore_refused(compilation: &mut Compilation<'_>, problems: &Problems) {
    let found = problems.iter().skip(compilation.found_before).filter(|it| it.severity == Severity::Error);
    for id in found.filter_map(|it| it.resource.as_ref()) {
        let Some(written) = compilation.template.resources().get(id) else { continue };
        let is_sam = written.get("Type").and_then(Node::text).is_some_and(|it| resources::find(it).is_some());
        if is_sam {
            document_resources(&mut compilation.document).insert(id.clone(), written.clone());
        }
    }
}

/// Expands the resources whose type is chosen, in the template's order.
fn expand(compilation: &mut Compilation<'_>, chosen: &dyn Fn(&str) -> bool, problems: &mut Problems) {
    let mut expansions = Vec::new();
    let document = compilation.document.get("Resources").and_then(Node::map);
    let context = Context { document: document.filter(|_| chosen(CONNECTOR)), ..compilation.context() };
    let no_properties = Map::new();
    for (id, entry) in compilation.template.resources().entries() {
        let type_name = entry.value.get("Type").and_then(Node::text);
        let found = type_name.filter(|it| chosen(it)).and_then(|it| resources::find(it));
        let Some(resource_type) = found else { continue };
        let expansion = problems.in_resource(id, |problems| {
            let resource = SamResource::new(id, entry, &no_properties, problems)?;
            Some((resource_type.expand)(&resource, &context, problems))
        });
        if let Some(expansion) = expansion {
            expansions.push((id.clone(), entry.key_span, resource_type, expansion));
        }
    }
    for (id, span, resource_type, expansion) in expansions {
        put(compilation, &id, span, resource_type, expansion, problems);
    }
}

/// Puts an expansion in the place of the resource that it comes from.
fn put(
    compilation: &mut Compilation<'_>,
    id: &Text,
    span: Span,
    resource_type: &ResourceType,
    expansion: Expansion,
    problems: &mut Problems,
) {
    for (word, type_name) in resource_type.referable {
        if let Some(resource) = expansion.resources.iter().rev().find(|it| it.type_name == *type_name) {
            compilation.referable.insert((id.to_string(), word), resource.logical_id.clone());
        }
    }
    let resources = document_resources(&mut compilation.document);
    expansion.dependencies.iter().for_each(|it| compilation.dependencies.apply(it, resources));
    compilation.dependencies.remember(&expansion.resources);
    resources.remove(id);
    for resource in expansion.resources {
        if is_taken(compilation, &resource) {
            report_taken(compilation, id, span, &resource, problems);
            continue;
        }
        // One by one, as the reference does, which shows in the order of the document.
        document_resources(&mut compilation.document).update(&Map::from_iter([resource.into_node()]));
    }
    if !expansion.conditions.is_empty() {
        let section = compilation.document.or_insert_with("Conditions", || Map::new().into_node(span));
        for (name, condition) in expansion.conditions {
            section.map_mut().into_iter().for_each(|it| drop(it.insert(name.clone(), condition.clone())));
        }
    }
    compilation.renamed.extend(expansion.renamed.filter(|it| it != id).map(|new| (id.clone(), new)));
    compilation.routes.extend(expansion.routes);
    compilation.patches.extend(expansion.patches);
}

fn document_resources(document: &mut Map) -> &mut Map {
    document.get_mut("Resources").and_then(Node::map_mut).expect("copied from the template, which has resources")
}

/// Whether the template has another resource under the id of a generated one.
///
/// The SAM resource that it stands for has the same id, of course.
fn is_taken(compilation: &Compilation<'_>, resource: &Resource) -> bool {
    let template = &compilation.template;
    if !template.resources().contains_key(&resource.logical_id) {
        return false;
    }
    let written = template.resource_type(&resource.logical_id).unwrap_or_default();
    let becomes = resources::find(written).map(|it| it.becomes);
    let takes_over = written == resource.type_name && TAKING_OVER.contains(&written);
    !takes_over && becomes != Some(resource.type_name)
}

fn report_taken(compilation: &Compilation<'_>, id: &Text, span: Span, resource: &Resource, problems: &mut Problems) {
    let taken = &resource.logical_id;
    let message = format!("`{id}` generates an {} called `{taken}`, but that id is taken", resource.type_name);
    let finding = Diagnostic::error("duplicate-logical-id", span, message).resource(&**id);
    let finding = match compilation.template.resources().key_span(taken) {
        Some(other) => finding.related(other, "it is taken by this resource"),
        None => finding,
    };
    problems.push(finding.help(format!("give the resource `{taken}` another logical id")));
}
