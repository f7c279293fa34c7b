//! Nested templates, put together with the one that nests them to one application.
mod flattening;

use super::model::{Graph, Group};
use crate::cfn::{Cause, Origin};
use crate::diagnostic::Problems;
use crate::passes::{self, Expanded, Options};
use crate::semantics::{nested_paths, nested_template, path_from_folder};
use crate::source::{Files, Sources};
use crate::syntax::{Map, Node, Text, Value};
use crate::template::Template;
use flattening::Flattening;
use std::collections::{HashMap, HashSet};

/// Most nested templates that are put together. One can be nested by many, which takes an expansion each time.
const MOST: usize = 100;
/// Most resources of all templates together.
const MOST_RESOURCES: usize = 5_000;
/// Deepest nesting that is followed.
const DEEPEST: usize = 10;

/// A template in its place: the one that is drawn, or one that it nests.
pub(super) struct Instance {
    /// The logical id of the resource that nests it, and the template that has the resource.
    stack: String,
    parent: Option<usize>,
    /// Its path from the folder of the template that is drawn, and its folder there.
    path: String,
    /// What its logical ids begin with in the application.
    prefix: String,
    template: Template,
    expanded: Expanded,
    /// What is given to its parameters, in the words of its parent.
    given: Map,
    /// The templates that it nests, by the logical ids of their stacks.
    nested: HashMap<String, usize>,
}

/// A template with all that it nests.
pub(super) struct Nesting {
    /// The template that is drawn comes first, and each behind its parent.
    instances: Vec<Instance>,
    /// Whether all of them could be expanded.
    pub is_complete: bool,
    left_out: Vec<String>,
    /// What no logical id of the templates has.
    mark: String,
}

impl Nesting {
    /// Reads and expands what `written`, which became `expanded`, nests.
    pub(super) fn read(
        written: &Template,
        expanded: &Expanded,
        options: &Options,
        files: &dyn Files,
        sources: &mut Sources,
    ) -> Self {
        let own = sources.template().name();
        let own = own.rsplit(['/', '\\']).next().unwrap_or(own).to_owned();
        let root = Instance {
            stack: String::new(),
            parent: None,
            path: own,
            prefix: String::new(),
            template: written.clone(),
            expanded: expanded.clone(),
            given: Map::new(),
            nested: HashMap::new(),
        };
        let (instances, left_out) = (vec![root], Vec::new());
        let mut nesting = Self { instances, is_complete: true, left_out, mark: "Nested".to_owned() };
        let mut read: HashMap<String, Option<Template>> = HashMap::new();
        let mut count = written.resources().len();
        let mut at = 0;
        while at < nesting.instances.len() {
            let parent = &nesting.instances[at];
            for (stack, path) in nested_paths(&parent.template, &parent.path) {
                let what = format!("what `{}` nests", nesting.name_of(at, &stack));
                if nesting.trail(at).any(|it| nesting.instances[it].path == path) {
                    nesting.left_out.push(format!("{what}: it contains itself"));
                    continue;
                }
                if nesting.instances.len() > MOST || count > MOST_RESOURCES || nesting.trail(at).count() > DEEPEST {
                    nesting.left_out.push(format!("{what}: too much is nested"));
                    continue;
                }
                let template = read.entry(path.clone()).or_insert_with(|| nested_template(&path, files, sources));
                let Some(template) = template.clone() else {
                    nesting.left_out.push(format!("{what}: `{path}` cannot be read"));
                    continue;
                };
                count += template.resources().len();
                nesting.add(at, stack, path, template, options);
            }
            at += 1;
        }
        while sources.files().iter().any(|it| it.text().contains(&nesting.mark)) {
            nesting.mark.push('Z');
        }
        for number in 1..nesting.instances.len() {
            nesting.instances[number].prefix = format!("{}{number}Z", nesting.mark);
        }
        nesting
    }

