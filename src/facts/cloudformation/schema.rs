//! What CloudFormation asks of a value.
use super::layout::{CONSTRAINTS, Constraint, JSON_TYPES, TYPES};
use super::lists::{Dependents, Pairs, Schema, Schemas, Texts};
use super::packed::Cursor;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// The types of values that fit, as the bits of [`JSON_TYPES`]; none when all do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Types(u8);

/// What a schema says, without the definitions that it refers to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Constraints {
    /// Nothing fits it.
    pub never: bool,
    /// A definition that holds too.
    pub reference: Option<Schema>,
    pub types: Types,
    /// The only values, as texts.
    pub enumeration: Option<Texts>,
    /// Whether they may be written in capitals or not.
    pub any_case: bool,
    /// A regular expression that is to be found in a text.
    pub pattern: Option<&'static str>,
    /// Fewest and most characters.
    pub length: (Option<u64>, Option<u64>),
    pub minimum: Option<&'static str>,
    pub maximum: Option<&'static str>,
    pub exclusive_minimum: Option<&'static str>,
    pub exclusive_maximum: Option<&'static str>,
    /// Fewest and most items of a list.
    pub items_count: (Option<u64>, Option<u64>),
    pub unique_items: bool,
    /// The form of a text, such as `date-time`.
    pub format: Option<&'static str>,
    /// What a text may name, such as `AWS::IAM::Role.Arn`.
    pub takes: Option<Texts>,
    /// What a text often names, among other things; by their types, all that it takes of them.
    pub relates: Option<Texts>,
    pub required: Option<Texts>,
    /// The properties by name, sorted.
    pub properties: Option<Pairs>,
    /// The properties whose names match a pattern.
    pub pattern_properties: Option<Pairs>,
    /// What holds for all other properties; without it and with `properties`, there are no others.
    pub other_properties: Option<Schema>,
    /// Fewest and most properties.
    pub properties_count: (Option<u64>, Option<u64>),
    pub items: Option<Schema>,
    /// What holds for the first items, one each.
    pub first_items: Option<Schemas>,
    pub any_of: Option<Schemas>,
    pub one_of: Option<Schemas>,
    pub all_of: Option<Schemas>,
    pub not: Option<Schema>,
    /// Where the first fits, the second has to, otherwise the third.
    pub implication: Option<[Schema; 3]>,
    pub dependent_required: Option<Dependents>,
    pub dependent_excluded: Option<Dependents>,
    /// Exactly one of these properties is there.
    pub required_xor: Option<Texts>,
    /// One of these properties at least is there.
    pub required_or: Option<Texts>,
    /// No two items are the same in all of these properties.
    pub unique_keys: Option<Texts>,
}

thread_local! {
    /// What was read: the same properties are asked for in each template, and reading takes longer than looking here.
    static READ: RefCell<HashMap<Schema, Rc<[Constraints]>>> = RefCell::default();
}

impl Schema {
    /// What it says.
    pub(crate) fn constraints(self) -> Constraints {
        let mut cursor = self.place;
        let shape = cursor.shape();
        let mut found = Constraints { types: Types((shape >> TYPES) as u8), ..Constraints::default() };
        let mut bits = shape & ((1 << TYPES) - 1);
        // Few of them are set.
        while bits != 0 {
            found.read(CONSTRAINTS[bits.trailing_zeros() as usize], &mut cursor);
            bits &= bits - 1;
        }
        found
    }

    /// Where its properties are, which is where they stand in the schema of a type: behind nothing but those that it requires.
    pub(super) fn first_properties(self) -> Cursor {
        let mut cursor = self.place;
        if cursor.shape() & 1 << Constraint::RequiredProperties as u32 != 0 {
            Texts::read_of_next(&mut cursor);
        }
        cursor
    }

    /// What it says and what the definitions say that it refers to: all of that holds.
    pub(crate) fn parts(self) -> Rc<[Constraints]> {
        let next = |it: &Constraints| it.reference.map(Schema::constraints);
        let read = || std::iter::successors(Some(self.constraints()), next).collect();
        READ.with_borrow_mut(|it| it.entry(self).or_insert_with(read).clone())
    }

    /// The schema of a property.
    pub(crate) fn property(self, name: &str) -> Option<Schema> {
        self.parts().iter().find_map(|it| it.properties?.get(name))
    }
}

