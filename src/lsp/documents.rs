//! The files that are open in the editor, and what is known of those that are templates.
use super::diagnostics::diagnostic;
use super::edits::{self, LARGEST_TEXT};
use super::open::{Open, direct};
use super::position::Encoding;
use super::settings::Settings;
use super::uri::{path_of, uri_of_path};
use super::{Host, Misconfigured};
use crate::ide::View;
use crate::source::Source;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::mem;
use std::path::{Path, PathBuf};

/// All open files.
pub(super) struct Documents<'a> {
    host: &'a dyn Host,
    pub encoding: Encoding,
    pub settings: Settings,
    texts: Open,
    open: BTreeMap<String, Document>,
    /// Those whose findings may have changed since they were sent, the one that was edited last in front.
    changed: Vec<String>,
    /// The files in which findings were sent for templates that name them.
    beside: BTreeSet<String>,
    /// What was said of settings that cannot be used.
    told: BTreeSet<String>,
    /// Whether something has changed that a client does not know to concern documents that it shows.
    is_stale: bool,
    number: usize,
}

struct Document {
    path: PathBuf,
    version: Value,
    /// What is known of it; the outer `None` until that is asked for.
    view: Option<Option<View>>,
    /// What was known of it before it was changed.
    earlier: Option<View>,
    /// What is wrong with the settings by which it would be analyzed.
    misconfigured: Option<Misconfigured>,
    /// The files that this depends on.
    reads: BTreeSet<PathBuf>,
    /// What was sent: its own findings, and those in other files.
    own: Vec<Value>,
    others: BTreeMap<String, Vec<Value>>,
}

impl Document {
    /// What is known does not hold any longer.
    fn forget(&mut self) {
        if let Some(Some(view)) = self.view.take() {
            self.earlier = Some(view);
        }
    }
}

