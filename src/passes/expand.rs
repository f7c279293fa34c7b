//! Puts what each SAM resource expands to into the document.
use super::{Compilation, Completing, Document, Expanding, Finishing, record_sets};
use crate::cfn::{Context, Expansion, Resource};
use crate::diagnostic::{Diagnostic, Problems, Severity, codes};
use crate::facts::types;
use crate::sam::SamResource;
use crate::sam::resources::{self, Phase, ResourceType};
use crate::source::Span;
use crate::syntax::{Deferred, IntoNode, Map, Node, Text, Value};
use crate::template::mappings::Mappings;

/// Types that a generated resource and one of the template may both have under one id: the generated one counts.
const SHARED: [&str; 5] = [
    types::API_GATEWAY_BASE_PATH_MAPPING,
    types::API_GATEWAY_BASE_PATH_MAPPING_V2,
    types::API_GATEWAY_DOMAIN_NAME,
    types::API_GATEWAY_DOMAIN_NAME_V2,
    types::SNS_TOPIC,
];

/// Begins the document as a copy of the completed template, which is put off until its resources are expanded.
pub(super) fn begin<'a>(mut compilation: Completing<'a>, problems: &mut Problems) -> Expanding<'a> {
    compilation.mappings = Mappings::new(&compilation.template, problems);
    compilation.found_before = problems.iter().count();
    let mut document = Deferred::copy_of(compilation.template.span, compilation.template.sections());
    document.sections().remove("Transform");
    compilation.with_document(|_| document)
}

/// Expands what leads to APIs, type by type.
pub(super) fn functions(compilation: &mut Expanding<'_>, problems: &mut Problems) {
    for phase in [Phase::Functions, Phase::WebFunctions, Phase::StateMachines] {
        expand(compilation, phase, problems);
    }
}

/// Expands APIs, whose definitions are complete now.
pub(super) fn apis(compilation: &mut Expanding<'_>, problems: &mut Problems) {
    expand(compilation, Phase::Apis, problems);
}

/// Expands everything else but connectors.
pub(super) fn others(compilation: &mut Expanding<'_>, problems: &mut Problems) {
    expand(compilation, Phase::Others, problems);
}

