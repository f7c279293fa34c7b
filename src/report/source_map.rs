//! Where a document comes from, for programs: each value of the document with its place in the template. The fields
//! are a contract: fields may be added, never changed.
use super::json::places;
use crate::provenance::{Construct, Generated, Provenance, SiteKind, ValueOrigin};
use crate::safe_text;
use crate::source::{Source, Sources, Span};
use crate::syntax::{Map, Node};
use serde_json::{Value, json};

type Object = serde_json::Map<String, Value>;

/// Writes the source map of a document as JSON, with a line break at the end.
pub fn document(sources: &Sources, provenance: &Provenance<'_>) -> String {
    let mut values = Values { sources, provenance, found: Object::new() };
    for (name, section) in provenance.document().iter() {
        values.add(section, None, pointer("", name));
    }
    let resource = |it: Generated<'_>| {
        let causes: Vec<Value> = it.causes.iter().map(|it| cause(it, sources)).collect();
        (it.logical_id.to_string(), json!({"purpose": it.purpose, "causes": causes}))
    };
    let map = json!({
        "version": 1,
        "sources": sources.files().iter().map(Source::name).collect::<Vec<_>>(),
        "resources": provenance.resources().map(resource).collect::<Object>(),
        "values": values.found,
    });
    let text = serde_json::to_string_pretty(&map).expect("strings as keys, and no numbers but integers");
    safe_text::json(text) + "\n"
}

fn cause(construct: &Construct<'_>, sources: &Sources) -> Value {
    let [start, end] = places(sources.of(construct.span), construct.span);
    let name = |kind| construct.part.filter(|it| it.kind == kind).map(|it| it.name);
    json!({
        "resource": construct.resource_id,
        "event": name(SiteKind::Event),
        "connector": name(SiteKind::Connector),
        "source": sources.number_of(construct.span),
        "start": start,
        "end": end,
    })
}

/// The values found so far, by JSON pointer.
struct Values<'a> {
    sources: &'a Sources,
    provenance: &'a Provenance<'a>,
    found: Object,
}

impl Values<'_> {
    /// Adds a value and what is below it, but nothing that stands where the value around it does.
    fn add(&mut self, node: &Node, around: Option<Span>, pointer: String) {
        // What the command line gives stands nowhere in the template.
        if around != Some(node.span) && node.span != Span::NOWHERE {
            let from: Vec<String> = self.provenance.value_origins(node).iter().map(|(it, _)| word(it)).collect();
            let [start, end] = places(self.sources.of(node.span), node.span);
            let value = json!({
                "source": self.sources.number_of(node.span),
                "start": start,
                "end": end,
                "from": from,
            });
            self.found.insert(pointer.clone(), value);
        }
        for (name, value) in node.map().into_iter().flat_map(Map::iter) {
            self.add(value, Some(node.span), self::pointer(&pointer, name));
        }
        for (index, value) in node.list().into_iter().flatten().enumerate() {
            self.add(value, Some(node.span), format!("{pointer}/{index}"));
        }
    }
}

/// The JSON pointer of what stands under `key` in the map at `around`.
pub(super) fn pointer(around: &str, key: &str) -> String {
    format!("{around}/{}", key.replace('~', "~0").replace('/', "~1"))
}

/// What programs read of where a value comes from.
pub(super) fn word(from: &ValueOrigin) -> String {
    match from {
        ValueOrigin::Written => "written".to_owned(),
        ValueOrigin::Derived => "derived".to_owned(),
        ValueOrigin::Globals => "globals".to_owned(),
        ValueOrigin::Parameter(name) => format!("parameter {name}"),
        ValueOrigin::Mapping(name) => format!("mapping {name}"),
        ValueOrigin::Sam => "sam".to_owned(),
    }
}
