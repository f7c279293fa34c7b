//! Declares the properties of a SAM type once: reading, checks, `Globals`, schema and documentation use the table.
//!
//! A row says what `expand` refuses, because the reference refuses it, and what only `check` looks at: the type of a
//! [`Passed`](shape::Passed) property, ranges and allowed values. Knows no SAM type.
mod convert;
mod only_map;
mod read;
pub(crate) mod shape;

pub(crate) use convert::{converted, converted_record};
pub(crate) use only_map::{and, only_map, under, with_others};
pub(crate) use read::{read_row, unknown_properties};
pub(crate) use shape::Shape;

use std::ops::RangeInclusive;

/// One row of a property table.
#[derive(Debug)]
pub(crate) struct Property {
    pub name: &'static str,
    pub required: bool,
    /// Whether it may also be set under `Globals`.
    pub global: bool,
    pub shape: Shape,
    /// Smallest and largest number, or fewest and most items or characters; for `check` alone.
    pub range: Option<RangeInclusive<i64>>,
    /// Another property beside it, with which it may be as large as this.
    pub largest_with: Option<(&'static str, i64)>,
    /// The only strings allowed, when not empty; for `check` alone unless the shape is [`Shape::Choice`].
    pub allowed: &'static [&'static str],
    /// Whether the allowed strings may be written in capitals or not.
    pub any_case: bool,
    /// The form of the string, or of each in a list; for `check` alone.
    pub pattern: Option<Pattern>,
    /// The form of the keys of a map; for `check` alone.
    pub keys: Option<Pattern>,
    /// Properties beside it that it cannot stand without; for `check` alone.
    pub needed: &'static [&'static str],
    /// Properties beside it that it cannot stand with; for `check` alone.
    pub excluded: &'static [&'static str],
    /// What the property is for.
    pub doc: &'static str,
}

/// The form that a string has to have.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pattern {
    /// A regular expression that the whole string has to match.
    pub expression: &'static str,
    /// What it says, after "write".
    pub words: &'static str,
}

impl Property {
    /// A row without options; see [`properties!`](crate::properties).
    pub(crate) const fn new(name: &'static str, required: bool, shape: Shape, doc: &'static str) -> Self {
        Self {
            name,
            required,
            global: false,
            shape,
            range: None,
            largest_with: None,
            allowed: &[],
            any_case: false,
            pattern: None,
            keys: None,
            needed: &[],
            excluded: &[],
            doc,
        }
    }

    /// The option `global`: may also be set under `Globals`.
    #[must_use]
    pub(crate) const fn global(mut self) -> Self {
        self.global = true;
        self
    }

    /// The option `range(1..=10)`.
    #[must_use]
    pub(crate) const fn range(mut self, range: RangeInclusive<i64>) -> Self {
        self.range = Some(range);
        self
    }

    /// The option `largest_with("Other", 20)`: with the property `Other` beside it, the range goes up to this.
    #[must_use]
    pub(crate) const fn largest_with(mut self, other: &'static str, largest: i64) -> Self {
        self.largest_with = Some((other, largest));
        self
    }

    /// The option `any_case`: the allowed strings may be written in capitals or not.
    #[must_use]
    pub(crate) const fn any_case(mut self) -> Self {
        self.any_case = true;
        self
    }

    /// The option `pattern("[a-z]+", "small letters")`: a regular expression for the whole string, or for each in a
    /// list, and what it says in words.
    #[must_use]
    pub(crate) const fn pattern(mut self, expression: &'static str, words: &'static str) -> Self {
        self.pattern = Some(Pattern { expression, words });
        self
    }

    /// The option `keys("[a-z]+", "small letters")`: the same for the keys of a map.
    #[must_use]
    pub(crate) const fn keys(mut self, expression: &'static str, words: &'static str) -> Self {
        self.keys = Some(Pattern { expression, words });
        self
    }

    /// The option `one_of(&["A", "B"])`.
    #[must_use]
    pub(crate) const fn one_of(mut self, allowed: &'static [&'static str]) -> Self {
        self.allowed = allowed;
        self
    }

    /// The option `needs(&["A"])`.
    #[must_use]
    pub(crate) const fn needs(mut self, needed: &'static [&'static str]) -> Self {
        self.needed = needed;
        self
    }

    /// The option `excludes(&["A", "B"])`.
    #[must_use]
    pub(crate) const fn excludes(mut self, excluded: &'static [&'static str]) -> Self {
        self.excluded = excluded;
        self
    }

    const fn copy(&self) -> Self {
        let range = match &self.range {
            Some(range) => Some(*range.start()..=*range.end()),
            None => None,
        };
        Self { range, ..*self }
    }
}

/// The rows of a table of its own followed by those that it shares; `N` is their number.
pub(crate) const fn joined<const N: usize>(own: &[Property], shared: &[Property]) -> [Property; N] {
    let mut rows = [const { Property::new("", false, Shape::Any, "") }; N];
    let mut at = 0;
    while at < N {
        rows[at] = if at < own.len() { own[at].copy() } else { shared[at - own.len()].copy() };
        at += 1;
    }
    rows
}

