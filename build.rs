//! Packs facts into forms that are read in place: those about CloudFormation's resource types, `data/cloudformation/`, for
//! `src/facts/cloudformation`, and the actions of IAM, `data/iam_actions.txt`, for `src/facts/iam.rs`.
use serde_json::{Map, Value as Json};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::{env, fs};

#[path = "src/facts/cloudformation/layout.rs"]
mod layout;

use layout::{CONSTRAINTS, Constraint, HEADER, JSON_TYPES};

fn main() {
    println!("cargo::rerun-if-changed=data/cloudformation");
    println!("cargo::rerun-if-changed=data/cloudformation.json");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/facts/cloudformation/layout.rs");
    let about = read("data/cloudformation.json".as_ref());
    let mut types = BTreeMap::new();
    for file in fs::read_dir("data/cloudformation").expect("the folder of facts") {
        let Json::Object(found) = read(&file.expect("a file of facts").path()) else { panic!("types by name") };
        types.extend(found);
    }
    write("cloudformation.bin", &Packer::default().pack(&types, &texts(&about["regions"])));
    println!("cargo::rerun-if-changed=data/iam_actions.txt");
    let actions = fs::read_to_string("data/iam_actions.txt").expect("facts are readable");
    write("iam_actions.bin", &pack_actions(&actions));
    println!("cargo::rustc-env=CLOUDFORMATION_FACTS_DATE={}", text(&about["date"]));
}

fn write(name: &str, packed: &[u8]) {
    let target = Path::new(&env::var("OUT_DIR").expect("cargo sets it")).join(name);
    fs::write(target, packed).expect("the facts can be written");
}

/// How many services there are and where each begins, then the services: the prefix, how many actions, and of each action
/// how many characters it shares with the one before, and the others. A text is its length and its bytes.
fn pack_actions(lines: &str) -> Vec<u8> {
    let mut services: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in lines.lines().filter(|it| !it.starts_with('#')) {
        match line.strip_prefix(' ') {
            Some(action) => services.last_mut().expect("actions follow their service").1.push(action),
            None => services.push((line, Vec::new())),
        }
    }
    let mut starts = fixed(services.len()).to_vec();
    let mut bytes = Vec::new();
    for (prefix, actions) in &services {
        starts.extend(fixed((services.len() + 1) * 4 + bytes.len()));
        number(prefix.len(), &mut bytes);
        bytes.extend(prefix.as_bytes());
        number(actions.len(), &mut bytes);
        let mut last = "";
        for action in actions {
            let shared = last.bytes().zip(action.bytes()).take_while(|(one, other)| one == other).count();
            number(shared, &mut bytes);
            number(action.len() - shared, &mut bytes);
            bytes.extend(&action.as_bytes()[shared..]);
            last = action;
        }
    }
    [starts, bytes].concat()
}

fn read(path: &Path) -> Json {
    let text = fs::read_to_string(path).expect("facts are readable");
    serde_json::from_str(&text).unwrap_or_else(|it| panic!("{}: {it}", path.display()))
}

/// What was packed so far.
#[derive(Default)]
struct Packer {
    bytes: Vec<u8>,
    texts: HashMap<String, usize>,
    schemas: HashMap<Vec<u8>, usize>,
    /// The schemas of all definitions; those of a type stand together.
    definitions: Vec<usize>,
    /// Where those of the type at hand begin, by name.
    numbers: HashMap<String, usize>,
}

impl Packer {
    fn pack(mut self, types: &BTreeMap<String, Json>, regions: &[&str]) -> Vec<u8> {
        self.bytes = vec![0; HEADER * 4];
        let mut records = Vec::new();
        for (name, facts) in types {
            let name = self.text(name);
            let record = self.resource(facts, regions);
            records.push(name);
            records.push(record);
        }
        let regions: Vec<usize> = regions.iter().map(|it| self.text(it)).collect();
        let definitions = std::mem::take(&mut self.definitions);
        let tables = [(types.len(), records), (definitions.len(), definitions), (regions.len(), regions)];
        for (at, (count, table)) in tables.into_iter().enumerate() {
            let start = self.bytes.len();
            for (number, value) in [start, count].into_iter().enumerate() {
                let at = (at * 2 + number) * 4;
                self.bytes[at..at + 4].copy_from_slice(&fixed(value));
            }
            self.bytes.extend(table.into_iter().flat_map(fixed));
        }
        self.bytes
    }

