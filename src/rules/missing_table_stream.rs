//! Finds tables that are read without a stream.
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::types;
use crate::rule;
use crate::sam::resources;
use crate::semantics::{Case, EventSourceMapping, PolledService, Semantics, Target};

rule! {
    /// A function reads the stream of a table that has no stream, or is given something other than the stream.
    ///
    /// Lambda reads the changes of a table from its stream, which has a separate ARN: `!GetAtt Table.StreamArn`. A
    /// table has a stream only if it has a `StreamSpecification` ("Return values" of `AWS::DynamoDB::Table` in the
    /// CloudFormation guide). An `AWS::Serverless::SimpleTable` cannot have one.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Worker:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         Changes:
    ///           Type: DynamoDB
    ///           Properties:
    ///             Stream: !GetAtt Orders.StreamArn
    ///             StartingPosition: LATEST
    ///   Orders:
    ///     Type: AWS::DynamoDB::Table
    ///     Properties:
    ///       BillingMode: PAY_PER_REQUEST
    ///       AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
    ///       KeySchema: [{AttributeName: id, KeyType: HASH}]
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Worker:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         Changes:
    ///           Type: DynamoDB
    ///           Properties:
    ///             Stream: !GetAtt Orders.StreamArn
    ///             StartingPosition: LATEST
    ///   Orders:
    ///     Type: AWS::DynamoDB::Table
    ///     Properties:
    ///       BillingMode: PAY_PER_REQUEST
    ///       AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
    ///       KeySchema: [{AttributeName: id, KeyType: HASH}]
    ///       StreamSpecification:
    ///         StreamViewType: NEW_AND_OLD_IMAGES
    /// ```
    "missing-table-stream" Error check
}

const TABLES: [&str; 2] = [types::DYNAMODB_TABLE, types::DYNAMODB_GLOBAL_TABLE];
const SIMPLE_TABLE: &str = resources::SIMPLE_TABLE;
/// The attribute that is the ARN of a table's stream.
const STREAM_ARN: &str = "StreamArn";

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for mapping in semantics.event_source_mappings().iter().filter(|it| it.service == PolledService::DynamoDb) {
        let Some(arn) = mapping.arn else { continue };
        for target in semantics.targets(arn, &mapping.sides) {
            if let Some(finding) = fault(&target, semantics) {
                mapping.report(finding.related(target.id_span, "the table is here"), problems);
            }
        }
        for finding in literal_faults(mapping, semantics) {
            mapping.report(finding, problems);
        }
    }
}

fn fault(target: &Target<'_>, semantics: &Semantics<'_>) -> Option<Diagnostic> {
    let id = target.id;
    let finding = |message: String| Diagnostic::new(&CODE, target.at, message);
    if target.type_name() == SIMPLE_TABLE {
        let message = format!("`{id}` is an `{SIMPLE_TABLE}`, which has no stream");
        return Some(finding(message).help("declare an `AWS::DynamoDB::Table` with a `StreamSpecification`"));
    }
    if !TABLES.contains(&target.type_name()) {
        return None;
    }
    let streams = semantics.cases(target.property("StreamSpecification"), &target.sides);
    let has_none = streams.iter().any(|it| matches!(it, Case::Missing(_)));
    let add = "add `StreamSpecification: {StreamViewType: NEW_AND_OLD_IMAGES}` to the table";
    let wrong = match target.attribute.as_deref() {
        Some(STREAM_ARN) => None,
        Some(attribute) => Some(format!("`{id}.{attribute}` is not the ARN of the table's stream")),
        None => Some(format!("a `Ref` to `{id}` gives the table's name, not the ARN of its stream")),
    };
    let replacement = format!("!GetAtt {id}.{STREAM_ARN}");
    match wrong {
        Some(message) if has_none => Some(finding(message).help(format!("write `{replacement}`, and {add}"))),
        Some(message) => {
            let finding = finding(message).help(format!("write `{replacement}`"));
            let written = semantics.source.slice(target.at);
            let has_tag = ["!Ref ", "!GetAtt "].iter().any(|it| written.starts_with(it)) && !written.contains('\n');
            Some(if has_tag { finding.fix(target.at, replacement) } else { finding })
        }
        None if has_none && streams.len() > 1 => {
            let message = format!("the table `{id}` has no stream on one side of its condition");
            Some(
                finding(message)
                    .help("put this event under the same condition, or give the table a stream on both sides"),
            )
        }
        None if has_none => Some(finding(format!("the table `{id}` has no stream")).help(add)),
        None => None,
    }
}

/// ARNs that are written out and are those of a table.
fn literal_faults(mapping: &EventSourceMapping<'_>, semantics: &Semantics<'_>) -> Vec<Diagnostic> {
    let values = mapping.arn.map(|it| semantics.values_where(&mapping.sides, it)).unwrap_or_default();
    let of_tables = values.into_iter().filter(|value| {
        let text = value.node.text().map_or("", |it| &**it);
        let mut parts = text.strip_prefix("arn:").unwrap_or("").splitn(5, ':').skip(1);
        let service = parts.next();
        service == Some("dynamodb") && text.contains(":table/") && !text.contains("/stream/")
    });
    let findings = of_tables.map(|value| {
        let finding = value.finding(&CODE, "this is the ARN of a table, not of its stream");
        finding.help("write the stream's ARN, which ends in `/stream/` and the time of its creation")
    });
    findings.collect()
}
