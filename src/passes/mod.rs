//! From the template to the document: the passes and their order.
mod artifacts;
mod default_definitions;
mod dependencies;
mod deployments;
mod embedded_connectors;
mod expand;
mod extensions;
mod function_names;
mod globals;
mod implicit_apis;
mod implicit_http_api;
mod openapi_versions;
mod patches;
mod python2_strings;
mod record_sets;
mod references;
mod routes;
mod shared_resources;
mod size;

use crate::cfn::{Context, Deployment, Origins, Patch, Resource, Route, SharedResource, note_origin};
use crate::diagnostic::Problems;
use crate::source::Span;
use crate::syntax::{Deferred, Map, Node, Text, Unsettled};
use crate::template::mappings::Mappings;
use crate::template::parameters::Parameters;
use crate::template::{Template, partition};
use dependencies::Dependencies;
use indexmap::IndexMap;
use std::collections::{HashMap, HashSet};

/// What an expansion depends on besides the template.
///
/// ```
/// use samc::{Artifacts, Options};
/// let options = Options::default().with_region("eu-west-1").with_parameters([("Stage", "prod")]);
/// assert_eq!(options.partition(), "aws");
/// assert_eq!(options.artifacts, Artifacts::Placeholder);
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Options {
    /// AWS region, such as `eu-west-1`: the value of `AWS::Region`, and through it the partition of generated ARNs.
    pub region: String,
    /// Whether the region was chosen; if not, it is not checked what the region offers.
    pub is_region_given: bool,
    /// Resource types that exist although they are not known here, such as those of the last weeks.
    pub known_types: Vec<String>,
    /// Values of template parameters, over their defaults.
    pub parameter_overrides: Vec<(String, String)>,
    /// Parameters whose values others choose: for these no default counts, and a value that is given may be another one.
    pub(crate) uncertain_parameters: Vec<String>,
    /// What becomes of code and definitions that have not been uploaded yet.
    pub artifacts: Artifacts,
    /// The time that counts as now: it decides the logical ids of deployments with `AlwaysDeploy`.
    pub seconds_since_1970: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            region: "us-east-1".to_owned(),
            is_region_given: false,
            known_types: Vec::new(),
            parameter_overrides: Vec::new(),
            uncertain_parameters: Vec::new(),
            artifacts: Artifacts::Placeholder,
            seconds_since_1970: 0,
        }
    }
}

impl Options {
    /// The same for another region.
    #[must_use]
    pub fn with_region(self, region: impl Into<String>) -> Self {
        Self { region: region.into(), is_region_given: true, ..self }
    }

    /// The same with these names and values in place of the parameter overrides.
    #[must_use]
    pub fn with_parameters<N: Into<String>, V: Into<String>>(self, values: impl IntoIterator<Item = (N, V)>) -> Self {
        let overrides = values.into_iter().map(|(name, value)| (name.into(), value.into()));
        Self { parameter_overrides: overrides.collect(), ..self }
    }

    /// The same with these resource types taken for known.
    #[must_use]
    pub fn with_known_types<T: Into<String>>(self, names: impl IntoIterator<Item = T>) -> Self {
        Self { known_types: names.into_iter().map(Into::into).collect(), ..self }
    }

    /// The same with another way to treat code and definitions that have not been uploaded yet.
    #[must_use]
    pub fn with_artifacts(self, artifacts: Artifacts) -> Self {
        Self { artifacts, ..self }
    }

    /// The same with another time that counts as now, in seconds since 1970.
    #[must_use]
    pub fn at_time(self, seconds_since_1970: u64) -> Self {
        Self { seconds_since_1970, ..self }
    }

    /// The partition of the region, such as `aws-cn` for `cn-north-1`; `aws` for every region that is not known.
    pub fn partition(&self) -> &'static str {
        partition::of_region(&self.region)
    }
}

