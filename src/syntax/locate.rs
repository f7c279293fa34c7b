//! From a place in the text to the path of the value that stands there. Knows nothing of SAM.
use super::{Node, Value};
use crate::source::Span;

/// The keys and indices that lead from `root` to the innermost value or key around `span`.
pub fn path_at(root: &Node, span: Span) -> Vec<String> {
    let mut path = Vec::new();
    let mut node = root;
    loop {
        let (step, next) = match &node.value {
            Value::List(items) => match items.iter().position(|it| it.span.contains(span)) {
                Some(index) => (index.to_string(), Some(&items[index])),
                None => return path,
            },
            Value::Map(map) => {
                let exact = map
                    .entries()
                    .find(|(_, entry)| entry.key_span.contains(span) || entry.value.span.contains(span))
                    .map(|(key, entry)| (key.to_string(), entry.value.span.contains(span).then_some(&entry.value)));
                // A span over a key and its value, or of the colon between them.
                let around = || {
                    map.entries()
                        .find(|(_, it)| Span { start: it.key_span.start, end: it.value.span.end }.contains(span))
                        .map(|(key, _)| (key.to_string(), None))
                };
                match exact.or_else(around) {
                    Some(found) => found,
                    None => return path,
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => return path,
        };
        path.push(step);
        match next {
            Some(next) => node = next,
            None => return path,
        }
    }
}

/// A path as it is shown: `Resources.GetProductsFunction.Properties.Codeuri`.
pub fn join_path(path: &[String]) -> String {
    path.join(".")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Problems;
    use crate::source::Source;

    /// The path to where `part` first stands in the text.
    fn path_to(text: &str, part: &str) -> String {
        let source = Source::new("t.yaml", text);
        let tree = super::super::parse(&source, &mut Problems::default()).expect("the tests parse");
        let at = text.find(part).expect("the tests look for what is there");
        join_path(&path_at(&tree, Span::new(at, at + part.len())))
    }

    #[test]
    fn keys_and_values_have_paths() {
        let text = "A:\n  B:\n    - C: 1\n      D: !Sub '${E}'\n  F: &f {G: 2}\n  H: *f\n";
        for (part, path) in [
            ("B", "A.B"),
            ("C", "A.B.0.C"),
            ("1", "A.B.0.C"),
            ("!Sub", "A.B.0.D.Fn::Sub"),
            ("${E}", "A.B.0.D.Fn::Sub"),
            ("D: !Sub '${E}'", "A.B.0.D"),
            ("G", "A.F.G"),
            ("*f", "A.H"),
        ] {
            assert_eq!(path_to(text, part), path, "{part}");
        }
    }
}
