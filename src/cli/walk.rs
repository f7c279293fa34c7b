//! Finds the files that may be templates: under folders and for globs. Knows nothing of what stands in them.
use super::Fault;
use super::found;
use super::ignored::{Ignored, excess_of};
use super::input::{cannot_read, shown};
use ignore::overrides::{Override, OverrideBuilder};
use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs::{self, DirEntry};
use std::io;
use std::path::{Component, Path, PathBuf};

/// The files that were found, in the order of their names, and what could not be looked into.
#[derive(Default)]
pub(super) struct Found {
    pub files: Vec<PathBuf>,
    pub faults: Vec<Fault>,
}

/// Extensions under which templates are kept.
const EXTENSIONS: [&str; 4] = ["yaml", "yml", "json", "template"];

/// Finds the files under a folder that may be templates by their names. Links are followed only to files that are under
/// the folder too.
pub(super) fn under(folder: &Path) -> Found {
    walk(folder, |path| {
        let extension = path.extension().and_then(OsStr::to_str).unwrap_or_default();
        EXTENSIONS.iter().any(|it| extension.eq_ignore_ascii_case(it))
    })
}

/// Whether a path is a pattern for several, which the shell has left as it is.
pub(super) fn is_glob(path: &Path) -> bool {
    path.as_os_str().as_encoded_bytes().iter().any(|it| matches!(it, b'*' | b'?' | b'[' | b'{'))
}

/// Finds the files that match a glob, where folders are searched as by [`under`].
pub(super) fn matching(glob: &Path) -> Result<Found, Fault> {
    let (folder, files) = split(glob)?;
    Ok(walk(&folder, |path| files.matched(path, false).is_whitelist()))
}

/// The folder that a glob speaks of, up to the first special character, and which of its files are meant.
fn split(glob: &Path) -> Result<(PathBuf, Override), Fault> {
    let invalid = |reason: &str| Fault(format!("`{}` is not a valid glob: {reason}", shown(glob)));
    let is_plain = |it: &Component<'_>| !is_glob(Path::new(it));
    let mut folder: PathBuf = glob.components().take_while(is_plain).collect();
    let pattern: PathBuf = glob.components().skip_while(is_plain).collect();
    if folder.as_os_str().is_empty() {
        folder.push(".");
    }
    let pattern = pattern.to_str().ok_or_else(|| invalid("it is not Unicode"))?;
    if let Some(excess) = excess_of(pattern) {
        return Err(invalid(&excess));
    }
    let mut builder = OverrideBuilder::new(&folder);
    // The slash in front ties the pattern to the folder; without it, it would hold at any depth.
    let built = builder.add(&format!("/{pattern}")).and_then(|it| it.build());
    let files = built.map_err(|error| invalid(&error.to_string()))?;
    Ok((folder, files))
}

fn walk(folder: &Path, wanted: impl Fn(&Path) -> bool) -> Found {
    let real = match fs::canonicalize(folder) {
        Ok(real) => real,
        Err(error) => return Found { files: Vec::new(), faults: vec![cannot_read(folder, &error)] },
    };
    // Files are named as the user would: `template.yaml`, not `./template.yaml`.
    let folder = if folder == Path::new(".") { Path::new("") } else { folder };
    let ignored = Ignored::above(&real);
    let mut search = Search { wanted: &wanted, root: &real, ignored, seen: Vec::new(), faults: Vec::new() };
    search.enter(folder, &real);
    search.found()
}

/// A search of a folder.
struct Search<'a> {
    wanted: &'a dyn Fn(&Path) -> bool,
    /// The folder, without links.
    root: &'a Path,
    ignored: Ignored,
    seen: Vec<Seen>,
    faults: Vec<Fault>,
}

/// A file that was found.
struct Seen {
    /// As the user would name it.
    path: PathBuf,
    /// Without links.
    real: PathBuf,
    is_link: bool,
}

impl Search<'_> {
    /// Looks into a folder, and into those in it. Links to folders are not followed.
    fn enter(&mut self, folder: &Path, real: &Path) {
        let entries = fs::read_dir(real).and_then(Iterator::collect::<io::Result<Vec<DirEntry>>>);
        let mut entries = match entries {
            Ok(entries) => entries,
            Err(error) => return self.faults.push(cannot_read(folder, &error)),
        };
        entries.sort_by_key(DirEntry::file_name);
        let outside = self.ignored.enter(real);
        for entry in entries {
            let (path, real) = (folder.join(entry.file_name()), entry.path());
            match entry.file_type() {
                Err(error) => self.faults.push(cannot_read(&path, &error)),
                Ok(kind) if self.ignored.has(&real, kind.is_dir()) => (),
                Ok(kind) if kind.is_dir() => self.enter(&path, &real),
                Ok(_) if !(self.wanted)(&path) => (),
                Ok(kind) if kind.is_file() => self.seen.push(Seen { path, real, is_link: false }),
                Ok(kind) if kind.is_symlink() => {
                    let target = found::real_file(&real, self.root);
                    self.seen.extend(target.map(|real| Seen { path, real, is_link: true }));
                }
                Ok(_) => (),
            }
        }
        self.ignored.leave(outside);
    }

    /// Each file once: under a link only where it is not found itself.
    fn found(mut self) -> Found {
        self.faults.append(&mut self.ignored.faults);
        if self.seen.iter().any(|it| it.is_link) {
            let own = self.seen.iter().filter(|it| !it.is_link);
            let mut seen: HashSet<PathBuf> = own.map(|it| it.real.clone()).collect();
            self.seen.retain(|it| !it.is_link || seen.insert(it.real.clone()));
        }
        Found { files: self.seen.into_iter().map(|it| it.path).collect(), faults: self.faults }
    }
}
