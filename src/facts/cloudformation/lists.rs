//! Schemas by their places, and lists of them and of texts, which are read as they are asked for. Knows no type.
use super::layout::{STEP, length_bit};
use super::packed::{Cursor, sought};
use crate::facts::dictionary::Sought;
use std::hash::{Hash, Hasher};
use std::num::NonZero;

/// What CloudFormation asks of a value: a schema, in the words of JSON Schema. A definition that it refers to counts as a
/// part of it, see [`Schema::parts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Schema {
    pub(super) place: Cursor,
}

/// Texts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Texts {
    list: List,
}

/// Schemas.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Schemas {
    list: List,
}

/// Schemas with their names.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pairs {
    list: List,
}

/// Names of properties, and what each of them needs or excludes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dependents {
    list: List,
}

#[derive(Clone, Copy, Debug)]
struct List {
    start: Cursor,
    count: u16,
    /// The bits of the lengths that a text in it may have.
    lengths: u16,
    /// Of names of properties, how much farther all properties are in the structure, and in the texts: how many there are,
    /// and pairs of a name and a schema.
    properties: Option<(NonZero<u16>, u16)>,
}

impl Schema {
    #[inline]
    pub(super) const fn new(place: Cursor) -> Self {
        Self { place }
    }
}

impl Hash for Schema {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(u64::from(self.place.at) << 32 | u64::from(self.place.text));
    }
}

impl Texts {
    pub(super) fn read(cursor: &mut Cursor) -> Self {
        Self { list: List::read(cursor, Cursor::skip_text) }
    }

    /// Names of the properties that follow.
    pub(super) fn read_of_next(cursor: &mut Cursor) -> Self {
        Self { list: List::read(cursor, |it| _ = skip_name(it)) }.of(*cursor)
    }

    /// Names of properties of a type, whose place is not known yet: see [`Texts::of`].
    pub(super) fn read_names(cursor: &mut Cursor) -> Self {
        let count = cursor.number();
        let lengths = if count == 0 { 0 } else { cursor.number() };
        let mut list = List::read_counted(count, cursor, |it| _ = skip_name(it));
        list.lengths = u16::try_from(lengths).expect("there are 16 bits");
        Self { list }
    }

    pub(super) fn of(self, properties: Cursor) -> Self {
        Self { list: self.list.of(properties) }
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = &'static str> + Clone {
        let mut cursor = self.list.start;
        let mut properties = self.list.properties();
        (0..self.list.count).map(move |_| match &mut properties {
            None => cursor.text(),
            Some(properties) => {
                let number = cursor.number();
                if number & STEP == 0 { cursor.text_of(number >> 1) } else { properties.name(number >> 1) }
            }
        })
    }

    pub(crate) fn contains(self, text: &str) -> bool {
        if self.list.lengths & length_bit(text) == 0 {
            return false;
        }
        let mut cursor = self.list.start;
        let sought = sought(text);
        let Some(properties) = self.list.properties() else {
            return (0..self.list.count).any(|_| cursor.is(&sought));
        };
        let found = properties.position(&sought);
        let mut next = 0;
        (0..self.list.count).any(|_| {
            let number = cursor.number();
            if number & STEP == 0 {
                return cursor.is_of(number >> 1, &sought);
            }
            let at = properties.behind(next, number >> 1);
            next = at + 1;
            found == Some(at)
        })
    }
}

impl Schemas {
    pub(super) fn read(cursor: &mut Cursor) -> Self {
        Self { list: List::read(cursor, Cursor::skip_schema) }
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = Schema> + Clone {
        let mut cursor = self.list.start;
        (0..self.list.count).map(move |_| Schema::new(cursor.schema()))
    }
}

impl Pairs {
    pub(super) fn read(cursor: &mut Cursor) -> Self {
        Self { list: List::read(cursor, skip_pair) }
    }

    /// Properties by their names, and others with their schemas.
    pub(super) fn read_names(cursor: &mut Cursor) -> Self {
        let skip = |it: &mut Cursor| {
            if !skip_name(it) {
                it.skip_schema();
            }
        };
        Self { list: List::read(cursor, skip) }
    }

