//! The part of a large text around a place where the reading stopped, to try mends on before the whole text is read again.
use super::mends::Mend;
use super::yaml::{self, Stop};
use crate::diagnostic::Problems;
use crate::source::Source;
use crate::syntax::findings::Findings;
use std::ops::Range;

/// Smaller texts are read in less time than it takes to look for their parts.
const LEAST: usize = 2 * 1024;
/// A larger part is not worth it.
const MOST: usize = 32 * 1024;

/// Whole entries of a section, with the line of the section.
pub(super) struct Window<'a> {
    text: &'a str,
    section: &'a str,
    part: Range<usize>,
}

impl<'a> Window<'a> {
    /// The entries from where what was read last began to where the reading stopped. `None` where there is no such part, or the
    /// text is not large.
    pub(super) fn around(source: &'a Source, stop: &Stop) -> Option<Self> {
        let text = source.text();
        let blamed = source.range(stop.problem.span).map_or(stop.at, |it| it.start);
        let places = [stop.at, stop.read, blamed].into_iter().chain(stop.brackets.first().copied());
        let places: Vec<usize> = places.map(|it| it.min(text.len())).collect();
        let (first, last) = (*places.iter().min()?, *places.iter().max()?);
        if length(text.as_bytes()) < LEAST || length(&text.as_bytes()[first..last]) > MOST {
            return None;
        }
        let above = lines_from(text, line_start(text, first));
        let section = above.clone().find(|it| indent(text, it) == Some(0))?;
        let next = lines_below(text, section.end).find(|it| indent(text, it).is_some())?;
        let depth = indent(text, &next).filter(|it| *it > 0)?;
        let is_entry = |it: &Range<usize>| indent(text, it).is_some_and(|it| it <= depth);
        let start = above.take_while(|it| it.start > section.start).find(is_entry)?.start;
        let end = lines_below(text, line_end(text, last)).find(is_entry).map_or(text.len(), |it| it.start);
        let part = start..end;
        (length(&text.as_bytes()[part.clone()]) <= MOST).then(|| Self { text, section: &text[section], part })
    }

    /// Whether the part can be read with a mend, which lies in it as a whole.
    pub(super) fn takes(&self, mend: &Mend) -> bool {
        let mut edits: Vec<_> = mend.edits.iter().collect();
        edits.sort_by_key(|(range, _)| range.start);
        let mut edited = format!("{}\n", self.section);
        let mut from = self.part.start;
        for (range, replacement) in edits {
            if range.start < from || range.end > self.part.end {
                return false;
            }
            edited.push_str(&self.text[from..range.start]);
            edited.push_str(replacement);
            from = range.end;
        }
        edited.push_str(&self.text[from..self.part.end]);
        let source = Source::new("", edited);
        yaml::read(&mut Findings::new(&source, &mut Problems::default())).is_ok_and(|it| it.map().is_some())
    }
}

/// In bytes. Carriage returns do not count, so that the same is found with them and without.
fn length(text: &[u8]) -> usize {
    text.iter().filter(|it| **it != b'\r').count()
}

/// Where the line begins that has this byte, or ends before it.
fn line_start(text: &str, at: usize) -> usize {
    text.as_bytes()[..at].iter().rposition(|it| *it == b'\n').map_or(0, |it| it + 1)
}

fn line_end(text: &str, at: usize) -> usize {
    text.as_bytes()[at..].iter().position(|it| *it == b'\n').map_or(text.len(), |it| at + it)
}

/// The lines from the one that begins here up.
fn lines_from(text: &str, start: usize) -> impl Iterator<Item = Range<usize>> + Clone {
    let starts = std::iter::successors(Some(start), |it| Some(line_start(text, it.checked_sub(1)?)));
    starts.map(|it| it..line_end(text, it))
}

/// The lines below the one that ends here.
fn lines_below(text: &str, end: usize) -> impl Iterator<Item = Range<usize>> {
    // The last line ends with the text.
    let is_break = |it: &usize| *it < text.len();
    let ends =
        std::iter::successors(Some(end).filter(is_break), move |it| Some(line_end(text, it + 1)).filter(is_break));
    ends.map(|it| it + 1..line_end(text, it + 1))
}

/// How far a line is indented; `None` where it says nothing.
fn indent(text: &str, line: &Range<usize>) -> Option<usize> {
    let line = &text[line.clone()];
    let content = line.trim_start_matches([' ', '\t', '\r']);
    (!content.is_empty() && !content.starts_with('#')).then(|| line.len() - content.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn carriage_returns_make_no_text_large() {
        let entries: String = (0..60).map(|it| format!("  Key{it}: a\n")).collect();
        for (more, is_large) in [("", false), (&*"# a comment\n".repeat(200), true)] {
            let text = format!("{more}Resources:\n{entries}  Half: \"\n{entries}");
            for text in [text.replace('\n', "\r\n"), text] {
                let source = Source::new("", text);
                let stop = yaml::read(&mut Findings::new(&source, &mut Problems::default())).expect_err("half a text");
                assert_eq!(Window::around(&source, &stop).is_some(), is_large, "{}", source.text().len());
            }
        }
    }

    /// Nothing may be below the place where the reading stopped, or above it.
    #[test]
    fn large_texts_may_stop_anywhere() {
        let comment = "# é\n".repeat(LEAST);
        for half in ["a: [", "a: [\n", "a:\n  b: \"", "a:\n  b: é\n c", "a:\n  - [é", "\u{feff}a: {"] {
            for text in [format!("{comment}{half}"), format!("{half}{comment}"), format!("{half}{}", "[".repeat(LEAST))]
            {
                super::super::recover(&Source::new("", text));
            }
        }
    }

    /// What is lost of a large text is what is lost of a small one.
    #[test]
    fn large_texts_are_mended_as_small_ones_are() {
        let entry = |number: usize| {
            format!("  Queue{number}:\n    Type: AWS::SQS::Queue\n    Properties: {{Delay: {number}}}\n")
        };
        let entries = |count: usize| (0..count).map(entry).collect::<String>();
        for half in [
            "  Half:\n    Type: [AWS\n    Properties: 1\n",
            "  Half:\n    Type: \"AWS\n    Properties: 1\n",
            "  Half\n    Type: AWS\n",
            "  Half:\n    Type: AWS\n   Properties: 1\n",
            "  Half:\n    Type: AWS\n\tProp\n    Properties: 1\n",
            "  Half:\n    Prop\n    Type: AWS\n",
            "  Half:\n    Type: a: b\n",
        ] {
            let recovered = |count: usize| {
                let text =
                    format!("Resources:\n{}{half}{}Outputs: {{}}\n", entries(count), entries(1).replace('0', "x"));
                let found = super::super::recover(&Source::new("", text.as_str())).expect("it can be mended");
                let resources = found.tree.get("Resources").and_then(|it| it.map()).expect("they are there").clone();
                let half =
                    resources.get("Half").map(|it| format!("{:?}", it.map().map(|it| it.keys().collect::<Vec<_>>())));
                (resources.len() - count, half, found.gaps.len(), text.len())
            };
            let (small, large) = (recovered(3), recovered(2000));
            assert!(small.3 < LEAST && large.3 > LEAST);
            assert_eq!((small.0, &small.1, small.2), (large.0, &large.1, large.2), "{half}");
        }
    }
}
