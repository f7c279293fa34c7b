//! The streams a run reads and writes, and what is known of those who read them.
use super::arguments::Color;
use super::{Fault, Status};
use crate::report::Screen;
use crate::report::wrapping::on_screen;
use crate::safe_text::{page, shown};
use std::io::{self, ErrorKind, IsTerminal, Read, Write};
use std::time::{Duration, Instant};

/// Standard streams and surroundings of a run; a test brings its own.
pub struct Io<'a> {
    /// What `-` reads.
    pub stdin: Box<dyn Read + 'a>,
    /// Where documents and reports go.
    pub stdout: Box<dyn Write + 'a>,
    /// Where faults go, and reports beside documents.
    pub stderr: Box<dyn Write + 'a>,
    /// The terminal that shows a stream, if one does. Asked only when there is something to print.
    pub terminal: Box<dyn Fn(Stream) -> Option<Terminal> + 'a>,
    /// The value of an environment variable.
    pub variable: Box<Variable<'a>>,
    /// The time that has passed since some moment before the run.
    pub clock: Box<dyn Fn() -> Duration + 'a>,
}

/// Looks up an environment variable.
pub(super) type Variable<'a> = dyn Fn(&str) -> Option<String> + 'a;

/// A stream that is written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// Standard output.
    Stdout,
    /// Standard error.
    Stderr,
}

/// A terminal that shows a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terminal {
    /// Number of columns, where it is known.
    pub width: Option<usize>,
}

impl Io<'static> {
    /// The streams and surroundings of this process.
    pub fn of_process() -> Self {
        let began = Instant::now();
        Io {
            stdin: Box::new(io::stdin()),
            stdout: Box::new(io::stdout()),
            stderr: Box::new(io::stderr()),
            terminal: Box::new(|stream| match stream {
                Stream::Stdout => terminal_behind(&io::stdout()),
                Stream::Stderr => terminal_behind(&io::stderr()),
            }),
            variable: Box::new(|name| std::env::var(name).ok()),
            clock: Box::new(move || began.elapsed()),
        }
    }
}

#[cfg(unix)]
fn terminal_behind(stream: &(impl IsTerminal + std::os::fd::AsFd)) -> Option<Terminal> {
    let width = || terminal_size::terminal_size_of(stream).map(|(width, _)| width.0.into());
    stream.is_terminal().then(|| Terminal { width: width() })
}

#[cfg(not(unix))]
fn terminal_behind(stream: &impl IsTerminal) -> Option<Terminal> {
    let width = || terminal_size::terminal_size().map(|(width, _)| width.0.into());
    stream.is_terminal().then(|| Terminal { width: width() })
}

impl Io<'_> {
    /// Writes to a stream. That a reader has gone away (`samc expand | head`) is not a fault.
    pub(super) fn print(&mut self, stream: Stream, text: &str) -> Result<(), Fault> {
        let out = match stream {
            Stream::Stdout => &mut self.stdout,
            Stream::Stderr => &mut self.stderr,
        };
        match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => {
                let name = match stream {
                    Stream::Stdout => "output",
                    Stream::Stderr => "error output",
                };
                Err(Fault(format!("cannot write to standard {name}: {error}")))
            }
            Ok(()) | Err(_) => Ok(()),
        }
    }

    /// Reports a fault of the call or the machine: on one line, or broken at words on a terminal.
    pub(super) fn complain(&mut self, fault: &Fault) -> Status {
        self.say("error", &fault.0);
        Status::Fault
    }

    /// Says what is neither a finding nor a fault, as [`Io::complain`] does.
    pub(super) fn note(&mut self, text: &str) {
        self.say("note", text);
    }

    fn say(&mut self, kind: &str, text: &str) {
        let text = format!("{kind}: {}", shown(text));
        let text = page(on_screen(&text, 2, self.screen(Stream::Stderr, Color::Never).width));
        // Where standard error itself is broken, the exit status is all that can be said.
        let _ = self.stderr.write_all(format!("{text}\n").as_bytes());
    }

    /// What the reader of a stream can see.
    pub(super) fn screen(&self, stream: Stream, color: Color) -> Screen {
        let terminal = (self.terminal)(stream);
        let set = |name: &str| (self.variable)(name).filter(|it| !it.is_empty());
        // <https://no-color.org>, <https://force-color.org> and <https://bixense.com/clicolors>, where `0` does not force.
        let forced = |name: &str| set(name).is_some_and(|it| it != "0" && it != "false");
        let color = match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto if set("NO_COLOR").is_some() => false,
            Color::Auto if forced("FORCE_COLOR") || forced("CLICOLOR_FORCE") => true,
            Color::Auto => {
                let is_off = set("CLICOLOR").is_some_and(|it| it == "0") || set("TERM").is_some_and(|it| it == "dumb");
                terminal.is_some() && !is_off
            }
        };
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(|it| set(it)).unwrap_or_default();
        let locale = locale.to_ascii_uppercase();
        let unicode = locale.contains("UTF-8") || locale.contains("UTF8") || set("WT_SESSION").is_some();
        Screen {
            color,
            unicode: terminal.is_some() && unicode,
            width: terminal.map(|it| it.width.filter(|width| *width > 0).unwrap_or(80)),
        }
    }
}
