//! Which files a call speaks of: named, found in folders, or matched by globs, each once.
use super::input::{self, shown};
use super::io::Io;
use super::{Fault, found, walk};
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A file that may have to be checked.
pub(super) struct Candidate {
    pub path: PathBuf,
    /// Standard input, which is read already.
    pub bytes: Option<Vec<u8>>,
    /// The argument that led to it, where it was searched for and not named.
    pub found_by: Option<usize>,
}

/// All candidates in the order of the arguments, and what could not be searched.
#[derive(Default)]
pub(super) struct Candidates {
    pub files: Vec<Candidate>,
    pub faults: Vec<Fault>,
    /// The folders and globs with their arguments: one without a template is worth a note.
    pub searches: Vec<(usize, PathBuf)>,
}

impl Candidates {
    /// Looks at the arguments; standard input is called `stdin_name`. With `filter`, the caller has named what there is,
    /// not what it wants.
    pub(super) fn of(paths: &[PathBuf], stdin_name: &Path, filter: bool, io: &mut Io<'_>) -> Result<Self, Fault> {
        let mut candidates = Self::default();
        for (index, path) in paths.iter().enumerate() {
            if input::is_stdin(path) {
                let bytes = Some(input::read_stdin(io)?);
                candidates.files.push(Candidate { path: stdin_name.to_owned(), bytes, found_by: None });
            } else if path.is_dir() {
                candidates.add(index, path, walk::under(path));
            } else if walk::is_glob(path) && !path.exists() {
                match walk::matching(path) {
                    Ok(found) => candidates.add(index, path, found),
                    Err(fault) => candidates.faults.push(fault),
                }
            } else if !(filter && is_stray(path)) {
                candidates.files.push(Candidate { path: path.clone(), bytes: None, found_by: None });
            }
        }
        if paths.len() > 1 {
            candidates.keep_each_once();
        }
        Ok(candidates)
    }

    fn add(&mut self, index: usize, path: &Path, found: walk::Found) {
        if found.faults.is_empty() {
            self.searches.push((index, path.to_owned()));
        }
        self.faults.extend(found.faults);
        let candidate = |path| Candidate { path, bytes: None, found_by: Some(index) };
        self.files.extend(found.files.into_iter().map(candidate));
    }

    /// A file that is named counts as named, wherever it is found besides.
    fn keep_each_once(&mut self) {
        let searches = |files: &[Candidate]| files.iter().filter_map(|it| it.found_by).collect::<HashSet<usize>>();
        let before = searches(&self.files);
        let mut seen = HashSet::new();
        let real = |it: &Candidate| fs::canonicalize(&it.path).unwrap_or_else(|_| it.path.clone());
        let named = self.files.iter().filter(|it| it.found_by.is_none() && it.bytes.is_none());
        let named: HashSet<PathBuf> = named.map(real).collect();
        self.files.retain(|it| {
            let path = real(it);
            it.bytes.is_some() || ((it.found_by.is_none() || !named.contains(&path)) && seen.insert(path))
        });
        // What leads only to files that are there already has led somewhere.
        let after = searches(&self.files);
        self.searches.retain(|(index, _)| after.contains(index) || !before.contains(index));
    }
}

/// Whether a path leads to something other than a file, or out of this folder by a link.
fn is_stray(path: &Path) -> bool {
    let is_other = fs::metadata(path).is_ok_and(|it| !it.is_file());
    is_other || (found::is_link(path) && found::real_file(path, Path::new("")).is_err())
}

/// A check of nothing must not look like a check that found nothing.
pub(super) fn nothing_found(path: &Path) -> Fault {
    let place = shown(path);
    Fault(if path.is_dir() {
        format!("there is no template under `{place}`; name the file, as in `samc check app.yaml`")
    } else {
        format!("there is no template that matches `{place}`; check the pattern")
    })
}
