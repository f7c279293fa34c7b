//! Finds intrinsic functions whose arguments are not what they take.
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::rule;
use crate::semantics::Semantics;
use crate::source::Span;
use crate::syntax::{Node, Value};
use crate::template::functions::{self, Argument, Calls, Function, Kind, Place, Takes, What};
use crate::template::places::{Section, walk};
use crate::template::{intrinsics, transforms};

rule! {
    INVALID_INTRINSIC check
}

/// Deepest nesting of `Fn::If` that is followed for one argument.
const DEEPEST_IF: usize = 20;

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    let template = semantics.template;
    if transforms::has_macros(template) {
        return;
    }
    let arguments = Arguments { semantics, is_extended: transforms::has_language_extensions(template) };
    walk(template, problems, &mut |place, node, problems| {
        let Some(function) = functions::called(node) else { return };
        let is_condition = function.name == "Condition";
        if is_condition && !matches!(place.section, Section::Conditions | Section::Rules) {
            return;
        }
        let Some((_, argument)) = node.map().and_then(|it| it.only()) else { return };
        let findings = arguments.check(function, node, argument);
        findings.into_iter().for_each(|it| problems.push(it.if_accepted(node.span)));
    });
}

struct Arguments<'c, 'a> {
    semantics: &'c Semantics<'a>,
    is_extended: bool,
}

impl Arguments<'_, '_> {
    fn check(&self, function: &Function, call: &Node, argument: &Node) -> Vec<Diagnostic> {
        // What is null is found as such, and what is included is not known.
        if argument.is_null() || is_open(argument) {
            return Vec::new();
        }
        let one = |found: Option<Diagnostic>| found.into_iter().collect();
        match (&function.argument, argument.list()) {
            (Argument::Unchecked, _) => Vec::new(),
            (Argument::One(takes), _) => one(self.check_one(function, takes, argument)),
            (Argument::OneOrList(takes, _), None) => match function.name {
                "Fn::GetAtt" => one(self.check_dotted(function, takes, argument)),
                _ => one(self.check_one(function, takes, argument)),
            },
            (Argument::OneOrList(_, items), Some(list)) => {
                // A resource without an attribute is found as such.
                if matches!(list, [one] if function.name == "Fn::GetAtt" && one.text().is_some()) {
                    return Vec::new();
                }
                let least = if function.name == "Fn::GetAtt" { 2 } else { 1 };
                let most = if function.name == "Fn::GetAtt" { usize::MAX } else { items.len() };
                self.check_list(function, call, (least, most), items, list)
            }
            (Argument::List { least, most, items }, Some(list)) => {
                self.check_list(function, call, (*least, *most), items, list)
            }
            (Argument::Map { required, optional }, _) => self.check_keys(function, argument, required, optional),
            (Argument::List { .. }, None) => {
                let what = kind_of(argument);
                let message = format!("`{}` takes a list, not {what}", function.name);
                vec![self.finding(argument.span, message, function)]
            }
        }
    }

    fn check_list(
        &self,
        function: &Function,
        call: &Node,
        (least, most): (usize, usize),
        items: &[Takes],
        list: &[Node],
    ) -> Vec<Diagnostic> {
        if list.iter().any(is_open) {
            return Vec::new();
        }
        if list.len() < least || list.len() > most {
            let count = match list.len() {
                0 => "an empty list".to_owned(),
                1 => "a list of one".to_owned(),
                count => format!("a list of {count}"),
            };
            let wanted = match (least, most) {
                (1, 1) => "a list of one".to_owned(),
                (least, most) if least == most => format!("a list of {least}"),
                (least, usize::MAX) => format!("a list of at least {least}"),
                (least, _) if function.name == "Fn::FindInMap" && !self.is_extended => format!("a list of {least}"),
                (least, most) => format!("a list of {least} to {most}"),
            };
            let message = format!("`{}` takes {wanted}, not {count}", function.name);
            let span = call.map().and_then(|it| it.key_span(function.name)).unwrap_or(call.span);
            let finding = self.finding(span, message, function);
            return vec![match function.name {
                "Fn::If" if list.len() == 2 => finding.help("add `!Ref AWS::NoValue` if nothing is meant otherwise"),
                _ => finding,
            }];
        }
        let takes = |index: usize| items.get(index).or(items.last());
        let with_takes = list.iter().enumerate().filter_map(|(index, it)| Some((takes(index)?, it)));
        let mut found: Vec<Diagnostic> =
            with_takes.filter_map(|(takes, it)| self.check_one(function, takes, it)).collect();
        match function.name {
            "Fn::Join" => found.extend(list.get(1).into_iter().flat_map(|it| self.check_joined(function, it))),
            "Fn::Select" => found.extend(self.check_index(function, list)),
            "Fn::Sub" => found.extend(list.get(1).into_iter().flat_map(|it| self.check_substitutes(function, it))),
            "Fn::GetAtt" => {
                let empty = list.iter().find(|it| it.text().is_some_and(|it| it.is_empty()));
                found.extend(empty.map(|it| self.finding(it.span, "an argument of `Fn::GetAtt` is empty", function)));
            }
            _ => (),
        }
        found
    }