    /// A type's record.
    fn resource(&mut self, facts: &Json, regions: &[&str]) -> usize {
        let none = Map::new();
        let definitions = facts["definitions"].as_object().unwrap_or(&none);
        let first = self.definitions.len();
        self.numbers = definitions.keys().enumerate().map(|(at, it)| (it.clone(), first + at)).collect();
        self.definitions.resize(first + definitions.len(), 0);
        for (at, definition) in definitions.values().enumerate() {
            self.definitions[first + at] = self.schema(definition);
        }
        let root = self.schema(facts);
        let mut record = Vec::new();
        let reference = self.text(facts["ref"].as_str().unwrap_or_default());
        let end = self.text(facts["end"].as_str().unwrap_or_default());
        let updates = usize::from(facts["updates"] != false);
        [root, reference, end, updates].into_iter().for_each(|it| number(it, &mut record));
        let attributes = texts(&facts["attributes"]);
        number(attributes.len(), &mut record);
        for attribute in attributes {
            let name = self.text(attribute);
            number(name, &mut record);
            let schema = attribute_of(facts, attribute).cloned().unwrap_or(Json::Bool(true));
            number(self.schema(&schema), &mut record);
        }
        for key in ["readOnly", "replaces", "mayReplace", "deprecated"] {
            self.names(&facts[key], &mut record);
        }
        let listed = |key: &str| Some(texts(&facts[key])).filter(|it| !it.is_empty());
        let (only, not) = (listed("onlyIn"), listed("notIn").unwrap_or_default());
        let has = |it: &&str| only.as_ref().map_or(!not.contains(it), |only| only.contains(it));
        let bits = regions.iter().enumerate().filter(|(_, it)| has(it)).map(|(at, _)| 1_u64 << at).sum();
        long(bits, &mut record);
        self.append(record)
    }

    fn append(&mut self, bytes: Vec<u8>) -> usize {
        let at = self.bytes.len();
        self.bytes.extend(bytes);
        at
    }

    fn text(&mut self, text: &str) -> usize {
        if let Some(at) = self.texts.get(text) {
            return *at;
        }
        let mut bytes = Vec::new();
        number(text.len(), &mut bytes);
        bytes.extend(text.as_bytes());
        let at = self.append(bytes);
        self.texts.insert(text.to_owned(), at);
        at
    }

    /// A schema with everything in it; equal ones are packed once.
    fn schema(&mut self, schema: &Json) -> usize {
        let mut bits = 0;
        let mut parts = Vec::new();
        for (at, constraint) in CONSTRAINTS.into_iter().enumerate() {
            if self.constraint(constraint, schema, &mut parts) {
                bits |= 1_u64 << at;
            }
        }
        let mut bytes = Vec::new();
        long(bits, &mut bytes);
        bytes.extend(parts);
        if let Some(at) = self.schemas.get(&bytes) {
            return *at;
        }
        let at = self.append(bytes.clone());
        self.schemas.insert(bytes, at);
        at
    }