    pub(super) fn of(self, properties: Cursor) -> Self {
        Self { list: self.list.of(properties) }
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = (&'static str, Schema)> + Clone {
        let mut cursor = self.list.start;
        let mut properties = self.list.properties();
        (0..self.list.count).map(move |_| match &mut properties {
            None => (cursor.text(), Schema::new(cursor.schema())),
            Some(properties) => {
                let number = cursor.number();
                if number & STEP == 0 {
                    return (cursor.text_of(number >> 1), Schema::new(cursor.schema()));
                }
                properties.pair(number >> 1)
            }
        })
    }

    pub(crate) fn names(self) -> impl Iterator<Item = &'static str> + Clone {
        self.iter().map(|(name, _)| name)
    }

    pub(crate) fn get(self, name: &str) -> Option<Schema> {
        if self.list.properties.is_some() {
            return self.iter().find(|it| it.0 == name).map(|it| it.1);
        }
        let mut cursor = self.list.start;
        let sought = sought(name);
        for _ in 0..self.list.count {
            if cursor.is(&sought) {
                return Some(Schema::new(cursor.schema()));
            }
            cursor.skip_schema();
        }
        None
    }
}

impl Dependents {
    pub(super) fn read(cursor: &mut Cursor) -> Self {
        let skip = |it: &mut Cursor| {
            it.skip_text();
            Texts::read(it);
        };
        Self { list: List::read(cursor, skip) }
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = (&'static str, Texts)> {
        let mut cursor = self.list.start;
        (0..self.list.count).map(move |_| (cursor.text(), Texts::read(&mut cursor)))
    }
}

impl List {
    fn read(cursor: &mut Cursor, skip: impl Fn(&mut Cursor)) -> Self {
        let count = cursor.number();
        Self::read_counted(count, cursor, skip)
    }

    fn read_counted(count: usize, cursor: &mut Cursor, skip: impl Fn(&mut Cursor)) -> Self {
        let count = u16::try_from(count).expect("lists are short");
        let list = Self { start: *cursor, count, lengths: if count == 0 { 0 } else { u16::MAX }, properties: None };
        (0..count).for_each(|_| skip(cursor));
        list
    }

    fn of(self, properties: Cursor) -> Self {
        let farther = |to: u32, from: u32| u16::try_from(to - from).expect("it is near");
        let (at, text) = (farther(properties.at, self.start.at), farther(properties.text, self.start.text));
        Self { properties: NonZero::new(at).map(|at| (at, text)), ..self }
    }

    fn properties(&self) -> Option<Properties> {
        let (at, text) = self.properties?;
        let mut start = Cursor { at: self.start.at + u32::from(at.get()), text: self.start.text + u32::from(text) };
        let count = start.number();
        Some(Properties { start, count, cursor: start, next: 0 })
    }
}

/// Goes through properties by steps.
#[derive(Clone)]
struct Properties {
    start: Cursor,
    count: usize,
    cursor: Cursor,
    /// The number of the property at the cursor.
    next: usize,
}

impl Properties {
    /// The name of the property that is so many behind the next one.
    fn name(&mut self, behind: usize) -> &'static str {
        self.go_on(behind);
        let name = self.cursor.text();
        self.cursor.skip_schema();
        name
    }

    /// The same, with its schema.
    fn pair(&mut self, behind: usize) -> (&'static str, Schema) {
        self.go_on(behind);
        (self.cursor.text(), Schema::new(self.cursor.schema()))
    }

    fn go_on(&mut self, by: usize) {
        let to = self.behind(self.next, by);
        if to < self.next {
            (self.cursor, self.next) = (self.start, 0);
        }
        (self.next..to).for_each(|_| skip_pair(&mut self.cursor));
        self.next = to + 1;
    }

    /// The number of a property by its name.
    fn position(&self, sought: &Sought<'_>) -> Option<usize> {
        let mut cursor = self.start;
        (0..self.count).position(|_| {
            let is_it = cursor.is(sought);
            cursor.skip_schema();
            is_it
        })
    }

    /// The number of the property that is so many behind another.
    fn behind(&self, number: usize, by: usize) -> usize {
        let sum = number + by;
        if sum < self.count { sum } else { sum - self.count }
    }
}

fn skip_pair(cursor: &mut Cursor) {
    cursor.skip_text();
    cursor.skip_schema();
}

/// Whether it was a step.
fn skip_name(cursor: &mut Cursor) -> bool {
    let number = cursor.number();
    if number & STEP == 0 {
        cursor.skip_text_of(number >> 1);
    }
    number & STEP != 0
}
