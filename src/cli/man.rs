//! `samc man`: manual pages, the first on standard output or all of them in a folder.
use super::arguments::{Arguments, ManArguments};
use super::input::shown;
use super::io::{Io, Stream};
use super::{Fault, Status, output};
use clap::{Command, CommandFactory};
use clap_mangen::Man;
use std::fs;
use std::path::Path;

pub(super) fn run(arguments: &ManArguments, io: &mut Io<'_>) -> Result<Status, Fault> {
    let mut samc = Arguments::command().disable_help_subcommand(true);
    samc.build();
    match &arguments.folder {
        None => io.print(Stream::Stdout, &page(samc))?,
        Some(folder) => write_all(&samc, folder)?,
    }
    Ok(Status::Fine)
}

/// Writes a page for samc and one for each of its commands.
fn write_all(samc: &Command, folder: &Path) -> Result<(), Fault> {
    fs::create_dir_all(folder).map_err(|error| Fault(format!("cannot make `{}`: {error}", shown(folder))))?;
    for command in std::iter::once(samc).chain(samc.get_subcommands()) {
        let name = command.get_display_name().unwrap_or_else(|| command.get_name()).to_owned();
        output::replace(&folder.join(format!("{name}.1")), page(command.clone()).as_bytes())?;
    }
    Ok(())
}

fn page(command: Command) -> String {
    let mut text = Vec::new();
    Man::new(command).render(&mut text).expect("a vector takes all that is written to it");
    String::from_utf8_lossy(&text).into_owned()
}
