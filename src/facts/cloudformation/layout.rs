//! How the facts about CloudFormation's types are packed: shared by the build script, which writes them, and the reader.
//!
//! They are read in place, and compress well: what is alike stands together, and little is said twice. The structure holds
//! numbers in LEB128, seven bits a byte, the lowest first; the texts hold, one behind the other, the texts that the
//! structure comes upon; and what is used several times has a number, texts in a dictionary and schemas in a table.
//!
//! - A text is a number: when it is even, twice that of the text in the dictionary; otherwise [`HERE`] and twice its length,
//!   and the text is the next of the texts.
//! - A schema is a number: when it is even, twice that of the schema in the table; otherwise [`HERE`], [`HAS_TEXTS`] and four
//!   times its length. The length of its texts follows, if it has any, and then the schema.
//! - What is followed there is the number of a shape, whose bits say which constraints follow, in their order.
//! - Names of properties are often among those that a schema has. Then they are steps: how many properties to go on from the
//!   one before, and from the last to the first.
//! - A list of names of a type begins with the bits of their lengths, unless it is empty: most names that are looked for are
//!   not in it.
//!
//! A schema that only refers to a definition is that definition.

/// Of the number of a text or a schema: it is written here.
pub(crate) const HERE: usize = 1;

/// Of the number of a schema: it comes upon texts.
pub(crate) const HAS_TEXTS: usize = 2;

/// Of a number among names of properties: it is twice a step, rather than twice the number of a text.
pub(crate) const STEP: usize = 1;

/// Of the flags of a type: no change updates a resource.
pub(crate) const NO_UPDATES: usize = 1;

/// Of the flags of a type: the day of its end follows.
pub(crate) const HAS_END: usize = 2;

/// Which bit of a shape is the first of [`JSON_TYPES`].
pub(crate) const TYPES: u32 = 56;

/// The constraints of a schema, by the numbers of their bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Constraint {
    /// Nothing fits it.
    Never,
    /// A schema: that of a definition, which holds for this place too.
    Reference,
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
    /// Steps among the properties, which follow.
    RequiredProperties,
    /// Pairs of a name and a schema, sorted by name.
    Properties,
    /// Texts.
    Required,
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
    Constraint::RequiredProperties,
    Constraint::Properties,
    Constraint::Required,
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

/// The bit that says that a name of its length is in a list.
pub(crate) const fn length_bit(name: &str) -> u16 {
    1 << (name.len() % 16)
}
