//! A client of the language server, in memory.
use lsp_server::{Connection, Message, Notification, Request, RequestId, Response};
use samc::diagnostic::Diagnostic;
use samc::ide::View;
use samc::lsp::{Host, Misconfigured, Open, Viewed, serve};
use samc::report::Report;
use samc::source::{Files, Source, Sources, Unreadable};
use samc::{Depth, Options, analyze_with_files};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::thread;

pub(crate) const URI: &str = "file:///project/template.yaml";
pub(crate) const TEMPLATE: &str = include_str!("../../editors/template.yaml");

/// A host whose folder has nothing but what is open.
struct Alone;

struct OpenFiles<'a>(&'a Open);

impl Files for OpenFiles<'_> {
    fn read(&self, path: &str) -> Result<samc::source::File, Unreadable> {
        let path = Path::new("/project").join(path);
        let text = self.0.get(&path).ok_or(Unreadable::Missing)?;
        Ok(samc::source::File { name: path.display().to_string(), path: None, bytes: text.as_bytes().to_vec() })
    }
}

/// What is wrong with the settings, which are another configuration when they are open.
fn misconfigured(open: &Open) -> Option<Misconfigured> {
    let source = Source::new("settings", open.get(Path::new("/project/settings"))?);
    let problems: Vec<Diagnostic> = samc::configuration::read(&source).1;
    let report = Report { sources: Sources::new(source), problems };
    let is_broken = !report.problems.is_empty();
    is_broken.then(|| Misconfigured {
        message: "`settings` has errors".to_owned(),
        report: Some((PathBuf::from("/project/settings"), report)),
    })
}

impl Host for Alone {
    fn view(&self, path: &Path, text: &str, open: &Open) -> Option<Viewed> {
        let mut sources = Sources::new(Source::new(path.display().to_string(), text));
        let analysis = analyze_with_files(&mut sources, &OpenFiles(open), &Options::default(), Depth::Check);
        let view = text.contains("Resources").then(|| View::new(sources, analysis))?;
        Some(Viewed { view, misconfigured: misconfigured(open) })
    }

    fn view_of_revision(&self, path: &Path, revision: &str) -> Option<View> {
        let name = format!("{revision}:{}", path.file_name()?.to_str()?);
        (revision == "HEAD")
            .then(|| self.view(Path::new(&name), &TEMPLATE.replace("Timeout: 10", "Timeout: 20"), &Open::default()))?
            .map(|it| it.view)
    }

    fn page(&self, rule: &str) -> Option<String> {
        Some(format!("https://example.org/{rule}"))
    }

    fn now(&self) -> Option<u64> {
        // Monday, 2026-11-30, 16:20 UTC.
        Some(1_796_055_600)
    }

    fn watched(&self) -> &[&'static str] {
        &["**/settings"]
    }

    fn is_settings(&self, path: &Path) -> bool {
        path.ends_with("settings")
    }
}

pub(crate) struct Client {
    connection: Connection,
    count: i32,
    /// What the server has said by itself.
    pub(crate) notes: Vec<Notification>,
    /// What it has asked.
    pub(crate) requests: Vec<Request>,
}

impl Client {
    /// Runs `session` with a client whose document is open with this text.
    pub(crate) fn with<T>(text: &str, session: impl FnOnce(&mut Client) -> T) -> T {
        Self::with_capabilities(json!({}), text, session)
    }

    pub(crate) fn with_capabilities<T>(capabilities: Value, text: &str, session: impl FnOnce(&mut Client) -> T) -> T {
        let (server, connection) = Connection::memory();
        let server = thread::spawn(move || serve(&server, &Alone));
        let mut client = Client { connection, count: 0, notes: Vec::new(), requests: Vec::new() };
        // What a client says when it begins is its capabilities alone, or all of it.
        let begin =
            if capabilities["capabilities"].is_object() { capabilities } else { json!({"capabilities": capabilities}) };
        let result = client.ask("initialize", begin);
        assert_eq!(result["capabilities"]["positionEncoding"], "utf-16");
        client.note("initialized", json!({}));
        client.note(
            "textDocument/didOpen",
            json!({"textDocument": {"uri": URI, "languageId": "yaml", "version": 1, "text": text}}),
        );
        let result = session(&mut client);
        client.ask("shutdown", Value::Null);
        client.note("exit", Value::Null);
        assert!(server.join().expect("the server does not die"), "it was told that the session ends");
        result
    }

    pub(crate) fn note(&self, method: &str, parameters: Value) {
        let note = Notification::new(method.to_owned(), parameters);
        self.connection.sender.send(note.into()).expect("the server listens");
    }

    pub(crate) fn response(&mut self, method: &str, parameters: Value) -> Response {
        self.count += 1;
        let id = RequestId::from(self.count);
        let request = Request::new(id.clone(), method.to_owned(), parameters);
        self.connection.sender.send(request.into()).expect("the server listens");
        loop {
            match self.connection.receiver.recv().expect("the server answers") {
                Message::Response(response) if response.id == id => return response,
                Message::Notification(note) => self.notes.push(note),
                Message::Request(request) => self.requests.push(request),
                Message::Response(_) => (),
            }
        }
    }

    pub(crate) fn ask(&mut self, method: &str, parameters: Value) -> Value {
        let response = self.response(method, parameters);
        let result = response.response_result;
        result.unwrap_or_else(|error| panic!("{method}: {error:?}"))
    }

    /// Asks about the place behind `before` in the template.
    pub(crate) fn ask_at(&mut self, method: &str, text: &str, before: &str) -> Value {
        let position = position(text, text.find(before).expect("the tests ask about what is there") + before.len());
        self.ask(method, json!({"textDocument": {"uri": URI}, "position": position}))
    }

    /// Replaces the text of the document.
    pub(crate) fn write(&self, version: i32, text: &str) {
        let document = json!({"uri": URI, "version": version});
        self.note("textDocument/didChange", json!({"textDocument": document, "contentChanges": [{"text": text}]}));
    }

    /// What is offered at the `|` in a text.
    pub(crate) fn offered(&mut self, text: &str) -> Vec<String> {
        let at = text.find('|').expect("the tests mark the cursor");
        let text = text.replacen('|', "", 1);
        self.note(
            "textDocument/didChange",
            json!({"textDocument": {"uri": URI, "version": 2}, "contentChanges": [{"text": text}]}),
        );
        let found =
            self.ask("textDocument/completion", json!({"textDocument": {"uri": URI}, "position": position(&text, at)}));
        let items = found["items"].as_array().cloned().unwrap_or_default();
        items.iter().map(|it| it["label"].as_str().unwrap_or_default().to_owned()).collect()
    }

    pub(crate) fn published(&mut self) -> Value {
        loop {
            let is_it = |it: &Notification| it.method == "textDocument/publishDiagnostics";
            if let Some(at) = self.notes.iter().position(is_it) {
                return self.notes.remove(at).params;
            }
            match self.connection.receiver.recv().expect("the server publishes") {
                Message::Notification(note) => self.notes.push(note),
                Message::Request(request) => self.requests.push(request),
                Message::Response(_) => (),
            }
        }
    }
}

pub(crate) fn position(text: &str, offset: usize) -> Value {
    let before = &text[..offset];
    let line = before.matches('\n').count();
    let start = before.rfind('\n').map_or(0, |it| it + 1);
    json!({"line": line, "character": before[start..].encode_utf16().count()})
}
