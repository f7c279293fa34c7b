//! What the policies of a role in the template may allow.
use crate::facts::types;
use crate::syntax::{Map, Node, Text};
use crate::template::intrinsics;
use crate::template::references::references;
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// Managed policies that SAM attaches by itself, by the beginnings of their names. None of them allows what a template
/// asks for besides.
const OF_SAM: [&str; 3] = ["service-role/AWSLambda", "AWSXrayWriteOnlyAccess", "AWSXRayDaemonWriteAccess"];
/// One that begins like those, and allows to invoke functions.
const INVOKING: &str = "service-role/AWSLambdaRole";
/// Those of them that allow to poll a source, or to work in a network, with the beginning of what they allow.
const ALLOWING: [(&str, &str); 6] = [
    ("service-role/AWSLambdaDynamoDBExecutionRole", "dynamodb:"),
    ("service-role/AWSLambdaENIManagementAccess", "ec2:"),
    ("service-role/AWSLambdaKinesisExecutionRole", "kinesis:"),
    ("service-role/AWSLambdaMSKExecutionRole", "ec2:"),
    ("service-role/AWSLambdaSQSQueueExecutionRole", "sqs:"),
    ("service-role/AWSLambdaVPCAccessExecutionRole", "ec2:"),
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

/// What the policies of the roles of a document may allow. A role is looked through once: thousands of calls may go to it,
/// and it may have thousands of policies.
#[derive(Debug)]
pub(crate) struct RolePolicies<'a> {
    /// The resources of the document.
    resources: &'a Map,
    /// The resources that give policies to roles, by what they refer to.
    given: HashMap<Text, Vec<&'a Node>>,
    /// What those allow that name roles, and may name any that has a name.
    by_name: Role,
    /// The roles that are given to what may do anything with them: nested stacks and custom resources.
    handed_on: HashSet<Text>,
    /// By the logical ids of roles.
    roles: RefCell<HashMap<String, Rc<Role>>>,
}

/// What a role may allow.
#[derive(Debug, Default)]
struct Role {
    /// Whether it is not known what it allows, or all that a template asks for.
    is_open: bool,
    /// Whether it has a name by which policies can be given to it.
    is_named: bool,
    /// What the actions begin with that its managed policies allow.
    managed: Vec<&'static str>,
    statements: Vec<Vec<Pattern>>,
    /// Statements by the resources of the template for which alone they hold.
    by_target: HashMap<Text, Vec<usize>>,
    /// Statements that may hold for any resource.
    of_any: Vec<usize>,
}

/// An action as a policy names it.
#[derive(Debug)]
enum Pattern {
    /// One that is not known.
    Any,
    /// In lower case.
    Name(String),
    /// What stands before the first wildcard, in lower case.
    Start(String),
}

impl<'a> RolePolicies<'a> {
    pub(super) fn new(resources: &'a Map) -> Self {
        let (mut given, mut by_name): (HashMap<Text, Vec<&Node>>, _) = (HashMap::new(), Role::default());
        let mut handed_on = HashSet::new();
        for resource in resources.values() {
            if resource.get("Type").and_then(Node::text).is_some_and(|it| is_open_type(it)) {
                handed_on.extend(references(resource).iter().map(|it| Text::from(it.target().to_owned())));
            }
            if POLICIES.iter().any(|name| resource.get("Type").is_some_and(|it| it.is_text(name))) {
                let targets: HashSet<Text> =
                    references(resource).iter().map(|it| it.target().to_owned().into()).collect();
                targets.into_iter().for_each(|it| given.entry(it).or_default().push(resource));
                if let Some(policy) = resource.get("Properties").filter(|it| names_roles(it, resources)) {
                    by_name.add(policy, resources);
                }
            }
        }
        Self { resources, given, by_name, handed_on, roles: RefCell::default() }
    }

    /// Whether a policy of the role with this id may allow it: one does, or what it allows cannot be known.
    pub(crate) fn may_allow(&self, access: Access<'_>, role_id: &str) -> bool {
        let known = self.roles.borrow().get(role_id).cloned();
        let role = known.unwrap_or_else(|| {
            let role = Rc::new(self.role(role_id));
            self.roles.borrow_mut().insert(role_id.to_owned(), role.clone());
            role
        });
        role.may_allow(access) || (role.is_named && self.by_name.may_allow(access))
    }

