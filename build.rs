//! Packs facts into forms that are read in place: those about CloudFormation's resource types, `data/cloudformation/`, for
//! `src/facts/cloudformation`, and the actions of IAM, `data/iam_actions.txt`, for `src/facts/iam.rs`.
use serde_json::{Map, Value as Json};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;
use std::{env, fs};

#[path = "src/facts/cloudformation/layout.rs"]
mod layout;

use layout::{CONSTRAINTS, Constraint, HAS_END, HAS_TEXTS, HERE, JSON_TYPES, NO_UPDATES, STEP, TYPES};

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
    pack_types(&types, &texts(&about["regions"]));
    println!("cargo::rerun-if-changed=data/iam_actions.txt");
    let actions = fs::read_to_string("data/iam_actions.txt").expect("facts are readable");
    pack_actions(&actions);
    println!("cargo::rustc-env=CLOUDFORMATION_FACTS_DATE={}", text(&about["date"]));
}

fn write(name: &str, packed: &[u8]) {
    let target = Path::new(&env::var("OUT_DIR").expect("cargo sets it")).join(name);
    fs::write(target, packed).expect("the facts can be written");
}

/// The words of all actions are a dictionary. The rest is how many services there are and where each begins, then the
/// services: the prefix, how many actions, and of each action a number, which is eight times how many words it shares with
/// the one before, and how many others it has, whose numbers follow. From seven others on, the number says seven, and how
/// many more there are follows. A prefix is its length and its bytes.
fn pack_actions(lines: &str) {
    let mut services: Vec<(&str, Vec<Vec<&str>>)> = Vec::new();
    for line in lines.lines().filter(|it| !it.starts_with('#')) {
        match line.strip_prefix(' ') {
            Some(action) => services.last_mut().expect("actions follow their service").1.push(words(action)),
            None => services.push((line, Vec::new())),
        }
    }
    let dictionary = Dictionary::new(services.iter().flat_map(|it| &it.1).flatten().copied());
    let mut starts = fixed(services.len()).to_vec();
    let mut bytes = Vec::new();
    for (prefix, actions) in &services {
        starts.extend(fixed((services.len() + 1) * 4 + bytes.len()));
        number(prefix.len(), &mut bytes);
        bytes.extend(prefix.as_bytes());
        number(actions.len(), &mut bytes);
        let mut last: &[&str] = &[];
        for action in actions {
            let shared = last.iter().zip(action).take_while(|(one, other)| one == other).count();
            let others = &action[shared..];
            number(shared << 3 | others.len().min(7), &mut bytes);
            if let Some(more) = others.len().checked_sub(7) {
                number(more, &mut bytes);
            }
            others.iter().for_each(|it| number(dictionary.numbers[*it], &mut bytes));
            last = action;
        }
    }
    dictionary.write("iam");
    write("iam_actions.bin", &[starts, bytes].concat());
}

/// The words of a name such as `GetDBClusterName`: `Get`, `DB`, `Cluster`, `Name`.
fn words(name: &str) -> Vec<&str> {
    let bytes = name.as_bytes();
    let begins = |at: usize| {
        let is_in_capitals = bytes[at - 1].is_ascii_uppercase();
        bytes[at].is_ascii_uppercase() && (!is_in_capitals || bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase))
    };
    let mut starts: Vec<usize> = (1..bytes.len()).filter(|at| begins(*at)).collect();
    starts.insert(0, 0);
    let ends = starts.iter().copied().skip(1).chain([bytes.len()]);
    starts.iter().zip(ends).map(|(start, end)| &name[*start..end]).collect()
}

/// Texts with numbers, which go by their lengths, so that neither lengths nor places have to be written.
struct Dictionary {
    texts: Vec<String>,
    numbers: HashMap<String, usize>,
}

impl Dictionary {
    /// The longest text that can be in it.
    const LONGEST: usize = 255;

