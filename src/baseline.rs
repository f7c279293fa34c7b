//! Findings that a project knows of already, so that only new ones are reported. Knows nothing of files.
//!
//! A finding is known by its rule, its resource and its path, and not by its line: what is written above it may change. An
//! item of a list stands for all of them, for the same reason; how often there is such a finding is counted.
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::safe_text;
use crate::source::{Source, Sources};
use crate::syntax::{self, Map, Node, Number, Value};
use serde_json::json;
use std::collections::BTreeMap;

const VERSION: i64 = 1;

/// Findings by the names of their templates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    templates: BTreeMap<String, Counts>,
}

type Counts = BTreeMap<Known, usize>;

/// What is known of a finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Known {
    rule: String,
    /// The file beside the template that it is in.
    file: Option<String>,
    resource: Option<String>,
    path: Option<String>,
}

/// What a baseline says of the findings in a template.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Comparison {
    /// The findings that are not known, in their order.
    pub new: Vec<Diagnostic>,
    /// How many are known.
    pub known: usize,
    /// How many that were known are not found any more.
    pub gone: usize,
}

impl Baseline {
    /// Reads what [`Baseline::json`] writes, or YAML that says the same. The error says at which line what is wrong.
    pub fn read(source: &Source) -> Result<Self, String> {
        let mut problems = Problems::default();
        let tree = syntax::parse(source, &mut problems);
        if let Some(problem) = problems.into_found().into_iter().next() {
            return Err(format!("line {}: {}", source.start_of(problem.span).line, problem.message));
        }
        let tree = tree.unwrap_or_else(|| Node::null(source.span(0..0)));
        read(&tree).map_err(|(node, message)| format!("line {}: {message}", source.start_of(node.span).line))
    }

    /// Takes over the findings in a template, in place of those that are known of it. `name` says what a file is called.
    ///
    /// A template that cannot be read is not taken over, since nothing is known of what else is wrong with it.
    pub fn set(&mut self, sources: &Sources, problems: &[Diagnostic], name: &dyn Fn(&Source) -> String) {
        let template = name(sources.template());
        let counts = counts(sources, problems, name);
        if counts.is_empty() {
            self.templates.remove(&template);
        } else {
            self.templates.insert(template, counts);
        }
    }

    /// Tells new findings in a template from known ones. Where a known finding is there more often than before, those that
    /// come last are the new ones.
    pub fn compare(
        &self,
        sources: &Sources,
        problems: Vec<Diagnostic>,
        name: &dyn Fn(&Source) -> String,
    ) -> Comparison {
        let Some(known) = self.templates.get(&name(sources.template())) else {
            return Comparison { new: problems, known: 0, gone: 0 };
        };
        let mut left = known.clone();
        let mut comparison = Comparison::default();
        for problem in problems {
            match Known::of(sources, &problem, name).and_then(|it| left.get_mut(&it)) {
                Some(count) if *count > 0 => {
                    *count -= 1;
                    comparison.known += 1;
                }
                Some(_) | None => comparison.new.push(problem),
            }
        }
        comparison.gone = left.values().sum();
        comparison
    }

    /// The templates of which something is known, with the number of findings.
    pub fn templates(&self) -> impl Iterator<Item = (&str, usize)> {
        self.templates.iter().map(|(name, counts)| (name.as_str(), counts.values().sum()))
    }

    /// Forgets the templates of other names.
    pub fn retain(&mut self, keeps: impl Fn(&str) -> bool) {
        self.templates.retain(|name, _| keeps(name));
    }

    /// Writes it as JSON in which each finding has a line of its own, sorted, so that changes are readable differences.
    pub fn json(&self) -> String {
        let templates: Vec<String> = self.templates.iter().map(|(name, counts)| template(name, counts)).collect();
        let templates =
            if templates.is_empty() { "{}".to_owned() } else { format!("{{\n{}\n  }}", templates.join(",\n")) };
        safe_text::json(format!("{{\n  \"version\": {VERSION},\n  \"templates\": {templates}\n}}\n"))
    }
}

fn template(name: &str, counts: &Counts) -> String {
    let lines: Vec<String> = counts.iter().map(|(known, count)| format!("      {}", known.json(*count))).collect();
    format!("    {}: [\n{}\n    ]", json!(name), lines.join(",\n"))
}

fn counts(sources: &Sources, problems: &[Diagnostic], name: &dyn Fn(&Source) -> String) -> Counts {
    let mut counts = Counts::new();
    for known in problems.iter().filter_map(|it| Known::of(sources, it, name)) {
        *counts.entry(known).or_default() += 1;
    }
    counts
}

impl Known {
    /// `None` for what hides other findings.
    fn of(sources: &Sources, problem: &Diagnostic, name: &dyn Fn(&Source) -> String) -> Option<Self> {
        let is_number = |it: &String| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
        let steps = problem.subject.path.iter().map(|it| if is_number(it) { "*" } else { it });
        let steps: Vec<&str> = steps.collect();
        let file = sources.of(problem.span);
        (*problem.code != codes::SYNTAX_ERROR).then(|| Self {
            rule: problem.code.name.to_owned(),
            file: (file.base() != 0).then(|| name(file)),
            resource: problem.subject.resource.clone(),
            path: (!steps.is_empty()).then(|| steps.join(".")),
        })
    }

