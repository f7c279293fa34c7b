//! A template's sections, parameters and references. Knows CloudFormation's language, not SAM's.
pub(crate) mod attributes;
pub(crate) mod conditions;
pub(crate) mod declarations;
pub(crate) mod functions;
pub(crate) mod intrinsics;
mod made;
pub(crate) mod mappings;
pub(crate) mod parameters;
pub(crate) mod partition;
pub(crate) mod pattern;
pub(crate) mod places;
pub(crate) mod pseudo_parameters;
pub(crate) mod references;
pub(crate) mod substitution;
pub(crate) mod transforms;
pub(crate) mod usage;

pub(crate) use made::{Made, Round, Snippet};

use crate::diagnostic::{Diagnostic, Problems, codes, nearest};
use crate::source::Span;
use crate::syntax::{Map, Node, Text, Value};
use std::sync::Arc;
use transforms::{LANGUAGE_EXTENSIONS, SAM};

/// The sections that CloudFormation and SAM know.
pub(crate) const SECTIONS: [&str; 11] = [
    "AWSTemplateFormatVersion",
    "Transform",
    "Description",
    "Metadata",
    "Parameters",
    "Mappings",
    "Conditions",
    "Rules",
    "Globals",
    "Resources",
    "Outputs",
];

/// The attributes of a resource that CloudFormation knows, and `Description`, which it passes over.
pub(crate) const ATTRIBUTES: [&str; 10] = [
    "Type",
    "Properties",
    "DependsOn",
    "Condition",
    "Metadata",
    "DeletionPolicy",
    "UpdateReplacePolicy",
    "UpdatePolicy",
    "CreationPolicy",
    "Description",
];

/// What to write where a whole template is missing.
const SMALLEST_TEMPLATE: &str =
    "a template starts with `Transform: AWS::Serverless-2016-10-31` and has a `Resources` section";

/// A template whose `Resources` are a map of maps: what every later phase relies on.
#[derive(Clone, Debug)]
pub struct Template {
    sections: Map,
    /// The span of the whole template.
    pub span: Span,
    is_whole: bool,
    made: Option<Arc<Made>>,
}

/// Takes a parsed document for a template. Gives it back when its shape says that it is none.
pub(crate) fn read(tree: Node, problems: &mut Problems) -> Result<Template, Node> {
    let span = tree.span;
    let start = Span { start: span.start, end: span.start };
    let fault = match &tree.value {
        Value::Map(sections) if check_resources(sections, span, problems) => None,
        Value::Map(_) => return Err(tree),
        Value::Null => Some("the template is empty"),
        Value::List(_) => Some("the template is a list; it must be a map of sections"),
        Value::Bool(_) | Value::Number(_) | Value::Text(_) => Some("this is not a template: it has no sections"),
    };
    match (fault, tree.value) {
        (None, Value::Map(sections)) => Ok(Template { sections, span, is_whole: true, made: None }),
        (fault, value) => {
            let message = fault.unwrap_or_default();
            problems.push(Diagnostic::new(&codes::NOT_A_TEMPLATE, start, message).help(SMALLEST_TEMPLATE));
            Err(Node { value, span })
        }
    }
}

/// What can be looked at of a document that [`read`] refuses: its sections, and those resources that are maps. `None`
/// where there are no sections.
pub(crate) fn without_unfit(tree: &Node) -> Option<Template> {
    let mut sections = tree.map()?.clone();
    let mut resources = Map::new();
    // Nothing was lost of a map without resources.
    let mut is_whole = sections.get("Resources").and_then(Node::map).is_some_and(|it| it.all(|it| it.map().is_some()));
    for (id, entry) in sections.get("Resources").and_then(Node::map).into_iter().flat_map(Map::entries) {
        let Some(mut resource) = entry.value.map().cloned() else { continue };
        if resource.get("Condition").is_some_and(|it| it.text().is_none()) {
            resource.remove("Condition");
            is_whole = false;
        }
        resources.insert_at(id.clone(), entry.key_span, Node::new(entry.value.span, Value::Map(resource)));
    }
    let (key_span, span) =
        sections.entry("Resources").map_or((tree.span, tree.span), |(_, it)| (it.key_span, it.value.span));
    sections.insert_at("Resources".into(), key_span, Node::new(span, Value::Map(resources)));
    Some(Template { sections, span: tree.span, is_whole, made: None })
}

