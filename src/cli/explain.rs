//! `samc explain`: the documentation of a rule, or a line for each, on standard output.
use super::arguments::ExplainArguments;
use super::io::{Io, Stream};
use super::{Fault, Status};
use crate::diagnostic::Severity;
use crate::property::nearest;
use crate::rules::{Documentation, documentation};

/// Marks in the documentation, with what stands in their place.
const MARKS: [(&str, &str); 2] = [("```yaml bad", "This is reported:\n"), ("```yaml good", "\nThis is right:\n")];

pub fn run(arguments: &ExplainArguments, io: &mut Io<'_>) -> Result<Status, Fault> {
    let all = documentation();
    let text = match &arguments.rule {
        None => overview(&all),
        Some(name) => {
            let found = all.iter().find(|it| it.name == name).ok_or_else(|| unknown(name, &all))?;
            explanation(found)
        }
    };
    io.print(Stream::Stdout, &text)?;
    Ok(Status::Fine)
}

fn overview(all: &[Documentation]) -> String {
    let width = all.iter().map(|it| it.name.len()).max().unwrap_or_default();
    all.iter().map(|it| format!("{:width$}  {}\n", it.name, it.summary())).collect()
}

/// The documentation as a person reads it: examples are indented.
fn explanation(documentation: &Documentation) -> String {
    let severity = match documentation.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let mut text = format!("{} ({severity})\n\n", documentation.name);
    let mut in_example = false;
    for line in documentation.docs.lines().map(|it| it.strip_prefix(' ').unwrap_or(it)) {
        if let Some((_, heading)) = MARKS.iter().find(|(mark, _)| *mark == line) {
            in_example = true;
            text.push_str(heading);
            text.push('\n');
        } else if line == "```" {
            in_example = false;
        } else if in_example {
            text.push_str(format!("    {line}").trim_end());
            text.push('\n');
        } else {
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

fn unknown(name: &str, all: &[Documentation]) -> Fault {
    let help = match nearest(name, all.iter().map(|it| it.name)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`samc explain` lists all rules".to_owned(),
    };
    Fault(format!("there is no rule `{name}`; {help}"))
}
