//! Checks the examples of rules.
use super::region;
use samc::diagnostic::Diagnostic;
use samc::source::Source;
use samc::{check, compile};

/// What is wrong with the expansion, and not with the template.
const OF_EXPANSION: [&str; 1] = ["placeholder-url"];

/// The template that an example stands for, and what is found in it. Examples leave out the `Transform` that every template
/// of SAM has, but those about it.
pub(crate) fn checked(rule: &str, example: &str) -> (Source, Vec<Diagnostic>) {
    let is_other = example.contains("Transform:") || !example.contains("Resources:") || rule == "missing-transform";
    let transform = if is_other { "" } else { "Transform: AWS::Serverless-2016-10-31\n" };
    let source = Source::new("example.yaml", format!("{transform}{example}"));
    let findings = checked_again(rule, example, &source);
    (source, findings)
}

/// What is found in a template that was made of an example.
pub(crate) fn checked_again(rule: &str, example: &str, source: &Source) -> Vec<Diagnostic> {
    let options = region::options(example);
    match OF_EXPANSION.contains(&rule) {
        true => compile(source, &options).findings,
        false => check(source, &options),
    }
}
