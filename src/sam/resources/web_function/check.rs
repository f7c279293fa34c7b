//! What the properties of a web function must be, beyond their types.
use super::table::WebFunction;
use crate::cfn::Context;
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::source::Span;
use crate::syntax::{Map, Node, Number, Value};
use crate::template::intrinsics;

/// The type of an endpoint when none is given.
pub(super) const DEFAULT_ENDPOINT_TYPE: &str = "HomeRegion";
/// Types of endpoints that send requests to several regions.
const REGIONAL: [&str; 2] = ["MultiRegion", "PerRegion"];
const TIMEOUT: std::ops::RangeInclusive<i64> = 3..=900;
const MOST_REVISIONS: usize = 2;
/// What the weights of revisions add up to.
const WHOLE: i64 = 100;
const LONGEST_VARIABLE: usize = 4096;

/// Refuses what Lambda would refuse. `at` is the function, for what is missing.
pub(super) fn check(function: &WebFunction<'_>, at: Span, context: &Context<'_>, problems: &mut Problems) {
    if !function.auth_type.is_some_and(Node::is_truthy) {
        let finding =
            Diagnostic::new(&codes::MISSING_PROPERTY, at, "a web function needs `AuthType`").missing(["AuthType"]);
        let help = "add `AuthType: IamAuth`, or `AuthType: ApplicationManaged` \
                    when the function itself checks who may call it";
        problems.push(finding.help(help));
    }
    check_deployment(function, at, context, problems);
    if let Some(timeout) = function.timeout {
        check_timeout(timeout, problems);
    }
    if let Some(weights) = function.revision_weights.filter(|it| it.is_truthy()) {
        check_weights(weights, problems);
    }
    let variables = function.environment_variables.filter(|it| !intrinsics::is_intrinsic(it));
    if let Some(variables) = variables.and_then(Node::map) {
        check_variables(variables, problems);
    }
    if let Some(connector) = function.egress_network_connector_arn {
        check_connector(connector, problems);
    }
}

/// How the endpoint follows new revisions, and the weights of revisions, must go together.
fn check_deployment(function: &WebFunction<'_>, at: Span, context: &Context<'_>, problems: &mut Problems) {
    let resolved = |it: Option<&Node>, problems: &mut Problems| {
        it.map(|it| context.parameters.resolve(it, problems)).filter(Node::is_truthy)
    };
    let mode = resolved(function.auto_deployment_mode, problems);
    let follows = match (&mode, function.auto_deployment_mode) {
        (Some(mode), _) if mode.is_text("Disabled") => false,
        (Some(mode), Some(written)) if !mode.is_text("LatestRevision") => {
            let message = match mode.text() {
                Some(text) => format!("`{text}` is not a deployment mode"),
                None => "`AutoDeploymentMode` must be known before deployment".to_owned(),
            };
            let finding = Diagnostic::new(&codes::INVALID_VALUE, written.span, message);
            problems.push(finding.help("write `LatestRevision` or `Disabled`"));
            return;
        }
        _ => true,
    };
    let endpoint_type = resolved(function.endpoint_type, problems);
    let is_regional = endpoint_type.is_some_and(|it| REGIONAL.iter().any(|regional| it.is_text(regional)));
    let weights = function.revision_weights.filter(|it| it.is_truthy());
    let conflict = |span: Span, message: &str, help: &str| {
        Diagnostic::new(&codes::CONFLICTING_PROPERTIES, span, message).help(help)
    };
    if let (true, Some(weights)) = (follows, weights) {
        let message = "`RevisionWeights` has no effect while the endpoint follows the latest revision";
        problems.push(conflict(weights.span, message, "add `AutoDeploymentMode: Disabled`, or remove it"));
    }
    if follows && is_regional {
        let span = function.endpoint_type.map_or(at, |it| it.span);
        let message = "an endpoint in several regions cannot follow the latest revision";
        problems.push(conflict(span, message, "add `AutoDeploymentMode: Disabled`"));
    }
    if !follows && !is_regional && weights.is_none() {
        let span = function.auto_deployment_mode.map_or(at, |it| it.span);
        let message = "without automatic deployment the endpoint needs `RevisionWeights`";
        let help = "add `RevisionWeights:` with revisions and their shares, or write `LatestRevision`";
        problems.push(conflict(span, message, help));
    }
}

