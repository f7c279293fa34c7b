//! The program: arguments and standard streams go to [`samc::cli::run`], nothing else happens here.
use samc::cli::{self, Io};
use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run(std::env::args_os(), &mut Io::of_process())
}
