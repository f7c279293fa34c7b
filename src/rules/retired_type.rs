//! Finds resource types of services that AWS shuts down.
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::cloudformation;
use crate::rule;
use crate::semantics::{Semantics, filed};

rule! {
    /// A resource type belongs to a service that AWS shuts down or has shut down.
    ///
    /// From that day on its resources cannot be created ("AWS product lifecycle changes" in the AWS General Reference).
    ///
    /// ```yaml bad
    /// Resources:
    ///   Ledger:
    ///     Type: AWS::QLDB::Ledger
    ///     Properties:
    ///       PermissionsMode: STANDARD
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Ledger:
    ///     Type: AWS::DynamoDB::Table
    ///     Properties:
    ///       BillingMode: PAY_PER_REQUEST
    ///       AttributeDefinitions:
    ///         - {AttributeName: id, AttributeType: S}
    ///       KeySchema:
    ///         - {AttributeName: id, KeyType: HASH}
    /// ```
    "retired-type" Warning check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for (id, resource) in semantics.template.resources().iter() {
        let Some(name) = resource.get("Type") else { continue };
        let facts = name.text().and_then(|it| cloudformation::find(it));
        let message = match facts.map(|it| (it.name, it.end)) {
            Some((_, "")) | None => continue,
            Some((name, "announced")) => format!("AWS is shutting down the service of `{name}`"),
            Some((name, end)) if end <= cloudformation::DATE => {
                format!("AWS shut down the service of `{name}` on {end}")
            }
            Some((name, end)) => format!("AWS shuts down the service of `{name}` on {end}"),
        };
        let finding = Diagnostic::new(&CODE, name.span, message);
        problems.push(filed(finding.help("use another service"), Some(id), None));
    }
}