/// Ends the expansion of everything but connectors: the document is copied now.
pub(super) fn end(compilation: Expanding<'_>) -> Finishing<'_> {
    compilation.with_document(|it| match it.settle().value {
        Value::Map(sections) => sections,
        _ => unreachable!("begun as a map of sections"),
    })
}

/// Expands connectors, which look at what everything else has become.
pub(super) fn connectors(compilation: &mut Finishing<'_>, problems: &mut Problems) {
    restore_refused(compilation, problems);
    expand(compilation, Phase::Connectors, problems);
}

/// Puts resources with errors back into the document as they were: the reference leaves them there, and refuses
/// connectors to them, too.
fn restore_refused(compilation: &mut Finishing<'_>, problems: &Problems) {
    let found = problems.iter().skip(compilation.found_before).filter(|it| it.severity == Severity::Error);
    // What generates a resource under an id that is taken has been expanded all the same.
    let refused = found.filter(|it| *it.code != codes::DUPLICATE_LOGICAL_ID);
    for id in refused.filter_map(|it| it.subject.resource.as_ref()) {
        let Some(written) = compilation.template.resources().get(id) else { continue };
        if resources::type_of(written).is_some() {
            compilation.document.resources().insert(id.clone(), written.clone());
        }
    }
}

/// Expands the resources of one phase, in the template's order.
fn expand(compilation: &mut Compilation<'_, impl Document>, phase: Phase, problems: &mut Problems) {
    let mut expansions = Vec::new();
    let context = Context { document: compilation.document.settled_resources(), ..compilation.context() };
    let no_properties = Map::new();
    for (id, entry) in compilation.template.resources().entries() {
        let Some(resource_type) = resources::type_of(&entry.value).filter(|it| it.phase == phase) else { continue };
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
    compilation: &mut Compilation<'_, impl Document>,
    id: &Text,
    span: Span,
    resource_type: &ResourceType,
    expansion: Expansion,
    problems: &mut Problems,
) {
    for (word, type_name) in resource_type.referable {
        let shared = expansion.shared.iter().map(|it| &it.resource);
        let mut resources = expansion.resources.iter().chain(shared).rev();
        if let Some(resource) = resources.find(|it| it.type_name == *type_name) {
            compilation.referable.insert((id.to_string(), word), resource.logical_id.clone());
        }
    }
    let mut resources = compilation.document.resources();
    expansion.dependencies.iter().for_each(|it| compilation.dependencies.apply(it, &mut resources));
    compilation.dependencies.remember(&expansion.resources);
    resources.remove(id);
    put_resources(compilation, id, span, expansion.resources, problems);
    let groups = record_sets::join(&mut compilation.record_set_groups, expansion.record_sets);
    put_resources(compilation, id, span, groups, problems);
    put_conditions(compilation, span, expansion.conditions);
    for shared in expansion.shared {
        let asked = compilation.shared.entry(shared.resource.logical_id.clone()).or_default();
        asked.push((id.clone(), shared));
    }
    compilation.renamed.extend(expansion.renamed.filter(|it| it != id).map(|new| (id.clone(), new)));
    compilation.routes.extend(expansion.routes);
    compilation.deployments.extend(expansion.deployments);
    compilation.patches.extend(expansion.patches);
}

/// Puts entries into the section `Conditions`.
pub(super) fn put_conditions(
    compilation: &mut Compilation<'_, impl Document>,
    at: Span,
    conditions: Vec<(Text, Node)>,
) {
    if conditions.is_empty() {
        return;
    }
    let mut sections = compilation.document.sections();
    let section = sections.or_insert_with("Conditions", || Map::new().into_node(at)).map_mut();
    let Some(section) = section else { return };
    for (name, condition) in conditions {
        section.insert(name, condition);
    }
}

/// Puts resources that are generated for the resource `id` after it was expanded.
pub(super) fn put_generated(
    compilation: &mut Compilation<'_, impl Document>,
    id: &Text,
    resources: Vec<Resource>,
    problems: &mut Problems,
) {
    let span = compilation.template.resources().key_span(id).unwrap_or(Span::NOWHERE);
    put_resources(compilation, id, span, resources, problems);
}

/// Puts the resources that come from the resource `id` into the document.
fn put_resources(
    compilation: &mut Compilation<'_, impl Document>,
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
        compilation.put_resource(id, resource);
    }
}

/// Whether the template has another resource under the id of a generated one.
///
/// The SAM resource that it stands for has the same id, of course.
fn is_taken(compilation: &Compilation<'_, impl Document>, resource: &Resource) -> bool {
    let template = &compilation.template;
    if !template.resources().contains_key(&resource.logical_id) {
        return false;
    }
    let written = template.resource_type(&resource.logical_id).unwrap_or_default();
    let shared = written == resource.type_name && SHARED.contains(&resource.type_name);
    !shared && resources::find(written).map(|it| it.becomes) != Some(resource.type_name)
}

/// Says that a name which became part of a generated logical id cannot be.
fn report_invalid(id: &Text, resource: &Resource, problems: &mut Problems) {
    let Resource { logical_id, type_name, origin, .. } = resource;
    let message = format!("`{id}` generates an {type_name} called `{logical_id}`, which is not a valid logical id");
    let finding = Diagnostic::new(&codes::INVALID_LOGICAL_ID, *origin, message).resource(&**logical_id);
    problems.push(finding.help("use only ASCII letters and digits where the name comes from"));
}

fn report_taken(
    compilation: &Compilation<'_, impl Document>,
    id: &Text,
    span: Span,
    resource: &Resource,
    problems: &mut Problems,
) {
    let taken = &resource.logical_id;
    let message = format!("`{id}` generates an {} called `{taken}`, but that id is taken", resource.type_name);
    let finding = Diagnostic::new(&codes::DUPLICATE_LOGICAL_ID, span, message).resource(&**id);
    let finding = match compilation.template.resources().key_span(taken) {
        Some(other) => finding.related(other, "taken by this resource"),
        None => finding,
    };
    problems.push(finding.help(format!("give the resource `{taken}` another logical id")));
}
