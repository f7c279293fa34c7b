//! One statement of a policy, and what it allows beyond others.
use super::Growth;
use crate::cfn::wildcard::{Steps, covers_within};
use crate::diff::reference::reference;
use crate::python::json::spaced_json;
use crate::syntax::{Node, Value};
use crate::template::intrinsics::{argument, if_branches, is_intrinsic, is_no_value};
use std::cmp::Reverse;
use std::collections::{BTreeSet, HashSet};

/// How a reference is followed to the new document.
pub(super) type Follow<'f> = dyn Fn(&str) -> String + 'f;

/// A statement as texts, in which references stand as in an `Fn::Sub`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Statement {
    /// Whether its `Effect` is not `Deny`.
    pub allows: bool,
    /// Its `Sid`.
    pub id: Option<String>,
    /// What is allowed or denied.
    pub actions: Vec<String>,
    /// Everything but these.
    pub not_actions: Vec<String>,
    /// For which resources.
    pub resources: Vec<String>,
    /// All resources but these.
    pub not_resources: Vec<String>,
    /// A service or account, or `*`.
    pub principals: Vec<String>,
    /// Everybody but these.
    pub not_principals: Vec<String>,
    /// Operator and key, as in `StringEquals aws:SourceAccount`, and values.
    pub conditions: Vec<(String, String)>,
}

impl Statement {
    pub(crate) fn read(node: &Node, follow: &Follow<'_>) -> Self {
        let of = |name: &str| node.get(name).map(|it| texts(it, follow)).unwrap_or_default();
        Self {
            allows: !node.get("Effect").is_some_and(|it| it.is_text("Deny")),
            id: node.get("Sid").and_then(Node::text).map(ToString::to_string),
            actions: of("Action"),
            not_actions: of("NotAction"),
            resources: of("Resource"),
            not_resources: of("NotResource"),
            principals: principals(node.get("Principal"), follow),
            not_principals: principals(node.get("NotPrincipal"), follow),
            conditions: conditions(node.get("Condition"), follow),
        }
    }

    /// What it says, whatever it is called and in whatever order: equal for statements that say the same.
    fn meaning(&self) -> String {
        let set = |it: &[String]| it.iter().cloned().collect::<BTreeSet<_>>();
        let actions = [&self.actions, &self.not_actions].map(|it| it.iter().map(|it| it.to_lowercase()).collect());
        let actions: [BTreeSet<String>; 2] = actions;
        let others = [&self.resources, &self.not_resources, &self.principals, &self.not_principals].map(|it| set(it));
        let conditions: BTreeSet<_> = self.conditions.iter().collect();
        format!("{} {actions:?} {others:?} {conditions:?}", self.allows)
    }

    /// What this statement has besides `old`.
    fn growth(&self, old: &Self, steps: &Steps) -> Growth {
        let lost = old.conditions.iter().filter(|it| !self.conditions.contains(it) && !self.is_narrower(it, steps));
        let mut actions = beyond(&self.actions, &old.actions, true, steps);
        actions.extend(beyond_exclusion(&self.not_actions, &old.not_actions, "all but "));
        let mut resources = beyond(&self.resources, &old.resources, false, steps);
        resources.extend(beyond_exclusion(&self.not_resources, &old.not_resources, "all but "));
        let mut principals = beyond(&self.principals, &old.principals, false, steps);
        principals.extend(beyond_exclusion(&self.not_principals, &old.not_principals, "all but "));
        let conditions = lost.map(|(name, _)| name.clone()).collect();
        Growth::Wider { actions, resources, principals, conditions }
    }

    /// Whether the source of a permission is among those of another's condition.
    fn is_narrower(&self, (name, before): &(String, String), steps: &Steps) -> bool {
        self.source(name).is_some_and(|now| source_covers(before, now, steps))
    }

    /// Whether this permission is for another source than `old`: neither of the two is part of the other.
    fn is_for_another_source(&self, old: &Self, steps: &Steps) -> bool {
        let source = old.conditions.iter().find_map(|(name, before)| Some((before, self.source(name)?)));
        source.is_some_and(|(before, now)| !source_covers(before, now, steps) && !source_covers(now, before, steps))
    }

    /// The source of a permission, if that is what a condition is about.
    fn source(&self, condition: &str) -> Option<&str> {
        let source = self.conditions.iter().find(|(name, _)| name == SOURCE_ARN && name == condition);
        source.map(|(_, value)| &**value)
    }

    /// How much this statement is like `old`: how many of its four sides are, of which some must be.
    fn likeness(&self, old: &Self, steps: &Steps) -> usize {
        let common = |one: &[String], two: &[String]| {
            let same = |it: &String| two.iter().any(|other| other.eq_ignore_ascii_case(it));
            (one.is_empty() && two.is_empty()) || (steps.take(one.len() * two.len()) && one.iter().any(same))
        };
        let sides = [
            common(&self.actions, &old.actions),
            common(&self.resources, &old.resources),
            common(&self.principals, &old.principals),
            self.conditions == old.conditions,
        ];
        let same_id = self.id.is_some() && self.id == old.id;
        sides.iter().filter(|it| **it).count() + if same_id { 4 } else { 0 }
    }
}

