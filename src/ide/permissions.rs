//! What functions and state machines may do: the policies of their roles in plain words.
use super::View;
use crate::facts::types;
use crate::syntax::{Map, Node, Text};
use crate::template::intrinsics;
use crate::template::references::references;

/// AWS's policies that SAM and others attach for what is common, in words.
const COMMON: [(&str, &str); 9] = [
    ("AWSLambdaBasicExecutionRole", "write its logs"),
    ("AWSLambdaVPCAccessExecutionRole", "write its logs, and use network interfaces in its VPC"),
    ("AWSLambdaSQSQueueExecutionRole", "receive and delete messages of queues, and write its logs"),
    ("AWSLambdaKinesisExecutionRole", "read streams of Kinesis, and write its logs"),
    ("AWSLambdaDynamoDBExecutionRole", "read streams of DynamoDB, and write its logs"),
    ("AWSLambdaMSKExecutionRole", "read topics of MSK, use network interfaces in its VPC, and write its logs"),
    ("AWSXRayDaemonWriteAccess", "send traces to X-Ray"),
    ("AWSXrayWriteOnlyAccess", "send traces to X-Ray"),
    ("AWSLambdaRole", "invoke functions"),
];
/// Policies that stand apart from the roles that have them.
const POLICIES: [&str; 3] = [types::IAM_POLICY, types::IAM_MANAGED_POLICY, types::IAM_ROLE_POLICY];
/// What has a role, with the property that names it and what it is called.
const OWNERS: [(&str, &str, &str); 2] = [
    (types::LAMBDA_FUNCTION, "Role", "this function"),
    (types::STEP_FUNCTIONS_STATE_MACHINE, "RoleArn", "this state machine"),
];
/// Most statements that are shown.
const MOST: usize = 30;

/// What a resource of the document may do, as Markdown: a function, a state machine or a role. `None` where it has no role in
/// the template.
pub(super) fn text(view: &View, id: &str) -> Option<String> {
    let document = view.translation()?.expanded.document.get("Resources")?.map()?;
    let resource = document.get(id)?;
    let type_name = resource.get("Type")?.text()?;
    let owner = OWNERS.iter().find(|(it, ..)| **it == **type_name);
    let (role_id, who) = match owner {
        None if **type_name == *types::IAM_ROLE => (id.to_owned(), "whoever has this role"),
        None => return None,
        Some((_, property, who)) => {
            let role = resource.at(&["Properties", property])?;
            let named = references(role).into_iter().find(|it| document.get(it.target()).is_some_and(is_role));
            match named {
                Some(named) => (named.target().to_owned(), *who),
                None => {
                    return Some(format!(
                        "what {who} may do is said by its role, {}, which is not in the template",
                        shown(role)
                    ));
                }
            }
        }
    };
    let lines = lines(&role_id, document.get(&role_id)?, document);
    if lines.is_empty() {
        return Some(format!("{who} may do nothing"));
    }
    let mut text = format!("{who} may:\n");
    for line in lines.iter().take(MOST) {
        text.push_str(&format!("\n- {line}"));
    }
    if lines.len() > MOST {
        text.push_str(&format!("\n- and {} more", lines.len() - MOST));
    }
    Some(text)
}

fn is_role(resource: &Node) -> bool {
    resource.get("Type").is_some_and(|it| it.is_text(types::IAM_ROLE))
}

/// What a role allows, and what it denies.
fn lines(role_id: &str, role: &Node, document: &Map) -> Vec<String> {
    let mut lines = Vec::new();
    let items = |node: Option<&'_ Node>| -> Vec<Node> {
        node.map(|it| it.list().unwrap_or(std::slice::from_ref(it)).to_vec()).unwrap_or_default()
    };
    for arn in items(role.at(&["Properties", "ManagedPolicyArns"])) {
        let name = arn.text().and_then(|it| it.rsplit_once('/')).map(|(_, name)| name.to_owned());
        let words = name.as_ref().and_then(|name| COMMON.iter().find(|(it, _)| it == name));
        lines.push(match (words, name) {
            (Some((name, words)), _) => format!("{words} (`{name}`)"),
            (None, Some(name)) => format!("do what `{name}` allows"),
            (None, None) => format!("do what {} allows", shown(&arn)),
        });
    }
    for policy in items(role.at(&["Properties", "Policies"])) {
        add_statements(&policy, &mut lines);
    }
    for resource in document.values() {
        let is_policy = resource.get("Type").is_some_and(|it| POLICIES.iter().any(|name| it.is_text(name)));
        if is_policy && references(resource).iter().any(|it| it.target() == role_id) {
            resource.get("Properties").into_iter().for_each(|it| add_statements(it, &mut lines));
        }
    }
    let mut seen = std::collections::HashSet::new();
    lines.retain(|it| seen.insert(it.clone()));
    lines
}

