//! Finds fields of JSONPath in states that use JSONata, and the reverse.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::Semantics;
use crate::source::Span;
use crate::states::choice_rules::{COMBINING, operand};
use crate::states::fields::field;
use crate::states::{Kind, Machine, QueryLanguage, State, literal};
use crate::syntax::{Map, Node};

rule! {
    /// A state has a field of the other query language.
    ///
    /// A state uses JSONPath unless its `QueryLanguage`, or that of the state machine, is `JSONata`. `Arguments`, `Output`,
    /// `Items` and `Condition` belong to JSONata; `InputPath`, `Parameters`, `ResultSelector`, `ResultPath`, `OutputPath`,
    /// `Variable` and others to JSONPath. Step Functions refuses the definition (Step Functions developer guide, "Transforming
    /// data with JSONata in Step Functions").
    ///
    /// ```yaml bad
    /// Resources:
    ///   Orders:
    ///     Type: AWS::Serverless::StateMachine
    ///     Properties:
    ///       Role: arn:aws:iam::123456789012:role/orders
    ///       Definition:
    ///         StartAt: Work
    ///         States:
    ///           Work:
    ///             Type: Task
    ///             Resource: arn:aws:states:::lambda:invoke
    ///             Arguments:
    ///               FunctionName: work
    ///             End: true
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Orders:
    ///     Type: AWS::Serverless::StateMachine
    ///     Properties:
    ///       Role: arn:aws:iam::123456789012:role/orders
    ///       Definition:
    ///         QueryLanguage: JSONata
    ///         StartAt: Work
    ///         States:
    ///           Work:
    ///             Type: Task
    ///             Resource: arn:aws:states:::lambda:invoke
    ///             Arguments:
    ///               FunctionName: work
    ///             End: true
    /// ```
    "mixed-query-languages" Error check
}

/// Fields within those of Map states that belong to one query language.
const WITHIN: [(&str, &str, QueryLanguage); 7] = [
    ("ItemReader", "Parameters", QueryLanguage::JsonPath),
    ("ItemReader", "Arguments", QueryLanguage::Jsonata),
    ("ItemReader", "MaxItemsPath", QueryLanguage::JsonPath),
    ("ItemBatcher", "MaxItemsPerBatchPath", QueryLanguage::JsonPath),
    ("ItemBatcher", "MaxInputBytesPerBatchPath", QueryLanguage::JsonPath),
    ("ResultWriter", "Parameters", QueryLanguage::JsonPath),
    ("ResultWriter", "Arguments", QueryLanguage::Jsonata),
];

/// A field that is there, and the query language that it belongs to.
struct Use<'m> {
    field: &'m str,
    at: Span,
    of: QueryLanguage,
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for owner in semantics.state_machines() {
        for (_, machine) in owner.machines() {
            let of_states = machine.states.iter().map(|it| (it, uses(it))).collect::<Vec<_>>();
            for (state, _) in &of_states {
                if let Some(finding) = reverted(state, &machine) {
                    owner.report(finding, problems);
                }
            }
            // Where all of it is JSONata but does not say so, one line is missing.
            let says = machine.scopes[0].map.contains_key("QueryLanguage");
            let all = || of_states.iter().flat_map(|(_, uses)| uses);
            let is_other = |it: &Use<'_>| it.of == QueryLanguage::Jsonata;
            if !says && of_states.len() > 1 && all().filter(|it| is_other(it)).count() > 1 && all().all(is_other) {
                let is_own = of_states.iter().any(|(it, _)| it.map.contains_key("QueryLanguage"));
                if let Some(first) = all().next().filter(|_| !is_own) {
                    let message =
                        format!("`{}` is a field of JSONata, and this state machine uses JSONPath", first.field);
                    let finding = Diagnostic::new(&CODE, first.at, message);
                    let help = "write `QueryLanguage: JSONata` beside `StartAt`, so that all states use it";
                    owner.report(finding.help(help), problems);
                    continue;
                }
            }
            for (state, uses) in &of_states {
                let Some(language) = state.language else { continue };
                for it in uses.iter().filter(|it| it.of != language) {
                    let (theirs, ours) = (it.of.name(), language.name());
                    let message = format!("`{}` is a field of {theirs}, and this state uses {ours}", it.field);
                    let finding = Diagnostic::new(&CODE, it.at, message);
                    owner.report(finding.help(help(it, language)), problems);
                }
            }
        }
    }
}

