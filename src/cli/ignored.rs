//! What is left out of a search: what `.gitignore` and `.ignore` name, and what is hidden.
//!
//! The crate `ignore` knows their language, but it would open whatever has their names. As git does, samc reads them
//! only where they are regular files.
use super::Fault;
use super::found::{self, Refusal};
use super::input::shown;
use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

/// Most bytes of an ignore file.
pub(super) const LARGEST_IGNORE_FILE: usize = 256 * 1024;
/// Most braces that open in a pattern. They may be nested, and what compiles a pattern goes down as deep as they are.
const MOST_BRACES: usize = 50;
/// Folders of other people's files, beside hidden ones such as `.aws-sam` and what `.gitignore` names.
const LEFT_OUT: [&str; 1] = ["node_modules"];

/// Why a pattern cannot be used although it may be valid.
pub(super) fn excess_of(pattern: &str) -> Option<String> {
    let braces = pattern.matches('{').count();
    (braces > MOST_BRACES).then(|| format!("it has {braces} braces that open, more than {MOST_BRACES}"))
}

/// The rules that hold in a folder, from files in it and in all folders above.
pub(super) struct Ignored {
    /// `.ignore`, `.gitignore` and git's own list, of which the first that names a path decides; each from outside in.
    kinds: [Vec<Gitignore>; 3],
    /// What the user wants to ignore everywhere.
    global: Gitignore,
    /// Ignore files that are not read although they could be.
    pub faults: Vec<Fault>,
}

/// How many rules of each kind there are outside of a folder.
pub(super) type Outside = [usize; 3];

impl Ignored {
    /// What holds in the folders above one.
    pub(super) fn above(folder: &Path) -> Self {
        let mut ignored = Self { kinds: Default::default(), global: Gitignore::global().0, faults: Vec::new() };
        let above: Vec<&Path> = folder.ancestors().skip(1).collect();
        for it in above.into_iter().rev() {
            ignored.enter(it);
        }
        ignored
    }

    /// Adds what holds in a folder, until it is left.
    pub(super) fn enter(&mut self, folder: &Path) -> Outside {
        let outside = self.kinds.each_ref().map(Vec::len);
        let files = [folder.join(".ignore"), folder.join(".gitignore"), own_list_of_git(folder)];
        for (kind, file) in self.kinds.iter_mut().zip(files) {
            match text(&file) {
                Ok(text) => kind.extend(Some(rules(folder, &text)).filter(|it| !it.is_empty())),
                Err(Refusal::TooLarge) => self.faults.push(too_large(&file)),
                Err(Refusal::LeadsOut | Refusal::NotAFile | Refusal::Unreadable(_)) => (),
            }
        }
        outside
    }

    pub(super) fn leave(&mut self, outside: Outside) {
        for (kind, outside) in self.kinds.iter_mut().zip(outside) {
            kind.truncate(outside);
        }
    }

    /// Whether a file or folder is left out, by its whole path.
    pub(super) fn has(&self, path: &Path, is_folder: bool) -> bool {
        let name = path.file_name().unwrap_or_default();
        if LEFT_OUT.iter().any(|it| name == *it) {
            return true;
        }
        let kinds = self.kinds.iter().flat_map(|it| it.iter().rev());
        let mut decisions = kinds.chain([&self.global]).map(|it| it.matched(path, is_folder));
        match decisions.find(|it| !it.is_none()) {
            Some(Match::Ignore(_)) => true,
            Some(Match::Whitelist(_)) => false,
            Some(Match::None) | None => is_hidden(name),
        }
    }
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

/// The rules of an ignore file. What is not a pattern is passed over, as git does.
pub(super) fn rules(folder: &Path, text: &str) -> Gitignore {
    compiled(folder, text.trim_start_matches('\u{FEFF}').lines(), &mut |_, _| ())
}

/// Patterns of paths in a folder. `invalid` is told which cannot be used, by its number, and why.
pub(super) fn compiled<'p>(
    folder: &Path,
    patterns: impl Iterator<Item = &'p str>,
    invalid: &mut dyn FnMut(usize, String),
) -> Gitignore {
    let mut builder = GitignoreBuilder::new(folder);
    for (number, pattern) in patterns.enumerate() {
        let added = || builder.add_line(None, pattern).err().map(|it| it.to_string());
        if let Some(reason) = excess_of(pattern).or_else(added) {
            invalid(number, reason);
        }
    }
    builder.build().unwrap_or_else(|_| {
        invalid(0, "with all others, it is too large to compile".to_owned());
        Gitignore::empty()
    })
}

/// The text of a file, which is not a link.
pub(super) fn text(file: &Path) -> Result<String, Refusal> {
    if !fs::symlink_metadata(file)?.is_file() {
        return Err(Refusal::NotAFile);
    }
    let bytes = found::read(file, file.parent().unwrap_or(file), LARGEST_IGNORE_FILE)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn too_large(file: &Path) -> Fault {
    let name = shown(&found::from_here(file));
    Fault(format!("cannot read `{name}`: it has more than {LARGEST_IGNORE_FILE} bytes; make it shorter"))
}

/// Where git keeps what a user ignores in a repository without saying so to others.
fn own_list_of_git(folder: &Path) -> PathBuf {
    let mut git = folder.join(".git");
    // Of a second working tree, `.git` is a file that names its folder, and that has one that names the first tree's.
    if let Some(own) = text(&git).as_deref().ok().and_then(|it| it.trim_end().strip_prefix("gitdir: ")) {
        let own = folder.join(own);
        git = text(&own.join("commondir")).map_or_else(|_| own.clone(), |it| own.join(it.trim_end()));
    }
    git.join("info/exclude")
}
