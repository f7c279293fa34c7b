//! Puts what each SAM resource expands to into the document.
use super::{Compilation, record_sets};
use crate::cfn::{Expansion, Resource};
use crate::diagnostic::{Diagnostic, Problems};
use crate::sam::SamResource;
use crate::sam::resources::{self, ResourceType};
use crate::source::Span;
use crate::syntax::{IntoNode, Map, Node, Text};
use crate::template::mappings::Mappings;

/// What can have events that lead to APIs, in the order in which it is expanded.
const CALLING: [&str; 3] =
    ["AWS::Serverless::Function", "AWS::Serverless::WebFunction", "AWS::Serverless::StateMachine"];
const APIS: [&str; 3] = ["AWS::Serverless::Api", "AWS::Serverless::HttpApi", "AWS::Serverless::WebSocketApi"];

/// Begins the document as a copy of the completed template.
pub fn begin(compilation: &mut Compilation<'_>, problems: &mut Problems) {
    compilation.mappings = Mappings::new(&compilation.template, problems);
    compilation.document = compilation.template.sections().python_copy();
    compilation.document.remove("Transform");
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

/// Expands everything else.
pub fn others(compilation: &mut Compilation<'_>, problems: &mut Problems) {
    expand(compilation, &|it| !CALLING.contains(&it) && !APIS.contains(&it), problems);
}

/// Expands the resources whose type is chosen, in the template's order.
fn expand(compilation: &mut Compilation<'_>, chosen: &dyn Fn(&str) -> bool, problems: &mut Problems) {
    let mut expansions = Vec::new();
    let context = compilation.context();
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
    document_resources(&mut compilation.document).remove(id);
    put_resources(compilation, id, span, expansion.resources, problems);
    let groups = record_sets::join(&mut compilation.record_set_groups, expansion.record_sets);
    put_resources(compilation, id, span, groups, problems);
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

/// Puts resources that are generated for the resource `id` after it was expanded.
pub fn put_generated(compilation: &mut Compilation<'_>, id: &Text, resources: Vec<Resource>, problems: &mut Problems) {
    let span = compilation.template.resources().key_span(id).unwrap_or_default();
    put_resources(compilation, id, span, resources, problems);
}

/// Puts the resources that come from the resource `id` into the document.
fn put_resources(
    compilation: &mut Compilation<'_>,
    id: &Text,
    span: Span,
    resources: Vec<Resource>,
    problems: &mut Problems,
) {
    for resource in resources {
        if !resource.logical_id.chars().all(|it| it.is_ascii_alphanumeric()) {
            report_invalid(id, &resource, problems);
            continue;
        }
        if is_taken(compilation, &resource) {
            report_taken(compilation, id, span, &resource, problems);
            continue;
        }
        // One by one, as the reference does, which shows in the order of the document.
        document_resources(&mut compilation.document).update(&Map::from_iter([resource.into_node()]));
    }
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
    written != resource.type_name && becomes != Some(resource.type_name)
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

/// Says that a name which became part of a generated logical id can not be.
fn report_invalid(id: &Text, resource: &Resource, problems: &mut Problems) {
    let Resource { logical_id, type_name, origin, .. } = resource;
    let message = format!("`{id}` generates an {type_name} called `{logical_id}`, which is no logical id");
    let finding = Diagnostic::error("invalid-logical-id", *origin, message).resource(&**logical_id);
    problems.push(finding.help("use only letters and digits of ASCII where the name comes from"));
}