/// Takes keys that are being typed for the sections and attributes that they are the beginning of. `is_typed` says of a key
/// whether it may go on.
pub(crate) fn complete_names(tree: &mut Node, is_typed: &dyn Fn(Span) -> bool) {
    let Some(sections) = tree.map_mut() else { return };
    complete_keys(sections, &SECTIONS, is_typed);
    // The rest is looked at as what it most likely is.
    if let Some(key_span) = sections.key_span("Transform").filter(|it| is_typed(*it)) {
        sections.insert_at("Transform".into(), key_span, Node::new(key_span, Value::Text(SAM.into())));
    }
    let resources = sections.get_mut("Resources").and_then(Node::map_mut);
    for resource in resources.into_iter().flat_map(Map::iter_mut).filter_map(|(_, it)| it.map_mut()) {
        complete_keys(resource, &ATTRIBUTES, is_typed);
    }
}

fn complete_keys(map: &mut Map, names: &[&'static str], is_typed: &dyn Fn(Span) -> bool) {
    let typed: Vec<Text> = map.entries().filter(|(_, it)| is_typed(it.key_span)).map(|(key, _)| key.clone()).collect();
    for key in typed.into_iter().filter(|it| !it.is_empty() && !names.contains(&&**it)) {
        let mut meant = names.iter().filter(|it| it.starts_with(&*key) && !map.contains_key(it));
        let meant = meant.clone().find(|it| **it == "Resources").or_else(|| meant.next());
        if let (Some(name), Some((_, entry))) = (meant, map.entry(&key)) {
            let (key_span, value) = (entry.key_span, entry.value.clone());
            map.remove(&key);
            map.insert_at((*name).into(), key_span, value);
        }
    }
}

/// Whether `Resources` is a map without entries.
pub(crate) fn is_without_resources(tree: &Node) -> bool {
    tree.get("Resources").and_then(Node::map).is_some_and(Map::is_empty)
}

/// Whether `Resources` is a map that is not empty and whose values are maps, with names as conditions.
fn check_resources(sections: &Map, span: Span, problems: &mut Problems) -> bool {
    let Some((_, resources)) = sections.entry("Resources") else {
        let start = Span { start: span.start, end: span.start };
        let missing = |at| {
            let finding = Diagnostic::new(&codes::MISSING_SECTION, at, "the template has no `Resources` section");
            finding.missing(["Resources"])
        };
        // Whoever has written `Resource:` has the section.
        let meant = sections.entries().find_map(|(key, it)| {
            let near = nearest(key, SECTIONS).filter(|near| near.name == "Resources" && !SECTIONS.contains(&&**key))?;
            Some(missing(it.key_span).did_you_mean(it.key_span, key, near))
        });
        problems.push(meant.unwrap_or_else(|| missing(start).help("put at least one resource under `Resources:`")));
        return false;
    };
    let Some(map) = resources.value.map().filter(|it| !it.is_empty()) else {
        let message = match &resources.value.value {
            Value::Null | Value::Map(_) => "`Resources` is empty".to_owned(),
            _ => format!("`Resources` is {}; it must be a map of resources", resources.value.kind_name()),
        };
        let help = "indent each resource under `Resources:`, as `LogicalId:` with its `Type` and `Properties`";
        problems.push(Diagnostic::new(&codes::MISSING_SECTION, resources.key_span, message).help(help));
        return false;
    };
    let mut sound = true;
    for (logical_id, entry) in map.entries() {
        if functions::is_for_each(logical_id) {
            sound = false;
            let message = format!("`{}` needs the transform `{LANGUAGE_EXTENSIONS}`", functions::FOR_EACH);
            let finding = Diagnostic::new(&codes::MISSING_TRANSFORM, entry.key_span, message);
            let help = format!("write `Transform: [{LANGUAGE_EXTENSIONS}, {SAM}]`");
            problems.push(finding.help(help));
            continue;
        }
        if **logical_id == *functions::FOR_EACH {
            sound = false;
            let message = format!("`{logical_id}` has no name for the loop");
            let finding = Diagnostic::new(&codes::WRONG_TYPE, entry.key_span, message).resource(&**logical_id);
            problems.push(finding.help(format!("write `{logical_id}::Name`, with a name that no other loop has")));
            continue;
        }
        if entry.value.map().is_none() {
            sound = false;
            let message = format!("resource `{logical_id}` is {}; it must be a map", entry.value.kind_name());
            let finding = Diagnostic::new(&codes::WRONG_TYPE, entry.key_span, message).resource(&**logical_id);
            problems.push(finding.help("indent `Type:` and `Properties:` under the logical id"));
        }
        if let Some(condition) = entry.value.get("Condition").filter(|it| it.is_truthy() && it.text().is_none()) {
            sound = false;
            let message = format!("`Condition` is {}; it must be a string", condition.kind_name());
            let finding = Diagnostic::new(&codes::WRONG_TYPE, condition.span, message).resource(&**logical_id);
            problems.push(finding.help("define the condition under `Conditions:`, and write its name here"));
        }
    }
    sound
}

impl Template {
    /// The value of a section, unless it is missing or null.
    pub fn section(&self, name: &str) -> Option<&Node> {
        self.sections.present(name)
    }

    /// The type of a parameter, as it is declared.
    pub(crate) fn parameter_type(&self, name: &str) -> Option<&str> {
        let parameters = self.section("Parameters").and_then(Node::map);
        parameters.and_then(|it| it.get(name)?.get("Type")?.text()).map(|it| &**it)
    }

    /// Whether this is a parameter whose value is the name of another one, which Systems Manager holds.
    pub(crate) fn is_looked_up(&self, name: &str) -> bool {
        self.parameter_type(name).is_some_and(|it| it.starts_with("AWS::SSM::Parameter::Value<"))
    }

    /// Whether all of the document is here: what seems not to be used may be used by what could not be read.
    pub(crate) fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// The same, of which not all could be read.
    #[must_use]
    pub(crate) fn in_part(self) -> Self {
        Self { is_whole: false, ..self }
    }

    /// The same, of which transforms made this.
    #[must_use]
    pub(crate) fn with_made(self, made: Option<Made>) -> Self {
        Self { made: made.map(Arc::new), ..self }
    }

    /// What transforms made of the template before SAM, where they did something.
    pub(crate) fn made(&self) -> Option<&Made> {
        self.made.as_deref()
    }

    /// Whether `AWS::LanguageExtensions` was run.
    pub(crate) fn is_extended(&self) -> bool {
        self.made().is_some_and(|it| it.is_extended)
    }

    /// The sections as they were written, before any transform.
    pub(crate) fn written(&self) -> &Map {
        self.made().map_or(&self.sections, |it| &it.written)
    }

    /// Whether a loop over values that are not known may make an entry of this name.
    pub(crate) fn may_make(&self, name: &str) -> bool {
        self.made().is_some_and(|it| it.may_make(name))
    }

    /// The sections in the order of the text.
    pub fn sections(&self) -> &Map {
        &self.sections
    }

    pub(crate) fn sections_mut(&mut self) -> &mut Map {
        &mut self.sections
    }

    /// The resources in the order of the text.
    pub fn resources(&self) -> &Map {
        self.sections.get("Resources").and_then(Node::map).expect("checked by `read`, and no pass replaces it")
    }

    pub(crate) fn resources_mut(&mut self) -> &mut Map {
        self.sections.get_mut("Resources").and_then(Node::map_mut).expect("checked by `read`, and no pass replaces it")
    }

    /// The type of a resource, when it is there and has one.
    pub fn resource_type(&self, logical_id: &str) -> Option<&str> {
        self.resources().get(logical_id)?.get("Type")?.text().map(|it| &**it)
    }
}
