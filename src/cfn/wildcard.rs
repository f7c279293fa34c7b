//! Patterns of IAM policies, in which `*` stands for any text and `?` for a character.

/// Whether a pattern with `*` and `?` matches all that another one does.
pub(crate) fn covers(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut at, mut place, mut retry) = (0, 0, None);
    while place < text.len() {
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
    use super::covers;

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
