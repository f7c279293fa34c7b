//! The functions that the resolvers of an API are made of.
use super::data_sources::none_data_source;
use super::{Kind, Parts, truthy};
use crate::cfn::Resource;
use crate::diagnostic::{Diagnostic, Problems, Sound, codes, nearest};
use crate::node;
use crate::properties;
use crate::property::shape::*;
use crate::source::Span;
use crate::syntax::{IntoNode, Map, Node, Text as Name};
use std::collections::HashMap;

const FUNCTION: Kind =
    Kind { type_name: "AWS::AppSync::FunctionConfiguration", purpose: "function of the API's resolvers" };

properties! {
    /// A function for resolvers: one defined here, or an existing one by its `Id`.
    pub(super) struct Function {
        /// The data source that it uses: a key under `DataSources`, `NONE`, or an intrinsic function that returns a name.
        "DataSource" => data_source: Option<Either<Text, Object>>;
        /// What runs its code.
        "Runtime" => runtime: Option<Runtime<'static>>;
        /// Its code, written in the template.
        "InlineCode" => inline_code: Option<Passed<Text>>;
        /// Its code as a file: `s3://bucket/key`, or a local path until it is packaged.
        "CodeUri" => code_uri: Option<Passed<Text>>;
        /// Description of the function.
        "Description" => description: Option<Passed<Text>>;
        /// Maximum number of requests that are sent to the data source in a batch.
        "MaxBatchSize" => max_batch_size: Option<Passed<Integer>>, range(0..=2000);
        /// Name of the function; its key when omitted.
        "Name" => name: Option<Literal<Text>>;
        /// Id of an existing function; no other property can be set with it.
        "Id" => id: Option<Passed<Text>>;
        /// How conflicting changes are detected and resolved.
        "Sync" => sync: Option<Sync<'static>>;
    }
}

properties! {
    /// What runs the code of a function or resolver.
    pub(super) struct Runtime {
        /// Its name: `APPSYNC_JS`.
        "Name" => name: Passed<Text>, one_of(&["APPSYNC_JS"]);
        /// Its version: `1.0.0`.
        "Version" => version: Passed<Text>, one_of(&["1.0.0"]);
    }
}

properties! {
    /// How conflicting changes are detected and resolved.
    pub(super) struct Sync {
        /// How they are detected: by `VERSION`, or not at all with `NONE`.
        "ConflictDetection" => detection: Passed<Text>, one_of(&["VERSION", "NONE"]);
        /// How they are resolved.
        "ConflictHandler" => handler: Option<Passed<Text>>, one_of(&["OPTIMISTIC_CONCURRENCY", "AUTOMERGE", "LAMBDA", "NONE"]);
        /// The function that resolves them, with `LAMBDA`.
        "LambdaConflictHandlerConfig" => lambda_handler: Option<LambdaConflictHandler<'static>>;
    }
}

properties! {
    /// A function that resolves conflicts.
    pub(super) struct LambdaConflictHandler {
        /// ARN of the function.
        "LambdaConflictHandlerArn" => arn: Passed<Arn>;
    }
}

/// What the functions of an API turn into.
#[derive(Default)]
pub(super) struct Functions {
    pub resources: Vec<Resource>,
    /// The ids that AppSync knows them by, by the keys under which they are listed.
    pub ids: HashMap<Name, Node>,
    /// The data source of those that need none, if there are such.
    pub none_data_source: Option<Resource>,
}

/// The functions listed. `None` at the first that cannot be made, which is reported under its key alone.
pub(super) fn build(
    listed: Option<&Map>,
    data_sources: &HashMap<Name, Node>,
    parts: &Parts<'_>,
    problems: &mut Problems,
) -> Option<Functions> {
    let mut functions = Functions::default();
    for (key, entry) in listed.into_iter().flat_map(Map::entries) {
        let (at, written) = (entry.key_span, entry.value.map()?);
        let function = Function::read(written, at, problems)?;
        if let Some(id) = truthy(function.id) {
            problems.in_resource(key, |problems| check_alone(written, id, problems))?;
            functions.ids.insert(key.clone(), id.clone());
            continue;
        }
        let resource = parts.named(key, FUNCTION, at, problems)?;
        let resource = problems.in_resource(key, |problems| {
            check_code(function.inline_code, function.code_uri, at, problems)?;
            let data_source = functions.data_source(&function, at, data_sources, parts, problems)?;
            let runtime = runtime(function.runtime, at, problems)?;
            let resource = resource
                .set("ApiId", parts.api_id())
                .set("Code", truthy(function.inline_code))
                .set("CodeS3Location", truthy(function.code_uri))
                .set("DataSourceName", data_source)
                .set("Description", function.description)
                .set("MaxBatchSize", function.max_batch_size)
                .set("Name", truthy(function.name).cloned().unwrap_or_else(|| key.into_node(at)))
                .set("Runtime", runtime)
                .set("SyncConfig", function.sync);
            Some(resource)
        })?;
        functions.ids.insert(key.clone(), resource.get_att("FunctionId"));
        functions.resources.push(resource);
    }
    Some(functions)
}