    /// Writes what a schema says of a constraint, if anything.
    fn constraint(&mut self, constraint: Constraint, schema: &Json, to: &mut Vec<u8>) -> bool {
        let value = |key: &str| schema.get(key).filter(|it| !it.is_null());
        let key = match constraint {
            Constraint::Never => return *schema == false,
            Constraint::UniqueItems => return schema["uniqueItems"] == true,
            Constraint::Implication => {
                let Some(condition) = value("if") else { return false };
                let side = |key| value(key).cloned().unwrap_or(Json::Bool(true));
                for part in [condition.clone(), side("then"), side("else")] {
                    number(self.schema(&part), to);
                }
                return true;
            }
            Constraint::OtherProperties => {
                let Some(others) = value("additionalProperties").filter(|it| **it != false) else { return false };
                number(self.schema(others), to);
                return true;
            }
            Constraint::Reference => "$ref",
            Constraint::Types => "type",
            Constraint::Enumeration => "enum",
            Constraint::EnumerationInAnyCase => "enumCaseInsensitive",
            Constraint::Pattern => "pattern",
            Constraint::MinLength => "minLength",
            Constraint::MaxLength => "maxLength",
            Constraint::Minimum => "minimum",
            Constraint::Maximum => "maximum",
            Constraint::ExclusiveMinimum => "exclusiveMinimum",
            Constraint::ExclusiveMaximum => "exclusiveMaximum",
            Constraint::MinItems => "minItems",
            Constraint::MaxItems => "maxItems",
            Constraint::Format => "format",
            Constraint::Takes => "takes",
            Constraint::Relates => "relates",
            Constraint::Required => "required",
            Constraint::Properties => "properties",
            Constraint::PatternProperties => "patternProperties",
            Constraint::MinProperties => "minProperties",
            Constraint::MaxProperties => "maxProperties",
            Constraint::Items => "items",
            Constraint::FirstItems => "prefixItems",
            Constraint::AnyOf => "anyOf",
            Constraint::OneOf => "oneOf",
            Constraint::AllOf => "allOf",
            Constraint::Not => "not",
            Constraint::DependentRequired => "dependentRequired",
            Constraint::DependentExcluded => "dependentExcluded",
            Constraint::RequiredXor => "requiredXor",
            Constraint::RequiredOr => "requiredOr",
            Constraint::UniqueKeys => "uniqueKeys",
        };
        let Some(value) = value(key) else { return false };
        match constraint {
            Constraint::Reference => number(self.numbers[text(value)], to),
            Constraint::Types => {
                let bit = |it: &str| JSON_TYPES.iter().position(|name| *name == it).expect("a type of JSON");
                let names = value.as_str().map_or_else(|| texts(value), |it| vec![it]);
                number(names.into_iter().map(|it| 1 << bit(it)).sum(), to);
            }
            Constraint::Pattern | Constraint::Format => number(self.text(text(value)), to),
            Constraint::Minimum | Constraint::Maximum | Constraint::ExclusiveMinimum | Constraint::ExclusiveMaximum => {
                number(self.text(&value.to_string()), to)
            }
            Constraint::MinLength
            | Constraint::MaxLength
            | Constraint::MinItems
            | Constraint::MaxItems
            | Constraint::MinProperties
            | Constraint::MaxProperties => long(value.as_u64().expect("a count"), to),
            Constraint::Properties | Constraint::PatternProperties => {
                let properties = value.as_object().expect("schemas by name");
                number(properties.len(), to);
                for (name, schema) in properties {
                    number(self.text(name), to);
                    number(self.schema(schema), to);
                }
            }
            Constraint::Items | Constraint::Not => number(self.schema(value), to),
            Constraint::FirstItems | Constraint::AnyOf | Constraint::OneOf | Constraint::AllOf => {
                let schemas = value.as_array().expect("schemas");
                number(schemas.len(), to);
                for schema in schemas {
                    number(self.schema(schema), to);
                }
            }
            Constraint::DependentRequired | Constraint::DependentExcluded => {
                let names = value.as_object().expect("names by name");
                number(names.len(), to);
                for (name, others) in names {
                    number(self.text(name), to);
                    self.names(others, to);
                }
            }
            _ => self.names(value, to),
        }
        true
    }

    /// A list of texts; other scalars are written as JSON does.
    fn names(&mut self, names: &Json, to: &mut Vec<u8>) {
        let names = names.as_array().map_or(&[] as &[Json], |it| it);
        number(names.len(), to);
        for name in names {
            let text = name.as_str().map_or_else(|| name.to_string(), str::to_owned);
            number(self.text(&text), to);
        }
    }
}

/// The schema of an attribute, whose name leads through properties.
fn attribute_of<'a>(facts: &'a Json, attribute: &str) -> Option<&'a Json> {
    attribute.split('.').try_fold(facts, |schema, name| {
        let schema = schema["$ref"].as_str().map_or(schema, |it| &facts["definitions"][it]);
        schema["properties"].get(name)
    })
}

fn text(value: &Json) -> &str {
    value.as_str().expect("a text")
}

fn texts(value: &Json) -> Vec<&str> {
    value.as_array().into_iter().flatten().map(text).collect()
}

fn fixed(value: usize) -> [u8; 4] {
    u32::try_from(value).expect("less than 4 GB").to_le_bytes()
}

fn number(value: usize, to: &mut Vec<u8>) {
    long(value as u64, to);
}

fn long(mut value: u64, to: &mut Vec<u8>) {
    while value >= 0x80 {
        to.push(value as u8 | 0x80);
        value >>= 7;
    }
    to.push(value as u8);
}
