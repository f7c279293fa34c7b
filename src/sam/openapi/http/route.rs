//! Routes of HTTP APIs: what a path and method call, and who may call it.
use super::{Found, HttpEditor};
use crate::diagnostic::{Diagnostic, Problems, Sound, codes};
use crate::node;
use crate::sam::openapi::editor::{
    ANY_METHOD, INTEGRATION, alternatives, alternatives_mut, check_condition, normalize_method, python2_map,
    report_path_item,
};
use crate::source::Span;
use crate::syntax::{IntoNode, Map, Node, Text};
use crate::template::intrinsics;
use std::collections::HashMap;

/// The path of the route that takes what no other route does.
pub(crate) const DEFAULT_ROUTE: &str = "$default";

/// What API Gateway calls a route: `GET /products`, or the path alone for all methods of it.
pub(crate) fn route_key(method: &str, path: &str) -> String {
    if method == ANY_METHOD { path.to_owned() } else { format!("{} {path}", method.to_uppercase()) }
}

/// A route's integration with a function.
#[derive(Debug)]
pub(crate) struct LambdaIntegration<'a> {
    pub path: &'a Text,
    /// In the spelling of definitions, see [`normalize_method`].
    pub method: &'a Text,
    pub uri: &'a Node,
    pub condition: Option<&'a Node>,
}

/// The authorizer of one method.
#[derive(Debug)]
pub(crate) struct MethodAuthorizer<'a> {
    pub name: &'a Text,
    pub scopes: Option<&'a Node>,
}

impl HttpEditor {
    /// See [`Editor::has_integration`](crate::sam::openapi::Editor::has_integration).
    pub(crate) fn has_integration(&mut self, path: &str, method: &str, problems: &mut Problems) -> Option<bool> {
        self.editor.has_integration(path, method, problems)
    }

    /// See [`Editor::duplicate_route`](crate::sam::openapi::Editor::duplicate_route).
    pub(crate) fn duplicate_route(&mut self, path: &str, method: &str, name: &str, at: Span) -> Diagnostic {
        self.editor.duplicate_route(path, method, name, at)
    }

    /// Makes a method of a path call a function, unless it calls something already.
    ///
    /// `None` when the definition does not allow it, which is reported.
    pub(crate) fn add_lambda_integration(
        &mut self,
        integration: &LambdaIntegration<'_>,
        at: Span,
        problems: &mut Problems,
    ) -> Option<Sound> {
        let LambdaIntegration { path, method, uri, condition } = integration;
        if self.editor.has_integration(path, method, problems)? {
            return Some(Sound);
        }
        self.editor.add_path(path, method, at, problems)?;
        let uri = match condition {
            Some(condition) => intrinsics::if_only(at, *condition, *uri),
            None => (*uri).clone(),
        };
        for item in self.editor.items_of_method(path, method, problems)? {
            let Some(definition) = item.get_mut(method) else { continue };
            if definition.is_null() {
                *definition = Map::python2().into_node(at);
            }
            let span = definition.span;
            let Some(map) = definition.map_mut() else {
                report_path_item(path, span, problems);
                return None;
            };
            let call = [
                ("type", node!(at, "aws_proxy")),
                ("httpMethod", node!(at, "POST")),
                ("payloadFormatVersion", node!(at, "2.0")),
                ("uri", uri.clone()),
            ];
            map.insert(INTEGRATION, python2_map(at, call));
            if **path == DEFAULT_ROUTE && **method == ANY_METHOD {
                map.insert("isDefaultRoute", true.into_node(at));
            }
            map.or_insert_with("responses", || Map::python2().into_node(at));
            if let Some(condition) = condition {
                *definition = intrinsics::if_only(at, *condition, &*definition);
            }
        }
        Some(Sound)
    }

