//! Finds conditions of policies that AWS refuses.
use crate::diagnostic::{Diagnostic, Problems, nearest};
use crate::facts::policy_documents::{IF_EXISTS, OPERATORS, QUANTIFIERS};
use crate::rule;
use crate::semantics::Semantics;
use crate::semantics::policy_documents::{is_open, parts};
use crate::syntax::{Map, Node};
use crate::template::intrinsics;

rule! {
    /// The condition of a policy has an operator that does not exist, or another form than operator, key and value.
    ///
    /// `Condition` is a map of operators such as `StringEquals`, each with a map of keys such as `aws:SourceArn` and their
    /// values. AWS refuses the policy otherwise, when the stack is deployed ("IAM JSON policy elements: Condition
    /// operators" in the IAM user guide).
    ///
    /// ```yaml bad
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Policies:
    ///         - Version: '2012-10-17'
    ///           Statement:
    ///             - Effect: Allow
    ///               Action: cloudwatch:PutMetricData
    ///               Resource: '*'
    ///               Condition:
    ///                 StringEqual:
    ///                   cloudwatch:namespace: Shop
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Policies:
    ///         - Version: '2012-10-17'
    ///           Statement:
    ///             - Effect: Allow
    ///               Action: cloudwatch:PutMetricData
    ///               Resource: '*'
    ///               Condition:
    ///                 StringEquals:
    ///                   cloudwatch:namespace: Shop
    /// ```
    "invalid-policy-condition" Error check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for document in semantics.policy_documents() {
        for statement in &document.statements {
            let mut report = |finding| problems.push(document.report(finding));
            for part in statement.parts(&["Condition"], semantics) {
                match part.node.map() {
                    Some(_) if intrinsics::is_intrinsic(part.node) => (),
                    Some(map) => check_operators(map, semantics, &mut report),
                    None => {
                        let message =
                            format!("`Condition` is {}; it must be a map of operators", part.node.kind_name());
                        let finding = Diagnostic::new(&CODE, part.node.span, message);
                        report(finding.help("write an operator such as `StringEquals`, and under it keys and values"));
                    }
                }
            }
        }
    }
}

fn check_operators(map: &Map, semantics: &Semantics<'_>, report: &mut dyn FnMut(Diagnostic)) {
    for (key, entry) in map.entries().filter(|(it, _)| !it.starts_with("Fn::")) {
        if !exists(key) {
            let finding = Diagnostic::new(&CODE, entry.key_span, format!("there is no operator `{key}`"));
            report(match nearest(key, all_operators().iter().map(|it| &**it)) {
                Some(near) => finding.did_you_mean(entry.key_span, key, near),
                None if key.contains(':') => {
                    finding.help("write an operator such as `StringEquals`, and the key under it")
                }
                None => finding.help("operators are `StringEquals`, `StringLike`, `ArnLike`, `Bool` and others"),
            });
            continue;
        }
        for branch in semantics.present_branches(&entry.value, &[]) {
            match branch.node.map() {
                Some(_) if intrinsics::is_intrinsic(branch.node) => (),
                Some(keys) if is_open(keys) => (),
                Some(keys) => check_keys(keys, semantics, report),
                None if branch.node.is_null() => (),
                None => {
                    let message =
                        format!("`{key}` is {}; it must be a map of keys and values", branch.node.kind_name());
                    report(Diagnostic::new(&CODE, branch.node.span, message));
                }
            }
        }
    }
}

fn check_keys(keys: &Map, semantics: &Semantics<'_>, report: &mut dyn FnMut(Diagnostic)) {
    for (key, entry) in keys.entries() {
        if !key.contains(':') && !key.contains("${") {
            let finding = Diagnostic::new(&CODE, entry.key_span, format!("`{key}` is not the key of a condition"));
            report(finding.help("keys begin with a service or with `aws:`, as in `aws:SourceArn`"));
            continue;
        }
        let maps = |it: &&Node| it.map().is_some() && !intrinsics::is_intrinsic(it);
        for part in parts(&entry.value, &[], semantics).iter().map(|it| it.node).filter(maps) {
            let message = format!("`{key}` is a map; it takes a value or a list of values");
            report(Diagnostic::new(&CODE, part.span, message));
        }
    }
}

/// Whether there is such an operator. They are taken in any case.
fn exists(key: &str) -> bool {
    let name = QUANTIFIERS.iter().find_map(|it| key.strip_prefix(it)).unwrap_or(key);
    let name = name.strip_suffix(IF_EXISTS).unwrap_or(name);
    OPERATORS.iter().any(|it| it.eq_ignore_ascii_case(name))
}

/// All operators, with what they can begin and end with.
fn all_operators() -> Vec<String> {
    let starts = || QUANTIFIERS.into_iter().chain([""]);
    let of = |name: &str| {
        starts().flat_map(move |it| [format!("{it}{name}"), format!("{it}{name}{IF_EXISTS}")]).collect::<Vec<_>>()
    };
    OPERATORS.iter().flat_map(|it| of(it)).collect()
}
