//! Packages a template with those that it nests, the innermost first.
use super::{Allowed, Analysis, Depth, inputs, locate, with_files};
use crate::diagnostic::{self, Diagnostic, Problems, Severity, codes, reconcile};
use crate::emit;
use crate::facts::packaged::Form;
use crate::language;
use crate::package::{self, Found, Packer, Project, Unpackable, Uploads, Wanted, unpackable};
use crate::passes::{Artifacts, Options};
use crate::source::{Sources, Span};
use crate::syntax::{self, Map, Node, Text, Value, decode_file};
use crate::template::{self, Snippet, Template, intrinsics};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::PathBuf;

/// How packaged templates are written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Writing {
    /// Whether SAM is expanded, so that nothing is left to a transform.
    pub is_expanded: bool,
    pub is_json: bool,
}

/// A run of `package`.
pub(crate) struct Packaging<'a> {
    pub packer: Packer<'a>,
    writing: Writing,
    /// The nested templates, by their paths and what is known of their parameters; `None` where that makes no difference.
    templates: HashMap<PathBuf, HashMap<Option<Given>, Nested>>,
    variants: Variants,
    /// The templates that are being worked on, from the outermost in.
    around: Vec<PathBuf>,
    /// What was found in nested templates, each with its files.
    pub nested: Vec<(Sources, Vec<Diagnostic>)>,
    /// Parameters whose defaults are fixed in what was written.
    pub fixed: BTreeSet<String>,
    /// Whether the values of parameters make a difference to what was written.
    heeds_values: bool,
    /// Whether the region stands in what was written.
    pub has_urls: bool,
    /// Whether transforms are left in what was expanded.
    pub has_transforms: bool,
}

/// What is known of the parameters of a nested template.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct Given {
    values: Vec<(String, String)>,
    /// Those whose values are known only when the stack is made, and those whose values may be others then.
    uncertain: Vec<String>,
    /// Whether it is not known which of them get a value.
    is_open: bool,
}

/// A nested template that was packaged.
#[derive(Clone, Debug)]
struct Nested {
    /// Its whole key; `None` where it has errors.
    key: Option<String>,
    /// Its parameters whose values were put in, although they may be others.
    fixed: BTreeSet<String>,
    /// Whether the values of its parameters make a difference to it, or to one that it nests.
    heeds_values: bool,
}

/// How often nested templates were packaged again for other values of their parameters. A chain of templates that each
/// nest the next one twice has twice as many of each.
#[derive(Clone, Copy, Debug, Default)]
struct Variants {
    count: usize,
    /// The bytes of the templates, each as often as it was packaged again.
    bytes: u64,
}

/// Deepest nesting of templates.
const DEEPEST: usize = 20;
/// Most variants of all nested templates together. A template has at most 500 resources ("CloudFormation quotas" in the
/// user guide of CloudFormation).
const MOST_VARIANTS: usize = 500;
const MOST_BYTES_OF_VARIANTS: u64 = 4_000_000;

impl<'a> Packaging<'a> {
    pub(crate) fn new(packer: Packer<'a>, writing: Writing) -> Self {
        Self {
            packer,
            writing,
            templates: HashMap::new(),
            variants: Variants::default(),
            around: Vec::new(),
            nested: Vec::new(),
            fixed: BTreeSet::new(),
            heeds_values: false,
            has_urls: false,
            has_transforms: false,
        }
    }

    /// Packages what a template names, and gives the template to deploy as text; `None` where there are errors, or the
    /// artifacts cannot be written. What is found has its place in `sources`.
    pub(crate) fn template(
        &mut self,
        sources: &mut Sources,
        project: &dyn Project,
        options: &Options,
    ) -> (Option<String>, Vec<Diagnostic>) {
        let (document, mut findings) = match self.writing.is_expanded {
            true => self.expanded(sources, project, options),
            false => self.as_written(sources, project, options),
        };
        once(&mut findings);
        let is_json = self.writing.is_json;
        let text = document.filter(|_| !findings.iter().any(Diagnostic::is_error)).and_then(|document| {
            let written = if is_json { emit::json(&document) } else { emit::yaml(&document) };
            written.map_err(|problem| findings.push(*problem)).ok()
        });
        (text.filter(|_| self.packer.stopped.is_none()), findings)
    }