fn check_timeout(timeout: &Node, problems: &mut Problems) {
    let seconds = match &timeout.value {
        Value::Number(Number::Integer(it)) => Some(*it),
        Value::Number(Number::Big(_)) => Some(i64::MAX),
        // As in Python, where a boolean is an integer.
        Value::Bool(it) => Some(i64::from(*it)),
        Value::Number(Number::Float(_)) | Value::Null | Value::Text(_) | Value::List(_) | Value::Map(_) => None,
    };
    if seconds.is_some_and(|it| !TIMEOUT.contains(&it)) {
        let message = format!("a timeout must be between {} and {} seconds", TIMEOUT.start(), TIMEOUT.end());
        problems.push(Diagnostic::new(&codes::INVALID_VALUE, timeout.span, message));
    }
}

fn check_weights(written: &Node, problems: &mut Problems) {
    let help = "write revisions with their shares, such as `RevisionWeights: { my-revision: 100 }`";
    let Some(weights) = written.map().filter(|_| !intrinsics::is_intrinsic(written)) else {
        let message = "`RevisionWeights` must be a map; only its values may be intrinsic functions";
        problems
            .push(Diagnostic::new(&codes::WRONG_TYPE, written.span, message).value_of("RevisionWeights").help(help));
        return;
    };
    let mut sum = Some(0);
    for weight in weights.values() {
        let share = match &weight.value {
            Value::Number(Number::Integer(it)) => Some(*it),
            Value::Bool(it) => Some(i64::from(*it)),
            _ if intrinsics::is_intrinsic(weight) => {
                sum = None;
                continue;
            }
            _ => None,
        };
        let Some(share) = share.filter(|it| (1..=WHOLE).contains(it)) else {
            let message = format!("a weight must be an integer from 1 to {WHOLE}");
            problems.push(Diagnostic::new(&codes::INVALID_VALUE, weight.span, message).help(help));
            return;
        };
        sum = sum.map(|it| it + share);
    }
    if weights.len() > MOST_REVISIONS {
        let message = format!("requests can be shared among at most {MOST_REVISIONS} revisions");
        problems.push(Diagnostic::new(&codes::INVALID_VALUE, written.span, message));
    } else if let Some(sum) = sum.filter(|it| *it != WHOLE) {
        let message = format!("the weights add up to {sum}; they must add up to {WHOLE}");
        problems.push(Diagnostic::new(&codes::INVALID_VALUE, written.span, message));
    }
}

fn check_variables(variables: &Map, problems: &mut Problems) {
    for (name, entry) in variables.entries() {
        // The reference lets a line break pass at the end.
        let checked = name.strip_suffix('\n').unwrap_or(name);
        let sound = checked.starts_with(|it: char| it.is_ascii_alphabetic())
            && checked.chars().all(|it| it.is_ascii_alphanumeric() || it == '_');
        if !sound {
            let message = format!("`{name}` is not a valid name for an environment variable");
            let finding = Diagnostic::new(&codes::INVALID_VALUE, entry.key_span, message);
            problems.push(finding.help("begin with a letter, and use letters, digits and `_` only"));
        }
        let Some(value) = entry.value.text() else { continue };
        if value.is_empty() {
            let message = format!("environment variable `{name}` is empty");
            problems.push(Diagnostic::new(&codes::INVALID_VALUE, entry.value.span, message).help("remove it"));
        } else if value.chars().count() > LONGEST_VARIABLE {
            let message = format!("environment variable `{name}` has more than {LONGEST_VARIABLE} characters");
            problems.push(Diagnostic::new(&codes::INVALID_VALUE, entry.value.span, message));
        }
    }
}

fn check_connector(written: &Node, problems: &mut Problems) {
    let Some(arn) = written.text() else { return };
    let parts: Vec<&str> = arn.split(':').collect();
    let sound = matches!(parts.as_slice(),
        ["arn", partition, "lambda", _, _, "network-connector", name, version]
        if !partition.is_empty() && !name.is_empty() && !version.is_empty());
    if !sound {
        let message = "this is not the ARN of a network connector version";
        let finding = Diagnostic::new(&codes::INVALID_VALUE, written.span, message);
        problems.push(finding.help("write an ARN with the version, such as `!GetAtt MyConnector.LatestVersionArn`"));
    }
}