    /// The instance with the number, and those that nest it.
    fn trail(&self, at: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(at), |it| self.instances[*it].parent)
    }

    /// The name of a resource behind those of the stacks that it is in.
    fn name_of(&self, at: usize, id: &str) -> String {
        let mut names: Vec<&str> = self.trail(at).map(|it| &*self.instances[it].stack).collect();
        names.reverse();
        names.push(id);
        names.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(".")
    }

    /// Expands a template with what is given to it.
    fn add(&mut self, parent: usize, stack: String, path: String, mut template: Template, options: &Options) {
        let document = self.instances[parent].expanded.document.get("Resources");
        let given = document.and_then(|it| it.at(&[&stack, "Properties", "Parameters"])).and_then(Node::map);
        let given = given.cloned().unwrap_or_default();
        let mut overrides = Vec::new();
        let flattening = Flattening::new(&self.instances);
        if let Some(declared) = template.sections_mut().get_mut("Parameters").and_then(Node::map_mut) {
            for (name, declaration) in declared.iter_mut() {
                let Some(value) = given.get(name) else { continue };
                let value = flattening.node(value, parent);
                if matches!(value.value, Value::Text(_) | Value::Number(_) | Value::Bool(_)) {
                    overrides.push((name.to_string(), value.plain_text()));
                } else if let Some(declaration) = declaration.map_mut() {
                    // It is not the value here.
                    declaration.remove("Default");
                }
            }
        }
        let options = options.clone().with_parameters(overrides);
        let mut problems = Problems::default();
        let expanded = passes::run(template.clone(), &options, &mut problems);
        self.is_complete &= !problems.has_errors();
        let number = self.instances.len();
        self.instances[parent].nested.insert(stack.clone(), number);
        let (prefix, nested) = (String::new(), HashMap::new());
        self.instances.push(Instance { stack, parent: Some(parent), path, prefix, template, expanded, given, nested });
    }

    /// One template with the resources of all, and what became of it.
    pub(super) fn flat(&self) -> (Template, Expanded) {
        let (mut written, mut expanded) = (self.instances[0].template.clone(), self.instances[0].expanded.clone());
        let mut resources = Map::new();
        let flattening = Flattening::new(&self.instances);
        for (at, instance) in self.instances.iter().enumerate() {
            let prefixed = |id: &str| Text::from(format!("{}{id}", instance.prefix));
            let document = instance.expanded.document.get("Resources").and_then(Node::map);
            for (id, entry) in document.into_iter().flat_map(Map::entries) {
                resources.insert_at(prefixed(id), entry.key_span, flattening.node(&entry.value, at));
            }
            if at == 0 {
                continue;
            }
            for (id, entry) in instance.template.resources().entries() {
                let mut resource = entry.value.clone();
                place_definition(&mut resource, &instance.path);
                written.resources_mut().insert_at(prefixed(id), entry.key_span, resource);
            }
            for (id, origin) in &instance.expanded.origins {
                let cause = |it: &Cause| Cause { resource_id: prefixed(&it.resource_id), span: it.span };
                let causes = origin.causes.iter().map(cause).collect();
                expanded.origins.insert(prefixed(id), Origin { purpose: origin.purpose.clone(), causes });
            }
        }
        if let Some(section) = expanded.document.get_mut("Resources") {
            section.value = Value::Map(resources);
        }
        (written, expanded)
    }

    /// The graph of [`Nesting::flat`] with a group for each nested template, under the names that the user knows.
    pub(super) fn grouped(&self, mut graph: Graph) -> Graph {
        // The prefixes end in a letter, so that none begins another.
        let replaced = |text: &str, by: &dyn Fn(usize) -> String| {
            if !text.contains(&self.mark) {
                return text.to_owned();
            }
            let all = (1..self.instances.len()).rev();
            all.fold(text.to_owned(), |text, it| text.replace(&self.instances[it].prefix, &by(it)))
        };
        let bare = |text: &str| replaced(text, &|_| String::new());
        for vertex in &mut graph.vertices {
            vertex.group = (1..self.instances.len())
                .find(|it| !vertex.outside && vertex.id.starts_with(&self.instances[*it].prefix))
                .map(|it| it - 1);
            vertex.id = replaced(&vertex.id, &|it| self.name_of(it, "") + ".");
            vertex.name = bare(&vertex.name);
            vertex.detail = vertex.detail.as_deref().map(bare);
        }
        graph.edges.iter_mut().flat_map(|it| &mut it.labels).for_each(|it| *it = bare(it));
        graph.left_out.iter_mut().for_each(|it| *it = replaced(it, &|it| self.name_of(it, "") + "."));
        graph.left_out.extend(self.left_out.iter().cloned());
        let group = |it: &Instance| Group {
            name: it.stack.clone(),
            file: it.path.clone(),
            parent: it.parent.and_then(|it| it.checked_sub(1)),
        };
        graph.groups = self.instances.iter().skip(1).map(group).collect();
        let boxes = [None].into_iter().chain((0..graph.groups.len()).map(Some));
        let drawn: HashSet<usize> = boxes.flat_map(|it| graph.groups_in(it)).collect();
        let stack = |it: &usize| {
            let Instance { parent, stack, .. } = &self.instances[*it + 1];
            self.name_of(parent.unwrap_or_default(), stack)
        };
        let stacks: HashSet<String> = drawn.iter().map(stack).collect();
        without_stacks(graph, &stacks)
    }
}

/// The graph without stacks that are drawn as boxes around what they nest, unless something leads to or from them.
fn without_stacks(mut graph: Graph, stacks: &HashSet<String>) -> Graph {
    let connected: HashSet<usize> = graph.edges.iter().flat_map(|it| [it.from, it.to]).collect();
    let is_kept = |at: usize, id: &String| connected.contains(&at) || !stacks.contains(id);
    let kept: Vec<bool> = graph.vertices.iter().enumerate().map(|(at, it)| is_kept(at, &it.id)).collect();
    let places = kept.iter().scan(0, |next, it| {
        let place = *next;
        *next += usize::from(*it);
        Some(place)
    });
    let places: Vec<usize> = places.collect();
    graph.edges.iter_mut().for_each(|it| (it.from, it.to) = (places[it.from], places[it.to]));
    let mut at = kept.iter();
    graph.vertices.retain(|_| at.next().is_some_and(|it| *it));
    graph
}

/// Writes the path of a definition as it is seen from the folder of the template that is drawn.
fn place_definition(resource: &mut Node, path: &str) {
    let properties = resource.map_mut().and_then(|it| it.get_mut("Properties")?.map_mut());
    let Some(uri) = properties.and_then(|it| it.get_mut("DefinitionUri")) else { return };
    let Some(written) = uri.text().filter(|it| !it.contains("://") && !it.contains("${")) else { return };
    // What leads out is not read.
    let seen = path_from_folder(path, written).unwrap_or_else(|| format!("../{written}"));
    uri.value = Value::Text(seen.into());
}
