//! Finds buckets that wait for the permission of a function which itself waits for the bucket.
use super::bucket_notifications::bucket_of;
use super::{Checked, Event};
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::source::Span;
use crate::syntax::{Map, Node, Text, Value};
use crate::template::conditions::Side;
use crate::template::intrinsics;
use crate::template::references::references;
use std::collections::{HashMap, VecDeque};

rule! {
    /// A bucket notifies a function that itself refers to the bucket.
    ///
    /// CloudFormation creates the bucket after the permission to call the function, and that after the function. When
    /// the function's policies, environment or `DependsOn` name the bucket, each waits for the other, and the template
    /// is refused as a circular dependency. The way out is the bucket's name, written out or made of what is known
    /// without the bucket, in the place of the reference; or EventBridge, which the bucket does not wait for.
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
    ///         - S3ReadPolicy:
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
    ///         - S3ReadPolicy:
    ///             BucketName: !Sub images-${AWS::AccountId}
    ///       Events:
    ///         Upload:
    ///           Type: S3
    ///           Properties:
    ///             Bucket: !Ref Images
    ///             Events: s3:ObjectCreated:*
    /// ```
    "bucket-notification-cycle" Error check
}

/// That one resource of the document waits for another.
struct Edge {
    to: String,
    span: Span,
    sides: Vec<Side>,
    /// Whether it stands under `DependsOn`.
    depends_on: bool,
}

type Graph<'a> = HashMap<&'a str, Vec<Edge>>;

fn check(checked: &Checked<'_>, problems: &mut Problems) {
    let mut events = checked.events_of(&["S3"]).peekable();
    let Some(generated) = checked.generated().filter(|_| events.peek().is_some()) else { return };
    let graph: Graph<'_> = generated.iter().map(|(id, resource)| (&**id, edges(resource))).collect();
    let mut reported = Vec::new();
    for event in events {
        let Some(bucket) = bucket_of(checked, &event) else { continue };
        // One finding for a function and a bucket, however many events they share.
        if reported.contains(&(event.resource_id, bucket)) {
            continue;
        }
        let ways = ways(checked, &graph, event.resource_id, bucket);
        if let Some((first, others)) = ways.split_first() {
            reported.push((event.resource_id, bucket));
            report(checked, &event, bucket, first, others, problems);
        }
    }
}

fn edges(resource: &Node) -> Vec<Edge> {
    let mut edges = Vec::new();
    for (name, value) in resource.map().into_iter().flat_map(Map::iter) {
        match &**name {
            "DependsOn" => {
                for target in value.list().unwrap_or(std::slice::from_ref(value)) {
                    if let Some(to) = target.text() {
                        let (to, span) = (to.to_string(), target.span);
                        edges.push(Edge { to, span, sides: Vec::new(), depends_on: true });
                    }
                }
            }
            "Properties" => collect(value, &mut Vec::new(), &mut edges),
            _ => (),
        }
    }
    edges
}

fn collect(node: &Node, sides: &mut Vec<Side>, edges: &mut Vec<Edge>) {
    if let Some([condition, then, otherwise]) = intrinsics::if_branches(node)
        && let Some(name) = condition.text()
    {
        for (branch, holds) in [(then, true), (otherwise, false)] {
            sides.push((name.clone(), holds));
            collect(branch, sides, edges);
            sides.pop();
        }
        return;
    }
    if intrinsics::name(node).is_some_and(|it| matches!(&**it, "Ref" | "Fn::GetAtt" | "Fn::Sub")) {
        edges.extend(references(node).into_iter().map(|it| Edge {
            to: it.target().to_owned(),
            span: it.span,
            sides: sides.clone(),
            depends_on: false,
        }));
        return;
    }
    match &node.value {
        Value::List(items) => items.iter().for_each(|it| collect(it, sides, edges)),
        Value::Map(map) => map.values().for_each(|it| collect(it, sides, edges)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => (),
    }
}

/// A way from the function to the bucket: the edge that ends it, and the resources of the user's own between them.
struct Way<'a> {
    last: &'a Edge,
    between: Vec<String>,
}

