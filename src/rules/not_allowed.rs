//! Finds words where the service knows only certain others.
use crate::diagnostic::{Diagnostic, Problems, nearest};
use crate::rule;
use crate::semantics::{Semantics, Unfit, is_dynamic};
use crate::syntax::Node;

rule! {
    /// A value is not one of those that the property accepts.
    ///
    /// SAM passes such values on; the service refuses them when the stack is deployed. The values are those of the
    /// services' own APIs, as the SDKs describe them; they are case-sensitive.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Architectures: [arm]
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Architectures: [arm64]
    /// ```
    "not-allowed" Error check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for value in &semantics.description().values {
        let allowed = value.row.allowed;
        if allowed.is_empty() {
            continue;
        }
        for known in value.resolved(semantics) {
            let is_allowed = |text: &str| {
                let is_other_case = |it: &&str| value.row.any_case && it.eq_ignore_ascii_case(text);
                allowed.contains(&text) || allowed.iter().any(is_other_case)
            };
            let Some(text) = Node::text(&known.node).filter(|it| !is_allowed(it)) else { continue };
            // To SAM an empty string is a missing value.
            if text.is_empty() || is_dynamic(text) {
                continue;
            }
            let message = format!("`{}` cannot be `{text}`", value.row.name);
            let finding = value.finding(&CODE, &known, message);
            problems.push(advise(finding, text, || allowed.iter().copied()));
        }
    }
    check_schemas(semantics, problems);
}

/// What the schemas of CloudFormation ask for.
fn check_schemas(semantics: &Semantics<'_>, problems: &mut Problems) {
    for misfit in semantics.misfits() {
        let Some(value) = &misfit.value else { continue };
        let allowed = match &misfit.fault {
            Unfit::NotAllowed(allowed) => Some(allowed),
            Unfit::Refused => None,
            _ => continue,
        };
        let text = value.plain_text();
        let message = match misfit.is_item {
            true => format!("`{}` cannot contain `{text}`", misfit.property),
            false => format!("`{}` cannot be `{text}`", misfit.property),
        };
        let finding = misfit.value_finding(&CODE, message);
        problems.push(match allowed {
            Some(allowed) => advise(finding, &text, || allowed.iter()),
            None => finding.help("the word is reserved: write another one"),
        });
    }
}

/// Says which word was meant, or which there are.
fn advise<'a, I: Iterator<Item = &'a str>>(finding: Diagnostic, text: &str, allowed: impl Fn() -> I) -> Diagnostic {
    let is_written_here = finding.related.is_empty();
    let span = finding.span;
    match nearest(text, allowed()) {
        Some(near) if is_written_here => finding.did_you_mean(span, text, near),
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => {
            let mut words: Vec<String> = allowed().take(MOST_LISTED + 1).map(|it| format!("`{it}`")).collect();
            if words.len() > MOST_LISTED {
                words[MOST_LISTED] = "…".to_owned();
            }
            finding.help(match words.as_slice() {
                [one] => format!("write {one}"),
                _ => format!("write one of {}", words.join(", ")),
            })
        }
    }
}

/// Most words that a message lists.
const MOST_LISTED: usize = 30;