    fn expanded(
        &mut self,
        sources: &mut Sources,
        project: &dyn Project,
        options: &Options,
    ) -> (Option<Node>, Vec<Diagnostic>) {
        self.heeds_values = true;
        let options = options.clone().with_artifacts(Artifacts::AsIs);
        let mut complete = |tree: Node, problems: &mut Problems| {
            refuse_repository(&tree, problems);
            self.packaged(&tree, project, &options, problems)
        };
        let analysis = with_files(sources, Some(project), &options, Depth::Harm, &mut complete);
        let document = analysis.document();
        let Analysis { translation, findings, .. } = analysis;
        let fixed = translation.iter().flat_map(super::Translation::fixed_parameters).map(str::to_owned);
        self.fixed.extend(fixed);
        document.iter().for_each(|it| it.walk(&mut |node| self.has_transforms |= has_transform(node)));
        (document, findings)
    }

    /// The template as it is written, with its transforms. Only snippets are put in that name files, and only loops are
    /// unrolled in which each round has its own: where they are, nobody would find these files.
    fn as_written(
        &mut self,
        sources: &mut Sources,
        project: &dyn Project,
        options: &Options,
    ) -> (Option<Node>, Vec<Diagnostic>) {
        let mut problems = Problems::default();
        let Some(tree) = syntax::parse(sources.template(), &mut problems) else {
            return (None, reconcile::once(problems.into_found()));
        };
        let tree = self.with_snippets(&tree, sources, project, &mut problems).unwrap_or(tree);
        let has_looped_paths = package::has_looped_paths(&tree);
        // What loops run over may be a parameter.
        self.heeds_values |= has_looped_paths;
        let unrolled = has_looped_paths
            .then(|| language::unrolled(&tree, sources, &inputs(options, Depth::Harm), &mut problems))
            .flatten();
        let tree = match unrolled {
            None => tree,
            Some((tree, made)) => {
                self.fixed.extend(made.fixed);
                tree
            }
        };
        let plain = without_loops(&tree);
        let has_loops = plain != tree;
        let mut faults = Problems::default();
        let template = template::read(plain, &mut faults).ok();
        if template.is_none() && !has_loops {
            faults.into_found().into_iter().for_each(|it| problems.push(it));
            return (None, reconcile::once(problems.into_found()));
        }
        let packaged = self.packaged(&tree, project, options, &mut problems);
        let mut findings = reconcile::once(problems.into_found());
        if let Some(template) = template {
            findings = allowed(sources, &template, findings);
        }
        tree.map().into_iter().for_each(|it| locate(it, &mut findings));
        (Some(packaged), findings)
    }

    /// The template with the snippets put in that name what is packaged; `None` where none does.
    fn with_snippets(
        &self,
        tree: &Node,
        sources: &mut Sources,
        project: &dyn Project,
        problems: &mut Problems,
    ) -> Option<Node> {
        let mut found = Problems::default();
        let included = language::included(tree, project, &|_| true, sources, &mut found);
        // Whatever else a snippet may be, it is packaged as it is. How often those are included that stay where they are is
        // of no matter.
        let found = found.into_found().into_iter().filter(|it| it.is_error() && !is_repeated(it, sources));
        found.for_each(|it| problems.push(it));
        let (included, made) = included?;
        let places = package::places(&included, self.packer.bucket);
        let names_files = |it: &&Snippet| places.iter().any(|place| it.tree.span.contains(*place));
        let paths: HashSet<Text> = made.snippets.iter().filter(names_files).map(|it| it.path.clone()).collect();
        let is_named = |path: &str| paths.contains(path);
        let mut found = Problems::default();
        let included = language::included(tree, project, &is_named, sources, &mut found).map(|it| it.0);
        found.into_found().into_iter().filter(|it| is_repeated(it, sources)).for_each(|it| problems.push(it));
        included
    }

    fn packaged(&mut self, tree: &Node, project: &dyn Project, options: &Options, problems: &mut Problems) -> Node {
        let sections = tree.map().cloned().unwrap_or_default();
        let bucket = self.packer.bucket;
        let mut level = Level { packaging: self, project, options, sections };
        package::packaged(tree, bucket, &mut level, problems)
    }
}

/// A template that is being packaged.
struct Level<'l, 'a> {
    packaging: &'l mut Packaging<'a>,
    project: &'l dyn Project,
    options: &'l Options,
    sections: Map,
}

impl Uploads for Level<'_, '_> {
    fn key_of(&mut self, wanted: &Wanted<'_>, problems: &mut Problems) -> Option<String> {
        self.packaging.has_urls |= matches!(wanted.form, Form::Template | Form::TemplateAsItIs);
        if wanted.form != Form::Template {
            return self.packaging.packer.pack(wanted, self.project, problems);
        }
        let done = self.project.find(wanted.path).and_then(|found| self.nested(&found, wanted));
        done.unwrap_or_else(|reason| {
            problems.push(unpackable(wanted, &reason));
            None
        })
    }
}

