//! What `samc check` does with the fixes that findings bring along.
use crate::fix::Fixes;
use crate::report::Report;
use clap::Args;

#[derive(Debug, Args)]
pub(super) struct FixArguments {
    /// Fix what can be fixed with certainty, and report the rest
    #[arg(long)]
    pub fix: bool,

    /// Only show what --fix would change, as a unified diff; the exit status is 1 if that is anything
    #[arg(long, conflicts_with_all = ["formats", "output", "statistics"])]
    pub diff: bool,

    /// Also make fixes that may not be what was meant
    #[arg(long)]
    unsafe_fixes: bool,
}

impl FixArguments {
    /// Whether files are changed.
    pub(super) fn writes(&self) -> bool {
        self.fix && !self.diff
    }

    pub(super) fn are_wanted(&self) -> bool {
        self.fix || self.diff
    }

    /// What makes the fixes that are shown.
    pub(super) fn options(&self) -> &'static str {
        if self.unsafe_fixes { "--fix --unsafe-fixes" } else { "--fix" }
    }

    pub(super) fn fixes(&self) -> Fixes {
        if self.unsafe_fixes { Fixes::All } else { Fixes::Certain }
    }

    /// How many findings can be fixed that were not asked to be: with certainty, and with `--unsafe-fixes`.
    pub(super) fn offered(&self, report: &Report) -> (usize, usize) {
        // Other files are left as they are.
        let template = report.sources.template();
        let fixes = || report.problems.iter().filter_map(|it| it.fix.as_ref());
        let count = |which: Fixes| fixes().filter(|it| which.include(it, template)).count();
        let (certain, all) = (count(Fixes::Certain), count(Fixes::All));
        match (self.fix, self.unsafe_fixes) {
            // What could not be fixed now is not offered again.
            (true, true) => (0, 0),
            (true, false) => (0, all - certain),
            (false, true) => (0, all),
            (false, false) => (certain, all - certain),
        }
    }
}
