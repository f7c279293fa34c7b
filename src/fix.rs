//! Fixes a template by the edits that its findings bring along. Knows nothing of what is wrong, and writes no files.
use crate::diagnostic::{Diagnostic, Edit, Fix, Severity, codes};
use crate::source::Source;
use std::collections::{HashMap, HashSet};

/// How much it takes to see what becomes of edits. Most templates are done with three checks; one that is large and full
/// of mistakes may need another run.
#[derive(Debug, Default)]
pub(crate) struct Effort {
    checks: usize,
    /// Bytes of all texts that were checked.
    bytes: usize,
}

impl Effort {
    /// Most bytes that are checked beside the first checks.
    const MOST: usize = 1024 * 1024;
    const FIRST_CHECKS: usize = 6;
    /// Most bytes of the first checks.
    const MOST_AT_FIRST: usize = Self::MOST * 5 / 2;

    /// Whether it is more than edits are worth.
    pub(crate) fn is_spent(&self) -> bool {
        self.bytes >= Self::MOST && (self.checks >= Self::FIRST_CHECKS || self.bytes >= Self::MOST_AT_FIRST)
    }

    /// Adds that of checking so many bytes.
    pub(crate) fn add(&mut self, bytes: usize) {
        self.checks += 1;
        self.bytes += bytes;
    }
}

/// Bytes that are shown of a line before what was fixed, and behind.
const MOST_BESIDE: usize = 200;
/// How much longer it takes to check a text that cannot be read: it is mended in many ways to find out what else is wrong.
const UNREADABLE: usize = 4;

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
    /// Which fixes could be made.
    fixes: Fixes,
}

/// What was fixed, with the lines it concerns before and after.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Change {
    /// The finding that was fixed.
    pub problem: Diagnostic,
    /// Number of the first line in the text that was fixed, counted from 1.
    pub line: usize,
    /// The lines as they were; of very long ones the part around what was fixed.
    pub before: String,
    /// The same lines as they are now.
    pub after: String,
}

/// Applies the edits of `problems`, which `check` has found in `source`, as far as they are among `fixes`.
///
/// The result is checked again, since one fix may bring another to light. Where not every edit has made an error less,
/// parts of them are tried, and an edit that makes the template worse is left out, however certain it seemed. The text is
/// better than it was, or the same; to fix it again changes nothing more.
pub fn mend(
    source: Source,
    problems: Vec<Diagnostic>,
    fixes: Fixes,
    check: &dyn Fn(&Source) -> Vec<Diagnostic>,
) -> Mended {
    let mut best = Mended { source, problems, changes: Vec::new(), fixes };
    let mut attempt = Attempt { mended: best.clone(), check, effort: Effort::default() };
    let mut seen = HashSet::from([best.source.text().to_owned()]);
    while attempt.make_edits() && seen.insert(attempt.mended.source.text().to_owned()) {
        if attempt.mended.worth() < best.worth() {
            best = attempt.mended.clone();
        }
    }
    best
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
        let syntax_errors = problems.iter().filter(|it| *it.code == codes::SYNTAX_ERROR).count();
        // What is found behind a place that cannot be read changes with it, and says nothing about an edit there.
        if syntax_errors > 0 {
            return Self { is_unreadable: true, errors: syntax_errors, duplicates: 0 };
        }
        Self {
            is_unreadable: false,
            errors: problems.iter().filter(|it| it.severity == Severity::Error).count(),
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

/// Which fixes are made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fixes {
    /// Those that are surely meant, so that nobody has to look at them.
    #[default]
    Certain,
    /// Those that may not be meant, too.
    All,
}

impl Fixes {
    /// Whether a fix is one of these, and can be made in this text.
    pub fn include(self, fix: &Fix, source: &Source) -> bool {
        (fix.is_certain || self == Self::All) && fix.fits(source)
    }
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
            if free_from.is_none_or(|end| fix.span().start > end) && self.fixes.include(fix, &self.source) {
                free_from = Some(fix.span().end);
                edits.push(problem.clone());
            }
        }
        edits.reverse();
        edits
    }

    /// The less, the better the text. It gets less with every fix that does what it should, so that no fix is made over
    /// and over.
    fn worth(&self) -> (bool, usize, usize, usize, usize, usize) {
        let Badness { is_unreadable, errors, duplicates } = Badness::of(&self.problems);
        // The reader stops at the first mistake: what it has come past is right.
        let unread = self.problems.iter().filter(|it| *it.code == codes::SYNTAX_ERROR).map(|it| it.span.start).min();
        let unread = unread.map_or(0, |it| self.source.text().len().saturating_sub(it as usize));
        let is_fixable = |it: &&Diagnostic| it.fix.as_ref().is_some_and(|it| self.fixes.include(it, &self.source));
        let fixable = self.problems.iter().filter(is_fixable);
        (is_unreadable, unread, errors, duplicates, fixable.count(), self.problems.len())
    }
}

