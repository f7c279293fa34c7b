//! The resource types of CloudFormation itself, by its own schemas.
//!
//! What depends on several properties at once is left out: there, functions and conditions decide, which a JSON Schema
//! does not see. So are the lengths of texts, since an editor sees of `!Ref Name` the text `Name`.
use super::patterns;
use super::shared::{Id, Shared, place};
use super::{ELSEWHERE, FUNCTION, INTRINSIC, OPEN, Schema, Selection, reference};
use crate::facts::cloudformation::{self, Constraints, Pairs, ResourceType, Schemas, Texts, Types};
use crate::facts::documentation;
use serde_json::{Map, Number, Value, json};
use std::collections::{BTreeMap, HashMap};

/// A text that comes from elsewhere, whatever form it has to have in the end.
const TEXT_ELSEWHERE: &str = "TextElsewhere";

/// Adds the definitions of all types, and gives what holds for a resource of each.
pub(super) fn resources(types: Selection<'_>, schema: &mut Schema) -> Vec<Value> {
    schema.definitions.insert(TEXT_ELSEWHERE.to_owned(), text_elsewhere());
    let mut plain = Plain::default();
    let found = types.names().filter_map(cloudformation::find);
    let found: Vec<(ResourceType, Value)> = found.map(|it| (it, plain.properties(&it))).collect();
    let (types, roots): (Vec<ResourceType>, Vec<Value>) = found.into_iter().unzip();
    let roots = plain.shared.place(roots, &mut schema.definitions);
    // Editors try all conditions that stand beside each other for every resource: first that of the service decides.
    let mut services: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for (found, properties) in types.iter().zip(roots) {
        let name = found.name;
        schema.definitions.insert(name.to_owned(), properties);
        let service = name.rsplit_once("::").map_or(name, |(service, _)| service);
        services.entry(service).or_default().push(of_type(found));
    }
    let of_service = |(service, types): (&str, Vec<Value>)| {
        json!({
            "if": {"properties": {"Type": {"pattern": format!("^{service}::")}}, "required": ["Type"]},
            "then": {"allOf": types},
        })
    };
    services.into_iter().map(of_service).chain([others()]).collect()
}

/// What may stand beside the properties of a resource that is none of SAM.
fn others() -> Value {
    let mut attributes = super::attributes();
    // Custom resources have it.
    attributes.insert("Version".to_owned(), json!({"type": ["string", "number"]}));
    json!({
        "if": {"properties": {"Type": {"pattern": "^(AWS::(?!Serverless::)|Custom::)"}}, "required": ["Type"]},
        "then": {
            "properties": attributes,
            "patternProperties": {FUNCTION: {}},
            "additionalProperties": false,
        },
    })
}

/// What holds for resources of a type.
fn of_type(found: &ResourceType) -> Value {
    let name = found.name;
    let page = documentation::page(name);
    let about = format!("[{name}]({page})");
    let is_required = found.properties.parts().iter().any(|it| it.required.is_some());
    let mut then = json!({"properties": {
        "Type": {"markdownDescription": about},
        "Properties": reference(name),
    }});
    if is_required {
        then["required"] = json!(["Properties"]);
    }
    json!({"if": {"properties": {"Type": {"const": name}}}, "then": then})
}

/// The schemas under construction.
#[derive(Default)]
struct Plain {
    shared: Shared,
    /// What has been read, by the schema and those of its properties that nobody can set.
    read: HashMap<Key, Option<Id>>,
}

