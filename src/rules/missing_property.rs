//! Finds what a nested property lacks.
use super::Checked;
use super::written::{Owner, Record, filed};
use crate::diagnostic::{Diagnostic, Problems};
use crate::property::{Property, nearest};
use crate::rule;

rule! {
    /// A property is missing that has to be there, or that another one needs beside it.
    ///
    /// What SAM itself needs, it asks for. The rest is found by CloudFormation or by the service when the stack is
    /// deployed. What `Globals` says counts as written.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       VpcConfig:
    ///         SecurityGroupIds: [sg-0123456789abcdef0]
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       VpcConfig:
    ///         SecurityGroupIds: [sg-0123456789abcdef0]
    ///         SubnetIds: [subnet-0123456789abcdef0]
    /// ```
    "missing-property" Error check
}

fn check(checked: &Checked<'_>, problems: &mut Problems) {
    let written = checked.completed();
    for record in &written.records {
        // To SAM an empty map is as good as none.
        if record.map.is_empty() || record.map.keys().any(|it| it.starts_with("Fn::")) || is_refused(checked, record) {
            continue;
        }
        // The passes look for what is required at the top of resources and events.
        if matches!(record.owner, Owner::Property(_)) {
            for row in record.table.iter().filter(|row| row.required && record.map.present(row.name).is_none()) {
                let message = format!("property `{}` is required", row.name);
                report(row, message, record, problems);
            }
        }
        for row in record.table {
            let Some((_, entry)) = record.map.entry(row.name).filter(|(_, it)| !it.value.is_null()) else { continue };
            let missing = row.needed.iter().filter(|it| record.map.present(it).is_none());
            for needed in missing.filter_map(|name| record.table.iter().find(|it| it.name == *name)) {
                let message = format!("`{}` needs `{}` beside it", row.name, needed.name);
                report(needed, message, &Record { key_span: entry.key_span, ..*record }, problems);
            }
        }
    }
}

/// Whether something is said of this very map already.
fn is_refused(checked: &Checked<'_>, record: &Record<'_>) -> bool {
    let same_owner = |resource: &Option<String>| resource.as_deref() == record.resource.map(|it| &**it);
    checked.reported.iter().any(|it| {
        let within = record.span.contains(it.span) || record.key_span == it.span;
        within
            || (it.rule == RULE.name && same_owner(&it.resource) && it.event.as_deref() == record.event.map(|it| &**it))
    })
}

fn report(row: &Property, message: String, record: &Record<'_>, problems: &mut Problems) {
    // A misspelt name is what seems to be missing.
    let unknown = record.map.keys().filter(|key| !record.table.iter().any(|it| **key == it.name));
    if unknown.into_iter().any(|key| nearest(key, [row.name]).is_some()) {
        return;
    }
    let finding = Diagnostic::error(RULE.name, record.key_span, message);
    let finding = finding.help(format!("add `{}:` with {}", row.name, row.shape.describe(row.allowed)));
    problems.push(filed(finding, record.resource, record.event));
}
