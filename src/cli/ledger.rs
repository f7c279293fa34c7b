//! The file of a baseline: which templates it speaks of, from the folder that it is in.
use super::Fault;
use super::found::{folder_of, read_at_most};
use super::input::{cannot_read, decoded_file, shown};
use super::output;
use super::settings::real_path;
use crate::baseline::{Baseline, Comparison};
use crate::report::Report;
use crate::source::Source;
use crate::syntax::LARGEST_TEMPLATE;
use std::fs::{self, File};
use std::path::{Component, Path, PathBuf};

/// A baseline and its file.
pub(super) struct Ledger {
    file: PathBuf,
    /// The folder of the file, without links.
    folder: PathBuf,
    baseline: Baseline,
    /// The templates with findings that it cannot name, as text for people.
    unnamed: Vec<String>,
}

impl Ledger {
    /// Reads the baseline in a file.
    pub(super) fn read(file: &Path) -> Result<Self, Fault> {
        let bytes = File::open(file).and_then(|mut it| read_at_most(&mut it, LARGEST_TEMPLATE));
        let bytes = bytes.map_err(|error| cannot_read(file, &error))?;
        let (source, undecodable) = decoded_file(file, bytes);
        let baseline = match undecodable {
            Some(problem) => Err(problem.message),
            None => Baseline::read(&source),
        };
        let baseline = baseline.map_err(|reason| {
            let name = shown(file);
            Fault(format!("the baseline `{name}` cannot be used: {reason}; write it anew with --write-baseline"))
        })?;
        Self::of(file, baseline)
    }

    /// The baseline in a file that is to be written, which may be there already.
    pub(super) fn to_write(file: &Path) -> Result<Self, Fault> {
        if file.exists() { Self::read(file) } else { Self::of(file, Baseline::default()) }
    }

    fn of(file: &Path, baseline: Baseline) -> Result<Self, Fault> {
        let folder = fs::canonicalize(folder_of(file)).map_err(|error| cannot_read(folder_of(file), &error))?;
        Ok(Self { file: file.to_owned(), folder, baseline, unnamed: Vec::new() })
    }

    /// Takes over what was found in a template at `path`, without what must be reported all the same.
    pub(super) fn record(&mut self, report: Report, path: &Path) -> Report {
        if !can_be_named(path) {
            if !report.problems.is_empty() {
                self.unnamed.push(format!("`{}`", shown(path)));
            }
            return report;
        }
        let Report { sources, problems } = report;
        let folder = self.folder.clone();
        let name = |it: &Source| name_of(it, path, &folder);
        self.baseline.set(&sources, &problems, &name);
        let problems = self.baseline.compare(&sources, problems, &name).new;
        Report { sources, problems }
    }

    pub(super) fn compare(&self, report: Report, path: &Path) -> (Report, Comparison) {
        if !can_be_named(path) {
            return (report, Comparison::default());
        }
        let Report { sources, problems } = report;
        let mut comparison = self.baseline.compare(&sources, problems, &|it| name_of(it, path, &self.folder));
        let problems = std::mem::take(&mut comparison.new);
        (Report { sources, problems }, comparison)
    }

    /// How many findings are known in templates that do not exist any more.
    pub(super) fn lost(&self) -> usize {
        self.baseline.templates().filter(|(name, _)| !self.folder.join(name).exists()).map(|(_, count)| count).sum()
    }

    /// Writes the file, without the templates that do not exist any more; what is in it as text for people.
    pub(super) fn write(mut self) -> Result<String, Fault> {
        let folder = self.folder;
        self.baseline.retain(|name| folder.join(name).exists());
        output::replace(&self.file, self.baseline.json().as_bytes())?;
        let (findings, templates) =
            self.baseline.templates().fold((0, 0), |(findings, templates), (_, it)| (findings + it, templates + 1));
        let unnamed = match &*self.unnamed {
            [] => String::new(),
            names => format!("; it cannot name {}, whose path is not Unicode: rename it", names.join(", ")),
        };
        Ok(format!(
            "the baseline `{}` has {} in {}{unnamed}",
            shown(&self.file),
            crate::report::count(findings, "finding"),
            crate::report::count(templates, "template")
        ))
    }
}

/// Whether a text can hold the path of a template. Two that it cannot hold could look the same in it.
fn can_be_named(path: &Path) -> bool {
    real_path(path).as_deref().unwrap_or(path).to_str().is_some()
}

/// The path of a file from a folder, with slashes. The template is at `path`.
fn name_of(source: &Source, path: &Path, folder: &Path) -> String {
    let path = if source.base() == 0 { path } else { Path::new(source.name()) };
    let real = real_path(path).unwrap_or_else(|| path.to_owned());
    let [from, to]: [Vec<Component<'_>>; 2] = [folder, &real].map(|it| it.components().collect());
    let common = from.iter().zip(&to).take_while(|(one, other)| one == other).count();
    if common == 0 {
        return real.to_string_lossy().replace('\\', "/");
    }
    let up = from[common..].iter().map(|_| "..".to_owned());
    let down = to[common..].iter().map(|it| it.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_named_from_the_folder_of_the_baseline() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let top = fs::canonicalize(folder.path()).expect("its path");
        fs::create_dir_all(top.join("app/deep")).expect("a folder in it");
        fs::create_dir_all(top.join("ci")).expect("a folder in it");
        let name = |folder: &str, path: &str| name_of(&Source::new("t", ""), &top.join(path), &top.join(folder));
        assert_eq!(name("", "app/deep/t.yaml"), "app/deep/t.yaml");
        assert_eq!(name("ci", "app/../app/t.yaml"), "../app/t.yaml");
        assert_eq!(name("app/deep", "t.yaml"), "../../t.yaml");
    }
}
