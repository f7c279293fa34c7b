//! `GatewayResponses` of a REST API.
use super::table::GatewayResponse;
use super::{Source, editing};
use crate::diagnostic::{Diagnostic, Problems, Sound, codes};
use crate::property::unknown_properties;
use crate::python;
use crate::sam::openapi::rest;
use crate::source::Span;
use crate::syntax::{Map, Node, Text};
use crate::template::intrinsics;
use indexmap::IndexMap;

const PARAMETERS: [&str; 3] = ["Headers", "Paths", "QueryStrings"];

/// Writes `GatewayResponses` into the definition. `None` when there is a mistake, which is reported.
pub(super) fn add(source: &Source<'_>, body: &mut Option<Node>, problems: &mut Problems) -> Option<Sound> {
    let Some(written) = source.api.gateway_responses.filter(|it| it.is_truthy()) else { return Some(Sound) };
    let responses = written.map().expect("a map, by the table");
    let at = written.span;
    let mut read = IndexMap::new();
    for (kind, response) in responses.iter() {
        read.insert(kind, read_response(kind, response, problems)?);
    }
    let mut editor = editing::open(body, "GatewayResponses", at, problems)?;
    // The reference collects them in a dictionary.
    let mut order = Map::python2();
    read.keys().for_each(|kind| drop(order.insert(*kind, Node::null(at))));
    for kind in order.keys() {
        let Some(response) = read.get(kind) else { continue };
        let response = rest::GatewayResponse {
            kind,
            parameters: response.parameters,
            templates: response.templates,
            status_code: response.status_code.as_deref(),
        };
        editor.add_gateway_response(&response, at, problems)?;
    }
    *body = Some(editor.close());
    Some(Sound)
}

/// A response as written, without mistakes.
struct Response<'a> {
    parameters: Option<&'a Map>,
    templates: Option<&'a Node>,
    status_code: Option<String>,
}

fn read_response<'a>(kind: &Text, written: &'a Node, problems: &mut Problems) -> Option<Response<'a>> {
    let Some(map) = written.map().filter(|_| !intrinsics::is_intrinsic(written)) else {
        let message = format!("the response `{kind}` must be a map, not an intrinsic function");
        problems.push(Diagnostic::new(&codes::WRONG_TYPE, written.span, message));
        return None;
    };
    if !unknown_properties(GatewayResponse::TABLE, map, problems) {
        return None;
    }
    let parameters = match map.truthy("ResponseParameters") {
        None => None,
        Some(written) => {
            let Some(parameters) = written.map() else {
                let message = format!("`ResponseParameters` is {}; it must be a map", written.kind_name());
                problems
                    .push(Diagnostic::new(&codes::WRONG_TYPE, written.span, message).value_of("ResponseParameters"));
                return None;
            };
            check_parameters(parameters, problems)?;
            Some(parameters)
        }
    };
    let status_code = status_code(map.present("StatusCode"), problems)?;
    Some(Response { parameters, templates: map.get("ResponseTemplates"), status_code })
}

fn check_parameters(parameters: &Map, problems: &mut Problems) -> Option<Sound> {
    for (name, entry) in parameters.entries() {
        if !PARAMETERS.contains(&&**name) {
            report_parameter(name, entry.key_span, problems);
            return None;
        }
    }
    Some(Sound)
}

fn report_parameter(name: &str, span: Span, problems: &mut Problems) {
    let message = format!("unknown property `{name}`");
    let finding = Diagnostic::new(&codes::UNKNOWN_PROPERTY, span, message).unknown();
    problems.push(finding.help("expected one of `Headers`, `Paths`, `QueryStrings`"));
}

fn status_code(written: Option<&Node>, problems: &mut Problems) -> Option<Option<String>> {
    let Some(written) = written else { return Some(None) };
    let code = python::print(written);
    let digits = code.strip_suffix('\n').unwrap_or(&code);
    let is_code = (1..=3).contains(&digits.len()) && digits.bytes().all(|it| it.is_ascii_digit());
    if written.is_truthy() && !is_code {
        let message = "`StatusCode` must be a number of at most three digits";
        problems.push(Diagnostic::new(&codes::INVALID_VALUE, written.span, message).value_of("StatusCode"));
        return None;
    }
    Some(Some(code))
}