    /// Sets a key of the integration of a method.
    pub(crate) fn set_integration_key(
        &mut self,
        path: &str,
        method: &Text,
        key: &'static str,
        value: &Node,
        problems: &mut Problems,
    ) -> Option<Sound> {
        for definition in self.editor.method_mut(path, method, problems)? {
            let Some(integration) = definition.get_mut(INTEGRATION) else { continue };
            let found = Found::of(integration);
            let Some(integration) = integration.map_mut() else {
                return found.refuse(&format!("`{INTEGRATION}`"), "a map", problems);
            };
            integration.insert(key, value.clone());
        }
        Some(Sound)
    }

    /// Declares the parameters in the path of a method, or marks those that are declared as required.
    pub(crate) fn add_path_parameters(
        &mut self,
        path: &Text,
        method: &Text,
        at: Span,
        problems: &mut Problems,
    ) -> Option<Sound> {
        let names = path_parameters(path);
        if names.is_empty() {
            return Some(Sound);
        }
        for definition in self.editor.method_mut(path, method, problems)? {
            let parameters = definition.or_insert_with("parameters", || Vec::new().into_node(at));
            let found = Found::of(parameters);
            let Some(parameters) = parameters.list_mut() else {
                return found.refuse("`parameters`", "a list", problems);
            };
            // Up to the first entry that is not a map: those before it may be all that is looked for.
            let mut places: HashMap<Text, usize> = HashMap::new();
            let odd = parameters.iter().position(|it| it.map().is_none());
            for (place, parameter) in parameters.iter().enumerate().take(odd.unwrap_or(parameters.len())) {
                if let Some(name) = parameter.get("name").and_then(Node::text) {
                    places.entry(name.clone()).or_insert(place);
                }
            }
            for name in &names {
                let place = places.get(*name).copied();
                if let Some(odd) = odd.filter(|_| place.is_none()) {
                    return Found::of(&parameters[odd]).refuse("a parameter", "a map", problems);
                }
                match place.and_then(|it| parameters[it].map_mut()) {
                    Some(parameter) => {
                        parameter.insert("in", "path".into_node(at));
                        parameter.insert("required", true.into_node(at));
                    }
                    None => {
                        let name = Text::from((*name).to_owned()).into_unicode();
                        places.insert(name.clone(), parameters.len());
                        let name = name.into_node(at);
                        let rest = [("name", name), ("in", node!(at, "path")), ("required", node!(at, true))];
                        parameters.push(python2_map(at, rest));
                    }
                }
            }
        }
        Some(Sound)
    }

    /// Adds an authorizer to those of a method.
    pub(crate) fn add_method_authorizer(
        &mut self,
        path: &str,
        method: &Text,
        authorizer: &MethodAuthorizer<'_>,
        at: Span,
        problems: &mut Problems,
    ) -> Option<Sound> {
        for definition in self.editor.method_mut(path, method, problems)? {
            let security = definition.or_insert_with("security", || Vec::new().into_node(at));
            let found = Found::of(security);
            let Some(security) = security.list_mut() else { return found.refuse("`security`", "a list", problems) };
            security.push(requirement(authorizer.name, authorizer.scopes, at));
        }
        Some(Sound)
    }

    /// Has every method of a path that calls something authorized, unless it says itself how.
    pub(crate) fn set_default_authorizer(
        &mut self,
        path: &str,
        name: &Text,
        scopes: Option<&Node>,
        at: Span,
        problems: &mut Problems,
    ) -> Option<Sound> {
        for item in self.editor.items_mut(path, problems)? {
            let methods: Vec<(Text, Span)> = item.entries().map(|(it, entry)| (it.clone(), entry.key_span)).collect();
            for (method, span) in methods {
                let normalized = normalize_method(&method);
                if matches!(&*normalized, "parameters" | "options") {
                    continue;
                }
                if !item.contains_key(&normalized) {
                    let message =
                        format!("method `{method}` of path `{path}` is not spelled the way definitions spell it");
                    let finding = Diagnostic::new(&codes::INVALID_DEFINITION, span, message);
                    problems.push(finding.help(format!("write `{normalized}`")).fix(span, &*normalized));
                    return None;
                }
                let Some(definition) = item.get_mut(&method) else { continue };
                for definition in self::definitions(definition, path, &method, problems)? {
                    let unprotected = definition.truthy("security").is_none();
                    if definition.truthy(INTEGRATION).is_some() && unprotected {
                        definition.insert("security", node!(at, vec![requirement(name, scopes, at)]));
                    }
                }
            }
        }
        Some(Sound)
    }

