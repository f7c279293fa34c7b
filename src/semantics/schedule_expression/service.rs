//! The services that read schedule expressions.

/// Who reads an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Service {
    /// A scheduled rule of EventBridge.
    Rule,
    /// EventBridge Scheduler, which also takes `at(…)`.
    Scheduler,
}