    fn new<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let texts: BTreeSet<(usize, &str)> = texts.map(|it| (it.len(), it)).collect();
        let texts: Vec<String> = texts.into_iter().map(|it| it.1.to_owned()).collect();
        let numbers = texts.iter().enumerate().map(|(at, it)| (it.clone(), at)).collect();
        Self { texts, numbers }
    }

    /// Of each length and the one after the last, the first number and where its text begins, in four bytes each. Then the
    /// length of each 64th text. The texts are a file of their own.
    fn write(&self, name: &str) {
        let mut bytes = Vec::new();
        for length in 0..=Self::LONGEST + 1 {
            let shorter = || self.texts.iter().take_while(|it| it.len() < length);
            bytes.extend(fixed(shorter().count()));
            bytes.extend(fixed(shorter().map(String::len).sum()));
        }
        let length = |it: &String| u8::try_from(it.len()).expect("texts are short");
        bytes.extend(self.texts.iter().step_by(64).map(length));
        write(&format!("{name}_lengths.bin"), &bytes);
        write(&format!("{name}_dictionary.txt"), self.texts.concat().as_bytes());
    }
}

fn read(path: &Path) -> Json {
    let text = fs::read_to_string(path).expect("facts are readable");
    serde_json::from_str(&text).unwrap_or_else(|it| panic!("{}: {it}", path.display()))
}

fn pack_types(types: &BTreeMap<String, Json>, regions: &[&str]) {
    let mut schemas = Schemas::default();
    let mut region_sets = Vec::new();
    let records: Vec<Record> =
        types.iter().map(|(name, it)| record(name, it, regions, &mut region_sets, &mut schemas)).collect();
    let packer = Packer::new(&records, &schemas.all, &schemas.recursive);
    let (mut table, mut starts, mut all) = (Vec::new(), Vec::new(), Piece::default());
    for id in &packer.in_table {
        table.push(all.end());
        packer.said(&schemas.all[*id], &mut all);
    }
    for record in &records {
        starts.push(all.end());
        number(record.name.len(), &mut all.structure);
        all.texts.extend(record.name.as_bytes());
        packer.tokens(&record.tokens, &mut all);
        packer.said(&schemas.all[record.schema], &mut all);
    }
    packer.dictionary.write("cloudformation");
    write("cloudformation_shapes.bin", &packer.shapes.iter().flat_map(|it| it.to_le_bytes()).collect::<Vec<u8>>());
    write("cloudformation_schemas.bin", &places(&table));
    write("cloudformation_types.bin", &places(&starts));
    write("cloudformation_structure.bin", &all.structure);
    write("cloudformation_texts.txt", &all.texts);
    write("cloudformation_regions.txt", regions.join("\n").as_bytes());
    write("cloudformation_region_sets.bin", &region_sets.iter().flat_map(|it| it.to_le_bytes()).collect::<Vec<u8>>());
}

/// Places in the structure and in the texts. What a byte of all of them says stands together, the lowest first, since it is
/// alike.
fn places(places: &[(usize, usize)]) -> Vec<u8> {
    let byte = |of: usize, at: u32| u8::try_from(of >> (8 * at) & 0xff).expect("a byte");
    assert!(places.iter().all(|it| it.0.max(it.1) < 1 << 24), "places take three bytes");
    let structure = (0..3).flat_map(|at| places.iter().map(move |it| byte(it.0, at)));
    let texts = (0..3).flat_map(|at| places.iter().map(move |it| byte(it.1, at)));
    structure.chain(texts).collect()
}

/// A number, a text, or a schema by its number in [`Schemas`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Token {
    Number(u64),
    Text(String),
    /// A text where steps are too.
    Name(String),
    Schema(usize),
}

/// What a schema says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct Said {
    shape: u64,
    tokens: Vec<Token>,
}

/// The schemas of all types; equal ones are one.
#[derive(Default)]
struct Schemas {
    all: Vec<Said>,
    numbers: HashMap<Said, usize>,
    /// Those that are a part of themselves.
    recursive: HashSet<usize>,
}

/// A type with what is known of it beside its schema.
struct Record {
    name: String,
    tokens: Vec<Token>,
    schema: usize,
}

