//! The project's configuration, `.samc.yaml`, read from its text. Knows nothing of where it was found.
mod keys;
mod levels;
mod reader;
mod schema;

pub use levels::{Level, Levels};
#[cfg(feature = "cli")]
pub(crate) use levels::{can_have, code_named};
pub use schema::json as schema;

use crate::diagnostic::{Diagnostic, Problems, Severity, codes, reconcile};
use crate::source::{Source, Span};
use crate::syntax;

/// Name of the file.
pub const FILE_NAME: &str = ".samc.yaml";

/// Most bytes of a configuration: room for thousands of patterns.
pub const LARGEST_CONFIGURATION: usize = 256 * 1024;

/// What a project asks of `samc check`, as one file says it.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Configuration {
    /// Whether the configurations in the folders above do not count.
    pub is_root: bool,
    /// The configuration that this one adds to.
    pub extends: Option<Base>,
    /// The region to deploy to.
    pub region: Option<String>,
    /// Values of template parameters.
    pub parameters: Vec<(String, String)>,
    /// Which of the files that are found are checked; empty for all of them.
    pub include: Vec<Pattern>,
    /// Which of the files that are found are not.
    pub exclude: Vec<Pattern>,
    /// Resource types that exist although samc does not know them.
    pub types: Vec<String>,
    /// What becomes of the findings of rules.
    pub rules: Levels,
    /// What becomes of them in some of the files; the last that names a file decides.
    pub overrides: Vec<Override>,
}

/// Another configuration that is named in one.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Base {
    /// Its path, from the folder of the configuration that names it.
    pub path: String,
    /// Where it is named.
    pub span: Span,
}

/// A pattern of paths, in the language of `.gitignore`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Pattern {
    /// As it is written.
    pub text: String,
    /// Where it stands in the configuration.
    pub span: Span,
}

/// What becomes of findings in some of the files.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Override {
    /// The files.
    pub paths: Vec<Pattern>,
    /// What becomes of the findings of rules in them.
    pub rules: Levels,
}

/// Reads a configuration. Where there are problems, it must not be used before they are fixed.
pub fn read(source: &Source) -> (Configuration, Vec<Diagnostic>) {
    let mut problems = Problems::default();
    let mut configuration = Configuration::default();
    if let Some(tree) = syntax::parse(source, &mut problems) {
        reader::Reader { source, problems: &mut problems }.configuration(&tree, &mut configuration);
    }
    let mut problems = reconcile::once(problems.into_found());
    problems.iter_mut().for_each(|it| it.severity = Severity::Error);
    (configuration, problems)
}

/// Longer patterns are not repeated in messages.
const LONGEST_SHOWN: usize = 100;

/// What is wrong with a pattern, for whoever tries to use it.
pub fn invalid_pattern(pattern: &Pattern, reason: &str) -> Diagnostic {
    let name = if pattern.text.len() > LONGEST_SHOWN { "this".to_owned() } else { format!("`{}`", pattern.text) };
    let message = format!("{name} is not a valid path pattern: {reason}");
    Diagnostic::new(&codes::INVALID_CONFIGURATION, pattern.span, message).help("write patterns as in `.gitignore`")
}

