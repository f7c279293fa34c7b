//! Names that were most likely meant by what is written.
use super::{Diagnostic, Fix};
use crate::source::Span;
use std::cell::Cell;
use std::fmt;
use std::ops::Deref;

/// A name that was most likely meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Near<'a> {
    /// The name.
    pub name: &'a str,
    /// Whether another one is just as near.
    pub is_tied: bool,
}

impl Deref for Near<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        self.name
    }
}

impl fmt::Display for Near<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.name.fmt(formatter)
    }
}

/// A name that no other is as near as.
impl<'a> From<&'a str> for Near<'a> {
    fn from(name: &'a str) -> Self {
        Self { name, is_tied: false }
    }
}

impl<'a> From<&'a String> for Near<'a> {
    fn from(name: &'a String) -> Self {
        name.as_str().into()
    }
}

impl From<Near<'_>> for String {
    fn from(near: Near<'_>) -> Self {
        near.name.to_owned()
    }
}

impl Diagnostic {
    /// Asks whether `near` was meant by `written`, which stands at `span`, and offers to write it. That is certain where
    /// the names differ by a slip and no other name is as near.
    #[must_use]
    pub fn did_you_mean<'n>(mut self, span: Span, written: &str, near: impl Into<Near<'n>>) -> Self {
        let near = near.into();
        let is_name = |text: &str| !text.is_empty() && text.chars().all(|it| it.is_ascii_alphanumeric());
        let is_slip = !(is_name(written) && is_name(&near)) || is_slip_of(written, &near);
        let is_certain = is_slip && !near.is_tied;
        self.fix = Some(Fix { is_certain, ..Fix::new(format!("write `{near}`"), span, near.name) });
        self.help(format!("did you mean `{near}`?"))
    }
}

impl Diagnostic {
    /// Does the same for a name of a list that AWS adds to. What is written may be newer than the list, so that only a
    /// typo is certain.
    #[must_use]
    pub(crate) fn did_you_mean_of_aws<'n>(self, span: Span, written: &str, near: impl Into<Near<'n>>) -> Self {
        let near = near.into();
        let mut finding = self.did_you_mean(span, written, near);
        if let Some(fix) = &mut finding.fix {
            fix.is_certain &= is_typo_of(written, &near);
        }
        finding
    }
}

/// What the names of properties end in that say what is referred to by it.
const ENDINGS: [&str; 3] = ["Arn", "Id", "Name"];

impl Diagnostic {
    /// Does the same for a property, where it is also certain that `EventBus` was meant to be `EventBusName`.
    #[must_use]
    pub(crate) fn did_you_mean_property<'n>(self, span: Span, written: &str, near: impl Into<Near<'n>>) -> Self {
        let near = near.into();
        let is_cut_off = near.strip_prefix(written).is_some_and(|it| ENDINGS.contains(&it));
        let mut finding = self.did_you_mean(span, written, near);
        if let Some(fix) = finding.fix.as_mut().filter(|_| is_cut_off && !near.is_tied) {
            fix.is_certain = true;
        }
        finding
    }
}

/// Nobody is helped by a longer name; those of CloudFormation have at most 255 characters.
const LONGEST: usize = 300;
/// Most names whose length is looked at.
const MOST_LOOKED_AT: usize = 5_000;
/// Most names of a fitting length that one is compared with: twice as many as a template may have resources.
const MOST_NAMES: usize = 1_000;
/// Most pairs of characters that are compared to find a name, so that thousands of misspelt names among thousands that
/// are made of the same letters do not take seconds.
const MOST_PAIRS: usize = 50_000;

/// How often a name may still be looked for. One search takes up to a millisecond, so that thousands of misspelt names
/// among thousands of others would take seconds.
#[derive(Debug)]
pub(crate) struct Searches(Cell<usize>);

impl Searches {
    /// More than anybody reads suggestions.
    pub(crate) const MOST: usize = 500;

    pub(crate) fn new() -> Self {
        Self(Cell::new(Self::MOST))
    }

