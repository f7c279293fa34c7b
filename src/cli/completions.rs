//! `samc completions`: what a shell needs to complete arguments, on standard output.
use super::arguments::{Arguments, CompletionsArguments};
use super::init::starters;
use super::io::{Io, Stream};
use super::{Fault, Status};
use clap::CommandFactory;
use clap::builder::{PossibleValue, PossibleValuesParser};

pub(super) fn run(arguments: &CompletionsArguments, io: &mut Io<'_>) -> Result<Status, Fault> {
    let mut script = Vec::new();
    // Only here are the names among the values that clap knows: `samc init` has its own message for an unknown name.
    let names = starters().map(|(name, description)| PossibleValue::new(name).help(description));
    let mut samc = Arguments::command()
        .mut_subcommand("init", |it| it.mut_arg("starter", |it| it.value_parser(PossibleValuesParser::new(names))));
    clap_complete::generate(arguments.shell, &mut samc, "samc", &mut script);
    io.print(Stream::Stdout, &String::from_utf8_lossy(&script))?;
    Ok(Status::Fine)
}