impl Growth {
    /// Whether nothing is allowed that was not before.
    fn is_none(&self) -> bool {
        match self {
            Self::New | Self::NoLongerDenied => false,
            Self::Wider { actions, resources, principals, conditions } => {
                actions.is_empty() && resources.is_empty() && principals.is_empty() && conditions.is_empty()
            }
        }
    }
}

/// The property of a permission that names what may invoke, as one pattern.
const SOURCE_ARN: &str = "SourceArn";

/// Whether a pattern of ARNs matches all that another one does. A wildcard ends with its part of the ARN.
fn source_covers(pattern: &str, other: &str, steps: &Steps) -> bool {
    let (parts, others) = (pattern.split(':'), other.split(':'));
    parts.clone().count() == others.clone().count()
        && parts.zip(others).all(|(one, two)| covers_within(one, two, steps))
}

type Placed = (Vec<String>, Statement);
/// Of the sides of a statement so many must be like those of another, for it to be that one, widened.
const LIKE_ENOUGH: usize = 3;

/// More pairs of statements of one resource are not compared: each new one is then new.
const MOST_PAIRS: usize = 1_000_000;

/// The statements of a resource that allow more than those that it had, and denials that it has no more. Where it takes
/// more `steps` than there are to compare two patterns, they are not alike.
pub(super) fn growth<'n>(
    old: &'n [Placed],
    new: &'n [Placed],
    steps: &Steps,
) -> Vec<(&'n [String], Growth, Statement)> {
    let meanings = |all: &[Placed]| all.iter().map(|(_, it)| it.meaning()).collect::<HashSet<String>>();
    let (old_meanings, new_meanings) = (meanings(old), meanings(new));
    let fresh: Vec<&Placed> = new.iter().filter(|(_, it)| !old_meanings.contains(&it.meaning())).collect();
    let gone: Vec<&Placed> = old.iter().filter(|(_, it)| !new_meanings.contains(&it.meaning())).collect();
    let old = if fresh.len().max(gone.len()) * old.len().max(new.len()) > MOST_PAIRS { &[] } else { old };
    let mut replaceable: Vec<&Placed> = if old.is_empty() { Vec::new() } else { gone.clone() };
    let mut found = Vec::new();
    for (path, statement) in fresh.into_iter().filter(|(_, it)| it.allows) {
        // What another statement allowed already needs no second look.
        if old.iter().any(|(_, it)| it.allows && statement.growth(it, steps).is_none()) {
            continue;
        }
        let nearest = replaceable.iter().enumerate().filter(|(_, (_, it))| it.allows);
        let nearest = nearest.filter(|(_, (_, it))| !statement.is_for_another_source(it, steps));
        let nearest =
            nearest.map(|(at, (_, it))| (statement.likeness(it, steps), at)).filter(|(it, _)| *it >= LIKE_ENOUGH);
        let growth = match nearest.max_by_key(|(likeness, at)| (*likeness, Reverse(*at))) {
            Some((_, at)) => statement.growth(&replaceable.remove(at).1, steps),
            None => Growth::New,
        };
        found.push((&path[..], growth, statement.clone()));
    }
    for (path, statement) in gone.into_iter().filter(|(_, it)| !it.allows) {
        // A denial that denies at least as much may stand in its place.
        if old.is_empty() || !new.iter().any(|(_, it)| !it.allows && statement.growth(it, steps).is_none()) {
            found.push((path, Growth::NoLongerDenied, statement.clone()));
        }
    }
    found
}

/// The patterns of `new` that no pattern of `old` covers. None at all means everything, or that it is said otherwise.
fn beyond(new: &[String], old: &[String], ignore_case: bool, steps: &Steps) -> Vec<String> {
    let same_case = |it: &String| if ignore_case { it.to_lowercase() } else { it.clone() };
    let old: BTreeSet<String> = old.iter().filter(|it| steps.take(it.len())).map(same_case).collect();
    let covered = |it: &&String| {
        let it = same_case(it);
        old.contains(&it) || old.iter().any(|pattern| covers_within(pattern, &it, steps))
    };
    new.iter().filter(|it| !covered(it)).cloned().collect()
}

/// What is no longer excluded; an exclusion where there was none says more than any list.
fn beyond_exclusion(new: &[String], old: &[String], prefix: &str) -> Vec<String> {
    if new.is_empty() || (!old.is_empty() && old.iter().all(|it| new.contains(it))) {
        return Vec::new();
    }
    vec![format!("{prefix}{}", new.join(", "))]
}

/// The texts of a value or of a list of values.
pub(super) fn texts(node: &Node, follow: &Follow<'_>) -> Vec<String> {
    match (node.list(), if_branches(node)) {
        (Some(items), _) => items.iter().flat_map(|it| texts(it, follow)).collect(),
        (_, Some([_, then, otherwise])) => [texts(then, follow), texts(otherwise, follow)].concat(),
        _ if is_no_value(node) => Vec::new(),
        _ => vec![text(node, follow)],
    }
}

