//! What rules look at: the template as written and completed, its expansion, and the values that are known.
use super::cases::Branch;
use super::known::{Enclosing, Known};
use super::polling::{self, Mapping};
use super::written::Written;
use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::passes::Expanded;
use crate::source::{Source, Span};
use crate::syntax::{Map, Node, Text, Within};
use crate::template::conditions::{Conditions, Side};
use crate::template::references::{Reference, ReferenceKind, references};
use crate::template::{Template, intrinsics, parameters};
use std::ops::Range;

/// The transform that this program is for; others can add and change anything.
const SAM: &str = "AWS::Serverless-2016-10-31";

/// What a rule may look at.
pub struct Checked<'a> {
    /// The text of the template.
    pub source: &'a Source,
    /// The template as written.
    pub template: &'a Template,
    pub expanded: &'a Expanded,
    /// What the passes have found.
    pub reported: &'a Problems,
    /// Whether the template could be expanded: without errors, all generated resources are in the document.
    pub complete: bool,
    /// The time that counts as now; 0 when it is not known.
    pub seconds_since_1970: u64,
    pub known: Known<'a>,
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
    /// Where it is used: the property, or the side of a condition in it.
    pub at: Span,
    /// The sides of conditions that lead to it: a condition's name, and whether it holds.
    pub conditions: Vec<Side>,
}

impl Value {
    /// Whether it stands where it is used, and does not come from elsewhere.
    pub fn is_written_here(&self) -> bool {
        self.at.contains(self.node.span)
    }

    /// A finding about this value: where it is used, with where it comes from.
    pub fn finding(&self, code: &'static Code, message: impl Into<String>) -> Diagnostic {
        let finding = Diagnostic::new(code, self.at, message);
        // Values of overrides and pseudo parameters stand nowhere in the template.
        if self.is_written_here() || self.node.span == Span::NOWHERE {
            return finding;
        }
        finding.related(self.node.span, "the value is here")
    }
}

impl Event<'_> {
    /// Files a finding under this event.
    pub fn report(&self, finding: Diagnostic, problems: &mut Problems) {
        problems
            .in_resource(self.resource_id, |problems| problems.in_event(self.id, |problems| problems.push(finding)));
    }
}

impl<'a> Checked<'a> {
    /// Whether the passes have found an error at exactly this place.
    pub fn is_reported(&self, at: Span) -> bool {
        self.reported.at(at).any(Diagnostic::is_error)
    }

    /// Whether the passes have found an error in the value of this property, or one around it that speaks of it.
    pub fn is_refused(&self, property: &str, value: Span) -> bool {
        let name = format!("`{property}`");
        let errors = self.known.errors.get_or_init(|| Enclosing::new(self.reported.iter().filter(|it| it.is_error())));
        errors.around(value).any(|it| it.span == value || it.message.contains(&name))
    }

