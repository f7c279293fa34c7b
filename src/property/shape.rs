//! The types that a property table is written with, and what they accept.
use super::Property;
use crate::diagnostic::Wanted;
use crate::syntax::{Node, Number, Value};
use crate::template::intrinsics;
use std::marker::PhantomData;

/// What a value has to look like.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Shape {
    Any,
    Text,
    /// A string that holds an ARN; `expand` takes any string.
    Arn,
    Integer,
    /// A number; `expand` takes what it takes for an integer, and floats.
    Double,
    Boolean,
    List,
    /// A map from any string to anything.
    Object,
    ListOf(&'static Shape),
    /// A map from any string to values of one shape.
    MapOf(&'static Shape),
    /// A map with the properties of a table of its own; `expand` only asks that it is a map.
    Record(&'static [Property]),
    Either(&'static Shape, &'static Shape),
    /// Handed on unseen: `expand` takes any value, only `check` looks at it.
    Passed(&'static Shape),
    /// The value itself: no intrinsic may stand for it.
    Literal(&'static Shape),
    /// The value itself, read down to its innermost parts by [`converted`](super::converted), which asks no more here
    /// than that it is a map, a list and so on; and nothing at all where it is a [`Shape::Literal`].
    Converted(&'static Shape),
    /// One of the row's allowed strings, else `expand` refuses.
    Choice,
    /// What `expand` asks for, and what only `check` asks for: the latter takes nothing that the former refuses.
    Refined(&'static Shape, &'static Shape),
}

impl Shape {
    /// Whether the reference takes the value. An intrinsic, that is any map with one key, may stand for most values.
    pub(crate) fn accepts(&self, value: &Node, allowed: &[&str]) -> bool {
        match self {
            Shape::Passed(_) => true,
            Shape::Refined(asked, _) => asked.accepts(value, allowed),
            Shape::Literal(_) | Shape::Converted(_) => self.accepts_itself(value, allowed),
            _ => intrinsics::is_single_key_map(value) || self.accepts_itself(value, allowed),
        }
    }

    fn accepts_itself(&self, value: &Node, allowed: &[&str]) -> bool {
        match self {
            Shape::Any | Shape::Passed(_) => true,
            Shape::Text | Shape::Arn => value.text().is_some(),
            Shape::Choice => value.text().is_some_and(|it| allowed.contains(&&**it)),
            Shape::Boolean => value.bool().is_some(),
            // As in Python, where a boolean is an integer.
            Shape::Integer => {
                matches!(value.value, Value::Bool(_) | Value::Number(Number::Integer(_) | Number::Big(_)))
            }
            Shape::Double => matches!(value.value, Value::Bool(_) | Value::Number(_)),
            Shape::List => value.list().is_some(),
            Shape::Object | Shape::Record(_) => value.map().is_some(),
            Shape::ListOf(item) => value.list().is_some_and(|it| it.iter().all(|it| item.accepts_itself(it, allowed))),
            Shape::MapOf(item) => value.map().is_some_and(|it| it.values().all(|it| item.accepts_itself(it, allowed))),
            Shape::Either(one, two) => one.accepts_itself(value, allowed) || two.accepts_itself(value, allowed),
            Shape::Literal(inner) | Shape::Refined(inner, _) => inner.accepts_itself(value, allowed),
            Shape::Converted(Shape::Literal(_)) => true,
            Shape::Converted(Shape::ListOf(_)) => value.list().is_some(),
            Shape::Converted(Shape::MapOf(_)) => value.map().is_some(),
            Shape::Converted(inner) => inner.accepts_itself(value, allowed),
        }
    }

    /// The shapes that a value may have for `check`, without what `expand` makes of them.
    pub(crate) fn alternatives(&self) -> Vec<&Shape> {
        match self {
            Shape::Passed(inner) | Shape::Literal(inner) | Shape::Converted(inner) | Shape::Refined(_, inner) => {
                inner.alternatives()
            }
            Shape::Either(one, two) => [one.alternatives(), two.alternatives()].concat(),
            Shape::Any
            | Shape::Text
            | Shape::Arn
            | Shape::Integer
            | Shape::Double
            | Shape::Boolean
            | Shape::List
            | Shape::Object
            | Shape::ListOf(_)
            | Shape::MapOf(_)
            | Shape::Record(_)
            | Shape::Choice => vec![self],
        }
    }

    /// The types of values that can be made of others by writing them in another way.
    pub(crate) fn wanted(&self) -> Vec<Wanted> {
        let is_of_words = |item: &Shape| {
            let is_word = |it: &&Shape| matches!(it, Shape::Text | Shape::Arn | Shape::Choice);
            item.alternatives().iter().any(is_word)
        };
        let wanted = |shape: &Shape| match shape {
            Shape::Boolean => Some(Wanted::Boolean),
            Shape::Integer | Shape::Double => Some(Wanted::Integer),
            Shape::ListOf(item) if is_of_words(item) => Some(Wanted::List),
            Shape::Text | Shape::Arn => Some(Wanted::Text),
            Shape::Any
            | Shape::Passed(_)
            | Shape::Literal(_)
            | Shape::Converted(_)
            | Shape::Refined(_, _)
            | Shape::Either(_, _)
            | Shape::List
            | Shape::ListOf(_)
            | Shape::Object
            | Shape::MapOf(_)
            | Shape::Record(_)
            | Shape::Choice => None,
        };
        self.alternatives().into_iter().filter_map(wanted).collect()
    }

    /// Whether CloudFormation would take the value, which is no intrinsic: it makes strings of numbers and the other
    /// way round. Looks at the value itself, not at what is in it.
    pub(crate) fn fits(&self, value: &Node) -> bool {
        let numeral = |text: &str| text.trim().parse::<f64>().is_ok();
        match (self, &value.value) {
            (Shape::Passed(inner) | Shape::Literal(inner) | Shape::Converted(inner) | Shape::Refined(_, inner), _) => {
                inner.fits(value)
            }
            (Shape::Either(one, two), _) => one.fits(value) || two.fits(value),
            (_, Value::Null) | (Shape::Any, _) => true,
            (Shape::Text | Shape::Arn | Shape::Choice, _) => value.map().is_none() && value.list().is_none(),
            (Shape::Integer, Value::Number(Number::Float(number))) => number.fract() == 0.0,
            (Shape::Integer | Shape::Double, Value::Number(_)) => true,
            (Shape::Integer | Shape::Double, Value::Text(text)) => numeral(text),
            (Shape::Boolean, Value::Bool(_)) => true,
            (Shape::Boolean, Value::Text(text)) => {
                text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false")
            }
            (Shape::List | Shape::ListOf(_), Value::List(_)) => true,
            (Shape::Object | Shape::MapOf(_) | Shape::Record(_), Value::Map(_)) => true,
            // What CloudFormation calls JSON can be written as a string.
            (Shape::Object, Value::Text(text)) => text.trim_start().starts_with('{'),
            (
                Shape::Integer
                | Shape::Double
                | Shape::Boolean
                | Shape::List
                | Shape::ListOf(_)
                | Shape::Object
                | Shape::MapOf(_)
                | Shape::Record(_),
                Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::List(_) | Value::Map(_),
            ) => false,
        }
    }

    /// What is expected, in the user's words, such as `a string or a map`.
    pub(crate) fn describe(&self, allowed: &[&str]) -> String {
        match self {
            Shape::Any => "a value".to_owned(),
            Shape::Text if allowed.is_empty() => "a string".to_owned(),
            Shape::Arn => "an ARN".to_owned(),
            Shape::Text | Shape::Choice => one_of(allowed.iter().copied()),
            Shape::Integer => "an integer".to_owned(),
            Shape::Double => "a number".to_owned(),
            Shape::Boolean => "`true` or `false`".to_owned(),
            Shape::List => "a list".to_owned(),
            Shape::Object | Shape::Record(_) => "a map".to_owned(),
            Shape::ListOf(item) => format!("a list, each item {}", item.describe(allowed)),
            Shape::MapOf(item) => format!("a map, each value {}", item.describe(allowed)),
            Shape::Either(one, two) => format!("{} or {}", one.describe(allowed), two.describe(allowed)),
            Shape::Passed(inner) | Shape::Converted(inner) | Shape::Refined(_, inner) => inner.describe(allowed),
            Shape::Literal(inner) => format!("{}, not an intrinsic function", inner.describe(allowed)),
        }
    }
}

/// Names to choose from, as a sentence lists them: "one of `a`, `b`", or "`a`" where there is no choice.
pub(crate) fn one_of<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let quoted: Vec<String> = names.map(|it| format!("`{it}`")).collect();
    if quoted.len() == 1 { quoted.concat() } else { format!("one of {}", quoted.join(", ")) }
}

/// A type in a property table: what its values look like.
pub(crate) trait HasShape {
    const SHAPE: Shape;
}

/// The type of a row: required, or in an [`Option`].
pub(crate) trait Row {
    const SHAPE: Shape;
    const REQUIRED: bool;
    /// What the field of the struct holds.
    type Value<'a>;
    /// The field's value; `None` when it is required and not there.
    fn value(found: Option<&Node>) -> Option<Self::Value<'_>>;
}

impl<T: HasShape> Row for T {
    const SHAPE: Shape = T::SHAPE;
    const REQUIRED: bool = true;
    type Value<'a> = &'a Node;
    fn value(found: Option<&Node>) -> Option<&Node> {
        found
    }
}

impl<T: HasShape> Row for Option<T> {
    const SHAPE: Shape = T::SHAPE;
    const REQUIRED: bool = false;
    type Value<'a> = Option<&'a Node>;
    fn value(found: Option<&Node>) -> Option<Option<&Node>> {
        Some(found)
    }
}

macro_rules! simple_shapes {
    ($($(#[doc = $doc:literal])* $name:ident;)*) => { $(
        $(#[doc = $doc])*
        #[derive(Debug)]
        pub(crate) enum $name {}
        impl HasShape for $name {
            const SHAPE: Shape = Shape::$name;
        }
    )* };
}

simple_shapes! {
    /// A string, or an intrinsic that gives one.
    Text;
    /// A string that holds an ARN, or an intrinsic that gives one.
    Arn;
    /// An integer, or an intrinsic that gives one.
    Integer;
    /// A number, or an intrinsic that gives one.
    Double;
    /// `true` or `false`, or an intrinsic that gives one.
    Boolean;
    /// A list of anything.
    List;
    /// A map of anything.
    Object;
    /// One of the strings that the row's option `one_of` lists.
    Choice;
}

macro_rules! shapes_of_shapes {
    ($($(#[doc = $doc:literal])* $name:ident;)*) => { $(
        $(#[doc = $doc])*
        #[derive(Debug)]
        pub(crate) struct $name<T>(PhantomData<T>);
        impl<T: HasShape> HasShape for $name<T> {
            const SHAPE: Shape = Shape::$name(&T::SHAPE);
        }
    )* };
}

shapes_of_shapes! {
    /// A list whose items have one shape.
    ListOf;
    /// A map whose values have one shape.
    MapOf;
    /// A value that `expand` hands on unseen.
    Passed;
    /// A value that no intrinsic may stand for.
    Literal;
    /// A value that is read down to its innermost parts by [`converted`](super::converted).
    Converted;
}

/// A value of one shape or the other.
#[derive(Debug)]
pub(crate) struct Either<T, U>(PhantomData<(T, U)>);

impl<T: HasShape, U: HasShape> HasShape for Either<T, U> {
    const SHAPE: Shape = Shape::Either(&T::SHAPE, &U::SHAPE);
}

/// A value of which `expand` asks the first, and only `check` the second, narrower one.
#[derive(Debug)]
pub(crate) struct Refined<T, U>(PhantomData<(T, U)>);

impl<T: HasShape, U: HasShape> HasShape for Refined<T, U> {
    const SHAPE: Shape = Shape::Refined(&T::SHAPE, &U::SHAPE);
}