type Key = (cloudformation::Schema, Vec<&'static str>);

impl Plain {
    /// The properties of a type.
    fn properties(&mut self, found: &ResourceType) -> Value {
        let parts = found.properties.parts();
        let read_only: Vec<&'static str> = found.read_only.iter().collect();
        let mut table = self.map(&parts, &read_only);
        table.shift_insert(0, "title".to_owned(), json!(found.name));
        table.shift_insert(1, "type".to_owned(), json!("object"));
        // Functions put properties here that are not known before deployment.
        if let Some(required) = table.shift_remove("required") {
            table.insert("anyOf".to_owned(), json!([{"required": required}, reference(OPEN)]));
        }
        if let Some(patterns) = table.get_mut("patternProperties") {
            patterns[FUNCTION] = json!({});
        } else if table.contains_key("additionalProperties") {
            table.insert("patternProperties".to_owned(), json!({FUNCTION: {}}));
        }
        if let Some(properties) = table.get_mut("properties").and_then(Value::as_object_mut) {
            for (name, property) in properties.iter_mut() {
                property["markdownDescription"] =
                    json!(format!("[{name}]({})", documentation::place(found.name, name)));
                if found.deprecated.contains(name) {
                    property["deprecationMessage"] = json!("deprecated");
                }
            }
        }
        Value::Object(table)
    }

    /// A value, or what stands for it.
    fn value(&mut self, schema: cloudformation::Schema, name: &str, read_only: &[&'static str]) -> Value {
        let key: Key = (schema, read_only.to_vec());
        match self.read.get(&key) {
            Some(Some(id)) => return place(*id),
            // It is a part of itself.
            Some(None) => {
                let id = self.shared.reserve(name);
                self.read.insert(key, Some(id));
                return place(id);
            }
            None => {
                self.read.insert(key.clone(), None);
            }
        }
        let parts = schema.parts();
        let found = self.complete(&parts, name, read_only);
        let id = match self.read.get(&key).copied().flatten() {
            Some(id) => {
                self.shared.fill(id, found);
                id
            }
            None => self.shared.keep(name_of(&found).unwrap_or(name), found.clone()),
        };
        self.read.insert(key, Some(id));
        place(id)
    }

    fn complete(&mut self, parts: &[Constraints], name: &str, read_only: &[&'static str]) -> Value {
        let types = types_of(parts).unwrap_or_default();
        let mut each = self.alternatives(parts, types, name, read_only);
        if each.is_empty() {
            return json!({});
        }
        let is_collection = is_map(parts, types) || is_list(parts, types) || has_choices(parts);
        let is_word = !is_collection && parts.iter().any(|it| it.enumeration.is_some());
        if is_word {
            return json!({"anyOf": each});
        }
        each.push(reference(if is_collection { ELSEWHERE } else { INTRINSIC }));
        json!({"anyOf": each})
    }

    /// The values themselves, one schema for each form that they can have; none where everything fits.
    fn alternatives(
        &mut self,
        parts: &[Constraints],
        types: Types,
        name: &str,
        read_only: &[&'static str],
    ) -> Vec<Value> {
        let choices = self.choices(parts, types, name, read_only);
        if !choices.is_empty() && !has_entries(parts) {
            return choices;
        }
        let mut each = Vec::new();
        if is_map(parts, types) {
            let mut map = self.map(parts, read_only);
            if !types.is_any() {
                map.shift_insert(0, "type".to_owned(), json!("object"));
            }
            if !choices.is_empty() {
                map.insert("anyOf".to_owned(), json!(choices));
            }
            each.push(Value::Object(map));
        }
        if is_list(parts, types) {
            each.push(self.list(parts, types, name, read_only));
        }
        each.extend(self.scalars(parts, types));
        each
    }

    /// What scalars have to be, one schema for each form; none where all fit, or none.
    fn scalars(&mut self, parts: &[Constraints], types: Types) -> Vec<Value> {
        let names = scalar_types(types);
        if !types.is_any() && names.is_empty() {
            return Vec::new();
        }
        let mut scalar = Map::new();
        if !names.is_empty() {
            scalar.insert("type".to_owned(), json!(names));
        }
        // An editor offers the words, and sees the name in `!Ref Name`.
        if let Some(words) = parts.iter().find_map(|it| it.enumeration) {
            let words: Vec<Value> = words.iter().map(|it| word(it, types)).collect();
            let any = json!({"anyOf": [scalar, reference(INTRINSIC)]});
            return vec![json!({"enum": words}), place(self.shared.keep(names.first().unwrap_or(&"Any"), any))];
        }
        let bounds = parts.iter().find(|it| it.types.has(Types::INTEGER.or(Types::NUMBER)));
        if let Some(bounds) = bounds.filter(|_| !types.has(Types::STRING)) {
            let bounds = [
                ("minimum", bounds.minimum),
                ("maximum", bounds.maximum),
                ("exclusiveMinimum", bounds.exclusive_minimum),
                ("exclusiveMaximum", bounds.exclusive_maximum),
            ];
            let bounds = bounds.into_iter().filter_map(|(key, it)| Some((key.to_owned(), it?.parse::<Number>().ok()?)));
            scalar.extend(bounds.map(|(key, it)| (key, Value::Number(it))));
        }
        let pattern = parts.iter().find_map(|it| it.pattern).filter(|it| patterns::is_portable(it));
        if let Some(pattern) = pattern.filter(|_| types.has(Types::STRING)) {
            scalar.insert("pattern".to_owned(), json!(pattern));
            return vec![Value::Object(scalar), reference(TEXT_ELSEWHERE)];
        }
        if scalar.is_empty() { Vec::new() } else { vec![Value::Object(scalar)] }
    }

    /// The schemas of which one has to fit, with what they say of the value at hand. What they require is left out, since
    /// a condition may decide which one is meant.
    fn choices(&mut self, parts: &[Constraints], types: Types, name: &str, read_only: &[&'static str]) -> Vec<Value> {
        let mut found = Vec::new();
        for schema in parts.iter().find_map(choices_of).into_iter().flat_map(Schemas::iter) {
            let parts = schema.parts();
            let says = |it: &Constraints| !it.types.is_any() || it.pattern.is_some() || it.enumeration.is_some();
            if !has_entries(&parts) && !has_choices(&parts) && !parts.iter().any(says) {
                return Vec::new();
            }
            let mut each = self.alternatives(&parts, types_of(&parts).unwrap_or(types), name, read_only);
            if each.is_empty() {
                return Vec::new();
            }
            each.iter_mut().filter_map(Value::as_object_mut).for_each(|it| drop(it.shift_remove("required")));
            found.extend(each);
        }
        found
    }

    fn map(&mut self, parts: &[Constraints], read_only: &[&'static str]) -> Map<String, Value> {
        let mut properties = Map::new();
        for (name, schema) in parts.iter().filter_map(|it| it.properties).flat_map(Pairs::iter) {
            if !read_only.contains(&name) && !properties.contains_key(name) {
                let value = self.value(schema, name, &below(name, read_only));
                properties.insert(name.to_owned(), value);
            }
        }
        let mut map = Map::new();
        let required: Vec<&str> = parts.iter().filter_map(|it| it.required).flat_map(Texts::iter).collect();
        let patterns: Vec<_> = parts.iter().filter_map(|it| it.pattern_properties).flat_map(Pairs::iter).collect();
        let is_closed = parts.iter().any(Constraints::is_closed);
        let others = match patterns.as_slice() {
            [] if is_closed => Some(json!(false)),
            [] => parts
                .iter()
                .find_map(|it| it.other_properties)
                .map(|it| self.value(it, "Entry", &below("*", read_only))),
            // Which names there are is not said, so that what is said of functions holds.
            [(_, schema)] if properties.is_empty() && is_closed => {
                Some(self.value(*schema, "Entry", &below("*", read_only)))
            }
            _ => None,
        };
        if !properties.is_empty() {
            map.insert("properties".to_owned(), Value::Object(properties));
        }
        if !required.is_empty() {
            map.insert("required".to_owned(), json!(required));
        }
        if let Some(others) = others {
            // It is a warning where somebody sets them.
            let hidden: Vec<&str> = read_only.iter().copied().filter(|it| !it.contains('/')).collect();
            if others == false && !hidden.is_empty() {
                map.insert("patternProperties".to_owned(), json!({format!("^({})$", hidden.join("|")): {}}));
            }
            map.insert("additionalProperties".to_owned(), others);
        }
        map
    }

    fn list(&mut self, parts: &[Constraints], types: Types, name: &str, read_only: &[&'static str]) -> Value {
        let mut list = Map::new();
        if !types.is_any() {
            list.insert("type".to_owned(), json!("array"));
        }
        // A function in it may give several entries or none, so that no other number is certain.
        if parts.iter().any(|it| it.items_count.0.is_some_and(|it| it > 0)) {
            list.insert("minItems".to_owned(), json!(1));
        }
        if let Some(items) = parts.iter().find_map(|it| it.items) {
            list.insert("items".to_owned(), self.value(items, name, &below("*", read_only)));
        }
        Value::Object(list)
    }
}

/// Whether a value can be a map, of which something is known.
fn is_map(parts: &[Constraints], types: Types) -> bool {
    let has_names =
        |it: &Constraints| it.properties.is_some() || it.pattern_properties.is_some() || it.other_properties.is_some();
    types.has(Types::OBJECT) || (types.is_any() && parts.iter().any(has_names))
}

fn is_list(parts: &[Constraints], types: Types) -> bool {
    types.has(Types::ARRAY) || (types.is_any() && parts.iter().any(|it| it.items.is_some()))
}

/// Whether it is known what is in a map or a list.
fn has_entries(parts: &[Constraints]) -> bool {
    let has = |it: &Constraints| {
        it.properties.is_some()
            || it.pattern_properties.is_some()
            || it.other_properties.is_some()
            || it.items.is_some()
    };
    parts.iter().any(has)
}

fn has_choices(parts: &[Constraints]) -> bool {
    parts.iter().any(|it| choices_of(it).is_some())
}

fn choices_of(part: &Constraints) -> Option<Schemas> {
    part.any_of.or(part.one_of)
}

fn types_of(parts: &[Constraints]) -> Option<Types> {
    parts.iter().map(|it| it.types).find(|it| !it.is_any())
}

/// What a value is called that is no map: its type, which editors name where another value stands.
fn name_of(schema: &Value) -> Option<&str> {
    let types = schema["anyOf"][0].get("type")?;
    types.as_str().filter(|it| *it != "object").or_else(|| types[0].as_str())
}

/// The properties that nobody can set, of those below a property or, by `*`, of the entries.
fn below(name: &str, read_only: &[&'static str]) -> Vec<&'static str> {
    read_only.iter().filter_map(|it| it.strip_prefix(name)?.strip_prefix('/')).collect()
}

/// The types of scalars that CloudFormation takes for these: "10" for 10, true for "true", and all that is none of them
/// may come from elsewhere.
fn scalar_types(types: Types) -> Vec<&'static str> {
    if types.has(Types::STRING) {
        return vec!["string", "number", "boolean"];
    }
    let mut names = Vec::new();
    if types.has(Types::NUMBER) {
        names.push("number");
    } else if types.has(Types::INTEGER) {
        names.push("integer");
    }
    if types.has(Types::BOOLEAN) {
        names.push("boolean");
    }
    if !names.is_empty() {
        names.push("string");
    }
    names
}

/// A word as it is written for values of these types.
fn word(text: &str, types: Types) -> Value {
    let read = || serde_json::from_str(text).ok().filter(|it: &Value| it.is_number() || it.is_boolean());
    if types.is_any() || types.has(Types::STRING) { json!(text) } else { read().unwrap_or_else(|| json!(text)) }
}

/// A text that need not have the form of the value: what an editor sees of `!Ref Name`, `!GetAtt Name.Arn`,
/// `!Sub "${Name}-x"` and `!ImportValue shared:Name`, what is looked up at deployment, and words in whose place a script
/// puts something.
fn text_elsewhere() -> Value {
    json!({"type": "string", "pattern": r"^$|\$\{|\{\{resolve:|^!|^[A-Za-z0-9:_.-]+$"})
}
