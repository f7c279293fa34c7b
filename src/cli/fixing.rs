//! What `samc check` does with the fixes that findings bring along.
use crate::diagnostic::Diagnostic;
use crate::fix::Fixes;
use crate::source::Source;
use clap::Args;

#[derive(Debug, Args)]
pub(super) struct FixArguments {
    /// Fix what can be fixed with certainty, and report the rest
    #[arg(long)]
    pub fix: bool,

    /// Only show what --fix would change, as a unified diff; the exit status is 1 if that is anything
    #[arg(long, conflicts_with = "format")]
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
}

/// How many findings can be fixed.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Fixable {
    /// With certainty.
    pub certain: usize,
    /// In a way that may not be meant.
    pub uncertain: usize,
}

impl Fixable {
    /// Counts what can be fixed in a template.
    pub(super) fn add(&mut self, problems: &[Diagnostic], template: &Source) {
        for fix in problems.iter().filter_map(|it| it.fix.as_ref()) {
            let is_certain = Fixes::Certain.include(fix, template);
            self.certain += usize::from(is_certain);
            self.uncertain += usize::from(!is_certain && Fixes::All.include(fix, template));
        }
    }

    /// What a summary says of those that were not asked for, with the options that fix them.
    pub(super) fn hint(self, asked: &FixArguments) -> Option<String> {
        let Self { certain, uncertain } = self;
        match asked.fixes() {
            // What is left could not be fixed.
            Fixes::All if asked.fix => None,
            Fixes::All => (certain + uncertain > 0)
                .then(|| format!("{} can be fixed with {}", certain + uncertain, asked.options())),
            Fixes::Certain if (asked.fix || certain == 0) && uncertain > 0 => {
                Some(format!("{uncertain} can be fixed with --fix --unsafe-fixes"))
            }
            Fixes::Certain if asked.fix || certain == 0 => None,
            Fixes::Certain if uncertain > 0 => {
                Some(format!("{certain} can be fixed with --fix, {uncertain} more with --unsafe-fixes"))
            }
            Fixes::Certain => Some(format!("{certain} can be fixed with --fix")),
        }
    }
}
