//! The names of everything that is ever reported.
use super::ALL;

/// What the language itself forbids, found on the way to the expansion.
static FOUND_BY_PASSES: &[&str] = &[
    "broken-reference",
    "circular-reference",
    "conditional-policy",
    "conflicting-properties",
    "duplicate-key",
    "duplicate-logical-id",
    "duplicate-route",
    "duplicate-trigger",
    "invalid-configuration",
    "invalid-cors",
    "invalid-definition",
    "invalid-globals",
    "invalid-intrinsic",
    "invalid-location",
    "invalid-logical-id",
    "invalid-model",
    "invalid-policy",
    "invalid-resource-policy",
    "invalid-substitution",
    "invalid-value",
    "missing-policy-parameter",
    "missing-property",
    "missing-role",
    "missing-section",
    "mixed-policies",
    "not-a-template",
    "not-text",
    "placeholder-url",
    "reserved-tag",
    "syntax-error",
    "template-too-large",
    "unavailable-service",
    "undefined-condition",
    "unknown-api",
    "unknown-authorizer",
    "unknown-condition",
    "unknown-data-source",
    "unknown-event-type",
    "unknown-function",
    "unknown-model",
    "unknown-property",
    "unknown-resource",
    "unsupported-connection",
    "unwritable-number",
    "wrong-resource-type",
    "wrong-type",
];

/// The names of all rules: lint rules and what is found on the way to the expansion.
pub fn names() -> impl Iterator<Item = &'static str> {
    ALL.iter().map(|it| it.name).chain(FOUND_BY_PASSES.iter().copied())
}