/// What is wrong with the configuration that one extends, for whoever tries to read it; `help` is what to write instead.
pub fn invalid_base(base: &Base, reason: &str, help: &str) -> Diagnostic {
    let name = if base.path.len() > LONGEST_SHOWN { "this".to_owned() } else { format!("`{}`", base.path) };
    let message = format!("{name} cannot be extended: {reason}");
    Diagnostic::new(&codes::INVALID_CONFIGURATION, base.span, message).help(help)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;

    /// The text under each finding, and what it says.
    fn findings(text: &str) -> Vec<(String, String)> {
        let source = Source::new(FILE_NAME, text);
        let (_, problems) = read(&source);
        assert!(problems.iter().all(|it| it.severity == Severity::Error));
        problems.iter().map(|it| (source.slice(it.span).to_owned(), it.message.clone())).collect()
    }

    #[test]
    fn values_are_taken_as_they_are_written() {
        let text = "region: eu-west-1\nparameters: {Account: &a 012345678901, Version: 1.10, Flag: yes, \
            Name: 'a b', Same: *a}\nexclude: [old/, '!old/x.yaml']\nrules:\n  unknown-property: off\n  wrong-type: warning\n";
        let (configuration, problems) = read(&Source::new(FILE_NAME, text));
        assert_eq!(problems, []);
        let parameters: Vec<(&str, &str)> =
            configuration.parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let expected = [
            ("Account", "012345678901"),
            ("Flag", "yes"),
            ("Name", "a b"),
            ("Same", "012345678901"),
            ("Version", "1.10"),
        ];
        assert_eq!(parameters, expected);
        assert_eq!(configuration.region.as_deref(), Some("eu-west-1"));
        assert_eq!(configuration.exclude.len(), 2);
        let found = [&codes::UNKNOWN_PROPERTY, &codes::WRONG_TYPE, &codes::MISSING_PROPERTY]
            .map(|code| Diagnostic::new(code, Span::NOWHERE, "found"));
        let levelled = configuration.rules.applied(found.to_vec());
        let levelled: Vec<(&Code, Severity)> = levelled.iter().map(|it| (it.code, it.severity)).collect();
        assert_eq!(levelled, [(&codes::WRONG_TYPE, Severity::Warning), (&codes::MISSING_PROPERTY, Severity::Error)]);
    }

    #[test]
    fn a_configuration_may_be_empty() {
        for text in ["", "# nothing\n", "---\n", "region:\nrules:\nparameters:\ninclude:\n", "rules: {}\n"] {
            assert_eq!(findings(text), []);
        }
    }

    #[test]
    fn faults_have_places() {
        for (text, place, message) in [
            ("regon: x", "regon", "a configuration has no `regon`"),
            ("rules: {wrong-typ: off}", "wrong-typ", "there is no rule `wrong-typ`"),
            ("rules: {syntax-error: off}", "syntax-error", "`syntax-error` is always an error"),
            ("rules: {wrong-type: loud}", "loud", "`loud` is not a level of a rule"),
            ("rules: [wrong-type]", "[wrong-type]", "`rules` must be a map, but this is a list"),
            ("region: [a]", "[a]", "`region` must be a string, but this is a list"),
            ("include: ä.yaml", "ä.yaml", "`include` must be a list, but this is a string"),
            ("types: [a, {b: c}]", "{b: c}", "an item of `types` must be a string, but this is a map"),
            ("# ä\nparameters: {ä: [1]}", "[1]", "the value of parameter `ä` must be a string, but this is a list"),
            ("- a", "- a", "a configuration must be a map, but this is a list"),
            ("root: yes please", "yes please", "`root` must be true or false, but this is a string"),
            ("extends: [a]", "[a]", "`extends` must be a string, but this is a list"),
            ("overrides: {paths: [a]}", "{paths: [a]}", "`overrides` must be a list, but this is a map"),
            ("overrides: [a]", "a", "an item of `overrides` must be a map, but this is a string"),
            ("overrides: [{rules: {}}]", "{rules: {}}", "an item of `overrides` needs `paths`"),
            (
                "overrides: [{paths: [a], rules: {}, exclude: [b]}]",
                "exclude",
                "an item of `overrides` has no `exclude`",
            ),
            ("overrides: [{paths: [a], rules: {wrong-typ: off}}]", "wrong-typ", "there is no rule `wrong-typ`"),
            ("region: a\nregion: b", "region", "`region` is given twice, and this one is ignored"),
        ] {
            assert_eq!(findings(text), [(place.to_owned(), message.to_owned())], "{text}");
        }
        assert_eq!(findings("a: 1\nb: 2\ninclude: [~]\nrules: {c: off, wrong-type: loud, not-text: 1}").len(), 6);
        assert_eq!(findings("a: [").len(), 1);
    }
}
