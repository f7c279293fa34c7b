//! The definition of a REST API that is being edited.
use super::{can_edit, is_valid};
use crate::cfn::{RESOURCE_POLICY, Statements};
use crate::diagnostic::{Diagnostic, Problems, Sound, codes};
use crate::sam::openapi::Editor;
use crate::source::Span;
use crate::syntax::{Deferred, IntoNode, Map, Node};

const SECURITY_DEFINITIONS: &str = "securityDefinitions";
const GATEWAY_RESPONSES: &str = "x-amazon-apigateway-gateway-responses";
const DEFINITIONS: &str = "definitions";

/// The definition of a REST API that is being edited.
///
/// What stands beside the paths is kept apart until [`RestEditor::close`], as in the reference: the order of the
/// definition's keys depends on when they are put in. It is taken out of the definition when it is first asked for.
#[derive(Debug)]
pub(crate) struct RestEditor {
    pub(super) base: Editor,
    at: Span,
    security_definitions: Option<Node>,
    gateway_responses: Option<Node>,
    resource_policy: Option<Node>,
    definitions: Option<Node>,
    statements: Option<Statements>,
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

    /// Edits the definition in `place`, whether or not `edit` succeeds. The copies that it goes through are put off. The
    /// statements of its resource policy are kept beside it from the first edit on that adds some.
    ///
    /// That each path has a map of methods is checked unless it `has_sound_paths`.
    pub(crate) fn edit_in_place(
        (place, statements): (&mut Deferred, &mut Option<Statements>),
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
            Ok(mut editor) => {
                editor.statements = statements.take();
                editor.statements.iter_mut().for_each(Statements::note_copy);
                let edited = edit(&mut editor, problems);
                *statements = editor.statements.take();
                statements.iter_mut().for_each(Statements::note_copy);
                (edited, editor.finish().close())
            }
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
        let (security_definitions, gateway_responses, resource_policy, definitions) = Default::default();
        Ok(Self { base, at, security_definitions, gateway_responses, resource_policy, definitions, statements: None })
    }

    /// The definition as edited.
    pub(crate) fn close(mut self) -> Node {
        let statements = self.statements.take();
        let mut definition = self.finish().close();
        if let (Some(mut statements), Some(mut document)) = (statements, definition.map()) {
            statements.note_copy();
            statements.put_back(&mut document);
        }
        definition.settle()
    }

    /// Puts back what was kept apart.
    fn finish(mut self) -> Editor {
        let mut document = self.base.document_mut();
        for (key, part) in [
            (SECURITY_DEFINITIONS, self.security_definitions),
            (GATEWAY_RESPONSES, self.gateway_responses),
            (DEFINITIONS, self.definitions),
        ] {
            if let Some(part) = part.filter(Node::is_truthy) {
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

    pub(super) fn security_definitions(&mut self) -> &mut Node {
        part(&mut self.security_definitions, SECURITY_DEFINITIONS, &mut self.base, self.at)
    }

    pub(super) fn gateway_responses(&mut self) -> &mut Node {
        part(&mut self.gateway_responses, GATEWAY_RESPONSES, &mut self.base, self.at)
    }

    pub(super) fn definitions(&mut self) -> &mut Node {
        part(&mut self.definitions, DEFINITIONS, &mut self.base, self.at)
    }

    /// The resource policy, without its statements once these were asked for.
    pub(super) fn resource_policy(&mut self) -> &mut Node {
        part(&mut self.resource_policy, RESOURCE_POLICY, &mut self.base, self.at)
    }

    /// The statements of the resource policy.
    pub(super) fn statements(&mut self) -> &mut Statements {
        let policy = part(&mut self.resource_policy, RESOURCE_POLICY, &mut self.base, self.at);
        self.statements.get_or_insert_with(|| {
            let statements = Statements::of(policy.get("Statement"));
            if let Some(place) = policy.map_mut().and_then(|it| it.get_mut("Statement")) {
                *place = Node::null(place.span);
            }
            statements
        })
    }

    /// Writes the resource policy as it is now into the definition.
    pub(super) fn put_resource_policy(&mut self) {
        let policy = self.resource_policy().clone();
        self.base.document_mut().insert(RESOURCE_POLICY, policy);
    }
}

/// What is kept apart of a definition, taken out of it when there is nothing in `place` yet.
fn part<'p>(place: &'p mut Option<Node>, key: &str, base: &mut Editor, at: Span) -> &'p mut Node {
    place.get_or_insert_with(|| base.part(key).cloned().unwrap_or_else(|| Map::python2().into_node(at)))
}

/// Refuses the definition at `definition`.
fn report_invalid(definition: Span, at: Span, problems: &mut Problems) {
    let message = "the API has no definition that SAM can edit";
    let finding = Diagnostic::new(&codes::INVALID_DEFINITION, definition, message);
    let help = "`DefinitionBody` needs `paths`, and `swagger: '2.0'` or `openapi: 3.0.1`";
    problems.push(finding.related(at, "this must be added to it").help(help));
}
