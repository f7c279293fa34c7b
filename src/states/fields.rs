//! The fields of states: which types have them, in which query language, and what they take.
use super::kinds::{Kind, QueryLanguage};
use super::values::{expression, is_unknown, literal};
use crate::syntax::{Node, Number, Value};
use Kind::*;

/// A field of states.
#[derive(Debug)]
pub(crate) struct Field {
    pub name: &'static str,
    /// The types of states that have it.
    pub kinds: &'static [Kind],
    /// The query language that it is for; none for both.
    pub language: Option<QueryLanguage>,
    pub shape: Shape,
}

/// What a field takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Shape {
    Anything,
    Text,
    /// A time as RFC 3339 has it.
    Timestamp,
    Boolean,
    /// Whole numbers from the first up to the second.
    Integer(i64, i64),
    /// Numbers from the first up to the second.
    Number(f64, f64),
    Map,
    List,
    /// A list, or an expression that gives one.
    Items,
    /// A JSONPath, or null.
    PathOrNull,
    /// A JSONPath to one place, or null.
    ReferencePathOrNull,
    /// A JSONPath.
    Path,
    /// A JSONPath to one place in the input.
    ReferencePath,
    /// A JSONPath, or a call of an intrinsic function.
    PathOrFunction,
    /// One of these texts.
    OneOf(&'static [&'static str]),
}

/// Most seconds of a timeout or a wait.
const LONGEST: i64 = 99_999_999;

const EVERY: &[Kind] = &Kind::ALL;
const WITH_DATA: &[Kind] = &[Task, Parallel, Map, Pass, Wait, Choice, Succeed];
const FOLLOWED: &[Kind] = &[Task, Parallel, Map, Pass, Wait];
const ASSIGNING: &[Kind] = &[Task, Parallel, Map, Pass, Wait, Choice];
const WORKING: &[Kind] = &[Task, Parallel, Map];

const fn both(name: &'static str, kinds: &'static [Kind], shape: Shape) -> Field {
    Field { name, kinds, language: None, shape }
}

const fn json_path(name: &'static str, kinds: &'static [Kind], shape: Shape) -> Field {
    Field { name, kinds, language: Some(QueryLanguage::JsonPath), shape }
}

const fn jsonata(name: &'static str, kinds: &'static [Kind], shape: Shape) -> Field {
    Field { name, kinds, language: Some(QueryLanguage::Jsonata), shape }
}

/// All fields of states.
pub(crate) static FIELDS: &[Field] = &[
    both("Type", EVERY, Shape::Text),
    both("Comment", EVERY, Shape::Text),
    both("QueryLanguage", EVERY, Shape::OneOf(&["JSONPath", "JSONata"])),
    both("Next", FOLLOWED, Shape::Text),
    both("End", FOLLOWED, Shape::Boolean),
    json_path("InputPath", WITH_DATA, Shape::PathOrNull),
    json_path("OutputPath", WITH_DATA, Shape::PathOrNull),
    jsonata("Output", WITH_DATA, Shape::Anything),
    both("Assign", ASSIGNING, Shape::Anything),
    json_path("Parameters", &[Task, Parallel, Map, Pass], Shape::Anything),
    jsonata("Arguments", &[Task, Parallel], Shape::Anything),
    json_path("ResultSelector", WORKING, Shape::Map),
    json_path("ResultPath", &[Task, Parallel, Map, Pass], Shape::ReferencePathOrNull),
    both("Retry", WORKING, Shape::List),
    both("Catch", WORKING, Shape::List),
    both("Resource", &[Task], Shape::Text),
    both("TimeoutSeconds", &[Task], Shape::Integer(1, LONGEST)),
    json_path("TimeoutSecondsPath", &[Task], Shape::Path),
    both("HeartbeatSeconds", &[Task], Shape::Integer(1, LONGEST)),
    json_path("HeartbeatSecondsPath", &[Task], Shape::Path),
    both("Credentials", &[Task], Shape::Anything),
    both("Branches", &[Parallel], Shape::List),
    both("ItemProcessor", &[Map], Shape::Map),
    both("Iterator", &[Map], Shape::Map),
    json_path("ItemsPath", &[Map], Shape::Path),
    jsonata("Items", &[Map], Shape::Items),
    both("ItemSelector", &[Map], Shape::Anything),
    both("ItemReader", &[Map], Shape::Map),
    both("ItemBatcher", &[Map], Shape::Map),
    both("ResultWriter", &[Map], Shape::Map),
    both("MaxConcurrency", &[Map], Shape::Integer(0, i64::MAX)),
    json_path("MaxConcurrencyPath", &[Map], Shape::ReferencePath),
    both("ToleratedFailurePercentage", &[Map], Shape::Number(0.0, 100.0)),
    json_path("ToleratedFailurePercentagePath", &[Map], Shape::ReferencePath),
    both("ToleratedFailureCount", &[Map], Shape::Integer(0, i64::MAX)),
    json_path("ToleratedFailureCountPath", &[Map], Shape::ReferencePath),
    both("Label", &[Map], Shape::Text),
    json_path("Result", &[Pass], Shape::Anything),
    both("Seconds", &[Wait], Shape::Integer(0, LONGEST)),
    json_path("SecondsPath", &[Wait], Shape::Path),
    both("Timestamp", &[Wait], Shape::Timestamp),
    json_path("TimestampPath", &[Wait], Shape::Path),
    both("Choices", &[Choice], Shape::List),
    both("Default", &[Choice], Shape::Text),
    both("Error", &[Fail], Shape::Text),
    json_path("ErrorPath", &[Fail], Shape::PathOrFunction),
    both("Cause", &[Fail], Shape::Text),
    json_path("CausePath", &[Fail], Shape::PathOrFunction),
];