fn record(name: &str, facts: &Json, regions: &[&str], region_sets: &mut Vec<u64>, schemas: &mut Schemas) -> Record {
    let none = Map::new();
    let definitions = facts["definitions"].as_object().unwrap_or(&none);
    let mut reader = Reader { schemas, definitions, read: HashMap::new() };
    let schema = reader.schema(facts);
    let listed = |key: &str| Some(texts(&facts[key])).filter(|it| !it.is_empty());
    let (only, not) = (listed("onlyIn"), listed("notIn").unwrap_or_default());
    let has = |it: &&str| only.as_ref().map_or(!not.contains(it), |only| only.contains(it));
    let bits = regions.iter().enumerate().filter(|(_, it)| has(it)).map(|(at, _)| 1_u64 << at).sum();
    let set = region_sets.iter().position(|it| *it == bits).unwrap_or_else(|| {
        region_sets.push(bits);
        region_sets.len() - 1
    });
    let end = facts["end"].as_str();
    let has_end = if end.is_some() { HAS_END } else { 0 };
    let flags = if facts["updates"] == false { has_end | NO_UPDATES } else { has_end };
    let mut tokens = vec![Token::Number(set as u64), Token::Number(flags as u64)];
    tokens.extend(end.map(|it| Token::Text(it.to_owned())));
    tokens.push(Token::Text(facts["ref"].as_str().unwrap_or_default().to_owned()));
    let properties: Vec<&str> =
        facts["properties"].as_object().expect("properties").keys().map(String::as_str).collect();
    for key in ["attributes", "readOnly", "replaces", "mayReplace", "deprecated"] {
        let names = texts(&facts[key]);
        tokens.push(Token::Number(names.len() as u64));
        if key != "attributes" && !names.is_empty() {
            let lengths = names.iter().fold(0, |bits, it| bits | layout::length_bit(it));
            tokens.push(Token::Number(lengths.into()));
        }
        let mut next = 0;
        for name in names {
            match step(&properties, &mut next, name) {
                Some(step) => tokens.push(Token::Number((step << 1 | STEP) as u64)),
                None => {
                    tokens.push(Token::Name(name.to_owned()));
                    if key == "attributes" {
                        tokens
                            .push(Token::Schema(reader.schema(attribute_of(facts, name).unwrap_or(&Json::Bool(true)))));
                    }
                }
            }
        }
    }
    // The reader finds the properties without reading what else a schema says.
    let before = ((1_u64 << Constraint::Properties as u32) - 1) & !(1 << Constraint::RequiredProperties as u32);
    assert_eq!(reader.schemas.all[schema].shape & before, 0, "{name} says something before its properties");
    Record { name: name.to_owned(), tokens, schema }
}

/// How many properties to go on from `next` to the one with a name. From there, the one after it is next.
fn step(properties: &[&str], next: &mut usize, name: &str) -> Option<usize> {
    let at = properties.iter().position(|it| *it == name)?;
    let step = (at + properties.len() - *next) % properties.len();
    *next = (at + 1) % properties.len();
    Some(step)
}

/// Reads the schemas of a type.
struct Reader<'a> {
    schemas: &'a mut Schemas,
    definitions: &'a Map<String, Json>,
    /// The definitions that were read, and those that are being read, with a number if they need one by then.
    read: HashMap<&'a str, Definition>,
}

#[derive(Clone, Copy)]
enum Definition {
    Open(Option<usize>),
    Read(usize),
}

impl<'a> Reader<'a> {
    /// The number of a schema.
    fn schema(&mut self, schema: &'a Json) -> usize {
        if let Some(name) = only_reference(schema) {
            return self.definition(name);
        }
        let said = self.said(schema);
        self.schemas.number(said)
    }

    fn definition(&mut self, name: &'a str) -> usize {
        if let Some(other) = only_reference(&self.definitions[name]) {
            return self.definition(other);
        }
        match self.read.get(name).copied() {
            Some(Definition::Read(number) | Definition::Open(Some(number))) => number,
            Some(Definition::Open(None)) => {
                let number = self.schemas.all.len();
                self.schemas.all.push(Said::default());
                self.schemas.recursive.insert(number);
                self.read.insert(name, Definition::Open(Some(number)));
                number
            }
            None => {
                self.read.insert(name, Definition::Open(None));
                let said = self.said(&self.definitions[name]);
                let number = match self.read[name] {
                    Definition::Open(Some(number)) => {
                        self.schemas.all[number] = said;
                        number
                    }
                    Definition::Open(None) | Definition::Read(_) => self.schemas.number(said),
                };
                self.read.insert(name, Definition::Read(number));
                number
            }
        }
    }

