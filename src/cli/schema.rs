//! `samc schema`: a JSON Schema, of SAM templates or of `.samc.yaml`, on standard output.
use super::arguments::SchemaArguments;
use super::io::{Io, Stream};
use super::{Fault, Status};
use crate::safe_text::shown;
use crate::{configuration, schema};

pub(super) fn run(arguments: &SchemaArguments, io: &mut Io<'_>) -> Result<Status, Fault> {
    let schema = if arguments.configuration { configuration::schema() } else { of_templates(&arguments.types)? };
    io.print(Stream::Stdout, &schema)?;
    Ok(Status::Fine)
}

/// The schema of templates, with the types that are asked for.
fn of_templates(types: &[String]) -> Result<String, Fault> {
    if types.is_empty() {
        return Ok(schema::json());
    }
    schema::json_of(types).map_err(|it| {
        let help = it.meant.map_or_else(
            || "name a type, such as `AWS::S3::Bucket`, or a service, such as `AWS::S3`".to_owned(),
            |meant| format!("did you mean `{meant}`?"),
        );
        Fault(format!("there is no type `{}`; {help}", shown(&it.name)))
    })
}
