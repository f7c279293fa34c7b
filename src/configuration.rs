//! The project's configuration, `.samc.yaml`, read from its text. Knows nothing of where it was found.
use crate::diagnostic::{Diagnostic, Problems, Severity};
use crate::property::nearest;
use crate::rules;
use crate::source::{Source, Span};
use crate::syntax::{self, Node};
use serde::Deserialize;
use serde::de::IgnoredAny;
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
    #[serde(flatten)]
    unknown: BTreeMap<String, IgnoredAny>,
}

const KEYS: [&str; 5] = ["region", "parameters", "include", "exclude", "rules"];

/// Reads a configuration. What is wrong with it is to be mended first: it is not to be used where there are problems.
pub fn read(source: &Source) -> (Configuration, Vec<Diagnostic>) {
    let mut problems = Problems::default();
    // serde reads into types; the tree knows where everything stands.
    let tree = syntax::parse(source, &mut problems);
    let found = problems.iter().next().is_some();
    let written = match tree.as_ref() {
        Some(tree) if tree.is_null() => Written::default(),
        Some(_) | None => match serde_yaml::from_str(source.text()) {
            Ok(written) => written,
            // The parser has said it better.
            Err(_) if found => return (Configuration::default(), problems.into_sorted()),
            Err(error) => {
                problems.push(wrong_type(source, tree.as_ref(), &error));
                return (Configuration::default(), problems.into_sorted());
            }
        },
    };
    let place = |path: &[&str]| tree.as_ref().and_then(|it| key_span(it, path)).unwrap_or_default();
    for key in written.unknown.keys() {
        let span = place(&[key]);
        let finding = Diagnostic::error(INVALID, span, format!("a configuration has no `{key}`"));
        problems.push(match nearest(key, KEYS) {
            Some(name) => finding.help(format!("did you mean `{name}`?")).fix(span, name),
            None => finding.help(format!("expected {}", KEYS.map(|it| format!("`{it}`")).join(", "))),
        });
    }
    for (name, level) in &written.rules {
        let span = place(&["rules", name]);
        if !rules::names().any(|it| it == name) {
            let finding = Diagnostic::error(INVALID, span, format!("there is no rule `{name}`"));
            problems.push(match nearest(name, rules::names()) {
                Some(near) => finding.help(format!("did you mean `{near}`?")).fix(span, near),
                None => finding.help("findings show the names of their rules in brackets"),
            });
        } else if name == ALWAYS_ERROR && *level != Level::Error {
            let message = format!("`{ALWAYS_ERROR}` is always an error");
            let help = "a template that cannot be read is not checked; leave it out under `exclude`";
            problems.push(Diagnostic::error(INVALID, span, message).help(help));
        }
    }
    let patterns = |key: &str, texts: Vec<String>| {
        let items = tree.as_ref().and_then(|it| it.get(key)).and_then(Node::list).unwrap_or_default();
        let spans = items.iter().map(|it| it.span).chain(std::iter::repeat(place(&[key])));
        texts.into_iter().zip(spans).map(|(text, span)| Pattern { text, span }).collect()
    };
    let configuration = Configuration {
        region: written.region,
        parameters: written.parameters.into_iter().collect(),
        include: patterns("include", written.include),
        exclude: patterns("exclude", written.exclude),
        levels: written.rules,
    };
    (configuration, problems.into_sorted())
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

/// The span of the key at the end of a path of keys.
fn key_span(tree: &Node, path: &[&str]) -> Option<Span> {
    let (key, outer) = path.split_last()?;
    tree.at(outer)?.map()?.key_span(key)
}

/// What serde does not understand, with the value that it stumbled over.
fn wrong_type(source: &Source, tree: Option<&Node>, error: &serde_yaml::Error) -> Diagnostic {
    let text = error.to_string();
    let message = text.split(" at line ").next().unwrap_or(&text);
    let mut span = Span::default();
    if let Some(location) = error.location() {
        let line = source.line(location.line()).unwrap_or_default();
        let characters = source.slice(line).chars().take(location.column().saturating_sub(1));
        let start = line.start as usize + characters.map(char::len_utf8).sum::<usize>();
        span = Span::new(start, start);
        let mut narrow = |node: &Node| {
            if node.span.start == span.start {
                span = node.span;
            }
        };
        if let Some(tree) = tree {
            tree.walk(&mut narrow);
        }
    }
    Diagnostic::error(INVALID, span, message)
}
