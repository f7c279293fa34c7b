//! Compares all that is read with the files that it was packed from.
#![cfg(test)]

use super::layout::JSON_TYPES;
use super::{Pairs, ResourceType, Schema, Schemas, Texts, find, names};
use serde_json::{Map, Value as Json};
use std::collections::HashSet;
use std::fs;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/cloudformation");

/// What a type has beside its schema, what is compared with `if`, and what no value is checked for.
const ASIDE: [&str; 14] = [
    "attributes",
    "definitions",
    "deprecated",
    "else",
    "end",
    "mayReplace",
    "multipleOf",
    "notIn",
    "onlyIn",
    "readOnly",
    "ref",
    "replaces",
    "then",
    "updates",
];

#[test]
fn everything_is_read_as_it_was_written() {
    let about = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/data/cloudformation.json")).expect("readable");
    let about: Json = serde_json::from_str(&about).expect("JSON");
    let regions = texts_of(&about["regions"]);
    let mut found = 0;
    for file in fs::read_dir(FOLDER).expect("a folder") {
        let text = fs::read_to_string(file.expect("a file").path()).expect("readable");
        let types: Map<String, Json> = serde_json::from_str(&text).expect("JSON");
        found += types.len();
        for (name, facts) in &types {
            compare_type(&find(name).expect("a type"), facts, &regions);
        }
    }
    assert_eq!(names().count(), found);
}

fn compare_type(read: &ResourceType, written: &Json, regions: &[String]) {
    let none = Map::new();
    let definitions = written["definitions"].as_object().unwrap_or(&none);
    let mut comparison = Comparison { definitions, type_name: read.name, seen: HashSet::new() };
    comparison.schema(read.properties, written);
    assert_eq!(read.reference, written["ref"].as_str().unwrap_or_default());
    assert_eq!(read.end, written["end"].as_str().unwrap_or_default(), "{}", read.name);
    assert_eq!(read.updates, written["updates"] != false, "{}", read.name);
    let lists = [
        ("attributes", read.attributes.names().collect()),
        ("readOnly", read.read_only.iter().collect()),
        ("replaces", read.replaces.iter().collect()),
        ("mayReplace", read.may_replace.iter().collect()),
        ("deprecated", read.deprecated.iter().collect::<Vec<&str>>()),
    ];
    for (key, read) in lists {
        assert_eq!(read, texts_of(&written[key]), "{} {key}", comparison.type_name);
    }
    for (name, schema) in read.attributes.iter() {
        let places = name.split('.').try_fold(written, |it, name| {
            let it = it["$ref"].as_str().map_or(it, |it| &definitions[it]);
            it["properties"].get(name)
        });
        comparison.schema(schema, places.unwrap_or(&Json::Bool(true)));
    }
    let every = [read.read_only, read.replaces, read.may_replace, read.deprecated];
    for name in texts_of(&written["readOnly"]).iter().chain(definitions.keys()) {
        let contained = every.map(|it| it.contains(name));
        assert_eq!(contained, every.map(|it| it.iter().any(|it| it == name)), "{} {name}", read.name);
        assert_eq!(read.attributes.get(name), read.attributes.iter().find(|it| it.0 == name).map(|it| it.1));
    }
    let (only, not) = (texts_of(&written["onlyIn"]), texts_of(&written["notIn"]));
    for region in regions {
        let is_there = if only.is_empty() { !not.contains(region) } else { only.contains(region) };
        assert_eq!(read.is_in(region), Some(is_there), "{} {region}", read.name);
    }
}

struct Comparison<'a> {
    definitions: &'a Map<String, Json>,
    type_name: &'static str,
    seen: HashSet<(Schema, *const Json)>,
}

