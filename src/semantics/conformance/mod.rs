//! Where resources of CloudFormation, written or generated, differ from what CloudFormation asks of them.
//!
//! What depends on what is not known before deployment is left out; so is what SAM itself made of a template.
mod combinations;
mod format;
mod misfit;
mod reference;
mod scalar;
mod suggestion;
mod walk;
mod written;

pub(crate) use misfit::{Measure, Misfit, Unfit};

use super::evaluator::Evaluator;
use crate::facts::cloudformation;
use crate::source::Span;
use crate::syntax::{Entry, Map, Node, Text, Value};
use crate::template::transforms::has_macros;
use std::collections::HashSet;
use walk::{Place, Walk};
use written::Written;

/// Most values that are looked at in one resource.
const MOST_VALUES: usize = 50_000;

/// What differs in all resources, in the order of the template; then in those that SAM generates.
pub(super) fn misfits<'a>(evaluator: &Evaluator<'a>) -> Vec<Misfit<'a>> {
    // A macro may turn any value into another.
    if has_macros(evaluator.template) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (id, entry) in evaluator.template.resources().entries() {
        let resource = Resource { key_span: entry.key_span, node: &entry.value, owner: id };
        found.extend(resource.compare(None, true, evaluator));
    }
    let mut of_generated = in_generated(true, evaluator);
    // One value of the user can stand in several resources.
    let mut seen = HashSet::new();
    of_generated.retain(|it| seen.insert((it.at, it.written, std::mem::discriminant(&it.fault))));
    found.extend(of_generated);
    found
}

/// What differs in the resources that SAM generates: by what the user wrote, or else by what SAM itself made.
fn in_generated<'a>(blames_user: bool, evaluator: &Evaluator<'a>) -> Vec<Misfit<'a>> {
    let Some(document) = evaluator.generated() else { return Vec::new() };
    let written = Written::new(evaluator.template);
    let mut found = Vec::new();
    for (id, entry) in document.entries() {
        let Some(cause) = evaluator.expanded.origins.get(id).and_then(|it| it.causes.first()) else { continue };
        // Implicit APIs are not written.
        let owner = evaluator.template.resources().entry(&cause.resource_id).map(|(id, _)| id);
        let Some(owner) = owner.or_else(|| (!blames_user).then_some(id)) else { continue };
        let resource = Resource { key_span: entry.key_span, node: &entry.value, owner };
        let user = evaluator.template.resources().get(owner);
        let with_event = |it: Misfit<'a>| Misfit { event: user.and_then(|user| event_at(user, it.at)), ..it };
        found.extend(resource.compare(Some(&written), blames_user, evaluator).into_iter().map(with_event));
    }
    found
}

/// A resource of the template or of the document.
struct Resource<'a> {
    key_span: Span,
    node: &'a Node,
    /// The user's resource that it is made of.
    owner: &'a Text,
}

impl<'a> Resource<'a> {
    /// How it differs from its schema. `written` has the values of the template, if it is a generated resource.
    fn compare(&self, written: Option<&Written<'a>>, blames_user: bool, evaluator: &Evaluator<'a>) -> Vec<Misfit<'a>> {
        let facts = self.node.get("Type").and_then(Node::text).and_then(|it| cloudformation::find(it));
        let Some(facts) = facts else { return Vec::new() };
        let none = Node::new(self.key_span, Value::Map(Map::new()));
        let properties = self.node.get("Properties").filter(|it| !it.is_null()).unwrap_or(&none);
        let sides = evaluator.sides_of(self.owner);
        let mut walk = Walk {
            because: None,
            evaluator,
            facts,
            resource: self.owner,
            event: None,
            written,
            blames_user,
            found: Vec::new(),
            path: Vec::new(),
            has_nested_statuses: [facts.read_only, facts.deprecated]
                .iter()
                .any(|it| it.iter().any(|it| it.contains('/'))),
            levels: Vec::new(),
            certain_sides: sides.len(),
            steps: MOST_VALUES,
        };
        let place = Place {
            property: "Properties",
            is_item: false,
            key_span: self.key_span,
            sides: &sides,
            used_at: None,
            parameter: None,
            is_written: written.is_none(),
            is_as_written: written.is_none(),
            depth: 0,
        };
        walk.value(facts.properties, properties, &place);
        walk.found
    }
}

/// The event of a resource that a place belongs to.
fn event_at(resource: &Node, at: Span) -> Option<&Text> {
    let events = resource.at(&["Properties", "Events"]).and_then(Node::map)?;
    let is_here = |entry: &Entry| entry.key_span.to(entry.value.span).contains(at);
    events.entries().find(|(_, entry)| is_here(entry)).map(|(id, _)| id)
}

#[cfg(test)]
mod tests {
    use super::{Evaluator, in_generated};
    use crate::diagnostic::Problems;
    use crate::passes::{self, Options};
    use crate::semantics::FilesBeside;
    use crate::source::{Source, Sources};
    use crate::{syntax, template};
    use std::path::{Path, PathBuf};
    use std::{env, fs};

    /// Recorded cases in which SAM makes something of the user's values that CloudFormation does not take: what
    /// it converts wrongly, or leaves out.
    const WRONG_ON_PURPOSE: [&str; 17] = [
        "capacity_providers_with_converted_values",
        "capacity_providers_with_globals",
        "cloud_watch_event_with_all_properties",
        "cloudwatchevent_intrinsics",
        "event_bridge_rule_with_all_properties",
        "function_on_capacity_provider",
        "function_url_with_alias_and_cors",
        "graphql_api_logging_and_plain_values",
        "graphql_api_values_that_are_converted",
        "graphql_api_with_every_property",
        "microvm_images_of_all_kinds",
        "rest_api_with_private_domains",
        "simple_tables_of_all_kinds",
        "state_machine_events",
        "state_machine_with_every_property",
        "web_functions_of_all_kinds",
        "websocket_api_with_every_property",
    ];

    /// A finding on a value that SAM itself made is a mistake of SAM or of samc, not of the user.
    #[test]
    fn what_sam_makes_is_what_cloudformation_takes() {
        let mut faults = Vec::new();
        for file in templates() {
            let Ok(text) = fs::read_to_string(&file) else { continue };
            let name = file.display().to_string();
            let sources = Sources::new(Source::new(name.clone(), text));
            let beside = FilesBeside::default();
            let options = Options::default();
            let mut problems = Problems::default();
            let template =
                syntax::parse(sources.template(), &mut problems).and_then(|it| template::read(it, &mut problems).ok());
            let Some(template) = template else { continue };
            let expanded = passes::run(template.clone(), &options, &mut problems);
            if problems.has_errors() {
                continue;
            }
            let evaluator = Evaluator::new(&sources, &beside, &template, &expanded, true);
            let found = in_generated(false, &evaluator);
            let is_wrong_on_purpose = WRONG_ON_PURPOSE.iter().any(|it| name.contains(&format!("/{it}/")));
            if is_wrong_on_purpose == found.is_empty() {
                faults.push(format!("{name}: {found:?}"));
            }
        }
        assert!(faults.is_empty(), "\n{}", faults.join("\n"));
    }

    /// The recorded cases of the project, and those beside it where they are.
    fn templates() -> Vec<PathBuf> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut folders = vec![root.join("tests/expand"), root.join("../shared/conformance")];
        let mut found = Vec::new();
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                let path = entry.path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|it| it == "yaml" || it == "yml") {
                    found.push(path);
                }
            }
        }
        found.sort();
        found
    }
}
