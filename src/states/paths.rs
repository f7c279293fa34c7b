//! JSONPaths, as far as it is certain what is wrong with them.

/// What is wrong with a text that should be a JSONPath, as the end of a sentence; `None` where nothing surely is.
pub(crate) fn fault(path: &str) -> Option<String> {
    if !path.starts_with('$') {
        return Some("does not begin with `$`".to_owned());
    }
    let mut open: Vec<char> = Vec::new();
    let mut quote = None;
    let mut characters = path.chars();
    while let Some(character) = characters.next() {
        match (quote, character) {
            (Some(_), '\\') => drop(characters.next()),
            (Some(opened), _) if character == opened => quote = None,
            (Some(_), _) => (),
            (None, '\'' | '"') if !open.is_empty() => quote = Some(character),
            (None, '[' | '(') => open.push(character),
            (None, ']') if open.pop() != Some('[') => return Some("has a `]` without `[`".to_owned()),
            (None, ')') if open.pop() != Some('(') => return Some("has a `)` without `(`".to_owned()),
            (None, _) => (),
        }
    }
    if quote.is_some() {
        return Some("has a quotation mark that is not closed".to_owned());
    }
    if let Some(opened) = open.last() {
        return Some(format!("has a `{opened}` that is not closed"));
    }
    let is_cut = path.ends_with('.') && path != ".";
    is_cut.then(|| "ends in a dot".to_owned())
}

/// What is wrong with a JSONPath that should name one place in the input, as the end of a sentence.
pub(crate) fn reference_fault(path: &str) -> Option<String> {
    if let Some(fault) = fault(path) {
        return Some(fault);
    }
    let outside_quotes: String = path.split(['\'', '"']).step_by(2).collect();
    let several = ["..", "*", "?", "@", ",", ":"].into_iter().find(|it| outside_quotes.contains(it));
    if let Some(several) = several {
        return Some(format!("has `{several}`, and can lead to several places"));
    }
    path.starts_with("$$").then(|| "leads into the context object, which cannot be changed".to_owned())
}

/// Whether a text reads as a path into the input, the context object or a variable: `$.order` or `$$.Task.Token`.
pub(crate) fn looks_like_path(text: &str) -> bool {
    let rest = text.strip_prefix("$$").or_else(|| text.strip_prefix('$'));
    let begins = rest.is_some_and(|it| {
        let name = it.strip_prefix('.').or_else(|| it.strip_prefix("['"));
        name.is_some_and(|it| it.starts_with(|it: char| it.is_ascii_alphabetic() || it == '_'))
    });
    begins && fault(text).is_none() && !text.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_surely_wrong_is_a_fault() {
        for path in [
            "$",
            "$.a.b[0]",
            "$$.Task.Token",
            "$name.x",
            "$..b",
            "$['it''s']",
            "$.a[?(@.b == 'x]')].c",
            "$.a[0:2]",
            "$.größe",
        ] {
            assert_eq!(fault(path), None, "{path}");
        }
        for path in ["a.b", "", "$.a[0", "$.a]", "$.a[?(@.b == 1].c", "$.", "$['a", ".$"] {
            assert!(fault(path).is_some(), "{path}");
        }
    }

    #[test]
    fn reference_paths_lead_to_one_place() {
        for path in ["$", "$.a.b[0]", "$['a:b'].c", "$.a-b"] {
            assert_eq!(reference_fault(path), None, "{path}");
        }
        for path in ["$.a[*]", "$..a", "$.a[0,1]", "$$.Execution", "$.a[?(@.b)]", "a"] {
            assert!(reference_fault(path).is_some(), "{path}");
        }
    }

    #[test]
    fn paths_are_told_from_other_texts() {
        for text in ["$.a", "$$.Map.Item.Value", "$['a']"] {
            assert!(looks_like_path(text), "{text}");
        }
        for text in ["$", "$5.00", "$.1", "$name", "price $.a", "$.a and b", "${A}", "$.a["] {
            assert!(!looks_like_path(text), "{text}");
        }
    }
}
