//! Which regular expressions mean the same to whatever reads a JSON Schema.
use crate::template::pattern;

/// Whether a pattern is read by editors as `check` reads it. They use the regular expressions of JavaScript, in the form
/// for Unicode, which takes no escape that it does not know. What looks around, and classes of letters of all scripts,
/// `check` reads more generously.
pub(super) fn is_portable(pattern: &'static str) -> bool {
    pattern::is_found(pattern, "").is_some() && is_plain(pattern)
}

/// Some engines write a repetition out as often as it may be there.
const LARGEST_COUNT: usize = 512;

fn is_plain(pattern: &str) -> bool {
    let characters: Vec<char> = pattern.chars().collect();
    let mut in_class = false;
    let mut at = 0;
    while let Some(next) = characters.get(at) {
        let rest = &characters[at + 1..];
        match next {
            '\\' => {
                let Some(escaped) = rest.first() else { return false };
                let is_known = "dDwWsS.\\/^$*+?()[]{}|tnr".contains(*escaped) || (in_class && *escaped == '-');
                // A class in a class cannot be the start of a range.
                let is_range = in_class && "dDwWsS".contains(*escaped) && rest.get(1) == Some(&'-');
                if !is_known || (is_range && rest.get(2) != Some(&']')) {
                    return false;
                }
                at += 1;
            }
            '[' if in_class => return false,
            '[' => {
                in_class = true;
                // `[]` and `[^]` are read differently.
                let first = if rest.first() == Some(&'^') { 1 } else { 0 };
                if rest.get(first) == Some(&']') {
                    return false;
                }
            }
            ']' if in_class => in_class = false,
            '&' | '~' | '-' if in_class && rest.first() == Some(next) => return false,
            _ if in_class => (),
            '(' if rest.first() == Some(&'?') && rest.get(1) != Some(&':') => return false,
            '{' => {
                let Some(end) = rest.iter().position(|it| *it == '}') else { return false };
                let counts: String = rest[..end].iter().collect();
                let is_count = |it: &str| it.parse::<usize>().is_ok_and(|it| it <= LARGEST_COUNT);
                let (least, most) = counts.split_once(',').unwrap_or((&counts, ""));
                if !is_count(least) || !(most.is_empty() || is_count(most)) {
                    return false;
                }
                at += end + 1;
            }
            ']' | '}' => return false,
            // Possessive repetitions are Java's.
            '+' if at > 0 && "+*?}".contains(characters[at - 1]) => return false,
            _ => (),
        }
        at += 1;
    }
    !in_class
}

#[cfg(test)]
mod tests {
    use super::is_portable;

    #[test]
    fn what_javascript_reads_otherwise_is_left_out() {
        for pattern in
            ["^[a-zA-Z0-9-_]+$", r"^arn:aws(-[a-z]+)*:sqs:.*$", r"^\d{1,64}(?:\.\w+)?$", r"[\w\-.]", "^.{0,2}$"]
        {
            assert!(is_portable(pattern), "{pattern}");
        }
        for pattern in [
            r"^[\p{L}\p{Z}]*$",
            r"^\_$",
            r"^\-$",
            "^(?!aws).*$",
            "(?i)a",
            "a++",
            "[[:alpha:]]",
            r"[\w-.]",
            "a{",
            "a{,3}",
            "a]",
            "^.{1,65535}$",
            "[]a]",
            "[a&&b]",
            "(",
        ] {
            assert!(!is_portable(pattern), "{pattern}");
        }
    }
}
