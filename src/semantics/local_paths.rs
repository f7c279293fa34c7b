//! The files and folders beside the template that it names: code, layers, definitions and other templates.
use super::evaluator::Evaluator;
use super::values::KnownValue;
use crate::facts::{packaged, types};
use crate::sam::resources::{self, ArtifactKind};
use crate::source::{Files, has_company};
use crate::syntax::{Node, Text};
use crate::template::conditions::Side;
#[cfg(feature = "cli")]
use crate::template::{Template, intrinsics};
use std::collections::{HashMap, HashSet};

/// A path that the template names, and what is there.
#[derive(Debug)]
pub(crate) struct LocalPath<'a> {
    pub id: &'a Text,
    /// The path or the handler, where it is written.
    pub value: KnownValue,
    /// The path from the folder of the template; that of a handler has no extension.
    pub path: String,
    /// Whether a handler names it.
    pub is_handler: bool,
    /// Whether it is a template that this one nests, of which only the file itself and not its content is asked here.
    is_template: bool,
    pub place: Place,
}

impl LocalPath<'_> {
    /// Whether it is another template.
    pub(crate) fn is_template(&self) -> bool {
        self.is_template
    }

    /// Whether it is a folder of code, or a handler in one; others are files.
    fn is_code(&self) -> bool {
        self.is_handler || !self.path.rsplit('/').next().unwrap_or_default().contains('.')
    }
}

/// What is at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    There,
    /// Nothing, but something whose name differs in upper and lower case alone; what to write.
    OtherCase(String),
    /// Nothing.
    Missing,
}

/// Folders that builds make, and what else is not kept with a template.
const MADE: [&str; 28] = [
    "_build",
    "artifacts",
    "bin",
    "build",
    "builds",
    "built",
    "bundle",
    "bundled",
    "cdk.out",
    "compiled",
    "deploy",
    "deployment",
    "dist",
    "gen",
    "node_modules",
    "obj",
    "out",
    "output",
    "package",
    "packages",
    "pkg",
    "publish",
    "release",
    "target",
    "temp",
    "tmp",
    "vendor",
    "zip",
];
const ARCHIVES: [&str; 7] = [".zip", ".jar", ".war", ".tar", ".gz", ".tgz", ".whl"];

/// The runtimes whose code is kept as it runs, with the extensions of the files that a handler can name.
const PYTHON: &[&str] = &[".py"];
const NODE: &[&str] = &[".js", ".mjs", ".cjs", ".ts", ".mts", ".cts", ".tsx", ".jsx"];
/// Those that something has to compile first, to files that can have other names.
const COMPILED: &[&str] = &[".ts", ".mts", ".cts", ".tsx", ".jsx"];

/// Finds the paths of all resources, as far as they are written out and lead to what is kept with the template.
///
/// `Missing` are only those of a project that is there: another path of the same kind is.
pub(super) fn local_paths<'a>(evaluator: &Evaluator<'a>, files: &dyn Files) -> Vec<LocalPath<'a>> {
    if evaluator.has_macros() {
        return Vec::new();
    }
    let mut search = Search { evaluator, folders: Folders { files, listed: HashMap::new() }, found: Vec::new() };
    for (id, entry) in evaluator.template.resources().entries() {
        let Some(type_name) = entry.value.get("Type").and_then(Node::text) else { continue };
        search.resource(&Named { id, type_name, node: &entry.value, sides: evaluator.sides_of(id) });
    }
    let Search { folders, mut found, .. } = search;
    // A template can be kept with its definitions and without its code, so each kind of path vouches for itself.
    let is_there = |it: &&LocalPath<'_>| it.place == Place::There && !is_whole_folder(&it.path);
    let kinds: HashSet<bool> = found.iter().filter(is_there).map(LocalPath::is_code).collect();
    let mut seen = HashSet::new();
    let is_vouched_for = |it: &LocalPath<'_>| {
        kinds.contains(&it.is_code()) || it.is_template && has_company(folders.files, &it.path, evaluator.source.name())
    };
    // A value under `Globals` counts once.
    found
        .retain(|it| (it.place != Place::Missing || is_vouched_for(it)) && seen.insert((it.value.at, it.path.clone())));
    found
}

