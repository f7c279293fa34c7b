//! What statements of policies allow or deny on buckets and objects of S3.
use super::evaluator::Evaluator;
use super::placeholders::{is_dynamic, outside_variables};
use super::policy_documents::{Part, Reading, Statement};
use crate::facts::s3_actions::S3Resource;
use crate::facts::types;
use crate::sam::resources;
use crate::source::Span;
use crate::syntax::Node;
use crate::template::conditions::Side;
use crate::template::intrinsics;

/// A statement whose resources all are buckets or objects that are known.
#[derive(Debug)]
pub(crate) struct S3Statement {
    /// The actions, with what each is for; `None` where it may be for anything.
    pub actions: Vec<(Reading, Option<S3Resource>)>,
    pub resources: Vec<NamedS3Resource>,
}

/// A bucket or objects of it, as a statement names them.
#[derive(Debug)]
pub(crate) struct NamedS3Resource {
    pub at: Span,
    pub sides: Vec<Side>,
    /// `None` for a text that stands for both.
    pub kind: Option<S3Resource>,
    pub bucket: NamedBucket,
}

/// How a bucket is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NamedBucket {
    /// A bucket of the template, by a reference.
    OfTemplate(String),
    /// By a name that stands in the template.
    Literal(String),
    /// Known only at deployment, or one of several.
    Unknown,
}

impl S3Statement {
    /// What a statement says of S3; `None` where not all of its resources are known.
    pub(crate) fn of(statement: &Statement<'_>, evaluator: &Evaluator<'_>) -> Option<Self> {
        if statement.is_open() || statement.map.contains_key("NotAction") || statement.map.contains_key("NotResource") {
            return None;
        }
        let named = statement.parts(&["Resource"], evaluator);
        let resources: Option<Vec<NamedS3Resource>> = named.iter().map(|it| named_resource(it, evaluator)).collect();
        let resources = resources.filter(|it| !it.is_empty())?;
        let mut actions = Vec::new();
        for part in statement.parts(&["Action"], evaluator) {
            let readings = part.readings(evaluator);
            if readings.is_empty() {
                return None;
            }
            actions.extend(readings.into_iter().map(|it| {
                let kind = S3Resource::of_action(&it.text);
                (it, kind)
            }));
        }
        Some(Self { actions, resources })
    }

    /// The actions that are for buckets where there are only objects, or the other way round.
    pub(crate) fn inapplicable(&self) -> impl Iterator<Item = &(Reading, Option<S3Resource>)> {
        let applies = |kind: S3Resource| self.resources.iter().any(|it| it.kind.is_none_or(|it| it == kind));
        self.actions.iter().filter(move |(_, kind)| kind.is_some_and(|it| !applies(it)))
    }
}

/// What a resource of a statement names, where it surely is of S3.
fn named_resource(part: &Part<'_>, evaluator: &Evaluator<'_>) -> Option<NamedS3Resource> {
    // What its own variables stand for is not looked up.
    if intrinsics::argument(part.node, "Fn::Sub").is_some_and(|it| it.list().is_some()) {
        return None;
    }
    let [reading] = &*part.readings(evaluator) else { return None };
    let text = &*reading.text;
    let (bucket, rest) = bucket_and_rest(text, evaluator)?;
    let kind = match (rest.is_empty(), rest.starts_with('/')) {
        (true, _) => Some(S3Resource::Bucket),
        (_, true) => Some(S3Resource::Object),
        (false, false) => None,
    };
    Some(NamedS3Resource { at: reading.at, sides: part.sides.clone(), kind, bucket })
}

/// The bucket that a text begins with, and what follows. A wildcard in its name stands for objects as well.
fn bucket_and_rest<'t>(text: &'t str, evaluator: &Evaluator<'_>) -> Option<(NamedBucket, &'t str)> {
    if let Some((variable, rest)) = text.strip_prefix("${").and_then(|it| it.split_once('}')) {
        let id = variable.strip_suffix(".Arn").filter(|it| is_bucket(it, evaluator))?;
        return Some((NamedBucket::OfTemplate(id.to_owned()), rest));
    }
    let mut parts = text.splitn(6, ':');
    let (arn, _, service) = (parts.next()?, parts.next()?, parts.next()?);
    let (region, account, named) = (parts.next()?, parts.next()?, parts.next()?);
    // Access points and jobs have a region.
    if arn != "arn" || service != "s3" || !region.is_empty() || !account.is_empty() || named.is_empty() {
        return None;
    }
    if let Some((id, rest)) = named.strip_prefix("${").and_then(|it| it.split_once('}'))
        && is_bucket(id, evaluator)
        && (rest.is_empty() || rest.starts_with(['/', '*']))
    {
        return Some((NamedBucket::OfTemplate(id.to_owned()), rest));
    }
    let end = outside_variables(named).find('/').unwrap_or(named.len());
    let (name, rest) = named.split_at(end);
    let has_wildcard = name.contains(['*', '?']);
    let is_whole = !name.contains("${") && !is_dynamic(name);
    match (rest.is_empty(), has_wildcard, is_whole) {
        // A parameter may have a wildcard in it.
        (true, false, false) => None,
        (_, false, true) => Some((NamedBucket::Literal(name.to_owned()), rest)),
        (true, true, _) => Some((NamedBucket::Unknown, name)),
        (false, _, _) => Some((NamedBucket::Unknown, rest)),
    }
}

/// Whether this is a bucket of the template.
fn is_bucket(id: &str, evaluator: &Evaluator<'_>) -> bool {
    let type_name = evaluator.resources().get(id).and_then(|it| it.get("Type")).and_then(Node::text);
    type_name.is_some_and(|it| *resources::deployed_type(it) == *types::S3_BUCKET)
}
