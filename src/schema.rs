//! The property tables as a JSON Schema (draft 7) of templates, for editors. Reads no template.
//!
//! Editors do not see the short tags of YAML: `!Ref Name` is a string to them and `!If [A, B, C]` a list. So strings are
//! let through where lists and maps stand, and lists where other values do. `check` looks closer.
use crate::facts::{cloudformation, documentation, runtimes};
use crate::property::{Property, Shape};
use crate::sam::events::EventSource;
use crate::sam::resources::{self, ResourceType};
use crate::template::ATTRIBUTES;
use serde_json::{Map, Value, json};
use std::collections::HashMap;

const PREFIX: &str = "AWS::Serverless::";
/// The property whose values are the names of runtimes.
const RUNTIME: &str = "Runtime";
/// The keys of loops.
const LOOP: &str = "^Fn::ForEach::[A-Za-z0-9]+$";

/// The schema as JSON text.
pub fn json() -> String {
    let mut schema = Schema::default();
    let template = schema.template();
    let text = serde_json::to_string_pretty(&template).expect("maps with strings as keys");
    text + "\n"
}

/// The schema under construction.
#[derive(Default)]
struct Schema {
    definitions: Map<String, Value>,
    /// The name of each table's definition; one for where `Globals` may say what is missing, and one for elsewhere.
    names: HashMap<(*const Property, bool), String>,
}

impl Schema {
    fn template(&mut self) -> Value {
        self.definitions.insert("Intrinsic".to_owned(), intrinsic());
        let resources = self.resources();
        self.definitions.insert("Resources".to_owned(), resources);
        let globals = self.globals();
        let section = |description: &str| json!({"type": "object", "description": description});
        json!({
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
                    "minProperties": 1,
                    "allOf": [reference("Resources")],
                },
                "Outputs": section("Values that the stack returns."),
            },
            "definitions": Value::Object(std::mem::take(&mut self.definitions)),
        })
    }

    /// Resources by logical id, and loops that make some.
    fn resources(&mut self) -> Value {
        let each: Vec<Value> = resources::ALL.iter().map(|it| self.resource(it)).collect();
        let types: Vec<&str> = resources::ALL.iter().map(|it| it.name).chain(cloudformation::names()).collect();
        json!({
            "type": "object",
            "patternProperties": {LOOP: {
                "description": "A loop: an identifier, a collection, and the resources of each round.",
                "type": "array",
                "minItems": 3,
                "maxItems": 3,
                "items": [{"type": "string"}, {}, reference("Resources")],
            }},
            "additionalProperties": {
                "type": "object",
                "properties": {
                    "Type": {"description": "Type of the resource.", "anyOf": [{"enum": types}, {"type": "string"}]},
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
            table["properties"]["Events"] = json!({"description": description(row), "type": "object", "patternProperties": {"^Fn::": {}}, "additionalProperties": events});
        }
        self.definitions.insert(name.clone(), table);
        json!({
            "if": {"properties": {"Type": {"const": name}}, "required": ["Type"]},
            "then": {
                "properties": attributes(&name),
                "patternProperties": {"^Fn::": {}},
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
            "patternProperties": {"^Fn::": {}},
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
        if !matches!(shape, Shape::Literal(_)) {
            if is_collection(shape) {
                alternatives.push(json!({"type": "string"}));
            }
            alternatives.push(reference("Intrinsic"));
        }
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
            Shape::Boolean => vec![json!({"enum": [true, false, "true", "false"]})],
            Shape::List => vec![limits("minItems", "maxItems", json!({"type": "array"}))],
            Shape::Object => vec![json!({"type": "object"})],
            Shape::ListOf(item) => {
                let items = self.value(item, &item_row(row), path, merged);
                vec![limits("minItems", "maxItems", json!({"type": "array", "items": items}))]
            }
            Shape::MapOf(item) => {
                let values = self.value(item, &item_row(row), path, merged);
                let mut map = json!({"type": "object", "additionalProperties": values});
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
fn attributes(type_name: &str) -> Map<String, Value> {
    let mut attributes: Map<String, Value> = ATTRIBUTES.iter().map(|it| ((*it).to_owned(), json!({}))).collect();
    attributes.extend([
        ("Properties".to_owned(), reference(type_name)),
        ("DependsOn".to_owned(), json!({"type": ["string", "array"]})),
        ("Condition".to_owned(), json!({"type": "string"})),
        ("Metadata".to_owned(), json!({"type": "object"})),
    ]);
    let ignored = "Properties that do not take values from `Globals`; `'*'` for all.";
    attributes
        .insert(resources::IGNORE_GLOBALS.to_owned(), json!({"description": ignored, "type": ["string", "array"]}));
    let connectors = "Connectors whose source is this resource.";
    attributes.insert(resources::CONNECTORS.to_owned(), json!({"description": connectors, "type": "object"}));
    attributes
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
            {"type": "array", "minItems": 2},
        ],
    })
}
