//! Where a template names files, and what stands there once they are packaged.
use super::bucket::{self, Bucket};
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::facts::packaged::{self, Form, Packaged, Place, REPOSITORY_OF_APPLICATIONS};
use crate::node;
use crate::source::Span;
use crate::syntax::{IntoNode, Map, Node, Text};
use crate::template::intrinsics;
use crate::template::transforms::{self, INCLUDE};
use std::collections::HashSet;

const LOOP: &str = "Fn::ForEach::";
const TRANSFORM: &str = "Fn::Transform";
const SERVERLESS: &str = "AWS::Serverless::";

/// Something that is to be packaged.
#[derive(Debug)]
pub(crate) struct Wanted<'a> {
    /// The path as it is written; empty for the folder of the template, which is meant where nothing is written.
    pub path: &'a str,
    /// Where it is written.
    pub at: Span,
    pub form: Form,
    /// The resource that names it, if one does.
    pub resource: Option<&'a Node>,
    /// What holds for the resource where it says nothing itself.
    pub globals: Option<&'a Node>,
}

impl Wanted<'_> {
    /// A property of the resource, or of what holds for all of its type.
    pub(crate) fn property(&self, name: &str) -> Option<&Node> {
        self.resource.and_then(|it| it.at(&["Properties", name])).or_else(|| self.globals?.get(name))
    }
}

/// Packages what a template names.
pub(crate) trait Uploads {
    /// Gives the whole key of what is wanted. `None` where it cannot be packaged, which is reported.
    fn key_of(&mut self, wanted: &Wanted<'_>, problems: &mut Problems) -> Option<String>;
}

/// The template with the places of artifacts where it names files. Snippets that it includes are files as well.
pub(crate) fn packaged(tree: &Node, bucket: &Bucket, uploads: &mut dyn Uploads, problems: &mut Problems) -> Node {
    let mut packaged = tree.clone();
    let Some(sections) = packaged.map_mut() else { return packaged };
    let globals = sections.get("Globals").and_then(Node::map).cloned().unwrap_or_default();
    let mut rewriter = Rewriter { bucket, uploads, problems, globals, shared: HashSet::new() };
    if let Some(resources) = sections.get_mut("Resources").and_then(Node::map_mut) {
        rewriter.resources(resources);
    }
    if let Some(globals) = sections.get_mut("Globals").and_then(Node::map_mut) {
        for (name, section) in globals.iter_mut() {
            for row in packaged::of_type(&format!("{SERVERLESS}{}", &**name)) {
                // Where each resource has its own, nobody looks for this one.
                if rewriter.shared.contains(&(row.type_name, row.property)) {
                    rewriter.property(section, row, None, None);
                }
            }
        }
    }
    if let Some(metadata) = sections.get_mut("Metadata").and_then(Node::map_mut)
        && let Some(application) = metadata.get_mut(REPOSITORY_OF_APPLICATIONS)
    {
        for row in packaged::of_type(REPOSITORY_OF_APPLICATIONS) {
            rewriter.property(application, row, None, None);
        }
    }
    for (name, section) in sections.iter_mut() {
        match &**name {
            "Transform" => match section.list_mut() {
                Some(items) => items.iter_mut().for_each(|it| rewriter.include(it)),
                None => rewriter.include(section),
            },
            TRANSFORM => rewriter.include(section),
            _ => rewriter.includes(section),
        }
    }
    packaged
}

/// Where a template names what is packaged.
pub(crate) fn places(tree: &Node, bucket: &Bucket) -> Vec<Span> {
    /// Packages nothing.
    struct Places(Vec<Span>);
    impl Uploads for Places {
        fn key_of(&mut self, wanted: &Wanted<'_>, _: &mut Problems) -> Option<String> {
            self.0.push(wanted.at);
            None
        }
    }
    let mut places = Places(Vec::new());
    drop(packaged(tree, bucket, &mut places, &mut Problems::default()));
    places.0
}

/// Whether a path depends on the round of the loop that it stands in.
pub(crate) fn has_looped_paths(tree: &Node) -> bool {
    let resources = tree.get("Resources").and_then(Node::map);
    resources.is_some_and(|it| are_looped(it, &mut Vec::new()))
}

fn are_looped<'a>(resources: &'a Map, identifiers: &mut Vec<&'a str>) -> bool {
    resources.iter().any(|(key, resource)| {
        if let Some((identifier, body)) = looped(key, resource) {
            identifiers.push(identifier);
            let found = are_looped(body, identifiers);
            identifiers.pop();
            return found;
        }
        let (Some(type_name), Some(properties)) =
            (resource.get("Type").and_then(Node::text), resource.get("Properties"))
        else {
            return false;
        };
        // A loop among the properties may make any of them.
        let is_named = |row: &Packaged| properties.get(row.property.split('/').next().unwrap_or_default());
        let has_loop = properties.map().is_some_and(|it| it.keys().any(|it| it.starts_with(LOOP)));
        has_loop && packaged::of_type(type_name).next().is_some()
            || packaged::of_type(type_name).filter_map(is_named).any(|it| depends(it, identifiers))
    })
}

