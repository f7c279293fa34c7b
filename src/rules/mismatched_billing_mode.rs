//! Finds tables whose throughput does not go with the way they are paid for.
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::types;
use crate::rule;
use crate::semantics::{Branch, Case, Semantics};
use crate::source::Span;
use crate::syntax::Map;
use crate::template::conditions::Side;

rule! {
    /// The `BillingMode` of a DynamoDB table does not go with its `ProvisionedThroughput`.
    ///
    /// `PROVISIONED`, which is the default, needs the throughput of the table and of each global index. DynamoDB refuses
    /// it for `PAY_PER_REQUEST`: "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is
    /// PAY_PER_REQUEST" (template reference, `AWS::DynamoDB::Table`).
    ///
    /// ```yaml bad
    /// Resources:
    ///   Orders:
    ///     Type: AWS::DynamoDB::Table
    ///     Properties:
    ///       AttributeDefinitions:
    ///         - AttributeName: id
    ///           AttributeType: S
    ///       KeySchema:
    ///         - AttributeName: id
    ///           KeyType: HASH
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
    ///       KeySchema:
    ///         - AttributeName: id
    ///           KeyType: HASH
    /// ```
    "mismatched-billing-mode" Error check
}

const THROUGHPUT: &str = "ProvisionedThroughput";
const ON_DEMAND: &str = "PAY_PER_REQUEST";

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for (id, id_span, table) in semantics.of_type(types::DYNAMODB_TABLE) {
        problems.in_resource(id, |problems| {
            for mode in semantics.cases(table.get("BillingMode"), &semantics.sides_of(id)) {
                let is_on_demand = match &mode {
                    Case::Known(value) if value.node.is_text(ON_DEMAND) => true,
                    Case::Known(value) if value.node.is_text("PROVISIONED") => false,
                    Case::Known(_) | Case::Unknown(..) => continue,
                    Case::Missing(_) => false,
                };
                let check = Check { semantics, id, is_on_demand, mode: mode.at() };
                check.part(table, "the table", mode.at().unwrap_or(id_span), mode.sides(), problems);
                check.indexes(table, mode.sides(), problems);
            }
        });
    }
}

/// A table on one side of the conditions that decide how it is paid for.
struct Check<'c, 'a> {
    semantics: &'c Semantics<'a>,
    /// The logical id of the table.
    id: &'c str,
    is_on_demand: bool,
    /// Where that is written.
    mode: Option<Span>,
}

impl Check<'_, '_> {
    fn indexes(&self, table: &Map, sides: &[Side], problems: &mut Problems) {
        let indexes = table.present("GlobalSecondaryIndexes").and_then(|it| self.semantics.items(it, sides));
        for Branch { node, sides } in indexes.into_iter().flatten() {
            let Some((map, (_, name))) = node.map().and_then(|it| Some((it, it.entry("IndexName")?))) else { continue };
            let what = name.value.text().map_or_else(|| "the index".to_owned(), |it| format!("index `{it}`"));
            self.part(map, &what, name.value.span, &sides, problems);
        }
    }

    /// The table or an index of it, which is reported at `at` where it lacks something.
    fn part(&self, part: &Map, what: &str, at: Span, sides: &[Side], problems: &mut Problems) {
        for throughput in self.semantics.cases(part.get(THROUGHPUT), sides) {
            let is_there = !matches!(throughput, Case::Missing(_));
            if is_there != self.is_on_demand || !self.semantics.is_possible(throughput.sides()) {
                continue;
            }
            let at = part.entry(THROUGHPUT).map_or(at, |(_, it)| it.key_span);
            problems.push(match is_there {
                true => {
                    let message = format!("`{THROUGHPUT}` cannot be set for {what}, which is billed by `{ON_DEMAND}`");
                    let finding =
                        Diagnostic::new(&CODE, at, message).help("remove it, or write `BillingMode: PROVISIONED`");
                    match self.mode {
                        Some(mode) => finding.related(mode, "the billing mode"),
                        None => finding,
                    }
                }
                false => {
                    let message = format!("{what} needs `{THROUGHPUT}`");
                    let help = match self.mode {
                        Some(_) => format!("add it, or write `BillingMode: {ON_DEMAND}`"),
                        None => format!("add `BillingMode: {ON_DEMAND}`, or `{THROUGHPUT}:` with the units to pay for"),
                    };
                    Diagnostic::new(&CODE, at, message).help(help).consequence_of(self.id)
                }
            });
            return;
        }
    }
}
