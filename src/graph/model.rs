//! The event flow of an application as a graph: what takes part in it, and what goes where. Knows no formats.
use super::kinds::Kind;
use crate::diagnostic::Diagnostic;

/// What takes part in an application and what goes between, in the order of the template.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Graph {
    /// What takes part.
    pub vertices: Vec<Vertex>,
    /// What goes between.
    pub edges: Vec<Edge>,
    /// The nested templates among which the resources are, each behind the one that nests it.
    pub groups: Vec<Group>,
    /// What could not be drawn and why, each as part of a sentence behind "left out:".
    pub left_out: Vec<String>,
    /// What is wrong with definitions in other files, in the order of the text.
    pub problems: Vec<Diagnostic>,
}

/// Something that takes part: a resource of the user, or something outside of the template.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Vertex {
    /// Unique: a logical id of the document, or a text with a space for what is outside of it.
    pub id: String,
    /// What people call it: the user's own name.
    pub name: String,
    /// What it is.
    pub kind: &'static Kind,
    /// Further information about it, such as `every 5 minutes`.
    pub detail: Option<String>,
    /// Whether it is not in the template.
    pub outside: bool,
    /// The nested template that it is in, as an index into [`Graph::groups`].
    pub group: Option<usize>,
}

impl Graph {
    /// The groups with vertices that `parent`, or the template that is drawn, nests.
    pub(crate) fn groups_in(&self, parent: Option<usize>) -> impl Iterator<Item = usize> {
        let mut is_shown = vec![false; self.groups.len()];
        self.vertices.iter().filter_map(|it| it.group).for_each(|it| is_shown[it] = true);
        // Each stands behind the one that it is in.
        for (at, group) in self.groups.iter().enumerate().rev() {
            if let Some(parent) = group.parent.filter(|_| is_shown[at]) {
                is_shown[parent] = true;
            }
        }
        let groups = self.groups.iter().enumerate();
        groups.filter(move |(at, it)| it.parent == parent && is_shown[*at]).map(|(at, _)| at)
    }
}

/// A nested template.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Group {
    /// The logical id of the resource that nests it.
    pub name: String,
    /// Its path from the folder of the template that is drawn.
    pub file: String,
    /// The nested template that this one is nested by, if it is not the template that is drawn.
    pub parent: Option<usize>,
}

/// What goes from one vertex to another; both are indices into [`Graph::vertices`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Edge {
    /// Where it comes from.
    pub from: usize,
    /// Where it goes to.
    pub to: usize,
    /// How it goes.
    pub manner: Manner,
    /// In the order of the template, each once: routes, kinds of events, what is done.
    pub labels: Vec<String>,
}

/// How something goes from one vertex to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Manner {
    /// Events, messages and invocations.
    Event,
    /// Reads, writes and other calls, drawn from the caller to what is called.
    Access,
    /// What is delivered where something has failed.
    Failure,
    /// It knows of the other, but nothing says what it does with it.
    Mention,
}
