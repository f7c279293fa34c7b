//! OpenAPI 3 definitions of HTTP APIs.
pub(crate) mod authorizer;
mod cors;
mod route;

pub(crate) use cors::CorsConfiguration;
pub(crate) use route::{DEFAULT_ROUTE, LambdaIntegration, MethodAuthorizer, route_key};

use super::editor::{Editor, python2_map};
use super::rest::is_version_3;
use crate::diagnostic::{Diagnostic, Problems, Sound, codes};
use crate::node;
use crate::source::Span;
use crate::syntax::{Deferred, IntoNode, Map, Node, Text};
use crate::template::intrinsics;

const TAG_VALUE: &str = "x-amazon-apigateway-tag-value";
const ENDPOINT_CONFIGURATION: &str = "x-amazon-apigateway-endpoint-configuration";

/// The definition of an API without paths.
pub(crate) fn skeleton(at: Span) -> Node {
    let info = python2_map(at, [("version", node!(at, "1.0")), ("title", default_title(at))]);
    // Nothing depends on the order of the paths, so that they are spared what copies do to it.
    python2_map(at, [("openapi", node!(at, "3.0.1")), ("info", info), ("paths", Map::new().into_node(at))])
}

/// The title of a definition that SAM made.
pub(crate) fn default_title(at: Span) -> Node {
    intrinsics::reference(at, "AWS::StackName")
}

/// Whether a definition can be edited: it has paths, and the version of OpenAPI 3.
pub(crate) fn is_valid(definition: Option<&Node>) -> bool {
    let Some(definition) = definition.filter(|it| it.get("paths").is_some_and(|it| it.map().is_some())) else {
        return false;
    };
    has_known_version(definition.get("openapi"))
}

fn has_known_version(openapi: Option<&Node>) -> bool {
    openapi.is_some_and(|it| it.is_truthy() && is_version_3(it))
}

/// The definition of an HTTP API that is being edited.
#[derive(Debug)]
pub(crate) struct HttpEditor {
    editor: Editor,
}

impl HttpEditor {
    /// Begins to edit a copy of the definition. `None` when it is none of OpenAPI 3, which is reported.
    pub(crate) fn open(definition: Node, problems: &mut Problems) -> Option<Self> {
        let mut definition = Deferred::new(definition);
        check(&mut definition, problems)?;
        Some(Self { editor: Editor::open(definition).ok()? })
    }

    /// Whether a definition is one of OpenAPI 3.
    pub(crate) fn can_edit(definition: &mut Deferred) -> bool {
        let document = definition.map();
        document.is_some_and(|mut it| it.below("paths").is_some() && has_known_version(it.present("openapi")))
    }

    /// Edits the definition in `place`, whether or not `edit` succeeds. The copies that it goes through are put off.
    pub(crate) fn edit_in_place<T>(
        place: &mut Deferred,
        problems: &mut Problems,
        edit: impl FnOnce(&mut Self, &mut Problems) -> Option<T>,
    ) -> Option<T> {
        check(place, problems)?;
        let null = Deferred::new(Node::null(place.span()));
        match Editor::open(std::mem::replace(place, null)) {
            Ok(editor) => {
                let mut editor = Self { editor };
                let edited = edit(&mut editor, problems);
                *place = editor.editor.close();
                edited
            }
            Err(definition) => {
                *place = definition;
                None
            }
        }
    }

    /// The definition as edited.
    pub(crate) fn close(self) -> Node {
        self.editor.close().settle()
    }

    pub(crate) fn paths(&mut self) -> Vec<Text> {
        self.editor.paths().keys().cloned().collect()
    }

