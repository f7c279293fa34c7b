//! What is looked at to draw an application: the resources of its document, and what a value in them leads to.
use super::kinds::{self, Kind};
use super::wording::Wording;
use crate::facts::arn::Arn;
use crate::facts::types;
use crate::passes::Expanded;
use crate::provenance::Provenance;
use crate::sam::resources;
use crate::semantics::{Definitions, ELSEWHERE, Missing};
use crate::syntax::{Map, Node, Text};
use crate::template::{Template, intrinsics};
use indexmap::IndexSet;
use std::collections::{HashMap, HashSet};

/// A resource of the document.
#[derive(Clone, Copy, Debug)]
pub(super) struct Resource<'a> {
    pub id: &'a str,
    pub type_name: &'a str,
    pub properties: &'a Map,
}

/// What a value leads to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum End<'a> {
    /// A resource of the document that has a kind.
    Own(&'a str),
    /// A resource of the document of another type.
    Other(&'a str),
    /// Something outside of the template.
    Outside(&'static Kind, String),
}

impl End<'_> {
    /// What people call it.
    pub(super) fn name(&self) -> String {
        match self {
            End::Own(id) | End::Other(id) => (*id).to_owned(),
            End::Outside(_, name) => name.clone(),
        }
    }
}

/// The document of an application, ready for questions.
pub(super) struct Application<'a> {
    pub provenance: Provenance<'a>,
    document: &'a Map,
    by_type: HashMap<&'a str, Vec<Resource<'a>>>,
    /// Logical ids by kind and the name that the user gave.
    by_name: HashMap<(&'static str, String), &'a str>,
    /// Who runs under a role, by the role's logical id.
    holders: HashMap<&'a str, Vec<&'a str>>,
    /// Where the resources of the template stand among each other.
    positions: HashMap<&'a str, usize>,
    wording: Wording<'a>,
    definitions: &'a Definitions<'a>,
}

/// Types that run under a role, with the property that names it.
const HOLDERS: &[(&str, &str)] = &[
    (types::CODE_BUILD_PROJECT, "ServiceRole"),
    (types::ECS_TASK_DEFINITION, "TaskRoleArn"),
    (types::GLUE_JOB, "Role"),
    (types::LAMBDA_FUNCTION, "Role"),
    (types::STEP_FUNCTIONS_STATE_MACHINE, "RoleArn"),
];
/// Types that stand for another resource, with the property that names it.
const STAND_INS: &[(&str, &[&str])] = &[
    (types::LAMBDA_ALIAS, &["FunctionName"]),
    (types::LAMBDA_VERSION, &["FunctionName"]),
    (types::STEP_FUNCTIONS_STATE_MACHINE_VERSION, &["StateMachineArn"]),
    (types::STEP_FUNCTIONS_STATE_MACHINE_ALIAS, &["DeploymentPreference", "StateMachineVersionArn"]),
    (types::KINESIS_STREAM_CONSUMER, &["StreamARN"]),
    (types::API_GATEWAY_DEPLOYMENT, &["RestApiId"]),
    (types::API_GATEWAY_RESOURCE, &["RestApiId"]),
    (types::API_GATEWAY_STAGE, &["RestApiId"]),
    (types::API_GATEWAY_V2_STAGE, &["ApiId"]),
    (types::APP_SYNC_GRAPHQL_SCHEMA, &["ApiId"]),
    ("AWS::Cognito::UserPoolClient", &["UserPoolId"]),
    (types::ECS_SERVICE, &["TaskDefinition"]),
    (types::ELASTIC_LOAD_BALANCING_V2_LISTENER, &["LoadBalancerArn"]),
    (types::ELASTIC_LOAD_BALANCING_V2_LISTENER_RULE, &["ListenerArn"]),
    ("AWS::S3::AccessPoint", &["Bucket"]),
    ("AWS::SecretsManager::SecretTargetAttachment", &["SecretId"]),
];
/// What the types of custom resources begin with.
pub(super) const CUSTOM: &str = "Custom::";
/// Most resources that stand one for the other; more means that they go around.
const MOST_STAND_INS: usize = 5;

impl<'a> Application<'a> {
    /// `written` is the template as it was read, `expanded` what the passes made of it.
    pub(super) fn new(written: &'a Template, expanded: &'a Expanded, definitions: &'a Definitions<'a>) -> Self {
        let document = expanded.document.get("Resources").and_then(Node::map).expect("every document has resources");
        let mut by_type: HashMap<_, Vec<_>> = HashMap::new();
        for (id, resource) in document.iter() {
            if let Some(resource) = resource_of(id, resource) {
                let is_custom = resource.type_name.starts_with(CUSTOM);
                let type_name = if is_custom { CUSTOM } else { resource.type_name };
                by_type.entry(type_name).or_default().push(resource);
            }
        }
        let wording = Wording::new(written, expanded);
        let provenance = Provenance::new(written, expanded);
        let positions = written.resources().keys().enumerate().map(|(at, id)| (&**id, at)).collect();
        let (by_name, holders) = (HashMap::new(), HashMap::new());
        let mut application = Self { provenance, document, by_type, by_name, holders, positions, wording, definitions };
        for resource in application.resources() {
            if let Some((_, property)) = HOLDERS.iter().find(|(it, _)| *it == resource.type_name)
                && let Some(role) = resource.properties.present(property)
                && let text = application.text(role)
                && let Some((name, _)) = placeholders(&text).first()
                && let Some(role) = application.resource(id_in(name))
            {
                application.holders.entry(role.id).or_default().push(resource.id);
            }
            let Some(kind) = kinds::of_type(resource.type_name) else { continue };
            if let Some(name) = kind.name_property().and_then(|it| resource.properties.present(it)) {
                let name = application.text(name);
                application.by_name.entry((kind.title, name)).or_insert(resource.id);
            }
        }
        application
    }

    /// The resources of the document, in its order.
    pub(super) fn resources(&self) -> impl Iterator<Item = Resource<'a>> + use<'a> {
        self.document.iter().filter_map(|(id, it)| resource_of(id, it))
    }

    /// Where the template has a resource, or the one that it was made for; implicit APIs come last.
    pub(super) fn position(&self, id: &str) -> usize {
        let cause = self.provenance.resource(id).and_then(|it| it.causes.first().map(|it| it.resource_id));
        self.positions.get(cause.unwrap_or(id)).copied().unwrap_or(usize::MAX)
    }

    /// The resources of a type, in the order of the document; those of all custom types under [`CUSTOM`].
    pub(super) fn of_type(&self, type_name: &str) -> &[Resource<'a>] {
        self.by_type.get(type_name).map_or(&[], |it| it)
    }

    /// The resource with a logical id.
    pub(super) fn resource(&self, id: &str) -> Option<Resource<'a>> {
        let (id, entry) = self.document.entry(id)?;
        resource_of(id, &entry.value)
    }

    /// A resource with all its attributes.
    pub(super) fn whole(&self, id: &str) -> Option<&'a Node> {
        self.document.get(id)
    }

    /// The definition of a resource that stands in a file of its own, which `included` names, or else the property
    /// `DefinitionUri` of the template.
    pub(super) fn definition_file(&self, id: &str, included: Option<&Node>) -> Result<Node, Missing> {
        let written = self.wording.template.resources().get(id).and_then(|it| it.at(&["Properties", "DefinitionUri"]));
        let named = included.or(written).ok_or(ELSEWHERE)?;
        let path = self.text(named);
        if path.is_empty() || path.contains("://") || path.contains("${") {
            return Err(ELSEWHERE);
        }
        self.definitions.read(&path, named.span, id)
    }

    /// The resources that run under a role.
    pub(super) fn holders(&self, role: &str) -> &[&'a str] {
        self.holders.get(role).map_or(&[], |it| it)
    }

    /// The kind of a resource, where its type has one.
    pub(super) fn kind(&self, resource: Resource<'a>) -> Option<&'static Kind> {
        let says = |name: &str, value: &str| resource.properties.get(name).is_some_and(|it| it.is_text(value));
        match resource.type_name {
            resources::WEBSOCKET_API => Some(&kinds::WEBSOCKET_API),
            types::API_GATEWAY_V2_API if says("ProtocolType", "WEBSOCKET") => Some(&kinds::WEBSOCKET_API),
            // A rule that waits for events is part of the way from its bus; one that waits for the time begins one.
            types::EVENTS_RULE => {
                resource.properties.present("ScheduleExpression").is_some().then_some(&kinds::SCHEDULE)
            }
            type_name => kinds::of_type(type_name),
        }
    }

    /// The kind of what an end is.
    pub(super) fn kind_of_end(&self, end: &End<'a>) -> &'static Kind {
        match end {
            End::Own(id) => self.resource(id).and_then(|it| self.kind(it)).unwrap_or(&kinds::OTHER),
            End::Other(_) => &kinds::OTHER,
            End::Outside(kind, _) => kind,
        }
    }

    /// A value as text, in which `${…}` stands for what is not known yet; see [`Wording`].
    pub(super) fn text(&self, value: &Node) -> String {
        self.wording.text(value)
    }

    /// A text in which `${…}` for one of these names is replaced by its value. Empty where that becomes too long.
    pub(super) fn with_values(&self, text: &str, values: &HashMap<&str, String>) -> String {
        let mut result = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, behind)) = rest.split_once("${") {
            let Some((name, after)) = behind.split_once('}') else { break };
            result.push_str(before);
            match values.get(name) {
                Some(value) if self.wording.make_room(value.len()).is_none() => return String::new(),
                Some(value) => result.push_str(value),
                None => result.extend(["${", name, "}"]),
            }
            rest = after;
        }
        result + rest
    }

    /// Whether the text of some value became too long, so that it is not known.
    pub(super) fn has_too_long_texts(&self) -> bool {
        self.wording.is_spent()
    }

    /// The values that a value can have: the sides of an `Fn::If`, of a list each item.
    pub(super) fn items<'n>(&self, value: &'n Node) -> Vec<&'n Node> {
        let mut found = Vec::new();
        let mut waiting = vec![value];
        while let Some(value) = waiting.pop() {
            match (intrinsics::if_branches(value), value.list()) {
                (Some([_, then, otherwise]), _) => waiting.extend([otherwise, then]),
                (None, Some(items)) => waiting.extend(items.iter().rev()),
                (None, None) if intrinsics::is_no_value(value) || value.is_null() => (),
                (None, None) => found.push(value),
            }
        }
        found
    }

    /// What a value leads to: an ARN, a name or URL of something that is a `kind` unless the value says otherwise.
    pub(super) fn ends(&self, value: Option<&Node>, kind: &'static Kind) -> Vec<End<'a>> {
        let items = value.into_iter().flat_map(|it| self.items(it));
        let found: IndexSet<End<'a>> = items.filter_map(|it| self.end_of_text(&self.text(it), kind)).collect();
        found.into_iter().collect()
    }

    /// What a text leads to, see [`Application::ends`].
    pub(super) fn end_of_text(&self, text: &str, kind: &'static Kind) -> Option<End<'a>> {
        if let Some(own) = self.own_in(text).into_iter().next() {
            return Some(End::Own(own));
        }
        let text = text.trim();
        let other = || placeholders(text).into_iter().find_map(|(name, _)| self.resource(id_in(name)));
        if let Some(other) = other().filter(|_| !text.starts_with("arn:")) {
            return Some(End::Other(other.id));
        }
        // A function in the address of an integration.
        let text = text.split_once("/functions/").map_or(text, |(_, it)| it.trim_end_matches("/invocations"));
        let (kind, name) = match Arn::parse(text) {
            Some(arn) => (kinds::of_arn(arn.service, arn.resource).unwrap_or(kind), arn.name()),
            // The last part of the URL of a queue is its name; other addresses say more from their start.
            None if *kind == kinds::QUEUE => (kind, text.rsplit('/').next().unwrap_or(text)),
            None => (kind, text),
        };
        self.named(kind, name)
    }

    /// What has a name: a resource that the user gave this name, or else something outside of the template.
    pub(super) fn named(&self, kind: &'static Kind, name: &str) -> Option<End<'a>> {
        let name = name.trim();
        if name.chars().all(|it| matches!(it, '*' | '?')) {
            return None;
        }
        let own = self.by_name.get(&(kind.title, name.to_owned()));
        Some(own.map_or_else(|| End::Outside(kind, shown(name)), |it| End::Own(it)))
    }

    /// The resources with a kind that a text refers to, each once, in its order.
    pub(super) fn own_in(&self, text: &str) -> Vec<&'a str> {
        let mut found = Vec::new();
        for (name, _) in placeholders(text) {
            found.extend(self.owner(id_in(name)).filter(|it| !found.contains(it)));
        }
        found
    }

    /// The resource with a kind that a resource of the document is, stands for, or was made for.
    pub(super) fn owner(&self, id: &str) -> Option<&'a str> {
        let mut current = self.resource(id)?;
        for _ in 0..MOST_STAND_INS {
            if self.kind(current).is_some() {
                return Some(current.id);
            }
            current = self.stands_for(current)?;
        }
        None
    }

    fn stands_for(&self, resource: Resource<'a>) -> Option<Resource<'a>> {
        let stand_in = STAND_INS.iter().find(|(type_name, _)| *type_name == resource.type_name);
        if let Some((_, [first, path @ ..])) = stand_in
            && let Some(value) = resource.properties.get(first).and_then(|it| it.at(path))
        {
            let text = self.text(value);
            let (name, _) = *placeholders(&text).first()?;
            return self.resource(id_in(name));
        }
        // What SAM made, it made for a resource of the user.
        let cause = self.provenance.resource(resource.id)?.causes.first()?.resource_id;
        (cause != resource.id && stand_in.is_some()).then(|| self.resource(cause)).flatten()
    }

    /// The resources of the template that nothing in the document comes from, with their types.
    pub(super) fn missing(&self, written: &'a Template, expanded: &'a Expanded) -> Vec<(&'a Text, &'a str)> {
        let causes: HashSet<&str> =
            expanded.origins.values().flat_map(|it| &it.causes).map(|it| &*it.resource_id).collect();
        let is_missing = |id: &Text| !self.document.contains_key(id) && !causes.contains(&**id);
        let resources = written.resources().keys().filter(|it| is_missing(it));
        resources.map(|it| (it, written.resource_type(it).unwrap_or_default())).collect()
    }
}

fn resource_of<'a>(id: &'a Text, resource: &'a Node) -> Option<Resource<'a>> {
    static NONE: std::sync::LazyLock<Map> = std::sync::LazyLock::new(Map::new);
    let type_name = resource.get("Type")?.text()?;
    let properties = resource.get("Properties").and_then(Node::map);
    Some(Resource { id, type_name, properties: properties.unwrap_or(&NONE) })
}

/// What stands in each `${…}` of a text, and where it ends.
pub(super) fn placeholders(text: &str) -> Vec<(&str, usize)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find("${").map(|it| from + it + 2) {
        let Some(length) = text[start..].find('}') else { break };
        found.push((&text[start..start + length], start + length + 1));
        from = start;
    }
    found
}

/// The logical id at the start of what stands in a placeholder.
pub(super) fn id_in(placeholder: &str) -> &str {
    placeholder.split('.').next().unwrap_or_default()
}

/// A name as people read it, without the marks around what is not known yet.
pub(super) fn shown(name: &str) -> String {
    let mut text = String::new();
    let mut rest = name;
    while let Some((before, behind)) = rest.split_once("${") {
        let Some((inner, after)) = behind.split_once('}') else { break };
        text.push_str(before);
        text.push_str(inner.trim_start_matches("AWS::"));
        rest = after;
    }
    text + rest
}
