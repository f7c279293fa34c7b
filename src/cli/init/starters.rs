//! The starters that are compiled into the program. A starter is a folder under `templates/starters`.

/// Files to begin an application with.
pub(super) struct Starter {
    /// The name of its folder.
    pub name: &'static str,
    /// Paths with `/` between the names, and texts; the template comes first.
    pub files: &'static [(&'static str, &'static str)],
}

impl Starter {
    /// What its template says of itself.
    pub(super) fn description(&self) -> &'static str {
        let (_, template) = self.files[0];
        template.lines().find_map(|it| it.strip_prefix("Description: ")).unwrap_or_default()
    }
}

macro_rules! starter {
    ($name:literal: $($file:literal),+) => {
        Starter {
            name: $name,
            files: &[$(($file, include_str!(concat!("../../../templates/starters/", $name, "/", $file)))),+],
        }
    };
}

pub(super) const ALL: &[Starter] = &[
    starter!("api": "template.yaml", "src/app.py"),
    starter!("queue": "template.yaml", "src/app.py"),
    starter!("schedule": "template.yaml", "src/app.py"),
    starter!("stream": "template.yaml", "src/app.py"),
    starter!("upload": "template.yaml", "src/app.py"),
    starter!("workflow": "template.yaml", "src/app.py"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    /// The files below a folder, without what the reference recorded of it.
    fn files(folder: &Path, prefix: &str, found: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                files(&entry.path(), &format!("{path}/"), found);
            } else if path != "expected.json" {
                found.insert(path);
            }
        }
    }

    #[test]
    fn every_file_of_every_starter_is_compiled_in() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/starters");
        let folders = fs::read_dir(&root).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap());
        assert_eq!(folders.collect::<BTreeSet<_>>(), ALL.iter().map(|it| it.name.to_owned()).collect());
        for starter in ALL {
            let mut there = BTreeSet::new();
            files(&root.join(starter.name), "", &mut there);
            let listed = starter.files.iter().map(|(path, _)| (*path).to_owned()).collect();
            assert_eq!(there, listed, "{}", starter.name);
            assert!(starter.files[0].0 == "template.yaml" && !starter.description().is_empty(), "{}", starter.name);
        }
    }
}
