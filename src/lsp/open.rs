//! The texts of the files that are open in the editor, which stand before those on disk.
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::path::{Component, Path, PathBuf};

/// The texts of the files that are open in the editor, by their paths. Remembers which were asked for, since what is known of
/// a template depends on these.
#[derive(Debug, Default)]
pub struct Open {
    texts: HashMap<PathBuf, String>,
    asked: RefCell<BTreeSet<PathBuf>>,
}

impl Open {
    /// The text of a file, if it is open.
    pub fn get(&self, path: &Path) -> Option<&str> {
        let path = direct(path);
        let text = self.texts.get(&path).map(String::as_str);
        self.asked.borrow_mut().insert(path);
        text
    }

    pub(super) fn insert(&mut self, path: &Path, text: String) {
        self.texts.insert(direct(path), text);
    }

    pub(super) fn remove(&mut self, path: &Path) -> Option<String> {
        self.texts.remove(&direct(path))
    }

    pub(super) fn text(&self, path: &Path) -> Option<&str> {
        self.texts.get(&direct(path)).map(String::as_str)
    }

    /// The files that were asked for since this was last called, whether they are open or not.
    pub(super) fn take_asked(&self) -> BTreeSet<PathBuf> {
        self.asked.take()
    }
}

/// A path without `.` and `..`.
pub(super) fn direct(path: &Path) -> PathBuf {
    let mut direct = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => (),
            Component::ParentDir => drop(direct.pop()),
            other => direct.push(other),
        }
    }
    direct
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_asked_for_is_remembered_once() {
        let mut open = Open::default();
        open.insert(Path::new("/a/b.yaml"), "text".to_owned());
        assert_eq!(open.get(Path::new("/a/c/.././b.yaml")), Some("text"));
        assert_eq!(open.get(Path::new("/a/other")), None);
        let asked = open.take_asked();
        assert!(asked.iter().map(PathBuf::as_path).eq(["/a/b.yaml", "/a/other"].map(Path::new)), "{asked:?}");
        assert!(open.take_asked().is_empty());
    }
}