    fn json(&self, count: usize) -> String {
        let Self { rule, file, resource, path } = self;
        let texts =
            [("rule", Some(rule)), ("file", file.as_ref()), ("resource", resource.as_ref()), ("path", path.as_ref())];
        let mut members: Vec<String> =
            texts.into_iter().filter_map(|(key, it)| it.map(|it| format!("\"{key}\": {}", json!(it)))).collect();
        if count > 1 {
            members.push(format!("\"count\": {count}"));
        }
        format!("{{{}}}", members.join(", "))
    }
}

/// What is wrong, and where.
type Wrong<'n> = (&'n Node, String);

fn read(tree: &Node) -> Result<Baseline, Wrong<'_>> {
    let version = tree.get("version").map(|it| &it.value);
    if version != Some(&Value::Number(Number::Integer(VERSION))) {
        return Err((tree, format!("a baseline has `\"version\": {VERSION}`")));
    }
    let mut templates = BTreeMap::new();
    if let Some(node) = tree.get("templates") {
        for (name, entry) in map(node)?.entries() {
            let mut counts = Counts::new();
            for item in entry.value.list().ok_or_else(|| (&entry.value, "expected a list of findings".to_owned()))? {
                let (known, count) = finding(item)?;
                *counts.entry(known).or_default() += count;
            }
            templates.insert(name.to_string(), counts);
        }
    }
    Ok(Baseline { templates })
}

fn finding(node: &Node) -> Result<(Known, usize), Wrong<'_>> {
    map(node)?;
    let text = |key: &str| match node.get(key) {
        None => Ok(None),
        Some(it) => it.text().map(|it| Some(it.to_string())).ok_or_else(|| (it, format!("`{key}` must be a string"))),
    };
    let count = match node.get("count") {
        None => 1,
        Some(it) => match it.value {
            Value::Number(Number::Integer(count)) if count > 0 => usize::try_from(count).unwrap_or(usize::MAX),
            _ => return Err((it, "`count` must be a number above zero".to_owned())),
        },
    };
    let rule = text("rule")?.ok_or_else(|| (node, "a finding needs a `rule`".to_owned()))?;
    Ok((Known { rule, file: text("file")?, resource: text("resource")?, path: text("path")? }, count))
}

fn map(node: &Node) -> Result<&Map, Wrong<'_>> {
    node.map().ok_or_else(|| (node, format!("expected a map, but this is {}", node.kind_name())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    fn problem(code: &'static crate::diagnostic::Code, at: usize, path: &[&str]) -> Diagnostic {
        let mut problem = Diagnostic::new(code, Span::new(at, at + 1), "wrong").resource("A");
        problem.subject.path = path.iter().map(ToString::to_string).collect();
        problem
    }

    #[test]
    fn findings_are_known_by_what_they_are_about() {
        let name = |it: &Source| it.name().to_owned();
        let sources = Sources::new(Source::new("a.yaml", "0123456789"));
        let first = [
            problem(&codes::WRONG_TYPE, 1, &["Resources", "A", "0", "b"]),
            problem(&codes::WRONG_TYPE, 2, &["Resources", "A", "7", "b"]),
            problem(&codes::UNKNOWN_PROPERTY, 3, &["Resources", "A", "\u{1b}\"c"]),
            problem(&codes::SYNTAX_ERROR, 4, &[]),
        ];
        let mut baseline = Baseline::default();
        baseline.set(&sources, &first, &name);
        let json = baseline.json();
        let expected = r#"{
  "version": 1,
  "templates": {
    "a.yaml": [
      {"rule": "unknown-property", "resource": "A", "path": "Resources.A.\u001b\"c"},
      {"rule": "wrong-type", "resource": "A", "path": "Resources.A.*.b", "count": 2}
    ]
  }
}
"#;
        assert_eq!(json, expected.replace("\\u001b\"", "\\u001b\\\""));
        assert_eq!(Baseline::read(&Source::new("b", json)).as_ref(), Ok(&baseline));
        // Elsewhere, once more, and one less.
        let later = vec![
            problem(&codes::WRONG_TYPE, 5, &["Resources", "A", "1", "b"]),
            problem(&codes::WRONG_TYPE, 6, &["Resources", "A", "2", "b"]),
            problem(&codes::WRONG_TYPE, 7, &["Resources", "A", "3", "b"]),
            problem(&codes::SYNTAX_ERROR, 8, &[]),
        ];
        let comparison = baseline.compare(&sources, later.clone(), &name);
        assert_eq!(comparison, Comparison { new: later[2..].to_vec(), known: 2, gone: 1 });
        baseline.set(&sources, &[], &name);
        assert_eq!(baseline.json(), "{\n  \"version\": 1,\n  \"templates\": {}\n}\n");
        assert_eq!(baseline.compare(&sources, later.clone(), &name).new, later);
    }

    #[test]
    fn what_is_wrong_has_a_line() {
        for (text, line) in [
            ("", 1),
            ("{\"version\": 2}", 1),
            ("version: 1\ntemplates: [a]", 2),
            ("version: 1\ntemplates:\n  a: b", 3),
            ("version: 1\ntemplates:\n  a:\n  - {path: b}", 4),
            ("version: 1\ntemplates:\n  a:\n  - {rule: [b]}", 4),
            ("version: 1\ntemplates:\n  a:\n  - {rule: b, count: 0}", 4),
            ("{\n  \"version\": 1,\n<<<<<<< ours\n", 1),
        ] {
            let message = Baseline::read(&Source::new("b", text)).expect_err(text);
            assert!(message.starts_with(&format!("line {line}: ")), "{text}: {message}");
        }
    }
}
