//! `AWS::Include`: snippets that stand in files beside the template are put into its place, before any other transform.
//!
//! What is said of them is from "AWS::Include transform" in the template reference of CloudFormation.
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::source::{File, Files, Sources, Span, Unreadable, has_company, is_local_path};
use crate::syntax::{Budget, Entry, LARGEST_TEMPLATE, Map, Node, Text, Value, add_file, measure, parse};
use crate::template::transforms::{self, INCLUDE};
use crate::template::{Made, Snippet, intrinsics};
use std::collections::HashMap;

const TRANSFORM: &str = "Fn::Transform";

/// The template with the snippets put in that are there and `are_wanted` by their paths; `None` where it includes none.
pub(super) fn include(
    tree: &Node,
    files: &dyn Files,
    are_wanted: &dyn Fn(&str) -> bool,
    sources: &mut Sources,
    made: &mut Made,
    problems: &mut Problems,
) -> Option<Node> {
    if !sources.template().text().contains(INCLUDE) {
        return None;
    }
    let sections = tree.map()?;
    let (read, snippets, budget) = (HashMap::new(), Vec::new(), Budget::default());
    let mut includer = Includer { files, are_wanted, sources, problems, read, snippets, budget, is_exhausted: false };
    let mut included = Map::new();
    for (name, section) in sections.entries() {
        let value = match &**name {
            // Which stands for all of the template.
            "Transform" => section.value.clone(),
            "Parameters" => {
                includer.refuse_in(&section.value);
                section.value.clone()
            }
            _ => includer.filled(&section.value),
        };
        included.insert_at(name.clone(), section.key_span, value);
    }
    includer.fill_in_place(&mut included);
    includer.fill_sections(&mut included);
    made.snippets = includer.snippets;
    (!made.snippets.is_empty()).then(|| Node::new(tree.span, Value::Map(included)))
}

struct Includer<'a> {
    files: &'a dyn Files,
    are_wanted: &'a dyn Fn(&str) -> bool,
    sources: &'a mut Sources,
    problems: &'a mut Problems,
    /// What was read, by path; `None` where it cannot be put in.
    read: HashMap<Text, Option<Map>>,
    snippets: Vec<Snippet>,
    budget: Budget,
    /// Whether all of the budget was spent, which is reported once.
    is_exhausted: bool,
}