    /// See [`nearest`]; `None` also when there were too many searches before.
    pub(crate) fn nearest<'a>(&self, written: &str, names: impl IntoIterator<Item = &'a str>) -> Option<Near<'a>> {
        self.nearest_of(written, names, |_| true)
    }

    /// See [`nearest_of`]; `None` also when there were too many searches before.
    pub(crate) fn nearest_of<'a>(
        &self,
        written: &str,
        names: impl IntoIterator<Item = &'a str>,
        may_be_meant: impl Fn(&str) -> bool,
    ) -> Option<Near<'a>> {
        self.0.set(self.0.get().checked_sub(1)?);
        nearest_of(written, names, may_be_meant)
    }
}

/// The name that `written` was most likely meant to be, the first of several that are as near; `None` when none is near.
pub(crate) fn nearest<'a>(written: &str, names: impl IntoIterator<Item = &'a str>) -> Option<Near<'a>> {
    nearest_of(written, names, |_| true)
}

/// Whether one of two words says that something is on and the other that it is off, as `enabled` and `disabled`.
fn are_opposites(one: &str, other: &str) -> bool {
    let is_opposite =
        |one: &str, other: &str| one.strip_prefix("en").is_some_and(|it| other.strip_prefix("dis") == Some(it));
    is_opposite(one, other) || is_opposite(other, one)
}

/// The same among those names that `may_be_meant`, which is asked of few.
fn nearest_of<'a>(
    written: &str,
    names: impl IntoIterator<Item = &'a str>,
    may_be_meant: impl Fn(&str) -> bool,
) -> Option<Near<'a>> {
    // Numbers that are written alike are not near each other.
    if written.len() > LONGEST || written.bytes().all(|it| it.is_ascii_digit()) {
        return None;
    }
    let lower = written.to_lowercase();
    let (length, letters) = (count(&lower), Letters::of(&lower));
    let most = |name: &str| 1 + name.len().max(written.len()) / 4;
    // What differs more in length or letters is not near.
    let has_length = |name: &&str| name.len() <= LONGEST && count(name).abs_diff(length) <= most(name);
    let has_letters = |(at, name): (usize, &'a str)| {
        let least = letters.least_distance(&Letters::of(name));
        (least <= most(name)).then_some((least, at, name))
    };
    let of_length = names.into_iter().take(MOST_LOOKED_AT).filter(has_length).take(MOST_NAMES);
    let mut near: Vec<_> = of_length.enumerate().filter_map(has_letters).collect();
    near.sort_unstable();
    let mut pairs = 0;
    let mut found: Option<(usize, usize, Near<'a>)> = None;
    for (least, at, name) in near {
        if pairs > MOST_PAIRS || found.is_some_and(|(nearest, ..)| nearest < least) {
            break;
        }
        pairs += name.len() * length;
        let distance = strsim::damerau_levenshtein(&lower, &name.to_lowercase());
        let is_farther = found.is_some_and(|(nearest, ..)| nearest < distance) || distance > most(name);
        if is_farther || are_opposites(&lower, &name.to_lowercase()) || !may_be_meant(name) {
            continue;
        }
        match &mut found {
            Some((nearest, first, it)) if *nearest == distance => {
                it.is_tied |= it.name != name;
                if at < *first {
                    (*first, it.name) = (at, name);
                }
            }
            nearest => *nearest = Some((distance, at, name.into())),
        }
    }
    found.map(|(.., near)| near)
}

/// Most names that a message lists.
const MOST_LISTED: usize = 12;

/// Names to choose from as a message lists them: the first of them, since there may be thousands in each of thousands of
/// messages.
pub(crate) fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let mut shown: Vec<String> = names.into_iter().take(MOST_LISTED + 1).map(|it| format!("`{it}`")).collect();
    if shown.len() > MOST_LISTED {
        shown[MOST_LISTED] = "…".to_owned();
    }
    shown.join(", ")
}

/// The number of characters.
fn count(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().count() }
}

/// How often each letter and digit is in a text, whatever its case, and how many other characters there are.
struct Letters([u16; PLACES]);

/// A place for each letter and digit, one for all other characters, and one for what is none.
const PLACES: usize = 38;

