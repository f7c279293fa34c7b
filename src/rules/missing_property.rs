//! Finds what a nested property lacks.
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::property::Property;
use crate::property::shape::one_of;
use crate::rule;
use crate::semantics::suggestions::{Suggestion, suggest};
use crate::semantics::{Description, Owner, Record, Semantics, Unfit, filed};
use crate::syntax::{Node, Text};

rule! {
    MISSING_PROPERTY check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    check_types(semantics, problems);
    check_schemas(semantics, problems);
    let description = semantics.completed_description();
    for record in &description.records {
        // To SAM an empty map is a missing value.
        if record.map.is_empty() || record.map.keys().any(|it| it.starts_with("Fn::")) {
            continue;
        }
        // The passes look for what is required at the top of resources and events.
        if matches!(record.owner, Owner::Property(_)) {
            for row in record.table.iter().filter(|row| row.required && record.map.present(row.name).is_none()) {
                let message = format!("property `{}` is required", row.name);
                report(row, message, record, description, problems);
            }
        }
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

/// What the schemas of CloudFormation ask for.
fn check_schemas(semantics: &Semantics<'_>, problems: &mut Problems) {
    for misfit in semantics.misfits() {
        let finding = |message: String, map| misfit.finding(&codes::MISSING_PROPERTY, message).if_accepted(map);
        problems.push(match &misfit.fault {
            Unfit::Missing { name, types, map } => {
                let finding = finding(format!("property `{name}` is required"), *map).missing([name]);
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
