//! The text of `Fn::Sub`, as CloudFormation reads it; the reference reads less, see
//! [`parameters::variables`](super::parameters::variables).
use std::ops::Range;

/// What stands between `${` and `}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Variable<'t> {
    pub name: &'t str,
    /// From `$` to behind `}`.
    pub range: Range<usize>,
    pub is_closed: bool,
}

/// All variables of a text but literals (`${!Name}`).
pub(crate) fn variables(text: &str) -> Vec<Variable<'_>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find("${").map(|at| from + at) {
        let inner = &text[start + 2..];
        let Some(length) = inner.find('}') else {
            found.push(Variable { name: inner, range: start..text.len(), is_closed: false });
            break;
        };
        let (name, end) = (&inner[..length], start + 3 + length);
        if !name.starts_with('!') {
            found.push(Variable { name, range: start..end, is_closed: true });
        }
        from = end;
    }
    found.retain(|it| !it.name.starts_with('!'));
    found
}

#[cfg(test)]
mod tests {
    use super::variables;

    #[test]
    fn everything_in_braces_is_a_variable_but_literals() {
        let names = |text| variables(text).into_iter().map(|it| (it.name, it.is_closed)).collect::<Vec<_>>();
        assert_eq!(names("${A}-${!B}-${aws:C}-${D:-e}"), [("A", true), ("aws:C", true), ("D:-e", true)]);
        assert_eq!(names("${A}${B"), [("A", true), ("B", false)]);
        assert_eq!(names("$A {B} ${!C"), []);
    }
}
