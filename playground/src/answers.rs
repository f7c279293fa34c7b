//! Requests and their answers, as JSON. Places are offsets in units of UTF-16.
use crate::session::{Format, Nothing, Opened, Session};
use samc::diagnostic::{Diagnostic, Severity};
use samc::ide::actions::{self, ActionKind};
use samc::ide::{hover, outline};
use samc::report::diff::{Compared, markdown};
use samc::report::graph::svg;
use samc::report::{json as findings_as_json, origins_json};
use samc::source::{Source, Sources, Span};
use samc::{Depth, Options, analyze_with_files, diff, rules};
use serde_json::{Map, Value, json};

/// An answer, or what is to be said where there is none.
type Answer = Result<Value, String>;

/// The answer to a request: an object with `ok`, or with `problem`.
pub fn answer(session: &mut Session, request: &[u8]) -> String {
    let request: Value = serde_json::from_slice(request).unwrap_or_default();
    let answer = match request["method"].as_str().unwrap_or_default() {
        "open" => open(session, &request),
        "rule" => rule(&request),
        method => match (&session.opened, OF_TEMPLATES.iter().find(|(it, _)| *it == method)) {
            (Some(opened), Some((_, answer))) => answer(opened, &request),
            (None, _) => Err("no template is open".to_owned()),
            (_, None) => Err(format!("`{method}` is not known")),
        },
    };
    match answer {
        Ok(value) => json!({"ok": value}),
        Err(problem) => json!({"problem": problem}),
    }
    .to_string()
}

/// How a request about the template that is open is answered.
type OfTemplate = fn(&Opened, &Value) -> Answer;

/// The requests about the template that is open.
const OF_TEMPLATES: &[(&str, OfTemplate)] = &[
    ("diff", difference),
    ("explain", explain),
    ("explainExpansion", explain_expansion),
    ("fixes", fixes),
    ("graph", graph),
    ("report", report),
];

fn text<'a>(request: &'a Value, key: &str) -> &'a str {
    request[key].as_str().unwrap_or_default()
}

fn options(request: &Value) -> Options {
    let options = Options::default().at_time(request["seconds"].as_u64().unwrap_or_default());
    match text(request, "region") {
        "" => options,
        region => options.with_region(region),
    }
}

/// Takes a template in. Answers what was found in it, and the document.
fn open(session: &mut Session, request: &Value) -> Answer {
    let name = request["name"].as_str().unwrap_or("template.yaml");
    let format = if text(request, "format") == "yaml" { Format::Yaml } else { Format::Json };
    let opened = Opened::new(name, text(request, "text"), options(request), format);
    let findings: Vec<Value> =
        opened.checked.analysis.findings.iter().chain(&opened.unwritable).map(|it| finding(it, &opened)).collect();
    let expansion = opened.expansion.as_ref().map(|it| {
        let unit = |at: usize| opened.expansion_places.unit(at);
        let links = it.links.iter().filter_map(|link| {
            let [from, to] = place(link.span, &opened)?;
            Some([unit(link.range.start), unit(link.range.end), from, to])
        });
        json!({"text": it.text, "links": links.flatten().collect::<Vec<usize>>()})
    });
    session.opened = Some(opened);
    Ok(json!({"findings": findings, "expansion": expansion}))
}

/// Where a span of the template begins and ends; `None` for what does not stand there.
fn place(span: Span, opened: &Opened) -> Option<[usize; 2]> {
    let range = opened.source().range(span)?;
    Some([opened.places.unit(range.start), opened.places.unit(range.end)])
}

/// The same, with the line and the column where it begins, as people count them.
fn placed(span: Span, opened: &Opened) -> Map<String, Value> {
    let [from, to] = place(span, opened).unwrap_or_default();
    let start = opened.source().start_of(span);
    let place = [("from", from), ("to", to), ("line", start.line), ("column", start.column)];
    place.into_iter().map(|(key, it)| (key.to_owned(), json!(it))).collect()
}

fn edits(edits: &[(Span, String)], opened: &Opened) -> Vec<Value> {
    let edit = |(span, text): &(Span, String)| {
        let [from, to] = place(*span, opened)?;
        Some(json!({"from": from, "to": to, "insert": text}))
    };
    edits.iter().filter_map(edit).collect()
}

fn finding(it: &Diagnostic, opened: &Opened) -> Value {
    let mut object = placed(it.span, opened);
    let related = it.related.iter().map(|it| {
        let mut related = placed(it.span, opened);
        related.insert("message".to_owned(), json!(it.message));
        Value::Object(related)
    });
    object.insert("related".to_owned(), related.collect());
    let actions = actions::of(it, opened.source())
        .into_iter()
        .map(|it| json!({"title": it.title, "edits": edits(&it.edits, opened), "isFix": it.kind == ActionKind::Fix}));
    object.insert("actions".to_owned(), actions.collect());
    object.insert("rule".to_owned(), json!(it.code.name));
    object.insert("severity".to_owned(), json!(if it.severity == Severity::Error { "error" } else { "warning" }));
    object.insert("message".to_owned(), json!(it.message));
    object.insert("help".to_owned(), json!(it.help));
    Value::Object(object)
}

