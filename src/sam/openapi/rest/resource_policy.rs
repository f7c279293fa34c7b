//! The resource policy of a REST API: which accounts, addresses and networks may call it.
use super::RestEditor;
use crate::diagnostic::{Diagnostic, Problems, Sound, codes};
use crate::node;
use crate::sam::openapi::path::with_wildcards;
use crate::sam::openapi::{ANY_METHOD, python2_map};
use crate::source::Span;
use crate::syntax::{IntoNode, Map, Node, Text, Value};

/// The three properties that speak of networks, allowed or not, and the operator that denies the others.
const NETWORKS: [(&str, &str, &str, &str); 2] = [
    ("SourceVpcBlacklist", "IntrinsicVpcBlacklist", "IntrinsicVpceBlacklist", "StringEquals"),
    ("SourceVpcWhitelist", "IntrinsicVpcWhitelist", "IntrinsicVpceWhitelist", "StringNotEquals"),
];

const VPC: &str = "aws:SourceVpc";
const VPC_ENDPOINT: &str = "aws:SourceVpce";

impl RestEditor {
    /// Adds what a `ResourcePolicy` says of each path. `None` when there is a mistake, which is reported.
    pub(crate) fn add_resource_policy(
        &mut self,
        policy: &Map,
        paths: &[Text],
        stage: &Node,
        at: Span,
        problems: &mut Problems,
    ) -> Option<Sound> {
        let mut is_changed = false;
        for path in paths {
            let resources = self.method_uris(path, stage, at, problems)?;
            for (property, effect) in [("AwsAccountWhitelist", "Allow"), ("AwsAccountBlacklist", "Deny")] {
                if let Some(accounts) = policy.truthy(property) {
                    self.set_version(at, problems)?;
                    let statement = for_accounts(accounts, effect, &resources, at, problems)?;
                    self.statements().push(statement);
                    is_changed = true;
                }
            }
            for (property, operator) in [("IpRangeWhitelist", "NotIpAddress"), ("IpRangeBlacklist", "IpAddress")] {
                if let Some(ranges) = policy.truthy(property) {
                    self.set_version(at, problems)?;
                    let condition = node!(at, {operator: {"aws:SourceIp": (as_list(ranges))}});
                    self.deny(condition, &resources, at);
                    is_changed = true;
                }
            }
            for (written, networks, endpoints, operator) in NETWORKS {
                let condition = networks_condition(policy, [written, networks, endpoints], at, problems)?;
                if let Some(condition) = condition {
                    self.set_version(at, problems)?;
                    self.deny(node!(at, {operator: condition}), &resources, at);
                    is_changed = true;
                }
            }
        }
        if is_changed {
            self.set_statement(at);
        }
        if !paths.is_empty() {
            self.put_resource_policy();
        }
        Some(Sound)
    }

    /// Adds statements of the user's own.
    ///
    /// `None` when the definition does not allow it, which is reported.
    pub(crate) fn add_custom_statements(
        &mut self,
        statements: &Node,
        at: Span,
        problems: &mut Problems,
    ) -> Option<Sound> {
        self.set_version(at, problems)?;
        let all = self.statements();
        if all.is_there() {
            as_list(statements).into_iter().for_each(|it| all.push_once(it));
        } else {
            all.begin(statements);
        }
        self.set_statement(at);
        self.put_resource_policy();
        Some(Sound)
    }

    /// The methods of a path as policies name them.
    fn method_uris(&mut self, path: &Text, stage: &Node, at: Span, problems: &mut Problems) -> Option<Vec<Node>> {
        let wildcard_path = with_wildcards(path);
        let mut uris = Vec::new();
        for item in self.base.items_mut(path, problems)? {
            for method in item.keys() {
                let lower = method.to_lowercase();
                let any = lower == ANY_METHOD || lower == "any";
                let name = if any { "*".to_owned() } else { method.to_uppercase() };
                let unicode = path.is_unicode() || (!any && method.is_unicode());
                let uri = format!("execute-api:/${{__Stage__}}/{name}{wildcard_path}");
                let uri = Text::from(uri).with_unicode(unicode);
                uris.push(node!(at, {"Fn::Sub": [uri, {"__Stage__": stage}]}));
            }
        }
        Some(uris)
    }

