//! The files that a template may name: those of its repository, links followed.
use super::bounds::{Bounds, mode_of, reason, refused, unpackable};
use super::listing::list;
use crate::cli::Fault;
use crate::cli::folder::unreadable;
use crate::cli::found::{self, Refusal, folder_of, from_here, here};
use crate::cli::input::{bytes_unless_unicode, cannot_read, shown};
use crate::cli::settings::is_top_of_repository;
use crate::package::{Found, Listing, Project, Unpackable};
use crate::source::{File, Files, Unreadable};
use crate::syntax::LARGEST_TEMPLATE;
use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// A folder with a template, in its project.
pub(super) struct ProjectFolder {
    /// Where the template is, without links.
    folder: PathBuf,
    bounds: Arc<Bounds>,
    progress: Arc<Progress>,
}

/// Whether somebody sees how far the work has come, and whether that is on the screen.
struct Progress {
    is_watched: bool,
    is_shown: AtomicBool,
}

impl ProjectFolder {
    /// The folder of a template in the project that the user names. Where none is named, it is the repository of the template;
    /// where there is none, the current folder if the template is in it, or else the folder of the template.
    pub(super) fn of<'p>(
        template: &Path,
        project: Option<&Path>,
        outputs: impl Iterator<Item = &'p Path>,
        is_watched: bool,
    ) -> Result<Self, Fault> {
        let folder = folder_of(template);
        let folder = fs::canonicalize(folder).map_err(|error| cannot_read(folder, &error))?;
        let here = here().filter(|it| folder.starts_with(it));
        let top = folder.ancestors().find(|it| is_top_of_repository(it)).map(Path::to_owned);
        let root = match project {
            Some(it) => named_root(it, &folder)?,
            None => top.or(here).unwrap_or_else(|| folder.clone()),
        };
        let outputs = outputs.filter_map(|it| {
            let name = it.file_name();
            let place = || Some(fs::canonicalize(folder_of(it)).ok()?.join(name?));
            fs::canonicalize(it).ok().or_else(place)
        });
        let bounds = Arc::new(Bounds { root, outputs: outputs.collect(), read: Mutex::default() });
        let progress = Arc::new(Progress { is_watched, is_shown: AtomicBool::new(false) });
        Ok(Self { folder, bounds, progress })
    }

    /// The files that were read because a template names them; not those in folders of code, from which outputs are left out.
    pub(super) fn read(&self) -> BTreeSet<PathBuf> {
        self.bounds.read.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes away what shows how far the work has come.
    pub(super) fn end_progress(&self) {
        if self.progress.is_shown.swap(false, Ordering::Relaxed) {
            let _ = io::stderr().write_all(b"\r\x1b[K");
        }
    }
}

/// The folder that the user names as that of the project.
fn named_root(project: &Path, folder: &Path) -> Result<PathBuf, Fault> {
    let root = fs::canonicalize(project).map_err(|error| cannot_read(project, &error))?;
    if folder.starts_with(&root) {
        return Ok(root);
    }
    Err(Fault(format!("the template is not in `{}`; name a folder around it as `--project-dir`", shown(project))))
}

impl Project for ProjectFolder {
    fn find(&self, path: &str) -> Result<Found, Unpackable> {
        let real = self.bounds.real(&self.folder.join(path))?;
        let metadata = fs::metadata(&real).map_err(|error| unpackable(&real, &error))?;
        if !metadata.is_dir() && !metadata.is_file() {
            return Err(refused("it is neither a file nor a folder", "name a file or a folder"));
        }
        let name = Path::new(path).file_name().or(real.file_name()).unwrap_or_default();
        let name = name.to_string_lossy().into_owned();
        let parts: Vec<_> = real.components().map(|it| it.as_os_str()).collect();
        let is_built = parts.windows(2).any(|it| it[0] == ".aws-sam" && it[1] == "build");
        let (is_folder, mode, size) = (metadata.is_dir(), mode_of(&metadata), metadata.len());
        if !metadata.is_dir() {
            self.bounds.add_read(from_here(&real));
        }
        let mut shown = from_here(&real).to_string_lossy().into_owned();
        if is_folder {
            shown.push_str(if shown.is_empty() { "./" } else { "/" });
        }
        Ok(Found { real, name, shown, is_folder, mode, size, is_built })
    }

    fn list(&self, folder: &Found) -> Result<Listing, Unpackable> {
        list(&folder.real, &self.bounds)
    }

    fn open(&self, real: &Path) -> io::Result<Box<dyn Read + '_>> {
        let file = fs::File::open(real).map_err(|it| io::Error::new(it.kind(), reason(&it)))?;
        Ok(Box::new(file))
    }

    fn nested(&self, template: &Found) -> Result<(File, Box<dyn Project>), Unpackable> {
        let file = read(&template.real, &self.bounds).map_err(|reason| match reason {
            Unreadable::Missing => Unpackable::Missing,
            Unreadable::TooLarge => refused(&format!("it has more than {LARGEST_TEMPLATE} bytes"), "make it shorter"),
            Unreadable::Outside | Unreadable::NotAFile => refused("it is not a file of the project", "name a template"),
            Unreadable::Refused(reason) => refused(&reason, "make it readable"),
        })?;
        let folder = folder_of(&template.real).to_owned();
        Ok((file, Box::new(Self { folder, bounds: self.bounds.clone(), progress: self.progress.clone() })))
    }

    fn progress(&self, done: usize, of: usize, bytes: u64) {
        /// Folders with fewer are packaged before somebody looks.
        const MANY: usize = 1000;
        const MUCH: u64 = 20_000_000;
        if self.progress.is_watched && (of >= MANY || bytes >= MUCH) {
            self.progress.is_shown.store(true, Ordering::Relaxed);
            let _ = io::stderr().write_all(format!("\r\x1b[Kpackaged {done} of {of} files").as_bytes());
        }
    }
}

impl Files for ProjectFolder {
    fn read(&self, path: &str) -> Result<File, Unreadable> {
        read(&self.folder.join(path), &self.bounds)
    }
}

fn read(path: &Path, bounds: &Bounds) -> Result<File, Unreadable> {
    let bytes = found::read(path, &bounds.root, LARGEST_TEMPLATE).map_err(|it: Refusal| unreadable(it))?;
    let path = from_here(path);
    bounds.add_read(path.clone());
    let odd = bytes_unless_unicode(&path).map(<[u8]>::to_vec);
    Ok(File { name: path.to_string_lossy().into_owned(), path: odd, bytes })
}
