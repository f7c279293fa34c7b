//! Finds names, ids and paths in a form that the service refuses.
use crate::diagnostic::{Diagnostic, Problems};
use crate::property::{Pattern, Shape};
use crate::rule;
use crate::semantics::{Described, Misfit, Semantics, Unfit, filed, is_dynamic, is_placeholder};
use crate::syntax::{Map, Node};
use crate::template::pattern::has_form;

rule! {
    /// A name, id or path has characters or a form that it cannot have.
    ///
    /// SAM passes such values on; the service refuses them when the stack is deployed. The forms are those of the
    /// services' own APIs, as the SDKs describe them; those of state machines, tables and API stages are from the
    /// services' documentation. Of values that are composed at deployment, the characters are checked that are written.
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
    check_schemas(semantics, problems);
}

/// What the schemas of CloudFormation ask for.
fn check_schemas(semantics: &Semantics<'_>, problems: &mut Problems) {
    for misfit in semantics.misfits().iter().filter(|it| !is_name_of_policy(it)) {
        if let Unfit::Stranger { pattern, character } = misfit.fault {
            let shown = if character == ' ' { "a space".to_owned() } else { format!("`{}`", character.escape_debug()) };
            let message = format!("`{}` cannot contain {shown}", misfit.property);
            problems.push(misfit.value_finding(&CODE, message).help(format!("it must match `{pattern}`")));
            continue;
        }
        let help = match misfit.fault {
            Unfit::Pattern(pattern) if pattern.starts_with("^arn:") && is_no_arn(misfit) => continue,
            Unfit::Pattern(pattern) => format!("it must match `{pattern}`"),
            Unfit::Format(form) if !form.ends_with("Arn") => match FORMS.iter().find(|(it, _)| *it == form) {
                Some((_, words)) => format!("write {words}"),
                None => continue,
            },
            _ => continue,
        };
        let Some(text) = misfit.value.as_ref().and_then(|it| it.text().map(ToString::to_string)) else { continue };
        let shown = if text.chars().count() > LONGEST_SHOWN { "a text".to_owned() } else { format!("`{text}`") };
        let name = &misfit.property;
        let message = match misfit.is_item {
            true => format!("`{name}` contains {shown}, which does not have the right form"),
            false => format!("`{name}` is {shown}, which does not have the right form"),
        };
        problems.push(misfit.value_finding(&CODE, message).help(help));
    }
}

/// Under `Policies`, SAM takes names of managed policies, of which another rule says whether they exist.
fn is_name_of_policy(misfit: &Misfit<'_>) -> bool {
    let is_policy = matches!(misfit.fault, Unfit::Pattern(it) if it.contains(":policy/"));
    misfit.is_generated && is_policy && misfit.text().is_some_and(|it| !it.contains(':'))
}

/// What is not an ARN at all has a rule of its own.
fn is_no_arn(misfit: &Misfit<'_>) -> bool {
    misfit.text().is_some_and(|it| !it.starts_with("arn:"))
}

/// Most characters of a value that a message repeats.
const LONGEST_SHOWN: usize = 60;

/// What to write for each form that a schema asks for.
const FORMS: [(&str, &str); 8] = [
    ("AWS::EC2::Image.Id", "the id of an image, which begins with `ami-`"),
    ("AWS::EC2::SecurityGroup.Id", "the id of a security group, which begins with `sg-`"),
    ("AWS::EC2::Subnet.Id", "the id of a subnet, which begins with `subnet-`"),
    ("AWS::EC2::VPC.Id", "the id of a VPC, which begins with `vpc-`"),
    ("date-time", "a date and time, such as `2026-01-31T12:00:00Z`"),
    ("ipv4-network", "a range of addresses, such as `10.0.0.0/16`"),
    ("ipv6-network", "a range of addresses, such as `2001:db8::/32`"),
    ("json", "valid JSON"),
];

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
                // Not ASCII, so that no plain pattern answers without the engine.
                has_form(pattern.expression, "é");
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
