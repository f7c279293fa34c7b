//! The documentation of rules is true and complete. `UPDATE=1` writes the table of them.
use crate::support::example::checked;
use crate::support::pages::keep_block;
use crate::support::region;
use samc::compile;
use samc::diagnostic::{Code, Severity};
use samc::rules::codes;
use samc::source::Source;

/// What no template can show: it lies in bytes, in other files, in options, or is too large.
const NO_TEMPLATE: [&str; 22] = [
    "bootstrap-not-executable",
    "circular-reference",
    "invalid-configuration",
    "invalid-override",
    "invalid-samconfig",
    "invalid-snippet",
    "large-artifact",
    "missing-artifact",
    "missing-file",
    "missing-snippet",
    "nested-include",
    "not-text",
    "short-form-in-snippet",
    "snippet-collision",
    "template-limit",
    "template-too-large",
    "unavailable-service",
    "unbuilt-code",
    "unpushed-image",
    "unreadable-definition",
    "unwritable-number",
    "wrong-case-of-path",
];
/// What is only found beside the fault that led to it, and which `check` leaves out.
const CONSEQUENCES: [&str; 1] = ["broken-reference"];

#[test]
fn bad_examples_are_bad_and_good_ones_are_good() {
    let mut faults = String::new();
    for rule in codes() {
        let (bad, good) = (rule.bad_examples(), rule.good_examples());
        if (bad.is_empty() || good.is_empty()) && !NO_TEMPLATE.contains(&rule.name) {
            faults.push_str(&format!("{}: give a bad and a good example\n", rule.name));
        }
        for example in bad {
            let is_consequence = CONSEQUENCES.contains(&rule.name);
            let found = if is_consequence { refused(&example) } else { found(rule.name, &example) };
            let is_other = |it: &String| it != rule.name && !is_consequence;
            if !found.iter().any(|it| it == rule.name) || found.iter().any(is_other) {
                faults.push_str(&format!("{}: a bad example has findings of {found:?}\n{example}\n", rule.name));
            }
        }
        for example in good {
            let found = found(rule.name, &example);
            if !found.is_empty() {
                faults.push_str(&format!("{}: a good example has findings of {found:?}\n{example}\n", rule.name));
            }
        }
    }
    assert!(faults.is_empty(), "\n{faults}");
}

#[test]
fn names_are_documented_once_and_in_order() {
    let all = codes();
    for pair in all.windows(2) {
        assert_ne!(pair[0].name, pair[1].name, "documented twice");
    }
    for it in all {
        let summary = it.summary();
        assert!(summary.ends_with('.') || summary.contains(". "), "{}: `{summary}` is no sentence", it.name);
    }
}

#[test]
fn the_documentation_lists_the_rules() {
    keep_block("rules", "rules", &table(&codes()));
}

fn table(all: &[&Code]) -> String {
    let mut table = String::from("| rule | finds |\n|---|---|\n");
    for it in all {
        let warning = if it.severity == Severity::Warning { " (warning)" } else { "" };
        let name = it.name;
        table.push_str(&format!("| [`{name}`](rules/{name}.md){warning} | {} |\n", it.summary()));
    }
    table
}

/// What `check` finds.
fn found(name: &str, example: &str) -> Vec<String> {
    checked(name, example).1.iter().map(|it| it.code.name.to_owned()).collect()
}

/// What `expand` says.
fn refused(example: &str) -> Vec<String> {
    let source = Source::new("example.yaml", example);
    compile(&source, &region::options(example)).findings.iter().map(|it| it.code.name.to_owned()).collect()
}
