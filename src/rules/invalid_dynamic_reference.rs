//! Finds dynamic references that CloudFormation cannot resolve.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::{Semantics, dynamic_references};
use crate::template::places::{Place, Section, walk};
use crate::template::transforms;

rule! {
    /// A dynamic reference has the wrong form, or is where it cannot be used.
    ///
    /// The forms are `{{resolve:ssm:NAME:VERSION}}`, `{{resolve:ssm-secure:NAME:VERSION}}` and
    /// `{{resolve:secretsmanager:ID:SecretString:KEY}}`; what follows the name is optional, and a version is a number. Only
    /// some properties take secure strings of Parameter Store ("Get values stored in other services using dynamic
    /// references" in the CloudFormation user guide).
    ///
    /// ```yaml bad
    /// Resources:
    ///   Key:
    ///     Type: AWS::SSM::Parameter
    ///     Properties:
    ///       Type: String
    ///       Value: '{{resolve:ssm:/shop/key:latest}}'
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Key:
    ///     Type: AWS::SSM::Parameter
    ///     Properties:
    ///       Type: String
    ///       Value: '{{resolve:ssm:/shop/key:3}}'
    /// ```
    "invalid-dynamic-reference" Error check
}

/// The types with properties that take secure strings, and those properties.
const SECURE: &[(&str, &[&str])] = &[
    ("AWS::DirectoryService::MicrosoftAD", &["Password"]),
    ("AWS::DirectoryService::SimpleAD", &["Password"]),
    ("AWS::ElastiCache::ReplicationGroup", &["AuthToken"]),
    ("AWS::IAM::User", &["Password"]),
    ("AWS::KinesisFirehose::DeliveryStream", &["Password"]),
    ("AWS::OpsWorks::App", &["Password"]),
    ("AWS::OpsWorks::Stack", &["DbPassword", "Password"]),
    ("AWS::RDS::DBCluster", &["MasterUserPassword"]),
    ("AWS::RDS::DBInstance", &["MasterUserPassword"]),
    ("AWS::Redshift::Cluster", &["MasterUserPassword"]),
];

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    if transforms::has_macros(semantics.template) {
        return;
    }
    walk(semantics.template, problems, &mut |place, node, problems| {
        let Some(text) = node.text().filter(|it| it.contains("{{resolve:")) else { return };
        if place.attribute == "Metadata" || place.path.iter().any(|it| **it == *"Fn::Transform") {
            return;
        }
        for reference in dynamic_references::dynamic_references(text) {
            let span = semantics.part_span(node.span, text, reference.range.clone()).unwrap_or(node.span);
            if let Some(fault) = dynamic_references::fault(&reference) {
                let finding = Diagnostic::new(&CODE, span, fault.message);
                problems.push(match fault.help {
                    Some(help) => finding.help(help),
                    None => finding,
                });
            } else if reference.service == "ssm-secure" && !takes_secure(place) {
                let finding = Diagnostic::new(&CODE, span, "a secure string of Parameter Store cannot be used here");
                problems.push(finding.help("use Secrets Manager, or read the parameter when the application runs"));
            }
        }
    });
}

/// Whether a place takes secure strings. What SAM makes of its own resources is not known here.
fn takes_secure(place: &Place<'_, '_>) -> bool {
    let is_resource = place.section == Section::Resources && place.attribute == "Properties";
    let is_key = |keys: &[&str]| place.key().is_some_and(|it| keys.contains(&it));
    is_resource && SECURE.iter().any(|(name, keys)| *name == place.type_name && is_key(keys))
}
