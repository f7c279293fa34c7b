//! Patterns of a row of characters, of which the last may be repeated: texts are held against them without an engine,
//! which takes a hundred times as long.
use std::iter::Peekable;
use std::str::Chars;

/// Most characters that are looked for one by one.
const MOST_SINGLE: usize = 64;

/// A set of ASCII characters: a bit for each.
type Set = u128;

/// What each character of a text has to be, and what may follow them.
#[derive(Debug, Default)]
pub(super) struct Plain {
    single: Vec<Set>,
    /// What the other characters have to be, the fewest of them and the most.
    repeated: Option<(Set, usize, usize)>,
}

impl Plain {
    /// Reads a pattern without `^` and `$`; `None` where it is not of this kind.
    pub(super) fn new(pattern: &str) -> Option<Self> {
        let mut found = Self::default();
        let mut rest = pattern.chars().peekable();
        while rest.peek().is_some() {
            if found.repeated.is_some() {
                return None;
            }
            let set = set(&mut rest)?;
            match count(&mut rest)? {
                (least, most) if least == most && found.single.len() + least <= MOST_SINGLE => {
                    found.single.extend(std::iter::repeat_n(set, least));
                }
                (least, most) => found.repeated = Some((set, least, most)),
            }
        }
        Some(found)
    }

    /// Whether the pattern matches a whole text; `None` for one that is not ASCII.
    pub(super) fn matches(&self, text: &str) -> Option<bool> {
        if !text.is_ascii() {
            return None;
        }
        let has = |set: Set, byte: u8| set >> byte & 1 != 0;
        let Some((first, others)) = text.as_bytes().split_at_checked(self.single.len()) else { return Some(false) };
        let fits = self.single.iter().zip(first).all(|(set, byte)| has(*set, *byte));
        let (set, least, most) = self.repeated.unwrap_or((0, 0, 0));
        Some(fits && (least..=most).contains(&others.len()) && others.iter().all(|it| has(set, *it)))
    }

    /// Whether the pattern matches somewhere in a text; `None` for a text that is not ASCII.
    pub(super) fn is_within(&self, text: &str) -> Option<bool> {
        if !text.is_ascii() {
            return None;
        }
        let (set, least, _) = self.repeated.unwrap_or_default();
        let length = self.single.len().checked_add(least)?;
        let asked = || self.single.iter().copied().chain(std::iter::repeat_n(set, least));
        let fits = |part: &[u8]| asked().zip(part).all(|(set, byte)| set >> byte & 1 != 0);
        Some(length == 0 || text.as_bytes().windows(length).any(fits))
    }
}

/// The characters that a text can have of which the whole matches a pattern; `None` where that cannot be told.
pub(super) fn alphabet(pattern: &str) -> Option<Set> {
    let mut rest = pattern.strip_prefix('^')?.strip_suffix('$').filter(|it| !it.ends_with('\\'))?.chars().peekable();
    let (mut found, mut depth) = (0, 0_usize);
    while let Some(next) = rest.peek() {
        match next {
            '(' => {
                rest.next();
                depth += 1;
                if rest.next_if_eq(&'?').is_some() {
                    rest.next_if_eq(&':')?;
                }
                continue;
            }
            ')' => {
                rest.next();
                depth = depth.checked_sub(1)?;
            }
            // Outside of groups, one side has no beginning, and the other no end.
            '|' if depth > 0 => {
                rest.next();
                continue;
            }
            _ => found |= set(&mut rest)?,
        }
        count(&mut rest)?;
    }
    (depth == 0).then_some(found)
}

/// Whether a character is in a set; `None` for one that is not ASCII.
pub(super) fn is_in(set: Set, character: char) -> Option<bool> {
    of(character).map(|it| set & it != 0)
}

/// The next character that a pattern asks for.
fn set(rest: &mut Peekable<Chars<'_>>) -> Option<Set> {
    match rest.next()? {
        '[' => class(rest),
        '.' => Some(!of('\n')?),
        '\\' => escaped(rest).map(|(set, _)| set),
        it if it.is_ascii_alphanumeric() || "-_/:@#=, ".contains(it) => of(it),
        _ => None,
    }
}

