//! Code that looks as if something has to be made of it before it runs.
use super::paths::Wanted;
use super::project::{Listing, Member};
use crate::diagnostic::Problems;
use crate::source::Source;
use crate::syntax::{self, Map, Node};
use std::collections::{BTreeMap, BTreeSet};

/// The lists of dependencies that are looked into.
pub(super) const LISTS: [&str; 2] = ["requirements.txt", "package.json"];
/// What the runtimes bring themselves ("Lambda runtimes" in the developer guide of Lambda), with what that requires.
const BROUGHT: [&str; 10] = [
    "boto3",
    "botocore",
    "s3transfer",
    "jmespath",
    "python-dateutil",
    "six",
    "urllib3",
    "awslambdaric",
    "aws-sdk",
    "@aws-sdk/",
];
/// The project files of languages that are compiled.
const PROJECTS: [&str; 5] = ["go.mod", "Cargo.toml", "pom.xml", "build.gradle", "build.gradle.kts"];
/// The folders that a layer is made of ("Packaging your layer content" in the developer guide of Lambda).
const OF_LAYERS: [&str; 7] = ["python", "nodejs", "java", "ruby", "bin", "lib", "extensions"];
/// Folders in which bundlers put programs that need no other file.
const BUNDLES: [&str; 5] = ["dist", "build", "out", "lib", "bundle"];

/// What says of a folder of code that it was not built.
#[derive(Clone, Debug, Default)]
pub(super) struct Unbuilt {
    /// The files of which a build makes something that is not there.
    signs: Vec<String>,
    /// Whether the folder has the form of a layer.
    is_layer: bool,
}

impl Unbuilt {
    /// Looks at the files of a folder, of which those in `contents` were read.
    pub(super) fn of(listing: &Listing, contents: &BTreeMap<String, Vec<u8>>) -> Self {
        let top = || listing.members.iter().map(|it| &*it.name).filter(|it| !it.contains('/'));
        let has = |name: &str| top().any(|it| it == name);
        let first = |it: &'_ Member| it.name.split_once('/').map(|(first, _)| first.to_owned());
        let folders: BTreeSet<String> = listing.members.iter().filter_map(first).collect();
        let text = |name: &str| contents.get(name).map(|it| String::from_utf8_lossy(it));
        let is_list_open = |name: &str| match name {
            "requirements.txt" => {
                let is_installed = |it: &str| {
                    let module = it.replace(['-', '.'], "_").to_lowercase();
                    folders.contains(&module) || has(&format!("{module}.py"))
                };
                let has_notes = folders.iter().any(|it| it.ends_with(".dist-info"));
                !has_notes && text(name).is_some_and(|it| requires(&it, &is_installed))
            }
            _ => {
                // Who bundles a program leaves out what it was bundled from.
                let is_left_out = listing.left_out.iter().any(|it| it.trim_end_matches('/') == "node_modules");
                let is_installed = folders.contains("node_modules") || is_left_out || has(".pnp.cjs");
                !is_installed && text(name).is_some_and(|it| depends(&it))
            }
        };
        let mut signs: Vec<String> = LISTS.iter().filter(|it| is_list_open(it)).map(|it| (*it).to_owned()).collect();
        // What was compiled in its place is beside its sources.
        let is_compiled = has("bootstrap") || top().any(|it| it.ends_with(".dll") || it.ends_with(".jar"));
        if !is_compiled && !folders.contains("lib") {
            let is_project = |it: &&str| PROJECTS.contains(it) || it.ends_with(".csproj") || it.ends_with(".fsproj");
            signs.extend(top().filter(is_project).map(str::to_owned));
        }
        Self { signs, is_layer: OF_LAYERS.iter().any(|it| folders.contains(*it)) }
    }

    /// The file that says so of the code of this resource.
    pub(super) fn sign(&self, wanted: &Wanted<'_>) -> Option<&str> {
        let type_name = wanted.resource?.get("Type")?.text()?;
        if type_name.ends_with("LayerVersion") {
            return self.signs.first().filter(|_| !self.is_layer).map(String::as_str);
        }
        let runtime = wanted.property("Runtime")?.text()?;
        let handler = wanted.property("Handler").and_then(Node::text).map_or("", |it| it);
        let is_bundled = handler.trim_start_matches("./").split_once('/').is_some_and(|(it, _)| BUNDLES.contains(&it));
        // Layers may bring what is asked for.
        let has_layers = wanted.property("Layers").is_some();
        let is_concerned = |it: &&String| match &***it {
            "requirements.txt" => runtime.starts_with("python") && !has_layers,
            "package.json" => runtime.starts_with("nodejs") && !has_layers && !is_bundled,
            "go.mod" | "Cargo.toml" => runtime.starts_with("provided") || runtime.starts_with("go"),
            "pom.xml" | "build.gradle" | "build.gradle.kts" => runtime.starts_with("java"),
            _ => runtime.starts_with("dotnet") || runtime.starts_with("provided"),
        };
        self.signs.iter().find(is_concerned).map(String::as_str)
    }
}

