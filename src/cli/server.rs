//! `samc server`: the language server over standard input and output.
use super::arguments::{Arguments, CheckArguments, Command};
use super::chosen::Choice;
use super::folder::Folder;
use super::recognize::looks_like_template;
use super::samconfig::{self, Samconfigs};
use super::settings::Known;
use super::{Fault, Status, revision};
use crate::configuration;
use crate::ide::View;
use crate::lsp::{self, Connection, Host, Message, Open};
use crate::report::rule_page;
use crate::source::{File, Files, Source, Sources, Unreadable};
use crate::syntax::decode;
use crate::{Depth, analyze_with_files};
use clap::Parser;
use std::ffi::OsStr;
use std::path::Path;
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

pub(super) fn run() -> Result<Status, Fault> {
    let program = Program::new()?;
    let (streams, threads) = Connection::stdio();
    let (Connection { sender: put, receiver: take }, server) = Connection::memory();
    let Connection { sender: write, receiver: read } = streams;
    let is_ended = thread::scope(|scope| {
        // Over streams, a message is read when the one before has been taken. To see what has come meanwhile, all are.
        scope.spawn(move || {
            for message in read {
                let is_last = matches!(&message, Message::Notification(it) if it.method == "exit");
                if put.send(message).is_err() || is_last {
                    return;
                }
            }
        });
        scope.spawn(move || {
            for message in take {
                if write.send(message).is_err() {
                    return;
                }
            }
        });
        let is_ended = lsp::serve(&server, &program);
        // What writes ends with the connection.
        drop(server);
        is_ended
    });
    let _ = threads.join();
    Ok(if is_ended { Status::Fine } else { Status::TemplateErrors })
}

/// Answers the server by what `samc check` would do.
struct Program {
    arguments: CheckArguments,
}

impl Program {
    fn new() -> Result<Self, Fault> {
        match Arguments::try_parse_from(["samc", "check"]) {
            Ok(Arguments { command: Command::Check(arguments), .. }) => Ok(Self { arguments: *arguments }),
            _ => Err(Fault("the options of `samc check` cannot be read".to_owned())),
        }
    }

    fn analyzed(&self, path: &Path, source: Source, files: &dyn Files) -> Option<View> {
        let choice = Choice::of(&self.arguments).ok()?;
        let settings = match choice.settings_of(path) {
            Known::Usable(settings) => settings,
            // `samc check` says what is wrong with them; here they are as if they were not there.
            Known::Broken(_) | Known::Unreadable(_) => return None,
        };
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
        Some(View::new(sources, analysis).in_known_region(options.is_region_given))
    }
}

impl Host for Program {
    fn view(&self, path: &Path, text: &str, open: &Open) -> Option<View> {
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
        self.analyzed(path, source, &Folder::of(path))
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
