//! Finds properties that lost their indentation.
use crate::diagnostic::{Diagnostic, Problems, Severity};
use crate::facts::cloudformation;
use crate::rule;
use crate::sam::resources;
use crate::semantics::Semantics;
use crate::source::{Source, Span};
use crate::syntax::{Entry, Map, Node, Text};
use crate::template::ATTRIBUTES;

rule! {
    /// A property is beside `Properties` instead of under it.
    ///
    /// SAM and CloudFormation ignore properties there: the function below gets no permissions and nothing calls it, and
    /// no tool reports that until it fails.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs22.x
    ///     Policies:
    ///       - AmazonS3ReadOnlyAccess
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs22.x
    ///       Policies:
    ///         - AmazonS3ReadOnlyAccess
    /// ```
    "misplaced-property" Error check, warned_by_expand
}

/// The attribute that says nothing to CloudFormation: where a type has a property of that name, the property was meant.
const DESCRIPTION: &str = "Description";

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for (id, entry) in semantics.template.resources().entries() {
        let Some(resource) = entry.value.map() else { continue };
        let Some(type_name) = resource.get("Type").and_then(Node::text) else { continue };
        let is_attribute = |key: &str| ATTRIBUTES.contains(&key) && key != DESCRIPTION;
        let is_property = |key: &Text| !is_attribute(key) && has_property(type_name, key);
        let misplaced: Vec<(&Text, Span)> =
            resource.entries().filter(|(key, _)| is_property(key)).map(|(key, entry)| (key, entry.key_span)).collect();
        let [(_, first), others @ ..] = misplaced.as_slice() else { continue };
        let names: Vec<String> = misplaced.iter().map(|(key, _)| format!("`{key}`")).collect();
        let (verb, pronoun) = if names.len() == 1 { ("is", "it has") } else { ("are", "they have") };
        let listed = match names.as_slice() {
            [first @ .., second_last, last] => [first, &[format!("{second_last} and {last}")]].concat().join(", "),
            names => names.concat(),
        };
        // CloudFormation takes a description of any resource there, as the CDK writes it.
        let is_description = misplaced.iter().all(|(name, _)| ***name == *DESCRIPTION);
        let outcome = match resources::find(type_name) {
            None if !is_description => "where CloudFormation refuses it".to_owned(),
            Some(_) | None => format!("where {pronoun} no effect"),
        };
        let message = format!("{listed} {verb} beside `Properties`, {outcome}");
        let mut finding = Diagnostic::new(&CODE, *first, message).resource(&**id);
        if is_description {
            finding.severity = Severity::Warning;
        }
        for (key, span) in others {
            finding = finding.related(*span, format!("`{key}`"));
        }
        // What stands below a misplaced property may have moved out with it.
        let below = misplaced.iter().filter_map(|(key, _)| resource.get(key)?.map()).flat_map(Map::keys);
        let meant = misplaced.iter().map(|(key, _)| *key).chain(below.filter(|it| is_property(it)));
        let owners = [Some(entry.key_span), resource.key_span("Properties")].into_iter().flatten().collect();
        let finding = finding.meant_at(owners, meant.map(ToString::to_string));
        let object = if names.len() == 1 { "it" } else { "them" };
        let finding = finding.help(format!("indent {object} by one level, under `Properties:`"));
        problems.push(match indented(semantics.source, resource, &misplaced) {
            Some((span, text)) => finding.fix(span, text),
            None => finding,
        });
    }
}

/// Whether resources of a type have this property.
pub(super) fn has_property(type_name: &str, name: &str) -> bool {
    match resources::find(type_name) {
        Some(found) => found.properties.iter().any(|row| row.name == name),
        None => cloudformation::find(type_name).is_some_and(|it| it.properties.property(name).is_some()),
    }
}

/// The misplaced properties one level deeper, where they follow `Properties` and nothing stands between.
fn indented(source: &Source, resource: &Map, misplaced: &[(&Text, Span)]) -> Option<(Span, String)> {
    let mut entries: Vec<(&Text, &Entry)> = resource.entries().collect();
    entries.sort_by_key(|(_, entry)| entry.key_span.start);
    let properties = entries.iter().position(|(key, _)| **key == "Properties")?;
    let followers = entries.get(properties + 1..=properties + misplaced.len())?;
    let moves = followers.iter().all(|(key, _)| misplaced.iter().any(|(other, _)| key == other));
    let entry = entries[properties].1;
    let inner = entry.value.map().filter(|it| misplaced.iter().all(|(key, _)| !it.contains_key(key)))?;
    let first_property = inner.entries().map(|(_, entry)| entry.key_span).min_by_key(|it| it.start)?;
    let (outer, inner) = (source.start_of(entry.key_span), source.start_of(first_property));
    // In braces, indentation means nothing.
    let in_blocks = !source.slice(entry.value.span).starts_with('{') && inner.line > outer.line;
    let spaces = " ".repeat(inner.column.checked_sub(outer.column).filter(|it| *it > 0 && moves && in_blocks)?);
    let (first, last) = (followers.first()?.1, followers.last()?.1);
    let span = Span::new(first.key_span.start as usize, last.value.span.end.max(last.key_span.end) as usize);
    let lines: Vec<String> = source
        .slice(span)
        .split('\n')
        .map(|it| if it.trim().is_empty() { it.to_owned() } else { format!("{spaces}{it}") })
        .collect();
    Some((span, lines.join("\n")))
}
