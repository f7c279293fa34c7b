//! What lets services and people use queues, topics and functions: the policies and permissions of a stack.
use super::evaluator::{Evaluator, is_unexpanded};
use crate::facts::types;
use crate::syntax::{Node, Text};
use crate::template::intrinsics;
use crate::template::references::references;
use std::collections::{HashMap, HashSet};

/// What gives a queue or topic a policy, with the property that names it.
const POLICIES: [(&str, &str); 4] = [
    (types::SQS_QUEUE_POLICY, "Queues"),
    ("AWS::SQS::QueueInlinePolicy", "Queue"),
    ("AWS::SNS::TopicPolicy", "Topics"),
    ("AWS::SNS::TopicInlinePolicy", "TopicArn"),
];
/// Resources in which code or another template does what is not written.
const OPEN: [&str; 2] = [types::CLOUD_FORMATION_STACK, types::CLOUD_FORMATION_CUSTOM_RESOURCE];

/// A policy or permission.
#[derive(Clone, Debug)]
pub(crate) struct Grant<'a> {
    /// The resource of the document that it is.
    pub id: &'a Text,
    /// Its properties.
    pub properties: &'a Node,
    pub is_permission: bool,
    /// Whether it is a resource of which the document does not say what it does.
    is_open: bool,
}

/// All policies and permissions of a stack.
#[derive(Debug, Default)]
pub(crate) struct Grants<'a> {
    by_target: HashMap<&'a str, Vec<Grant<'a>>>,
    /// Those of which it is not known what they are for.
    of_any: Vec<Grant<'a>>,
}

impl<'a> Grants<'a> {
    /// Those of the document; `None` where there may be others.
    pub(crate) fn of(evaluator: &Evaluator<'a>) -> Option<Self> {
        // Connectors generate policies too, so nothing is known without an expansion.
        let generated = evaluator.generated().filter(|_| !evaluator.has_other_transforms())?;
        let mut found = Self::default();
        for (id, resource) in generated.iter() {
            let (Some(name), Some(properties)) =
                (resource.get("Type").and_then(Node::text), resource.get("Properties"))
            else {
                continue;
            };
            let is_permission = **name == *types::LAMBDA_PERMISSION;
            let policy = POLICIES.iter().find(|(it, _)| *it == &**name);
            let property = if is_permission { Some("FunctionName") } else { policy.map(|(_, property)| *property) };
            let is_open = OPEN.contains(&&**name) || !name.starts_with("AWS::") || is_unexpanded(resource);
            if property.is_none() && !is_open {
                continue;
            }
            let grant = Grant { id, properties, is_permission, is_open };
            let targets = property.map_or(Some(properties), |it| properties.get(it));
            found.add(grant, targets, evaluator);
        }
        Some(found)
    }

    fn add(&mut self, grant: Grant<'a>, targets: Option<&'a Node>, evaluator: &Evaluator<'a>) {
        let Some(targets) = targets else { return self.of_any.push(grant) };
        let mut named = HashSet::new();
        let items = targets.list().unwrap_or(std::slice::from_ref(targets));
        for item in items {
            let before = named.len();
            for reference in references(item) {
                // SAM and aliases stand between a permission and its function.
                let id = evaluator.resources().entry(reference.target()).map(|(id, _)| &**id);
                let id = id.or_else(|| evaluator.owner_of(reference.target()));
                named.extend(id);
            }
            if named.len() == before && !grant.is_open {
                return self.of_any.push(grant);
            }
        }
        for id in named {
            self.by_target.entry(id).or_default().push(grant.clone());
        }
    }

    /// The policies and permissions that may be for the resource `target` of the template.
    pub(crate) fn for_target(&self, target: &str) -> impl Iterator<Item = &Grant<'a>> {
        self.by_target.get(target).into_iter().flatten().chain(&self.of_any)
    }

    /// Whether something may let a service, such as `events`, use the resource `target` of the template.
    pub(crate) fn may_allow(&self, target: &str, service: &str) -> bool {
        self.for_target(target).any(|it| it.may_allow(service))
    }
}

impl Grant<'_> {
    /// Whether it is a policy or permission, and not something that may be one.
    pub(crate) fn is_certain(&self) -> bool {
        !self.is_open
    }

    /// Whether it may let a service use what it is for.
    pub(crate) fn may_allow(&self, service: &str) -> bool {
        if self.is_open {
            return true;
        }
        if self.is_permission {
            return self.properties.get("Principal").is_none_or(|it| may_be(it, service));
        }
        let Some(statements) = self.properties.at(&["PolicyDocument", "Statement"]) else { return true };
        let mut statements = statements.list().unwrap_or(std::slice::from_ref(statements)).iter();
        statements.any(|statement| {
            let is_denied = statement.get("Effect").is_some_and(|it| it.is_text("Deny"));
            !is_denied && statement.get("Principal").is_none_or(|it| may_include(it, service))
        })
    }
}

/// Whether the principal of a statement may be a service.
fn may_include(principal: &Node, service: &str) -> bool {
    if intrinsics::is_intrinsic(principal) || principal.map().is_none() {
        return may_be(principal, service);
    }
    let is_any = principal.get("AWS").is_some_and(|it| may_be(it, ""));
    let services = principal.get("Service");
    let mut services = services.map(|it| it.list().unwrap_or(std::slice::from_ref(it))).unwrap_or_default().iter();
    is_any || services.any(|it| may_be(it, service))
}

/// Whether a text may name a service: by its principal, or as one of all.
fn may_be(principal: &Node, service: &str) -> bool {
    if let Some(items) = principal.list() {
        return items.iter().any(|it| may_be(it, service));
    }
    let Some(text) = principal.text() else { return true };
    &**text == "*" || text.split('.').next() == Some(service) || text.contains("${")
}

impl<'a> Evaluator<'a> {
    /// The resource of the template that a resource of the document, such as an alias, belongs to: the one that it was
    /// generated for, or the one that it is an alias or a version of.
    pub(crate) fn owner_of(&self, id: &str) -> Option<&'a str> {
        let cause = self.expanded.origins.get(id).and_then(|it| it.causes.first())?;
        self.resources().entry(&cause.resource_id).map(|(id, _)| &**id)
    }
}