/// What becomes of code and definitions that have not been uploaded yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Artifacts {
    /// A local path stands as `s3://bucket/value`, as under `sam validate`.
    Placeholder,
    /// A local path is refused, as a deployment would refuse it.
    AsIs,
}

/// A step on the way from the template to the document, in one of the three phases.
type Pass<D> = fn(&mut Compilation<'_, D>, &mut Problems);

/// First the template is completed …
const COMPLETION: &[Pass<()>] = &[
    artifacts::run,
    python2_strings::run,
    default_definitions::run,
    implicit_apis::run,
    globals::run,
    openapi_versions::run,
    embedded_connectors::run,
];

/// … then its resources are expanded: what calls APIs first, since APIs are made of the routes that lead to it …
const EXPANSION: &[Pass<Deferred>] = &[
    expand::functions,
    patches::run,
    routes::run,
    function_names::run,
    expand::apis,
    shared_resources::run,
    expand::others,
];

/// … connectors last, which look at what all others have become, and references are made to fit what resources are
/// called now.
const FINISH: &[Pass<Map>] = &[expand::connectors, deployments::run, references::run, extensions::run, size::run];

/// The first phase: there is no document yet.
pub(crate) type Completing<'a> = Compilation<'a, ()>;
/// The second: the template is complete, and the document a copy of it that is put off.
pub(crate) type Expanding<'a> = Compilation<'a, Deferred>;
/// The third: the document has all its resources but what connectors and deployments add.
pub(crate) type Finishing<'a> = Compilation<'a, Map>;

/// A template on its way to a document, in the phase that the type of the document says.
pub(crate) struct Compilation<'a, D> {
    pub options: &'a Options,
    pub partition: &'static str,
    /// The template, which the first phase completes.
    pub template: Template,
    /// The document's sections, which are made from those of the template.
    pub document: D,
    /// Known when texts have been marked by `python2_strings`.
    pub parameters: Parameters,
    /// Known from the second phase on.
    pub mappings: Mappings,
    /// Routes that wait to be joined into their APIs.
    pub routes: Vec<Route>,
    /// Functions that wait for the CodeDeploy application that they share.
    pub deployments: Vec<Deployment>,
    /// Edits that wait to be made to the user's own resources.
    pub patches: Vec<Patch>,
    /// See [`Context::globals`]. Known when these are merged.
    pub globals: Option<Span>,
    /// The groups of DNS records so far, by logical id.
    pub record_set_groups: HashMap<Text, Resource>,
    pub dependencies: Dependencies,
    /// Where the generated resources of the document come from.
    pub origins: Origins,
    /// How many findings there were when the expansion of resources began.
    pub found_before: usize,
    /// Resources that wait to be joined, by logical id, each with that of the resource that asks for it.
    pub shared: IndexMap<Text, Vec<(Text, SharedResource)>>,
    /// See [`Context::function_names`]. Known when routes are joined.
    pub function_names: HashMap<String, String>,
    /// Logical ids as written, with those in the document where they are others.
    pub renamed: IndexMap<Text, Text>,
    /// What references such as `Function.Alias` stand for: logical id and word, with the generated logical id.
    pub referable: HashMap<(String, &'static str), Text>,
    /// Logical ids and properties that name nothing in S3 yet, and so stand as a placeholder.
    pub placeholders: HashSet<(Text, &'static str)>,
}

impl<'a> Completing<'a> {
    fn new(template: Template, options: &'a Options) -> Self {
        let partition = options.partition();
        Self {
            options,
            partition,
            parameters: Parameters::default(),
            mappings: Mappings::default(),
            template,
            document: (),
            routes: Vec::new(),
            deployments: Vec::new(),
            patches: Vec::new(),
            globals: None,
            record_set_groups: HashMap::new(),
            dependencies: Dependencies::default(),
            origins: Origins::default(),
            found_before: 0,
            shared: IndexMap::new(),
            function_names: HashMap::new(),
            renamed: IndexMap::new(),
            referable: HashMap::new(),
            placeholders: HashSet::new(),
        }
    }
}

impl<'a, D> Compilation<'a, D> {
    /// The compilation in its next phase.
    fn with_document<E>(self, next: impl FnOnce(D) -> E) -> Compilation<'a, E> {
        Compilation {
            options: self.options,
            partition: self.partition,
            template: self.template,
            document: next(self.document),
            parameters: self.parameters,
            mappings: self.mappings,
            routes: self.routes,
            deployments: self.deployments,
            patches: self.patches,
            globals: self.globals,
            record_set_groups: self.record_set_groups,
            dependencies: self.dependencies,
            origins: self.origins,
            found_before: self.found_before,
            shared: self.shared,
            function_names: self.function_names,
            renamed: self.renamed,
            referable: self.referable,
            placeholders: self.placeholders,
        }
    }

    /// What the expansion of a resource may look at.
    pub(crate) fn context(&self) -> Context<'_> {
        Context {
            partition: self.partition,
            parameters: &self.parameters,
            mappings: &self.mappings,
            resources: self.template.resources(),
            globals: self.globals,
            document: None,
            conditions: self.template.section("Conditions").and_then(Node::map),
            seconds_since_1970: self.options.seconds_since_1970,
            function_names: &self.function_names,
        }
    }
}

