//! Finds names, ids and paths in a form that the service refuses.
use crate::diagnostic::{Diagnostic, Problems};
use crate::property::{Pattern, Shape};
use crate::rule;
use crate::semantics::{Described, Semantics, filed, is_dynamic, is_placeholder};
use crate::syntax::{Map, Node};
use crate::template::pattern::has_form;

rule! {
    /// A name, id or path has characters or a form that it cannot have.
    ///
    /// SAM passes such values on; the service refuses them when the stack is deployed. The forms are those of the
    /// services' own APIs, as the SDKs describe them; those of state machines, tables and API stages are from the
    /// services' documentation. Values that are composed at deployment are not checked.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       FunctionName: say hello
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       FunctionName: say-hello
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    /// ```
    "malformed-value" Error check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for value in &semantics.description().values {
        if let Some(pattern) = &value.row.pattern {
            check_text(value, pattern, semantics, problems);
        }
        if let Some(pattern) = value.row.keys.as_ref().filter(|_| !value.is_item) {
            check_keys(value, pattern, problems);
        }
    }
}

fn check_text<'a>(value: &Described<'a>, pattern: &Pattern, semantics: &Semantics<'a>, problems: &mut Problems) {
    let name = value.row.name;
    // A list of texts is looked at one by one.
    if value.shape.alternatives().iter().all(|it| !matches!(it, Shape::Text | Shape::Arn)) {
        return;
    }
    for known in value.resolved(semantics) {
        let Some(text) = Node::text(&known.node) else { continue };
        // To SAM an empty string is a missing value, and what is not an ARN at all has a rule of its own.
        let is_other_fault = text.is_empty() || (matches!(value.shape, Shape::Arn) && !text.starts_with("arn:"));
        let is_unknown = is_dynamic(text) || text.contains("${") || is_placeholder(text);
        if is_other_fault || is_unknown || has_form(pattern.expression, text) {
            continue;
        }
        let message = if value.is_item {
            format!("`{name}` contains `{text}`, which does not have the right form")
        } else {
            format!("`{name}` is `{text}`, which does not have the right form")
        };
        let finding = value.finding(&CODE, &known, message).help(format!("write {}", pattern.words));
        problems.push(finding);
    }
}

fn check_keys(value: &Described<'_>, pattern: &Pattern, problems: &mut Problems) {
    for (key, entry) in value.node.map().into_iter().flat_map(Map::entries) {
        if key.starts_with("Fn::") || has_form(pattern.expression, key) {
            continue;
        }
        let message = format!("`{key}` under `{}` does not have the right form", value.row.name);
        let finding = Diagnostic::new(&CODE, entry.key_span, message).help(format!("write {}", pattern.words));
        problems.push(filed(finding, value.resource, value.event).value_of(value.row.name));
    }
}

#[cfg(test)]
mod tests {
    use crate::property::{Property, Shape};
    use crate::sam::events::{self, state_machine};
    use crate::sam::resources;
    use crate::template::pattern::has_form;

    #[test]
    fn patterns_can_be_compiled() {
        let sources = events::ALL.iter().chain(state_machine::ALL).map(|it| it.properties);
        resources::ALL.iter().map(|it| it.properties).chain(sources).for_each(compile);
    }

    fn compile(table: &'static [Property]) {
        for row in table {
            for pattern in [row.pattern, row.keys].into_iter().flatten() {
                has_form(pattern.expression, "");
            }
            compile_within(&row.shape);
        }
    }

    fn compile_within(shape: &'static Shape) {
        for it in shape.alternatives() {
            match it {
                Shape::Record(table) => compile(table),
                Shape::ListOf(inner) | Shape::MapOf(inner) => compile_within(inner),
                _ => (),
            }
        }
    }
}
