//! Finds values of `DeletionPolicy` and `UpdateReplacePolicy` that do not exist.
use crate::diagnostic::{Diagnostic, Near, Problems, nearest};
use crate::rule;
use crate::sam::resources;
use crate::semantics::Semantics;
use crate::syntax::{Map, Node};
use crate::template::{attributes, intrinsics, transforms};

rule! {
    /// `DeletionPolicy` or `UpdateReplacePolicy` has a value that CloudFormation does not know.
    ///
    /// The values are `Delete`, `Retain`, `Snapshot`, and for `DeletionPolicy` also `RetainExceptOnCreate`. Snapshots are
    /// taken of certain types only. A function can be used with `AWS::LanguageExtensions` ("DeletionPolicy attribute"
    /// and "UpdateReplacePolicy attribute" in the template reference of CloudFormation).
    ///
    /// ```yaml bad
    /// Resources:
    ///   Files:
    ///     Type: AWS::S3::Bucket
    ///     DeletionPolicy: Keep
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Files:
    ///     Type: AWS::S3::Bucket
    ///     DeletionPolicy: Retain
    /// ```
    "invalid-deletion-policy" Error check
}

/// What people mean by other words.
const MEANT: [(&str, &str); 4] =
    [("keep", "Retain"), ("preserve", "Retain"), ("remove", "Delete"), ("destroy", "Delete")];

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    if transforms::has_macros(semantics.template) {
        return;
    }
    for (id, resource) in semantics.template.resources().iter() {
        let Some(map) = resource.map() else { continue };
        let type_name = map.get("Type").and_then(Node::text).map_or("", |it| &**it);
        problems.in_resource(id, |problems| check_resource(map, type_name, problems));
    }
}

fn check_resource(resource: &Map, type_name: &str, problems: &mut Problems) {
    for (name, entry) in resource.entries() {
        let Some(values) = attributes::values(name) else { continue };
        let value = &entry.value;
        if value.is_null() {
            continue;
        }
        let finding = |message: String| Diagnostic::new(&CODE, value.span, message).value_of(&**name);
        // A function needs a transform, and is reported as such.
        if intrinsics::is_intrinsic(value) {
            continue;
        }
        let Some(text) = value.text() else {
            let message = format!("`{name}` is {}; it must be a string", value.kind_name());
            problems.push(finding(message).help(format!("write {}", listed(values))));
            continue;
        };
        if !values.contains(&&**text) {
            let lower = text.to_lowercase();
            let meant = MEANT.iter().find(|(word, _)| *word == lower).map(|(_, value)| Near::from(*value));
            let near = meant.or_else(|| nearest(text, values.iter().copied()));
            let finding = finding(format!("`{text}` is not a value of `{name}`"));
            problems.push(match near {
                Some(near) => finding.did_you_mean(value.span, text, near),
                None => finding.help(format!("write {}", listed(values))),
            });
        } else if **text == *"Snapshot" && !may_have_snapshots(type_name) {
            let message = format!("CloudFormation takes no snapshots of `{type_name}`");
            problems.push(finding(message).help("write `Retain` or `Delete`"));
        }
    }
}

/// Types of others are not known here, and those of SAM become others.
fn may_have_snapshots(type_name: &str) -> bool {
    let is_known = type_name.starts_with("AWS::") && resources::find(type_name).is_none();
    !is_known || attributes::has_snapshots(type_name)
}

fn listed(values: &[&str]) -> String {
    let names: Vec<String> = values.iter().map(|it| format!("`{it}`")).collect();
    match names.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} or {last}", others.join(", ")),
        _ => names.concat(),
    }
}
