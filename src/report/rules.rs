//! Rules as JSON, for programs. The fields are a contract: fields may be added, never changed.
use super::severity_word;
use crate::diagnostic::Code;
use crate::rules::cfn_lint;
use crate::safe_text;
use serde_json::{Value, json};

/// Writes what is known of rules as one object, with a line break at the end.
pub fn document(rules: &[&Code]) -> String {
    let rule = |it: &&Code| {
        json!({
            "rule": it.name,
            "severity": severity_word(it.severity),
            "summary": it.summary(),
            "documentation": it.markdown(),
            "bad": it.bad_examples(),
            "good": it.good_examples(),
            "cfn_lint": cfn_lint::ids(it),
        })
    };
    let document = json!({"rules": rules.iter().map(rule).collect::<Vec<Value>>()});
    let text = serde_json::to_string_pretty(&document).expect("strings as keys, and no numbers");
    safe_text::json(text) + "\n"
}
