//! Finds what a nested property lacks.
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::facts::types;
use crate::property::Property;
use crate::property::shape::one_of;
use crate::rule;
use crate::semantics::policy_documents::is_open;
use crate::semantics::suggestions::{Suggestion, suggest};
use crate::semantics::{Description, Owner, Record, Semantics, Unfit, filed};
use crate::source::Span;
use crate::syntax::{Map, Node, Text};
use crate::template::{intrinsics, transforms};
use std::collections::HashSet;

rule! {
    MISSING_PROPERTY check
}

const SERVICE_TOKEN: &str = "ServiceToken";

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    check_types(semantics, problems);
    check_custom(semantics, problems);
    let description = semantics.completed_description();
    // To SAM an empty map is a missing value.
    let is_complete = |it: &&Record<'_>| !it.map.is_empty() && !it.map.keys().any(|it| it.starts_with("Fn::"));
    let records = || description.records.iter().filter(is_complete);
    let lacks = |record: &Record<'_>, row: &Property| row.required && record.map.present(row.name).is_none();
    // The passes look for what is required at the top of resources and events.
    let nested = || records().filter(|it| matches!(it.owner, Owner::Property(_)));
    let lacking = nested().flat_map(|record| record.table.iter().map(move |row| (record, row)));
    let lacking: Vec<_> = lacking.filter(|(record, row)| lacks(record, row)).collect();
    let told: HashSet<(Span, &str)> = lacking.iter().map(|(record, row)| (record.span, row.name)).collect();
    check_schemas(semantics, &told, problems);
    for (record, row) in lacking {
        report(row, format!("property `{}` is required", row.name), record, description, problems);
    }
    for record in records() {
        for row in record.table {
            let Some((_, entry)) = record.map.entry(row.name).filter(|(_, it)| !it.value.is_null()) else { continue };
            let missing = row.needed.iter().filter(|it| record.map.present(it).is_none());
            for needed in missing.filter_map(|name| record.table.iter().find(|it| it.name == *name)) {
                let message = format!("`{}` needs `{}` beside it", row.name, needed.name);
                let at = Record { key_span: entry.key_span, ..*record };
                report(needed, message, &at, description, problems);
            }
        }
    }
}

/// Each resource has a type; SAM asks for none, and CloudFormation refuses the template.
fn check_types(semantics: &Semantics<'_>, problems: &mut Problems) {
    for (id, entry) in semantics.template.resources().entries() {
        let Some(resource) = entry.value.map().filter(|it| it.get("Type").is_none_or(Node::is_null)) else { continue };
        if id.starts_with("Fn::") || resource.keys().any(|it| it.starts_with("Fn::")) {
            continue;
        }
        let finding =
            Diagnostic::new(&codes::MISSING_PROPERTY, entry.key_span, format!("resource `{id}` has no `Type`"));
        let finding = finding.help("add `Type:` with the type of the resource, such as `AWS::Serverless::Function`");
        let finding = finding.missing(["Type"]).if_accepted(entry.key_span);
        problems.push(filed(finding, Some(id), None));
    }
}

/// Each custom resource says who answers for it.
fn check_custom(semantics: &Semantics<'_>, problems: &mut Problems) {
    if transforms::has_macros(semantics.template) {
        return;
    }
    for (id, entry) in semantics.template.resources().entries() {
        // The type that CloudFormation has for them has a schema.
        let type_name = entry.value.get("Type").and_then(Node::text);
        let Some(resource) = entry.value.map().filter(|_| type_name.is_some_and(|it| it.starts_with(types::CUSTOM)))
        else {
            continue;
        };
        let lacks = |it: &Map| it.present(SERVICE_TOKEN).is_none_or(intrinsics::is_no_value) && !is_open(it);
        let properties = resource.present("Properties");
        if !is_open(resource) && properties.is_none_or(|it| it.map().is_some_and(lacks)) {
            let at = resource.key_span("Properties").unwrap_or(entry.key_span);
            let message = format!("property `{SERVICE_TOKEN}` is required");
            let finding = Diagnostic::new(&codes::MISSING_PROPERTY, at, message).missing([SERVICE_TOKEN]);
            let help = format!("add `{SERVICE_TOKEN}:` with the ARN of a function or topic");
            problems.push(filed(finding.help(help).if_accepted(at), Some(id), None));
        }
    }
}

/// What the schemas of CloudFormation ask for.
fn check_schemas(semantics: &Semantics<'_>, told: &HashSet<(Span, &str)>, problems: &mut Problems) {
    for misfit in semantics.misfits() {
        let finding = |message: String, map| misfit.finding(&codes::MISSING_PROPERTY, message).if_accepted(map);
        problems.push(match &misfit.fault {
            // SAM's own table asks for it as well.
            Unfit::Missing { name, map, .. } if told.contains(&(*map, name.as_str())) => continue,
            Unfit::Missing { name, types, by, map } => {
                let message = match by {
                    None => format!("property `{name}` is required"),
                    Some((by, None)) => format!("`{by}` needs `{name}` beside it"),
                    Some((by, Some(value))) => format!("`{by}: {value}` needs `{name}` beside it"),
                };
                let finding = finding(message, *map).missing([name]);
                finding.help(format!("add `{name}:` with {}", types.describe()))
            }
            Unfit::Needed { name, by, map } => {
                finding(format!("`{by}` needs `{name}` beside it"), *map).help(format!("add `{name}:`")).missing([name])
            }
            Unfit::NoneOf { names, map } => {
                let listed = one_of(names.iter().copied());
                let finding = finding(format!("{} needs {listed}", misfit.owner), *map).missing(names.iter().copied());
                finding.help("add one of them")
            }
            _ => continue,
        });
    }
}

fn report(
    row: &Property,
    message: String,
    record: &Record<'_>,
    description: &Description<'_>,
    problems: &mut Problems,
) {
    // A name that is misspelt or stands a level too high is what seems to be missing.
    let mut unknown = record.map.keys().filter(|key| !record.table.iter().any(|it| **key == it.name));
    let is_meant = |key: &Text| match suggest(key, record, description) {
        Some(Suggestion::Misspelt(name) | Suggestion::Alike(name) | Suggestion::Below(name, _)) => name == row.name,
        Some(Suggestion::Again(_) | Suggestion::Around(_)) | None => false,
    };
    if unknown.any(is_meant) {
        return;
    }
    let finding = Diagnostic::new(&codes::MISSING_PROPERTY, record.key_span, message);
    let finding = finding.help(format!("add `{}:` with {}", row.name, row.shape.describe(row.allowed)));
    // Where something is wrong with the map, that may well be the cause.
    let finding = finding.missing([row.name]).if_accepted(record.span);
    problems.push(filed(finding, record.resource, record.event));
}
