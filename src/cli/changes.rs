//! What has changed in files since a git revision: lines, and the resources that they are in.
use super::Fault;
use super::found::{folder_of, from_here};
use super::input::shown;
use super::revision::{self, Repository};
use super::settings::{is_top_of_repository, real_path};
use crate::diagnostic::{Diagnostic, Problems};
use crate::report::Report;
use crate::source::{Source, Span};
use crate::syntax::{self, Map, Node};
use std::collections::{HashMap, HashSet};
use std::fs;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// What is asked of git, once for each repository.
pub(super) struct Changes {
    revision: String,
    repositories: Mutex<HashMap<PathBuf, Result<Arc<Repository>, Fault>>>,
}

/// The lines of a file that changed.
enum Lines {
    /// The revision has no such file.
    All,
    Some(Vec<RangeInclusive<usize>>),
}

impl Changes {
    pub(super) fn since(revision: &str) -> Self {
        Self { revision: revision.to_owned(), repositories: Mutex::default() }
    }

    /// Leaves only those findings that have to do with what changed. `path` is that of the template.
    pub(super) fn keep(&self, report: Report, path: &Path) -> Result<Report, Fault> {
        let Report { sources, problems } = report;
        if problems.is_empty() {
            return Ok(Report { sources, problems });
        }
        let mut lines = Vec::new();
        for file in sources.files() {
            let path = if file.base() == 0 { path } else { Path::new(file.name()) };
            lines.push(self.lines_of(path)?);
        }
        let template = sources.template();
        let resources = resources(template);
        let changed: HashSet<&String> =
            resources.iter().filter(|(_, span)| lines[0].touch(template, *span)).map(|(id, _)| id).collect();
        let is_new = |problem: &Diagnostic| {
            let is_changed = |span: Span| {
                let number = sources.number_of(span);
                lines[number].touch(&sources.files()[number], span)
            };
            let resource = match &*problem.subject.path {
                [section, id, ..] if section == "Resources" => Some(id),
                _ => problem.subject.resource.as_ref(),
            };
            resource.is_some_and(|it| changed.contains(it))
                || is_changed(problem.span)
                || problem.related.iter().any(|it| is_changed(it.span))
        };
        let problems = problems.into_iter().filter(is_new).collect();
        Ok(Report { sources, problems })
    }

    fn lines_of(&self, path: &Path) -> Result<Lines, Fault> {
        let real = real_path(path).map(|it| fs::canonicalize(&it).unwrap_or(it));
        let top = real.as_deref().and_then(|it| folder_of(it).ancestors().find(|it| is_top_of_repository(it)));
        let (Some(real), Some(top)) = (&real, top) else {
            let name = shown(path);
            return Err(Fault(format!("`{name}` is not in a git repository, and --since compares with a revision")));
        };
        let repository = {
            let mut known = self.repositories.lock().unwrap_or_else(PoisonError::into_inner);
            let open = || Repository::open(top, &self.revision).map(Arc::new);
            known.entry(top.to_owned()).or_insert_with(open).clone()?
        };
        let within = real.strip_prefix(top).unwrap_or(real);
        if !repository.has(within) {
            return Ok(Lines::All);
        }
        if !repository.has_changed(within) {
            return Ok(Lines::Some(Vec::new()));
        }
        let diff = repository.diff(within).map_err(|Fault(reason)| {
            Fault(format!(
                "cannot compare `{}` with `{}`: {reason}",
                shown(&from_here(real)),
                shown(Path::new(&self.revision))
            ))
        })?;
        Ok(lines_in(&diff))
    }
}

impl Lines {
    /// Whether the lines of a span are among them.
    fn touch(&self, source: &Source, span: Span) -> bool {
        let [start, end] = source.positions(span).map(|it| it.line);
        match self {
            Self::All => true,
            Self::Some(ranges) => ranges.iter().any(|it| *it.start() <= end && start <= *it.end()),
        }
    }
}

/// The lines that a patch without context adds or changes. Where it only removes lines, that is the line before them: what
/// they were taken from is not the same.
fn lines_in(patch: &str) -> Lines {
    let hunks: Vec<RangeInclusive<usize>> = patch.lines().filter_map(hunk).collect();
    // A file that git takes for binary has no hunks.
    if hunks.is_empty() { Lines::All } else { Lines::Some(hunks) }
}

/// `@@ -1,2 +3,4 @@`: four lines from the third one.
fn hunk(line: &str) -> Option<RangeInclusive<usize>> {
    let added = line.strip_prefix("@@ -")?.split_once(" +")?.1.split_once(" @@")?.0;
    let (start, count) = added.split_once(',').unwrap_or((added, "1"));
    let (start, count): (usize, usize) = (start.parse().ok()?, count.parse().ok()?);
    Some(start..=start + count.saturating_sub(1))
}

/// The resources of a template, from their ids to their ends.
fn resources(template: &Source) -> Vec<(String, Span)> {
    let tree = syntax::parse(template, &mut Problems::default());
    let resources = tree.as_ref().and_then(|it| it.get("Resources")).and_then(Node::map);
    resources.into_iter().flat_map(Map::entries).map(|(id, it)| (id.to_string(), it.span())).collect()
}

/// Whether git knows a revision here is asked before anything is checked.
pub(super) fn check_name(revision: &str) -> Result<(), Fault> {
    if revision::is_option(revision) || revision.is_empty() {
        return Err(Fault(format!("`{}` is not a git revision; write --since main", shown(Path::new(revision)))));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hunks_name_lines() {
        let patch = "diff --git a/a b/a\n@@ -1 +1 @@ x @@\n-a\n+@@ -9 +9 @@\n@@ -3,2 +4,0 @@\n@@ -9,0 +8,3 @@\n";
        let Lines::Some(ranges) = lines_in(patch) else { panic!("there are hunks") };
        assert_eq!(ranges, [1..=1, 4..=4, 8..=10]);
        assert!(matches!(lines_in("Binary files a/a and b/a differ\n"), Lines::All));
    }
}
