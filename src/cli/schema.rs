//! `samc schema`: a JSON Schema, of SAM templates or of `.samc.yaml`, on standard output.
use super::arguments::SchemaArguments;
use super::io::{Io, Stream};
use super::{Fault, Status};
use crate::{configuration, schema};

pub(super) fn run(arguments: &SchemaArguments, io: &mut Io<'_>) -> Result<Status, Fault> {
    let schema = if arguments.configuration { configuration::schema() } else { schema::json() };
    io.print(Stream::Stdout, &schema)?;
    Ok(Status::Fine)
}
