//! `UsagePlan` of a REST API: a plan, an API key and the bond between them, for one API or shared by several.
use super::table::UsagePlan;
use super::{Source, domain};
use crate::cfn::{Context, Expansion, Resource, SharedResource};
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::facts::types;
use crate::node;
use crate::property::unknown_properties;
use crate::syntax::{IntoNode, Map, Node, Text};
use indexmap::IndexSet;

/// What a usage plan turns into.
#[derive(Default)]
pub(super) struct Plan {
    pub resources: Vec<Resource>,
    pub shared: Vec<SharedResource>,
}

const ACCEPTED: [&str; 3] = ["SHARED", "PER_API", "NONE"];
/// The beginning of the logical ids of what is shared.
const SHARED_PREFIX: &str = "Serverless";
/// The condition under which there is a shared plan, when all APIs that share it have conditions.
const SHARED_CONDITION: &str = "SharedUsagePlanCondition";
/// Properties of a plan that it hands on when they are not empty.
const HANDED_ON: [&str; 5] = ["UsagePlanName", "Description", "Quota", "Tags", "Throttle"];
/// Lists that a shared resource collects from all APIs.
const COLLECTED: [&str; 2] = ["ApiStages", "StageKeys"];

/// Expands `UsagePlan`. `None` when there is a mistake, which is reported.
pub(super) fn usage_plan(source: &Source<'_>, stage: &Resource, problems: &mut Problems) -> Option<Plan> {
    let auth = source.auth.as_ref().and_then(Node::map);
    let Some(written) = auth.and_then(|it| it.present("UsagePlan")) else { return Some(Plan::default()) };
    let plan = domain::map_of("UsagePlan", written, problems)?;
    if !unknown_properties(UsagePlan::TABLE, plan, problems) {
        return None;
    }
    let create = plan.present("CreateUsagePlan");
    let Some(create) = create.and_then(Node::text).filter(|it| ACCEPTED.contains(&&***it)) else {
        let message = "`UsagePlan` does not say which plan to create";
        let finding = match create {
            None => Diagnostic::new(&codes::MISSING_PROPERTY, written.span, message).missing(["CreateUsagePlan"]),
            Some(create) => Diagnostic::new(&codes::INVALID_VALUE, create.span, message).value_of("UsagePlan"),
        };
        problems.push(finding.help("write `CreateUsagePlan: PER_API`, `SHARED` or `NONE`"));
        return None;
    };
    Some(match &**create {
        "NONE" => Plan::default(),
        "PER_API" => {
            let resources = resources(source, plan, source.resource.logical_id, stage);
            Plan { resources: resources.into(), ..Plan::default() }
        }
        _ => {
            let resources = resources(source, plan, &SHARED_PREFIX.into(), stage);
            let shared = |resource| SharedResource { resource, join };
            Plan { shared: resources.into_iter().map(shared).collect(), ..Plan::default() }
        }
    })
}

/// The plan, the key and the bond between them.
fn resources(source: &Source<'_>, plan: &Map, prefix: &Text, stage: &Resource) -> [Resource; 3] {
    let at = source.resource.span;
    let api = source.resource.logical_id;
    let resource = |suffix: &str, type_name, purpose: &'static str, depends_on: &Text| {
        Resource::new(prefix.append(suffix), type_name, purpose, at)
            .attributes(&source.attributes)
            .depends_on(node!(at, [depends_on]))
    };
    let mut usage_plan =
        resource("UsagePlan", types::API_GATEWAY_USAGE_PLAN, "usage plan: quota and rate limits of the API", api)
            .set("ApiStages", node!(at, [{"ApiId": {"Ref": api}, "Stage": (stage.reference())}]));
    for property in HANDED_ON {
        usage_plan.put(property, plan.truthy(property));
    }
    let key = resource("ApiKey", types::API_GATEWAY_API_KEY, "API key for calls to the API", &usage_plan.logical_id)
        .set("Enabled", true)
        .set("StageKeys", node!(at, [{"RestApiId": {"Ref": api}, "StageName": (stage.reference())}]));
    let bond = resource(
        "UsagePlanKey",
        types::API_GATEWAY_USAGE_PLAN_KEY,
        "membership of the API key in the usage plan",
        &key.logical_id,
    )
    .set("KeyId", key.reference())
    .set("KeyType", "API_KEY")
    .set("UsagePlanId", usage_plan.reference());
    [usage_plan, key, bond]
}