    /// Checks the keys of an argument that is a map.
    fn check_keys(&self, function: &Function, node: &Node, required: &[&str], optional: &[&str]) -> Vec<Diagnostic> {
        let Some(map) = node.map().filter(|_| !intrinsics::is_intrinsic(node)) else {
            let message = format!("`{}` takes a map, not {}", function.name, kind_of(node));
            return vec![self.finding(node.span, message, function)];
        };
        let absent = required.iter().find(|it| !map.contains_key(it));
        let unknown = map.entries().filter(|(key, _)| !required.iter().chain(optional).any(|it| ***key == **it));
        let unknown = unknown.map(|(key, entry)| {
            self.finding(entry.key_span, format!("`{key}` is not an argument of `{}`", function.name), function)
        });
        let absent = absent
            .filter(|_| map.len() <= required.len() + optional.len())
            .map(|it| self.finding(node.span, format!("`{}` has no `{it}`", function.name), function));
        let found: Vec<Diagnostic> = unknown.collect();
        if found.is_empty() { absent.into_iter().collect() } else { found }
    }

    /// Checks one argument; the first that is wrong with it.
    fn check_one(&self, function: &Function, takes: &Takes, node: &Node) -> Option<Diagnostic> {
        self.check_at(function, takes, node, 0)
    }

    fn check_at(&self, function: &Function, takes: &Takes, node: &Node, depth: usize) -> Option<Diagnostic> {
        if node.is_null() || is_open(node) || depth > DEEPEST_IF {
            return None;
        }
        if !intrinsics::is_intrinsic(node) || is_data(takes, node) {
            return self.check_literal(function, takes, node);
        }
        let called = functions::called(node)?;
        // What needs a transform is reported as such.
        if function.name == "Ref" && !self.is_extended {
            return None;
        }
        // So is a condition function that is not among the conditions.
        if function.name == "Fn::If" && called.place != Place::Anywhere {
            return None;
        }
        let is_allowed = match takes.calls {
            Calls::All => true,
            Calls::None => false,
            Calls::Extended => self.is_extended,
            Calls::Only(names) => self.is_extended || names.contains(&called.name),
        };
        let Function { name, .. } = function;
        if !is_allowed {
            let message = match takes.calls {
                Calls::Only(_) => format!("{} of `{name}` cannot be `{}`", takes.name, called.name),
                _ => format!("{} of `{name}` cannot be a function", takes.name),
            };
            let finding = Diagnostic::new(&codes::INVALID_INTRINSIC, node.span, message);
            return Some(match takes.calls {
                Calls::Only(names) if *name == "Fn::FindInMap" => finding
                    .help(format!("use only {} here, or add `AWS::LanguageExtensions` to `Transform`", listed(names))),
                Calls::Extended => {
                    finding.help("write the name itself, or add `AWS::LanguageExtensions` to `Transform`")
                }
                _ => finding.help(match takes.what {
                    What::Map => "write a map",
                    _ => "write the text itself",
                }),
            });
        }
        if let Some([_, then, otherwise]) = intrinsics::if_branches(node) {
            let found = self.check_at(function, takes, then, depth + 1);
            return found.or_else(|| self.check_at(function, takes, otherwise, depth + 1));
        }
        let given = functions::given(node, self.semantics.template);
        let fits = match (takes.what, given) {
            (_, Kind::Any) | (What::Any | What::Structure, _) => true,
            (What::Text | What::Integer(..), it) => it == Kind::Text,
            (What::List, it) => it == Kind::List,
            (What::Truth, it) => it == Kind::Truth,
            (What::Map, _) => false,
        };
        if fits {
            return None;
        }
        let is = match given {
            Kind::Text => "a string",
            Kind::List => "a list",
            Kind::Truth | Kind::Any => "a condition",
        };
        let message = format!("{} of `{name}` must be {}; `{}` gives {is}", takes.name, wanted(takes), called.name);
        Some(self.finding(node.span, message, function))
    }