/// The edits that correct all that can be corrected.
fn fixes(opened: &Opened, _: &Value) -> Answer {
    Ok(Value::Array(edits(&actions::all_fixes(&opened.checked), opened)))
}

/// The event flow as SVG, and where in it and in the template each of its resources stands.
fn graph(opened: &Opened, _: &Value) -> Answer {
    let Some(translation) = &opened.expanded.analysis.translation else {
        return Err("There is no event flow, because the template cannot be read.".to_owned());
    };
    let graph = translation.graph(&Nothing, &mut opened.expanded.sources.clone());
    let drawing = svg::drawing(&graph, "Event flow").map_err(|it| {
        format!(
            "The event flow has {} boxes and {} arrows. More than {} and {} are not drawn.",
            it.vertices,
            it.edges,
            svg::MOST_VERTICES,
            svg::MOST_EDGES
        )
    })?;
    let provenance = translation.provenance();
    let resource = |(vertex, area): (&samc::graph::Vertex, &svg::Area)| {
        let id = &*vertex.id;
        let cause = || provenance.resource(id)?.causes.first().map(|it| it.span);
        let [from, to] = place(provenance.written_at(id).or_else(cause)?, opened)?;
        Some(json!({
            "name": vertex.name,
            "kind": vertex.kind.title,
            "from": from,
            "to": to,
            "area": [area.x, area.y, area.width, area.height],
        }))
    };
    let resources: Vec<Value> = graph.vertices.iter().zip(&drawing.boxes).filter_map(resource).collect();
    Ok(json!({
        "svg": drawing.text,
        "width": drawing.width,
        "height": drawing.height,
        "isEmpty": graph.vertices.is_empty(),
        "resources": resources,
        "leftOut": graph.left_out,
    }))
}

/// The byte that a request is about.
fn offset(request: &Value) -> usize {
    request["offset"].as_u64().and_then(|it| usize::try_from(it).ok()).unwrap_or_default()
}

/// What is known of what stands at a place of the template.
fn explain(opened: &Opened, request: &Value) -> Answer {
    let byte = u32::try_from(opened.places.byte(offset(request))).unwrap_or(u32::MAX);
    let hover = hover::at(&opened.checked, byte, Some(opened.options.seconds_since_1970)).map(|it| it.text);
    let sections = outline::symbols(&opened.checked);
    let around = |it: &&outline::Symbol| it.span.start <= byte && byte <= it.span.end;
    let section = sections.iter().find(|it| around(it) && it.name == "Resources");
    let resource = section.and_then(|it| it.children.iter().find(around));
    Ok(json!({"hover": hover, "resource": resource.and_then(|it| origins(&it.name, opened))}))
}

/// What is known of what stands at a place of the document.
fn explain_expansion(opened: &Opened, request: &Value) -> Answer {
    let byte = opened.expansion_places.byte(offset(request));
    let resource = opened.expansion.as_ref().and_then(|it| it.resource_at(byte));
    Ok(json!({"resource": resource.and_then(|it| origins(&it.logical_id, opened))}))
}

/// What a resource is or becomes, and where that comes from.
fn origins(logical_id: &str, opened: &Opened) -> Option<Value> {
    let translation = opened.expanded.analysis.translation.as_ref()?;
    let provenance = translation.provenance();
    let known = origins_json::resource(logical_id, &opened.expanded.sources, &provenance, None)?;
    let mut known: Value = serde_json::from_str(&known).ok()?;
    known["id"] = json!(logical_id);
    known["isWritten"] = json!(provenance.is_written(logical_id));
    known["type"] = json!(provenance.written_type(logical_id));
    Some(known)
}

/// The page about a rule.
fn rule(request: &Value) -> Answer {
    let name = text(request, "name");
    let code = rules::code(name).ok_or_else(|| format!("no rule is called `{name}`"))?;
    Ok(json!({"name": code.name, "text": code.markdown(), "cfnLint": rules::cfn_lint::ids(code)}))
}

/// What differs between an older template and the one that is open.
fn difference(opened: &Opened, request: &Value) -> Answer {
    let mut old = Sources::new(Source::new("old", text(request, "old")));
    let old = analyze_with_files(&mut old, &Nothing, &opened.options, Depth::Expansion);
    let old = old.translation.as_ref().filter(|it| it.complete);
    let old = old.ok_or("The older template has errors: nothing can be compared with it.")?;
    let new = opened.expanded.analysis.translation.as_ref().filter(|it| it.complete);
    let new = new.ok_or("The template has errors: it can be compared when they are corrected.")?;
    let (old, new) = (old.side(), new.side());
    let difference = diff::compare(&old, &new);
    let compared = Compared { old_name: "old", new_name: "new", difference: &difference };
    Ok(json!({"text": markdown::document(compared), "isEmpty": difference.is_empty()}))
}

/// The findings as `samc check --format json` prints them.
fn report(opened: &Opened, _: &Value) -> Answer {
    Ok(json!(findings_as_json::lines(&opened.checked.sources, &opened.checked.analysis.findings)))
}