    /// Whether the default route, under all conditions, calls the function with this logical id.
    ///
    /// `None` when that cannot be told, which is reported.
    pub(crate) fn default_route_calls(&mut self, logical_id: &str, problems: &mut Problems) -> Option<bool> {
        if !self.editor.has_integration(DEFAULT_ROUTE, ANY_METHOD, problems)? {
            return Some(false);
        }
        let Some(item) = self.editor.item(DEFAULT_ROUTE) else { return Some(false) };
        let methods = alternatives(item).into_iter().filter_map(|it| it.get(ANY_METHOD));
        for definition in methods.flat_map(alternatives) {
            let Some(integration) = definition.get(INTEGRATION) else { return Some(false) };
            if integration.map().is_none() {
                return Found::of(integration).refuse(&format!("`{INTEGRATION}`"), "a map", problems);
            }
            let Some(uri) = integration.get("uri").filter(|it| it.map().is_some()) else { return Some(false) };
            check_condition(uri, problems)?;
            for uri in alternatives(uri) {
                let arn = uri.map().and_then(|it| it.get("Fn::Sub"));
                if arn.is_some_and(|it| it.text().is_none()) || uri.map().is_none() {
                    let message = "SAM cannot determine which function this `uri` calls";
                    let finding = Diagnostic::new(&codes::INVALID_DEFINITION, uri.span, message);
                    problems.push(finding.help("write it as `Fn::Sub` with a string"));
                    return None;
                }
                if arn.and_then(Node::text).and_then(|it| called_function(it)) != Some(logical_id) {
                    return Some(false);
                }
            }
        }
        Some(true)
    }
}

/// The logical id before the first `.Arn` in the text of an `Fn::Sub`.
fn called_function(arn: &str) -> Option<&str> {
    arn.match_indices(".Arn").find_map(|(end, _)| {
        let id = &arn[..end];
        let start = id.rfind(|it: char| !it.is_ascii_alphanumeric()).map_or(0, |at| at + 1);
        Some(&id[start..]).filter(|it| !it.is_empty())
    })
}

/// The names of the parameters in a path: `id` in `/users/{id}`.
fn path_parameters(path: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut rest = path;
    while let Some(open) = rest.find('{') {
        rest = &rest[open + 1..];
        match rest.find('}') {
            Some(close) if !rest[..close].contains('\n') => {
                names.push(&rest[..close]);
                rest = &rest[close + 1..];
            }
            Some(_) => (),
            None => break,
        }
    }
    names
}

/// One way to be authorized: an authorizer with the scopes that it asks for.
fn requirement(name: &Text, scopes: Option<&Node>, at: Span) -> Node {
    let scopes = scopes.cloned().unwrap_or_else(|| Vec::new().into_node(at));
    Map::from_iter([(name.clone(), scopes)]).into_node(at)
}

/// The definitions that a method may have. `None` when one of them is no map, which is reported.
fn definitions<'a>(method: &'a mut Node, path: &str, name: &str, problems: &mut Problems) -> Option<Vec<&'a mut Map>> {
    check_condition(method, problems)?;
    let mut found = Vec::new();
    for definition in alternatives_mut(method) {
        let kind = Found::of(definition);
        let Some(definition) = definition.map_mut() else {
            return kind.refuse(&format!("method `{name}` of path `{path}`"), "a map", problems);
        };
        found.push(definition);
    }
    Some(found)
}
