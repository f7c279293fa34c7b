//! The property tables and the facts about CloudFormation as a JSON Schema (draft 7) of templates, for editors. Reads no
//! template.
//!
//! Editors do not see the short tags of YAML: `!Ref Name` is a string to them and `!If [A, B, C]` a list. So strings are
//! let through where lists and maps stand, and lists where other values do. `check` looks closer.
mod patterns;
mod plain;
mod shared;

use crate::diagnostic::nearest;
use crate::facts::{cloudformation, documentation, runtimes};
use crate::property::{Property, Shape};
use crate::sam::events::EventSource;
use crate::sam::resources::{self, ResourceType};
use crate::template::{ATTRIBUTES, transforms};
use serde_json::{Map, Value, json};
use std::collections::HashMap;

const PREFIX: &str = "AWS::Serverless::";
/// The property whose values are the names of runtimes.
const RUNTIME: &str = "Runtime";
/// The keys of loops.
const LOOP: &str = "^Fn::ForEach::[A-Za-z0-9]+$";

/// Such functions put properties into a map that are not known before deployment.
const FUNCTION: &str = "^Fn::";
/// What stands in the place of a list or a map: a function, or what an editor sees of one.
const ELSEWHERE: &str = "Elsewhere";
/// A map that a function adds to.
const OPEN: &str = "Open";
/// The resources of a template, or of a loop.
const RESOURCES: &str = "Resources";
/// A template that is deployed as it is.
const DEPLOYED: &str = "Deployed";
/// A function of CloudFormation.
const INTRINSIC: &str = "Intrinsic";

/// The schema as JSON text, with all types of SAM and CloudFormation: each definition on a line, since they are many.
pub fn json() -> String {
    text(Schema::default().template(Selection { names: &[] }))
}

/// The schema as JSON text, with all types of SAM and those of CloudFormation that are named: whole types, or by the
/// beginning of their names, such as `AWS::S3`. The error is a name that no type has.
pub fn json_of(names: &[String]) -> Result<String, UnknownType> {
    let types = Selection { names };
    let all = || resources::ALL.iter().map(|it| it.name).chain(cloudformation::names());
    match names.iter().find(|name| !all().any(|it| is_named(it, name))) {
        Some(name) => Err(UnknownType { name: name.clone(), meant: nearest(name, all()).map(|it| it.name.to_owned()) }),
        None => Ok(text(Schema::default().template(types))),
    }
}

/// The schema as JSON text.
fn text(schema: Map<String, Value>) -> String {
    let of = |(key, value): (&String, &Value)| match value {
        Value::Object(definitions) if key == "definitions" => {
            let lines: Vec<String> = definitions.iter().map(|(key, it)| format!("    {}: {it}", json!(key))).collect();
            format!("  {}: {{\n{}\n  }}", json!(key), lines.join(",\n"))
        }
        _ => format!("  {}: {value}", json!(key)),
    };
    format!("{{\n{}\n}}\n", schema.iter().map(of).collect::<Vec<_>>().join(",\n"))
}

/// A name that no type has, or begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownType {
    /// The name as it was given.
    pub name: String,
    /// The type that was most likely meant.
    pub meant: Option<String>,
}

/// The types of CloudFormation that are described.
#[derive(Clone, Copy)]
struct Selection<'n> {
    /// What they are named, or how they begin; nothing for all of them.
    names: &'n [String],
}

impl Selection<'_> {
    /// The names of all types, also those of SAM.
    fn all(self) -> impl Iterator<Item = &'static str> {
        resources::ALL.iter().map(|it| it.name).chain(self.names())
    }

    fn names(self) -> impl Iterator<Item = &'static str> {
        cloudformation::names()
            .filter(move |it| self.names.is_empty() || self.names.iter().any(|name| is_named(it, name)))
    }
}

/// Whether a name is that of a type, or that of its service.
fn is_named(type_name: &str, name: &str) -> bool {
    let rest = type_name.strip_prefix(name.trim_end_matches("::"));
    rest.is_some_and(|it| it.is_empty() || it.starts_with("::"))
}