/// A state machine in JSONata cannot have states in JSONPath.
fn reverted(state: &State<'_>, machine: &Machine<'_>) -> Option<Diagnostic> {
    let whole = machine.scopes[0].map.entry("QueryLanguage")?.1;
    let own = state.map.get("QueryLanguage")?;
    if literal(&whole.value) != Some("JSONata") || literal(own) != Some("JSONPath") {
        return None;
    }
    let message = "a state cannot use JSONPath where the state machine uses JSONata";
    let finding = Diagnostic::new(&CODE, own.span, message).related(whole.value.span, "that of the state machine");
    Some(finding.help("remove it there, and write `QueryLanguage: JSONata` in the states that use it"))
}

/// The fields of a state that belong to one query language.
fn uses<'m>(state: &'m State<'_>) -> Vec<Use<'m>> {
    let mut found = Vec::new();
    let kind = state.kind;
    for (key, entry) in state.map.entries() {
        let known = field(key).filter(|it| kind.is_some_and(|kind| it.kinds.contains(&kind)));
        found.extend(known.and_then(|it| it.language).map(|of| Use { field: key, at: entry.key_span, of }));
    }
    for (outer, name, of) in WITHIN {
        let inner = state.map.get(outer).filter(|_| kind == Some(Kind::Map)).and_then(|it| match outer {
            "ItemReader" if name == "MaxItemsPath" => it.get("ReaderConfig"),
            _ => Some(it),
        });
        let entry = inner.and_then(Node::map).and_then(|it| it.entry(name));
        found.extend(entry.map(|(key, it)| Use { field: key, at: it.key_span, of }));
    }
    for rule in state.map.get("Choices").and_then(Node::list).unwrap_or_default().iter().filter_map(Node::map) {
        if kind == Some(Kind::Choice) {
            add_of_rule(rule, &mut found);
        }
    }
    for catcher in state.map.get("Catch").and_then(Node::list).unwrap_or_default().iter().filter_map(Node::map) {
        for (name, of) in [("ResultPath", QueryLanguage::JsonPath), ("Output", QueryLanguage::Jsonata)] {
            found.extend(catcher.entry(name).map(|(key, it)| Use { field: key, at: it.key_span, of }));
        }
    }
    found
}

/// The field that tells in which language a choice rule is written: a rule in the wrong one is one mistake.
fn add_of_rule<'m>(rule: &'m Map, found: &mut Vec<Use<'m>>) {
    let before = found.len();
    let of_json_path = |key: &str| key == "Variable" || COMBINING.contains(&key) || operand(key).is_some();
    for (key, entry) in rule.entries() {
        let of = match &**key {
            "Condition" | "Output" => QueryLanguage::Jsonata,
            other if of_json_path(other) => QueryLanguage::JsonPath,
            _ => continue,
        };
        if !found[before..].iter().any(|it| it.of == of) {
            found.push(Use { field: key, at: entry.key_span, of });
        }
    }
}

/// What to write instead.
fn help(it: &Use<'_>, language: QueryLanguage) -> String {
    let instead = match (it.field, language) {
        ("Parameters", QueryLanguage::Jsonata) => {
            "write `Arguments`, with expressions such as `{% $states.input.id %}`"
        }
        ("InputPath", QueryLanguage::Jsonata) => "take what is needed from `$states.input` in `Arguments`",
        ("ResultPath" | "ResultSelector" | "OutputPath" | "Result", QueryLanguage::Jsonata) => {
            "write `Output`, with expressions such as `{% $states.result.id %}`"
        }
        ("ItemsPath", QueryLanguage::Jsonata) => "write `Items`, as in `Items: '{% $states.input.orders %}'`",
        ("Variable", QueryLanguage::Jsonata) => {
            "write `Condition`, as in `Condition: '{% $states.input.total > 100 %}'`"
        }
        (name, QueryLanguage::Jsonata) if name.ends_with("Path") => {
            let name = name.trim_end_matches("Path");
            return format!("write `{name}` with an expression, as in `{name}: '{{% $states.input.value %}}'`");
        }
        (_, QueryLanguage::Jsonata) => "write it in JSONata, or remove `QueryLanguage: JSONata`",
        ("Arguments", QueryLanguage::JsonPath) => "write `Parameters`, or add `QueryLanguage: JSONata`",
        (_, QueryLanguage::JsonPath) => "add `QueryLanguage: JSONata`",
    };
    instead.to_owned()
}
