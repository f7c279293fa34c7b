//! The project's configuration, `.samc.yaml`, read from its text. Knows nothing of where it was found.
use crate::diagnostic::{Code, Diagnostic, Problems, Severity, codes, nearest, reconcile};
use crate::rules;
use crate::source::{Source, Span};
use crate::syntax::{self, Map, Node};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Name of the file.
pub const FILE_NAME: &str = ".samc.yaml";

/// What else a template says cannot be seen past it.
const ALWAYS_ERROR: &Code = &codes::SYNTAX_ERROR;

/// What a project asks of `samc check`.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Configuration {
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
    levels: BTreeMap<String, Level>,
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

/// What becomes of the findings of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Level {
    Error,
    Warning,
    Off,
}

/// The file as it is written.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Written {
    region: Option<String>,
    parameters: BTreeMap<String, String>,
    include: Vec<String>,
    exclude: Vec<String>,
    types: Vec<String>,
    rules: BTreeMap<String, Level>,
}

const KEYS: [&str; 6] = ["region", "parameters", "include", "exclude", "types", "rules"];

/// Reads a configuration. Where there are problems, it must not be used before they are fixed.
pub fn read(source: &Source) -> (Configuration, Vec<Diagnostic>) {
    let mut problems = Problems::default();
    // serde reads into types, but it stops at the first fault; the tree has all names, and knows where they stand.
    let tree = syntax::parse(source, &mut problems);
    // What the parser has found, such as a key given twice, serde would find again.
    let is_sound = problems.is_empty();
    let configuration = tree.and_then(|tree| {
        check_names(&tree, &mut problems);
        match written(source, &tree) {
            Ok(written) => Some(configuration(written, &tree)),
            Err(problem) => {
                if is_sound {
                    problems.push(*problem);
                }
                None
            }
        }
    });
    let mut problems = reconcile::once(problems.into_found());
    problems.iter_mut().for_each(|it| it.severity = Severity::Error);
    (configuration.unwrap_or_default(), problems)
}

/// Reports keys and rules that do not exist.
fn check_names(tree: &Node, problems: &mut Problems) {
    for (key, entry) in tree.map().into_iter().flat_map(Map::entries) {
        if !KEYS.contains(&&**key) {
            let finding = Diagnostic::new(
                &codes::INVALID_CONFIGURATION,
                entry.key_span,
                format!("a configuration has no `{key}`"),
            );
            problems.push(match nearest(key, KEYS) {
                Some(name) => finding.help(format!("did you mean `{name}`?")),
                None => finding.help(format!("expected one of {}", KEYS.map(|it| format!("`{it}`")).join(", "))),
            });
        }
    }
    for (name, entry) in tree.get("rules").and_then(Node::map).into_iter().flat_map(Map::entries) {
        let finding = |message: String| Diagnostic::new(&codes::INVALID_CONFIGURATION, entry.key_span, message);
        let Some(code) = rules::code(name) else {
            let finding = finding(format!("there is no rule `{name}`"));
            problems.push(match nearest(name, rules::codes().iter().map(|it| it.name)) {
                Some(near) => finding.help(format!("did you mean `{near}`?")),
                None => finding.help("findings show the names of their rules in brackets"),
            });
            continue;
        };
        if code == ALWAYS_ERROR && !entry.value.is_text("error") {
            let help = "a template that cannot be read is not checked; leave it out under `exclude`";
            problems.push(finding(format!("`{name}` is always an error")).help(help));
        }
    }
}

fn written(source: &Source, tree: &Node) -> Result<Written, Box<Diagnostic>> {
    if tree.is_null() {
        return Ok(Written::default());
    }
    // serde would also fill the fields from a list, in their order.
    if tree.map().is_none() {
        let message = format!("a configuration must be a map, but this is {}", tree.kind_name());
        return Err(Box::new(
            Diagnostic::new(&codes::INVALID_CONFIGURATION, tree.span, message).help("write `region: eu-west-1`"),
        ));
    }
    serde_yaml::from_str(source.text()).map_err(|error| Box::new(wrong_type(source, tree, &error)))
}

fn configuration(written: Written, tree: &Node) -> Configuration {
    let patterns = |key: &str, texts: Vec<String>| {
        let items = tree.get(key).and_then(Node::list).unwrap_or_default();
        texts.into_iter().zip(items).map(|(text, item)| Pattern { text, span: item.span }).collect()
    };
    Configuration {
        region: written.region,
        parameters: written.parameters.into_iter().collect(),
        include: patterns("include", written.include),
        exclude: patterns("exclude", written.exclude),
        types: written.types,
        levels: written.rules,
    }
}