    fn said(&mut self, schema: &'a Json) -> Said {
        let mut said = Said::default();
        for (at, constraint) in CONSTRAINTS.into_iter().enumerate() {
            if self.constraint(constraint, schema, &mut said.tokens) {
                said.shape |= 1 << at;
            }
        }
        let bit = |it: &str| JSON_TYPES.iter().position(|name| *name == it).expect("a type of JSON");
        let names = schema["type"].as_str().map_or_else(|| texts(&schema["type"]), |it| vec![it]);
        said.shape |= names.into_iter().map(|it| 1_u64 << bit(it)).sum::<u64>() << TYPES;
        said
    }

    /// Adds what a schema says of a constraint, if anything.
    fn constraint(&mut self, constraint: Constraint, schema: &'a Json, to: &mut Vec<Token>) -> bool {
        let value = |key: &str| schema.get(key).filter(|it| !it.is_null());
        let key = match constraint {
            Constraint::Never => return *schema == false,
            Constraint::UniqueItems => return schema["uniqueItems"] == true,
            Constraint::Implication => {
                let Some(condition) = value("if") else { return false };
                for part in [condition, value("then").unwrap_or(&TRUE), value("else").unwrap_or(&TRUE)] {
                    to.push(Token::Schema(self.schema(part)));
                }
                return true;
            }
            Constraint::OtherProperties => {
                let Some(others) = value("additionalProperties").filter(|it| **it != false) else { return false };
                to.push(Token::Schema(self.schema(others)));
                return true;
            }
            Constraint::RequiredProperties => {
                let Some(steps) = required_steps(schema) else { return false };
                to.push(Token::Number(steps.len() as u64));
                to.extend(steps.into_iter().map(|it| Token::Number((it << 1 | STEP) as u64)));
                return true;
            }
            Constraint::Required if required_steps(schema).is_some() => return false,
            Constraint::Reference => "$ref",
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
            Constraint::Reference => to.push(Token::Schema(self.definition(text(value)))),
            Constraint::Pattern | Constraint::Format => to.push(Token::Text(text(value).to_owned())),
            Constraint::Minimum | Constraint::Maximum | Constraint::ExclusiveMinimum | Constraint::ExclusiveMaximum => {
                to.push(Token::Text(value.to_string()));
            }
            Constraint::MinLength
            | Constraint::MaxLength
            | Constraint::MinItems
            | Constraint::MaxItems
            | Constraint::MinProperties
            | Constraint::MaxProperties => to.push(Token::Number(value.as_u64().expect("a count"))),
            Constraint::Properties | Constraint::PatternProperties => {
                let properties = value.as_object().expect("schemas by name");
                to.push(Token::Number(properties.len() as u64));
                for (name, schema) in properties {
                    to.push(Token::Text(name.clone()));
                    to.push(Token::Schema(self.schema(schema)));
                }
            }
            Constraint::Items | Constraint::Not => to.push(Token::Schema(self.schema(value))),
            Constraint::FirstItems | Constraint::AnyOf | Constraint::OneOf | Constraint::AllOf => {
                let schemas = value.as_array().expect("schemas");
                to.push(Token::Number(schemas.len() as u64));
                for schema in schemas {
                    to.push(Token::Schema(self.schema(schema)));
                }
            }
            Constraint::DependentRequired | Constraint::DependentExcluded => {
                let dependents = value.as_object().expect("names by name");
                to.push(Token::Number(dependents.len() as u64));
                for (name, others) in dependents {
                    to.push(Token::Text(name.clone()));
                    names(others, to);
                }
            }
            _ => names(value, to),
        }
        true
    }
}

/// The definition to which a schema refers, if it says nothing else.
fn only_reference(schema: &Json) -> Option<&str> {
    let schema = schema.as_object().filter(|it| it.len() == 1)?;
    schema.get("$ref").map(text)
}

static TRUE: Json = Json::Bool(true);

/// The required properties as steps, where all are among the properties.
fn required_steps(schema: &Json) -> Option<Vec<usize>> {
    let properties: Vec<&str> = schema.get("properties")?.as_object()?.keys().map(String::as_str).collect();
    let mut next = 0;
    texts(schema.get("required")?).into_iter().map(|it| step(&properties, &mut next, it)).collect()
}

/// A list of texts; other scalars are written as JSON does.
fn names(names: &Json, to: &mut Vec<Token>) {
    let names = names.as_array().map_or(&[] as &[Json], |it| it);
    to.push(Token::Number(names.len() as u64));
    to.extend(names.iter().map(|it| Token::Text(it.as_str().map_or_else(|| it.to_string(), str::to_owned))));
}

