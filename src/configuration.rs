//! The project's configuration, `.samc.yaml`, read from its text. Knows nothing of where it was found.
use crate::diagnostic::{Diagnostic, Problems, Severity};
use crate::property::nearest;
use crate::rules;
use crate::source::{Source, Span};
use crate::syntax::{self, Map, Node};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Name of the file.
pub const FILE_NAME: &str = ".samc.yaml";

const INVALID: &str = "invalid-configuration";
/// What else a template says cannot be seen past it.
const ALWAYS_ERROR: &str = "syntax-error";

/// What a project asks of `samc check`.
#[derive(Clone, Debug, Default)]
pub struct Configuration {
    /// The region to deploy to.
    pub region: Option<String>,
    /// Values of template parameters.
    pub parameters: Vec<(String, String)>,
    /// Which of the files that are found are checked; empty for all of them.
    pub include: Vec<Pattern>,
    /// Which of the files that are found are not.
    pub exclude: Vec<Pattern>,
    levels: BTreeMap<String, Level>,
}

/// A pattern of paths, in the language of `.gitignore`.
#[derive(Clone, Debug)]
pub struct Pattern {
    pub text: String,
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
    rules: BTreeMap<String, Level>,
}

const KEYS: [&str; 5] = ["region", "parameters", "include", "exclude", "rules"];

/// Reads a configuration. What is wrong with it is to be mended first: it is not to be used where there are problems.
pub fn read(source: &Source) -> (Configuration, Vec<Diagnostic>) {
    let mut problems = Problems::default();
    // serde reads into types, but it stops at the first fault; the tree has all names, and knows where they stand.
    let tree = syntax::parse(source, &mut problems);
    let configuration = tree.filter(|_| !problems.has_errors()).and_then(|tree| {
        check_names(&tree, &mut problems);
        match written(source, &tree) {
            Ok(written) => Some(configuration(written, &tree)),
            Err(problem) => {
                problems.push(*problem);
                None
            }
        }
    });
    let mut problems = problems.into_sorted();
    problems.iter_mut().for_each(|it| it.severity = Severity::Error);
    (configuration.unwrap_or_default(), problems)
}

/// Reports keys and rules that do not exist.
fn check_names(tree: &Node, problems: &mut Problems) {
    for (key, entry) in tree.map().into_iter().flat_map(Map::entries) {
        if !KEYS.contains(&&**key) {
            let finding = Diagnostic::error(INVALID, entry.key_span, format!("a configuration has no `{key}`"));
            problems.push(match nearest(key, KEYS) {
                Some(name) => finding.help(format!("did you mean `{name}`?")),
                None => finding.help(format!("expected one of {}", KEYS.map(|it| format!("`{it}`")).join(", "))),
            });
        }
    }
    for (name, entry) in tree.get("rules").and_then(Node::map).into_iter().flat_map(Map::entries) {
        let finding = |message: String| Diagnostic::error(INVALID, entry.key_span, message);
        if !rules::names().any(|it| it == &**name) {
            let finding = finding(format!("there is no rule `{name}`"));
            problems.push(match nearest(name, rules::names()) {
                Some(near) => finding.help(format!("did you mean `{near}`?")),
                None => finding.help("findings show the names of their rules in brackets"),
            });
        } else if **name == *ALWAYS_ERROR && !entry.value.is_text("error") {
            let help = "a template that cannot be read is not checked; leave it out under `exclude`";
            problems.push(finding(format!("`{ALWAYS_ERROR}` is always an error")).help(help));
        }
    }
}

fn written(source: &Source, tree: &Node) -> Result<Written, Box<Diagnostic>> {
    if tree.is_null() {
        return Ok(Written::default());
    }
    // serde would also fill the fields from a list, in their order.
    if tree.map().is_none() {
        let message = format!("a configuration is a map, and this is {}", tree.kind_name());
        return Err(Box::new(Diagnostic::error(INVALID, tree.span, message).help("write `region: eu-west-1`")));
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
        levels: written.rules,
    }
}

/// What is wrong with a pattern, for whoever tries to use it.
pub fn invalid_pattern(pattern: &Pattern, reason: &str) -> Diagnostic {
    let message = format!("`{}` is no pattern of paths: {reason}", pattern.text);
    Diagnostic::error(INVALID, pattern.span, message).help("patterns are written as in `.gitignore`")
}

impl Configuration {
    /// The findings as the project wants them.
    pub fn levelled(&self, problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let level = |problem: Diagnostic| match self.levels.get(problem.rule) {
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
    let mut span = Span::default();
    if let Some(location) = error.location() {
        let line = source.line(location.line()).unwrap_or_default();
        let characters = source.slice(line).chars().take(location.column().saturating_sub(1));
        let start = line.start as usize + characters.map(char::len_utf8).sum::<usize>();
        span = Span::new(start, start);
        tree.walk(&mut |node| {
            if node.span.start == span.start {
                span = node.span;
            }
        });
    }
    Diagnostic::error(INVALID, span, message)
}
