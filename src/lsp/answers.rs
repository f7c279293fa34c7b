//! Answers to requests: from their parameters to [`crate::ide`], and back.
use super::documents::Documents;
use super::protocol::{completion as kinds, symbol as symbols};
use super::settings::Settings;
use super::uri::{path_of, uri_of_path};
use crate::diff;
use crate::emit;
use crate::ide::completion::{self, ItemKind};
use crate::ide::hints::{self, HintKind};
use crate::ide::names::Unchangeable;
use crate::ide::outline::{self, Symbol, SymbolKind};
use crate::ide::{View, actions, expansion, hover, lenses, links, names};
use crate::report::diff::{Compared, markdown};
use crate::report::graph::svg;
use crate::source::{Source, Span};
use lsp_server::ErrorCode;
use serde_json::{Value, json};
use std::path::Path;

/// Why a request has no answer.
pub(super) struct Fault {
    pub code: ErrorCode,
    pub text: String,
}

type Answer = Result<Value, Fault>;

/// How a request is answered that is about a template.
type OfView = fn(&Request<'_>) -> Answer;

/// The requests about templates, by method. Where the document is no template, the answer is null.
const OF_VIEWS: &[(&str, OfView)] = &[
    ("textDocument/codeAction", code_actions),
    ("textDocument/codeLens", code_lenses),
    ("textDocument/definition", definition),
    ("textDocument/documentHighlight", highlights),
    ("textDocument/documentLink", document_links),
    ("textDocument/documentSymbol", document_symbols),
    ("textDocument/foldingRange", folding_ranges),
    ("textDocument/hover", hover_at),
    ("textDocument/inlayHint", inlay_hints),
    ("textDocument/prepareRename", prepare_rename),
    ("textDocument/references", references),
    ("textDocument/rename", rename),
    ("textDocument/selectionRange", selection_ranges),
    ("samc/expansion", expanded),
    ("samc/graph", graph),
];

/// A request about a template.
struct Request<'a> {
    view: &'a View,
    uri: &'a str,
    parameters: &'a Value,
    encoding: super::position::Encoding,
    /// In seconds since 1970, if the host has a clock.
    now: Option<u64>,
    settings: Settings,
}

/// Whether a request is about what is known of a template, rather than about its text.
pub(super) fn needs_analysis(method: &str) -> bool {
    method == "textDocument/diagnostic" || OF_VIEWS.iter().any(|(it, _)| *it == method)
}

/// The answer to a request.
pub(super) fn answer(documents: &mut Documents<'_>, method: &str, parameters: &Value) -> Answer {
    let uri = parameters["textDocument"]["uri"].as_str().unwrap_or_default().to_owned();
    let encoding = documents.encoding;
    if let Some((_, answer)) = OF_VIEWS.iter().find(|(it, _)| *it == method) {
        let (now, settings) = (documents.host().now(), documents.settings);
        let Some(view) = documents.view(&uri) else { return Ok(Value::Null) };
        return answer(&Request { view, uri: &uri, parameters, encoding, now, settings });
    }
    match method {
        "textDocument/completion" => {
            let Some(source) = documents.source(&uri) else { return Ok(Value::Null) };
            let offset = encoding.offset(&source, &parameters["position"]).ok_or_else(no_place)?;
            Ok(completions(&completion::at(&source, offset, documents.known(&uri)), &source, encoding))
        }
        "textDocument/diagnostic" => Ok(json!({"kind": "full", "items": documents.findings(&uri)})),
        "workspace/symbol" => {
            let query = parameters["query"].as_str().unwrap_or_default().to_lowercase();
            let mut found = Vec::new();
            for uri in documents.uris() {
                if let Some(view) = documents.view(&uri) {
                    let all = outline::symbols(view).into_iter().flat_map(|it| it.children);
                    let matching = all.filter(|it| it.name.to_lowercase().contains(&query));
                    found.extend(matching.map(|it| {
                        let location = json!({"uri": uri, "range": encoding.range(view.source(), it.key_span)});
                        json!({"name": it.name, "kind": symbol_kind(it.kind), "containerName": it.detail, "location": location})
                    }));
                }
            }
            Ok(Value::Array(found))
        }
        "samc/diff" => {
            let revision = parameters["revision"].as_str().unwrap_or("HEAD").to_owned();
            let Some(path) = documents.path(&uri).map(Path::to_owned) else { return Ok(Value::Null) };
            let old = documents.host().view_of_revision(&path, &revision);
            let Some(new) = documents.view(&uri) else { return Ok(Value::Null) };
            difference(old.as_ref(), new, &revision)
        }
        _ => Err(Fault { code: ErrorCode::MethodNotFound, text: format!("`{method}` is not known") }),
    }
}

