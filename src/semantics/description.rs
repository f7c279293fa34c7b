//! The template along the property tables: each map that has a table, and each value that has a row.
//!
//! Goes down to the innermost nested maps and lists, and into both sides of an `Fn::If`. Says nothing of what it finds.
use super::evaluator::Evaluator;
use super::event_source_mappings::{self, PolledService};
use crate::diagnostic::{Code, Diagnostic};
use crate::facts::types;
use crate::property::{Property, Shape};
use crate::sam::events::{self, EventSource, MappingProperties};
use crate::sam::resources::{self, CONNECTORS, connector::EmbeddedConnector};
use crate::source::Span;
use crate::syntax::{Map, Node, Text};
use crate::template::conditions::Side;
use crate::template::intrinsics;

/// What a table describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    /// A resource of this type.
    Resource(&'static str),
    /// What `Globals` says of resources of this type.
    Globals(&'static str),
    /// An event, with its `Type` and `Properties`.
    Event,
    /// The properties of an event of this type.
    EventProperties(&'static str),
    /// A property of this name.
    Property(&'static str),
    /// A resource of CloudFormation, of which only some properties have a row.
    Plain(&'static str),
}

/// A map whose keys a table lists.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Record<'a> {
    pub table: &'static [Property],
    pub map: &'a Map,
    pub owner: Owner,
    /// Where the key of the map stands.
    pub key_span: Span,
    /// Where the map stands.
    pub span: Span,
    /// The record that this one stands in, by its place among [`Description::records`].
    pub outer: Option<usize>,
    pub resource: Option<&'a Text>,
    pub event: Option<&'a Text>,
}

/// A value that a row describes: that of a property, or an item of it.
#[derive(Clone, Debug)]
pub(crate) struct Described<'a> {
    pub row: &'static Property,
    /// What `check` asks of the value.
    pub shape: &'static Shape,
    pub node: &'a Node,
    /// Whether it is one of several values of the property.
    pub is_item: bool,
    /// What the table with the row describes.
    pub owner: Owner,
    pub resource: Option<&'a Text>,
    pub event: Option<&'a Text>,
    /// The sides of conditions that lead to it.
    sides: Vec<Side>,
}

/// A value that is known before deployment.
#[derive(Clone, Debug)]
pub(crate) struct Resolved {
    pub node: Node,
    /// The place to report: in the property.
    at: Span,
    /// Where the value is written, if elsewhere.
    written: Option<Span>,
}

/// Everything in a template that tables describe, in the order of the text.
#[derive(Debug, Default)]
pub(crate) struct Description<'a> {
    pub records: Vec<Record<'a>>,
    pub values: Vec<Described<'a>>,
    /// The sides of conditions that lead to the value at hand.
    sides: Vec<Side>,
}

/// What is asked of functions in plain CloudFormation beside their schema.
const PLAIN_FUNCTION: &[Property] = &[Property::new("Runtime", false, Shape::Text, "The runtime of the function.")];

/// The rows of an event, whose source says what its properties are.
const EVENT: &[Property] = &[
    Property::new("Type", true, Shape::Text, "The event source, such as `Api`."),
    Property::new("Properties", false, Shape::Object, "The properties of the event source."),
];

impl Owner {
    /// What is described, in the user's words.
    pub(crate) fn name(self) -> String {
        match self {
            Owner::Resource(name) | Owner::Globals(name) | Owner::Plain(name) => format!("`{name}`"),
            Owner::Event => "the event".to_owned(),
            Owner::EventProperties(name) => format!("the `{name}` event"),
            Owner::Property(name) => format!("`{name}`"),
        }
    }
}

impl<'a> Description<'a> {
    /// The template as the user wrote it, with `Globals`.
    pub(crate) fn new(evaluator: &Evaluator<'a>) -> Self {
        let mut description = Self::default();
        let globals = evaluator.template.section("Globals").and_then(Node::map);
        for (name, entry) in globals.into_iter().flat_map(Map::entries) {
            let found = resources::ALL.iter().find(|it| it.name.strip_prefix("AWS::Serverless::") == Some(&**name));
            if let (Some(found), Some(map)) = (found, entry.value.map()) {
                description.record(Record {
                    table: found.properties,
                    map,
                    owner: Owner::Globals(found.name),
                    key_span: entry.key_span,
                    span: entry.value.span,
                    outer: None,
                    resource: None,
                    event: None,
                });
            }
        }
        description.resources(evaluator.template.resources(), evaluator);
        description.connectors(evaluator.template.resources());
        description.mappings(evaluator);
        description.functions(evaluator);
        description
    }

    /// The resources with what `Globals` gives them, and with those that are implied.
    pub(crate) fn completed(evaluator: &Evaluator<'a>) -> Self {
        let mut description = Self::default();
        description.resources(evaluator.resources(), evaluator);
        description
    }

    /// The records around this one, the nearest first.
    pub(crate) fn around(&self, record: &Record<'a>) -> impl Iterator<Item = &Record<'a>> {
        std::iter::successors(record.outer, |it| self.records[*it].outer).map(|it| &self.records[it])
    }

    fn resources(&mut self, resources: &'a Map, evaluator: &Evaluator<'a>) {
        for (id, entry) in resources.entries() {
            self.sides = evaluator.sides_of(id);
            let found = entry.value.get("Type").and_then(Node::text).and_then(|it| resources::find(it));
            let properties = entry.value.map().and_then(|it| it.entry("Properties"));
            if let (Some(found), Some((_, properties))) = (found, properties)
                && let Some(map) = properties.value.map()
            {
                self.record(Record {
                    table: found.properties,
                    map,
                    owner: Owner::Resource(found.name),
                    key_span: entry.key_span,
                    span: properties.value.span,
                    outer: None,
                    resource: Some(id),
                    event: None,
                });
            }
        }
    }

    /// The connectors among the attributes of resources, with what they say of themselves.
    fn connectors(&mut self, resources: &'a Map) {
        for (id, entry) in resources.entries() {
            let connectors = entry.value.get(CONNECTORS).and_then(Node::map);
            for (_, connector) in connectors.into_iter().flat_map(Map::entries) {
                let Some(properties) = connector.value.get("Properties") else { continue };
                let Some(map) = properties.map() else { continue };
                self.record(Record {
                    table: EmbeddedConnector::TABLE,
                    map,
                    owner: Owner::Property(CONNECTORS),
                    key_span: connector.key_span,
                    span: properties.span,
                    outer: None,
                    resource: Some(id),
                    event: None,
                });
            }
        }
    }

    /// Event source mappings in plain CloudFormation, whose properties are those of events.
    fn mappings(&mut self, evaluator: &Evaluator<'a>) {
        for (id, entry) in evaluator.template.resources().entries() {
            let is_mapping = entry.value.get("Type").is_some_and(|it| it.is_text(event_source_mappings::TYPE));
            let properties = entry.value.get("Properties").filter(|_| is_mapping);
            let Some((properties, map)) = properties.and_then(|it| Some((it, it.map()?))) else { continue };
            let source = event_source_mappings::polled_service(id, map, evaluator).map(PolledService::name);
            let source = source.and_then(|name| events::ALL.iter().find(|it| it.name == name));
            self.record(Record {
                table: source.map_or(MappingProperties::TABLE, |it| it.properties),
                map,
                owner: Owner::Plain(event_source_mappings::TYPE),
                key_span: entry.key_span,
                span: properties.span,
                outer: None,
                resource: Some(id),
                event: None,
            });
        }
    }

    /// Functions in plain CloudFormation, of which the rules about runtimes hold too.
    fn functions(&mut self, evaluator: &Evaluator<'a>) {
        for (id, entry) in evaluator.template.resources().entries() {
            let is_function = entry.value.get("Type").is_some_and(|it| it.is_text(types::LAMBDA_FUNCTION));
            let Some(properties) = entry.value.get("Properties").filter(|_| is_function) else { continue };
            let Some(map) = properties.map() else { continue };
            self.sides = evaluator.sides_of(id);
            self.record(Record {
                table: PLAIN_FUNCTION,
                map,
                owner: Owner::Plain(types::LAMBDA_FUNCTION),
                key_span: entry.key_span,
                span: properties.span,
                outer: None,
                resource: Some(id),
                event: None,
            });
        }
        self.sides.clear();
    }

    fn record(&mut self, record: Record<'a>) {
        let index = self.records.len();
        self.records.push(record);
        let sources = sources(record.owner);
        for row in record.table {
            let Some((_, entry)) = record.map.entry(row.name) else { continue };
            let events = entry.value.map().filter(|_| row.name == "Events");
            if let (Some(sources), Some(events)) = (sources, events) {
                self.events(sources, events, &record, index);
                continue;
            }
            let at = Slot { row, key_span: entry.key_span, outer: index, is_item: false };
            self.value(&row.shape, &entry.value, &at);
        }
    }

    fn events(&mut self, sources: &[&'static EventSource], events: &'a Map, resource: &Record<'a>, outer: usize) {
        for (id, entry) in events.entries() {
            let source = entry.value.get("Type").and_then(Node::text);
            let source = source.and_then(|name| sources.iter().find(|it| *name == it.name));
            let (Some(source), Some(map)) = (source, entry.value.map()) else { continue };
            let event = Record {
                table: EVENT,
                map,
                owner: Owner::Event,
                key_span: entry.key_span,
                span: entry.value.span,
                outer: Some(outer),
                event: Some(id),
                ..*resource
            };
            let index = self.records.len();
            self.records.push(event);
            let Some((_, properties)) = map.entry("Properties") else { continue };
            if let Some(map) = properties.value.map() {
                self.record(Record {
                    table: source.properties,
                    map,
                    owner: Owner::EventProperties(source.name),
                    key_span: properties.key_span,
                    span: properties.value.span,
                    outer: Some(index),
                    ..event
                });
            }
        }
    }

    fn value(&mut self, shape: &'static Shape, node: &'a Node, at: &Slot) {
        if let Shape::Passed(inner) | Shape::Literal(inner) | Shape::Converted(inner) | Shape::Refined(_, inner) = shape
        {
            return self.value(inner, node, at);
        }
        if let Some([condition, then, otherwise]) = intrinsics::if_branches(node) {
            for (side, holds) in [(then, true), (otherwise, false)] {
                let known = condition.text().map(|name| self.sides.push((name.clone(), holds)));
                self.value(shape, side, at);
                known.and_then(|()| self.sides.pop());
            }
            return;
        }
        if node.is_null() {
            return;
        }
        let Record { owner, resource, event, .. } = self.records[at.outer];
        self.values.push(Described {
            row: at.row,
            shape,
            node,
            is_item: at.is_item,
            owner,
            resource,
            event,
            sides: self.sides.clone(),
        });
        if !intrinsics::is_intrinsic(node) {
            self.inner(shape, node, at);
        }
    }

    fn inner(&mut self, shape: &'static Shape, node: &'a Node, at: &Slot) {
        let item = Slot { is_item: true, ..*at };
        match shape {
            Shape::Record(table) => {
                if let Some(map) = node.map() {
                    let outer = self.records[at.outer];
                    self.record(Record {
                        table,
                        map,
                        owner: Owner::Property(at.row.name),
                        key_span: at.key_span,
                        span: node.span,
                        outer: Some(at.outer),
                        ..outer
                    });
                }
            }
            Shape::ListOf(inner) => {
                for value in node.list().into_iter().flatten() {
                    self.value(inner, value, &Slot { key_span: value.span, ..item });
                }
            }
            Shape::MapOf(inner) => {
                for (_, entry) in node.map().into_iter().flat_map(Map::entries) {
                    self.value(inner, &entry.value, &Slot { key_span: entry.key_span, ..item });
                }
            }
            Shape::Either(_, _) => {
                let fitting = shape.alternatives().into_iter().find(|it| it.fits(node));
                fitting.into_iter().for_each(|it| self.inner(it, node, at));
            }
            Shape::Any
            | Shape::Text
            | Shape::Arn
            | Shape::Integer
            | Shape::Double
            | Shape::Boolean
            | Shape::List
            | Shape::Object
            | Shape::Choice
            | Shape::Passed(_)
            | Shape::Literal(_)
            | Shape::Converted(_)
            | Shape::Refined(_, _) => (),
        }
    }
}

impl<'a> Described<'a> {
    /// Whether it is the runtime of a function, of SAM or of CloudFormation.
    pub(crate) fn is_runtime(&self) -> bool {
        self.row.name == "Runtime"
            && matches!(self.owner,
            Owner::Resource(it) | Owner::Globals(it) | Owner::Plain(it)
                if it == resources::FUNCTION || it == types::LAMBDA_FUNCTION)
    }

    /// What the value may be, as far as it is known; see [`Evaluator::values`].
    ///
    /// Defaults of parameters that stand for none, such as the empty string, are left out.
    pub(crate) fn resolved(&self, evaluator: &Evaluator<'a>) -> Vec<Resolved> {
        if !intrinsics::is_intrinsic(self.node) {
            return vec![Resolved { node: self.node.clone(), at: self.node.span, written: None }];
        }
        let values = evaluator.values_where(&self.sides, self.node).into_iter();
        let values = values.filter(|it| it.is_written_here() || !it.is_stand_in()).map(|it| it.node);
        let known = values.map(|node| {
            let (at, written) = (self.node.span, node.span);
            if at.contains(written) {
                return Resolved { node, at: written, written: None };
            }
            Resolved { node, at, written: Some(written).filter(|it| *it != Span::NOWHERE) }
        });
        known.collect()
    }

    /// A finding about one of the values that it may have.
    pub(crate) fn finding(&self, code: &'static Code, resolved: &Resolved, message: String) -> Diagnostic {
        let mut finding = Diagnostic::new(code, resolved.at, message);
        if let Some(written) = resolved.written {
            finding = finding.related(written, "this is its value").written_at(written);
        }
        filed(finding, self.resource, self.event).value_of(self.row.name)
    }
}

/// A finding with the resource and the event that are at fault; without a resource the section `Globals` is.
pub(crate) fn filed(mut finding: Diagnostic, resource: Option<&Text>, event: Option<&Text>) -> Diagnostic {
    finding.subject.resource = Some(resource.map_or_else(|| "Globals".to_owned(), ToString::to_string));
    finding.subject.event = event.map(ToString::to_string);
    finding
}

/// Where a value stands.
#[derive(Clone, Copy)]
struct Slot {
    row: &'static Property,
    key_span: Span,
    /// The record around it.
    outer: usize,
    is_item: bool,
}

/// What the events of a resource can be.
fn sources(owner: Owner) -> Option<&'static [&'static EventSource]> {
    match owner {
        Owner::Resource(name) => resources::find(name).map(|it| it.events).filter(|it| !it.is_empty()),
        Owner::Globals(_) | Owner::Event | Owner::EventProperties(_) | Owner::Property(_) | Owner::Plain(_) => None,
    }
}
