//! The project's configuration, `.samc.yaml`, read from its text. Knows nothing of where it was found.
use crate::diagnostic::{Code, Diagnostic, Problems, Severity, codes, nearest, reconcile};
use crate::rules;
use crate::source::{Source, Span};
use crate::syntax::{self, Entry, Map, Node, Value};
use std::collections::BTreeMap;

/// Name of the file.
pub const FILE_NAME: &str = ".samc.yaml";

/// Most bytes of a configuration: room for thousands of patterns.
pub const LARGEST_CONFIGURATION: usize = 256 * 1024;

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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    Error,
    Warning,
    Off,
}

impl Level {
    fn named(name: &str) -> Option<Self> {
        match name {
            "error" => Some(Self::Error),
            "warning" => Some(Self::Warning),
            "off" => Some(Self::Off),
            _ => None,
        }
    }
}

const KEYS: [&str; 6] = ["region", "parameters", "include", "exclude", "types", "rules"];

/// Reads a configuration. Where there are problems, it must not be used before they are fixed.
pub fn read(source: &Source) -> (Configuration, Vec<Diagnostic>) {
    let mut problems = Problems::default();
    let configuration = syntax::parse(source, &mut problems).map(|tree| {
        check_names(&tree, &mut problems);
        Reader { source, problems: &mut problems }.configuration(&tree)
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

/// Takes the values of a configuration from its tree, and reports those of the wrong type.
struct Reader<'a> {
    source: &'a Source,
    problems: &'a mut Problems,
}

impl Reader<'_> {
    fn configuration(&mut self, tree: &Node) -> Configuration {
        if tree.map().is_none() && !tree.is_null() {
            self.wrong_type("a configuration", "a map", tree, "write `region: eu-west-1`");
        }
        let pattern = |(text, span)| Pattern { text, span };
        let text = |(text, _)| text;
        Configuration {
            region: tree.get("region").and_then(|it| self.text("`region`", it, "write `region: eu-west-1`")),
            parameters: self.parameters(tree),
            include: self.list(tree, "include", "services/").into_iter().map(pattern).collect(),
            exclude: self.list(tree, "exclude", "services/").into_iter().map(pattern).collect(),
            types: self.list(tree, "types", "AWS::Workbench::Blueprint").into_iter().map(text).collect(),
            levels: self.levels(tree),
        }
    }

    fn parameters(&mut self, tree: &Node) -> Vec<(String, String)> {
        let mut values = BTreeMap::new();
        for (name, entry) in self.entries(tree, "parameters", "write `parameters: {Stage: prod}`") {
            let help = "write one string; commas separate the items of a list";
            if let Some(value) = self.text(&format!("the value of parameter `{name}`"), &entry.value, help) {
                values.insert(name.to_string(), value);
            }
        }
        values.into_iter().collect()
    }

    fn levels(&mut self, tree: &Node) -> BTreeMap<String, Level> {
        let mut levels = BTreeMap::new();
        for (name, entry) in self.entries(tree, "rules", "write `rules: {unused-parameter: off}`") {
            let help = "write `error`, `warning` or `off`";
            let Some(level) = self.text(&format!("the level of `{name}`"), &entry.value, help) else { continue };
            match Level::named(&level) {
                Some(level) => drop(levels.insert(name.to_string(), level)),
                None => self.problem(entry.value.span, format!("`{level}` is not a level of a rule"), help),
            }
        }
        levels
    }

    /// The entries of the map under a key; none where there is nothing.
    fn entries<'a>(&mut self, tree: &'a Node, key: &str, help: &str) -> Vec<(&'a syntax::Text, &'a Entry)> {
        let Some(node) = tree.get(key) else { return Vec::new() };
        if node.map().is_none() {
            self.wrong_type(&format!("`{key}`"), "a map", node, help);
        }
        node.map().into_iter().flat_map(Map::entries).collect()
    }

    /// The strings of the list under a key, with their places; none where there is nothing.
    fn list(&mut self, tree: &Node, key: &str, example: &str) -> Vec<(String, Span)> {
        let Some(node) = tree.get(key) else { return Vec::new() };
        let help = format!("write `{key}: [{example}]`");
        if node.list().is_none() {
            self.wrong_type(&format!("`{key}`"), "a list", node, &help);
        }
        let items = node.list().unwrap_or_default().iter();
        items.filter_map(|it| Some((self.text(&format!("an item of `{key}`"), it, &help)?, it.span))).collect()
    }

    /// A string, or a number or boolean as it is written.
    fn text(&mut self, what: &str, node: &Node, help: &str) -> Option<String> {
        match &node.value {
            Value::Text(text) => Some(text.to_string()),
            Value::Number(_) | Value::Bool(_) => {
                let written = self.source.slice(node.span);
                Some(if written.starts_with('!') { node.plain_text() } else { written.to_owned() })
            }
            Value::Null | Value::List(_) | Value::Map(_) => {
                self.wrong_type(what, "a string", node, help);
                None
            }
        }
    }

    fn wrong_type(&mut self, what: &str, expected: &str, node: &Node, help: &str) {
        self.problem(node.span, format!("{what} must be {expected}, but this is {}", node.kind_name()), help);
    }

    fn problem(&mut self, span: Span, message: String, help: &str) {
        self.problems.push(Diagnostic::new(&codes::INVALID_CONFIGURATION, span, message).help(help));
    }
}

/// Longer patterns are not repeated in messages.
const LONGEST_SHOWN: usize = 100;

/// What is wrong with a pattern, for whoever tries to use it.
pub fn invalid_pattern(pattern: &Pattern, reason: &str) -> Diagnostic {
    let name = if pattern.text.len() > LONGEST_SHOWN { "this".to_owned() } else { format!("`{}`", pattern.text) };
    let message = format!("{name} is not a valid path pattern: {reason}");
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
        let levelled = configuration.levelled(found.to_vec());
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
            ("region: a\nregion: b", "region", "`region` is given twice, and this one is ignored"),
        ] {
            assert_eq!(findings(text), [(place.to_owned(), message.to_owned())], "{text}");
        }
        assert_eq!(findings("a: 1\nb: 2\ninclude: [~]\nrules: {c: off, wrong-type: loud, not-text: 1}").len(), 6);
        assert_eq!(findings("a: [").len(), 1);
    }
}