    fn check_literal(&self, function: &Function, takes: &Takes, node: &Node) -> Option<Diagnostic> {
        let integer = || node.integer().or_else(|| node.text()?.trim().parse().ok());
        let fits = match takes.what {
            What::Any => true,
            What::Text => is_scalar(node),
            What::List => node.list().is_some(),
            What::Map => node.map().is_some(),
            What::Structure => node.map().is_some() || node.list().is_some(),
            What::Truth => false,
            What::Integer(least, most) => {
                // A text may be looked up at deployment.
                let is_dynamic = node.text().is_some_and(|it| it.contains("{{"));
                is_dynamic || integer().is_some_and(|it| (least..=most).contains(&it))
            }
        };
        if fits {
            return None;
        }
        let Function { name, .. } = function;
        let is = match (takes.what, integer()) {
            (What::Integer(..), Some(it)) => format!("`{it}`"),
            _ => kind_of(node),
        };
        let message = format!("{} of `{name}` must be {}, not {is}", takes.name, wanted(takes));
        Some(self.finding(node.span, message, function))
    }

    /// Checks the text form of `Fn::GetAtt`.
    fn check_dotted(&self, function: &Function, takes: &Takes, node: &Node) -> Option<Diagnostic> {
        let lacks_part = |it: &str| it.split_once('.').is_some_and(|(one, two)| one.is_empty() || two.is_empty());
        match node.text() {
            Some(text) if text.is_empty() || lacks_part(text) => {
                let message = format!("`Fn::GetAtt` takes a resource and its attribute, not `{text}`");
                Some(self.finding(node.span, message, function))
            }
            Some(_) => None,
            None => self.check_one(function, takes, node),
        }
    }

    /// Checks the items of what `Fn::Join` joins.
    fn check_joined(&self, function: &Function, joined: &Node) -> Vec<Diagnostic> {
        let item = Takes { name: "an item", what: What::Text, calls: Calls::All };
        let items = joined.list().unwrap_or_default().iter();
        items.filter_map(|it| self.check_one(function, &item, it)).collect()
    }

    /// Checks the variables that `Fn::Sub` gets beside its text.
    fn check_substitutes(&self, function: &Function, map: &Node) -> Vec<Diagnostic> {
        let value = Takes { name: "a variable", what: What::Text, calls: Calls::All };
        let map = map.map().filter(|it| it.keys().all(|it| !it.starts_with("Fn::")));
        let values = map.into_iter().flat_map(|it| it.values());
        values.filter_map(|it| self.check_one(function, &value, it)).collect()
    }

    /// Checks that what `Fn::Select` selects is there.
    fn check_index(&self, function: &Function, list: &[Node]) -> Option<Diagnostic> {
        let [index, items] = list else { return None };
        let number = index.integer().or_else(|| index.text()?.trim().parse().ok())?;
        let items = items.list().filter(|it| !it.iter().any(is_open))?;
        let count = i64::try_from(items.len()).ok()?;
        if number < count {
            return None;
        }
        let message = format!("the index of `{}` is {number}, but the list has {count}", function.name);
        let items = if count == 1 { "item" } else { "items" };
        let finding = Diagnostic::new(&codes::INVALID_INTRINSIC, index.span, format!("{message} {items}"));
        Some(finding.help("the first item has the index 0"))
    }

    fn finding(&self, span: Span, message: impl Into<String>, function: &Function) -> Diagnostic {
        Diagnostic::new(&codes::INVALID_INTRINSIC, span, message).help(format!("write `{}`", function.form))
    }
}

/// Whether a snippet is included here, or a loop runs.
fn is_open(node: &Node) -> bool {
    let is_open = |key: &str| key == "Fn::Transform" || functions::is_for_each(key);
    node.map().is_some_and(|it| it.keys().any(|it| is_open(it)))
}

/// Whether a map with the key `Condition` is data: only a condition refers to conditions so.
fn is_data(takes: &Takes, node: &Node) -> bool {
    takes.what != What::Truth && intrinsics::argument(node, "Condition").is_some()
}

fn is_scalar(node: &Node) -> bool {
    matches!(node.value, Value::Bool(_) | Value::Number(_) | Value::Text(_))
}

fn kind_of(node: &Node) -> String {
    match intrinsics::name(node) {
        Some(name) => format!("`{name}`"),
        None => node.kind_name().to_owned(),
    }
}

fn wanted(takes: &Takes) -> String {
    match takes.what {
        What::Text => "a string".to_owned(),
        What::Integer(least, i64::MAX) => format!("an integer of at least {least}"),
        What::Integer(least, most) => format!("an integer from {least} to {most}"),
        What::List => "a list".to_owned(),
        What::Map => "a map".to_owned(),
        What::Structure => "a map or a list".to_owned(),
        What::Truth => "a condition, such as `!Condition Name` or `!Equals [Value, Value]`".to_owned(),
        What::Any => "a value".to_owned(),
    }
}

fn listed(names: &[&str]) -> String {
    names.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(" and ")
}
