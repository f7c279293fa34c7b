//! Findings in the words of the protocol.
use super::Host;
use super::position::Encoding;
use super::uri::uri_of_path;
use crate::diagnostic::{Diagnostic, Severity, codes};
use crate::source::Sources;
use serde_json::{Value, json};
use std::path::Path;

/// A finding in the words of the protocol. `uri` is the address of the first of the sources.
pub(super) fn diagnostic(
    finding: &Diagnostic,
    sources: &Sources,
    uri: &str,
    encoding: Encoding,
    host: &dyn Host,
) -> Value {
    let source = sources.of(finding.span);
    let message = match &finding.help {
        Some(help) => format!("{}\nhelp: {help}", finding.message),
        None => finding.message.clone(),
    };
    let mut found = json!({
        "range": encoding.range(source, finding.span),
        "severity": match finding.severity { Severity::Error => 1, Severity::Warning => 2 },
        "code": finding.code.name,
        "source": "samc",
        "message": message,
    });
    if let Some(address) = host.page(finding.code.name) {
        found["codeDescription"] = json!({"href": address});
    }
    let related = finding.related.iter().map(|it| {
        let source = sources.of(it.span);
        let is_first = sources.number_of(it.span) == 0;
        let uri = if is_first { uri.to_owned() } else { uri_of_path(Path::new(source.name())) };
        json!({"location": {"uri": uri, "range": encoding.range(source, it.span)}, "message": it.message})
    });
    let related: Vec<Value> = related.collect();
    if !related.is_empty() {
        found["relatedInformation"] = json!(related);
    }
    let tags = tags(finding);
    if !tags.is_empty() {
        found["tags"] = json!(tags);
    }
    found
}

/// What is not needed is 1, what is deprecated 2.
fn tags(finding: &Diagnostic) -> Vec<u8> {
    match finding.code.name {
        name if name.starts_with("unused-") => vec![1],
        name if name.starts_with("deprecated-") => vec![2],
        _ if *finding.code == codes::DUPLICATE_KEY => vec![1],
        _ => Vec::new(),
    }
}