impl Level<'_, '_> {
    /// Packages a nested template, and gives its whole key.
    fn nested(&mut self, found: &Found, wanted: &Wanted<'_>) -> Result<Option<String>, Unpackable> {
        if found.is_folder {
            return Err(refused("it is a folder", "name the template in it"));
        }
        if self.packaging.around.contains(&found.real) {
            return Err(refused("it contains itself", "remove the resource that closes the circle"));
        }
        if self.packaging.around.len() >= DEEPEST {
            return Err(refused("templates are nested more than 20 deep", "nest fewer of them"));
        }
        let (given, dependencies) = self.given(wanted);
        let known = self.packaging.templates.get(&found.real);
        let nested = match known.and_then(|it| it.get(&None).or_else(|| it.get(&Some(given.clone())))) {
            Some(known) => known.clone(),
            None => {
                let nested = self.made(found, &given)?;
                let key = nested.heeds_values.then(|| given.clone());
                self.packaging.templates.entry(found.real.clone()).or_default().insert(key, nested.clone());
                nested
            }
        };
        self.packaging.heeds_values |= nested.heeds_values;
        // What stands in it because of a default here is another one with another value.
        for parameter in nested.fixed {
            self.packaging.fixed.extend(dependencies.get(&parameter).into_iter().flatten().cloned());
        }
        if self.packaging.packer.stopped.is_some() {
            return Ok(None);
        }
        nested.key.map(Some).ok_or_else(|| faulty(&given))
    }

    fn made(&mut self, found: &Found, given: &Given) -> Result<Nested, Unpackable> {
        if self.packaging.templates.contains_key(&found.real) {
            self.packaging.variants.add(found.size, self.packaging.writing)?;
        }
        let (file, project) = self.project.nested(found)?;
        let (source, undecodable) = decode_file(file);
        let mut sources = Sources::new(source);
        let outer = std::mem::take(&mut self.packaging.fixed);
        let outer_heeds_values = std::mem::take(&mut self.packaging.heeds_values);
        let (text, findings) = match undecodable {
            Some(problem) => (None, vec![problem]),
            None => {
                let mut options = Options {
                    parameter_overrides: given.values.clone(),
                    uncertain_parameters: given.uncertain.clone(),
                    ..self.options.clone()
                };
                if given.is_open {
                    options.uncertain_parameters.extend(declared(&sources));
                }
                self.packaging.around.push(found.real.clone());
                let packaged = self.packaging.template(&mut sources, &*project, &options);
                self.packaging.around.pop();
                packaged
            }
        };
        let fixed = std::mem::replace(&mut self.packaging.fixed, outer);
        let heeds_values = std::mem::replace(&mut self.packaging.heeds_values, outer_heeds_values);
        if !findings.is_empty() {
            self.packaging.nested.push((sources, findings));
        }
        let key = text.and_then(|it| self.packaging.packer.pack_template(&found.shown, &it));
        Ok(Nested { key, fixed, heeds_values })
    }

    /// What the resource gives to the template that it nests, and the parameters here that each value depends on and that
    /// may have other values. For what it does not give, the defaults of that template count.
    fn given(&self, wanted: &Wanted<'_>) -> (Given, BTreeMap<String, BTreeSet<String>>) {
        let (mut given, mut dependencies) = (Given::default(), BTreeMap::new());
        let Some(parameters) = wanted.property("Parameters") else { return (given, dependencies) };
        given.is_open = intrinsics::is_intrinsic(parameters);
        let parameters = parameters.map().filter(|_| !given.is_open);
        for (name, value) in parameters.into_iter().flat_map(Map::iter) {
            given.is_open |= name.starts_with("Fn::");
            if intrinsics::is_no_value(value) {
                continue;
            }
            let evaluated = language::evaluated(value, &self.sections, &inputs(self.options, Depth::Harm));
            if evaluated.as_ref().is_none_or(|(_, fixed)| !fixed.is_empty()) {
                given.uncertain.push(name.to_string());
            }
            if let Some((value, fixed)) = evaluated {
                given.values.push((name.to_string(), value));
                dependencies.insert(name.to_string(), fixed);
            }
        }
        (given, dependencies)
    }
}

impl Variants {
    /// Counts one more, or refuses it.
    fn add(&mut self, bytes: u64, writing: Writing) -> Result<(), Unpackable> {
        let (count, bytes) = (self.count + 1, self.bytes.saturating_add(bytes));
        let excess = match () {
            () if count > MOST_VARIANTS => format!("more than {MOST_VARIANTS} variants"),
            () if bytes > MOST_BYTES_OF_VARIANTS => format!("variants of more than {MOST_BYTES_OF_VARIANTS} bytes"),
            () => {
                *self = Self { count, bytes };
                return Ok(());
            }
        };
        let reason = format!("nested templates have {excess} in all, one for each set of values of their parameters");
        let help = match writing.is_expanded {
            true => "give several of them the same values, or package without `--expand`",
            false => "give several of them the same values",
        };
        Err(refused(&reason, help))
    }
}

