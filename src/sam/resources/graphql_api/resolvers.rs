//! The resolvers of an API: what AppSync does for a field of the schema.
use super::functions::{Runtime, Sync, check_one_code, runtime};
use super::{Kind, Parts, truthy};
use crate::cfn::Resource;
use crate::diagnostic::{Diagnostic, Problems, codes, nearest};
use crate::facts::types;
use crate::node;
use crate::properties;
use crate::property::shape::*;
use crate::syntax::{Entry, IntoNode, Map, Node, Text as Name};
use std::collections::HashMap;

const RESOLVER: Kind = Kind { type_name: types::APP_SYNC_RESOLVER, purpose: "resolver of a field of the schema" };

properties! {
    /// How AppSync resolves a field: it runs functions one after the other.
    pub(super) struct Resolver {
        /// The field; the key of the resolver when omitted.
        "FieldName" => field_name: Option<Literal<Text>>;
        /// How long the result is cached, and by which keys.
        "Caching" => caching: Option<Caching<'static>>;
        /// Code that runs before and after the functions, written in the template.
        "InlineCode" => inline_code: Option<Passed<Text>>;
        /// Code that runs before and after the functions, as a file; code that does nothing when omitted.
        "CodeUri" => code_uri: Option<Passed<Text>>;
        /// Maximum number of requests that are sent to a data source in a batch.
        "MaxBatchSize" => max_batch_size: Option<Passed<Integer>>, range(0..=2000);
        /// The functions, by their keys under `Functions`.
        "Pipeline" => pipeline: Option<Literal<ListOf<Literal<Text>>>>;
        /// What runs the code.
        "Runtime" => runtime: Option<Runtime<'static>>;
        /// Has no effect: functions resolve conflicts.
        "Sync" => sync: Option<Sync<'static>>;
    }
}

properties! {
    /// How long the result of a resolver is cached, and by which keys.
    pub(super) struct Caching {
        /// Seconds that it stays in the cache.
        "Ttl" => ttl: Passed<Integer>, range(1..=3600);
        /// The caching keys, such as `$context.identity`.
        "CachingKeys" => keys: Option<Literal<ListOf<Passed<Text>>>>;
    }
}

/// What runs before and after the functions where the user gives no code.
const DEFAULT_CODE: &str = "
export function request(ctx) {
    return {};
}

export function response(ctx) {
    return ctx.prev.result;
}
";

/// The resolvers listed. `functions` are the ids of functions by their keys. `None` at the first resolver that cannot
/// be made, which is reported under its key alone.
pub(super) fn build(
    listed: &Map,
    functions: &HashMap<Name, Node>,
    schema_id: &Name,
    parts: &Parts<'_>,
    problems: &mut Problems,
) -> Option<Vec<Resource>> {
    let mut resources = Vec::new();
    for (type_name, of_type) in listed.entries() {
        for (key, entry) in of_type.value.map()?.entries() {
            let at = entry.key_span;
            let mut resource = parts.named(&format!("{type_name}{key}"), RESOLVER, at, problems)?;
            resource.attributes.insert("DependsOn", node!(at, [schema_id]));
            let resource = resource.set("ApiId", parts.api_id()).set("TypeName", type_name);
            let complete = |problems: &mut Problems| complete(resource, key, entry, functions, problems);
            resources.push(problems.in_resource(key, complete)?);
        }
    }
    Some(resources)
}

/// The resolver with its code and functions.
fn complete(
    resource: Resource,
    key: &Name,
    entry: &Entry,
    functions: &HashMap<Name, Node>,
    problems: &mut Problems,
) -> Option<Resource> {
    let at = entry.key_span;
    let resolver = Resolver::read(entry.value.map()?, at, problems)?;
    check_one_code(resolver.inline_code, resolver.code_uri, problems)?;
    let resource = resource.set("Code", resolver.inline_code).set("CodeS3Location", resolver.code_uri);
    let resource = if truthy(resolver.inline_code).or(truthy(resolver.code_uri)).is_some() {
        resource.set("Runtime", runtime(resolver.runtime, at, problems)?)
    } else {
        let runtime = node!(at, {"Name": "APPSYNC_JS", "RuntimeVersion": "1.0.0"});
        resource.set("Code", DEFAULT_CODE).set("Runtime", runtime)
    };
    let Some(pipeline) = truthy(resolver.pipeline) else {
        let finding =
            Diagnostic::new(&codes::MISSING_PROPERTY, at, "property `Pipeline` is required").missing(["Pipeline"]);
        let help = "add `Pipeline:` with a list of keys under `Functions`; SAM has no resolvers without functions, \
                    but you can write an `AWS::AppSync::Resolver`";
        problems.push(finding.help(help));
        return None;
    };
    let steps: Option<Vec<Node>> = pipeline.list()?.iter().map(|it| function_id(it, functions, problems)).collect();
    let resource = resource
        .set("FieldName", truthy(resolver.field_name).cloned().unwrap_or_else(|| key.into_node(at)))
        .set("Kind", "PIPELINE")
        .set("PipelineConfig", node!(pipeline.span, {"Functions": (steps?)}))
        .set("CachingConfig", resolver.caching)
        .set("MaxBatchSize", truthy(resolver.max_batch_size));
    Some(resource)
}

/// The id of a step of a pipeline. `None` when there is no such function, which is reported.
fn function_id(step: &Node, functions: &HashMap<Name, Node>, problems: &mut Problems) -> Option<Node> {
    let key = step.text()?;
    if let Some(id) = functions.get(key) {
        return Some(id.clone());
    }
    let message = format!("there is no function `{key}` under `Functions`");
    let finding = Diagnostic::new(&codes::UNKNOWN_FUNCTION, step.span, message);
    let mut names: Vec<&str> = functions.keys().map(|it| &**it).collect();
    names.sort_unstable();
    problems.push(match nearest(key, names) {
        Some(near) => finding.did_you_mean(step.span, key, near),
        None => finding.help("add the function there; for an existing function, set its `Id` there"),
    });
    None
}
