//! Where the resources of a document come from as JSON, for programs. The fields are a contract: fields may be added, never
//! changed.
use super::json::places;
use super::source_map::{event, rounds, word};
use crate::provenance::{Construct, Generated, PropertyOrigin, Provenance, SiteKind, ValueOrigin};
use crate::safe_text;
use crate::source::{Sources, Span};
use serde_json::{Value, json};

/// Writes all resources of the document as one object, in the order of the document, with a line break at the end.
pub fn overview(sources: &Sources, provenance: &Provenance<'_>) -> String {
    document(provenance.resources(), sources, provenance)
}

/// Writes the same of one resource of the document and of those that it, as a resource of the user, has caused. `None` when
/// there is neither.
pub fn resource(logical_id: &str, sources: &Sources, provenance: &Provenance<'_>) -> Option<String> {
    let is_of = |it: &Generated<'_>| *it.logical_id == *logical_id || it.is_caused_by(logical_id);
    let mut found: Vec<Generated<'_>> = provenance.resources().filter(is_of).collect();
    found.sort_by_key(|it| *it.logical_id != *logical_id);
    (!found.is_empty()).then(|| document(found, sources, provenance))
}

fn document<'a>(
    resources: impl IntoIterator<Item = Generated<'a>>,
    sources: &Sources,
    provenance: &Provenance<'_>,
) -> String {
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
    let document = json!({"resources": resources.into_iter().map(resource).collect::<Vec<Value>>()});
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