/// What is wrong with a pattern, for whoever tries to use it.
pub fn invalid_pattern(pattern: &Pattern, reason: &str) -> Diagnostic {
    let message = format!("`{}` is not a valid path pattern: {reason}", pattern.text);
    Diagnostic::new(&codes::INVALID_CONFIGURATION, pattern.span, message).help("write patterns as in `.gitignore`")
}

impl Configuration {
    /// The findings as the project wants them.
    pub fn levelled(&self, problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let level = |problem: Diagnostic| match self.levels.get(problem.code.name) {
            None => Some(problem),
            Some(Level::Error) => Some(Diagnostic { severity: Severity::Error, ..problem }),
            Some(Level::Warning) => Some(Diagnostic { severity: Severity::Warning, ..problem }),
            Some(Level::Off) => None,
        };
        problems.into_iter().filter_map(level).collect()
    }
}

/// What serde does not understand, with the value that it stumbled over.
fn wrong_type(source: &Source, tree: &Node, error: &serde_yaml::Error) -> Diagnostic {
    let text = error.to_string();
    let message = text.split(" at line ").next().unwrap_or(&text);
    let mut span = Span::NOWHERE;
    if let Some(location) = error.location() {
        let line = source.line(location.line()).unwrap_or_default();
        let characters = source.text()[line.clone()].chars().take(location.column().saturating_sub(1));
        let start = line.start + characters.map(char::len_utf8).sum::<usize>();
        span = source.span(start..start);
        tree.walk(&mut |node| {
            if node.span.start == span.start {
                span = node.span;
            }
        });
    }
    Diagnostic::new(&codes::INVALID_CONFIGURATION, span, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text under each finding, and what it says.
    fn findings(text: &str) -> Vec<(String, String)> {
        let source = Source::new(FILE_NAME, text);
        let (_, problems) = read(&source);
        assert!(problems.iter().all(|it| it.severity == Severity::Error));
        problems.iter().map(|it| (source.slice(it.span).to_owned(), it.message.clone())).collect()
    }

    #[test]
    fn values_are_taken_as_they_are_written() {
        let text = "region: eu-west-1\nparameters: {Account: 012345678901, Version: 1.10, Flag: yes, Name: 'a b'}\n\
            exclude: [old/, '!old/x.yaml']\nrules:\n  unknown-property: off\n  wrong-type: warning\n";
        let (configuration, problems) = read(&Source::new(FILE_NAME, text));
        assert_eq!(problems, []);
        let parameters: Vec<(&str, &str)> =
            configuration.parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let expected = [("Account", "012345678901"), ("Flag", "yes"), ("Name", "a b"), ("Version", "1.10")];
        assert_eq!(parameters, expected);
        assert_eq!(configuration.region.as_deref(), Some("eu-west-1"));
        assert_eq!(configuration.exclude.len(), 2);
        let found = [&codes::UNKNOWN_PROPERTY, &codes::WRONG_TYPE, &codes::MISSING_PROPERTY]
            .map(|code| Diagnostic::new(code, Span::NOWHERE, "found"));
        let levelled = configuration.levelled(found.to_vec());
        let levelled: Vec<(&Code, Severity)> = levelled.iter().map(|it| (it.code, it.severity)).collect();
        assert_eq!(levelled, [(&codes::WRONG_TYPE, Severity::Warning), (&codes::MISSING_PROPERTY, Severity::Error)]);
    }

    #[test]
    fn a_configuration_may_be_empty() {
        for text in ["", "# nothing\n", "---\n", "rules:\nparameters:\n", "rules: {}\n"] {
            assert_eq!(findings(text), []);
        }
    }

    #[test]
    fn faults_have_places() {
        for (text, place, message) in [
            ("regon: x", "regon", "a configuration has no `regon`"),
            ("rules: {wrong-typ: off}", "wrong-typ", "there is no rule `wrong-typ`"),
            ("rules: {syntax-error: off}", "syntax-error", "`syntax-error` is always an error"),
            ("include: ä.yaml", "ä.yaml", "include: invalid type: string \"ä.yaml\", expected a sequence"),
            ("# ä\nparameters: {ä: [1]}", "[1]", "parameters.ä: invalid type: sequence, expected a string"),
            ("- a", "- a", "a configuration must be a map, but this is a list"),
            ("region: a\nregion: b", "region", "`region` is given twice, and this one is ignored"),
        ] {
            assert_eq!(findings(text), [(place.to_owned(), message.to_owned())], "{text}");
        }
        // serde stops at its first fault, but not what is wrong with names.
        assert_eq!(findings("a: 1\nb: 2\nrules: {c: off, wrong-type: loud}").len(), 4);
        assert_eq!(findings("a: [").len(), 1);
    }
}