/// The field of this name.
pub(crate) fn field(name: &str) -> Option<&'static Field> {
    FIELDS.iter().find(|it| it.name == name)
}

/// The names of the fields of a type of states, in one of the query languages or in any.
pub(crate) fn names(kind: Kind, language: Option<QueryLanguage>) -> impl Iterator<Item = &'static str> {
    let fits = move |it: &&Field| {
        it.kinds.contains(&kind) && (it.language.is_none() || language.is_none() || it.language == language)
    };
    FIELDS.iter().filter(fits).map(|it| it.name)
}

/// The fields of which a state of this type needs exactly one, for each need.
pub(crate) fn required(kind: Kind) -> &'static [&'static [&'static str]] {
    match kind {
        Task => &[&["Resource"]],
        Parallel => &[&["Branches"]],
        Map => &[&["ItemProcessor", "Iterator"]],
        Wait => &[&["Seconds", "SecondsPath", "Timestamp", "TimestampPath"]],
        Choice => &[&["Choices"]],
        Pass | Succeed | Fail => &[],
    }
}

/// Fields of which a state can have only one.
pub(crate) const EXCLUSIVE: &[&[&str]] = &[
    &["Seconds", "SecondsPath", "Timestamp", "TimestampPath"],
    &["ItemProcessor", "Iterator"],
    &["TimeoutSeconds", "TimeoutSecondsPath"],
    &["HeartbeatSeconds", "HeartbeatSecondsPath"],
    &["MaxConcurrency", "MaxConcurrencyPath"],
    &["ToleratedFailurePercentage", "ToleratedFailurePercentagePath"],
    &["ToleratedFailureCount", "ToleratedFailureCountPath"],
    &["Error", "ErrorPath"],
    &["Cause", "CausePath"],
];

/// The fields of a state machine, in the definition itself.
pub(crate) const OF_MACHINES: &[&str] = &["Comment", "QueryLanguage", "StartAt", "States", "TimeoutSeconds", "Version"];
/// The fields of a branch of a Parallel state.
pub(crate) const OF_BRANCHES: &[&str] = &["Comment", "QueryLanguage", "StartAt", "States"];
/// The fields of what a Map state does with each item.
pub(crate) const OF_PROCESSORS: &[&str] = &["Comment", "ProcessorConfig", "StartAt", "States"];

