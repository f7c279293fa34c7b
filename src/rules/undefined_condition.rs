//! Finds conditions that are used and not defined.
use crate::diagnostic::{Diagnostic, Problems, Searches, codes};
use crate::rule;
use crate::semantics::Semantics;
use crate::syntax::{Map, Node};
use crate::template::intrinsics;

rule! {
    UNDEFINED_CONDITION check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    if semantics.has_other_transforms() {
        return;
    }
    let (template, searches) = (semantics.template, Searches::new());
    let named = |node: &Node| node.get("Condition").filter(|it| it.text().is_some()).cloned();
    if let Some(conditions) = template.section("Conditions") {
        conditions.walk(&mut |node| {
            let used = intrinsics::argument(node, "Condition").filter(|it| it.text().is_some());
            used.into_iter().for_each(|it| check_name(semantics, it, &searches, problems));
        });
    }
    check_ifs(semantics, template.section("Globals"), &searches, problems);
    for (id, resource) in template.resources().iter() {
        problems.in_resource(id, |problems| {
            named(resource).iter().for_each(|it| check_name(semantics, it, &searches, problems));
            check_ifs(semantics, Some(resource), &searches, problems);
        });
    }
    let outputs = template.section("Outputs");
    for output in outputs.and_then(Node::map).into_iter().flat_map(Map::values) {
        named(output).iter().for_each(|it| check_name(semantics, it, &searches, problems));
    }
    check_ifs(semantics, outputs, &searches, problems);
}

fn check_ifs(semantics: &Semantics<'_>, below: Option<&Node>, searches: &Searches, problems: &mut Problems) {
    let Some(below) = below else { return };
    below.walk(&mut |node| {
        let condition = intrinsics::argument(node, "Fn::If").and_then(Node::list).and_then(<[Node]>::first);
        condition.into_iter().for_each(|it| check_name(semantics, it, searches, problems));
    });
}

fn check_name(semantics: &Semantics<'_>, used: &Node, searches: &Searches, problems: &mut Problems) {
    let Some(name) = used.text() else { return };
    let written = semantics.template.section("Conditions").and_then(Node::map);
    let generated = semantics.expanded.document.get("Conditions").and_then(Node::map);
    let is_defined = [written, generated].into_iter().flatten().any(|it| it.contains_key(name));
    if is_defined || semantics.template.may_make(name) {
        return;
    }
    let near = searches.nearest(name, written.into_iter().flat_map(Map::keys).map(|it| &**it));
    // Without an expansion it is not known which conditions will be generated.
    if !semantics.complete && near.is_none() {
        return;
    }
    let finding = Diagnostic::new(
        &codes::UNDEFINED_CONDITION,
        used.span,
        format!("there is no condition `{name}` in this template"),
    );
    problems.push(match near {
        Some(near) if semantics.source.slice(used.span) == &**name => finding.did_you_mean(used.span, name, near),
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.help("define it under `Conditions`, or correct the name"),
    });
}
