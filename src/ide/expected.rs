//! What may stand at a place of a template: the keys of a map and the values under them, from the tables of SAM and the
//! schemas of CloudFormation.
use super::place::Step;
use crate::facts::cloudformation::{self, Schema, Types};
use crate::facts::runtimes;
use crate::property::{Property, Shape};
use crate::sam::events::EventSource;
use crate::sam::resources::{self, ResourceType};
use crate::syntax::Node;
use crate::template::declarations;

/// What is expected at a place.
#[derive(Clone, Copy, Debug)]
pub(super) enum Expected {
    /// The sections.
    Template,
    Resources,
    /// A resource of this type, where it has one.
    Resource(Option<&'static str>),
    Globals,
    /// What `Globals` says of resources of this type.
    GlobalsOf(&'static str),
    /// The properties of a table.
    Rows(&'static [Property]),
    /// The value of a property.
    Value(&'static Shape, &'static Property),
    /// The events of resources of this type.
    Events(&'static str),
    /// An event of a resource of this type, with its own type.
    Event(&'static str, Option<&'static str>),
    /// The properties of a resource of this type of CloudFormation.
    Properties(&'static str, Schema),
    /// What a schema of CloudFormation asks for.
    Schema(Schema),
    /// One of these keys.
    Keys(&'static [Key]),
    /// One of these texts.
    OneOf(&'static [&'static str]),
    /// The type of a resource.
    ResourceTypeName,
    /// The type of an event of a resource of this type.
    EventTypeName(&'static str),
    ParameterTypeName,
    RuntimeName,
    /// The name of a condition.
    Condition,
    /// Names of resources.
    DependsOn,
    /// A policy of a resource of SAM, and the parameters of a policy template.
    Policies,
    PolicyParameters(&'static str),
    Anything,
}

/// A key that is neither in a table nor in a schema.
#[derive(Debug)]
pub(super) struct Key {
    pub name: &'static str,
    pub doc: &'static str,
    pub value: Expected,
}

/// A key that may stand somewhere.
#[derive(Clone, Debug)]
pub(super) struct Field {
    pub name: String,
    pub doc: String,
    pub required: bool,
    pub value: Expected,
}

const fn key(name: &'static str, doc: &'static str, value: Expected) -> Key {
    Key { name, doc, value }
}

const SECTIONS: &[Key] = &[
    key(
        "AWSTemplateFormatVersion",
        "The version of the template format: `'2010-09-09'`.",
        Expected::OneOf(&["'2010-09-09'"]),
    ),
    key(
        "Transform",
        "The macros that expand the template.",
        Expected::OneOf(&["AWS::Serverless-2016-10-31", "AWS::LanguageExtensions"]),
    ),
    key("Description", "What the template is for.", Expected::Anything),
    key("Metadata", "Information for tools.", Expected::Anything),
    key("Parameters", "Values that are supplied at deployment.", Expected::Keys(&[])),
    key("Mappings", "Values by region or another key.", Expected::Anything),
    key(
        "Conditions",
        "Conditions that decide whether a resource is created or which value a property has.",
        Expected::Anything,
    ),
    key("Rules", "Rules that validate the values of parameters.", Expected::Anything),
    key("Globals", "Properties that all resources of a type share.", Expected::Globals),
    key("Resources", "The resources of the stack.", Expected::Resources),
    key("Outputs", "Values that the stack returns.", Expected::Anything),
];

const PARAMETER: &[Key] = &[
    key("Type", "The type of the values.", Expected::ParameterTypeName),
    key("Default", "The value that counts where none is given.", Expected::Anything),
    key("Description", "What the parameter is for.", Expected::Anything),
    key("AllowedValues", "The only values that may be given.", Expected::Anything),
    key("AllowedPattern", "A regular expression for the whole value.", Expected::Anything),
    key("ConstraintDescription", "What is said of a value that is refused.", Expected::Anything),
    key("MinLength", "The fewest characters.", Expected::Anything),
    key("MaxLength", "The most characters.", Expected::Anything),
    key("MinValue", "The smallest number.", Expected::Anything),
    key("MaxValue", "The largest number.", Expected::Anything),
    key("NoEcho", "Whether the value is a secret, which is not shown.", Expected::OneOf(&["true", "false"])),
];

const OUTPUT: &[Key] = &[
    key("Value", "The value that is returned.", Expected::Anything),
    key("Description", "What the value is.", Expected::Anything),
    key(
        "Export",
        "Makes the value available to other stacks.",
        Expected::Keys(&[key("Name", "The name of the export.", Expected::Anything)]),
    ),
    key("Condition", "The condition under which the output is there.", Expected::Condition),
];

const ATTRIBUTES: &[Key] = &[
    key("Type", "The type of the resource.", Expected::ResourceTypeName),
    key("Properties", "The properties of the resource.", Expected::Anything),
    key("DependsOn", "Resources that are created first.", Expected::DependsOn),
    key("Condition", "The condition under which the resource is created.", Expected::Condition),
    key("Metadata", "Information for tools.", Expected::Anything),
    key(
        "DeletionPolicy",
        "What becomes of the resource when it leaves the stack.",
        Expected::OneOf(&["Delete", "Retain", "RetainExceptOnCreate", "Snapshot"]),
    ),
    key(
        "UpdateReplacePolicy",
        "What becomes of the resource when it is replaced.",
        Expected::OneOf(&["Delete", "Retain", "Snapshot"]),
    ),
    key("CreationPolicy", "What CloudFormation waits for.", Expected::Anything),
    key("UpdatePolicy", "How CloudFormation updates the resource.", Expected::Anything),
];

/// Attributes that SAM adds.
const SAM_ATTRIBUTES: &[Key] = &[
    key("Connectors", "Permissions to use other resources, with this one as the source.", Expected::Anything),
    key("IgnoreGlobals", "Properties under `Globals` that do not count here, or `'*'` for all.", Expected::Anything),
];

impl Expected {
    /// What is expected at the end of a way from the root of a template.
    pub(super) fn at(steps: &[Step<'_>]) -> Self {
        let mut expected = Self::Template;
        let mut at = 0;
        while at < steps.len() {
            let step = &steps[at];
            // Loops and conditions stand between a map and what it would hold.
            match step.key().map(|it| &**it) {
                Some(name) if name.starts_with("Fn::ForEach::") => {
                    let is_body = matches!(steps.get(at + 1), Some(Step::Item(2, _)));
                    if !is_body {
                        return Self::Anything;
                    }
                    at += 2;
                    continue;
                }
                Some("Fn::If") => {
                    return match steps.get(at + 1) {
                        Some(Step::Item(0, _)) => Self::Condition,
                        Some(Step::Item(_, _)) => {
                            at += 2;
                            continue_from(expected, &steps[at..])
                        }
                        _ => Self::Anything,
                    };
                }
                Some("Condition") if at > 0 && matches!(steps[0].key(), Some(it) if **it == *"Conditions") => {
                    return Self::Condition;
                }
                Some(name) if name.starts_with("Fn::") || name == "Ref" => return Self::Anything,
                _ => (),
            }
            expected = expected.step(step, steps, at);
            at += 1;
        }
        expected
    }

    /// What is expected below, under a key or in a list.
    fn step(self, step: &Step<'_>, steps: &[Step<'_>], at: usize) -> Self {
        let name = step.key().map(|it| &**it);
        match (self, name) {
            (Self::Template, Some("Parameters")) => Self::Keys(&[]),
            (Self::Template, Some(name)) => {
                SECTIONS.iter().find(|it| it.name == name).map_or(Self::Anything, |it| it.value)
            }
            (Self::Keys([]), Some(_)) if at == 1 => Self::Keys(PARAMETER),
            (Self::Anything, Some(_)) if at == 1 && is_section(steps, "Outputs") => Self::Keys(OUTPUT),
            (Self::Resources, Some(_)) => Self::Resource(type_of(step.node())),
            (Self::Resource(type_name), Some("Properties")) => properties(type_name),
            (Self::Resource(_), Some(name)) => {
                let all = ATTRIBUTES.iter().chain(SAM_ATTRIBUTES);
                all.clone().find(|it| it.name == name).map_or(Self::Anything, |it| it.value)
            }
            (Self::Globals, Some(name)) => {
                let found = resources::ALL.iter().find(|it| it.name.strip_prefix(PREFIX) == Some(name));
                found.map_or(Self::Anything, |it| Self::GlobalsOf(it.name))
            }
            (Self::GlobalsOf(type_name), Some(name)) => {
                of_type(type_name).map_or(Self::Anything, |it| row(it.properties, name, Some(it)))
            }
            (Self::Events(type_name), Some(_)) => Self::Event(type_name, event_type(type_name, step.node())),
            (Self::Event(type_name, _), Some("Type")) => Self::EventTypeName(type_name),
            (Self::Event(type_name, source), Some("Properties")) => {
                let source = source.and_then(|it| source_of(type_name, it));
                source.map_or(Self::Anything, |it| Self::Rows(it.properties))
            }
            (Self::Rows(rows), Some(name)) => {
                let owner =
                    (at >= 2).then(|| steps[..at].iter().rev().find_map(|it| of_type(type_of(it.node())?))).flatten();
                let is_top = at == 3 && is_section(steps, "Resources");
                row(rows, name, owner.filter(|_| is_top))
            }
            (Self::Value(shape, property), _) => below(shape, property, name),
            (Self::Policies, None) => Self::Policies,
            (Self::Policies, Some(name)) => {
                crate::sam::policy_templates::find(name).map_or(Self::Anything, |it| Self::PolicyParameters(it.name))
            }
            (Self::Schema(schema) | Self::Properties(_, schema), Some(name)) => {
                schema.property(name).map_or(Self::Anything, Self::Schema)
            }
            (Self::Schema(schema), None) => {
                schema.parts().iter().find_map(|it| it.items).map_or(Self::Anything, Self::Schema)
            }
            (Self::Keys(keys), Some(name)) => {
                keys.iter().find(|it| it.name == name).map_or(Self::Anything, |it| it.value)
            }
            (Self::DependsOn, None) => Self::DependsOn,
            _ => Self::Anything,
        }
    }

    /// The keys that a map here may have.
    pub(super) fn fields(self) -> Vec<Field> {
        let of_rows = |rows: &'static [Property], is_global: bool| {
            let rows = rows.iter().filter(move |it| !it.name.starts_with("__") && (!is_global || it.global));
            rows.map(move |it| Field {
                name: it.name.to_owned(),
                doc: it.doc.trim().to_owned(),
                required: it.required && !is_global,
                value: Self::Value(&it.shape, it),
            })
            .collect::<Vec<_>>()
        };
        let of_keys = |keys: &mut dyn Iterator<Item = &'static Key>| {
            keys.map(|it| Field {
                name: it.name.to_owned(),
                doc: it.doc.to_owned(),
                required: it.name == "Type" || it.name == "Value",
                value: it.value,
            })
            .collect()
        };
        match self {
            Self::Template => of_keys(&mut SECTIONS.iter()),
            Self::Resource(type_name) => {
                let is_sam = type_name.is_some_and(|it| of_type(it).is_some());
                of_keys(&mut ATTRIBUTES.iter().chain(if is_sam { SAM_ATTRIBUTES } else { &[] }))
            }
            Self::Globals => {
                let with_globals = resources::ALL.iter().filter(|it| it.properties.iter().any(|it| it.global));
                let field = |it: &&'static ResourceType| Field {
                    name: it.name.trim_start_matches(PREFIX).to_owned(),
                    doc: format!("Properties of all resources of type `{}`.", it.name),
                    required: false,
                    value: Self::GlobalsOf(it.name),
                };
                with_globals.map(field).collect()
            }
            Self::GlobalsOf(type_name) => of_type(type_name).map(|it| of_rows(it.properties, true)).unwrap_or_default(),
            Self::Rows(rows) => of_rows(rows, false),
            Self::Value(shape, _) => {
                let records = shape.alternatives().into_iter().filter_map(|it| match it {
                    Shape::Record(rows) => Some(*rows),
                    _ => None,
                });
                records.flat_map(|rows| of_rows(rows, false)).collect()
            }
            Self::Event(..) => {
                let field = |name: &str, doc: &str, value| Field {
                    name: name.to_owned(),
                    doc: doc.to_owned(),
                    required: name == "Type",
                    value,
                };
                vec![
                    field("Type", "The event source.", Self::Anything),
                    field("Properties", "The properties of the event source.", Self::Anything),
                ]
            }
            Self::Properties(type_name, schema) => {
                let read_only = cloudformation::find(type_name).map(|it| it.read_only);
                let mut fields = Self::Schema(schema).fields();
                fields.retain(|it| read_only.is_none_or(|texts| !texts.contains(&it.name)));
                fields
            }
            Self::Schema(schema) => {
                let parts = schema.parts();
                let required: Vec<&str> = parts.iter().filter_map(|it| it.required).flat_map(|it| it.iter()).collect();
                let properties = parts.iter().filter_map(|it| it.properties).flat_map(|it| it.iter());
                let field = |(name, schema): (&'static str, Schema)| Field {
                    name: name.to_owned(),
                    doc: String::new(),
                    required: required.contains(&name),
                    value: Self::Schema(schema),
                };
                properties.map(field).collect()
            }
            Self::Keys(keys) => of_keys(&mut keys.iter()),
            Self::PolicyParameters(name) => {
                let template = crate::sam::policy_templates::find(name);
                let parameters = template.into_iter().flat_map(|it| &it.parameters);
                parameters
                    .map(|it| Field {
                        name: it.name.clone(),
                        doc: it.description.clone(),
                        required: true,
                        value: Self::Anything,
                    })
                    .collect()
            }
            _ => Vec::new(),
        }
    }

    /// The texts that may stand here, where they are few or all have names.
    pub(super) fn texts(self) -> Vec<String> {
        let owned = |texts: &[&str]| texts.iter().map(|it| (*it).to_owned()).collect();
        match self {
            Self::OneOf(texts) => owned(texts),
            Self::Value(shape, property) => {
                if property.name == "Runtime" {
                    return Self::RuntimeName.texts();
                }
                let is_boolean = shape.alternatives().iter().any(|it| matches!(it, Shape::Boolean));
                let booleans = if is_boolean { owned(&["true", "false"]) } else { Vec::new() };
                property.allowed.iter().map(|it| (*it).to_owned()).chain(booleans).collect()
            }
            Self::RuntimeName => {
                runtimes::names().filter(|it| runtimes::deprecated(it).is_none()).map(str::to_owned).collect()
            }
            Self::Schema(schema) => {
                let parts = schema.parts();
                let listed = parts.iter().filter_map(|it| it.enumeration).flat_map(|it| it.iter()).map(str::to_owned);
                let is_boolean = parts.iter().any(|it| !it.types.is_any() && it.types.has(Types::BOOLEAN));
                let booleans = if is_boolean { owned(&["true", "false"]) } else { Vec::new() };
                listed.chain(booleans).collect()
            }
            Self::ResourceTypeName => {
                resources::ALL.iter().map(|it| it.name).chain(cloudformation::names()).map(str::to_owned).collect()
            }
            Self::EventTypeName(type_name) => {
                of_type(type_name).into_iter().flat_map(|it| it.events).map(|it| it.name.to_owned()).collect()
            }
            Self::ParameterTypeName => declarations::types().map(str::to_owned).collect(),
            Self::Policies => crate::sam::policy_templates::names().map(str::to_owned).collect(),
            _ => Vec::new(),
        }
    }

    /// What is known of the value, in words: its type, range and form.
    pub(super) fn constraints(self) -> Vec<String> {
        match self {
            Self::Value(shape, property) => {
                let mut words = vec![shape.alternatives().into_iter().map(shape_name).collect::<Vec<_>>().join(" or ")];
                words.extend(property.range.as_ref().map(|it| match *it.end() {
                    i64::MAX => format!("at least {}", it.start()),
                    end => format!("from {} to {end}", it.start()),
                }));
                words.extend(property.pattern.map(|it| format!("write {}", it.words)));
                words
            }
            Self::Schema(schema) => {
                let mut words = Vec::new();
                for part in schema.parts().iter() {
                    if !part.types.is_any() {
                        words.push(part.types.describe());
                    }
                    match (part.minimum, part.maximum) {
                        (Some(least), Some(most)) => words.push(format!("from {least} to {most}")),
                        (Some(least), None) => words.push(format!("at least {least}")),
                        (None, Some(most)) => words.push(format!("at most {most}")),
                        (None, None) => (),
                    }
                    words.extend(part.pattern.map(|it| format!("matching `{it}`")));
                }
                words
            }
            _ => Vec::new(),
        }
    }
}

const PREFIX: &str = "AWS::Serverless::";

fn continue_from(expected: Expected, steps: &[Step<'_>]) -> Expected {
    let mut expected = expected;
    for (at, step) in steps.iter().enumerate() {
        // Positions in the way count from the root, and what depends on them is above any condition.
        expected = expected.step(step, steps, at + usize::MAX / 2);
    }
    expected
}

fn is_section(steps: &[Step<'_>], name: &str) -> bool {
    steps.first().and_then(Step::key).is_some_and(|it| **it == *name)
}

fn of_type(name: &str) -> Option<&'static ResourceType> {
    resources::find(name)
}

/// The type of a resource, if it is known.
fn type_of(resource: &Node) -> Option<&'static str> {
    let name = resource.get("Type")?.text()?;
    of_type(name).map(|it| it.name).or_else(|| cloudformation::find(name).map(|it| it.name))
}

fn event_type(type_name: &str, event: &Node) -> Option<&'static str> {
    source_of(type_name, event.get("Type")?.text()?).map(|it| it.name)
}

fn source_of(type_name: &str, name: &str) -> Option<&'static EventSource> {
    of_type(type_name)?.events.iter().find(|it| it.name == name).copied()
}

fn properties(type_name: Option<&'static str>) -> Expected {
    let Some(name) = type_name else { return Expected::Anything };
    match of_type(name) {
        Some(found) => Expected::Rows(found.properties),
        None => {
            cloudformation::find(name).map_or(Expected::Anything, |it| Expected::Properties(it.name, it.properties))
        }
    }
}

/// What is expected under a property of a table.
fn row(rows: &'static [Property], name: &str, owner: Option<&'static ResourceType>) -> Expected {
    match owner {
        Some(owner) if name == "Events" && !owner.events.is_empty() => return Expected::Events(owner.name),
        Some(_) if name == "Policies" => return Expected::Policies,
        _ => (),
    }
    rows.iter().find(|it| it.name == name).map_or(Expected::Anything, |it| Expected::Value(&it.shape, it))
}

/// What is expected below the value of a property.
fn below(shape: &'static Shape, property: &'static Property, name: Option<&str>) -> Expected {
    for shape in shape.alternatives() {
        match (shape, name) {
            (Shape::Record(rows), Some(name)) => return row(rows, name, None),
            (Shape::MapOf(inner), Some(_)) | (Shape::ListOf(inner), None) => return Expected::Value(inner, property),
            _ => (),
        }
    }
    Expected::Anything
}

fn shape_name(shape: &Shape) -> &'static str {
    match shape {
        Shape::Text | Shape::Choice => "a string",
        Shape::Arn => "an ARN",
        Shape::Integer => "an integer",
        Shape::Double => "a number",
        Shape::Boolean => "`true` or `false`",
        Shape::List | Shape::ListOf(_) => "a list",
        Shape::Object | Shape::MapOf(_) | Shape::Record(_) => "a map",
        _ => "any value",
    }
}

/// The sections, attributes and parameters that are documented here are those that are checked.
#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::{self, attributes};

    #[test]
    fn the_keys_are_those_that_are_checked() {
        let names = |keys: &[Key]| keys.iter().map(|it| it.name).collect::<Vec<_>>();
        assert_eq!(names(SECTIONS), template::SECTIONS);
        for name in names(PARAMETER) {
            assert!(declarations::KEYS.contains(&name), "{name}");
        }
        for name in names(ATTRIBUTES) {
            assert!(template::ATTRIBUTES.contains(&name), "{name}");
        }
        assert!(attributes::values("DeletionPolicy").is_some_and(|it| it.len() == 4));
    }
}