/// The paths of all artifacts that resources name, whatever conditions say and wherever they lead.
#[cfg(feature = "cli")]
pub(crate) fn artifact_paths(template: &Template) -> Vec<String> {
    let mut found = Vec::new();
    for resource in template.resources().values() {
        let Some(type_name) = resource.get("Type").and_then(Node::text) else { continue };
        let sam = resources::find(type_name).map_or(&[][..], |it| it.artifacts).iter().map(|it| it.property);
        let globals = type_name.strip_prefix("AWS::Serverless::").and_then(|it| template.section("Globals")?.get(it));
        for property in sam.chain(["Location"]).chain(packaged::properties_of(type_name)) {
            let own = resource.at(&["Properties", property]);
            let values = own.into_iter().chain(globals.and_then(|it| it.get(property)));
            values.for_each(|it| add_paths(it, &mut found));
        }
    }
    found
}

/// Adds the paths that a value can be.
#[cfg(feature = "cli")]
fn add_paths(value: &Node, found: &mut Vec<String>) {
    match intrinsics::if_branches(value) {
        Some([_, then, otherwise]) => [then, otherwise].into_iter().for_each(|it| add_paths(it, found)),
        None => found.extend(value.text().filter(|it| is_local(it)).map(ToString::to_string)),
    }
}

/// A resource as written.
struct Named<'a> {
    id: &'a Text,
    type_name: &'a str,
    node: &'a Node,
    sides: Vec<Side>,
}

struct Search<'a, 'e> {
    evaluator: &'e Evaluator<'a>,
    folders: Folders<'e>,
    found: Vec<LocalPath<'a>>,
}

