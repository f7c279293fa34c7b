//! The entries of `Policies`: what kind each is, and policy templates turned into statements.
use super::policy_templates::{self, PolicyTemplate};
use crate::diagnostic::{Diagnostic, Problems, codes, nearest};
use crate::source::Span;
use crate::syntax::{IntoNode, Map, Node, Value};
use crate::template::intrinsics;

/// What an entry of `Policies` is, by its look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PolicyKind {
    /// A name, an ARN, or an intrinsic that gives one.
    Managed,
    /// A policy document: a map with `Statement`.
    Document,
    /// A policy template with its parameters.
    Template,
    Unknown,
}

/// The entries of `Policies`, with policy templates turned into documents, each with its kind.
///
/// A kind of [`PolicyKind::Unknown`] is reported and left out.
pub(crate) fn read(policies: Option<&Node>, problems: &mut Problems) -> Vec<(PolicyKind, Node)> {
    let entries = match policies {
        Some(Node { value: Value::List(items), .. }) => items.as_slice(),
        Some(one) if one.is_truthy() => std::slice::from_ref(one),
        _ => &[],
    };
    entries.iter().filter_map(|entry| read_entry(entry, problems)).collect()
}

fn read_entry(entry: &Node, problems: &mut Problems) -> Option<(PolicyKind, Node)> {
    match kind(entry, problems)? {
        PolicyKind::Unknown => {
            report_unknown(entry, problems);
            None
        }
        PolicyKind::Template => Some((PolicyKind::Document, expand_template(entry, problems)?)),
        kind => Some((kind, entry.clone())),
    }
}

/// The kind of an entry. `None` when the two sides of an `Fn::If` do not go together, which is reported.
fn kind(entry: &Node, problems: &mut Problems) -> Option<PolicyKind> {
    if entry.text().is_some() {
        return Some(PolicyKind::Managed);
    }
    if intrinsics::is_if(entry) {
        return kind_of_if(entry, problems);
    }
    let Some(map) = entry.map() else { return Some(PolicyKind::Unknown) };
    Some(if intrinsics::is_intrinsic(entry) {
        PolicyKind::Managed
    } else if map.contains_key("Statement") {
        PolicyKind::Document
    } else if map.only().is_some_and(|(name, _)| policy_templates::exists(name)) {
        PolicyKind::Template
    } else {
        PolicyKind::Unknown
    })
}

fn kind_of_if(entry: &Node, problems: &mut Problems) -> Option<PolicyKind> {
    let Some([_, then, otherwise]) = intrinsics::if_branches(entry) else {
        let message = "`Fn::If` takes a condition and two values";
        problems.push(Diagnostic::new(&codes::INVALID_INTRINSIC, entry.span, message));
        return None;
    };
    let (one, two) = (kind(then, problems)?, kind(otherwise, problems)?);
    if one == two || intrinsics::is_no_value(otherwise) {
        Some(one)
    } else if intrinsics::is_no_value(then) {
        Some(two)
    } else {
        let message = "the two sides of this `Fn::If` are different kinds of policies";
        let finding = Diagnostic::new(&codes::MIXED_POLICIES, entry.span, message);
        problems.push(finding.help("write an `Fn::If` for each kind, with `!Ref AWS::NoValue` on the other side"));
        None
    }
}

fn report_unknown(entry: &Node, problems: &mut Problems) {
    let finding = |span: Span, message: String| Diagnostic::new(&codes::INVALID_POLICY, span, message);
    let expected = "write the name or ARN of a managed policy, a map with `Statement`, or a policy template such as \
                    `DynamoDBReadPolicy` with its parameters";
    let Some(map) = entry.map() else {
        problems.push(finding(entry.span, format!("a policy cannot be {}", entry.kind_name())).help(expected));
        return;
    };
    if map.contains_key("Effect") && (map.contains_key("Action") || map.contains_key("NotAction")) {
        let message = "this is a statement, not a policy".to_owned();
        problems.push(finding(entry.span, message).help("put it under `Statement:`, as an item of the list there"));
        return;
    }
    let Some((name, _)) = map.only() else {
        let several = map.keys().filter(|it| policy_templates::exists(it)).count() > 1;
        let message = "this is not a policy: it has no `Statement`".to_owned();
        let help = if several { "begin each policy template with its own `-`" } else { expected };
        problems.push(finding(entry.span, message).help(help));
        return;
    };
    let span = map.key_span(name).unwrap_or(entry.span);
    let is_list = |it: &Node| it.list().is_some();
    if intrinsics::if_branches(entry).is_some_and(|[_, then, otherwise]| is_list(then) || is_list(otherwise)) {
        let message = "an `Fn::If` chooses one policy here, not a list of them".to_owned();
        let help = "write an item with `!If` for each policy, with `!Ref AWS::NoValue` on the other side";
        problems.push(finding(span, message).help(help));
        return;
    }
    let finding = finding(span, format!("there is no policy template `{name}`"));
    problems.push(match nearest(name, policy_templates::names()) {
        Some(template) => finding.did_you_mean(span, name, template),
        None => finding.help(expected),
    });
}

/// The document that a policy template stands for, on both sides of an `Fn::If`.
fn expand_template(entry: &Node, problems: &mut Problems) -> Option<Node> {
    if let Some([condition, then, otherwise]) = intrinsics::if_branches(entry) {
        let [then, otherwise] = [then, otherwise].map(|side| {
            if intrinsics::is_no_value(side) { Some(side.clone()) } else { expand_template(side, problems) }
        });
        return Some(intrinsics::if_else(entry.span, condition, then?, otherwise?));
    }
    let (name, parameters) = entry.map()?.only()?;
    let span = entry.map()?.key_span(name).unwrap_or(entry.span);
    let template = policy_templates::find(name)?;
    let Some(given) = parameters.map() else {
        let finding = Diagnostic::new(&codes::INVALID_POLICY, span, format!("`{name}` takes a map of parameters"));
        problems.push(finding.help(parameters_help(template)));
        return None;
    };
    let missing = template.missing(given);
    if !missing.is_empty() {
        let names: Vec<String> = missing.iter().map(|it| format!("`{}`", it.name)).collect();
        let message = format!("policy template `{name}` needs {}", names.join(", "));
        let finding = Diagnostic::new(&codes::MISSING_POLICY_PARAMETER, span, message);
        problems.push(match misspelt_parameter(template, given) {
            Some((span, name)) => finding.related(span, format!("did you mean `{name}`?")),
            None => finding.help(parameters_help(template)),
        });
        return None;
    }
    Some(template.document(span, given).into_node(span))
}

/// A parameter given under a name that is near to one of the template's.
fn misspelt_parameter(template: &PolicyTemplate, given: &Map) -> Option<(Span, String)> {
    template.unknown(given).into_iter().find_map(|written| {
        let name = nearest(written, template.parameters.iter().map(|it| &*it.name))?;
        Some((given.key_span(written)?, name.into()))
    })
}

fn parameters_help(template: &PolicyTemplate) -> String {
    let named = |it: &policy_templates::Parameter| format!("`{}` ({})", it.name, it.description);
    let named: Vec<String> = template.parameters.iter().map(named).collect();
    if named.is_empty() {
        format!("it has no parameters: write `{}: {{}}`", template.name)
    } else {
        format!("it takes {}", named.join(", "))
    }
}
