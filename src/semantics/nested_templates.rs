//! Templates that a template nests: those of local applications and stacks, in files beside it.
use crate::diagnostic::{Diagnostic, Label, Problems};
use crate::facts::types;
use crate::language::{self, Inputs, Purpose};
use crate::sam::resources;
use crate::source::{File, Files, Sources, Span, Unreadable, is_local_path};
use crate::syntax::{Map, Node, Text, add_file, parse};
use crate::template::{self, Made, Template, transforms};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// Where a resource can name a template that `package` uploads: its type, and the property.
pub(crate) const NAMING: [(&str, &str); 2] =
    [(resources::APPLICATION, "Location"), (types::CLOUD_FORMATION_STACK, "TemplateURL")];

/// Most files that are read for one template, however they nest each other. A stack has at most 500 resources, and few of
/// them are stacks.
const MOST_FILES: usize = 200;
/// Deepest nesting that is followed.
const DEEPEST: usize = 20;

/// The templates that the resources of a template nest, as far as they are files beside it.
#[derive(Debug, Default)]
pub(crate) struct NestedTemplates {
    /// By the logical id of the resource.
    by_resource: HashMap<String, NestedTemplate>,
}

/// A template that a resource nests.
#[derive(Clone, Debug)]
pub(crate) struct NestedTemplate {
    /// The path to it, as it is written.
    pub path: Text,
    /// Where the path is written.
    pub at: Span,
    pub content: Result<Rc<Interface>, NoTemplate>,
    /// The templates through which it contains itself, or the template that nests it; the first is also the last.
    pub circle: Option<Circle>,
}

/// Templates that nest each other in a circle.
#[derive(Clone, Debug)]
pub(crate) struct Circle {
    /// The paths from the folder of the template, the first and the last being the same.
    pub paths: Vec<String>,
    /// Where the circle closes.
    pub closes_at: Span,
}

/// Why what a path leads to is no template.
#[derive(Clone, Debug)]
pub(crate) enum NoTemplate {
    /// It is a folder, or another thing that is no file.
    NotAFile,
    /// It cannot be read as one; the first thing that is wrong with it.
    Malformed(Option<Label>),
}

/// What the resource that nests a template can see of it.
#[derive(Debug)]
pub(crate) struct Interface {
    /// The parameters with their declarations; `None` when not all of them are known.
    pub parameters: Option<Map>,
    /// The outputs; `None` when not all of them are known.
    pub outputs: Option<Map>,
    /// Where the outputs begin; where there are none, the template.
    pub outputs_at: Span,
}

impl NestedTemplates {
    /// Reads the templates that the resources of a template name, with those that these name, and adds them to `sources`.
    ///
    /// A file that is not there may be made by a build; one outside of the folder is not read.
    pub(crate) fn read(template: &Template, files: &dyn Files, sources: &mut Sources) -> Self {
        let own = sources.template().name();
        let own = own.rsplit(['/', std::path::MAIN_SEPARATOR]).next().unwrap_or(own).to_owned();
        let mut reader = Reader { files, sources, read: HashMap::new(), without_circle: HashSet::new() };
        let mut by_resource = HashMap::new();
        for naming in namings(template) {
            let Some(path) = path_from_folder(&own, &naming.path) else { continue };
            let content = match reader.file(&path) {
                Read::Template(interface, _) => Ok(interface),
                Read::NoTemplate(why) => Err(why),
                Read::NotKnown => continue,
            };
            let circle = reader.circle(&path, naming.at, &mut vec![own.clone()]);
            let Naming { id, path, at } = naming;
            by_resource.insert(id, NestedTemplate { path, at, content, circle });
        }
        Self { by_resource }
    }

    /// The template that a resource nests; `None` when nothing is known of it.
    pub(crate) fn of(&self, id: &str) -> Option<&NestedTemplate> {
        self.by_resource.get(id)
    }
}

impl NestedTemplate {
    /// What is known of it, if it is a template.
    pub(crate) fn interface(&self) -> Option<&Interface> {
        self.content.as_ref().ok().map(|it| &**it)
    }
}

/// A resource that names a local template.
#[derive(Clone, Debug)]
struct Naming {
    id: String,
    path: Text,
    at: Span,
}

/// The resources that name local templates.
fn namings(template: &Template) -> Vec<Naming> {
    let mut found = Vec::new();
    for (id, resource) in template.resources().iter() {
        let naming = NAMING.iter().find(|(name, _)| resource.get("Type").is_some_and(|it| it.is_text(name)));
        let value = naming.and_then(|(_, property)| resource.at(&["Properties", property]));
        let Some((value, path)) = value.and_then(|it| Some((it, it.text()?))) else { continue };
        if is_local_path(path) {
            found.push(Naming { id: id.to_string(), path: path.clone(), at: value.span });
        }
    }
    found
}

