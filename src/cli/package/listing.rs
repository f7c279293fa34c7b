//! The files of a folder of code, without those that `.samcignore` leaves out.
use super::bounds::{Bounds, mode_of, reason, refused};
use crate::cli::found::{Refusal, from_here, is_missing};
use crate::cli::ignored::{LARGEST_IGNORE_FILE, compiled, text};
use crate::cli::input::shown as shown_path;
use crate::cli::output::is_temporary;
use crate::package::{Listing, Member, Unpackable};
use crate::safe_text::shown;
use ignore::gitignore::Gitignore;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The name of the file with the patterns of what is left out. It is of no use to what runs, and is left out too.
const IGNORE_FILE: &str = ".samcignore";
/// Folders in folders; more would be too deep for Lambda's file system, too.
const DEEPEST: usize = 200;

/// Lists a folder, links followed. The patterns of all folders from the root of the project on hold, as in git.
pub(super) fn list(folder: &Path, bounds: &Bounds) -> Result<Listing, Unpackable> {
    let mut above: Vec<&Path> = folder.ancestors().skip(1).take_while(|it| it.starts_with(&bounds.root)).collect();
    above.reverse();
    if bounds.outputs.iter().any(|it| folder.starts_with(it)) {
        return Err(refused("it is in the folder for the artifacts", "name another one as `--output-dir`"));
    }
    let mut ignored = Vec::new();
    for it in above {
        ignored.extend(patterns(it, it)?);
    }
    let mut search = Search { bounds, top: folder, ignored, around: Vec::new(), listing: Listing::default() };
    search.enter(folder, "")?;
    let mut listing = search.listing;
    listing.members.sort_by(|one, other| one.name.cmp(&other.name));
    listing.left_out.sort();
    Ok(listing)
}

/// Why a link in a folder is not followed.
fn of_link(name: &str, reason: Unpackable) -> Unpackable {
    match reason {
        Unpackable::Refused { reason, help } => {
            refused(&format!("`{}` in it: {reason}", shown(name)), &format!("{help}; or name it in a file .samcignore"))
        }
        Unpackable::Missing => refused(&format!("`{}` in it is gone", shown(name)), "run samc again"),
    }
}

/// Why what is in a folder, or the folder itself, is not read.
fn unreadable(inner: &str, error: &io::Error) -> Unpackable {
    let what = if inner.is_empty() { "it".to_owned() } else { format!("`{}` in it", shown(inner)) };
    refused(&format!("{what} cannot be read: {}", reason(error)), "make it readable, or name it in a file .samcignore")
}

/// The patterns that a folder has; they are for paths below `place`, where the folder seems to be. Whoever wrote them does
/// not want to see packaged what they name: where that is not certain, nothing is.
fn patterns(folder: &Path, place: &Path) -> Result<Option<Gitignore>, Unpackable> {
    let file = folder.join(IGNORE_FILE);
    let of_file = |reason: &str, help: &str| refused(&format!("`{}`: {reason}", shown_path(&from_here(&file))), help);
    let text = match text(&file) {
        Ok(text) => text,
        Err(Refusal::Unreadable(error)) if is_missing(&error) => return Ok(None),
        Err(Refusal::NotAFile | Refusal::LeadsOut) => {
            return Err(of_file("it is not a regular file", "put the patterns into a file, not a link"));
        }
        Err(Refusal::TooLarge) => {
            return Err(of_file(&format!("it has more than {LARGEST_IGNORE_FILE} bytes"), "write shorter patterns"));
        }
        Err(Refusal::Unreadable(error)) => return Err(of_file(&reason(&error), "make it readable")),
    };
    let mut fault = None;
    let rules = compiled(place, text.trim_start_matches('\u{FEFF}').lines(), &mut |number, reason| {
        fault.get_or_insert_with(|| of_file(&format!("line {}: {reason}", number + 1), "correct the pattern"));
    });
    fault.map_or(Ok(Some(rules).filter(|it| !it.is_empty())), Err)
}

struct Search<'a> {
    bounds: &'a Bounds,
    top: &'a Path,
    /// From outside in.
    ignored: Vec<Gitignore>,
    /// The folders that are being looked into, without links.
    around: Vec<PathBuf>,
    listing: Listing,
}

impl Search<'_> {
    /// Looks into a folder, which the files in it see as `inner`.
    fn enter(&mut self, real: &Path, inner: &str) -> Result<(), Unpackable> {
        if self.around.iter().any(|it| it == real) {
            return Err(refused(
                &format!("`{}` is a link to a folder that it is in", shown(inner)),
                "remove it, or name it in a file .samcignore",
            ));
        }
        if self.around.len() >= DEEPEST {
            return Err(refused("its folders are more than 200 deep", "name some in a file .samcignore"));
        }
        self.around.push(real.to_owned());
        let unreadable = |error: io::Error| unreadable(inner, &error);
        let entries = fs::read_dir(real).map_err(unreadable)?;
        let outside = self.ignored.len();
        self.ignored.extend(patterns(real, &self.top.join(inner))?);
        for entry in entries {
            let entry = entry.map_err(unreadable)?;
            let Some(name) = entry.file_name().to_str().map(str::to_owned) else {
                let name = entry.file_name().to_string_lossy().into_owned();
                return Err(refused(&format!("the name of `{}` in it is not Unicode", shown(&name)), "rename it"));
            };
            let path = if inner.is_empty() { name.clone() } else { format!("{inner}/{name}") };
            if name != IGNORE_FILE && !is_temporary(&name) && !self.bounds.outputs.contains(&entry.path()) {
                let is_link = entry.file_type().map_err(unreadable)?.is_symlink();
                self.entry(entry.path(), is_link, path)?;
            }
        }
        self.ignored.truncate(outside);
        self.around.pop();
        Ok(())
    }

    fn entry(&mut self, path: PathBuf, is_link: bool, name: String) -> Result<(), Unpackable> {
        // What is left out may be as broken as it likes.
        let metadata = fs::metadata(&path);
        let is_folder = metadata.as_ref().is_ok_and(fs::Metadata::is_dir);
        if self.is_left_out(&name, is_folder) {
            self.listing.left_out.push(if is_folder { format!("{name}/") } else { name });
            return Ok(());
        }
        // The folder has no links in its path.
        let real = if is_link { self.bounds.real(&path).map_err(|it| of_link(&name, it))? } else { path };
        if is_link && self.bounds.outputs.contains(&real) {
            return Ok(());
        }
        match metadata {
            Ok(it) if it.is_dir() => self.enter(&real, &name),
            Ok(it) if it.is_file() => {
                self.listing.members.push(Member { name, real, mode: mode_of(&it), size: it.len() });
                Ok(())
            }
            Ok(_) => Err(refused(
                &format!("`{}` in it is neither a file nor a folder", shown(&name)),
                "remove it, or name it in a file .samcignore",
            )),
            Err(error) => Err(unreadable(&name, &error)),
        }
    }

    fn is_left_out(&self, name: &str, is_folder: bool) -> bool {
        let path = self.top.join(name);
        let mut decisions = self.ignored.iter().rev().map(|it| it.matched(&path, is_folder));
        decisions.find(|it| !it.is_none()).is_some_and(|it| it.is_ignore())
    }
}
