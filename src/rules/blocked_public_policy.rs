//! Finds policies that allow everybody to use buckets which block such policies.
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::types;
use crate::rule;
use crate::semantics::policy_documents::{PolicyDocument, Statement, is_open, parts};
use crate::semantics::{Branch, Semantics, Target};
use crate::source::Span;
use crate::syntax::{Node, Text};
use crate::template::conditions::Side;
use crate::template::references::references;
use crate::template::{intrinsics, transforms};
use std::collections::HashMap;

rule! {
    /// A bucket policy allows everybody, and the bucket blocks public policies.
    ///
    /// Since April 2023, S3 blocks public access to each new bucket that does not say otherwise in
    /// `PublicAccessBlockConfiguration`. Where `BlockPublicPolicy` holds, it refuses a policy that allows everybody:
    /// "Access Denied" (S3 user guide, "blocking public access to your Amazon S3 storage"). Statements with conditions
    /// are not checked, nor are policies that deny something. This is a warning because a bucket that is older stays as
    /// it was.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Site:
    ///     Type: AWS::S3::Bucket
    ///   SitePolicy:
    ///     Type: AWS::S3::BucketPolicy
    ///     Properties:
    ///       Bucket: !Ref Site
    ///       PolicyDocument:
    ///         Version: '2012-10-17'
    ///         Statement:
    ///           - Effect: Allow
    ///             Principal: '*'
    ///             Action: s3:GetObject
    ///             Resource: !Sub ${Site.Arn}/*
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Site:
    ///     Type: AWS::S3::Bucket
    ///     Properties:
    ///       PublicAccessBlockConfiguration:
    ///         BlockPublicPolicy: false
    ///         RestrictPublicBuckets: false
    ///   SitePolicy:
    ///     Type: AWS::S3::BucketPolicy
    ///     Properties:
    ///       Bucket: !Ref Site
    ///       PolicyDocument:
    ///         Version: '2012-10-17'
    ///         Statement:
    ///           - Effect: Allow
    ///             Principal: '*'
    ///             Action: s3:GetObject
    ///             Resource: !Sub ${Site.Arn}/*
    /// ```
    "blocked-public-policy" Warning check
}

const CONFIGURATION: &str = "PublicAccessBlockConfiguration";
const BLOCK: &str = "BlockPublicPolicy";
/// Most buckets of one name that are looked at.
const MOST_OF_A_NAME: usize = 16;

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    if transforms::has_macros(semantics.template) {
        return;
    }
    let named = named_buckets(semantics);
    for document in semantics.policy_documents().iter().filter(|it| it.type_name == types::S3_BUCKET_POLICY) {
        let Some(id) = document.resource.filter(|_| is_decided(document)) else { continue };
        let Some(policy) = semantics.template.resources().get(id).filter(|it| !waits_for_code(it, semantics)) else {
            continue;
        };
        let Some(bucket) = policy.at(&["Properties", "Bucket"]) else { continue };
        for target in buckets(bucket, &semantics.sides_of(id), &named, semantics) {
            let found = document.statements.iter().find_map(|it| {
                let everybody = everybody(it, semantics)?;
                Some((everybody, blocked(&target, it, semantics)?))
            });
            let Some((everybody, blocked)) = found else { continue };
            let message = format!("S3 refuses a policy that allows everybody: bucket `{}` blocks it", target.id);
            let finding = Diagnostic::new(&CODE, everybody, message).related(blocked.at, blocked.reason);
            let help = format!(
                "add `{CONFIGURATION}: {{{BLOCK}: false, RestrictPublicBuckets: false}}` to the bucket, or allow only \
                 those who need it, such as `Service: cloudfront.amazonaws.com`"
            );
            problems.push(finding.help(help).resource(&**id).consequence_of(&**target.id));
        }
    }
}

/// The buckets of the template that are given a name, by what is written as their name.
fn named_buckets<'a>(semantics: &Semantics<'a>) -> HashMap<&'a Node, Vec<(&'a Text, Span)>> {
    let mut named: HashMap<&Node, Vec<(&Text, Span)>> = HashMap::new();
    for (id, id_span, properties) in semantics.of_type(types::S3_BUCKET) {
        let Some(name) = properties.present("BucketName") else { continue };
        let same = named.entry(name).or_default();
        if same.len() < MOST_OF_A_NAME {
            same.push((id, id_span));
        }
    }
    named
}

