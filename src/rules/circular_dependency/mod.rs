//! Finds resources and conditions that need each other.
mod graph;
mod wording;

use crate::diagnostic::Problems;
use crate::rule;
use crate::semantics::{Semantics, is_unexpanded};
use crate::source::Span;
use crate::syntax::{Map, Node, Text, Value};
use crate::template::conditions::{Conditions, Side, own_sides};
use crate::template::intrinsics;
use crate::template::references::{Reference, ReferenceKind, dependencies, own_references};
use graph::Graph;
use std::collections::HashMap;
use wording::Wording;

rule! {
    /// Resources depend on each other in a circle, so none of them can be created first.
    ///
    /// CloudFormation refuses such a template when it is deployed. The circle often includes what SAM generates: below,
    /// the bucket can notify the function only once the permission of its event exists, the permission needs the
    /// function, the function needs its role, and the role names the bucket. A name that is known beforehand breaks the
    /// circle.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Images:
    ///     Type: AWS::S3::Bucket
    ///   Resize:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs22.x
    ///       Policies:
    ///         - S3CrudPolicy:
    ///             BucketName: !Ref Images
    ///       Events:
    ///         Upload:
    ///           Type: S3
    ///           Properties:
    ///             Bucket: !Ref Images
    ///             Events: s3:ObjectCreated:*
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Images:
    ///     Type: AWS::S3::Bucket
    ///     Properties:
    ///       BucketName: !Sub images-${AWS::AccountId}
    ///   Resize:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs22.x
    ///       Policies:
    ///         - S3CrudPolicy:
    ///             BucketName: !Sub images-${AWS::AccountId}
    ///       Events:
    ///         Upload:
    ///           Type: S3
    ///           Properties:
    ///             Bucket: !Ref Images
    ///             Events: s3:ObjectCreated:*
    /// ```
    "circular-dependency" Error check
}

/// Most cycles that are reported; one change may break many.
const MOST_CYCLES: usize = 10;
/// Most cycles that are looked at, with those that no deployment has.
const MOST_CANDIDATES: usize = 100;

/// One resource or condition needs another.
#[derive(Clone, Debug)]
pub(crate) struct Need {
    pub from: Text,
    pub to: Text,
    pub reference: Reference,
    /// Where the values around the reference come from, the innermost first.
    pub around: Vec<Span>,
    /// The sides of conditions under which it does.
    sides: Vec<Side>,
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    if semantics.has_other_transforms() {
        return;
    }
    let document = &semantics.expanded.document;
    let conditions = Conditions::of(document);
    let wording = Wording { semantics };
    if let Some(named) = document.get("Conditions").and_then(Node::map) {
        let needs = named.iter().flat_map(|(name, node)| needs_of_condition(name, node)).collect();
        for (cycle, _) in cycles(named, needs, conditions, &wording) {
            problems.push(wording.of_conditions(&cycle));
        }
    }
    if let Some(resources) = semantics.generated() {
        let needs = resources
            .iter()
            .filter(|(_, it)| !is_unexpanded(it))
            .flat_map(|(id, resource)| needs_of_resource(id, resource, resources))
            .collect();
        for (cycle, given_up) in cycles(resources, needs, conditions, &wording) {
            problems.push(wording.of_resources(&cycle, given_up));
        }
    }
}

/// A shortest cycle, then one without the need that should be given up for the first, and so on; each with the index of
/// that need.
fn cycles(
    named: &Map,
    needs: Vec<Need>,
    conditions: Conditions<'_>,
    wording: &Wording<'_, '_>,
) -> Vec<(Vec<Need>, usize)> {
    let numbers: HashMap<&Text, usize> = named.keys().zip(0..).collect();
    let edges = needs.into_iter().filter_map(|it| Some((*numbers.get(&it.from)?, *numbers.get(&it.to)?, it)));
    let mut graph = Graph { count: named.len(), edges: edges.collect() };
    let mut found = Vec::new();
    for _ in 0..MOST_CANDIDATES {
        let Some(cycle) = graph.shortest_cycle().filter(|_| found.len() < MOST_CYCLES) else { break };
        let needs: Vec<Need> = cycle.iter().map(|it| graph.edges[*it].2.clone()).collect();
        let sides: Vec<Side> = needs.iter().flat_map(|it| &it.sides).cloned().collect();
        if !wording.semantics.is_possible_under(conditions, sides) {
            let conditional = needs.iter().position(|it| !it.sides.is_empty()).unwrap_or_default();
            graph.edges.remove(cycle[conditional]);
            continue;
        }
        let given_up = wording.to_give_up(&needs);
        let (from, to, _) = graph.edges[cycle[given_up]];
        graph.edges.retain(|it| (it.0, it.1) != (from, to));
        found.push((needs, given_up));
    }
    found
}

fn needs_of_condition(name: &Text, condition: &Node) -> Vec<Need> {
    let mut needs = Vec::new();
    condition.walk(&mut |node| {
        let Some(argument) = intrinsics::argument(node, "Condition") else { return };
        let Some(to) = argument.text() else { return };
        let reference = Reference::new(to, ReferenceKind::Ref, argument.span);
        needs.push(Need { from: name.clone(), to: to.clone(), reference, around: Vec::new(), sides: Vec::new() });
    });
    needs
}

/// What a resource needs of the others.
fn needs_of_resource(id: &Text, resource: &Node, others: &Map) -> Vec<Need> {
    let mut search = Search { from: id, others, around: Vec::new(), sides: own_sides(resource), found: Vec::new() };
    search.take(dependencies(resource));
    search.below(resource);
    search.found
}

/// The way through a resource.
struct Search<'a> {
    from: &'a Text,
    others: &'a Map,
    around: Vec<Span>,
    sides: Vec<Side>,
    found: Vec<Need>,
}

impl Search<'_> {
    fn take(&mut self, references: Vec<Reference>) {
        for reference in references {
            let Some((to, _)) = self.others.entry(reference.target()) else { continue };
            let around = self.around.iter().rev().copied().collect();
            let (from, to, sides) = (self.from.clone(), to.clone(), self.sides.clone());
            self.found.push(Need { from, to, reference, around, sides });
        }
    }

    fn below(&mut self, node: &Node) {
        let is_new = self.around.last() != Some(&node.span);
        self.around.extend(is_new.then_some(node.span));
        if let Some([condition, then, otherwise]) = intrinsics::if_branches(node)
            && let Some(name) = condition.text()
        {
            for (side, holds) in [(then, true), (otherwise, false)] {
                self.sides.push((name.clone(), holds));
                self.below(side);
                self.sides.pop();
            }
        } else {
            match &node.value {
                Value::List(items) => items.iter().for_each(|it| self.below(it)),
                Value::Map(map) => {
                    if !lacks_attribute(node) {
                        self.take(own_references(node));
                    }
                    map.values().for_each(|it| self.below(it));
                }
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => (),
            }
        }
        self.around.truncate(self.around.len() - usize::from(is_new));
    }
}

/// Whether this is an `Fn::GetAtt` whose attribute is still to be written: it is not known whether that needs the resource.
fn lacks_attribute(node: &Node) -> bool {
    intrinsics::argument(node, "Fn::GetAtt").is_some_and(|it| match &it.value {
        Value::Text(dotted) => dotted.split_once('.').is_none_or(|(_, attribute)| attribute.is_empty()),
        Value::List(parts) => parts.get(1).is_none_or(|it| it.is_text("")),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Map(_) => false,
    })
}
