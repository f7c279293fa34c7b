//! The command line: arguments, files, streams and exit statuses. Knows nothing of what is wrong with a template.

mod arguments;
mod candidate;
mod changes;
mod check;
mod chosen;
mod completions;
mod diff;
mod expand;
mod explain;
mod findings;
mod fixing;
mod folder;
mod found;
mod graph;
mod ignored;
mod init;
mod input;
mod io;
mod ledger;
mod man;
mod output;
mod overrides;
mod problems;
mod progress;
mod recognize;
mod reporting;
mod reports;
mod revision;
mod samconfig;
mod schema;
#[cfg(feature = "lsp")]
mod server;
mod settings;
mod walk;

pub use io::{Io, Stream, Terminal};

use crate::safe_text::{is_safe, page, shown};
use arguments::{Arguments, Command};
use clap::Parser;
use std::ffi::OsString;
use std::process::ExitCode;

/// Runs the program on its arguments, the first of which is its own name.
pub fn run(arguments: impl IntoIterator<Item = OsString>, io: &mut Io<'_>) -> ExitCode {
    let done = match Arguments::try_parse_from(overrides::after_templates(arguments.into_iter().collect())) {
        Err(error) => show_usage(&error, io),
        Ok(Arguments { command: Command::Expand(arguments), color }) => expand::run(&arguments, color, io),
        Ok(Arguments { command: Command::Check(arguments), color }) => check::run(&arguments, color, io),
        Ok(Arguments { command: Command::Explain(arguments), color }) => explain::run(&arguments, color, io),
        Ok(Arguments { command: Command::Diff(arguments), color }) => diff::run(&arguments, color, io),
        Ok(Arguments { command: Command::Graph(arguments), color }) => graph::run(&arguments, color, io),
        #[cfg(feature = "lsp")]
        Ok(Arguments { command: Command::Server, .. }) => server::run(),
        Ok(Arguments { command: Command::Schema(arguments), .. }) => schema::run(&arguments, io),
        Ok(Arguments { command: Command::Init(arguments), .. }) => init::run(&arguments, io),
        Ok(Arguments { command: Command::Completions(arguments), .. }) => completions::run(&arguments, io),
        Ok(Arguments { command: Command::Man(arguments), .. }) => man::run(&arguments, io),
    };
    let status = done.unwrap_or_else(|fault| {
        io.complain(&fault);
        Status::Fault
    });
    ExitCode::from(match status {
        Status::Fine => 0,
        Status::Different | Status::TemplateErrors => 1,
        Status::Fault => 2,
    })
}

/// How a run ended: the contract of the exit status. The worst comes last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Status {
    Fine,
    /// What was compared is not the same.
    Different,
    /// A template has errors.
    TemplateErrors,
    /// The command itself failed.
    Fault,
}

/// A fault of the call or the machine, and what to do about it, on one line.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Fault(String);

/// Prints help, the version, or what is wrong with the options.
fn show_usage(error: &clap::Error, io: &mut Io<'_>) -> Result<Status, Fault> {
    let stream = if error.use_stderr() { Stream::Stderr } else { Stream::Stdout };
    let text = error.render();
    let plain = text.to_string();
    // Arguments may be the names of other people's files.
    let text = match io.screen(stream, arguments::Color::Auto).color && is_safe(&plain) {
        true => text.ansi().to_string(),
        false => page(plain.split('\n').map(shown).collect::<Vec<_>>().join("\n")),
    };
    io.print(stream, &text)?;
    Ok(if error.use_stderr() { Status::Fault } else { Status::Fine })
}