impl<'a> Search<'a, '_> {
    fn resource(&mut self, resource: &Named<'a>) {
        let metadata = |name| resource.node.at(&["Metadata", name]);
        if let Some(context) = metadata("DockerContext") {
            self.paths(resource, context, |_| true);
        }
        let is_built = metadata("BuildMethod").is_some();
        let sam = resources::find(resource.type_name);
        for artifact in sam.map_or(&[][..], |it| it.artifacts) {
            let Some(value) = self.property(resource, artifact.property) else { continue };
            match artifact.kind {
                ArtifactKind::Code => self.code(resource, value, is_built),
                // Layers are often filled before they are deployed. What a build starts from is kept.
                ArtifactKind::Layer => self.paths(resource, value, |_| is_built),
                ArtifactKind::Definition => self.paths(resource, value, |_| true),
                // It is usually the name of an image.
                ArtifactKind::Image => (),
            }
        }
        if resource.type_name == resources::APPLICATION
            && let Some(value) = self.property(resource, "Location")
        {
            self.templates(resource, value);
        }
        for property in packaged::properties_of(resource.type_name) {
            let Some(value) = self.property(resource, property) else { continue };
            match resource.type_name {
                types::LAMBDA_FUNCTION => self.code(resource, value, is_built),
                "AWS::Lambda::LayerVersion" => self.paths(resource, value, |_| is_built),
                types::CLOUD_FORMATION_STACK | "AWS::CloudFormation::StackSet" => self.templates(resource, value),
                _ => self.paths(resource, value, |_| true),
            }
        }
    }

    /// Adds the paths of templates that a value can be.
    fn templates(&mut self, resource: &Named<'a>, value: &Node) {
        let before = self.found.len();
        self.paths(resource, value, |_| true);
        self.found.iter_mut().skip(before).for_each(|it| it.is_template = true);
    }

    /// The value of a property, of the resource itself or from `Globals`.
    fn property(&self, resource: &Named<'a>, name: &str) -> Option<&'a Node> {
        let own = resource.node.at(&["Properties", name]).filter(|it| !it.is_null());
        own.or_else(|| {
            let section = resource.type_name.strip_prefix("AWS::Serverless::")?;
            self.evaluator.template.section("Globals")?.at(&[section, name]).filter(|it| !it.is_null())
        })
    }

    /// Adds the paths that a value can be; those that lead nowhere where `is_kept` says that they are not made.
    fn paths(&mut self, resource: &Named<'a>, value: &Node, is_kept: impl Fn(&str) -> bool) {
        for value in self.evaluator.values_where(&resource.sides, value) {
            let Some(path) = value.node.text().map(ToString::to_string) else { continue };
            if !value.is_written_here() || !is_local(&path) {
                continue;
            }
            let Some(place) = self.folders.find(&path) else { continue };
            let is_said = place == Place::There || !is_made(&path) && (place != Place::Missing || is_kept(&path));
            if is_said {
                let (id, is_handler, is_template) = (resource.id, false, false);
                self.found.push(LocalPath { id, value, path, is_handler, is_template, place });
            }
        }
    }

    /// Adds the paths of a function's code, and the files in it that its handlers name.
    fn code(&mut self, resource: &Named<'a>, code: &Node, is_built: bool) {
        let is_other = ["InlineCode", "PackageType"]
            .iter()
            .any(|name| self.property(resource, name).is_some_and(|it| !it.is_text("Zip")));
        if is_other {
            return;
        }
        let runtimes = self.property(resource, "Runtime");
        let runtimes = runtimes.map(|it| self.evaluator.values_where(&resource.sides, it)).unwrap_or_default();
        let are_all = |start: &str| {
            !runtimes.is_empty() && runtimes.iter().all(|it| it.node.text().is_some_and(|it| it.starts_with(start)))
        };
        let (is_python, is_node) = (are_all("python"), are_all("nodejs"));
        // What is compiled can be a file of any name. Scripts can be made as well, but the folders of sources cannot.
        let is_kept = is_python || is_node || are_all("ruby");
        let is_folder = |path: &str| !last_part(path).contains('.') || path.ends_with(".py");
        let before = self.found.len();
        self.paths(resource, code, |path| is_kept && is_folder(path));
        let extensions = if is_python { PYTHON } else { NODE };
        // Handlers can be in layers.
        let is_elsewhere = is_built || self.property(resource, "Layers").is_some();
        let Some(handlers) = self.property(resource, "Handler").filter(|_| (is_python || is_node) && !is_elsewhere)
        else {
            return;
        };
        let there = self.found.iter().skip(before).filter(|it| it.place == Place::There);
        let folders: Vec<_> = there.map(|it| (it.path.clone(), it.value.conditions.clone())).collect();
        for (folder, sides) in folders {
            for value in self.evaluator.values_where(&sides, handlers) {
                let handler = self.handler(&folder, &value, extensions);
                self.found.extend(handler.map(|(path, place)| LocalPath {
                    id: resource.id,
                    value,
                    path,
                    is_handler: true,
                    is_template: false,
                    place,
                }));
            }
        }
    }

    /// The path that a handler names in the folder of its code, and what is there.
    fn handler(&mut self, code: &str, handler: &KnownValue, extensions: &[&str]) -> Option<(String, Place)> {
        let written = handler.node.text().filter(|_| handler.is_written_here())?;
        let (folder, name) = written.rsplit_once('/').unwrap_or(("", written));
        let is_python = extensions == PYTHON;
        let (module, function) = if is_python { name.rsplit_once('.')? } else { name.split_once('.')? };
        let inner = if is_python { module.replace('.', "/") } else { module.to_owned() };
        let inner = if folder.is_empty() { inner } else { format!("{folder}/{inner}") };
        if !is_local(&inner) || is_made(&inner) || inner.split('/').any(|it| it.is_empty() || it == ".") {
            return None;
        }
        let path = format!("{}/{inner}", code.trim_end_matches('/'));
        let (parent, stem) = path.rsplit_once('/')?;
        // It can come with what the code depends on.
        if self.folders.find(parent)? != Place::There || self.is_compiled(code)? {
            return None;
        }
        let listed = self.folders.names(parent)?;
        if listed.has(stem) || extensions.iter().any(|it| listed.has(&format!("{stem}{it}"))) {
            return Some((path, Place::There));
        }
        let alike: Vec<&str> = extensions.iter().flat_map(|it| listed.alike(&format!("{stem}{it}"))).collect();
        match alike[..] {
            [] if listed.has_code(extensions) && !listed.has_code(COMPILED) => Some((path, Place::Missing)),
            [one] => {
                let before = written.len() - stem.len() - function.len() - 1;
                let stem = one.get(..stem.len())?;
                Some((path, Place::OtherCase(format!("{}{stem}.{function}", written.get(..before)?))))
            }
            _ => None,
        }
    }

    /// Whether files in the folder of the code say that something else is made of it before it is deployed.
    fn is_compiled(&mut self, folder: &str) -> Option<bool> {
        const SIGNS: [&str; 5] = ["gruntfile.js", "gulpfile.js", "makefile", "tsconfig.json", "build.js"];
        let listed = self.folders.names(folder)?;
        Some(listed.by_lower.keys().any(|it| SIGNS.contains(&&**it) || it.contains(".config.")))
    }
}

