//! What rules look at: the template as written and completed, its expansion, and the values that are known.
use crate::diagnostic::{Problems, Severity};
use crate::passes::Expanded;
use crate::source::Span;
use crate::syntax::{Map, Node, Text};
use crate::template::references::references;
use crate::template::{Template, intrinsics, parameters};

/// Most values that are looked at where conditions leave several open.
const MOST_VALUES: usize = 16;

/// What a rule may look at.
#[derive(Clone, Copy)]
pub struct Checked<'a> {
    /// The template as written.
    pub template: &'a Template,
    pub expanded: &'a Expanded,
    /// What the passes have found.
    pub reported: &'a Problems,
    /// Whether the template could be expanded: without errors, all generated resources are in the document.
    pub complete: bool,
}

/// An event of a function or state machine, with `Globals` merged in.
#[derive(Clone, Copy)]
pub struct Event<'a> {
    /// The function or state machine, and its properties.
    pub resource_id: &'a Text,
    pub resource: &'a Map,
    /// The key under `Events`, and where it stands.
    pub id: &'a Text,
    pub span: Span,
    /// What `Type` says.
    pub kind: &'a str,
    pub properties: &'a Map,
}

/// A value that a property may have, as far as it is known before deployment.
#[derive(Clone, Debug)]
pub struct Value {
    /// The value, with the span of where it is written: in the property, or as a parameter's default.
    pub node: Node,
    /// The sides of conditions that lead to it: a condition's name, and whether it holds.
    pub conditions: Vec<(Text, bool)>,
}

impl<'a> Checked<'a> {
    /// Whether the passes have found an error at exactly this place.
    pub fn is_reported(&self, at: Span) -> bool {
        self.reported.iter().any(|it| it.span == at && it.severity == Severity::Error)
    }

    /// Whether the passes have found an error in the value of this property, or one around it that speaks of it.
    pub fn is_refused(&self, property: &str, value: Span) -> bool {
        let name = format!("`{property}`");
        let errors = self.reported.iter().filter(|it| it.severity == Severity::Error && it.span.contains(value));
        errors.into_iter().any(|it| it.span == value || it.message.contains(&name))
    }

    /// The resources of the document; none unless [`Checked::complete`].
    pub fn generated(&self) -> Option<&'a Map> {
        self.expanded.document.get("Resources").and_then(Node::map).filter(|_| self.complete)
    }

    /// The resources of the template, with implicit APIs and `Globals`.
    pub fn resources(&self) -> &'a Map {
        self.expanded.template.resources()
    }

    /// The resources of a type, each with its id, the span of the id, and its properties where it has some.
    pub fn of_type(&self, type_name: &str) -> impl Iterator<Item = (&'a Text, Span, &'a Map)> {
        let of_type = move |node: &Node| node.get("Type").is_some_and(|it| it.is_text(type_name));
        let found = self.resources().entries().filter(move |(_, it)| of_type(&it.value));
        found.filter_map(|(id, it)| Some((id, it.key_span, it.value.get("Properties")?.map()?)))
    }

    /// The events of all functions and state machines that have a type and properties.
    pub fn events(&self) -> impl Iterator<Item = Event<'a>> {
        let resources = ["AWS::Serverless::Function", "AWS::Serverless::StateMachine"];
        let resources = resources.into_iter().flat_map(|it| self.of_type(it).collect::<Vec<_>>());
        resources.flat_map(|(resource_id, _, resource)| {
            let events = resource.get("Events").and_then(Node::map).into_iter().flat_map(Map::entries);
            events.filter_map(move |(id, event)| {
                let kind = event.value.get("Type")?.text()?;
                let properties = event.value.get("Properties")?.map()?;
                Some(Event { resource_id, resource, id, span: event.key_span, kind, properties })
            })
        })
    }

    /// The events whose `Type` is one of `kinds`.
    pub fn events_of(&self, kinds: &'static [&'static str]) -> impl Iterator<Item = Event<'a>> {
        self.events().filter(|it| kinds.contains(&it.kind))
    }

    /// The resource of this template that a `Ref` or `Fn::GetAtt` names, with its id.
    pub fn referenced(&self, node: &Node) -> Option<(&'a Text, &'a Node)> {
        let id = intrinsics::referenced_id(node)?;
        self.resources().entry(id).map(|(id, entry)| (id, &entry.value))
    }

    /// Every value that `node` may have as far as it is known: parameters stand for their values, both sides of an
    /// `Fn::If` count, mappings and texts are looked up. What can not be known is left out.
    pub fn values(&self, node: &Node) -> Vec<Value> {
        let mut values = Vec::new();
        self.collect(node, &mut Vec::new(), &mut values);
        values
    }

    /// The values of a property, see [`Checked::values`]; none when it is missing.
    pub fn values_of(&self, properties: &Map, name: &str) -> Vec<Value> {
        properties.present(name).map(|it| self.values(it)).unwrap_or_default()
    }

    fn collect(&self, node: &Node, conditions: &mut Vec<(Text, bool)>, values: &mut Vec<Value>) {
        if values.len() >= MOST_VALUES || intrinsics::is_no_value(node) {
            return;
        }
        if let Some([condition, then, otherwise]) = intrinsics::if_branches(node) {
            let Some(name) = condition.text() else { return };
            for (side, holds) in [(then, true), (otherwise, false)] {
                // A side that contradicts a condition further out never comes about.
                if conditions.contains(&(name.clone(), !holds)) {
                    continue;
                }
                conditions.push((name.clone(), holds));
                self.collect(side, conditions, values);
                conditions.pop();
            }
            return;
        }
        let node = self.known(node);
        if let Some(node) = node {
            values.push(Value { node, conditions: conditions.clone() });
        }
    }

    /// The value itself, of a parameter, of a mapping, or of an `Fn::Sub` without unknown variables.
    fn known(&self, node: &Node) -> Option<Node> {
        if references(node).iter().any(|it| self.is_looked_up(it.target())) {
            return None;
        }
        // What is wrong with an intrinsic is for others to say.
        let mut unreported = Problems::default();
        let found =
            self.expanded.mappings.resolve(&self.expanded.parameters.resolve(node, &mut unreported), &mut unreported);
        if let Some(text) = intrinsics::argument(&found, "Fn::Sub").filter(|it| it.text().is_some()) {
            let written = text.text()?;
            return (parameters::variables(written).is_empty() && !written.contains("${")).then(|| text.clone());
        }
        (!intrinsics::is_intrinsic(&found)).then_some(found)
    }

    /// Whether this is a parameter whose value is the name of another one, which Systems Manager holds.
    fn is_looked_up(&self, name: &str) -> bool {
        let parameters = self.template.section("Parameters").and_then(Node::map);
        let declared = parameters.and_then(|it| it.get(name)?.get("Type")?.text());
        declared.is_some_and(|it| it.starts_with("AWS::SSM::Parameter::Value<"))
    }
}
