//! What the policies of a role in the template may allow.
use crate::facts::types;
use crate::syntax::{Map, Node};
use crate::template::references::references;

/// Managed policies that SAM attaches by itself, by the beginnings of their names. None of them allows what a template
/// asks for besides.
const OF_SAM: [&str; 3] = ["service-role/AWSLambda", "AWSXrayWriteOnlyAccess", "AWSXRayDaemonWriteAccess"];
/// One that begins like those, and allows to invoke functions.
const INVOKING: &str = "service-role/AWSLambdaRole";
/// Those of them that allow to poll a source, with the beginning of what they allow.
const POLLING: [(&str, &str); 3] = [
    ("service-role/AWSLambdaDynamoDBExecutionRole", "dynamodb:"),
    ("service-role/AWSLambdaKinesisExecutionRole", "kinesis:"),
    ("service-role/AWSLambdaSQSQueueExecutionRole", "sqs:"),
];
/// What gives policies to roles that stand elsewhere.
const POLICIES: [&str; 3] = [types::IAM_POLICY, types::IAM_MANAGED_POLICY, types::IAM_ROLE_POLICY];

/// What may be done, and to which resource of the template, where that is known.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Access<'n> {
    /// As in policies: `sqs:SendMessage`.
    pub action: &'n str,
    pub target: Option<&'n str>,
}

impl Access<'_> {
    /// Whether a policy of the role may allow it: one does, or what it allows cannot be known. `resources` are those of
    /// the document, of which the role is one.
    pub(crate) fn may_be_allowed(self, role_id: &str, role: &Node, resources: &Map) -> bool {
        let Some(properties) = role.get("Properties") else { return true };
        let managed = properties.get("ManagedPolicyArns");
        let own = properties.get("Policies");
        let in_own = |it: &Node| self.is_in(it, resources);
        managed.is_some_and(|it| it.list().is_none_or(|it| it.iter().any(|it| self.may_be_in(it))))
            || own.is_some_and(|it| it.list().is_none_or(|it| it.iter().any(in_own)))
            || resources.values().any(|resource| {
                let is_policy = POLICIES.iter().any(|name| resource.get("Type").is_some_and(|it| it.is_text(name)));
                is_policy
                    && references(resource).iter().any(|it| it.target() == role_id)
                    && resource.get("Properties").is_none_or(in_own)
            })
    }

    /// Whether a managed policy may allow it.
    fn may_be_in(self, arn: &Node) -> bool {
        let Some((_, name)) = arn.text().and_then(|it| it.split_once(":policy/")) else { return true };
        let is_polled = POLLING.iter().any(|(it, allowed)| *it == name && self.action.starts_with(allowed));
        is_polled || name == INVOKING || !OF_SAM.iter().any(|it| name.starts_with(it))
    }

    fn is_in(self, policy: &Node, resources: &Map) -> bool {
        let Some(statements) = policy.at(&["PolicyDocument", "Statement"]) else { return true };
        let statements = statements.list().unwrap_or(std::slice::from_ref(statements));
        statements.iter().any(|statement| {
            let Some(actions) = statement.get("Action") else { return true };
            let is_denied = statement.get("Effect").is_some_and(|it| it.is_text("Deny"));
            let mut actions = actions.list().unwrap_or(std::slice::from_ref(actions)).iter();
            let is_named = actions.any(|it| it.text().is_none_or(|it| may_name(it, self.action)));
            !is_denied && is_named && self.is_covered(statement, resources)
        })
    }

    /// Whether a statement may hold for the target: not if each of its resources surely is another one of the template.
    fn is_covered(self, statement: &Node, resources: &Map) -> bool {
        let (Some(target), Some(covered)) = (self.target, statement.get("Resource")) else { return true };
        covered.list().unwrap_or(std::slice::from_ref(covered)).iter().any(|it| {
            let named: Vec<_> = references(it).into_iter().filter(|it| resources.contains_key(it.target())).collect();
            named.is_empty() || named.iter().any(|it| it.target() == target)
        })
    }
}

/// Whether an action of a policy, perhaps with wildcards, may be this one: up to its first wildcard it is.
fn may_name(written: &str, action: &str) -> bool {
    let (written, action) = (written.to_ascii_lowercase(), action.to_ascii_lowercase());
    match written.split_once(['*', '?']) {
        Some((start, _)) => action.starts_with(start),
        None => written == action,
    }
}
