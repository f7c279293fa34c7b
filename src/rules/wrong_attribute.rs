//! Finds references that give something else of a resource than the property takes.
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::types;
use crate::rule;
use crate::semantics::Semantics;
use crate::semantics::identity::Identity;
use crate::syntax::Node;

rule! {
    /// A reference gives something else of a resource than the property takes, such as its id in place of a domain name.
    ///
    /// A `Ref` gives one thing alone, and `Fn::GetAtt` the others ("Return values" of each type in the template reference).
    /// CloudFormation takes any of them; the service refuses the wrong one: "Invalid Cognito Identity Provider", "The
    /// parameter Origin DomainName does not refer to a valid S3 bucket".
    ///
    /// ```yaml bad
    /// Resources:
    ///   Users:
    ///     Type: AWS::Cognito::UserPool
    ///   Client:
    ///     Type: AWS::Cognito::UserPoolClient
    ///     Properties:
    ///       UserPoolId: !Ref Users
    ///   Identities:
    ///     Type: AWS::Cognito::IdentityPool
    ///     Properties:
    ///       AllowUnauthenticatedIdentities: false
    ///       CognitoIdentityProviders:
    ///         - ClientId: !Ref Client
    ///           ProviderName: !Ref Users
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Users:
    ///     Type: AWS::Cognito::UserPool
    ///   Client:
    ///     Type: AWS::Cognito::UserPoolClient
    ///     Properties:
    ///       UserPoolId: !Ref Users
    ///   Identities:
    ///     Type: AWS::Cognito::IdentityPool
    ///     Properties:
    ///       AllowUnauthenticatedIdentities: false
    ///       CognitoIdentityProviders:
    ///         - ClientId: !Ref Client
    ///           ProviderName: !GetAtt Users.ProviderName
    /// ```
    "wrong-attribute" Error check
}

/// What a property takes of resources of a type.
struct Taken {
    type_name: &'static str,
    path: &'static [&'static str],
    of: Wanted,
}

/// What is asked for of resources of a type, the first one being what is advised.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted {
    pub type_name: &'static str,
    pub attributes: &'static [&'static str],
}

const CLOUD_FRONT: &str = types::CLOUD_FRONT_DISTRIBUTION;
const RECORD_SET: &str = "AWS::Route53::RecordSet";
const RECORD_SET_GROUP: &str = "AWS::Route53::RecordSetGroup";
const DOMAIN_OF_BUCKET: Wanted = Wanted {
    type_name: types::S3_BUCKET,
    // That a URL is none is said where distributions are checked.
    attributes: &["RegionalDomainName", "DomainName", "DualStackDomainName", "WebsiteURL"],
};
const DOMAIN_OF_DISTRIBUTION: Wanted = Wanted { type_name: CLOUD_FRONT, attributes: &["DomainName"] };
const NAME_OF_BALANCER: Wanted =
    Wanted { type_name: "AWS::ElasticLoadBalancingV2::LoadBalancer", attributes: &["DNSName"] };
const OF_ORIGINS: &[&str] = &["DistributionConfig", "Origins", "*", "DomainName"];
const IN_RECORD: &[&str] = &["AliasTarget", "DNSName"];
const IN_RECORDS: &[&str] = &["RecordSets", "*", "AliasTarget", "DNSName"];

/// From the properties' descriptions in the template reference.
const TAKEN: [Taken; 8] = [
    Taken { type_name: CLOUD_FRONT, path: &["DistributionConfig", "Logging", "Bucket"], of: DOMAIN_OF_BUCKET },
    Taken { type_name: CLOUD_FRONT, path: OF_ORIGINS, of: DOMAIN_OF_BUCKET },
    Taken {
        type_name: "AWS::Cognito::IdentityPool",
        path: &["CognitoIdentityProviders", "*", "ProviderName"],
        of: Wanted { type_name: types::COGNITO_USER_POOL, attributes: &["ProviderName"] },
    },
    Taken { type_name: RECORD_SET, path: IN_RECORD, of: DOMAIN_OF_DISTRIBUTION },
    Taken { type_name: RECORD_SET, path: IN_RECORD, of: NAME_OF_BALANCER },
    Taken { type_name: RECORD_SET_GROUP, path: IN_RECORDS, of: DOMAIN_OF_DISTRIBUTION },
    Taken { type_name: RECORD_SET_GROUP, path: IN_RECORDS, of: NAME_OF_BALANCER },
    Taken {
        type_name: types::SQS_QUEUE_POLICY,
        path: &["Queues", "*"],
        of: Wanted { type_name: types::SQS_QUEUE, attributes: &[REFERENCE, "QueueUrl", "Arn"] },
    },
];
/// What stands for a `Ref` among attributes.
pub(super) const REFERENCE: &str = "Ref";

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for taken in &TAKEN {
        for (id, _, properties) in semantics.of_type(taken.type_name) {
            for branch in semantics.at_path(properties, taken.path, &semantics.sides_of(id)) {
                let Some(given) = misgiven(branch.node, taken.of, semantics) else { continue };
                // The name of a bucket may be a domain name.
                if taken.path == OF_ORIGINS && given.attribute.is_none() && has_name(&given, semantics) {
                    continue;
                }
                let property = taken.path.iter().rfind(|it| **it != "*").copied().unwrap_or_default();
                let message =
                    format!("`{property}` takes another attribute: {} gives {}", given.describe(), words(&given));
                let finding = Diagnostic::new(&CODE, branch.node.span, message);
                problems.push(advise(finding, branch.node, &given, taken.of, semantics).resource(&**id));
            }
        }
    }
}

/// Whether a bucket of the template is given a name.
fn has_name(bucket: &Identity, semantics: &Semantics<'_>) -> bool {
    semantics.resources().get(&bucket.id).is_some_and(|it| it.at(&["Properties", "BucketName"]).is_some())
}

/// What a reference to a resource of the wanted type gives, where that is none of what is wanted.
pub(super) fn misgiven(node: &Node, wanted: Wanted, semantics: &Semantics<'_>) -> Option<Identity> {
    let (given, true) = semantics.leading_identity(node)? else { return None };
    let attribute = given.attribute.as_deref().unwrap_or(REFERENCE);
    let is_misgiven = given.facts.name == wanted.type_name && given.exists() && !wanted.attributes.contains(&attribute);
    is_misgiven.then_some(given)
}

/// What a reference gives, in words.
pub(super) fn words(given: &Identity) -> &'static str {
    match given.gives_arn() {
        Some(true) => "its ARN",
        Some(false) | None => given.given(),
    }
}

/// Says what to write in place of a reference.
pub(super) fn advise(
    finding: Diagnostic,
    node: &Node,
    given: &Identity,
    wanted: Wanted,
    semantics: &Semantics<'_>,
) -> Diagnostic {
    let finding = finding.related(given.id_span, "it is declared here");
    let replacement = match wanted.attributes.first() {
        None => return finding,
        Some(&REFERENCE) => format!("!Ref {}", given.id),
        Some(attribute) => format!("!GetAtt {}.{attribute}", given.id),
    };
    let has_tag = ["!Ref ", "!GetAtt "].iter().any(|it| semantics.source.slice(node.span).starts_with(it));
    let finding = finding.help(format!("write `{replacement}`"));
    if has_tag { finding.fix(node.span, replacement) } else { finding }
}
