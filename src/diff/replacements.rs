//! What becomes of a resource when a property changes: the reader of `templates/replacements.json`. Knows no templates.
use super::values::ValueChange;
use crate::syntax::Node;
use crate::template::intrinsics::is_intrinsic;
use serde_json::Value as Json;

/// One type a line, sorted; a look-up parses one line. Made by `tests/replacements.py` from CloudFormation's schemas.
const TABLE: &str = include_str!("../../templates/replacements.json");
const BEFORE_TYPE: &str = "\n  \"";

/// What CloudFormation does with a resource because of a change. The gravest comes last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// Nothing, now: the change is about how CloudFormation treats the resource.
    Keeps,
    Updates,
    /// Creates or deletes it, as its condition has it.
    MayExist,
    /// Updates or replaces it: it depends on more than is known here.
    MayReplace,
    Replaces,
    /// Refuses the whole update: a resource can not become one of another type.
    Refused,
}

/// What is known of the properties of a type.
pub enum Replacements {
    /// Nothing: any change may replace a resource of it.
    Unknown,
    Known(Vec<(Vec<String>, Effect)>),
}

impl Replacements {
    /// What is known of a CloudFormation type.
    pub fn of(type_name: &str) -> Self {
        let Some(entry) = entry(type_name) else { return Self::Unknown };
        let patterns = |key: &str, effect| {
            let pointers = entry[key].as_array().into_iter().flatten().filter_map(Json::as_str);
            let split = |it: &str| it.split('/').map(str::to_owned).collect();
            pointers.map(move |it| (split(it), effect)).collect::<Vec<_>>()
        };
        let (always, may) = (patterns("always", Effect::Replaces), patterns("may", Effect::MayReplace));
        Self::Known(always.into_iter().chain(may).collect())
    }

    /// The effect of a change whose path begins below `Properties`.
    pub fn effect(&self, change: &ValueChange<'_>) -> Effect {
        let patterns = match self {
            Self::Unknown => return Effect::MayReplace,
            Self::Known(patterns) => patterns,
        };
        let effects = patterns.iter().map(|(pattern, effect)| of_pattern(pattern, *effect, change));
        effects.max().unwrap_or(Effect::Updates).max(Effect::Updates)
    }
}

fn of_pattern(pattern: &[String], effect: Effect, change: &ValueChange<'_>) -> Effect {
    let meets = pattern.iter().zip(&change.path).all(|(one, other)| one == "*" || one == other);
    match pattern.get(change.path.len()..) {
        _ if !meets => Effect::Updates,
        // A value around the property has changed: perhaps the property has not.
        Some(rest) if !rest.is_empty() => {
            let (old, new) = (change.old.map(|it| inner(it, rest)), change.new.map(|it| inner(it, rest)));
            match (old.unwrap_or(Inner::Missing), new.unwrap_or(Inner::Missing)) {
                (Inner::Unclear, _) | (_, Inner::Unclear) => effect.min(Effect::MayReplace),
                (Inner::Missing, Inner::Missing) => Effect::Updates,
                (Inner::Found(old), Inner::Found(new)) if old == new => Effect::Updates,
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

fn entry(type_name: &str) -> Option<Json> {
    // A type comes from a template: it could be anything, and must not pass for more than a key.
    if !type_name.bytes().all(|it| it.is_ascii_alphanumeric() || it == b':') {
        return None;
    }
    let opened = format!("{BEFORE_TYPE}{type_name}\": ");
    let line = TABLE[TABLE.find(&opened)? + opened.len()..].lines().next()?;
    Some(serde_json::from_str(line.trim_end_matches(',')).expect("a well-formed line, as the tests below check"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::node;
    use crate::source::Span;

    #[test]
    fn every_line_can_be_read() {
        let types: Vec<&str> = TABLE.split(BEFORE_TYPE).skip(1).filter_map(|it| Some(it.split_once('"')?.0)).collect();
        assert!(types.len() > 300 && types.is_sorted());
        for name in types {
            let entry = entry(name).unwrap_or_else(|| panic!("{name} is not found"));
            let keys = entry.as_object().map(|it| it.keys().all(|it| it == "always" || it == "may"));
            assert_eq!(keys, Some(true), "{name}");
        }
        assert_eq!(entry("AWS::No::Type"), None);
        assert_eq!(entry("AWS::SQS::Queue\": {"), None);
    }

    fn effect(type_name: &str, path: &[&str], old: Option<&Node>, new: Option<&Node>) -> Effect {
        let path = path.iter().map(|it| (*it).to_owned()).collect();
        Replacements::of(type_name).effect(&ValueChange { path, old, new })
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