/// The identifier and the body of a loop.
fn looped<'a>(key: &str, entry: &'a Node) -> Option<(&'a str, &'a Map)> {
    match entry.list()? {
        [identifier, _, body] if key.starts_with(LOOP) => Some((identifier.text()?, body.map()?)),
        _ => None,
    }
}

fn depends(value: &Node, identifiers: &[&str]) -> bool {
    let mut found = false;
    value.walk(&mut |node| {
        let names = |it: &&str| match node.text() {
            Some(text) => text.contains(&format!("${{{it}}}")) || text.contains(&format!("&{{{it}}}")),
            None => intrinsics::argument(node, "Ref").is_some_and(|argument| argument.is_text(it)),
        };
        found |= identifiers.iter().any(names);
    });
    found
}

struct Rewriter<'a> {
    bucket: &'a Bucket,
    uploads: &'a mut dyn Uploads,
    problems: &'a mut Problems,
    globals: Map,
    /// The types and properties for which some resource has what holds for all.
    shared: HashSet<(&'static str, &'static str)>,
}

impl Rewriter<'_> {
    fn resources(&mut self, resources: &mut Map) {
        for (id, resource) in resources.iter_mut() {
            if looped(id, resource).is_some() {
                let body = resource.list_mut().and_then(|it| it.get_mut(2)).and_then(Node::map_mut);
                body.into_iter().for_each(|it| self.resources(it));
                continue;
            }
            let Some(type_name) = resource.get("Type").and_then(Node::text).cloned() else { continue };
            let globals = type_name.strip_prefix(SERVERLESS).and_then(|it| self.globals.get(it)).cloned();
            let written = resource.clone();
            let Some(map) = resource.map_mut() else { continue };
            if !map.contains_key("Properties") && packaged::of_type(&type_name).any(|it| it.is_given_by_default) {
                map.insert("Properties", Map::new().into_node(written.span));
            }
            let Some(properties) = map.get_mut("Properties") else { continue };
            let problems = self.problems.error_count();
            for row in packaged::of_type(&type_name) {
                self.resource_property(id, properties, row, &written, globals.as_ref());
            }
            if self.problems.error_count() == problems {
                self.image(id, &written, globals.as_ref());
            }
        }
    }

    fn resource_property(
        &mut self,
        id: &Text,
        properties: &mut Node,
        row: &'static Packaged,
        written: &Node,
        globals: Option<&Node>,
    ) {
        let is_image = is_image(written, globals);
        let has_code_elsewhere = is_image || properties.get("InlineCode").is_some();
        match row.form {
            Form::Image if !is_image => return,
            Form::Archive if has_code_elsewhere => return,
            _ => (),
        }
        if globals.is_some_and(|it| it.get(row.property).is_some()) && properties.get(row.property).is_none() {
            self.shared.insert((row.type_name, row.property));
        }
        if let Some(map) = properties.map_mut()
            && row.is_given_by_default
            && map.get(row.property).is_none_or(|it| it.is_null() || it.is_text(""))
        {
            // As `sam package` does: what `Globals` says becomes a property of the resource.
            let given = globals.and_then(|it| it.get(row.property)).filter(|it| !it.is_null()).cloned();
            let span =
                map.get(row.property).map_or(written.get("Type").map_or(written.span, |it| it.span), |it| it.span);
            map.insert(row.property, given.unwrap_or_else(|| node!(span, "")));
        }
        let mut problems = std::mem::take(self.problems);
        problems.in_resource(id, |problems| {
            std::mem::swap(self.problems, problems);
            self.property(properties, row, Some(written), globals);
            std::mem::swap(self.problems, problems);
        });
        *self.problems = problems;
    }

    /// Writes the places of what a property names.
    fn property(&mut self, owner: &mut Node, row: &'static Packaged, resource: Option<&Node>, globals: Option<&Node>) {
        let steps: Vec<&str> = row.property.split('/').collect();
        self.below(owner, &steps, row, resource, globals);
    }

    fn below(
        &mut self,
        node: &mut Node,
        steps: &[&str],
        row: &'static Packaged,
        resource: Option<&Node>,
        globals: Option<&Node>,
    ) {
        let Some((step, rest)) = steps.split_first() else {
            return self.value(node, row, resource, globals);
        };
        let Some(map) = node.map_mut() else { return };
        if *step == "*" {
            return map.iter_mut().for_each(|(_, it)| self.below(it, rest, row, resource, globals));
        }
        if map.contains_key(step)
            && let Some(node) = map.get_mut(step)
        {
            self.below(node, rest, row, resource, globals);
        }
    }

    fn value(&mut self, node: &mut Node, row: &'static Packaged, resource: Option<&Node>, globals: Option<&Node>) {
        let Some(text) = plain(node).cloned() else { return };
        if row.form == Form::Image {
            if !is_address_of_image(&text) {
                self.problems.push(unpushed(node.span, &format!("the image `{text}` is not in Amazon ECR")));
            }
            return;
        }
        if text.contains("://") || text.contains("{{") {
            if let (Place::Location { .. }, Some(place)) = (row.place, bucket::written(&text, row.place, node.span)) {
                *node = place;
            }
            return;
        }
        let is_default = row.is_given_by_default && resource.is_some();
        if text.is_empty() && !is_default {
            return;
        }
        let wanted = Wanted { path: &text, at: node.span, form: row.form, resource, globals };
        if let Some(key) = self.uploads.key_of(&wanted, self.problems) {
            *node = self.bucket.place(&key, row.place, node.span);
        }
    }

    /// Refuses a function whose image is still to be built.
    fn image(&mut self, id: &Text, resource: &Node, globals: Option<&Node>) {
        if !is_image(resource, globals) {
            return;
        }
        let has_image = ["ImageUri", "Code"].iter().any(|it| resource.at(&["Properties", it]).is_some());
        if has_image {
            return;
        }
        let (at, message) = match (resource.at(&["Metadata", "Dockerfile"]), resource.get("Type")) {
            (Some(file), _) => (file.span, "the image is not built"),
            (None, it) => (it.map_or(resource.span, |it| it.span), "the function is an image, and names none"),
        };
        self.problems.push(unpushed(at, message).resource(&**id));
    }

    /// Writes the places of the snippets that are included at and below a node.
    fn includes(&mut self, node: &mut Node) {
        if let Some(items) = node.list_mut() {
            return items.iter_mut().for_each(|it| self.includes(it));
        }
        let Some(map) = node.map_mut() else { return };
        for (key, value) in map.iter_mut() {
            match &**key == TRANSFORM {
                true => self.include(value),
                false => self.includes(value),
            }
        }
    }

    fn include(&mut self, transform: &mut Node) {
        if transforms::name(transform) != Some(INCLUDE) || transform.at(&["Parameters", "Location"]).is_none() {
            return;
        }
        let parameters = transform.map_mut().and_then(|it| it.get_mut("Parameters")).and_then(Node::map_mut);
        let Some(location) = parameters.and_then(|it| it.get_mut("Location")) else { return };
        let Some(text) = plain(location).cloned().filter(|it| !it.is_empty() && !it.contains("://")) else { return };
        let wanted = Wanted { path: &text, at: location.span, form: Form::File, resource: None, globals: None };
        if let Some(key) = self.uploads.key_of(&wanted, self.problems) {
            *location = self.bucket.place(&key, Place::Uri, location.span);
        }
    }
}

/// The text that a value is; that of `Fn::Sub` where nothing is put into it.
fn plain(node: &Node) -> Option<&Text> {
    node.text().or_else(|| intrinsics::argument(node, "Fn::Sub")?.text().filter(|it| !it.contains("${")))
}

/// Whether a function is an image.
fn is_image(resource: &Node, globals: Option<&Node>) -> bool {
    let own = resource.at(&["Properties", "PackageType"]);
    own.or_else(|| globals?.get("PackageType")).is_some_and(|it| it.is_text("Image"))
}

/// Whether this is the address of an image in a registry of Amazon ECR.
fn is_address_of_image(text: &str) -> bool {
    let host = text.split('/').next().unwrap_or_default();
    text.contains("{{") || text.contains('/') && (host.contains(".dkr.ecr.") || host.contains(".dkr-ecr."))
}

fn unpushed(span: Span, message: &str) -> Diagnostic {
    let help = "push it with Docker, and write its address, as in \
        `111122223333.dkr.ecr.eu-west-1.amazonaws.com/images:1`; `sam package` does both";
    Diagnostic::new(&codes::UNPUSHED_IMAGE, span, message).help(help)
}
