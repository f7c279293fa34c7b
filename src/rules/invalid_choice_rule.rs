//! Finds choice rules that do not say what is compared, or what comes next.
use crate::diagnostic::{Diagnostic, Problems, nearest};
use crate::rule;
use crate::semantics::{Semantics, StateMachine};
use crate::source::Span;
use crate::states::choice_rules::{COMBINING, OF_JSONATA, Operand, names, operand};
use crate::states::fields::{is_timestamp, number, shown};
use crate::states::{Kind, QueryLanguage, expression, is_unknown, is_unknown_key};
use crate::syntax::{Entry, Map, Node};

rule! {
    /// A rule under `Choices` does not compare anything, or does not say what comes next.
    ///
    /// Under JSONPath, a rule has a `Variable` and one comparison, or combines other rules by `And`, `Or` or `Not`; under JSONata
    /// it has a `Condition`. The outermost rules have `Next`, those within them do not. Step Functions refuses the definition
    /// with `SCHEMA_VALIDATION_FAILED` (Amazon States Language specification, "Choice State").
    ///
    /// ```yaml bad
    /// Resources:
    ///   Orders:
    ///     Type: AWS::Serverless::StateMachine
    ///     Properties:
    ///       Definition:
    ///         StartAt: Check
    ///         States:
    ///           Check:
    ///             Type: Choice
    ///             Choices:
    ///               - Variable: $.total
    ///                 NumericGreater: 100
    ///                 Next: Store
    ///           Store:
    ///             Type: Succeed
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Orders:
    ///     Type: AWS::Serverless::StateMachine
    ///     Properties:
    ///       Definition:
    ///         StartAt: Check
    ///         States:
    ///           Check:
    ///             Type: Choice
    ///             Choices:
    ///               - Variable: $.total
    ///                 NumericGreaterThan: 100
    ///                 Next: Store
    ///           Store:
    ///             Type: Succeed
    /// ```
    "invalid-choice-rule" Error check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for owner in semantics.state_machines() {
        for (_, machine) in owner.machines() {
            for state in machine.states.iter().filter(|it| it.kind == Some(Kind::Choice)) {
                for rule in state.map.get("Choices").and_then(Node::list).unwrap_or_default() {
                    // What a rule has that belongs to the other query language is reported as that.
                    let language =
                        state.language.filter(|_| rule.map().is_some_and(|it| language(it) == state.language));
                    Reading { semantics, owner, language }.outermost(rule, problems);
                }
            }
        }
    }
}

/// The query language that a rule is written in; none where it could be either.
fn language(rule: &Map) -> Option<QueryLanguage> {
    let is_json_path = |key: &str| key == "Variable" || COMBINING.contains(&key) || operand(key).is_some();
    match (rule.contains_key("Condition"), rule.keys().any(|it| is_json_path(it))) {
        (true, false) => Some(QueryLanguage::Jsonata),
        (false, true) => Some(QueryLanguage::JsonPath),
        (true, true) | (false, false) => None,
    }
}

/// The rules of a state while they are looked at.
struct Reading<'c, 'a> {
    semantics: &'c Semantics<'a>,
    owner: &'c StateMachine<'a>,
    language: Option<QueryLanguage>,
}

impl Reading<'_, '_> {
    fn report(&self, finding: Diagnostic, problems: &mut Problems) {
        self.owner.report(finding, problems);
    }

    /// A rule that stands directly under `Choices`.
    fn outermost(&self, rule: &Node, problems: &mut Problems) {
        let Some(map) = self.map(rule, problems) else { return };
        let at = first_place(map, rule.span);
        if !map.contains_key("Next") {
            let finding = Diagnostic::new(&CODE, at, "a choice rule needs `Next`").missing(["Next"]);
            self.report(finding.help("name the state that comes after it"), problems);
        } else if let Some(next) = map.get("Next").filter(|it| it.text().is_none() && !is_unknown(it)) {
            let message = format!("`Next` is {}; it must be the name of a state", shown(next));
            self.report(Diagnostic::new(&CODE, next.span, message), problems);
        }
        self.rule(map, at, true, problems);
    }

