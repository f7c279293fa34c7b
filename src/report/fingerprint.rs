//! What stays of a finding when the text around it is edited, so that those who keep findings know it again.
use crate::cfn::logical_id::sha1;
use crate::diagnostic::Diagnostic;
use crate::report::Report;
use std::collections::HashMap;

/// A number for each finding of a report, in their order, in hexadecimal digits.
///
/// It is made of the file, the rule, the resource and the path, never of lines. Where there is no path, the message stands
/// for it. What is found twice at one path is told apart by which of them it is.
pub(super) fn fingerprints(report: &Report) -> Vec<String> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let fingerprint = |problem: &Diagnostic| {
        let subject = &problem.subject;
        let path = subject.joined_path();
        let source = report.sources.of(problem.span);
        let parts = [
            path_from_here(source.name()),
            problem.code.name,
            subject.resource.as_deref().unwrap_or_default(),
            path.as_deref().unwrap_or(&problem.message),
        ];
        let digest = sha1(&parts.join("\0"));
        let count = seen.entry(digest.clone()).or_default();
        *count += 1;
        if *count == 1 { digest } else { sha1(&format!("{digest}\0{count}")) }
    };
    report.problems.iter().map(fingerprint).collect()
}

/// The path of a file as those write it who know files by their paths in the repository: `./` says nothing.
pub(super) fn path_from_here(name: &str) -> &str {
    name.strip_prefix("./").unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Source, Sources, Span};

    fn report(name: &str, place: usize) -> Report {
        let problem = |path: &[&str], message: &str| {
            let span = Span::new(place, place + 1);
            let mut problem = Diagnostic::new(&crate::diagnostic::codes::WRONG_TYPE, span, message).resource("Worker");
            problem.subject.path = path.iter().map(|it| (*it).to_owned()).collect();
            problem
        };
        let problems = vec![
            problem(&["Resources", "Worker"], "a"),
            problem(&["Resources", "Worker"], "b"),
            problem(&["Resources", "Other"], "a"),
            problem(&[], "a"),
            problem(&[], "b"),
        ];
        Report { sources: Sources::new(Source::new(name, "abc\n".repeat(9))), problems }
    }

    #[test]
    fn edits_above_change_no_fingerprint() {
        let before = fingerprints(&report("app/template.yaml", 0));
        assert_eq!(before, fingerprints(&report("app/template.yaml", 30)));
        assert_eq!(before, fingerprints(&report("./app/template.yaml", 30)));
    }

    #[test]
    fn findings_are_told_apart() {
        let mut all = fingerprints(&report("a.yaml", 0));
        all.extend(fingerprints(&report("b.yaml", 0)));
        let count = all.len();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), count);
    }
}
