//! The definition of a state machine: a place in S3, or written in the template.
use super::table::StateMachine;
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::node;
use crate::python::json::indented_json;
use crate::sam::s3_location;
use crate::source::Span;
use crate::syntax::{IntoNode, Map, Node, Text, Value};
use crate::template::intrinsics;

/// A definition as CloudFormation takes it: as a text or as a place in S3.
pub(super) struct Definition {
    pub text: Option<Node>,
    pub location: Option<Node>,
    /// Values for `${Name}` in the definition.
    pub substitutions: Option<Node>,
}

/// The state machine's definition. `None` when there is none or two, or it is no place in S3, which is reported.
pub(super) fn read(machine: &StateMachine<'_>, at: Span, problems: &mut Problems) -> Option<Definition> {
    let substitutions = machine.definition_substitutions.filter(|it| it.is_truthy());
    let written = machine.definition.filter(|it| it.is_truthy());
    let uri = machine.definition_uri.filter(|it| it.is_truthy());
    match (written, uri) {
        (Some(written), None) => Some(from_template(written, substitutions)),
        (None, Some(uri)) => {
            let location = s3_location::read_definition("DefinitionUri", uri, problems)?;
            Some(Definition { text: None, location: Some(location), substitutions: substitutions.cloned() })
        }
        (Some(written), Some(uri)) => {
            let message = "`Definition` and `DefinitionUri` are both set";
            let finding = Diagnostic::new(&codes::CONFLICTING_PROPERTIES, uri.span, message);
            problems.push(finding.related(written.span, "the other one").help("keep one of the two"));
            None
        }
        (None, None) => {
            let finding = Diagnostic::new(&codes::MISSING_PROPERTY, at, "the state machine has no definition")
                .missing(["DefinitionUri", "Definition"]);
            problems.push(finding.help("add `DefinitionUri:` with the file of the definition, or `Definition:`"));
            None
        }
    }
}

/// The definition as JSON, line by line. What only CloudFormation knows becomes a substitution, since it does not look
/// into the text.
fn from_template(written: &Node, substitutions: Option<&Node>) -> Definition {
    let mut definition = written.clone();
    let mut moved = Map::new();
    move_out(&mut definition, &mut moved);
    let substitutions = match substitutions.and_then(Node::map) {
        Some(given) => {
            let mut all = given.clone();
            all.update(&moved);
            Some(all)
        }
        None => Some(moved).filter(|it| !it.is_empty()),
    };
    let lines: Vec<Node> =
        indented_json(&definition).split('\n').map(|it| it.to_owned().into_node(written.span)).collect();
    Definition {
        text: Some(node!(written.span, {"Fn::Join": ["\n", lines]})),
        location: None,
        substitutions: substitutions.map(|it| it.into_node(written.span)),
    }
}

/// Replaces intrinsics and dynamic references below a node, maps in the order of their sorted keys, by substitutions
/// that are counted through the whole definition.
fn move_out(node: &mut Node, moved: &mut Map) {
    match &mut node.value {
        Value::List(items) => items.iter_mut().for_each(|it| move_out_value(it, moved)),
        Value::Map(map) => {
            let mut keys: Vec<Text> = map.keys().cloned().collect();
            keys.sort();
            for key in keys {
                move_out_value(map.get_mut(&key).expect("one of the map's keys"), moved);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => (),
    }
}

fn move_out_value(value: &mut Node, moved: &mut Map) {
    if !intrinsics::is_intrinsic(value) && !value.text().is_some_and(|it| is_dynamic_reference(it)) {
        move_out(value, moved);
        return;
    }
    let name = format!("definition_substitution_{}", moved.len() + 1);
    let place = format!("${{{name}}}").into_node(value.span);
    moved.insert(name, std::mem::replace(value, place));
}

/// Whether a string is as a whole `{{resolve:service:key}}`.
fn is_dynamic_reference(text: &str) -> bool {
    // One newline may follow, as Python's `$` does not mind it.
    let text = text.strip_suffix('\n').unwrap_or(text);
    let inner = text.strip_prefix("{{resolve:").and_then(|it| it.strip_suffix("}}"));
    inner.and_then(|it| it.split_once(':')).is_some_and(|(service, key)| {
        let is_name = !service.is_empty() && service.chars().all(|it| it.is_ascii_lowercase() || it == '-');
        is_name && !key.is_empty() && !key.contains('\n')
    })
}
