//! Who may call the methods of a REST API: security definitions, and the lists of them under each method.
use super::authorizers::AWS_IAM;
use super::{Authorizers, RestEditor};
use crate::diagnostic::{Diagnostic, Problems, Sound, codes};
use crate::node;
use crate::sam::openapi::python2_map;
use crate::source::Span;
use crate::syntax::{IntoNode, Map, Node, Text};

/// In the place of an authorizer: anybody may call the method.
pub(super) const NO_AUTHORIZER: &str = "NONE";
/// An API key as a security definition, and the mark of a method that needs none.
const API_KEY: &str = "api_key";
const NO_API_KEY: &str = "api_key_false";
const OPTIONS: &str = "options";

impl RestEditor {
    /// Defines authorizers.
    pub(crate) fn add_authorizers(
        &mut self,
        authorizers: &Authorizers<'_>,
        partition: &str,
        at: Span,
        problems: &mut Problems,
    ) -> Option<Sound> {
        for authorizer in authorizers.iter() {
            let definition = authorizer.definition(partition, at, problems)?;
            self.defined(problems)?.insert(authorizer.name, definition);
        }
        Some(Sound)
    }

    fn defined(&mut self, problems: &mut Problems) -> Option<&mut Map> {
        let span = self.security_definitions().span;
        let map = self.security_definitions().map_mut();
        if map.is_none() {
            let message = "`securityDefinitions` must be a map";
            problems.push(Diagnostic::new(&codes::INVALID_DEFINITION, span, message));
        }
        map
    }

    fn define_aws_iam(&mut self, at: Span, problems: &mut Problems) -> Option<Sound> {
        let definition = [
            ("x-amazon-apigateway-authtype", node!(at, "awsSigv4")),
            ("type", node!(at, "apiKey")),
            ("name", node!(at, "Authorization")),
            ("in", node!(at, "header")),
        ];
        define_once(self.defined(problems)?, AWS_IAM, python2_map(at, definition));
        Some(Sound)
    }

    /// Defines API keys.
    pub(crate) fn define_api_key(&mut self, at: Span, problems: &mut Problems) -> Option<Sound> {
        let definition = [("type", node!(at, "apiKey")), ("name", node!(at, "x-api-key")), ("in", node!(at, "header"))];
        define_once(self.defined(problems)?, API_KEY, python2_map(at, definition));
        Some(Sound)
    }

    /// Lets the authorizer `default` guard every method that says nothing else, also answers to preflight requests
    /// when these are `guarded`.
    pub(crate) fn set_default_authorizer(
        &mut self,
        default: &Text,
        authorizers: &Authorizers<'_>,
        preflight_guarded: bool,
        at: Span,
        problems: &mut Problems,
    ) -> Option<Sound> {
        let scopes = authorizers.get(default).and_then(|it| it.scopes).cloned();
        let scopes = scopes.unwrap_or_else(|| Vec::new().into_node(at));
        let is_authorizer = |it: &Text| *it == AWS_IAM || authorizers.get(it).is_some();
        let mut needs_iam = false;
        for path in self.path_names() {
            for (name, method) in self.base.methods_mut(&path, problems)? {
                if name == OPTIONS && !preflight_guarded {
                    continue;
                }
                let existing = security_of(method, &path, &name, problems)?;
                let (own, mut others): (Vec<Node>, Vec<Node>) =
                    existing.into_iter().partition(|it| keys(it).any(is_authorizer));
                if let Some(open) = others.iter().position(|it| keys(it).any(|key| *key == NO_AUTHORIZER)) {
                    others.remove(open);
                } else if own.is_empty() {
                    others.push(requirement(default, scopes.clone(), at));
                } else {
                    others.extend(own);
                }
                if !others.is_empty() {
                    needs_iam |= begins_with_iam(&others);
                    method.insert("security", others.into_node(at));
                }
            }
        }
        if needs_iam { self.define_aws_iam(at, problems) } else { Some(Sound) }
    }

    /// Asks for an API key from every method that says nothing else, also for preflight requests when these are
    /// `guarded`.
    pub(crate) fn set_default_api_key(
        &mut self,
        preflight_guarded: bool,
        at: Span,
        problems: &mut Problems,
    ) -> Option<Sound> {
        for path in self.path_names() {
            for (name, method) in self.base.methods_mut(&path, problems)? {
                let existing = security_of(method, &path, &name, problems)?;
                let is_key = |it: &Node| keys(it).any(|key| *key == API_KEY || *key == NO_API_KEY);
                let refused = existing.iter().any(|it| keys(it).any(|key| *key == NO_API_KEY));
                let mut security: Vec<Node> = existing.iter().filter(|it| !is_key(it)).cloned().collect();
                if !refused && (name != OPTIONS || preflight_guarded) {
                    security.push(requirement(&API_KEY.into(), Vec::new().into_node(at), at));
                }
                if security != existing {
                    method.insert("security", security.into_node(at));
                }
            }
        }
        Some(Sound)
    }

