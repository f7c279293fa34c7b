//! Reading what is left of a template that is no YAML and no JSON at some place, as while it is being typed.
//!
//! What cannot be read is mended or dropped, and the text is read again, a few times. The tree is good for finding
//! mistakes, and not for anything else: [`super::parse`] alone says what a template says.
mod edits;
mod json;
mod mends;
mod window;

use super::findings::Findings;
use super::yaml::{self, Stop};
use super::{LARGEST_TEMPLATE, Node, decode};
use crate::diagnostic::{Diagnostic, Problems};
use crate::source::{Source, Span};
use edits::Edits;
use mends::Mend;
use window::Window;

/// What could be read of a template that is refused as a whole.
#[derive(Debug)]
pub(crate) struct Recovered {
    pub tree: Node,
    /// In the order in which they were found.
    pub gaps: Vec<Gap>,
    /// What is wrong in what could be read.
    pub found: Vec<Diagnostic>,
}

/// Lines of which it is not known what they say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Gap {
    pub span: Span,
    /// How far the first of them is indented; `None` where indentation means nothing.
    pub indent: Option<usize>,
    /// Whether it is not known what they belong to, either.
    pub moves: bool,
}

/// How often a text is mended. Whoever types makes one mistake at a time; what follows from one may be a few.
const MOST_MENDS: usize = 8;
/// How many bytes are read for it, beyond the first try.
const MOST_BYTES: usize = 2 * LARGEST_TEMPLATE;

/// Reads what is left of a template that [`super::parse`] refuses; `None` when that is nothing.
pub(crate) fn recover(source: &Source) -> Option<Recovered> {
    let text = source.text();
    if text.len() > LARGEST_TEMPLATE || decode::forbidden_character(text).is_some() {
        return None;
    }
    if text.trim_start().starts_with('{') {
        return json::read(source);
    }
    let mut state = State::of(Edits::default(), source);
    let mut gaps = Vec::new();
    let mut bytes = 0;
    for _ in 0..MOST_MENDS {
        let Err(stop) = &state.read else { break };
        let progress = state.offsets.original(progress(stop));
        let mends = mends::mends(&state.edited, stop);
        // To read a large text again takes long.
        let (likely, others) = match Window::around(&state.edited, stop) {
            Some(window) => mends.into_iter().partition(|it| window.takes(it)),
            None => (Vec::new(), mends),
        };
        let mut best: Option<(Rank, State, Mend)> = None;
        for mend in likely.into_iter().map(Some).chain([None]).chain(others.into_iter().map(Some)) {
            let Some(mend) = mend else {
                // What the others would bring is hardly better than what helps.
                match best.as_ref().is_some_and(|(it, ..)| !it.is_vain) {
                    true => break,
                    false => continue,
                }
            };
            bytes += text.len();
            if bytes > MOST_BYTES.max(2 * text.len()) {
                break;
            }
            let next = state.mended(&mend, source);
            let rank = next.rank(progress, &mend);
            let is_sound = !rank.is_vain && !rank.is_refused && next.found.is_empty();
            if best.as_ref().is_none_or(|(it, ..)| rank < *it) {
                best = Some((rank, next, mend));
            }
            if is_sound {
                break;
            }
        }
        let (_, next, mend) = best?;
        gaps.push(state.gap(&mend, source));
        state = next;
    }
    let tree = state.read.ok()?;
    Some(Recovered { tree, gaps, found: state.found })
}

/// How bad what comes of a mend is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    /// Whether it did not help.
    is_vain: bool,
    is_refused: bool,
    /// What is wrong in what could be read, such as keys that are given twice where what was dropped stood between them;
    /// and what was dropped. One finding may have been there before, so it weighs only as much as some lines.
    loss: usize,
    /// How much is left behind the place where the reading stopped.
    left: usize,
}

/// How many lines are dropped rather than that something is found in what is left.
const LINES_OF_FINDING: usize = 8;

/// Where the mistake is that ended the reading.
fn progress(stop: &Stop) -> usize {
    stop.at.min(stop.problem.span.start as usize)
}

/// A text with edits, and what reading it gives, in places of the text without.
struct State {
    edits: Edits,
    edited: Source,
    offsets: edits::Offsets,
    read: Result<Node, Box<Stop>>,
    found: Vec<Diagnostic>,
}

impl State {
    fn of(edits: Edits, source: &Source) -> Self {
        let (text, offsets) = edits.apply(source.text());
        let edited = source.with_text(text);
        let mut problems = Problems::default();
        let mut read = yaml::read(&mut Findings::new(&edited, &mut problems));
        let mut place = |it: Span| {
            let [start, end] = [it.start, it.end].map(|it| offsets.original(it as usize));
            Span::new(start, end.max(start))
        };
        if let Ok(tree) = &mut read {
            tree.relocate(&mut place);
        }
        let found = problems.into_found().into_iter().map(|it| it.relocated(&mut place)).collect();
        Self { edits, edited, offsets, read, found }
    }

    fn mended(&self, mend: &Mend, source: &Source) -> Self {
        let mut edits = self.edits.clone();
        for (range, replacement) in &mend.edits {
            let range = self.offsets.original(range.start)..self.offsets.original(range.end);
            edits.add(range.start..range.end.max(range.start), replacement);
        }
        Self::of(edits, source)
    }

    fn rank(&self, progress: usize, mend: &Mend) -> Rank {
        match &self.read {
            Ok(tree) => {
                let loss = self.found.len() * LINES_OF_FINDING + mend.dropped;
                Rank { is_vain: tree.map().is_none(), is_refused: false, loss, left: 0 }
            }
            Err(stop) => {
                let at = self.offsets.original(self::progress(stop));
                let left = self.edited.text().len().saturating_sub(at);
                Rank { is_vain: at <= progress, is_refused: true, loss: 0, left }
            }
        }
    }

    fn gap(&self, mend: &Mend, source: &Source) -> Gap {
        let text = source.text();
        let [start, end] = [mend.lines.start, mend.lines.end].map(|it| self.offsets.original(it));
        let start = text[..start].rfind('\n').map_or(0, |it| it + 1);
        let end = text[end..].find('\n').map_or(text.len(), |it| end + it).max(start);
        let indent = text[start..end].len() - text[start..end].trim_start_matches([' ', '\t']).len();
        Gap { span: Span::new(start, end), indent: Some(indent), moves: mend.moves }
    }
}