    /// Adds tags, and sets those that are there already. `None` when the definition's tags are no list of maps.
    pub(crate) fn add_tags(&mut self, tags: &Map, problems: &mut Problems) -> Option<Sound> {
        let span = tags.values().next().map_or(Span::NOWHERE, |it| it.span);
        let mut document = self.editor.document_mut();
        if document.truthy("tags").is_none() {
            document.insert("tags", Vec::new().into_node(span));
        }
        let written = document.settled("tags").expect("inserted above when it was not there");
        let found = Found::of(written);
        let Some(all) = written.list_mut() else { return found.refuse("`tags` of a definition", "a list", problems) };
        for (name, entry) in tags.entries() {
            let mut existing = None;
            for tag in all.iter_mut() {
                let found = Found::of(tag);
                let Some(tag) = tag.map_mut() else {
                    return found.refuse("a tag of a definition", "a map", problems);
                };
                if tag.get("name").is_some_and(|it| it.is_text(name)) {
                    existing = Some(tag);
                    break;
                }
            }
            match existing {
                Some(tag) => drop(tag.insert(TAG_VALUE, entry.value.clone())),
                None => all.push(python2_map(
                    entry.key_span,
                    [("name", name.into_node(entry.key_span)), (TAG_VALUE, entry.value.clone())],
                )),
            }
        }
        Some(Sound)
    }

    /// Says for every server whether clients can call the API by its own name besides its domain.
    pub(crate) fn set_endpoint(&mut self, disabled: &Node, problems: &mut Problems) -> Option<Sound> {
        let at = disabled.span;
        let mut document = self.editor.document_mut();
        let servers = document.or_insert_with("servers", || node!(at, vec![Map::python2().into_node(at)]));
        if servers.list().is_none() && !servers.is_truthy() && (servers.text().is_some() || servers.map().is_some()) {
            // Nothing to go through, whatever it is.
            return Some(Sound);
        }
        let found = Found::of(servers);
        let Some(servers) = servers.list_mut() else { return found.refuse("`servers`", "a list", problems) };
        for server in servers {
            let found = Found::of(server);
            let Some(server) = server.map_mut() else {
                return found.refuse("an item of `servers`", "a map", problems);
            };
            let endpoint = server.or_insert_with(ENDPOINT_CONFIGURATION, || Map::new().into_node(at));
            let found = Found::of(endpoint);
            let Some(endpoint) = endpoint.map_mut() else {
                return found.refuse("the endpoint configuration of a server", "a map", problems);
            };
            endpoint.insert("disableExecuteApiEndpoint", disabled.clone());
        }
        Some(Sound)
    }

    /// Sets a key of the section `info`.
    pub(crate) fn set_info(&mut self, key: &'static str, value: &Node) {
        let mut document = self.editor.document_mut();
        if document.truthy("info").is_none() {
            document.insert("info", Map::python2().into_node(value.span));
        }
        if let Some(info) = document.settled("info").and_then(Node::map_mut) {
            info.insert(key, value.clone());
        }
    }
}

/// Where a value of a definition stands and what it is, while it is lent out to be changed.
struct Found {
    span: Span,
    kind: &'static str,
}

impl Found {
    fn of(node: &Node) -> Self {
        Self { span: node.span, kind: node.kind_name() }
    }

    /// Says that the value should be something else; nothing can be added to it.
    fn refuse<T>(self, what: &str, expected: &str, problems: &mut Problems) -> Option<T> {
        let message = format!("{what} is {}; it must be {expected}", self.kind);
        problems.push(Diagnostic::new(&codes::INVALID_DEFINITION, self.span, message));
        None
    }
}

/// Reports a definition that cannot be edited.
fn check(definition: &mut Deferred, problems: &mut Problems) -> Option<Sound> {
    if !HttpEditor::can_edit(definition) {
        let span = definition.span();
        let message = "`DefinitionBody` is not an OpenAPI 3 definition";
        let finding = Diagnostic::new(&codes::INVALID_DEFINITION, span, message);
        problems.push(finding.help("add `openapi: 3.0.1` and a map of `paths`"));
        return None;
    }
    let mut document = definition.map()?;
    if document.below("components").is_none()
        && let Some(components) = document.present("components")
    {
        return Found::of(components).refuse("`components`", "a map", problems);
    }
    Some(Sound)
}