/// Declares a struct and its property table together.
///
/// A row is `"Name" => field: Type, option…;` under a doc comment that says what the property is for. The types are
/// those of [`shape`], required unless they stand in an `Option`; the options are the methods of [`Property`].
///
/// The struct's fields are `&'a Node` (`Option<&'a Node>`), its `TABLE` holds the rows, and its `read` takes the
/// properties as written. Rows that several types share are declared once, as a struct, which each of them names after
/// its own rows: `..field: Struct;`.
///
/// ```text
/// properties! {
///     /// A queue that feeds a function.
///     struct Sqs {
///         /// ARN of the queue to poll.
///         "Queue" => queue: Arn;
///         /// Maximum number of messages per invocation.
///         "BatchSize" => batch_size: Option<Integer>, range(1..=10_000);
///     }
/// }
/// ```
macro_rules! properties {
    (
        $(#[doc = $type_doc:literal])*
        $vis:vis struct $type:ident {
            $(
                $(#[doc = $doc:literal])*
                $name:literal => $field:ident : $kind:ty $(, $option:ident $(($($argument:tt)*))? )* ;
            )*
            $( .. $shared_field:ident : $shared:ident ; )?
        }
    ) => {
        $(#[doc = $type_doc])*
        #[derive(Clone, Copy, Debug)]
        #[allow(dead_code)] // some rows are only checked and documented
        $vis struct $type<'a> {
            $( $(#[doc = $doc])* pub $field: <$kind as $crate::property::shape::Row>::Value<'a>, )*
            $( pub $shared_field: $shared<'a>, )?
        }

        #[allow(dead_code)]
        impl<'a> $type<'a> {
            const OWN: &'static [$crate::property::Property] = &[
                $( {
                    let property = $crate::property::Property::new(
                        $name,
                        <$kind as $crate::property::shape::Row>::REQUIRED,
                        <$kind as $crate::property::shape::Row>::SHAPE,
                        concat!($($doc, "\n",)*),
                    );
                    $( let property = property.$option($($($argument)*)?); )*
                    property
                }, )*
            ];

            /// The rows in their order.
            pub(crate) const TABLE: &'static [$crate::property::Property] =
                $crate::properties!(@table $type $($shared)?);

            /// Takes the properties as written. `at` is the span of what owns them, for what is missing.
            ///
            /// What is unknown, missing, or of the wrong type is reported. An optional property of the wrong type is
            /// then left out, so that the rest can be looked at; `None` when a required one cannot be read.
            pub(crate) fn read(
                properties: &'a $crate::syntax::Map,
                at: $crate::source::Span,
                problems: &mut $crate::diagnostic::Problems,
            ) -> Option<Self> {
                $crate::property::unknown_properties(Self::TABLE, properties, problems);
                Self::read_rows(properties, at, problems)
            }

            /// Like `read`, but unknown properties are not looked at.
            pub(crate) fn read_rows(
                properties: &'a $crate::syntax::Map,
                at: $crate::source::Span,
                problems: &mut $crate::diagnostic::Problems,
            ) -> Option<Self> {
                let mut rows = Self::OWN.iter();
                $( let $field = {
                    let row = rows.next().expect("a row for every field, as both come from one list");
                    $crate::property::read_row::<$kind>(row, properties, at, problems)
                }; )*
                $( let $shared_field = $shared::read_rows(properties, at, problems); )?
                Some(Self { $( $field: $field?, )* $( $shared_field: $shared_field?, )? })
            }
        }

        impl $crate::property::shape::HasShape for $type<'_> {
            const SHAPE: $crate::property::Shape = $crate::property::Shape::Record($type::TABLE);
        }
    };
    (@table $type:ident) => { $type::OWN };
    (@table $type:ident $shared:ident) => {
        &$crate::property::joined::<{ $type::OWN.len() + $shared::TABLE.len() }>($type::OWN, $shared::TABLE)
    };
}
pub(crate) use properties;

#[cfg(test)]
mod tests {
    use super::shape::{Arn, Integer, Object};

    properties! {
        /// A queue that feeds a function.
        struct Sqs {
            /// ARN of the queue to poll.
            "Queue" => queue: Arn;
            /// Most messages in one invocation.
            "BatchSize" => batch_size: Option<Integer>, range(1..=10_000);
        }
    }

    properties! {
        /// A queue with a filter.
        struct Filtered {
            /// Which messages to take.
            "Filter" => filter: Option<Object>;
            ..queue: Sqs;
        }
    }

    #[test]
    fn rows_become_tables() {
        assert!(Sqs::TABLE[0].required && !Sqs::TABLE[1].required);
        assert_eq!(Sqs::TABLE[1].range, Some(1..=10_000));
        assert_eq!(Filtered::TABLE.len(), 3);
    }
}
