//! Regular expressions in templates. The only file that names `regex_lite`.
use regex_lite::Regex;
use std::cell::RefCell;
use std::collections::HashMap;

thread_local! {
    /// What was compiled of the program's own patterns.
    static COMPILED: RefCell<HashMap<&'static str, Regex>> = RefCell::new(HashMap::new());
}

/// Whether a whole text has a form that the program knows. A pattern is compiled when it is first used.
pub(crate) fn has_form(pattern: &'static str, text: &str) -> bool {
    COMPILED.with_borrow_mut(|compiled| {
        let regex = compiled.entry(pattern).or_insert_with(|| {
            Regex::new(&format!("^(?:{pattern})$")).expect("a pattern of the program's own, which tests compile")
        });
        regex.is_match(text)
    })
}

/// Whether a pattern matches a whole text, as CloudFormation wants it of `AllowedPattern`.
///
/// CloudFormation reads patterns as Java does. `None` for a pattern that is not understood here, such as one that looks
/// ahead.
pub(crate) fn matches_whole(pattern: &str, text: &str) -> Option<bool> {
    // Java has classes within classes and `&&` between them, which would be read as plain characters here.
    let has_java_classes = pattern.contains("&&") || pattern.split('[').skip(1).any(|it| !it.contains(']'));
    if has_java_classes {
        return None;
    }
    let whole = Regex::new(&format!("^(?:{pattern})$")).ok()?;
    Some(whole.is_match(text))
}

#[cfg(test)]
mod tests {
    use super::{has_form, matches_whole};

    #[test]
    fn forms_are_of_the_whole_text() {
        assert!(has_form("[a-z]+|x1", "x1"));
        assert!(!has_form("[a-z]+|x1", "abc1"));
    }

    #[test]
    fn patterns_match_the_whole_text() {
        assert_eq!(matches_whole("[a-z]+", "abc"), Some(true));
        assert_eq!(matches_whole("[a-z]+|x1", "abc1"), Some(false));
        assert_eq!(matches_whole("^\\d{2}$", "12"), Some(true));
    }

    #[test]
    fn patterns_of_java_are_left_alone() {
        assert_eq!(matches_whole("(?!aws).*", "x"), None);
        assert_eq!(matches_whole("[a-z&&[^x]]+", "x"), None);
        assert_eq!(matches_whole("(", "x"), None);
    }
}