impl<'a> Comparison<'a> {
    fn schema(&mut self, read: Schema, written: &'a Json) {
        if let Some(name) = written["$ref"].as_str().filter(|_| written.as_object().is_some_and(|it| it.len() == 1)) {
            return self.schema(read, &self.definitions[name]);
        }
        if !self.seen.insert((read, written)) {
            return;
        }
        let it = read.constraints();
        assert_eq!(it.never, *written == false);
        let mut said = HashSet::new();
        let mut says = |is_there: bool, key: &'static str| _ = is_there && said.insert(key);
        says(it.reference.is_some(), "$ref");
        says(!it.types.is_any(), "type");
        says(it.enumeration.is_some(), if it.any_case { "enumCaseInsensitive" } else { "enum" });
        says(it.pattern.is_some(), "pattern");
        says(it.length.0.is_some(), "minLength");
        says(it.length.1.is_some(), "maxLength");
        says(it.minimum.is_some(), "minimum");
        says(it.maximum.is_some(), "maximum");
        says(it.exclusive_minimum.is_some(), "exclusiveMinimum");
        says(it.exclusive_maximum.is_some(), "exclusiveMaximum");
        says(it.items_count.0.is_some(), "minItems");
        says(it.items_count.1.is_some(), "maxItems");
        says(it.unique_items, "uniqueItems");
        says(it.format.is_some(), "format");
        says(it.takes.is_some(), "takes");
        says(it.relates.is_some(), "relates");
        says(it.required.is_some(), "required");
        says(it.properties.is_some(), "properties");
        says(it.pattern_properties.is_some(), "patternProperties");
        says(it.other_properties.is_some(), "additionalProperties");
        says(it.properties_count.0.is_some(), "minProperties");
        says(it.properties_count.1.is_some(), "maxProperties");
        says(it.items.is_some(), "items");
        says(it.first_items.is_some(), "prefixItems");
        says(it.any_of.is_some(), "anyOf");
        says(it.one_of.is_some(), "oneOf");
        says(it.all_of.is_some(), "allOf");
        says(it.not.is_some(), "not");
        says(it.implication.is_some(), "if");
        says(it.dependent_required.is_some(), "dependentRequired");
        says(it.dependent_excluded.is_some(), "dependentExcluded");
        says(it.required_xor.is_some(), "requiredXor");
        says(it.required_or.is_some(), "requiredOr");
        says(it.unique_keys.is_some(), "uniqueKeys");
        let number = |read: Option<&str>, value: &Json| assert_eq!(read, Some(&*value.to_string()));
        for (key, value) in written.as_object().into_iter().flatten() {
            let is_left_out = match &**key {
                "additionalProperties" | "uniqueItems" => *value == false,
                _ => ASIDE.contains(&&**key),
            };
            if is_left_out {
                continue;
            }
            assert!(said.remove(&**key), "{} {key} {written} {read:?} {it:?}", self.type_name);
            match &**key {
                "$ref" => self.schema(it.reference.expect("read"), &self.definitions[value.as_str().expect("a name")]),
                "type" => {
                    let names = value.as_str().map_or_else(|| texts_of(value), |it| vec![it.to_owned()]);
                    let names = JSON_TYPES.into_iter().filter(|it| names.iter().any(|name| name == it));
                    assert!(it.types.names().eq(names), "{value}");
                }
                "enum" | "enumCaseInsensitive" => compare_texts(it.enumeration, value),
                "pattern" => assert_eq!(it.pattern, value.as_str()),
                "minLength" => assert_eq!(it.length.0, value.as_u64()),
                "maxLength" => assert_eq!(it.length.1, value.as_u64()),
                "minimum" => number(it.minimum, value),
                "maximum" => number(it.maximum, value),
                "exclusiveMinimum" => number(it.exclusive_minimum, value),
                "exclusiveMaximum" => number(it.exclusive_maximum, value),
                "minItems" => assert_eq!(it.items_count.0, value.as_u64()),
                "maxItems" => assert_eq!(it.items_count.1, value.as_u64()),
                "uniqueItems" => assert!(it.unique_items),
                "format" => assert_eq!(it.format, value.as_str()),
                "takes" => compare_texts(it.takes, value),
                "relates" => compare_texts(it.relates, value),
                "required" => compare_texts(it.required, value),
                "properties" => self.pairs(it.properties, value),
                "patternProperties" => self.pairs(it.pattern_properties, value),
                "additionalProperties" => self.schema(it.other_properties.expect("read"), value),
                "minProperties" => assert_eq!(it.properties_count.0, value.as_u64()),
                "maxProperties" => assert_eq!(it.properties_count.1, value.as_u64()),
                "items" => self.schema(it.items.expect("read"), value),
                "prefixItems" => self.schemas(it.first_items, value),
                "anyOf" => self.schemas(it.any_of, value),
                "oneOf" => self.schemas(it.one_of, value),
                "allOf" => self.schemas(it.all_of, value),
                "not" => self.schema(it.not.expect("read"), value),
                "if" => {
                    let [condition, then, otherwise] = it.implication.expect("read");
                    self.schema(condition, value);
                    self.schema(then, written.get("then").unwrap_or(&Json::Bool(true)));
                    self.schema(otherwise, written.get("else").unwrap_or(&Json::Bool(true)));
                }
                "dependentRequired" | "dependentExcluded" => {
                    let read = if key == "dependentRequired" { it.dependent_required } else { it.dependent_excluded };
                    let read: Vec<(&str, Texts)> = read.expect("read").iter().collect();
                    let value = value.as_object().expect("names by name");
                    assert!(read.iter().map(|it| it.0).eq(value.keys()), "{value:?}");
                    read.iter().zip(value.values()).for_each(|(it, value)| compare_texts(Some(it.1), value));
                }
                "requiredXor" => compare_texts(it.required_xor, value),
                "requiredOr" => compare_texts(it.required_or, value),
                "uniqueKeys" => compare_texts(it.unique_keys, value),
                _ => panic!("{key} is not known"),
            }
        }
        assert!(said.is_empty(), "{} {said:?} {written}", self.type_name);
    }

    fn pairs(&mut self, read: Option<Pairs>, written: &'a Json) {
        let (read, written) = (read.expect("read"), written.as_object().expect("schemas by name"));
        assert!(read.names().eq(written.keys()), "{written:?}");
        for ((name, schema), value) in read.iter().zip(written.values()) {
            assert_eq!(read.get(name), Some(schema));
            self.schema(schema, value);
        }
        assert_eq!(read.get("No such property"), None);
    }

    fn schemas(&mut self, read: Option<Schemas>, written: &'a Json) {
        let (read, written) = (read.expect("read"), written.as_array().expect("schemas"));
        assert_eq!(read.iter().count(), written.len());
        read.iter().zip(written).for_each(|(it, written)| self.schema(it, written));
    }
}

fn compare_texts(read: Option<Texts>, written: &Json) {
    let (read, written) = (read.expect("read"), texts_of(written));
    assert!(read.iter().eq(written.iter()), "{written:?}");
    assert!(written.iter().all(|it| read.contains(it)), "{written:?}");
    assert!(!read.contains("No such text"));
}

/// The texts of a list; other scalars as JSON has them.
fn texts_of(list: &Json) -> Vec<String> {
    let text = |it: &Json| it.as_str().map_or_else(|| it.to_string(), str::to_owned);
    list.as_array().into_iter().flatten().map(text).collect()
}
