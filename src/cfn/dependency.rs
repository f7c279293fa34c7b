//! Who waits for whom (`DependsOn`), where that is not for the user to write.
use crate::syntax::Text;

/// An edit to the `DependsOn` of resources of the document.
#[derive(Clone, Debug)]
pub(crate) enum Dependency {
    /// `waiting` also waits for `awaited`.
    Added { waiting: Text, awaited: Text },
    /// Whoever waits for `written` waits for `generated` instead.
    Replaced { written: Text, generated: Vec<Text> },
}
