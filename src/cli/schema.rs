//! `samc schema`: the JSON Schema of SAM templates, on standard output.
use super::io::{Io, Stream};
use super::{Fault, Status};
use crate::schema;

pub(super) fn run(io: &mut Io<'_>) -> Result<Status, Fault> {
    io.print(Stream::Stdout, &schema::json())?;
    Ok(Status::Fine)
}