/// The path from the folder of the template to what the file `file` calls `path`; `None` when it leads out of there.
pub(crate) fn path_from_folder(file: &str, path: &str) -> Option<String> {
    if path.starts_with('/') {
        return None;
    }
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = folder.split('/').filter(|it| !it.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => (),
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// What is at a path.
#[derive(Clone)]
enum Read {
    /// A template, with what it nests itself.
    Template(Rc<Interface>, Rc<[Naming]>),
    NoTemplate(NoTemplate),
    /// It is not there or not to be read.
    NotKnown,
}

struct Reader<'f> {
    files: &'f dyn Files,
    sources: &'f mut Sources,
    read: HashMap<String, Read>,
    /// Paths from which no circle is reached.
    without_circle: HashSet<String>,
}

impl Reader<'_> {
    /// What is at a path, which is read once.
    fn file(&mut self, path: &str) -> Read {
        if let Some(read) = self.read.get(path) {
            return read.clone();
        }
        if self.read.len() >= MOST_FILES {
            return Read::NotKnown;
        }
        let read = match self.files.read(path) {
            Ok(file) => match opened(file, self.sources) {
                Ok(template) => Read::Template(Rc::new(Interface::of(&template)), namings(&template).into()),
                Err(Some(why)) => Read::NoTemplate(why),
                Err(None) => Read::NotKnown,
            },
            Err(Unreadable::NotAFile) => Read::NoTemplate(NoTemplate::NotAFile),
            Err(Unreadable::Missing | Unreadable::Outside | Unreadable::TooLarge | Unreadable::Refused(_)) => {
                Read::NotKnown
            }
        };
        self.read.insert(path.to_owned(), read.clone());
        read
    }

    /// The circle that is reached from what is at `path`, which is named at `at` by the last of `trail`.
    fn circle(&mut self, path: &str, at: Span, trail: &mut Vec<String>) -> Option<Circle> {
        if let Some(start) = trail.iter().position(|it| it == path) {
            let paths = trail[start..].iter().map(|it| &**it).chain([path]).map(ToOwned::to_owned).collect();
            return Some(Circle { paths, closes_at: at });
        }
        if trail.len() > DEEPEST || self.without_circle.contains(path) {
            return None;
        }
        if let Read::Template(_, namings) = self.file(path) {
            trail.push(path.to_owned());
            for naming in namings.iter() {
                let Some(next) = path_from_folder(path, &naming.path) else { continue };
                if let Some(circle) = self.circle(&next, naming.at, trail) {
                    return Some(circle);
                }
            }
            trail.pop();
        }
        self.without_circle.insert(path.to_owned());
        None
    }
}

/// The template in a file, which is added to the sources. Where it is none, why; `None` where nobody can tell.
fn opened(file: File, sources: &mut Sources) -> Result<Template, Option<NoTemplate>> {
    let Some((source, not_text)) = add_file(file, sources) else { return Err(None) };
    let malformed =
        |it: Option<Diagnostic>| Some(NoTemplate::Malformed(it.map(|it| Label { span: it.span, message: it.message })));
    if not_text.is_some() {
        return Err(malformed(not_text));
    }
    let mut problems = Problems::default();
    let first = |problems: Problems| malformed(problems.into_found().into_iter().find(Diagnostic::is_error));
    let Some(tree) = parse(source, &mut problems) else { return Err(first(problems)) };
    // Its snippets stay where they are: what they add is not known. What is wrong with its loops is not said here.
    let (tree, made) = language::transformed(tree, None, sources, &UNKNOWN, &mut Problems::default());
    let template = template::read(tree, &mut problems).or_else(|tree| {
        // What is wrong with single resources is not said here either.
        let has_resources = tree.get("Resources").and_then(Node::map).is_some_and(|it| !it.is_empty());
        match template::without_unfit(&tree) {
            Some(template) if has_resources => Ok(template),
            // A macro can make resources of anything.
            Some(template) if transforms::has_macros(&template) => Err(None),
            Some(_) | None => Err(first(problems)),
        }
    });
    template.map(|it| it.with_made(made))
}

/// What is known of the deployment of a nested template: others give its parameters, in a region that they choose.
const UNKNOWN: Inputs<'_> =
    Inputs { region: "us-east-1", is_region_given: false, overrides: &[], uncertain: &[], purpose: Purpose::Check };

/// The logical ids of the resources that nest local templates, with the paths of these from the folder of the template that
/// all paths are seen from. `path` is that of `template`.
pub(crate) fn nested_paths(template: &Template, path: &str) -> Vec<(String, String)> {
    let found = namings(template).into_iter();
    found.filter_map(|it| Some((it.id, path_from_folder(path, &it.path)?))).collect()
}

/// The template at a path, which is added to the sources; `None` when there is none that can be read.
pub(crate) fn nested_template(path: &str, files: &dyn Files, sources: &mut Sources) -> Option<Template> {
    opened(files.read(path).ok()?, sources).ok()
}

impl Interface {
    fn of(template: &Template) -> Self {
        let has_macros = transforms::has_macros(template);
        // Loops over what others give, or over what depends on the region, may make other outputs.
        let is_certain = |it: &Made| it.fixed.is_empty() && it.open_names.is_empty() && it.changeable.is_empty();
        let is_settled = template.made().is_none_or(is_certain);
        let section = |name| match template.section(name) {
            _ if has_macros || name == "Outputs" && !is_settled => None,
            None => Some(Map::new()),
            Some(section) => section.map().filter(|it| !it.keys().any(|it| it.starts_with("Fn::"))).cloned(),
        };
        let start = Span { start: template.span.start, end: template.span.start };
        let outputs_at = template.sections().key_span("Outputs").unwrap_or(start);
        Self { parameters: section("Parameters"), outputs: section("Outputs"), outputs_at }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_seen_from_the_folder_of_the_template() {
        for (file, path, expected) in [
            ("t.yaml", "a.yaml", Some("a.yaml")),
            ("t.yaml", "./a//b.yaml", Some("a/b.yaml")),
            ("a/b/t.yaml", "../c.yaml", Some("a/c.yaml")),
            ("a/t.yaml", "../../c.yaml", None),
            ("t.yaml", "../t/c.yaml", None),
            ("a/t.yaml", "/etc/c.yaml", None),
        ] {
            assert_eq!(path_from_folder(file, path).as_deref(), expected, "{file} {path}");
        }
    }
}