/// Whether a list of Python's requirements asks for something that is not there and that the runtime does not bring.
fn requires(text: &str, is_installed: &dyn Fn(&str) -> bool) -> bool {
    let lines = text.lines().map(|it| it.split('#').next().unwrap_or_default().trim());
    lines.filter(|it| !it.is_empty()).any(|it| {
        let is_of_a_name = |it: char| it.is_alphanumeric() || matches!(it, '-' | '_' | '.');
        let name = it.split(|it| !is_of_a_name(it)).next().unwrap_or_default();
        match name {
            // Another list, or a project.
            "-r" | "--requirement" | "-e" | "--editable" => true,
            _ if name.starts_with('-') => false,
            _ => !BROUGHT.contains(&&*name.to_lowercase()) && !is_installed(name),
        }
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

    /// The sign in a folder of these files, as the code of a function or layer with these properties.
    fn sign_in(files: &[(&str, &str)], left_out: &[&str], resource: &str) -> Option<String> {
        let member = |name: &str| Member { name: name.to_owned(), real: PathBuf::new(), mode: 0o644, size: 0 };
        let members = files.iter().map(|(name, _)| member(name)).collect();
        let contents = files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect();
        let left_out = left_out.iter().map(|it| (*it).to_owned()).collect();
        let unbuilt = Unbuilt::of(&Listing { members, left_out }, &contents);
        let resource = syntax::parse(&Source::new("t.yaml", resource), &mut Problems::default()).expect("a resource");
        let form = crate::facts::packaged::Form::Archive;
        let wanted = Wanted { path: "", at: resource.span, form, resource: Some(&resource), globals: None };
        unbuilt.sign(&wanted).map(str::to_owned)
    }

    fn sign_of(runtime: &str, files: &[(&str, &str)]) -> Option<String> {
        sign_in(files, &[], &function(runtime, "Handler: app.handler"))
    }

    fn function(runtime: &str, more: &str) -> String {
        format!("{{Type: AWS::Serverless::Function, Properties: {{Runtime: {runtime}, {more}}}}}")
    }

    const UUID: (&str, &str) = ("package.json", "{\"dependencies\": {\"uuid\": \"9\"}}");

    #[test]
    fn what_has_to_be_built() {
        let sign = |runtime: &str, files: &[(&str, &str)]| sign_of(runtime, files).unwrap_or_default();
        assert_eq!(sign("python3.13", &[("requirements.txt", "requests==2\n")]), "requirements.txt");
        assert_eq!(sign("python3.13", &[("requirements.txt", "-r base.txt\n")]), "requirements.txt");
        assert_eq!(sign("nodejs22.x", &[UUID]), "package.json");
        assert_eq!(sign("provided.al2023", &[("go.mod", ""), ("main.go", "")]), "go.mod");
        assert_eq!(sign("dotnet8", &[("App.csproj", "")]), "App.csproj");
        assert_eq!(sign("java21", &[UUID, ("pom.xml", "")]), "pom.xml");
        let layer = "{Type: AWS::Serverless::LayerVersion, Properties: {}}";
        assert_eq!(sign_in(&[("requirements.txt", "requests\n")], &[], layer).as_deref(), Some("requirements.txt"));
    }

    #[test]
    fn what_is_built() {
        for (runtime, files) in [
            ("python3.13", &[("requirements.txt", "")][..]),
            ("python3.13", &[("requirements.txt", "# none\n\n--index-url https://example.com\nBoto3>=1.30\n")]),
            ("python3.13", &[("requests-2.dist-info/METADATA", ""), ("requirements.txt", "requests\n")]),
            ("python3.13", &[("requests/api.py", ""), ("requirements.txt", "requests\n")]),
            ("python3.13", &[("aws_xray_sdk/core.py", ""), ("requirements.txt", "aws-xray-sdk\n")]),
            // Of another language.
            ("python3.13", &[UUID, ("go.mod", ""), ("App.csproj", "")]),
            ("nodejs22.x", &[("package.json", "{\"dependencies\": {\"@aws-sdk/client-s3\": \"3\"}}")]),
            ("nodejs22.x", &[("package.json", "{\"dependencies\": {}, \"devDependencies\": {\"jest\": \"9\"}}")]),
            ("nodejs22.x", &[("node_modules/uuid/a.js", ""), UUID]),
            ("nodejs22.x", &[(".pnp.cjs", ""), UUID]),
            ("nodejs22.x", &[("requirements.txt", "requests\n")]),
            ("provided.al2023", &[("bootstrap", ""), ("go.mod", "")]),
            ("java21", &[("app.jar", ""), ("pom.xml", "")]),
            ("java21", &[("lib/app.jar", ""), ("build.gradle", "")]),
            ("python3.13", &[("sub/go.mod", ""), ("app.py", "")]),
            ("!Ref Runtime", &[("requirements.txt", "requests\n")]),
        ] {
            assert_eq!(sign_of(runtime, files), None, "{runtime} {files:?}");
        }
        let is_built = |files: &[(&str, &str)], left_out: &[&str], resource: &str| {
            assert_eq!(sign_in(files, left_out, resource), None, "{resource}");
        };
        is_built(&[UUID, ("dist/app.js", "")], &[], &function("nodejs22.x", "Handler: dist/app.handler"));
        is_built(&[UUID], &["node_modules/"], &function("nodejs22.x", "Handler: app.handler"));
        let layered = function("python3.13", "Layers: [!Ref Layer]");
        is_built(&[("requirements.txt", "requests\n")], &[], &layered);
        let layer = "{Type: AWS::Serverless::LayerVersion, Properties: {}}";
        is_built(&[("python/requests/api.py", ""), ("requirements.txt", "requests\n")], &[], layer);
    }
}
