//! How the facts about CloudFormation's types are packed: shared by the build script, which writes them, and the reader.
//!
//! Everything is unsigned numbers in LEB128, seven bits a byte, the lowest first. A text is its length and its bytes, and is
//! named by its offset; so is a schema. A schema is a number whose bits say which constraints follow, in their order.

/// The constraints of a schema, by the numbers of their bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Constraint {
    /// Nothing fits it.
    Never,
    /// The number of a definition, which holds for this place too.
    Reference,
    /// The bits of [`JSON_TYPES`].
    Types,
    /// Texts.
    Enumeration,
    /// Texts that may be written in capitals or not.
    EnumerationInAnyCase,
    /// A text.
    Pattern,
    MinLength,
    MaxLength,
    /// A text that is a number.
    Minimum,
    /// A text that is a number.
    Maximum,
    /// A text that is a number.
    ExclusiveMinimum,
    /// A text that is a number.
    ExclusiveMaximum,
    MinItems,
    MaxItems,
    /// Nothing follows.
    UniqueItems,
    /// A text.
    Format,
    /// Texts.
    Takes,
    /// Texts.
    Relates,
    /// Texts.
    Required,
    /// Pairs of a name and a schema, sorted by name.
    Properties,
    /// Pairs of a pattern and a schema.
    PatternProperties,
    /// A schema: that of all other properties.
    OtherProperties,
    MinProperties,
    MaxProperties,
    /// A schema: that of all items.
    Items,
    /// Schemas of the first items.
    FirstItems,
    /// Schemas, of which one at least fits.
    AnyOf,
    /// Schemas, of which one fits.
    OneOf,
    /// Schemas, which all fit.
    AllOf,
    /// A schema, which does not fit.
    Not,
    /// Three schemas: where the first fits, the second has to, otherwise the third.
    Implication,
    /// Pairs of a name and the names that it needs.
    DependentRequired,
    /// Pairs of a name and the names that it excludes.
    DependentExcluded,
    /// Names, of which one has to be there.
    RequiredXor,
    /// Names, of which one at least has to be there.
    RequiredOr,
    /// Names: no two items are the same in all of them.
    UniqueKeys,
}

/// All constraints, in the order of their bits.
pub(crate) const CONSTRAINTS: [Constraint; 36] = [
    Constraint::Never,
    Constraint::Reference,
    Constraint::Types,
    Constraint::Enumeration,
    Constraint::EnumerationInAnyCase,
    Constraint::Pattern,
    Constraint::MinLength,
    Constraint::MaxLength,
    Constraint::Minimum,
    Constraint::Maximum,
    Constraint::ExclusiveMinimum,
    Constraint::ExclusiveMaximum,
    Constraint::MinItems,
    Constraint::MaxItems,
    Constraint::UniqueItems,
    Constraint::Format,
    Constraint::Takes,
    Constraint::Relates,
    Constraint::Required,
    Constraint::Properties,
    Constraint::PatternProperties,
    Constraint::OtherProperties,
    Constraint::MinProperties,
    Constraint::MaxProperties,
    Constraint::Items,
    Constraint::FirstItems,
    Constraint::AnyOf,
    Constraint::OneOf,
    Constraint::AllOf,
    Constraint::Not,
    Constraint::Implication,
    Constraint::DependentRequired,
    Constraint::DependentExcluded,
    Constraint::RequiredXor,
    Constraint::RequiredOr,
    Constraint::UniqueKeys,
];

/// The types of JSON, by the numbers of their bits.
pub(crate) const JSON_TYPES: [&str; 7] = ["string", "integer", "number", "boolean", "array", "object", "null"];

/// How many numbers of four bytes, the lowest byte first, stand at the start: where the table of types begins and how many
/// types it has, the same of the definitions, and of the regions.
pub(crate) const HEADER: usize = 6;
