//! Colours and shapes, by family and by manner, the same in all formats. All are readable on a white card.
use crate::graph::{Family, Manner};

/// How vertices of a family look.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look {
    /// What the family is called in lists of classes.
    pub class: &'static str,
    /// Of the border and the icon.
    pub strong: &'static str,
    /// Of the inside.
    pub pale: &'static str,
    /// What stands around a label in Mermaid.
    pub mermaid: (&'static str, &'static str),
    /// The shape in DOT.
    pub dot: &'static str,
}

/// All families with what they look like, in the order of their names.
pub(super) const LOOKS: [(Family, Look); 10] = [
    (Family::Compute, look("compute", "#c2410c", "#fff4ec", ("[", "]"), "box")),
    (Family::Api, look("api", "#7e22ce", "#f8f0ff", ("([", "])"), "box")),
    (Family::Storage, look("storage", "#1d4ed8", "#eef4ff", ("[(", ")]"), "cylinder")),
    (Family::Queue, look("queue", "#be185d", "#fff0f6", ("[/", "/]"), "cds")),
    (Family::Messaging, look("messaging", "#be185d", "#fff0f6", ("{{", "}}"), "hexagon")),
    (Family::Stream, look("stream", "#6d28d9", "#f4f0ff", ("[/", "/]"), "cds")),
    (Family::Workflow, look("workflow", "#a21caf", "#fdf0ff", ("[[", "]]"), "box3d")),
    (Family::Schedule, look("schedule", "#0f766e", "#ecfdf8", ("([", "])"), "box")),
    (Family::Identity, look("identity", "#b91c1c", "#fff1f1", ("[", "]"), "box")),
    (Family::Service, look("service", "#475569", "#f5f7fa", ("[", "]"), "box")),
];

const fn look(
    class: &'static str,
    strong: &'static str,
    pale: &'static str,
    mermaid: (&'static str, &'static str),
    dot: &'static str,
) -> Look {
    Look { class, strong, pale, mermaid, dot }
}

impl Look {
    pub(super) fn of(family: Family) -> Self {
        LOOKS.iter().find(|(it, _)| *it == family).expect("all families are listed").1
    }
}

/// The colour of an edge.
pub(super) fn colour(manner: Manner) -> &'static str {
    match manner {
        Manner::Event => "#1e293b",
        Manner::Access => "#64748b",
        Manner::Failure => "#dc2626",
        Manner::Mention => "#94a3b8",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::kinds;

    #[test]
    fn all_families_have_a_look() {
        kinds::ALL.iter().for_each(|it| assert!(!Look::of(it.family).class.is_empty()));
    }
}
