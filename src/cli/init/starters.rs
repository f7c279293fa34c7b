//! The starters that are compiled into the program. A starter is a folder under `templates/starters`.
use crate::cli::arguments::Language;
use std::borrow::Cow;

/// The name of the template that a starter writes.
pub(super) const TEMPLATE: &str = "template.yaml";
/// The name of the settings of the SAM CLI that a starter writes.
pub(super) const SETTINGS: &str = "samconfig.toml";

/// Files to begin an application with.
pub(super) struct Starter {
    /// The name of its folder.
    pub name: &'static str,
    /// Its template, for Python.
    template: &'static str,
    python: &'static [File],
    nodejs: &'static [File],
}

/// A path with `/` between the names, and its text.
type File = (&'static str, &'static str);

impl Starter {
    /// What its template says of itself.
    pub(super) fn description(&self) -> &'static str {
        self.template.lines().find_map(|it| it.strip_prefix("Description: ")).unwrap_or_default()
    }

    /// All files in a language, as paths with `/` between the names, and texts; the template comes first. `stack` is the
    /// name under which the application is deployed.
    pub(super) fn files(&self, language: Language, stack: &str) -> Vec<(&'static str, Cow<'static, str>)> {
        let (template, code) = match language {
            Language::Python => (Cow::from(self.template), self.python),
            Language::Nodejs => (Cow::from(self.template.replace(PYTHON, NODEJS)), self.nodejs),
        };
        let settings = include_str!("../../../templates/starters/samconfig.toml").replace("STACK_NAME", stack);
        let written = [(TEMPLATE, template), (SETTINGS, Cow::from(settings))];
        written.into_iter().chain(code.iter().map(|(path, text)| (*path, Cow::from(*text)))).collect()
    }
}

/// The runtime that the templates name, and the one in its place.
const PYTHON: &str = "Runtime: python3.13";
const NODEJS: &str = "Runtime: nodejs24.x";

macro_rules! starter {
    ($name:literal, python: $($python:literal),+; nodejs: $($nodejs:literal),+) => {
        Starter {
            name: $name,
            template: include_str!(concat!("../../../templates/starters/", $name, "/template.yaml")),
            python: &[$(($python, include_str!(concat!("../../../templates/starters/", $name, "/python/", $python)))),+],
            nodejs: &[$(($nodejs, include_str!(concat!("../../../templates/starters/", $name, "/nodejs/", $nodejs)))),+],
        }
    };
    // The code needs no libraries that only Lambda has, so that tests run as it is.
    ($name:literal) => {
        starter!($name, python: "src/app.py", "tests/__init__.py", "tests/test_app.py";
                 nodejs: "src/app.mjs", "tests/app.test.mjs")
    };
    // It does: in JavaScript, what is tested is a module of its own.
    ($name:literal, $script:literal, $test:literal) => {
        starter!($name, python: "src/app.py", "tests/__init__.py", "tests/test_app.py";
                 nodejs: "src/app.mjs", $script, $test)
    };
}

pub(super) const ALL: &[Starter] = &[
    starter!("api", "src/items.mjs", "tests/items.test.mjs"),
    starter!("queue"),
    starter!("schedule"),
    starter!("stream"),
    starter!("upload", "src/uploads.mjs", "tests/uploads.test.mjs"),
    starter!("workflow"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use clap::ValueEnum;
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    /// The files below a folder.
    fn files(folder: &Path, prefix: &str, found: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            match entry.path().is_dir() {
                true if path.ends_with("__pycache__") => {}
                true => files(&entry.path(), &format!("{path}/"), found),
                false => assert!(found.insert(path)),
            }
        }
    }

    #[test]
    fn every_file_of_every_starter_is_compiled_in() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/starters");
        let folders = fs::read_dir(&root).unwrap().map(Result::unwrap).filter(|it| it.path().is_dir());
        let folders: BTreeSet<_> = folders.map(|it| it.file_name().into_string().unwrap()).collect();
        assert_eq!(folders, ALL.iter().map(|it| it.name.to_owned()).collect());
        for starter in ALL {
            for (language, folder) in [(Language::Python, "python"), (Language::Nodejs, "nodejs")] {
                let mut there = BTreeSet::from([TEMPLATE.to_owned(), SETTINGS.to_owned()]);
                files(&root.join(starter.name).join(folder), "", &mut there);
                let listed = starter.files(language, "stack").into_iter().map(|(path, _)| path.to_owned()).collect();
                assert_eq!(there, listed, "{}", starter.name);
            }
            assert!(!starter.description().is_empty(), "{}", starter.name);
        }
        assert_eq!(Language::value_variants().len(), 2, "a language without files");
    }

    #[test]
    fn the_language_is_that_of_the_runtime() {
        for starter in ALL {
            for (language, prefix) in [(Language::Python, "python"), (Language::Nodejs, "nodejs")] {
                let files = starter.files(language, "jobs");
                let (template, settings) = (&files[0].1, &files[1].1);
                let runtimes: Vec<_> = template.lines().filter_map(|it| it.trim().strip_prefix("Runtime: ")).collect();
                assert!(!runtimes.is_empty() && runtimes.iter().all(|it| it.starts_with(prefix)), "{template}");
                assert!(settings.contains("\nstack_name = \"jobs\"\n"), "{settings}");
            }
        }
    }
}