    /// Adds an authorizer, or `NO_AUTHORIZER`, to what guards a method.
    pub(crate) fn add_authorizer_to_method(
        &mut self,
        path: &Text,
        method: &Text,
        authorizer: &Text,
        scopes: Option<&Node>,
        at: Span,
        problems: &mut Problems,
    ) -> Option<Sound> {
        let scopes = scopes.cloned().unwrap_or_else(|| Vec::new().into_node(at));
        let mut needs_iam = false;
        for definition in self.base.method_mut(path, method, problems)? {
            let mut security = existing_security(definition, path, method, problems)?;
            security.push(requirement(authorizer, scopes.clone(), at));
            needs_iam |= begins_with_iam(&security);
            definition.insert("security", security.into_node(at));
        }
        if needs_iam { self.define_aws_iam(at, problems) } else { Some(Sound) }
    }

    /// Makes a method need an API key.
    pub(crate) fn require_api_key(
        &mut self,
        path: &Text,
        method: &Text,
        at: Span,
        problems: &mut Problems,
    ) -> Option<Sound> {
        if !self.base.method_mut(path, method, problems)?.is_empty() {
            self.define_api_key(at, problems)?;
        }
        self.add_api_key(path, method, API_KEY, at, problems)
    }

    /// Takes a method out of those that need an API key.
    pub(crate) fn refuse_api_key(
        &mut self,
        path: &Text,
        method: &Text,
        at: Span,
        problems: &mut Problems,
    ) -> Option<Sound> {
        self.add_api_key(path, method, NO_API_KEY, at, problems)
    }

    fn add_api_key(
        &mut self,
        path: &Text,
        method: &Text,
        name: &'static str,
        at: Span,
        problems: &mut Problems,
    ) -> Option<Sound> {
        for definition in self.base.method_mut(path, method, problems)? {
            let mut security = existing_security(definition, path, method, problems)?;
            security.push(requirement(&name.into(), Vec::new().into_node(at), at));
            definition.insert("security", security.into_node(at));
        }
        Some(Sound)
    }

    fn path_names(&mut self) -> Vec<Text> {
        self.base.paths().keys().cloned().collect()
    }
}

/// Adds a definition under a name that is free, as `update` does.
fn define_once(definitions: &mut Map, name: &'static str, definition: Node) {
    if !definitions.contains_key(name) {
        definitions.update(&Map::from_iter([(name, definition)]));
    }
}

/// An entry of a method's `security`.
fn requirement(name: &Text, scopes: Node, at: Span) -> Node {
    let mut map = Map::python2();
    map.insert(name, scopes);
    map.into_node(at)
}

fn keys(requirement: &Node) -> impl Iterator<Item = &Text> {
    requirement.map().into_iter().flat_map(Map::keys)
}

fn begins_with_iam(security: &[Node]) -> bool {
    security.first().is_some_and(|it| keys(it).any(|key| *key == AWS_IAM))
}

/// The `security` of a method, a list of anything. `None` when it is no list, which is reported.
fn existing_security(method: &Map, path: &str, name: &str, problems: &mut Problems) -> Option<Vec<Node>> {
    let Some(security) = method.get("security") else { return Some(Vec::new()) };
    if security.list().is_none() {
        let message = format!("`security` of method `{name}` of path `{path}` must be a list");
        problems.push(Diagnostic::new(&codes::INVALID_DEFINITION, security.span, message));
    }
    security.list().map(<[Node]>::to_vec)
}

/// The `security` of a method, a list of maps. `None` when it is something else, which is reported.
fn security_of(method: &Map, path: &str, name: &str, problems: &mut Problems) -> Option<Vec<Node>> {
    let security = existing_security(method, path, name, problems)?;
    if let Some(other) = security.iter().find(|it| it.map().is_none()) {
        let message = format!("`security` of method `{name}` of path `{path}` must be a list of maps");
        problems.push(Diagnostic::new(&codes::INVALID_DEFINITION, other.span, message));
        return None;
    }
    Some(security)
}
