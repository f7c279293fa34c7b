//! Finds what a resource allows: policy documents wherever they stand, managed policies, permissions of functions.
use super::Statement;
use super::statement::{Follow, texts};
use crate::facts::types;
use crate::syntax::{Map, Node};
use crate::template::intrinsics::if_branches;

/// What a resource allows, each with its path from the resource.
#[derive(Debug, Default)]
pub(super) struct Documents {
    pub statements: Vec<(Vec<String>, Statement)>,
    /// Managed policies that are attached.
    pub managed: Vec<(Vec<String>, String)>,
}

const PROPERTIES: &str = "Properties";

pub(super) fn of(resource: &Node, follow: &Follow<'_>) -> Documents {
    let mut found = Documents::default();
    let Some(properties) = resource.get(PROPERTIES) else { return found };
    match resource.get("Type").and_then(Node::text).map_or("", |it| &**it) {
        types::LAMBDA_PERMISSION | "AWS::Lambda::LayerVersionPermission" => {
            found.statements.push((vec![PROPERTIES.to_owned()], permission(properties, follow)));
        }
        // Its one statement may stand in the properties themselves.
        "AWS::Events::EventBusPolicy" if properties.get("Statement").is_none() => {
            found.statements.push((vec![PROPERTIES.to_owned()], permission(properties, follow)));
        }
        type_name => {
            // `Statement` of other resources, such as rules of a firewall, is not a policy.
            let has_policies = !type_name.starts_with("AWS::WAF");
            if has_policies {
                walk(properties, &mut vec![PROPERTIES.to_owned()], follow, &mut found);
            }
        }
    }
    found
}

/// A resource that is itself a statement.
fn permission(properties: &Node, follow: &Follow<'_>) -> Statement {
    let texts = |names: &[&str]| -> Vec<String> {
        names.iter().filter_map(|it| properties.get(it)).flat_map(|it| texts(it, follow)).collect()
    };
    let limits = [
        "SourceArn",
        "SourceAccount",
        "PrincipalOrgID",
        "OrganizationId",
        "EventSourceToken",
        "FunctionUrlAuthType",
        "Condition",
    ];
    let limits = limits
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), texts(&[name]).join(", "))).filter(|(_, it)| !it.is_empty()));
    Statement {
        allows: true,
        actions: texts(&["Action"]),
        principals: texts(&["Principal"]),
        resources: texts(&["FunctionName", "LayerVersionArn", "EventBusName"]),
        conditions: limits.collect(),
        ..Statement::default()
    }
}

fn walk(node: &Node, path: &mut Vec<String>, follow: &Follow<'_>, found: &mut Documents) {
    let mut below = |step: String, it: &Node, found: &mut Documents| {
        path.push(step);
        match path.last().map(|it| &**it) {
            Some("Statement") => statements(it, path, follow, found),
            Some("ManagedPolicyArns") => {
                let arns = texts(it, follow).into_iter().enumerate();
                found.managed.extend(arns.map(|(at, arn)| ([&path[..], &[at.to_string()]].concat(), arn)));
            }
            _ => walk(it, path, follow, found),
        }
        path.pop();
    };
    node.map().into_iter().flat_map(Map::iter).for_each(|(key, it)| below(key.to_string(), it, found));
    node.list().into_iter().flatten().enumerate().for_each(|(at, it)| below(at.to_string(), it, found));
}

/// The statements of a document: one, several, or a choice among them.
fn statements(node: &Node, path: &mut Vec<String>, follow: &Follow<'_>, found: &mut Documents) {
    if let Some(items) = node.list() {
        for (at, item) in items.iter().enumerate() {
            path.push(at.to_string());
            statements(item, path, follow, found);
            path.pop();
        }
    } else if let Some([_, then, otherwise]) = if_branches(node) {
        statements(then, path, follow, found);
        statements(otherwise, path, follow, found);
    } else if node.get("Effect").is_some() {
        found.statements.push((path.clone(), Statement::read(node, follow)));
    }
}