/// A text that edits are tried on, as long as that takes no longer than it is worth.
struct Attempt<'a> {
    mended: Mended,
    check: &'a dyn Fn(&Source) -> Vec<Diagnostic>,
    effort: Effort,
}

impl Attempt<'_> {
    /// Makes the edits that do not touch each other and do good.
    fn make_edits(&mut self) -> bool {
        let edits = self.mended.edits();
        let earlier = self.mended.changes.len();
        !edits.is_empty() && self.try_edits(&edits, earlier)
    }

    /// Makes all edits if that leaves as many errors less as there are edits of errors, else those among them that leave
    /// no more errors than before; from the end, so that no edit moves the next. The changes come behind `earlier` ones.
    fn try_edits(&mut self, edits: &[Diagnostic], earlier: usize) -> bool {
        if self.effort.is_spent() {
            return false;
        }
        let errors = edits.iter().filter(|it| it.severity == Severity::Error).count();
        let mended = if edits.len() == 1 { 0 } else { errors };
        let (source, problems) = self.edited(edits);
        if Badness::of(&problems).is_better_than(Badness::of(&self.mended.problems), mended) {
            // The user reads from top to bottom.
            let changes = edits.iter().rev().filter_map(|it| Change::of(&self.mended.source, it));
            self.mended.changes.splice(earlier..earlier, changes);
            (self.mended.source, self.mended.problems) = (source, problems);
            return true;
        }
        if edits.len() == 1 {
            return false;
        }
        // Where it is seen which resources got worse, the others need not be tried one by one; what is left out is tried
        // in the next round.
        let good = without_harm(edits, &self.mended.problems, &problems);
        if good.len() < edits.len() && !good.is_empty() && self.try_edits(&good, earlier) {
            return true;
        }
        let (last, first) = edits.split_at(edits.len() / 2);
        let is_last_made = self.try_edits(last, earlier);
        self.try_edits(first, earlier) || is_last_made
    }

    fn edited(&mut self, edits: &[Diagnostic]) -> (Source, Vec<Diagnostic>) {
        let before = &self.mended.source;
        let fixes = edits.iter().filter_map(|it| it.fix.as_ref());
        let source = before.with_text(with_edits(before, fixes.flat_map(|it| &it.edits)));
        let problems = (self.check)(&source);
        let times = if Badness::of(&problems).is_unreadable { UNREADABLE } else { 1 };
        self.effort.add(source.text().len() * times);
        (source, problems)
    }
}

/// The edits of those resources that have as many errors less as there are edits of errors in them.
fn without_harm(edits: &[Diagnostic], before: &[Diagnostic], after: &[Diagnostic]) -> Vec<Diagnostic> {
    fn errors(problems: &[Diagnostic]) -> HashMap<Option<&str>, usize> {
        let mut errors = HashMap::new();
        for problem in problems.iter().filter(|it| it.severity == Severity::Error) {
            *errors.entry(problem.subject.resource.as_deref()).or_default() += 1;
        }
        errors
    }
    let (mended, before, after) = (errors(edits), errors(before), errors(after));
    let count = |errors: &HashMap<Option<&str>, usize>, it: &Diagnostic| {
        errors.get(&it.subject.resource.as_deref()).copied().unwrap_or_default()
    };
    let is_good = |it: &&Diagnostic| count(&after, it) + count(&mended, it) <= count(&before, it);
    edits.iter().filter(is_good).cloned().collect()
}

/// A text with edits made that do not touch each other.
pub(crate) fn with_edits<'e>(source: &Source, edits: impl Iterator<Item = &'e Edit>) -> String {
    let mut edits: Vec<&Edit> = edits.collect();
    edits.sort_by_key(|it| it.span.start);
    let (text, mut edited, mut done) = (source.text(), String::new(), 0);
    for edit in edits {
        let Some(range) = source.range(edit.span) else { continue };
        edited.push_str(&text[done..range.start]);
        edited.push_str(&edit.text_in(source));
        done = range.end;
    }
    edited + &text[done..]
}