/// The schema under construction.
#[derive(Default)]
struct Schema {
    definitions: Map<String, Value>,
    /// The name of each table's definition; one for where `Globals` may say what is missing, and one for elsewhere.
    names: HashMap<(*const Property, bool), String>,
}

impl Schema {
    fn template(&mut self, types: Selection<'_>) -> Map<String, Value> {
        self.definitions.extend([
            (INTRINSIC.to_owned(), intrinsic()),
            (ELSEWHERE.to_owned(), elsewhere()),
            (OPEN.to_owned(), open()),
            (DEPLOYED.to_owned(), deployed()),
            // It refers to others, which take none of these names.
            (RESOURCES.to_owned(), Value::Null),
        ]);
        let resources = self.resources(types);
        self.definitions.insert(RESOURCES.to_owned(), resources);
        let globals = self.globals();
        let section = |description: &str| json!({"type": "object", "description": description});
        let template = json!({
            "$schema": "http://json-schema.org/draft-07/schema#",
            "title": "AWS SAM template",
            "type": "object",
            "required": ["Resources"],
            "properties": {
                "AWSTemplateFormatVersion": {"description": "The version of the template format.", "type": "string"},
                "Transform": {
                    "description": "The macros that expand the template: `AWS::Serverless-2016-10-31`, and before it `AWS::LanguageExtensions`.",
                    "type": ["string", "array", "object"],
                },
                "Description": {"description": "What the template is for.", "type": "string"},
                "Metadata": section("Information for tools."),
                "Parameters": section("Values that are supplied at deployment."),
                "Mappings": section("Values by region or another key."),
                "Conditions": section("Conditions that decide whether a resource is created or which value a property has."),
                "Rules": section("Rules that validate the values of parameters."),
                "Globals": globals,
                "Resources": {
                    "description": "The resources of the stack.",
                    "type": "object",
                    "minProperties": 1,
                },
                "Outputs": section("Values that the stack returns."),
            },
            "if": reference(DEPLOYED),
            "then": {"properties": {"Resources": reference(RESOURCES)}},
            // What is offered need not hold.
            "else": {"properties": {"Resources": {"anyOf": [reference(RESOURCES), {}]}}},
        });
        let Value::Object(mut template) = template else { unreachable!("it is written as a map") };
        template.insert("definitions".to_owned(), Value::Object(std::mem::take(&mut self.definitions)));
        template
    }

    /// Resources by logical id, and loops that make some.
    fn resources(&mut self, types: Selection<'_>) -> Value {
        let mut each: Vec<Value> = resources::ALL.iter().map(|it| self.resource(it)).collect();
        each.extend(plain::resources(types, self));
        let types: Vec<&str> = types.all().collect();
        json!({
            "type": "object",
            "patternProperties": {LOOP: {
                "description": "A loop: an identifier, a collection, and the resources of each round.",
                "type": "array",
                "minItems": 3,
                "maxItems": 3,
                "items": [{"type": "string"}, {}, reference(RESOURCES)],
            }},
            "additionalProperties": {
                "type": "object",
                "properties": {
                    "Type": {"description": "Type of the resource.", "anyOf": [{"enum": types}, {"type": ["string", "number"]}]},
                },
                "allOf": each,
            },
        })
    }

    /// What holds for resources of one type.
    fn resource(&mut self, resource: &'static ResourceType) -> Value {
        let rows = resource.properties;
        let name = resource.name.to_owned();
        let mut table = self.rows(rows.iter(), &name, |row| row.global);
        let row = rows.iter().find(|it| it.name == "Events").filter(|_| !resource.events.is_empty());
        if let Some(row) = row {
            let events = self.events(resource.events, &name);
            let events = json!({"type": "object", "patternProperties": {FUNCTION: {}}, "additionalProperties": events});
            table["properties"]["Events"] =
                json!({"description": description(row), "anyOf": [events, reference(ELSEWHERE)]});
        }
        self.definitions.insert(name.clone(), table);
        json!({
            "if": {"properties": {"Type": {"const": name}}, "required": ["Type"]},
            "then": {
                "properties": attributes_of(&name),
                "patternProperties": {FUNCTION: {}},
                "additionalProperties": false,
            },
        })
    }