impl Constraints {
    fn read(&mut self, constraint: Constraint, cursor: &mut Cursor) {
        let schema = |cursor: &mut Cursor| Some(Schema::new(cursor.schema()));
        match constraint {
            Constraint::Never => self.never = true,
            Constraint::Reference => self.reference = schema(cursor),
            Constraint::Enumeration => self.enumeration = Some(Texts::read(cursor)),
            Constraint::EnumerationInAnyCase => {
                self.enumeration = Some(Texts::read(cursor));
                self.any_case = true;
            }
            Constraint::Pattern => self.pattern = Some(cursor.text()),
            Constraint::MinLength => self.length.0 = Some(cursor.long()),
            Constraint::MaxLength => self.length.1 = Some(cursor.long()),
            Constraint::Minimum => self.minimum = Some(cursor.text()),
            Constraint::Maximum => self.maximum = Some(cursor.text()),
            Constraint::ExclusiveMinimum => self.exclusive_minimum = Some(cursor.text()),
            Constraint::ExclusiveMaximum => self.exclusive_maximum = Some(cursor.text()),
            Constraint::MinItems => self.items_count.0 = Some(cursor.long()),
            Constraint::MaxItems => self.items_count.1 = Some(cursor.long()),
            Constraint::UniqueItems => self.unique_items = true,
            Constraint::Format => self.format = Some(cursor.text()),
            Constraint::Takes => self.takes = Some(Texts::read(cursor)),
            Constraint::Relates => self.relates = Some(Texts::read(cursor)),
            Constraint::RequiredProperties => self.required = Some(Texts::read_of_next(cursor)),
            Constraint::Properties => self.properties = Some(Pairs::read(cursor)),
            Constraint::Required => self.required = Some(Texts::read(cursor)),
            Constraint::PatternProperties => self.pattern_properties = Some(Pairs::read(cursor)),
            Constraint::OtherProperties => self.other_properties = schema(cursor),
            Constraint::MinProperties => self.properties_count.0 = Some(cursor.long()),
            Constraint::MaxProperties => self.properties_count.1 = Some(cursor.long()),
            Constraint::Items => self.items = schema(cursor),
            Constraint::FirstItems => self.first_items = Some(Schemas::read(cursor)),
            Constraint::AnyOf => self.any_of = Some(Schemas::read(cursor)),
            Constraint::OneOf => self.one_of = Some(Schemas::read(cursor)),
            Constraint::AllOf => self.all_of = Some(Schemas::read(cursor)),
            Constraint::Not => self.not = schema(cursor),
            Constraint::Implication => {
                self.implication = Some([0; 3].map(|_: usize| Schema::new(cursor.schema())));
            }
            Constraint::DependentRequired => self.dependent_required = Some(Dependents::read(cursor)),
            Constraint::DependentExcluded => self.dependent_excluded = Some(Dependents::read(cursor)),
            Constraint::RequiredXor => self.required_xor = Some(Texts::read(cursor)),
            Constraint::RequiredOr => self.required_or = Some(Texts::read(cursor)),
            Constraint::UniqueKeys => self.unique_keys = Some(Texts::read(cursor)),
        }
    }

    /// Whether no other properties than those that it names can be there.
    pub(crate) fn is_closed(&self) -> bool {
        (self.properties.is_some() || self.pattern_properties.is_some()) && self.other_properties.is_none()
    }
}

impl Types {
    pub(crate) const STRING: Self = Self(1);
    pub(crate) const INTEGER: Self = Self(1 << 1);
    pub(crate) const NUMBER: Self = Self(1 << 2);
    pub(crate) const BOOLEAN: Self = Self(1 << 3);
    pub(crate) const ARRAY: Self = Self(1 << 4);
    pub(crate) const OBJECT: Self = Self(1 << 5);

    /// Whether values of one of these types fit.
    pub(crate) const fn has(self, types: Self) -> bool {
        self.0 & types.0 != 0
    }

    /// Whether no type is asked for.
    pub(crate) fn is_any(self) -> bool {
        self.0 == 0
    }

    /// What values of them are, as a sentence says it: "a string or a list".
    pub(crate) fn describe(self) -> String {
        let words = self.names().map(|it| match it {
            "string" => "a string",
            "integer" => "an integer",
            "number" => "a number",
            "boolean" => "`true` or `false`",
            "array" => "a list",
            "object" => "a map",
            _ => "nothing",
        });
        let words: Vec<&str> = words.collect();
        if words.is_empty() { "a value".to_owned() } else { words.join(" or ") }
    }

    /// Whether values of one or the other fit.
    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The names of the types.
    pub(crate) fn names(self) -> impl Iterator<Item = &'static str> {
        JSON_TYPES.into_iter().enumerate().filter(move |(bit, _)| self.has(Self(1 << bit))).map(|(_, name)| name)
    }
}
