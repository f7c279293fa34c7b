//! The files that are open in the editor, and what is known of those that are templates.
use super::position::Encoding;
use super::{Host, LARGEST_DOCUMENT, edits};
use crate::diagnostic::{Diagnostic, Severity, codes};
use crate::ide::View;
use crate::source::Source;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

/// The texts of the files that are open in the editor, by their paths.
pub type Open = HashMap<PathBuf, String>;

/// All open files.
pub(super) struct Documents<'a> {
    host: &'a dyn Host,
    pub encoding: Encoding,
    open: BTreeMap<String, Document>,
    /// Those whose findings may have changed since they were sent.
    changed: BTreeSet<String>,
    /// The files for which findings were sent on behalf of templates that are closed now.
    left: BTreeSet<String>,
    number: usize,
}

struct Document {
    path: PathBuf,
    text: String,
    version: Value,
    /// What is known of it; the outer `None` until that is asked for.
    view: Option<Option<View>>,
    /// The other files for which findings were sent.
    others: BTreeSet<String>,
}

impl<'a> Documents<'a> {
    pub(super) fn new(host: &'a dyn Host, encoding: Encoding) -> Self {
        Self { host, encoding, open: BTreeMap::new(), changed: BTreeSet::new(), left: BTreeSet::new(), number: 0 }
    }

    pub(super) fn host(&self) -> &'a dyn Host {
        self.host
    }

    /// Takes note of a notification. The reason where it makes no sense.
    pub(super) fn note(&mut self, method: &str, parameters: &Value) -> Result<(), String> {
        let document = &parameters["textDocument"];
        // Texts that are in no file, such as `untitled:1`, some editors send too; there is nothing beside them.
        if document["uri"].as_str().is_some_and(|it| path_of(it).is_none()) {
            return Ok(());
        }
        match method {
            "textDocument/didOpen" => {
                let uri = uri_of(document)?;
                let text = document["text"].as_str().ok_or("the document has no text")?;
                if text.len() > LARGEST_DOCUMENT {
                    return Err(format!("the text has more than {LARGEST_DOCUMENT} bytes"));
                }
                let path = path_of(&uri).ok_or("the document is not a file")?;
                let version = document["version"].clone();
                let document = Document { path, text: text.to_owned(), version, view: None, others: BTreeSet::new() };
                self.open.insert(uri, document);
                self.forget_views();
            }
            "textDocument/didChange" => {
                let uri = uri_of(document)?;
                let encoding = self.encoding;
                let open = self.open.get_mut(&uri).ok_or("the document is not open")?;
                let changes = parameters["contentChanges"].as_array().ok_or("there are no changes")?;
                open.text = edits::changed(std::mem::take(&mut open.text), changes, encoding)?;
                open.version = document["version"].clone();
                self.forget_views();
            }
            "textDocument/didClose" => {
                let uri = uri_of(document)?;
                self.changed.insert(uri.clone());
                self.left.extend(self.open.remove(&uri).into_iter().flat_map(|it| it.others));
                self.forget_views();
            }
            "textDocument/didSave"
            | "workspace/didChangeWatchedFiles"
            | "workspace/didChangeConfiguration"
            | "workspace/didChangeWorkspaceFolders" => self.forget_views(),
            _ => (),
        }
        Ok(())
    }

    /// What is known of any file may depend on any other: snippets, definitions, settings.
    fn forget_views(&mut self) {
        for (uri, document) in &mut self.open {
            document.view = None;
            self.changed.insert(uri.clone());
        }
    }

    /// The documents whose findings may have changed, each once.
    pub(super) fn take_changed(&mut self) -> Vec<String> {
        std::mem::take(&mut self.changed).into_iter().collect()
    }

    /// Whether what has changed may concern other documents, whose findings a client asks for only when it is told.
    pub(super) fn is_stale_beyond(&self, changed: &[String]) -> bool {
        self.open.len() > 1 && changed.len() > 1
    }

    pub(super) fn next_number(&mut self) -> usize {
        self.number += 1;
        self.number
    }

    /// What is known of an open document; `None` where it is not open or not a template.
    pub(super) fn view(&mut self, uri: &str) -> Option<&View> {
        if self.open.get(uri)?.view.is_none() {
            let open: Open = self.open.values().map(|it| (it.path.clone(), it.text.clone())).collect();
            let document = self.open.get_mut(uri)?;
            document.view = Some(self.host.view(&document.path, &document.text, &open));
        }
        self.open.get(uri)?.view.as_ref()?.as_ref()
    }

    /// The text of an open document, whatever it is.
    pub(super) fn source(&self, uri: &str) -> Option<Source> {
        self.open.get(uri).map(|it| Source::new(it.path.to_string_lossy().into_owned(), it.text.as_str()))
    }

    pub(super) fn path(&self, uri: &str) -> Option<&Path> {
        self.open.get(uri).map(|it| &*it.path)
    }

    pub(super) fn uris(&self) -> Vec<String> {
        self.open.keys().cloned().collect()
    }

    /// The findings of a document, as a list of the protocol.
    pub(super) fn findings(&mut self, uri: &str) -> Value {
        let (host, encoding) = (self.host, self.encoding);
        let Some(view) = self.view(uri) else { return json!([]) };
        let found = view.analysis.findings.iter().filter(|it| view.sources.number_of(it.span) == 0);
        found.map(|it| diagnostic(it, view, uri, encoding, host)).collect()
    }

    /// The parameters of `textDocument/publishDiagnostics` for a document, and for the files that it names.
    pub(super) fn published(&mut self, uri: &str) -> Vec<(String, Value)> {
        let (host, encoding) = (self.host, self.encoding);
        let Some(document) = self.open.get(uri) else {
            let left = std::mem::take(&mut self.left);
            let nothing = |uri: String| (uri.clone(), json!({"uri": uri, "diagnostics": []}));
            return std::iter::once(uri.to_owned()).chain(left).map(nothing).collect();
        };
        let (version, earlier) = (document.version.clone(), document.others.clone());
        let mut by_file: BTreeMap<String, Vec<Value>> = earlier.into_iter().map(|it| (it, Vec::new())).collect();
        let own = self.findings(uri);
        if let Some(view) = self.view(uri) {
            for finding in view.analysis.findings.iter().filter(|it| view.sources.number_of(it.span) != 0) {
                let file = view.sources.of(finding.span);
                let found = diagnostic(finding, view, uri, encoding, host);
                by_file.entry(uri_of_path(Path::new(file.name()))).or_default().push(found);
            }
        }
        let others = by_file.iter().filter(|(_, found)| !found.is_empty()).map(|(it, _)| it.clone()).collect();
        if let Some(document) = self.open.get_mut(uri) {
            document.others = others;
        }
        let mut parameters = json!({"uri": uri, "diagnostics": own});
        if version.is_i64() {
            parameters["version"] = version;
        }
        let others = by_file.into_iter().map(|(uri, found)| {
            let parameters = json!({"uri": uri, "diagnostics": found});
            (uri, parameters)
        });
        std::iter::once((uri.to_owned(), parameters)).chain(others).collect()
    }
}