    fn events(&mut self, sources: &[&'static EventSource], owner: &str) -> Value {
        let mut cases = Vec::new();
        for source in sources {
            let name = format!("{owner}.Events.{}", source.name);
            let table = self.rows(source.properties.iter(), &name, |_| false);
            self.definitions.insert(name.clone(), table);
            cases.push(json!({
                "if": {"properties": {"Type": {"const": source.name}}, "required": ["Type"]},
                "then": {"properties": {"Properties": reference(&name)}},
            }));
        }
        let types: Vec<&str> = sources.iter().map(|it| it.name).collect();
        json!({
            "type": "object",
            "required": ["Type"],
            "properties": {
                "Type": {"description": "The event source.", "enum": types},
                "Properties": {"description": "The properties of the event source.", "type": "object"},
            },
            "additionalProperties": false,
            "allOf": cases,
        })
    }

    fn globals(&mut self) -> Value {
        let mut types = Map::new();
        for resource in resources::ALL.iter().filter(|it| it.properties.iter().any(|row| row.global)) {
            let short = resource.name.trim_start_matches(PREFIX);
            let rows = resource.properties.iter().filter(|it| it.global);
            types.insert(short.to_owned(), self.rows(rows, resource.name, |_| true));
        }
        json!({
            "description": "Properties that all resources of a type share.",
            "type": "object",
            "properties": types,
            "additionalProperties": false,
        })
    }

    /// A map with these properties. `is_merged` says of which ones `Globals` may supply what is missing.
    fn rows(
        &mut self,
        rows: impl Iterator<Item = &'static Property>,
        path: &str,
        is_merged: impl Fn(&Property) -> bool,
    ) -> Value {
        let mut properties = Map::new();
        let mut required = Vec::new();
        // What the reference marks its own definitions with is nothing to write.
        for row in rows.filter(|it| !it.name.starts_with("__")) {
            let merged = is_merged(row);
            let at = format!("{path}.{}", row.name);
            let text = description(row);
            let page = documentation::page(path.split('.').next().unwrap_or(path));
            let mut described = Map::from_iter([
                ("title".to_owned(), Value::from(row.name)),
                ("description".to_owned(), Value::from(&*text)),
                ("markdownDescription".to_owned(), Value::from(format!("{text}\n\n[documentation]({page})"))),
            ]);
            if let Value::Object(value) = self.value(&row.shape, row, &at, merged) {
                described.extend(value);
            }
            properties.insert(row.name.to_owned(), Value::Object(described));
            if row.required && !merged {
                required.push(row.name);
            }
        }
        json!({
            "type": "object",
            "properties": properties,
            "patternProperties": {FUNCTION: {}},
            "required": required,
            "additionalProperties": false,
        })
    }

    /// A value, or the intrinsic function that stands for it.
    fn value(&mut self, shape: &'static Shape, row: &Property, path: &str, merged: bool) -> Value {
        if matches!(shape, Shape::Any) {
            return json!({});
        }
        let mut alternatives = self.alternatives(shape, row, path, merged);
        // Also in the place of a literal: `AWS::LanguageExtensions` puts the value of the function there.
        alternatives.push(reference(if is_collection(shape) { ELSEWHERE } else { INTRINSIC }));
        any_of(alternatives)
    }

    /// The values themselves, one schema for each of the shapes that they can have.
    fn alternatives(&mut self, shape: &'static Shape, row: &Property, path: &str, merged: bool) -> Vec<Value> {
        let range = row.range.as_ref();
        let limits = |least: &str, most: &str, mut value: Value| {
            if let Some(range) = range {
                let largest = row.largest_with.map_or(*range.end(), |(_, largest)| largest);
                value[least] = json!(range.start());
                if largest != i64::MAX {
                    value[most] = json!(largest);
                }
            }
            value
        };
        match shape {
            Shape::Any => vec![json!({})],
            Shape::Text if row.name == RUNTIME => {
                let names = runtimes::names().filter(|it| runtimes::deprecated(it).is_none());
                vec![json!({"enum": names.collect::<Vec<_>>()}), json!({"type": "string"})]
            }
            // An editor sees the name in `!Ref Name`, and offers those that are listed.
            Shape::Text | Shape::Choice if !row.allowed.is_empty() => {
                vec![json!({"enum": row.allowed}), json!({"type": ["string", "number"]})]
            }
            Shape::Text | Shape::Choice => vec![with_pattern(json!({"type": ["string", "number", "boolean"]}), row)],
            Shape::Arn => vec![with_pattern(json!({"type": "string"}), row)],
            // CloudFormation makes numbers of strings; the limits hold for numbers alone.
            Shape::Integer => vec![limits("minimum", "maximum", json!({"type": ["integer", "string"]}))],
            Shape::Double => vec![limits("minimum", "maximum", json!({"type": ["number", "string"]}))],
            // An editor sees the name in `!Ref Name`.
            Shape::Boolean => vec![json!({"type": ["boolean", "string"]})],
            Shape::List => vec![limits("minItems", "maxItems", json!({"type": "array"}))],
            Shape::Object => vec![json!({"type": "object"})],
            Shape::ListOf(item) => {
                let items = self.value(item, &item_row(row), path, merged);
                vec![limits("minItems", "maxItems", json!({"type": "array", "items": items}))]
            }
            Shape::MapOf(item) => {
                let values = self.value(item, &item_row(row), path, merged);
                let mut map =
                    json!({"type": "object", "patternProperties": {FUNCTION: {}}, "additionalProperties": values});
                if let Some(keys) = row.keys {
                    map["propertyNames"] = json!({"pattern": format!("^(?:{}|Fn::.*)$", keys.expression)});
                }
                vec![map]
            }
            Shape::Record(table) => vec![self.table(table, path, merged)],
            Shape::Either(one, two) => {
                let mut alternatives = self.alternatives(one, row, path, merged);
                alternatives.extend(self.alternatives(two, row, path, merged));
                alternatives
            }
            Shape::Passed(inner) | Shape::Literal(inner) | Shape::Converted(inner) | Shape::Refined(_, inner) => {
                self.alternatives(inner, row, path, merged)
            }
        }
    }

    /// A reference to the definition of a table.
    fn table(&mut self, table: &'static [Property], path: &str, merged: bool) -> Value {
        let key = (table.as_ptr(), merged);
        if let Some(name) = self.names.get(&key) {
            return reference(name);
        }
        let name = if merged { format!("{path}:partial") } else { path.to_owned() };
        self.names.insert(key, name.clone());
        let definition = self.rows(table.iter(), path, |_| merged);
        self.definitions.insert(name.clone(), definition);
        reference(&name)
    }
}

/// What may stand beside the properties of a resource of SAM, and these themselves.
fn attributes_of(type_name: &str) -> Map<String, Value> {
    let mut attributes = attributes();
    attributes.insert("Properties".to_owned(), reference(type_name));
    let ignored = "Properties that do not take values from `Globals`; `'*'` for all.";
    attributes
        .insert(resources::IGNORE_GLOBALS.to_owned(), json!({"description": ignored, "type": ["string", "array"]}));
    attributes
}

/// What may stand beside the properties of any resource.
fn attributes() -> Map<String, Value> {
    let mut attributes: Map<String, Value> = ATTRIBUTES.iter().map(|it| ((*it).to_owned(), json!({}))).collect();
    attributes.extend([
        ("DependsOn".to_owned(), json!({"type": ["string", "array"]})),
        ("Condition".to_owned(), json!({"anyOf": [{"type": "string"}, reference(INTRINSIC)]})),
        ("Metadata".to_owned(), json!({"type": "object"})),
    ]);
    let connectors = "Connectors whose source is this resource.";
    attributes.insert(resources::CONNECTORS.to_owned(), json!({"description": connectors, "type": "object"}));
    attributes
}

/// A template that is deployed as it is, but for what samc does too: macros and snippets turn any value into another.
fn deployed() -> Value {
    let known: Vec<&str> = transforms::TRANSFORMS.into_iter().filter(|it| !transforms::is_macro(it)).collect();
    let known = json!({"anyOf": [{"enum": known}, {"type": "string", "pattern": "^AWS::Serverless"}]});
    let one = json!({"anyOf": [
        known,
        {"type": "object", "properties": {"Name": known}},
    ]});
    json!({
        "not": {"required": ["Fn::Transform"]},
        "properties": {"Transform": {"anyOf": [one, {"type": "array", "items": one}]}},
    })
}

/// The row for the items of a property: its limits count them, and do not hold for each.
fn item_row(row: &Property) -> Property {
    Property {
        pattern: row.pattern,
        any_case: row.any_case,
        ..Property::new(row.name, row.required, row.shape, row.doc).one_of(row.allowed)
    }
}

/// Adds the form of a text. What comes from elsewhere has any form: `{{resolve:…}}`, and what an editor sees of
/// `!Ref Name`, `!GetAtt Name.Arn` and `!Sub "${Name}-x"`.
fn with_pattern(mut value: Value, row: &Property) -> Value {
    if let Some(pattern) = row.pattern {
        let elsewhere = r"\$\{|\{\{resolve:|^AWS::|^[A-Za-z0-9]+(\.[A-Za-z0-9.]+)?$";
        value["pattern"] = json!(format!("^(?:{})$|^$|{elsewhere}", pattern.expression));
    }
    value
}

/// Whether a list or a map is wanted, and no text would do.
fn is_collection(shape: &Shape) -> bool {
    let collection =
        |it: &&Shape| matches!(it, Shape::List | Shape::Object | Shape::ListOf(_) | Shape::MapOf(_) | Shape::Record(_));
    let text = |it: &&Shape| matches!(it, Shape::Text | Shape::Arn | Shape::Choice);
    let alternatives = shape.alternatives();
    alternatives.iter().any(collection) && !alternatives.iter().any(text)
}

fn any_of(mut alternatives: Vec<Value>) -> Value {
    if alternatives.len() == 1 { alternatives.remove(0) } else { json!({"anyOf": alternatives}) }
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/definitions/{name}")})
}

fn description(row: &Property) -> String {
    row.doc.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A function of CloudFormation: a map with one key, or what an editor sees of `!If [A, B, C]`.
fn intrinsic() -> Value {
    json!({
        "description": "A function of CloudFormation, such as `!Ref` or `!If`.",
        "anyOf": [
            {
                "type": "object",
                "minProperties": 1,
                "maxProperties": 1,
                "patternProperties": {"^(Ref|Condition|Fn::.+)$": {}},
                "additionalProperties": false,
            },
            {"type": "array", "minItems": 1},
        ],
    })
}

/// A map to which a function adds what is not known before deployment.
fn open() -> Value {
    json!({"type": "object", "not": {"propertyNames": {"not": {"pattern": FUNCTION}}}})
}

/// What stands in the place of a list or a map.
fn elsewhere() -> Value {
    json!({
        "anyOf": [
            {"type": "string"},
            {
                "type": "object",
                "minProperties": 1,
                "maxProperties": 1,
                "patternProperties": {"^(Ref|Condition)$": {}},
                "additionalProperties": false,
            },
            reference(OPEN),
            // `!Transform` as an editor sees it.
            {"type": "object", "required": ["Name", "Parameters"], "maxProperties": 2},
            // `!If`, `!Split`, `!FindInMap` and `!Select` as an editor sees them.
            {"type": "array", "minItems": 2, "maxItems": 4, "items": [{"anyOf": [{"type": ["string", "number"]}, reference(OPEN)]}]},
        ],
    })
}