/// What stands in brackets, of which the first is read.
fn class(rest: &mut Peekable<Chars<'_>>) -> Option<Set> {
    let is_negated = rest.next_if_eq(&'^').is_some();
    let mut found = 0;
    let mut is_first = true;
    loop {
        let next = rest.next()?;
        let (set, single) = match next {
            ']' if is_first => return None,
            ']' => return Some(if is_negated { !found } else { found }),
            // There are classes in classes, and operators.
            '[' | '&' | '~' => return None,
            '\\' => escaped(rest)?,
            it => (of(it)?, Some(it)),
        };
        is_first = false;
        let mut ahead = rest.clone();
        let is_range = ahead.next() == Some('-') && ahead.peek() != Some(&']');
        if !is_range {
            found |= set;
            continue;
        }
        rest.next();
        let end = match rest.next()? {
            '\\' => escaped(rest)?.1?,
            '[' | '&' | '-' => return None,
            it => it,
        };
        let start = single.filter(|start| *start <= end && *start != '-')?;
        for it in start..=end {
            found |= of(it)?;
        }
    }
}

/// What a backslash stands for together with what follows it: a set, and the character if it is one.
fn escaped(rest: &mut Peekable<Chars<'_>>) -> Option<(Set, Option<char>)> {
    let all = |fits: fn(&u8) -> bool| (0..128_u8).filter(fits).fold(0, |set, it| set | 1 << it);
    match rest.next()? {
        'd' => Some((all(u8::is_ascii_digit), None)),
        'w' => Some((all(|it| it.is_ascii_alphanumeric() || *it == b'_'), None)),
        's' => Some((all(|it| matches!(it, b'\t'..=b'\r' | b' ')), None)),
        it if it.is_ascii_punctuation() => Some((of(it)?, Some(it))),
        _ => None,
    }
}

fn of(character: char) -> Option<Set> {
    character.is_ascii().then(|| 1 << u32::from(character))
}

/// How often what was read is asked for, at least and at most.
fn count(rest: &mut Peekable<Chars<'_>>) -> Option<(usize, usize)> {
    let count = match rest.peek() {
        Some('*') => (0, usize::MAX),
        Some('+') => (1, usize::MAX),
        Some('?') => (0, 1),
        Some('{') => {
            rest.next();
            let written: String = std::iter::from_fn(|| rest.next_if(|it| *it != '}')).collect();
            match written.split_once(',') {
                None => (written.parse().ok()?, written.parse().ok()?),
                Some((least, "")) => (least.parse().ok()?, usize::MAX),
                Some((least, most)) => (least.parse().ok()?, most.parse().ok()?),
            }
        }
        _ => return Some((1, 1)),
    };
    rest.next()?;
    let is_followed = rest.peek().is_some_and(|it| "*+?{".contains(*it));
    (!is_followed && count.0 <= count.1).then_some(count)
}

#[cfg(test)]
mod tests {
    use super::{Plain, alphabet, is_in};

    #[test]
    fn alphabets_are_all_that_a_text_can_consist_of() {
        let has = |pattern, character| is_in(alphabet(pattern)?, character);
        assert_eq!(has("^([a-z0-9][a-z0-9.-]*[a-z0-9])?$", '.'), Some(true));
        assert_eq!(has("^([a-z0-9][a-z0-9.-]*[a-z0-9])?$", '_'), Some(false));
        assert_eq!(has("^(?:[a-z]{1,3}|x_)+$", '_'), Some(true));
        assert_eq!(has("^[\\w+=,.@-]+$", ' '), Some(false));
        assert_eq!(has("^[\\w]+$", 'é'), None);
        for unknown in ["[a-z]+", "^a|b$", "^(?!x)[a-z]+$", "^(a$", "^a)$", "^a\\$", "^[a-z]+?$", "^\\S+$"] {
            assert!(alphabet(unknown).is_none(), "{unknown}");
        }
    }

    #[test]
    fn other_patterns_are_left_to_the_engine() {
        let others = [
            "a|b", "(a)", "a+b", "a*?", "[[a]]", "[a&&b]", "[z-a]", "[]a]", "\\p{L}", "a{2", "^a", "a$", "[\\w-.]",
            "[é]",
        ];
        for pattern in others {
            assert!(Plain::new(pattern).is_none(), "{pattern}");
        }
    }
}
