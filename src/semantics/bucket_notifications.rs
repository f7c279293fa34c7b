//! What buckets are to tell, and about which objects: filters of notifications as rules look at them.
use super::branches::Branch;
use super::evaluator::Evaluator;
use super::events::Event;
use super::values::KnownValue;
use crate::facts::types;
use crate::source::Span;
use crate::syntax::{Map, Node, Text};
use crate::template::conditions::Side;
use crate::template::intrinsics;

/// The lists of notifications that a bucket has itself.
const OWN_NOTIFICATIONS: [&str; 3] = ["LambdaConfigurations", "QueueConfigurations", "TopicConfigurations"];
/// Most filters that one notification may turn out to have.
const MOST_FILTERS: usize = 16;

/// One kind of event that a bucket tells about, for objects that pass a filter.
#[derive(Clone)]
pub(crate) struct Notification<'a> {
    /// The event that asks for it; `None` when it stands in the bucket itself.
    pub event: Option<Event<'a>>,
    pub bucket: &'a Text,
    /// The function of this template that is notified.
    pub function: Option<&'a str>,
    pub kind: &'a Text,
    pub span: Span,
    /// The filter as written.
    pub written: Option<&'a Node>,
    /// What the filter may be; nothing when it cannot be known.
    pub filters: Vec<Filter>,
}

/// How the keys of objects have to begin and end.
#[derive(Clone, Default)]
pub(crate) struct Filter {
    pub prefix: String,
    pub suffix: String,
    /// The sides of conditions that lead to it.
    pub sides: Vec<Side>,
}

/// A rule of a filter with the values that its name and value may have.
pub(crate) struct FilterRule {
    pub names: Vec<KnownValue>,
    pub values: Vec<KnownValue>,
}

/// All notifications of the template's buckets, in the order of the text.
pub(crate) fn notifications<'a>(evaluator: &Evaluator<'a>) -> Vec<Notification<'a>> {
    let mut found = Vec::new();
    for event in evaluator.events_of(&["S3"]) {
        let (Some(bucket), Some(kinds)) = (bucket_of(evaluator, &event), event.properties.present("Events")) else {
            continue;
        };
        let written = event.properties.present("Filter");
        let filters = filters(evaluator, &evaluator.sides_of(event.resource_id), written);
        for kind in kinds.list().unwrap_or(std::slice::from_ref(kinds)) {
            let Some(text) = kind.text() else { continue };
            let (kind, span, filters) = (text, kind.span, filters.clone());
            let function = Some(&**event.resource_id);
            found.push(Notification { event: Some(event), bucket, function, kind, span, written, filters });
        }
    }
    // As written: the completed template has the notifications of the events in it.
    for (bucket, resource) in evaluator.template.resources().iter() {
        if !resource.get("Type").is_some_and(|it| it.is_text(types::S3_BUCKET)) {
            continue;
        }
        let configuration = resource.at(&["Properties", "NotificationConfiguration"]).and_then(Node::map);
        let lists = OWN_NOTIFICATIONS.iter().filter_map(|it| configuration?.present(it)?.list());
        for item in lists.flatten() {
            for Branch { node: own, sides } in evaluator.present_branches(item, &evaluator.sides_of(bucket)) {
                let Some(node) = own.get("Event") else { continue };
                let Some(kind) = node.text() else { continue };
                let (span, written) = (node.span, own.get("Filter"));
                let filters = filters(evaluator, &sides, written);
                let function = own.get("Function").and_then(intrinsics::referenced_id);
                found.push(Notification { event: None, bucket, function, kind, span, written, filters });
            }
        }
    }
    found.sort_by_key(|it| it.span);
    found
}

/// The bucket of this template that an event refers to.
pub(super) fn bucket_of<'a>(evaluator: &Evaluator<'a>, event: &Event<'_>) -> Option<&'a Text> {
    let (id, resource) = event.properties.present("Bucket").and_then(|it| evaluator.referenced(it))?;
    resource.get("Type").is_some_and(|it| it.is_text(types::S3_BUCKET)).then_some(id)
}

/// The rules of a filter, as far as they have the right form.
pub(crate) fn filter_rules(evaluator: &Evaluator<'_>, sides: &[Side], filter: &Node) -> Vec<FilterRule> {
    let rules = filter.at(&["S3Key", "Rules"]).and_then(Node::list).unwrap_or_default();
    let rules = rules.iter().filter(|it| !intrinsics::is_intrinsic(it)).filter_map(Node::map);
    let values = |rule: &Map, name| rule.present(name).map(|it| evaluator.values_where(sides, it)).unwrap_or_default();
    rules.map(|rule| FilterRule { names: values(rule, "Name"), values: values(rule, "Value") }).collect()
}

fn filters(evaluator: &Evaluator<'_>, sides: &[Side], written: Option<&Node>) -> Vec<Filter> {
    let Some(written) = written else { return vec![Filter { sides: sides.to_vec(), ..Filter::default() }] };
    let branches = evaluator.present_branches(written, sides);
    branches.flat_map(|it| filters_of(evaluator, it.sides, it.node)).collect()
}

/// Every combination of what the rules of a filter may be.
fn filters_of(evaluator: &Evaluator<'_>, sides: Vec<Side>, written: &Node) -> Vec<Filter> {
    let listed = written.at(&["S3Key", "Rules"]).and_then(Node::list).map_or(0, <[Node]>::len);
    let rules = filter_rules(evaluator, &sides, written);
    // What cannot be read may be any filter.
    if rules.len() != listed || listed == 0 {
        return Vec::new();
    }
    let mut filters = vec![Filter { sides, ..Filter::default() }];
    for rule in rules {
        let Some(name) = rule.names.first().filter(|_| rule.names.len() == 1).and_then(|it| it.node.text()) else {
            return Vec::new();
        };
        let is_prefix = name.eq_ignore_ascii_case("prefix");
        let mut extended = Vec::new();
        for filter in &filters {
            for value in &rule.values {
                let Some(text) = value.node.text() else { continue };
                let mut filter = filter.clone();
                *(if is_prefix { &mut filter.prefix } else { &mut filter.suffix }) = text.to_string();
                filter.sides.extend(value.conditions.iter().cloned());
                extended.push(filter);
            }
        }
        extended.truncate(MOST_FILTERS);
        filters = extended;
    }
    filters.retain(|it| evaluator.is_possible(&it.sides));
    filters
}
