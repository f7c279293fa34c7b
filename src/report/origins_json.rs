//! Where the resources of a document come from as JSON, for programs. The fields are a contract: fields may be added, never
//! changed.
use super::json::places;
use super::nested;
use super::source_map::{event, rounds, word};
use crate::provenance::{Construct, Generated, Nested, PropertyOrigin, Provenance, SiteKind, ValueOrigin};
use crate::safe_text;
use crate::source::{Sources, Span};
use serde_json::{Value, json};

/// Writes all resources of the document as one object, in the order of the document, with a line break at the end.
pub fn overview(sources: &Sources, provenance: &Provenance<'_>) -> String {
    printed(document(provenance.resources(), sources, provenance))
}

/// Writes the same of one resource of the document and of those that it, as a resource of the user, has caused. `None` when
/// there is neither.
///
/// If the resource nests a template that is known, the object says what goes into it and what comes out of it.
pub fn resource(
    logical_id: &str,
    sources: &Sources,
    provenance: &Provenance<'_>,
    nested: Option<&Nested<'_>>,
) -> Option<String> {
    let is_of = |it: &Generated<'_>| *it.logical_id == *logical_id || it.is_caused_by(logical_id);
    let mut found: Vec<Generated<'_>> = provenance.resources().filter(is_of).collect();
    found.sort_by_key(|it| *it.logical_id != *logical_id);
    if found.is_empty() {
        return None;
    }
    let mut document = document(found, sources, provenance);
    if let Some(nested) = nested {
        document["nested"] = nested::object(nested, sources);
    }
    Some(printed(document))
}

fn document<'a>(
    resources: impl IntoIterator<Item = Generated<'a>>,
    sources: &Sources,
    provenance: &Provenance<'_>,
) -> Value {
    let resource = |it: Generated<'_>| {
        let property = |it: &PropertyOrigin<'_>| {
            let from = it.from.iter().map(|(origin, span)| value_origin(origin, *span, sources));
            json!({"path": it.path, "from": from.collect::<Vec<Value>>()})
        };
        json!({
            "logical_id": &**it.logical_id,
            "type": it.type_name,
            "purpose": it.purpose,
            "owner": it.owner(),
            "causes": it.causes.iter().map(|it| cause(it, sources, provenance)).collect::<Vec<Value>>(),
            "properties": provenance.properties(it.logical_id).iter().map(property).collect::<Vec<Value>>(),
        })
    };
    json!({"resources": resources.into_iter().map(resource).collect::<Vec<Value>>()})
}

fn printed(document: Value) -> String {
    let text = serde_json::to_string_pretty(&document).expect("strings as keys, and no numbers but integers");
    safe_text::json(text) + "\n"
}

fn cause(construct: &Construct<'_>, sources: &Sources, provenance: &Provenance<'_>) -> Value {
    let name = |kind| construct.part.filter(|it| it.kind == kind).map(|it| it.name);
    let [file, start, end] = place(construct.span, sources);
    json!({
        "resource": construct.resource_id,
        "event": name(SiteKind::Event),
        "connector": name(SiteKind::Connector),
        "loops": rounds(construct.resource_id, provenance),
        "file": file,
        "start": start,
        "end": end,
    })
}

fn value_origin(origin: &ValueOrigin, span: Span, sources: &Sources) -> Value {
    let [file, start, end] = place(span, sources);
    json!({"origin": word(origin), "event": event(origin), "file": file, "start": start, "end": end})
}

/// The file, start and end of a span; null for what the command line gives.
fn place(span: Span, sources: &Sources) -> [Value; 3] {
    if span == Span::NOWHERE {
        return [Value::Null, Value::Null, Value::Null];
    }
    let source = sources.of(span);
    let [start, end] = places(source, span);
    [json!(source.name()), start, end]
}
