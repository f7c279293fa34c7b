//! The JSON text of an expansion, as `samc expand` prints it.
use samc::syntax::Node;

/// The text that `samc expand` writes for a document.
pub(crate) fn expansion(document: &Node) -> String {
    samc::emit::json(document).expect("recorded expansions hold no number that JSON can not write")
}
