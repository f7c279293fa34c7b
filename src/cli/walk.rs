//! Finds the templates under a folder, by their content. Knows of templates only how to recognise one.
use super::Fault;
use super::input::{cannot_read, read_file};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

/// The templates under a folder, and the files and folders that could not be read.
#[derive(Default)]
pub struct Found {
    pub templates: Vec<PathBuf>,
    pub faults: Vec<Fault>,
}

/// Folders of other people's files, beside hidden ones such as `.aws-sam`.
const LEFT_OUT: [&str; 1] = ["node_modules"];

/// Finds the templates under a folder, in the order of their names. Links to folders are not followed.
pub fn templates(folder: &Path) -> Found {
    let mut found = Found::default();
    visit(folder, &mut found);
    found
}

fn visit(folder: &Path, found: &mut Found) {
    let entries = fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let mut entries = match entries {
        Ok(entries) => entries,
        Err(error) => return found.faults.push(cannot_read(folder, &error)),
    };
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name();
        // `samc check` names files as the user would: `template.yaml`, not `./template.yaml`.
        let path = if folder == Path::new(".") { PathBuf::from(&name) } else { entry.path() };
        if entry.file_type().is_ok_and(|it| it.is_dir()) {
            if !is_left_out(&name) {
                visit(&path, found);
            }
        } else if has_template_extension(&path) && path.is_file() {
            match read_file(&path) {
                Ok(bytes) if looks_like_template(&bytes) => found.templates.push(path),
                Ok(_) => (),
                Err(error) => found.faults.push(cannot_read(&path, &error)),
            }
        }
    }
}

fn is_left_out(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".") || LEFT_OUT.iter().any(|it| name == *it)
}

fn has_template_extension(path: &Path) -> bool {
    let extension = path.extension().and_then(OsStr::to_str).unwrap_or_default();
    ["yaml", "yml", "json"].iter().any(|it| extension.eq_ignore_ascii_case(it))
}

/// Whether a file means to be a template, even where a mistake keeps it from being read as one.
fn looks_like_template(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    has_section(&text, "AWSTemplateFormatVersion")
        || text.contains("AWS::Serverless")
        || (text.contains("AWS::") && has_section(&text, "Resources"))
}

/// Whether the key of a section stands at the start of a line, as in YAML, or in quotes, as in JSON.
fn has_section(text: &str, name: &str) -> bool {
    let starts = |line: &str| line.strip_prefix(name).is_some_and(|rest| rest.trim_start().starts_with(':'));
    text.contains(&format!("\"{name}\"")) || text.trim_start_matches('\u{feff}').lines().any(starts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_recognised_by_their_content() {
        let templates = [
            "AWSTemplateFormatVersion: '2010-09-09'\nRecources: {}\n",
            "\u{feff}Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n",
            "{\"Resources\": {\"Topic\": {\"Type\": \"AWS::SNS::Topic\"}}}",
            "Transform: AWS::Serverless-2016-10-31\nResources: [broken\n",
        ];
        let others = [
            "",
            "version: 0.2\nphases: {}\n",
            "kind: Service\nspec:\n  Resources:\n    - AWS::SNS::Topic\n",
            "{\"name\": \"package\", \"Resources\": []}",
        ];
        assert!(templates.iter().all(|it| looks_like_template(it.as_bytes())));
        assert!(!others.iter().any(|it| looks_like_template(it.as_bytes())));
    }
}
