//! The documentation of rules.
use super::super::Fault;
use crate::diagnostic::{Code, Severity, nearest};
use crate::rules::{self, codes};

/// Marks in the documentation, with what stands in their place.
const MARKS: [(&str, &str); 2] = [("```yaml bad", "This is reported:\n"), ("```yaml good", "\nThis is right:\n")];

/// A line for each rule.
pub fn overview() -> String {
    let all = codes();
    let width = all.iter().map(|it| it.name.len()).max().unwrap_or_default();
    all.iter().map(|it| format!("{:width$}  {}\n", it.name, it.summary())).collect()
}

/// The documentation of the rule with this name.
pub fn explanation(name: &str) -> Result<String, Fault> {
    rules::code(name).map(text).ok_or_else(|| unknown(name, &codes()))
}

pub fn is_known(name: &str) -> bool {
    rules::code(name).is_some()
}

/// The documentation as a person reads it: examples are indented.
fn text(code: &Code) -> String {
    let severity = match code.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let mut text = format!("{} ({severity})\n\n", code.name);
    let mut in_example = false;
    for line in code.docs.lines().map(|it| it.strip_prefix(' ').unwrap_or(it)) {
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

fn unknown(name: &str, all: &[&Code]) -> Fault {
    let help = match nearest(name, all.iter().map(|it| it.name)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`samc explain` lists all rules, and `samc explain ./FILE` is about a template".to_owned(),
    };
    Fault(format!("there is no rule `{name}`; {help}"))
}
