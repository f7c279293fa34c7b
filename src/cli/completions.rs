//! `samc completions`: what a shell needs to complete arguments, on standard output.
use super::arguments::{Arguments, CompletionsArguments};
use super::io::{Io, Stream};
use super::{Fault, Status};
use clap::CommandFactory;

pub fn run(arguments: &CompletionsArguments, io: &mut Io<'_>) -> Result<Status, Fault> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "samc", &mut script);
    io.print(Stream::Stdout, &String::from_utf8_lossy(&script))?;
    Ok(Status::Fine)
}
