//! The language server: the Language Server Protocol over streams, translated to [`crate::ide`]. Knows the files that an
//! editor has open; all others a [`Host`] reads.
//!
//! Requests are answered one after the other, since each takes a millisecond or two. What is found in a template is worked
//! out when the messages that have come are all handled, so that a burst of changes costs one analysis.
mod answers;
mod documents;
mod edits;
mod position;
mod protocol;

pub use documents::Open;
pub use lsp_server::Connection;

use crate::ide::View;
use documents::Documents;
use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response};
use position::Encoding;
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// What the server asks of the program around it.
pub trait Host {
    /// The analysis of a template with this text, by the settings that hold for its path; files that are open in the editor
    /// are read from `open`. `None` where it is not a template, or the settings exclude it.
    fn view(&self, path: &Path, text: &str, open: &Open) -> Option<View>;

    /// The analysis of the same file as it is in a revision of its repository.
    fn view_of_revision(&self, path: &Path, revision: &str) -> Option<View>;

    /// The address of the page about a rule.
    fn page(&self, rule: &str) -> Option<String>;
}

/// The largest text of a document: a template of this size is not read either.
const LARGEST_DOCUMENT: usize = crate::syntax::LARGEST_TEMPLATE;

/// Serves one client until it ends the connection. Whether it said that it would.
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
    let pulls = parameters.pointer("/capabilities/textDocument/diagnostic").is_some_and(|it| !it.is_null());
    let refreshes =
        parameters.pointer("/capabilities/workspace/diagnostics/refreshSupport") == Some(&Value::Bool(true));
    Server { connection, documents: Documents::new(host, encoding), pulls, refreshes, queue: VecDeque::new() }.run()
}

struct Server<'a> {
    connection: &'a Connection,
    documents: Documents<'a>,
    /// Whether the client asks for findings when it wants them.
    pulls: bool,
    /// Whether it can be told to ask again.
    refreshes: bool,
    /// Messages that have come and are not handled yet.
    queue: VecDeque<Message>,
}

impl Server<'_> {
    fn run(mut self) -> bool {
        let mut is_ending = false;
        loop {
            let message = match self.queue.pop_front() {
                Some(message) => message,
                None => {
                    // Nobody waits for an answer now.
                    self.publish();
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

    /// Answers a request, unless it has been cancelled by now.
    fn answer(&mut self, request: Request) {
        if self.is_cancelled(&request.id) {
            let text = "cancelled".to_owned();
            return self.send(Response::new_err(request.id, ErrorCode::RequestCanceled as i32, text).into());
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

    fn note(&mut self, notification: Notification) {
        let Notification { method, params } = notification;
        let done = catch_unwind(AssertUnwindSafe(|| self.documents.note(&method, &params)));
        match done {
            Ok(Ok(())) => (),
            Ok(Err(text)) => self.log(&format!("`{method}`: {text}")),
            Err(_) => self.log(&format!("`{method}` failed; please report this")),
        }
    }

    /// Sends what was found in templates that have changed.
    fn publish(&mut self) {
        let changed = self.documents.take_changed();
        if changed.is_empty() {
            return;
        }
        if self.pulls && self.refreshes && self.documents.is_stale_beyond(&changed) {
            let id = RequestId::from(format!("samc-{}", self.documents.next_number()));
            self.send(Request::new(id, "workspace/diagnostic/refresh".to_owned(), Value::Null).into());
        }
        for uri in changed {
            let found = catch_unwind(AssertUnwindSafe(|| self.documents.published(&uri)));
            let Ok(found) = found else {
                self.log(&format!("`{uri}` could not be checked; please report this"));
                continue;
            };
            // Who asks for findings asks about templates; what is wrong in files beside them is sent to all.
            for (_, parameters) in found.into_iter().skip(usize::from(self.pulls)) {
                self.send(Notification::new("textDocument/publishDiagnostics".to_owned(), parameters).into());
            }
        }
    }

    fn log(&self, text: &str) {
        let parameters = json!({"type": 1, "message": format!("samc: {text}")});
        self.send(Notification::new("window/logMessage".to_owned(), parameters).into());
    }
}
