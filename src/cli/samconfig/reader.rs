//! What a samconfig says of a deployment, as the SAM CLI reads it. Knows nothing of how it was found.
use super::super::found;
use super::super::input::decoded_file;
use super::super::overrides::{self, Override};
use super::tree;
use crate::configuration::LARGEST_CONFIGURATION;
use crate::diagnostic::{Diagnostic, Problems, Severity, codes};
use crate::python;
use crate::source::{Source, Span};
use crate::syntax::{self, Map, Node, Number, Value};
use std::path::Path;

/// The sections with the options of a deployment: what is in a later one takes precedence.
const SECTIONS: [&str; 2] = ["global", "deploy"];
/// The same for what is only of use to package a template.
const SECTIONS_OF_PACKAGE: [&str; 3] = ["global", "deploy", "package"];
/// What stands before the path of a file with parameters.
const FILE: &str = "file://";
/// In such a file, the key under which it names another one.
const INCLUDE: &str = "$include";
/// Files in files; one that names itself would have no end.
const DEEPEST_INCLUDE: usize = 5;

/// What is of use in a samconfig.
#[derive(Debug, Default)]
pub(super) struct Values {
    pub region: Option<String>,
    pub parameters: Vec<Override>,
    /// The path of the template, from the folder of the file.
    pub template: Option<String>,
    /// The region of the bucket for what is packaged.
    pub package_region: Option<String>,
    /// The bucket for what is packaged.
    pub bucket: Option<String>,
    /// What stands before the keys in it.
    pub prefix: Option<String>,
}

/// Reads a samconfig in `folder`: what it says in an environment, and what is wrong with it. Only an environment that the
/// user has named must be there.
pub(super) fn read(source: &Source, folder: &Path, environment: Option<&str>) -> (Values, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let Some(tree) = parse(source, &mut problems) else { return (Values::default(), problems) };
    let mut reader = Reader { folder, problems };
    let values = reader.values(source, &tree, environment);
    (values, reader.problems)
}

/// A finding in a samconfig. Whatever is wrong there, a template can be checked without it.
pub(super) fn finding(span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(&codes::INVALID_SAMCONFIG, span, message)
}

/// The tree of a file, which is TOML if its name says so, and else YAML or JSON.
fn parse(source: &Source, found: &mut Vec<Diagnostic>) -> Option<Node> {
    if source.name().ends_with(".toml") {
        return match tree::parse(source) {
            Ok(tree) => Some(tree),
            Err((span, reason)) => {
                let help = "the SAM CLI refuses such a file, and samc goes on without it";
                found.push(finding(span, format!("this is not TOML: {reason}")).help(help));
                None
            }
        };
    }
    let mut problems = Problems::default();
    let tree = syntax::parse(source, &mut problems).filter(|_| !problems.has_errors());
    let as_warning = |it| Diagnostic { code: &codes::INVALID_SAMCONFIG, severity: Severity::Warning, ..it };
    found.extend(problems.into_found().into_iter().map(as_warning));
    tree
}

