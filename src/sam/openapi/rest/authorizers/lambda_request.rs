//! A function that checks headers, query strings, stage variables or the context of a request.
use super::{AUTHORIZER, Authorizer, Kind, report_type};
use crate::diagnostic::{Diagnostic, Problems, Sound, codes};
use crate::node;
use crate::source::Span;
use crate::syntax::{IntoNode, Map, Node, Number, Text, Value};

pub(super) static KIND: Kind =
    Kind { authtype: "custom", header: |_, _| Some(node!(Span::NOWHERE, "Unused")), check, complete };

/// Where what is checked may stand, with the word for it in definitions.
const SOURCES: [(&str, &str); 4] = [
    ("Headers", "method.request.header."),
    ("QueryStrings", "method.request.querystring."),
    ("StageVariables", "stageVariables."),
    ("Context", "context."),
];

/// Without a source nothing could be cached, so the function must be called each time.
fn check(authorizer: &Authorizer<'_>, problems: &mut Problems) -> Option<Sound> {
    let identity = authorizer.get("Identity").filter(|it| it.is_truthy());
    if let Some(identity) = identity.filter(|it| it.map().is_none()) {
        report_type("Identity", identity, "a map", problems);
        return None;
    }
    let map = identity.and_then(Node::map);
    let has_source = SOURCES.iter().any(|(name, _)| map.is_some_and(|it| it.truthy(name).is_some()));
    if has_source || map.is_some_and(|it| it.present("ReauthorizeEvery").is_some_and(is_never_cached)) {
        return Some(Sound);
    }
    let span = identity.or(authorizer.get("FunctionPayloadType")).map_or(Span::NOWHERE, |it| it.span);
    let name = authorizer.name;
    let message = format!("authorizer `{name}` does not say which part of a request identifies the caller");
    let finding = Diagnostic::new(&codes::MISSING_PROPERTY, span, message).missing([
        "Headers",
        "QueryStrings",
        "StageVariables",
        "Context",
        "Identity",
    ]);
    problems.push(finding.help("add `Headers`, `QueryStrings`, `StageVariables` or `Context` under `Identity`"));
    None
}

/// Whether a time to live is no more than zero, written as a number or as text.
fn is_never_cached(seconds: &Node) -> bool {
    match &seconds.value {
        Value::Bool(it) => !it,
        Value::Number(Number::Integer(it)) => *it <= 0,
        Value::Number(Number::Big(digits)) => digits.starts_with('-'),
        Value::Number(Number::Float(it)) => *it < 1.0,
        Value::Text(text) => text.trim().replace('_', "").parse::<i128>().is_ok_and(|it| it <= 0),
        Value::Null | Value::List(_) | Value::Map(_) => false,
    }
}

fn complete(
    authorizer: &Authorizer<'_>,
    definition: &mut Map,
    partition: &str,
    at: Span,
    problems: &mut Problems,
) -> Option<Sound> {
    let mut inner = authorizer.lambda_definition("request", partition, at);
    let source = identity_source(authorizer, problems)?;
    if !source.is_empty() {
        inner.insert("identitySource", source.into_node(at));
    }
    definition.insert(AUTHORIZER, inner.into_node(at));
    Some(Sound)
}

/// Everything that identifies the caller, in one text.
fn identity_source(authorizer: &Authorizer<'_>, problems: &mut Problems) -> Option<Text> {
    let (mut parts, mut unicode) = (Vec::new(), false);
    for (name, prefix) in SOURCES {
        let Some(values) = authorizer.identity().and_then(|it| it.truthy(name)) else { continue };
        let Some(list) = values.list() else {
            report_type(name, values, "a list of strings", problems);
            return None;
        };
        for value in list {
            let Some(text) = value.text() else {
                report_type(name, value, "a list of strings", problems);
                return None;
            };
            unicode |= text.is_unicode();
            parts.push(format!("{prefix}{text}"));
        }
    }
    Some(Text::from(parts.join(", ")).with_unicode(unicode))
}
