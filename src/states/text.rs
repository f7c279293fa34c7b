//! Definitions that stand in a text. Substitutions in them may stand where JSON has a value: `"Seconds": ${Delay}`.
use crate::diagnostic::Problems;
use crate::syntax::{Node, Value, parse_json_noting};

/// Reads a definition that must be JSON, with spans that count from the start of the text; `None` when it is not. A
/// substitution that stands for a value is a text like those in quotation marks.
pub(crate) fn read_json(text: &str, problems: &mut Problems) -> Option<Node> {
    let mut tree = parse_json_noting(&masked(text), problems)?;
    unmask(&mut tree, text, 0);
    Some(tree)
}

/// The text with quotation marks in the place of the dollar sign and the brace around each substitution that stands for
/// a value, so that it can be read as JSON, each value at its place.
pub(crate) fn masked(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    let mut in_string = false;
    while let Some(at) = rest.find(['"', '\\', '$']) {
        let (before, found) = rest.split_at(at);
        result.push_str(before);
        let is_substitution = !in_string && found.starts_with("${");
        let end = is_substitution.then(|| end_of_name(&found[2..])).flatten().map(|it| it + 2);
        let length = match (found.as_bytes()[0], end) {
            (b'"', _) => {
                in_string = !in_string;
                1
            }
            // What is escaped is one character, which may be a quotation mark.
            (b'\\', _) => 1 + found[1..].chars().next().map_or(0, char::len_utf8),
            (_, Some(end)) => {
                result.push_str(&format!("\"{}\"", &found[1..end]));
                rest = &found[end + 1..];
                continue;
            }
            _ => 1,
        };
        result.push_str(&found[..length]);
        rest = &found[length..];
    }
    result + rest
}

/// Where the brace stands that ends the name of a substitution, if a name is what it begins with.
fn end_of_name(text: &str) -> Option<usize> {
    let is_of_name = |it: char| it.is_alphanumeric() || matches!(it, '_' | '-' | ':' | '.' | ' ' | ',');
    let end = text.find(|it| !is_of_name(it))?;
    text[end..].starts_with('}').then_some(end)
}

/// Gives those values back their own text that were masked. `base` is where the spans of the text begin.
pub(crate) fn unmask(node: &mut Node, text: &str, base: u32) {
    let range = (node.span.start.saturating_sub(base) as usize)..(node.span.end.saturating_sub(base) as usize);
    match &mut node.value {
        Value::Text(value) => {
            if let Some(written) = text.get(range).filter(|it| it.starts_with("${")) {
                *value = written.to_owned().into();
            }
        }
        Value::List(items) => items.iter_mut().for_each(|it| unmask(it, text, base)),
        Value::Map(map) => map.iter_mut().for_each(|(_, it)| unmask(it, text, base)),
        Value::Null | Value::Bool(_) | Value::Number(_) => (),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn substitutions_may_stand_for_values() {
        let text = r#"{"Seconds": ${Delay}, "A\"": "${B} \" ${C}", "${D}": [${E}, 1]}"#;
        let tree = read_json(text, &mut Problems::default()).expect("it is JSON but for the substitutions");
        let expected = r#"{"Seconds": "${Delay}", "A\"": "${B} \" ${C}", "${D}": ["${E}", 1]}"#;
        assert_eq!(format!("{tree:?}"), expected);
        assert_eq!(masked(text).len(), text.len());
        assert!(read_json("{${A", &mut Problems::default()).is_none());
        assert!(read_json("{\"a\\", &mut Problems::default()).is_none());
    }
}
