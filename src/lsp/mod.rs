//! The language server: the Language Server Protocol over streams, translated to [`crate::ide`]. Knows the files that an
//! editor has open; all others a [`Host`] reads.
//!
//! Requests are answered one after the other, since each takes a millisecond or two. What is found in a template is worked
//! out when the messages that have come are all handled, so that a burst of changes costs one analysis; and what is asked
//! about a text that has changed meanwhile is not answered.
mod answers;
mod diagnostics;
mod documents;
mod edits;
mod open;
mod position;
mod protocol;
mod settings;
mod stream;
mod uri;

pub use lsp_server::{Connection, Message};
pub use open::Open;
pub use stream::read;

use crate::ide::View;
use crate::report::Report;
use documents::Documents;
use lsp_server::{ErrorCode, Notification, Request, RequestId, Response};
use position::Encoding;
use serde_json::{Value, json};
use settings::Settings;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

/// What the server asks of the program around it.
pub trait Host {
    /// The analysis of a template with this text, by the settings that hold for its path; files that are open in the editor
    /// are read from `open`. `None` where it is not a template, or the settings exclude it.
    fn view(&self, path: &Path, text: &str, open: &Open) -> Option<Viewed>;

    /// The analysis of the same file as it is in a revision of its repository.
    fn view_of_revision(&self, path: &Path, revision: &str) -> Option<View>;

    /// The address of the page about a rule.
    fn page(&self, rule: &str) -> Option<String>;

    /// The time, in seconds since 1970; `None` where there is no clock.
    fn now(&self) -> Option<u64>;

    /// Patterns of the paths of all files that are read beside the templates, as the protocol writes them. The client tells
    /// when one of them changes.
    fn watched(&self) -> &[&'static str];

    /// Whether a file is one of those by which templates are analyzed, wherever they are.
    fn is_settings(&self, path: &Path) -> bool;
}

/// What a host knows of a template.
#[derive(Debug)]
pub struct Viewed {
    /// The analysis of the template.
    pub view: View,
    /// What is wrong with the settings that hold for it, if it was analyzed by others.
    pub misconfigured: Option<Misconfigured>,
}

impl From<View> for Viewed {
    fn from(view: View) -> Self {
        Self { view, misconfigured: None }
    }
}

/// Settings that cannot be used.
#[derive(Debug)]
pub struct Misconfigured {
    /// What the user is told: which settings cannot be used, and by which ones templates are analyzed.
    pub message: String,
    /// What is wrong in the file of that path.
    pub report: Option<(PathBuf, Report)>,
}

/// Serves one client until it ends the connection. Whether it said that it would.
///
/// What has come while something is worked out is looked at before the next message is, so the connection should hold as much
/// as a client sends, which that of [`Connection::memory`] does; [`read`] takes messages from a stream.
pub fn serve(connection: &Connection, host: &dyn Host) -> bool {
    let Ok((id, parameters)) = connection.initialize_start() else { return false };
    let encoding = Encoding::chosen(&parameters);
    let result = json!({
        "capabilities": protocol::capabilities(encoding),
        "serverInfo": {"name": "samc", "version": env!("CARGO_PKG_VERSION")},
    });
    if connection.initialize_finish(id, result).is_err() {
        return false;
    }
    let is_asking = parameters.pointer("/capabilities/textDocument/diagnostic").is_some_and(|it| !it.is_null());
    let refreshes = protocol::refreshes(&parameters);
    let settings = Settings::default().with(&parameters["initializationOptions"]);
    let documents = Documents::new(host, encoding, settings);
    let mut server = Server { connection, documents, is_asking, refreshes, queue: VecDeque::new() };
    server.watch(&parameters, host);
    server.run()
}

struct Server<'a> {
    connection: &'a Connection,
    documents: Documents<'a>,
    /// Whether the client asks for findings when it wants them.
    is_asking: bool,
    /// By what it can be told to ask again.
    refreshes: Vec<&'static str>,
    /// Messages that have come and are not handled yet.
    queue: VecDeque<Message>,
}