/// A value as one text.
fn text(node: &Node, follow: &Follow<'_>) -> String {
    if let Some(it) = node.text() {
        return it.to_string();
    }
    if let Some(it) = reference(node) {
        return follow(&it);
    }
    // As SAM writes them: a text for `Fn::Sub` with variables of its own, and parts that are joined.
    if let Some([template, variables]) = argument(node, "Fn::Sub").and_then(Node::list)
        && let (Some(template), Some(variables)) = (template.text(), variables.map())
    {
        let mut text = follow(template);
        for (name, value) in variables.iter() {
            text = text.replace(&format!("${{{name}}}"), &self::text(value, follow));
        }
        return text;
    }
    if let Some([separator, parts]) = argument(node, "Fn::Join").and_then(Node::list)
        && let (Some(separator), Some(parts)) = (separator.text(), parts.list())
    {
        return parts.iter().map(|it| text(it, follow)).collect::<Vec<_>>().join(separator);
    }
    match node.value {
        Value::Map(_) | Value::List(_) => follow(&spaced_json(node)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => spaced_json(node),
    }
}

/// Principals by their names; the kind is said where it does not show in the name.
fn principals(node: Option<&Node>, follow: &Follow<'_>) -> Vec<String> {
    let Some(node) = node else { return Vec::new() };
    match node.map().filter(|_| !is_intrinsic(node)) {
        Some(kinds) => kinds.values().flat_map(|it| texts(it, follow)).collect(),
        None => texts(node, follow),
    }
}

fn conditions(node: Option<&Node>, follow: &Follow<'_>) -> Vec<(String, String)> {
    let Some(node) = node else { return Vec::new() };
    let Some(operators) = node.map() else { return vec![(text(node, follow), String::new())] };
    let keys = operators.iter().flat_map(|(operator, keys)| match keys.map() {
        Some(keys) => {
            keys.iter().map(|(key, it)| (format!("{operator} {key}"), texts(it, follow).join(", "))).collect()
        }
        None => vec![(operator.to_string(), texts(keys, follow).join(", "))],
    });
    let mut keys: Vec<(String, String)> = keys.collect();
    keys.sort();
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statement(actions: &[&str], resource: &str, condition: Option<&str>) -> Placed {
        let statement = Statement {
            allows: true,
            actions: actions.iter().map(|it| (*it).to_owned()).collect(),
            resources: vec![resource.to_owned()],
            conditions: condition.into_iter().map(|it| ("Bool key".to_owned(), it.to_owned())).collect(),
            ..Statement::default()
        };
        (Vec::new(), statement)
    }

    fn grown(old: &[Placed], new: &[Placed]) -> Vec<Growth> {
        growth(old, new, &Steps::new(1_000)).into_iter().map(|(_, growth, _)| growth).collect()
    }

    #[test]
    fn what_allows_no_more_is_no_news() {
        let old = [statement(&["s3:*"], "*", None), statement(&["sqs:SendMessage"], "queue", Some("true"))];
        let narrower = [statement(&["s3:GetObject"], "bucket", Some("true")), old[1].clone()];
        assert_eq!(grown(&old, &narrower), []);
        let turned = [statement(&["SQS:sendmessage"], "queue", Some("true")), old[0].clone()];
        assert_eq!(grown(&old, &turned), []);
    }

    #[test]
    fn a_permission_for_another_source_is_new() {
        let permission = |source: &str| {
            let (path, mut statement) = statement(&["lambda:InvokeFunction"], "Web", None);
            statement.conditions = vec![(SOURCE_ARN.to_owned(), format!("arn:aws:execute-api:eu-west-1:1:{source}"))];
            (path, statement)
        };
        let grown = |old: &str, new: &str| grown(&[permission(old)], &[permission(new)]);
        assert_eq!(grown("api/*/GET/a", "api/*/GET/b"), [Growth::New]);
        assert_eq!(grown("api/*/*/*", "api/*/GET/b"), []);
        assert!(matches!(&grown("api/*/GET/b", "api/*/*/*")[..], [Growth::Wider { .. }]));
    }

    #[test]
    fn what_allows_more_is_new_or_wider() {
        let old = [statement(&["sqs:SendMessage"], "queue", Some("true"))];
        let wider = |actions: &[&str], resources: &[&str], conditions: &[&str]| {
            let owned = |it: &[&str]| it.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
            let (actions, resources, conditions) = (owned(actions), owned(resources), owned(conditions));
            Growth::Wider { actions, resources, principals: Vec::new(), conditions }
        };
        assert_eq!(grown(&old, &[statement(&["sqs:*"], "queue", Some("true"))]), [wider(&["sqs:*"], &[], &[])]);
        assert_eq!(grown(&old, &[statement(&["sqs:SendMessage"], "*", Some("true"))]), [wider(&[], &["*"], &[])]);
        assert_eq!(grown(&old, &[statement(&["sqs:SendMessage"], "queue", None)]), [wider(&[], &[], &["Bool key"])]);
        assert_eq!(grown(&old, &[old[0].clone(), statement(&["s3:GetObject"], "bucket", None)]), [Growth::New]);
    }
}
