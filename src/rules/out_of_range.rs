//! Finds numbers, lengths and counts that the service refuses.
use crate::diagnostic::Problems;
use crate::facts::types;
use crate::property::Shape;
use crate::rule;
use crate::semantics::{self, Described, Description, Owner, Semantics, Unfit};
use crate::syntax::{Node, Number, Value};
use crate::template::intrinsics;
use std::ops::RangeInclusive;

rule! {
    /// A number is too small or too large, or a string or list is too short or too long.
    ///
    /// SAM passes such values on; the service refuses them when the stack is deployed, after minutes, and the stack is
    /// rolled back. The limits are those of the services' own APIs, as the SDKs describe them. Values behind
    /// parameters, mappings and conditions are checked where they are known.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Timeout: 10000
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Timeout: 900
    /// ```
    "out-of-range" Error check
}

/// How long CloudFormation waits for a custom resource, in seconds.
const SERVICE_TIMEOUT: RangeInclusive<i64> = 1..=3600;

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    check_schemas(semantics, problems);
    check_custom(semantics, problems);
    let description = semantics.description();
    for value in &description.values {
        let Some(range) = value.row.range.as_ref().filter(|_| !value.is_item) else { continue };
        for known in value.resolved(semantics) {
            let Some(measure) = measure(value, &known.node).filter(|it| !it.is_within(range)) else { continue };
            let (mut help, mut broken) = (measure.wanted(range), range.clone());
            if let Some((other, largest)) = value.row.largest_with {
                let wider = *range.start()..=largest;
                let is_set = is_set(other, value, description);
                if is_set && measure.is_within(&wider) {
                    continue;
                }
                if is_set {
                    (help, broken) = (measure.wanted(&wider), wider);
                } else {
                    help = format!("{help}, or up to {largest} with `{other}`");
                }
            }
            let [least, most] = bounds(&broken);
            let beyond = measure.beyond(least.as_deref(), most.as_deref());
            let message = format!("`{}` {}{beyond}", value.row.name, measure.describe());
            problems.push(value.finding(&CODE, &known, message).help(help));
        }
    }
}

/// Whether a property may stand beside the value: any resource of the type, or `Globals`, may give it.
fn is_set(name: &str, value: &Described<'_>, description: &Description<'_>) -> bool {
    let of_type = |owner: Owner| match owner {
        Owner::Resource(name) | Owner::Globals(name) => Some(name),
        Owner::Event | Owner::EventProperties(_) | Owner::Property(_) | Owner::Plain(_) => None,
    };
    let mut same = description.records.iter().filter(|it| of_type(it.owner) == of_type(value.owner));
    same.any(|it| {
        (it.resource.is_none() || value.resource.is_none() || it.resource == value.resource)
            && it.map.contains_key(name)
    })
}

/// What of a value a range speaks of.
enum Measure {
    Number(f64),
    Characters(i64),
    /// Items for certain, and those that a condition may leave out.
    Items(i64, i64),
}

/// What is measured of a value; `None` when its kind is not the one that the range is for.
fn measure(described: &Described<'_>, value: &Node) -> Option<Measure> {
    let length = count;
    match (&value.value, numeric(described.shape)) {
        (Value::Number(Number::Integer(number)), true) => Some(Measure::Number(*number as f64)),
        (Value::Number(Number::Float(number)), true) => Some(Measure::Number(*number)),
        (Value::Text(text), true) => text.trim().parse().ok().map(Measure::Number),
        // To SAM an empty string is a missing value.
        (Value::Text(text), false) if textual(described.shape) && !text.is_empty() => {
            Some(Measure::Characters(length(text.chars().count())))
        }
        (Value::List(items), _) if listing(described.shape) => {
            let optional = items.iter().filter(|it| intrinsics::is_if(it)).count();
            Some(Measure::Items(length(items.len() - optional), length(optional)))
        }
        (Value::Map(map), _) if matches!(described.shape, Shape::MapOf(_)) => {
            Some(Measure::Items(length(map.len()), 0))
        }
        (Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::List(_) | Value::Map(_), _) => None,
    }
}

fn numeric(shape: &Shape) -> bool {
    shape.alternatives().iter().any(|it| matches!(it, Shape::Integer | Shape::Double))
}

fn textual(shape: &Shape) -> bool {
    shape.alternatives().iter().any(|it| matches!(it, Shape::Text | Shape::Arn))
}

fn listing(shape: &Shape) -> bool {
    shape.alternatives().iter().any(|it| matches!(it, Shape::List | Shape::ListOf(_)))
}

impl Measure {
    fn is_within(&self, range: &RangeInclusive<i64>) -> bool {
        let (least, most) = (*range.start(), *range.end());
        match *self {
            Measure::Number(number) => (least as f64) <= number && number <= most as f64,
            Measure::Characters(count) => range.contains(&count),
            Measure::Items(certain, optional) => certain <= most && certain + optional >= least,
        }
    }

    fn describe(&self) -> String {
        match self {
            Measure::Number(number) => format!("is {number}"),
            Measure::Characters(1) => "has 1 character".to_owned(),
            Measure::Characters(count) => format!("has {count} characters"),
            Measure::Items(0, _) => "has no entries".to_owned(),
            Measure::Items(1, _) => "has 1 entry".to_owned(),
            Measure::Items(count, _) => format!("has {count} entries"),
        }
    }