impl Server<'_> {
    fn run(mut self) -> bool {
        let mut is_ending = false;
        loop {
            let message = match self.queue.pop_front() {
                Some(message) => message,
                // Nobody waits for an answer now.
                None if self.documents.has_changed() => {
                    self.publish_next();
                    self.queue.extend(self.connection.receiver.try_iter());
                    continue;
                }
                None => {
                    self.documents.tidy();
                    match self.connection.receiver.recv() {
                        Ok(message) => message,
                        Err(_) => return is_ending,
                    }
                }
            };
            self.queue.extend(self.connection.receiver.try_iter());
            match message {
                Message::Request(request) if request.method == "shutdown" => {
                    is_ending = true;
                    self.send(Response::new_ok(request.id, Value::Null).into());
                }
                Message::Request(request) if is_ending => {
                    let text = "the server is shutting down".to_owned();
                    self.send(Response::new_err(request.id, ErrorCode::InvalidRequest as i32, text).into());
                }
                Message::Request(request) => self.answer(request),
                Message::Notification(notification) if notification.method == "exit" => return is_ending,
                Message::Notification(notification) => self.note(notification),
                Message::Response(_) => (),
            }
        }
    }

    fn send(&self, message: Message) {
        // A client that is gone is noticed when the next message is awaited.
        let _ = self.connection.sender.send(message);
    }

    /// Answers a request, unless it has been cancelled by now, or is about a text that has changed.
    fn answer(&mut self, request: Request) {
        let refusal = match () {
            () if self.is_cancelled(&request.id) => Some((ErrorCode::RequestCanceled, "cancelled")),
            () if self.is_outdated(&request) => Some((ErrorCode::ContentModified, "the text has changed")),
            () => None,
        };
        if let Some((code, text)) = refusal {
            return self.send(Response::new_err(request.id, code as i32, text.to_owned()).into());
        }
        let Request { id, method, params } = request;
        let answer = catch_unwind(AssertUnwindSafe(|| answers::answer(&mut self.documents, &method, &params)));
        let response = match answer {
            Ok(Ok(result)) => Response::new_ok(id, result),
            Ok(Err(fault)) => Response::new_err(id, fault.code as i32, fault.text),
            Err(_) => {
                self.log(&format!("`{method}` failed; please report this"));
                Response::new_err(id, ErrorCode::InternalError as i32, format!("`{method}` failed"))
            }
        };
        self.send(response.into());
    }

    fn is_cancelled(&self, id: &RequestId) -> bool {
        self.queue.iter().any(|it| match it {
            Message::Notification(it) if it.method == "$/cancelRequest" => {
                let cancelled = it.params.get("id").cloned().unwrap_or_default();
                serde_json::to_value(id).is_ok_and(|id| id == cancelled)
            }
            _ => false,
        })
    }

    /// Whether working out the answer would take an analysis of a text that is another by now.
    fn is_outdated(&self, request: &Request) -> bool {
        let uri = &request.params["textDocument"]["uri"];
        let is_unknown = uri.as_str().is_some_and(|it| self.documents.is_unknown(it));
        is_unknown
            && answers::needs_analysis(&request.method)
            && self.queue.iter().any(|it| match it {
                Message::Notification(it) => {
                    it.method == "textDocument/didChange" && it.params["textDocument"]["uri"] == *uri
                }
                _ => false,
            })
    }

    fn note(&mut self, notification: Notification) {
        let Notification { method, params } = notification;
        let done = catch_unwind(AssertUnwindSafe(|| self.documents.note(&method, &params)));
        match done {
            Ok(Ok(())) => (),
            Ok(Err(text)) => self.log(&format!("`{method}`: {text}")),
            Err(_) => self.log(&format!("`{method}` failed; please report this")),
        }
    }

    /// Sends what was found in the next of the templates that have changed.
    fn publish_next(&mut self) {
        if self.documents.take_stale() {
            for method in self.refreshes.clone() {
                self.ask(method, Value::Null);
            }
        }
        let Some(uri) = self.documents.next_changed() else { return };
        let found = catch_unwind(AssertUnwindSafe(|| self.documents.published(&uri, self.is_asking)));
        let Ok(found) = found else {
            return self.log(&format!("`{uri}` could not be checked; please report this"));
        };
        for parameters in found {
            self.send(Notification::new("textDocument/publishDiagnostics".to_owned(), parameters).into());
        }
        for text in self.documents.complaints() {
            let parameters = json!({"type": 2, "message": format!("samc: {text}")});
            self.send(Notification::new("window/showMessage".to_owned(), parameters).into());
        }
    }

    /// Asks the client to tell when files change that are read beside the templates.
    fn watch(&mut self, parameters: &Value, host: &dyn Host) {
        let can_watch = "/capabilities/workspace/didChangeWatchedFiles/dynamicRegistration";
        if parameters.pointer(can_watch) != Some(&Value::Bool(true)) {
            return;
        }
        let watchers: Vec<Value> = host.watched().iter().map(|it| json!({"globPattern": it})).collect();
        let registration = json!({
            "id": "samc-files",
            "method": "workspace/didChangeWatchedFiles",
            "registerOptions": {"watchers": watchers},
        });
        self.ask("client/registerCapability", json!({"registrations": [registration]}));
    }

    /// Sends a request, whose answer nobody waits for.
    fn ask(&mut self, method: &str, parameters: Value) {
        let id = RequestId::from(format!("samc-{}", self.documents.next_number()));
        self.send(Request::new(id, method.to_owned(), parameters).into());
    }

    fn log(&self, text: &str) {
        let parameters = json!({"type": 1, "message": format!("samc: {text}")});
        self.send(Notification::new("window/logMessage".to_owned(), parameters).into());
    }
}