fn add_statements(policy: &Node, lines: &mut Vec<String>) {
    let Some(statements) = policy.at(&["PolicyDocument", "Statement"]) else {
        return lines.push("do what a policy allows that is decided at deployment".to_owned());
    };
    for statement in statements.list().unwrap_or(std::slice::from_ref(statements)) {
        let part = |names: [&str; 2]| match (statement.get(names[0]), statement.get(names[1])) {
            (Some(these), _) => Some((these, "")),
            (None, Some(others)) => Some((others, "everything but ")),
            (None, None) => None,
        };
        let Some((actions, all_but)) = part(["Action", "NotAction"]) else { continue };
        let is_denied = statement.get("Effect").is_some_and(|it| it.is_text("Deny"));
        let denied = if is_denied { "**not** " } else { "" };
        let mut line = match actions.is_text("*") {
            true => format!("{denied}do anything"),
            false => format!("{denied}{all_but}{}", shown(actions)),
        };
        if let Some((resources, all_but)) = part(["Resource", "NotResource"]) {
            line.push_str(" on ");
            line.push_str(all_but);
            line.push_str(&if resources.is_text("*") { "everything".to_owned() } else { shown(resources) });
        }
        if statement.get("Condition").is_some() {
            line.push_str(", under conditions");
        }
        lines.push(line);
    }
}

/// A value as people would write it, in as few words as tell it from others.
fn shown(node: &Node) -> String {
    if let Some(items) = node.list() {
        return items.iter().map(shown).collect::<Vec<_>>().join(", ");
    }
    let argument = |name| intrinsics::argument(node, name);
    let text = argument("Ref").map(Node::plain_text).or_else(|| {
        let path = argument("Fn::GetAtt")?;
        Some(match path.list() {
            Some(parts) => parts.iter().map(Node::plain_text).collect::<Vec<_>>().join("."),
            None => path.plain_text(),
        })
    });
    let text = text.or_else(|| argument("Fn::Sub").and_then(substituted)).or_else(|| node.scalar_text());
    let text = match text {
        Some(text) => text,
        None => {
            let mut targets: Vec<Text> = references(node).into_iter().map(|it| it.name).collect();
            targets.retain(|it| !it.starts_with("AWS::"));
            targets.dedup();
            if targets.is_empty() { "what is decided at deployment".to_owned() } else { targets.join(" and ") }
        }
    };
    let short = HERE.iter().find_map(|it| within_account(&text, it)).unwrap_or(&text);
    let only = short.strip_prefix("${").and_then(|it| it.strip_suffix('}')).filter(|it| !it.contains('}'));
    format!("`{}`", only.unwrap_or(short).replace('`', "'"))
}

/// What ARNs in the account and region of the stack go on with behind the service.
const HERE: [&str; 3] = ["${AWS::Region}:${AWS::AccountId}:", ":${AWS::AccountId}:", "::"];

/// An ARN of the partition of the stack without what it shares with most others.
fn within_account<'t>(arn: &'t str, place: &str) -> Option<&'t str> {
    let (_, rest) =
        arn.strip_prefix("arn:${AWS::Partition}:").or_else(|| arn.strip_prefix("arn:aws:"))?.split_once(':')?;
    rest.strip_prefix(place).filter(|it| !it.is_empty())
}

/// The text of an `Fn::Sub`, with the values that it names itself.
fn substituted(sub: &Node) -> Option<String> {
    let Some(parts) = sub.list() else { return sub.scalar_text() };
    let mut text = parts.first()?.scalar_text()?;
    for (name, value) in parts.get(1).and_then(Node::map).into_iter().flat_map(Map::iter) {
        let is_call = intrinsics::is_intrinsic(value);
        let shown = shown(value);
        let shown = shown.trim_matches('`');
        let new = if is_call { format!("${{{shown}}}") } else { shown.to_owned() };
        text = text.replace(&format!("${{{name}}}"), &new);
    }
    Some(text)
}
