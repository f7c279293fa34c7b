//! Finds keys of tables that are not defined, and definitions that no key uses.
use crate::diagnostic::{Diagnostic, Problems, Searches, nearest};
use crate::facts::types;
use crate::rule;
use crate::semantics::{Branch, Semantics};
use crate::source::Span;
use crate::syntax::{Map, Node};
use crate::template::conditions::Side;
use std::collections::HashSet;

rule! {
    /// The `AttributeDefinitions` of a DynamoDB table are not those of its keys.
    ///
    /// They say of which type the attributes in the keys of the table and of its indexes are, and of no others. DynamoDB
    /// refuses a key without definition ("Some index key attributes are not defined in AttributeDefinitions"), and a
    /// definition without key ("Number of attributes in KeySchema does not exactly match number of attributes defined in
    /// AttributeDefinitions") (template reference, `AWS::DynamoDB::Table`).
    ///
    /// ```yaml bad
    /// Resources:
    ///   Orders:
    ///     Type: AWS::DynamoDB::Table
    ///     Properties:
    ///       BillingMode: PAY_PER_REQUEST
    ///       AttributeDefinitions:
    ///         - AttributeName: id
    ///           AttributeType: S
    ///         - AttributeName: total
    ///           AttributeType: N
    ///       KeySchema:
    ///         - AttributeName: id
    ///           KeyType: HASH
    /// ```
    /// ```yaml bad
    /// Resources:
    ///   Orders:
    ///     Type: AWS::DynamoDB::Table
    ///     Properties:
    ///       BillingMode: PAY_PER_REQUEST
    ///       AttributeDefinitions:
    ///         - AttributeName: id
    ///           AttributeType: S
    ///       KeySchema:
    ///         - AttributeName: id
    ///           KeyType: HASH
    ///         - AttributeName: created
    ///           KeyType: RANGE
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Orders:
    ///     Type: AWS::DynamoDB::Table
    ///     Properties:
    ///       BillingMode: PAY_PER_REQUEST
    ///       AttributeDefinitions:
    ///         - AttributeName: id
    ///           AttributeType: S
    ///         - AttributeName: created
    ///           AttributeType: N
    ///       KeySchema:
    ///         - AttributeName: id
    ///           KeyType: HASH
    ///         - AttributeName: created
    ///           KeyType: RANGE
    /// ```
    "mismatched-key-attributes" Error check
}

/// Most undefined keys that a definition is compared with: a table and its indexes have fewer keys.
const MOST_MISSPELT: usize = 100;

/// The lists of indexes, each of which has keys.
const INDEXES: [&str; 2] = ["GlobalSecondaryIndexes", "LocalSecondaryIndexes"];

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for type_name in [types::DYNAMODB_TABLE, types::DYNAMODB_GLOBAL_TABLE] {
        for (id, _, table) in semantics.of_type(type_name) {
            let sides = semantics.sides_of(id);
            problems.in_resource(id, |problems| check_table(semantics, id, table, &sides, problems));
        }
    }
}

fn check_table(semantics: &Semantics<'_>, id: &str, table: &Map, sides: &[Side], problems: &mut Problems) {
    let Some((_, definitions)) = table.entry("AttributeDefinitions").filter(|(_, it)| !it.value.is_null()) else {
        return;
    };
    // What cannot be looked into may be any attribute.
    let Some(defined) = names(semantics, &definitions.value, sides) else { return };
    let Some(keys) = keys(semantics, table, sides) else { return };
    let (is_defined, is_key) = (names_of(&defined), names_of(&keys));
    let unused = || defined.iter().filter(|(it, _)| !is_key.contains(&**it));
    let undefined = || keys.iter().filter(|(it, _)| !is_defined.contains(&**it));
    let searches = Searches::new();
    for (name, at) in undefined() {
        let message = format!("key `{name}` is not defined in `AttributeDefinitions`");
        let finding = Diagnostic::new(&CODE, *at, message)
            .related(definitions.key_span, "the definitions are here")
            .consequence_of(id);
        problems.push(match searches.nearest(name, unused().map(|(it, _)| it.as_str())) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help("add it there with its `AttributeType`"),
        });
    }
    for (name, at) in unused() {
        // A key that is misspelt has said so.
        if undefined().take(MOST_MISSPELT).any(|(key, _)| nearest(key, [name.as_str()]).is_some()) {
            continue;
        }
        let message = format!("attribute `{name}` is defined, but is not in a key of the table or of an index");
        let help = "remove it: only attributes of keys are defined here, all others need no definition";
        problems.push(Diagnostic::new(&CODE, *at, message).help(help).consequence_of(id));
    }
}

fn names_of(named: &[(String, Span)]) -> HashSet<&str> {
    named.iter().map(|(it, _)| it.as_str()).collect()
}

/// The attributes in keys of a table and its indexes; `None` where some cannot be known.
fn keys(semantics: &Semantics<'_>, table: &Map, sides: &[Side]) -> Option<Vec<(String, Span)>> {
    let mut found = names(semantics, table.present("KeySchema")?, sides)?;
    for indexes in INDEXES.iter().filter_map(|it| table.present(it)) {
        for Branch { node, sides } in items(semantics, indexes, sides)? {
            found.extend(names(semantics, node.get("KeySchema")?, &sides)?);
        }
    }
    let mut seen = HashSet::new();
    found.retain(|(name, _)| seen.insert(name.clone()));
    Some(found)
}

/// The attributes that a list names.
fn names(semantics: &Semantics<'_>, list: &Node, sides: &[Side]) -> Option<Vec<(String, Span)>> {
    let mut found = Vec::new();
    for Branch { node, sides } in items(semantics, list, sides)? {
        let name = node.get("AttributeName")?;
        for Branch { node: name, sides } in semantics.present_branches(name, &sides) {
            let value = semantics.values_where(&sides, name).into_iter().next()?;
            found.push((value.node.text()?.to_string(), value.at));
        }
    }
    Some(found)
}

/// The maps in a list on all sides of its conditions.
fn items<'n>(semantics: &Semantics<'_>, list: &'n Node, sides: &[Side]) -> Option<Vec<Branch<'n>>> {
    let items = semantics.items(list, sides)?;
    items.iter().all(|it| it.node.get("AttributeName").or_else(|| it.node.get("KeySchema")).is_some()).then_some(items)
}
