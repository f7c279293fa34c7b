//! `samc server`: the language server over standard input and output.
use super::arguments::{Arguments, CheckArguments, Command};
use super::chosen::Choice;
use super::folder::Folder;
use super::found::folder_of;
use super::input::shown;
use super::recognize::looks_like_template;
use super::samconfig::{self, Samconfigs};
use super::settings::{Known, Settings};
use super::{Fault, Status, revision};
use crate::configuration;
use crate::ide::View;
use crate::lsp::{self, Connection, Host, Message, Misconfigured, Open, Viewed};
use crate::report::rule_page;
use crate::source::{File, Files, Source, Sources, Unreadable};
use crate::syntax::decode;
use crate::{Depth, analyze_with_files};
use clap::Parser;
use std::cell::RefCell;
use std::collections::HashMap;
use std::ffi::OsStr;
use std::io::{self, BufRead};
use std::path::{self, Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};
use std::{fs, thread};

pub(super) fn run() -> Result<Status, Fault> {
    let program = Program::new()?;
    let (Connection { sender: put, receiver: take }, server) = Connection::memory();
    let answer = server.sender.clone();
    let (is_ended, read) = thread::scope(|scope| {
        // To see what has come while one is handled, all messages are read at once.
        let reader = scope
            .spawn(move || forward(&mut io::stdin().lock(), |it| put.send(it).is_ok(), |it| answer.send(it).is_ok()));
        scope.spawn(move || {
            let mut output = io::stdout().lock();
            take.into_iter().all(|it| it.write(&mut output).is_ok())
        });
        let is_ended = lsp::serve(&server, &program);
        // What writes ends with the connection.
        drop(server);
        (is_ended, reader.join())
    });
    if let Ok(Err(error)) = read {
        return Err(Fault(format!("cannot read the messages of the client: {error}")));
    }
    Ok(if is_ended { Status::Fine } else { Status::TemplateErrors })
}

/// Hands over the messages of a client until it ends, and answers what is none.
fn forward(input: &mut dyn BufRead, put: impl Fn(Message) -> bool, answer: impl Fn(Message) -> bool) -> io::Result<()> {
    while let Some(message) = lsp::read(input)? {
        let is_last = matches!(&message, Ok(Message::Notification(it)) if it.method == "exit");
        let is_sent = match message {
            Ok(message) => put(message),
            Err(complaint) => answer(complaint),
        };
        if !is_sent || is_last {
            break;
        }
    }
    Ok(())
}

/// Answers the server by what `samc check` would do.
struct Program {
    arguments: CheckArguments,
    /// The last settings of each folder that could be used.
    usable: RefCell<HashMap<PathBuf, Arc<Settings>>>,
}

impl Program {
    fn new() -> Result<Self, Fault> {
        match Arguments::try_parse_from(["samc", "check"]) {
            Ok(Arguments { command: Command::Check(arguments), .. }) => {
                Ok(Self { arguments: *arguments, usable: RefCell::default() })
            }
            _ => Err(Fault("the options of `samc check` cannot be read".to_owned())),
        }
    }

    fn analyzed(&self, path: &Path, source: Source, files: &dyn Files) -> Option<Viewed> {
        let choice = Choice::of(&self.arguments).ok()?;
        let (settings, misconfigured) = self.settings_of(path, &choice);
        if !choice.selects(&settings, path) {
            return None;
        }
        let levels = settings.levels_of(path);
        let samconfigs = Samconfigs::of(&self.arguments.deployment);
        let samconfig = samconfigs.for_template(path, &|found| found);
        let options = settings.options(&self.arguments.deployment, &samconfig);
        let mut sources = Sources::new(source);
        let mut analysis = analyze_with_files(&mut sources, files, &options, Depth::Check);
        analysis.findings = levels.applied(analysis.findings);
        let view = View::new(sources, analysis).in_known_region(options.is_region_given);
        Some(Viewed { view, misconfigured })
    }

    /// The settings for a template. Where they cannot be used, `samc check` does nothing; an editor still shows what is
    /// found by those that it had before.
    fn settings_of(&self, path: &Path, choice: &Choice<'_>) -> (Arc<Settings>, Option<Misconfigured>) {
        let folder = folder_of(path);
        let (fault, report) = match choice.settings_of(path) {
            Known::Usable(settings) => {
                self.usable.borrow_mut().insert(folder.to_owned(), settings.clone());
                return (settings, None);
            }
            Known::Broken(report) => {
                let file = absolute(Path::new(report.sources.template().name()));
                let fault = format!("`{}` has errors", shown(&file));
                (fault, Some((as_named_from(folder, file), (*report).clone())))
            }
            Known::Unreadable(Fault(fault)) => (fault, None),
        };
        let earlier = self.usable.borrow().get(folder).cloned();
        let instead = match &earlier {
            Some(_) => "until that is fixed, the configuration that it had before holds",
            None => "until that is fixed, templates are checked without it",
        };
        let message = format!("{fault}; {instead}");
        (earlier.unwrap_or_default(), Some(Misconfigured { message, report }))
    }
}

fn absolute(path: &Path) -> PathBuf {
    path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// The path of a file below one of the folders that lead to `folder`, which an editor may know by another name.
fn as_named_from(folder: &Path, file: PathBuf) -> PathBuf {
    let place = file.parent().zip(file.file_name());
    let is_place = |it: &&Path| fs::canonicalize(it).is_ok_and(|it| place.is_some_and(|(place, _)| it == place));
    let named = folder.ancestors().find(is_place).zip(place).map(|(folder, (_, name))| folder.join(name));
    named.unwrap_or(file)
}

impl Host for Program {
    fn view(&self, path: &Path, text: &str, open: &Open) -> Option<Viewed> {
        if !looks_like_template(text) {
            return None;
        }
        let source = Source::new(path.to_string_lossy().into_owned(), text);
        self.analyzed(path, source, &Shadowed { folder: Folder::of(path), at: path.parent()?, open })
    }

    fn view_of_revision(&self, path: &Path, revision: &str) -> Option<View> {
        let (folder, file) = (path.parent()?, path.file_name()?.to_str()?);
        let bytes = revision::read_in(folder, revision, file)?;
        let (source, _) = decode(&format!("{revision}:{file}"), bytes);
        self.analyzed(path, source, &Folder::of(path)).map(|it| it.view)
    }

    fn page(&self, rule: &str) -> Option<String> {
        rule_page::of(rule)
    }

    fn now(&self) -> Option<u64> {
        SystemTime::now().duration_since(UNIX_EPOCH).ok().map(|it| it.as_secs())
    }

    fn watched(&self) -> &[&'static str] {
        // Settings, and whatever a template may name that is read.
        &["**/.samc.yaml", "**/samconfig.{toml,yaml,yml}", "**/*.{yaml,yml,json}"]
    }

    fn is_settings(&self, path: &Path) -> bool {
        let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
        name == configuration::FILE_NAME || samconfig::NAMES.contains(&name)
    }
}

/// The folder of a template, where files that are open in the editor stand before those on disk.
struct Shadowed<'a> {
    folder: Folder,
    at: &'a Path,
    open: &'a Open,
}

impl Files for Shadowed<'_> {
    fn read(&self, path: &str) -> Result<File, Unreadable> {
        // Whether it may be read at all is decided by what is on disk.
        let mut file = self.folder.read(path)?;
        let shown = self.at.join(path.trim_start_matches("./"));
        if let Some(text) = self.open.get(&shown) {
            file.bytes = text.as_bytes().to_vec();
        }
        Ok(file)
    }

    fn names(&self, folder: &str) -> Option<Vec<String>> {
        self.folder.names(folder)
    }
}
