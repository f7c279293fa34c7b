//! The values that a node may have, as far as they are known before deployment.
use super::branches::Branch;
use super::evaluator::Evaluator;
use super::events::Configured;
use super::placeholders::is_stand_in;
use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::passes::Expanded;
use crate::source::Span;
use crate::syntax::{Node, Text, Value, measure};
use crate::template::conditions::{Setting, Side};
use crate::template::references::references;
use crate::template::{Template, intrinsics, parameters};
use std::ops::Range;

/// A value that a property may have, as far as it is known before deployment.
#[derive(Clone, Debug)]
pub(crate) struct KnownValue {
    /// The value, with the span of where it is written: in the property, or as a parameter's default.
    pub node: Node,
    /// Where it is used: the property, or the side of a condition in it.
    pub at: Span,
    /// The sides of conditions that lead to it: a condition's name, and whether it holds.
    pub conditions: Vec<Side>,
}

/// Most values of a parameter that are looked at: each is looked at wherever the parameter is used.
const MOST_ALLOWED: usize = 200;

impl KnownValue {
    /// Whether it stands where it is used, and does not come from elsewhere.
    pub(crate) fn is_written_here(&self) -> bool {
        self.at.contains(self.node.span)
    }

    /// Whether it only stands for a value that is still to be given, as defaults of parameters do.
    pub(crate) fn is_stand_in(&self) -> bool {
        self.node.text().is_some_and(|it| is_stand_in(it))
    }

    /// A finding about this value: where it is used, with where it comes from.
    pub(crate) fn finding(&self, code: &'static Code, message: impl Into<String>) -> Diagnostic {
        let finding = Diagnostic::new(code, self.at, message);
        // Values of overrides and pseudo parameters stand nowhere in the template.
        if self.is_written_here() || self.node.span == Span::NOWHERE {
            return finding;
        }
        finding.related(self.node.span, "the value is here").written_at(self.node.span)
    }
}

impl Evaluator<'_> {
    /// Every value that `node` may have as far as it is known: parameters stand for their values, both sides of an
    /// `Fn::If` count, mappings and texts are looked up. What cannot be known is left out.
    pub(crate) fn values(&self, node: &Node) -> Vec<KnownValue> {
        self.values_where(&[], node)
    }

    /// The values of a node for which these sides of conditions are taken, see [`Evaluator::values`].
    pub(crate) fn values_where(&self, sides: &[Side], node: &Node) -> Vec<KnownValue> {
        let value = |branch: Branch<'_>| {
            let node = self.known(branch.node)?;
            // A default that a condition keeps away is not a value here.
            let is_met = branch.sides.is_empty() || self.is_possible_with(&branch.sides, self.settings(branch.node));
            is_met.then_some(KnownValue { node, at: branch.node.span, conditions: branch.sides })
        };
        self.present_branches(node, sides).filter_map(value).collect()
    }

    /// The values of a property, as far as the resource's condition lets them come about.
    pub(crate) fn values_in(&self, of: &Configured<'_>, name: &str) -> Vec<KnownValue> {
        let values = of.properties.present(name).map(|it| self.values_where(&self.sides_of(of.resource_id), it));
        values.unwrap_or_default()
    }

    /// The span of a part of a value's text, where that text stands in the template.
    pub(crate) fn span_within(&self, value: &KnownValue, part: &Range<usize>) -> Option<Span> {
        let text = value.node.text().filter(|_| value.is_written_here())?;
        self.part_span(value.node.span, text, part.clone())
    }

    /// The first values that a parameter allows beside its default, where a node is a `Ref` to it and nobody gave another
    /// value.
    pub(super) fn allowed_values(&self, node: &Node, sides: &[Side]) -> Vec<&Node> {
        let allowed = || {
            let name = intrinsics::argument(node, "Ref")?.text()?;
            let parameter = self.template.section("Parameters")?.get(name)?;
            let (default, allowed) = (parameter.get("Default"), parameter.get("AllowedValues")?.list()?);
            let is_overridden = self.expanded.parameters.value(name) != default;
            let is_met = |it: &&Node| {
                let text = it.plain_text();
                Some(*it) != default
                    && !it.text().is_some_and(|it| is_stand_in(it))
                    && (sides.is_empty() || self.is_possible_with(sides, vec![(name.clone(), text)]))
            };
            let some = || allowed.iter().take(MOST_ALLOWED).filter(is_met).collect();
            (!is_overridden && !self.template.is_looked_up(name)).then(some)
        };
        allowed().unwrap_or_default()
    }

    /// Whether a parameter can have its default, or the value that was given, on these sides of conditions.
    pub(super) fn may_be_default(&self, parameter: &Text, sides: &[Side]) -> bool {
        let reference = intrinsics::reference(Span::NOWHERE, parameter.clone());
        sides.is_empty() || self.is_possible_with(sides, self.settings(&reference))
    }

    /// The parameters that a node refers to, with their values.
    fn settings(&self, node: &Node) -> Vec<Setting> {
        let named = references(node).into_iter().filter(|it| !it.name.starts_with("AWS::"));
        let settings = named.filter_map(|it| {
            let value = self.expanded.parameters.value(&it.name)?;
            let text = value.plain_text();
            Some((it.name, text))
        });
        settings.collect()
    }

    /// The value itself, of a parameter, of a mapping, or of an `Fn::Sub` without unknown variables.
    fn known(&self, node: &Node) -> Option<Node> {
        known_value(node, self.template, self.expanded)
    }

    /// Whether a parameter is a list.
    pub(super) fn is_list(&self, name: &str) -> bool {
        self.template
            .parameter_type(name)
            .is_some_and(|it| it == "CommaDelimitedList" || it.contains("List<") || it.contains("<CommaDelimitedList>"))
    }
}

/// Most bytes that values of parameters may add to one value which is looked at: a parameter has at most 4,096 bytes, and
/// whatever is longer stands wherever somebody writes its name.
const MOST_PUT_IN: usize = 64 * 1024;

/// What a node comes to with the values that parameters have while the template is expanded: that of a parameter, of a
/// mapping, or of an `Fn::Sub` without unknown variables. `None` where it cannot be known, or becomes too long to look at.
pub(crate) fn known_value(node: &Node, template: &Template, expanded: &Expanded) -> Option<Node> {
    let mut put_in = 0;
    for reference in references(node) {
        if template.is_looked_up(reference.target()) {
            return None;
        }
        put_in += expanded.parameters.value(&reference.name).map_or(0, cost);
        if put_in > MOST_PUT_IN {
            return None;
        }
    }
    // What is wrong with an intrinsic is for others to say.
    let mut unreported = Problems::default();
    let found = expanded.mappings.resolve(&expanded.parameters.resolve(node, &mut unreported), &mut unreported);
    if let Some(text) = intrinsics::argument(&found, "Fn::Sub").filter(|it| it.text().is_some()) {
        let written = text.text()?;
        return (parameters::variables(written).is_empty() && !written.contains("${")).then(|| text.clone());
    }
    (!intrinsics::is_intrinsic(&found)).then_some(found)
}

/// What it costs to put in the value of a parameter. One that leads to others may lead to any number of them.
fn cost(value: &Node) -> usize {
    match &value.value {
        Value::Text(text) => text.len(),
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
        Value::List(_) | Value::Map(_) if references(value).is_empty() => measure(value).0,
        Value::List(_) | Value::Map(_) => usize::MAX / 2,
    }
}