/// All references by which the function waits for the bucket, in the order of the text.
fn ways<'a>(checked: &Checked<'_>, graph: &'a Graph<'a>, function: &str, bucket: &str) -> Vec<Way<'a>> {
    let condition = |id: &str| {
        let resource = checked.generated().and_then(|it| it.get(id));
        resource.and_then(|it| it.get("Condition")).and_then(Node::text).map(|it| (it.clone(), true))
    };
    // The way to each resource that was reached: what stands before it, and the conditions taken.
    let mut reached: HashMap<&str, (Option<&str>, Vec<Side>)> = HashMap::new();
    let sides: Vec<Side> = condition(bucket).into_iter().chain(condition(function)).collect();
    let Some((start, _)) = graph.get_key_value(function) else { return Vec::new() };
    reached.insert(*start, (None, sides));
    let mut waiting = VecDeque::from([*start]);
    let mut ways = Vec::new();
    while let Some(id) = waiting.pop_front() {
        let sides = reached[id].1.clone();
        for edge in graph.get(id).into_iter().flatten() {
            if reached.contains_key(edge.to.as_str()) {
                continue;
            }
            let mut sides = sides.clone();
            sides.extend(edge.sides.iter().cloned().chain(condition(&edge.to)));
            if !sides.is_empty() && !checked.is_possible(&sides) {
                continue;
            }
            if edge.to == bucket {
                ways.push(Way { last: edge, between: between(checked, &reached, id) });
            } else if let Some((to, _)) = graph.get_key_value(edge.to.as_str()) {
                reached.insert(*to, (Some(id), sides));
                waiting.push_back(*to);
            }
        }
    }
    ways.sort_by_key(|it| (it.between.len(), it.last.span));
    ways.dedup_by_key(|it| it.last.span);
    ways
}

/// The resources on the way to `end` that the user wrote, without the function at its beginning.
fn between(checked: &Checked<'_>, reached: &HashMap<&str, (Option<&str>, Vec<Side>)>, end: &str) -> Vec<String> {
    let mut way = Vec::new();
    let mut at = Some(end);
    while let Some(id) = at {
        let (before, _) = &reached[id];
        if before.is_some() && checked.template.resources().contains_key(id) {
            way.push(id.to_owned());
        }
        at = *before;
    }
    way.reverse();
    way
}

fn report(
    checked: &Checked<'_>,
    event: &Event<'_>,
    bucket: &Text,
    first: &Way<'_>,
    others: &[Way<'_>],
    problems: &mut Problems,
) {
    let function = event.resource_id;
    let place = first.between.is_empty().then(|| place(checked, function, first.last)).flatten();
    let circle: Vec<String> = [bucket.to_string(), function.to_string()]
        .into_iter()
        .chain(first.between.iter().cloned())
        .chain([bucket.to_string()])
        .map(|it| format!("`{it}`"))
        .collect();
    let circle = circle.join(" → ");
    let message = match place {
        Some(place) => format!(
            "circular dependency {circle}: the bucket waits for the permission to notify the function, and the function \
             has the bucket in its `{place}`"
        ),
        None => format!(
            "circular dependency {circle}: the bucket waits for the permission to notify the function, which waits for \
             the bucket"
        ),
    };
    let mut finding = Diagnostic::error(RULE.name, first.last.span, message).resource(&**function);
    finding = finding.related(event.span, format!("this event makes `{bucket}` wait for `{function}`"));
    for other in others.iter().filter(|it| it.last.span != first.last.span) {
        finding = finding.related(other.last.span, "this refers to the bucket, too");
    }
    let name = checked.resources().get(bucket).and_then(|it| it.at(&["Properties", "BucketName"]));
    let elsewhere = "or set `EventBridgeEnabled: true` in the bucket's `NotificationConfiguration` under \
                     `EventBridgeConfiguration`, and use an event of type `EventBridgeRule`";
    problems.push(finding.help(if first.last.depends_on {
        format!("remove `{bucket}` from `DependsOn`")
    } else if name.is_some() {
        format!("write what stands under `BucketName` in the place of the reference to `{bucket}`; {elsewhere}")
    } else {
        format!(
            "give the bucket a name, such as `BucketName: !Sub {}-${{AWS::AccountId}}`, and write that in the place of \
             the reference to `{bucket}`; {elsewhere}",
            bucket.to_lowercase()
        )
    }));
}

/// The property or attribute of the function that a reference stands in; also one under `Globals`.
fn place<'a>(checked: &'a Checked<'_>, function: &str, edge: &Edge) -> Option<&'a str> {
    let resource = checked.template.resources().get(function)?;
    let globals = checked.template.section("Globals").and_then(|it| it.get("Function")).and_then(Node::map);
    let properties = resource.get("Properties").and_then(Node::map);
    let all = [properties, globals, resource.map()].into_iter().flatten().flat_map(Map::entries);
    all.filter(|(key, it)| **key != "Properties" && it.value.span.contains(edge.span)).map(|(key, _)| &**key).next()
}
