//! Finds global tables with several replicas that have no stream.
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::types;
use crate::rule;
use crate::semantics::{Case, Semantics};
use crate::template::intrinsics;

rule! {
    /// A global table has several replicas, but no `StreamSpecification`.
    ///
    /// DynamoDB keeps the replicas alike by the table's stream, so it must be set where there is more than one, unless
    /// `MultiRegionConsistency` is `STRONG` (template reference, `AWS::DynamoDB::GlobalTable StreamSpecification`).
    ///
    /// ```yaml bad
    /// Resources:
    ///   Orders:
    ///     Type: AWS::DynamoDB::GlobalTable
    ///     Properties:
    ///       BillingMode: PAY_PER_REQUEST
    ///       AttributeDefinitions:
    ///         - {AttributeName: id, AttributeType: S}
    ///       KeySchema:
    ///         - {AttributeName: id, KeyType: HASH}
    ///       Replicas:
    ///         - Region: eu-west-1
    ///         - Region: us-east-1
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Orders:
    ///     Type: AWS::DynamoDB::GlobalTable
    ///     Properties:
    ///       BillingMode: PAY_PER_REQUEST
    ///       AttributeDefinitions:
    ///         - {AttributeName: id, AttributeType: S}
    ///       KeySchema:
    ///         - {AttributeName: id, KeyType: HASH}
    ///       StreamSpecification:
    ///         StreamViewType: NEW_AND_OLD_IMAGES
    ///       Replicas:
    ///         - Region: eu-west-1
    ///         - Region: us-east-1
    /// ```
    "replicas-without-stream" Error check
}

/// Properties with which a table is replicated in another way.
const OTHERWISE: [&str; 3] = ["GlobalTableSourceArn", "GlobalTableWitnesses", "MultiRegionConsistency"];

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    if semantics.has_macros() {
        return;
    }
    for (id, _, table) in semantics.of_type(types::DYNAMODB_GLOBAL_TABLE) {
        let is_eventual = table.present("MultiRegionConsistency").is_some_and(|it| it.is_text("EVENTUAL"));
        let Some((_, replicas)) = table.entry("Replicas") else { continue };
        if OTHERWISE.iter().any(|it| table.present(it).is_some()) && !is_eventual {
            continue;
        }
        let streams = semantics.cases(table.get("StreamSpecification"), &semantics.sides_of(id));
        for missing in streams.iter().filter(|it| matches!(it, Case::Missing(_))) {
            let lists = semantics.present_branches(&replicas.value, missing.sides());
            // Whatever conditions say, those that stand there without one are there.
            let count = |it: &[_]| it.iter().filter(|it| intrinsics::is_call(it)).count();
            let is_several = |it: &[_]| it.len() - count(it) > 1;
            if lists.filter_map(|it| it.node.list()).any(is_several) {
                let finding = Diagnostic::new(&CODE, replicas.key_span, "a table with several replicas needs a stream");
                let help = "add `StreamSpecification:` with `StreamViewType: NEW_AND_OLD_IMAGES`";
                problems.in_resource(id, |problems| problems.push(finding.help(help)));
                break;
            }
        }
    }
}
