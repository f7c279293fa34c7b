//! Reads the files that a template names from the folder of the template, and nothing outside of it.
use super::found::{self, Refusal};
use super::input::bytes_unless_unicode;
use crate::Translation;
use crate::source::{File, Files, Unreadable};
use crate::syntax::LARGEST_TEMPLATE;
use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Folders with more in them are not looked through.
const MOST_NAMES: usize = 10_000;

/// The folder of a template, with those in it.
pub(super) struct Folder {
    path: PathBuf,
    /// The files that were read, which no output may replace.
    read: Mutex<BTreeSet<PathBuf>>,
}

impl Folder {
    /// The folder of the template at a path; for standard input this is the current one.
    pub(super) fn of(template: &Path) -> Self {
        Self { path: template.parent().map(Path::to_owned).unwrap_or_default(), read: Mutex::default() }
    }

    /// Notes the files among what the template names: these may not be replaced either.
    pub(super) fn note_named(&self, translation: Option<&Translation>) {
        let named = translation.map(Translation::artifact_paths).unwrap_or_default();
        let files = named.into_iter().map(|it| self.path.join(it)).filter(|it| it.is_file());
        self.read.lock().unwrap_or_else(PoisonError::into_inner).extend(files);
    }

    /// The files that were read, and those that were noted.
    pub(super) fn into_read(self) -> BTreeSet<PathBuf> {
        self.read.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where the path leads that a template names, without links.
    fn real_path_in(&self, path: &str) -> Result<PathBuf, Unreadable> {
        // What is outside is not even looked for.
        if leads_out(Path::new(path)) {
            return Err(Unreadable::Outside);
        }
        // Links may lead out, whatever the path looks like.
        found::real_path(&self.path.join(path), &self.path).map_err(unreadable)
    }
}

impl Files for Folder {
    fn read(&self, path: &str) -> Result<File, Unreadable> {
        let real = self.real_path_in(path)?;
        let bytes = found::read(&real, &self.path, LARGEST_TEMPLATE).map_err(unreadable)?;
        let path = self.path.join(path);
        self.read.lock().unwrap_or_else(PoisonError::into_inner).insert(path.clone());
        let odd = bytes_unless_unicode(&path).map(<[u8]>::to_vec);
        Ok(File { name: path.to_string_lossy().into_owned(), path: odd, bytes })
    }

    fn names(&self, folder: &str) -> Option<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(self.real_path_in(folder).ok()?).ok()? {
            if names.len() == MOST_NAMES {
                return None;
            }
            names.push(entry.ok()?.file_name().to_string_lossy().into_owned());
        }
        Some(names)
    }
}

/// Whether a path is absolute or goes up further than down.
pub(super) fn leads_out(path: &Path) -> bool {
    let mut depth = 0_usize;
    for component in path.components() {
        match component {
            Component::Normal(_) => depth += 1,
            Component::CurDir => (),
            Component::ParentDir if depth > 0 => depth -= 1,
            Component::ParentDir | Component::RootDir | Component::Prefix(_) => return true,
        }
    }
    false
}

pub(super) fn unreadable(refusal: Refusal) -> Unreadable {
    match refusal {
        Refusal::LeadsOut => Unreadable::Outside,
        Refusal::NotAFile => Unreadable::NotAFile,
        Refusal::TooLarge => Unreadable::TooLarge,
        Refusal::Unreadable(error) if found::is_missing(&error) => Unreadable::Missing,
        Refusal::Unreadable(error) => Unreadable::Refused(match error.kind() {
            ErrorKind::PermissionDenied => "permission denied".to_owned(),
            _ => error.to_string(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_that_lead_out() {
        for path in ["../a", "a/../../b", "/etc/hostname", "./../a", ".."] {
            assert!(leads_out(Path::new(path)), "{path}");
        }
        for path in ["a", "./a", "a/../b", "a/b/../../c", "..a", "a/..."] {
            assert!(!leads_out(Path::new(path)), "{path}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn only_regular_files_in_the_folder_are_read() {
        use std::os::unix::fs::symlink;
        let outer = tempfile::tempdir().expect("a folder for the test");
        let inner = outer.path().join("app");
        fs::create_dir_all(inner.join("sub")).expect("a folder in it");
        fs::write(outer.path().join("secret"), "s").expect("a file outside");
        fs::write(inner.join("own"), "o").expect("a file inside");
        for (target, link) in [
            ("../secret", "out"),
            ("..", "up"),
            ("sub/../own", "in"),
            ("/dev/zero", "device"),
            ("loop", "loop"),
            ("nothing", "dangling"),
        ] {
            symlink(target, inner.join(link)).expect("a link");
        }
        let is_made = std::process::Command::new("mkfifo").arg(inner.join("pipe")).status();
        assert!(is_made.is_ok_and(|it| it.success()), "a pipe");
        fs::write(inner.join("large"), vec![b' '; LARGEST_TEMPLATE + 1]).expect("a large file");

        let folder = Folder::of(&inner.join("template.yaml"));
        let read = |path: &str| folder.read(path).map(|it| String::from_utf8_lossy(&it.bytes).into_owned());
        assert_eq!(read("own"), Ok("o".to_owned()));
        assert_eq!(read("in"), Ok("o".to_owned()));
        assert_eq!(read("sub/../own"), Ok("o".to_owned()));
        for path in ["out", "up/secret", "../secret", "device", "/dev/zero", &inner.join("own").to_string_lossy()] {
            assert_eq!(read(path), Err(Unreadable::Outside), "{path}");
        }
        for path in ["pipe", "sub", "."] {
            assert_eq!(read(path), Err(Unreadable::NotAFile), "{path}");
        }
        for path in ["nothing", "dangling", "own/below"] {
            assert_eq!(read(path), Err(Unreadable::Missing), "{path}");
        }
        assert_eq!(read("large"), Err(Unreadable::TooLarge));
        let names = |path: &str| folder.names(path).map(|it| it.len());
        assert_eq!((names(""), names("sub"), names("./sub/")), (Some(10), Some(0), Some(0)));
        for path in ["up", "..", "own", "nothing", "/", "sub/../.."] {
            assert_eq!(names(path), None, "{path}");
        }
        assert!(matches!(read("loop"), Err(Unreadable::Refused(_))));
    }
}
