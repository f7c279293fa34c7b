//! How properties of a REST API come to edit its definition.
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::sam::openapi::rest::RestEditor;
use crate::source::Span;
use crate::syntax::Node;

/// Begins to edit the definition on behalf of the property `name`.
///
/// Who has edited it puts it back.
pub(super) fn open(body: &mut Option<Node>, name: &str, at: Span, problems: &mut Problems) -> Option<RestEditor> {
    if body.is_none() {
        let message = format!("`{name}` needs the definition in the template");
        let finding = Diagnostic::new(&codes::CONFLICTING_PROPERTIES, at, message);
        problems.push(finding.help("use `DefinitionBody` instead of `DefinitionUri`"));
        return None;
    }
    RestEditor::open(body.take(), at, problems)
}