fn no_place() -> Fault {
    Fault { code: ErrorCode::InvalidParams, text: "there is no valid position".to_owned() }
}

impl Request<'_> {
    fn source(&self) -> &Source {
        self.view.source()
    }

    fn offset(&self) -> Result<u32, Fault> {
        let offset = self.encoding.offset(self.source(), &self.parameters["position"]).ok_or_else(no_place)?;
        u32::try_from(offset).map_err(|_| no_place())
    }

    fn range(&self, span: Span) -> Value {
        self.encoding.range(self.view.sources.of(span), span)
    }

    /// The file that a span lies in, and the range there.
    fn location(&self, span: Span) -> Value {
        let uri = match self.view.sources.number_of(span) {
            0 => self.uri.to_owned(),
            _ => uri_of_path(Path::new(self.view.sources.of(span).name())),
        };
        json!({"uri": uri, "range": self.range(span)})
    }
}

fn hover_at(request: &Request<'_>) -> Answer {
    let found = hover::at(request.view, request.offset()?, request.now);
    Ok(found.map_or(
        Value::Null,
        |it| json!({"contents": {"kind": "markdown", "value": it.text}, "range": request.range(it.span)}),
    ))
}

fn definition(request: &Request<'_>) -> Answer {
    let offset = request.offset()?;
    if let Some(span) = names::definition(request.view, offset) {
        return Ok(request.location(span));
    }
    let link = links::all(request.view).into_iter().find(|it| it.span.start <= offset && offset <= it.span.end);
    Ok(link.and_then(|it| target(request, &it.path)).map_or(
        Value::Null,
        |uri| json!({"uri": uri, "range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}}),
    ))
}

/// The address of a file beside the template.
fn target(request: &Request<'_>, path: &str) -> Option<String> {
    let folder = path_of(request.uri)?.parent()?.to_owned();
    Some(uri_of_path(&folder.join(path.trim_start_matches("./"))))
}

fn references(request: &Request<'_>) -> Answer {
    let with_declaration = request.parameters["context"]["includeDeclaration"].as_bool().unwrap_or(true);
    let found = names::references(request.view, request.offset()?, with_declaration);
    Ok(found.into_iter().map(|it| request.location(it)).collect())
}

fn highlights(request: &Request<'_>) -> Answer {
    let found = names::references(request.view, request.offset()?, true);
    let own = found.into_iter().filter(|it| request.view.sources.number_of(*it) == 0);
    Ok(own.map(|it| json!({"range": request.range(it), "kind": 1})).collect())
}

fn prepare_rename(request: &Request<'_>) -> Answer {
    let found = names::at(request.view, request.offset()?);
    Ok(found.map_or(Value::Null, |it| json!({"range": request.range(it.span), "placeholder": it.name})))
}

fn rename(request: &Request<'_>) -> Answer {
    let new = request.parameters["newName"].as_str().unwrap_or_default();
    let places = names::rename(request.view, request.offset()?, new).map_err(|reason| Fault {
        code: ErrorCode::RequestFailed,
        text: match reason {
            Unchangeable::NoName => "this is not a name that the template declares".to_owned(),
            Unchangeable::NotAlphanumeric => format!("`{new}` is not alphanumeric"),
            Unchangeable::Unread => {
                "correct the syntax of the template first, since not all of it can be read".to_owned()
            }
            Unchangeable::Taken => format!("`{new}` exists already"),
        },
    })?;
    let edits = places.into_iter().filter(|it| request.view.sources.number_of(*it) == 0);
    let edits: Vec<Value> = edits.map(|it| json!({"range": request.range(it), "newText": new})).collect();
    Ok(json!({"changes": {request.uri: edits}}))
}

fn document_symbols(request: &Request<'_>) -> Answer {
    fn symbol(it: &Symbol, request: &Request<'_>) -> Value {
        let mut found = json!({
            // A name that is empty is not allowed.
            "name": if it.name.is_empty() { "''" } else { &it.name },
            "detail": it.detail,
            "kind": symbol_kind(it.kind),
        });
        // `json!` copies what is put into it.
        found["range"] = request.range(it.span);
        found["selectionRange"] = request.range(it.key_span);
        found["children"] = it.children.iter().map(|it| symbol(it, request)).collect();
        found
    }
    let found = outline::symbols(request.view);
    let own = found.iter().filter(|it| request.source().contains(it.span));
    Ok(own.map(|it| symbol(it, request)).collect())
}

fn symbol_kind(kind: SymbolKind) -> u32 {
    match kind {
        SymbolKind::Section => symbols::MODULE,
        SymbolKind::Parameter => symbols::VARIABLE,
        SymbolKind::Resource => symbols::CLASS,
        SymbolKind::Event => symbols::EVENT,
        SymbolKind::Condition => symbols::BOOLEAN,
        SymbolKind::Entry => symbols::KEY,
    }
}

fn folding_ranges(request: &Request<'_>) -> Answer {
    let range = |span: Span| {
        let [start, end] = request.source().positions(span);
        // A value that ends with a line break ends on the line before.
        let last = if end.column == 1 { end.line - 1 } else { end.line };
        (last > start.line).then(|| json!({"startLine": start.line - 1, "endLine": last - 1}))
    };
    Ok(outline::foldable(request.view).into_iter().filter_map(range).collect())
}

fn selection_ranges(request: &Request<'_>) -> Answer {
    let positions = request.parameters["positions"].as_array().ok_or_else(no_place)?;
    let mut found = Vec::new();
    for position in positions {
        let offset = request.encoding.offset(request.source(), position).ok_or_else(no_place)?;
        let spans = outline::selections(request.view, u32::try_from(offset).map_err(|_| no_place())?);
        let outer = spans.iter().rev().fold(Value::Null, |outer, span| match outer {
            Value::Null => json!({"range": request.range(*span)}),
            outer => json!({"range": request.range(*span), "parent": outer}),
        });
        let nothing = || json!({"range": {"start": position, "end": position}});
        found.push(if outer.is_null() { nothing() } else { outer });
    }
    Ok(Value::Array(found))
}

fn document_links(request: &Request<'_>) -> Answer {
    let link = |it: links::Link| Some(json!({"range": request.range(it.span), "target": target(request, &it.path)?}));
    Ok(links::all(request.view).into_iter().filter_map(link).collect())
}

fn code_actions(request: &Request<'_>) -> Answer {
    let range = request.encoding.offsets(request.source(), &request.parameters["range"]).ok_or_else(no_place)?;
    let wanted = request.parameters["context"]["only"].as_array();
    let is_wanted =
        |kind: &str| wanted.is_none_or(|it| it.iter().any(|it| it.as_str().is_some_and(|it| kind.starts_with(it))));
    let edit = |edits: &[(Span, String)]| {
        let edits = edits.iter().map(|(span, text)| json!({"range": request.range(*span), "newText": text}));
        json!({"changes": {request.uri: edits.collect::<Vec<Value>>()}})
    };
    let mut found = Vec::new();
    if is_wanted("quickfix") {
        for it in actions::at(request.view, request.source().span(range)) {
            found.push(json!({
                "title": it.title,
                "kind": "quickfix",
                "isPreferred": it.is_preferred,
                "edit": edit(&it.edits),
            }));
        }
    }
    let all = actions::all_fixes(request.view);
    if is_wanted("source.fixAll.samc") && !all.is_empty() {
        found.push(json!({"title": "fix all that samc can fix", "kind": "source.fixAll.samc", "edit": edit(&all)}));
    }
    Ok(Value::Array(found))
}

fn code_lenses(request: &Request<'_>) -> Answer {
    if !request.settings.shows_lenses {
        return Ok(json!([]));
    }
    let lens = |it: lenses::Lens| {
        let command =
            json!({"title": it.text, "command": "samc.showExpansion", "arguments": [request.uri, it.logical_id]});
        json!({"range": request.range(it.span), "command": command})
    };
    Ok(lenses::lenses(request.view).into_iter().map(lens).collect())
}

fn inlay_hints(request: &Request<'_>) -> Answer {
    let source = request.source();
    let whole = 0..source.text().len();
    let range = request.encoding.offsets(source, &request.parameters["range"]).unwrap_or(whole);
    let hint = |it: hints::Hint| {
        let label = match it.kind {
            HintKind::Value if it.text.chars().count() > LONGEST_VALUE => {
                format!("= {}…", it.text.chars().take(LONGEST_VALUE).collect::<String>())
            }
            HintKind::Value => format!("= {}", it.text),
            HintKind::GeneratedIds => format!("→ {}", it.text),
        };
        let position = request.encoding.position(source, it.at);
        let mut hint = json!({"position": position, "label": label, "paddingLeft": true});
        if !it.documentation.is_empty() {
            hint["tooltip"] = json!({"kind": "markdown", "value": it.documentation});
        }
        hint
    };
    let settings = request.settings;
    let is_shown = |it: &hints::Hint| match it.kind {
        HintKind::Value => settings.shows_values,
        HintKind::GeneratedIds => settings.shows_generated_ids,
    };
    let found = hints::hints(request.view, source.span(range.clone()));
    Ok(found.into_iter().filter(|it| is_shown(it) && range.start <= it.at && it.at <= range.end).map(hint).collect())
}

/// Most characters of a value that is shown beside the text.
const LONGEST_VALUE: usize = 40;

fn completions(found: &completion::Completion, source: &Source, encoding: super::position::Encoding) -> Value {
    let range = found.span.map(|it| encoding.range(source, it));
    let item = |(index, it): (usize, &completion::Item)| {
        let kind = match it.kind {
            ItemKind::Property => kinds::PROPERTY,
            ItemKind::Value => kinds::VALUE,
            ItemKind::Type => kinds::CLASS,
            ItemKind::Function => kinds::FUNCTION,
            ItemKind::Parameter => kinds::VARIABLE,
            ItemKind::Resource => kinds::REFERENCE,
            ItemKind::Name => kinds::CONSTANT,
        };
        let is_snippet = it.insert.contains("$0") || it.insert.contains("$1");
        let mut item = json!({
            "label": it.label,
            "kind": kind,
            "detail": it.detail,
            "sortText": format!("{index:05}"),
            "filterText": it.label,
            "insertTextFormat": if is_snippet { 2 } else { 1 },
            "insertTextMode": 2,
        });
        if !it.documentation.is_empty() {
            item["documentation"] = json!({"kind": "markdown", "value": it.documentation});
        }
        match &range {
            Some(range) => item["textEdit"] = json!({"range": range, "newText": it.insert}),
            None => item["insertText"] = json!(it.insert),
        }
        item
    };
    let items: Vec<Value> = found.items.iter().enumerate().map(item).collect();
    let mut answer = json!({"isIncomplete": found.is_incomplete});
    answer["items"] = Value::Array(items);
    answer
}

/// The document as JSON, and where each of its resources stands there and in the template.
fn expanded(request: &Request<'_>) -> Answer {
    let fault = |it: Box<crate::diagnostic::Diagnostic>| Fault { code: ErrorCode::RequestFailed, text: it.message };
    let Some(found) = expansion::of(request.view, emit::json).map_err(fault)? else { return Ok(Value::Null) };
    let document = Source::new("", &*found.text);
    let resource = |it: &expansion::Resource| {
        json!({
            "logicalId": it.logical_id,
            "startLine": document.line_number(it.range.start) - 1,
            "endLine": document.line_number(it.range.end) - 1,
            "purpose": it.purpose,
            "source": request.location(it.span),
        })
    };
    let resources: Vec<Value> = found.resources.iter().map(resource).collect();
    Ok(json!({"text": found.text, "languageId": "json", "resources": resources}))
}

/// The event flow as SVG.
fn graph(request: &Request<'_>) -> Answer {
    // What can be read of a text that is being typed still has most of its flow.
    let Some(translation) = request.view.translation() else { return Ok(Value::Null) };
    let mut sources = request.view.sources.clone();
    let graph = translation.graph(&Nothing, &mut sources);
    let title = format!("Event flow of {}", file_name(request.source()));
    let svg = svg::text(&graph, &title)
        .map_err(|_| Fault { code: ErrorCode::RequestFailed, text: "the graph is too large to draw".to_owned() })?;
    let place = |id: &str, span: Span| json!({"logicalId": id, "source": request.location(span)});
    let mut places: Vec<Value> = outline::symbols(request.view)
        .iter()
        .flat_map(|it| &it.children)
        .map(|it| place(&it.name, it.key_span))
        .collect();
    // APIs that nobody has written stand at the first event that asks for them.
    let provenance = translation.provenance();
    for generated in provenance.resources().filter(|it| !provenance.is_written(it.logical_id)) {
        places.extend(generated.causes.first().map(|it| place(generated.logical_id, it.span)));
    }
    Ok(json!({"svg": svg, "resources": places}))
}

/// How people know a file that their editor shows: without the way to it.
fn file_name(source: &Source) -> &str {
    Path::new(source.name()).file_name().and_then(|it| it.to_str()).unwrap_or(source.name())
}

/// No files: what stands beside the template was read when it was analyzed.
struct Nothing;

impl crate::source::Files for Nothing {
    fn read(&self, _: &str) -> Result<crate::source::File, crate::source::Unreadable> {
        Err(crate::source::Unreadable::Missing)
    }
}

/// What differs between a revision and now, as Markdown.
fn difference(old: Option<&View>, new: &View, revision: &str) -> Answer {
    let missing = |text: String| Fault { code: ErrorCode::RequestFailed, text };
    let old = old.ok_or_else(|| missing(format!("the template is not in revision `{revision}`")))?;
    let (Some(before), Some(after)) = (&old.analysis.translation, &new.analysis.translation) else {
        return Err(missing("one of the templates cannot be expanded".to_owned()));
    };
    let (before, after) = (before.side(), after.side());
    let difference = diff::compare(&before, &after);
    let new_name = file_name(new.source());
    let compared = Compared { old_name: old.source().name(), new_name, difference: &difference };
    Ok(json!({"markdown": markdown::document(compared), "isEmpty": difference.is_empty()}))
}
