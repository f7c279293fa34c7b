//! The names of loops and their identifiers, which differ from each other and from all other names.
use super::super::Found;
use super::super::values::Values;
use super::DEEPEST;
use super::body::name_of;
use crate::diagnostic::{Diagnostic, Severity, codes};
use crate::source::Span;
use crate::syntax::{Map, Node, Text, Value};
use crate::template::functions::is_for_each;
use std::collections::{HashMap, HashSet};

/// The names of a section.
pub(super) struct Names<'a> {
    /// Those of parameters and of entries that are written out.
    taken: HashSet<&'a str>,
    /// Those of loops, with where they stand.
    loops: HashMap<&'a str, Span>,
    /// Those of loops in other sections.
    elsewhere: &'a HashMap<String, Span>,
    /// All identifiers, with where they stand.
    identifiers: Vec<(&'a str, Span)>,
    found: &'a mut Found,
}

/// Reports the names of a section's loops that are those of something else. `elsewhere` has the names of the loops in the
/// sections before, and gets those of this one.
pub(super) fn check(section: &Map, values: &Values<'_>, elsewhere: &mut HashMap<String, Span>, found: &mut Found) {
    let written = section.keys().filter(|it| !is_for_each(it)).map(|it| &**it);
    let taken = written.chain(values.names()).collect();
    let (loops, identifiers) = (HashMap::new(), Vec::new());
    let mut names = Names { taken, loops, elsewhere, identifiers, found };
    names.check_map(section, &mut Vec::new(), 1);
    names.check_identifiers();
    let loops: Vec<(String, Span)> = names.loops.iter().map(|(name, span)| ((*name).to_owned(), *span)).collect();
    elsewhere.extend(loops);
}

impl<'a> Names<'a> {
    fn check_below(&mut self, node: &'a Node, identifiers: &mut Vec<&'a Text>, depth: usize) {
        match &node.value {
            Value::Map(map) => self.check_map(map, identifiers, depth),
            Value::List(items) => items.iter().for_each(|it| self.check_below(it, identifiers, depth)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => (),
        }
    }

    fn check_map(&mut self, map: &'a Map, identifiers: &mut Vec<&'a Text>, depth: usize) {
        for (key, entry) in map.entries() {
            if !is_for_each(key) {
                self.check_below(&entry.value, identifiers, depth);
                continue;
            }
            let name = name_of(key);
            if depth > DEEPEST {
                let message = format!("loop `{name}` is within {DEEPEST} others, which is the most");
                let finding = Diagnostic::new(&codes::LOOP_TOO_DEEP, entry.key_span, message);
                self.found
                    .push(finding.help("write out one of the loops, or put its items into the collection of another"));
                return;
            }
            self.check_name(name, entry.key_span);
            if let Some([identifier, _, body]) = entry.value.list() {
                let text = identifier.text();
                if let Some(text) = text {
                    self.check_identifier(text, identifier.span, identifiers);
                    identifiers.push(text);
                }
                self.check_below(body, identifiers, depth + 1);
                if text.is_some() {
                    identifiers.pop();
                }
            }
        }
    }

    fn check_name(&mut self, name: &'a str, span: Span) {
        if name.is_empty() || !name.chars().all(|it| it.is_ascii_alphanumeric()) {
            let message = format!("the name of loop `{name}` is not alphanumeric");
            let finding = Diagnostic::new(&codes::INVALID_LOOP, span, message);
            self.found.push(finding.help("write `Fn::ForEach::` and a name of letters and digits"));
        } else if self.taken.contains(name) {
            let message = format!("`{name}` is the name of a loop, and of something else");
            let finding = Diagnostic::new(&codes::LOOP_NAME_CONFLICT, span, message);
            self.found.push(finding.help("give the loop a name that nothing else has"));
        } else if let Some(other) = self.loops.get(name) {
            let message = format!("two loops have the name `{name}`");
            let finding = Diagnostic::new(&codes::LOOP_NAME_CONFLICT, span, message).related(*other, "the other loop");
            self.found.push(finding.help("give each loop a name of its own"));
        } else if let Some(other) = self.elsewhere.get(name) {
            let message = format!("a loop in another section has the name `{name}` as well");
            let finding = Diagnostic::new(&codes::LOOP_NAME_CONFLICT, span, message).related(*other, "the other loop");
            let finding = finding.help("give it another name: those of loops are to be unique in a template");
            self.found.push(Diagnostic { severity: Severity::Warning, ..finding });
        }
        self.loops.entry(name).or_insert(span);
    }

    /// Warns of identifiers that are names of loops: it is not documented whether these may be the same.
    fn check_identifiers(&mut self) {
        for (identifier, span) in &self.identifiers {
            let Some(other) = self.loops.get(identifier) else { continue };
            let message = format!("identifier `{identifier}` is the name of a loop as well");
            let finding = Diagnostic::new(&codes::LOOP_NAME_CONFLICT, *span, message).related(*other, "the loop");
            let finding = finding.help("give the identifier a name that nothing else has");
            self.found.push(Diagnostic { severity: Severity::Warning, ..finding });
        }
    }

    fn check_identifier(&mut self, identifier: &'a Text, span: Span, around: &[&Text]) {
        let fault = if around.contains(&identifier) {
            "is that of a loop around this one as well"
        } else if self.taken.contains(&**identifier) {
            "is the name of something else"
        } else {
            self.identifiers.push((identifier, span));
            return;
        };
        let finding = Diagnostic::new(&codes::LOOP_NAME_CONFLICT, span, format!("identifier `{identifier}` {fault}"));
        self.found.push(finding.help("give the identifier a name that nothing else has"));
    }
}
