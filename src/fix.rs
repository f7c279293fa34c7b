//! Fixes a template by the edits that its findings bring along. Knows nothing of what is wrong, and writes no files.
use crate::diagnostic::{Diagnostic, Fix, Severity, codes};
use crate::source::Source;

/// Most times a fixed text is looked at for what else can be fixed: one fix may bring another to light.
const MOST_ROUNDS: usize = 10;

/// A text as far as it could be fixed, and what is still wrong with it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Mended {
    /// The text with all changes made.
    pub source: Source,
    /// What is still wrong with it.
    pub problems: Vec<Diagnostic>,
    /// In the order in which they were made.
    pub changes: Vec<Change>,
}

/// What was fixed, with the lines it concerns before and after.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Change {
    /// The finding that was fixed.
    pub problem: Diagnostic,
    /// Number of the first line in the text that was fixed, counted from 1.
    pub line: usize,
    /// The lines as they were.
    pub before: String,
    /// The lines as they are now.
    pub after: String,
}

/// Applies the edits of `problems`, which `check` has found in `source`.
///
/// The result is checked again. Where not every edit has made an error less they are tried one by one, and an edit
/// that makes the template worse is left out, however certain it seemed.
pub fn mend(source: Source, problems: Vec<Diagnostic>, check: &dyn Fn(&Source) -> Vec<Diagnostic>) -> Mended {
    let mut mended = Mended { source, problems, changes: Vec::new() };
    for _ in 0..MOST_ROUNDS {
        let edits = mended.edits();
        if edits.is_empty() || !(mended.try_all(&edits, check) || mended.try_each(&edits, check)) {
            break;
        }
    }
    mended
}

/// How bad a text is. One that cannot be read hides all else that is wrong with it.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Badness {
    is_unreadable: bool,
    errors: usize,
    /// Keys that are given twice: a misspelt name beside the right one is no slip.
    duplicates: usize,
}

impl Badness {
    fn of(problems: &[Diagnostic]) -> Self {
        let errors = || problems.iter().filter(|it| it.severity == Severity::Error);
        Self {
            is_unreadable: errors().any(|it| *it.code == codes::SYNTAX_ERROR),
            errors: errors().count(),
            duplicates: problems.iter().filter(|it| *it.code == codes::DUPLICATE_KEY).count(),
        }
    }

    /// Whether this, which came of `before`, has at least `mended` errors less.
    fn is_better_than(self, before: Self, mended: usize) -> bool {
        match (before.is_unreadable, self.is_unreadable) {
            (true, false) => true,
            (false, true) => false,
            (true, true) | (false, false) => {
                self.errors + mended <= before.errors && self.duplicates <= before.duplicates
            }
        }
    }
}

/// Whether a fix can be made in this text without anybody looking at it.
pub fn is_applicable(fix: &Fix, source: &Source) -> bool {
    fix.is_certain && fix.fits(source)
}

impl Mended {
    /// The problems with edits that do not touch each other, the last in the text first.
    fn edits(&self) -> Vec<Diagnostic> {
        let mut fixable: Vec<&Diagnostic> = self.problems.iter().filter(|it| it.fix.is_some()).collect();
        fixable.sort_by_key(|it| it.fix.as_ref().map(|fix| (fix.span().start, fix.span().end)));
        let mut edits: Vec<Diagnostic> = Vec::new();
        let mut free_from = None;
        for problem in fixable {
            let Some(fix) = &problem.fix else { continue };
            // Two insertions at one place would depend on their order.
            if free_from.is_none_or(|end| fix.span().start > end) && is_applicable(fix, &self.source) {
                free_from = Some(fix.span().end);
                edits.push(problem.clone());
            }
        }
        edits.reverse();
        edits
    }

    /// Makes all edits if that leaves as many errors less as there are edits of errors.
    fn try_all(&mut self, edits: &[Diagnostic], check: &dyn Fn(&Source) -> Vec<Diagnostic>) -> bool {
        let mended = edits.iter().filter(|it| it.severity == Severity::Error).count();
        let made = self.edited(edits, check);
        self.keep(made, mended)
    }

    /// Makes each edit that leaves no more errors than before; from the end, so that no edit moves the next.
    fn try_each(&mut self, edits: &[Diagnostic], check: &dyn Fn(&Source) -> Vec<Diagnostic>) -> bool {
        let earlier = self.changes.len();
        for edit in edits {
            let made = self.edited(std::slice::from_ref(edit), check);
            self.keep(made, 0);
        }
        self.changes[earlier..].reverse();
        self.changes.len() > earlier
    }

    fn edited(&self, edits: &[Diagnostic], check: &dyn Fn(&Source) -> Vec<Diagnostic>) -> Mended {
        let mut text = self.source.text().to_owned();
        for fix in edits.iter().filter_map(|it| it.fix.as_ref()) {
            text = fix.applied_to(&text, self.source.base(), &self.source);
        }
        let source = self.source.with_text(text);
        let problems = check(&source);
        // The user reads from top to bottom.
        let changes = edits.iter().rev().filter_map(|it| Change::of(&self.source, it)).collect();
        Mended { source, problems, changes }
    }

    /// Keeps what was made when it has at least `mended` errors less.
    fn keep(&mut self, made: Mended, mended: usize) -> bool {
        let is_good = Badness::of(&made.problems).is_better_than(Badness::of(&self.problems), mended);
        if is_good {
            (self.source, self.problems) = (made.source, made.problems);
            self.changes.extend(made.changes);
        }
        is_good
    }
}

impl Change {
    fn of(source: &Source, problem: &Diagnostic) -> Option<Self> {
        let fix = problem.fix.as_ref()?;
        let [first, last] = source.positions(fix.span()).map(|it| it.line);
        let lines = source.line(first)?.start..source.line(last)?.end;
        let before = source.text()[lines.clone()].to_owned();
        // An edit may take away the line break that ends its last line.
        let after = fix.applied_to(&before, source.span(lines).start, source);
        Some(Self { problem: problem.clone(), line: first, before, after })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    /// A check that finds each `x` and can fix it, and calls each `!` an error.
    fn check(source: &Source) -> Vec<Diagnostic> {
        let text = source.text();
        let at = |at: usize| Span::new(at, at + 1);
        let wrong = text.match_indices('x').map(|(it, _)| {
            let mended = if text[it..].starts_with("x2") { "!!" } else { "y" };
            Diagnostic::new(&codes::WRONG_TYPE, at(it), "an x").fix(at(it), mended)
        });
        wrong.chain(text.match_indices('!').map(|(it, _)| Diagnostic::new(&codes::WRONG_TYPE, at(it), "!"))).collect()
    }

    fn mended(text: &str) -> (String, usize) {
        let source = Source::new("t", text);
        let problems = check(&source);
        let mended = mend(source, problems, &check);
        (mended.source.text().to_owned(), mended.changes.len())
    }

    #[test]
    fn edits_are_made_from_the_end() {
        assert_eq!(mended("a: x # x\nb: x\n"), ("a: y # y\nb: y\n".to_owned(), 3));
        assert_eq!(mended("nothing"), ("nothing".to_owned(), 0));
    }

    #[test]
    fn an_edit_that_makes_it_worse_is_left_out() {
        assert_eq!(mended("x x2 x"), ("y x2 y".to_owned(), 2));
        assert_eq!(mended("x2"), ("x2".to_owned(), 0));
    }

    #[test]
    fn edits_that_touch_each_other_wait_for_the_next_round() {
        assert_eq!(mended("xx"), ("yy".to_owned(), 2));
    }
}
