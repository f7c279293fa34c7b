//! A folder with a template and the reference's verdict on it. Knows the files of a case, see `tests/expand/README.md`.
use super::beside::Beside;
use super::comparison::differences;
use super::json::expansion;
use samc::diagnostic::Severity;
use samc::source::{Source, Sources};
use samc::{Analysis, Depth, Options, analyze_with_files};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// A template and what the reference makes of it.
pub(crate) struct Case {
    pub name: String,
    pub folder: PathBuf,
    pub template: PathBuf,
}

impl Case {
    /// The cases in the folders of `root`, sorted by name.
    pub(crate) fn all(root: &Path) -> Vec<Case> {
        let cases = folders(root).into_iter().map(|folder| {
            let name = folder.file_name().expect("a folder that was listed").to_string_lossy().into_owned();
            let template = ["template.yaml", "template.json"].iter().map(|it| folder.join(it)).find(|it| it.exists());
            let template = template.unwrap_or_else(|| panic!("{} has no template", folder.display()));
            Case { name, folder, template }
        });
        cases.collect()
    }

    /// What does not conform to the reference when compiled in each of `regions`; nothing when all does.
    ///
    /// A refusal is the same in all regions, so the first is enough.
    pub(crate) fn mismatches(&self, regions: &[&str], options: &Options) -> Vec<String> {
        let in_region = |region: &str| options.clone().with_region(region);
        if self.folder.join("rejected.json").exists() {
            return self.rejection_mismatches(&in_region(regions[0]));
        }
        let mismatches = regions.iter().flat_map(|region| {
            let found = self.expansion_mismatches(&self.expectation(region), &in_region(region));
            found.into_iter().map(move |it| if regions.len() > 1 { format!("{region}: {it}") } else { it })
        });
        mismatches.collect()
    }

    /// The expectation for a region. A partition that has none of its own shares that of `aws`.
    fn expectation(&self, region: &str) -> Value {
        let own = format!("expected.{}.json", Options::default().with_region(region).partition());
        let files = [&own, "expected.aws.json", "expected.json"];
        let file = files.into_iter().find(|it| self.folder.join(it).exists());
        self.json(file.unwrap_or_else(|| panic!("{} has no recorded verdict, see tests/expand/README.md", self.name)))
    }

    fn json(&self, file: &str) -> Value {
        let path = self.folder.join(file);
        let text = fs::read_to_string(&path).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()));
        serde_json::from_str(&text).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()))
    }

    fn compile(&self, options: &Options) -> Analysis {
        let name = self.template.display().to_string();
        let text = fs::read_to_string(&self.template).unwrap_or_else(|fault| panic!("{name}: {fault}"));
        let files = Beside(self.folder.clone());
        analyze_with_files(&mut Sources::new(Source::new(name, text)), &files, options, Depth::Harm)
    }

    fn expansion_mismatches(&self, want: &Value, options: &Options) -> Vec<String> {
        let compiled = self.compile(options);
        let errors = errors(&compiled);
        match &compiled.document() {
            _ if !errors.is_empty() => errors.iter().map(|it| format!("refused: {it}")).collect(),
            None => vec!["there is neither an expansion nor an error".to_owned()],
            Some(document) => {
                let got = serde_json::from_str(&expansion(document)).expect("an expansion is JSON");
                differences(want, &got)
            }
        }
    }

    fn rejection_mismatches(&self, options: &Options) -> Vec<String> {
        let compiled = self.compile(options);
        let want = self.json("rejected.json");
        let said = || texts(&want["reference_messages"]).join("; ");
        if errors(&compiled).is_empty() {
            return vec![format!("accepted, but the reference refuses: {}", said())];
        }
        let blamed = blamed(&compiled);
        let lacking = texts(&want["blames"]).into_iter().filter(|it| !blamed.iter().any(|id| id == it));
        let mut found: Vec<String> = lacking.map(|it| format!("does not blame `{it}`: {}", said())).collect();
        if compiled.document().is_some() {
            found.push("there is an expansion beside the errors".to_owned());
        }
        found
    }
}

/// The folders in a folder, sorted by name.
fn folders(root: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(root).unwrap_or_else(|fault| panic!("{}: {fault}", root.display()));
    let mut folders: Vec<PathBuf> =
        entries.map(|it| it.expect("a readable folder").path()).filter(|it| it.is_dir()).collect();
    folders.sort();
    folders
}

/// The ids that errors blame. A generated id is that of a resource followed by that of its event.
fn blamed(compiled: &Analysis) -> Vec<String> {
    let errors = compiled.findings.iter().filter(|it| it.severity == Severity::Error);
    let ids = errors.flat_map(|it| {
        let resource = it.subject.resource.clone().unwrap_or_default();
        let event = it.subject.event.clone().unwrap_or_default();
        let both = format!("{resource}{event}");
        [resource, event, both]
    });
    ids.collect()
}

fn errors(compiled: &Analysis) -> Vec<String> {
    let errors = compiled.findings.iter().filter(|it| it.severity == Severity::Error);
    errors.map(|it| format!("error[{}] at byte {}: {}", it.code.name, it.span.start, it.message)).collect()
}

fn texts(list: &Value) -> Vec<&str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}
