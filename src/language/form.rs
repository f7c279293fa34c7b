//! What of the transform's language stands where nobody understands it.
use super::loops::misplaced_loop;
use super::{Found, SECTIONS};
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::source::Sources;
use crate::syntax::{Map, Node, Text, Value};
use crate::template::functions::is_for_each;
use crate::template::{functions, intrinsics};

/// Looks through a template that lists the transform.
pub(super) fn check(sections: &Map, sources: &Sources, problems: &mut Problems) {
    let mut found = Found::new();
    for (name, section) in sections.entries().filter(|(name, _)| !SECTIONS.contains(&&***name)) {
        match is_for_each(name) {
            true => found.push(misplaced_loop(name, section)),
            false => misplaced_loops(&section.value, &mut found),
        }
    }
    if let Some(globals) = sections.get("Globals") {
        misplaced_functions(globals, &mut found);
    }
    for name in SECTIONS {
        for (key, entry) in sections.get(name).and_then(Node::map).into_iter().flat_map(Map::entries) {
            let before = found.len();
            check_forms(&entry.value, sources, &mut found);
            if name == "Resources" && !is_for_each(key) {
                found[before..].iter_mut().for_each(|it| it.subject.resource = Some(key.to_string()));
            }
        }
    }
    found.into_iter().for_each(|it| problems.push(it));
}

/// Reports the loops at any depth below a node, where there can be none.
pub(super) fn misplaced_loops(node: &Node, found: &mut Found) {
    match &node.value {
        Value::Map(map) => {
            for (key, entry) in map.entries() {
                if is_for_each(key) {
                    found.push(misplaced_loop(key, entry));
                }
                misplaced_loops(&entry.value, found);
            }
        }
        Value::List(items) => items.iter().for_each(|it| misplaced_loops(it, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => (),
    }
}

/// Reports functions under `Globals` that nobody resolves: SAM merges the section only when the transform has run.
fn misplaced_functions(node: &Node, found: &mut Found) {
    node.walk(&mut |node| {
        let Some((name, argument)) = node.map().and_then(Map::only) else { return };
        let is_computed_ref = **name == *"Ref" && argument.map().is_some();
        let has_default = **name == *"Fn::FindInMap" && argument.list().is_some_and(|it| it.len() == 4);
        let is_extension = functions::find(name).is_some_and(|it| it.is_extension);
        if !(is_computed_ref || has_default || is_extension) {
            return;
        }
        let what = match (is_computed_ref, has_default) {
            (true, _) => "a function in `Ref`".to_owned(),
            (_, true) => "a default of `Fn::FindInMap`".to_owned(),
            _ => format!("`{name}`"),
        };
        let message = format!("{what} is not resolved under `Globals`");
        let finding = Diagnostic::new(&codes::MISPLACED_FUNCTION, node.span, message);
        found.push(
            finding.help(
                "write it in the resources: the transform goes over `Resources`, `Conditions` and `Outputs` alone",
            ),
        );
    });
}

/// Reports short forms that do not exist, and references whose names hold placeholders.
fn check_forms(node: &Node, sources: &Sources, found: &mut Found) {
    node.walk(&mut |node| {
        let Some((name, entry)) = node.map().filter(|it| it.len() == 1).and_then(|it| it.entries().next()) else {
            return;
        };
        let is_extension = functions::find(name).is_some_and(|it| it.is_extension) || **name == *functions::FOR_EACH;
        if is_extension && sources.of(node.span).slice(node.span).starts_with('!') {
            found.push(short_form(name, node));
        }
        let placeholder = intrinsics::referenced_id(node).and_then(placeholder);
        if let Some(placeholder) = placeholder {
            let message = format!("`{name}` with `{placeholder}` in the name may not be resolved");
            let finding = Diagnostic::new(&codes::LOOP_VARIABLE_IN_REF, entry.value.span, message);
            found.push(finding.help(match **name == *"Ref" {
                true => "write `Ref: {Fn::Sub: Name${Identifier}}`",
                false => "write `Fn::GetAtt: [{Fn::Sub: Name${Identifier}}, Attribute]`",
            }));
        }
    });
}

/// A placeholder of a loop in a name.
fn placeholder(name: &str) -> Option<&str> {
    let start = name.find("${")?;
    let length = name[start..].find('}')?;
    Some(&name[start..=start + length])
}

fn short_form(name: &Text, node: &Node) -> Diagnostic {
    let short = name.trim_start_matches("Fn::");
    let finding = Diagnostic::new(&codes::UNKNOWN_SHORT_FORM, node.span, format!("`!{short}` does not exist"));
    finding.help(format!("write `{name}:` with its argument"))
}
