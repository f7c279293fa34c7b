//! What differs between two expansions, one file per format.
pub mod human;
pub mod json;
pub mod markdown;
mod value;
mod wording;

use crate::diff::Difference;

/// A difference and the names of the two templates.
#[derive(Clone, Copy, Debug)]
pub struct Compared<'a> {
    pub old_name: &'a str,
    pub new_name: &'a str,
    pub difference: &'a Difference<'a>,
}
