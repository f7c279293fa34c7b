//! What mappings of Kafka have besides, wherever Kafka runs: consumer groups and schema registries.
use super::MappingProperties;
use super::access::{allow, read_secret};
use super::table::EVENT_RECORD_FORMATS;
use crate::cfn::Context;
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::node;
use crate::syntax::{Map, Node, Value};
use crate::template::intrinsics;

/// What a mapping says about Kafka, with what the role must be allowed for it.
#[derive(Debug, Default)]
pub(crate) struct Kafka {
    /// The mapping's configuration, if there is anything in it.
    pub configuration: Option<Node>,
    /// Statements for reading the schema registry.
    pub statements: Vec<Node>,
}

/// Reads consumer group and schema registry.
pub(crate) fn read(properties: &MappingProperties<'_>, context: &Context<'_>, problems: &mut Problems) -> Kafka {
    let mut configuration = Map::new();
    let mut statements = Vec::new();
    if let Some(group) = properties.consumer_group_id.filter(|it| it.is_truthy()) {
        configuration.insert("ConsumerGroupId", group.clone());
    }
    if let Some(written) = properties.schema_registry_config.filter(|it| it.is_truthy())
        && let Some(registry) = SchemaRegistry::read(written, context, problems)
    {
        statements = registry.statements(written);
        configuration.insert("SchemaRegistryConfig", registry.into_configuration(written));
    }
    let span = configuration.values().next().map(|it| it.span);
    let configuration = span.map(|at| node!(at, configuration));
    Kafka { configuration, statements }
}

/// A registry as far as it had to be understood.
struct SchemaRegistry {
    /// As it stands in the mapping.
    uri: Node,
    /// The registry's name, when it is one of Glue.
    glue_name: Option<String>,
}

impl SchemaRegistry {
    /// `None` when something is wrong, which is reported.
    fn read(written: &Node, context: &Context<'_>, problems: &mut Problems) -> Option<Self> {
        let before = problems.error_count();
        let map = written.map().expect("a map, by the table");
        for name in ["SchemaRegistryURI", "EventRecordFormat", "SchemaValidationConfigs"] {
            if !map.contains_key(name) {
                let message = format!("`SchemaRegistryConfig` needs `{name}`");
                let finding = Diagnostic::new(&codes::MISSING_PROPERTY, written.span, message).missing([name]);
                problems.push(finding.help(format!("add `{name}:` to it; the map cannot be an intrinsic function")));
            }
        }
        if let Some(format) = map.get("EventRecordFormat")
            && !EVENT_RECORD_FORMATS.iter().any(|it| format.is_text(it))
        {
            let message = "`EventRecordFormat` must be `JSON` or `SOURCE`";
            problems.push(Diagnostic::new(&codes::INVALID_VALUE, format.span, message).value_of("EventRecordFormat"));
        }
        if let Some(validations) = map.get("SchemaValidationConfigs").filter(|it| it.list().is_none()) {
            let message = format!("`SchemaValidationConfigs` is {}; it must be a list", validations.kind_name());
            let finding =
                Diagnostic::new(&codes::WRONG_TYPE, validations.span, message).value_of("SchemaValidationConfigs");
            problems.push(finding.help("list the parts to check, such as `- Attribute: VALUE`"));
        }
        if let Some(access) = map.get("AccessConfigs") {
            check_access(access, problems);
        }
        if problems.error_count() > before {
            return None;
        }
        let (uri, resolved) = resolve_uri(map.get("SchemaRegistryURI")?, context, problems)?;
        Some(Self { uri, glue_name: resolved.as_deref().and_then(glue_registry_name) })
    }

    fn statements(&self, written: &Node) -> Vec<Node> {
        let access = written.get("AccessConfigs").and_then(Node::list).unwrap_or_default();
        let secrets = access.iter().filter_map(|it| it.map()?.get("URI"));
        let mut statements: Vec<Node> = secrets.map(read_secret).collect();
        if let Some(name) = &self.glue_name {
            let at = self.uri.span;
            let schemas = format!("arn:${{AWS::Partition}}:glue:${{AWS::Region}}:${{AWS::AccountId}}:schema/{name}/*");
            statements.push(allow(at, node!(at, ["glue:GetRegistry"]), &self.uri));
            let schemas = node!(at, [{"Fn::Sub": schemas}]);
            statements.push(allow(at, node!(at, ["glue:GetSchemaVersion"]), schemas));
        }
        statements
    }

    fn into_configuration(self, written: &Node) -> Node {
        let mut configuration = written.clone();
        if let Some(map) = configuration.map_mut() {
            map.insert("SchemaRegistryURI", self.uri);
        }
        configuration
    }
}

/// `AccessConfigs` is a list of maps with type and URI, or an empty value.
fn check_access(access: &Node, problems: &mut Problems) {
    let wrong = |node: &Node, message: String, problems: &mut Problems| {
        let finding = Diagnostic::new(&codes::WRONG_TYPE, node.span, message);
        problems.push(finding.help("list the secrets, each item a map with `Type` and `URI`"));
    };
    match &access.value {
        Value::List(items) => {
            for item in items {
                if !item.map().is_some_and(|it| it.contains_key("Type") && it.contains_key("URI")) {
                    wrong(item, "an item of `AccessConfigs` must be a map with `Type` and `URI`".to_owned(), problems);
                }
            }
        }
        Value::Map(map) if map.is_empty() => (),
        Value::Text(text) if text.is_empty() => (),
        _ => wrong(access, format!("`AccessConfigs` is {}; it must be a list", access.kind_name()), problems),
    }
}

/// The registry's address as the mapping gets it, and as text when the values of parameters make it known.
///
/// Looking for the text, the reference puts the values of parameters into what stands inside lists and maps, and
/// there they stay.
fn resolve_uri(uri: &Node, context: &Context<'_>, problems: &mut Problems) -> Option<(Node, Option<String>)> {
    let Some(map) = uri.map() else { return Some((uri.clone(), uri.text().map(ToString::to_string))) };
    if is_known_reference(uri, context) {
        let message = "`SchemaRegistryURI` cannot be a `Ref` to a parameter with a value";
        let finding = Diagnostic::new(&codes::INVALID_VALUE, uri.span, message);
        problems.push(finding.help("write `!Sub` with the name of the parameter in `${…}`"));
        return None;
    }
    let resolved = context.parameters.resolve(uri, problems);
    let mut kept = uri.clone();
    for (key, value) in kept.map_mut().into_iter().flat_map(Map::iter_mut) {
        let changes = value.list().is_some() || (value.map().is_some() && !is_known_reference(value, context));
        if let (true, Some(new)) = (changes, resolved.map().and_then(|it| it.get(key))) {
            *value = new.clone();
        }
    }
    debug_assert_eq!(map.len(), resolved.map().map_or(0, Map::len));
    Some((kept, resolved.map().and_then(|it| it.get("Fn::Sub")?.text()).map(ToString::to_string)))
}

fn is_known_reference(node: &Node, context: &Context<'_>) -> bool {
    let name = intrinsics::argument(node, "Ref").and_then(Node::text);
    name.is_some_and(|it| context.parameters.value(it).is_some())
}

/// The name in an ARN of a Glue registry: `arn:aws:glue:<region>:<account>:registry/<name>`.
fn glue_registry_name(arn: &str) -> Option<String> {
    if !arn.starts_with("arn") {
        return None;
    }
    arn.split(':').nth(5)?.strip_prefix("registry/").map(str::to_owned)
}
