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
    /// The name of the template that is compared with.
    pub old_name: &'a str,
    /// The name of the template that is compared.
    pub new_name: &'a str,
    /// What differs.
    pub difference: &'a Difference<'a>,
}