impl Shape {
    /// What a value of this shape has to be, where a known value surely is not; as the end of "it must be …".
    ///
    /// An expression of JSONata stands for what it gives, unless the state surely has no JSONata.
    pub(crate) fn refused(self, value: &Node, language: Option<QueryLanguage>) -> Option<String> {
        let is_given_late = language != Some(QueryLanguage::JsonPath) && expression(value).is_some();
        if is_unknown(value) || (is_given_late && self.takes_expressions()) {
            return None;
        }
        let is_right = match self {
            Shape::Anything => true,
            Shape::Text | Shape::Path | Shape::ReferencePath | Shape::PathOrFunction => value.text().is_some(),
            Shape::PathOrNull | Shape::ReferencePathOrNull => value.text().is_some() || value.is_null(),
            Shape::Timestamp => value.text().is_some_and(|it| is_timestamp(it)),
            Shape::Boolean => value.bool().is_some(),
            Shape::Integer(least, most) => value.integer().is_some_and(|it| (least..=most).contains(&it)),
            Shape::Number(least, most) => number(value).is_some_and(|it| (least..=most).contains(&it)),
            Shape::Map => value.map().is_some(),
            Shape::List | Shape::Items => value.list().is_some(),
            Shape::OneOf(words) => value.text().is_some_and(|it| words.contains(&&**it)),
        };
        (!is_right).then(|| self.words())
    }

    fn takes_expressions(self) -> bool {
        matches!(self, Shape::Integer(..) | Shape::Number(..) | Shape::Text | Shape::Timestamp | Shape::Items)
    }

    /// What it takes, as the end of "it must be …".
    fn words(self) -> String {
        match self {
            Shape::Anything => "a value".to_owned(),
            Shape::Text => "a string".to_owned(),
            Shape::Timestamp => "a time with date and zone, such as `2026-01-31T12:00:00Z`".to_owned(),
            Shape::Boolean => "`true` or `false`".to_owned(),
            Shape::Integer(least, i64::MAX) => format!("an integer from {least}"),
            Shape::Integer(least, most) => format!("an integer from {least} to {most}"),
            Shape::Number(least, f64::MAX) => format!("a number from {least}"),
            Shape::Number(least, most) => format!("a number from {least} to {most}"),
            Shape::Map => "a map".to_owned(),
            Shape::List | Shape::Items => "a list".to_owned(),
            Shape::Path | Shape::ReferencePath | Shape::PathOrFunction => {
                "a path, which is a string that begins with `$`".to_owned()
            }
            Shape::PathOrNull | Shape::ReferencePathOrNull => "a path, which begins with `$`, or null".to_owned(),
            Shape::OneOf(words) => one_of(words),
        }
    }
}

/// What a value is, as it is told beside what it must be: numbers and short texts themselves, else their type.
pub(crate) fn shown(value: &Node) -> String {
    match (number(value), literal(value)) {
        (Some(number), _) => number.to_string(),
        (_, Some(text)) if text.len() <= 40 && !text.contains('`') => format!("the string `{text}`"),
        _ => value.kind_name().to_owned(),
    }
}

/// The number that a value is.
#[allow(clippy::cast_precision_loss)]
pub(crate) fn number(value: &Node) -> Option<f64> {
    match value.value {
        Value::Number(Number::Integer(it)) => Some(it as f64),
        Value::Number(Number::Float(it)) => Some(it),
        _ => None,
    }
}

/// As in "`FULL` or `NONE`".
pub(crate) fn one_of(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|it| format!("`{it}`")).collect();
    match words.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
        _ => words.concat(),
    }
}

/// Whether a text is a time as RFC 3339 has it, as far as its parts stand where they must.
pub(crate) fn is_timestamp(text: &str) -> bool {
    let Some((date, time)) = text.split_once('T') else { return false };
    let is_date = date.len() == 10 && date.chars().all(|it| it.is_ascii_digit() || it == '-');
    let has_zone = time.ends_with('Z') || time.rsplit_once(['+', '-']).is_some_and(|(_, zone)| zone.contains(':'));
    is_date && time.starts_with(|it: char| it.is_ascii_digit()) && time.contains(':') && has_zone
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_a_date_and_a_zone() {
        for text in ["2026-01-31T12:00:00Z", "2026-01-31T12:00:00.123Z", "2026-01-31T12:00:00-07:00"] {
            assert!(is_timestamp(text), "{text}");
        }
        for text in ["2026-01-31", "2026-01-31 12:00:00Z", "2026-01-31T12:00:00", "tomorrow", "12:00", ""] {
            assert!(!is_timestamp(text), "{text}");
        }
    }

    #[test]
    fn every_type_has_the_fields_that_it_needs() {
        for kind in Kind::ALL {
            for name in required(kind).iter().flat_map(|it| it.iter()) {
                assert!(field(name).is_some_and(|it| it.kinds.contains(&kind)), "{name} of {}", kind.name());
            }
        }
        assert!(EXCLUSIVE.iter().flat_map(|it| it.iter()).all(|it| field(it).is_some()));
    }
}