/// What is in folders, each listed once.
struct Folders<'f> {
    files: &'f dyn Files,
    listed: HashMap<String, Option<Listed>>,
}

impl Folders<'_> {
    fn names(&mut self, folder: &str) -> Option<&Listed> {
        // One folder has one name here, however it is written.
        let parts: Vec<&str> = folder.split('/').filter(|it| !matches!(*it, "" | ".")).collect();
        let folder = parts.join("/");
        if !self.listed.contains_key(&folder) {
            let listed = self.files.names(&folder).map(Listed::new);
            self.listed.insert(folder.clone(), listed);
        }
        self.listed.get(&folder)?.as_ref()
    }

    /// What is at a path; `None` where that cannot be told.
    fn find(&mut self, path: &str) -> Option<Place> {
        let (mut folder, mut real) = (String::new(), Vec::new());
        for part in path.split('/') {
            if matches!(part, "" | ".") {
                real.push(part.to_owned());
                continue;
            }
            let listed = self.names(&folder)?;
            let name = match listed.alike(part).collect::<Vec<_>>()[..] {
                _ if listed.has(part) => part.to_owned(),
                [] => return Some(Place::Missing),
                [one] => one.to_owned(),
                _ => return None,
            };
            folder = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
            real.push(name);
        }
        let real = real.join("/");
        Some(if real == path { Place::There } else { Place::OtherCase(real) })
    }
}

/// The names in a folder.
struct Listed {
    by_lower: HashMap<String, Vec<String>>,
}

impl Listed {
    fn new(names: Vec<String>) -> Self {
        let mut by_lower: HashMap<String, Vec<String>> = HashMap::new();
        for name in names {
            by_lower.entry(name.to_ascii_lowercase()).or_default().push(name);
        }
        Self { by_lower }
    }

    /// The names that differ from this one at most in upper and lower case.
    fn alike(&self, name: &str) -> impl Iterator<Item = &str> + use<'_> {
        self.by_lower.get(&name.to_ascii_lowercase()).into_iter().flatten().map(|it| &**it)
    }

    fn has(&self, name: &str) -> bool {
        self.alike(name).any(|it| it == name)
    }

    /// Whether there is a file with one of the extensions that is no tool's own.
    fn has_code(&self, extensions: &[&str]) -> bool {
        let is_code = |name: &str| {
            extensions.iter().any(|it| name.ends_with(it))
                && !name.starts_with('.')
                && !["setup.py", "conftest.py", "__init__.py"].contains(&name)
        };
        self.by_lower.keys().any(|it| is_code(it))
    }
}

/// Whether a text is the whole path of something below the folder of the template. Others than ASCII letters can be
/// written in several ways, which file systems take for the same.
fn is_local(path: &str) -> bool {
    let is_plain = |it: char| it.is_ascii_alphanumeric() || "-_./ @+".contains(it);
    !path.is_empty()
        && path.chars().all(is_plain)
        && !path.starts_with('/')
        && path == path.trim()
        && path.split('/').all(|it| it != "..")
}

/// Whether a path is that of the template's folder itself, which is always there.
fn is_whole_folder(path: &str) -> bool {
    path.split('/').all(|it| matches!(it, "" | "."))
}

/// Whether a build usually makes what is at a path.
fn is_made(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    let is_made = |part: &str| {
        MADE.contains(&part)
            || (part.starts_with('.') && part != ".")
            || ["generated", "packaged"].iter().any(|it| part.contains(it))
    };
    ARCHIVES.iter().any(|it| path.ends_with(it)) || path.split('/').any(is_made)
}

fn last_part(path: &str) -> &str {
    path.trim_end_matches('/').rsplit('/').next().unwrap_or(path)
}