/// One resource for several APIs: the last API's, with the stages of all, if one of their conditions holds.
fn join(asked: &[Resource], context: &Context<'_>, problems: &mut Problems) -> Expansion {
    let Some(mut joined) = asked.last().cloned() else { return Expansion::default() };
    for property in COLLECTED {
        let all = collected(asked.iter().filter_map(|it| it.properties.get(property)));
        joined.put(property, Some(all).filter(|it| !it.is_empty()));
    }
    let mut attributes = Map::new();
    let depends_on = collected(asked.iter().filter_map(|it| it.attributes.get("DependsOn")));
    attributes.insert("DependsOn", depends_on.into_node(joined.origin));
    for (name, stronger) in [("DeletionPolicy", DELETION), ("UpdateReplacePolicy", REPLACEMENT)] {
        if let Some(policy) = strongest(asked, name, stronger) {
            attributes.insert(name, policy.clone());
        }
    }
    let (condition, conditions) = condition(asked, context, problems);
    attributes.update(&condition);
    joined.attributes = attributes;
    Expansion { conditions, ..Expansion::of(vec![joined]) }
}

/// What is listed under several properties, each once.
fn collected<'a>(lists: impl Iterator<Item = &'a Node>) -> Vec<Node> {
    let mut all: Vec<Node> = Vec::new();
    for item in lists.filter_map(Node::list).flatten() {
        if !all.contains(item) {
            all.push(item.clone());
        }
    }
    all
}

/// Whether a policy takes the place of the one before it.
type Stronger = fn(policy: &Node, before: &Node) -> bool;

const DELETION: Stronger = |policy, _| policy.is_text("Retain");
const REPLACEMENT: Stronger =
    |policy, before| policy.is_text("Retain") || (policy.is_text("Snapshot") && before.is_text("Delete"));

fn strongest<'a>(asked: &'a [Resource], name: &str, stronger: Stronger) -> Option<&'a Node> {
    let policies = asked.iter().filter_map(|it| it.attributes.truthy(name));
    policies.reduce(|before, policy| if stronger(policy, before) { policy } else { before })
}

/// The attribute `Condition`, and what has to stand under `Conditions` for it.
fn condition(asked: &[Resource], context: &Context<'_>, problems: &mut Problems) -> (Map, Vec<(Text, Node)>) {
    let mut conditions: IndexSet<&Node> = IndexSet::new();
    for resource in asked {
        match resource.attributes.present("Condition") {
            // One API without a condition, and the plan has to be there in any case.
            None => return Default::default(),
            Some(condition) if condition.is_truthy() && conditions.insert(condition) => {
                if context.conditions.is_none() {
                    let message = "an API has a condition, but the template has no `Conditions` section";
                    problems.push(Diagnostic::new(&codes::UNKNOWN_CONDITION, condition.span, message));
                }
            }
            Some(_) => (),
        }
    }
    let Some(first) = conditions.first() else { return Default::default() };
    let at = first.span;
    let any: Vec<Node> = conditions.iter().map(|it| node!(at, {"Condition": (*it)})).collect();
    let definition = if any.len() == 1 { (*first).clone() } else { node!(at, {"Fn::Or": any}) };
    let attribute = Map::from_iter([("Condition", node!(at, SHARED_CONDITION))]);
    (attribute, vec![(SHARED_CONDITION.into(), definition)])
}