    /// The map that a rule is, where its parts are known.
    fn map<'n>(&self, rule: &'n Node, problems: &mut Problems) -> Option<&'n Map> {
        if is_unknown(rule) {
            return None;
        }
        let map = rule.map();
        if map.is_none() {
            let message = format!("a choice rule is {}; it must be a map", rule.kind_name());
            self.report(Diagnostic::new(&CODE, rule.span, message), problems);
        }
        map
    }

    fn rule(&self, map: &Map, at: Span, is_outermost: bool, problems: &mut Problems) {
        match self.language {
            Some(QueryLanguage::Jsonata) => self.of_jsonata(map, problems),
            Some(QueryLanguage::JsonPath) => self.of_json_path(map, at, is_outermost, problems),
            None if map.contains_key("Condition") || language(map).is_some() => (),
            None => {
                if !self.unknown_fields(map, at, problems) {
                    let finding = Diagnostic::new(&CODE, at, "a choice rule needs a comparison");
                    let help = "add `Variable` and a comparison, such as `StringEquals`, or with JSONata a `Condition`";
                    self.report(finding.help(help), problems);
                }
            }
        }
    }

    fn of_jsonata(&self, map: &Map, problems: &mut Problems) {
        for (key, entry) in map.entries().filter(|(key, _)| !is_unknown_key(key) && !OF_JSONATA.contains(&&***key)) {
            let finding = Diagnostic::new(&CODE, entry.key_span, format!("a choice rule has no field `{key}`"));
            self.report(self.semantics.suggest(finding, entry.key_span, key, OF_JSONATA), problems);
        }
        let Some(condition) = map.get("Condition").filter(|it| !is_unknown(it)) else { return };
        if condition.bool().is_none() && expression(condition).is_none() {
            let message = format!("`Condition` is {}; it must be an expression or a boolean", shown(condition));
            let written = condition.text().map_or("…", |it| it.trim());
            let help = format!("write `{{% {written} %}}`");
            self.report(Diagnostic::new(&CODE, condition.span, message).help(help), problems);
        }
    }

    fn of_json_path(&self, map: &Map, at: Span, is_outermost: bool, problems: &mut Problems) {
        if self.unknown_fields(map, at, problems) {
            return;
        }
        if let Some((_, next)) = map.entry("Next").filter(|_| !is_outermost) {
            let finding = Diagnostic::new(&CODE, next.key_span, "a rule within another one cannot have `Next`");
            self.report(finding.help("write it beside the outermost `And`, `Or` or `Not`"), problems);
        }
        let mut tests = map.entries().filter(|(key, _)| COMBINING.contains(&&***key) || operand(key).is_some());
        match (tests.next(), tests.next()) {
            (Some((key, entry)), None) => self.test(map, key, entry, at, problems),
            (Some((first, entry)), Some((second, other))) => {
                let message = format!("a choice rule cannot have both `{first}` and `{second}`");
                let finding = Diagnostic::new(&CODE, other.key_span, message).related(entry.key_span, "the other one");
                self.report(finding.help("write two rules, and combine them by `And` or `Or`"), problems);
            }
            (None, _) => {
                let finding = Diagnostic::new(&CODE, at, "a choice rule needs a comparison");
                self.report(finding.help("add a comparison, such as `StringEquals`"), problems);
            }
        }
    }

    /// Reports fields that rules do not have; whether there are such.
    fn unknown_fields(&self, map: &Map, at: Span, problems: &mut Problems) -> bool {
        let mut found = false;
        for (key, entry) in map.entries() {
            if is_unknown_key(key) || names().any(|it| **key == *it) || OF_JSONATA.contains(&&**key) {
                found |= is_unknown_key(key);
                continue;
            }
            found = true;
            let finding = Diagnostic::new(&CODE, entry.key_span, format!("a choice rule has no field `{key}`"));
            let finding = self.semantics.suggest(finding, entry.key_span, key, names());
            let near = nearest(key, names());
            self.report(if let Some(near) = near { finding.meant(at, [near]) } else { finding }, problems);
        }
        found
    }

    /// A comparison, or a combination of rules, in a rule of JSONPath.
    fn test(&self, map: &Map, key: &str, entry: &Entry, at: Span, problems: &mut Problems) {
        let Some(operand) = operand(key) else { return self.combination(key, entry, problems) };
        if !map.contains_key("Variable") {
            let finding = Diagnostic::new(&CODE, at, format!("the comparison `{key}` needs a `Variable`"));
            self.report(
                finding.missing(["Variable"]).help("add the path of what is compared, as in `$.total`"),
                problems,
            );
        }
        let value = &entry.value;
        let is_right = match operand {
            Operand::Text | Operand::Path => value.text().is_some(),
            Operand::Timestamp => value.text().is_some_and(|it| is_timestamp(it)),
            Operand::Number => number(value).is_some(),
            Operand::Boolean => value.bool().is_some(),
        };
        if is_right || is_unknown(value) {
            return;
        }
        let wanted = match operand {
            Operand::Text => "a string",
            Operand::Timestamp => "a time with date and zone, such as `2026-01-31T12:00:00Z`",
            Operand::Path => "a path, which is a string that begins with `$`",
            Operand::Number => "a number",
            Operand::Boolean => "`true` or `false`",
        };
        let message = format!("`{key}` is {}; it must be {wanted}", shown(value));
        self.report(Diagnostic::new(&CODE, value.span, message), problems);
    }

    fn combination(&self, key: &str, entry: &Entry, problems: &mut Problems) {
        if is_unknown(&entry.value) {
            return;
        }
        let rules = match (key, entry.value.list()) {
            ("Not", _) => std::slice::from_ref(&entry.value),
            (_, Some(rules)) if !rules.is_empty() => rules,
            _ => {
                let what = if entry.value.list().is_some() { "empty" } else { entry.value.kind_name() };
                let message = format!("`{key}` is {what}; it must be a list of rules");
                return self.report(Diagnostic::new(&CODE, entry.key_span, message), problems);
            }
        };
        for rule in rules {
            if let Some(map) = self.map(rule, problems) {
                self.rule(map, first_place(map, rule.span), false, problems);
            }
        }
    }
}

/// Where a rule begins: its first key.
fn first_place(map: &Map, whole: Span) -> Span {
    map.entries().next().map_or(whole, |(_, it)| it.key_span)
}