    /// How it is out of its bounds, as the end of a sentence.
    fn beyond(&self, least: Option<&str>, most: Option<&str>) -> String {
        let (lowest, highest, less) = match *self {
            Measure::Number(number) => (number, number, "less"),
            Measure::Characters(count) => (count as f64, count as f64, "fewer"),
            Measure::Items(certain, optional) => ((certain + optional) as f64, certain as f64, "fewer"),
        };
        let is_beyond =
            |bound: Option<&str>, test: &dyn Fn(f64) -> bool| bound.and_then(|it| it.parse().ok()).is_some_and(test);
        match (least, most) {
            (Some(bound), _) if is_beyond(least, &|it| lowest < it) => format!(", {less} than {bound}"),
            (_, Some(bound)) if is_beyond(most, &|it| highest > it) => format!(", more than {bound}"),
            _ => String::new(),
        }
    }

    fn wanted(&self, range: &RangeInclusive<i64>) -> String {
        let [least, most] = bounds(range);
        let of = match self {
            Measure::Number(_) => Bounded::Number,
            Measure::Characters(_) => Bounded::Characters,
            Measure::Items(_, _) => Bounded::Entries,
        };
        of.wanted(least.as_deref(), most.as_deref())
    }
}

/// The ends of a range, as far as it has some.
fn bounds(range: &RangeInclusive<i64>) -> [Option<String>; 2] {
    [range.start(), range.end()].map(|it| Some(it.to_string()).filter(|_| *it != i64::MAX))
}

/// What bounds are of.
#[derive(Clone, Copy)]
enum Bounded {
    Number,
    Characters,
    Entries,
}

impl Bounded {
    /// What to write, within the bounds that there are.
    fn wanted(self, least: Option<&str>, most: Option<&str>) -> String {
        let bounds = match (least, most) {
            (Some(least), Some(most)) if least == most => format!("exactly {least}"),
            (Some(least), Some(most)) => format!("{least} to {most}"),
            (Some(least), None) => format!("{least} or more"),
            (None, Some(most)) => format!("at most {most}"),
            (None, None) => "another number of".to_owned(),
        };
        let last = most.or(least).unwrap_or_default();
        match self {
            Bounded::Number => match (least, most) {
                (Some(least), Some(most)) => format!("write a number from {least} to {most}"),
                _ => format!("write {bounds}"),
            },
            Bounded::Characters if last == "1" => format!("write {bounds} character"),
            Bounded::Characters => format!("write {bounds} characters"),
            Bounded::Entries if last == "1" => format!("write {bounds} entry"),
            Bounded::Entries => format!("write {bounds} entries"),
        }
    }
}

/// What custom resources of any type have.
fn check_custom(semantics: &Semantics<'_>, problems: &mut Problems) {
    for (id, resource) in semantics.template.resources().iter() {
        if !resource.get("Type").and_then(Node::text).is_some_and(|it| types::is_custom(it)) {
            continue;
        }
        for case in semantics.cases(resource.at(&["Properties", "ServiceTimeout"]), &semantics.sides_of(id)) {
            let Some(number) = case.number_or(*SERVICE_TIMEOUT.start()).filter(|it| !SERVICE_TIMEOUT.contains(it))
            else {
                continue;
            };
            let measure = Measure::Number(number as f64);
            let [least, most] = bounds(&SERVICE_TIMEOUT);
            let beyond = measure.beyond(least.as_deref(), most.as_deref());
            let found = case.finding(&CODE, format!("`ServiceTimeout` is {number}{beyond}"));
            let help = format!("it must be {} to {}", SERVICE_TIMEOUT.start(), SERVICE_TIMEOUT.end());
            found.into_iter().for_each(|it| problems.push(it.help(help.clone()).resource(&**id)));
        }
    }
}

/// What the schemas of CloudFormation ask for.
fn check_schemas(semantics: &Semantics<'_>, problems: &mut Problems) {
    for misfit in semantics.misfits() {
        let Unfit::Range { measure, least, most } = &misfit.fault else { continue };
        let (of, is) = match *measure {
            semantics::Measure::Number(it) => (Bounded::Number, Measure::Number(it)),
            semantics::Measure::Characters(it) => (Bounded::Characters, Measure::Characters(count(it))),
            semantics::Measure::Entries(it) => (Bounded::Entries, Measure::Items(count(it), 0)),
        };
        let name = &misfit.property;
        let message = match (misfit.is_item, *measure) {
            (true, semantics::Measure::Number(it)) => format!("`{name}` contains {it}"),
            (true, semantics::Measure::Characters(it)) => format!("`{name}` contains a text of {it} characters"),
            _ => format!("`{name}` {}", is.describe()),
        };
        let message = format!("{message}{}", is.beyond(least.as_deref(), most.as_deref()));
        let finding = misfit.value_finding(&CODE, message);
        problems.push(finding.help(of.wanted(least.as_deref(), most.as_deref())));
    }
}

fn count(of: usize) -> i64 {
    i64::try_from(of).unwrap_or(i64::MAX)
}