/// The runtime as AppSync takes it. `None` when there is none, which is reported.
pub(super) fn runtime(written: Option<&Node>, at: Span, problems: &mut Problems) -> Option<Node> {
    let Some(written) = written else {
        let finding = Diagnostic::new(&codes::MISSING_PROPERTY, at, "property `Runtime` is required with code")
            .missing(["Runtime"]);
        problems.push(finding.help("add `Runtime: { Name: APPSYNC_JS, Version: 1.0.0 }`"));
        return None;
    };
    let runtime = Runtime::read(written.map()?, written.span, problems)?;
    Some(node!(written.span, {"Name": (runtime.name), "RuntimeVersion": (runtime.version)}))
}

/// Reports code that is given twice.
pub(super) fn check_one_code(inline: Option<&Node>, uri: Option<&Node>, problems: &mut Problems) -> Option<Sound> {
    let (Some(inline), Some(uri)) = (truthy(inline), truthy(uri)) else { return Some(Sound) };
    let finding = Diagnostic::new(&codes::CONFLICTING_PROPERTIES, uri.span, "`InlineCode` and `CodeUri` are both set");
    problems.push(finding.related(inline.span, "the other one").help("keep one of the two"));
    None
}

fn check_code(inline: Option<&Node>, uri: Option<&Node>, at: Span, problems: &mut Problems) -> Option<Sound> {
    check_one_code(inline, uri, problems)?;
    if truthy(inline).or(truthy(uri)).is_none() {
        let finding = Diagnostic::new(&codes::MISSING_PROPERTY, at, "the function has no code")
            .missing(["CodeUri", "InlineCode"]);
        problems.push(finding.help("add `CodeUri:` with the file of the code, or `InlineCode:`"));
        return None;
    }
    Some(Sound)
}

/// Reports what else a function has whose `Id` says that it comes from elsewhere.
fn check_alone(function: &Map, id: &Node, problems: &mut Problems) -> Option<Sound> {
    let mut others = function.entries().filter(|(name, _)| **name != *"Id");
    let Some((name, entry)) = others.next() else { return Some(Sound) };
    let message = format!("`{name}` cannot be used with `Id`, which refers to an existing function");
    let finding = Diagnostic::new(&codes::CONFLICTING_PROPERTIES, entry.key_span, message);
    problems.push(finding.related(id.span, "its `Id`").help("remove `Id`, or all other properties"));
    None
}

impl Functions {
    /// The name of a function's data source. `None` when there is none of that name, which is reported.
    fn data_source(
        &mut self,
        function: &Function<'_>,
        at: Span,
        known: &HashMap<Name, Node>,
        parts: &Parts<'_>,
        problems: &mut Problems,
    ) -> Option<Node> {
        let Some(written) = truthy(function.data_source) else {
            let finding = Diagnostic::new(&codes::MISSING_PROPERTY, at, "the function has no `DataSource`")
                .missing(["DataSource"]);
            problems.push(finding.help("add `DataSource:` with a key under `DataSources`, or `NONE`"));
            return None;
        };
        let Some(key) = written.text() else { return Some(written.clone()) };
        if key.to_lowercase() == "none" {
            let none = self.none_data_source.get_or_insert_with(|| none_data_source(parts, written.span));
            return Some(none.get_att("Name"));
        }
        if let Some(name) = known.get(key) {
            return Some(name.clone());
        }
        let message = format!("there is no data source `{key}` under `DataSources`");
        let finding = Diagnostic::new(&codes::UNKNOWN_DATA_SOURCE, written.span, message);
        let mut names: Vec<&str> = known.keys().map(|it| &**it).collect();
        names.sort_unstable();
        problems.push(match nearest(key, names) {
            Some(near) => finding.did_you_mean(written.span, key, near),
            None => finding
                .help("refer to one outside this API with an intrinsic function such as `!GetAtt MyDataSource.Name`"),
        });
        None
    }
}