/// The buckets of the template that a policy can be for: those that it refers to, or that are given the same name.
fn buckets<'a>(
    bucket: &Node,
    sides: &[Side],
    named: &HashMap<&Node, Vec<(&'a Text, Span)>>,
    semantics: &Semantics<'a>,
) -> Vec<Target<'a>> {
    let referenced = semantics.targets(bucket, sides);
    if !referenced.is_empty() {
        return referenced;
    }
    let targets = named.get(bucket).into_iter().flatten().filter_map(|(id, id_span)| {
        let sides = [sides, &*semantics.sides_of(id)].concat();
        let resource = semantics.resources().get(id)?;
        Some(Target { id, id_span: *id_span, resource, attribute: None, at: bucket.span, sides })
    });
    targets.collect()
}

/// Whether all statements are seen, and none of them takes away from the others.
fn is_decided(document: &PolicyDocument<'_>) -> bool {
    let is_denied = |it: &Statement<'_>| !it.map.get("Effect").is_some_and(|it| it.is_text("Allow"));
    document.map.is_some_and(|it| !is_open(it)) && !document.statements.iter().any(|it| it.is_open() || is_denied(it))
}

/// Whether a policy is created after a resource that runs code, which may have changed the bucket.
fn waits_for_code(policy: &Node, semantics: &Semantics<'_>) -> bool {
    let earlier = policy.get("DependsOn");
    let earlier = earlier.map(|it| it.list().unwrap_or(std::slice::from_ref(it))).unwrap_or_default();
    let named: Vec<String> = earlier.iter().filter_map(|it| Some(it.text()?.to_string())).collect();
    let referenced = references(policy).iter().map(|it| it.target().to_owned()).collect::<Vec<String>>();
    let earlier = [named, referenced].concat();
    let types = earlier.iter().filter_map(|it| semantics.resources().get(it)?.get("Type")?.text());
    types.into_iter().any(|it| types::is_custom(it))
}

/// Where a statement says that everybody may do something, without a condition.
fn everybody(statement: &Statement<'_>, semantics: &Semantics<'_>) -> Option<Span> {
    if statement.map.contains_key("Condition") {
        return None;
    }
    let principals = statement.parts(&["Principal"], semantics).into_iter();
    principals.into_iter().find_map(|it| match it.node.map() {
        Some(map) => {
            let accounts = parts(map.present("AWS")?, &it.sides, semantics);
            accounts.iter().find(|it| it.node.is_text("*")).map(|it| it.node.span)
        }
        None => Some(it.node.span).filter(|_| it.node.is_text("*")),
    })
}

/// What blocks a public policy.
struct Blocked {
    at: Span,
    reason: &'static str,
}

/// What blocks public policies of a bucket where it has this statement, if that is certain.
fn blocked(bucket: &Target<'_>, statement: &Statement<'_>, semantics: &Semantics<'_>) -> Option<Blocked> {
    let sides = [&*bucket.sides, &*statement.sides].concat();
    let is_open = bucket.property("Fn::Transform").is_some();
    if bucket.type_name() != types::S3_BUCKET || is_open || !semantics.is_possible(&sides) {
        return None;
    }
    let unsaid = Blocked { at: bucket.id_span, reason: "new buckets block public policies unless they say otherwise" };
    let Some(configuration) = bucket.property(CONFIGURATION) else { return Some(unsaid) };
    semantics.branches(configuration, &sides).into_iter().find_map(|Branch { node, sides }| {
        if intrinsics::is_no_value(node) {
            return Some(Blocked { at: bucket.id_span, ..unsaid });
        }
        let blocks = semantics.branches(node.get(BLOCK)?, &sides).into_iter();
        let blocks = blocks.map(|it| it.node).find(|it| it.bool() == Some(true) || it.is_text("true"))?;
        Some(Blocked { at: blocks.span, reason: "this blocks public policies" })
    })
}
