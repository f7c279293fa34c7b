//! The revision of a web function: its code and what it runs with.
use super::table::WebFunction;
use crate::cfn::Resource;
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::node;
use crate::sam::{SamResource, s3_location};
use crate::source::Span;
use crate::syntax::{IntoNode, Map, Node, Text, Value};
use crate::template::intrinsics;

/// The variable by which the Node.js runtime knows which file to start.
const ENTRY_POINT_VARIABLE: &str = "AWS_LAMBDA_NODEJS_ENTRYPOINT";
const DEFAULT_TIMEOUT: i64 = 30;

/// The logical id of the revision.
pub(super) fn logical_id(resource: &SamResource<'_>) -> Text {
    resource.logical_id.append("Revision")
}

/// The revision that is made of the code. `None` when it cannot be made, which is reported.
pub(super) fn revision(
    function: &WebFunction<'_>,
    name: &Node,
    role_arn: Node,
    resource: &SamResource<'_>,
    problems: &mut Problems,
) -> Option<Resource> {
    let at = resource.span;
    let build = build_config(function, resource, problems);
    let service = service_config(function, role_arn, resource, problems);
    let revision = Resource::new(
        logical_id(resource),
        "AWS::Lambda::WebFunctionRevision",
        "revision of the function, with its code and settings",
        at,
    )
    .attributes(&resource.generated_attributes())
    .depends_on(node!(at, [(resource.logical_id)]))
    .set("FunctionName", name)
    .set("Description", function.revision_description)
    .set("KmsKeyArn", function.kms_key_arn)
    .set("BuildConfig", build?)
    .set("ServiceConfig", service?);
    Some(revision)
}

fn build_config(function: &WebFunction<'_>, resource: &SamResource<'_>, problems: &mut Problems) -> Option<Node> {
    let at = resource.span;
    let code = code(function, resource, problems);
    let Some(runtime) = function.runtime else {
        let finding =
            Diagnostic::new(&codes::MISSING_PROPERTY, at, "a web function needs `Runtime`").missing(["Runtime"]);
        problems.push(finding.help("add `Runtime:` with a language and its version, such as `nodejs24.x`"));
        return None;
    };
    Some(node!(at, {"CodeConfig": {"S3Object": (code?)}, "RuntimeConfig": {"Runtime": runtime}}))
}

fn code(function: &WebFunction<'_>, resource: &SamResource<'_>, problems: &mut Problems) -> Option<Node> {
    if let (Some(_), Some(inline)) = (function.code_uri, function.inline_code) {
        let message = "`CodeUri` and `InlineCode` cannot be used together";
        let finding = Diagnostic::new(&codes::CONFLICTING_PROPERTIES, inline.span, message);
        problems.push(finding.help("remove `InlineCode`"));
        return None;
    }
    if let Some(inline) = function.inline_code.filter(|it| it.is_truthy()) {
        let message = "the code of a web function cannot be written in the template yet";
        problems.push(Diagnostic::new(&codes::INVALID_VALUE, inline.span, message).help("use `CodeUri` instead"));
        return None;
    }
    let Some(uri) = function.code_uri.filter(|it| it.is_truthy()) else {
        let finding = Diagnostic::new(&codes::MISSING_PROPERTY, resource.span, "the web function has no code")
            .missing(["CodeUri"]);
        problems.push(finding.help("add `CodeUri: s3://bucket/key`"));
        return None;
    };
    let location = s3_location::read("CodeUri", uri, problems)?;
    let mut object = Map::from_iter([("Bucket", location.bucket), ("Key", location.key)]);
    if let Some(version) = location.version {
        object.insert("VersionId", version);
    }
    Some(object.into_node(uri.span))
}

fn service_config(
    function: &WebFunction<'_>,
    role_arn: Node,
    resource: &SamResource<'_>,
    problems: &mut Problems,
) -> Option<Map> {
    let at = resource.span;
    let mut config = Map::from_iter([("ExecutionRoleArn", role_arn)]);
    if let Some(variables) = environment_variables(function, problems)? {
        config.insert("EnvironmentVariables", variables);
    }
    if let Some(logging) = function.logging_config.filter(|it| it.is_truthy()) {
        config.insert("TelemetryConfig", node!(logging.span, {"LoggingConfig": logging}));
    }
    if let Some(concurrency) = function.max_concurrency {
        config.insert("MaxConcurrencyPerEnvironment", concurrency.clone());
    }
    if let Some(connector) = function.egress_network_connector_arn {
        config.insert("EgressNetworkConnectorArn", connector.clone());
    }
    let timeout = function.timeout.filter(|it| it.is_truthy());
    config.insert("TimeoutSeconds", timeout.cloned().unwrap_or_else(|| node!(at, DEFAULT_TIMEOUT)));
    Some(config)
}

/// The variables as strings, with that for the entry point. `None` when it has no place there, which is reported.
fn environment_variables(function: &WebFunction<'_>, problems: &mut Problems) -> Option<Option<Node>> {
    let entry_point = function.entry_point.filter(|it| it.is_truthy());
    let written = function.environment_variables.filter(|it| it.is_truthy());
    if let Some(intrinsic) = written.filter(|it| intrinsics::is_intrinsic(it)) {
        if let Some(entry_point) = entry_point {
            let message = "`EntryPoint` cannot be added to environment variables that come from an intrinsic function";
            let finding = Diagnostic::new(&codes::CONFLICTING_PROPERTIES, entry_point.span, message);
            problems.push(
                finding.help(format!("write the variables as a map, or set `{ENTRY_POINT_VARIABLE}` among them")),
            );
            return None;
        }
        return Some(Some(intrinsic.clone()));
    }
    let mut variables = Map::new();
    for (name, entry) in written.and_then(Node::map).into_iter().flat_map(Map::entries) {
        variables.insert_at(name.clone(), entry.key_span, as_text(&entry.value));
    }
    if let Some(entry_point) = entry_point {
        variables.insert(ENTRY_POINT_VARIABLE, entry_point.clone());
    }
    let span = written.or(entry_point).map_or(Span::NOWHERE, |it| it.span);
    Some(Some(variables).filter(|it| !it.is_empty()).map(|it| it.into_node(span)))
}

/// Booleans and numbers as strings, since the value of a variable is one.
fn as_text(value: &Node) -> Node {
    match &value.value {
        Value::Bool(it) => node!(value.span, if *it { "true" } else { "false" }),
        Value::Number(number) => number.python_text().into_node(value.span),
        Value::Null | Value::Text(_) | Value::List(_) | Value::Map(_) => value.clone(),
    }
}
