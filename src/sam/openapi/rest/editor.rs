//! The definition of a REST API that is being edited.
use super::{can_edit, is_valid};
use crate::diagnostic::{Diagnostic, Problems, Sound, codes};
use crate::sam::openapi::Editor;
use crate::source::Span;
use crate::syntax::{Deferred, IntoNode, Map, Node};

const SECURITY_DEFINITIONS: &str = "securityDefinitions";
const GATEWAY_RESPONSES: &str = "x-amazon-apigateway-gateway-responses";
const POLICY: &str = "x-amazon-apigateway-policy";
const DEFINITIONS: &str = "definitions";

/// The definition of a REST API that is being edited.
///
/// What stands beside the paths is kept apart until [`RestEditor::close`], as in the reference: the order of the
/// definition's keys depends on when they are put in.
#[derive(Debug)]
pub(crate) struct RestEditor {
    pub(super) base: Editor,
    pub(super) security_definitions: Node,
    pub(super) gateway_responses: Node,
    pub(super) resource_policy: Node,
    pub(super) definitions: Node,
}

impl RestEditor {
    /// Begins to edit a copy of the definition. `None` when it cannot be edited, which is reported; `at` is the
    /// construct that asks for it.
    pub(crate) fn open(definition: Option<Node>, at: Span, problems: &mut Problems) -> Option<Self> {
        let base = match definition {
            Some(it) if is_valid(Some(&it)) => Editor::open(Deferred::new(it)).map_err(|it| Some(it.span())),
            other => Err(other.map(|it| it.span)),
        };
        match base {
            Ok(base) => Self::begin(base, false, at, problems).ok(),
            Err(definition) => {
                report_invalid(definition.unwrap_or(at), at, problems);
                None
            }
        }
    }

    /// Edits the definition in `place`, whether or not `edit` succeeds. The copies that it goes through are put off.
    ///
    /// That each path has a map of methods is checked unless it `has_sound_paths`.
    pub(crate) fn edit_in_place(
        place: &mut Deferred,
        has_sound_paths: bool,
        at: Span,
        problems: &mut Problems,
        edit: impl FnOnce(&mut Self, &mut Problems) -> Option<Sound>,
    ) -> Option<Sound> {
        if !can_edit(place) {
            report_invalid(place.span(), at, problems);
            return None;
        }
        let definition = std::mem::replace(place, Deferred::new(Node::null(at)));
        let begun = Editor::open(definition).and_then(|it| Self::begin(it, has_sound_paths, at, problems));
        let (edited, definition) = match begun {
            Ok(mut editor) => (edit(&mut editor, problems), editor.finish().close()),
            Err(definition) => (None, definition),
        };
        *place = definition;
        edited
    }

    /// Gives the definition back when it cannot be edited, which is reported.
    fn begin(mut base: Editor, has_sound_paths: bool, at: Span, problems: &mut Problems) -> Result<Self, Deferred> {
        if !has_sound_paths && base.has_odd_paths() {
            let mut paths: Vec<_> = base.paths().keys().cloned().collect();
            paths.retain(|path| base.items_mut(path, problems).is_none());
            return Err(base.close());
        }
        let mut part = |key| base.part(key).cloned().unwrap_or_else(|| Map::python2().into_node(at));
        Ok(Self {
            security_definitions: part(SECURITY_DEFINITIONS),
            gateway_responses: part(GATEWAY_RESPONSES),
            resource_policy: part(POLICY),
            definitions: part(DEFINITIONS),
            base,
        })
    }

    /// The definition as edited.
    pub(crate) fn close(self) -> Node {
        self.finish().close().settle()
    }

    /// Puts back what was kept apart.
    fn finish(mut self) -> Editor {
        let mut document = self.base.document_mut();
        for (key, part) in [
            (SECURITY_DEFINITIONS, self.security_definitions),
            (GATEWAY_RESPONSES, self.gateway_responses),
            (DEFINITIONS, self.definitions),
        ] {
            if part.is_truthy() {
                document.insert(key, part);
            }
        }
        self.base
    }

    /// Whether the method of the path calls something, whatever conditions hold.
    ///
    /// `None` when that cannot be told, which is reported.
    pub(crate) fn has_integration(&mut self, path: &str, method: &str, problems: &mut Problems) -> Option<bool> {
        self.base.has_integration(path, method, problems)
    }

    /// See [`Editor::duplicate_route`](crate::sam::openapi::Editor::duplicate_route).
    pub(crate) fn duplicate_route(&mut self, path: &str, method: &str, name: &str, at: Span) -> Diagnostic {
        self.base.duplicate_route(path, method, name, at)
    }

    pub(crate) fn paths(&mut self) -> &Map {
        self.base.paths()
    }

    /// Writes the resource policy as it is now into the definition.
    pub(super) fn put_resource_policy(&mut self) {
        let policy = self.resource_policy.clone();
        self.base.document_mut().insert(POLICY, policy);
    }
}

/// Refuses the definition at `definition`.
fn report_invalid(definition: Span, at: Span, problems: &mut Problems) {
    let message = "the API has no definition that SAM can edit";
    let finding = Diagnostic::new(&codes::INVALID_DEFINITION, definition, message);
    let help = "`DefinitionBody` needs `paths`, and `swagger: '2.0'` or `openapi: 3.0.1`";
    problems.push(finding.related(at, "this must be added to it").help(help));
}