    fn role(&self, id: &str) -> Role {
        let mut role = Role::default();
        let Some(properties) = self.resources.get(id).and_then(|it| it.get("Properties")) else {
            return Role { is_open: true, ..role };
        };
        role.is_named = properties.get("RoleName").is_some();
        role.is_open = self.handed_on.contains(id) || properties.get("Fn::Transform").is_some();
        match properties.get("ManagedPolicyArns").map(Node::list) {
            None => (),
            Some(None) => role.is_open = true,
            Some(Some(arns)) => arns.iter().for_each(|it| role.add_managed(it)),
        }
        match properties.get("Policies").map(Node::list) {
            None => (),
            Some(None) => role.is_open = true,
            Some(Some(policies)) => policies.iter().for_each(|it| role.add(it, self.resources)),
        }
        for policy in self.given.get(id).into_iter().flatten() {
            match policy.get("Properties") {
                Some(policy) => role.add(policy, self.resources),
                None => role.is_open = true,
            }
        }
        role
    }
}

impl Role {
    fn may_allow(&self, access: Access<'_>) -> bool {
        if self.is_open || self.managed.iter().any(|it| access.action.starts_with(it)) {
            return true;
        }
        let action = access.action.to_ascii_lowercase();
        let names = |at: &usize| self.statements[*at].iter().any(|it| it.may_be(&action));
        match access.target {
            None => self.statements.iter().any(|it| it.iter().any(|it| it.may_be(&action))),
            Some(target) => self.of_any.iter().chain(self.by_target.get(target).into_iter().flatten()).any(names),
        }
    }

    fn add_managed(&mut self, arn: &Node) {
        let arn = arn.text().or_else(|| intrinsics::argument(arn, "Fn::Sub")?.text());
        let Some((_, name)) = arn.and_then(|it| it.split_once(":policy/")) else {
            self.is_open = true;
            return;
        };
        self.managed.extend(ALLOWING.iter().filter(|(it, _)| *it == name).map(|(_, allowed)| *allowed));
        self.is_open |= name.contains("${") || name == INVOKING || !OF_SAM.iter().any(|it| name.starts_with(it));
    }

    fn add(&mut self, policy: &Node, resources: &Map) {
        let Some(statements) = policy.at(&["PolicyDocument", "Statement"]) else {
            self.is_open = true;
            return;
        };
        for statement in statements.list().unwrap_or(std::slice::from_ref(statements)) {
            let Some(actions) = statement.get("Action") else {
                self.is_open = true;
                return;
            };
            if statement.get("Effect").is_some_and(|it| it.is_text("Deny")) {
                continue;
            }
            let at = self.statements.len();
            let actions = actions.list().unwrap_or(std::slice::from_ref(actions));
            self.statements.push(actions.iter().map(Pattern::of).collect());
            match covered(statement, resources) {
                None => self.of_any.push(at),
                Some(targets) => targets.into_iter().for_each(|it| self.by_target.entry(it).or_default().push(at)),
            }
        }
    }
}

/// Whether a resource may do anything with what it is given.
fn is_open_type(name: &str) -> bool {
    name == types::CLOUD_FORMATION_STACK || types::is_custom(name)
}

/// Whether a policy may be given to roles by their names: not if it only refers to resources of the template.
fn names_roles(policy: &Node, resources: &Map) -> bool {
    let is_reference = |it: &Node| intrinsics::referenced_id(it).is_some_and(|it| resources.contains_key(it));
    let mut roles = ["Roles", "RoleName"].iter().filter_map(|it| policy.get(it));
    roles.any(|it| !it.list().unwrap_or(std::slice::from_ref(it)).iter().all(is_reference))
}

/// The resources of the template for which alone a statement holds; `None` where it may hold for any.
fn covered(statement: &Node, resources: &Map) -> Option<HashSet<Text>> {
    let covered = statement.get("Resource")?;
    let mut targets = HashSet::new();
    for item in covered.list().unwrap_or(std::slice::from_ref(covered)) {
        let named =
            references(item).into_iter().filter_map(|it| resources.entry(it.target()).map(|(id, _)| id.clone()));
        let named: Vec<Text> = named.collect();
        if named.is_empty() {
            return None;
        }
        targets.extend(named);
    }
    Some(targets)
}

impl Pattern {
    fn of(action: &Node) -> Self {
        let Some(written) = action.text().map(|it| it.to_ascii_lowercase()) else { return Self::Any };
        match written.split_once(['*', '?']) {
            Some((start, _)) => Self::Start(start.to_owned()),
            None => Self::Name(written),
        }
    }

    /// Whether an action may be this one: up to its first wildcard it is.
    fn may_be(&self, action: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Name(name) => name == action,
            Self::Start(start) => action.starts_with(&**start),
        }
    }
}