    /// The template as the user wrote it, along the property tables.
    pub fn written(&self) -> &Written<'a> {
        self.known.written.get_or_init(|| Written::new(self))
    }

    /// The completed template along the property tables.
    pub fn completed(&self) -> &Written<'a> {
        self.known.completed.get_or_init(|| Written::completed(self))
    }

    /// What Lambda polls, however it is written.
    pub fn mappings(&self) -> &[Mapping<'a>] {
        self.known.mappings.get_or_init(|| polling::mappings(self))
    }

    /// The resources of the document; none unless [`Checked::complete`].
    pub fn generated(&self) -> Option<&'a Map> {
        self.expanded.document.get("Resources").and_then(Node::map).filter(|_| self.complete)
    }

    /// Whether the document still has resources of SAM, of types that are not known here, or resources without a type:
    /// what they generate is not known either.
    pub fn has_unknown_types(&self) -> bool {
        self.generated().is_some_and(|it| it.values().any(|it| is_unexpanded(it) || it.get("Type").is_none()))
    }

    /// Whether the template goes through more than SAM's transform, or has modules: then it may refer to what is not in
    /// it, and what looks unused may be used.
    pub fn has_other_transforms(&self) -> bool {
        let is_module = |it: &Node| it.get("Type").and_then(Node::text).is_some_and(|it| it.ends_with("::MODULE"));
        let resources = self.template.resources();
        let transforms = self.template.section("Transform").into_iter();
        let mut transforms = transforms.flat_map(|it| it.list().unwrap_or(std::slice::from_ref(it)));
        transforms.any(|it| !it.is_text(SAM))
            || resources.contains_key("Fn::Transform")
            || resources.keys().any(|it| it.starts_with("Fn::ForEach"))
            || resources.values().any(is_module)
    }

    /// Where the name of a reference is written, up to its first dot, as narrow as can be told.
    pub fn target_span(&self, reference: &Reference) -> Span {
        self.span_of(reference, reference.target().len())
    }

    /// Where the whole name of a reference is written, as narrow as can be told.
    pub fn name_span(&self, reference: &Reference) -> Span {
        self.span_of(reference, reference.name.len())
    }

    /// Where the first `length` bytes of a reference's name are written.
    fn span_of(&self, reference: &Reference, length: usize) -> Span {
        let part = reference.offset..reference.offset + length;
        let exact = self.part_span(reference.span, &reference.text, part);
        // In the document, parameters in the text have been replaced.
        let first = || {
            let range = self.source.range(reference.span).filter(|_| reference.kind == ReferenceKind::Sub)?;
            let at = self.source.text()[range.clone()].find(&format!("${{{}}}", reference.name))?;
            let start = range.start + at + 2;
            Some(self.source.span(start..start + length))
        };
        exact.or_else(first).unwrap_or(reference.span)
    }

    /// Where a part of the text of the scalar at `span` is written, if that can be told.
    fn part_span(&self, span: Span, text: &Text, part: Range<usize>) -> Option<Span> {
        let mut known = self.known.within.borrow_mut();
        // Texts can be long, and have many parts that are asked for.
        let is_same = |other: &Text| std::ptr::eq::<str>(&**text, &**other) || text == other;
        let (_, _, within) = match known.take() {
            Some(same) if same.0 == span && is_same(&same.1) => known.insert(same),
            Some(_) | None => known.insert((span, text.clone(), Within::new(self.source, span, text))),
        };
        within.as_ref()?.span(part)
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
        self.values_where(&[], node)
    }

    /// The values of a node for which these sides of conditions are taken, see [`Checked::values`].
    pub fn values_where(&self, sides: &[Side], node: &Node) -> Vec<Value> {
        let value = |branch: Branch<'_>| {
            Some(Value { node: self.known(branch.node)?, at: branch.node.span, conditions: branch.sides })
        };
        self.present_branches(node, sides).filter_map(value).collect()
    }

    /// The values of a property of an event, as far as the resource's condition lets them come about.
    pub fn values_in(&self, event: &Event<'_>, name: &str) -> Vec<Value> {
        let values = event.properties.present(name).map(|it| self.values_where(&self.sides_of(event.resource_id), it));
        values.unwrap_or_default()
    }

    /// The side of a condition that is taken where a resource is created: none, or that its own condition holds.
    pub fn sides_of(&self, resource_id: &str) -> Vec<Side> {
        let condition = self.resources().get(resource_id).and_then(|it| it.get("Condition")).and_then(Node::text);
        condition.map(|it| (it.clone(), true)).into_iter().collect()
    }

    /// Whether sides of conditions can be taken at the same time.
    pub fn is_possible<'s>(&self, sides: impl IntoIterator<Item = &'s Side>) -> bool {
        self.is_possible_under(Conditions::new(self.template), sides.into_iter().cloned().collect())
    }

    /// The same for conditions of the document.
    pub fn is_possible_under(&self, conditions: Conditions<'_>, sides: Vec<Side>) -> bool {
        self.known.possible.borrow_mut().answer(conditions, sides)
    }

    /// Stops looking at conditions that can combine in too many ways.
    pub fn give_up(&self) {
        self.known.possible.borrow_mut().gave_up = true;
    }

    /// Whether conditions could combine in more ways than were looked at, until now.
    pub fn gave_up(&self) -> bool {
        self.known.possible.borrow().gave_up
    }

    /// The span of a part of a value's text, where that text stands in the template.
    pub fn span_within(&self, value: &Value, part: &Range<usize>) -> Option<Span> {
        let text = value.node.text().filter(|_| value.is_written_here())?;
        self.part_span(value.node.span, text, part.clone())
    }

    /// The values of a property, see [`Checked::values`]; none when it is missing.
    pub fn values_of(&self, properties: &Map, name: &str) -> Vec<Value> {
        properties.present(name).map(|it| self.values(it)).unwrap_or_default()
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

/// Whether a resource of the document is one of SAM that was not expanded.
pub fn is_unexpanded(resource: &Node) -> bool {
    resource.get("Type").and_then(Node::text).is_some_and(|it| it.starts_with("AWS::Serverless::"))
}
