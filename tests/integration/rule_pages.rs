//! Each rule has a page under `docs/rules`, which is written from its documentation and from what was tried out on its
//! examples. `UPDATE=1` writes the pages.
use crate::support::example::{checked, checked_again};
use crate::support::pages::keep_pages;
use samc::configuration;
use samc::diagnostic::{Code, Severity};
use samc::rules::{cfn_lint, codes};
use samc::source::Source;
use std::path::Path;

/// What stands in no line of a template.
const IN_NO_LINE: [&str; 4] = ["invalid-configuration", "invalid-override", "not-text", "template-too-large"];

#[test]
fn each_rule_has_a_page() {
    let pages = codes().into_iter().map(|it| (format!("{}.md", it.name), page(it)));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules");
    keep_pages(&folder, "rule_pages", &pages.collect());
}

fn page(rule: &Code) -> String {
    let severity = match rule.severity {
        Severity::Error => "Error",
        Severity::Warning => "Warning",
    };
    let origin = "<!-- written by `UPDATE=1 cargo test rule_pages::` from the documentation in the code -->";
    let mut page = format!("{origin}\n# {}\n\n{severity}: {}", rule.name, rule.markdown());
    for (mark, heading) in [("```yaml bad\n", "## Reported"), ("```yaml good\n", "## Right")] {
        page = page.replacen(mark, &format!("\n{heading}\n\n```yaml\n"), 1).replace(mark, "\n```yaml\n");
    }
    for (file, _) in rule.files_beside() {
        page = page.replacen(
            &format!("```yaml {file}\n"),
            &format!("\nWith `{file}` beside the template:\n\n```yaml\n"),
            1,
        );
    }
    page.push_str(&allowances(rule));
    let ids = cfn_lint::ids(rule).iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ");
    if !ids.is_empty() {
        let same = format!("cfn-lint finds the same as {ids}. A template that ignores it there ignores it here too.");
        page.push_str(&format!("\n## In cfn-lint\n\n{same}\n"));
    }
    while page.contains("\n\n\n") {
        page = page.replace("\n\n\n", "\n\n");
    }
    page
}

/// How to allow what the rule finds, in the ways that have been tried out.
fn allowances(rule: &Code) -> String {
    let (name, mut ways) = (rule.name, String::new());
    if works(rule, with_comment) {
        ways.push_str(&format!(
            "On its line, or on a line of its own above it:\n\n```yaml\n# samc: allow {name}\n```\n\n"
        ));
    }
    if works(rule, with_metadata) {
        ways.push_str(&format!(
            "In a resource and all that it generates:\n\n```yaml\nMetadata: {{samc: {{allow: [{name}]}}}}\n```\n\n"
        ));
    }
    let configuration = format!("rules: {{{name}: off}}\n");
    let (read, problems) = configuration::read(&Source::new(".samc.yaml", configuration.as_str()));
    let found = || rule.bad_examples().into_iter().flat_map(|it| checked(name, &it).1).filter(|it| it.code == rule);
    let is_silent = read.rules.applied(found().collect()).is_empty();
    if problems.is_empty() && is_silent && name != "invalid-configuration" {
        ways.push_str(&format!("Everywhere, in `.samc.yaml`:\n\n```yaml\n{configuration}```\n"));
    }
    match ways.is_empty() {
        true => "\n## Allow it\n\nThis cannot be allowed.\n".to_owned(),
        false => format!("\n## Allow it\n\n{ways}"),
    }
}

/// Whether nothing is found any more in a bad example that was edited so; where there is no example, whether what is found
/// stands in a line.
fn works(rule: &Code, edit: fn(&str, &Code, usize) -> String) -> bool {
    let examples = rule.bad_examples();
    let is_silent = |example: &String| {
        let (mut source, mut findings) = checked(rule.name, example);
        // As many findings as there are lines, at most.
        for _ in 0..source.line_count() {
            let Some(finding) = findings.iter().find(|it| it.code == rule) else { return true };
            let line = source.positions(finding.span)[0].line;
            source = source.with_text(edit(source.text(), rule, line));
            findings = checked_again(rule.name, example, &source);
        }
        false
    };
    if examples.is_empty() { !IN_NO_LINE.contains(&rule.name) } else { examples.iter().all(is_silent) }
}

/// A comment above a line.
fn with_comment(text: &str, rule: &Code, line: usize) -> String {
    let mut lines: Vec<String> = text.lines().map(ToOwned::to_owned).collect();
    let below = lines.get(line - 1).map_or("", |it| it.as_str());
    let indent = below.len() - below.trim_start().len();
    lines.insert(line - 1, format!("{}# samc: allow {}", " ".repeat(indent), rule.name));
    lines.join("\n") + "\n"
}

/// An entry in the metadata of all resources.
fn with_metadata(text: &str, rule: &Code, _: usize) -> String {
    let entry = format!("    Metadata: {{samc: {{allow: [{}]}}}}\n", rule.name);
    let (mut edited, mut is_resource) = (String::new(), false);
    for line in text.lines() {
        is_resource = if line.starts_with(' ') { is_resource } else { line == "Resources:" };
        edited.push_str(line);
        edited.push('\n');
        if is_resource && line.starts_with("  ") && !line.starts_with("   ") && line.ends_with(':') {
            edited.push_str(&entry);
        }
    }
    edited
}
