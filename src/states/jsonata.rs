//! Expressions of JSONata, as far as it is certain what is wrong with them.

/// What is wrong with an expression, as the end of a sentence, and what to write instead.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ExpressionFault {
    pub message: String,
    pub help: String,
}

/// What is surely wrong with a text of a state that uses JSONata; `None` also where it is a plain text.
pub(crate) fn fault(text: &str) -> Option<ExpressionFault> {
    let fault = |message: &str, help: String| Some(ExpressionFault { message: message.to_owned(), help });
    let trimmed = text.trim();
    match (trimmed.strip_prefix("{%"), trimmed.strip_suffix("%}")) {
        (None, None) => None,
        (Some(inner), None) => fault("does not end with `%}`", format!("write `{{% {} %}}`", inner.trim())),
        (None, Some(inner)) => fault("does not begin with `{%`", format!("write `{{% {} %}}`", inner.trim())),
        (Some(_), Some(_)) if trimmed.len() != text.len() => {
            fault("has white space around its `{% … %}`", format!("write `{trimmed}`"))
        }
        (Some(rest), Some(_)) => {
            let inner = rest.strip_suffix("%}").unwrap_or_default().trim();
            if inner.is_empty() {
                return fault("is empty", "write it between `{%` and `%}`, as in `{% $states.input %}`".to_owned());
            }
            let message = unclosed(inner)?;
            fault(&message, "close what is open, and nothing else".to_owned())
        }
    }
}

/// The quotation mark or bracket that has no counterpart, as the end of a sentence.
fn unclosed(expression: &str) -> Option<String> {
    // Regular expressions, comments and names in backticks may have any of them.
    if expression.contains(['/', '`']) {
        return None;
    }
    let mut open = Vec::new();
    let mut quote = None;
    let mut characters = expression.chars();
    while let Some(character) = characters.next() {
        match (quote, character) {
            (Some(_), '\\') => drop(characters.next()),
            (Some(opened), _) if opened == character => quote = None,
            (Some(_), _) => (),
            (None, '"' | '\'') => quote = Some(character),
            (None, '(' | '[' | '{') => open.push(character),
            (None, ')' | ']' | '}') => {
                let opened = match character {
                    ')' => '(',
                    ']' => '[',
                    _ => '{',
                };
                if open.pop() != Some(opened) {
                    return Some(format!("has a `{character}` without `{opened}`"));
                }
            }
            (None, _) => (),
        }
    }
    match (quote, open.last()) {
        (Some(_), _) => Some("has a quotation mark that is not closed".to_owned()),
        (None, Some(opened)) => Some(format!("has a `{opened}` that is not closed")),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_surely_wrong_is_a_fault() {
        for text in [
            "plain",
            "{% $states.input.a %}",
            "{% {'a': [1, 2], \"b)\": $sum($states.input.c[d = ')'])} %}",
            "{%$x%}",
            "{% $replace($a, /[(]/, '') %}",
            "100 %",
            "",
        ] {
            assert_eq!(fault(text), None, "{text}");
        }
        for (text, message) in [
            ("{% $a", "does not end with `%}`"),
            ("$a %}", "does not begin with `{%`"),
            (" {% $a %}", "has white space around its `{% … %}`"),
            ("{% %}", "is empty"),
            ("{% $f($a %}", "has a `(` that is not closed"),
            ("{% 'a %}", "has a quotation mark that is not closed"),
            ("{% $a] %}", "has a `]` without `[`"),
            ("{%}", "is empty"),
        ] {
            assert_eq!(fault(text).map(|it| it.message), Some(message.to_owned()), "{text}");
        }
    }
}
