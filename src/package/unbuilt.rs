//! Code that looks as if something has to be made of it before it runs.
use super::project::{Listing, Member};
use crate::diagnostic::Problems;
use crate::source::Source;
use crate::syntax::{self, Map, Node};
use std::collections::BTreeMap;

/// The lists of dependencies that are looked into.
pub(super) const LISTS: [&str; 2] = ["requirements.txt", "package.json"];
/// What the runtimes bring themselves ("Lambda runtimes" in the developer guide of Lambda).
const BROUGHT: [&str; 5] = ["boto3", "botocore", "awslambdaric", "aws-sdk", "@aws-sdk/"];
/// The project files of languages that are compiled.
const PROJECTS: [&str; 5] = ["go.mod", "Cargo.toml", "pom.xml", "build.gradle", "build.gradle.kts"];

/// The file in a folder of code that says that it was not built.
pub(super) fn sign(listing: &Listing, contents: &BTreeMap<String, Vec<u8>>) -> Option<String> {
    let top = || listing.members.iter().map(|it| &*it.name).filter(|it| !it.contains('/'));
    let has = |name: &str| top().any(|it| it == name);
    // What is left out is of no use to what runs, but it may be what says how to build it.
    let is_below = |folder: &dyn Fn(&str) -> bool| {
        listing.members.iter().any(|it: &Member| it.name.split_once('/').is_some_and(|(first, _)| folder(first)))
    };
    let text = |name: &str| contents.get(name).map(|it| String::from_utf8_lossy(it));
    if text(LISTS[0]).is_some_and(|it| requires(&it)) && !is_below(&|it| it.ends_with(".dist-info")) {
        return Some(LISTS[0].to_owned());
    }
    if text(LISTS[1]).is_some_and(|it| depends(&it)) && !is_below(&|it| it == "node_modules") {
        return Some(LISTS[1].to_owned());
    }
    // What was compiled in its place is beside its sources.
    let is_compiled = has("bootstrap") || top().any(|it| it.ends_with(".dll") || it.ends_with(".jar"));
    let is_project = |it: &&str| PROJECTS.contains(it) || it.ends_with(".csproj") || it.ends_with(".fsproj");
    top().find(is_project).filter(|_| !is_compiled && !is_below(&|it| it == "lib")).map(str::to_owned)
}

/// Whether a list of Python's requirements asks for something that the runtime does not bring.
fn requires(text: &str) -> bool {
    let lines = text.lines().map(|it| it.split('#').next().unwrap_or_default().trim());
    lines.filter(|it| !it.is_empty()).any(|it| {
        let is_of_a_name = |it: char| it.is_alphanumeric() || matches!(it, '-' | '_' | '.');
        let name = it.split(|it| !is_of_a_name(it)).next().unwrap_or_default();
        !BROUGHT.contains(&name)
    })
}

/// Whether a `package.json` asks for something that the runtime does not bring.
fn depends(text: &str) -> bool {
    let tree = syntax::parse(&Source::new(LISTS[1], text), &mut Problems::default());
    let dependencies = tree.as_ref().and_then(|it| it.get("dependencies")).and_then(Node::map);
    let is_brought = |name: &str| BROUGHT.iter().any(|it| name == *it || it.ends_with('/') && name.starts_with(it));
    dependencies.into_iter().flat_map(Map::keys).any(|it| !is_brought(it))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    fn sign_of(files: &[(&str, &str)]) -> Option<String> {
        let member = |name: &str| Member { name: name.to_owned(), real: PathBuf::new(), mode: 0o644, size: 0 };
        let members = files.iter().map(|(name, _)| member(name)).collect();
        let contents = files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect();
        sign(&Listing { members, left_out: Vec::new() }, &contents)
    }

    #[test]
    fn what_has_to_be_built() {
        let is_built = |files: &[(&str, &str)]| sign_of(files).is_none();
        assert_eq!(sign_of(&[("requirements.txt", "requests==2\n")]).as_deref(), Some("requirements.txt"));
        assert!(is_built(&[("requirements.txt", "# none\n\nboto3>=1.30\n")]));
        assert!(is_built(&[("requests-2.dist-info/METADATA", ""), ("requirements.txt", "requests\n")]));
        assert_eq!(
            sign_of(&[("package.json", "{\"dependencies\": {\"uuid\": \"9\"}}")]).as_deref(),
            Some("package.json")
        );
        assert!(is_built(&[("package.json", "{\"dependencies\": {\"@aws-sdk/client-s3\": \"3\"}}")]));
        assert!(is_built(&[("package.json", "{\"devDependencies\": {\"jest\": \"9\"}}")]));
        assert!(is_built(&[("node_modules/uuid/a.js", ""), ("package.json", "{\"dependencies\": {\"uuid\": \"9\"}}")]));
        assert_eq!(sign_of(&[("go.mod", ""), ("main.go", "")]).as_deref(), Some("go.mod"));
        assert!(is_built(&[("bootstrap", ""), ("go.mod", "")]));
        assert_eq!(sign_of(&[("App.csproj", "")]).as_deref(), Some("App.csproj"));
        assert!(is_built(&[("sub/go.mod", ""), ("app.py", "")]));
    }
}