impl Change {
    fn of(source: &Source, problem: &Diagnostic) -> Option<Self> {
        let fix = problem.fix.as_ref()?;
        let edited = source.range(fix.span())?;
        let [first, last] = [edited.start, edited.end].map(|it| source.line_number(it));
        let mut lines = source.line(first)?.start..source.line(last)?.end;
        // A line may be the whole text, and have a thousand mistakes.
        let is_boundary = |it: &usize| source.text().is_char_boundary(*it);
        lines.start = (lines.start.max(edited.start.saturating_sub(MOST_BESIDE))..).find(is_boundary)?;
        lines.end = (0..=lines.end.min(edited.end + MOST_BESIDE)).rev().find(is_boundary)?.max(edited.end);
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
        let mended = mend(source, problems, Fixes::Certain, &check);
        (mended.source.text().to_owned(), mended.changes.len())
    }

    #[test]
    fn edits_are_made_from_the_end() {
        assert_eq!(mended("a: x # x\nb: x\n"), ("a: y # y\nb: y\n".to_owned(), 3));
        assert_eq!(mended("nothing"), ("nothing".to_owned(), 0));
    }

    #[test]
    fn what_may_not_be_meant_is_left_out_unless_it_is_asked_for() {
        let check = |source: &Source| {
            let uncertain = |mut it: Diagnostic| {
                it.fix.as_mut().expect("a fix").is_certain = false;
                it
            };
            check(source).into_iter().map(uncertain).collect::<Vec<_>>()
        };
        let source = Source::new("t", "x");
        for (fixes, text) in [(Fixes::Certain, "x"), (Fixes::All, "y")] {
            assert_eq!(mend(source.clone(), check(&source), fixes, &check).source.text(), text);
        }
    }

    #[test]
    fn an_edit_that_makes_it_worse_is_left_out() {
        assert_eq!(mended("x x2 x"), ("y x2 y".to_owned(), 2));
        assert_eq!(mended("x2"), ("x2".to_owned(), 0));
    }

    #[test]
    fn what_a_fix_does_not_improve_is_left_as_it_is() {
        // Each text has one mistake, whose fix brings the next one.
        let text = |source: &Source| source.text().to_owned();
        for next in [|it: &str| format!("{it}a"), |it: &str| it.chars().rev().collect::<String>()] {
            let check = |source: &Source| {
                let whole = source.span(0..source.text().len());
                vec![Diagnostic::new(&codes::WRONG_TYPE, whole, "wrong").fix(whole, next(source.text()))]
            };
            let source = Source::new("t", "bc");
            let mended = mend(source.clone(), check(&source), Fixes::Certain, &check);
            assert_eq!((text(&mended.source), mended.changes.len()), ("bc".to_owned(), 0));
        }
    }

    #[test]
    fn many_bad_edits_among_good_ones_cost_few_checks() {
        let checks = std::cell::Cell::new(0);
        let counted = |source: &Source| {
            checks.set(checks.get() + 1);
            check(source)
        };
        let source = Source::new("t", format!("{}x2 {}", "x ".repeat(500), "x ".repeat(500)));
        let problems = check(&source);
        let mended = mend(source, problems, Fixes::Certain, &counted);
        assert_eq!(mended.changes.len(), 1000);
        assert!(mended.changes.is_sorted_by_key(|it| it.problem.span.start) && checks.get() < 60, "{}", checks.get());
    }

    #[test]
    fn of_a_long_line_the_part_that_changes_is_kept() {
        let source = Source::new("t", format!("ä\n{}x{}", "ä ".repeat(100_000), " ö".repeat(100_000)));
        let problems = check(&source);
        let mended = mend(source, problems, Fixes::Certain, &check);
        let change = &mended.changes[0];
        assert_eq!((change.line, change.before.replace('x', "y")), (2, change.after.clone()));
        assert!(change.before.starts_with([' ', 'ä']) && change.before.len() < 500, "{}", change.before);
    }

    #[test]
    fn a_run_is_bounded() {
        let checks = std::cell::Cell::new(0);
        let bad = |source: &Source| {
            checks.set(checks.get() + 1);
            check(source)
        };
        let source = Source::new("t", "x2 ".repeat(100_000));
        let problems = check(&source);
        assert_eq!(mend(source, problems, Fixes::Certain, &bad).changes.len(), 0);
        assert!(checks.get() <= Effort::FIRST_CHECKS.max(Effort::MOST / 300_000 + 1), "{}", checks.get());
    }

    #[test]
    fn edits_that_touch_each_other_wait_for_the_next_round() {
        assert_eq!(mended("xx"), ("yy".to_owned(), 2));
    }
}
