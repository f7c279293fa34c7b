//! Finds projections of indexes whose type does not go with their attributes.
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::types;
use crate::rule;
use crate::semantics::{Branch, Case, Semantics};
use crate::syntax::{Map, Node};
use crate::template::conditions::Side;

rule! {
    /// The `ProjectionType` of an index does not go with its `NonKeyAttributes`.
    ///
    /// `INCLUDE` needs the attributes that the index has beside its keys; `ALL` and `KEYS_ONLY` have no list of them.
    /// DynamoDB refuses the table: "ProjectionType is ALL, but NonKeyAttributes is specified" (DynamoDB API, `Projection`).
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
    ///       KeySchema:
    ///         - {AttributeName: id, KeyType: HASH}
    ///       GlobalSecondaryIndexes:
    ///         - IndexName: by-customer
    ///           KeySchema: [{AttributeName: customer, KeyType: HASH}]
    ///           Projection:
    ///             ProjectionType: ALL
    ///             NonKeyAttributes: [total]
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
    ///       KeySchema:
    ///         - {AttributeName: id, KeyType: HASH}
    ///       GlobalSecondaryIndexes:
    ///         - IndexName: by-customer
    ///           KeySchema: [{AttributeName: customer, KeyType: HASH}]
    ///           Projection:
    ///             ProjectionType: INCLUDE
    ///             NonKeyAttributes: [total]
    /// ```
    "mismatched-projection" Error check
}

const ATTRIBUTES: &str = "NonKeyAttributes";

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    if semantics.has_macros() {
        return;
    }
    for type_name in [types::DYNAMODB_TABLE, types::DYNAMODB_GLOBAL_TABLE] {
        for (id, _, table) in semantics.of_type(type_name) {
            let sides = semantics.sides_of(id);
            let lists = ["LocalSecondaryIndexes", "GlobalSecondaryIndexes"].into_iter();
            for Branch { node, sides } in lists.filter_map(|it| semantics.items(table.present(it)?, &sides)).flatten() {
                let projections = node.map().and_then(|it| it.present("Projection"));
                let projections = projections.into_iter().flat_map(|it| semantics.maps(it, &sides));
                let finding = projections.into_iter().find_map(|(it, sides)| mismatch(it, &sides, semantics));
                problems.in_resource(id, |problems| finding.into_iter().for_each(|it| problems.push(it)));
            }
        }
    }
}

fn mismatch(projection: &Map, sides: &[Side], semantics: &Semantics<'_>) -> Option<Diagnostic> {
    for kind in semantics.cases(projection.get("ProjectionType"), sides) {
        let Some(value) = kind.known() else { continue };
        let name = value.node.text()?;
        for attributes in semantics.cases(projection.get(ATTRIBUTES), kind.sides()) {
            match (&**name, &attributes) {
                ("INCLUDE", Case::Missing(_)) => {
                    let message = format!("`INCLUDE` needs `{ATTRIBUTES}`, the attributes to be included");
                    let help = format!("add `{ATTRIBUTES}:` with their names, or write `ProjectionType: ALL`");
                    return Some(value.finding(&CODE, message).help(help));
                }
                ("ALL" | "KEYS_ONLY", Case::Known(list))
                    if list.node.list().is_some_and(|it: &[Node]| !it.is_empty()) =>
                {
                    let message = format!("`{ATTRIBUTES}` cannot be set with `ProjectionType: {name}`");
                    let finding = Diagnostic::new(&CODE, list.at, message).related(value.at, "the type");
                    return Some(finding.help("write `ProjectionType: INCLUDE`, or remove the attributes"));
                }
                _ => (),
            }
        }
    }
    None
}