struct Reader<'a> {
    folder: &'a Path,
    problems: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn values(&mut self, source: &Source, tree: &Node, environment: Option<&str>) -> Values {
        if tree.is_null() || tree.map().is_some_and(Map::is_empty) {
            return Values::default();
        }
        let version = tree.get("version");
        if !version.is_some_and(|it| matches!(it.value, Value::Number(Number::Float(_)))) {
            let help = match source.name().ends_with(".toml") {
                true => "write `version = 0.1` at the top",
                false => "write `version: 0.1` at the top",
            };
            let (place, message) = match version {
                Some(it) => {
                    (it.span, format!("`version` must be a number such as 0.1, but this is {}", it.kind_name()))
                }
                None => (top(source), "there is no `version`, without which the SAM CLI refuses the file".to_owned()),
            };
            self.problems.push(finding(place, message).help(help));
            return Values::default();
        }
        let Some(parameters) = tree.get(environment.unwrap_or("default")) else {
            if let Some(name) = environment {
                self.problems.push(unknown_environment(source, tree, name));
            }
            return Values::default();
        };
        let option_of = |sections: &[&str], name: &str| {
            sections.iter().rev().find_map(|it| parameters.at(&[it, "parameters", name]))
        };
        let option = |name: &str| option_of(&SECTIONS, name);
        let of_package = |name: &str| option_of(&SECTIONS_OF_PACKAGE, name);
        let region = option("region").and_then(|it| self.text("region", it));
        let package_region = match option_of(&["package"], "region") {
            Some(own) => self.text("region", own),
            None => region.clone(),
        };
        Values {
            region,
            package_region,
            parameters: option("parameter_overrides").map(|it| self.overrides(it)).unwrap_or_default(),
            template: option("template_file")
                .or_else(|| option("template"))
                .and_then(|it| self.text("template_file", it)),
            bucket: of_package("s3_bucket").and_then(|it| self.text("s3_bucket", it)),
            prefix: of_package("s3_prefix").and_then(|it| self.text("s3_prefix", it)),
        }
    }

    fn text(&mut self, name: &str, node: &Node) -> Option<String> {
        if node.text().is_none() {
            self.problem(node.span, format!("`{name}` must be a string, but this is {}", node.kind_name()));
        }
        node.text().map(ToString::to_string).filter(|it| !it.is_empty())
    }

    fn overrides(&mut self, node: &Node) -> Vec<Override> {
        let mut found = Vec::new();
        match &node.value {
            Value::List(items) => items.iter().for_each(|it| self.add_overrides(it, &mut found)),
            Value::Null => (),
            _ => self.add_overrides(node, &mut found),
        }
        found
    }

    /// Adds a text of overrides, or a map.
    fn add_overrides(&mut self, node: &Node, found: &mut Vec<Override>) {
        match &node.value {
            Value::Text(text) => match text.strip_prefix(FILE) {
                Some(path) => self.add_file(path, node.span, DEEPEST_INCLUDE, found),
                None => self.add_words(text, node.span, found),
            },
            Value::Map(map) => self.add_map(map, None, DEEPEST_INCLUDE, found),
            _ => {
                let message = format!("overrides must be a string or a map, but this is {}", node.kind_name());
                self.problems.push(finding(node.span, message).help("write `'KEY=VALUE KEY=VALUE'`"));
            }
        }
    }

    fn add_words(&mut self, text: &str, span: Span, found: &mut Vec<Override>) {
        let (read, passed_over) = overrides::parse_as_sam(text);
        read.into_iter().for_each(|it| add(it, found));
        if let Some(word) = passed_over.first() {
            let message = format!("the SAM CLI passes over `{word}`, which is not KEY=VALUE");
            let help = "put a value with spaces in quotes, as in `'Title=\"two words\"'`";
            self.problems.push(finding(span, message).help(help));
        }
    }

    /// Adds the entries of a map. What is in a file of its own is reported at `place`, where that file is named.
    fn add_map(&mut self, map: &Map, place: Option<Span>, depth: usize, found: &mut Vec<Override>) {
        for (name, entry) in map.entries() {
            let (name, value) = (name.to_string(), &entry.value);
            let span = place.unwrap_or(value.span);
            let file = value.text().and_then(|it| it.strip_prefix(FILE)).filter(|_| name == INCLUDE);
            match (file, written(value)) {
                (Some(path), _) => self.add_file(path, span, depth, found),
                (None, Some(value)) => add((name, value), found),
                (None, None) => {
                    let message = format!("the value of parameter `{name}` must be a string or a list of strings");
                    self.problems.push(finding(span, message).help("write one string"));
                }
            }
        }
    }

    /// Adds the parameters in a file beside the samconfig.
    fn add_file(&mut self, path: &str, place: Span, depth: usize, found: &mut Vec<Override>) {
        let Some(depth) = depth.checked_sub(1) else {
            self.problem(place, format!("files of parameters name each other more than {DEEPEST_INCLUDE} deep"));
            return;
        };
        let file = self.folder.join(path);
        let bytes = match found::read(&file, self.folder, LARGEST_CONFIGURATION) {
            Ok(bytes) => bytes,
            Err(refusal) => {
                self.problem(place, format!("cannot read `{path}`: {}", super::reason(refusal)));
                return;
            }
        };
        let (source, undecodable) = decoded_file(&file, bytes);
        let mut problems: Vec<Diagnostic> = undecodable.into_iter().collect();
        let tree = parse(&source, &mut problems).filter(|_| problems.is_empty());
        match tree.as_ref().and_then(Node::map) {
            Some(map) => self.add_map(map, Some(place), depth, found),
            None => self.problem(place, format!("`{path}` is not a map of parameters, in TOML, YAML or JSON")),
        }
    }

    fn problem(&mut self, span: Span, message: String) {
        self.problems.push(finding(span, message));
    }
}

/// Later values take precedence.
fn add(parameter: Override, found: &mut Vec<Override>) {
    found.retain(|(name, _)| *name != parameter.0);
    found.push(parameter);
}

/// A value as the SAM CLI, a Python program, writes it for CloudFormation; `None` for what is no value.
fn written(node: &Node) -> Option<String> {
    Some(match &node.value {
        Value::Null => String::new(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::Number(Number::Float(it)) => python::float_text(*it),
        Value::Number(_) | Value::Text(_) => node.plain_text(),
        Value::List(items) => {
            let items = items.iter().map(|it| it.list().is_none().then(|| written(it)).flatten());
            items.collect::<Option<Vec<String>>>()?.join(",")
        }
        Value::Map(_) => return None,
    })
}

fn unknown_environment(source: &Source, tree: &Node, name: &str) -> Diagnostic {
    let entries = tree.map().into_iter().flat_map(Map::entries);
    let environments: Vec<_> = entries.filter(|(_, it)| it.value.map().is_some()).collect();
    let place = environments.iter().map(|(_, it)| it.key_span).min_by_key(|it| it.start);
    let finding = finding(place.unwrap_or_else(|| top(source)), format!("there is no environment `{name}`"));
    let names: Vec<String> = environments.iter().map(|(name, _)| format!("`{}`", &***name)).collect();
    finding.help(match names.is_empty() {
        true => "add it, or leave out --config-env".to_owned(),
        false => format!("those that there are: {}", names.join(", ")),
    })
}

/// The first line, for what is missing.
fn top(source: &Source) -> Span {
    source.span(source.line(1).unwrap_or(0..0))
}
