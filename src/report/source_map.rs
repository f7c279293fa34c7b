//! Where a document comes from, for programs: each value of the document with its place in the template. The fields
//! are a contract: fields may be added, never changed.
use super::json::places;
use crate::provenance::{Construct, Generated, Place, Provenance, SiteKind, ValueOrigin};
use crate::safe_text;
use crate::source::{Source, Sources, Span};
use crate::syntax::{Map, Node};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Value, json};

/// Writes the source map of a document as JSON, with a line break at the end.
pub fn document(sources: &Sources, provenance: &Provenance<'_>) -> String {
    let map = SourceMap { sources, provenance };
    let text = serde_json::to_string_pretty(&map).expect("strings as keys, and no numbers but integers");
    safe_text::json(text) + "\n"
}

/// The source map, which is made while it is written: it is many times as large as the document.
struct SourceMap<'a> {
    sources: &'a Sources,
    provenance: &'a Provenance<'a>,
}

impl Serialize for SourceMap<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("version", &1)?;
        map.serialize_entry("sources", &self.sources.files().iter().map(Source::name).collect::<Vec<_>>())?;
        map.serialize_entry("resources", &Resources(self))?;
        map.serialize_entry("values", &Values(self))?;
        map.end()
    }
}

/// The resources, by logical id.
struct Resources<'a>(&'a SourceMap<'a>);

impl Serialize for Resources<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let resource = |it: Generated<'_>| {
            let causes: Vec<Value> = it.causes.iter().map(|it| cause(it, self.0.sources, self.0.provenance)).collect();
            (it.logical_id.to_string(), json!({"purpose": it.purpose, "causes": causes}))
        };
        serializer.collect_map(self.0.provenance.resources().map(resource))
    }
}

/// The rounds of loops that made a resource, from the outermost loop in.
pub(super) fn rounds(logical_id: &str, provenance: &Provenance<'_>) -> Value {
    let round = |(name, item): (&str, &str)| json!({"name": name, "item": item});
    provenance.rounds(logical_id).into_iter().map(round).collect()
}

fn cause(construct: &Construct<'_>, sources: &Sources, provenance: &Provenance<'_>) -> Value {
    let [start, end] = places(sources.of(construct.span), construct.span);
    let name = |kind| construct.part.filter(|it| it.kind == kind).map(|it| it.name);
    json!({
        "resource": construct.resource_id,
        "event": name(SiteKind::Event),
        "connector": name(SiteKind::Connector),
        "loops": rounds(construct.resource_id, provenance),
        "source": sources.number_of(construct.span),
        "start": start,
        "end": end,
    })
}

/// The values, by JSON pointer.
struct Values<'a>(&'a SourceMap<'a>);

impl Serialize for Values<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, section) in self.0.provenance.document().iter() {
            self.write(section, None, pointer("", name), None, &mut map)?;
        }
        map.end()
    }
}

impl Values<'_> {
    /// Writes a value and what is below it, but nothing that stands where the value around it does. `place` is that of
    /// properties and of what is below them.
    fn write<M: SerializeMap>(
        &self,
        node: &Node,
        around: Option<Span>,
        pointer: String,
        place: Option<Place<'_>>,
        map: &mut M,
    ) -> Result<(), M::Error> {
        let SourceMap { sources, provenance } = self.0;
        // What the command line gives stands nowhere in the template.
        if around != Some(node.span) && node.span != Span::NOWHERE {
            let origins = provenance.value_origins(node, place.unwrap_or_default());
            let mut from: Vec<String> = origins.iter().map(|(it, _)| word(it)).collect();
            from.dedup();
            let events: Vec<Value> =
                origins.iter().filter(|_| place.is_some()).filter_map(|(it, _)| event(it)).collect();
            let [start, end] = places(sources.of(node.span), node.span);
            let source = sources.number_of(node.span);
            let mut value = json!({"source": source, "start": start, "end": end, "from": from});
            if !events.is_empty() {
                value["events"] = json!(events);
            }
            map.serialize_entry(&pointer, &value)?;
        }
        for (name, value) in node.map().into_iter().flat_map(Map::iter) {
            let resource =
                pointer.strip_prefix("/Resources/").filter(|it| **name == *"Properties" && !it.contains('/'));
            let place = resource.map(|it| provenance.place(it)).or(place.map(|it| it.below(name)));
            self.write(value, Some(node.span), self::pointer(&pointer, name), place, map)?;
        }
        for (index, value) in node.list().into_iter().flatten().enumerate() {
            self.write(value, Some(node.span), format!("{pointer}/{index}"), place, map)?;
        }
        Ok(())
    }
}

/// The JSON pointer of what stands under `key` in the map at `around`.
pub(super) fn pointer(around: &str, key: &str) -> String {
    format!("{around}/{}", key.replace('~', "~0").replace('/', "~1"))
}

/// The event that SAM made a value for.
pub(super) fn event(from: &ValueOrigin) -> Option<Value> {
    match from {
        ValueOrigin::Event { resource, name } => Some(json!({"resource": resource, "event": name})),
        _ => None,
    }
}

/// What programs read of where a value comes from.
pub(super) fn word(from: &ValueOrigin) -> String {
    match from {
        ValueOrigin::Written => "written".to_owned(),
        ValueOrigin::Derived => "derived".to_owned(),
        ValueOrigin::Globals => "globals".to_owned(),
        ValueOrigin::Parameter(name) => format!("parameter {name}"),
        ValueOrigin::Mapping(name) => format!("mapping {name}"),
        // The event stands beside it.
        ValueOrigin::Event { .. } | ValueOrigin::Sam => "sam".to_owned(),
    }
}
