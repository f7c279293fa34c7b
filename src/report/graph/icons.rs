//! Simple signs for the families, drawn in strokes within a square of twenty pixels.
use crate::graph::Family;

/// The path of a family's sign.
pub(super) fn path(family: Family) -> &'static str {
    match family {
        // A prompt.
        Family::Compute => "M4 5l5 5-5 5M11 15h6",
        // Angle brackets.
        Family::Api => "M7 5l-5 5 5 5M13 5l5 5-5 5",
        // A cylinder.
        Family::Storage => "M4 5v10c0 3 12 3 12 0V5M4 5c0 3 12 3 12 0c0-3-12-3-12 0M4 10c0 3 12 3 12 0",
        // Messages in a row.
        Family::Queue => "M2 6h4v8h-4zM8 6h4v8h-4zM14 6h4v8h-4z",
        // One that speaks to many.
        Family::Messaging => "M3 10h4M7 10l8-6M7 10h9M7 10l8 6M14 3l2 0M16 10l1 0M14 17l2 0",
        // Waves.
        Family::Stream => "M2 6c4-4 5 3 8 0s5-3 8 0M2 11c4-4 5 3 8 0s5-3 8 0M2 16c4-4 5 3 8 0s5-3 8 0",
        // Steps that branch.
        Family::Workflow => "M8 2h4v4h-4zM2 13h5v4h-5zM13 13h5v4h-5zM10 6v3M4.500 13v-4h11v4",
        // A clock.
        Family::Schedule => "M10 2.500a7.500 7.500 0 1 0 .010 0M10 6v4.500l3 2",
        // A person.
        Family::Identity => "M10 3a3.500 3.500 0 1 0 .010 0M3 17c1-8 13-8 14 0",
        // A cloud.
        Family::Service => "M6 15a4 4 0 0 1 0-7a5 5 0 0 1 9 1a3 3 0 0 1 0 6z",
    }
}
