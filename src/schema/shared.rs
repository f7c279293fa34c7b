//! Schemas of values, each kept once, however many properties have it.
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, HashMap, HashSet};

/// The key under which a schema that is kept refers to another one, by its number.
const KEPT: &str = "$kept";

/// The schemas that were kept so far.
#[derive(Default)]
pub(super) struct Shared {
    kept: Vec<Kept>,
    by_text: HashMap<String, Id>,
}

/// The number of a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Id(usize);

struct Kept {
    /// What it may be called: the name of a property that has it.
    name: String,
    /// `Null` while it is not known yet.
    schema: Value,
}

impl Kept {
    /// Whether everything fits it, which takes no name to say.
    fn is_open(&self) -> bool {
        self.schema.as_object().is_some_and(Map::is_empty)
    }
}

impl Shared {
    /// Keeps a schema, in which [`place`] stands for others; one that says the same is kept already.
    pub(super) fn keep(&mut self, name: &str, schema: Value) -> Id {
        let text = schema.to_string();
        if let Some(id) = self.by_text.get(&text) {
            return *id;
        }
        let id = self.reserve(name);
        self.by_text.insert(text, id);
        self.fill(id, schema);
        id
    }

    /// The number of a schema that is still to be filled in, since it is a part of itself.
    pub(super) fn reserve(&mut self, name: &str) -> Id {
        self.kept.push(Kept { name: name.to_owned(), schema: Value::Null });
        Id(self.kept.len() - 1)
    }

    pub(super) fn fill(&mut self, id: Id, schema: Value) {
        self.kept[id.0].schema = schema;
    }

    /// Adds what is used more than once to `definitions`, under names that are free there, and puts the schemas into
    /// their places in `roots`.
    pub(super) fn place(&self, mut roots: Vec<Value>, definitions: &mut Map<String, Value>) -> Vec<Value> {
        let mut uses = vec![0_usize; self.kept.len()];
        let mut open: Vec<&Value> = roots.iter().collect();
        while let Some(next) = open.pop() {
            for id in places(next) {
                uses[id.0] += 1;
                if uses[id.0] == 1 {
                    open.push(&self.kept[id.0].schema);
                }
            }
        }
        let mut taken: HashSet<String> = definitions.keys().cloned().collect();
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        let mut names: BTreeMap<Id, String> = BTreeMap::new();
        for (at, kept) in self.kept.iter().enumerate().filter(|(at, it)| uses[*at] > 1 && !it.is_open()) {
            let number = numbers.entry(&kept.name).or_default();
            let name = loop {
                *number += 1;
                let name = if *number == 1 { kept.name.clone() } else { format!("{}.{number}", kept.name) };
                if taken.insert(name.clone()) {
                    break name;
                }
            };
            names.insert(Id(at), name);
        }
        for (id, name) in &names {
            let mut schema = self.kept[id.0].schema.clone();
            self.put(&mut schema, &names);
            definitions.insert(name.clone(), schema);
        }
        roots.iter_mut().for_each(|it| self.put(it, &names));
        roots
    }

    /// Puts schemas into their places: by name where they have one.
    fn put(&self, value: &mut Value, names: &BTreeMap<Id, String>) {
        match value {
            Value::Object(map) => {
                if let Some(id) = map.shift_remove(KEPT).as_ref().and_then(id_of) {
                    match names.get(&id) {
                        Some(name) => map.extend([("$ref".to_owned(), json!(format!("#/definitions/{name}")))]),
                        None => map.extend(self.kept[id.0].schema.as_object().cloned().unwrap_or_default()),
                    }
                }
                map.values_mut().for_each(|it| self.put(it, names));
            }
            Value::Array(items) => items.iter_mut().for_each(|it| self.put(it, names)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => (),
        }
    }
}

/// What stands for a schema that is kept.
pub(super) fn place(id: Id) -> Value {
    json!({KEPT: id.0})
}

fn id_of(value: &Value) -> Option<Id> {
    usize::try_from(value.as_u64()?).ok().map(Id)
}

/// The schemas that are to be put into this one.
fn places(value: &Value) -> Vec<Id> {
    let mut found = Vec::new();
    let mut open = vec![value];
    while let Some(next) = open.pop() {
        match next {
            Value::Object(map) => {
                found.extend(map.get(KEPT).and_then(id_of));
                open.extend(map.values());
            }
            Value::Array(items) => open.extend(items),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => (),
        }
    }
    found
}
