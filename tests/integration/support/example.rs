//! Checks the examples of rules.
use super::region;
use samc::diagnostic::Diagnostic;
use samc::rules;
use samc::source::{File, Files, Source, Sources, Unreadable};
use samc::{Depth, analyze_with_files, compile};

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

/// The files that stand beside the examples of a rule.
struct Documented(Vec<(&'static str, String)>);

impl Files for Documented {
    fn read(&self, path: &str) -> Result<File, Unreadable> {
        let (name, text) = self.0.iter().find(|(name, _)| *name == path).ok_or(Unreadable::Missing)?;
        Ok(File { name: (*name).to_owned(), path: None, bytes: text.clone().into_bytes() })
    }

    fn names(&self, folder: &str) -> Option<Vec<String>> {
        let names = || self.0.iter().map(|(name, _)| (*name).to_owned()).collect();
        (folder.is_empty() && !self.0.is_empty()).then(names)
    }
}

/// What is found in a template that was made of an example.
pub(crate) fn checked_again(rule: &str, example: &str, source: &Source) -> Vec<Diagnostic> {
    let options = region::options(example);
    match OF_EXPANSION.contains(&rule) {
        true => compile(source, &options).findings,
        false => {
            let files = rules::code(rule).map(|it| it.files_beside()).unwrap_or_default();
            analyze_with_files(&mut Sources::new(source.clone()), &Documented(files), &options, Depth::Check).findings
        }
    }
}
