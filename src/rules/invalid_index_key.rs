//! Finds keys that an index of a table cannot have.
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::types;
use crate::rule;
use crate::semantics::{Branch, Semantics};
use crate::source::Span;
use crate::syntax::{Map, Node, Text};
use crate::template::conditions::Side;

rule! {
    /// An index of a DynamoDB table has a key that it cannot have.
    ///
    /// The key of a local index begins with the partition key of the table, and has a sort key of its own. That of a global
    /// index begins with any `HASH` attribute. DynamoDB refuses other keys (DynamoDB API, `CreateTable`).
    ///
    /// ```yaml bad
    /// Resources:
    ///   Orders:
    ///     Type: AWS::DynamoDB::Table
    ///     Properties:
    ///       BillingMode: PAY_PER_REQUEST
    ///       AttributeDefinitions:
    ///         - {AttributeName: customer, AttributeType: S}
    ///         - {AttributeName: id, AttributeType: S}
    ///         - {AttributeName: total, AttributeType: N}
    ///       KeySchema:
    ///         - {AttributeName: customer, KeyType: HASH}
    ///         - {AttributeName: id, KeyType: RANGE}
    ///       LocalSecondaryIndexes:
    ///         - IndexName: by-total
    ///           KeySchema:
    ///             - {AttributeName: id, KeyType: HASH}
    ///             - {AttributeName: total, KeyType: RANGE}
    ///           Projection: {ProjectionType: ALL}
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Orders:
    ///     Type: AWS::DynamoDB::Table
    ///     Properties:
    ///       BillingMode: PAY_PER_REQUEST
    ///       AttributeDefinitions:
    ///         - {AttributeName: customer, AttributeType: S}
    ///         - {AttributeName: id, AttributeType: S}
    ///         - {AttributeName: total, AttributeType: N}
    ///       KeySchema:
    ///         - {AttributeName: customer, KeyType: HASH}
    ///         - {AttributeName: id, KeyType: RANGE}
    ///       LocalSecondaryIndexes:
    ///         - IndexName: by-total
    ///           KeySchema:
    ///             - {AttributeName: customer, KeyType: HASH}
    ///             - {AttributeName: total, KeyType: RANGE}
    ///           Projection: {ProjectionType: ALL}
    /// ```
    "invalid-index-key" Error check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for type_name in [types::DYNAMODB_TABLE, types::DYNAMODB_GLOBAL_TABLE] {
        for (id, _, table) in semantics.of_type(type_name) {
            let sides = semantics.sides_of(id);
            problems.in_resource(id, |problems| {
                local_indexes(table, &sides, semantics, problems);
                global_indexes(table, &sides, semantics, problems);
            });
        }
    }
}

fn local_indexes(table: &Map, sides: &[Side], semantics: &Semantics<'_>, problems: &mut Problems) {
    for (own, at, sides) in leading(table, sides, semantics) {
        for (index, sides) in indexes(table, "LocalSecondaryIndexes", &sides, semantics) {
            for (other, place, _) in leading(index, &sides, semantics).into_iter().filter(|(it, ..)| *it != own) {
                let message =
                    format!("the key of a local index begins with that of the table, `{own}`, not with `{other}`");
                let finding = Diagnostic::new(&CODE, place, message).related(at, "the key of the table");
                let help = format!("write `AttributeName: {own}`, or make it a global index");
                problems.push(finding.help(help));
            }
        }
    }
}

fn global_indexes(table: &Map, sides: &[Side], semantics: &Semantics<'_>, problems: &mut Problems) {
    for (index, sides) in indexes(table, "GlobalSecondaryIndexes", sides, semantics) {
        let keys = index.present("KeySchema").into_iter().flat_map(|it| semantics.present_branches(it, &sides));
        for key in keys.filter_map(|it| it.node.list()) {
            let Some(kind) = key.first().and_then(|it| it.get("KeyType")).filter(|it| it.is_text("RANGE")) else {
                continue;
            };
            let has_hash = key.iter().any(|it| it.get("KeyType").is_some_and(|it| it.is_text("HASH")));
            let finding =
                Diagnostic::new(&CODE, kind.span, "the key of an index cannot begin with a `RANGE` attribute");
            let help = if has_hash { "write the `HASH` attribute first" } else { "write `KeyType: HASH`" };
            problems.push(finding.help(help));
        }
    }
}

fn indexes<'n>(table: &'n Map, list: &str, sides: &[Side], semantics: &Semantics<'_>) -> Vec<(&'n Map, Vec<Side>)> {
    let items = table.present(list).and_then(|it| semantics.items(it, sides)).into_iter().flatten();
    items.filter_map(|Branch { node, sides }| Some((node.map()?, sides))).collect()
}

/// The names of the attributes with which a key begins, where they are written out.
fn leading<'n>(of: &'n Map, sides: &[Side], semantics: &Semantics<'_>) -> Vec<(&'n Text, Span, Vec<Side>)> {
    let keys = of.present("KeySchema").into_iter().flat_map(|it| semantics.present_branches(it, sides));
    let first = keys.filter_map(|Branch { node, sides }| {
        let first: &Node = node.list()?.first()?;
        let name = first.get("AttributeName").filter(|_| first.get("KeyType").is_some_and(|it| it.is_text("HASH")))?;
        Some((name.text()?, name.span, sides))
    });
    first.collect()
}
