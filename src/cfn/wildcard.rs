//! Patterns of IAM policies, in which `*` stands for any text and `?` for a character.

use std::cell::Cell;

/// How many characters may still be compared: many patterns with many wildcards would take hours.
#[derive(Debug)]
pub(crate) struct Steps(Cell<usize>);

impl Steps {
    pub(crate) fn new(most: usize) -> Self {
        Self(Cell::new(most))
    }

    /// Takes so many; whether there were as many.
    pub(crate) fn take(&self, count: usize) -> bool {
        let left = self.0.get().checked_sub(count);
        self.0.set(left.unwrap_or_default());
        left.is_some()
    }
}

/// Whether a pattern with `*` and `?` matches all that another one does.
pub(crate) fn covers(pattern: &str, text: &str) -> bool {
    covers_within(pattern, text, &Steps::new(usize::MAX))
}

/// The same; `false` also where that takes more steps than there are.
pub(crate) fn covers_within(pattern: &str, text: &str, steps: &Steps) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut at, mut place, mut retry) = (0, 0, None);
    while place < text.len() {
        if !steps.take(1) {
            return false;
        }
        match pattern.get(at) {
            Some(b'*') => {
                retry = Some((at + 1, place));
                at += 1;
            }
            Some(it) if *it == text[place] || (*it == b'?' && text[place] != b'*') => (at, place) = (at + 1, place + 1),
            _ => match retry {
                Some((after, from)) => {
                    retry = Some((after, from + 1));
                    (at, place) = (after, from + 1);
                }
                None => return false,
            },
        }
    }
    pattern[at..].iter().all(|it| *it == b'*')
}

#[cfg(test)]
mod tests {
    use super::{Steps, covers, covers_within};

    #[test]
    fn what_takes_too_long_is_not_covered() {
        let pattern = format!("{}b", "*a".repeat(50));
        assert!(!covers_within(&pattern, &"a".repeat(1000), &Steps::new(10_000)));
        assert!(covers_within("a*", "abc", &Steps::new(10)) && !covers_within("a*", "abc", &Steps::new(2)));
    }

    #[test]
    fn patterns_cover_texts_and_narrower_patterns() {
        let cases =
            [("s3:Get*", "s3:GetObject", true), ("*", "a*b", true), ("a?c", "abc", true), ("a?c", "a*c", false)];
        let others =
            [("s3:GetObject", "s3:Get*", false), ("a*b*c", "aXbYc", true), ("a*b", "abc", false), ("", "", true)];
        for (pattern, text, expected) in cases.into_iter().chain(others) {
            assert_eq!(covers(pattern, text), expected, "{pattern} {text}");
        }
    }
}