/// The place of each byte.
const PLACE: [u8; 256] = {
    let mut places = [36; 256];
    let mut byte = 0;
    while byte < 256 {
        places[byte] = match byte as u8 {
            it @ b'a'..=b'z' => it - b'a',
            it @ b'A'..=b'Z' => it - b'A',
            it @ b'0'..=b'9' => 26 + it - b'0',
            0x80..0xc0 => 37,
            _ => 36,
        };
        byte += 1;
    }
    places
};

impl Letters {
    fn of(text: &str) -> Self {
        let mut counts = [0; PLACES];
        for byte in text.bytes() {
            counts[usize::from(PLACE[usize::from(byte)])] += 1;
        }
        // The bytes of a character behind its first.
        counts[PLACES - 1] = 0;
        Self(counts)
    }

    /// At least as many edits lead from one text to the other.
    fn least_distance(&self, other: &Self) -> usize {
        let pairs = || self.0.iter().zip(&other.0);
        let more: u16 = pairs().map(|(one, other)| one.saturating_sub(*other)).sum();
        let fewer: u16 = pairs().map(|(one, other)| other.saturating_sub(*one)).sum();
        usize::from(more.max(fewer))
    }
}

/// Whether `written` is so near to `name` that it was surely meant; [`nearest`] may also guess.
pub(crate) fn is_slip_of(written: &str, name: &str) -> bool {
    let most = 1.max(written.len() / 4);
    // Texts can be long, and names many.
    written.len().max(name.len()) <= LONGEST
        && Letters::of(written).least_distance(&Letters::of(name)) <= most
        && strsim::damerau_levenshtein(&written.to_lowercase(), &name.to_lowercase()) <= most
}

/// Whether `written` is `name` but for a letter, or two in long names. Another number is another name.
pub(crate) fn is_typo_of(written: &str, name: &str) -> bool {
    let digits = |it: &str| it.chars().filter(char::is_ascii_digit).collect::<String>();
    let most = if written.len() < 12 { 1 } else { 2 };
    written.len().max(name.len()) <= LONGEST
        && digits(written) == digits(name)
        && strsim::damerau_levenshtein(&written.to_lowercase(), &name.to_lowercase()) <= most
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_the_nearest_names() {
        let near = |written, names: &[&'static str]| nearest(written, names.iter().copied());
        assert_eq!(near("QueueC", &["QueueA", "QueueB"]), Some(Near { name: "QueueA", is_tied: true }));
        assert_eq!(near("QueueC", &["QueueXY", "QueueB", "QueueB"]), Some("QueueB".into()));
        assert_eq!(near("Queeu", &["Topic", "queue"]), Some("queue".into()));
        assert_eq!(near("Größe", &["GROSSE", "größe"]), Some("größe".into()));
        assert_eq!(near("Queue", &["Table", "QueueOfOrders"]), None);
        assert_eq!(nearest(&"Q".repeat(LONGEST + 1), ["Q"]), None);
    }

    #[test]
    fn a_name_is_searched_for_so_often_and_no_more() {
        let searches = Searches::new();
        let found = || searches.nearest_of("Queu", ["Queue", "Quern"], |it| it != "Queue");
        assert!((0..Searches::MOST).all(|_| found() == Some("Quern".into())) && found().is_none());
    }

    #[test]
    fn what_is_newer_than_a_list_is_no_typo() {
        assert!(is_typo_of("AmazonS3ReadOnlyAcess", "AmazonS3ReadOnlyAccess"));
        assert!(is_typo_of("sqs:SendMesage", "sqs:SendMessage") && is_typo_of("nodejs24.X", "nodejs24.x"));
        assert!(!is_typo_of("AmazonS3TablesFullAccess", "AmazonSESFullAccess"));
        assert!(!is_typo_of("nodejs28.x", "nodejs26.x") && !is_typo_of("ABC", "AXY"));
    }

    #[test]
    fn a_tie_is_no_certain_fix() {
        let finding = || Diagnostic::new(&super::super::codes::WRONG_TYPE, Span::new(0, 6), "");
        let fix = |near: Near<'_>| finding().did_you_mean(Span::new(0, 6), "QueueC", near).fix.expect("there is one");
        assert!(fix("QueueA".into()).is_certain);
        assert!(!fix(Near { name: "QueueA", is_tied: true }).is_certain);
    }
}