impl Schemas {
    fn number(&mut self, said: Said) -> usize {
        let all = &mut self.all;
        *self.numbers.entry(said).or_insert_with_key(|it| {
            all.push(it.clone());
            all.len() - 1
        })
    }
}

/// What was packed: see `layout.rs`.
#[derive(Default)]
struct Piece {
    structure: Vec<u8>,
    texts: Vec<u8>,
}

impl Piece {
    fn end(&self) -> (usize, usize) {
        (self.structure.len(), self.texts.len())
    }
}

struct Packer<'a> {
    schemas: &'a [Said],
    dictionary: Dictionary,
    /// The most frequent first.
    shapes: Vec<u64>,
    in_table: Vec<usize>,
    /// The places of schemas in the table.
    places: HashMap<usize, usize>,
}

impl<'a> Packer<'a> {
    fn new(records: &[Record], schemas: &'a [Said], recursive: &HashSet<usize>) -> Self {
        let of_records = records.iter().flat_map(|it| &it.tokens);
        let (mut texts, mut uses): (BTreeMap<&str, usize>, BTreeMap<usize, usize>) = Default::default();
        let mut shapes: BTreeMap<u64, usize> = BTreeMap::new();
        schemas.iter().for_each(|it| *shapes.entry(it.shape).or_default() += 1);
        for token in schemas.iter().flat_map(|it| &it.tokens).chain(of_records) {
            match token {
                Token::Number(_) => {}
                Token::Text(text) | Token::Name(text) => *texts.entry(text).or_default() += 1,
                Token::Schema(id) => *uses.entry(*id).or_default() += 1,
            }
        }
        let dictionary = texts.into_iter().filter(|it| it.1 > 1 && it.0.len() <= Dictionary::LONGEST).map(|it| it.0);
        let mut shapes: Vec<(u64, usize)> = shapes.into_iter().collect();
        shapes.sort_by_key(|it| std::cmp::Reverse(it.1));
        let mut in_table: Vec<(usize, usize)> =
            uses.into_iter().filter(|it| it.1 > 1 || recursive.contains(&it.0)).collect();
        in_table.sort_by_key(|it| std::cmp::Reverse(it.1));
        // The numbers of the first take one byte. Of others, those that are used together are alike.
        let others = in_table.len().min(64);
        in_table[others..].sort_unstable();
        let in_table: Vec<usize> = in_table.into_iter().map(|it| it.0).collect();
        Self {
            schemas,
            dictionary: Dictionary::new(dictionary),
            shapes: shapes.into_iter().map(|it| it.0).collect(),
            places: in_table.iter().enumerate().map(|(at, it)| (*it, at)).collect(),
            in_table,
        }
    }

    fn said(&self, said: &Said, to: &mut Piece) {
        number(self.shapes.iter().position(|it| *it == said.shape).expect("all are there"), &mut to.structure);
        self.tokens(&said.tokens, to);
    }

    fn tokens(&self, tokens: &[Token], to: &mut Piece) {
        for token in tokens {
            match token {
                Token::Number(it) => long(*it, &mut to.structure),
                Token::Text(text) => number(self.text(text, &mut to.texts), &mut to.structure),
                Token::Name(name) => number(self.text(name, &mut to.texts) << 1, &mut to.structure),
                Token::Schema(id) => match self.places.get(id) {
                    Some(at) => number(at << 1, &mut to.structure),
                    None => self.here(&self.schemas[*id], to),
                },
            }
        }
    }

    /// The number of a text.
    fn text(&self, text: &str, to: &mut Vec<u8>) -> usize {
        self.dictionary.numbers.get(text).map_or_else(
            || {
                to.extend(text.as_bytes());
                text.len() << 1 | HERE
            },
            |it| it << 1,
        )
    }

    /// Writes a schema where it is used.
    fn here(&self, said: &Said, to: &mut Piece) {
        let mut piece = Piece::default();
        self.said(said, &mut piece);
        let has_texts = if piece.texts.is_empty() { 0 } else { HAS_TEXTS };
        number(piece.structure.len() << 2 | has_texts | HERE, &mut to.structure);
        if has_texts != 0 {
            number(piece.texts.len(), &mut to.structure);
        }
        to.structure.extend(piece.structure);
        to.texts.extend(piece.texts);
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