/// A finding in the words of the protocol.
pub(super) fn diagnostic(finding: &Diagnostic, view: &View, uri: &str, encoding: Encoding, host: &dyn Host) -> Value {
    let source = view.sources.of(finding.span);
    let message = match &finding.help {
        Some(help) => format!("{}\nhelp: {help}", finding.message),
        None => finding.message.clone(),
    };
    let mut found = json!({
        "range": encoding.range(source, finding.span),
        "severity": match finding.severity { Severity::Error => 1, Severity::Warning => 2 },
        "code": finding.code.name,
        "source": "samc",
        "message": message,
    });
    if let Some(address) = host.page(finding.code.name) {
        found["codeDescription"] = json!({"href": address});
    }
    let related = finding.related.iter().map(|it| {
        let source = view.sources.of(it.span);
        let is_template = view.sources.number_of(it.span) == 0;
        let uri = if is_template { uri.to_owned() } else { uri_of_path(Path::new(source.name())) };
        json!({"location": {"uri": uri, "range": encoding.range(source, it.span)}, "message": it.message})
    });
    let related: Vec<Value> = related.collect();
    if !related.is_empty() {
        found["relatedInformation"] = json!(related);
    }
    let tags = tags(finding);
    if !tags.is_empty() {
        found["tags"] = json!(tags);
    }
    found
}

/// What is not needed is 1, what is deprecated 2.
fn tags(finding: &Diagnostic) -> Vec<u8> {
    match finding.code.name {
        name if name.starts_with("unused-") => vec![1],
        name if name.starts_with("deprecated-") => vec![2],
        _ if *finding.code == codes::DUPLICATE_KEY => vec![1],
        _ => Vec::new(),
    }
}

fn uri_of(document: &Value) -> Result<String, String> {
    document["uri"].as_str().map(str::to_owned).ok_or_else(|| "the document has no URI".to_owned())
}

/// The path of a `file:` URI.
pub(super) fn path_of(uri: &str) -> Option<PathBuf> {
    let rest = uri.strip_prefix("file://")?;
    // What comes before the path is the host, which is this one.
    let path = &rest[rest.find('/')?..];
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|it| u8::from_str_radix(std::str::from_utf8(it).ok()?, 16).ok());
        match (first, code) {
            (b'%', Some(code)) => {
                bytes.push(code);
                rest = &after[2..];
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    let path = String::from_utf8(bytes).ok()?;
    // `/C:/template.yaml` is a path of Windows.
    let is_drive = path.as_bytes().get(2) == Some(&b':') && path.as_bytes()[1].is_ascii_alphabetic();
    Some(PathBuf::from(if is_drive { &path[1..] } else { &path }))
}

/// The `file:` URI of a path.
pub(super) fn uri_of_path(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    let mut uri = String::from("file://");
    if !text.starts_with('/') {
        uri.push('/');
    }
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => uri.push(byte as char),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_addresses_lead_to_each_other() {
        for (uri, path) in
            [("file:///a/b%20c.yaml", "/a/b c.yaml"), ("file:///C%3A/t.yaml", "C:/t.yaml"), ("file:///%C3%BC", "/ü")]
        {
            assert_eq!(path_of(uri).as_deref(), Some(Path::new(path)), "{uri}");
        }
        assert_eq!(uri_of_path(Path::new("/a/b c.yaml")), "file:///a/b%20c.yaml");
        assert_eq!(path_of("untitled:1"), None);
    }
}
