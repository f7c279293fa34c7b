//! What the server offers, in the words of the protocol.
use super::position::Encoding;
use serde_json::{Value, json};

/// The capabilities of the server.
pub(super) fn capabilities(encoding: Encoding) -> Value {
    json!({
        "positionEncoding": encoding.name(),
        "textDocumentSync": {"openClose": true, "change": 2, "save": {"includeText": false}},
        "diagnosticProvider": {"identifier": "samc", "interFileDependencies": true, "workspaceDiagnostics": false},
        "hoverProvider": true,
        "completionProvider": {"triggerCharacters": [":", " ", "!", ".", "$", "{", "-"], "resolveProvider": false},
        "definitionProvider": true,
        "referencesProvider": true,
        "documentHighlightProvider": true,
        "renameProvider": {"prepareProvider": true},
        "documentSymbolProvider": true,
        "workspaceSymbolProvider": true,
        "foldingRangeProvider": true,
        "selectionRangeProvider": true,
        "documentLinkProvider": {"resolveProvider": false},
        "codeActionProvider": {"codeActionKinds": ["quickfix", "source.fixAll.samc"]},
        "codeLensProvider": {"resolveProvider": false},
        "inlayHintProvider": true,
        "workspace": {"workspaceFolders": {"supported": true, "changeNotifications": true}},
        "experimental": {"samc": ["samc/expansion", "samc/graph", "samc/diff"]},
    })
}

/// The requests by which a client can be told to ask again for what it shows.
pub(super) fn refreshes(parameters: &Value) -> Vec<&'static str> {
    let known = [
        ("/capabilities/workspace/diagnostics/refreshSupport", "workspace/diagnostic/refresh"),
        ("/capabilities/workspace/inlayHint/refreshSupport", "workspace/inlayHint/refresh"),
        ("/capabilities/workspace/codeLens/refreshSupport", "workspace/codeLens/refresh"),
    ];
    let is_supported = |(place, _): &(&str, &str)| parameters.pointer(place) == Some(&Value::Bool(true));
    known.into_iter().filter(is_supported).map(|(_, method)| method).collect()
}

/// Kinds of symbols, by the protocol's numbers.
pub(super) mod symbol {
    pub(crate) const MODULE: u32 = 2;
    pub(crate) const CLASS: u32 = 5;
    pub(crate) const EVENT: u32 = 24;
    pub(crate) const VARIABLE: u32 = 13;
    pub(crate) const BOOLEAN: u32 = 17;
    pub(crate) const KEY: u32 = 20;
}

/// Kinds of completion items.
pub(super) mod completion {
    pub(crate) const FUNCTION: u32 = 3;
    pub(crate) const VARIABLE: u32 = 6;
    pub(crate) const CLASS: u32 = 7;
    pub(crate) const PROPERTY: u32 = 10;
    pub(crate) const VALUE: u32 = 12;
    pub(crate) const REFERENCE: u32 = 18;
    pub(crate) const CONSTANT: u32 = 21;
}
