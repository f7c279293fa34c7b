//! Finds values of the wrong type in what SAM hands on unseen.
use crate::diagnostic::{Problems, Wanted, codes};
use crate::property::Shape;
use crate::rule;
use crate::semantics::{Described, Semantics, Unfit, is_dynamic};
use crate::syntax::{Node, Value};
use crate::template::intrinsics;

rule! {
    WRONG_TYPE check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for value in &semantics.description().values {
        let name = value.row.name;
        let resolved = intrinsics::is_intrinsic(value.node);
        for known in value.resolved(semantics) {
            let is_reference = known.node.text().is_some_and(|it| is_dynamic(it));
            if value.shape.fits(&known.node) || is_reference || (resolved && !is_comparable(value)) {
                continue;
            }
            let expected = value.shape.describe(value.row.allowed);
            let found = describe(&known.node);
            let message = if value.is_item {
                format!("`{name}` contains {found}; each must be {expected}")
            } else {
                format!("`{name}` is {found}; it must be {expected}")
            };
            problems.push(value.finding(&codes::WRONG_TYPE, &known, message).wanted(value.shape.wanted()));
        }
    }
    check_schemas(semantics, problems);
}

const AS_ENTRY: &str = "write it as an entry of a list: put it behind a dash";

/// What the schemas of CloudFormation call a type.
fn wanted(name: &str) -> Option<Wanted> {
    match name {
        "array" => Some(Wanted::List),
        "boolean" => Some(Wanted::Boolean),
        "integer" | "number" => Some(Wanted::Integer),
        "string" => Some(Wanted::Text),
        _ => None,
    }
}

/// What the schemas of CloudFormation ask for.
fn check_schemas(semantics: &Semantics<'_>, problems: &mut Problems) {
    for misfit in semantics.misfits() {
        let (name, Some(value)) = (&misfit.property, &misfit.value) else { continue };
        let function = || intrinsics::name(value).map_or("this", |it| &**it);
        let (message, help, wanted) = match misfit.fault {
            Unfit::Type(types) => {
                let (found, expected) = (describe(value), types.describe());
                let message = match misfit.is_item {
                    true => format!("`{name}` contains {found}; each must be {expected}"),
                    false => format!("`{name}` is {found}; it must be {expected}"),
                };
                let is_one_of_list = types.names().eq(["array"]) && value.list().is_none() && value.map().is_none();
                (message, is_one_of_list.then_some(AS_ENTRY), types.names().filter_map(wanted).collect())
            }
            Unfit::ListGiven => {
                let message = match misfit.is_item {
                    true => format!("`{}` gives a list, where one entry of `{name}` is needed", function()),
                    false => format!("`{}` gives a list, but `{name}` is not a list", function()),
                };
                (message, Some("take one entry with `!Select`, or join them with `!Join`"), Vec::new())
            }
            Unfit::SingleGiven => {
                let message = format!("`{}` gives a single value, but `{name}` must be a list", function());
                match holds_several(value, semantics) {
                    true => (message, Some(OF_PARAMETER), Vec::new()),
                    false => (message, Some(AS_ENTRY), vec![Wanted::ListOfReference]),
                }
            }
            _ => continue,
        };
        let finding = misfit.value_finding(&codes::WRONG_TYPE, message).wanted(wanted);
        problems.push(match help {
            Some(help) => finding.help(help),
            None => finding,
        });
    }
}

const OF_PARAMETER: &str = "make the parameter a `CommaDelimitedList`, or a `List<…>` of what it names";

/// Whether this refers to a parameter with several values in one text.
fn holds_several(value: &Node, semantics: &Semantics<'_>) -> bool {
    let name = intrinsics::argument(value, "Ref").and_then(Node::text);
    let parameter = name.and_then(|it| semantics.template.section("Parameters")?.get(it));
    parameter.and_then(|it| it.get("Default")?.text()).is_some_and(|it| it.contains(','))
}

/// Whether the text of a parameter says what its value will be: `a,b` may be a list.
fn is_comparable(value: &Described<'_>) -> bool {
    matches!(value.shape, Shape::Integer | Shape::Double | Shape::Boolean)
}

fn describe(value: &Node) -> String {
    match &value.value {
        Value::Text(text) if text.len() <= 40 => format!("`{text}`"),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::List(_) | Value::Map(_) => {
            value.kind_name().to_owned()
        }
    }
}
