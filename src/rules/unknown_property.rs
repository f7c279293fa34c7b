//! Finds properties that nothing knows, and says where they belong.
use super::Checked;
use super::written::{Owner, Record, Written, filed};
use crate::diagnostic::{Diagnostic, Problems};
use crate::property::{Property, Shape, nearest};
use crate::rule;
use crate::sam::events::{self, state_machine};
use crate::sam::resources;
use crate::source::Span;
use crate::syntax::{Node, Text};

rule! {
    /// A property is misspelt, or stands where it means nothing.
    ///
    /// At the top of a resource or an event, SAM refuses it. Further in, SAM drops it or hands it on to
    /// CloudFormation, which refuses it when the stack is deployed.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Environment:
    ///         Variables:
    ///           LEVEL: info
    ///         Timeout: 30
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Environment:
    ///         Variables:
    ///           LEVEL: info
    ///       Timeout: 30
    /// ```
    "unknown-property" Error check
}

/// Most levels of nested properties that are searched for the place of one.
const DEEPEST: usize = 4;
/// Most properties that a help lists.
const LONGEST_LIST: usize = 16;
/// Most types and event sources that a help names.
const MOST_NAMED: usize = 3;

fn check(checked: &Checked<'_>, problems: &mut Problems) {
    let written = checked.written();
    for record in &written.records {
        for (key, entry) in record.map.entries() {
            // Such functions put properties here that are not known before deployment.
            if key.starts_with("Fn::") || record.table.iter().any(|row| *key == row.name) {
                continue;
            }
            let is_global = matches!(record.owner, Owner::Globals(_));
            if is_global || checked.reported.at(entry.key_span).any(|it| it.rule != RULE.name) {
                continue;
            }
            let message = format!("unknown property `{key}`");
            let finding = Diagnostic::error(RULE.name, entry.key_span, message);
            problems.push(filed(advise(finding, key, entry.key_span, record, &written), record.resource, record.event));
        }
    }
}

/// Says where the property belongs, which it was meant to be, or what there is.
fn advise(finding: Diagnostic, key: &Text, at: Span, record: &Record<'_>, written: &Written<'_>) -> Diagnostic {
    let place = place_around(key, record, written).or_else(|| place_within(key, record));
    if let Some(place) = place {
        return finding.help(place);
    }
    if let Some(near) = nearest(key, names(record.table)) {
        return finding.help(format!("did you mean `{near}`?")).fix(at, near);
    }
    if let Some(elsewhere) = other_owners(key, record.owner) {
        return finding.help(elsewhere);
    }
    finding.help(match names(record.table).count() {
        0..=LONGEST_LIST => format!("expected one of {}", listed(names(record.table))),
        _ => format!("{} has no such property", name(record.owner)),
    })
}

/// The place of a property in what is around the record that it stands in.
fn place_around(key: &str, record: &Record<'_>, written: &Written<'_>) -> Option<String> {
    let mut inner = record;
    for outer in written.around(record) {
        if outer.owner != Owner::Event && outer.table.iter().any(|row| row.name == key) {
            let (owner, beside) = (name(outer.owner), beside(inner, outer));
            return Some(format!("it is a property of {owner}: move it out, beside {beside}"));
        }
        inner = outer;
        if let Some(path) = path(key, outer.table, DEEPEST) {
            return Some(format!("it belongs under `{path}` of {}", name(outer.owner)));
        }
    }
    None
}

/// The key of `outer` under which `inner` stands.
fn beside(inner: &Record<'_>, outer: &Record<'_>) -> String {
    let found = outer.map.entries().find(|(_, entry)| entry.value.span.contains(inner.span));
    found.map_or_else(|| "the others".to_owned(), |(key, _)| format!("`{key}`"))
}

/// The place of a property in what may stand below the record.
fn place_within(key: &str, record: &Record<'_>) -> Option<String> {
    let has = |table: &[Property]| table.iter().any(|row| row.name == key);
    let source = record.map.get("Type").and_then(Node::text).filter(|_| record.owner == Owner::Event);
    if let Some(source) = source {
        let mut sources = events::ALL.iter().chain(state_machine::ALL).filter(|it| *source == it.name);
        return sources.any(|it| has(it.properties)).then(|| "it belongs under `Properties`".to_owned());
    }
    path(key, record.table, DEEPEST).map(|path| format!("it belongs under `{path}`"))
}

/// The way to the nested table with this property, such as `DestinationConfig.OnFailure`; the shortest there is.
fn path(key: &str, table: &'static [Property], depth: usize) -> Option<String> {
    let nested = || table.iter().filter_map(|row| Some((row, nested(&row.shape)?)));
    if depth == 0 {
        return None;
    }
    if let Some((row, _)) = nested().find(|(_, inner)| inner.iter().any(|it| it.name == key)) {
        return Some(row.name.to_owned());
    }
    nested().find_map(|(row, inner)| path(key, inner, depth - 1).map(|rest| format!("{}.{rest}", row.name)))
}

/// The table of what stands directly below a property.
fn nested(shape: &'static Shape) -> Option<&'static [Property]> {
    shape.alternatives().into_iter().find_map(|it| if let Shape::Record(table) = it { Some(*table) } else { None })
}

/// The other types or event sources that have the property, when they are few.
fn other_owners(key: &str, owner: Owner) -> Option<String> {
    let has = |table: &[Property]| table.iter().any(|row| row.name == key);
    let mut types: Vec<&str> = resources::ALL.iter().filter(|it| has(it.properties)).map(|it| it.name).collect();
    let sources = events::ALL.iter().chain(state_machine::ALL).filter(|it| has(it.properties));
    let mut sources: Vec<&str> = sources.map(|it| it.name).collect();
    sources.sort_unstable();
    sources.dedup();
    types.truncate(if types.len() > MOST_NAMED { 0 } else { MOST_NAMED });
    sources.truncate(if sources.len() > MOST_NAMED { 0 } else { MOST_NAMED });
    let verb = |count: usize| if count == 1 { "has" } else { "have" };
    match owner {
        Owner::Resource(_) if !types.is_empty() => {
            Some(format!("only {} {} it", listed(types.iter().copied()), verb(types.len())))
        }
        Owner::Resource(_) | Owner::EventProperties(_) if !sources.is_empty() => {
            Some(format!("only events of type {} have it", listed(sources.into_iter())))
        }
        Owner::Resource(_) | Owner::EventProperties(_) | Owner::Globals(_) | Owner::Event | Owner::Property(_) => None,
    }
}

fn name(owner: Owner) -> String {
    match owner {
        Owner::Resource(name) | Owner::Globals(name) => format!("`{name}`"),
        Owner::Event => "the event".to_owned(),
        Owner::EventProperties(name) => format!("the `{name}` event"),
        Owner::Property(name) => format!("`{name}`"),
    }
}

/// The names that a user may write: the reference's own marks are none.
fn names(table: &'static [Property]) -> impl Iterator<Item = &'static str> {
    table.iter().map(|row| row.name).filter(|it| !it.starts_with("__"))
}

fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ")
}
