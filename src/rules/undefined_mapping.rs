//! Finds lookups of what mappings do not have.
use crate::diagnostic::{Diagnostic, Problems, Searches, codes, listed};
use crate::rule;
use crate::semantics::Semantics;
use crate::syntax::{Map, Node, Value};
use crate::template::intrinsics;
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

rule! {
    UNDEFINED_MAPPING check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    let mappings = semantics.template.section("Mappings").and_then(Node::map);
    let included = mappings.is_some_and(|it| it.contains_key("Fn::Transform"));
    if semantics.has_other_transforms() || included {
        return;
    }
    let lookups = Lookups { semantics, mappings, has_inner: RefCell::default(), searches: Searches::new() };
    for section in ["Conditions", "Globals", "Outputs"] {
        // Whether a condition is worked out does not depend on others; an output may have one.
        let certain = section == "Conditions";
        semantics.template.section(section).into_iter().for_each(|it| lookups.check_below(it, certain, problems));
    }
    for (id, resource) in semantics.template.resources().iter() {
        let certain = resource.get("Condition").is_none();
        problems.in_resource(id, |problems| lookups.check_below(resource, certain, problems));
    }
}

struct Lookups<'c, 'a> {
    semantics: &'c Semantics<'a>,
    mappings: Option<&'a Map>,
    /// Whether a mapping has an inner key under some key, by their names.
    has_inner: RefCell<HashMap<(String, String), bool>>,
    searches: Searches,
}

/// Most keys that are put into their order, of which a message lists the first.
const MOST_SORTED: usize = 100;

impl Lookups<'_, '_> {
    /// Checks the lookups at and below `node`; `certain` says whether they happen whatever conditions say.
    fn check_below(&self, node: &Node, certain: bool, problems: &mut Problems) {
        if let Some([map, first, second]) = intrinsics::argument(node, "Fn::FindInMap").and_then(Node::list) {
            self.check(map, first, second, certain, problems);
        }
        let certain = certain && !intrinsics::is_if(node);
        match &node.value {
            Value::List(items) => items.iter().for_each(|it| self.check_below(it, certain, problems)),
            Value::Map(map) => map.values().for_each(|it| self.check_below(it, certain, problems)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => (),
        }
    }

    fn check(&self, map: &Node, first: &Node, second: &Node, certain: bool, problems: &mut Problems) {
        let Some(name) = map.text() else { return };
        let Some(mapping) = self.mappings.and_then(|it| it.get(name)) else {
            let names = self.mappings.into_iter().flat_map(Map::keys).map(|it| &**it).collect();
            let message = format!("there is no mapping `{name}` in this template");
            return self.report(map, map, name, message, names, problems);
        };
        let Some(mapping) = mapping.map().filter(|it| !it.contains_key("Fn::Transform")) else { return };
        let inner = match self.key(first, certain) {
            Some(key) => match mapping.get(&key.0) {
                Some(inner) => Some(inner),
                None => {
                    let names = mapping.keys().map(|it| &**it).collect();
                    let message = format!("mapping `{name}` has no key `{}`", key.0);
                    return self.report(first, &key.1, &key.0, message, names, problems);
                }
            },
            None => None,
        };
        let Some((key, written)) = self.key(second, certain) else { return };
        let may_have = |it: &Map| it.contains_key(&key) || it.contains_key("Fn::Transform");
        let all = || mapping.values().filter_map(Node::map);
        let has = match inner {
            Some(inner) => inner.map().is_none_or(may_have),
            // There may be thousands of keys, and of lookups.
            None => *self.has_inner.borrow_mut().entry((name.to_string(), key.clone())).or_insert_with(|| {
                let mut all = all().peekable();
                all.peek().is_none() || all.any(may_have)
            }),
        };
        if !has {
            let all: Vec<&Map> =
                inner.map_or_else(|| all().take(MOST_SORTED).collect(), |it| it.map().into_iter().collect());
            let names = all.iter().flat_map(|it| it.keys()).map(|it| &**it).collect();
            let place = first.text().map(|it| format!(" under `{it}`")).unwrap_or_default();
            let message = format!("mapping `{name}` has no key `{key}`{place}");
            self.report(second, &written, &key, message, names, problems);
        }
    }

    /// A key as far as it is known, with where it is written: in place, or as the default of a parameter.
    fn key(&self, node: &Node, certain: bool) -> Option<(String, Node)> {
        if let Some(text) = node.text() {
            return Some((text.to_string(), node.clone()));
        }
        let parameter = intrinsics::argument(node, "Ref").and_then(Node::text).filter(|_| certain)?;
        let default = self.semantics.template.section("Parameters")?.get(parameter)?.get("Default")?;
        // A parameter of another type stands for what its value names.
        let is_text = self.semantics.template.section("Parameters")?.get(parameter)?.get("Type")?.is_text("String");
        default.text().filter(|it| is_text && !it.is_empty()).map(|it| (it.to_string(), default.clone()))
    }

    fn report(
        &self,
        used: &Node,
        written: &Node,
        key: &str,
        message: String,
        names: Vec<&str>,
        problems: &mut Problems,
    ) {
        let finding = Diagnostic::new(&codes::UNDEFINED_MAPPING, used.span, message);
        let is_default = used.span != written.span;
        let finding = if is_default { finding.related(written.span, "the parameter's default") } else { finding };
        problems.push(match self.searches.nearest(key, names.iter().copied()) {
            Some(near) if self.semantics.source.slice(used.span) == key => finding.did_you_mean(used.span, key, near),
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None if names.is_empty() => finding.help("declare it under `Mappings`"),
            None => {
                let first: BTreeSet<&str> = names.iter().take(MOST_SORTED).copied().collect();
                finding.help(match first.len() {
                    1 => format!("write {}", listed(first)),
                    _ => format!("write one of {}", listed(first)),
                })
            }
        });
    }
}