impl<D: Document> Compilation<'_, D> {
    /// Puts a resource into the document, in the place of what has its logical id. `cause` is the logical id of the
    /// user's resource that asked for it.
    fn put_resource(&mut self, cause: &Text, resource: Resource) {
        note_origin(&mut self.origins, cause, &resource);
        // As the reference does, which shows in the order of the document.
        self.document.resources().update(&Map::from_iter([resource.into_node()]));
    }
}

/// The document in the phases that put resources into it.
pub(crate) trait Document {
    fn sections(&mut self) -> Unsettled<'_>;

    /// The resources, once their order is settled.
    fn settled_resources(&self) -> Option<&Map>;

    fn resources(&mut self) -> Unsettled<'_> {
        self.sections().into_below("Resources").expect("copied from the template, which has resources")
    }
}

impl Document for Deferred {
    fn sections(&mut self) -> Unsettled<'_> {
        self.map().expect("begun as a map of sections")
    }

    fn settled_resources(&self) -> Option<&Map> {
        None
    }
}

impl Document for Map {
    fn sections(&mut self) -> Unsettled<'_> {
        self.into()
    }

    fn settled_resources(&self) -> Option<&Map> {
        self.get("Resources").and_then(Node::map)
    }
}

/// What the passes make of a template.
#[derive(Clone, Debug)]
pub(crate) struct Expanded {
    /// The sections of the document; complete only when there are no errors.
    pub document: Map,
    /// The template with implicit APIs, and with `Globals` merged into its resources.
    pub template: Template,
    pub parameters: Parameters,
    pub mappings: Mappings,
    /// See [`Compilation::referable`].
    pub referable: HashMap<(String, &'static str), Text>,
    /// See [`Compilation::origins`].
    pub origins: Origins,
    /// See [`Compilation::placeholders`].
    pub placeholders: HashSet<(Text, &'static str)>,
}

/// Runs all passes over a template.
pub(crate) fn run(template: Template, options: &Options, problems: &mut Problems) -> Expanded {
    let mut completing = Compilation::new(template, options);
    COMPLETION.iter().for_each(|pass| pass(&mut completing, problems));
    let is_expandable = size::is_expandable(&completing, problems);
    let mut expanding = expand::begin(completing, problems);
    if is_expandable {
        EXPANSION.iter().for_each(|pass| pass(&mut expanding, problems));
    }
    let mut finishing = expand::end(expanding);
    FINISH.iter().for_each(|pass| pass(&mut finishing, problems));
    let Compilation { document, template, parameters, mappings, referable, origins, placeholders, .. } = finishing;
    Expanded { document, template, parameters, mappings, referable, origins, placeholders }
}