impl<'a> Documents<'a> {
    pub(super) fn new(host: &'a dyn Host, encoding: Encoding, settings: Settings) -> Self {
        Self {
            host,
            encoding,
            settings,
            texts: Open::default(),
            open: BTreeMap::new(),
            changed: Vec::new(),
            beside: BTreeSet::new(),
            told: BTreeSet::new(),
            is_stale: false,
            number: 0,
        }
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
                if text.len() > LARGEST_TEXT {
                    return Err(format!("the text has more than {LARGEST_TEXT} bytes"));
                }
                let path = path_of(&uri).ok_or("the document is not a file")?;
                self.texts.insert(&path, text.to_owned());
                let document = Document {
                    path: path.clone(),
                    version: document["version"].clone(),
                    view: None,
                    earlier: None,
                    misconfigured: None,
                    reads: BTreeSet::new(),
                    own: Vec::new(),
                    others: BTreeMap::new(),
                };
                self.open.insert(uri.clone(), document);
                self.changed_text(&uri, &path);
            }
            "textDocument/didChange" => {
                let uri = uri_of(document)?;
                let open = self.open.get_mut(&uri).ok_or("the document is not open")?;
                let changes = parameters["contentChanges"].as_array().ok_or("there are no changes")?;
                open.version = document["version"].clone();
                let path = open.path.clone();
                let text = self.texts.remove(&path).unwrap_or_default();
                let (text, fault) = edits::changed(text, changes, self.encoding);
                self.texts.insert(&path, text);
                self.changed_text(&uri, &path);
                fault.map_or(Ok(()), Err)?;
            }
            "textDocument/didClose" => {
                let uri = uri_of(document)?;
                if let Some(closed) = self.open.get(&uri) {
                    let path = closed.path.clone();
                    self.texts.remove(&path);
                    self.changed_text(&uri, &path);
                    let others = self.open.remove(&uri).map(|it| it.others).unwrap_or_default();
                    self.changed.extend(others.into_keys());
                }
            }
            "workspace/didChangeWatchedFiles" => {
                let changes = parameters["changes"].as_array().ok_or("there are no changes")?;
                let paths = changes.iter().filter_map(|it| path_of(it["uri"].as_str()?));
                for path in paths.collect::<Vec<_>>() {
                    match self.host.is_settings(&path) {
                        true => self.forget_views(&|_| true),
                        false => self.forget_readers(&path),
                    }
                }
            }
            "workspace/didChangeConfiguration" => {
                self.settings = self.settings.with(&parameters["settings"]);
                self.forget_views(&|_| true);
            }
            "textDocument/didSave" | "workspace/didChangeWorkspaceFolders" => self.forget_views(&|_| true),
            _ => (),
        }
        Ok(())
    }

    /// A document has another text, or is opened or closed.
    fn changed_text(&mut self, uri: &str, path: &Path) {
        self.forget_readers(path);
        if let Some(document) = self.open.get_mut(uri) {
            document.forget();
        }
        self.changed.retain(|it| it != uri);
        self.changed.insert(0, uri.to_owned());
    }

    /// What is known of templates that name a file, such as snippets and definitions, depends on it.
    fn forget_readers(&mut self, path: &Path) {
        let path = direct(path);
        self.forget_views(&|document| document.reads.contains(&path));
    }

    fn forget_views(&mut self, is_meant: &dyn Fn(&Document) -> bool) {
        for (uri, document) in self.open.iter_mut().filter(|(_, it)| is_meant(it)) {
            document.forget();
            self.is_stale = true;
            if !self.changed.contains(uri) {
                self.changed.push(uri.clone());
            }
        }
    }

    /// Whether there are documents whose findings may have changed since they were sent.
    pub(super) fn has_changed(&self) -> bool {
        !self.changed.is_empty()
    }

    /// The next document whose findings may have changed.
    pub(super) fn next_changed(&mut self) -> Option<String> {
        (!self.changed.is_empty()).then(|| self.changed.remove(0))
    }

    /// Whether something has changed since this was last called of which a client that asks has to be told.
    pub(super) fn take_stale(&mut self) -> bool {
        mem::take(&mut self.is_stale)
    }

    /// Whether a document has changed, and nobody has asked about it since.
    pub(super) fn is_unknown(&self, uri: &str) -> bool {
        self.open.get(uri).is_some_and(|it| it.view.is_none())
    }

    pub(super) fn next_number(&mut self) -> usize {
        self.number += 1;
        self.number
    }

    /// What is known of an open document; `None` where it is not open or not a template.
    pub(super) fn view(&mut self, uri: &str) -> Option<&View> {
        let document = self.open.get_mut(uri)?;
        if document.view.is_none() {
            drop(self.texts.take_asked());
            let text = self.texts.text(&document.path).unwrap_or_default();
            // Where this fails it is not tried again before something changes.
            document.view = Some(None);
            let found = self.host.view(&document.path, text, &self.texts);
            (document.view, document.misconfigured) = match found {
                Some(found) => (Some(Some(found.view)), found.misconfigured),
                None => (Some(None), None),
            };
            document.reads = self.texts.take_asked();
        }
        document.view.as_ref()?.as_ref()
    }

    /// What is known of an open document, or was before it was changed; its places may be those of an earlier text.
    pub(super) fn known(&mut self, uri: &str) -> Option<&View> {
        let is_earlier = self.open.get(uri).is_some_and(|it| it.view.is_none() && it.earlier.is_some());
        if is_earlier { self.open.get(uri)?.earlier.as_ref() } else { self.view(uri) }
    }

    /// Lets go of what was known before, where something newer is known. This takes a while, so that nobody should wait for it.
    pub(super) fn tidy(&mut self) {
        for document in self.open.values_mut().filter(|it| it.view.is_some()) {
            document.earlier = None;
        }
    }

    /// The text of an open document, whatever it is.
    pub(super) fn source(&self, uri: &str) -> Option<Source> {
        let document = self.open.get(uri)?;
        Some(Source::new(document.path.to_string_lossy().into_owned(), self.texts.text(&document.path)?))
    }

    pub(super) fn path(&self, uri: &str) -> Option<&Path> {
        self.open.get(uri).map(|it| &*it.path)
    }

    pub(super) fn uris(&self) -> Vec<String> {
        self.open.keys().cloned().collect()
    }

    /// The findings of a document, as a list of the protocol.
    pub(super) fn findings(&mut self, uri: &str) -> Vec<Value> {
        let (host, encoding) = (self.host, self.encoding);
        let Some(view) = self.view(uri) else { return Vec::new() };
        let found = view.analysis.findings.iter().filter(|it| view.sources.number_of(it.span) == 0);
        found.map(|it| diagnostic(it, &view.sources, uri, encoding, host)).collect()
    }

    /// The findings of a template in the files that it names, and what is wrong with the settings that hold for it.
    fn findings_beside(&mut self, uri: &str) -> BTreeMap<String, Vec<Value>> {
        let (host, encoding) = (self.host, self.encoding);
        let mut by_file: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        let Some(view) = self.view(uri) else { return by_file };
        for finding in view.analysis.findings.iter().filter(|it| view.sources.number_of(it.span) != 0) {
            let file = view.sources.of(finding.span);
            let found = diagnostic(finding, &view.sources, uri, encoding, host);
            by_file.entry(uri_of_path(&direct(Path::new(file.name())))).or_default().push(found);
        }
        let misconfigured = self.open.get(uri).and_then(|it| it.misconfigured.as_ref());
        if let Some(Misconfigured { report: Some((path, report)), .. }) = misconfigured {
            let uri = uri_of_path(&direct(path));
            let found =
                report.problems.iter().map(|it| diagnostic(it, &report.sources, &uri, encoding, host)).collect();
            by_file.insert(uri, found);
        }
        by_file
    }

    /// What is to be said of settings that cannot be used, and has not been said.
    pub(super) fn complaints(&mut self) -> Vec<String> {
        let found = self.open.values().filter_map(|it| it.misconfigured.as_ref());
        let found: BTreeSet<String> = found.map(|it| it.message.clone()).collect();
        let new = found.difference(&self.told).cloned().collect();
        self.told = found;
        new
    }

    /// The parameters of `textDocument/publishDiagnostics` for a document, and for the files that it names. Who asks for
    /// findings (`is_asking`) asks about documents; what is wrong in files beside them is sent to all.
    pub(super) fn published(&mut self, uri: &str, is_asking: bool) -> Vec<Value> {
        let own = if is_asking { Vec::new() } else { self.findings(uri) };
        let others = self.findings_beside(uri);
        let mut files: BTreeSet<String> = others.keys().cloned().collect();
        let is_open = match self.open.get_mut(uri) {
            Some(document) => {
                document.own = own;
                files.extend(mem::replace(&mut document.others, others).into_keys());
                true
            }
            None => false,
        };
        files.remove(uri);
        let is_sent = !is_asking || !is_open || self.beside.contains(uri);
        let own = is_sent.then(|| uri.to_owned());
        own.into_iter().chain(files).map(|it| self.published_in(&it, is_asking)).collect()
    }

    /// All that is wrong in a file: what is found in it as a document, and for the templates that name it.
    fn published_in(&mut self, uri: &str, is_asking: bool) -> Value {
        // Who asks about it has the answer.
        let mut known = if is_asking { self.findings(uri) } else { Vec::new() };
        let asked = known.len();
        known.extend(self.open.get(uri).into_iter().flat_map(|it| it.own.iter().cloned()));
        let own = known.len();
        for finding in self.open.values().filter_map(|it| it.others.get(uri)).flatten() {
            if !known.contains(finding) {
                known.push(finding.clone());
            }
        }
        match known.len() > own {
            true => self.beside.insert(uri.to_owned()),
            false => self.beside.remove(uri),
        };
        let mut parameters = json!({"uri": uri, "diagnostics": known.split_off(asked)});
        if let Some(version) = self.open.get(uri).map(|it| &it.version).filter(|it| it.is_i64()) {
            parameters["version"] = version.clone();
        }
        parameters
    }
}

fn uri_of(document: &Value) -> Result<String, String> {
    document["uri"].as_str().map(str::to_owned).ok_or_else(|| "the document has no URI".to_owned())
}
