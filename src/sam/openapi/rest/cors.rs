//! Answers to the preflight requests of browsers, which ask what another site may do with an API.
use super::RestEditor;
use crate::diagnostic::{Diagnostic, Problems, Sound, codes};
use crate::node;
use crate::sam::openapi::path::normalized;
use crate::sam::openapi::{ANY_METHOD, INTEGRATION, python2_map};
use crate::source::Span;
use crate::syntax::{IntoNode, Map, Node};
use std::collections::{BTreeSet, HashSet};

/// What other sites may do.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Cors<'a> {
    pub origin: Option<&'a Node>,
    pub headers: Option<&'a Node>,
    /// The methods that the path has, when omitted.
    pub methods: Option<&'a Node>,
    pub max_age: Option<&'a Node>,
    pub credentials: bool,
}

const OPTIONS: &str = "options";
/// The methods that a path with a method for all of them has.
const ALL_METHODS: &str = "DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT";

impl RestEditor {
    /// Adds the method `options` to every path that has none. `None` when it cannot be done, which is reported.
    pub(crate) fn add_cors(&mut self, cors: &Cors<'_>, at: Span, problems: &mut Problems) -> Option<Sound> {
        let paths: Vec<_> = self.base.paths().keys().cloned().collect();
        let mut done = HashSet::new();
        for path in &paths {
            if !done.insert(normalized(path)) {
                continue;
            }
            // For both sides of a path under an `Fn::If`, the methods of the first.
            let mut methods = cors.methods.filter(|it| it.is_truthy()).cloned();
            for item in self.base.items_mut(path, problems)? {
                if item.contains_key(OPTIONS) {
                    continue;
                }
                let Some(origin) = cors.origin.filter(|it| it.is_truthy()) else {
                    let finding = Diagnostic::new(&codes::INVALID_CORS, at, "`Cors` needs `AllowOrigin`");
                    problems.push(finding.help("write the origin in single quotes inside double quotes: \"'*'\""));
                    return None;
                };
                let methods = &*methods.get_or_insert_with(|| methods_of(item, at));
                item.insert(OPTIONS, preflight(cors, origin, methods, at));
            }
        }
        Some(Sound)
    }
}

/// The methods of a path as a header lists them.
fn methods_of(item: &Map, at: Span) -> Node {
    let methods = if item.contains_key(ANY_METHOD) {
        ALL_METHODS.to_owned()
    } else {
        let mut methods: BTreeSet<String> = item.keys().map(|it| it.to_uppercase()).collect();
        methods.insert(OPTIONS.to_uppercase());
        methods.into_iter().collect::<Vec<_>>().join(",")
    };
    format!("'{methods}'").into_node(at)
}

/// The method that answers with the headers and nothing else.
fn preflight(cors: &Cors<'_>, origin: &Node, methods: &Node, at: Span) -> Node {
    let (mut parameters, mut headers) = (Map::python2(), Map::python2());
    let mut add = |name: &'static str, value: &Node, kind: &'static str| {
        parameters.insert(format!("method.response.header.{name}"), value.clone());
        headers.insert(name, node!(at, {"type": kind}));
    };
    add("Access-Control-Allow-Origin", origin, "string");
    if let Some(allowed) = cors.headers.filter(|it| it.is_truthy()) {
        add("Access-Control-Allow-Headers", allowed, "string");
    }
    add("Access-Control-Allow-Methods", methods, "string");
    if let Some(age) = cors.max_age {
        add("Access-Control-Max-Age", age, "integer");
    }
    if cors.credentials {
        add("Access-Control-Allow-Credentials", &node!(at, "'true'"), "string");
    }
    let answer = python2_map(
        at,
        [
            ("statusCode", node!(at, "200")),
            ("responseParameters", parameters.into_node(at)),
            ("responseTemplates", node!(at, {"application/json": "{}\n"})),
        ],
    );
    let integration = python2_map(
        at,
        [
            ("type", node!(at, "mock")),
            ("requestTemplates", node!(at, {"application/json": "{\n  \"statusCode\" : 200\n}\n"})),
            ("responses", python2_map(at, [("default", answer)])),
        ],
    );
    let response = python2_map(
        at,
        [("description", node!(at, "Default response for CORS method")), ("headers", headers.into_node(at))],
    );
    python2_map(
        at,
        [
            ("summary", node!(at, "CORS support")),
            ("consumes", node!(at, ["application/json"])),
            ("produces", node!(at, ["application/json"])),
            (INTEGRATION, integration),
            ("responses", python2_map(at, [("200", response)])),
        ],
    )
}
