//! Choice rules: what a Choice state compares.

/// What the value of a comparison has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operand {
    Text,
    Number,
    Boolean,
    Timestamp,
    Path,
}

/// The fields that combine other rules: two of several, and the last of one.
pub(crate) const COMBINING: [&str; 3] = ["And", "Or", "Not"];
/// The fields of a rule of JSONata.
pub(crate) const OF_JSONATA: [&str; 5] = ["Condition", "Next", "Comment", "Assign", "Output"];

/// All comparisons, with what they compare to.
pub(crate) const COMPARISONS: &[(&str, Operand)] = &[
    ("StringEquals", Operand::Text),
    ("StringEqualsPath", Operand::Path),
    ("StringLessThan", Operand::Text),
    ("StringLessThanPath", Operand::Path),
    ("StringGreaterThan", Operand::Text),
    ("StringGreaterThanPath", Operand::Path),
    ("StringLessThanEquals", Operand::Text),
    ("StringLessThanEqualsPath", Operand::Path),
    ("StringGreaterThanEquals", Operand::Text),
    ("StringGreaterThanEqualsPath", Operand::Path),
    ("StringMatches", Operand::Text),
    ("NumericEquals", Operand::Number),
    ("NumericEqualsPath", Operand::Path),
    ("NumericLessThan", Operand::Number),
    ("NumericLessThanPath", Operand::Path),
    ("NumericGreaterThan", Operand::Number),
    ("NumericGreaterThanPath", Operand::Path),
    ("NumericLessThanEquals", Operand::Number),
    ("NumericLessThanEqualsPath", Operand::Path),
    ("NumericGreaterThanEquals", Operand::Number),
    ("NumericGreaterThanEqualsPath", Operand::Path),
    ("BooleanEquals", Operand::Boolean),
    ("BooleanEqualsPath", Operand::Path),
    ("TimestampEquals", Operand::Timestamp),
    ("TimestampEqualsPath", Operand::Path),
    ("TimestampLessThan", Operand::Timestamp),
    ("TimestampLessThanPath", Operand::Path),
    ("TimestampGreaterThan", Operand::Timestamp),
    ("TimestampGreaterThanPath", Operand::Path),
    ("TimestampLessThanEquals", Operand::Timestamp),
    ("TimestampLessThanEqualsPath", Operand::Path),
    ("TimestampGreaterThanEquals", Operand::Timestamp),
    ("TimestampGreaterThanEqualsPath", Operand::Path),
    ("IsNull", Operand::Boolean),
    ("IsPresent", Operand::Boolean),
    ("IsNumeric", Operand::Boolean),
    ("IsString", Operand::Boolean),
    ("IsBoolean", Operand::Boolean),
    ("IsTimestamp", Operand::Boolean),
];

/// What a comparison compares to; `None` when it is no comparison.
pub(crate) fn operand(name: &str) -> Option<Operand> {
    COMPARISONS.iter().find(|(it, _)| *it == name).map(|(_, operand)| *operand)
}

/// All fields that a rule can have.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    COMPARISONS.iter().map(|(it, _)| *it).chain(COMBINING).chain(["Variable", "Next", "Comment", "Assign", "Condition"])
}
