//! What is given to SAM's policy templates, and what their policies make of it.
use super::evaluator::Evaluator;
use super::policy_documents::{Part, attached_policies, parts};
use crate::sam::policy_templates::{self, Parameter, PolicyTemplate};
use crate::syntax::Text;

/// A value of a parameter of a policy template, of which the policy makes an ARN or a part of one.
#[derive(Clone, Debug)]
pub(crate) struct PolicyParameter<'a> {
    pub template: &'static PolicyTemplate,
    pub parameter: &'static Parameter,
    pub part: Part<'a>,
    pub resource: Option<&'a Text>,
    /// What stands before it in the ARN, at each place; nothing where it is the whole ARN.
    pub before: Vec<&'static str>,
}

impl PolicyParameter<'_> {
    /// Whether it is a whole ARN.
    pub(crate) fn is_arn(&self) -> bool {
        self.before.iter().all(|it| it.is_empty())
    }

    /// What to give for it, as a sentence says it.
    pub(crate) fn needed(&self) -> String {
        format!("give the {}", self.parameter.description)
    }
}

/// All that is given to policy templates, in the order of the text.
pub(crate) fn policy_parameters<'a>(evaluator: &Evaluator<'a>) -> Vec<PolicyParameter<'a>> {
    let mut found = Vec::new();
    for (entry, resource, _) in attached_policies(evaluator).into_iter().filter(|(_, _, is_of_sam)| *is_of_sam) {
        let named = entry.node.map().and_then(|it| it.only());
        let Some((template, given)) = named.and_then(|(name, it)| policy_templates::find(name).zip(it.map())) else {
            continue;
        };
        for parameter in &template.parameters {
            let Some(value) = given.present(&parameter.name) else { continue };
            let places = template.places(&parameter.name);
            let is_whole = |(before, after): &(&str, &str)| before.is_empty() && after.is_empty();
            // What it is a part of is known where it is the whole of it, or has something before it.
            if places.is_empty() || !(places.iter().all(is_whole) || places.iter().all(|(it, _)| !it.is_empty())) {
                continue;
            }
            let before: Vec<&str> = places.iter().map(|(before, _)| *before).collect();
            let all = parts(value, &entry.sides, evaluator).into_iter();
            found.extend(all.map(|part| PolicyParameter {
                template,
                parameter,
                part,
                resource,
                before: before.clone(),
            }));
        }
    }
    found
}
