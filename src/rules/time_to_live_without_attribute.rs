//! Finds tables whose items are to expire, without the attribute that says when.
use crate::diagnostic::Problems;
use crate::facts::types;
use crate::rule;
use crate::semantics::{Case, Semantics};

rule! {
    /// The items of a DynamoDB table are to expire, but no attribute says when.
    ///
    /// `AttributeName` is required where `Enabled` is true: the attribute has the time at which an item expires (template
    /// reference, `AWS::DynamoDB::Table TimeToLiveSpecification`).
    ///
    /// ```yaml bad
    /// Resources:
    ///   Sessions:
    ///     Type: AWS::DynamoDB::Table
    ///     Properties:
    ///       BillingMode: PAY_PER_REQUEST
    ///       AttributeDefinitions:
    ///         - {AttributeName: id, AttributeType: S}
    ///       KeySchema:
    ///         - {AttributeName: id, KeyType: HASH}
    ///       TimeToLiveSpecification:
    ///         Enabled: true
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Sessions:
    ///     Type: AWS::DynamoDB::Table
    ///     Properties:
    ///       BillingMode: PAY_PER_REQUEST
    ///       AttributeDefinitions:
    ///         - {AttributeName: id, AttributeType: S}
    ///       KeySchema:
    ///         - {AttributeName: id, KeyType: HASH}
    ///       TimeToLiveSpecification:
    ///         AttributeName: expires
    ///         Enabled: true
    /// ```
    "time-to-live-without-attribute" Error check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    if semantics.has_macros() {
        return;
    }
    for type_name in [types::DYNAMODB_TABLE, types::DYNAMODB_GLOBAL_TABLE] {
        for (id, _, table) in semantics.of_type(type_name) {
            let own = semantics.sides_of(id);
            let settings = table.present("TimeToLiveSpecification").map(|it| semantics.maps(it, &own));
            for (map, sides) in settings.into_iter().flatten() {
                let attributes = semantics.cases(map.get("AttributeName"), &sides);
                let missing = attributes.iter().filter(|it| matches!(it, Case::Missing(_)));
                let enabled = missing.flat_map(|it| semantics.cases(map.get("Enabled"), it.sides()));
                let Some(enabled) = enabled.into_iter().find(|it| it.is_true() == Some(true)) else { continue };
                let finding = enabled.finding(&CODE, "time to live is enabled, but no `AttributeName` is set");
                let help = "add `AttributeName:` with the attribute that holds the time, in seconds since 1970";
                problems.in_resource(id, |problems| finding.into_iter().for_each(|it| problems.push(it.help(help))));
            }
        }
    }
}
