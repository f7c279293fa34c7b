//! Finds statements of policies that allow nothing.
use crate::diagnostic::Problems;
use crate::facts::arn::Arn;
use crate::facts::policy_documents::Purpose;
use crate::facts::s3_actions::S3Resource;
use crate::rule;
use crate::semantics::Semantics;
use crate::semantics::s3_statements::S3Statement;
use crate::syntax::Node;

rule! {
    /// A statement allows actions of S3 on what they are not for, or on a bucket that cannot exist, so that it allows nothing.
    ///
    /// Actions such as `s3:GetObject` are for objects, whose ARNs have a slash behind the bucket; others, such as
    /// `s3:ListBucket`, are for the bucket itself. IAM takes a statement in which they do not go together, and it never holds:
    /// "Access Denied" (Service Authorization Reference, "actions, resources, and condition keys for Amazon S3"). The ARN of
    /// a bucket has neither region nor account, unlike that of an access point.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Images:
    ///     Type: AWS::S3::Bucket
    ///   Resize:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Policies:
    ///         - Version: '2012-10-17'
    ///           Statement:
    ///             - Effect: Allow
    ///               Action: s3:GetObject
    ///               Resource: !GetAtt Images.Arn
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Images:
    ///     Type: AWS::S3::Bucket
    ///   Resize:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Policies:
    ///         - Version: '2012-10-17'
    ///           Statement:
    ///             - Effect: Allow
    ///               Action: s3:GetObject
    ///               Resource: !Sub ${Images.Arn}/*
    /// ```
    "ineffective-statement" Warning check
}

/// Resources of S3 whose ARNs have an account, by what these begin with behind it.
const WITH_ACCOUNT: [&str; 6] =
    ["access-grants", "accesspoint", "async-request", "job", "storage-lens", "storage-lens-group"];

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for document in semantics.policy_documents().iter().filter(|it| it.purpose == Purpose::Identity) {
        for statement in &document.statements {
            let is_allowed = statement.map.get("Effect").and_then(Node::text).is_some_and(|it| **it == *"Allow");
            if !is_allowed {
                continue;
            }
            for reading in statement.parts(&["Resource"], semantics).iter().flat_map(|it| it.readings(semantics)) {
                if is_of_no_bucket(&reading.text) {
                    let message =
                        format!("`{}` is not a bucket: the ARN of one has no region and no account", reading.text);
                    let finding = reading.finding(&CODE, message);
                    problems.push(document.report(finding.help("leave both empty: `arn:aws:s3:::bucket/*`")));
                }
            }
            let Some(found) = S3Statement::of(statement, semantics) else { continue };
            // One that works makes something of the statement.
            if found.inapplicable().count() != found.actions.len() {
                continue;
            }
            let (Some((action, Some(kind))), Some(resource)) = (found.actions.first(), found.resources.first()) else {
                continue;
            };
            let finding = action.finding(&CODE, inapplicable(&action.text, *kind));
            let finding = finding.related(resource.at, "what it is allowed on").help(help(*kind));
            problems.push(document.report(finding));
        }
    }
}

/// Whether a text is an ARN of S3 with a region or account, and none of those that have them.
fn is_of_no_bucket(text: &str) -> bool {
    let Some(arn) = Arn::parse(text).filter(|it| it.service == "s3") else { return false };
    let kind = arn.resource.split(['/', ':']).next().unwrap_or_default();
    let is_placed = !arn.region.is_empty() || !arn.account.is_empty();
    is_placed && !kind.is_empty() && !kind.contains(['*', '?', '$']) && !WITH_ACCOUNT.contains(&kind)
}

/// What is wrong with an action that applies to no resource of its statement.
pub(super) fn inapplicable(action: &str, kind: S3Resource) -> String {
    match kind {
        S3Resource::Bucket => format!("`{action}` is for buckets, and its statement names only objects"),
        S3Resource::Object => format!("`{action}` is for objects, and its statement names only buckets"),
    }
}

/// What to do about it.
pub(super) fn help(kind: S3Resource) -> &'static str {
    match kind {
        S3Resource::Bucket => "write the ARN of the bucket itself, without `/` and what follows",
        S3Resource::Object => "add `/*` to the ARN of the bucket",
    }
}