fn refused(reason: &str, help: &str) -> Unpackable {
    Unpackable::Refused { reason: reason.to_owned(), help: help.to_owned() }
}

/// Whether a map of a document asks for a transform, as the sections do, or as an intrinsic function does.
fn has_transform(node: &Node) -> bool {
    let is_sections = node.get("Resources").is_some() && node.get("Transform").is_some();
    is_sections || node.get("Fn::Transform").is_some()
}

/// Refuses the applications of the Serverless Application Repository: what stands for them in an expansion cannot be deployed.
fn refuse_repository(tree: &Node, problems: &mut Problems) {
    let resources = tree.get("Resources").and_then(Node::map);
    for (id, resource) in resources.into_iter().flat_map(Map::iter) {
        let is_application = resource.get("Type").is_some_and(|it| it.is_text("AWS::Serverless::Application"));
        let Some(named) = resource.at(&["Properties", "Location", "ApplicationId"]).filter(|_| is_application) else {
            continue;
        };
        let message = "only the deployment can request the URL of an application from the repository";
        let finding = Diagnostic::new(&codes::PLACEHOLDER_URL, named.span, message).resource(&**id);
        let finding = finding.help("package the template without `--expand`");
        problems.push(Diagnostic { severity: Severity::Error, ..finding });
    }
}

/// The names of the parameters of a template.
fn declared(sources: &Sources) -> Vec<String> {
    let tree = syntax::parse(sources.template(), &mut Problems::default());
    let parameters = tree.as_ref().and_then(|it| it.get("Parameters")).and_then(Node::map);
    parameters.into_iter().flat_map(Map::keys).map(|it| it.to_string()).collect()
}

/// Whether the template itself says something too often, not a file that it names.
fn is_repeated(finding: &Diagnostic, sources: &Sources) -> bool {
    *finding.code == codes::TEMPLATE_TOO_LARGE && sources.template().contains(finding.span)
}

/// Leaves out what several resources have from the same line of `Globals`, and what SAM says of what could not be packaged.
fn once(findings: &mut Vec<Diagnostic>) {
    const REFUSED: [&codes::Code; 3] = [&codes::MISSING_ARTIFACT, &codes::UNPUSHED_IMAGE, &codes::PLACEHOLDER_URL];
    let unpackaged = |it: &&Diagnostic| it.is_error() && REFUSED.contains(&it.code);
    let places: HashSet<Span> = findings.iter().filter(unpackaged).map(|it| it.span).collect();
    let mut seen = HashSet::new();
    findings.retain(|it| {
        (unpackaged(&it) || !places.contains(&it.span)) && seen.insert((it.code.name, it.span, it.message.clone()))
    });
}

fn faulty(given: &Given) -> Unpackable {
    let is_known = |name: &&String| given.values.iter().any(|(it, _)| it == *name);
    let unknown: Vec<String> = given.uncertain.iter().filter(|it| !is_known(it)).map(|it| format!("`{it}`")).collect();
    let mut help = "correct them first".to_owned();
    if !unknown.is_empty() {
        let names = unknown.join(", ");
        help.push_str(&format!("; where one is about {names}, write a value here that is known before the deployment"));
    }
    Unpackable::Refused { reason: "it has errors".to_owned(), help }
}

/// The sections without the loops among the resources, which make resources but are none.
fn without_loops(tree: &Node) -> Node {
    let mut tree = tree.clone();
    if let Some(resources) = tree.map_mut().and_then(|it| it.get_mut("Resources"))
        && let Value::Map(map) = &resources.value
    {
        let is_plain = |key: &str| !key.starts_with("Fn::");
        let plain = map.entries().filter(|(key, _)| is_plain(key));
        let mut kept = Map::new();
        for (key, entry) in plain {
            kept.insert_at(key.clone(), entry.key_span, entry.value.clone());
        }
        resources.value = Value::Map(kept);
    }
    tree
}

/// The findings without the warnings that the template allows.
fn allowed(sources: &Sources, template: &Template, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let (mut findings, warnings): (Vec<_>, _) = found.into_iter().partition(Diagnostic::is_error);
    findings.extend(Allowed::read(sources, template, &[]).silence(sources, warnings));
    diagnostic::sort(&mut findings);
    findings
}
