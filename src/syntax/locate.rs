//! From places in the text to the paths of the values that stand there. Knows nothing of SAM.
use super::{Map, Node, Value};
use crate::source::Span;

/// A place, and the keys and indices that lead from the root to it, as far as they are known.
pub(super) type Located<'p> = (Span, &'p mut Vec<String>);

/// Fills in the keys and indices that lead from the root to the innermost value or key around each place.
pub(crate) fn locate(root: &Map, mut places: Vec<Located<'_>>) {
    places.sort_by_key(|(span, _)| span.start);
    if !places.is_empty() {
        in_map(root, &mut places, 0);
    }
}

/// Goes into a value; the places that lie in it have paths of the length `depth` so far.
fn in_value(node: &Node, places: &mut [Located<'_>], depth: usize) {
    match &node.value {
        Value::List(items) => {
            for (index, item) in items.iter().enumerate() {
                step(&index.to_string(), item.span, item, places, depth);
            }
        }
        Value::Map(map) => in_map(map, places, depth),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => (),
    }
}

fn in_map(map: &Map, places: &mut [Located<'_>], depth: usize) {
    for (key, entry) in map.entries() {
        step(key, entry.key_span, &entry.value, places, depth);
        step(key, entry.value.span, &entry.value, places, depth);
    }
    // A place over a key and its value, or of the colon between them.
    for (key, entry) in map.entries() {
        let whole = Span { start: entry.key_span.start, end: entry.value.span.end };
        step(key, whole, &entry.value, places, depth);
    }
}

/// Adds `name` to the paths of the places that lie in `whole` and in nothing before it, and goes on in `value`.
fn step(name: &str, whole: Span, value: &Node, places: &mut [Located<'_>], depth: usize) {
    let first = places.partition_point(|(span, _)| span.start < whole.start);
    let after = places.partition_point(|(span, _)| span.start <= whole.end);
    let within = &mut places[first..after.max(first)];
    let mut found = false;
    for (span, path) in within.iter_mut().filter(|(span, path)| path.len() == depth && whole.contains(*span)) {
        path.push(name.to_owned());
        found |= value.span.contains(*span);
    }
    if found {
        in_value(value, within, depth + 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Problems;
    use crate::source::Source;

    #[test]
    fn keys_and_values_have_paths() {
        let text = "A:\n  B:\n    - C: 1\n      D: !Sub '${E}'\n  F: &f {G: 2}\n  H: *f\n  I:\n    <<: *f\n    J: 3\n";
        let expected = [
            ("B", "A.B"),
            ("C", "A.B.0.C"),
            ("1", "A.B.0.C"),
            ("!Sub", "A.B.0.D.Fn::Sub"),
            ("${E}", "A.B.0.D.Fn::Sub"),
            ("D: !Sub '${E}'", "A.B.0.D"),
            ("G", "A.F.G"),
            ("*f", "A.H"),
            ("3", "A.I.J"),
        ];
        let source = Source::new("t.yaml", text);
        let tree = super::super::parse(&source, &mut Problems::default()).expect("the tests parse");
        let mut paths = vec![Vec::new(); expected.len()];
        let spans = expected.iter().map(|(part, _)| {
            let at = text.find(part).expect("the tests look for what is there");
            Span::new(at, at + part.len())
        });
        locate(tree.map().expect("it is a map"), spans.zip(&mut paths).collect());
        let paths: Vec<String> = paths.iter().map(|it| it.join(".")).collect();
        assert_eq!(paths, expected.map(|(_, path)| path));
    }
}
