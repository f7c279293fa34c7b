//! What becomes of a resource when a property changes.
use super::values::{ValueChange, equal};
use crate::facts::replacements::{PropertyPath, Replacements};
use crate::syntax::Node;
use crate::template::intrinsics::is_intrinsic;

/// What CloudFormation does with a resource because of a change. The gravest comes last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// Nothing, now: the change is about how CloudFormation treats the resource.
    Keeps,
    /// Updates the resource in place.
    Updates,
    /// Creates or deletes it, as its condition has it.
    MayExist,
    /// Updates or replaces it: it depends on more than is known here.
    MayReplace,
    /// Creates another resource and deletes this one.
    Replaces,
    /// Refuses the whole update: a resource cannot change its type.
    Refused,
}

impl Effect {
    /// The effect of a change whose path begins below `Properties`, on a resource of a type of which `known` is known.
    pub(crate) fn of(change: &ValueChange<'_>, known: Option<&Replacements>) -> Self {
        let Some(Replacements { always, may }) = known else { return Self::MayReplace };
        let always = always.iter().map(|it| of_property(it, Self::Replaces, change));
        let may = may.iter().map(|it| of_property(it, Self::MayReplace, change));
        always.chain(may).fold(Self::Updates, Self::max)
    }
}

/// What the change does, if a change of the property at `path` has an effect.
fn of_property(path: &PropertyPath, effect: Effect, change: &ValueChange<'_>) -> Effect {
    let meets = path.iter().zip(&change.path).all(|(one, other)| one == "*" || one == other);
    match path.get(change.path.len()..) {
        _ if !meets => Effect::Updates,
        // A value around the property has changed: perhaps the property has not.
        Some(rest) if !rest.is_empty() => {
            let (old, new) = (change.old.map(|it| inner(it, rest)), change.new.map(|it| inner(it, rest)));
            match (old.unwrap_or(Inner::Missing), new.unwrap_or(Inner::Missing)) {
                (Inner::Unclear, _) | (_, Inner::Unclear) => effect.min(Effect::MayReplace),
                (Inner::Missing, Inner::Missing) => Effect::Updates,
                (Inner::Found(old), Inner::Found(new)) if equal(old, new) => Effect::Updates,
                _ => effect,
            }
        }
        _ => effect,
    }
}

enum Inner<'a> {
    Missing,
    Found(&'a Node),
    /// It is decided at deployment, or there are several.
    Unclear,
}

fn inner<'a>(node: &'a Node, path: &[String]) -> Inner<'a> {
    let Some((step, rest)) = path.split_first() else { return Inner::Found(node) };
    match node.get(step) {
        _ if is_intrinsic(node) || (step == "*" && node.is_truthy()) => Inner::Unclear,
        Some(value) => inner(value, rest),
        None => Inner::Missing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::replacements;
    use crate::node;
    use crate::source::Span;

    fn effect(type_name: &str, path: &[&str], old: Option<&Node>, new: Option<&Node>) -> Effect {
        let path = path.iter().map(|it| (*it).to_owned()).collect();
        Effect::of(&ValueChange { path, old, new }, replacements::of(type_name).as_ref())
    }

    /// From the pages of the resources in the user guide of CloudFormation.
    #[test]
    fn what_aws_documents() {
        let at = Span::NOWHERE;
        let (one, two) = (node!(at, "one"), node!(at, "two"));
        let of = |type_name, path: &[&str]| effect(type_name, path, Some(&one), Some(&two));
        assert_eq!(of("AWS::Lambda::Function", &["FunctionName"]), Effect::Replaces);
        assert_eq!(of("AWS::Lambda::Function", &["Environment", "Variables", "A"]), Effect::Updates);
        assert_eq!(of("AWS::Lambda::Permission", &["SourceArn"]), Effect::Replaces);
        assert_eq!(of("AWS::DynamoDB::Table", &["KeySchema", "0", "AttributeName"]), Effect::MayReplace);
        assert_eq!(of("AWS::SNS::TopicPolicy", &["Topics"]), Effect::Updates);
        assert_eq!(of("Custom::Thing", &["Anything"]), Effect::MayReplace);
    }

    #[test]
    fn a_change_around_a_property() {
        let at = Span::NOWHERE;
        let (one, two) = (node!(at, {"DefaultAction": "ALLOW", "X": 1}), node!(at, {"DefaultAction": "DENY"}));
        let other = node!(at, {"DefaultAction": "ALLOW"});
        let decided = node!(at, {"Fn::If": ["C", (&one), (&two)]});
        let of = |old, new| effect("AWS::AppSync::GraphQLApi", &["UserPoolConfig"], old, new);
        assert_eq!(of(Some(&one), Some(&two)), Effect::MayReplace);
        assert_eq!(of(Some(&one), Some(&other)), Effect::Updates);
        assert_eq!(of(Some(&one), None), Effect::MayReplace);
        assert_eq!(of(Some(&one), Some(&decided)), Effect::MayReplace);
    }
}