    /// Sets the version of the policy. `None` when the definition's own policy is no map, which is reported.
    fn set_version(&mut self, at: Span, problems: &mut Problems) -> Option<Sound> {
        let span = self.resource_policy().span;
        let Some(policy) = self.resource_policy().map_mut() else {
            let message = "the resource policy of the definition must be a map";
            problems.push(Diagnostic::new(&codes::INVALID_DEFINITION, span, message));
            return None;
        };
        policy.insert("Version", node!(at, "2012-10-17"));
        Some(Sound)
    }

    /// Makes the place for the statements, which are put there in the end.
    fn set_statement(&mut self, at: Span) {
        if let Some(policy) = self.resource_policy().map_mut() {
            policy.insert("Statement", Node::null(at));
        }
    }

    /// Allows everybody to call the methods, and denies it to those for whom the condition holds.
    fn deny(&mut self, condition: Node, resources: &[Node], at: Span) {
        let allow = statement("Allow", resources, node!(at, "*"), at);
        let mut deny = statement("Deny", resources, node!(at, "*"), at);
        if let Some(deny) = deny.map_mut() {
            deny.insert("Condition", condition);
        }
        let statements = self.statements();
        statements.push_once(allow);
        statements.push_once(deny);
    }
}

/// Says what the accounts may do. `None` when they are no list, which is reported.
fn for_accounts(
    accounts: &Node,
    effect: &'static str,
    resources: &[Node],
    at: Span,
    problems: &mut Problems,
) -> Option<Node> {
    if accounts.list().is_none() && accounts.map().is_none() {
        let message = format!("the accounts are {}; they must be a list", accounts.kind_name());
        problems.push(Diagnostic::new(&codes::INVALID_RESOURCE_POLICY, accounts.span, message));
        return None;
    }
    let principal = python2_map(at, [("AWS", as_list(accounts).into_node(at))]);
    Some(statement(effect, resources, principal, at))
}

fn statement(effect: &'static str, resources: &[Node], principal: Node, at: Span) -> Node {
    python2_map(
        at,
        [
            ("Effect", node!(at, effect)),
            ("Action", node!(at, "execute-api:Invoke")),
            ("Resource", resources.to_vec().into_node(at)),
            ("Principal", principal),
        ],
    )
}

fn as_list(node: &Node) -> Vec<Node> {
    node.list().map_or_else(|| vec![node.clone()], <[Node]>::to_vec)
}

/// What a request from one of the networks has. `Some(None)` when none is named.
fn networks_condition(
    policy: &Map,
    [written, networks, endpoints]: [&'static str; 3],
    at: Span,
    problems: &mut Problems,
) -> Option<Option<Node>> {
    let mut condition = Map::python2();
    let mut add = |key: &'static str, values: Vec<Node>| {
        let list = condition.or_insert_with(key, || Vec::new().into_node(at));
        list.list_mut().into_iter().for_each(|it| it.extend(values.iter().cloned()));
    };
    if let Some(names) = policy.present(written) {
        let names = elements(names, problems)?;
        if let Some(other) = names.iter().find(|it| it.text().is_none()) {
            let message = format!("`{written}` must be a list of strings");
            let finding = Diagnostic::new(&codes::INVALID_RESOURCE_POLICY, other.span, message);
            problems.push(finding.help(format!("put intrinsic functions under `{networks}` or `{endpoints}`")));
            return None;
        }
        for (key, prefix) in [(VPC, "vpc-"), (VPC_ENDPOINT, "vpce-")] {
            let begins = |it: &&Node| it.text().is_some_and(|it| it.starts_with(prefix));
            let named: Vec<Node> = names.iter().filter(begins).cloned().collect();
            if !named.is_empty() {
                add(key, named);
            }
        }
    }
    for (key, property) in [(VPC, networks), (VPC_ENDPOINT, endpoints)] {
        if let Some(more) = policy.present(property) {
            add(key, elements(more, problems)?);
        }
    }
    let any = condition.values().any(Node::is_truthy);
    Some(any.then(|| condition.into_node(at)))
}

/// What Python finds in a value that should be a list: the keys of a map, the characters of a string.
fn elements(node: &Node, problems: &mut Problems) -> Option<Vec<Node>> {
    match &node.value {
        Value::List(items) => Some(items.clone()),
        Value::Map(map) => Some(map.keys().map(|it| it.into_node(node.span)).collect()),
        Value::Text(text) => Some(text.chars().map(|it| it.to_string().into_node(node.span)).collect()),
        Value::Null | Value::Bool(_) | Value::Number(_) => {
            let message = format!("this is {}; the networks must be a list", node.kind_name());
            problems.push(Diagnostic::new(&codes::INVALID_RESOURCE_POLICY, node.span, message));
            None
        }
    }
}
