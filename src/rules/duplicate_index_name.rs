//! Finds indexes of one table that have the same name.
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::types;
use crate::rule;
use crate::semantics::{Branch, Namesakes, Semantics};
use crate::syntax::Text;

rule! {
    /// Two indexes of a DynamoDB table have the same name.
    ///
    /// The name of an index is unique among all indexes of its table, local and global ones; DynamoDB refuses a second one
    /// (DynamoDB API, `GlobalSecondaryIndex` and `LocalSecondaryIndex`).
    ///
    /// ```yaml bad
    /// Resources:
    ///   Orders:
    ///     Type: AWS::DynamoDB::Table
    ///     Properties:
    ///       BillingMode: PAY_PER_REQUEST
    ///       AttributeDefinitions:
    ///         - {AttributeName: id, AttributeType: S}
    ///         - {AttributeName: customer, AttributeType: S}
    ///         - {AttributeName: day, AttributeType: S}
    ///       KeySchema:
    ///         - {AttributeName: id, KeyType: HASH}
    ///       GlobalSecondaryIndexes:
    ///         - IndexName: by-customer
    ///           KeySchema: [{AttributeName: customer, KeyType: HASH}]
    ///           Projection: {ProjectionType: ALL}
    ///         - IndexName: by-customer
    ///           KeySchema: [{AttributeName: day, KeyType: HASH}]
    ///           Projection: {ProjectionType: ALL}
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Orders:
    ///     Type: AWS::DynamoDB::Table
    ///     Properties:
    ///       BillingMode: PAY_PER_REQUEST
    ///       AttributeDefinitions:
    ///         - {AttributeName: id, AttributeType: S}
    ///         - {AttributeName: customer, AttributeType: S}
    ///         - {AttributeName: day, AttributeType: S}
    ///       KeySchema:
    ///         - {AttributeName: id, KeyType: HASH}
    ///       GlobalSecondaryIndexes:
    ///         - IndexName: by-customer
    ///           KeySchema: [{AttributeName: customer, KeyType: HASH}]
    ///           Projection: {ProjectionType: ALL}
    ///         - IndexName: by-day
    ///           KeySchema: [{AttributeName: day, KeyType: HASH}]
    ///           Projection: {ProjectionType: ALL}
    /// ```
    "duplicate-index-name" Error check
}

/// Most indexes that are compared with each other: a table has 20 global and five local ones.
const MOST_COMPARED: usize = 50;

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for type_name in [types::DYNAMODB_TABLE, types::DYNAMODB_GLOBAL_TABLE] {
        for (id, _, table) in semantics.of_type(type_name) {
            let sides = semantics.sides_of(id);
            let lists = ["LocalSecondaryIndexes", "GlobalSecondaryIndexes"].into_iter();
            let indexes = lists.filter_map(|it| semantics.items(table.present(it)?, &sides)).flatten();
            let mut earlier: Namesakes<&Text, usize> = Namesakes::new(MOST_COMPARED);
            for (number, Branch { node, sides }) in indexes.take(MOST_COMPARED).enumerate() {
                let Some((name, node)) = node.get("IndexName").and_then(|it| Some((it.text()?, it))) else { continue };
                if let Some((_, at)) = earlier.add(name, number, node.span, &sides, semantics) {
                    let message = format!("`{name}` is also the name of another index of the table");
                    let finding = Diagnostic::new(&CODE, node.span, message).related(at, "the other index");
                    let finding = finding.help("give each index a name of its own");
                    problems.in_resource(id, |problems| problems.push(finding));
                }
            }
        }
    }
}
