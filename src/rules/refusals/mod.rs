//! What the passes refuse, as `samc explain` prints it. Says nothing about templates itself.
//!
//! Most of these are what SAM's own translator refuses; a template with one of them is not expanded. Faults that a rule
//! finds as well, such as `unknown-property`, are documented with the rule.
/// Documented names, as in [`rule!`](crate::rule).
macro_rules! refusals {
    ($($(#[doc = $doc:literal])* $name:literal;)*) => {
        &[$(Refusal { name: $name, docs: concat!($($doc, "\n",)*) }),*]
    };
}

mod apis;
mod permissions;
mod resources;
mod texts;

/// A name under which the passes report.
#[derive(Debug)]
pub struct Refusal {
    /// In kebab case, after the fault.
    pub name: &'static str,
    /// A sentence, reasons, and examples marked `yaml bad` and `yaml good`.
    pub docs: &'static str,
}

/// All of them.
pub fn all() -> impl Iterator<Item = &'static Refusal> {
    [apis::ALL, permissions::ALL, resources::ALL, texts::ALL].into_iter().flatten()
}
