//! Finds paths of REST APIs with characters that API Gateway does not take, or takes as they are.
use crate::diagnostic::{Diagnostic, Problems, Severity};
use crate::rule;
use crate::semantics::Semantics;

rule! {
    /// A path of an API event has a part that is not a path part of API Gateway.
    ///
    /// A parameter stands in braces, which enclose the whole part; there is no query string and no wildcard. API Gateway
    /// refuses the rest: "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at
    /// the beginning and the end". It takes `:id` as it is, without meaning, which is a warning (API Gateway developer
    /// guide, "set up REST API methods"). A greedy parameter such as `{proxy+}` takes all that follows, so that nothing can
    /// stand behind it, in REST and HTTP APIs.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Orders:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         Get:
    ///           Type: Api
    ///           Properties:
    ///             Path: /orders/:id
    ///             Method: get
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Orders:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         Get:
    ///           Type: Api
    ///           Properties:
    ///             Path: /orders/{id}
    ///             Method: get
    /// ```
    "invalid-path" Error check
}

/// Signs that surely stand in no path.
const NOWHERE: [char; 8] = ['?', '#', '<', '>', ' ', '\\', '"', '*'];

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for event in semantics.events_of(&["Api", "HttpApi"]) {
        if semantics.has_own_definition(&event) {
            continue;
        }
        let Some(written) = event.properties.present("Path") else { continue };
        let Some(path) = written.text().filter(|it| it.starts_with('/')) else { continue };
        let of_part = || path.split('/').find_map(|it| Some((it, fault(it)?)));
        let Some((part, fault)) = greedy_before_others(path).or_else(of_part) else { continue };
        if event.kind == "HttpApi" && !matches!(fault, Fault::Colon | Fault::Greedy) {
            continue;
        }
        let name: String = part.trim_matches(|it: char| !it.is_alphanumeric()).to_owned();
        let (message, help) = match fault {
            Fault::Colon => {
                (format!("`{part}` in `{path}` is text, not a parameter"), format!("write `{{{name}}}` in its place"))
            }
            Fault::Braces => (
                format!("`{part}` in `{path}` has braces that do not enclose the whole part"),
                "let the parameter be all that stands between two slashes".to_owned(),
            ),
            Fault::Greedy => (
                format!("`{part}` in `{path}` is not the last part, as a greedy parameter must be"),
                format!("end the path with it, or write `{{{}}}`", name.trim_end_matches('+')),
            ),
            Fault::Sign(sign) => (
                format!("`{path}` contains `{sign}`, which is not allowed in a path"),
                "write the path alone, without a query string; parameters stand in braces, as `{id}` does".to_owned(),
            ),
        };
        let mut finding = Diagnostic::new(&CODE, written.span, message).help(help);
        if matches!(fault, Fault::Colon) {
            finding.severity = Severity::Warning;
        }
        event.report(finding, problems);
    }
}

enum Fault {
    /// A parameter as other frameworks write it.
    Colon,
    Braces,
    /// A parameter for all that follows, behind which something follows.
    Greedy,
    Sign(char),
}

fn greedy_before_others(path: &str) -> Option<(&str, Fault)> {
    let mut parts = path.trim_end_matches('/').split('/').rev().skip(1);
    parts.find(|it| it.starts_with('{') && it.ends_with("+}")).map(|it| (it, Fault::Greedy))
}

fn fault(part: &str) -> Option<Fault> {
    if let Some(sign) = part.chars().find(|it| NOWHERE.contains(it)) {
        return Some(Fault::Sign(sign));
    }
    if part.strip_prefix(':').is_some_and(|it| !it.is_empty() && it.chars().all(|it| it.is_alphanumeric() || it == '_'))
    {
        return Some(Fault::Colon);
    }
    let inner = part.strip_prefix('{').and_then(|it| it.strip_suffix('}')).unwrap_or(part);
    inner.contains(['{', '}']).then_some(Fault::Braces)
}