impl Includer<'_> {
    /// The value with the snippets put in at and below it, the innermost first.
    fn filled(&mut self, node: &Node) -> Node {
        if !includes(node) {
            return node.clone();
        }
        let value = match &node.value {
            Value::List(items) => Value::List(items.iter().map(|it| self.filled(it)).collect()),
            Value::Map(map) => {
                let mut filled = Map::new();
                for (key, entry) in map.entries() {
                    let value = if **key == *TRANSFORM { entry.value.clone() } else { self.filled(&entry.value) };
                    filled.insert_at(key.clone(), entry.key_span, value);
                }
                self.fill_in_place(&mut filled);
                Value::Map(filled)
            }
            other => other.clone(),
        };
        Node::new(node.span, value)
    }

    /// Puts the members of a snippet into the place of the key that includes it.
    fn fill_in_place(&mut self, map: &mut Map) {
        let Some((_, entry)) = map.entry(TRANSFORM) else { return };
        let key_span = entry.key_span;
        let Some(location) = location(&entry.value).cloned() else { return };
        let Some(snippet) = self.snippet(&location) else { return };
        let mut filled = Map::new();
        for (key, entry) in map.entries() {
            if **key != *TRANSFORM {
                put(&mut filled, key, entry, key_span, self.problems);
                continue;
            }
            for (key, entry) in snippet.entries() {
                put(&mut filled, key, entry, key_span, self.problems);
            }
        }
        *map = filled;
    }

    /// Puts in the snippets that the section `Transform` includes, and takes them off its list.
    fn fill_sections(&mut self, sections: &mut Map) {
        let Some((_, entry)) = sections.entry("Transform") else { return };
        let (key_span, section) = (entry.key_span, entry.value.clone());
        let mut left = Vec::new();
        for item in section.list().unwrap_or(std::slice::from_ref(&section)) {
            let snippet = location(item).and_then(|it| self.snippet(it));
            let Some(snippet) = snippet else {
                left.push(item.clone());
                continue;
            };
            for (key, entry) in snippet.entries() {
                put(sections, key, entry, item.span, self.problems);
            }
        }
        match (section.list().is_some(), left.is_empty()) {
            (_, true) => drop(sections.remove("Transform")),
            (true, false) => {
                drop(sections.insert_at("Transform".into(), key_span, Node::new(section.span, Value::List(left))))
            }
            (false, false) => (),
        }
    }

    /// The members of the snippet in the file that `location` names; `None` where it is not put in, for reasons that are
    /// reported, or because it is not beside the template.
    fn snippet(&mut self, location: &Node) -> Option<Map> {
        let path = location.text().filter(|it| is_local_path(it) && (self.are_wanted)(it))?.clone();
        if let Some(read) = self.read.get(&path) {
            let read = read.clone()?;
            // Each of them is one more in the document.
            let (cost, _) = measure(&Node::new(location.span, Value::Map(read.clone())));
            if self.budget.spend(cost) {
                return Some(read);
            }
            if !std::mem::replace(&mut self.is_exhausted, true) {
                let message = format!("`{path}` is included so often that the template becomes too large");
                let finding = Diagnostic::new(&codes::TEMPLATE_TOO_LARGE, location.span, message);
                self.problems
                    .push(finding.help("include it less often, or make it shorter: CloudFormation takes at most 1 MB"));
            }
            return None;
        }
        let read = self.read(&path, location.span);
        self.read.insert(path, read.clone());
        read
    }

    fn read(&mut self, path: &Text, at: Span) -> Option<Map> {
        let file = match self.files.read(path) {
            Ok(file) => file,
            // A template that was put elsewhere without its project has lost its snippets too.
            Err(Unreadable::Missing) if !has_company(self.files, path, self.sources.template().name()) => return None,
            Err(reason) => {
                not_read(path, at, &reason).into_iter().for_each(|it| self.problems.push(it));
                return None;
            }
        };
        let tree = self.parsed(file)?;
        let source = self.sources.of(tree.span);
        let mut sound = true;
        let mut nested = Vec::new();
        tree.walk(&mut |node| {
            if intrinsics::is_intrinsic(node) && source.slice(node.span).starts_with('!') {
                let name = intrinsics::name(node).map_or("", |it| it);
                let message =
                    format!("`!{}` is a short form, which a snippet cannot have", name.trim_start_matches("Fn::"));
                let finding =
                    Diagnostic::new(&codes::SHORT_FORM_IN_SNIPPET, node.span, message).related(at, "included here");
                self.problems.push(finding.help(format!("write `{name}:` with its argument")));
                sound = false;
            }
            if let Some((_, entry)) =
                node.map().and_then(|it| it.entry(TRANSFORM)).filter(|(_, it)| is_include(&it.value))
            {
                nested.push(entry.key_span);
            }
        });
        for span in nested {
            let finding = Diagnostic::new(&codes::NESTED_INCLUDE, span, "a snippet cannot include another one");
            self.problems.push(finding.related(at, "included here").help("include both from the template"));
            sound = false;
        }
        let Some(map) = tree.map() else {
            let message = format!("`{path}` is {}; a snippet must be a map", tree.kind_name());
            let finding = Diagnostic::new(&codes::INVALID_SNIPPET, at, message);
            self.problems.push(finding.help("its keys are put in here, beside those that are here"));
            return None;
        };
        let map = map.clone();
        self.snippets.push(Snippet {
            included_at: at,
            #[cfg(feature = "cli")]
            path: path.clone(),
            tree,
        });
        sound.then_some(map)
    }

    /// What a file says; what is wrong in it is reported there.
    fn parsed(&mut self, file: File) -> Option<Node> {
        let (source, not_text) = add_file(file, self.sources)?;
        if let Some(problem) = not_text {
            self.problems.push(problem);
            return None;
        }
        parse(source, self.problems)
    }

    /// Reports what is included where nothing can be.
    fn refuse_in(&mut self, parameters: &Node) {
        let mut found = Vec::new();
        parameters.walk(&mut |node| found.extend(node.map().and_then(|it| it.key_span(TRANSFORM))));
        for span in found {
            let finding = Diagnostic::new(&codes::INVALID_SNIPPET, span, "`Parameters` cannot include a snippet");
            self.problems.push(finding.help("write the parameters themselves"));
        }
    }
}

/// Whether a snippet is included at or below a node.
fn includes(node: &Node) -> bool {
    match &node.value {
        Value::Map(map) => map.iter().any(|(key, it)| **key == *TRANSFORM || includes(it)),
        Value::List(items) => items.iter().any(includes),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => false,
    }
}

fn is_include(transform: &Node) -> bool {
    transforms::name(transform) == Some(INCLUDE)
}

/// What `Location` says, where this transform includes a snippet.
fn location(transform: &Node) -> Option<&Node> {
    transform.at(&["Parameters", "Location"]).filter(|_| is_include(transform))
}

/// Puts a key in, unless it is there.
fn put(map: &mut Map, key: &Text, entry: &Entry, at: Span, problems: &mut Problems) {
    match map.key_span(key) {
        None => drop(map.insert_at(key.clone(), entry.key_span, entry.value.clone())),
        Some(other) => {
            let finding = Diagnostic::new(
                &codes::SNIPPET_COLLISION,
                at,
                format!("the snippet has `{key}`, which is here as well"),
            );
            let finding = finding.related(other, "one of them").related(entry.key_span, "the other");
            problems.push(finding.help("remove one of the two: it is not documented which of them counts"));
        }
    }
}

fn not_read(path: &str, at: Span, reason: &Unreadable) -> Option<Diagnostic> {
    let (reason, help) = match reason {
        Unreadable::Missing => {
            let message = format!("there is no file `{path}` beside the template");
            let help = "correct the path, unless the file is made before the template is packaged";
            return Some(Diagnostic::new(&codes::MISSING_SNIPPET, at, message).help(help));
        }
        // It is packaged from there all the same: what it says stays open.
        Unreadable::Outside => return None,
        Unreadable::NotAFile => ("it is not a regular file".to_owned(), "name a file with YAML or JSON"),
        Unreadable::TooLarge => (format!("it has more than {LARGEST_TEMPLATE} bytes"), "split the file"),
        Unreadable::Refused(reason) => (reason.clone(), "make the file readable"),
    };
    let finding = Diagnostic::new(&codes::MISSING_SNIPPET, at, format!("`{path}` is not read: {reason}"));
    Some(finding.help(help))
}
