//! Keeps `AWS::LanguageExtensions` in the document where something is left that only CloudFormation can resolve with it.
use super::{Document, Finishing};
use crate::diagnostic::Problems;
use crate::language::needs_extensions;
use crate::syntax::{IntoNode, Node};
use crate::template::transforms::LANGUAGE_EXTENSIONS;

pub(super) fn run(compilation: &mut Finishing<'_>, _: &mut Problems) {
    if compilation.template.is_extended() && needs_extensions(&compilation.document) {
        let span = compilation.template.section("Transform").map_or(compilation.template.span, |it: &Node| it.span);
        compilation.document.sections().insert("Transform", LANGUAGE_EXTENSIONS.into_node(span));
    }
}
