//! Finds values that are missing where a key or an item stands.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::rules::unknown_section::is_section;
use crate::sam::resources;
use crate::semantics::Semantics;
use crate::source::{Source, Span};
use crate::syntax::{Node, Text, Value};
use crate::template::transforms;

rule! {
    /// A key or an item of a list has no value.
    ///
    /// CloudFormation refuses every null in a template: "'null' values are not allowed in templates". In YAML, a key with
    /// nothing behind it is null. What SAM writes as text, the `Definition` of a state machine, may have some.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Jobs:
    ///     Type: AWS::SQS::Queue
    ///     Properties:
    ///       QueueName:
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Jobs:
    ///     Type: AWS::SQS::Queue
    ///     Properties:
    ///       QueueName: jobs
    /// ```
    "null-value" Error check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    // `AWS::LanguageExtensions` removes what is null.
    if transforms::has_macros(semantics.template) || transforms::has_language_extensions(semantics.template) {
        return;
    }
    let mut search = Search { source: semantics.source, has_defaults: false, in_definition: None };
    for (name, entry) in semantics.template.sections().entries() {
        // What lost its indentation behind an empty section is found as such.
        if entry.value.is_null() && is_followed_by_stray(semantics, name) {
            continue;
        }
        search.has_defaults = **name == *"Parameters";
        if **name == *"Globals" {
            check_globals(semantics, &search, &entry.value, entry.key_span, problems);
        } else if **name == *"Resources" {
            for (id, resource) in entry.value.map().into_iter().flat_map(|it| it.entries()) {
                search.in_definition = definition(&resource.value);
                problems.in_resource(id, |problems| search.below(&resource.value, resource.key_span, id, problems));
            }
        } else {
            search.below(&entry.value, entry.key_span, name, problems);
        }
    }
}

/// The state machine that SAM writes as text: null has a meaning there, as in `ResultPath: null`.
fn definition(resource: &Node) -> Option<&Node> {
    let type_name = resource.get("Type")?.text()?;
    resource.at(&["Properties", "Definition"]).filter(|_| **type_name == *resources::STATE_MACHINE)
}

/// Most values under `Globals` of which it is asked which resources lack them.
const MOST_MEANT: usize = 100;

/// The same for `Globals`: what has no value there is missing from all resources of the type.
fn check_globals(
    semantics: &Semantics<'_>,
    search: &Search<'_>,
    globals: &Node,
    key_span: Span,
    problems: &mut Problems,
) {
    let Some(types) = globals.map() else { return search.below(globals, key_span, &"Globals".into(), problems) };
    let mut faults = 0..;
    for (name, entry) in types.entries() {
        let Some(properties) = entry.value.map() else {
            search.below(&entry.value, entry.key_span, name, problems);
            continue;
        };
        let type_name = format!("AWS::Serverless::{name}");
        let owners = || -> Vec<Span> {
            let resources = semantics.template.resources().entries().map(|(_, it)| it);
            let of_type = resources.filter(|it| it.value.get("Type").is_some_and(|it| it.is_text(&type_name)));
            of_type.map(|it| it.key_span).collect()
        };
        for (property, entry) in properties.entries() {
            if entry.value.is_null() {
                let finding = finding(&format!("`{property}`"), entry.key_span, &entry.value);
                let owners = if faults.next() < Some(MOST_MEANT) { owners() } else { Vec::new() };
                problems.push(finding.meant_at(owners, [&**property]));
            } else {
                search.below(&entry.value, entry.key_span, property, problems);
            }
        }
    }
}

/// Whether the next key at the top of the template is not a section.
fn is_followed_by_stray(semantics: &Semantics<'_>, name: &str) -> bool {
    let next = semantics.template.sections().keys().skip_while(|it| **it != *name).nth(1);
    next.is_some_and(|it| !is_section(it))
}

/// The way through a section.
struct Search<'a> {
    source: &'a Source,
    /// What is wrong with a default is found as such.
    has_defaults: bool,
    /// Where null means something.
    in_definition: Option<&'a Node>,
}

impl Search<'_> {
    /// Reports the nulls at and below `node`, which stands behind `key`.
    fn below(&self, node: &Node, key_span: Span, key: &Text, problems: &mut Problems) {
        match &node.value {
            Value::Null => {
                let is_default = self.has_defaults && **key == *"Default";
                if !is_default {
                    problems.push(finding(&format!("`{key}`"), key_span, node).meant(key_span, [&**key]));
                }
            }
            Value::List(items) => {
                for item in items {
                    let span = if item.span.start == item.span.end { key_span } else { item.span };
                    match item.is_null() {
                        true => problems.push(finding(&format!("an item of `{key}`"), span, item).value_of(&**key)),
                        false => self.below(item, span, key, problems),
                    }
                }
            }
            Value::Map(map) => {
                let owner = key;
                for (key, entry) in map.entries() {
                    // What lost its indentation behind the name of an event is found as such.
                    if **owner == *"Events" && entry.value.is_null() && map.contains_key("Type") {
                        continue;
                    }
                    // A tag with nothing behind it.
                    let is_empty_tag = entry.value.is_text("") && self.source.slice(entry.value.span).is_empty();
                    if is_empty_tag && self.source.slice(entry.key_span).starts_with('!') {
                        problems.push(finding(&format!("`{key}`"), entry.key_span, &entry.value));
                    } else if !self.in_definition.is_some_and(|it| std::ptr::eq(it, &entry.value)) {
                        self.below(&entry.value, entry.key_span, key, problems);
                    }
                }
            }
            Value::Bool(_) | Value::Number(_) | Value::Text(_) => (),
        }
    }
}

fn finding(what: &str, span: Span, node: &Node) -> Diagnostic {
    let finding = Diagnostic::new(&CODE, span, format!("{what} has no value"));
    let finding = finding.if_accepted(span).if_accepted(node.span);
    finding.help("write a value, or remove it; an empty string is `''`, an empty list `[]`")
}
