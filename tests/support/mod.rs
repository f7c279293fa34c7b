//! What the runners of recorded cases share. Knows nothing of where cases come from.
pub mod case;
pub mod comparison;
pub mod json;
